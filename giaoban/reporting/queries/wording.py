"""Words of the pages of consolidation: rows of a form in the reader's language, why two figures differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.numbers import vi_number
from giaoban.reporting.labels import in_words
from giaoban.reporting.models import FormVersion


@dataclass(frozen=True, slots=True)
class RowWords:
    code: str
    name: str
    counting_unit: str
    heading: str
    guidance: str


def row_words(version: FormVersion) -> dict[str, RowWords]:
    """By code, in the order of the form."""
    return {
        row.indicator.code: RowWords(
            row.indicator.code,
            in_words(row.indicator),
            in_words(row.indicator, "counting_unit"),
            in_words(row, "heading"),
            in_words(row, "guidance"),
        )
        for row in version.lines()
    }


def cause(adjusted: Mapping[str, Any] | None) -> str:
    """Why a unit's signed figure is not the sum of its leaves, from the adjustment it signed, if any."""
    if adjusted is None:
        return _("cơ sở sửa số sau khi đơn vị ký")
    facts = {"delta": vi_number(adjusted["delta"]), "reason": adjusted["reason"]}
    return _("đơn vị điều chỉnh %(delta)s: %(reason)s") % facts
