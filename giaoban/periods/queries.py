"""Periods as pages ask for them: by code (404 when there is none), their words, the choices of a list."""

from django.utils.translation import get_language

from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.periods.rules import NotAPeriodError, Period, around, current


def get_period(code: str) -> Period:
    """The period of an address; an unknown code is answered like any unknown page."""
    try:
        return Period.parse(code)
    except NotAPeriodError as error:
        raise Hidden(code) from error


def current_period() -> Period:
    """The working period of today in Viet Nam."""
    return current(today())


def period_label(period: Period) -> str:
    """The period's name in the language of the page."""
    return period.label("en" if (get_language() or "vi").startswith("en") else "vi")


def period_choices(period: Period) -> list[tuple[str, str]]:
    """(code, name) of the periods around this one, for the select list of the bar."""
    return [(other.code, period_label(other)) for other in around(period)]
