"""The year of a day that a text writes without one: near the day of publishing, else by what is likeliest."""

import re
from datetime import date

from giaoban.reader.meeting_clues import Clues, Day
from giaoban.reader.meeting_odds import likeliest, told_weekday
from giaoban.reader.meeting_times import times_of
from giaoban.reader.normal import sentence_of

_FIRST_WEEKS, _FORTNIGHT = 2, 15  # months, days
_NEXT_YEAR = re.compile(r"(?<![a-z])(?:phuong huong|nhiem vu|ke hoach)(?![a-z])[a-z ,-]{0,40}#")
_COMING = re.compile(r"(?<![a-z])(?:se|du kien|sap|\d toi)(?![a-z])")
_HALF, _LONG_AGO, _AHEAD, _STORED_AHEAD, _MONTH = 183, 150, 45, 3, 30
_AROUND, _PAGE = 400, 2_000


def dated(found: Day, clues: Clues) -> date | None:
    """The whole day, or None where its year cannot be known.

    >>> day = Day(0, 4, 26, 1, None)
    >>> said = lambda day, text, **k: str(dated(day, Clues(text, **k)))
    >>> said(day, "26/1 xa hop ban ke hoach thang 2/2024")
    '2024-01-26'
    >>> said(day, "26/1 xa hop", published=date(2023, 2, 2)), said(day, "26/1 xa hop")
    ('2023-01-26', 'None')
    """
    if found.year is not None:
        return _of_the_new_year(found, clues) or found.of(found.year)
    told = _of_publishing(found, clues)
    if told and clues.published:
        near_by = (_MONTH if clues.month else _STORED_AHEAD) if clues.copy else _LONG_AGO
        weekday = told_weekday(found, clues.folded) if clues.copy else None
        if (clues.published - told).days <= near_by and weekday in (None, told.weekday()):
            return told
    return likeliest(found, clues) or (told if clues.copy else None)


def _of_the_new_year(found: Day, clues: Clues) -> date | None:
    """ "Chiều 07/02/2019", published on 10/02/2020: the old year is typed on for some weeks."""
    published = clues.published
    if found.year is None:
        return None
    if slip := _of_its_weekday(found, clues):
        return slip
    if found.month > _FIRST_WEEKS:
        return None
    if clues.reviewed == found.year and _NEXT_YEAR.search(
        clues.folded[:_PAGE].replace(str(found.year + 1), "#")
    ):
        return found.of(found.year + 1)  # it reviews the whole year it is dated in, and plans the next
    if published is None or clues.copy or found.year != published.year - 1:
        return None
    on = found.of(published.year)
    return on if on and 0 <= (published - on).days <= _FORTNIGHT else None


def _of_its_weekday(found: Day, clues: Clues) -> date | None:
    """ "Thứ Bảy ngày 21/10/2013" of a text of 2023: the latest year written on which it fell so."""
    weekday, typed = told_weekday(found, clues.folded), found.of(found.year or 0)
    if weekday is None or typed is None or typed.weekday() == weekday:
        return None
    times = times_of(clues.folded[: found.end + _PAGE])
    latest = max(times.alone or 0, times.dated or 0)
    on = found.of(latest) if latest != found.year else None
    return on if on and on.weekday() == weekday else None


def _of_publishing(found: Day, clues: Clues) -> date | None:
    """Past days are told and coming ones foretold: "từ 30/6 tới", "sẽ diễn ra ngày 5/1"."""
    published = clues.published
    on = found.of(published.year) if published else None
    if published is None or on is None:
        return None
    ahead = (on - published).days
    if _is_coming(found, clues.folded):
        return found.of(published.year + 1) if -ahead > _HALF else on
    if _STORED_AHEAD < ahead <= _AHEAD and not clues.copy:
        again = any(_is_coming(day, clues.folded) for day in clues.days if found.same(day))
        return on if again else found.of(published.year - 1)
    if ahead > _STORED_AHEAD:
        return found.of(published.year - 1)
    following = found.of(published.year + 1)
    soon = following and (following - published).days <= _STORED_AHEAD
    return following if soon else on


def _is_coming(day: Day, folded: str) -> bool:
    return _COMING.search(folded, *sentence_of(folded, day.start, _AROUND)) is not None
