"""Doors that bring units into being: establish one or many, re-establish one that had ended."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, last_day, vi
from giaoban.core.models import require_zone
from giaoban.core.refusals import Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean
from giaoban.organisations.models import Kind, Unit, UnitName
from giaoban.organisations.placements import Move, name_of, place_many, source
from giaoban.organisations.queries.base import known_to
from giaoban.organisations.rules import PARTY, ChangeKind, Decision, NewUnit, well_formed
from giaoban.organisations.services.work import Outcome, Work, start


def establish_unit(
    *, actor: Actor, decision: Decision, new: NewUnit, hierarchy: str = PARTY, lead: bool = False
) -> Outcome:
    """Begin one unit under `new.parent_id` (None: at the top of the hierarchy)."""
    return establish_units(actor=actor, decision=decision, new=[new], hierarchy=hierarchy, lead=lead)


@transaction.atomic
def establish_units(
    *, actor: Actor, decision: Decision, new: Sequence[NewUnit], hierarchy: str = PARTY, lead: bool = False
) -> Outcome:
    """Begin several units by one decision; parents exist already."""
    work = start(actor, ChangeKind.ESTABLISH, decision, line=hierarchy)
    work.receive(unit.parent_id for unit in new)
    begin(work, [(unit, unit.parent_id) for unit in new], lead=lead)
    return work.finish()


@transaction.atomic
def reestablish_unit(
    *,
    actor: Actor,
    decision: Decision,
    unit_id: int,
    parent_id: int | None,
    name: str = "",
    short_name: str = "",
    name_en: str = "",
    hierarchy: str = PARTY,
) -> Outcome:
    """A unit that had ended begins again: a new unit under the same code, continuing the old one."""
    work = start(actor, ChangeKind.REESTABLISH, decision, line=hierarchy)
    work.receive([unit_id, parent_id])
    old = Unit.objects.get(pk=unit_id)
    if old.ends > work.on:
        raise Refusal(
            "organisations.still_alive",
            _("“%(unit)s” %(state)s nên không thể thành lập lại từ ngày %(day)s.")
            % {"unit": name_of(unit_id, work.on), "state": _life(old), "day": vi(work.on)},
            field="unit",
            rule=_("Chỉ thành lập lại đơn vị đã kết thúc hoạt động."),
            source=source(),
        )
    last = UnitName.objects.filter(unit=old).latest("starts")
    again = NewUnit(
        code=old.code,
        kind=old.kind_id,
        name=name or last.name,
        short_name=short_name or last.short_name,
        name_en=name_en or last.name_en,
        secrecy=old.secrecy,
    )
    (unit,) = begin(work, [(again, parent_id)])
    work.shares[old.pk, unit.pk] = None
    return work.finish()


def begin(work: Work, new: Sequence[tuple[NewUnit, int | None]], *, lead: bool = False) -> list[Unit]:
    """Units, names and places from the day of the decision on; codes belong to one living unit."""
    kinds = set(Kind.objects.values_list("code", flat=True))
    for unit, _parent in new:
        _check(unit, work.on, kinds)
    _check_codes([unit for unit, _parent in new], work)
    units = Unit.objects.bulk_create(_unit(work, unit) for unit, _parent in new)
    UnitName.objects.bulk_create(
        UnitName(
            unit=made,
            starts=made.starts,
            ends=made.ends,
            name=clean(unit.name),
            short_name=clean(unit.short_name),
            name_en=clean(unit.name_en),
            change=work.change,
        ).keyed()
        for made, (unit, _parent) in zip(units, new, strict=True)
    )
    moves = [
        Move(made.pk, parent, made.starts, made.ends, lead, work.change.pk)
        for made, (_unit_, parent) in zip(units, new, strict=True)
    ]
    place_many(work.line, moves)
    work.begins += [unit.pk for unit in units]
    work.concerned.update(parent for _unit_, parent in new if parent is not None)
    work.facts.setdefault("begins", []).extend(
        _facts(made, unit, parent, lead=lead) for made, (unit, parent) in zip(units, new, strict=True)
    )
    return units


def _unit(work: Work, unit: NewUnit) -> Unit:
    return Unit(
        code=unit.code,
        kind_id=unit.kind,
        secrecy=unit.secrecy,
        starts=work.on,
        ends=unit.ends,
        established_on=unit.established_on,
        source=clean(unit.source or work.decision.source),
        confidence=unit.confidence or work.decision.confidence,
    )


def _facts(made: Unit, unit: NewUnit, parent_id: int | None, *, lead: bool) -> dict[str, object]:
    return {
        "id": made.pk,
        "code": made.code,
        "kind": made.kind_id,
        "name": clean(unit.name),
        "short_name": clean(unit.short_name),
        "name_en": clean(unit.name_en),
        "secrecy": made.secrecy,
        "established_on": made.established_on.isoformat() if made.established_on else None,
        "parent": parent_id,
        "lead": lead,
        "ends": made.ends.isoformat(),
    }


def _check(unit: NewUnit, on: date, kinds: set[str]) -> None:
    if not well_formed(unit.code):
        raise Refusal(
            "organisations.code",
            _(
                "Mã “%(code)s” không dùng được: chỉ gồm chữ thường không dấu, chữ số và gạch nối, "
                "tối đa 80 ký tự."
            )
            % {"code": unit.code},
            field="code",
            rule=_("Mã đơn vị là một phần của địa chỉ trang."),
            source=source(),
        )
    if not clean(unit.name):
        raise Refusal(
            "organisations.name",
            _("Chưa nhập tên đơn vị “%(code)s”.") % {"code": unit.code},
            field="name",
            rule=_("Mỗi đơn vị phải có tên."),
            source=source(),
        )
    if unit.kind not in kinds:
        raise Refusal(
            "organisations.kind",
            _("Không có loại đơn vị “%(kind)s”.") % {"kind": unit.kind},
            field="kind",
            rule=_("Loại đơn vị lấy trong danh mục loại đơn vị."),
            source=source(),
        )
    if unit.ends <= on:
        raise Refusal(
            "organisations.days",
            _("Khoảng thời gian không hợp lệ: từ %(starts)s đến trước %(ends)s không có ngày nào.")
            % {"starts": vi(on), "ends": vi(unit.ends)},
            field="ends",
            rule=_("Ngày kết thúc phải sau ngày bắt đầu."),
            source=source(),
        )
    if unit.secrecy not in set(Secrecy):
        raise Refusal(
            "organisations.secrecy",
            _("Không có độ mật “%(secrecy)s”.") % {"secrecy": unit.secrecy},
            field="secrecy",
            rule=_("Độ mật lấy theo quy định về bảo vệ bí mật nhà nước."),
            source=_("Luật Bảo vệ bí mật nhà nước"),
        )
    require_zone(unit.secrecy)


def _check_codes(new: Sequence[NewUnit], work: Work) -> None:
    codes = [unit.code for unit in new]
    mine = {unit.code: unit for unit in new}
    if len(mine) < len(codes):
        twice = next(code for code, count in Counter(codes).items() if count > 1)
        raise _code_taken(twice, _("một đơn vị khác trong cùng quyết định"))
    for other in Unit.objects.filter(code__in=codes, ends__gt=work.on).order_by("starts", "pk"):
        if other.starts < mine[other.code].ends:
            owner = _("một đơn vị khác, %(life)s") % {"life": _life(other)}
            if known_to(work.actor, [other.pk]):
                owner = _("“%(unit)s”, %(life)s") % {"unit": name_of(other.pk, work.on), "life": _life(other)}
            raise _code_taken(other.code, owner)


def _code_taken(code: str, owner: str) -> Refusal:
    return Refusal(
        "organisations.code_taken",
        _("Mã “%(code)s” đang thuộc %(owner)s.") % {"code": code, "owner": owner},
        field="code",
        rule=_("Mỗi ngày một mã chỉ thuộc một đơn vị; mã được dùng lại khi đơn vị cũ đã kết thúc."),
        source=source(),
    )


def _life(unit: Unit) -> str:
    last = None if unit.ends == OPEN else last_day(unit.ends)
    if last is None:
        return _("hoạt động từ %(starts)s đến nay") % {"starts": vi(unit.starts)}
    return _("hoạt động từ %(starts)s đến %(last)s") % {"starts": vi(unit.starts), "last": vi(last)}
