"""Quy tắc as a page: the instrument behind each pack and what it comes to in the period of the bar."""

import pytest
from bs4 import BeautifulSoup

from giaoban.regulations import services
from tests.cast import sign_in
from tests.regulations.test_packs import OLD, write

AT = "/btc-thai-binh/2019-t09-9t/quy-tac/"


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def test_the_register_names_instrument_days_and_confidence(cast):
    shown = text(sign_in(cast.officer).get(AT))
    assert "Nghị định số 09/2019/NĐ-CP" in shown
    assert "12/3/2019 – đến nay" in shown
    assert "đã kiểm chứng" in shown


def test_before_its_day_a_pack_is_shown_as_not_in_force(cast):
    client = sign_in(cast.officer)
    early = AT.replace("2019-t09-9t", "2019-t01")
    assert "Chưa có quy định nào có hiệu lực tại ngày này" in text(client.get(early))
    assert "Chưa có quy định nào có hiệu lực tại ngày này" in text(client.get(f"{early}reporting-windows/"))


def test_the_windows_are_applied_to_the_period_in_the_bar(cast):
    shown = BeautifulSoup(sign_in(cast.officer).get(f"{AT}reporting-windows/").content, "html.parser")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in shown.tbody.find_all("tr")
    ]
    assert rows[0][:3] == ["Tháng 9 năm 2019", "15/8/2019 – 14/9/2019", "01/9/2019 – 30/9/2019"]
    assert rows[1][:3] == ["9 tháng năm 2019", "15/12/2018 – 14/9/2019", "01/01/2019 – 30/9/2019"]
    assert rows[1][3].endswith("tham khảo")


def test_another_pack_shows_its_parameters_as_text(cast, tmp_path):
    params = {"months": 12, "deep": {"half": "<script>alert(1)</script>"}}
    services.load_packs(write(tmp_path, {**OLD, "confidence": "unverified", "params": params}))
    body = sign_in(cast.officer).get(f"{AT}trial/").content.decode()
    assert ("&lt;script&gt;alert(1)&lt;/script&gt;" in body, "<script>alert" in body) == (True, False)
    assert "tham khảo" in body


@pytest.mark.parametrize("code", ["no-such-pack", "reporting-window"])
def test_an_unknown_pack_is_not_found(cast, code):
    client = sign_in(cast.officer)
    assert client.get(f"{AT}{code}/").status_code == 404
    assert client.get(f"{AT}reporting-windows/").status_code == 200


def test_who_holds_no_grant_sees_no_rules(cast):
    assert sign_in(cast.former).get(AT).status_code == 404
    assert sign_in(cast.officer).get(AT).status_code == 200


def test_the_page_is_the_same_in_english(cast):
    client = sign_in(cast.officer)
    client.cookies["giaoban_language"] = "en"
    shown = text(client.get(f"{AT}reporting-windows/"))
    assert "Data windows of periodic reports of state administrative bodies" in shown
    assert "September of 2019" in shown or "September 2019" in shown
