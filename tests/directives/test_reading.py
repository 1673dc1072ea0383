"""Who sees which document, whether it holds on a day, and how it is found."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from giaoban.accounts.rules import Role
from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Hidden
from giaoban.directives import queries, search
from giaoban.directives.models import Document, type_label
from giaoban.directives.rules import Standing, closes_circle, read_symbol, symbol_key, types
from giaoban.reader.catalogue import named_issuer
from giaoban.search import queries as index
from tests.factories.accounts import make_grant, make_user
from tests.factories.directives import make_document, make_relation

ON = date(2019, 9, 30)


def names(documents) -> list[str]:
    return sorted(document.symbol for document in documents)


def test_published_documents_are_for_everybody_and_the_rest_for_whom_they_concern(room):
    make_document(room.central, "18-NQ/TW", public=True)
    make_document(room.central, "1-CV/BTCTW", recipients=(room.committee,))
    make_document(room.committee, "2-KH/TU")
    make_document(room.commission, "3-HD/BTCTU")
    make_document(room.cast.unit("btc-hung-yen"), "4-HD/BTCTU")
    cast = room.cast
    province = ["1-CV/BTCTW", "18-NQ/TW", "2-KH/TU", "3-HD/BTCTU"]
    assert names(queries.visible_to(cast.head)) == province
    assert names(queries.visible_to(cast.officer)) == province
    assert names(queries.visible_to(room.clerk)) == province  # holds only the commission itself
    assert names(queries.visible_to(cast.monitor)) == sorted(province)
    assert names(queries.visible_to(room.elsewhere)) == ["18-NQ/TW", "4-HD/BTCTU"]
    assert names(queries.visible_to(cast.cell_secretary)) == ["18-NQ/TW"]
    assert names(queries.visible_to(cast.former)) == []
    assert names(queries.visible_to(Nobody())) == []
    assert len(queries.visible_to(System())) == 5


def test_a_document_that_may_not_be_seen_is_unknown(room):
    document = make_document(room.commission, "3-HD/BTCTU")
    assert queries.get_document(room.clerk, document.pk) == document
    for actor, pk in ((room.elsewhere, document.pk), (room.clerk, document.pk + 1)):
        with pytest.raises(Hidden):
            queries.get_document(actor, pk)


def test_a_successor_reads_what_its_predecessor_received_before_it_passed_on(room):
    old = room.cast.unit("du-an-hoa-cu")
    before = make_document(old, "1-KH/ĐU", issued_on=date(2018, 6, 30))
    after = make_document(old, "2-KH/ĐU", issued_on=date(2018, 7, 1))
    assert queries.get_document(room.cast.commune_officer, before.pk) == before
    with pytest.raises(Hidden):
        queries.get_document(room.cast.commune_officer, after.pk)


def test_a_document_holds_until_another_replaces_it(room):
    old = make_document(room.central, "9-HD/BTCTW", issued_on=date(2012, 3, 2))
    new = make_document(room.central, "12-HD/BTCTW", issued_on=date(2018, 7, 6))
    newest = make_document(room.central, "42-HD/BTCTW", issued_on=date(2019, 9, 10))
    amending = make_document(room.central, "5-CV/BTCTW", issued_on=date(2019, 1, 2))
    make_relation(new, old, "replaces")
    make_relation(newest, new, "replaces")
    make_relation(amending, new, "amends")
    days = [date(2018, 7, 5), date(2018, 7, 6), date(2019, 1, 2), date(2019, 9, 10)]
    assert [queries.standing_of(new, day) for day in days] == [
        Standing.NOT_YET,
        Standing.IN_FORCE,
        Standing.AMENDED,
        Standing.REPLACED,
    ]
    assert [queries.in_force(new, day) for day in days] == [False, True, True, False]
    assert (queries.replacing(old, ON), queries.replacing(new, ON), queries.replacing(newest, ON)) == (
        new,
        newest,
        None,
    )
    assert queries.chain(new) == [old, new, newest]
    assert queries.chain(amending) == [amending]


def test_a_type_is_named_in_the_language_of_the_page_and_an_unknown_one_by_its_letters(room):
    assert [type_label("NQ"), type_label("XX")] == ["Nghị quyết", "XX"]
    with translation.override("en"):
        assert make_document(room.central).name == "Resolution 18-NQ/TW"
    assert str(Document.objects.get()) == "Nghị quyết 18-NQ/TW ngày 25/10/2017"


def test_somebody_without_a_home_sees_what_their_role_opens(room):
    make_document(room.committee, "2-KH/TU")
    wanderer = make_user("khong.nha", "Người Không Nhà")
    assert names(queries.visible_to(wanderer)) == []
    make_grant(wanderer, Role.DELEGATE, room.committee)
    wanderer = type(wanderer).objects.get(pk=wanderer.pk)
    assert names(queries.visible_to(wanderer)) == ["2-KH/TU"]
    stranger = make_user("hy.khach", "Người Hưng Yên", home=room.cast.unit("btc-hung-yen"))
    make_grant(stranger, Role.DELEGATE, room.cast.unit("cb-thon-mot"))
    make_document(room.cast.unit("btc-hung-yen"), "4-HD/BTCTU")
    assert names(queries.visible_to(stranger)) == []


def test_a_relation_is_known_only_to_who_may_see_both(room):
    public = make_document(room.central, "18-NQ/TW", public=True)
    canary = make_document(room.commission, "7-KH/BTCTU", issued_on=date(2018, 9, 6))
    relation = make_relation(canary, public)
    [group] = queries.relations_of(room.clerk, public, ON)
    assert (group.kind, group.outgoing, [link.document for link in group.links]) == (
        "implements",
        False,
        [canary],
    )
    assert queries.relations_of(room.elsewhere, public, ON) == []
    assert queries.relation_of(room.clerk, canary, relation.pk) == relation
    with pytest.raises(Hidden):
        queries.relation_of(room.clerk, public, relation.pk)


def test_namesakes_are_other_documents_under_one_symbol(room):
    first = make_document(room.central, "45-CT/TW", issued_on=date(2020, 6, 20), public=True)
    second = make_document(room.central, "45-CT/TW", issued_on=date(2025, 4, 14), public=True)
    hidden = make_document(room.cast.unit("btc-hung-yen"), "45-CT/TW", issued_on=date(2015, 4, 14))
    plain = make_document(room.central, "", type="TB", public=True)
    make_document(room.central, "", type="TB", public=True, summary="Khác")
    assert queries.namesakes(room.clerk, first) == [second]
    assert queries.namesakes(room.elsewhere, second) == [hidden, first]
    assert queries.namesakes(room.clerk, plain) == []


@pytest.mark.parametrize("text", ["18-nq/tw", "Số: 18 – NQ/TƯ", "18 nq", "nghi quyet 18", "bộ máy", "bo may"])
def test_a_document_is_found_by_any_spelling(room, text):
    wanted = make_document(room.central, public=True)
    make_document(room.central, "118-KL/TW", issuer="Bộ Chính trị", public=True, summary="Việc khác")
    assert [choice.document_id for choice in queries.pick(room.clerk, text)] == [wanted.pk]


def test_the_picker_offers_the_exact_symbol_first_and_nothing_hidden(room):
    older = make_document(room.central, "45-CT/TW", issued_on=date(2019, 6, 20), public=True)
    newer = make_document(room.central, "45-CT/TW", issued_on=date(2019, 8, 14), public=True)
    make_document(
        room.central, "46-CT/TW", issued_on=date(2019, 9, 1), public=True, summary="Như 45 CT của TW"
    )
    make_document(room.cast.unit("btc-hung-yen"), "45-CT/TW")
    found = queries.pick(room.clerk, "45-CT/TW")
    assert [choice.document_id for choice in found] == [newer.pk, older.pk]
    assert [choice.document_id for choice in queries.pick(room.clerk, "45 ct tw")][:2] == [newer.pk, older.pk]
    assert queries.pick(room.clerk, " ?! ") == []
    assert queries.pick(Nobody(), "45") == []


def test_the_search_finds_published_documents_and_those_of_ones_units(room):
    make_document(room.central, "18-NQ/TW", public=True)
    make_document(room.commission, "3-HD/BTCTU", summary="Về tổ chức bộ máy của tỉnh")
    stub = make_document(room.commission, "9-BC/TU", summary="", holder="bộ máy")
    search.reindex(queries.visible_to(System()).values_list("pk", flat=True))

    def found(actor, text="tổ chức bộ máy"):
        groups = index.find(actor, text, ON).groups
        return sorted(row.title for group in groups for row in group.results)

    assert len(found(room.clerk)) == 2
    assert len(found(room.elsewhere)) == 1
    assert stub.pk not in {entry.object_id for entry in search.documents(None)}
    [entry] = [entry for entry in search.documents(None) if entry.public]
    assert (entry.title, entry.url) == (
        "Nghị quyết 18-NQ/TW",
        f"/{{unit}}/{{period}}/van-ban/{entry.object_id}/",
    )


# --- pure rules ----------------------------------------------------------------------------------------


@given(
    number=st.integers(1, 99999),
    kind=st.sampled_from([row for row in types() if row.party and row.symbol]),
    organ=st.sampled_from(["TW", "BTCTW", "TU", "ĐU", "BXDĐ"]),
    spelling=st.tuples(
        st.sampled_from(["-", " - ", "–", "−", " ‑"]),
        st.sampled_from(["", "Số ", "số: "]),
        st.booleans(),
    ),
)
def test_a_party_symbol_is_read_back_in_every_spelling(number, kind, organ, spelling):
    dash, lead, lower = spelling
    plain = f"{number}-{kind.symbol}/{organ}"
    typed = f"{lead}{number}{dash}{kind.symbol} / {organ}"
    reading = read_symbol(typed.lower() if lower else typed)
    assert reading is not None
    assert (reading.number, reading.organ, reading.symbol) == (number, organ, plain)
    assert kind.code in reading.type_codes
    assert symbol_key(typed) == symbol_key(plain)


@given(st.text(max_size=40))
def test_any_text_is_a_symbol_or_not_and_its_key_is_stable(text):
    reading = read_symbol(text)
    if reading is not None:
        again = read_symbol(reading.symbol)
        assert again is not None
        assert (again.number, again.organ) == (reading.number, reading.organ)
    assert symbol_key(symbol_key(text)) == symbol_key(text)
    assert named_issuer(text) is None or named_issuer(text).name


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30))
def test_walks_that_heed_the_rule_never_form_a_circle(pairs):
    replaces: dict[int, set[int]] = {}

    def step(found):
        return {older for newer in found for older in replaces.get(newer, ())}

    for newer, older in pairs:
        if not closes_circle(newer, older, step):
            replaces.setdefault(newer, set()).add(older)
    for start in range(8):
        front, seen = step({start}), set()
        while front - seen:
            seen |= front
            front = step(front)
        assert start not in seen
