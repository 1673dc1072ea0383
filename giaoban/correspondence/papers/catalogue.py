"""The shipped templates, from data/templates.json; checked when they are read."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from giaoban.correspondence.papers.model import Field, FieldKind, Template

DATA = Path(__file__).resolve().parents[1] / "data" / "templates.json"


@cache
def catalogue() -> tuple[Template, ...]:
    """In the order in which a user looks for them."""
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(_template(line) for line in data["templates"])


def template(code: str) -> Template:
    """The shipped template of this code; KeyError when there is none."""
    for one in catalogue():
        if one.code == code:
            return one
    raise KeyError(code)


def _template(line: dict[str, Any]) -> Template:
    fields = tuple(_field(field) for field in line["fields"])
    return Template(
        code=line["code"],
        label=line["label"],
        type=line.get("type", ""),
        type_name=line.get("type_name", ""),
        about=line.get("about", ""),
        addressee=line.get("addressee", ""),
        fields=fields,
        body=tuple(line["body"]),
        signatures=line.get("signatures", 1),
        beside=line.get("beside", ""),
        post=line.get("post", ""),
        receivers=tuple(line.get("receivers", ())),
        addressed=line.get("addressed", "Kính gửi"),
        label_en=line["label_en"],
        numbered=line.get("numbered", True),
    )


def _field(line: dict[str, Any]) -> Field:
    return Field(
        name=line["name"],
        label=line["label"],
        kind=FieldKind(line.get("kind", "line")),
        required=line.get("required", True),
        example=line.get("example", ""),
        columns=tuple((name, label) for name, label, _english in line.get("columns", ())),
        label_en=line["label_en"],
        columns_en=tuple(english for _name, _label, english in line.get("columns", ())),
    )
