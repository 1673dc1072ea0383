"""Units from Excel: checked row by row, previewed, written once and whole; refusals beside their controls."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from giaoban.audit.models import Entry
from giaoban.files.models import StoredFile
from giaoban.organisations.models import Change, Closure, Kind, Placement, Unit, UnitName
from tests.cast import Cast, sign_in
from tests.factories.sheets import UNIT_COLUMNS, book, confirm, send, soup_of, units_book

PAGE = "/nhap-tu-excel/don-vi/"
GOOD = (
    ("cb-moi-1", "Chi bộ Mới 1", "cell", "Đảng ủy xã Mới"),
    ("", "Đảng ủy xã Mới", "commune_committee", "hu-dong-hung"),
    ("", "Đảng ủy xã An Châu", "commune_committee", "Huyện uỷ Đông Hưng"),
)
BAD = (("", "Chi bộ Lạc", "cell", "Đảng ủy xã Không Có"), *GOOD)


def words(answer) -> str:
    return " ".join(soup_of(answer).get_text(" ").split())


def sent(browser, content: bytes) -> str:
    answer = send(browser, PAGE, content)
    assert answer.status_code == 302, words(answer)
    return answer["Location"]


def grid(content: bytes) -> list[list[object]]:
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )


def test_a_good_sheet_is_previewed_and_nothing_is_written_before_it_is_confirmed(cast: Cast):
    browser = sign_in(cast.administrator)
    path = sent(browser, units_book(*GOOD))
    soup = soup_of(browser.get(path))
    rows = [" ".join(row.get_text(" ").split()) for row in soup.select("tbody tr")]
    assert [" ".join(row.split()[:2]) for row in rows] == ["Dòng 6", "Dòng 7"]
    assert "dang-uy-xa-moi (tạo từ tên)" in rows[1]
    assert [tab.get_text() for tab in soup.select("nav.actions a")] == [
        "Có lỗi (0)",
        "Sẽ ghi (2)",
        "Đã có, giữ nguyên (1)",
    ]
    assert not Unit.objects.filter(code="cb-moi-1").exists()


def test_confirming_writes_all_rows_with_their_decision_places_and_trace(cast: Cast):
    browser = sign_in(cast.administrator)
    before = Unit.objects.count()
    path = sent(browser, units_book(*GOOD))
    answer = confirm(browser, path)
    assert (answer.status_code, answer["Location"]) == (302, path)
    cell, commune = Unit.objects.get(code="cb-moi-1"), Unit.objects.get(code="dang-uy-xa-moi")
    assert Unit.objects.count() == before + 2
    assert (cell.starts, cell.kind_id, commune.kind_id) == (date(2019, 1, 1), "cell", "commune_committee")
    assert UnitName.objects.get(unit=commune).name == "Đảng ủy xã Mới"
    assert Placement.objects.get(unit=cell).parent == commune
    above = Closure.objects.filter(descendant=cell).order_by("depth").values_list("ancestor__code", flat=True)
    assert list(above) == ["cb-moi-1", "dang-uy-xa-moi", "hu-dong-hung", "tu-thai-binh", "tw"]
    changes = Change.objects.filter(units=cell)
    assert [(c.decision, c.decided_on, c.effective_on, c.note) for c in changes] == [
        ("12-QĐ/TU", date(2018, 12, 20), date(2019, 1, 1), "Ghi sổ ban đầu")
    ]
    entry = Entry.objects.filter(action="setup.units").get()
    assert (entry.actor_id, entry.changes) == (cast.administrator.pk, {"new": [None, 2], "same": [None, 1]})
    assert "Bảng này đã được ghi." in words(browser.get(path))


def test_three_confirmations_have_one_effect(cast: Cast):
    browser = sign_in(cast.administrator)
    path = sent(browser, units_book(*GOOD))
    promise = soup_of(browser.get(path)).select_one("input[name=promise]")["value"]
    first = confirm(browser, path, promise, once="k" * 32)
    count = Unit.objects.count()
    again = [confirm(browser, path, promise, once=key * 32) for key in ("k", "l")]
    assert [answer["Location"] for answer in (first, *again)] == [path] * 3
    assert Unit.objects.count() == count
    assert Entry.objects.filter(action="setup.units").count() == 1


def test_one_row_in_error_stops_the_sheet_and_names_the_cell(cast: Cast):
    browser = sign_in(cast.administrator)
    before = Unit.objects.count()
    path = sent(browser, units_book(*BAD))
    answer = browser.get(path)
    assert "E6: Không có đơn vị “Đảng ủy xã Không Có” trong bảng này và trong hệ thống." in words(answer)
    assert soup_of(answer).select_one("input[name=promise]") is None
    forced = confirm(browser, path, promise="x" * 24)
    assert (forced.status_code, Unit.objects.count()) == (409, before)
    from giaoban.web.setup import services
    from giaoban.web.setup.rules import Sheet

    file_id = int(path.rstrip("/").split("/")[-1])
    promise = services.open_sheet(actor=cast.administrator, sheet=Sheet.UNITS, file_id=file_id).promise
    honest = confirm(browser, path, promise=promise)
    assert (honest.status_code, Unit.objects.count()) == (422, before)
    assert "Còn 1 chỗ sai nên chưa ghi gì." in words(honest)


def test_the_marked_copy_says_what_is_wrong_and_passes_when_it_is_mended(cast: Cast):
    browser = sign_in(cast.administrator)
    path = sent(browser, units_book(*BAD))
    answer = browser.get(f"{path}loi/")
    assert answer["Content-Disposition"] == 'attachment; filename="loi-don-vi.xlsx"'
    copy = grid(answer.content)
    assert copy[4][-1] == "Lỗi"
    assert copy[5][-1] == "Không có đơn vị “Đảng ủy xã Không Có” trong bảng này và trong hệ thống."
    assert [row[-1] for row in copy[6:]] == ["", "", ""]
    copy[5][4] = "Đảng ủy xã Mới"
    mended = book(copy[4], copy[5:], {str(row[0]): str(row[2]) for row in copy[:3]})
    assert confirm(browser, sent(browser, mended)).status_code == 302
    assert Unit.objects.filter(code="chi-bo-lac").count() == 1


def test_a_preview_that_has_grown_old_is_checked_again_before_anything_is_written(cast: Cast):
    browser = sign_in(cast.administrator)
    path = sent(browser, units_book(*GOOD))
    old = soup_of(browser.get(path)).select_one("input[name=promise]")["value"]
    other = sign_in(cast.centre_administrator)
    assert confirm(other, sent(other, units_book(GOOD[1]))).status_code == 302
    count = Unit.objects.count()
    answer = confirm(browser, path, promise=old)
    assert (answer.status_code, Unit.objects.count()) == (409, count)
    assert "Dữ liệu trong hệ thống đã thay đổi sau khi xem trước." in words(answer)
    fresh = soup_of(answer).select_one("input[name=promise]")["value"]
    assert confirm(browser, path, promise=fresh).status_code == 302
    assert Unit.objects.count() == count + 1


def test_a_sheet_of_which_every_row_stands_says_so(cast: Cast):
    browser = sign_in(cast.administrator)
    path = sent(browser, units_book(GOOD[2]))
    assert "Mọi dòng của bảng đã có trong hệ thống." in words(browser.get(path))
    promise = soup_of(browser.get(path)).select_one("input[name=promise]")
    assert promise is None


def test_a_sheet_without_its_first_day_is_refused_and_with_it_is_not(cast: Cast):
    browser = sign_in(cast.administrator)
    path = sent(browser, units_book(*GOOD, decision={"Ngày ký": "31/2/2019"}))
    text = words(browser.get(path))
    assert "Chưa ghi “Hiệu lực từ”." in text
    assert "“31/2/2019” không phải là ngày." in text
    assert "Có 2 chỗ sai nên chưa ghi gì." in text


def test_a_parent_of_another_province_is_out_of_reach(cast: Cast):
    browser = sign_in(cast.administrator)
    rows = (("", "Huyện ủy Khác", "district_committee", "tu-hung-yen"),)
    assert "“tu-hung-yen” không thuộc phạm vi quản trị của đồng chí." in words(
        browser.get(sent(browser, units_book(*rows)))
    )
    centre = sign_in(cast.centre_administrator)
    assert confirm(centre, sent(centre, units_book(*rows))).status_code == 302


def test_a_kept_sheet_is_its_senders_alone(cast: Cast):
    path = sent(sign_in(cast.administrator), units_book(*GOOD))
    colleague = sign_in(cast.centre_administrator)
    for address in (path, f"{path}loi/", "/nhap-tu-excel/don-vi/999999/"):
        assert colleague.get(address).status_code == 404
    assert confirm(colleague, path, promise="x").status_code == 404
    assert sign_in(cast.administrator).get(path).status_code == 200
    assert sign_in(cast.administrator).get(path.replace("don-vi", "dau-moi")).status_code == 404


@pytest.mark.parametrize("name", ["officer", "commune_officer", "head", "other_officer", "former"])
def test_who_changes_no_units_finds_no_page(cast: Cast, name: str):
    browser = sign_in(cast.everybody[name])
    for path in (PAGE, f"{PAGE}mau/"):
        assert browser.get(path).status_code == 404
    assert send(browser, PAGE, units_book(*GOOD)).status_code == 404
    assert StoredFile.objects.count() == 0


def test_the_template_offers_kinds_and_takes_a_leading_equals_sign_as_text(cast: Cast):
    Kind.objects.create(code="x", label='=HYPERLINK("http://vd.vn")', label_en="+1", level="other")
    answer = sign_in(cast.administrator).get(f"{PAGE}mau/")
    assert answer["Content-Disposition"] == 'attachment; filename="mau-don-vi.xlsx"'
    rows = grid(answer.content)
    assert [str(cell).rstrip(" *") for cell in rows[6]] == [
        "STT",
        "Mã đơn vị",
        "Tên đơn vị",
        "Tên ngắn",
        "Tên tiếng Anh",
        "Loại đơn vị",
        "Đơn vị cấp trên",
        "Ngày thành lập",
    ]
    assert rows[7][0] == "ví dụ"
    import zipfile

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sum(page.count(b"<f>") for page in pages) == 0


def test_an_untouched_template_holds_no_row(cast: Cast):
    browser = sign_in(cast.administrator)
    answer = send(browser, PAGE, browser.get(f"{PAGE}mau/").content)
    assert answer.status_code == 422
    assert "Bảng chưa có dòng nào dưới dòng tên cột." in words(answer)


def test_text_of_any_spelling_is_kept_in_one(cast: Cast):
    browser = sign_in(cast.administrator)
    rows = (("", "Ðảng ủy xã Hòa  Bình", "commune_committee", "Huyện ủy Đông Hưng"),)
    assert confirm(browser, sent(browser, units_book(*rows))).status_code == 302
    assert UnitName.objects.get(unit__code="dang-uy-xa-hoa-binh").name == "Đảng ủy xã Hòa Bình"


# --- wrong files ---------------------------------------------------------------------------------------


def refused(browser, content: bytes, name: str = "bang.xlsx") -> str:
    answer = send(browser, PAGE, content, name)
    assert (answer.status_code, StoredFile.objects.count()) == (422, 0)
    summary = soup_of(answer).select_one(".errors")
    return " ".join(summary.get_text(" ").split())


def test_a_file_that_is_no_sheet_is_refused_in_words_and_a_sheet_is_taken(cast: Cast):
    browser = sign_in(cast.administrator)
    csv = "STT;Tên đơn vị;Loại đơn vị;Đơn vị cấp trên\n1;A;cell;tw\n".encode()
    legacy = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for content, name in (
        (csv, "bang.csv"),
        (legacy, "bang.xls"),
        (b"%PDF-1.7 x", "bang.xlsx"),
        (b"PK\x03\x04", "a.xlsx"),
    ):
        assert refused(browser, content, name).startswith("Chưa thực hiện được")
    assert sent(browser, units_book(*GOOD)).startswith(PAGE)


def test_an_archive_that_swells_is_refused(cast: Cast):
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    assert refused(sign_in(cast.administrator), buffer.getvalue())


def test_a_sheet_of_other_columns_names_what_is_missing(cast: Cast):
    browser = sign_in(cast.administrator)
    assert "Không thấy dòng tên cột" in refused(browser, book(["Tên"], [["A"]]))
    columns = [column for column in UNIT_COLUMNS if "Loại" not in column]
    assert "Bảng thiếu cột: “Loại đơn vị”." in refused(browser, book(columns, [["1", "", "A", "tw", ""]]))


def test_a_form_without_file_says_so(cast: Cast):
    browser = sign_in(cast.administrator)
    answer = browser.post(PAGE, {"once": "a" * 32})
    assert answer.status_code == 422
    assert soup_of(answer).select_one(".errors a").get_text() == "Chọn tệp Excel đã ghi."


def test_a_secret_unit_is_unknown_to_who_is_not_let_in_and_its_code_is_taken(cast: Cast):
    from giaoban.accounts.rules import Role
    from tests.factories.accounts import make_grant, make_user

    Unit.objects.filter(code="tu-hung-yen").update(secrecy="secret")
    rows = (
        ("tu-hung-yen", "Huyện ủy Trùng Mã", "district_committee", "tu-thai-binh"),
        ("", "Huyện ủy Khác", "district_committee", "Tỉnh ủy Hưng Yên"),
    )
    browser = sign_in(cast.administrator)
    text = words(browser.get(sent(browser, units_book(*rows))))
    assert "Mã “tu-hung-yen” đang thuộc một đơn vị khác." in text
    assert "Không có đơn vị “Tỉnh ủy Hưng Yên” trong bảng này và trong hệ thống." in text
    insider = make_user("hy.quantri", home=cast.unit("btc-hung-yen"))
    make_grant(insider, Role.ADMINISTRATOR, cast.unit("tu-hung-yen"))
    browser = sign_in(insider)
    assert confirm(browser, sent(browser, units_book(rows[1]))).status_code == 302


def test_columns_in_any_order_and_of_no_use_are_taken_and_named(cast: Cast):
    browser = sign_in(cast.administrator)
    columns = ["Đơn vị cấp trên", "Ghi chú riêng", "LOẠI ĐƠN VỊ", "tên đơn vị", "Ngày thành lập"]
    rows = [
        ["hu-dong-hung", "x", "cell", "Chi bộ A", date(2018, 5, 1)],
        ["hu-dong-hung", "", "cell", "Chi bộ B", "2018-05-01"],
        ["hu-dong-hung", "", "cell", "Chi bộ C", 43221],
    ]
    text = words(browser.get(sent(browser, dated_book(columns, rows))))
    assert "Cột không dùng đến: Ghi chú riêng." in text
    assert "E7: “43221” không phải là ngày." in text
    assert confirm(browser, sent(browser, dated_book(columns, rows[:2]))).status_code == 302
    days = Unit.objects.filter(code__in=("chi-bo-a", "chi-bo-b")).values_list("established_on", flat=True)
    assert set(days) == {date(2018, 5, 1)}


def dated_book(columns, rows) -> bytes:
    """Days as Excel keeps them: numbers shown as days."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        page, day = workbook.add_worksheet(), workbook.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(1, 0, ["Hiệu lực từ", ""])
        page.write_datetime(1, 2, date(2019, 1, 1), day)
        page.write_row(3, 0, columns)
        for down, row in enumerate(rows, start=4):
            page.write_row(down, 0, row[:4])
            value = row[4]
            if isinstance(value, date):
                page.write_datetime(down, 4, value, day)
            else:
                page.write(down, 4, value)
    return buffer.getvalue()
