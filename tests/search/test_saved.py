"""Saved searches: one's own list, kept, renamed, taken off and taken back; nobody else's."""

from datetime import timedelta

import pytest

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden, Refusal
from giaoban.search.models import SavedSearch
from giaoban.search.queries import saved_of
from giaoban.search.services import saved
from tests.cast import Cast


def names(actor) -> list[str]:
    return [one.name for one in saved_of(actor).filter(removed_at=None)]


def test_a_search_is_kept_renamed_taken_off_and_taken_back(cast: Cast):
    me = cast.officer
    kept = saved.save_search(actor=me, name="  Biên chế ", query="q=bien+che")
    assert names(me) == ["Biên chế"]
    saved.rename_search(actor=me, saved_id=kept.pk, name="Tinh giản")
    assert names(me) == ["Tinh giản"]
    saved.remove_search(actor=me, saved_id=kept.pk)
    assert names(me) == []
    saved.restore_search(actor=me, saved_id=kept.pk)
    assert names(me) == ["Tinh giản"]
    said = Entry.objects.filter(action__startswith="search.").values_list("label", flat=True)
    assert set(said) == {"Tìm kiếm đã lưu"}


def test_the_same_search_again_gets_the_new_name_also_after_it_was_taken_off(cast: Cast):
    first = saved.save_search(actor=cast.officer, name="Một", query="q=a")
    saved.remove_search(actor=cast.officer, saved_id=first.pk)
    again = saved.save_search(actor=cast.officer, name="Hai", query="q=a")
    assert (again.pk, names(cast.officer)) == (first.pk, ["Hai"])


def test_nobody_else_sees_or_changes_it(cast: Cast):
    kept = saved.save_search(actor=cast.officer, name="Của tôi", query="q=a")
    assert names(cast.head) == []
    for door, facts in (
        (saved.rename_search, {"name": "x"}),
        (saved.remove_search, {}),
        (saved.restore_search, {}),
    ):
        with pytest.raises(Hidden):
            door(actor=cast.head, saved_id=kept.pk, **facts)
    assert names(cast.officer) == ["Của tôi"]
    with pytest.raises(Hidden):
        saved.restore_search(actor=cast.officer, saved_id=kept.pk)
    with pytest.raises(Hidden):
        saved.save_search(actor=System(), name="x", query="q=a")
    assert list(saved_of(System())) == []


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        ("", "q=a", "search.name"),
        ("x" * 101, "q=a", "search.name"),
        ("Tên", "", "search.nothing_to_save"),
        ("Tên", "q=" + "a" * 1000, "search.nothing_to_save"),
    ],
)
def test_bad_values_are_refused(cast: Cast, name, query, code):
    with pytest.raises(Refusal) as refused:
        saved.save_search(actor=cast.officer, name=name, query=query)
    assert (refused.value.code, names(cast.officer)) == (code, [])


def test_there_is_a_limit_and_what_was_taken_off_does_not_count(cast: Cast, monkeypatch):
    monkeypatch.setattr(saved, "MOST", 2)
    one = saved.save_search(actor=cast.officer, name="1", query="q=1")
    saved.save_search(actor=cast.officer, name="2", query="q=2")
    with pytest.raises(Refusal) as refused:
        saved.save_search(actor=cast.officer, name="3", query="q=3")
    assert refused.value.code == "search.too_many"
    saved.save_search(actor=cast.officer, name="1 mới", query="q=1")
    saved.remove_search(actor=cast.officer, saved_id=one.pk)
    saved.save_search(actor=cast.officer, name="3", query="q=3")
    assert names(cast.officer) == ["2", "3"]


def test_what_was_taken_off_long_ago_goes_away(cast: Cast):
    old = saved.save_search(actor=cast.officer, name="Cũ", query="q=1")
    SavedSearch.objects.filter(pk=old.pk).update(removed_at=now() - timedelta(days=31))
    saved.save_search(actor=cast.officer, name="Mới", query="q=2")
    assert not SavedSearch.objects.filter(pk=old.pk).exists()
