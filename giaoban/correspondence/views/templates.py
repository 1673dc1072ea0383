"""Templates of papers: what the house ships, the unit's own in Word, and how each looks in print."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.core.actors import acting
from giaoban.core.answers import sent
from giaoban.core.dates import today
from giaoban.correspondence import queries, services
from giaoban.correspondence.forms.templates import TemplateFileForm
from giaoban.correspondence.papers import Head, Template, own
from giaoban.correspondence.papers import sample as examples
from giaoban.correspondence.queries import templates as found_templates
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.views.common import Place, answer, require, stream
from giaoban.organisations.coordinates import resolve


def trail(page: Place, *last: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Mẫu văn bản"), page.url("templates")), *last]


@require_GET
def listed(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    page = own_page(request, unit_code, period_code)
    context = {
        "at": page.at,
        "rows": found_templates.rows(page.at.unit_id),
        "manages": queries.may(page.actor, Permission.MANAGE, page.at.unit_id),
    }
    return render(request, "correspondence/templates.html", context)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, unit_code: str, period_code: str, paper: str) -> HttpResponse:
    """What the template asks for, the file to begin with, and handing in the unit's own."""
    page = own_page(request, unit_code, period_code)
    found = found_templates.find(paper)
    manages = queries.may(page.actor, Permission.MANAGE, page.at.unit_id)
    require(manages or request.method == "GET")
    form = TemplateFileForm(request.POST or None, request.FILES or None)
    kept = found_templates.own_of(page.at.unit_id, paper)
    context = {
        "at": page.at,
        "found": found,
        "label": found_templates.said(found),
        "fields": [
            (field, found_templates.said(field), found_templates.columns_of(field)) for field in found.fields
        ],
        "head": own.HEAD.items(),
        "kept": kept,
        "history": found_templates.history(page.at.unit_id, paper),
        "manages": manages,
        "makes": not found.type,
        "crumbs": trail(page, (found_templates.said(found), "")),
        "cancel_url": page.url("templates") if manages else "",
    }

    def act() -> str:
        file = form.cleaned_data["file"]
        services.keep_template(
            actor=page.actor, unit_id=page.at.unit_id, code=paper, source=stream(file), name=file.name
        )
        return _("Đã nhận mẫu riêng; từ nay văn bản loại này dùng mẫu của đơn vị.")

    return answer(request, "correspondence/template.html", context, form, act, page.url("template", paper))


@require_POST
def use_shipped(request: HttpRequest, unit_code: str, period_code: str, paper: str) -> HttpResponse:
    page = own_page(request, unit_code, period_code)
    services.use_shipped(actor=page.actor, unit_id=page.at.unit_id, code=paper)
    messages.success(request, _("Đã trở về mẫu chung; mẫu riêng vẫn được lưu."))
    return redirect(page.url("template", paper))


@require_GET
def starter(request: HttpRequest, unit_code: str, period_code: str, paper: str) -> HttpResponse:
    """The Word file to begin with: the shipped form with its tags."""
    page = own_page(request, unit_code, period_code)
    found = found_templates.find(paper)
    return sent(own.starter(found, _head(page)), f"mau-{plain(found)}.docx")


@require_GET
def sample(request: HttpRequest, unit_code: str, period_code: str, paper: str) -> HttpResponse:
    """The template filled with its examples, as it is printed."""
    page = own_page(request, unit_code, period_code)
    found = found_templates.find(paper)
    kept = found_templates.own_of(page.at.unit_id, paper)
    made = found_templates.made(found, kept, examples(found), _head(page), "pdf")
    return sent(made, f"mau-{plain(found)}.pdf")


def own_page(request: HttpRequest, unit_code: str, period_code: str) -> Place:
    """For who works for this unit: how others write their papers is theirs."""
    page = Place(resolve(request, unit_code, period_code), acting(request))
    require(
        any(queries.may(page.actor, one, page.at.unit_id) for one in (Permission.VIEW, Permission.MANAGE))
    )
    return page


def _head(page: Place) -> Head:
    return found_templates.sample_head("", page.at.unit_name, today())


def plain(found: Template) -> str:
    return found.code.replace("_", "-")
