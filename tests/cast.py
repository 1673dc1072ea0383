"""The one cast known to every test: a small country on 16/9/2019 and the people who work in it.

While a test holds the cast it is 16/9/2019: Thái Bình exists and Q3/2019 is the running quarter.
Persons and communes are generated; provinces, commissions and cluster 4 are those of the data set.

    tw ─ btctw ─ vu-dia-phuong-3
       ─ tu-thai-binh ─ btc-thai-binh
                      ─ hu-dong-hung ─ du-an-hoa (1/7/2018: du-an-hoa-cu + du-an-ninh-cu) ─ cb-thon-mot
                                     ─ du-an-chau
       ─ tu-hung-yen ─ btc-hung-yen
       ─ tu-long-an ─ btc-long-an;   tu-dong-nai ─ btc-dong-nai
    emulation: cum-thi-dua-4 ─ btc-long-an (lead), btc-dong-nai
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from giaoban.accounts.models import Grant, User
from giaoban.accounts.rules import Role, Scope
from giaoban.core.dates import OPEN, ZONE
from giaoban.organisations.models import Change, Hierarchy, Kind, Succession, Unit, UnitName
from giaoban.organisations.placements import Move, place_many
from giaoban.organisations.rules import EMULATION, PARTY, ChangeKind
from tests.factories.accounts import LONG_AGO, PASSWORD, new_user

__all__ = ["PASSWORD", "TODAY", "Cast", "cast", "sign_in"]

TODAY = date(2019, 9, 16)
NOON = datetime(2019, 9, 16, 12, 0, tzinfo=ZONE)
BASELINE = date(2015, 1, 1)
MERGED = date(2018, 7, 1)
CLUSTERED = date(2018, 1, 1)

# code, kind, name, parent, first day, day it is gone
UNITS = (
    ("tw", "centre", "Ban Chấp hành Trung ương Đảng", None, BASELINE, OPEN),
    ("btctw", "central_commission", "Ban Tổ chức Trung ương", "tw", BASELINE, OPEN),
    (
        "vu-dia-phuong-3",
        "local_department",
        "Vụ Địa phương III, Ban Tổ chức Trung ương",
        "btctw",
        BASELINE,
        OPEN,
    ),
    ("tu-thai-binh", "provincial_committee", "Tỉnh ủy Thái Bình", "tw", BASELINE, OPEN),
    (
        "btc-thai-binh",
        "provincial_commission",
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "tu-thai-binh",
        BASELINE,
        OPEN,
    ),
    ("hu-dong-hung", "district_committee", "Huyện ủy Đông Hưng", "tu-thai-binh", BASELINE, OPEN),
    ("du-an-hoa-cu", "commune_committee", "Đảng ủy xã An Hòa (cũ)", "hu-dong-hung", BASELINE, MERGED),
    ("du-an-ninh-cu", "commune_committee", "Đảng ủy xã An Ninh (cũ)", "hu-dong-hung", BASELINE, MERGED),
    ("du-an-hoa", "commune_committee", "Đảng ủy xã An Hòa", "hu-dong-hung", MERGED, OPEN),
    ("du-an-chau", "commune_committee", "Đảng ủy xã An Châu", "hu-dong-hung", BASELINE, OPEN),
    ("cb-thon-mot", "cell", "Chi bộ thôn Một", "du-an-hoa", MERGED, OPEN),
    ("tu-hung-yen", "provincial_committee", "Tỉnh ủy Hưng Yên", "tw", BASELINE, OPEN),
    ("btc-hung-yen", "provincial_commission", "Ban Tổ chức Tỉnh ủy Hưng Yên", "tu-hung-yen", BASELINE, OPEN),
    ("tu-long-an", "provincial_committee", "Tỉnh ủy Long An", "tw", BASELINE, OPEN),
    ("btc-long-an", "provincial_commission", "Ban Tổ chức Tỉnh ủy Long An", "tu-long-an", BASELINE, OPEN),
    ("tu-dong-nai", "provincial_committee", "Tỉnh ủy Đồng Nai", "tw", BASELINE, OPEN),
    ("btc-dong-nai", "provincial_commission", "Ban Tổ chức Tỉnh ủy Đồng Nai", "tu-dong-nai", BASELINE, OPEN),
    ("cum-thi-dua-4", "emulation_cluster", "Cụm thi đua số 4", None, CLUSTERED, OPEN),
)
ADVISES = {"central_commission", "local_department", "provincial_commission"}


@dataclass(frozen=True)
class Cast:
    """`units` by code; each person is a User with the grants that the name says."""

    units: dict[str, Unit]
    officer: User  # follows areas, Thái Bình
    head: User  # heads the commission of Thái Bình
    clerk: User  # văn thư of the commission of Thái Bình, that unit only
    administrator: User  # of Thái Bình, sees no personnel content
    monitor: User  # local department III at the Centre, follows Thái Bình and Long An
    cell_secretary: User
    commune_officer: User  # of the merged commune An Hòa
    cluster_lead: User  # head in Long An, leads cluster 4
    other_officer: User  # another province: Hưng Yên
    former: User  # was officer in Thái Bình until 30/6/2019
    centre_administrator: User
    everybody: dict[str, User] = field(default_factory=dict)

    def unit(self, code: str) -> Unit:
        return self.units[code]


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with time_machine.travel(NOON, tick=True):
        yield build_cast()


def sign_in(user: User, client: Client | None = None) -> Client:
    """A browser in which this user is signed in."""
    client = client or Client()
    client.force_login(user)
    return client


def build_cast() -> Cast:
    """Written in few statements: nearly every test begins with it."""
    units = build_tree()
    province, commission = units["tu-thai-binh"], units["btc-thai-binh"]
    people = {
        "officer": new_user("tb.theodoi", "Nguyễn Văn An", home=commission),
        "head": new_user("tb.truongban", "Trần Thị Bình", home=commission),
        "clerk": new_user("tb.vanthu", "Lê Thị Cúc", home=commission),
        "administrator": new_user("tb.quantri", "Phạm Văn Dũng", home=commission),
        "monitor": new_user("vdp3.theodoi", "Hoàng Văn Giang", home=units["vu-dia-phuong-3"]),
        "cell_secretary": new_user("cbthonmot.bithu", "Vũ Thị Hạnh", home=units["cb-thon-mot"]),
        "commune_officer": new_user("anhoa.tonghop", "Đỗ Văn Hùng", home=units["du-an-hoa"]),
        "cluster_lead": new_user("la.truongban", "Bùi Thị Lan", home=units["btc-long-an"]),
        "other_officer": new_user("hy.theodoi", "Đặng Văn Minh", home=units["btc-hung-yen"]),
        "former": new_user("tb.cu", "Ngô Thị Nga", home=commission),
        "centre_administrator": new_user("tw.quantri", "Dương Văn Phúc", home=units["btctw"]),
    }
    User.objects.bulk_create(people.values())
    lines = {one.code: one for one in Hierarchy.objects.all()}

    def grant(person: str, role: str, unit: Unit, *, hierarchy: str = PARTY, **facts: Any) -> Grant:
        given = {"starts": LONG_AGO, "ends": OPEN, "scope": Scope.SUBTREE, **facts}
        return Grant(user=people[person], role=role, unit=unit, hierarchy=lines[hierarchy], **given)

    Grant.objects.bulk_create(
        (
            grant("officer", Role.AREA_OFFICER, province),
            grant("head", Role.HEAD, province),
            grant("clerk", Role.CLERK, commission, scope=Scope.SELF),
            grant("administrator", Role.ADMINISTRATOR, province),
            grant("monitor", Role.AREA_OFFICER, units["vu-dia-phuong-3"], scope=Scope.SELF),
            grant("monitor", Role.AREA_OFFICER, province),
            grant("monitor", Role.AREA_OFFICER, units["tu-long-an"]),
            grant(
                "cell_secretary", Role.CELL_SECRETARY, units["cb-thon-mot"], scope=Scope.SELF, starts=MERGED
            ),
            grant("commune_officer", Role.COMPILER, units["du-an-hoa"], starts=MERGED),
            grant("cluster_lead", Role.HEAD, units["tu-long-an"]),
            grant(
                "cluster_lead",
                Role.CLUSTER_LEAD,
                units["cum-thi-dua-4"],
                hierarchy=EMULATION,
                starts=CLUSTERED,
            ),
            grant("other_officer", Role.AREA_OFFICER, units["tu-hung-yen"]),
            grant("former", Role.AREA_OFFICER, province, ends=date(2019, 7, 1)),
            grant("centre_administrator", Role.ADMINISTRATOR, units["tw"]),
        )
    )
    return Cast(units=units, **people, everybody=people)


def build_tree() -> dict[str, Unit]:
    """The tree above, with its names, places, closure and the merger of 2018."""
    kinds = sorted({row[1] for row in UNITS})
    Kind.objects.bulk_create(
        (
            Kind(code=code, label=code, label_en=code, level="other", advises=code in ADVISES)
            for code in kinds
        ),
        ignore_conflicts=True,
    )
    _hierarchy(PARTY, "Hệ thống Đảng", "Party line")
    _hierarchy(EMULATION, "Cụm thi đua", "Emulation clusters")
    rows = [
        Unit(code=code, kind_id=kind, starts=starts, ends=ends)
        for code, kind, _name, _parent, starts, ends in UNITS
    ]
    units = {unit.code: unit for unit in Unit.objects.bulk_create(rows)}
    UnitName.objects.bulk_create(
        UnitName(unit=units[code], name=name, starts=starts, ends=ends).keyed()
        for code, _kind, name, _parent, starts, ends in UNITS
    )
    moves: dict[str, list[Move]] = {PARTY: [], EMULATION: []}
    for code, _kind, _name, parent, starts, ends in UNITS:
        line = EMULATION if code == "cum-thi-dua-4" else PARTY
        moves[line].append(Move(units[code].pk, units[parent].pk if parent else None, starts, ends))
    for code in ("btc-long-an", "btc-dong-nai"):
        lead = code == "btc-long-an"
        moves[EMULATION].append(Move(units[code].pk, units["cum-thi-dua-4"].pk, CLUSTERED, OPEN, lead))
    for line, group in moves.items():
        place_many(line, group)
    merger = Change.objects.create(kind=ChangeKind.MERGE, effective_on=MERGED, decision="minh họa")
    merger.units.set([units["du-an-hoa-cu"], units["du-an-ninh-cu"], units["du-an-hoa"]])
    for code in ("du-an-hoa-cu", "du-an-ninh-cu"):
        Succession.objects.create(change=merger, predecessor=units[code], successor=units["du-an-hoa"])
    return units


def _hierarchy(code: str, label: str, label_en: str) -> Hierarchy:
    return Hierarchy.objects.get_or_create(code=code, defaults={"label": label, "label_en": label_en})[0]
