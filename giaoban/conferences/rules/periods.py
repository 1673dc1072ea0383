"""A conference and its period: what kind it is, its title in the sector's words, its usual day, what follows.

The facts are cycle.md §1.1: quarter-end months are merged in titles, the usual day is the first working day
after the period, the year may be reviewed from 1 December on.
"""

from datetime import date, timedelta

from giaoban.conferences.rules.states import Kind, Mode
from giaoban.core import calendar
from giaoban.periods.rules import Kind as PeriodKind
from giaoban.periods.rules import Period

_ROMAN = ("I", "II", "III", "IV")


def kind_of(period: Period) -> Kind:
    """The kind of briefing that a period ends with.

    >>> [kind_of(Period.parse(c)).value for c in ("2019-t08", "2019-t09-9t", "2018-q1", "2020", "2018-6t")]
    ['monthly', 'nine_month', 'quarterly', 'annual', 'half_year']
    """
    kind = period.and_kind or period.kind
    return {
        PeriodKind.MONTH: Kind.MONTHLY,
        PeriodKind.QUARTER: Kind.QUARTERLY,
        PeriodKind.H1: Kind.HALF_YEAR,
        PeriodKind.M9: Kind.NINE_MONTH,
    }.get(kind, Kind.ANNUAL)


def next_period(period: Period) -> Period:
    """The period whose tasks the conference sets: after nine months the fourth quarter, after a year another.

    >>> [next_period(Period.parse(c)).code for c in ("2019-t08", "2019-t09-9t", "2018-t06-6t", "2018-6t")]
    ['2019-t09-9t', '2019-q4', '2018-q3', '2018-6tc']
    >>> [next_period(Period.parse(c)).code for c in ("2018-q1", "2019-t12-nam", "2020", "2018-6tc")]
    ['2018-q2', '2020', '2021', '2019-6t']
    >>> next_period(Period.parse("2019-9t")).code
    '2019-q4'
    >>> next_period(Period.parse("2018-t03-q1")).code, next_period(Period.parse("2015-2020")).code
    ('2018-q2', '2020-2025')
    """
    if period.and_kind is PeriodKind.YEAR:
        return Period(PeriodKind.YEAR, period.year + 1)
    if period.merged or period.kind is PeriodKind.M9:
        return Period(PeriodKind.QUARTER, period.year, (period.reference_day.month + 2) // 3 + 1)
    if period.kind is PeriodKind.MONTH:
        after = period.next
        merged = {3: PeriodKind.QUARTER, 6: PeriodKind.H1, 9: PeriodKind.M9, 12: PeriodKind.YEAR}
        return Period(PeriodKind.MONTH, after.year, after.number, merged.get(after.number))
    return period.next


def next_periods(period: Period) -> tuple[Period, ...]:
    """What may be chosen as the next period, the usual one first.

    >>> [p.code for p in next_periods(Period.parse("2019-t09-9t"))]
    ['2019-q4', '2019-t12-nam', '2019-t10', '2020']
    >>> [p.code for p in next_periods(Period.parse("2015-2020"))]
    ['2020-2025']
    """
    month = period.reference_day + timedelta(days=1)
    found = [next_period(period), period.next]
    if period.kind is not PeriodKind.TERM:
        found += [
            Period(PeriodKind.MONTH, month.year, month.month),
            Period(PeriodKind.YEAR, period.year + 1),
        ]
    return tuple(dict.fromkeys(found))


def title_for(period: Period, kind: Kind, mode: Mode, cluster: str = "") -> str:
    """The title as the sector words it; the conference's own words may replace it.

    >>> title_for(Period.parse("2019-t09-9t"), Kind.NINE_MONTH, Mode.ONLINE)
    'Hội nghị giao ban trực tuyến tháng 9 và 9 tháng năm 2019, triển khai nhiệm vụ trọng tâm quý IV'
    >>> title_for(Period.parse("2020"), Kind.ANNUAL, Mode.ON_SITE)
    'Hội nghị tổng kết năm 2020, triển khai nhiệm vụ năm 2021'
    >>> title_for(Period.parse("2018-6t"), Kind.CLUSTER_REVIEW, Mode.ON_SITE, "Cụm thi đua số 4")
    'Hội nghị sơ kết 6 tháng đầu năm 2018 của Cụm thi đua số 4'
    >>> title_for(Period.parse("2019-t12-nam"), Kind.ANNUAL, Mode.HYBRID)
    'Hội nghị trực tuyến tổng kết năm 2019, triển khai nhiệm vụ năm 2020'
    >>> title_for(Period.parse("2020"), Kind.CLUSTER_REVIEW, Mode.ON_SITE, "Cụm thi đua số 4")
    'Hội nghị tổng kết năm 2020 của Cụm thi đua số 4'
    >>> title_for(Period.parse("2019-t08"), Kind.MONTHLY, Mode.ON_SITE)
    'Hội nghị giao ban tháng 8 năm 2019, triển khai nhiệm vụ trọng tâm tháng 9'
    >>> title_for(Period.parse("2018-6t"), Kind.HALF_YEAR, Mode.ON_SITE)
    'Hội nghị giao ban 6 tháng đầu năm 2018, triển khai nhiệm vụ trọng tâm 6 tháng cuối năm 2018'
    """
    online = " trực tuyến" if mode in {Mode.ONLINE, Mode.HYBRID} else ""
    words = _lower(period.label())
    if kind is Kind.CLUSTER_REVIEW:
        yearly = PeriodKind.YEAR in {period.kind, period.and_kind}
        what = f"tổng kết năm {period.year}" if yearly else f"sơ kết {words}"
        return f"Hội nghị{online} {what} của {cluster}"
    if kind is Kind.ANNUAL:
        return f"Hội nghị{online} tổng kết năm {period.year}, triển khai nhiệm vụ năm {period.year + 1}"
    return f"Hội nghị giao ban{online} {words}, triển khai nhiệm vụ trọng tâm {_short(next_period(period))}"


def _short(period: Period) -> str:
    if period.kind is PeriodKind.MONTH:
        return f"tháng {period.number}"
    if period.kind is PeriodKind.QUARTER:
        return f"quý {_ROMAN[period.number - 1]}"
    return _lower(period.label())


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def default_day(period: Period) -> date:
    """The first working day after the period.

    >>> default_day(Period.parse("2019-t09-9t")), default_day(Period.parse("2020"))
    (datetime.date(2019, 10, 1), datetime.date(2021, 1, 4))
    """
    return calendar.next_working_day(period.reference_day + timedelta(days=1))
