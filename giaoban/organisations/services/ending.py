"""Doors that end units: merge, split, dissolve. Their children are handed over on the same day.

Data stay with the units that reported them (R1); successors are linked with an exact share where one was
agreed, and without one figures are not converted (R7).
"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import last_day, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.models import Closure, Placement, Unit
from giaoban.organisations.placements import name_of, names_of, source
from giaoban.organisations.rules import (
    PARTY,
    ChangeKind,
    Decision,
    NewUnit,
    Permission,
    check_mapping,
    shares_fault,
)
from giaoban.organisations.services.beginning import begin
from giaoban.organisations.services.work import Outcome, Work, start

SHOWN = 5


@transaction.atomic
def merge_units(
    *,
    actor: Actor,
    decision: Decision,
    unit_ids: Sequence[int],
    into: NewUnit | int,
    children_to: Mapping[int, int | str] | None = None,
    hierarchy: str = PARTY,
    expected_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Units end and one successor goes on: a new unit, or a living one that takes them over.

    Children alive then go to the successor unless `children_to` says otherwise. A new successor without a
    parent stands where its predecessors stood.
    """
    ids = list(dict.fromkeys(unit_ids))
    heir = [] if isinstance(into, NewUnit) else [into]
    _check_merge(ids, heir)
    work = start(
        actor,
        ChangeKind.MERGE,
        decision,
        line=hierarchy,
        subjects=[*ids, *heir],
        expected_versions=expected_versions,
    )
    rows = work.children(ids)
    standing = _standing(work, ids)
    work.end(ids)
    if isinstance(into, NewUnit):
        parent_id = into.parent_id if into.parent_id is not None else _one_parent(standing)
        work.receive([parent_id])
        target = begin(work, [(into, parent_id)])[0].pk
    else:
        target = into
        _refuse_dead(target, work)
        work.moves.append(target)
    wanted: dict[int, int | None] = {row.unit_id: target for row in rows}
    if target in wanted:  # a child that takes its superior over moves up to where the superior stood
        wanted[target] = _one_parent(standing)
    wanted.update(_resolve(work, children_to or {}, wanted))
    work.hand_over(rows, wanted)
    work.leave(ids)
    work.shares.update({(unit_id, target): Decimal(1) for unit_id in ids})
    return work.finish()


