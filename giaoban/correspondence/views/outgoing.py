"""The register of papers that leave, and which units opened one of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.dates import vi
from giaoban.core.refusals import Hidden
from giaoban.correspondence import queries, services
from giaoban.correspondence.forms import SendForm
from giaoban.correspondence.queries import outgoing as reading
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.views.common import answer, here, number, require
from giaoban.organisations.queries import lines_of

PAGE = 50


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    at, actor, asked = place.at, place.actor, request.GET
    filters = reading.Filters(
        series_id=number(asked.get("quyen")) or None,
        text=asked.get("tim", "").strip(),
        unsigned=asked.get("chua-ky") == "1",
    )
    page = Paginator(reading.outgoing(actor, at.unit_id, filters), PAGE).get_page(asked.get("trang"))
    books = reading.books_of(actor, at.unit_id)
    context = {
        "at": at,
        "page": page,
        "rows": reading.rows(page.object_list),
        "filters": filters,
        "books": [(row.pk, f"{reading.series_label(row.type)} · {row.term}") for row in books],
        "issues_here": queries.may(actor, Permission.ISSUE, at.unit_id),
        "manages": queries.may(actor, Permission.MANAGE, at.unit_id),
        "outside": reading.numbered_outside(actor, at.unit_id, at.on, filters),
        "nobody": not page.object_list and filters == reading.Filters(),
    }
    return render(request, "correspondence/outgoing.html", context)


@require_http_methods(["GET", "POST"])
def receipts(request: HttpRequest, unit_code: str, period_code: str, issue_id: int) -> HttpResponse:
    """Units × sent, opened; words to remind those that did not, for any messenger; sending to more units."""
    place = here(request, unit_code, period_code)
    at = place.at
    issue = queries.get_issue(place.actor, issue_id)
    dossier = issue.dossier
    ours = set(lines_of(at.unit_id, at.on))
    if (
        not ours & {dossier.unit_id, dossier.issuer_id}
        or not queries.visible_to(place.actor).filter(pk=dossier.pk).exists()
    ):
        raise Hidden("issue")
    sends = queries.may_send(place.actor, issue)
    require(sends or request.method == "GET")
    form = SendForm(request.POST or None, actor=place.actor, on=at.on)
    url = place.url("receipts", issue.pk)

    def send() -> str:
        added = services.send(actor=place.actor, issue_id=issue.pk, unit_ids=form.cleaned_data["recipients"])
        said = ngettext("Đã gửi thêm %(n)s đơn vị.", "Đã gửi thêm %(n)s đơn vị.", len(added))
        return said % {"n": len(added)}

    found = reading.receipts(issue, at.on)
    late = [row for row in found if row.delivery.opened_at is None]
    context: dict[str, Any] = {
        "at": at,
        "issue": issue,
        "document": issue.document,
        "rows": found,
        "opened": len(found) - len(late),
        "late": late,
        "reminder": reminder(issue, at.unit_name),
        "sends": sends,
        "crumbs": [(_("Văn bản đi"), place.url("outgoing")), (issue.document.symbol, "")],
    }
    return answer(request, "correspondence/receipts.html", context, form, send, url)


def reminder(issue: Any, sender: str) -> str:
    """Without content: the number, the day, who sent it and where to look."""
    with override("vi"):
        return _(
            "%(sender)s đã gửi %(name)s ngày %(day)s trên Giao Ban. Đề nghị đồng chí mở mục "
            "“Văn bản đến – Chờ nhận” và vào sổ văn bản. Trân trọng."
        ) % {"sender": sender, "name": issue.document.name, "day": vi(issue.issued_on)}
