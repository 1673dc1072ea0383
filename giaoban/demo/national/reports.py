"""One round of an era over the whole country: every body with its figures, levels signed from below.

The rows that the doors would have left, written in bulk: each version sealed by reporting's own function, a
superior's figures the sum of what it took in, those who are missing named. Seeded, so every run is the same.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from giaoban.core.dates import told_at
from giaoban.demo.crowd.reports import NUMBER, SIGNER
from giaoban.demo.national.eras import Era
from giaoban.demo.rules import SEED
from giaoban.demo.rules.figures import FLOWS, MEMBERS
from giaoban.demo.stories.stage import HOUSE, facts_of
from giaoban.organisations.models import Unit, UnitName
from giaoban.reporting.models import Obligation, OutlineSection, Passage, Round, Submission
from giaoban.reporting.queries import rounds
from giaoban.reporting.rules import State, bucket
from giaoban.reporting.rules.cells import Cell
from giaoban.reporting.rules.sealing import digest
from giaoban.reporting.services.rollups import rollup_all
from giaoban.reporting.services.rounds import open_round
from giaoban.reporting.services.sending import sealed_facts

HOUR = timedelta(hours=1)
# Of a hundred bodies at the bottom: taken in, waiting, received, writing, silent; one of ten is late.
STATES = (State.ACCEPTED, State.SENT, State.RECEIVED, State.DRAFTING, State.DUE)
SHARES = (0.90, 0.04, 0.01, 0.02, 0.03)
EXCUSED_EVERY, TEXTS_EVERY, BATCH = 200, 50, 4000
EXCUSED = "Mới thành lập trong kỳ (minh họa)"
TAKEN = (State.ACCEPTED, State.CONSOLIDATED)
VERSIONS = """
COPY reporting_submission (
    obligation_id, number, figures, explanations, none, names, included, warnings, estimate,
    document_number, document_date, signer, on_behalf, sent_at, sent_label, hash, previous_hash
) FROM STDIN
"""
LOG = "COPY reporting_move (obligation_id, move, source, target, note, at, by_label) FROM STDIN"
STAND = """
UPDATE reporting_obligation o
SET state = t.state, version = 6, current_id = t.current, accepted_id = t.accepted, first_sent_at = t.sent
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[])
    AS t (id, state, current, accepted, sent)
