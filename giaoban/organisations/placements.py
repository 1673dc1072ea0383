"""The one placement door: under which unit a unit stands, and the dated closure that follows from it.

Everything is set-based SQL over half-open intervals; PostgreSQL's multiranges cut and join them, so the
closure holds the longest possible intervals and no two rows for one ancestor, descendant, depth and day.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from giaoban.core.dates import OPEN, last_day, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations import closure
from giaoban.organisations.models import Hierarchy, Placement, Unit, UnitName


@dataclass(frozen=True, slots=True)
class Move:
    """A unit stands under `parent_id` (None: at the top) over [starts, ends); what stood there gives way."""

    unit_id: int
    parent_id: int | None
    starts: date
    ends: date = OPEN
    lead: bool = False
    change_id: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A unit over [starts, ends)."""

    unit_id: int
    starts: date
    ends: date = OPEN


def hierarchy(code: str) -> Hierarchy:
    """The hierarchy, locked for this transaction: two people cannot bend one tree at once.

    The lock leaves room for foreign keys (grants point here), only structure waits.
    """
    found = Hierarchy.objects.select_for_update(no_key=True).filter(code=code).first()
    if found is None:
        raise Hidden(code)
    return found


def place(  # noqa: PLR0917 - the facts of a place in the order of its table
    line: str,
    unit_id: int,
    parent_id: int | None,
    starts: date,
    ends: date = OPEN,
    lead: bool = False,
    *,
    change_id: int | None = None,
    replace: bool = True,
) -> None:
    """Give a unit its place in a hierarchy over [starts, ends); see `place_all`."""
    place_all(line, [Move(unit_id, parent_id, starts, ends, lead, change_id)], replace=replace)


@transaction.atomic
def place_all(line: str, moves: Sequence[Move], *, replace: bool = True) -> None:
    """Write places and their closure: check all, cut what stood there, insert, join equal neighbours.

    Refused: a day outside the life of unit or parent, a parent that itself has no place, a cycle on any day,
    and, unless `replace`, a day on which the unit already has a place.
    """
    if not moves:
        return
    tree = hierarchy(line)
    _check_lives(moves)
    if not replace:
        _check_free(tree, moves)
    for batch in _batches(tree, moves):
        _check_parents(tree, batch)
        _check_cycles(tree, batch)
        closure.write(tree.pk, [(m.unit_id, m.parent_id, m.starts, m.ends) for m in batch])
        closure.cut_placements(tree.pk, [(m.unit_id, m.starts, m.ends) for m in batch])
        Placement.objects.bulk_create(_row(tree, move) for move in batch)


@transaction.atomic
def lift(line: str, spans: Sequence[Span]) -> None:
    """Take units out of a hierarchy over their spans; refused while something would be left hanging below."""
    if not spans:
        return
    tree = hierarchy(line)
    wanted = [(span.unit_id, span.starts, span.ends) for span in spans]
    if hanging := closure.hanging(tree.pk, wanted):
        above, below, day = hanging
        raise Refusal(
            "organisations.hanging",
            _(
                "Không thể rút “%(unit)s”: ngày %(day)s “%(child)s” vẫn trực thuộc. "
                "Hãy chuyển đơn vị trực thuộc trước."
            )
            % {"unit": name_of(above, day), "child": name_of(below, day), "day": vi(day)},
            rule=_("Mỗi đơn vị đang hoạt động phải có đúng một cấp trên."),
            source=source(),
        )
    closure.drop(tree.pk, wanted)
    closure.cut_placements(tree.pk, wanted)


@transaction.atomic
def place_many(line: str, moves: Sequence[Move]) -> None:
    """Places of many units that have none yet in this hierarchy, level by level: a nation in seconds.

    The same refusals as `place_all`; parents stand in the tree already or are in `moves` themselves.
    """
    if not moves:
        return
    tree = hierarchy(line)
    if already := closure.first_placed(tree.pk, sorted({move.unit_id for move in moves})):
        raise _taken(tree, *already)
    _check_lives(moves)
    levels = _levels(moves)
    with connection.cursor() as cursor, cursor.copy(closure.COPY_PLACEMENTS) as copy:
        for m in moves:
            copy.write_row((tree.pk, m.unit_id, m.parent_id, m.starts, m.ends, m.lead, m.change_id))
    for level in levels:
        _check_parents(tree, level)
        closure.grow(tree.pk, sorted({move.unit_id for move in level}))


