"""Fields of the register: a document found by any spelling, units one to a line."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from giaoban.core.actors import Actor
from giaoban.core.forms import ComboboxField
from giaoban.core.refusals import Hidden
from giaoban.core.text import canonical, slug
from giaoban.directives import queries
from giaoban.directives.models import Document
from giaoban.organisations.queries import pick as pick_units

MOST_LINES = 300
MOST_CANDIDATES = 5


class DocumentField(ComboboxField):
    """A document found by symbol in any spelling or by words; `bind` says for whom and where it asks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(find=lambda _text: (), get=lambda _key: None, **kwargs)

    def bind(self, actor: Actor, url: str) -> None:
        def find(text: str) -> list[tuple[str, str]]:
            return [(str(c.document_id), f"{c.label} ({c.hint})") for c in queries.pick(actor, text)]

        def get(key: str) -> Document | None:
            try:
                return queries.get_document(actor, int(key) if key.isdecimal() and len(key) < 19 else 0)
            except Hidden:
                return None

        self.find, self.get = find, get
        self.widget.url = url
        self.widget.label_of = lambda key: getattr(get(key), "label", "")


class AskedField(forms.CharField):
    """Asked of everybody; whether it may stay empty is for the door or the whole form to say."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class UnitsField(AskedField):
    """Units one to a line, by name with or without accents, or by code; cleans to their ids."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.find: Callable[[str], Sequence[Any]] = lambda _text: ()

    def bind(self, actor: Actor, on: date) -> None:
        self.find = lambda text: pick_units(actor, text, on, limit=MOST_CANDIDATES + 1)

    def clean(self, value: Any) -> tuple[int, ...]:
        lines = [line.strip(" \t-,;.") for line in str(super().clean(value) or "").splitlines()]
        wanted = [(at, line) for at, line in enumerate(lines, start=1) if line]
        if len(wanted) > MOST_LINES:
            raise ValidationError(gettext("Quá %(most)s dòng.") % {"most": MOST_LINES}, code="many")
        found: dict[int, None] = {}
        problems = []
        for at, line in wanted:
            rows = self._exactly(line)
            if len(rows) == 1:
                found[rows[0].id] = None
            else:
                problems.append(_problem(at, line, rows))
        if problems:
            raise ValidationError(problems)
        return tuple(found)

    def _exactly(self, line: str) -> Sequence[Any]:
        rows = self.find(line)
        exact = [row for row in rows if row.code == slug(line) or canonical(line) in _names(row)]
        return exact if len(exact) == 1 else rows


def _names(row: Any) -> set[str]:
    return {canonical(row.name), canonical(row.short)}


def _problem(at: int, line: str, rows: Sequence[Any]) -> ValidationError:
    if not rows:
        text = gettext("Dòng %(at)s: không tìm thấy đơn vị “%(line)s”.")
        return ValidationError(text % {"at": at, "line": line}, code="unknown")
    names = "; ".join(row.name for row in rows[:MOST_CANDIDATES])
    text = gettext("Dòng %(at)s: “%(line)s” có thể là %(names)s. Hãy ghi đủ tên hoặc mã.")
    return ValidationError(text % {"at": at, "line": line, "names": names}, code="several")
