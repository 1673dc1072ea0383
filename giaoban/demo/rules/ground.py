"""The generated ground below Thái Bình: districts with their commissions, communes, cells, three bodies.

Names are made from syllables of data/ground.json and marked (minh họa); none is a unit of the real province.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from giaoban.core.text import slug
from giaoban.demo.rules.players import SEED

MARK = "(minh họa)"
TOP = "tu-thai-binh"
GROUND = Path(__file__).parents[1] / "data/ground.json"
# Named before the others were generated; tests and documents know them by these codes.
COMMUNE, CELL = "du-xa-minh-hoa", "cb-thon-3"
CELL_OF_THE_CAST = 3


@dataclass(frozen=True, slots=True)
class LocalUnit:
    """A generated unit below a real one."""

    code: str
    kind: str
    name: str
    short_name: str
    parent: str


def local_units() -> list[list[LocalUnit]]:
    """The ground by waves: parents before children.

    >>> [len(wave) for wave in local_units()]
    [11, 8, 40, 120]
    >>> codes = [unit.code for wave in local_units() for unit in wave]
    >>> len(set(codes)) == len(codes), {"du-xa-minh-hoa", "cb-thon-3", "btc-hu-minh-hoa"} <= set(codes)
    (True, True)
    """
    return [list(wave) for wave in ([*_districts(), *_bodies()], commissions(), _communes(), _cells())]


@cache
def ground() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(GROUND.read_text(encoding="utf-8"))
    return read


def _districts() -> Iterator[LocalUnit]:
    for code, name in ground()["districts"]:
        yield LocalUnit(f"hu-{code}", "district_committee", f"Huyện ủy {name} {MARK}", name, TOP)


def commissions() -> list[LocalUnit]:
    """The organisation commission of each district: it works over the district's line and ends with it."""
    return [
        LocalUnit(
            f"btc-hu-{code}",
            "district_commission",
            f"Ban Tổ chức Huyện ủy {name} {MARK}",
            "Ban Tổ chức",
            f"hu-{code}",
        )
        for code, name in ground()["districts"]
    ]


def _bodies() -> Iterator[LocalUnit]:
    for code, name, short in ground()["bodies"]:
        yield LocalUnit(code, "provincial_party_committee", f"{name} {MARK}", short, TOP)


def _communes() -> Iterator[LocalUnit]:
    parts = ground()["communes"]
    each = parts["a_district"]
    every = [" ".join(pair) for pair in product(parts["first"], parts["second"])]
    chance = random.Random(SEED)  # noqa: S311  invented names, not secrets
    drawn = iter(chance.sample(every, each * len(ground()["districts"])))
    for district, _name in ground()["districts"]:
        for place in range(each):
            name = next(drawn)
            code = f"du-{district}-{slug(name)}"
            if (district, place) == ("minh-hoa", 0):
                code, name = COMMUNE, "Minh Họa"
            yield LocalUnit(
                code, "commune_committee", f"Đảng ủy xã {name} {MARK}", f"xã {name}", f"hu-{district}"
            )


def _cells() -> Iterator[LocalUnit]:
    for commune in _communes():
        for number in range(1, ground()["cells_a_commune"] + 1):
            code = f"cb-{commune.code.removeprefix('du-')}-{number}"
            if (commune.code, number) == (COMMUNE, CELL_OF_THE_CAST):
                code = CELL
            yield LocalUnit(code, "cell", f"Chi bộ thôn {number} {MARK}", f"thôn {number}", commune.code)
