"""A unit that ends: what is open goes to its one successor, once; without one it is named and stays."""

from datetime import date
from types import SimpleNamespace

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.organisations.rules import ChangeKind, Plan
from giaoban.tasks import impact
from giaoban.tasks.models import Assignment, Programme
from tests.factories.tasks import make_assignment, make_programme, walk

DAY = date(2020, 1, 1)


def plan(kind: ChangeKind, ends: tuple, begins: tuple) -> Plan:
    shares = {(one.pk, other.pk): None for one in ends for other in begins}
    return Plan(
        kind=kind,
        effective_on=DAY,
        ends=tuple(one.pk for one in ends),
        begins=tuple(one.pk for one in begins),
        shares=shares,
    )


def test_open_tasks_pass_to_the_one_successor_and_doubles_become_one(room: SimpleNamespace):
    hoa, chau, heir = room.commune, room.cast.unit("du-an-chau"), room.cast.unit("hu-dong-hung")
    programme = make_programme(room.province, [hoa, chau])
    one, other = Assignment.objects.filter(task__programme=programme).order_by("pk")
    walk(other, "start", "report_progress", percent=40)
    closed = walk(make_assignment(room.province, hoa), "start", "report_done", "accept")
    merger = plan(ChangeKind.MERGE, (hoa, chau), (heir,))
    (line,) = impact.preview(merger)
    assert (line.count, line.blocking) == (3, False)
    impact.apply(merger, System())
    rows = {a.pk: a for a in Assignment.objects.all()}
    assert (rows[other.pk].unit, rows[other.pk].state, rows[other.pk].percent) == (heir, "in_progress", 40)
    assert (rows[one.pk].unit, rows[one.pk].state, rows[one.pk].closed_on) == (hoa, "cancelled", DAY)
    assert (rows[closed.pk].unit, rows[closed.pk].state) == (hoa, "closed")
    assert rows[room.assignment.pk].unit == heir
    assert rows[other.pk].moves.latest("pk").move == "pass_on"
    assert Entry.objects.filter(action="tasks.pass_on").count() == 3


def test_a_split_moves_nothing_and_names_what_is_left(room: SimpleNamespace):
    heirs = (room.cast.unit("hu-dong-hung"), room.cast.unit("du-an-chau"))
    split = plan(ChangeKind.SPLIT, (room.commune,), heirs)
    (line,) = impact.preview(split)
    assert (line.count, line.blocking, line.names) == (
        1,
        False,
        (f"1. {room.assignment.task.wording}",),
    )
    impact.apply(split, System())
    assert Assignment.objects.get(pk=room.assignment.pk).unit == room.commune


def test_programmes_of_a_unit_that_ends_are_followed_by_its_successor(room: SimpleNamespace):
    heir = room.cast.unit("tu-hung-yen")
    merger = plan(ChangeKind.MERGE, (room.province,), (heir,))
    (line,) = impact.preview(merger)
    assert line.names == ("Nhiệm vụ trọng tâm quý III năm 2019",)
    impact.apply(merger, System())
    assert Programme.objects.get().unit == heir
    split = plan(ChangeKind.SPLIT, (heir,), (room.province, room.cast.unit("tu-long-an")))
    impact.apply(split, System())
    assert Programme.objects.get().unit == heir


def test_a_unit_without_tasks_has_no_line(room: SimpleNamespace):
    dissolved = plan(ChangeKind.DISSOLVE, (room.cast.unit("tu-long-an"),), ())
    assert impact.preview(dissolved) == []
