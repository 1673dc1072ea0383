"""The cast of the demonstration: which generated user plays which role in which unit.

Everything here is invented and marked; no real person is named (DESIGN §2.10).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from giaoban.accounts.rules import Field, Role

SEED = 20190930


@dataclass(frozen=True, slots=True)
class Player:
    """A generated user: sign-in name, role, the unit where they sit, and the units their work covers.

    A commission's staff work over the line of its committee, so their grants lie on the committee too.
    In the emulation line a cluster has no staff of its own: `clusters` are those the player works for.
    `title` is the post held, where it is another than the role's usual one.
    """

    username: str
    role: Role
    unit: str
    over: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    title: str = ""


DEPARTMENTS = (
    "Phòng Tổng hợp",
    "Phòng Tổ chức đảng, đảng viên",
    "Phòng Tổ chức cán bộ",
    "Phòng Tổ chức bộ máy, biên chế",
    "Phòng Bảo vệ chính trị nội bộ",
)
FIELDS_OF_DEPARTMENT = {
    "Phòng Tổng hợp": (Field.LEADERSHIP, Field.SECTOR, Field.INSPECTION),
    "Phòng Tổ chức đảng, đảng viên": (Field.GRASSROOTS,),
    "Phòng Tổ chức cán bộ": (Field.CADRES, Field.TRAINING),
    "Phòng Tổ chức bộ máy, biên chế": (Field.APPARATUS,),
    "Phòng Bảo vệ chính trị nội bộ": (Field.PROTECTION,),
}

PROVINCE = ("tu-thai-binh",)
DISTRICT = ("hu-minh-hoa",)
CLUSTER_4 = (
    "tu-long-an", "tu-tien-giang", "tu-binh-duong", "tu-dong-nai", "tu-tay-ninh", "tu-binh-phuoc",
    "tu-ba-ria-vung-tau", "tu-lam-dong", "tu-ninh-thuan", "tu-binh-thuan", "tu-ho-chi-minh",
)  # fmt: skip

CAST = (
    Player("chuyenvien", Role.AREA_OFFICER, "btc-thai-binh", PROVINCE),
    Player("tonghop", Role.COMPILER, "btc-thai-binh", PROVINCE),
    Player("truongphong", Role.DEPARTMENT_HEAD, "btc-thai-binh", PROVINCE),
    Player("photruongban", Role.DEPUTY_HEAD, "btc-thai-binh", PROVINCE),
    Player("truongban", Role.HEAD, "btc-thai-binh", PROVINCE),
    Player("vanthu", Role.CLERK, "btc-thai-binh", PROVINCE),
    Player("thamtra", Role.REVIEWER, "btc-thai-binh", PROVINCE),
    Player("nhansu", Role.PERSONNEL_OFFICER, "btc-thai-binh", PROVINCE),
    Player("kiemphieu", Role.TELLER, "btc-thai-binh", PROVINCE),
    Player("diemcau", Role.POINT_OPERATOR, "btc-thai-binh", PROVINCE),
    Player("theodoichibo", Role.MONITOR, "btc-thai-binh", ("cb-thon-3",)),
    Player("quantri", Role.ADMINISTRATOR, "btc-thai-binh", PROVINCE),
    Player("quantritw", Role.ADMINISTRATOR, "tw"),
    Player("vudiaphuong", Role.AREA_OFFICER, "vu-dia-phuong-3", CLUSTER_4),
    Player("thuky", Role.CONFERENCE_SECRETARY, "btctw", ("tw",)),
    Player("chutri", Role.CHAIR, "btctw", ("tw",)),
    Player("ghibienban", Role.RECORDER, "btctw", ("tw",)),
    Player("kiemtra", Role.INSPECTION_READER, "btctw", ("tw",)),
    Player("cumtruong", Role.CLUSTER_LEAD, "btc-long-an", clusters=("cum-thi-dua-4",)),
    Player("daibieu", Role.DELEGATE, "btc-long-an"),
    Player("canboxa", Role.COMPILER, "du-xa-minh-hoa"),
    Player("bithuchibo", Role.CELL_SECRETARY, "cb-thon-3"),
    Player("bithuxa", Role.HEAD, "du-xa-minh-hoa", title="Bí thư Đảng ủy"),
    Player("tonghophuyen", Role.COMPILER, "btc-hu-minh-hoa", DISTRICT),
    Player("truongbanhuyen", Role.HEAD, "btc-hu-minh-hoa", DISTRICT),
    Player("tonghoptw", Role.COMPILER, "btctw", ("tw",)),
    Player("truongbantw", Role.HEAD, "btctw", ("tw",)),
    Player("vanthutw", Role.CLERK, "btctw", ("tw",)),
    Player("tonghopdn", Role.COMPILER, "btc-dak-nong", ("tu-dak-nong",)),
    Player("truongbandn", Role.HEAD, "btc-dak-nong", ("tu-dak-nong",)),
    Player("tonghoptn", Role.COMPILER, "btc-thai-nguyen", ("tu-thai-nguyen",)),
    Player("truongbantn", Role.HEAD, "btc-thai-nguyen", ("tu-thai-nguyen",)),
    Player("tonghopla", Role.COMPILER, "btc-long-an", ("tu-long-an",)),
    Player("truongbanla", Role.HEAD, "btc-long-an", ("tu-long-an",), clusters=("cum-thi-dua-4",)),
)


def generated_names(count: int, names: dict[str, Sequence[str]], seed: int = SEED) -> list[str]:
    """`count` different full names, the same ones at every run.

    >>> parts = {"surnames": ["Lê", "Vũ"], "middles": ["Thu", "Hải"], "givens": ["An", "Hà"]}
    >>> generated_names(2, parts) == generated_names(2, parts), len(set(generated_names(8, parts)))
    (True, 8)
    """
    chance = random.Random(seed)  # noqa: S311  invented names, not secrets
    made: dict[str, None] = {}
    while len(made) < count:
        made[" ".join(chance.choice(names[part]) for part in ("surnames", "middles", "givens"))] = None
    return list(made)
