"""One box: found without accents, rights kept, names that carry markup shown as text."""

from datetime import date
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.search import services
from giaoban.search.models import SavedSearch
from giaoban.tasks.rules import TaskFacts
from tests.cast import Cast, sign_in
from tests.factories.directives import make_document, make_relation
from tests.factories.organisations import establish
from tests.factories.tasks import make_programme

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
    assert browser.get(link["href"].replace("/2018-t06-6t/", "/2019-q3/")).status_code == 404
    assert "không còn hiệu lực" in soup.select_one("ul.results").get_text()
    soup = BeautifulSoup(
        browser.get("/btc-thai-binh/2018-q1/tim-kiem/", {"q": "an ninh cu"}).content, "html.parser"
    )
    assert [one.get_text() for one in soup.select("ul.results li > a")] == ["Đảng ủy xã An Ninh (cũ)"]


# --- narrowing, hints, keys ------------------------------------------------------------------------------


def page(browser, **asked: str) -> BeautifulSoup:
    answer = browser.get(PATH, asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def link(soup: BeautifulSoup, text: str) -> str:
    return next(a["href"] for a in soup.select("main a") if text in a.get_text())


@pytest.fixture
def filled(cast: Cast) -> Cast:
    unit, office = cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh")
    make_programme(
        unit,
        [cast.unit("du-an-hoa")],
        title="Tinh giản biên chế quý III năm 2019",
        tasks=[TaskFacts("1", "Rà soát biên chế", lead_unit_ids=[cast.unit("du-an-hoa").pk])],
    )
    make_document(office, "18-NQ/TW", summary="Tinh giản biên chế", public=True)
    old = make_document(office, "12-HD/BTCTW", summary="Biên chế cũ", public=True, issued_on=date(2018, 7, 6))
    make_relation(
        make_document(office, "42-HD/BTCTW", public=True, issued_on=date(2019, 5, 1)), old, "replaces"
    )
    services.rebuild()
    return cast


def test_results_stand_by_room_with_counts_and_narrow_by_links(filled: Cast):
    browser = sign_in(filled.head)
    soup = page(browser, q="biên chế")
    assert [h.get_text() for h in soup.select("section.sheet:not(.tinted) h2")] == [
        "Nhiệm vụ",
        "Chương trình công tác",
        "Văn bản chỉ đạo",
    ]
    only = BeautifulSoup(browser.get(PATH + link(soup, "Văn bản chỉ đạo")).content, "html.parser")
    assert len(only.select("ul.results li")) == 2
    assert [tag.get_text(strip=True) for tag in only.select(".chips a")] == ["Văn bản chỉ đạo✕"]
    held = BeautifulSoup(browser.get(PATH + link(soup, "Còn hiệu lực")).content, "html.parser")
    assert "không còn hiệu lực" in soup.select_one("main").get_text()
    assert "không còn hiệu lực" not in held.select_one("ul.results").get_text()
    unit = BeautifulSoup(browser.get(PATH + link(soup, "Tỉnh ủy Thái Bình")).content, "html.parser")
    assert len(unit.select("ul.results li")) == 2


def test_every_count_of_a_filter_is_what_the_filter_shows(filled: Cast):
    browser = sign_in(filled.head)
    for item in page(browser, q="biên chế").select("aside section:not([aria-labelledby]) li"):
        shown = BeautifulSoup(browser.get(PATH + item.a["href"]).content, "html.parser")
        assert len(shown.select("ul.results li")) == int(item.small.get_text())


@pytest.mark.parametrize("text", ["18 nq tw", "18nqtw", "số 18 NQ-TW", "nq18", "18–NQ/TW"])
def test_a_symbol_is_found_in_any_spelling(filled: Cast, text):
    assert found(sign_in(filled.officer), text) == ["Nghị quyết 18-NQ/TW"]


def test_a_period_in_the_words_is_offered_as_a_filter(filled: Cast):
    browser = sign_in(filled.head)
    soup = page(browser, q="biên chế quý 3 2019")
    narrowed = BeautifulSoup(
        browser.get(PATH + link(soup, "Lọc theo kỳ: Quý III năm 2019")).content, "html.parser"
    )
    assert "Rà soát biên chế" in narrowed.select_one("ul.results").get_text() + narrowed.get_text()
    assert "18-NQ/TW" not in narrowed.select_one("main").get_text()
    assert page(browser, ky="2019-q3").select("ul.results li") != []


def test_a_document_of_another_unit_opens_where_the_reader_works(filled: Cast):
    central = make_document(filled.unit("btctw"), "205-QĐ/TW", summary="Kiểm soát quyền lực", public=True)
    services.rebuild()
    browser = sign_in(filled.head)
    (found_,) = page(browser, q="205 qđ tw").select("ul.results li > a")
    assert found_["href"] == f"/btc-thai-binh/2019-q3/van-ban/{central.pk}/"
    assert browser.get(found_["href"]).status_code == 200


def test_a_period_alone_is_the_filter_itself_and_words_of_a_plenum_find_its_resolutions(filled: Cast):
    browser = sign_in(filled.head)
    asked = page(browser, q="quý 3 2019")
    assert [a.get_text(strip=True) for a in asked.select(".chips a.tag")] == ["Quý III năm 2019✕"]
    assert "Rà soát biên chế" in asked.select_one("ul.results").get_text() + asked.get_text()
    office = filled.unit("btc-thai-binh")
    make_document(office, "04-NQ/TW", summary="Chỉnh đốn", public=True, plenum=4, plenum_term="XII")
    services.rebuild()
    assert found(browser, "Nghị quyết Trung ương 4 khóa XII") == ["Nghị quyết 04-NQ/TW"]
    assert found(browser, "nq tw 4 khoa xii") == ["Nghị quyết 04-NQ/TW"]


def test_the_thing_itself_stands_before_what_speaks_of_it_and_units_of_one_name_are_told_apart(filled: Cast):
    browser = sign_in(filled.head)
    heads = [one.get_text() for one in page(browser, q="biên chế tinh giản").select("main section header h2")]
    assert heads.index("Văn bản chỉ đạo") > heads.index("Chương trình công tác")
    heads = [one.get_text() for one in page(browser, q="thai binh").select("main section header h2")]
    assert heads[0] == "Đơn vị"
    for number, parent in enumerate(("du-an-hoa", "du-an-chau"), start=1):
        cell = establish(
            f"cb-may-{number}", filled.unit(parent), kind="cell", name="Chi bộ Nhà máy", on=date(2019, 1, 1)
        )
        make_document(cell, "", type="KH", summary=f"Học tập ở xưởng dệt số {number}", public=True)
    services.rebuild()
    seen = page(browser, q="xưởng dệt")
    above = {"Đảng ủy xã An Hòa", "Đảng ủy xã An Châu"}
    assert {one.get_text() for one in seen.select("ul.results li > small")} == above
    assert {f"Chi bộ Nhà máy, {name}" for name in above} <= {a.get_text() for a in seen.select("aside a")}


def test_in_a_unit_means_in_it_and_below(filled: Cast):
    browser = sign_in(filled.head)
    soup = page(browser, q="biên chế tại Thái Bình")
    assert "tại Tỉnh ủy Thái Bình" in soup.select_one(".chips").get_text()
    assert found(browser, "biên chế tại Hưng Yên") == []
    assert found(browser, "biên chế tại khongcodonvi") == []
    ids = {a["href"] for a in page(browser, q="thái bình").select("p.in a")}
    assert ids
    assert page(browser, don_vi=str(filled.unit("tu-thai-binh").pk)).select("ul.results li") != []


def test_days_narrow_and_a_day_that_is_none_is_said(filled: Cast):
    browser = sign_in(filled.head)
    of_2018 = page(browser, q="biên chế", tu="1/1/2018", den="31/12/2018").select("ul.results li")
    assert [li.a.get_text() for li in of_2018] == ["Hướng dẫn 12-HD/BTCTW"]
    assert "Không có ngày" in page(browser, q="biên chế", tu="31/2/2019").get_text()
    assert "đứng trước" in page(browser, q="biên chế", tu="2/1/2019", den="1/1/2019").get_text()


def test_nothing_found_offers_ways_out(filled: Cast):
    soup = page(sign_in(filled.head), q="bĩên chế", loai="task", hieu_luc="1")
    shown = soup.select_one("main").get_text()
    for text in ("Bỏ dấu: bien che", "Chỉ tìm:", "Bỏ mọi bộ lọc"):
        assert text in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "biên chế", "trang": "999999"},
        {"q": "biên chế", "loai": "task", "trang": "99"},
        {"q": "biên chế", "loai": "task", "trang": "-1"},
        {"q": "biên chế", "loai": "khong_co", "don_vi": "999999999", "ky": "2019-q9", "trang": "x"},
        {"q": "x" * 5000},
        {"q": "' & | ! :* <-> ( ) \\ \x00 ％"},
        {"ky": "2015-2020"},
        {"don_vi": "9" * 40},
        {"tu": "1/1/0001", "den": "31/12/9999", "q": "biên chế"},
    ],
)
def test_strange_addresses_are_answered(filled: Cast, asked):
    assert sign_in(filled.head).get(PATH, asked).status_code in {200, 400}


