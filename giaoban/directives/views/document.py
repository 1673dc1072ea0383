"""The page of one document: what it is, its files, what it hangs together with, panels of other rooms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from giaoban.core.dates import vi
from giaoban.directives import attachments, queries
from giaoban.directives.models import STANDING_LABELS, Document
from giaoban.directives.panels import panel as one_panel
from giaoban.directives.panels import panels_of
from giaoban.directives.rules import RelationKind, Standing
from giaoban.directives.views.common import Here, here
from giaoban.files.queries import files_of

FIRST_RECIPIENTS = 12


@require_GET
def document(request: HttpRequest, unit_code: str, period_code: str, document_id: int) -> HttpResponse:
    at = here(request, unit_code, period_code)
    found = queries.get_document(at.actor, document_id)
    on = at.coordinates.on
    ties = queries.ties_of(found)
    standing = queries.standing_of(found, on, ties)
    groups = queries.relations_of(at.actor, found, on)
    register_name, recipients = queries.register_and_recipients(at.actor, found, on)
    may_change = queries.may_register(at.actor, found.registered_in_id)
    context = {
        "at": at.coordinates,
        "document": found,
        "status": STANDING_LABELS[standing],
        "newer": _newer(at, found) if standing is Standing.REPLACED else None,
        "replaced": standing is Standing.REPLACED,
        "outgoing": [group for group in groups if group.outgoing],
        "incoming": [group for group in groups if not group.outgoing],
        "namesakes": queries.namesakes(at.actor, found, on),
        "register_name": register_name,
        "recipients": recipients[:FIRST_RECIPIENTS],
        "more_recipients": recipients[FIRST_RECIPIENTS:],
        "files": files_of(at.actor, attachments.KIND, found.pk),
        "corrections": queries.corrections_of(found),
        "siblings": queries.siblings(at.actor, found, on),
        "events": _events(at, found, groups, ties),
        "may_change": may_change,
        "panels": panels_of(
            request, found, on, lambda code: at.url("panel", document_id=found.pk, panel_code=code)
        ),
        "crumbs": at.crumbs((found.name, "")),
    }
    return render(request, "directives/document.html", context)


@require_GET
def panel(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int, panel_code: str
) -> HttpResponse:
    """One heavy panel by itself: swapped into the page with a script, a plain page without."""
    at = here(request, unit_code, period_code)
    found = queries.get_document(at.actor, document_id)
    shown = one_panel(request, panel_code, found, at.coordinates.on)
    if shown is None:
        raise Http404
    fragment = bool(getattr(request, "htmx", None))
    template = "directives/_panel.html" if fragment else "directives/panel.html"
    crumbs = at.crumbs((found.name, at.url("document", document_id=found.pk)), (str(shown.title), ""))
    return render(
        request, template, {"at": at.coordinates, "document": found, "panel": shown, "crumbs": crumbs}
    )


def _newer(at: Here, found: Document) -> Document | None:
    """What took its place by the day of the page, where the reader may see it."""
    newer = queries.replacing(found, at.coordinates.on)
    if newer is None or not queries.visible_to(at.actor).filter(pk=newer.pk).exists():
        return None
    return newer


def _events(
    at: Here, found: Document, groups: list[queries.Group], ties: Sequence[queries.Tie]
) -> list[dict[str, Any]]:
    """The chain of replacements with what amended this one, oldest first."""
    chain = queries.chain(found, ties)
    ends = queries.ends_of(chain)
    words = {row.pk: "" for row in chain}
    others = words.keys() - {found.pk}
    visible = queries.visible_to(at.actor, at.coordinates.on).filter(pk__in=others) if others else ()
    seen = {row.pk: row for row in visible} | {found.pk: found}
    for group in groups:
        if group.kind == RelationKind.AMENDS:
            for link in group.links:
                seen[link.document.pk] = link.document
                words[link.document.pk] = (
                    _("được văn bản này sửa đổi, bổ sung")
                    if group.outgoing
                    else _("sửa đổi, bổ sung văn bản này")
                )
    if len(seen) == 1:
        return []
    return [
        {
            "day": row.issued_on,
            "title": row.name,
            "text": words[row.pk] or row.summary,
            "source": _held_until(row, ends.get(row.pk)),
            "url": "" if row.pk == found.pk else at.url("document", document_id=row.pk),
            "now": row.pk == found.pk,
        }
        for row in sorted(seen.values(), key=lambda row: (row.issued_on, row.pk))
    ]


def _held_until(row: Document, ends: date | None) -> str:
    """Who issued it and, inside the chain, from which day another stands in its place."""
    if ends is None:
        return row.issuer
    return _("%(issuer)s; đến ngày %(day)s") % {"issuer": row.issuer, "day": vi(ends)}
