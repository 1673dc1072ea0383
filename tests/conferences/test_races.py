"""Two people at once: the conference's row orders their acts, one of two that exclude each other wins."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connection

from giaoban.conferences import services
from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.rules import IssueFacts, ParagraphPlan
from giaoban.core.dates import today
from giaoban.core.refusals import Refusal
from giaoban.tasks.models import Programme
from tests.factories.conferences import SYSTEM, closed, make_paragraphs, make_speech, move, opened


def together(*acts: Any) -> list[Any]:
    """The answers of all acts, begun at once; a refusal is an answer."""

    def run(act: Any) -> Any:
        close_old_connections()
        try:
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def hall(transactional_db: None, room: Any) -> Any:
    opened(room.conference)
    return room


def test_of_two_invitations_to_speak_one_wins_and_no_event_is_lost(hall):
    speeches = [move(make_speech(hall.conference, hall.district, f"Chủ đề {n}"), "queue") for n in range(4)]
    answers = together(
        *(
            lambda one=one: (
                services.move_speech(
                    actor=SYSTEM, conference_id=hall.conference.pk, speech_id=one.pk, move="call"
                ).pk
            )
            for one in speeches
        )
    )
    assert sorted(map(str, answers)).count("conferences.floor_taken") == 3
    assert list(hall.conference.speeches.filter(state="speaking").values_list("pk", flat=True)) == [
        answer for answer in answers if answer != "conferences.floor_taken"
    ]
    conference = Conference.objects.get(pk=hall.conference.pk)
    seqs = list(conference.events.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, conference.last_seq + 1))


def test_two_who_close_at_once_close_once(hall):
    def close() -> str:
        common = {"actor": SYSTEM, "conference_id": hall.conference.pk}
        return services.move_conference(move="close", **common).state

    assert sorted(together(close, close)) == ["closed", "conferences.state"]
    assert hall.conference.events.filter(kind="conference.close").count() == 1


def test_two_who_give_the_tasks_at_once_make_one_programme(transactional_db, room):
    conference = closed(room.conference)
    make_paragraphs(conference, "Hoàn thành phương án sắp xếp tổ chức bộ máy")
    issued = services.issue_conclusion(
        actor=SYSTEM,
        conference_id=conference.pk,
        facts=IssueFacts("KL", "05-KL/BTCTU", today()),
        version=conference.conclusion.version,
    )
    paragraph = issued.paragraphs.get()
    planned = services.plan_tasks(
        actor=SYSTEM,
        conference_id=conference.pk,
        rows=[ParagraphPlan(paragraph.pk, task=True)],
        next_period="2019-q4",
        version=issued.version,
    )

    def give() -> int:
        common = {"actor": SYSTEM, "conference_id": conference.pk}
        return services.assign_tasks(version=planned.version, **common).pk

    first, second = together(give, give)
    assert first == second == Programme.objects.get().pk
    assert Conclusion.objects.get().programme_id == first