def test_a_page_asks_fifteen_questions_at_most(filled: Cast):
    browser = sign_in(filled.head)
    narrowed = {"q": "biên chế", "ky": "2019-q3", "don_vi": str(filled.unit("tu-thai-binh").pk)}
    for asked in ({"q": "biên chế"}, {"q": "biên chế tại Thái Bình"}, narrowed):
        browser.get(PATH, asked)
        with CaptureQueriesContext(connection) as seen:
            browser.get(PATH, asked)
        assert len(seen) <= 15, "\n".join(query["sql"][:1500] for query in seen)


def test_a_document_tells_what_speaks_of_it_to_whom_may_find_that(filled: Cast):
    office, an_hoa = filled.unit("btc-thai-binh"), filled.unit("du-an-hoa")
    document = make_document(office, "19-NQ/TW", summary="Đơn vị sự nghiệp", public=True)
    task = TaskFacts("1", "Sắp xếp theo Nghị quyết số 19-NQ/TW", lead_unit_ids=[an_hoa.pk])
    make_programme(filled.unit("tu-thai-binh"), [an_hoa], title="Năm 2019", tasks=[task])
    services.rebuild()
    address = f"/btc-thai-binh/2019-q3/van-ban/{document.pk}/"

    def told(user) -> str:
        body = sign_in(user).get(f"{address}phan/web-mentions/").content
        return BeautifulSoup(body, "html.parser").select_one("main").get_text()

    seen = told(filled.head)
    assert "Sắp xếp theo Nghị quyết số 19-NQ/TW" in seen
    assert "Có văn bản khác cùng số, ký hiệu" not in seen
    make_document(office, "19-NQ/TW", summary="Nông nghiệp", public=True, issued_on=date(2019, 1, 9))
    assert "Có văn bản khác cùng số, ký hiệu" in told(filled.head)
    assert "Chưa có báo cáo, hội nghị, nhiệm vụ nào" in told(filled.other_officer)
    unnumbered = make_document(office, "", type="KH", summary="Kế hoạch nhỏ", public=True)
    bare = sign_in(filled.head).get(f"/btc-thai-binh/2019-q3/van-ban/{unnumbered.pk}/phan/web-mentions/")
    assert "19-NQ" not in bare.content.decode()


