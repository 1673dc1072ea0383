"""Working days: the announced days off, Tết, swapped Saturdays, and what an unknown year gives."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core import calendar

DATA = json.loads(calendar.DATA.read_text(encoding="utf-8"))
DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))
# First day of the lunar year, and the tenth of the third lunar month, copied from an almanac.
TET = {
    2018: "02-16", 2019: "02-05", 2020: "01-25", 2021: "02-12", 2022: "02-01",
    2023: "01-22", 2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06",
}  # fmt: skip
KINGS = {
    2018: "04-25", 2019: "04-14", 2020: "04-02", 2021: "04-21", 2022: "04-10",
    2023: "04-29", 2024: "04-18", 2025: "04-07", 2026: "04-26", 2027: "04-16",
}  # fmt: skip


def off(year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [day for day in days if day.year == year and calendar.day_off(day) is not None]


@pytest.mark.parametrize("year", TET)
def test_tet_lies_around_the_first_day_of_the_lunar_year(year: int) -> None:
    first = date.fromisoformat(f"{year}-{TET[year]}")
    tet = [day for day in off(year) if calendar.day_off(day).code == "tet"]
    assert tet == [tet[0] + timedelta(days=n) for n in range(len(tet))]
    assert first in tet
    assert (first - timedelta(days=1)) in tet
    assert sum(day.weekday() < 5 for day in tet) == 5


@pytest.mark.parametrize("year", KINGS)
def test_the_kings_day_is_that_of_the_almanac(year: int) -> None:
    kings = [day for day in off(year) if calendar.day_off(day).code == "hung_kings"]
    assert kings == [date.fromisoformat(f"{year}-{KINGS[year]}")]


@pytest.mark.parametrize("year", range(2018, 2028))
def test_a_year_has_the_weekdays_off_that_the_law_gives(year: int) -> None:
    """Ten days of holiday until 2020, eleven since; each on a weekend is made up for on a weekday."""
    weekdays = [d for d in off(year) if d.weekday() < 5 and calendar.day_off(d).counted]
    swapped = [d for d in weekdays if calendar.day_off(d).code == "swap"]
    assert len(weekdays) - len(swapped) == (10 if year < 2021 else 11)


def test_every_swapped_day_off_is_paid_for_by_a_worked_saturday() -> None:
    swaps, worked = set(), {}
    for entry in DATA["years"].values():
        swaps |= {line["from"] for line in entry["off"] if line["code"] == "swap"}
        worked |= {line["day"]: line["for"] for line in entry["working"]}
    assert set(worked.values()) == swaps
    for day, instead in worked.items():
        saturday = date.fromisoformat(day)
        assert (saturday.weekday(), calendar.is_working_day(saturday)) == (5, True)
        assert calendar.default().worked_instead_of(saturday) == date.fromisoformat(instead)
        assert calendar.is_working_day(date.fromisoformat(instead)) is False


def test_every_day_off_names_its_source_and_how_sure_it_is() -> None:
    for year in range(2018, 2028):
        for day in off(year):
            found = calendar.day_off(day)
            assert (found.confidence in {"H", "M", "L"}, bool(found.source), bool(found.name_en)) == (
                True,
            ) * 3
    assert [calendar.known(year) for year in (2017, 2018, 2026, 2027, 2028)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert calendar.default().confidence(2040) == "L"


def test_a_day_whose_law_was_not_found_is_shown_and_still_worked() -> None:
    culture = calendar.day_off(date(2026, 11, 24))
    assert (culture.name, culture.counted, calendar.is_working_day(date(2026, 11, 24))) == (
        "Ngày Văn hóa Việt Nam",
        False,
        True,
    )


def test_an_unknown_year_has_its_fixed_days_and_their_days_in_lieu() -> None:
    assert [d.isoformat() for d in off(2028)] == [
        "2028-01-01", "2028-01-03", "2028-04-30", "2028-05-01", "2028-05-02", "2028-09-02", "2028-09-04",
    ]  # fmt: skip
    assert {calendar.day_off(d).confidence for d in off(2028)} == {"L"}
    assert [d.isoformat() for d in off(2012)] == []


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        ("2018-02-13", 1, "2018-02-21"),
        ("2018-02-21", -1, "2018-02-13"),
        ("2018-12-28", 1, "2019-01-02"),
        ("2019-01-04", 1, "2019-01-05"),
        ("2019-01-04", 2, "2019-01-07"),
        ("2024-04-26", 1, "2024-05-02"),
        ("2024-05-03", 1, "2024-05-04"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2020-02-28", 1, "2020-03-02"),
        ("2019-09-28", 0, "2019-09-30"),
        ("2019-09-30", 0, "2019-09-30"),
    ],
)
def test_worked_examples(day: str, count: int, result: str) -> None:
    assert calendar.add_working_days(date.fromisoformat(day), count).isoformat() == result


@given(day=DAYS, count=st.integers(-60, 60).filter(bool))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    reached = calendar.add_working_days(day, count)
    assert calendar.is_working_day(reached) is True
    assert calendar.working_days_between(day, reached) == count


@given(day=DAYS, first=st.integers(0, 40), second=st.integers(0, 40))
def test_counts_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    whole = calendar.working_days_between(day, end)
    assert whole == calendar.working_days_between(day, middle) + calendar.working_days_between(middle, end)
    assert calendar.working_days_between(end, day) <= 0


@given(day=DAYS)
def test_the_next_and_the_previous_working_day_enclose_the_day(day: date) -> None:
    after, before = calendar.next_working_day(day), calendar.previous_working_day(day)
    assert before <= day <= after
    assert (before == day) is (after == day) is calendar.is_working_day(day)
    assert calendar.next_working_day(after) == after
