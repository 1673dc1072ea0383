"""Marks corrected by hand: changed, removed, added, taken back; two who correct one mark; exports."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from giaoban.audit.models import Entry
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.web.models import MarkCorrection, ReadText
from giaoban.web.reading import queries, services
from giaoban.web.reading.rules.facts import CitationFacts, FigureFacts
from tests.cast import Cast, sign_in
from tests.factories.directives import make_document
from tests.factories.reading import TEXT, make_cited, make_text

LIST = "/btc-thai-binh/2019-t09-9t/doc-van-ban/"
SHORT = "Thực hiện Kết luận số 9 và Nghị quyết 18-NQ/TW, huyện kết nạp 12 đảng viên. Còn bảy việc chưa xong."


@pytest.fixture
def text(cast: Cast) -> ReadText:
    make_cited(cast.unit("btctw"))
    return make_text(cast.unit("btc-thai-binh"))


def key_of(text: ReadText, words: str, kind: str = "c", nth: int = 0) -> str:
    start = -1
    for _ in range(nth + 1):
        start = text.text.index(words, start + 1)
    return f"{kind}{start}-{start + len(words)}"


def path(text: ReadText, tail: str = "") -> str:
    return f"{LIST}{text.pk}/{tail}"


def post(browser, address: str, **data):
    return browser.post(address, {"once": uuid4().hex, **data})


def typed(answer_or_page) -> dict[str, str]:
    """The fields of a form as they stand on the page."""
    soup = BeautifulSoup(answer_or_page.content, "html.parser")
    found = {one["name"]: one.get("value", "") for one in soup.select("main form.form input[name]")
             if one.get("type") not in {"radio", "checkbox"} or one.has_attr("checked")}  # fmt: skip
    for one in soup.select("main form.form select[name]"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        found[one["name"]] = chosen.get("value", "") if chosen else ""
    for one in soup.select("main form.form textarea[name]"):
        found[one["name"]] = one.get_text().removeprefix("\n")
    return found


def standing(text: ReadText, key: str):
    return queries.state_of(ReadText.objects.get(pk=text.pk)).get(key)


def test_a_citation_is_corrected_and_the_correction_is_kept(cast: Cast, text: ReadText):
    other = make_document(cast.unit("btctw"), "19-NQ/TW", public=True)
    key = key_of(text, "Nghị quyết số 18-NQ/TW")
    browser = sign_in(cast.head)
    page = browser.get(path(text, f"dau/{key}/"))
    fields = typed(page)
    assert fields["symbol"] == "18-NQ/TW"
    assert "25/10/2017" in fields["date"]
    sent = {**fields, "symbol": "19 nq/tw", "number": "", "type": "", "link": str(other.pk), "do": "save"}
    sent = {name: value for name, value in sent.items() if not name.startswith("link_")}
    answer = browser.post(path(text, f"dau/{key}/"), sent)
    assert (answer.status_code, answer["Location"]) == (302, path(text))
    now = standing(text, key)
    assert (now["symbol"], now["number"], now["type"], now["link"]) == ("19-NQ/TW", 19, "NQ", str(other.pk))
    row = MarkCorrection.objects.get()
    assert (row.before["symbol"], row.after["symbol"]) == ("18-NQ/TW", "19-NQ/TW")
    assert (row.recorded_by, row.recorded_label) == (cast.head.pk, cast.head.actor_label)
    assert Entry.objects.get(action="web.correct_mark").changes["symbol"] == ["18-NQ/TW", "19-NQ/TW"]
    body = browser.get(path(text)).content.decode()
    assert "đã sửa tay" in body
    assert f"/van-ban/{other.pk}/" in body
    assert "<del>18-NQ/TW</del>" in body


def test_a_candidate_is_chosen(cast: Cast):
    unit = cast.unit("btctw")
    one = make_document(unit, "45-CT/TW", issuer="Bộ Chính trị", public=True)
    two = make_document(unit, "45-CT/TW", issuer="Ban Bí thư", public=True)
    text = make_text(cast.unit("btc-thai-binh"), "Thực hiện Chỉ thị số 45-CT/TW, các đơn vị đã quán triệt.")
    key = key_of(text, "Chỉ thị số 45-CT/TW")
    assert set(standing(text, key)["candidates"]) == {str(one.pk), str(two.pk)}
    browser = sign_in(cast.head)
    assert "chưa rõ" in browser.get(path(text)).content.decode()
    page = browser.get(path(text, f"dau/{key}/"))
    sent = {**typed(page), "candidate": str(two.pk), "do": "save"}
    assert browser.post(path(text, f"dau/{key}/"), sent).status_code == 302
    assert (standing(text, key)["link"], standing(text, key)["candidates"]) == (str(two.pk), [])


def test_a_figure_is_corrected_and_a_bad_number_is_said(cast: Cast, text: ReadText):
    key = key_of(text, "4/11 đơn vị", "f")
    browser = sign_in(cast.head)
    fields = typed(browser.get(path(text, f"dau/{key}/")))
    assert (fields["value"], fields["denominator"], fields["unit"]) == ("4", "11", "đơn vị")
    for bad in ("12.5", "abc", "1" * 40, ""):
        answer = browser.post(path(text, f"dau/{key}/"), {**fields, "value": bad, "unit": "đơn vị cũ"})
        assert answer.status_code == 422
        assert "đơn vị cũ" in answer.content.decode()
    refused = browser.post(path(text, f"dau/{key}/"), {**fields, "denominator": "0"})
    assert refused.status_code == 422
    assert "lớn hơn 0" in refused.content.decode()
    unchanged = browser.post(path(text, f"dau/{key}/"), fields)
    assert "Chưa sửa gì" in unchanged.content.decode()
    fields["once"] = uuid4().hex
    assert browser.post(path(text, f"dau/{key}/"), {**fields, "value": "5,5"}).status_code == 302
    assert standing(text, key)["value"] == "5.5"
    assert "5,5/11" in browser.get(path(text)).content.decode()


@pytest.mark.parametrize(("words", "kind"), [("Nghị quyết số 18-NQ/TW", "c"), ("661 đảng viên", "f"),
                                             ("Nguyễn Văn Khải", "p"), ("giao ban", "m")])  # fmt: skip
def test_a_false_mark_is_removed_and_brought_back(cast: Cast, text: ReadText, words: str, kind: str):
    key = key_of(
        text, words, kind, nth=1 if kind == "m" and standing(text, key_of(text, words, kind)) is None else 0
    )
    browser = sign_in(cast.head)
    page = browser.get(path(text, f"dau/{key}/"))
    assert page.status_code == 200
    before = ReadText.objects.get(pk=text.pk).counts[kind]
    answer = post(browser, path(text, f"dau/{key}/"), do="remove", version=typed(page)["version"])
    assert answer.status_code == 302
    assert standing(text, key) is None
    assert ReadText.objects.get(pk=text.pk).counts[kind] == before - 1
    assert browser.get(path(text, f"dau/{key}/")).status_code == 404
    row = MarkCorrection.objects.get()
    assert "bỏ dấu" in browser.get(path(text)).content.decode()
    assert post(browser, path(text, f"sua-chua/{row.pk}/hoan-tac/")).status_code == 302
    assert standing(text, key) == row.before
    assert ReadText.objects.get(pk=text.pk).counts[kind] == before
    row.refresh_from_db()
    assert row.undone_by == cast.head.pk
    again = post(browser, path(text, f"sua-chua/{row.pk}/hoan-tac/"))
    assert again.status_code == 422
    assert "đã được hoàn tác" in again.content.decode()


def test_marks_of_other_kinds_have_no_fields(cast: Cast, text: ReadText):
    key = key_of(text, "Nguyễn Văn Khải", "p")
    answer = post(sign_in(cast.head), path(text, f"dau/{key}/"), do="save", version="0", value="4")
    assert answer.status_code == 404
    for facts in (CitationFacts(symbol="1-KL/TU"), FigureFacts(Decimal(4))):
        with pytest.raises(Hidden):
            services.correct_mark(actor=cast.head, text_id=text.pk, key=key, facts=facts, version=0)
    assert not MarkCorrection.objects.exists()


def test_a_task_that_bears_no_number_is_added_corrected_and_taken_into_work(cast: Cast):
    words = "Giao Huyện ủy Đông Hưng chủ trì rà soát hồ sơ trước ngày 15/11"
    told = f"Thái Bình, ngày 30 tháng 9 năm 2019\n\nĐồng chí Trưởng ban kết luận. {words}. Hội nghị bế mạc."
    text = make_text(cast.unit("btc-thai-binh"), told, title="Tin giao ban")
    browser = sign_in(cast.head)
    assert "Thêm nhiệm vụ còn thiếu" in browser.get(path(text)).content.decode()
    address = path(text, "them-dau/nhiem-vu/")
    assert browser.get(address).status_code == 200
    assert post(browser, address, words=words).status_code == 302
    key = key_of(text, words, "t")
    now = standing(text, key)
    assert (now["path"], now["due"]) == ("", "2019-11-15")
    assert text.text[slice(*now["lead"])] == "Huyện ủy Đông Hưng"
    assert post(browser, address, words=words).status_code == 422
    fields = typed(browser.get(path(text, f"dau/{key}/")))
    assert fields["due"] == "15/11/2019"
    sent = {**fields, "path": "1", "due": "20/11/2019", "do": "save"}
    assert post(browser, path(text, f"dau/{key}/"), **sent).status_code == 302
    assert (standing(text, key)["path"], standing(text, key)["due"]) == ("1", "2019-11-20")
    page_ = browser.get(path(text)).content.decode()
    assert "thời hạn 20/11/2019" in page_
    assert "<ins>20/11/2019</ins>" in page_
    assert 'value="20/11/2019"' in browser.get(path(text, "lap-viec/")).content.decode()
    plain = make_text(cast.unit("btc-thai-binh"), "Sáng nay trời đẹp.", title="Không hỏi gì")
    assert post(browser, path(plain, "them-dau/nhiem-vu/"), words="trời đẹp").status_code == 302
    with pytest.raises(Hidden):
        services.correct_mark(
            actor=cast.head, text_id=text.pk, key=key, facts=FigureFacts(Decimal(4)), version=2
        )


def test_a_missing_mark_is_added_by_its_words(cast: Cast):
    text = make_text(cast.unit("btc-thai-binh"), SHORT)
    browser = sign_in(cast.head)
    address = path(text, "them-dau/so-lieu/")
    assert browser.get(address).status_code == 200
    absent = post(browser, address, words="9 việc", value="9")
    assert absent.status_code == 422
    assert "Không thấy chữ này" in absent.content.decode()
    answer = post(browser, address, words="bảy  VIỆC chưa xong", value="7", unit="việc")
    assert answer.status_code == 302
    key = key_of(text, "bảy việc chưa xong", "f")
    now = standing(text, key)
    assert (now["value"], now["unit"], now["denominator"]) == ("7", "việc", "")
    row = MarkCorrection.objects.get()
    assert row.before is None
    there = post(browser, address, words="bảy việc chưa xong", value="8")
    assert "đã có dấu cùng loại" in there.content.decode()
    assert "thêm dấu" in browser.get(path(text)).content.decode()
    assert post(browser, path(text, f"sua-chua/{row.pk}/hoan-tac/")).status_code == 302
    assert standing(text, key) is None


def test_words_in_several_places_are_chosen_among(cast: Cast):
    text = make_text(cast.unit("btc-thai-binh"), "Tổ A có hai nhóm.\nTổ B có hai nhóm.")
    browser = sign_in(cast.head)
    address = path(text, "them-dau/so-lieu/")
    answer = post(browser, address, words="hai nhóm", value="2", unit="nhóm")
    assert answer.status_code == 422
    places = [one["value"] for one in BeautifulSoup(answer.content, "html.parser").select("[name=place]")]
    assert len(places) == 2
    answer = post(browser, address, words="hai nhóm", value="2", unit="nhóm", place=places[1])
    assert answer.status_code == 302
    (mark,) = [one for one in queries.state_of(text).marks if one["kind"] == "f"]
    assert mark["start"] == text.text.rindex("hai nhóm")
    odd = post(browser, address, words="hai nhóm", value="2", place="999-1")
    assert odd.status_code == 422


def test_a_selection_gives_its_place(cast: Cast):
    text = make_text(cast.unit("btc-thai-binh"), SHORT)
    browser = sign_in(cast.head)
    start = text.text.index("Kết luận số 9")
    page = browser.get(path(text, "them-dau/trich-dan/"), {"tu": start - 1, "den": start + 13})
    fields = typed(page)
    assert (fields["words"], fields["place"]) == ("Kết luận số 9", f"{start}-{start + 13}")
    for wrong in ({"tu": "9" * 12, "den": "1"}, {"tu": "5"}, {"tu": "7", "den": "3"}):
        assert typed(browser.get(path(text, "them-dau/trich-dan/"), wrong))["words"] == ""
    queries_before = MarkCorrection.objects.count()
    assert browser.get(path(text, "them-dau/khac/")).status_code == 404
    assert MarkCorrection.objects.count() == queries_before


def test_an_added_citation_takes_from_its_words_what_is_not_typed(cast: Cast):
    resolution, _old, _new = make_cited(cast.unit("btctw"))
    text = make_text(cast.unit("btc-thai-binh"), SHORT)
    key = key_of(text, "Nghị quyết 18-NQ/TW")
    services.remove_mark(actor=cast.head, text_id=text.pk, key=key, version=0)
    answer = post(sign_in(cast.head), path(text, "them-dau/trich-dan/"), words="Nghị quyết 18-NQ/TW")
    assert answer.status_code == 302
    now = standing(text, key)
    assert (now["symbol"], now["type"], now["link"]) == ("18-NQ/TW", "NQ", str(resolution.pk))
    blank = text.text.index("huyện")
    row = services.add_mark(actor=cast.head, text_id=text.pk, start=blank, end=blank + 5,
                            facts=CitationFacts(link_id=resolution.pk))  # fmt: skip
    assert (row.after["symbol"], row.after["link"]) == ("", str(resolution.pk))


@pytest.mark.parametrize("place", [(-1, 4), (5, 5), (0, 700), (3, 10**6)])
def test_a_place_outside_the_text_is_refused(cast: Cast, text: ReadText, place):
    with pytest.raises(Refusal) as refused:
        services.add_mark(actor=cast.head, text_id=text.pk, start=place[0], end=place[1],
                          facts=FigureFacts(Decimal(1)))  # fmt: skip
    assert refused.value.code == "web.mark_place"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (CitationFacts(number=7, symbol="18-NQ/TW"), "web.mark_number"),
        (CitationFacts(type="XX"), "web.mark_type"),
        (CitationFacts(symbol="=cmd|A0"), "web.mark_symbol"),
    ],
)
def test_what_contradicts_itself_is_refused(cast: Cast, text: ReadText, facts, code: str):
    key = key_of(text, "Nghị quyết số 18-NQ/TW")
    with pytest.raises(Refusal) as refused:
        services.correct_mark(actor=cast.head, text_id=text.pk, key=key, facts=facts, version=0)
    assert refused.value.code == code


def test_a_document_that_one_may_not_see_cannot_be_linked(cast: Cast, text: ReadText):
    hidden = make_document(cast.unit("btc-hung-yen"), "3-KL/TU", issuer="Tỉnh ủy Hưng Yên")
    key = key_of(text, "Nghị quyết số 18-NQ/TW")
    with pytest.raises(Hidden):
        services.correct_mark(
            actor=cast.head, text_id=text.pk, key=key, facts=CitationFacts(link_id=hidden.pk), version=0
        )
    kept = services.correct_mark(
        actor=cast.head, text_id=text.pk, key=key, version=0,
        facts=CitationFacts(type="QĐ", symbol="18-QĐ/TW", number=18),
    )  # fmt: skip
    assert (kept.after["type"], kept.after["link"]) == ("QĐ", None)


def test_two_who_correct_one_mark_see_each_other(cast: Cast, text: ReadText):
    key = key_of(text, "661 đảng viên", "f")
    first, second = sign_in(cast.head), sign_in(cast.clerk)
    mine = typed(second.get(path(text, f"dau/{key}/")))
    assert (
        first.post(
            path(text, f"dau/{key}/"), {**typed(first.get(path(text, f"dau/{key}/"))), "value": "662"}
        ).status_code
        == 302
    )
    answer = second.post(path(text, f"dau/{key}/"), {**mine, "value": "663", "qualifier": "gần"})
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "vừa được người khác sửa" in body
    assert "662" in body
    again = typed(answer)
    assert (again["value"], again["qualifier"]) == ("663", "gần")
    assert second.post(path(text, f"dau/{key}/"), again).status_code == 302
    assert standing(text, key)["value"] == "663"


def test_a_mark_removed_meanwhile_is_said_to_be_gone(cast: Cast, text: ReadText):
    key = key_of(text, "661 đảng viên", "f")
    mine = typed(sign_in(cast.clerk).get(path(text, f"dau/{key}/")))
    services.remove_mark(actor=cast.head, text_id=text.pk, key=key, version=0)
    answer = sign_in(cast.clerk).post(path(text, f"dau/{key}/"), {**mine, "value": "663"})
    assert answer.status_code == 409
    assert "Người khác đã bỏ dấu này" in answer.content.decode()
    gone = sign_in(cast.clerk).post(path(text, f"dau/{key}/"), {**typed(answer), "value": "663"})
    assert gone.status_code == 404
    with pytest.raises(Conflict):
        services.remove_mark(actor=cast.head, text_id=text.pk, key=key, version=0)


def test_only_the_last_correction_of_a_mark_is_taken_back(cast: Cast, text: ReadText):
    key = key_of(text, "661 đảng viên", "f")
    other = key_of(text, "4/11 đơn vị", "f")
    one = services.correct_mark(
        actor=cast.head, text_id=text.pk, key=key, facts=FigureFacts(Decimal(662)), version=0
    )
    services.correct_mark(
        actor=cast.head, text_id=text.pk, key=other, facts=FigureFacts(Decimal(5)), version=0
    )
    two = services.correct_mark(
        actor=cast.head, text_id=text.pk, key=key, facts=FigureFacts(Decimal(663)), version=1
    )
    with pytest.raises(Refusal) as refused:
        services.undo_correction(actor=cast.head, text_id=text.pk, correction_id=one.pk)
    assert refused.value.code == "web.correction_older"
    for row, value in ((two, "662"), (one, "661")):
        services.undo_correction(actor=cast.head, text_id=text.pk, correction_id=row.pk)
        assert standing(text, key)["value"] == value
    with pytest.raises(Hidden):
        services.undo_correction(actor=cast.head, text_id=text.pk, correction_id=0)
    assert queries.state_of(text).version(key) == 4


def test_marks_of_another_unit_are_unknown(cast: Cast):
    text = make_text(cast.unit("btc-hung-yen"), TEXT)
    key = key_of(text, "661 đảng viên", "f")
    browser = sign_in(cast.head)
    for tail in (f"dau/{key}/", "them-dau/so-lieu/", "ca-kiem-thu.json", "lap-viec/"):
        assert browser.get(path(text, tail)).status_code == 404
    with pytest.raises(Hidden):
        services.remove_mark(actor=cast.head, text_id=text.pk, key=key, version=0)
    for odd in ("c1-2", "z1-9", "c9-1", "khong"):
        ours = make_text(cast.unit("btc-thai-binh"), SHORT)
        assert browser.get(path(ours, f"dau/{odd}/")).status_code == 404


def test_a_case_holds_the_corrected_marks_and_no_list_of_people(cast: Cast, text: ReadText):
    key = key_of(text, "661 đảng viên", "f")
    services.correct_mark(
        actor=cast.head,
        text_id=text.pk,
        key=key,
        facts=FigureFacts(Decimal(662), unit="đảng viên"),
        version=0,
    )
    answer = sign_in(cast.head).get(path(text, "ca-kiem-thu.json"))
    found = json.loads(answer.content)
    assert found["text"] == text.text
    assert found["corrected"] == [key]
    assert [one["value"] for one in found["figures"]] == ["662", "4"]
    assert all(found["text"][one["start"] : one["end"]] == one["surface"] for one in found["citations"])
    assert found["citations"][0]["date"] == "2017-10-25"
    assert "people" not in found


def rows_of(browser) -> list[list]:
    data = browser.get(f"{LIST}sua-chua.xlsx").content
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_the_corrections_of_a_unit_leave_as_a_sheet(cast: Cast, text: ReadText):
    browser = sign_in(cast.head)
    assert "Không có số liệu." in str(rows_of(browser))
    figure, citation = key_of(text, "661 đảng viên", "f"), key_of(text, "Nghị quyết số 18-NQ/TW")
    row = services.correct_mark(
        actor=cast.head, text_id=text.pk, key=figure, facts=FigureFacts(Decimal(662)), version=0
    )
    services.undo_correction(actor=cast.head, text_id=text.pk, correction_id=row.pk)
    services.remove_mark(actor=cast.head, text_id=text.pk, key=citation, version=0)
    rows = [row for row in rows_of(browser) if row[0] == text.title]
    assert {row[1] for row in rows} == {"sửa dấu số liệu", "bỏ dấu trích dẫn"}
    assert ("661 đảng viên", "Giá trị", "661", "662", "đã hoàn tác") in {
        (row[2], row[5], row[6], row[7], row[10]) for row in rows
    }
    assert sign_in(cast.other_officer).get(f"{LIST}sua-chua.xlsx").status_code == 404


def test_a_correction_before_dawn_bears_the_day_of_viet_nam(cast: Cast, text: ReadText):
    row = services.remove_mark(
        actor=cast.head, text_id=text.pk, key=key_of(text, "661 đảng viên", "f"), version=0
    )
    type(row).objects.filter(pk=row.pk).update(recorded_at=datetime(2019, 9, 22, 22, 10, tzinfo=UTC))
    (line,) = [one for one in rows_of(sign_in(cast.head)) if one[0] == text.title]
    assert line[8] == "23/9/2019"


def test_the_corrections_leave_as_plain_lines_too(cast: Cast, text: ReadText):
    browser = sign_in(cast.head)

    def lines() -> list[list[str]]:
        answer = browser.get(f"{LIST}sua-chua.csv")
        assert answer["Content-Type"].startswith("text/csv")
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert len(lines()) == 1
    figure = key_of(text, "661 đảng viên", "f")
    facts = FigureFacts(Decimal(662), unit="=SUM(A1)")
    services.correct_mark(actor=cast.head, text_id=text.pk, key=figure, facts=facts, version=0)
    heading, *rows = lines()
    sheet = [[str(cell) for cell in row] for row in rows_of(browser)]
    assert heading in sheet
    assert len(rows) == 2
    assert {(row[5], row[6], row[7]) for row in rows} == {
        ("Giá trị", "661", "662"),
        ("Đơn vị tính", "đảng viên", "'=SUM(A1)"),
    }
    assert sign_in(cast.other_officer).get(f"{LIST}sua-chua.csv").status_code == 404
