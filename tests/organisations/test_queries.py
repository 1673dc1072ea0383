"""Reads: who sees what, the tree and lists of a day with a bounded number of queries, pickers, history."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from giaoban.accounts.rules import Role
from giaoban.core.actors import Nobody
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations import queries, search, services
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import Filters
from giaoban.organisations.rules import EMULATION, NewUnit
from giaoban.search.models import SearchEntry
from tests.factories.accounts import make_grant, make_user
from tests.factories.organisations import SYSTEM, decision, establish

D = date(2025, 7, 1)
EVE = date(2025, 6, 30)
Land = dict[str, Unit]


def facts(on: date = D) -> dict[str, Any]:
    return {"actor": SYSTEM, "decision": decision(on, "12-QĐ/TU")}


@pytest.fixture
def secret(land: Land) -> Unit:
    """A secret unit in Thái Bình with an ordinary one below it."""
    unit = establish("k-18", land["tu-thai-binh"], name="Đơn vị K18", secrecy="secret")
    establish("cb-k-18", unit, kind="cell", name="Chi bộ số 8")
    return unit


def test_ordinary_units_are_for_whoever_has_a_grant_and_secret_ones_for_few(land: Land, secret: Unit) -> None:
    head, officer, foreign = make_user("truong-ban"), make_user("chuyen-vien"), make_user("nguoi-khac")
    make_grant(head, Role.HEAD, land["tu-thai-binh"])
    make_grant(officer, Role.AREA_OFFICER, land["tu-thai-binh"])
    make_grant(foreign, Role.HEAD, land["tu-hung-yen"])
    for actor, sees in ((SYSTEM, True), (head, True), (officer, False), (foreign, False)):
        assert queries.visible_to(actor).filter(pk=secret.pk).exists() is sees
        assert queries.visible_to(actor).filter(code="xa-tan-le").exists()
        codes = {row.code for row in queries.register(actor, D, Filters(under=land["tu-thai-binh"].pk)).rows}
        assert ("k-18" in codes) is sees
        assert "cb-k-18" in codes
        (below,) = (row for row in queries.register(actor, D, Filters(text="chi bộ số 8")).rows)
        assert (below.parent_id, below.parent_code, below.parent_name) == (
            (secret.pk, "k-18", "Đơn vị K18") if sees else (None, "", "")
        )
        assert [row.code for row in queries.pick(actor, "K18", D)] == (["k-18"] if sees else [])
        page = queries.tree_page(actor, land["tu-thai-binh"].pk, D)
        assert page.total == (4 if sees else 3)
        top = queries.tree_page(actor, land["tw"].pk, D).rows
        counts = {row.code: (row.children, row.below) for row in top}
        assert counts["tu-thai-binh"] == ((4, 8) if sees else (3, 7))
        labels = dict(queries.unit_card(actor, land["tu-thai-binh"].pk, D).children)
        assert labels.get("Đảng ủy xã") == (1 if sees else None)
        place = queries.history(actor, below.id).places[0]
        assert (place.parent_id, place.parent_code, place.parent) == (
            (secret.pk, "k-18", "Đơn vị K18") if sees else (None, "", "")
        )
        assert [r.code for r in queries.ancestors(actor, below.id, D)] == (
            ["tw", "tu-thai-binh", "k-18"] if sees else ["tw", "tu-thai-binh"]
        )
        assert queries.subtree(actor, secret.pk, D).count() == (2 if sees else 1)
        assert len(queries.history(actor, below.id).events) == (1 if sees else 0)
        if not sees:
            for read in (queries.unit_card, queries.tree_page):
                with pytest.raises(Hidden):
                    read(actor, secret.pk, D)
            with pytest.raises(Hidden):
                queries.unit_by_code(actor, "k-18", D)
    assert not queries.visible_to(Nobody()).exists()


def test_what_is_secret_is_not_named_while_deciding_below_or_beside_it(land: Land, secret: Unit) -> None:
    """Somebody who may change only what stands below the secret unit sees that there is one, not which."""
    below = Unit.objects.get(code="cb-k-18")
    insider, outsider = make_user("quan-tri-tren"), make_user("quan-tri-duoi")
    make_grant(insider, Role.ADMINISTRATOR, land["tu-thai-binh"])
    make_grant(outsider, Role.ADMINISTRATOR, below)
    for actor, name in ((insider, "Đơn vị K18"), (outsider, "(đơn vị có độ mật)")):
        shown = services.preview(
            services.rename_unit, actor=actor, decision=decision(D), unit_id=below.pk, name="Chi bộ số 9"
        )
        assert [line.name for line in shown.before] == [name, "Chi bộ số 8"]
        assert shown.before[0].code == ("k-18" if actor is insider else "")
    new = NewUnit("k-18", "cell", "Chi bộ khác", parent_id=below.pk)
    for actor, words in ((SYSTEM, "“Đơn vị K18”"), (outsider, "một đơn vị khác")):
        with pytest.raises(Refusal, match=words) as caught:
            services.establish_unit(actor=actor, decision=decision(D), new=new)
        assert ("K18" in caught.value.message) == (actor is SYSTEM)


def test_the_card_of_a_unit_is_of_its_day(land: Land) -> None:
    services.add_department(actor=SYSTEM, unit_id=land["btc-thai-binh"].pk, name="Phòng Cán bộ", starts=EVE)
    card = queries.unit_card(SYSTEM, land["btc-thai-binh"].pk, D)
    assert (card.unit.name, card.unit.short, card.unit.parent_name) == (
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "Ban Tổ chức",
        "Tỉnh ủy Thái Bình",
    )
    assert [department.name for department in card.departments] == ["Phòng Cán bộ"]
    assert (card.established_on, card.source, card.confidence) == (None, "", "unverified")
    assert queries.unit_card(SYSTEM, land["tu-thai-binh"].pk, D).children == (
        ("Ban tổ chức tỉnh ủy", 1),
        ("Huyện ủy", 2),
    )
    assert (card.unit.ended, card.unit.kind, card.unit.level) == (False, "provincial_commission", "province")
    with pytest.raises(Hidden):
        queries.unit_card(SYSTEM, land["btc-thai-binh"].pk, date(2014, 1, 1))
    with pytest.raises(Hidden):
        queries.unit_card(SYSTEM, 10**9, D)
    with translation.override("en"):
        assert (
            queries.unit_card(SYSTEM, land["btc-thai-binh"].pk, D).unit.kind_label == "Provincial commission"
        )


def test_the_tree_opens_level_by_level(land: Land) -> None:
    for number in (2, 10, 1):
        establish(f"xa-{number}", land["hu-hung-ha"], name=f"Đảng ủy xã {number}")
    top = queries.tree_page(SYSTEM, None, D)
    assert [(row.code, row.children, row.below) for row in top.rows] == [("tw", 2, 12)]
    assert (top.unit, top.trail, top.total, top.pages) == (None, (), 1, 1)
    page = queries.tree_page(SYSTEM, land["hu-hung-ha"].pk, D)
    assert [row.name for row in page.rows] == [
        "Đảng ủy xã 1",
        "Đảng ủy xã 2",
        "Đảng ủy xã 10",
        "Đảng ủy xã Hoà Bình",
        "Đảng ủy xã Tân Lễ",
    ]
    assert [row.code for row in page.trail] == ["tw", "tu-thai-binh"]
    assert page.unit is not None
    assert page.unit.code == "hu-hung-ha"
    second = queries.tree_page(SYSTEM, land["hu-hung-ha"].pk, D, page=2, per_page=2)
    assert ([row.code for row in second.rows], second.page, second.pages) == (["xa-10", "xa-hoa-binh"], 2, 3)
    assert queries.tree_page(SYSTEM, land["hu-hung-ha"].pk, D, page=99, per_page=2).page == 3
    for wrong in (10**9, establish("xa-mai-sau", land["tw"], on=date(2030, 1, 1)).pk):
        with pytest.raises(Hidden):
            queries.tree_page(SYSTEM, wrong, D)
    with pytest.raises(Hidden):
        queries.tree_page(SYSTEM, None, D, "khong-co")


def test_a_group_is_a_tree_of_its_own(land: Land) -> None:
    cluster = establish("cum-4", kind="emulation_cluster", hierarchy=EMULATION, name="Cụm thi đua số 4")
    for unit, lead in ((land["btc-thai-binh"], False), (land["btc-hung-yen"], True)):
        services.join_group(
            **facts(date(2018, 1, 1)), hierarchy=EMULATION, unit_id=unit.pk, parent_id=cluster.pk, lead=lead
        )
    rows = queries.children(SYSTEM, cluster.pk, D, EMULATION)
    assert [(row.name, row.lead, row.parent_name) for row in rows] == [
        ("Ban Tổ chức Tỉnh ủy Hưng Yên", True, "Cụm thi đua số 4"),
        ("Ban Tổ chức Tỉnh ủy Thái Bình", False, "Cụm thi đua số 4"),
    ]
    listed = queries.register(SYSTEM, D, Filters(hierarchy=EMULATION))
    assert [row.code for row in listed.rows] == ["btc-hung-yen", "btc-thai-binh", "cum-4"]
    assert listed.rows[2].parent_id is None
    assert queries.register(SYSTEM, date(2017, 1, 1), Filters(hierarchy=EMULATION)).total == 1
    assert [row.parent_name for row in queries.register(SYSTEM, D, Filters(text="cụm")).rows] == [""]


def test_the_list_is_narrowed_sorted_and_paged(land: Land) -> None:
    every = queries.register(SYSTEM, D)
    assert [row.name for row in every.rows] == [
        "Ban Chấp hành Trung ương Đảng",
        "Ban Tổ chức Tỉnh ủy Hưng Yên",
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "Chi bộ thôn 3",
        "Đảng ủy xã Hoà Bình",
        "Đảng ủy xã Tân Lễ",
        "Huyện ủy Hưng Hà",
        "Huyện ủy Kiến Xương",
        "Tỉnh ủy Hưng Yên",
        "Tỉnh ủy Thái Bình",
    ]
    assert every.kinds[0] == ("centre", "Trung ương", "centre")

    def codes(**wanted: Any) -> list[str]:
        return [row.code for row in queries.register(SYSTEM, D, Filters(**wanted)).rows]

    assert codes(kind="district_committee") == ["hu-hung-ha", "hu-kien-xuong"]
    assert codes(level="cell") == ["cb-thon-3"]
    assert codes(under=land["hu-hung-ha"].pk) == ["cb-thon-3", "xa-hoa-binh", "xa-tan-le", "hu-hung-ha"]
    for text in ("hòa bình", "HOÀ BÌNH", "hoa binh", "binh hoa", "xa-hoa"):
        assert codes(text=text) == ["xa-hoa-binh"]
    page = queries.register(SYSTEM, D, page=2, per_page=4)
    assert ([row.code for row in page.rows], page.page, page.pages, page.total) == (
        ["xa-hoa-binh", "xa-tan-le", "hu-hung-ha", "hu-kien-xuong"],
        2,
        3,
        10,
    )
    assert queries.register(SYSTEM, date(2014, 1, 1)).rows == ()
    with translation.override("en"):
        assert queries.register(SYSTEM, D).kinds[0] == ("centre", "Centre", "centre")


def test_pages_ask_the_same_number_of_questions_for_ten_units_and_for_hundreds(
    land: Land, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    user = make_user("chuyen-vien")
    make_grant(user, Role.HEAD, land["tw"])

    def ask() -> None:
        with django_assert_max_num_queries(5):
            queries.register(SYSTEM, D, Filters(text="xã", under=land["tw"].pk), per_page=200)
        with django_assert_max_num_queries(8):  # and the grants of a person, once
            queries.register(user, D, per_page=200)
        with django_assert_max_num_queries(10):
            queries.tree_page(SYSTEM, land["hu-hung-ha"].pk, D)

    ask()
    for number in range(60):
        establish(f"xa-{number}", land["hu-hung-ha"])
    ask()


def test_a_picker_finds_without_accents_and_puts_what_was_typed_first(land: Land) -> None:
    establish("xa-thai-binh", land["hu-hung-ha"], name="Đảng ủy xã Thái Binh")
    for text in ("thai binh", "Thái Bình", "THÁI BÌNH", "tu-thai-binh", "binh thai"):
        assert "tu-thai-binh" in [row.code for row in queries.pick(SYSTEM, text, D)]
    assert [row.code for row in queries.pick(SYSTEM, "Thái Bình", D)] == [
        "tu-thai-binh",
        "btc-thai-binh",
        "xa-thai-binh",
    ]
    assert [row.code for row in queries.pick(SYSTEM, "tu-thai-binh", D)] == ["tu-thai-binh"]
    only = queries.pick(
        SYSTEM, "thai binh", D, kinds=["provincial_commission"], under=land["tu-thai-binh"].pk
    )
    assert [row.code for row in only] == ["btc-thai-binh"]
    assert [row.code for row in queries.pick(SYSTEM, "", D, limit=2)] == ["tw", "tu-hung-yen"]
    assert queries.pick(SYSTEM, "thai binh", date(2014, 1, 1)) == []


def test_the_history_of_a_unit_has_names_places_and_decisions(land: Land) -> None:
    unit = land["xa-tan-le"]
    services.rename_unit(**facts(), unit_id=unit.pk, name="Đảng ủy phường Tân Lễ")
    services.transfer_unit(**facts(), unit_id=unit.pk, parent_id=land["hu-kien-xuong"].pk)
    services.transfer_unit(**facts(EVE), unit_id=unit.pk, parent_id=land["hu-kien-xuong"].pk)
    history = queries.history(SYSTEM, unit.pk)
    assert [(name.name, name.starts, name.ends) for name in history.names] == [
        ("Đảng ủy xã Tân Lễ", date(2015, 1, 1), D),
        ("Đảng ủy phường Tân Lễ", D, OPEN),
    ]
    assert [(place.parent, place.starts, place.ends) for place in history.places] == [
        ("Huyện ủy Hưng Hà", date(2015, 1, 1), EVE),
        ("Huyện ủy Kiến Xương", EVE, OPEN),  # two decisions, one place
    ]
    assert [(event.kind, event.effective_on) for event in history.events if event.kind != "establish"] == [
        ("transfer", EVE),
        ("rename", D),
        ("transfer", D),
    ]
    assert history.events[-1].units == ((unit.pk, "Đảng ủy phường Tân Lễ"),)
    assert (history.predecessors, history.successors) == ((), ())
    with pytest.raises(Hidden):
        queries.history(SYSTEM, 10**9)


def test_search_knows_every_name_of_a_unit_and_keeps_secret_ones_apart(land: Land, secret: Unit) -> None:
    services.rename_unit(**facts(), unit_id=land["xa-tan-le"].pk, name="Đảng ủy phường Tân Lễ")
    rows = SearchEntry.objects.filter(kind="unit", object_id=land["xa-tan-le"].pk).order_by("starts")
    assert list(rows.values_list("title", "starts", "lapses", "public")) == [
        ("Đảng ủy xã Tân Lễ", date(2015, 1, 1), D, True),
        ("Đảng ủy phường Tân Lễ", D, OPEN, True),
    ]
    assert rows[0].body.endswith("Huyện ủy Hưng Hà")
    hidden_ = SearchEntry.objects.get(kind="unit", object_id=secret.pk)
    assert (hidden_.public, hidden_.secrecy) == (False, "secret")
    below = SearchEntry.objects.get(kind="unit", title="Chi bộ số 8")
    assert "K18" not in below.body


def test_the_index_can_be_made_again_from_the_units(land: Land, secret: Unit) -> None:
    documents = list(search.documents(None))
    assert {document.object_id for document in documents} == set(Unit.objects.values_list("pk", flat=True))
    kept = SearchEntry.objects.filter(kind="unit").values_list("object_id", "title", "body", "url", "secrecy")
    assert sorted((d.object_id, d.title, d.body, d.url, d.secrecy) for d in documents) == sorted(kept)
