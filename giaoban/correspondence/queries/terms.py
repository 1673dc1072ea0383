"""By which term or year a unit numbers on a day.

A term runs from the day after its congress closed to the day the next one closes. What a unit declared goes
before the general dates; a commission counts by its committee's terms; a state body counts by the year.
"""

from collections.abc import Collection
from datetime import date

from giaoban.correspondence.models import Book, Term
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import lines_of
from giaoban.periods.rules import terms


def term_on(unit_id: int, on: date, *, style: str = "") -> str:
    """The code of the term ("2015-2020"), or the year ("2019") for a body of the state."""
    style = style or Book.objects.filter(unit_id=unit_id).values_list("style", flat=True).first() or "party"
    if style == "state":
        return str(on.year)
    lines = lines_of(unit_id, on)
    declared = Term.objects.filter(unit_id__in=lines).values_list("unit_id", "code", "starts", "ends")
    found = {unit: code for unit, code, starts, ends in declared if starts <= on < ends}
    own = next((found[line] for line in lines if line in found), "")
    return own or _general(lines[-1], on, begun_later={code for _unit, code, *_days in declared})


def _general(unit_id: int, on: date, *, begun_later: Collection[str]) -> str:
    """By the dates of congresses that everybody knows; a day before the first one counts by its year.

    A term that the unit says has begun later had not begun: the one before it still ran.
    """
    kind = Unit.objects.filter(pk=unit_id).values_list("kind_id", flat=True).get()
    begun = [term for term in terms("central" if kind == "centre" else "local") if term.window.starts <= on]
    running = [term.code for term in begun if term.code not in begun_later]
    return running[-1] if running else str(on.year)
