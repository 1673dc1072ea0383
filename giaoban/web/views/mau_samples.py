"""What the pattern book shows: made figures around true words, long enough to break a careless layout.

The texts lie in data/mau.json and stay Vietnamese in both languages, as real content would.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, overload

from giaoban.core.dates import OPEN

KINDS = {"d": "done", "i": "doing", "s": "soon", "l": "late", "t": "todo"}
LEVELS = ("xã", "phường", "thị trấn")
FILE = Path(__file__).resolve().parents[1] / "data/mau.json"


@cache
def texts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    for event in loaded["events"]:
        event["day"] = date.fromisoformat(event["day"])
    loaded["legend"] = list(loaded["words"].items())
    return loaded


def matrix() -> dict[str, Any]:
    """Groups of tasks × units; a cell is written "i55": kind and figure."""
    t = texts()
    rows = []
    for label, line in zip(t["groups"], t["matrix"], strict=True):
        kinds = [(KINDS[cell[0]], cell[1:]) for cell in line.split()]
        cells = [
            {"kind": kind, "word": t["words"][kind], "figure": figure, "url": "#"} for kind, figure in kinds
        ]
        done = sum(kind == "done" for kind, _figure in kinds)
        rows.append({"label": label, "url": "#", "cells": cells, "total": f"{done}/{len(cells)}"})
    columns = [{"label": name, "title": f"Tỉnh ủy {name}", "url": "#"} for name in t["cluster"]]
    return {"corner": "Nhóm nhiệm vụ", "columns": columns, "rows": rows, "total_label": "Đã hoàn thành"}


def tiles() -> list[dict[str, str]]:
    t = texts()
    kinds = {name: kind for kind, names in t["tile_kinds"].items() for name in names}
    return [
        {"kind": kind, "label": name, "word": t["report_words"][kind], "url": "#"}
        for name in t["units"]
        for kind in [kinds.get(name, "done")]
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One made row of the long register."""

    number: int

    @property
    def name(self) -> str:
        return f"Đảng ủy {LEVELS[self.number % 3]} {texts()['units'][self.number % 63]} {self.number}"

    @property
    def superior(self) -> str:
        return f"Tỉnh ủy {texts()['units'][self.number // 160 % 63]}"

    @property
    def kind(self) -> str:
        return ("done", "done", "doing", "soon", "late", "todo")[self.number % 6]

    @property
    def word(self) -> str:
        return str(texts()["words"][self.kind])

    @property
    def members(self) -> int:
        return 37 + self.number * 7919 % 1900

    @property
    def rate(self) -> float:
        return (self.number * 613 % 10000) / 100

    @property
    def ends(self) -> date:
        return OPEN if self.number % 5 else date(2025, 7, 1)


class Lines(Sequence[Line]):
    """Made rows that cost nothing however many they are."""

    def __init__(self, count: int) -> None:
        self.numbers = range(1, count + 1)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, part: int) -> Line: ...
    @overload
    def __getitem__(self, part: slice) -> list[Line]: ...
    def __getitem__(self, part: int | slice) -> Line | list[Line]:
        if isinstance(part, int):
            return Line(self.numbers[part])
        return [Line(number) for number in self.numbers[part]]
