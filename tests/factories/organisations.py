"""A small country for tests: two provinces with commissions and communes, made through the doors."""

from datetime import date
from typing import Any

from giaoban.core.actors import System
from giaoban.organisations import services
from giaoban.organisations.models import Hierarchy, Kind, Unit
from giaoban.organisations.rules import EMULATION, PARTY, Decision, NewUnit

START = date(2015, 1, 1)
SYSTEM = System("Thử nghiệm")

KINDS = [
    ("centre", "Trung ương", "Centre", "centre"),
    ("provincial_committee", "Tỉnh ủy", "Provincial committee", "province"),
    ("provincial_commission", "Ban tổ chức tỉnh ủy", "Provincial commission", "province"),
    ("district_committee", "Huyện ủy", "District committee", "district"),
    ("commune_committee", "Đảng ủy xã", "Commune committee", "commune"),
    ("cell", "Chi bộ", "Cell", "cell"),
    ("emulation_cluster", "Cụm thi đua", "Emulation cluster", "other"),
]


def hierarchies() -> None:
    """Kinds and the two hierarchies; a second call changes nothing."""
    for position, (code, label, label_en, level) in enumerate(KINDS):
        Kind.objects.get_or_create(
            code=code, defaults={"label": label, "label_en": label_en, "level": level, "position": position}
        )
    for code, label, label_en in [
        (PARTY, "Hệ thống Đảng", "Party line"),
        (EMULATION, "Cụm thi đua", "Emulation clusters"),
    ]:
        Hierarchy.objects.get_or_create(code=code, defaults={"label": label, "label_en": label_en})


def decision(on: date = START, number: str = "", **facts: Any) -> Decision:
    return Decision(effective_on=on, number=number, **facts)


def establish(
    code: str,
    parent: Unit | int | None = None,
    *,
    on: date = START,
    kind: str = "commune_committee",
    name: str = "",
    short_name: str = "",
    hierarchy: str = PARTY,
    **facts: Any,
) -> Unit:
    """A unit through its door, by the system."""
    parent_id = parent.pk if isinstance(parent, Unit) else parent
    new = NewUnit(
        code=code,
        kind=kind,
        name=name or f"Đơn vị {code}",
        short_name=short_name,
        parent_id=parent_id,
        **facts,
    )
    outcome = services.establish_unit(actor=SYSTEM, decision=decision(on), new=new, hierarchy=hierarchy)
    return Unit.objects.get(pk=outcome.plan.begins[0])


def country() -> dict[str, Unit]:
    """Centre; Thái Bình and Hưng Yên with their commissions; districts, communes, a cell in Thái Bình."""
    hierarchies()
    units: dict[str, Unit] = {}

    def add(code: str, parent: str | None, kind: str, name: str, short: str = "") -> None:
        units[code] = establish(
            code, units[parent] if parent else None, kind=kind, name=name, short_name=short
        )

    add("tw", None, "centre", "Ban Chấp hành Trung ương Đảng", "Trung ương")
    add("tu-thai-binh", "tw", "provincial_committee", "Tỉnh ủy Thái Bình", "Thái Bình")
    add("tu-hung-yen", "tw", "provincial_committee", "Tỉnh ủy Hưng Yên", "Hưng Yên")
    add(
        "btc-thai-binh",
        "tu-thai-binh",
        "provincial_commission",
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "Ban Tổ chức",
    )
    add("btc-hung-yen", "tu-hung-yen", "provincial_commission", "Ban Tổ chức Tỉnh ủy Hưng Yên", "Ban Tổ chức")
    add("hu-hung-ha", "tu-thai-binh", "district_committee", "Huyện ủy Hưng Hà", "Hưng Hà")
    add("hu-kien-xuong", "tu-thai-binh", "district_committee", "Huyện ủy Kiến Xương", "Kiến Xương")
    add("xa-tan-le", "hu-hung-ha", "commune_committee", "Đảng ủy xã Tân Lễ", "xã Tân Lễ")
    add("xa-hoa-binh", "hu-hung-ha", "commune_committee", "Đảng ủy xã Hoà Bình", "xã Hoà Bình")
    add("cb-thon-3", "xa-tan-le", "cell", "Chi bộ thôn 3", "thôn 3")
    return units
