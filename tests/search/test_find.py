"""Finding: any spelling, the day, and never a row, count or page of what the reader may not know."""

from dataclasses import replace
from datetime import date

import pytest

from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Refusal
from giaoban.core.registries import findables
from giaoban.organisations.queries import subtree_ids
from giaoban.search import services
from giaoban.search.models import SearchEntry
from giaoban.search.queries import FIRST_OF_KIND, PAGE, Home, Narrowed, find, matching, rights
from tests.cast import TODAY
from tests.search.conftest import document


def titles(actor, text, on=TODAY, **more):
    found = find(actor, text, on, **more)
    return [
        str(result.title).replace("<mark>", "").replace("</mark>", "")
        for g in found.groups
        for result in g.results
    ]


@pytest.mark.parametrize(
    "asked",
    [
        "Hoà Bình",
        "hòa bình",
        "HOA BINH",
        "hoa\u0300 bình",
        "hoa  binh",
        "Tỉnh ủy Hòa",
        "tinh uỷ",
        "Hо\u0300a",
    ],
)
def test_a_name_is_found_from_any_spelling(room, asked):
    room.index(document(1, "Tỉnh uỷ Hoà Bình"), document(2, "Tỉnh đoàn Yên Bái"))
    assert titles(room.cast.officer, asked) == ["Tỉnh uỷ Hoà Bình"]


def test_an_accent_in_the_question_counts_its_absence_does_not(room):
    room.index(document(1, "Lê Hòa"), document(2, "Lê Hỏa"), document(3, "Lê Hoa"))
    assert titles(room.cast.officer, "hòa") == ["Lê Hòa"]
    assert titles(room.cast.officer, "hỏa") == ["Lê Hỏa"]
    assert titles(room.cast.officer, "hoa") == ["Lê Hoa", "Lê Hòa", "Lê Hỏa"]
    assert titles(room.cast.officer, "le hỏa") == ["Lê Hỏa"]


@pytest.mark.parametrize("asked", ["96-QĐ/TW", "96 qđ tw", "96-QD/TW", "96"])
def test_a_number_of_an_instrument_is_found_by_its_parts(room, asked):
    room.index(document(1, "Quyết định 96-QĐ/TW"), document(2, "Quyết định 69-QĐ/TU"))
    assert titles(room.cast.officer, asked) == ["Quyết định 96-QĐ/TW"]


def test_words_side_by_side_come_first(room):
    room.index(document(1, "An thị trấn Bình"), document(2, "Thị trấn An Bình"))
    assert titles(room.cast.officer, "an bình") == ["Thị trấn An Bình", "An thị trấn Bình"]


@pytest.mark.parametrize("asked", ["", "   ", "!?-", "\u200b"])
def test_a_question_without_a_word_finds_nothing(room, asked):
    room.index(document(1, "Lê Hoa"))
    assert find(room.cast.officer, asked, TODAY).total == 0
    assert find(room.cast.officer, "hoa", TODAY).total == 1


def test_only_what_is_in_force_on_the_day_is_found(room):
    room.index(document(1, "Lê Hoa", ends=date(2019, 9, 16)), document(2, "Vũ Hoa", starts=date(2019, 9, 17)))
    assert titles(room.cast.officer, "hoa", date(2019, 9, 15)) == ["Lê Hoa"]
    assert titles(room.cast.officer, "hoa", date(2019, 9, 16)) == []
    assert titles(room.cast.officer, "hoa", date(2019, 9, 17)) == ["Vũ Hoa"]


def test_rows_that_are_not_public_are_found_by_who_may_read_them_in_their_unit(room):
    mine, theirs = room.cast.unit("btc-thai-binh").pk, room.cast.unit("btc-hung-yen").pk
    room.index(
        document(1, "Lê Hoa"),
        document(2, "Canary Kín Hoa", public=False, unit_id=mine),
        document(3, "Canary Xa Hoa", public=False, unit_id=theirs),
        document(4, "Canary Lạc Hoa", public=False),
        document(5, "Canary Không quyền Hoa", kind="test_public", public=False, unit_id=mine),
    )

    def seen(actor):
        found = find(actor, "hoa", TODAY)
        return found.total, sorted(titles(actor, "hoa"))

    assert seen(room.cast.officer) == (1, ["Lê Hoa"])
    assert seen(room.cast.head) == (2, ["Canary Kín Hoa", "Lê Hoa"])
    assert seen(room.cast.cluster_lead) == (1, ["Lê Hoa"])
    assert seen(Nobody()) == (0, [])
    assert seen(System())[0] == 4
    assert find(room.cast.officer, "canary", TODAY).groups == ()


