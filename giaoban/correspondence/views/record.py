"""The page of one dossier, and the checks before signing, which the page reads in by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.dates import today
from giaoban.correspondence import queries
from giaoban.correspondence.labels import DUE_LABELS, ORGAN_LABELS
from giaoban.correspondence.queries import authoring, record
from giaoban.correspondence.queries.consulting import rounds_of
from giaoban.correspondence.queries.heads import joint_of
from giaoban.correspondence.rules import FINISHED, Move, Organ, Permission, State
from giaoban.correspondence.rules.road import due_kind
from giaoban.correspondence.views.common import find, require
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
    joint = joint_of(found)
    names = record.names_of(found, [*recipients, *joint])
    issued = record.issued(found) if found.state == State.ISSUED else None
    attaches = issued is not None and queries.may_attach(one.actor, issued.issue)
    kind = due_kind(found.state, found.due, today())
    acts = record.acts(found, moves, drafts[0].number if drafts else 0, rounds, own=one.drafts)
    # shown where it can still be mended, or where the words of another record must be these; again before
    # each decision
    checked = bool(drafts) and (one.writes or (bool(found.subject_kind) and found.state not in FINISHED))
    context = one.context(
        type_label=type_label(found.type),
        organ=ORGAN_LABELS[Organ(found.organ)],
        field=FIELD_LABELS.get(found.field, "") if found.field else "",
        names=names,
        advises=names[found.unit_id],
        issuer=names[found.issuer_id],
        recipients=[names[pk] for pk in recipients],
        joint=[names[pk] for pk in joint],
        stages=record.stages(found, steps),
        since=record.since_day(steps),
        due_mark=(kind, DUE_LABELS[kind]) if kind else None,
        drafts=drafts,
        rounds=rounds,
        timeline=record.timeline(steps),
        first=acts[0] if acts else None,
        others=acts[1:],
        may_withdraw=Move.WITHDRAW in moves,
        checked=checked,
        issued=issued,
        issues=queries.may_move(one.actor, found, Permission.ISSUE) if issued else False,
        sends=queries.may_send(one.actor, issued.issue) if issued else False,
        attaches=attaches,
        signs_next=issued is not None and attaches and not issued.signed and not issued.issue.recalled_on,
        finished=found.state in FINISHED,
        crumbs=one.trail(),
    )
    return render(request, "correspondence/dossier.html", context)


@require_GET
def checks(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """What stands in the way of signing: swapped into the page with a script, a plain page without."""
    one = find(request, unit_code, period_code, dossier_id)
    require(one.dossier.state not in FINISHED)
    fragment = bool(getattr(request, "htmx", None))
    context = one.context(
        findings=queries.before_issue(one.actor, one.dossier),
        crumbs=one.trail((_("Kiểm tra trước khi ký"), "")),
    )
    template = "correspondence/_findings.html" if fragment else "correspondence/checks.html"
    return render(request, template, context)
