"""Names of the rows of a form in the reader's language."""

from dataclasses import dataclass

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
    """By code, in the order of the form: one query."""
    rows = version.rows.select_related("indicator").order_by("position")
    return {
        row.indicator.code: RowWords(
            row.indicator.code,
            in_words(row.indicator),
            in_words(row.indicator, "counting_unit"),
            in_words(row, "heading"),
            in_words(row, "guidance"),
        )
        for row in rows
    }
