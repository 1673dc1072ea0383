"""Periods: 240 months in every kind without a gap, codes both ways, the ends of days, months and years."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core import calendar
from giaoban.core.dates import ZONE
from giaoban.periods.rules import (
    ADMINISTRATIVE,
    CALENDAR,
    DeadlineRule,
    Kind,
    NotAPeriodError,
    Period,
    Shift,
    WindowRule,
    around,
    current,
    iterate,
    of_year,
    quarter_steps,
    term,
    terms,
    working_period,
)

FIRST = {
    Kind.MONTH: (Period(Kind.MONTH, 2010, 1), 240),
    Kind.QUARTER: (Period(Kind.QUARTER, 2010, 1), 80),
    Kind.H1: (Period(Kind.H1, 2010), 40),
    Kind.YEAR: (Period(Kind.YEAR, 2010), 20),
}
SEAMLESS = [
    WindowRule(),
    *(WindowRule(day, -1, day - 1, 0) for day in range(2, 32)),
    WindowRule(1, -1, 31, -1),
]
MONTHS = st.tuples(st.integers(1990, 2040), st.integers(1, 12))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    year = draw(st.integers(1990, 2040))
    return draw(
        st.sampled_from(
            [
                *of_year(year),
                *(Period(Kind.MONTH, year, month) for month in range(1, 13)),
                *(Period(Kind.MONTH, year, 3 * q, Kind.QUARTER) for q in range(1, 5)),
                Period(Kind.QUARTER, year, 2, Kind.H1),
                Period(Kind.QUARTER, year, 3, Kind.M9),
                Period(Kind.QUARTER, year, 4, Kind.YEAR),
                Period(Kind.MONTH, year, 12, Kind.H2),
                Period(Kind.TERM, year, year + 5),
            ]
        )
    )


@pytest.mark.parametrize("rule", SEAMLESS, ids=str)
@pytest.mark.parametrize("kind", FIRST)
def test_240_months_in_every_kind_leave_no_gap_and_no_overlap(kind: Kind, rule: WindowRule) -> None:
    first, count = FIRST[kind]
    windows = [period.window(rule) for period in iterate(first, count)]
    assert [w.ends for w in windows[:-1]] == [w.starts for w in windows[1:]]
    assert sum((w.ends - w.starts).days for w in windows) == (windows[-1].ends - windows[0].starts).days


def test_a_day_in_the_hole_of_a_rule_lies_in_no_period() -> None:
    holed = WindowRule(15, -1, 13, 0)
    with pytest.raises(NotAPeriodError, match="2019-09-14 lies in no window"):
        current(date(2019, 9, 14), Kind.MONTH, holed)
    assert current(date(2019, 9, 13), Kind.MONTH, holed).code == "2019-t09"


def test_a_rule_must_give_days_of_a_month_in_order() -> None:
    for days in ((0, 0, 31, 0), (1, 0, 32, 0)):
        with pytest.raises(ValueError, match="between 1 and 31"):
            WindowRule(*days)
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(Kind.MONTH, 2019, 9).window(WindowRule(15, 0, 14, 0))


def test_the_running_total_of_a_term_begins_with_the_term() -> None:
    assert Period.parse("2015-2020").cumulative_from() == date(2015, 11, 1)
    assert str(Period.parse("2015-2020")) == "2015-2020"


def test_a_rule_with_a_hole_is_not_called_seamless() -> None:
    holed = WindowRule(15, -1, 13, 0)
    months = [p.window(holed) for p in iterate(Period(Kind.MONTH, 2019, 1), 12)]
    assert [a.ends == b.starts for a, b in pairwise(months)] == [False] * 11
    assert (holed.seamless, ADMINISTRATIVE.seamless, CALENDAR.seamless) == (False, True, True)


@pytest.mark.parametrize("rule", [CALENDAR, ADMINISTRATIVE])
@given(day=st.dates(date(2010, 1, 1), date(2030, 12, 31)), kind=st.sampled_from([None, *Kind]))
def test_every_day_lies_in_the_period_called_current(rule: WindowRule, day: date, kind: Kind | None) -> None:
    found = current(day, kind, rule)
    if kind is Kind.M9 and not found.contains(day, rule):
        assert day >= Period(Kind.M9, found.year).window(rule).ends  # the year's last quarter has no 9 months
        return
    assert found.contains(day, rule) is True
    if kind not in {Kind.M9, Kind.TERM}:
        assert (found.previous.contains(day, rule), found.next.contains(day, rule)) == (False, False)


@given(period=periods())
def test_a_code_reads_back_as_the_same_period(period: Period) -> None:
    assert Period.parse(period.code) == period
    assert period.in_period == Period.parse(period.in_period.code)


@given(period=periods())
def test_a_merged_period_ends_both_its_windows_on_one_day(period: Period) -> None:
    for rule in (CALENDAR, ADMINISTRATIVE):
        windows = period.windows(rule)
        assert len({w.ends for w in windows}) == 1
        assert windows[-1].starts <= windows[0].starts
        if period.kind is not Kind.TERM:
            assert period.cumulative_from(rule) <= windows[-1].starts


@given(period=periods())
def test_the_next_of_the_previous_is_the_period_itself(period: Period) -> None:
    if period.and_kind is Kind.QUARTER or (period.merged and period.and_kind is Kind.H2):
        assert period.next.window().starts >= period.window().ends
        return
    if period.merged and period.kind is Kind.QUARTER:
        assert period.next.previous.in_period == period.in_period
        return
    assert period.previous.next == period
    assert period.next.previous == period


@given(period=periods())
def test_last_year_is_the_same_period_a_year_earlier(period: Period) -> None:
    before = period.same_last_year
    years = period.number - period.year if period.kind is Kind.TERM else 1
    assert (before.kind, before.and_kind, before.year) == (period.kind, period.and_kind, period.year - years)


@pytest.mark.parametrize(
    "code",
    [
        "", "2019-t13", "2019-t00", "2019-t9", "2019-q5", "2019-7t", "2019-t08-9t", "2019-t06-9t",
        "2019-t09-6t",
        "2019-t09-q2", "2019-q1-q1", "2019-6t-9t", "2015-2015", "2020-2015", "2019-nam", "19-t01", "2019-T09",
        "2019-t09 ", "0000", "9999-t01", "2019-q1-nam", "२०१९", "2019-t09-9t-9t", "2015-2020-q1",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(NotAPeriodError):
        Period.parse(code)


@pytest.mark.parametrize(
    ("code", "vietnamese", "english"),
    [
        ("2019-t09-9t", "Tháng 9 và 9 tháng năm 2019", "September and first 9 months of 2019"),
        ("2019-t09", "Tháng 9 năm 2019", "September 2019"),
        ("2018-q1", "Quý I năm 2018", "Quarter 1 of 2018"),
        ("2018-6t", "6 tháng đầu năm 2018", "First 6 months of 2018"),
        ("2018-6tc", "6 tháng cuối năm 2018", "Last 6 months of 2018"),
        ("2019-9t", "9 tháng năm 2019", "First 9 months of 2019"),
        ("2020", "Năm 2020", "Year 2020"),
        ("2015-2020", "Nhiệm kỳ 2015–2020", "Term 2015–2020"),
        ("2019-t03-q1", "Tháng 3 và quý I năm 2019", "March and quarter 1 of 2019"),
        ("2019-t06-6t", "Tháng 6 và 6 tháng đầu năm 2019", "June and first 6 months of 2019"),
        ("2019-t12-nam", "Tháng 12 và cả năm 2019", "December and year 2019"),
        ("2019-q3-9t", "Quý III và 9 tháng năm 2019", "Quarter 3 and first 9 months of 2019"),
        ("2019-t12-6tc", "Tháng 12 và 6 tháng cuối năm 2019", "December and last 6 months of 2019"),
    ],
)
def test_labels_read_as_the_titles_of_the_sector(code: str, vietnamese: str, english: str) -> None:
    assert (Period.parse(code).label(), Period.parse(code).label("en")) == (vietnamese, english)


@pytest.mark.parametrize(
    ("code", "starts", "last"),
    [
        ("2019-t01", "2018-12-15", "2019-01-14"),
        ("2019-q1", "2018-12-15", "2019-03-14"),
        ("2019-q2", "2019-03-15", "2019-06-14"),
        ("2019-6t", "2018-12-15", "2019-06-14"),
        ("2019-6tc", "2019-06-15", "2019-12-14"),
        ("2019-9t", "2018-12-15", "2019-09-14"),
        ("2019", "2018-12-15", "2019-12-14"),
        ("2020-t03", "2020-02-15", "2020-03-14"),
    ],
)
def test_administrative_windows_run_from_the_15th_to_the_14th(code: str, starts: str, last: str) -> None:
    window = Period.parse(code).window(ADMINISTRATIVE)
    assert (window.starts.isoformat(), window.last_day.isoformat()) == (starts, last)


@given(month=MONTHS)
def test_the_last_microsecond_in_viet_nam_belongs_to_the_month_and_the_next_one_does_not(
    month: tuple[int, int],
) -> None:
    period = Period(Kind.MONTH, *month)
    midnight = datetime.combine(period.window().ends, datetime.min.time(), ZONE)
    last = midnight - timedelta(microseconds=1)
    for moment, inside in ((last, True), (last.astimezone(UTC), True), (midnight, False)):
        assert period.contains(moment) is inside
    assert midnight.astimezone(UTC).day != 1 or midnight.astimezone(UTC).hour == 17


def test_29_february_belongs_to_leap_years_only() -> None:
    assert [Period.parse(f"{year}-t02").reference_day.day for year in (2019, 2020, 2000, 2100)] == [
        28,
        29,
        29,
        28,
    ]
    thirty = WindowRule(30, -1, 29, 0)
    assert [str(Period.parse(c).window(thirty)) for c in ("2019-t02", "2019-t03", "2020-t03")] == [
        "30/01/2019 – 28/02/2019",
        "01/3/2019 – 29/3/2019",
        "01/3/2020 – 29/3/2020",
    ]


def test_known_terms_of_one_scope_follow_each_other() -> None:
    for scope in ("central", "local"):
        known = terms(scope)
        assert [a.window.ends for a in known[:-1]] == [b.window.starts for b in known[1:]]
    assert term("2021-2026").window.last_day == date(2026, 1, 23)
    assert {t.confidence for t in terms()} <= {"H", "M", "L"}


def test_the_select_list_holds_the_period_itself_once() -> None:
    for code in ("2019-t09", "2019-t09-9t", "2019-q3-9t", "2019", "2019-t12-6tc", "2015-2020"):
        found = around(Period.parse(code))
        assert found.count(Period.parse(code)) == 1
        assert len(found) == len(set(found))


def test_a_working_period_is_merged_at_the_end_of_each_quarter_only() -> None:
    assert [working_period(2019, m).code.split("-", 2)[2:] for m in range(1, 13)] == [
        [], [], ["q1"], [], [], ["6t"], [], [], ["9t"], [], [], ["nam"],
    ]  # fmt: skip


def test_the_normal_calendar_of_a_quarter_has_its_days_on_working_days() -> None:
    period = Period.parse("2019-t09-9t")
    due = {
        s.code: s.rule.due(period, conference=date(2019, 9, 30)).date().isoformat() for s in quarter_steps()
    }
    assert due == {
        "call": "2019-09-13",  # the 15th is a Sunday
        "freeze": "2019-09-20",
        "commune": "2019-09-20",  # the 22nd is a Sunday
        "province": "2019-09-25",
        "consolidate": "2019-09-27",
        "speeches": "2019-09-27",
        "conference": "2019-10-07",  # the 5th is a Saturday
        "conclusion": "2019-10-07",
        "plans": "2019-10-14",
    }


@given(period=periods(), offset=st.integers(-30, 30), shift=st.sampled_from([Shift.NEXT, Shift.PREVIOUS]))
def test_a_shifted_deadline_falls_on_a_working_day_at_its_hour(
    period: Period, offset: int, shift: Shift
) -> None:

    due = DeadlineRule(offset, shift=shift, hour=11, minute=30).due(period)
    assert calendar.is_working_day(due.date()) is True
    assert (due.hour, due.minute, due.utcoffset()) == (11, 30, timedelta(hours=7))


def test_a_deadline_may_stand_on_its_day_and_lies_near_its_base() -> None:
    saturday = DeadlineRule(-2, shift=Shift.NONE).due(Period.parse("2019-t09"))
    assert saturday.date() == date(2019, 9, 28)
    with pytest.raises(ValueError, match="within 400 days"):
        DeadlineRule(401)


def test_a_conference_deadline_without_its_conference_is_refused() -> None:
    rule = next(s.rule for s in quarter_steps() if s.code == "conclusion")
    with pytest.raises(ValueError, match="conference"):
        rule.due(Period.parse("2019-q1"))
    assert rule.due(Period.parse("2019-q1"), conference=date(2019, 4, 1)).date() == date(2019, 4, 8)
