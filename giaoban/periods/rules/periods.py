"""Periods of work: their codes, words, windows, neighbours, and the day whose structure of units counts.

Kinds of reporting.md §1-2; a quarter-end period carries two windows, "tháng 9 và 9 tháng" (cycle.md §1.1.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from giaoban.periods.rules.windows import CALENDAR, Window, WindowRule, term, terms


class Kind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    H1 = "h1"
    H2 = "h2"
    M9 = "m9"
    YEAR = "year"
    TERM = "term"


_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.H1: 6, Kind.H2: 6, Kind.M9: 9, Kind.YEAR: 12}
_ROMAN = ("I", "II", "III", "IV")
_PART = {Kind.H1: "6t", Kind.H2: "6tc", Kind.M9: "9t", Kind.YEAR: "nam"}
_CODE = re.compile(
    r"(?P<year>[1-9]\d{3})(?:-(?P<term>[1-9]\d{3})|-t(?P<month>0[1-9]|1[0-2])|-q(?P<quarter>[1-4])"
    r"|-(?P<part>6tc|6t|9t))?(?:-(?:q(?P<and_quarter>[1-4])|(?P<and_part>6tc|6t|9t|nam)))?"
)
# What a month at the end of a quarter is merged with in the sector's titles (cycle.md §1.1.1).
_CUSTOM = {3: Kind.QUARTER, 6: Kind.H1, 9: Kind.M9, 12: Kind.YEAR}
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WORDS = {
    "vi": {
        Kind.MONTH: "Tháng {number}",
        Kind.QUARTER: "Quý {roman}",
        Kind.H1: "6 tháng đầu",
        Kind.H2: "6 tháng cuối",
        Kind.M9: "9 tháng",
        Kind.YEAR: "",
        Kind.TERM: "Nhiệm kỳ {year}–{number}",
    },
    "en": {
        Kind.MONTH: "{month}",
        Kind.QUARTER: "Quarter {number} of",
        Kind.H1: "First 6 months of",
        Kind.H2: "Last 6 months of",
        Kind.M9: "First 9 months of",
        Kind.YEAR: "Year",
        Kind.TERM: "Term {year}–{number}",
    },
}


class NotAPeriodError(ValueError):
    """The text is no period code."""


@dataclass(frozen=True, slots=True)
class Period:
    """A *kỳ công tác*: `number` is the month, the quarter or the last year of a term; `and_kind` is the
    cumulative part of a merged period.

    >>> from giaoban.periods.rules.windows import ADMINISTRATIVE
    >>> p = Period.parse("2019-t09-9t")
    >>> p.label(), p.label("en")
    ('Tháng 9 và 9 tháng năm 2019', 'September and first 9 months of 2019')
    >>> print(p.window()), print(p.cumulative.window())
    01/9/2019 – 30/9/2019
    01/01/2019 – 30/9/2019
    (None, None)
    >>> print(p.window(ADMINISTRATIVE)), print(p.cumulative.window(ADMINISTRATIVE))
    15/8/2019 – 14/9/2019
    15/12/2018 – 14/9/2019
    (None, None)
    """

    kind: Kind
    year: int
    number: int = 0
    and_kind: Kind | None = None

    def __post_init__(self) -> None:
        low, high = {
            Kind.MONTH: (1, 12),
            Kind.QUARTER: (1, 4),
            Kind.TERM: (self.year + 1, self.year + 10),
        }.get(self.kind, (0, 0))
        if not (1900 <= self.year <= 9000 and low <= self.number <= high):
            raise NotAPeriodError(f"no such {self.kind} in {self.year}: {self.number}")
        if self.and_kind is not None and not self._merges(self.and_kind):
            raise NotAPeriodError(f"{self.kind} {self.number} does not end a {self.and_kind}")

    def _merges(self, other: Kind) -> bool:
        if self.kind not in {Kind.MONTH, Kind.QUARTER} or other in {Kind.MONTH, Kind.TERM, self.kind}:
            return False
        return other is Kind.QUARTER or self._last_month == _last_month(other, 0)

    # --- codes ---

    @classmethod
    def parse(cls, code: str) -> "Period":
        """A period from its code.

        >>> [Period.parse(c).label() for c in ("2018-q1", "2018-6t", "2020", "2015-2020", "2019-q4-nam")]
        ['Quý I năm 2018', '6 tháng đầu năm 2018', 'Năm 2020', 'Nhiệm kỳ 2015–2020', 'Quý IV và cả năm 2019']
        >>> Period.parse("2019-t08-9t")
        Traceback (most recent call last):
        giaoban.periods.rules.periods.NotAPeriodError: month 8 does not end a m9
        """
        match = _CODE.fullmatch(code)
        if match is None:
            raise NotAPeriodError(f"no period code: {code}")
        year = int(match["year"])
        if match["term"]:
            period = cls(Kind.TERM, year, int(match["term"]))
        elif match["month"]:
            period = cls(Kind.MONTH, year, int(match["month"]))
        elif match["quarter"]:
            period = cls(Kind.QUARTER, year, int(match["quarter"]))
        elif match["part"]:
            period = cls(_kind_of(match["part"]), year)
        else:
            period = cls(Kind.YEAR, year)
        if match["and_quarter"]:
            if period.kind is not Kind.MONTH or period._last_month != 3 * int(match["and_quarter"]):
                raise NotAPeriodError(f"no period code: {code}")
            return cls(period.kind, year, period.number, Kind.QUARTER)
        if match["and_part"]:
            return cls(period.kind, year, period.number, _kind_of(match["and_part"]))
        return period

    @property
    def code(self) -> str:
        """
        >>> Period(Kind.MONTH, 2019, 3, Kind.QUARTER).code, Period(Kind.QUARTER, 2019, 3, Kind.M9).code
        ('2019-t03-q1', '2019-q3-9t')
        """
        if self.kind is Kind.TERM:
            return f"{self.year}-{self.number}"
        base = {
            Kind.MONTH: f"{self.year}-t{self.number:02d}",
            Kind.QUARTER: f"{self.year}-q{self.number}",
            Kind.YEAR: f"{self.year}",
        }.get(self.kind) or f"{self.year}-{_PART[self.kind]}"
        if self.and_kind is None:
            return base
        part = f"q{self._last_month // 3}" if self.and_kind is Kind.QUARTER else _PART[self.and_kind]
        return f"{base}-{part}"

    def __str__(self) -> str:
        return self.code

    # --- words ---

    def label(self, language: str = "vi") -> str:
        """The period as titles write it.

        >>> Period.parse("2019-t06-6t").label(), Period.parse("2019-t03-q1").label()
        ('Tháng 6 và 6 tháng đầu năm 2019', 'Tháng 3 và quý I năm 2019')
        >>> Period.parse("2018-6tc").label("en"), Period.parse("2018-q2").label("en")
        ('Last 6 months of 2018', 'Quarter 2 of 2018')
        """
        words = self._words(language)
        if self.kind is Kind.TERM:
            return words
        if language == "en":
            if self.cumulative is not None:
                words = f"{words.removesuffix(' of')} and {_lower(self.cumulative._words('en'))}"
            return f"{words} {self.year}"
        if self.cumulative is not None:
            words = f"{words} và {_lower(self.cumulative._words('vi')) or 'cả'}"
        return f"{words} năm {self.year}" if words else f"Năm {self.year}"

    def _words(self, language: str) -> str:
        return _WORDS[language][self.kind].format(
            year=self.year,
            number=self.number,
            roman=_ROMAN[(self.number - 1) % 4],
            month=_MONTH_NAMES[(self.number - 1) % 12],
        )

    # --- the parts of a merged period ---

    @property
    def merged(self) -> bool:
        return self.and_kind is not None

    @property
    def in_period(self) -> "Period":
        """The period without its cumulative part."""
        return Period(self.kind, self.year, self.number)

    @property
    def cumulative(self) -> "Period | None":
        """The cumulative part of a merged period."""
        if self.and_kind is None:
            return None
        return Period(self.and_kind, self.year, self._last_month // 3 if self.and_kind is Kind.QUARTER else 0)

    # --- windows ---

    @property
    def _last_month(self) -> int:
        return _last_month(self.kind, self.number)

    def window(self, rule: WindowRule = CALENDAR) -> Window:
        """The days of the period (of the in-period part when merged); a term has its congresses' dates.

        >>> from giaoban.periods.rules.windows import ADMINISTRATIVE
        >>> print(Period.parse("2018-6t").window(ADMINISTRATIVE))
        15/12/2017 – 14/6/2018
        >>> print(Period.parse("2020-t02").window())
        01/02/2020 – 29/02/2020
        """
        if self.kind is Kind.TERM:
            return term(self.code).window
        months = _MONTHS[self.kind]
        return rule.window(self.year, self._last_month - months + 1, months)

    def windows(self, rule: WindowRule = CALENDAR) -> tuple[Window, ...]:
        """One window, or two when merged: in the period, and cumulative."""
        if self.cumulative is None:
            return (self.window(rule),)
        return self.window(rule), self.cumulative.window(rule)

    def cumulative_from(self, rule: WindowRule = CALENDAR) -> date:
        """The first day of the year's running total (*lũy kế*); of the term for a term."""
        if self.kind is Kind.TERM:
            return self.window().starts
        return Period(Kind.YEAR, self.year).window(rule).starts

    def contains(self, moment: date | datetime, rule: WindowRule = CALENDAR) -> bool:
        return moment in self.window(rule)

    @property
    def reference_day(self) -> date:
        """The last calendar day of the period: a unit code in an address means the unit in force then.

        >>> Period.parse("2025-6t").reference_day
        datetime.date(2025, 6, 30)
        """
        return self.window().last_day

    # --- neighbours ---

    def _step(self, count: int) -> "Period":
        if self.kind is Kind.TERM:
            length = self.number - self.year
            return Period(Kind.TERM, self.year + count * length, self.number + count * length)
        if self.kind in {Kind.M9, Kind.YEAR}:
            return Period(self.kind, self.year + count)
        if self.kind in {Kind.H1, Kind.H2}:
            half = 2 * self.year + (self.kind is Kind.H2) + count
            return Period(Kind.H2 if half % 2 else Kind.H1, half // 2)
        if self.merged and self.kind is Kind.MONTH:
            # Merged months belong to quarter-end conferences: the next one is a quarter away.
            months = 12 * self.year + self.number - 1 + 3 * count
            year, month = months // 12, months % 12 + 1
            quarterly = self.and_kind is Kind.QUARTER and self.number != 3
            return Period(Kind.MONTH, year, month, Kind.QUARTER if quarterly else _CUSTOM[month])
        size = 12 if self.kind is Kind.MONTH else 4
        year, number = divmod(size * self.year + self.number - 1 + count, size)
        if not self.merged:
            return Period(self.kind, year, number + 1)
        return Period(self.kind, year, number + 1, _CUSTOM[3 * (number + 1)] if number else None)

    @property
    def previous(self) -> "Period":
        """The period before it of the same kind.

        >>> [Period.parse(c).previous.code for c in ("2019-t01", "2019-6t", "2019-t09-9t", "2015-2020")]
        ['2018-t12', '2018-6tc', '2019-t06-6t', '2010-2015']
        """
        return self._step(-1)

    @property
    def next(self) -> "Period":
        """
        >>> [Period.parse(c).next.code for c in ("2019-t12", "2019-t12-nam", "2019-9t", "2019-6t")]
        ['2020-t01', '2020-t03-q1', '2020-9t', '2019-6tc']
        """
        return self._step(1)

    @property
    def same_last_year(self) -> "Period":
        """The same period a year earlier (*cùng kỳ năm trước*); of the term before for a term.

        >>> Period.parse("2019-t09-9t").same_last_year.code
        '2018-t09-9t'
        """
        if self.kind is Kind.TERM:
            return self.previous
        return Period(self.kind, self.year - 1, self.number, self.and_kind)


def _last_month(kind: Kind, number: int) -> int:
    return {
        Kind.MONTH: number,
        Kind.QUARTER: 3 * number,
        Kind.H1: 6,
        Kind.M9: 9,
    }.get(kind, 12)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _kind_of(part: str) -> Kind:
    return next(kind for kind, code in _PART.items() if code == part)


# --- lists ----------------------------------------------------------------------------------------------


def working_period(year: int, month: int) -> Period:
    """The *kỳ công tác* of a month: merged at the end of a quarter.

    >>> working_period(2019, 8).code, working_period(2019, 9).code
    ('2019-t08', '2019-t09-9t')
    """
    return Period(Kind.MONTH, year, month, _CUSTOM.get(month))


def current(day: date, kind: Kind | None = None, rule: WindowRule = CALENDAR) -> Period:
    """The period that `day` lies in: the working period, or the one of `kind`.

    >>> current(date(2019, 9, 30)).code, current(date(2019, 10, 1)).code
    ('2019-t09-9t', '2019-t10')
    >>> from giaoban.periods.rules.windows import ADMINISTRATIVE
    >>> current(date(2019, 9, 15), Kind.MONTH, ADMINISTRATIVE).code
    '2019-t10'
    >>> current(date(2019, 11, 1), Kind.TERM).code, current(date(2019, 11, 1), Kind.M9).code
    ('2015-2020', '2019-9t')
    """
    if kind is Kind.TERM:
        return _current_term(day)
    for month in (day.month, day.month + 1, day.month + 2, day.month - 1, day.month - 2):
        year, number = day.year + (month - 1) // 12, (month - 1) % 12 + 1
        candidate = Period(Kind.MONTH, year, number)
        if candidate.contains(day, rule):
            break
    else:
        raise NotAPeriodError(f"{day} lies in no window")
    if kind is None:
        return working_period(candidate.year, candidate.number)
    if kind is Kind.MONTH:
        return candidate
    if kind is Kind.QUARTER:
        return Period(Kind.QUARTER, candidate.year, (candidate.number + 2) // 3)
    if kind in {Kind.H1, Kind.H2}:
        return Period(Kind.H1 if candidate.number <= 6 else Kind.H2, candidate.year)
    return Period(kind, candidate.year)


def _current_term(day: date) -> Period:
    for known in terms("local"):
        if day in known.window:
            return Period.parse(known.code)
    later = Period(Kind.TERM, day.year - day.year % 5, day.year - day.year % 5 + 5)
    return later if later.contains(day) else later.previous


def of_year(year: int) -> tuple[Period, ...]:
    """Every period that a year's work uses: twelve working periods, quarters, halves, 9 months, the year."""
    months = [working_period(year, month) for month in range(1, 13)]
    quarters = [Period(Kind.QUARTER, year, number) for number in range(1, 5)]
    wholes = [Period(kind, year) for kind in (Kind.H1, Kind.M9, Kind.H2, Kind.YEAR)]
    return (*months, *quarters, *wholes)


def around(period: Period) -> tuple[Period, ...]:
    """Periods for a select list: those of the year, three working periods either side, last year, and itself.

    >>> [p.code for p in around(Period.parse("2019-t09"))][:5]
    ['2018-t10', '2018-t11', '2018-t12-nam', '2019-t01', '2019-t02']
    >>> around(Period.parse("2019-t01"))[-1].code
    '2018'
    """
    if period.kind is Kind.TERM:
        return (period.previous, period, period.next)
    before = [working_period(period.year - 1, month) for month in (10, 11, 12)]
    after = [working_period(period.year + 1, month) for month in (1, 2, 3)]
    found = dict.fromkeys([*before, *of_year(period.year)[:12], *after, *of_year(period.year)[12:]])
    found.setdefault(period)
    found.setdefault(Period(Kind.YEAR, period.year - 1))  # reviewed in January
    return tuple(found)


def iterate(first: Period, count: int) -> Iterator[Period]:
    """`count` periods of one kind, from `first` on."""
    for _ in range(count):
        yield first
        first = first.next
