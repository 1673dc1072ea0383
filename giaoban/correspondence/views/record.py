"""The page of one dossier."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.dates import today
from giaoban.correspondence import queries
from giaoban.correspondence.labels import DUE_LABELS, ORGAN_LABELS
from giaoban.correspondence.queries import authoring, record
from giaoban.correspondence.queries.consulting import rounds_of
from giaoban.correspondence.rules import Move, Organ, Permission, State
from giaoban.correspondence.rules.road import due_kind
from giaoban.correspondence.views.common import find
from giaoban.directives.models import type_label


@require_GET
def dossier(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """The road, the next step of who reads it, drafts, checks, opinions, receipts and the steps taken."""
    one = find(request, unit_code, period_code, dossier_id)
    found = one.dossier
    drafts = authoring.drafts_of(found)
    rounds = rounds_of(found)
    steps = list(found.steps.select_related("draft").defer("draft__paper"))
    moves = {str(t.move) for t in queries.moves_for(one.actor, found)}
    recipients = list(found.recipients.values_list("pk", flat=True))
    names = record.names_of(found, recipients)
    issued = record.issued(found) if found.state == State.ISSUED else None
    kind = due_kind(found.state, found.due, today())
    acts = record.acts(found, moves, drafts[0].number if drafts else 0, rounds, own=one.drafts)
    checked = bool(drafts) and one.writes  # shown where it can still be mended; again before each decision
    context = one.context(
        type_label=type_label(found.type),
        organ=ORGAN_LABELS[Organ(found.organ)],
        field=FIELD_LABELS.get(found.field, "") if found.field else "",
        names=names,
        advises=names[found.unit_id],
        issuer=names[found.issuer_id],
        recipients=[names[pk] for pk in recipients],
        stages=record.stages(found, steps),
        since=record.since_day(steps),
        due_mark=(kind, DUE_LABELS[kind]) if kind else None,
        drafts=drafts,
        rounds=rounds,
        timeline=record.timeline(steps),
        first=acts[0] if acts else None,
        others=acts[1:],
        may_withdraw=Move.WITHDRAW in moves,
        findings=queries.before_issue(one.actor, found) if checked else (),
        checked=checked,
        issued=issued,
        issues=queries.may_move(one.actor, found, Permission.ISSUE) if issued else False,
        crumbs=one.trail(),
    )
    return render(request, "correspondence/dossier.html", context)
