"""Pure rules on many values: groups of what looks alike, and replies in time against the plainest count."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from giaoban.recommendations.labels import DUE_LABELS, MOVE_LABELS, OUTCOME_LABELS, STATE_LABELS
from giaoban.recommendations.rules import (
    ALIKE,
    Move,
    Outcome,
    State,
    due_label,
    likeness,
    punctuality,
    side_by_side,
    state_label,
    words,
)

DAY = date(2019, 9, 16)
DAYS = st.integers(-9, 9).map(lambda n: DAY + timedelta(days=n))
WORDS = ["biên", "chế", "thẻ", "hồ", "sơ", "máy", "phụ", "cấp"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=8)


@given(TEXTS)
def test_groups_are_the_chains_of_likeness(texts):
    bags = [words(text) for text in texts]
    count = len(texts)
    linked = [[i == j or likeness(bags[i], bags[j]) >= ALIKE for j in range(count)] for i in range(count)]
    for middle in range(count):  # Warshall: whoever is reached through others belongs together
        for i in range(count):
            for j in range(count):
                linked[i][j] = linked[i][j] or (linked[i][middle] and linked[middle][j])
    chains = {tuple(j for j in range(count) if linked[i][j]) for i in range(count)}
    assert side_by_side(texts) == sorted(list(chain) for chain in chains if len(chain) > 1)


@given(st.lists(st.tuples(DAYS, st.none() | DAYS)))
def test_replies_in_time_are_counted_one_by_one(replies):
    on_time = due = 0
    for wanted, given_on in replies:
        if given_on is not None:
            due += 1
            on_time += 1 if given_on <= wanted else 0
        elif wanted < DAY:
            due += 1
    found = punctuality(replies, DAY)
    assert (found.on_time, found.due) == (on_time, due)


@given(st.sampled_from(list(State)), DAYS, st.none() | DAYS)
def test_every_state_has_a_word_and_only_what_waits_can_be_late(state, due, answered_on):
    label = due_label(state, due, answered_on, DAY)
    assert state_label(state).word in STATE_LABELS
    if label is not None:
        assert label.word in DUE_LABELS
    assert (label is not None and label.word == "late") == (
        state in {"sent", "received", "forwarded", "unclear"} and due < DAY
    )


def test_every_move_and_outcome_has_a_word():
    assert set(MOVE_LABELS) == set(Move)
    assert set(OUTCOME_LABELS) == set(Outcome)