WHERE o.id = t.id
"""
Matrix = NDArray[np.int64]


@dataclass
class Body:
    """A unit that owes: what it says, where it stands, what it sent."""

    row: Obligation
    code: str
    name: str
    figures: list[int | None] = field(default_factory=list)
    state: State = State.DUE
    sent: datetime | None = None
    submission: Submission | None = None
    below: list["Body"] = field(default_factory=list)


def fill(era: Era, top: int) -> Round:
    """Open the round with the door, then write what everybody did in it."""
    with told_at(era.asked):
        opened = open_round(
            actor=HOUSE,
            regime="giao-ban",
            unit_id=top,
            period=era.period,
            not_required=_excused(era, top),
        )
    cells = opened.form_version.cells()
    bodies = _bodies(opened)
    chance = np.random.default_rng([SEED, int(era.edition)])
    _bottom(chance, cells, [body for body in bodies if body.row.leaf and body.row.state == State.DUE])
    sections = list(opened.form_version.sections.filter(required=True).order_by("position"))
    for depth in range(max(body.row.depth for body in bodies), 0, -1):
        level = [body for body in bodies if body.row.depth == depth]
        _above(chance, [body for body in level if not body.row.leaf])
        _send([body for body in level if body.sent is not None], sections)
    _stand([body for body in bodies if body.row.state != State.NOT_REQUIRED])
    rollup_all(opened.pk)
    return opened


def _excused(era: Era, top: int) -> dict[int, str]:
    """Every 200th body at the bottom, in the order of codes."""
    regime, period = rounds.regime_of("giao-ban"), rounds.period_of(era.period)
    lines = rounds.owing(regime, top, period, cut_off=rounds.default_cut_off(regime, period))
    leaves = Unit.objects.filter(pk__in=[line.unit_id for line in lines if line.leaf])
    return dict.fromkeys(leaves.order_by("code").values_list("pk", flat=True)[::EXCUSED_EVERY], EXCUSED)


def _bodies(opened: Round) -> list[Body]:
    """Everybody in the order of codes, each with those directly below."""
    rows = list(Obligation.objects.filter(round=opened))
    codes = dict(Unit.objects.filter(pk__in=[row.unit_id for row in rows]).values_list("pk", "code"))
    names = dict(UnitName.objects.on(opened.cut_off).values_list("unit_id", "name"))
    made = {
        row.unit_id: Body(row, codes[row.unit_id], names.get(row.unit_id, codes[row.unit_id])) for row in rows
    }
    for row in rows:
        row.round = opened
    ordered = sorted(made.values(), key=lambda body: body.code)
    for body in ordered:
        if body.row.receiver_id is not None:
            made[body.row.receiver_id].below.append(body)
    return ordered


# --- figures and states ----------------------------------------------------------------------------------


def _bottom(chance: np.random.Generator, cells: Sequence[Cell], bodies: Sequence[Body]) -> None:
    """Figures of everybody at the bottom at once, and how far each one is."""
    figures = _figures(chance, cells, len(bodies)).tolist()
    states = chance.choice(len(STATES), len(bodies), p=SHARES).tolist()
    hours = chance.integers(1, 60, len(bodies)).tolist()
    late = (chance.random(len(bodies)) < 0.1).tolist()
    for at, body in enumerate(bodies):
        body.figures, body.state = figures[at], STATES[states[at]]
        _stamp(body, hours[at], late=late[at])


def _above(chance: np.random.Generator, bodies: Sequence[Body]) -> None:
    """The sum of what was taken in; nineteen of twenty have signed."""
    signed = chance.random(len(bodies)) < 0.95
    for at, body in enumerate(bodies):
        parts = [one.figures for one in body.below if one.state == State.ACCEPTED]
        if not parts:
            continue
        body.figures = np.array(parts, np.int64).sum(axis=0).tolist()
        body.state = State.ACCEPTED if signed[at] else State.DRAFTING
        _stamp(body, at % 12 + 1, late=at % 15 == 14)


def _stamp(body: Body, hours: int, *, late: bool) -> None:
    if body.state not in {State.DRAFTING, State.DUE}:
        body.sent = body.row.due + (hours if late else -hours) * HOUR


def _figures(chance: np.random.Generator, cells: Sequence[Cell], count: int) -> Matrix:
    """One line for each body, in the order of the form's cells; in the period and cumulative are the same,
    because the period is the whole year."""
    low, high = MEMBERS["cell"]
    members = chance.integers(low, high * 4, count)
    columns: dict[str, Matrix] = {
        "ORG.TCCSD:value": np.ones(count, np.int64),
        "ORG.CELL:value": np.zeros(count, np.int64),
        "MEM.TOTAL:value": members,
        "MEM.IDLINK:numerator": members - chance.integers(0, 6, count),
        "MEM.IDLINK:denominator": members,
        "APP.QUOTA:value": members // 40,
        "APP.RESTRUCTURED:count": np.zeros(count, np.int64),
        "APP.RESTRUCTURED:base": np.ones(count, np.int64),
    }
    for row, share in FLOWS.items():
        happened = chance.binomial(members, share)
        columns[f"{row}:in_period"] = columns[f"{row}:cumulative"] = happened
    return np.stack([columns[cell.key] for cell in cells], axis=1)


# --- writing ---------------------------------------------------------------------------------------------


def _send(bodies: Sequence[Body], sections: Sequence[OutlineSection]) -> None:
    """The sealed versions of one level; whoever they took in counts as consolidated."""
    if not bodies:
        return
    texts = _texts(sections)
    said: dict[int, list[Passage]] = {}
    for place, body in enumerate(bodies):
        if body.sent is None:
            continue
        body.submission = Submission(
            obligation=body.row,
            number=1,
            figures=body.figures,
            included=_included(body),
            document_number=NUMBER,
            document_date=body.sent.date(),
            signer=SIGNER,
            sent_at=body.sent,
            sent_label=HOUSE.actor_label,
        )
        passages = [
            Passage(obligation=body.row, section=section, position=1, text=text)
            for section, text in texts
            if place % TEXTS_EVERY == 0
        ]
        body.submission.hash = digest(sealed_facts(body.submission, passages))
        said[body.row.pk] = passages
    _copy([body.submission for body in bodies if body.submission is not None])
    copies = []
    for body in bodies:
        for passage in said.get(body.row.pk, ()):
            passage.submission = body.submission
            copies.append(passage)
    Passage.objects.bulk_create(copies, batch_size=BATCH)


def _copy(sent: Sequence[Submission]) -> None:
    """The rows in one stream; their ids are read back by what each is the report of."""
    with connection.cursor() as cursor, cursor.copy(VERSIONS) as copy:
        for one in sent:
            included = json.dumps(one.included, ensure_ascii=False)
            copy.write_row(
                (
                    *(one.obligation_id, one.number, one.figures, "{}", "[]", "{}", included, "[]", False),
                    *(one.document_number, one.document_date, one.signer, False),
                    *(one.sent_at, one.sent_label, one.hash, ""),
                )
            )
    made = dict(
        Submission.objects.filter(obligation__round=sent[0].obligation.round).values_list(
            "obligation_id", "pk"
        )
    )
    for one in sent:
        one.pk = made[one.obligation_id]


def _texts(sections: Sequence[OutlineSection]) -> list[tuple[OutlineSection, str]]:
    texts: Mapping[str, Any] = facts_of("texts")
    return [(section, texts[section.kind][0]) for section in sections]


def _included(body: Body) -> dict[str, Any]:
    """What a superior's version keeps: the exact versions it took in, and who was left out and why."""
    if body.row.leaf:
        return {}
    taken = [one for one in body.below if one.state in TAKEN and one.submission is not None]
    for one in taken:
        one.state = State.CONSOLIDATED
    left = [one for one in body.below if one.submission is None or one.state not in TAKEN]
    return {
        "included": [
            {"unit": one.row.unit_id, "submission": one.submission.pk, "hash": one.submission.hash}
            for one in taken
            if one.submission is not None
        ],
        "missing": [
            {
                "unit": one.row.unit_id,
                "name": one.name,
                "bucket": bucket(_state(one), one.sent, one.row.deadline).value,
            }
            for one in left
        ],
    }


