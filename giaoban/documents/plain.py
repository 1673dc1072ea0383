"""A paper as plain JSON values and back, without loss: drafts are kept and compared in this form.

Sequences come back as tuples; what a paper did not say is left out and gets its default again.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from giaoban.documents.blocks import (
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
)

KINDS: dict[str, type[Block]] = {"heading": Heading, "paragraph": Paragraph, "table": Table}


def dump(paper: Paper) -> dict[str, Any]:
    """
    >>> made = Paper(Letterhead("", "Ban Tổ chức"), "", "", None, "", "", datetime(2019, 9, 25, 8, 30))
    >>> dump(made)["created"], load(dump(made)) == made
    ('2019-09-25T08:30:00', True)
    """
    return _plain(paper)


def load(values: Mapping[str, Any]) -> Paper:
    """The paper of `dump`; KeyError, TypeError or ValueError when the values are not of its form."""
    found = dict(values)
    return Paper(
        **found
        | {
            "letterhead": Letterhead(**found["letterhead"]),
            "day": date.fromisoformat(found["day"]) if found.get("day") else None,
            "created": datetime.fromisoformat(found["created"]),
            "blocks": _blocks(found),
            "signature": _one(Signature, found.get("signature")),
            "beside": _one(Signature, found.get("beside")),
            "receivers": tuple(found.get("receivers", ())),
            "annexes": tuple(
                Annex(**annex | {"blocks": _blocks(annex)}) for annex in found.get("annexes", ())
            ),
        }
    )


def dump_block(block: Block) -> dict[str, Any]:
    """One block, to be kept or compared on its own.

    >>> dump_block(Heading("I- Tình hình", key="h:1"))
    {'kind': 'heading', 'text': 'I- Tình hình', 'key': 'h:1'}
    """
    kind = next(name for name, made in KINDS.items() if isinstance(block, made))
    return {"kind": kind, **_plain(block)}


def load_block(values: Mapping[str, Any]) -> Block:
    """
    >>> load_block({"kind": "paragraph", "runs": [{"text": "1.215", "figure": "MEM.NEW"}]})
    Paragraph(text='', runs=(Run(text='1.215', bold=False, italic=False, raised=False, figure='MEM.NEW'),), \
bold=False, italic=False, align='justify', indent=True, key='')
    """
    found = dict(values)
    kind = KINDS[found.pop("kind")]
    for name, make in _MADE.items():
        if name in found:
            found[name] = make(found[name])
    return kind(**found)


def _plain(record: Any) -> dict[str, Any]:
    """Its fields that differ from what they are when nothing is said."""
    found = {}
    for field in fields(record):
        value = getattr(record, field.name)
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if default is MISSING or value != default:
            found[field.name] = _value(value)
    return found


def _value(value: Any) -> Any:
    if isinstance(value, Heading | Paragraph | Table):
        return dump_block(value)
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    for kinds, made in _SAID.items():
        if isinstance(value, kinds):
            return made(value)
    return value


def _blocks(values: Mapping[str, Any]) -> tuple[Block, ...]:
    return tuple(load_block(block) for block in values.get("blocks", ()))


def _one(kind: type[Signature], values: Mapping[str, Any] | None) -> Signature | None:
    return kind(**values) if values else None


def _cell(value: Any) -> Cell:
    return Decimal(value["decimal"]) if isinstance(value, Mapping) else value


_MADE: dict[str, Callable[[Any], Any]] = {
    "runs": lambda runs: tuple(Run(**run) for run in runs),
    "columns": lambda columns: tuple(Column(**column) for column in columns),
    "rows": lambda rows: tuple(tuple(map(_cell, row)) for row in rows),
    "bands": lambda bands: tuple((title, span) for title, span in bands),
    "totals": frozenset,
}
_SAID: dict[Any, Callable[[Any], Any]] = {
    (Letterhead, Signature, Run, Column, Annex): _plain,
    date: lambda day: day.isoformat(),  # of a moment too
    Decimal: lambda number: {"decimal": str(number)},
    (set, frozenset): sorted,
}
