"""Agendas to begin with, as data (data/agenda.json); every place changes them."""

import json
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from giaoban.conferences.rules.states import ItemKind, Kind

DATA = Path(__file__).parents[1] / "data" / "agenda.json"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is written about an item of an agenda; `document_ids` are its papers."""

    kind: str
    title: str
    minutes: int
    presenter: str = ""
    count: int | None = None
    counting_unit: str = ""
    document_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    label: str
    label_en: str
    starts: time
    kinds: tuple[Kind, ...]
    items: tuple[ItemFacts, ...]


@cache
def templates() -> tuple[Template, ...]:
    """
    >>> [(t.code, f"{t.starts:%H:%M}", sum(i.minutes for i in t.items)) for t in templates()]
    [('briefing', '14:00', 180), ('cluster_review', '08:00', 195), ('annual', '07:30', 230)]
    """
    return tuple(
        Template(
            row["code"],
            row["label"],
            row["label_en"],
            time.fromisoformat(row["starts"]),
            tuple(Kind(kind) for kind in row["kinds"]),
            tuple(
                ItemFacts(
                    ItemKind(item["kind"]).value,
                    item["title"],
                    int(item["minutes"]),
                    counting_unit=item.get("counting_unit", ""),
                )
                for item in row["items"]
            ),
        )
        for row in json.loads(DATA.read_text(encoding="utf-8"))["templates"]
    )


def template_for(kind: str, code: str = "") -> Template:
    """The template of that code, else the first one made for the kind of conference.

    >>> template_for("nine_month").code, template_for("annual").code, template_for("monthly", "annual").code
    ('briefing', 'annual', 'annual')
    """
    named = [row for row in templates() if row.code == code]
    return (named or [row for row in templates() if kind in row.kinds])[0]
