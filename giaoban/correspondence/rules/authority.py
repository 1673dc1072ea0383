"""Who may issue which type of paper at which level (cycle.md §2.1): dated data with source and confidence.

Only what a source says plainly refuses; what was not verified is shown for reference and never blocks.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from giaoban.correspondence.rules.series import DATA

SURE = ("H", "M")


@dataclass(frozen=True, slots=True)
class Authority:
    """`allowed` None: no source says. `article` names the provision of `basis` when it is known."""

    allowed: bool | None
    confidence: str = "L"
    basis: str = ""
    article: str = ""
    source: str = ""

    @property
    def sure(self) -> bool:
        return self.confidence in SURE

    @property
    def refuses(self) -> bool:
        return self.allowed is False and self.sure


UNKNOWN = Authority(None)


def authority(kind: str, organ: str, type: str, on: date) -> Authority:  # noqa: A002  the field's name
    """What the rule of the day says of a type issued by this organ of this kind of unit.

    >>> day = date(2026, 3, 2)
    >>> found = authority("commune_committee", "standing_board", "QC", day)
    >>> found.allowed, found.refuses, found.article
    (False, True, 'Điều 11')
    >>> authority("commune_committee", "standing_board", "HD", day).allowed
    True
    >>> authority("cell", "cell", "QĐi", day).refuses, authority("cell", "cell", "NQ", day).allowed
    (True, True)
    >>> before = authority("commune_committee", "standing_board", "QC", date(2019, 9, 16))
    >>> before.allowed, before.refuses, before.confidence
    (False, False, 'L')
    >>> authority("provincial_commission", "head", "NQ", day).refuses
    False
    >>> authority("front", "head", "KH", day) == UNKNOWN == authority("cell", "cell", "NQ", date(2001, 1, 1))
    True
    >>> authority("cell", "cell", "GM", day).allowed is None
    True
    """
    pack = pack_on(on)
    if pack is None:
        return UNKNOWN
    group = _groups().get(kind)
    for row in pack["rows"]:
        if row["group"] != group or organ not in row["organs"]:
            continue
        allowed = True if type in row["may"] else False if type in row["may_not"] else None
        return Authority(allowed, row["confidence"], pack["basis"], row["article"], pack["source"])
    return UNKNOWN


def pack_on(on: date) -> dict[str, Any] | None:
    """The rule in force on a day."""
    for pack in _data()["packs"]:
        if pack["starts"] <= on.isoformat() and (pack["ends"] is None or on.isoformat() < pack["ends"]):
            return dict(pack)
    return None


def packs() -> tuple[dict[str, Any], ...]:
    """Every rule known here, oldest first, for the page that shows the table with its sources."""
    return tuple(_data()["packs"])


@cache
def _groups() -> dict[str, str]:
    return {kind: group for group, kinds in _data()["groups"].items() for kind in kinds}


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "authority.json").read_text(encoding="utf-8"))
    return found