# --- saved searches ----------------------------------------------------------------------------------------


def post(browser, path: str, **data: str):
    return browser.post(f"{PATH}{path}", {"once": uuid4().hex, **data})


def test_a_search_is_saved_renamed_taken_off_and_taken_back(filled: Cast):
    browser = sign_in(filled.head)
    answer = post(browser, "luu/", tim="q=bi%C3%AAn+ch%E1%BA%BF&loai=task", ten="Biên chế của tôi")
    assert answer.status_code == 302
    assert "loai=task" in answer["Location"]
    soup = page(browser)
    assert link(soup, "Biên chế của tôi") == "?q=bi%C3%AAn+ch%E1%BA%BF&loai=task"
    kept = SavedSearch.objects.get()
    assert "Biên chế của tôi" not in page(sign_in(filled.officer)).get_text()
    assert post(browser, f"{kept.pk}/ten/", ten="Tên khác").status_code == 302
    assert "Tên khác" in page(browser).get_text()
    gone = post(browser, f"{kept.pk}/bo/")
    soup = BeautifulSoup(browser.get(gone["Location"]).content, "html.parser")
    assert "Đã bỏ tìm kiếm “Tên khác”" in soup.select_one(".toast").get_text()
    assert browser.post(soup.select_one(".toast form")["action"], {"once": uuid4().hex}).status_code == 302
    assert "Tên khác" in page(browser).get_text()


def test_a_refused_name_is_said_and_kept(filled: Cast):
    browser = sign_in(filled.head)
    refused = post(browser, "luu/", tim="q=a", ten="x" * 101)
    assert refused.status_code == 422
    assert "x" * 101 in refused.content.decode()
    assert post(browser, "luu/", tim="", ten="Rỗng").status_code == 422
    post(browser, "luu/", tim="q=a", ten="Một")
    kept = SavedSearch.objects.get()
    again = post(browser, f"{kept.pk}/ten/", ten=" ")
    assert again.status_code == 422
    assert "Một" in page(browser).get_text()


def test_somebody_elses_saved_search_is_unknown(filled: Cast):
    kept = SavedSearch.objects.create(user_id=filled.officer.pk, name="Riêng", query="q=a")
    browser = sign_in(filled.head)
    for path in (f"{kept.pk}/ten/", f"{kept.pk}/bo/", f"{kept.pk}/lay-lai/"):
        assert post(browser, path, ten="x").status_code == 404
    assert "Riêng" not in page(browser, da_bo=str(kept.pk)).get_text()
