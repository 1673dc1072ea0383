"""What units were called on the days that matter to a page, for many units and days in one query."""

from collections.abc import Iterable
from datetime import date

from giaoban.organisations.models import UnitName

Asked = tuple[int, date]


def names_at(wanted: Iterable[Asked]) -> dict[Asked, str]:
    """The name of each unit on its day; outside its life the last one before the day, else the first.

    Takes (unit id, day) pairs, answers every one of them ("—" when the unit has no name at all).
    """
    asked = set(wanted)
    spans: dict[int, list[tuple[date, date, str]]] = {}
    rows = UnitName.objects.filter(unit_id__in={unit for unit, _day in asked})
    for unit, starts, ends, name in rows.order_by("starts").values_list("unit_id", "starts", "ends", "name"):
        spans.setdefault(unit, []).append((starts, ends, name))
    return {(unit, day): _name(spans.get(unit, []), day) for unit, day in asked}


def _name(spans: list[tuple[date, date, str]], day: date) -> str:
    found = "—"
    for starts, _ends, name in spans:
        if starts <= day or found == "—":
            found = name
    return found
