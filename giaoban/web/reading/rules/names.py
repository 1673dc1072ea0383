"""Units that a text may mean by a name it writes: offered to somebody who chooses, never decided here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from giaoban.core.text import fold

MOST = 4
_JOINED = re.compile(r"\s*[,;]\s*|\s+(?:và|với|cùng)\s+")
_ODD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Named:
    unit_id: int
    name: str
    short: str = ""


def matching(said: str, units: Iterable[Named]) -> list[Named]:
    """Units called so, or whose name begins so; each of several that are named together, four at most.

    >>> known = [Named(1, "Ban Tổ chức Tỉnh ủy Long Khê"), Named(2, "Văn phòng Tỉnh ủy Long Khê"),
    ...          Named(3, "Huyện ủy Bình Xa", "Bình Xa"), Named(4, "Huyện ủy Bình Xa Thượng")]
    >>> [one.unit_id for one in matching("Ban Tổ chức Tỉnh ủy, Văn phòng Tỉnh ủy", known)]
    [1, 2]
    >>> [one.unit_id for one in matching("huyen uy binh xa", known)]
    [3]
    >>> [one.unit_id for one in matching("Bình Xa", known)]
    [3]
    >>> matching("các đơn vị", known), matching("ban", known)
    ([], [])
    """
    every = list(units)
    found: dict[int, Named] = {}
    for part in (said, *_JOINED.split(said)):
        words = _key(part)
        if len(words) < 5:
            continue
        called = [one for one in every if words in {_key(one.name), _key(one.short)}]
        for one in called or [one for one in every if _key(one.name).startswith(f"{words} ")]:
            found.setdefault(one.unit_id, one)
    return list(found.values())[:MOST]


def phrases(said: str) -> list[str]:
    """What to look for in the folded names of units, so that `matching` finds them there.

    >>> phrases("Ban Tổ chức Tỉnh ủy, các sở và Văn phòng Tỉnh ủy")[1:]
    ['ban to chuc tinh uy', 'cac so', 'van phong tinh uy']
    >>> phrases("")
    []
    """
    return [fold(part).strip() for part in dict.fromkeys((said, *_JOINED.split(said))) if len(_key(part)) > 4]


def _key(words: str) -> str:
    return _ODD.sub(" ", fold(words)).strip()
