"""Writing a draft: cells merged one by one, conflicts with both values, zeros that somebody stated."""

import threading
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection

from giaoban.audit.models import Entry
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.reporting import services
from giaoban.reporting.models import Draft, Move, Passage
from giaoban.reporting.rules import State
from giaoban.reporting.services import CellConflict
from tests.cast import build_cast
from tests.factories.reporting import FIGURES, SYSTEM, begin_and_fill, fill_and_send, make_round, move, owed
from tests.reporting.conftest import Room

NEW, TOTAL = "MEM.NEW:in_period", "MEM.TOTAL:value"


def begun(room: Room):
    return services.begin_report(actor=room.writer, obligation_id=room.province.pk)


def save(room: Room, version: int, actor=None, **facts):
    return services.save_cells(
        actor=actor or room.writer,
        obligation_id=room.province.pk,
        version=version,
        **{"figures": {}, **facts},
    )


def test_cells_of_two_writers_are_both_kept(room: Room):
    draft = begun(room)
    first = save(room, draft.version, figures={NEW: 4})
    second = save(room, draft.version, figures={TOTAL: 412}, actor=room.head)
    assert (second.figures[NEW], second.figures[TOTAL]) == (4, 412)
    assert second.version == first.version + 1 == draft.version + 2
    assert second.marks[NEW][2] == room.writer.actor_label
    assert second.marks[TOTAL][::2] == [second.version, room.head.actor_label]


def test_the_same_cell_changed_twice_gives_both_values_back_and_writes_nothing(room: Room):
    draft = begun(room)
    save(room, draft.version, figures={NEW: 4})
    with pytest.raises(CellConflict) as caught:
        save(room, draft.version, figures={NEW: 5, TOTAL: 412}, actor=room.head)
    assert caught.value.cells == {NEW: (4, 5)}
    assert caught.value.who == room.writer.actor_label
    kept = Draft.objects.get(obligation=room.province)
    assert (kept.figures[NEW], TOTAL in kept.figures) == (4, False)
    assert save(room, caught.value.version, figures={NEW: 5}, actor=room.head).figures[NEW] == 5


def test_the_same_value_twice_is_no_conflict_and_no_new_version(room: Room):
    draft = begun(room)
    first = save(room, draft.version, figures={NEW: 4})
    assert save(room, draft.version, figures={NEW: 4}, actor=room.head).version == first.version


def test_explanations_merge_and_clash_like_cells(room: Room):
    draft = begun(room)
    save(room, draft.version, explanations={TOTAL: "Tiếp nhận sau sáp nhập"})
    with pytest.raises(CellConflict) as caught:
        save(room, draft.version, explanations={TOTAL: "Khác"}, actor=room.head)
    assert caught.value.cells == {f"{TOTAL}#": ("Tiếp nhận sau sáp nhập", "Khác")}
    emptied = save(room, caught.value.version, explanations={TOTAL: " "})
    assert emptied.explanations == {}


def test_nothing_occurred_is_an_explicit_zero_with_who_said_so(room: Room):
    draft = save(room, begun(room).version, figures={NEW: 4, "MEM.NEW:cumulative": 11})
    filled = services.fill_none(actor=room.writer, obligation_id=room.province.pk, version=draft.version)
    zeros = {key for key, value in filled.figures.items() if value == 0}
    assert set(filled.none) == zeros
    assert (filled.figures[NEW], NEW in filled.none, "CAD.PLAN:in_period" in filled.none) == (4, False, True)
    entry = Entry.objects.get(action="reporting.fill_none")
    assert entry.changes == {"none": [[], sorted(filled.none)]}
    changed = save(room, filled.version, figures={"CAD.PLAN:in_period": 2})
    assert "CAD.PLAN:in_period" not in changed.none
    again = services.fill_none(actor=room.writer, obligation_id=room.province.pk, version=changed.version)
    assert again.version == changed.version
    assert Entry.objects.filter(action="reporting.fill_none").count() == 1


