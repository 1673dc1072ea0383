"""Doors that change a living unit: transfer, rename, join and leave a grouping.

A decision entered late holds until the next one that was already recorded (R12).
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.refusals import Refusal
from giaoban.core.text import clean
from giaoban.organisations.models import Hierarchy, Placement, Unit, UnitName
from giaoban.organisations.placements import Span, days, lift, name_of, place, source
from giaoban.organisations.rules import PARTY, ChangeKind, Decision
from giaoban.organisations.services.work import Outcome, Work, start


@transaction.atomic
def transfer_unit(
    *,
    actor: Actor,
    decision: Decision,
    unit_id: int,
    parent_id: int | None,
    hierarchy: str = PARTY,
    lead: bool = False,
    expected_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """The unit with everything below it stands under another superior from the day to its next transfer."""
    work = start(
        actor,
        ChangeKind.TRANSFER,
        decision,
        line=hierarchy,
        subjects=[unit_id],
        expected_versions=expected_versions,
    )
    work.receive([parent_id])
    row = _place_on(work, unit_id)
    if (row.parent_id, row.lead) == (parent_id, lead):
        raise Refusal(
            "organisations.same_parent",
            _("“%(unit)s” đã trực thuộc “%(parent)s” vào ngày %(day)s.")
            % {
                "unit": name_of(unit_id, work.on),
                "parent": row.hierarchy.label if parent_id is None else name_of(parent_id, work.on),
                "day": vi(work.on),
            },
            field="parent",
            rule=_("Chuyển cấp trên là từ cấp trên này sang cấp trên khác."),
            source=source(),
        )
    place(hierarchy, unit_id, parent_id, work.on, row.ends, lead, change_id=work.change.pk)
    work.moves.append(unit_id)
    work.facts["place"] = {"unit": unit_id, "parent": parent_id, "lead": lead, "ends": None}
    return work.finish()


@transaction.atomic
def rename_unit(
    *,
    actor: Actor,
    decision: Decision,
    unit_id: int,
    name: str,
    short_name: str = "",
    name_en: str = "",
    expected_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """The unit lives on under its code with another name from the day on, until its next renaming."""
    work = start(actor, ChangeKind.RENAME, decision, subjects=[unit_id], expected_versions=expected_versions)
    _refuse_unless_alive(Unit.objects.get(pk=unit_id), work.on)
    old = UnitName.objects.on(work.on).get(unit_id=unit_id)
    new = {"name": clean(name), "short_name": clean(short_name), "name_en": clean(name_en)}
    if not new["name"] or new == {field: getattr(old, field) for field in new}:
        raise Refusal(
            "organisations.name",
            _("Tên mới phải khác tên “%(name)s” đang dùng ngày %(day)s.")
            % {"name": old.name, "day": vi(work.on)}
            if new["name"]
            else _("Chưa nhập tên mới của “%(name)s”.") % {"name": old.name},
            field="name",
            rule=_("Mỗi đơn vị phải có tên; đổi tên là từ tên này sang tên khác."),
            source=source(),
        )
    ends = old.ends
    if old.starts == work.on:
        old.delete()
    else:
        UnitName.objects.filter(pk=old.pk).update(ends=work.on)
    UnitName.objects.create(unit_id=unit_id, starts=work.on, ends=ends, change=work.change, **new)
    work.moves.append(unit_id)
    work.facts["name"] = {"unit": unit_id, **new}
    return work.finish()


@transaction.atomic
def join_group(
    *,
    actor: Actor,
    decision: Decision,
    hierarchy: str,
    unit_id: int,
    parent_id: int,
    ends: date | None = None,
    lead: bool = False,
    expected_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """The unit joins a grouping (an emulation cluster); without `ends` until it or the group ends.

    A unit that is in a group of this hierarchy on one of those days is refused: it leaves that one first.
    """
    work = start(
        actor,
        ChangeKind.TRANSFER,
        decision,
        line=hierarchy,
        subjects=[unit_id],
        expected_versions=expected_versions,
    )
    work.receive([parent_id])
    if hierarchy == PARTY:
        raise Refusal(
            "organisations.not_a_group",
            _("Vị trí trong hệ thống “%(line)s” thay đổi bằng quyết định chuyển cấp trên.")
            % {"line": Hierarchy.objects.get(code=hierarchy).label},
            field="hierarchy",
            rule=_("Mỗi đơn vị đang hoạt động phải có đúng một cấp trên."),
            source=source(),
        )
    lives = Unit.objects.filter(pk__in=[unit_id, parent_id]).values_list("ends", flat=True)
    until = ends or min(lives)
    place(hierarchy, unit_id, parent_id, work.on, until, lead, change_id=work.change.pk, replace=False)
    work.moves.append(unit_id)
    work.facts["place"] = {"unit": unit_id, "parent": parent_id, "lead": lead, "ends": until.isoformat()}
    return work.finish()


@transaction.atomic
def leave_group(
    *,
    actor: Actor,
    decision: Decision,
    hierarchy: str,
    unit_id: int,
    expected_versions: Mapping[int, int] | None = None,
) -> Outcome:
    """The unit leaves its grouping from the day on."""
    work = start(
        actor,
        ChangeKind.TRANSFER,
        decision,
        line=hierarchy,
        subjects=[unit_id],
        expected_versions=expected_versions,
    )
    row = _place_on(work, unit_id)
    if hierarchy == PARTY:
        raise Refusal(
            "organisations.not_a_group",
            _("“%(unit)s” không thể rời hệ thống “%(line)s” khi còn hoạt động.")
            % {"unit": name_of(unit_id, work.on), "line": row.hierarchy.label},
            field="hierarchy",
            rule=_("Mỗi đơn vị đang hoạt động phải có đúng một cấp trên."),
            source=source(),
        )
    lift(hierarchy, [Span(unit_id, work.on, row.ends)])
    work.moves.append(unit_id)
    work.concerned.update(filter(None, [row.parent_id]))
    work.facts["left"] = {"unit": unit_id}
    return work.finish()


def _place_on(work: Work, unit_id: int) -> Placement:
    """Where the unit stands on the day of the decision."""
    _refuse_unless_alive(Unit.objects.get(pk=unit_id), work.on)
    rows = Placement.objects.on(work.on).filter(hierarchy__code=work.line, unit_id=unit_id)
    row = rows.select_related("hierarchy").first()
    if row is not None:
        return row
    line = Hierarchy.objects.get(code=work.line)
    raise Refusal(
        "organisations.not_placed",
        _("“%(unit)s” không đứng trong hệ thống “%(line)s” vào ngày %(day)s.")
        % {"unit": name_of(unit_id, work.on), "line": line.label, "day": vi(work.on)},
        field="unit",
        rule=_("Chỉ chuyển đơn vị đang có vị trí trong hệ thống."),
        source=source(),
    )


def _refuse_unless_alive(unit: Unit, on: date) -> None:
    if unit.starts <= on < unit.ends:
        return
    raise Refusal(
        "organisations.not_alive",
        _("“%(unit)s” không hoạt động vào ngày %(day)s (hoạt động %(life)s).")
        % {"unit": name_of(unit.pk, on), "day": vi(on), "life": days(unit.starts, unit.ends)},
        field="effective_on",
        rule=_("Quyết định chỉ có hiệu lực đối với đơn vị đang hoạt động."),
        source=source(),
    )
