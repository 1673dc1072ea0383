"""A small table of a form: rows of cells to type in, empty ones to go on in, lines pasted from a sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ROWS = 500
SHOWN, FREE = 100, 3  # rows of cells on a page; empty ones behind those typed
TEXT = 50_000
SEPARATOR = "|"
MORE = "them_dong"  # the button that asks for more rows says whose
NUMBER = "number"  # a column that counts the rows itself
BROAD = frozenset({"text", "wording", "content", "words", "title", "what", "result"})
SLIM = frozenset({NUMBER, "at", "minutes", "days", "votes", "share", "due"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What came in: rows of cells, and lines pasted under them."""

    rows: tuple[tuple[str, ...], ...] = ()
    pasted: str = ""


class RowsInput(forms.Widget):
    """`columns` (name, label); a cell is named field-row-column, pasted lines by the field alone."""

    template_name = "correspondence/rows_input.html"

    def __init__(self, columns: Sequence[tuple[str, str]], paste_help: str = "") -> None:
        super().__init__()
        self.columns, self.paste_help = columns, paste_help
        self.free = FREE

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:  # noqa: ARG002
        names = [column for column, _label in self.columns]
        cell = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-(?:{'|'.join(map(re.escape, names))})")
        numbers = sorted({int(found[1]) for key in data if (found := cell.fullmatch(key))})
        rows = [tuple((data.get(f"{name}-{n}-{column}") or "").strip() for column in names) for n in numbers]
        return Typed(tuple(row for row in rows if any(row)), data.get(name) or "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return self.value_from_datadict(data, files, name) == Typed()

    def id_for_label(self, id_: str) -> str:
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed()
        empty = ("",) * len(self.columns)
        shown = [*typed.rows, *[empty] * max(0, min(self.free, SHOWN - len(typed.rows)))]
        context["widget"] |= {
            "columns": [(label, _width(column)) for column, label in self.columns],
            "counted": all(column != NUMBER for column, _label in self.columns),
            "rows": [(number, self._cells(row)) for number, row in enumerate(shown, start=1)],
            "pasted": typed.pasted,
            "paste_help": self.paste_help,
            "more": MORE,
            "full": len(shown) >= SHOWN,
        }
        return context

    def _cells(self, row: Sequence[str]) -> list[tuple[str, str, str, bool]]:
        pairs = zip(self.columns, row, strict=True)
        return [(column, label, cell, column in BROAD) for (column, label), cell in pairs]


def _width(column: str) -> str:
    return "broad" if column in BROAD else "slim" if column in SLIM else ""


class RowsField(forms.CharField):
    """Rows of named cells, those that were pasted behind those that were typed."""

    widget: RowsInput

    def __init__(
        self, *, columns: Sequence[tuple[str, str]], labels: Sequence[str], paste: str, **options: Any
    ):
        shown = [(name, label) for (name, _label), label in zip(columns, labels, strict=True)]
        super().__init__(max_length=TEXT, widget=RowsInput(shown, paste), **options)
        self.names = [name for name, _label in columns]

    def clean(self, value: Any) -> list[Mapping[str, str]]:
        text = str(self.to_python(value.pasted))
        self.run_validators(text + "".join(cell for row in value.rows for cell in row))
        lines = [line for line in text.splitlines() if line.strip()]
        if len(value.rows) + len(lines) > MOST_ROWS:
            raise ValidationError(_("Nhiều nhất %(most)s dòng.") % {"most": MOST_ROWS})
        rows = [*value.rows, *(self._row(number, line) for number, line in enumerate(lines, start=1))]
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], code="required")
        return [dict(zip(self.names, [*row, *[""] * len(self.names)], strict=False)) for row in rows]

    def _row(self, number: int, line: str) -> tuple[str, ...]:
        cells = tuple(cell.strip() for cell in line.replace("\t", SEPARATOR).split(SEPARATOR))
        if len(cells) > len(self.names):
            raise ValidationError(
                _("Dòng %(number)s có %(found)s ô, mẫu có %(wanted)s ô.")
                % {"number": number, "found": len(cells), "wanted": len(self.names)}
            )
        return cells