@pytest.mark.parametrize(("many", "small"), [(2000, 20), (2000, 0), (0, 0)])
def test_few_units_many_and_a_whole_country_are_asked_in_their_own_way(room, monkeypatch, many, small):
    """By marks of the index, as a list, as a query: the answer is one."""
    monkeypatch.setattr(rights, "MANY", many)
    monkeypatch.setattr(rights, "SMALL", small)
    monkeypatch.setattr(matching, "MANY", many)
    mine, theirs = room.cast.unit("btc-thai-binh").pk, room.cast.unit("btc-hung-yen").pk
    line, nobody = room.cast.unit("tu-hung-yen").pk, room.cast.unit("tw").pk
    room.index(
        document(1, "Hoa của mình", public=False, unit_id=mine),
        document(2, "Hoa nơi khác", public=False, unit_id=theirs),
        document(3, "Hoa gửi đến", public=False, unit_id=theirs, audience=(nobody, mine)),
        document(4, "Hoa gửi chỗ khác", public=False, audience=(theirs,)),
        document(5, "Hoa công bố", unit_id=theirs),
        document(6, "Hoa của cấp ủy", public=False, unit_id=line),
    )
    seen = titles(room.cast.head, "hoa")
    assert sorted(seen) == ["Hoa công bố", "Hoa của mình", "Hoa gửi đến"]
    findables._entries["test"] = replace(findables["test"], lines=True)
    with_line = titles(room.cast.head, "hoa", home=Home(mine, (line,)))
    assert sorted(with_line) == sorted([*seen, "Hoa của cấp ủy"])
    below = subtree_ids(room.cast.unit("btc-hung-yen").pk, TODAY)
    inside = Narrowed(unit_ids=below)
    assert sorted(titles(room.cast.head, "hoa", narrowed=inside)) == ["Hoa công bố", "Hoa gửi đến"]
    assert titles(room.cast.head, "hoa", narrowed=Narrowed(unit_ids=[])) == []
    assert titles(room.cast.head, "hoa", narrowed=Narrowed(unit_ids=below.none())) == []


def test_the_first_few_of_each_kind_or_one_page_of_a_kind(room):
    room.index(*(document(n, f"Hoa {n}") for n in range(1, 46)), document(1, "Hoa khác", kind="test_public"))
    first = find(room.cast.officer, "hoa", TODAY)
    assert [(g.kind, g.count, len(g.results)) for g in first.groups] == [
        ("test", 45, FIRST_OF_KIND),
        ("test_public", 1, 1),
    ]
    last = find(room.cast.officer, "hoa", TODAY, kinds=["test"], page=3)
    assert (last.pages, last.page, len(last.groups[0].results)) == (3, 3, 45 - 2 * PAGE)
    beyond = find(room.cast.officer, "hoa", TODAY, kinds=["test"], page=99)
    assert [r.object_id for r in beyond.groups[0].results] == [r.object_id for r in last.groups[0].results]


def test_a_search_may_be_narrowed_to_units(room):
    mine, theirs = room.cast.unit("btc-thai-binh").pk, room.cast.unit("btc-hung-yen").pk
    room.index(document(1, "Lê Hoa", unit_id=mine), document(2, "Vũ Hoa", unit_id=theirs))
    assert titles(room.cast.officer, "hoa", unit_ids=[theirs]) == ["Vũ Hoa"]


def test_found_words_are_marked_and_the_rest_is_escaped(room):
    room.index(document(1, "<script>alert(1)</script> Hoà <b>", body='"onmouseover=x" & hoa'))
    result = find(room.cast.officer, "hoa script", TODAY).groups[0].results
    (only,) = result
    assert (
        str(only.title)
        == "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; <mark>Hoà</mark> &lt;b&gt;"
    )
    assert str(only.passage) == "&quot;onmouseover=x&quot; &amp; <mark>hoa</mark>"


def test_the_address_is_in_the_period_of_the_reader(room):
    room.index(document(7, "Lê Hoa"))
    (only,) = find(room.cast.officer, "hoa", TODAY).groups[0].results
    assert only.address("tw", "2019-t09-9t") == "/x/2019-t09-9t/7/"


def test_indexing_again_replaces_and_forgetting_removes(room):
    room.index(document(1, "Lê Hoa"), document(2, "Vũ Hoa"))
    room.index(document(1, "Lê Hồng"))
    assert titles(room.cast.officer, "hoa") == ["Vũ Hoa"]
    assert titles(room.cast.officer, "hồng") == ["Lê Hồng"]
    assert services.forget("test", [1]) == 1
    assert titles(room.cast.officer, "hồng") == []


def test_a_thing_with_two_names_is_found_by_each_in_its_days(room):
    then = document(1, "Huyện cũ", ends=date(2019, 1, 1))
    room.index(then, replace(then, title="Huyện mới", starts=date(2019, 1, 1), ends=date(9999, 12, 31)))
    assert titles(room.cast.officer, "huyện", date(2018, 6, 1)) == ["Huyện cũ"]
    assert titles(room.cast.officer, "huyện", TODAY) == ["Huyện mới"]


def test_a_rebuild_makes_the_index_from_the_rooms_rows(room):
    room.index(document(1, "Đã xóa Hoa"), document(9, "Kẻ lạ Hoa", kind="no_such_room"))
    room.rows.append(document(2, "Lê Hoa"))
    written = services.rebuild()
    assert (written["test"], titles(room.cast.officer, "hoa", kinds=["test"])) == (1, ["Lê Hoa"])
    assert SearchEntry.objects.filter(kind="no_such_room").exists() is False
    room.rows.append(document(3, "Vũ Hoa"))
    assert services.rebuild("test") == {"test": 2}


def test_an_unknown_kind_is_refused(room):
    with pytest.raises(Refusal) as refused:
        services.rebuild("no_such_kind")
    assert refused.value.code == "search.kind"
    services.rebuild("test")


def test_a_public_row_that_is_secret_cannot_be_written(room):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="search_public_is_not_secret"), transaction.atomic():
        room.index(document(1, "Lê Hoa", secrecy="secret"))
    room.index(document(1, "Lê Hoa", secrecy="secret", public=False))