def _row(tree: Hierarchy, move: Move) -> Placement:
    return Placement(
        hierarchy=tree,
        unit_id=move.unit_id,
        parent_id=move.parent_id,
        starts=move.starts,
        ends=move.ends,
        lead=move.lead,
        change_id=move.change_id,
    )


def _batches(tree: Hierarchy, moves: Sequence[Move]) -> Iterable[Sequence[Move]]:
    """All at once when no moved unit stands above another one or its new parent, else one by one."""
    rows = [(m.unit_id, m.parent_id, m.starts, m.ends) for m in moves]
    if len(moves) == 1 or closure.independent(tree.pk, rows):
        return [moves]
    return [[move] for move in moves]


def _levels(moves: Sequence[Move]) -> list[list[Move]]:
    """Moves in waves, each after the places of its parents."""
    waiting: dict[int, list[Move]] = {}
    for move in moves:
        waiting.setdefault(move.unit_id, []).append(move)
    levels: list[list[Move]] = []
    while waiting:
        ready = [unit for unit, rows in waiting.items() if not any(row.parent_id in waiting for row in rows)]
        if not ready:
            stuck = next(iter(waiting.values()))[0]
            raise _cycle(stuck.unit_id, stuck.parent_id or stuck.unit_id, stuck.starts)
        levels.append([move for unit in ready for move in waiting.pop(unit)])
    return levels


# --- checks --------------------------------------------------------------------------------------------


def _check_lives(moves: Sequence[Move]) -> None:
    for move in moves:
        if move.starts >= move.ends:
            raise Refusal(
                "organisations.days",
                _("Khoảng thời gian không hợp lệ: từ %(starts)s đến trước %(ends)s không có ngày nào.")
                % {"starts": vi(move.starts), "ends": vi(move.ends)},
                field="ends",
                rule=_("Ngày kết thúc phải sau ngày bắt đầu."),
                source=source(),
            )
    wanted = {m.unit_id for m in moves} | {m.parent_id for m in moves if m.parent_id is not None}
    rows = Unit.objects.filter(pk__in=wanted).values_list("pk", "starts", "ends")
    lives = {pk: (starts, ends) for pk, starts, ends in rows}
    for move in moves:
        for unit_id, field in ((move.unit_id, "unit"), (move.parent_id, "parent")):
            if unit_id is None:
                continue
            if unit_id not in lives:
                raise Hidden("unit")
            starts, ends = lives[unit_id]
            if move.starts < starts or move.ends > ends:
                raise _not_alive(unit_id, starts, ends, move, field)


def _check_free(tree: Hierarchy, moves: Sequence[Move]) -> None:
    for move in moves:
        taken = (
            Placement.objects.filter(
                hierarchy=tree, unit_id=move.unit_id, starts__lt=move.ends, ends__gt=move.starts
            )
            .order_by("starts")
            .first()
        )
        if taken is not None:
            raise _taken(tree, taken.unit_id, taken.parent_id, taken.starts, taken.ends)


def _check_parents(tree: Hierarchy, moves: Sequence[Move]) -> None:
    found = closure.unplaced_parent(
        tree.pk, [(m.parent_id, m.starts, m.ends) for m in moves if m.parent_id is not None]
    )
    if found:
        parent_id, day = found
        raise Refusal(
            "organisations.parent_not_placed",
            _("“%(parent)s” không đứng trong hệ thống “%(line)s” vào ngày %(day)s nên không thể là cấp trên.")
            % {"parent": name_of(parent_id, day), "line": tree.label, "day": vi(day)},
            field="parent",
            rule=_("Cấp trên phải có vị trí trong cùng hệ thống suốt thời gian đó."),
            source=source(),
        )


def _check_cycles(tree: Hierarchy, moves: Sequence[Move]) -> None:
    found = closure.cycle(tree.pk, [(m.unit_id, m.parent_id, m.starts, m.ends) for m in moves])
    if found:
        raise _cycle(*found)


