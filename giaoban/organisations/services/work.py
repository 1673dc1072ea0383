"""What every organisation door shares: locks, rights, later decisions, ending and beginning, impacts, trace.

A `Work` lives inside one transaction: the paper first, then the tree, then what other rooms do about it, and
the audit entry last. Time follows reporting.md §3: data never move, units end and successors start (R1), a
late decision keeps both times (R12) and is refused when it contradicts a later one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.audit.models import Entry
from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, last_day, now, vi
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.registries import ImpactLine, announce, impacts
from giaoban.core.secrecy import ORDER, Secrecy
from giaoban.core.text import clean
from giaoban.organisations.models import Change, Closure, Hierarchy, Placement, Succession, Unit, UnitName
from giaoban.organisations.placements import Move, Span, lift, name_of, place_all, source
from giaoban.organisations.rules import PARTY, ChangeKind, Decision, Permission, Plan

# A rehearsal (preview) shows what blocks a change instead of stopping at it; it is always rolled back.
rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)
# Units that a load of many decisions has changed so far: told once at its end.
_gathered: ContextVar[set[int] | None] = ContextVar("gathered", default=None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a door did: the recorded decision, its plan in plain values, what the rooms said about it."""

    change: Change
    plan: Plan
    lines: tuple[ImpactLine, ...]


@dataclass(slots=True)
class Work:
    actor: Actor
    kind: ChangeKind
    decision: Decision
    line: str
    change: Change
    ends: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    moves: list[int] = field(default_factory=list)
    children_to: dict[int, int | None] = field(default_factory=dict)
    shares: dict[tuple[int, int], Decimal | None] = field(default_factory=dict)
    concerned: set[int] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.decision.effective_on

    # --- ending ----------------------------------------------------------------------------------------

    def end(self, unit_ids: Collection[int]) -> None:
        """Close units and their names on the day; their codes are free then. Places follow in `leave`."""
        for unit in Unit.objects.filter(pk__in=unit_ids).select_related("ended_by").order_by("pk"):
            _refuse_ending(unit, self.on)
        refuse_later(unit_ids, self.on)
        Unit.objects.filter(pk__in=unit_ids).update(
            ends=self.on, ended_by=self.change, version=F("version") + 1
        )
        UnitName.objects.filter(unit_id__in=unit_ids, starts__gte=self.on).delete()
        UnitName.objects.filter(unit_id__in=unit_ids, ends__gt=self.on).update(ends=self.on)
        self.ends += sorted(unit_ids)
        self.concerned.update(unit_ids)

    def receive(self, parent_ids: Iterable[int | None]) -> None:
        """New superiors (None: the top): known, locked, and the actor may change them."""
        wanted = list(dict.fromkeys(parent_ids))
        _lock([unit_id for unit_id in wanted if unit_id is not None])
        for unit_id in wanted:
            require_change(self.actor, unit_id, self.on)
        self.concerned.update(unit_id for unit_id in wanted if unit_id is not None)

    def children(self, unit_ids: Collection[int]) -> list[Placement]:
        """Places under these units that reach into the day or beyond it, in the line of the decision."""
        rows = list(
            Placement.objects.filter(hierarchy__code=self.line, parent_id__in=unit_ids, ends__gt=self.on)
            .exclude(unit_id__in=unit_ids)
            .order_by("unit_id", "starts")
        )
        for row in rows:
            if row.starts > self.on:
                raise _later(row.parent_id or row.unit_id, row.starts, row.change)
        return rows

    def hand_over(self, rows: Sequence[Placement], to: Mapping[int, int | None]) -> None:
        """Move children to their new parents for as long as they would have stayed with the old one."""
        given = [row for row in rows if row.unit_id in to]
        place_all(
            self.line,
            [
                Move(row.unit_id, to[row.unit_id], self.on, row.ends, row.lead, self.change.pk)
                for row in given
            ],
        )
        self.children_to.update({row.unit_id: to[row.unit_id] for row in given})
        self.concerned.update(row.unit_id for row in given)
        self.concerned.update(parent for parent in to.values() if parent is not None)

    def leave(self, unit_ids: Collection[int]) -> None:
        """Take ended units out of every hierarchy; groups that they led there fall apart on the same day."""
        for code in Hierarchy.objects.values_list("code", flat=True):
            rows = Closure.objects.filter(hierarchy__code=code, ancestor_id__in=unit_ids, ends__gt=self.on)
            spans: dict[tuple[int, date, date], Span] = {}
            for row in rows.order_by("starts", "depth", "descendant_id"):
                if row.starts > self.on:
                    raise _later(row.ancestor_id, row.starts, _placing(code, row.descendant_id, row.starts))
                if code != PARTY or row.descendant_id in unit_ids:
                    spans[row.descendant_id, self.on, row.ends] = Span(row.descendant_id, self.on, row.ends)
            lift(code, list(spans.values()))

    # --- end of the work -------------------------------------------------------------------------------

    def finish(self) -> Outcome:
        """Facts, successions, versions; then the other rooms; then search; the audit entry last."""
        plan = Plan(
            kind=self.kind,
            effective_on=self.on,
            ends=tuple(self.ends),
            begins=tuple(self.begins),
            children_to={child: parent for child, parent in self.children_to.items() if parent is not None},
            shares=dict(self.shares),
            moves=tuple(self.moves),
            hierarchy=self.line,
        )
        self.concerned.update(self.begins, self.moves)
        Succession.objects.bulk_create(
            Succession(change=self.change, predecessor_id=before, successor_id=after, share=share)
            for (before, after), share in self.shares.items()
        )
        self.change.facts = {
            "hierarchy": self.line,
            "ends": self.ends,
            "children_to": {str(child): parent for child, parent in self.children_to.items()},
            "successions": [
                [before, after, None if share is None else str(share)]
                for (before, after), share in self.shares.items()
            ],
            **self.facts,
        }
        classes = Unit.objects.filter(pk__in=self.concerned).values_list("secrecy", flat=True).distinct()
        self.change.secrecy = max(
            (Secrecy(value) for value in classes), key=ORDER.index, default=Secrecy.NORMAL
        )
        self.change.save(update_fields=["facts", "secrecy"])
        link = Change.units.through
        link._default_manager.bulk_create(
            link(change_id=self.change.pk, unit_id=unit_id) for unit_id in sorted(self.concerned)
        )
        touched = set(self.moves) | set(self.children_to)
        Unit.objects.filter(pk__in=touched).update(version=F("version") + 1)
        lines = self._tell_rooms(plan)
        _changed(self.concerned)
        audit.record(
            self.actor,
            f"organisations.{self.kind.value}",
            self.change,
            unit_id=next(iter([*self.ends, *self.moves, *self.begins]), None),
            changes=self.change.facts if len(self.begins) <= 1 else {"begins": [None, len(self.begins)]},
            note=self.decision.note,
        )
        return Outcome(self.change, plan, lines)

    def _tell_rooms(self, plan: Plan) -> tuple[ImpactLine, ...]:
        rooms = sorted(impacts, key=lambda room: room.order)
        lines = tuple(line for room in rooms for line in room.preview(plan))
        stops = [line for line in lines if line.blocking]
        if stops and not rehearsing.get():
            raise Refusal(
                "organisations.blocked",
                " ".join(str(line.text) for line in stops),
                rule=_("Việc liên quan phải được xử lý trước khi thay đổi tổ chức có hiệu lực."),
                source=source(),
            )
        for room in rooms:
            room.apply(plan, self.actor)
        return lines


