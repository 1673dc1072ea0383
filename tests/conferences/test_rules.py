"""Clock, timetable and numbers of paragraphs for any input; examples stand beside the rules."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from giaoban.conferences.rules import (
    CONFERENCE,
    SPEECH,
    Clock,
    Slot,
    SpeechState,
    State,
    attendance,
    block,
    moved,
    next_period,
    next_periods,
    numbers,
    templates,
    timetable,
)
from giaoban.core.dates import ZONE
from giaoban.periods.rules import of_year

TWO = datetime(2019, 9, 30, 14, 0, tzinfo=ZONE)
levels = st.lists(st.sampled_from([1, 2]), max_size=12)
seconds = st.integers(min_value=-50, max_value=5000)


@given(
    st.integers(0, 3600), st.lists(st.tuples(st.sampled_from(["run", "stop", "add"]), seconds), max_size=12)
)
def test_time_that_was_used_never_comes_back(given_seconds, acts):
    """Whatever is pressed when, even on a machine whose clock goes back: only a granted minute adds time."""
    clock, now, granted = Clock(given_seconds), TWO, 0
    before = clock.left(now)
    for act, step in acts:
        now += timedelta(seconds=step)
        if act == "add":
            clock, granted = clock.add(60), 60
        else:
            clock, granted = (clock.run(now) if act == "run" else clock.stop(now)), 0
        assert clock.left(now) <= before + granted + max(0, -step)
        before = clock.left(now)
    assert clock.stop(now).left(now + timedelta(hours=1)) == clock.left(now)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=10), st.integers(0, 9), st.integers(0, 200))
def test_the_plan_adds_up_and_nothing_is_expected_in_the_past(minutes, running, late):
    running = min(running, len(minutes) - 1)
    now = TWO + timedelta(minutes=late)
    slots = [Slot(m, TWO, TWO) if n < running else Slot(m) for n, m in enumerate(minutes)]
    slots[running] = Slot(minutes[running], TWO)
    table = timetable(TWO, slots, now, live=True)
    assert table.planned[0] == TWO
    assert table.planned_end == TWO + timedelta(minutes=sum(minutes))
    assert list(table.expected) == sorted(table.expected)
    assert all(start >= now or n <= running for n, start in enumerate(table.expected))
    assert table.expected_end >= now


@given(levels)
def test_numbers_are_unique_and_in_order(given_levels):
    found = numbers(given_levels)
    assert len(set(found)) == len(given_levels)
    assert list(found) == sorted(found, key=lambda number: [int(part) for part in number.split(".")])


@given(levels.filter(bool), st.data(), st.booleans())
def test_a_paragraph_moves_with_its_own_and_nothing_is_lost(given_levels, data, down):
    effective = [len(number.split(".")) for number in numbers(given_levels)]
    at = data.draw(st.integers(0, len(effective) - 1))
    order = moved(effective, at, down=down)
    assert sorted(order) == list(range(len(effective)))
    mine = list(block(effective, at))
    where = [order.index(one) for one in mine]
    assert where == list(range(where[0], where[0] + len(mine)))
    again = moved([effective[one] for one in order], order.index(at), down=not down)
    assert [order[one] for one in again] == list(range(len(effective))) or order == tuple(
        range(len(effective))
    )


people = st.integers(0, 50)
entered = st.none() | people


@given(people, people, people, entered, entered)
def test_more_are_never_present_than_convened(named, called, here, convened, present):
    heads, there = attendance(named, called, here, convened, present)
    if named:
        assert 0 <= there <= heads == called
    else:
        assert (heads, there) == (convened or 0, present)


def test_every_period_of_a_year_has_a_next_one_after_it():
    for period in of_year(2019):
        assert next_period(period).reference_day > period.reference_day
        assert next_periods(period)[0] == next_period(period)


def test_what_is_over_stays_over():
    assert {t.move for t in CONFERENCE.moves_from(State.CLOSED)} == {"conclude"}
    assert CONFERENCE.moves_from(State.ARCHIVED) == ()
    for state in (SpeechState.DONE, SpeechState.SKIPPED, SpeechState.IN_WRITING):
        assert SPEECH.moves_from(state) == ()


def test_templates_hold_what_the_sector_holds():
    kinds = {template.code: [item.kind for item in template.items] for template in templates()}
    assert set(kinds) == {"briefing", "cluster_review", "annual"}
    assert all({"report", "speech", "conclusion"} <= set(found) for found in kinds.values())
    assert "award" in kinds["annual"]
