"""The page of a report through HTTP: a commune officer without a script, writer and head of a province."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giaoban.core.dates import ZONE
from giaoban.reporting import services
from giaoban.reporting.models import Draft, Passage, Submission
from giaoban.reporting.rules import State
from giaoban.reporting.services import RemarkFacts
from tests.cast import sign_in
from tests.factories.reporting import (
    FIGURES,
    SYSTEM,
    TEXTS,
    begin_and_fill,
    fill_and_send,
    move,
    owed,
    submit,
)
from tests.reporting.conftest import Room, post, type_in, url

NEW = "MEM.NEW:in_period"
PAPER = {"document_number": "31-BC/ĐU", "document_date": "16/9/2019", "signer": "Trần Văn Bảy"}


def page(who: Any, address: str) -> str:
    answer = sign_in(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(value: int | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", ".")


def grid(seen: dict[str, int | None], typed: dict[str, Any]) -> dict[str, str]:
    """What the browser posts of the grid: every cell with the value the page was opened with."""
    sent = {}
    for key in FIGURES:
        sent[f"goc:o:{key}"] = shown(seen.get(key))
        sent[f"o:{key}"] = str(typed[key]) if key in typed else shown(seen.get(key))
    return sent


def test_a_commune_officer_goes_the_whole_way_without_a_script(room: Room):
    who, pk = room.commune, room.small.pk

    def here(name: str, *args: Any) -> str:
        return url(name, pk, *args, unit="du-an-chau")

    first = page(who, url("list", unit="du-an-chau"))
    assert first.count("Tiếp tục") == 1
    assert here("report") in first
    assert "Bắt đầu soạn" in page(who, here("report"))
    assert post(who, here("begin")).url == here("report")
    draft = Draft.objects.get(obligation_id=pk)
    typed = {key: shown(value) for key, value in FIGURES.items() if not key.startswith("CAD")}
    answer = post(who, here("save"), {"version": draft.version, **grid(draft.figures, typed)})
    assert (answer.status_code, answer.url) == (302, here("report") + "#so-lieu")
    draft.refresh_from_db()
    assert draft.figures[NEW] == 4
    assert post(who, here("nothing"), {"version": draft.version}).status_code == 302
    draft.refresh_from_db()
    assert (draft.figures["CAD.PLAN:in_period"], len(draft.none)) == (0, 6)
    for section in room.round.form_version.sections.filter(number__in=TEXTS):
        answer = post(who, here("passage_add"), {"section": section.pk, "text": TEXTS[section.number]})
        assert answer.status_code == 302
    version = room.small.version
    assert post(who, here("act", "submit"), {"version": version}).url == here("approval")
    paper = page(who, here("approval"))
    for words in (*TEXTS.values(), "390/412", "Huyện ủy Đông Hưng", "(94,66%)"):
        assert words in paper
    answer = post(who, here("approval"), {"version": version + 1, **PAPER})
    assert (answer.status_code, answer.url) == (302, here("report"))
    sent = Submission.objects.get(obligation_id=pk)
    assert (sent.document_number, sent.document_date) == ("31-BC/ĐU", date(2019, 9, 16))
    assert room.small.state == State.SENT
    closed = page(who, here("report"))
    assert "Bản 1, gửi" in closed
    assert 'name="o:' not in closed


def test_the_page_names_earlier_figures_errors_and_asks_for_explanations(room: Room):
    begin_and_fill(room.province, actor=room.writer, figures={NEW: 12, "MEM.NEW:cumulative": 11})
    seen = page(room.writer, url("report", room.province.pk))
    assert "Trong kỳ (12) lớn hơn lũy kế (11)." in seen
    assert "Đã có <b>20/20</b> số liệu, <b>3/4</b> mục." in seen
    assert "1 ô có lỗi" in seen
    answer = post(room.writer, url("act", room.province.pk, "submit"), {"version": room.province.version})
    assert answer.status_code == 422
    assert "Đảng viên mới kết nạp (trong kỳ): Trong kỳ (12) lớn hơn lũy kế (11)." in answer.content.decode()
    assert room.province.state == State.DRAFTING


def test_what_cannot_be_read_is_named_and_nothing_typed_is_lost(room: Room):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    typed = {NEW: "12,5", "MEM.TOTAL:value": "4 12a", "ORG.CELL:value": "24"}
    answer = post(
        room.writer, url("save", room.province.pk), {"version": draft.version, **grid(draft.figures, typed)}
    )
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "Có 2 ô không đọc được" in seen
    for text in typed.values():
        assert f'value="{text}"' in seen
    assert "Không đọc được “12,5”." in seen
    assert Draft.objects.get(obligation=room.province).figures == {}


def test_two_pages_without_a_script_meet_in_one_cell(room: Room):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    first = {"version": draft.version, **grid({}, {NEW: 4, "ORG.CELL:value": 20})}
    second = {"version": draft.version, **grid({}, {NEW: 5, "MEM.TOTAL:value": 412})}
    assert post(room.writer, url("save", room.province.pk), first).status_code == 302
    answer = post(room.head, url("save", room.province.pk), second)
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "Có người vừa sửa bản này" in seen
    assert "MEM.NEW, Đảng viên mới kết nạp" in seen
    assert 'value="412"' in seen
    assert Draft.objects.get(obligation=room.province).figures == {NEW: 4, "ORG.CELL:value": 20}
    # only the cells that one changed are written: what was not touched does not undo the other's work
    fresh = Draft.objects.get(obligation=room.province)
    third = {"version": draft.version, **grid({}, {"MEM.TOTAL:value": 412})}
    assert post(room.head, url("save", room.province.pk), third).status_code == 302
    fresh.refresh_from_db()
    assert fresh.figures == {NEW: 4, "ORG.CELL:value": 20, "MEM.TOTAL:value": 412}


# --- while one types -------------------------------------------------------------------------------------


def test_the_script_saves_cells_and_learns_how_the_grid_stands(room: Room):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    answer = type_in(
        room.writer,
        room.province,
        draft.version,
        figures={NEW: "1.204", "MEM.NEW:cumulative": "1.000", "MEM.TOTAL:value": "abc"},
        estimate=True,
    )
    told = answer.json()
    assert answer.status_code == 200
    assert told["version"] == draft.version + 1
    assert list(told["unread"]) == ["MEM.TOTAL:value"]
    assert (told["states"][NEW], told["states"]["MEM.NEW:cumulative"]) == ("err", "saved")
    assert "Trong kỳ (1.204) lớn hơn lũy kế (1.000)." in told["messages"]["MEM.NEW"]
    assert "2/20" in told["counts"]
    kept = Draft.objects.get(obligation=room.province)
    assert (kept.figures, kept.estimate) == ({NEW: 1204, "MEM.NEW:cumulative": 1000}, True)


def test_the_script_gets_both_values_of_a_cell_two_changed(room: Room):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    type_in(room.writer, room.province, draft.version, figures={NEW: "4"})
    answer = type_in(room.head, room.province, draft.version, figures={NEW: "5"}, explanations={})
    assert answer.status_code == 409
    told = answer.json()
    assert told["conflict"] == [{"key": NEW, "theirs": "4", "mine": "5"}]
    assert type_in(room.head, room.province, told["version"], figures={NEW: "5"}).status_code == 200


def test_a_passage_saves_while_typed_and_shows_theirs_when_both_wrote(room: Room):
    begin_and_fill(room.province, actor=room.writer)
    passage = Passage.objects.filter(obligation=room.province).first()
    address = url("passage_autosave", room.province.pk, passage.pk)
    first = sign_in(room.writer).post(address, {"version": 1, "text": "Một, sửa"})
    assert (first.status_code, first.json()) == (200, {"version": 2})
    second = sign_in(room.head).post(address, {"version": 1, "text": "Một, khác"})
    assert (second.status_code, second.json()["theirs"], second.json()["version"]) == (409, "Một, sửa", 2)
    empty = sign_in(room.writer).post(address, {"version": 2, "text": "  "})
    assert (empty.status_code, empty.json()["message"]) == (422, "Chưa ghi nội dung đoạn.")


def test_passages_without_a_script_are_edited_moved_removed_and_brought_back(room: Room):
    begin_and_fill(room.province, actor=room.writer, texts={"I": "Một"})
    pk = room.province.pk
    section = room.round.form_version.sections.get(number="I").pk
    browser = sign_in(room.writer)

    def send(name: str, *args: Any, **data: Any):
        return browser.post(url(name, pk, *args), {"once": uuid4().hex, **data})

    assert send("passage_add", section=section, text="Hai").status_code == 302
    one, two = Passage.objects.filter(obligation_id=pk).order_by("position")
    answer = send("passage_save", two.pk, version=1, text="Hai, sửa", lam="len")
    assert answer.url.endswith(f"#doan-{two.pk}")
    texts = [p.text for p in Passage.objects.filter(obligation_id=pk).order_by("position")]
    assert texts == ["Hai, sửa", "Một"]
    answer = send("passage_save", one.pk, version=9, text="Một, khác")
    assert (answer.status_code, "Một, khác" in answer.content.decode()) == (422, True)
    answer = send("passage_add", section=section, text=" ")
    assert (answer.status_code, "Chưa ghi nội dung đoạn." in answer.content.decode()) == (422, True)
    assert send("passage_remove", two.pk, version=1).status_code == 422
    assert send("passage_remove", two.pk, version=2).status_code == 302
    seen = browser.get(url("report", pk)).content.decode()
    token = seen.partition('name="token" value="')[2].partition('"')[0]
    assert "Đã bỏ đoạn “Hai, sửa”." in seen
    assert send("passage_restore", token=token).status_code == 302
    assert "Hai, sửa" in [p.text for p in Passage.objects.filter(obligation_id=pk)]
    assert "Hoàn tác" not in browser.get(url("report", pk)).content.decode()
    move(room.province, "excuse", note="Sáp nhập")
    assert send("passage_restore", token=token).status_code == 422


# --- approval, versions ------------------------------------------------------------------------------------


def test_a_head_gives_a_draft_back_with_a_note_or_sends_it(room: Room):
    begin_and_fill(room.province, actor=room.writer)
    pk = room.province.pk
    assert sign_in(room.head).get(url("approval", pk)).url == url("report", pk)  # not yet put up
    submit(room.province, actor=room.writer)
    assert "Xem và duyệt" in page(room.head, url("report", pk))
    assert "Xem và duyệt" not in page(room.writer, url("report", pk))
    facts = {"version": room.province.version}
    refused = post(room.head, url("act", pk, "reject"), {**facts, "note": " "})
    assert (refused.status_code, "Chưa ghi lý do" in refused.content.decode()) == (422, True)
    assert post(room.head, url("act", pk, "reject"), {**facts, "note": "Bổ sung số liệu"}).status_code == 302
    assert "Bổ sung số liệu" in page(room.writer, url("report", pk))
    submit(room.province, actor=room.writer)
    wrong = {**PAPER, "version": room.province.version, "document_date": "17/9/2019"}
    answer = post(room.head, url("approval", pk), wrong)
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "Ngày văn bản 17/9/2019 chưa đến; hôm nay là 16/9/2019." in seen
    assert 'value="31-BC/ĐU"' in seen
    stale = post(room.head, url("approval", pk), {**PAPER, "version": 1})
    assert (stale.status_code, "vừa chuyển sang" in stale.content.decode()) == (422, True)
    assert (
        post(room.head, url("approval", pk), {**PAPER, "version": room.province.version}).status_code == 302
    )
    assert room.province.state == State.SENT


def test_a_returned_report_shows_the_remarks_in_their_places_and_what_changed_after(room: Room):
    sent = fill_and_send(room.province)
    remarks = [
        RemarkFacts("Kiểm tra số kết nạp", cell=NEW),
        RemarkFacts("Nêu nguyên nhân", passage_id=sent.passages.get(section__number="II").pk),
        RemarkFacts("Bổ sung biểu kèm theo"),
    ]
    move(room.province, "return", remarks=remarks, due=datetime(2019, 9, 18, 17, tzinfo=ZONE))
    pk = room.province.pk
    seen = page(room.writer, url("report", pk))
    assert "Cấp trên trả lại để hoàn thiện, 3 nội dung" in seen
    assert "hạn gửi lại 17:00 ngày 18/9/2019" in seen
    for remark in remarks:
        assert remark.text in seen
    assert post(room.writer, url("act", pk, "resume"), {"version": room.province.version}).status_code == 302
    assert "Kiểm tra số kết nạp" in page(room.writer, url("report", pk))
    services.save_cells(
        actor=room.writer, obligation_id=pk, version=room.province.draft.version, figures={NEW: 5}
    )
    passage = Passage.objects.get(obligation_id=pk, submission=None, section__number="II")
    services.save_passage(
        actor=room.writer, obligation_id=pk, passage_id=passage.pk, version=1, text="Đã nêu rõ nguyên nhân."
    )
    submit(room.province, actor=room.writer)
    assert (
        post(room.head, url("approval", pk), {**PAPER, "version": room.province.version}).status_code == 302
    )
    second = page(room.centre, url("version", pk, 2, unit="btctw"))
    assert "trước: 4" in second
    assert "mới hoặc đã sửa so với bản trước" in second
    assert "đã bỏ so với bản trước" in second
    first = page(room.centre, url("version", pk, 1, unit="btctw"))
    assert "Còn hai chi bộ" in first
    assert "Đã nêu rõ nguyên nhân." not in first
    assert sign_in(room.centre).get(url("version", pk, 9, unit="btctw")).status_code == 404


def test_a_sent_report_is_withdrawn_with_a_reason(room: Room):
    fill_and_send(room.province)
    pk = room.province.pk
    assert "Xin rút để sửa" in page(room.head, url("report", pk))
    assert "Xin rút để sửa" not in page(room.writer, url("report", pk))
    data = {"version": room.province.version, "note": ""}
    refused = post(room.head, url("act", pk, "withdraw"), data)
    assert (refused.status_code, "Chưa ghi lý do để xin rút" in refused.content.decode()) == (422, True)
    assert post(room.head, url("act", pk, "withdraw"), {**data, "note": "Sai số"}).status_code == 302
    assert room.province.state == State.DRAFTING


def test_a_superior_sees_no_draft_and_enters_one_that_came_on_paper(room: Room):
    row = owed(room.round, "tu-long-an")
    begin_and_fill(row, texts={"I": "Nội dung đang soạn"})
    seen = page(room.centre, url("report", row.pk, unit="btctw"))
    assert "Nội dung đang soạn" not in seen
    assert "Nhập thay từ bản giấy" in seen
    answer = post(room.centre, url("begin", row.pk, unit="btctw"), {"thay": "1"})
    assert answer.url == url("report", row.pk, unit="btctw") + "?thay=1"
    seen = page(room.centre, answer.url)
    assert "Đang nhập thay Tỉnh ủy Long An từ bản giấy." in seen
    assert "Nội dung đang soạn" in seen
    data = {"version": row.draft.version, "thay": "1", **grid(FIGURES, {NEW: 7, "MEM.NEW:cumulative": 11})}
    assert post(room.centre, url("save", row.pk, unit="btctw"), data).status_code == 302
    assert Draft.objects.get(obligation=row).figures[NEW] == 7
    # without saying so, and for somebody who does not receive it, it is another unit's report
    assert post(room.centre, url("save", row.pk, unit="btctw"), {**data, "thay": ""}).status_code == 404
    assert post(room.cast.head, url("save", row.pk, unit="btc-thai-binh"), data).status_code == 404


# --- whose report ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "head", "monitor", "administrator", "cell_secretary", "clerk"])
def test_another_provinces_report_is_unknown(room: Room, who):
    fill_and_send(room.province)
    user = room.cast.everybody[who]
    for name in ("report", "approval"):
        assert sign_in(user).get(url(name, room.province.pk)).status_code == 404
    for name in ("begin", "save", "autosave", "nothing", "passage_add", "passage_restore"):
        assert post(user, url(name, room.province.pk), {"version": 1}).status_code in {404}
    assert room.province.state == State.SENT


def test_a_report_is_found_only_under_its_period_and_line(room: Room):
    pk = room.province.pk
    assert sign_in(room.writer).get(url("report", pk)).status_code == 200
    assert sign_in(room.writer).get(url("report", pk, unit="tu-hung-yen")).status_code == 200
    assert sign_in(room.centre).get(url("report", pk, unit="btctw")).status_code == 200
    assert sign_in(room.writer).get(url("report", pk, period="2019-q3")).status_code == 404
    assert sign_in(room.writer).get(url("report", pk, unit="btc-thai-binh")).status_code == 404
    assert sign_in(room.writer).get(url("report", 10**12)).status_code == 404


def test_the_number_of_queries_is_bounded(room: Room):
    begin_and_fill(room.province, actor=room.writer)
    browser = sign_in(room.writer)
    browser.get(url("report", room.province.pk))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(url("report", room.province.pk)).status_code == 200
        return len(caught)

    few = queries()
    section = room.round.form_version.sections.get(number="I").pk
    for number in range(12):
        services.add_passage(
            actor=SYSTEM, obligation_id=room.province.pk, section_id=section, text=f"Đoạn {number}"
        )
    assert queries() == few


def test_get_changes_nothing_and_nobody_is_led_to_the_sign_in(room: Room):
    begin_and_fill(room.province, actor=room.writer)
    browser = sign_in(room.writer)
    before = (Draft.objects.values().get(), Passage.objects.count(), room.province.version)
    for name in ("save", "autosave", "nothing", "begin", "passage_add", "passage_restore"):
        assert browser.get(url(name, room.province.pk)).status_code == 405
    assert (Draft.objects.values().get(), Passage.objects.count(), room.province.version) == before
    assert Client().get(url("report", room.province.pk)).url.startswith("/tai-khoan/vao/")


def test_the_page_speaks_english(room: Room):
    begin_and_fill(room.province, actor=room.writer)
    browser = sign_in(room.writer)
    browser.cookies["giaoban_language"] = "en"
    seen = browser.get(url("report", room.province.pk)).content.decode()
    assert "Members admitted" in seen
    assert "I. Grassroots organisations and members" in seen
