"""Random walks of two sides: the doors refuse exactly what the table refuses; each step leaves a trace."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.audit.models import Entry
from giaoban.core.refusals import Hidden, Refusal
from giaoban.recommendations import services
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import OPEN, PROCESS, REPLIED, Move, Permission, State
from tests.factories.recommendations import make_recommendation
from tests.recommendations.common import ANSWER, steps

DOCS = Path(__file__).parents[2] / "docs/recommendations.md"
MOVES = [Move.RECEIVE, Move.FORWARD, Move.ANSWER, Move.UNDERSTAND, Move.UNCLEAR, Move.WITHDRAW]
WALKS = st.lists(st.tuples(st.sampled_from(MOVES), st.sampled_from(["asker", "addressee"])), max_size=12)


def act(move: str, actor: Any, pk: int, phong: int) -> None:
    if move == Move.RECEIVE:
        services.receive(actor=actor, id=pk)
    elif move == Move.FORWARD:
        services.forward(actor=actor, id=pk, department_id=phong)
    elif move == Move.ANSWER:
        services.answer(actor=actor, ids=[pk], **ANSWER)
    elif move == Move.WITHDRAW:
        services.withdraw(actor=actor, id=pk)
    else:
        services.close(actor=actor, id=pk, clear=move == Move.UNDERSTAND, note="Chưa rõ mẫu nào")


def table(state: str, move: str) -> tuple[str, str] | None:
    """Where the move leads from the state and whose it is, read from the table in the simplest way."""
    for line in PROCESS.transitions:
        if line.move == move and state in line.sources:
            return line.target, "asker" if line.permission == Permission.SEND else "addressee"
    return None


def side_of(move: str) -> str:
    return next(
        "asker" if line.permission == Permission.SEND else "addressee"
        for line in PROCESS.transitions
        if line.move == move
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=WALKS)
def test_two_sides_walk_the_road_as_the_table_says(road, walk):
    actors = {"asker": road.asker_user, "addressee": road.cast.officer}
    with transaction.atomic():
        found = make_recommendation(road.district, road.province)
        recorded = Entry.objects.count()
        state, taken = State.SENT.value, ["send"]
        for move, who in walk:
            allowed = table(state, move)
            before = Recommendation.objects.filter(pk=found.pk).values().get()
            if who != side_of(move):
                with pytest.raises(Hidden):
                    act(move, actors[who], found.pk, road.phong.pk)
            elif allowed is None:
                with pytest.raises(Refusal):
                    act(move, actors[who], found.pk, road.phong.pk)
            else:
                act(move, actors[who], found.pk, road.phong.pk)
                state = allowed[0]
                taken.append(str(move))
            now = Recommendation.objects.filter(pk=found.pk).values().get()
            if allowed is None or who != side_of(move):
                assert now == before
            assert now["state"] == state
            assert (now["answered_on"] is not None) == (state in REPLIED)
            assert now["version"] == len(taken)
        assert [move for move, _unit in steps(found)] == taken
        assert Entry.objects.count() == recorded + len(taken) - 1
        transaction.set_rollback(True)


def test_the_table_leads_everywhere_and_back_from_everything_open():
    reached = {State.SENT.value} | {line.target for line in PROCESS.transitions}
    assert reached == {str(state) for state in State}
    assert {state for state in State if not PROCESS.moves_from(state)} == set(State) - set(OPEN)


def test_the_drawing_in_the_docs_is_the_table():
    drawn = re.findall(r"^    (\w+) --> (\w+): (\w+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    wanted = {(source, t.target, t.move) for t in PROCESS.transitions for source in t.sources}
    assert sorted(drawn) == sorted(wanted)