@transaction.atomic
def split_unit(
    *,
    actor: Actor,
    decision: Decision,
    unit_id: int,
    into: Sequence[NewUnit],
    children_to: Mapping[int, int | str],
    shares: Mapping[str, Decimal] | None = None,
    hierarchy: str = PARTY,
    expected_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """One unit ends and several begin. Every child alive then must be given a new parent (a code of `into`).

    `shares` by code, all or none, sum exactly 1: without them figures of the old unit are not divided (R7).
    """
    _check_split(into, shares or {})
    work = start(
        actor,
        ChangeKind.SPLIT,
        decision,
        line=hierarchy,
        subjects=[unit_id],
        expected_versions=expected_versions,
    )
    rows = work.children([unit_id])
    standing = _standing(work, [unit_id])
    work.end([unit_id])
    parents = [new.parent_id if new.parent_id is not None else _one_parent(standing) for new in into]
    work.receive(parents)
    units = begin(work, list(zip(into, parents, strict=True)))
    children = {row.unit_id for row in rows}
    _check_complete(work, children, children_to)
    work.hand_over(rows, _resolve(work, children_to, children))
    work.leave([unit_id])
    agreed = shares or {}
    work.shares.update({(unit_id, unit.pk): agreed.get(unit.code) for unit in units})
    return work.finish()


@transaction.atomic
def dissolve_unit(
    *,
    actor: Actor,
    decision: Decision,
    unit_id: int,
    children_to: Mapping[int, int] | None = None,
    with_children: bool = False,
    successors: Sequence[int] = (),
    hierarchy: str = PARTY,
    expected_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """A unit ends without a merger: its children get new parents, or end with it (`with_children`).

    `successors` take its work over without a share. In a grouping (not the Party line) members that are not
    mapped simply leave it.
    """
    mapping: Mapping[int, int | str] = children_to or {}
    work = start(
        actor,
        ChangeKind.DISSOLVE,
        decision,
        line=hierarchy,
        subjects=[unit_id],
        expected_versions=expected_versions,
    )
    rows = work.children([unit_id])
    ends = [unit_id]
    if with_children and hierarchy == PARTY:
        ends, rows = _whole_subtree(work, unit_id), []
    elif hierarchy == PARTY:
        _check_complete(work, {row.unit_id for row in rows}, mapping)
    work.end(ends)
    work.hand_over(rows, _resolve(work, mapping, {row.unit_id for row in rows}))
    work.leave(ends)
    for successor in dict.fromkeys(successors):
        work.receive([successor])
        _refuse_dead(successor, work)
        work.shares[unit_id, successor] = None
    return work.finish()


# --- parts ---------------------------------------------------------------------------------------------


def _standing(work: Work, ids: Collection[int]) -> list[int | None]:
    """Parents of these units on the day, themselves left out."""
    rows = Placement.objects.on(work.on).filter(hierarchy__code=work.line, unit_id__in=ids)
    parents = rows.order_by("unit_id").values_list("parent_id", flat=True)
    return list(dict.fromkeys(parent for parent in parents if parent not in ids))


def _one_parent(standing: Sequence[int | None]) -> int | None:
    if len(standing) == 1:
        return standing[0]
    raise Refusal(
        "organisations.which_parent",
        _("Các đơn vị không cùng cấp trên trực tiếp: hãy chọn cấp trên của đơn vị kế thừa."),
        field="parent",
        rule=_("Mỗi đơn vị đang hoạt động phải có đúng một cấp trên."),
        source=source(),
    )


def _resolve(
    work: Work, mapping: Mapping[int, int | str], children: Collection[int]
) -> dict[int, int | None]:
    """Child → id of its new parent; a code names a unit that this decision begins."""
    strangers = check_mapping(children, mapping).strangers
    if strangers:
        raise Hidden("unit")
    begun = {unit.code: unit.pk for unit in Unit.objects.filter(pk__in=work.begins)}
    unknown = [code for code in mapping.values() if isinstance(code, str) and code not in begun]
    if unknown:
        raise Hidden("unit")
    found = {child: begun[to] if isinstance(to, str) else to for child, to in mapping.items()}
    work.receive(parent for parent in found.values() if parent not in work.begins)
    return dict(found)


def _whole_subtree(work: Work, unit_id: int) -> list[int]:
    """The unit and everything below it on the day; the actor must be allowed to change each."""
    below = Closure.objects.on(work.on).filter(hierarchy__code=work.line, ancestor_id=unit_id)
    ids = sorted(below.values_list("descendant_id", flat=True))
    allowed = work.actor.unit_ids(Permission.CHANGE, on=work.on)
    if allowed is not None and Unit.objects.filter(pk__in=ids).exclude(pk__in=allowed).exists():
        raise Hidden(Permission.CHANGE)
    return ids


# --- checks --------------------------------------------------------------------------------------------


def _check_merge(ids: Sequence[int], heir: Sequence[int]) -> None:
    if set(heir) & set(ids):
        raise Refusal(
            "organisations.merge_self",
            _("Đơn vị tiếp nhận không thể đồng thời là đơn vị kết thúc."),
            field="into",
            rule=_("Đơn vị tiếp nhận tiếp tục hoạt động; chỉ chọn các đơn vị nhập vào."),
            source=source(),
        )
    if len(ids) + len(heir) < 2:
        raise Refusal(
            "organisations.merge_alone",
            _("Hợp nhất, sáp nhập cần ít nhất hai đơn vị."),
            field="units",
            rule=_("Hợp nhất là từ hai hay nhiều đơn vị thành một đơn vị."),
            source=source(),
        )


def _check_split(into: Sequence[NewUnit], shares: Mapping[str, Decimal]) -> None:
    if len(into) < 2:
        raise Refusal(
            "organisations.split_into",
            _("Chia, tách phải tạo ra ít nhất hai đơn vị; ở đây có %(count)d.") % {"count": len(into)},
            field="into",
            rule=_("Chia, tách là từ một đơn vị thành hai hay nhiều đơn vị."),
            source=source(),
        )
    messages = {
        "incomplete": _("Tỷ lệ phải ghi cho tất cả các đơn vị kế thừa, hoặc không ghi cho đơn vị nào."),
        "negative": _("Tỷ lệ không được âm."),
        "sum": _("Tổng các tỷ lệ phải đúng bằng 1."),
    }
    if fault := shares_fault([new.code for new in into], shares):
        raise Refusal(
            "organisations.shares",
            messages[fault],
            field="shares",
            rule=_("Chia, tách không có tỷ lệ thống nhất thì số liệu cũ không quy đổi."),
            source=source(),
        )


def _check_complete(work: Work, children: Collection[int], mapping: Mapping[int, int | str]) -> None:
    missing = check_mapping(sorted(children), mapping).missing
    if not missing:
        return
    names = sorted(names_of(missing[:SHOWN], work.on).values())
    more = len(missing) - len(names)
    listed = ", ".join(f"“{name}”" for name in names)
    raise Refusal(
        "organisations.children_left",
        (
            _("Chưa chọn cấp trên mới cho %(names)s.")
            if not more
            else _("Chưa chọn cấp trên mới cho %(names)s và %(more)d đơn vị khác.")
        )
        % {"names": listed, "more": more},
        field="children_to",
        rule=_("Mỗi đơn vị đang hoạt động phải có đúng một cấp trên."),
        source=source(),
    )


def _refuse_dead(unit_id: int, work: Work) -> None:
    """A unit that takes over lives on the day."""
    unit = Unit.objects.select_related("ended_by").get(pk=unit_id)
    if unit.starts <= work.on < unit.ends:
        return
    name = name_of(unit_id, work.on)
    if unit.starts > work.on:
        message = _("“%(unit)s” chỉ bắt đầu từ ngày %(day)s nên không thể tiếp nhận từ ngày %(on)s.")
        words = {"unit": name, "day": vi(unit.starts), "on": vi(work.on)}
    else:
        why = "" if unit.ended_by is None else f" ({unit.ended_by.in_words()})"
        message = _(
            "“%(unit)s” đã kết thúc hoạt động ngày %(day)s%(why)s nên không thể tiếp nhận từ ngày %(on)s."
        )
        words = {"unit": name, "day": vi(last_day(unit.ends) or unit.ends), "why": why, "on": vi(work.on)}
    raise Refusal(
        "organisations.heir_not_alive",
        message % words,
        field="into",
        rule=_("Đơn vị tiếp nhận phải đang hoạt động vào ngày quyết định có hiệu lực."),
        source=source(),
    )
