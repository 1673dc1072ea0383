"""Two people at once: exactly one confirms a task, the other is told that it has been done."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection

from giaoban.audit.models import Entry
from giaoban.core.refusals import Conflict
from giaoban.tasks import services
from giaoban.tasks.models import Assignment, Move
from tests.factories.tasks import walk


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_wins(room: SimpleNamespace):
    assignment = walk(room.assignment, "start", "report_done")
    start = Barrier(2)

    def accept(actor) -> str:
        try:
            start.wait(timeout=20)
            services.move(actor=actor, assignment_id=assignment.pk, move="accept", version=assignment.version)
        except Conflict as conflict:
            return conflict.code
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = Counter(pool.map(accept, [room.cast.officer, room.cast.head]))
    assert outcomes == {"accepted": 1, "tasks.changed_meanwhile": 1}
    closed = Assignment.objects.get(pk=assignment.pk)
    assert (closed.state, closed.version) == ("closed", assignment.version + 1)
    assert Move.objects.filter(assignment=assignment, move="accept").count() == 1
    assert Entry.objects.filter(action="tasks.accept").count() == 1
