"""The register of papers that leave, receipts of units, printed books, series and terms."""

import io
import uuid
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from openpyxl import load_workbook

from giaoban.correspondence.models import Book, Number, Series, Term
from giaoban.documents import fonts
from tests.cast import TODAY, Cast, sign_in
from tests.factories.arrivals import make_arrival, make_remark
from tests.factories.correspondence import make_dossier, make_issue, make_series

AT = "/btc-thai-binh/2019-t09-9t/"
OUT, IN = f"{AT}van-ban-di/", f"{AT}van-ban-den/"


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return sign_in(cast.clerk)


def send(client: Client, path: str, typed: dict[str, Any] | None = None) -> Any:
    return client.post(path, {"once": uuid.uuid4().hex, **(typed or {})})


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def table(answer: Any) -> list[list[str]]:
    rows = BeautifulSoup(answer.content, "html.parser").tbody.find_all("tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]


@pytest.fixture
def issue(cast: Cast) -> Any:
    """01-KH/BTCTU went to two units, 02 was cancelled, 03 went to paper."""
    unit = cast.unit("btc-thai-binh")
    series = make_series(unit, numbers=3)
    make_arrival(unit)
    first, second, _third = series.numbers.order_by("value")
    second.state, second.reason = "cancelled", "Ghi nhầm thể loại"
    second.save()
    dossier = make_dossier(unit, state="issued")
    units = [cast.unit("du-an-hoa"), cast.unit("du-an-chau")]
    return make_issue(dossier, "01-KH/BTCTU", number=first, delivered=units)


# --- the register ----------------------------------------------------------------------------------------


def test_every_number_has_a_line_cancelled_ones_too(cast: Cast, clerk: Client, issue: Any) -> None:
    delivery = issue.deliveries.get(unit=cast.unit("du-an-hoa"))
    delivery.opened_at = delivery.sent_at
    delivery.save()
    rows = {row[0]: row for row in table(clerk.get(OUT))}
    assert list(rows) == ["03-KH/BTCTU", "02-KH/BTCTU", "01-KH/BTCTU"]
    assert rows["01-KH/BTCTU"][4] == "1/2 đơn vị"
    assert rows["02-KH/BTCTU"][5] == "↩ số đã hủy Ghi nhầm thể loại"
    assert rows["03-KH/BTCTU"][5].endswith("Hủy số 03-KH/BTCTU")
    series = Series.objects.get(type="KH")
    assert len(table(clerk.get(OUT, {"quyen": series.pk}))) == 3
    assert len(table(clerk.get(OUT, {"tim": "01-KH"}))) == 1
    assert len(table(clerk.get(OUT, {"tim": "sap xep to chuc"}))) == 1
    assert "Không có dòng nào khớp" in words(clerk.get(OUT, {"tim": "?"}))
    assert "Không có dòng nào khớp" in words(clerk.get(OUT, {"quyen": "99999999"}))
    issue.recalled_on = TODAY
    issue.save()
    assert "đã thu hồi" in words(clerk.get(OUT))


def test_papers_that_another_body_numbered_stand_below(cast: Cast, clerk: Client) -> None:
    office, committee = cast.unit("btc-thai-binh"), cast.unit("tu-thai-binh")
    dossier = make_dossier(
        office, issuer=committee, organ="standing_board", state="issued", about="Kiện toàn"
    )
    make_issue(dossier, "77-KH/TU", delivered=[cast.unit("du-an-hoa")])
    shown = words(clerk.get(OUT))
    assert "Số do nơi ban hành cấp" in shown
    assert "77-KH/TU" in shown
    assert "0/1 đơn vị" in shown
    assert "77-KH/TU" not in words(clerk.get(OUT, {"tim": "khác"}))
    assert "77-KH/TU" in words(clerk.get(OUT, {"chua-ky": "1"}))


def test_an_empty_register_leads_to_the_series(cast: Cast, clerk: Client) -> None:
    assert "Chưa có số nào được lấy" in words(clerk.get(OUT))
    for who in (cast.other_officer, cast.monitor):
        assert sign_in(who).get(OUT).status_code == 404


def test_receipts_are_of_units_those_that_did_not_open_first(cast: Cast, clerk: Client, issue: Any) -> None:
    opened = issue.deliveries.get(unit=cast.unit("du-an-chau"))
    opened.opened_at = opened.sent_at
    opened.save()
    make_arrival(cast.unit("du-an-chau"), delivery=opened)
    page = clerk.get(f"{OUT}{issue.pk}/noi-nhan/")
    assert [row[0] for row in table(page)] == ["Đảng ủy xã An Hòa", "Đảng ủy xã An Châu"]
    assert table(page)[1][3] == "số đến 1"
    assert "1/2 đơn vị đã mở" in words(page)
    reminder = BeautifulSoup(page.content, "html.parser").select_one("#tin-nhac").get_text()
    assert "01-KH/BTCTU" in reminder
    assert issue.dossier.about not in reminder
    for name in ("Lê Thị Cúc", "Nguyễn Văn An"):
        assert name not in words(page)
    assert sign_in(cast.other_officer).get(f"{OUT}{issue.pk}/noi-nhan/").status_code == 404
    reader = sign_in(cast.commune_officer)
    assert reader.get(f"/du-an-hoa/2019-t09-9t/van-ban-di/{issue.pk}/noi-nhan/").status_code == 404
    alone = make_issue(make_dossier(cast.unit("btc-thai-binh"), state="issued"), "09-KH/BTCTU")
    assert "chưa gửi đơn vị nào" in words(clerk.get(f"{OUT}{alone.pk}/noi-nhan/"))


# --- printed ---------------------------------------------------------------------------------------------


def test_both_books_print_with_the_columns_of_a_register(cast: Cast, clerk: Client, issue: Any) -> None:
    line = make_arrival(cast.unit("btc-thai-binh"), "7-CV/BTCTW", urgency="KHẨN", due=date(2019, 9, 20))
    make_remark(line)
    make_arrival(cast.unit("btc-thai-binh"), "8-CV/BTCTW", summary="", holder="Tủ mật", issued_on=None)
    make_arrival(cast.unit("btc-thai-binh"), "9-CV/BTCTW", state="settled", settled_on=TODAY)
    make_arrival(cast.unit("btc-thai-binh"), "10-CV/BTCTW", summary="Công văn xin ý kiến")
    page = clerk.get(f"{IN}in/")
    assert [row[1] for row in table(page)] == ["1", "2", "3", "4", "5"]
    assert table(page)[4][5] == "Công văn xin ý kiến"
    assert "Sổ đăng ký văn bản đến" in words(page)
    assert "KHẨN; hạn 20/9/2019" in table(page)[1][9]
    assert "Tủ mật" in table(page)[2][5]
    assert table(page)[3][9] == "Đã giải quyết 16/9/2019"
    none = clerk.get(f"{IN}in/", {"tu": "1/1/2018", "den": "2/1/2018"})
    assert "Không có văn bản nào trong thời gian này" in words(none)
    assert clerk.get(f"{IN}in/", {"tu": "2/1/2018", "den": "1/1/2018"}).status_code == 422
    assert clerk.get(f"{IN}in/", {"tu": "chữ", "den": ""}).status_code == 422
    issue.recalled_on = TODAY
    issue.save()
    left = table(clerk.get(f"{OUT}in/"))
    clerk.cookies["giaoban_language"] = "en"
    assert table(clerk.get(f"{OUT}in/")) == left
    clerk.cookies["giaoban_language"] = "vi"
    assert [row[7] for row in left] == ["16/9/2019", "", ""]  # the day it was sent
    assert [row[0] for row in left] == ["01-KH/BTCTU", "02-KH/BTCTU", "03-KH/BTCTU"]
    assert left[0][9] == "Thu hồi ngày 16/9/2019; 0/2 đơn vị đã mở"
    assert left[1][9] == "Số đã hủy: Ghi nhầm thể loại"


def test_the_books_are_taken_away_as_files(cast: Cast, clerk: Client, issue: Any, monkeypatch: Any) -> None:
    book = load_workbook(io.BytesIO(clerk.get(f"{OUT}in/xlsx/").content))
    assert [cell.value for cell in book["Sổ đăng ký văn bản đi"][5]][:2] == [
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
    ]
    assert "Đơn vị" in [row[0].value for row in book["Nguồn"]]
    assert clerk.get(f"{IN}in/docx/").content[:2] == b"PK"
    assert clerk.get(f"{IN}in/pdf/").content[:4] == b"%PDF"
    assert clerk.get(f"{IN}in/khac/").status_code == 404
    assert sign_in(cast.other_officer).get(f"{IN}in/xlsx/").status_code == 404

    def missing(*_args: Any, **_facts: Any) -> bytes:
        raise fonts.FontMissing

    monkeypatch.setattr("giaoban.documents.pdf.render", missing)
    refused = clerk.get(f"{OUT}in/pdf/")
    assert refused.status_code == 422
    assert fonts.FontMissing().package in refused.content.decode()


# --- series and terms ------------------------------------------------------------------------------------


def test_a_series_begins_where_paper_ended_and_a_term_is_declared(cast: Cast, clerk: Client) -> None:
    path = f"{OUT}quyen-so/"
    assert "Chưa có quyển số" in words(clerk.get(path))
    typed = {"lam": "quyen-so", "type": "CV", "first": "351", "code": "BTCTU", "style": ""}
    assert send(clerk, path, {**typed, "lam": "khác"}).status_code == 404
    assert send(clerk, path, {**typed, "first": "0"}).status_code == 422
    assert send(clerk, path, {**typed, "first": "chữ"}).status_code == 422
    assert send(clerk, path, typed).status_code == 302
    assert send(clerk, path, {**typed, "type": "ĐẾN", "first": "7"}).status_code == 302
    shown = words(clerk.get(path))
    for word in ("Công văn", "351", "Văn bản đến", "ký hiệu cơ quan BTCTU"):
        assert word in shown
    term = {"lam": "nhiem-ky", "term": "2020-2025", "starts": "15/10/2020", "source": "Nghị quyết Đại hội"}
    assert send(clerk, path, {**term, "term": "2020"}).status_code == 422
    assert send(clerk, path, term).status_code == 302
    assert Term.objects.get().code == "2020-2025"
    assert "2020-2025" in words(clerk.get(path))
    officer = sign_in(cast.officer)
    assert "Mở quyển số" not in words(officer.get(path))
    assert send(officer, path, typed).status_code == 404
    assert sign_in(cast.other_officer).get(path).status_code == 404


def test_a_number_for_paper_is_given_and_a_number_is_cancelled_with_its_reason(
    cast: Cast, clerk: Client
) -> None:
    make_series(cast.unit("btc-thai-binh"), "CV")
    path = f"{OUT}lay-so/"
    assert clerk.get(path).status_code == 200
    typed = {"type": "CV", "about": "Mời họp", "on": "16/9/2019"}
    assert send(clerk, path, {**typed, "about": "-"}).status_code == 422
    assert send(clerk, path, typed)["Location"] == OUT
    number = Number.objects.get(series__type="CV")
    assert number.symbol == "01-CV/BTCTU"
    cancel = f"{OUT}so/{number.pk}/huy/"
    assert "01-CV/BTCTU" in words(clerk.get(cancel))
    assert send(clerk, cancel, {"reason": ""}).status_code == 422
    assert send(clerk, cancel, {"reason": "Không ban hành nữa"})["Location"] == OUT
    assert send(clerk, cancel, {"reason": "Lần nữa"}).status_code == 422
    arrived = make_arrival(cast.unit("btc-thai-binh")).number
    assert clerk.get(f"{OUT}so/{arrived.pk}/huy/").status_code == 404
    for who in (cast.officer, cast.other_officer):
        assert sign_in(who).get(cancel).status_code == 404
        assert sign_in(who).get(path).status_code == 404


def test_letters_of_a_unit_are_changed_without_touching_a_series_that_runs(cast: Cast, clerk: Client) -> None:
    unit = cast.unit("btc-thai-binh")
    series = make_series(unit, numbers=2, first=15)
    typed = {"lam": "quyen-so", "type": "KH", "first": "", "code": "BTCTUTB", "style": ""}
    assert send(clerk, f"{OUT}quyen-so/", typed).status_code == 302
    assert Book.objects.get(unit=unit).code == "BTCTUTB"
    series.refresh_from_db()
    assert (series.first, series.last) == (15, 16)
    for first in ("20", "0", "100000"):
        assert send(clerk, f"{OUT}quyen-so/", {**typed, "first": first}).status_code == 422
