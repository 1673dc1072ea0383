"""One box: found without accents, rights kept, names that carry markup shown as text."""

import pytest
from bs4 import BeautifulSoup

from giaoban.search import services
from tests.cast import Cast, sign_in

PATH = "/btc-thai-binh/2019-q3/tim-kiem/"


@pytest.fixture
def indexed(cast: Cast) -> Cast:
    services.rebuild()
    return cast


def found(browser, text: str) -> list[str]:
    soup = BeautifulSoup(browser.get(PATH, {"q": text}).content, "html.parser")
    return [link.get_text() for link in soup.select("ul.results a")]


@pytest.mark.parametrize(
    "text", ["thai binh", "Thái Bình", "THÁI BÌNH", "tha\u0301i bi\u0300nh", "binh thai"]
)
def test_a_unit_is_found_however_it_is_typed(indexed: Cast, text):
    assert "Tỉnh ủy Thái Bình" in found(sign_in(indexed.officer), text)


def test_an_accent_that_is_typed_counts(indexed: Cast):
    assert found(sign_in(indexed.officer), "thãi bình") == []


def test_nothing_typed_and_nothing_found_say_what_to_do(indexed: Cast):
    browser = sign_in(indexed.officer)
    assert "tên đơn vị, không cần dấu" in browser.get(PATH).content.decode()
    assert "Không tìm thấy" in browser.get(PATH, {"q": "khongcogi"}).content.decode()


def test_markup_in_the_question_stays_text(indexed: Cast):
    body = sign_in(indexed.officer).get(PATH, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_a_unit_that_ended_is_found_and_opens_in_its_last_period(indexed: Cast):
    browser = sign_in(indexed.officer)
    soup = BeautifulSoup(browser.get(PATH, {"q": "an ninh cu"}).content, "html.parser")
    (link,) = soup.select("ul.results a")
    assert link.get_text() == "Đảng ủy xã An Ninh (cũ)"
    assert "/2018-" in link["href"]
    assert browser.get(link["href"]).status_code == 200
    assert browser.get(link["href"].replace("/2018-t12-nam/", "/2019-q3/")).status_code == 404
    assert "không còn hiệu lực" in soup.select_one("ul.results").get_text()
    soup = BeautifulSoup(
        browser.get("/btc-thai-binh/2018-q1/tim-kiem/", {"q": "an ninh cu"}).content, "html.parser"
    )
    assert [link.get_text() for link in soup.select("ul.results a")] == ["Đảng ủy xã An Ninh (cũ)"]