@contextmanager
def told_once() -> Iterator[None]:
    """Inside, changed units are only gathered; listeners (the search index) hear of them once, at the end."""
    if _gathered.get() is not None:
        yield
        return
    gathered: set[int] = set()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    _changed(gathered)


def _changed(unit_ids: Collection[int]) -> None:
    gathered = _gathered.get()
    if gathered is not None:
        gathered.update(unit_ids)
    elif unit_ids:
        announce("organisations.changed", unit_ids=sorted(unit_ids))


def start(
    actor: Actor,
    kind: ChangeKind,
    decision: Decision,
    *,
    line: str = PARTY,
    subjects: Collection[int] = (),
    expected_versions: Mapping[int, int] | None = None,
) -> Work:
    """Lock, check rights and versions of the units that change themselves, record the paper.

    Every door first locks the hierarchies in one order, so structure changes one decision at a time and two
    doors never wait for each other.
    """
    known = list(
        Hierarchy.objects.select_for_update(no_key=True).order_by("pk").values_list("code", flat=True)
    )
    if line not in known:
        raise Hidden(line)
    found = _lock(subjects)
    for unit_id in subjects:
        require_change(actor, unit_id, decision.effective_on)
    _check_versions(found, expected_versions or {})
    change = Change.objects.create(
        kind=kind.value,
        effective_on=decision.effective_on,
        decided_on=decision.decided_on,
        decision=clean(decision.number),
        source=clean(decision.source),
        confidence=decision.confidence,
        note=clean(decision.note, multiline=True),
        recorded_by=actor.actor_id,
    )
    return Work(actor, kind, decision, line, change, concerned=set(subjects))


def _lock(unit_ids: Collection[int]) -> dict[int, Unit]:
    found = {
        unit.pk: unit
        for unit in Unit.objects.select_for_update(no_key=True).filter(pk__in=unit_ids).order_by("pk")
    }
    if len(found) != len(set(unit_ids)):
        raise Hidden("unit")
    return found