def test_a_condition_names_the_unit_that_satisfies_it(room: Room):
    draft = save(room, begun(room).version, figures={"APP.RESTRUCTURED:count": 1})
    assert draft.figures["APP.RESTRUCTURED:base"] == 1
    assert draft.names == {"APP.RESTRUCTURED": [[room.province.unit_id, "Tỉnh ủy Hưng Yên"]]}
    draft = save(room, draft.version, figures={"APP.RESTRUCTURED:count": 0})
    assert (draft.figures["APP.RESTRUCTURED:base"], draft.names) == (1, {})
    draft = save(room, draft.version, figures={"APP.RESTRUCTURED:count": None})
    assert (draft.figures["APP.RESTRUCTURED:base"], draft.names) == (None, {})
    with pytest.raises(Refusal) as caught:
        save(room, draft.version, figures={"APP.RESTRUCTURED:count": 2})
    assert caught.value.code == "reporting.yes_or_no"


@pytest.mark.parametrize("key", ["KHONG.CO:value", "APP.RESTRUCTURED:base", "MEM.NEW", ""])
def test_a_cell_that_is_not_of_this_report_is_unknown(room: Room, key):
    version = begun(room).version
    with pytest.raises(Hidden):
        save(room, version, figures={key: 1})
    with pytest.raises(Hidden):
        save(room, version, explanations={"KHONG.CO:value": "x"})
    assert save(room, version, figures={NEW: 1}).figures[NEW] == 1


def test_a_figure_or_explanation_beyond_all_measure_is_refused(room: Room):
    version = begun(room).version
    for facts, code in (
        ({"figures": {NEW: 10**30}}, "reporting.too_large"),
        ({"explanations": {NEW: "x" * 1001}}, "reporting.explanation_long"),
    ):
        with pytest.raises(Refusal) as caught:
            save(room, version, **facts)
        assert (caught.value.code, caught.value.field) == (code, NEW)
    assert Draft.objects.get(obligation=room.province).figures == {}


def test_only_who_works_for_the_unit_writes(room: Room):
    version = begun(room).version
    for stranger in (room.centre, room.cast.officer, room.cast.monitor, room.commune, room.cast.clerk):
        with pytest.raises(Hidden):
            save(room, version, figures={NEW: 1}, actor=stranger)
    # a superior in the line may, when it says that it enters a report that came on paper
    assert save(room, version, figures={NEW: 1}, actor=room.centre, on_behalf=True).figures[NEW] == 1
    with pytest.raises(Hidden):
        save(room, version, figures={NEW: 1}, actor=room.cast.monitor, on_behalf=True)


def test_writing_needs_a_draft_that_is_open(room: Room):
    with pytest.raises(Refusal) as caught:
        save(room, 1, figures={NEW: 1})
    assert caught.value.code == "reporting.not_writable"
    assert "chưa gửi" in caught.value.message
    fill_and_send(room.province)
    with pytest.raises(Refusal) as caught:
        save(room, 99, figures={NEW: 1})
    assert "Đã gửi" in caught.value.message


def test_a_report_is_begun_once_whoever_comes_first(room: Room):
    first = begun(room)
    second = services.begin_report(actor=room.head, obligation_id=room.province.pk)
    assert (first.pk, Move.objects.filter(move="begin").count()) == (second.pk, 1)
    assert room.province.state == State.DRAFTING


def test_a_report_opens_with_what_the_tree_and_the_last_report_know(room: Room):
    with time_machine.travel(datetime(2019, 6, 20, 9, tzinfo=ZONE)):
        before = make_round(room.cast, period="2019-t06-6t")
        sent = fill_and_send(owed(before, "du-an-chau"), accept=True)
    draft = services.begin_report(actor=room.commune, obligation_id=room.small.pk)
    assert (draft.figures, draft.marks["ORG.TCCSD:value"][2]) == ({"ORG.TCCSD:value": 1}, "cây tổ chức")
    passage = Passage.objects.get(obligation=room.small)
    source = sent.passages.get(section__number="III")
    assert (passage.text, passage.section.number) == (source.text, "III")
    assert (passage.origin_kind, passage.origin_id) == ("reporting.passage", source.pk)
    assert passage.origin_label == "Nhiệm vụ đã nêu: Báo cáo tháng 6 và 6 tháng đầu năm 2019"
    assert passage.origin_url == f"/du-an-chau/2019-t06-6t/bao-cao/{sent.obligation_id}/"