def _state(body: Body) -> str:
    return body.row.state if body.row.state == State.NOT_REQUIRED else body.state.value


def _stand(bodies: Sequence[Body]) -> None:
    """Where each report stands, and the last steps of its log."""
    with connection.cursor() as cursor:
        cursor.execute(
            STAND,
            [
                [body.row.pk for body in bodies],
                [body.state.value for body in bodies],
                [body.submission.pk if body.submission else None for body in bodies],
                [body.submission.pk if body.submission and body.state in TAKEN else None for body in bodies],
                [body.sent for body in bodies],
            ],
        )
        with cursor.copy(LOG) as copy:
            for body in bodies:
                for step in _log(body):
                    copy.write_row((body.row.pk, *step, HOUSE.actor_label))


def _log(body: Body) -> Iterator[tuple[str, str, str, str, datetime]]:
    if body.sent is None:
        return
    yield "send", State.APPROVAL.value, State.SENT.value, "", body.sent
    if body.state in TAKEN:
        yield "accept", State.SENT.value, State.ACCEPTED.value, "", body.sent + HOUR
    if body.state is State.CONSOLIDATED:
        yield "consolidate", State.ACCEPTED.value, State.CONSOLIDATED.value, "", body.sent + 2 * HOUR
    if body.state is State.RECEIVED:
        yield "receive", State.SENT.value, State.RECEIVED.value, "", body.sent + HOUR