def require_change(actor: Actor, unit_id: int | None, on: date) -> None:
    """The right to change this unit; what is outside the Party line, or above it, is its top's affair.

    A unit that does not live on the day is judged by its nearest day, so that whoever is in charge of it is
    told that it has ended, instead of a page that does not exist.
    """
    if unit_id is not None and actor.can(Permission.CHANGE, unit_id, on=_nearest(unit_id, on)):
        return
    if unit_id is not None and Placement.objects.filter(hierarchy__code=PARTY, unit_id=unit_id).exists():
        raise Hidden(Permission.CHANGE)
    tops = (
        Placement.objects.on(on).filter(hierarchy__code=PARTY, parent=None).values_list("unit_id", flat=True)
    )
    if actor.unit_ids(Permission.CHANGE, on=on) is None:
        return
    if not tops or not all(actor.can(Permission.CHANGE, top, on=on) for top in tops):
        raise Hidden(Permission.CHANGE)


def _nearest(unit_id: int, on: date) -> date:
    life = Unit.objects.filter(pk=unit_id).values_list("starts", "ends").first()
    return on if life is None else min(max(on, life[0]), life[1] - timedelta(days=1))


def _refuse_ending(unit: Unit, on: date) -> None:
    if unit.ends != OPEN:
        why = "" if unit.ended_by is None else f" ({unit.ended_by.in_words()})"
        raise Refusal(
            "organisations.ended",
            _("“%(unit)s” đã kết thúc hoạt động ngày %(day)s%(why)s.")
            % {"unit": name_of(unit.pk, on), "day": vi(last_day(unit.ends) or unit.ends), "why": why},
            field="units",
            rule=_(
                "Một đơn vị chỉ kết thúc một lần; không hợp nhất, chia tách hay giải thể đơn vị đã kết thúc."
            ),
            source=source(),
        )
    if unit.starts >= on:
        raise Refusal(
            "organisations.not_begun",
            _("“%(unit)s” chỉ bắt đầu từ ngày %(starts)s nên không thể kết thúc vào ngày %(day)s.")
            % {"unit": name_of(unit.pk, on), "starts": vi(unit.starts), "day": vi(on)},
            field="effective_on",
            rule=_("Đơn vị kế thừa không bắt đầu trước đơn vị tiền thân."),
            source=source(),
        )


def refuse_later(unit_ids: Collection[int], on: date) -> None:
    """Refuse when a decision with a later day already counts on one of these units living on."""
    later = (
        Change.objects.filter(units__in=unit_ids, effective_on__gt=on).order_by("effective_on", "pk").first()
    )
    if later is not None:
        unit_id = later.units.filter(pk__in=unit_ids).values_list("pk", flat=True).order_by("pk")[0]
        raise _later(unit_id, later.effective_on, later)


def _later(unit_id: int, day: date, change: Change | None) -> Refusal:
    words = {"unit": name_of(unit_id, day), "day": vi(day), "what": change.in_words() if change else ""}
    if change is None:
        message = _("Dữ liệu từ ngày %(day)s đã ghi đơn vị trực thuộc “%(unit)s”.")
    else:
        message = _("Quyết định có hiệu lực ngày %(day)s đã ghi đối với “%(unit)s”: %(what)s.")
    return Refusal(
        "organisations.later_decision",
        message % words,
        field="effective_on",
        rule=_("Quyết định ghi muộn không được trái với quyết định có hiệu lực sau đó đã ghi."),
        source=source(),
    )


def _placing(line: str, unit_id: int, on: date) -> Change | None:
    row = (
        Placement.objects.on(on)
        .filter(hierarchy__code=line, unit_id=unit_id)
        .select_related("change")
        .first()
    )
    return None if row is None else row.change


def _check_versions(found: Mapping[int, Unit], expected: Mapping[int, int]) -> None:
    for unit_id, version in sorted(expected.items()):
        unit = found.get(unit_id)
        if unit is None or unit.version == version:
            continue
        last = Change.objects.filter(units=unit_id).order_by("-pk").first()
        trace = (
            None
            if last is None
            else Entry.objects.filter(kind="organisations.change", object_id=last.pk).first()
        )
        raise Conflict(
            "organisations.conflict",
            _("“%(unit)s” vừa được %(who)s thay đổi lúc %(at)s: %(what)s. Hãy xem lại rồi ghi tiếp.")
            % {
                "unit": name_of(unit_id, unit.starts if last is None else last.effective_on),
                "who": trace.actor_label if trace else "—",
                "at": f"{now() if trace is None else trace.at.astimezone(now().tzinfo):%H:%M %d/%m/%Y}",
                "what": last.in_words() if last else "—",
            },
            rule=_("Hai người không cùng sửa một đơn vị: người ghi sau phải xem bản của người ghi trước."),
            source=source(),
        )
