"""Random walks of two sides and a stranger: the doors refuse exactly what the table refuses, each step leaves
a trace, and a version never changes. The drawing and the table of docs are the process.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.audit.models import Entry
from giaoban.core.refusals import Hidden, Refusal
from giaoban.reporting import services
from giaoban.reporting.models import Obligation, Submission
from giaoban.reporting.rules import OWN_MOVES, PROCESS, Permission, State, bucket
from giaoban.reporting.rules.states import TAKEN
from giaoban.reporting.services import RemarkFacts
from tests.factories.reporting import approve, begin_and_fill, move, owed

DOCS = (Path(__file__).parents[2] / "docs/reporting.md").read_text(encoding="utf-8")
MOVES = sorted({line.move for line in PROCESS.transitions})
WALKS = st.lists(
    st.tuples(st.sampled_from(MOVES), st.sampled_from(["own", "above", "stranger"])), min_size=6, max_size=24
)


def side_of(name: str) -> str:
    return "own" if name in OWN_MOVES else "above"


def act(name: str, actor: Any, row: Obligation) -> None:
    if name == "begin":
        services.begin_report(actor=actor, obligation_id=row.pk)
    elif name == "send":
        approve(row, actor=actor)
    else:
        remarks = [RemarkFacts("Hoàn thiện")] if name == "return" else ()
        move(row, name, actor=actor, note="Lý do", remarks=remarks)


def as_kept(row: Obligation) -> list[Any]:
    fields = ("pk", "number", "figures", "hash", "previous_hash", "document_number", "sent_at")
    return list(Submission.objects.filter(obligation=row).order_by("number").values_list(*fields))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=WALKS)
def test_two_sides_walk_a_report_as_the_table_says(room, walk):
    """The head writes and signs for the commune of one officer; its district's compiler stands above."""
    with transaction.atomic():
        row = room.province
        begin_and_fill(row)
        state, taken = State.DRAFTING.value, 1
        for name, who in walk:
            # the writer may do all but approve; the head puts nothing up and approves
            own = room.head if name in {"reject", "send", "withdraw"} else room.writer
            actor = {"own": own, "above": room.centre, "stranger": room.cast.officer}[who]
            row = owed(room.round, "tu-hung-yen")
            line = next((t for t in PROCESS.moves_from(state) if t.move == name), None)
            before = Obligation.objects.filter(pk=row.pk).values().get()
            kept, recorded = as_kept(row), Entry.objects.count()
            if who != side_of(name):
                with pytest.raises(Hidden):
                    act(name, actor, row)
            elif line is None and not (name == "begin" and state == State.DRAFTING):
                with pytest.raises(Refusal):
                    act(name, actor, row)
            else:
                act(name, actor, row)
            now = Obligation.objects.filter(pk=row.pk).values().get()
            if who == side_of(name) and line is not None:
                state, taken = line.target, taken + 1
                assert Entry.objects.count() == recorded + 1
                assert now["version"] == before["version"] + 1
            else:
                assert (now, Entry.objects.count()) == (before, recorded)
            row.refresh_from_db()
            assert row.state == state
            assert row.moves.count() == taken
            assert [line.target for line in row.moves.all()][-1] == state
            assert as_kept(row)[: len(kept)] == kept
            assert (row.accepted_id is not None) >= (state in TAKEN)
            assert bucket(row.state, row.first_sent_at, row.due) is not None
        for sent in Submission.objects.filter(obligation=row):
            assert services.is_intact(sent)
        transaction.set_rollback(True)


def test_the_drawing_and_the_table_of_docs_are_the_process():
    part = DOCS.partition("<!-- process -->")[2].partition("<!-- /process -->")[0]
    drawn = set(re.findall(r"^    (\w+) --> (\w+): (\w+)$", part, re.MULTILINE))
    assert drawn == {(s, t.target, t.move) for t in PROCESS.transitions for s in t.sources}
    listed = re.findall(r"^\| `(\w+)` \| `([\w.]+)` \|", part, re.MULTILINE)
    assert listed == [(t.move, str(t.permission)) for t in PROCESS.transitions]


def test_every_permission_of_the_process_is_one_of_the_room():
    assert {t.permission for t in PROCESS.transitions} <= {str(p) for p in Permission}