# --- passages ---------------------------------------------------------------------------------------------


def section(room: Room, number: str) -> int:
    return room.round.form_version.sections.get(number=number).pk


def texts(room: Room, number: str) -> list[str]:
    rows = Passage.objects.filter(obligation=room.province, submission=None, section__number=number)
    return list(rows.values_list("text", flat=True))


def add(room: Room, text: str, number: str = "I", **facts):
    return services.add_passage(
        actor=room.writer,
        obligation_id=room.province.pk,
        section_id=section(room, number),
        text=text,
        **facts,
    )


def act(room: Room, door, passage: Passage, **facts):
    return door(actor=room.writer, obligation_id=room.province.pk, passage_id=passage.pk, **facts)


def test_passages_are_added_edited_moved_removed_and_brought_back(room: Room):
    begun(room)
    one, two, three = (add(room, text) for text in ("Một", "Hai", "Ba\r\nxuống dòng"))
    assert texts(room, "I") == ["Một", "Hai", "Ba\nxuống dòng"]
    act(room, services.shift_passage, three, up=True)
    act(room, services.shift_passage, one, up=True)  # already first
    assert texts(room, "I") == ["Một", "Ba\nxuống dòng", "Hai"]
    services.reorder(
        actor=room.writer, obligation_id=room.province.pk, section_id=section(room, "I"), order=[two.pk]
    )
    assert texts(room, "I") == ["Hai", "Một", "Ba\nxuống dòng"]
    edited = act(room, services.save_passage, two, version=1, text="Hai, sửa", field="cadres")
    assert (edited.version, edited.field) == (2, "cadres")
    assert act(room, services.save_passage, two, version=1, text="Hai, sửa").version == 2
    unsorted = act(room, services.save_passage, two, version=2, text="Hai, sửa", field="")
    assert (unsorted.version, unsorted.field, unsorted.text) == (3, "", "Hai, sửa")
    removed = act(room, services.remove_passage, two, version=3)
    assert texts(room, "I") == ["Một", "Ba\nxuống dòng"]
    back = services.restore_passage(actor=room.writer, obligation_id=room.province.pk, token=removed.token)
    assert (back.text, back.field, texts(room, "I")[0]) == ("Hai, sửa", "", "Hai, sửa")


def test_two_writers_of_one_passage_see_each_other(room: Room):
    begun(room)
    passage = add(room, "Một")
    act(room, services.save_passage, passage, version=1, text="Một, sửa")
    for door, facts in ((services.save_passage, {"text": "Một, khác"}), (services.remove_passage, {})):
        with pytest.raises(Conflict) as caught:
            act(room, door, passage, version=1, **facts)
        assert "Một, sửa" in caught.value.message
    assert texts(room, "I") == ["Một, sửa"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text": " \u200b "}, "reporting.passage_empty"),
        ({"text": "x" * 10_001}, "reporting.passage_long"),
        ({"text": "Một", "field": "khac"}, "reporting.field"),
    ],
)
def test_a_passage_has_words_and_a_known_field(room: Room, facts, code):
    begun(room)
    with pytest.raises(Refusal) as caught:
        add(room, **{"number": "I", **facts})
    assert caught.value.code == code
    assert add(room, "Nội dung NFD: Đa\u0302\u0301y").text == "Nội dung NFD: Đấy"


