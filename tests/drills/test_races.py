"""Many races of two people over one record: exactly one wins, the other is told, nothing happens twice.

Sixty here; `GIAOBAN_RACES=1000 pytest tests/drills/test_races.py` runs as many as one likes.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, models

from giaoban.accounts.models import User
from giaoban.audit.models import Entry
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Refusal
from giaoban.demo.crowd.reports import Line, report
from giaoban.organisations.models import Unit
from giaoban.recommendations import services as recommendation_doors
from giaoban.recommendations.models import Step
from giaoban.reporting import services as reporting_doors
from giaoban.reporting.models import Move as ReportMove
from giaoban.reporting.models import Obligation
from giaoban.reporting.rules import State
from giaoban.tasks import services as task_doors
from giaoban.tasks.models import Assignment, Move
from tests.cast import Cast
from tests.factories import reporting
from tests.factories.crowded import EARLIER, FIGURES, TEXTS, add_units, worker
from tests.factories.recommendations import make_recommendation
from tests.factories.tasks import make_programme, walk

pytestmark = pytest.mark.django_db(transaction=True)
RACES = int(os.environ.get("GIAOBAN_RACES", "60")) // 3
LATER = datetime(2019, 9, 27, 17, tzinfo=ZONE)
# What the record says after each of the two acts → the door.
Acts = Mapping[str, Callable[..., Any]]


@pytest.fixture
def people(cast: Cast) -> list[User]:
    """Two of the province who may do the same."""
    return [worker(cast, f"tb.hai.{number}", "btc-thai-binh", "tu-thai-binh") for number in range(2)]


@pytest.fixture
def communes(cast: Cast) -> list[Unit]:
    reporting.set_levels()
    return add_units(cast, "tu-thai-binh", "commune_committee", RACES, "Đảng ủy xã")


def race(people: Sequence[User], acts: Acts) -> list[str]:
    """What each was told: what stands now when it won, else the code of its refusal."""
    start = Barrier(2)

    def act(person: User, outcome: str) -> str:
        try:
            start.wait(timeout=30)
            acts[outcome](actor=person)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return outcome

    with ThreadPoolExecutor(2) as pool:
        told = [pool.submit(act, *pair) for pair in zip(people, acts, strict=True)]
        return [one.result(timeout=60) for one in told]


def winner(record: models.Model, people: Sequence[User], acts: Acts) -> str:
    """Run the race; there is one winner and one who was told, and one entry in the trail."""
    before = Entry.objects.filter(object_id=record.pk, kind=record._meta.label_lower).count()
    told = race(people, acts)
    won = [said for said in told if said in acts]
    assert len(won) == 1, told
    record.refresh_from_db()
    entries = Entry.objects.filter(object_id=record.pk, kind=record._meta.label_lower).count()
    assert entries == before + 1, told
    return won[0]


def test_a_report_is_accepted_or_returned_never_both(cast: Cast, people: list[User], communes: list[Unit]):
    round_ = reporting.make_round(cast, unit="tu-thai-binh")
    report(round_, [Line(unit.pk, FIGURES, TEXTS, EARLIER, State.SENT) for unit in communes], found=False)
    remarks = [reporting_doors.RemarkFacts("Bổ sung số đảng viên mới kết nạp.")]
    rows = list(Obligation.objects.filter(round=round_, unit__in=communes))
    for row in rows:
        facts = {"obligation_id": row.pk, "version": row.version}
        back = partial(reporting_doors.return_report, remarks=remarks, new_due=LATER, **facts)
        acts = {"accepted": partial(reporting_doors.accept_report, **facts), "returned": back}
        assert winner(row, people, acts) == row.state
        assert ReportMove.objects.filter(obligation=row, move__in=("accept", "return")).count() == 1
    assert len(rows) == RACES


def test_a_task_is_confirmed_or_returned_never_both(cast: Cast, people: list[User], communes: list[Unit]):
    programme = make_programme(cast.unit("tu-thai-binh"), communes)
    rows = [walk(one, "start", "report_done") for one in Assignment.objects.filter(task__programme=programme)]
    for row in rows:
        door = partial(task_doors.move, assignment_id=row.pk, version=row.version)
        acts = {
            "closed": partial(door, move="accept"),
            "returned": partial(door, move="return", note="Thiếu"),
        }
        assert winner(row, people, acts) == row.state
        assert Move.objects.filter(assignment=row, move__in=("accept", "return")).count() == 1
    assert len(rows) == RACES


def test_a_question_gets_one_answer(cast: Cast, people: list[User], communes: list[Unit]):
    province = cast.unit("tu-thai-binh")
    rows = [make_recommendation(unit, province, f"Đề nghị của {unit.code}") for unit in communes]
    for row in rows:
        door = partial(recommendation_doors.answer, ids=[row.pk])
        acts = {
            word: partial(door, outcome=word, text=f"Trả lời {word}") for word in ("approved", "explained")
        }
        assert winner(row, people, acts) == row.outcome
        assert row.answer == f"Trả lời {row.outcome}"
        assert Step.objects.filter(recommendation=row, move="answer").count() == 1
    assert len(rows) == RACES
