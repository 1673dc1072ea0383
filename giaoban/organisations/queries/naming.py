"""What units were called on the days that matter to a page, for many units and days in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from giaoban.core.memo import once_a_page
from giaoban.organisations.queries.line import expected

Asked = tuple[int, date]
Span = tuple[str, str, date, date]  # name, short name, from, until


@dataclass(frozen=True, slots=True)
class Names:
    """All names of some units, each unit's in the order of time; codes, and which of them advise another."""

    by_unit: dict[int, list[tuple[Span, str]]]
    codes: dict[int, str]
    advising: set[int]

    def spans(self, unit_id: int) -> list[Span]:
        return [span for span, _english in self.by_unit.get(unit_id, [])]

    def at(self, unit_id: int, day: date) -> str:
        """The name on the day; outside the unit's life the last one before the day, else the first."""
        return self.span(unit_id, day)[0]

    def span(self, unit_id: int, day: date) -> Span:
        return self._found(unit_id, day)[0]

    def english(self, unit_id: int, day: date) -> str:
        return self._found(unit_id, day)[1]

    def _found(self, unit_id: int, day: date) -> tuple[Span, str]:
        rows = self.by_unit.get(unit_id) or [(("—", "", day, day), "")]
        begun = [row for row in rows if row[0][2] <= day]
        return begun[-1] if begun else rows[0]


# Written out, because every page asks this.
_NAMES = """
SELECT n.unit_id, u.code, k.advises, n.name_en, n.name, n.short_name, n.starts, n.ends
FROM organisations_unitname n
JOIN organisations_unit u ON u.id = n.unit_id
JOIN organisations_kind k ON k.code = u.kind_id
WHERE n.unit_id = ANY(%(asked)s::bigint[])
ORDER BY n.starts, n.id
"""


def load_names(unit_ids: Iterable[int]) -> Names:
    """One query for those that the page has not asked for yet, with the units that it stands on."""
    known, wanted = _known(), set(unit_ids)
    asked = wanted - known.keys()
    if asked:
        asked |= expected() - known.keys()
        known.update({unit_id: [] for unit_id in asked})
        with connection.cursor() as cursor:
            cursor.execute(_NAMES, {"asked": list(asked)})
            for unit, code, advises, english, *span in cursor.fetchall():
                known[unit].append((tuple(span), english, code, advises))
    found = {unit_id: known[unit_id] for unit_id in wanted if known[unit_id]}
    return Names(
        {unit_id: [(span, english) for span, english, *_unit in rows] for unit_id, rows in found.items()},
        {unit_id: rows[0][2] for unit_id, rows in found.items()},
        {unit_id for unit_id, rows in found.items() if rows[0][3]},
    )


@once_a_page
def _known() -> dict[int, list[Any]]:
    return {}


def names_at(wanted: Iterable[Asked]) -> dict[Asked, str]:
    """The name of each unit on its day, for (unit id, day) pairs; "—" when the unit has no name at all."""
    asked = set(wanted)
    names = load_names(unit for unit, _day in asked)
    return {(unit, day): names.at(unit, day) for unit, day in asked}
