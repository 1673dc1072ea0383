"""Slips and letters of introduction, which no dossier carries: filled in, taken away, not kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.core import posting
from giaoban.core.answers import sent
from giaoban.core.dates import now, today
from giaoban.correspondence import queries
from giaoban.correspondence.forms.rows import Typed
from giaoban.correspondence.forms.templates import MakeForm
from giaoban.correspondence.labels import ORGAN_LABELS
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.papers import Head, Template
from giaoban.correspondence.queries import templates as found_templates
from giaoban.correspondence.queries.authoring import head_of
from giaoban.correspondence.queries.heads import letterhead_of
from giaoban.correspondence.views.common import Place, require
from giaoban.correspondence.views.templates import own_page, plain, trail
from giaoban.documents.blocks import Signature

OF = "ho-so"  # the dossier that a slip goes with


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, unit_code: str, period_code: str, paper: str) -> HttpResponse:
    """What is typed goes into the file and nowhere else."""
    page = own_page(request, unit_code, period_code)
    found = found_templates.find(paper)
    require(not found.type)
    dossier = _dossier(page, request.GET.get(OF, ""))
    form = MakeForm(request.POST or None, found=found, initial=_known(dossier))
    kept = found_templates.own_of(page.at.unit_id, paper)
    label = found_templates.said(found)
    context = {
        "at": page.at,
        "form": form,
        "label": label,
        "kept": kept,
        "dossier": dossier,
        "cancel_url": page.url("template", paper) if dossier is None else page.url("dossier", dossier.pk),
        "crumbs": _crumbs(page, found, dossier),
    }
    if form.is_bound and form.asks_for_rows():
        return render(request, "correspondence/make.html", context)

    def act() -> HttpResponse:
        kind = "pdf" if request.POST.get("tai") == "pdf" else "docx"
        head = _head(page, dossier, form.head())
        return sent(found_templates.made(found, kept, form.values(), head, kind), f"{plain(found)}.{kind}")

    return posting.answer(request, "correspondence/make.html", context, form, act)


def _dossier(page: Place, asked: str) -> Dossier | None:
    return queries.get_dossier(page.actor, int(asked)) if asked.isdecimal() else None


def _crumbs(page: Place, found: Template, dossier: Dossier | None) -> list[tuple[str, str]]:
    label = found_templates.said(found)
    if dossier is not None:
        return page.crumbs((dossier.about, page.url("dossier", dossier.pk)), (label, ""))
    return trail(page, (label, page.url("template", found.code)), (_("Điền và tải"), ""))


def _known(dossier: Dossier | None) -> dict[str, Any]:
    """What the dossier says already; without one only the day."""
    known: dict[str, Any] = {"head_day": today()}
    if dossier is not None:
        last = dossier.drafts.order_by("-number").values_list("number", flat=True).first()
        papers = ((_("Dự thảo lần %(n)s") % {"n": last},),) if last else ()
        known |= {
            "subject": dossier.about,
            "department": dossier.department.name if dossier.department else "",
            "organ": ORGAN_LABELS[dossier.organ],
            "enclosed": Typed(rows=papers),
            "head_place": dossier.place,
        }
    return known


def _head(page: Place, dossier: Dossier | None, typed: dict[str, Any]) -> Head:
    """Over the text the unit of the page; a slip is as secret as its dossier."""
    over = letterhead_of(page.at.unit_id, typed["day"] or page.at.on)
    signature = None
    if typed["post"] or typed["signer"]:
        signature = Signature(typed["authority"].upper(), typed["post"].upper(), typed["signer"])
    return Head(
        superior=over.superior,
        issuer=over.issuer,
        number=typed["number"],
        place=typed["place"],
        day=typed["day"] or None,
        created=now().replace(microsecond=0),
        signature=signature,
        secrecy=head_of(dossier).secrecy if dossier is not None else "",
    )
