"""What units were called on the days that matter to a page, for many units and days in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from giaoban.organisations.models import UnitName

Asked = tuple[int, date]
Span = tuple[str, str, date, date]  # name, short name, from, until


@dataclass(frozen=True, slots=True)
class Names:
    """All names of some units, each unit's in the order of time."""

    by_unit: dict[int, list[tuple[Span, str]]]

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


def load_names(unit_ids: Iterable[int]) -> Names:
    by_unit: dict[int, list[tuple[Span, str]]] = {}
    rows = UnitName.objects.filter(unit_id__in=set(unit_ids)).order_by("starts")
    for unit, english, *span in rows.values_list(
        "unit_id", "name_en", "name", "short_name", "starts", "ends"
    ):
        by_unit.setdefault(unit, []).append((tuple(span), english))  # type: ignore[arg-type]
    return Names(by_unit)


def names_at(wanted: Iterable[Asked]) -> dict[Asked, str]:
    """The name of each unit on its day, for (unit id, day) pairs; "—" when the unit has no name at all."""
    asked = set(wanted)
    names = load_names(unit for unit, _day in asked)
    return {(unit, day): names.at(unit, day) for unit, day in asked}