def _cycle(unit_id: int, parent_id: int, day: date) -> Refusal:
    decision = latest_decision(parent_id, day)
    words = {
        "unit": name_of(unit_id, day),
        "parent": name_of(parent_id, day),
        "day": vi(day),
        "why": decision,
    }
    if unit_id == parent_id:
        message = _("“%(unit)s” không thể là cấp trên của chính mình.")
    elif decision:
        message = _(
            "“%(parent)s” trực thuộc “%(unit)s” từ ngày %(day)s (%(why)s) "
            "nên không thể là cấp trên của đơn vị đó."
        )
    else:
        message = _(
            "“%(parent)s” trực thuộc “%(unit)s” vào ngày %(day)s nên không thể là cấp trên của đơn vị đó."
        )
    return Refusal(
        "organisations.cycle",
        message % words,
        field="parent",
        rule=_("Cây tổ chức không có vòng: cấp trên không đứng dưới cấp dưới của mình vào bất kỳ ngày nào."),
        source=source(),
    )


def _taken(tree: Hierarchy, unit_id: int, parent_id: int | None, starts: date, ends: date) -> Refusal:
    return Refusal(
        "organisations.overlap",
        _("“%(unit)s” đã thuộc “%(parent)s” trong hệ thống “%(line)s” %(days)s.")
        % {
            "unit": name_of(unit_id, starts),
            "parent": tree.label if parent_id is None else name_of(parent_id, starts),
            "line": tree.label,
            "days": days(starts, ends),
        },
        field="starts",
        rule=_("Mỗi ngày một đơn vị chỉ đứng dưới một cấp trên trong mỗi hệ thống."),
        source=source(),
    )


def _not_alive(unit_id: int, starts: date, ends: date, move: Move, field: str) -> Refusal:
    last = last_day(ends)
    ended = move.ends > ends and last is not None
    decision = ending_decision(unit_id) if ended else latest_decision(unit_id, starts)
    words = {"unit": name_of(unit_id, starts), "why": f" ({decision})" if decision else ""}
    if ended and last is not None:
        message = _("“%(unit)s” kết thúc hoạt động ngày %(day)s%(why)s.") % {**words, "day": vi(last)}
    else:
        message = _("“%(unit)s” chỉ bắt đầu từ ngày %(day)s%(why)s.") % {**words, "day": vi(starts)}
    return Refusal(
        f"organisations.{field}_not_alive",
        message,
        field=field,
        rule=_("Đơn vị và cấp trên phải đang hoạt động suốt thời gian của vị trí."),
        source=source(),
    )


# --- words ---------------------------------------------------------------------------------------------


def source() -> str:
    return _("Quy tắc dữ liệu tổ chức theo thời gian của hệ thống")


def days(starts: date, ends: date) -> str:
    last = last_day(ends)
    if last is None:
        return _("từ %(starts)s đến nay") % {"starts": vi(starts)}
    return _("từ %(starts)s đến %(last)s") % {"starts": vi(starts), "last": vi(last)}


def name_of(unit_id: int, on: date) -> str:
    """What the unit was called on that day, else its earliest name after it, else its last one."""
    return names_of([unit_id], on)[unit_id]


def names_of(unit_ids: Collection[int], on: date) -> dict[int, str]:
    found = dict.fromkeys(unit_ids, "—")
    rank: dict[int, tuple[bool, bool, int]] = {}
    for row in UnitName.objects.filter(unit_id__in=unit_ids):
        past = row.ends <= on
        mine = (
            row.starts <= on < row.ends,
            not past,
            row.ends.toordinal() if past else -row.starts.toordinal(),
        )
        if row.unit_id not in rank or mine > rank[row.unit_id]:
            rank[row.unit_id], found[row.unit_id] = mine, row.name
    return found


def latest_decision(unit_id: int, on: date) -> str:
    """The decision that put the unit where it stands on that day, in words; empty when none is recorded."""
    row = (
        Placement.objects.filter(unit_id=unit_id, starts__lte=on, change__isnull=False)
        .select_related("change")
        .order_by("-starts")
        .first()
    )
    return "" if row is None or row.change is None else row.change.in_words()


def ending_decision(unit_id: int) -> str:
    found = Unit.objects.select_related("ended_by").get(pk=unit_id).ended_by
    return "" if found is None else found.in_words()
