"""By which term or year a unit numbers on a day.

A term runs from the day after its congress closed to the day the next one closes. What a unit declared goes
before the general dates; a commission counts by its committee's terms; a state body counts by the year.
"""

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
    declared = Term.objects.filter(unit_id__in=lines, starts__lte=on, ends__gt=on)
    found = dict(declared.values_list("unit_id", "code"))
    own = next((found[line] for line in lines if line in found), "")
    return own or _general(lines[-1], on)


def _general(unit_id: int, on: date) -> str:
    """By the dates of congresses that everybody knows; a day before the first one counts by its year."""
    level = Unit.objects.filter(pk=unit_id).values_list("kind_id", flat=True).get()
    scope = "central" if level == "centre" else "local"
    return next((term.code for term in terms(scope) if on in term.window), str(on.year))
