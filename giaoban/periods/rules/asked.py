"""A period in the words of a question: "quý 3 2019", "9 tháng 2019", "tháng 9/2019", "2019-q3"."""

import re

from giaoban.core.text import clean, fold
from giaoban.periods.rules.periods import Kind, NotAPeriodError, Period, working_period

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:\s*[/.,-]\s*|\s+)(?:nam\s+)?(?P<year>[12]\d{3})"
_EDGE = r"(?![\w/-])"
_FORMS = (
    (
        "code",
        re.compile(
            rf"(?<![\w/-])(?P<code>[12]\d{{3}}-(?:t\d\d|q[1-4]|6tc|6t|9t|[12]\d{{3}})(?:-\w{{2,3}})?){_EDGE}"
        ),
    ),
    ("quarter", re.compile(rf"\bquy\s+(?P<number>iv|i{{1,3}}|[1-4]){_YEAR}{_EDGE}")),
    ("half", re.compile(rf"\b(?:6|sau)\s+thang(?:\s+(?P<which>dau|cuoi))?{_YEAR}{_EDGE}")),
    ("nine", re.compile(rf"\b(?:9|chin)\s+thang(?:\s+dau)?{_YEAR}{_EDGE}")),
    ("month", re.compile(rf"\bthang\s+(?P<number>\d{{1,2}}){_YEAR}{_EDGE}")),
    ("year", re.compile(rf"\bnam\s+(?P<year>[12]\d{{3}}){_EDGE}")),
)


def asked(text: str) -> tuple[Period, str] | None:
    """The period that a question names, and the rest of the question; None when it names none.

    >>> asked("biên chế quý III/2019"), asked("9 tháng 2019")
    ((Period(kind=<Kind.QUARTER: 'quarter'>, year=2019, number=3, and_kind=None), 'biên chế'), \
(Period(kind=<Kind.M9: 'm9'>, year=2019, number=0, and_kind=None), ''))
    >>> [asked(t)[0].code for t in ("2019-q3", "tháng 9 năm 2019", "6 tháng cuối năm 2018", "năm 2020")]
    ['2019-q3', '2019-t09', '2018-6tc', '2020']
    >>> asked("quý khách 2019"), asked("tháng 13/2019"), asked("18-NQ/TW")
    (None, None, None)
    """
    words = clean(text).split(" ")
    folded = [fold(word) for word in words]
    line = " ".join(folded)
    for form, pattern in _FORMS:
        match = pattern.search(line)
        period = _period(form, match) if match else None
        if match is not None and period is not None:
            first = line[: match.start()].count(" ")
            last = line[: match.end()].count(" ")
            return period, " ".join([*words[:first], *words[last + 1 :]])
    return None


def _period(form: str, match: re.Match[str]) -> Period | None:
    try:
        if form == "code":
            return Period.parse(match["code"])
        year = int(match["year"])
        if form == "quarter":
            return Period(Kind.QUARTER, year, _ROMAN.get(match["number"]) or int(match["number"]))
        if form == "half":
            return Period(Kind.H2 if match["which"] == "cuoi" else Kind.H1, year)
        if form == "month":
            return Period(Kind.MONTH, year, int(match["number"]))
        return Period(Kind.M9 if form == "nine" else Kind.YEAR, year)
    except NotAPeriodError:
        return None


def within(period: Period) -> tuple[str, ...]:
    """Codes of the periods of work that lie in this one, its own and merged forms included.

    >>> within(Period.parse("2019-q3"))
    ('2019-t07', '2019-t08', '2019-t09', '2019-q3', '2019-t09-9t', '2019-q3-9t')
    """
    window = period.window()
    years = range(window.starts.year, min(window.last_day.year, window.starts.year + 10) + 1)
    found: dict[str, None] = {}
    for year in years:
        plain = [Period(Kind.MONTH, year, month) for month in range(1, 13)]
        plain += [Period(Kind.QUARTER, year, number) for number in range(1, 5)]
        plain += [Period(kind, year) for kind in (Kind.H1, Kind.H2, Kind.M9, Kind.YEAR)]
        merged = [working_period(year, month) for month in range(1, 13)]
        merged += [
            Period(Kind.QUARTER, year, n, kind) for n, kind in ((2, Kind.H1), (3, Kind.M9), (4, Kind.YEAR))
        ]
        for one in (*plain, *merged):
            inner = one.window()
            if window.starts <= inner.starts and inner.last_day <= window.last_day:
                found[one.code] = None
    found[period.code] = None
    return tuple(found)