def test_another_reports_section_passage_or_token_is_unknown(room: Room):
    begun(room)
    services.begin_report(actor=SYSTEM, obligation_id=owed(room.round, "tu-long-an").pk)
    theirs = services.add_passage(
        actor=SYSTEM,
        obligation_id=owed(room.round, "tu-long-an").pk,
        section_id=section(room, "I"),
        text="Của Long An",
    )
    token = services.remove_passage(
        actor=SYSTEM, obligation_id=owed(room.round, "tu-long-an").pk, passage_id=theirs.pk, version=1
    ).token
    theirs = services.restore_passage(
        actor=SYSTEM, obligation_id=owed(room.round, "tu-long-an").pk, token=token
    )
    mine = {"actor": room.writer, "obligation_id": room.province.pk}
    for door, facts in (
        (services.save_passage, {"passage_id": theirs.pk, "version": 1, "text": "x"}),
        (services.remove_passage, {"passage_id": theirs.pk, "version": 1}),
        (services.shift_passage, {"passage_id": theirs.pk, "up": True}),
        (services.add_passage, {"section_id": 10**9, "text": "x"}),
        (services.reorder, {"section_id": section(room, "I"), "order": [theirs.pk]}),
        (services.restore_passage, {"token": token}),
        (services.restore_passage, {"token": "khong:phai:ma"}),
    ):
        with pytest.raises(Hidden):
            door(**mine, **facts)
    theirs.refresh_from_db()
    assert (theirs.text, texts(room, "I")) == ("Của Long An", [])


# --- races ------------------------------------------------------------------------------------------------


def race(*acts):
    """All at once, each in a connection of its own; what each raised, or None."""
    gate, raised = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait()
            act()
        except (Refusal, Hidden) as said:
            raised[place] = said
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def open_draft(transactional_db):
    with time_machine.travel(datetime(2019, 9, 16, 12, tzinfo=ZONE), tick=True):
        row = owed(make_round(build_cast()), "tu-hung-yen")
        services.begin_report(actor=SYSTEM, obligation_id=row.pk)
        yield row


def test_savers_of_disjoint_cells_at_once_are_all_kept(open_draft):
    cells = {key: value for key, value in FIGURES.items() if not key.startswith(("ORG", "APP.RES"))}

    def saving(key, value):
        return lambda: services.save_cells(
            actor=SYSTEM, obligation_id=open_draft.pk, version=1, figures={key: value}
        )

    assert race(*(saving(key, value) for key, value in cells.items())) == [None] * len(cells)
    assert Draft.objects.get(obligation=open_draft).figures == cells


def test_of_savers_of_one_cell_one_wins_and_the_others_see_both_values(open_draft):
    def saving(value):
        return lambda: services.save_cells(
            actor=SYSTEM, obligation_id=open_draft.pk, version=1, figures={NEW: value}
        )

    raised = race(*(saving(value) for value in (1, 2, 3, 4)))
    won = Draft.objects.get(obligation=open_draft).figures[NEW]
    assert sorted(said.cells[NEW] for said in raised if said) == sorted(
        (won, other) for other in {1, 2, 3, 4} - {won}
    )


def test_of_two_who_accept_or_return_at_once_exactly_one_wins(open_draft):
    begin_and_fill(open_draft)
    move(open_draft, "submit")
    open_draft.refresh_from_db()
    services.send(
        actor=SYSTEM,
        obligation_id=open_draft.pk,
        version=open_draft.version,
        document_number="1-BC/TU",
        document_date=date(2019, 9, 16),
        signer="Phan Văn Sáu",
    )
    open_draft.refresh_from_db()
    facts = {"actor": SYSTEM, "obligation_id": open_draft.pk, "version": open_draft.version}
    raised = race(
        lambda: services.move(move="accept", **facts),
        lambda: services.move(move="return", remarks=[services.RemarkFacts("Sửa")], **facts),
        lambda: services.move(move="withdraw", note="Sai số", **facts),
    )
    assert sorted(type(said).__name__ for said in raised) == ["Conflict", "Conflict", "NoneType"]
    open_draft.refresh_from_db()
    assert open_draft.state in {State.ACCEPTED, State.RETURNED, State.DRAFTING}
    assert Move.objects.filter(obligation=open_draft).count() == 4
