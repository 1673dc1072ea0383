"""A unit that ends: its posts end that day, are named only when published, and go nowhere by themselves."""

from datetime import date, timedelta

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.dates import OPEN
from giaoban.organisations.rules import ChangeKind, Plan
from giaoban.people import impact
from giaoban.people.models import Post
from giaoban.search.models import SearchEntry
from tests.factories.people import make_person, make_post

DAY = date(2020, 1, 1)


def plan(room) -> Plan:
    return Plan(kind=ChangeKind.MERGE, effective_on=DAY, ends=(room.commission.pk,), begins=(room.other.pk,))


def test_the_preview_counts_all_and_names_the_published(room):
    make_post(make_person("Lê Hoa"), room.commission, "Trưởng ban")
    make_post(make_person("Canary Kín"), room.commission, "Chuyên viên", public=False)
    make_post(make_person("Vũ Xa"), room.other, "Trưởng ban")
    make_post(make_person("Đỗ Cũ"), room.commission, "Trưởng ban", ends=DAY)
    (line,) = impact.preview(plan(room))
    assert (line.count, line.blocking, line.names) == (2, False, ("Lê Hoa (Trưởng ban)",))


def test_a_unit_without_posts_has_no_line(room):
    make_post(make_person("Vũ Xa"), room.other, "Trưởng ban")
    assert impact.preview(plan(room)) == []


def test_posts_that_would_begin_after_the_end_stop_the_change(room):
    make_post(make_person("Lê Hoa"), room.commission, "Trưởng ban", starts=DAY)
    (line,) = impact.preview(plan(room))
    assert (line.count, line.blocking) == (1, True)
    Post.objects.update(starts=DAY - timedelta(days=1))
    (line,) = impact.preview(plan(room))
    assert line.blocking is False


def test_posts_end_with_their_unit_and_none_moves_to_the_successor(room):
    ending = make_post(make_person("Lê Hoa"), room.commission, "Trưởng ban")
    kept = make_post(make_person("Vũ Xa"), room.other, "Trưởng ban")
    earlier = make_post(make_person("Đỗ Cũ"), room.commission, "Trưởng ban", ends=date(2019, 1, 1))
    impact.apply(plan(room), System())
    ends = dict(Post.objects.values_list("pk", "ends"))
    assert ends == {ending.pk: DAY, kept.pk: OPEN, earlier.pk: date(2019, 1, 1)}
    assert Post.objects.filter(unit=room.other).count() == 1
    assert list(Entry.objects.values_list("action", "object_id")) == [("people.end_with_unit", ending.pk)]
    assert SearchEntry.objects.get(kind="person", object_id=ending.pk).ends == DAY
