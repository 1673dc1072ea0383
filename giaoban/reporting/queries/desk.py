"""The desk of arrivals: what came in and waits, the oddest first; who has not sent, and whom to call."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.notices.models import Contact
from giaoban.organisations.models import Closure
from giaoban.organisations.queries import led_by, lines_of
from giaoban.organisations.rules import PARTY
from giaoban.reporting import permissions
from giaoban.reporting.models import Obligation, Round
from giaoban.reporting.queries.places import Place, places
from giaoban.reporting.queries.standing import BUCKET, Standing
from giaoban.reporting.rules import Permission
from giaoban.reporting.rules.cells import Cell, CellPart
from giaoban.reporting.rules.rollup import change
from giaoban.reporting.rules.states import WAITING, Bucket, days_late


@dataclass(frozen=True, slots=True)
class Post:
    """A place at which reports arrive: one unit in one round."""

    round: Round
    receiver_id: int


def received_here(unit_id: int, on: date) -> tuple[int, ...]:
    """The units whose arrivals are worked on at this unit: itself, the committee whose line it works over,
    and the cluster that it leads."""
    line = lines_of(unit_id, on)
    return (*line, *led_by(line, on))


def posts(actor: Actor, unit_id: int, period: str, on: date) -> list[Post]:
    """Rounds of the period in which this unit receives reports, as far as the actor reviews them."""
    units = received_here(unit_id, on)
    found = (
        Obligation.objects.filter(round__period=period, receiver_id__in=units)
        .values_list("round_id", "receiver_id")
        .distinct()
    )
    pairs = sorted(found, key=lambda pair: (-pair[0], units.index(pair[1] or 0)))
    rounds = Round.objects.select_related("regime", "form_version", "unit").in_bulk(
        {round_id for round_id, _receiver in pairs}
    )
    return [
        Post(rounds[round_id], receiver)
        for round_id, receiver in pairs
        if receiver is not None and may_review(actor, rounds[round_id], receiver)
    ]


def may_review(actor: Actor, of: Round, receiver_id: int, permission: str = Permission.REVIEW) -> bool:
    return actor.can(permission, receiver_id, on=of.cut_off) and permissions.works_for(
        actor, receiver_id, of.cut_off
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One unit directly below on the desk, with the version that came last."""

    obligation_id: int
    place: Place
    state: str
    bucket: Bucket
    version: int
    due: datetime
    late: int
    submission_id: int | None = None
    number: int = 0
    warnings: int = 0
    first_warning: str = ""
    sent_at: datetime | None = None
    on_behalf: bool = False

    @property
    def waiting(self) -> bool:
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom to call in a unit: name, title, telephone."""

    name: str
    title: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class Absent:
    line: Line
    contact: Whom | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All units directly below in one round: what waits, the oddest first; the six buckets; who is absent."""

    post: Post
    standing: Standing
    waiting: tuple[Line, ...]
    clean: tuple[Line, ...]
    absent: tuple[Line, ...]


def desk(post: Post) -> Desk:
    """Four queries whatever the number of units."""
    moment = now()
    rows = list(
        Obligation.objects.filter(round=post.round, receiver_id=post.receiver_id)
        .annotate(bucket=BUCKET)
        .values_list(
            *("pk", "unit_id", "state", "bucket", "version", "due", "first_sent_at", "current_id"),
            *("current__number", "current__warnings", "current__sent_at", "current__on_behalf"),
        )
    )
    named = places((row[1] for row in rows), post.round.cut_off)
    lines = []
    for pk, unit, state, bucket, version, due, first, last, number, warnings, sent, behalf in rows:
        told = warnings or []
        lines.append(
            Line(
                *(pk, named[unit], state, Bucket(bucket), version, due, days_late(first, due, moment)),
                *(last, number or 0, len(told), told[0]["text"] if told else "", sent, bool(behalf)),
            )
        )
    waiting = sorted(
        (line for line in lines if line.waiting),
        key=lambda line: (-line.warnings, -line.number, line.place.order),
    )
    absent = sorted(
        (line for line in lines if line.bucket in {Bucket.NOT_SENT, Bucket.RETURNED}),
        key=lambda line: (-line.late, line.place.order),
    )
    return Desk(
        post,
        Standing(dict(Counter(line.bucket for line in lines))),
        tuple(waiting),
        tuple(line for line in waiting if line.warnings == 0),
        tuple(absent),
    )


def absent(lines: Sequence[Line], on: date) -> list[Absent]:
    """Units that have not sent, each with its contact: its own, else that of its commission."""
    units = {line.place.unit_id for line in lines}
    commissions = dict(
        Closure.objects.on(on)
        .filter(hierarchy__code=PARTY, depth=1, ancestor_id__in=units, descendant__kind__advises=True)
        .values_list("descendant_id", "ancestor_id")
    )
    found: dict[int, Whom] = {}
    contacts = Contact.objects.on(on).filter(unit_id__in=units | set(commissions))
    # the general contact first, and the unit's own before the commission's
    for row in sorted(contacts, key=lambda row: (row.field != "", row.unit_id not in units, row.pk)):
        unit = commissions.get(row.unit_id, row.unit_id)
        found.setdefault(unit, Whom(row.name, row.title, row.telephone, row.email))
    return [Absent(line, found.get(line.place.unit_id)) for line in lines]


def place_of(obligation: Obligation) -> Place:
    return places([obligation.unit_id], obligation.round.cut_off)[obligation.unit_id]


# --- a preview of many ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preview:
    """A clean arrival in one row: its main figures against the period before, how many passages."""

    line: Line
    figures: tuple[tuple[Cell, int | None, Decimal | None], ...]
    passages: int


def overview(of: Round, lines: Sequence[Line]) -> list[Preview]:
    """The stocks of each clean report with their change, and its number of passages: three queries."""
    cells = [cell for cell in of.form_version.cells() if cell.part == CellPart.VALUE]
    owed = Obligation.objects.filter(pk__in=[line.obligation_id for line in lines]).annotate(
        passages_sent=Count("current__passages")
    )
    now_by = {
        pk: (unit, fig, n)
        for pk, unit, fig, n in owed.values_list("pk", "unit_id", "current__figures", "passages_sent")
    }
    earlier = _earlier(of, [unit for unit, _figures, _n in now_by.values()])
    found = []
    for line in lines:
        unit, figures, count = now_by[line.obligation_id]
        before = earlier.get(unit)
        shown = tuple(
            (
                cell,
                figures[cell.position],
                change(figures[cell.position], before[cell.position] if before else None),
            )
            for cell in cells
        )
        found.append(Preview(line, shown, count))
    return found


def _earlier(of: Round, unit_ids: Sequence[int]) -> dict[int, Sequence[int | None]]:
    """What each unit reported last before this round on the same version of the form."""
    rows = (
        Obligation.objects.filter(
            unit_id__in=unit_ids,
            round__regime_id=of.regime_id,
            round__form_version_id=of.form_version_id,
            round__cut_off__lt=of.cut_off,
            current__isnull=False,
        )
        .order_by("unit_id", "-round__cut_off", "-round_id")
        .distinct("unit_id")
    )
    return {
        unit: accepted or current
        for unit, accepted, current in rows.values_list("unit_id", "accepted__figures", "current__figures")
    }
