"""Random walks: a secretary and a unit's officer press anything in any order; the rules of the hall hold."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.conferences import services
from giaoban.conferences.models import Conference, Speech
from giaoban.conferences.rules import (
    CONFERENCE,
    ENDED_STATES,
    FLOOR_STATES,
    LIVE_STATES,
    SPEECH,
    SpeechFacts,
    SpeechState,
    State,
)
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.transitions import Process
from tests.factories.conferences import invited, make_conference, make_speech, point_of

SPEECH_MOVES = sorted({t.move for t in SPEECH.transitions})
CONFERENCE_MOVES = ["open", "pause", "resume", "close", "archive"]
ACTS = st.one_of(
    st.tuples(st.just("conference"), st.sampled_from(CONFERENCE_MOVES), st.just(0)),
    st.tuples(st.just("speech"), st.sampled_from(SPEECH_MOVES), st.integers(0, 2)),
    st.tuples(st.just("speech"), st.sampled_from(["queue", "call", "pause", "finish"]), st.integers(0, 2)),
    st.tuples(st.just("item"), st.sampled_from(["start", "end", "up", "down"]), st.integers(0, 3)),
    st.tuples(st.just("register"), st.just(""), st.just(0)),
)


def edges(process: Process) -> set[tuple[str, str, str]]:
    return {(source, t.move, t.target) for t in process.transitions for source in t.sources}


@pytest.fixture
def walk_room(room: Any) -> Any:
    """Three speeches of two points, the conference invited."""
    conference = invited(room.conference)
    for n in range(2):
        make_speech(conference, room.district, f"Chủ đề {n + 1}", minutes=1)
    make_speech(conference, room.commission, "Chủ đề 3", minutes=1)
    return room


def state_of(conference: Conference) -> tuple[str, list[str]]:
    conference.refresh_from_db()
    return conference.state, list(conference.speeches.order_by("pk").values_list("state", flat=True))


def acts_of(room: Any, actor: Any) -> Callable[[str, str, int], Any]:
    conference = room.conference

    def act(what: str, move: str, which: int) -> Any:
        common = {"actor": actor, "conference_id": conference.pk}
        if what == "conference":
            return services.move_conference(move=move, **common)
        if what == "register":
            facts = SpeechFacts("Thêm một chủ đề", minutes=1)
            return services.register_speech(point_id=room.point.pk, facts=facts, **common)
        if what == "speech":
            chosen = conference.speeches.order_by("pk")[which]
            return services.move_speech(speech_id=chosen.pk, move=move, **common)
        item = conference.items.all()[which]
        if move == "start":
            return services.start_item(item_id=item.pk, **common)
        if move == "end":
            return services.end_item(item_id=item.pk, **common)
        return services.move_item(item_id=item.pk, down=move == "down", **common)

    return act


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), ACTS), min_size=5, max_size=45))
def test_whatever_is_pressed_the_hall_stays_in_order(walk_room, walk):
    with transaction.atomic():
        _walk(walk_room, walk)
        transaction.set_rollback(True)


def _walk(room: Any, walk: list[Any]) -> None:
    conference = room.conference
    by = {True: acts_of(room, room.secretary), False: acts_of(room, room.officer)}
    known = {True: edges(CONFERENCE), False: edges(SPEECH)}
    left: dict[int, int] = {}
    for secretary, (what, move, which) in walk:
        before, speeches_before = state_of(conference)
        seq = conference.last_seq
        try:
            with transaction.atomic():
                by[secretary](what, move, which)
        except (Refusal, Hidden):
            assert (before, speeches_before) == state_of(conference)
            assert conference.last_seq == seq
            continue
        after, speeches_after = state_of(conference)
        # what ran was allowed to whom it was allowed
        if not secretary:
            assert what == "register" or (what, move) == ("speech", "withdraw")
        if what == "conference":
            assert (before, move, after) in known[True]
        elif what == "speech":
            assert before not in ENDED_STATES
            assert (speeches_before[which], move, speeches_after[which]) in known[False]
        # one floor, events without gaps, clocks that only a granted minute sets back
        floor = conference.speeches.filter(state__in=FLOOR_STATES)
        assert floor.count() <= 1
        assert floor.count() == 0 or after in LIVE_STATES
        seqs = list(conference.events.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, conference.last_seq + 1))
        assert conference.items.filter(started_at__isnull=False, ended_at=None).count() <= (
            1 if after in LIVE_STATES else 0
        )
        assert list(conference.items.values_list("order", flat=True)) == [1, 2, 3, 4]
        for speech in conference.speeches.all():
            assert (speech.started_at is not None) == (speech.state == SpeechState.SPEAKING)
            granted = 60 if (what, move) == ("speech", "extend") else 0
            if speech.pk in left and (what, move) != ("speech", "call"):
                assert speech.remaining <= left[speech.pk] + granted
            left[speech.pk] = speech.remaining
        if after in ENDED_STATES:
            waiting = {SpeechState.REGISTERED, SpeechState.SELECTED, SpeechState.QUEUED, *FLOOR_STATES}
            assert not set(speeches_after) & {state.value for state in waiting}


def test_the_walk_can_reach_the_end(walk_room):
    """The control: the same acts in the right order do all of it."""
    act = acts_of(walk_room, walk_room.secretary)
    for what, move, which in (
        ("conference", "open", 0),
        ("item", "start", 0),
        ("speech", "select", 0),
        ("speech", "call", 0),
        ("speech", "extend", 0),
        ("conference", "pause", 0),
        ("conference", "resume", 0),
        ("speech", "resume", 0),
        ("item", "start", 1),
        ("conference", "close", 0),
    ):
        act(what, move, which)
    assert state_of(walk_room.conference) == (State.CLOSED, ["done", "skipped", "skipped"])
    kinds = list(walk_room.conference.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[-8:] == [
        "speech.extend",
        "conference.pause",
        "conference.resume",
        "speech.resume",
        "speech.finish",
        "agenda.end",
        "agenda.start",
        "conference.close",
    ]


def test_the_database_keeps_the_floor_to_one(walk_room):
    """Whatever the code above does, a second speech on the floor is refused by the table itself."""
    from django.db import IntegrityError

    speeches = Speech.objects.filter(conference=walk_room.conference)
    first, second, _third = speeches.order_by("pk")
    speeches.filter(pk=first.pk).update(state="speaking")
    with pytest.raises(IntegrityError, match="speech_one_on_the_floor"), transaction.atomic():
        speeches.filter(pk=second.pk).update(state="paused")
    other = make_conference(walk_room.province, walk_room.commission, title="Hội nghị khác")
    make_speech(other, walk_room.district)
    other.speeches.update(state="speaking")
    assert Speech.objects.filter(state__in=["speaking", "paused"]).count() == 2
    assert point_of(other, walk_room.district).pk != walk_room.point.pk
