"""A report filled offline: the workbook with open cells, read back by cell, previewed, written once."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup

from giaoban.audit.models import Entry
from tests.cast import sign_in
from tests.factories.reporting import FIGURES
from tests.factories.workbooks import PLACES, filled, places, values, wrong_cells
from tests.reporting.conftest import Room, post
from tests.reporting.hands import Hands, lines, said

NEW, CELLS = "MEM.NEW:in_period", "ORG.CELL:value"
WROTE = "12:00 16/9/2019, Đinh Văn Tư"


@pytest.fixture
def hands(room: Room) -> Hands:
    return Hands(room.commune, room.small).begin()


def test_a_commune_officer_fills_the_form_offline_and_it_is_read_back(hands: Hands) -> None:
    before = hands.draft
    content = hands.take()
    address = hands.bring(filled(content, {**values(), ("MEM.NEW", "told"): "=1+1 là chữ"}))
    page = hands.see(address)
    assert "Sẽ ghi 20 ô" in said(page)  # nineteen figures and an explanation
    shown = lines(page, "se-ghi")
    assert shown[0] == ["Tổ chức cơ sở đảng", places(content)["ORG.TCCSD:value", "now"], "1", "3"]
    shown = [[name, *rest] for name, _address, *rest in shown]
    assert ["Đảng viên mới kết nạp (trong kỳ)", "để trống", "4"] in shown
    assert ["Đơn vị đã hoàn thành sắp xếp tổ chức bộ máy", "để trống", "có"] in shown
    assert ["Đảng viên mới kết nạp, giải trình", "để trống", "=1+1 là chữ"] in shown
    assert (hands.draft.figures, hands.draft.version) == (
        before.figures,
        before.version,
    )  # looking writes nothing
    done = hands.confirm(address)
    assert (done.status_code, done.url) == (302, hands.url("report") + "#so-lieu")
    draft = hands.draft
    assert {key: draft.figures[key] for key in FIGURES} == FIGURES
    assert draft.explanations == {NEW: "=1+1 là chữ"}
    assert draft.names["APP.RESTRUCTURED"][0][0] == hands.obligation.unit_id
    assert draft.marks[NEW][2] == hands.who.actor_label
    told = Entry.objects.get(action="reporting.load_workbook")
    assert (told.changes[NEW], told.note) == ([None, 4], "bieu.xlsx")
    again = hands.see(address)
    assert "Mọi ô trong tệp đã đúng như số đang lưu." in said(again)
    assert again.select_one("input[name=version]") is None


def test_the_form_shows_which_cells_are_open_and_what_it_is(hands: Hands) -> None:
    hands.type_in(ORG_CELL_value=24)
    answer = sign_in(hands.who).get(hands.url("entry"), headers={"accept-language": "en"})
    assert answer["Content-Disposition"] == 'attachment; filename="bieu-nhap-du-an-chau-2019-t09-9t.xlsx"'
    book, at = openpyxl.load_workbook(io.BytesIO(answer.content)), places(answer.content)
    page = book.worksheets[0]
    opened = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    told = {
        address
        for (row, column), address in at.items()
        if column == "told" and not row.startswith(("#", "giao"))
    }
    assert opened == {at[place] for place in PLACES.values()} | told
    assert page.protection.sheet
    assert not page.protection.password
    assert page[at["ORG.CELL:value", "now"]].value == 24
    assert page.row_dimensions[1].hidden
    assert page.column_dimensions["A"].hidden
    assert page.print_title_rows == "$7:$7"
    assert page.page_setup.orientation == "landscape"
    assert page.oddFooter.left.text.startswith("Biểu GB-01, Đảng ủy xã An Châu")
    assert page.oddFooter.right.text.startswith("Mã biểu: ")
    assert [one.title for one in book.worksheets if one.sheet_state == "visible"] == ["Biểu GB-01", "Nguồn"]
    facts = {row[0].value: row[1].value for row in book["Nguồn"].iter_rows()}
    assert facts["Đơn vị báo cáo"] == "Đảng ủy xã An Châu"
    assert facts["Kỳ"] == "Tháng 9 và 9 tháng năm 2019"
    assert facts["Thời điểm"].endswith("ngày 16/9/2019")
    kinds = {str(rule.sqref): rule.type for rule in page.data_validations.dataValidation}
    assert kinds[at[PLACES[NEW]]] == "whole"
    assert kinds[at[PLACES["APP.RESTRUCTURED:count"]]] == "list"


def test_numbers_are_read_as_staff_write_them(hands: Hands) -> None:
    typed = {
        "ORG.CELL:value": " 24 ",
        "MEM.TOTAL:value": "1.234",
        "MEM.NEW:in_period": "1\u00a0234",
        "MEM.NEW:cumulative": 12345.0,
        "MEM.OFFICIAL:in_period": "–",
        "APP.RESTRUCTURED:count": "Chưa",
    }
    address = hands.bring(filled(hands.take(), {PLACES[key]: value for key, value in typed.items()}))
    assert hands.confirm(address).status_code == 302
    figures = hands.draft.figures
    assert {key: figures.get(key) for key in typed} == {
        "ORG.CELL:value": 24,
        "MEM.TOTAL:value": 1234,
        "MEM.NEW:in_period": 1234,
        "MEM.NEW:cumulative": 12345,
        "MEM.OFFICIAL:in_period": None,
        "APP.RESTRUCTURED:count": 0,
    }


WRONG: dict[str, tuple[Any, str]] = {
    "ORG.CELL:value": ("12a", "Không đọc được “12a”. Ghi số nguyên, ví dụ 1.234."),
    "MEM.TOTAL:value": ("1.234,5", "“1.234,5” không phải số nguyên."),
    "MEM.NEW:in_period": ("35,34%", "“35,34%” là tỷ lệ phần trăm;"),
    "MEM.NEW:cumulative": (-3, "Số liệu không được âm (-3)."),
    "MEM.OFFICIAL:in_period": (10**13, "“10000000000000” quá lớn để là một số đếm."),
    "MEM.OFFICIAL:cumulative": (date(2019, 9, 3), "Ô đang là ngày (03/9/2019)."),
    "APP.RESTRUCTURED:count": ("đang làm", "Không đọc được “đang làm”. Chỉ ghi “có” hoặc “chưa”."),
    "CAD.PLAN:in_period": ("=1+1", "Công thức chưa có kết quả trong tệp."),
    "APP.UNIT:in_period": (5, "Ô bị gộp với ô khác"),
    "APP.QUOTA:value": (True, "Không đọc được “True”."),
}


def spoil(book: openpyxl.Workbook) -> None:
    page = book.worksheets[0]
    out = io.BytesIO()
    book.save(out)
    at = places(out.getvalue())
    page[at[PLACES["CAD.PLAN:in_period"]]] = "=1+1"
    page.merge_cells(f"{at[PLACES['APP.UNIT:in_period']]}:{at[PLACES['APP.UNIT:cumulative']]}")


def test_every_wrong_cell_is_named_and_nothing_is_written(hands: Hands) -> None:
    before, content = hands.draft, hands.take()
    good = values()
    bad = {PLACES[key]: value for key, (value, _why) in WRONG.items()}
    long = {("CAD.APPT", "told"): "a" * 1001}
    address = hands.bring(filled(content, {**good, **bad, **long}, spoil))
    page, at = hands.see(address), places(content)
    shown = {line[0]: line[1:] for line in lines(page, "cho-sai")}
    for key, (_value, why) in WRONG.items():
        assert shown[f"Biểu GB-01, ô {at[PLACES[key]]}"][1].lstrip("▲ ").startswith(why), key
    assert shown[f"Biểu GB-01, ô {at['CAD.APPT', 'told']}"][1].endswith("Giải trình dài quá 1000 ký tự.")
    # merged with its neighbour, the cell beside it cannot be read either
    assert len(shown) == len(WRONG) + 2
    assert "Có 12 chỗ sai nên chưa ghi gì." in said(page)
    assert "Ngoài ra 8 ô đọc được và sẽ ghi khi hết chỗ sai." in said(page)
    assert page.select_one(".form-actions button") is None
    refused = post(hands.who, address, {"version": before.version})
    assert refused.status_code == 422
    assert "Còn 12 chỗ sai nên chưa ghi gì." in said(refused)
    assert (hands.draft.figures, hands.draft.version) == (before.figures, before.version)

    copy = sign_in(hands.who).get(address + "loi.xlsx")
    assert copy["Content-Disposition"] == 'attachment; filename="can-sua-du-an-chau-2019-t09-9t.xlsx"'
    red = wrong_cells(copy.content)
    assert set(red) == {at[PLACES[key]] for key in WRONG} | {at["CAD.APPT", "told"], at["APP.UNIT", "total"]}
    assert red[at[PLACES["ORG.CELL:value"]]][0] == "12a"
    assert red[at[PLACES["MEM.OFFICIAL:cumulative"]]][0] == "03/9/2019"
    assert "Không đọc được “12a”." in red[at[PLACES["ORG.CELL:value"]]][1]
    book = openpyxl.load_workbook(io.BytesIO(copy.content))
    assert [row[0].value for row in book["Lỗi cần sửa"].iter_rows(min_row=2)] == [
        line[0].removeprefix("Biểu GB-01, ô ") for line in lines(page, "cho-sai")
    ]
    assert book.worksheets[0][at["MEM.IDLINK:numerator", "now"]].value == 390  # what was right stays typed in

    # mended in the copy, it goes in
    mended = filled(copy.content, {**good, ("CAD.APPT", "told"): "Bổ sung quy hoạch"})
    address = hands.bring(mended)
    assert hands.confirm(address).status_code == 302
    assert {key: hands.draft.figures[key] for key in FIGURES} == FIGURES
    assert hands.draft.explanations == {"CAD.APPT:in_period": "Bổ sung quy hoạch"}


def test_rows_and_columns_may_move_with_their_keys(hands: Hands) -> None:
    def move(book: openpyxl.Workbook) -> None:
        page = book.worksheets[0]
        page.insert_rows(9, 3)
        page.insert_cols(4, 2)
        page["C9"] = "Dòng của xã"
        page["I10"] = 77
        page.row_dimensions[13].hidden = True

    address = hands.bring(filled(hands.take(), values(), move))
    page = said(hands.see(address))
    assert "Sẽ ghi 19 ô" in page
    assert "Số ngoài biểu, không lấy: I10: 77." in page
    assert "Ô ở dòng đang ẩn trong tệp, vẫn được đọc: I13." in page
    assert hands.confirm(address).status_code == 302
    assert {key: hands.draft.figures[key] for key in FIGURES} == FIGURES


def test_a_row_that_lost_its_key_is_named_and_not_read(hands: Hands) -> None:
    content = hands.take()

    def sort(book: openpyxl.Workbook) -> None:
        """As a sort of the visible columns alone leaves it: the keys stay where they were."""
        page = book.worksheets[0]
        one, two = 10, 11
        for column in range(2, 10):
            first, second = page.cell(one, column), page.cell(two, column)
            first.value, second.value = second.value, first.value

    def twice(book: openpyxl.Workbook) -> None:
        page = book.worksheets[0]
        for column in range(1, 10):
            page.cell(40, column).value = page.cell(10, column).value

    def swap(book: openpyxl.Workbook) -> None:
        page = book.worksheets[0]
        page["G7"], page["H7"] = page["H7"].value, page["G7"].value

    sorted_ = hands.see(hands.bring(filled(content, values(), sort)))
    assert [line[0] for line in lines(sorted_, "cho-sai")] == ["Biểu GB-01, ô B10", "Biểu GB-01, ô B11"]
    assert "có thể do sắp xếp một phần bảng" in said(sorted_)
    doubled = hands.see(hands.bring(filled(content, values(), twice)))
    assert [line[0] for line in lines(doubled, "cho-sai")] == ["Biểu GB-01, ô A10, A40"]
    swapped = hands.see(hands.bring(filled(content, values(), swap)))
    assert [line[0] for line in lines(swapped, "cho-sai")] == ["Biểu GB-01, ô G7", "Biểu GB-01, ô H7"]
    copy = sign_in(hands.who).get(hands.bring(filled(content, values(), sort)) + "loi.xlsx").content
    red = wrong_cells(copy)
    assert set(red) == {"G10", "G11"}
    # a value that may belong to another row is not taken over as if it were this row's
    assert [value for value, _why in red.values()] == [None, None]
    assert openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]["G12"].value == 4


def test_a_row_taken_out_of_the_file_keeps_what_is_saved(hands: Hands) -> None:
    hands.type_in(ORG_CELL_value=24)
    content = hands.take()
    row = int(places(content)["ORG.CELL:value", "now"][1:])
    address = hands.bring(filled(content, {PLACES[NEW]: 4}, lambda book: book.worksheets[0].delete_rows(row)))
    assert "Tệp không còn các dòng này, số đang lưu giữ nguyên: Chi bộ trực thuộc" in said(hands.see(address))
    assert hands.confirm(address).status_code == 302
    assert (hands.draft.figures[CELLS], hands.draft.figures[NEW]) == (24, 4)
    wrong = hands.bring(filled(content, {PLACES[NEW]: "x"}, lambda book: book.worksheets[0].delete_rows(row)))
    copy = sign_in(hands.who).get(wrong + "loi.xlsx").content
    assert wrong_cells(copy)[places(copy)[PLACES[NEW]]][0] == "x"
    assert openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0][places(copy)[PLACES[CELLS]]].value == 24


def test_what_the_officer_left_alone_does_not_undo_what_was_typed_on_the_page(hands: Hands) -> None:
    hands.type_in(ORG_CELL_value=24, MEM_TOTAL_value=400)
    content = hands.take()
    hands.type_in(MEM_TOTAL_value=412)  # meanwhile, on the page
    address = hands.bring(filled(content, {PLACES[NEW]: 4, PLACES[CELLS]: None}))
    assert [[name, *rest] for name, _at, *rest in lines(hands.see(address), "se-ghi")] == [
        ["Chi bộ trực thuộc đảng bộ cơ sở", "24", "để trống"],
        ["Đảng viên mới kết nạp (trong kỳ)", "để trống", "4"],
    ]
    assert hands.confirm(address).status_code == 302
    figures = hands.draft.figures
    assert (figures["MEM.TOTAL:value"], figures[NEW], figures[CELLS]) == (412, 4, None)


def test_a_cell_that_both_sides_changed_shows_both_values_and_one_chooses(hands: Hands) -> None:
    content = hands.take()
    hands.type_in(MEM_NEW_in_period=7, ORG_CELL_value=20)
    address = hands.bring(
        filled(content, {PLACES[NEW]: 4, PLACES[CELLS]: 24, PLACES["MEM.TOTAL:value"]: 412})
    )
    page = hands.see(address)
    assert [[name, *rest] for name, _at, *rest in lines(page, "hai-ben")] == [
        ["Chi bộ trực thuộc đảng bộ cơ sở", f"20 {WROTE}", "24"],
        ["Đảng viên mới kết nạp (trong kỳ)", f"7 {WROTE}", "4"],
    ]
    version = str(hands.draft.version)
    half = post(hands.who, address, {"version": version, f"chon:{NEW}": "file"})
    assert half.status_code == 422
    assert "Còn 1 ô hai bên cùng sửa chưa chọn số giữ lại; chưa ghi gì." in said(half)
    chosen = BeautifulSoup(half.content, "html.parser").select("input[type=radio][checked]")
    assert [(one["name"], one["value"]) for one in chosen] == [(f"chon:{NEW}", "file")]
    assert hands.draft.version == int(version)
    choices = {f"chon:{NEW}": "file", f"chon:{CELLS}": "saved"}
    assert hands.confirm(address, **choices).status_code == 302
    figures = hands.draft.figures
    assert (figures[NEW], figures[CELLS], figures["MEM.TOTAL:value"]) == (4, 20, 412)


def test_who_types_between_preview_and_confirmation_is_not_written_over(hands: Hands) -> None:
    content = hands.take()
    hands.type_in(MEM_NEW_in_period=7)
    address = hands.bring(filled(content, {PLACES[NEW]: 4, PLACES[CELLS]: 24}))
    version = hands.draft.version
    hands.type_in(MEM_NEW_in_period=9)  # the page of the preview stands open
    late = post(hands.who, address, {"version": version, f"chon:{NEW}": "file"})
    assert late.status_code == 409
    assert [
        [name, *rest] for name, _at, *rest in lines(BeautifulSoup(late.content, "html.parser"), "hai-ben")
    ] == [["Đảng viên mới kết nạp (trong kỳ)", f"9 {WROTE}", "4"]]
    assert (hands.draft.figures[NEW], hands.draft.figures.get(CELLS)) == (9, None)
    hands.type_in(ORG_CELL_value=20)
    later = post(hands.who, address, {"version": version, f"chon:{NEW}": "saved"})
    assert later.status_code == 422  # a cell that nobody had touched is now changed by both
    assert hands.draft.figures[CELLS] == 20
