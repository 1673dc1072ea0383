"""Marks of a text: one dict each with kind and place; corrections are laid over what the reader found."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

Mark = dict[str, Any]
_KEY = re.compile(r"([a-z])(\d{1,7})-(\d{1,7})")


class MarkKind(StrEnum):
    """The first letter of a mark's key; FACT is a part of what is told of a conference."""

    CITATION = "c"
    FIGURE = "f"
    TASK = "t"
    PERSON = "p"
    FACT = "m"


# Which mark is shown where two lie over each other, the first first; a task lies under the others.
INLINE = (MarkKind.CITATION, MarkKind.FIGURE, MarkKind.FACT, MarkKind.PERSON)


def mark_key(mark: Mapping[str, Any]) -> str:
    """
    >>> mark_key({"kind": "c", "start": 4, "end": 20})
    'c4-20'
    """
    return f"{mark['kind']}{mark['start']}-{mark['end']}"


def read_key(key: str) -> tuple[MarkKind, int, int] | None:
    """
    >>> read_key("f10-14")
    (<MarkKind.FIGURE: 'f'>, 10, 14)
    >>> read_key("x1-2") is None, read_key("c9-3") is None, read_key("c") is None
    (True, True, True)
    """
    found = _KEY.fullmatch(key)
    if found is None or found[1] not in set(MarkKind) or int(found[2]) >= int(found[3]):
        return None
    return MarkKind(found[1]), int(found[2]), int(found[3])


def after_corrections(marks: Iterable[Mark], corrections: Iterable[tuple[str, Mark | None]]) -> list[Mark]:
    """The marks as they stand: each correction gives a key and what stands there now, nothing when removed.

    >>> found = [{"kind": "c", "start": 0, "end": 5, "number": 18}, {"kind": "f", "start": 9, "end": 12}]
    >>> changed = {"kind": "c", "start": 0, "end": 5, "number": 19}
    >>> added = {"kind": "f", "start": 6, "end": 8}
    >>> now = after_corrections(found, [("c0-5", changed), ("f9-12", None), ("f6-8", added)])
    >>> [(mark_key(one), one.get("number")) for one in now]
    [('c0-5', 19), ('f6-8', None)]
    """
    standing = {mark_key(one): one for one in marks}
    for key, after in corrections:
        if after is None:
            standing.pop(key, None)
        else:
            standing[key] = after
    return sorted(standing.values(), key=lambda one: (one["start"], one["end"]))


def beside_corrections(marks: Iterable[Mark], corrected: Iterable[str]) -> list[Mark]:
    """Marks read anew, without those that lie over a place that was corrected by hand as something else.

    >>> read = [{"kind": "c", "start": 0, "end": 9}, {"kind": "c", "start": 20, "end": 30}]
    >>> [mark_key(one) for one in beside_corrections(read, ["c0-5", "c20-30", "f0-9"])]
    ['c20-30']
    """
    keys = set(corrected)
    places = [found for found in map(read_key, keys) if found is not None]
    return [
        one
        for one in marks
        if mark_key(one) in keys
        or not any(
            kind == one["kind"] and start < one["end"] and one["start"] < end for kind, start, end in places
        )
    ]


def overlaps(marks: Sequence[Mark], kind: str, start: int, end: int) -> bool:
    """Whether a mark of this kind already lies on a part of the stretch.

    >>> held = [{"kind": "c", "start": 4, "end": 9}]
    >>> overlaps(held, "c", 8, 12), overlaps(held, "c", 9, 12), overlaps(held, "f", 4, 9)
    (True, False, False)
    """
    return any(one["kind"] == kind and one["start"] < end and start < one["end"] for one in marks)


def count(marks: Iterable[Mark]) -> dict[str, int]:
    """How many marks of each kind.

    >>> count([{"kind": "c"}, {"kind": "c"}, {"kind": "t"}])
    {'c': 2, 'f': 0, 't': 1, 'p': 0, 'm': 0}
    """
    found = {kind.value: 0 for kind in MarkKind}
    for one in marks:
        found[one["kind"]] += 1
    return found
