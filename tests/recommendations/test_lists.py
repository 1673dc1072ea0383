"""The two lists: what stands on which tab and in which period, what is late, how many came in time."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.periods.rules import Period
from giaoban.recommendations import queries
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import Punctuality
from giaoban.search.models import SearchEntry
from giaoban.search.services import rebuild
from tests.cast import TODAY, sign_in
from tests.factories.recommendations import make_recommendation
from tests.recommendations.common import PROVINCE, words

Q3 = Period.parse("2019-q3").window()


def titles(response) -> list[str]:
    return [a.text for a in BeautifulSoup(response.content, "html.parser").select("tbody th[scope=row] > a")]


def tabs(response) -> list[str]:
    return [
        " ".join(a.text.split()) for a in BeautifulSoup(response.content, "html.parser").select(".tabs a")
    ]


def test_each_tab_has_its_own_and_says_how_many_are_open(road):
    make_recommendation(road.district, road.province, "Từ huyện")
    make_recommendation(road.commune, road.province, "Đã trả lời", state="answered")
    make_recommendation(road.province, road.tw, "Lên Trung ương")
    make_recommendation(road.province, road.tw, "Đã rõ", state="understood")
    make_recommendation(road.commune, road.district, "Canary: xã hỏi huyện")
    page = road.officer.get(PROVINCE)
    assert (titles(page), tabs(page)) == (
        ["Từ huyện", "Đã trả lời"],
        ["Gửi lên trên (1)", "Đơn vị gửi đến (1)"],
    )
    page = road.officer.get(PROVINCE + "?huong=len")
    assert titles(page) == ["Lên Trung ương", "Đã rõ"]
    assert "Cấp trên trả lời đúng hạn: 1/1 kiến nghị" in words(page)


def test_a_unit_without_anything_is_told_what_comes_here(road):
    page = words(road.officer.get(PROVINCE))
    assert "Chưa gửi kiến nghị nào" in page
    assert "chưa có kiến nghị nào đến hạn" in page
    assert "Chưa có kiến nghị nào gửi đến" in words(road.officer.get(PROVINCE + "?huong=den"))


def test_closed_ones_stand_in_their_period_and_open_ones_until_they_are_closed(road):
    spring = {"sent_on": date(2019, 3, 1), "reply_due": date(2019, 3, 11)}
    make_recommendation(road.district, road.province, "Mở từ quý I", **spring)
    closed = {"state": "understood", "answered_on": date(2019, 3, 10), **spring}
    make_recommendation(road.district, road.province, "Xong trong quý I", **closed)
    answered = {"state": "understood", "answered_on": date(2019, 8, 1), **spring}
    make_recommendation(road.district, road.province, "Trả lời trong quý III", **answered)
    make_recommendation(road.district, road.province, "Sau quý III", sent_on=date(2019, 10, 1))
    path = "/btc-thai-binh/{}/kien-nghi/?huong=den{}"
    shown = {
        code: titles(road.officer.get(path.format(code, more)))
        for code, more in (("2019-q3", ""), ("2019-q1", ""), ("2018-q4", ""))
    }
    assert shown == {
        "2019-q3": ["Mở từ quý I", "Trả lời trong quý III"],
        "2019-q1": ["Mở từ quý I", "Xong trong quý I", "Trả lời trong quý III"],
        "2018-q4": [],
    }
    everything = titles(road.officer.get(path.format("2019-q3", "&tat-ca=on")))
    assert everything == ["Mở từ quý I", "Xong trong quý I", "Trả lời trong quý III"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("trang-thai=cho", ["Biên chế"]),
        ("trang-thai=answered", ["Thẻ đảng viên"]),
        ("trang-thai=la", ["Biên chế", "Thẻ đảng viên"]),
        ("linh-vuc=grassroots", ["Thẻ đảng viên"]),
        ("tim=the dang", ["Thẻ đảng viên"]),
        ("tim=khong co", []),
    ],
)
def test_filters(road, query, expected):
    make_recommendation(road.district, road.province, "Biên chế", field="apparatus")
    make_recommendation(road.district, road.province, "Thẻ đảng viên", field="grassroots", state="answered")
    page = road.officer.get(f"{PROVINCE}?huong=den&{query}")
    assert (page.status_code, titles(page)) == (200, expected)


def test_what_is_late_is_marked_in_the_list_and_in_the_navigation(road):
    make_recommendation(road.district, road.province, "Đúng hạn", reply_due=date(2019, 10, 30))
    assert "▲" not in road.officer.get(PROVINCE).content.decode()
    make_recommendation(road.district, road.province, "Quá hạn", reply_due=date(2019, 9, 13))
    page = road.officer.get(PROVINCE)
    assert titles(page) == ["Quá hạn", "Đúng hạn"]
    assert words(page).count("quá hạn") == 1
    navigation = BeautifulSoup(page.content, "html.parser").select_one("nav [aria-current=page]")
    assert navigation.text.startswith("Kiến nghị1")
    assert navigation.select_one(".count.hot") is not None


def test_those_that_look_alike_stand_side_by_side_when_asked(road):
    first = make_recommendation(road.district, road.province, "Bổ sung biên chế khối đảng cấp xã")
    second = make_recommendation(road.commune, road.province, "Xin bổ sung biên chế khối đảng cấp xã")
    make_recommendation(road.neighbour, road.province, "Cấp máy tính cho chi bộ thôn")
    make_recommendation(
        road.neighbour, road.province, "Bổ sung biên chế khối đảng cấp xã", state="understood"
    )
    assert "gần giống Máy chỉ" not in words(road.officer.get(PROVINCE))
    page = road.officer.get(PROVINCE + "?huong=den&giong=on")
    assert "2 kiến nghị gần giống" in words(page)
    group = BeautifulSoup(page.content, "html.parser").select("form.sheet input[name=ids][checked]")
    assert [int(box["value"]) for box in group] == [first.pk, second.pk]
    alone = sign_in(road.asker_user).get("/hu-dong-hung/2019-t09-9t/kien-nghi/?huong=den&giong=on")
    assert "gần giống Máy chỉ" not in words(alone)


def test_replies_in_time_are_counted_by_the_day_they_were_due(road):
    province, district = road.province, road.district
    make_recommendation(district, province, state="answered", answered_on=date(2019, 9, 20))
    make_recommendation(district, province, state="understood", answered_on=date(2019, 9, 21))
    make_recommendation(district, province, reply_due=date(2019, 9, 15))
    make_recommendation(district, province, "chưa đến hạn", reply_due=TODAY)
    make_recommendation(district, province, "kỳ khác", reply_due=date(2019, 6, 15))
    make_recommendation(district, province, "đã rút", state="withdrawn", reply_due=date(2019, 9, 1))
    make_recommendation(road.commune, district, "nơi khác", reply_due=date(2019, 9, 1))
    assert queries.replies_on_time([province.pk], Q3) == Punctuality(1, 3)
    assert queries.replies_received_on_time([district.pk], Q3) == Punctuality(1, 3)
    assert queries.replies_received_on_time([road.commune.pk], Q3) == Punctuality(0, 1)
    assert queries.replies_on_time([province.pk], Q3, date(2019, 9, 30)) == Punctuality(1, 4)
    assert "Trả lời đúng hạn: 1/3 kiến nghị" in words(
        road.officer.get("/btc-thai-binh/2019-q3/kien-nghi/?huong=den")
    )


def test_a_report_takes_up_the_answers_of_its_window(road):
    early = make_recommendation(road.district, road.province, state="answered", answered_on=date(2019, 7, 1))
    make_recommendation(road.district, road.province, state="answered", answered_on=date(2019, 6, 30))
    make_recommendation(road.commune, road.province, state="answered", answered_on=date(2019, 7, 2))
    make_recommendation(road.district, road.province)
    (found,) = queries.answered_in(road.district.pk, Q3)
    assert (found.recommendation_id, found.addressee, found.outcome_label) == (
        early.pk,
        "Tỉnh ủy Thái Bình",
        "giải đáp",
    )
    assert (found.answer, found.answered_on, found.document) == ("Đã có hướng dẫn.", date(2019, 7, 1), "")
    assert queries.asked_by([road.district.pk]).count() == 3
    assert queries.addressed_to([road.province.pk]).count() == 4
    assert queries.answered_in(road.neighbour.pk, Q3) == []


def test_the_list_costs_the_same_for_one_and_for_many(road):
    make_recommendation(road.district, road.province)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert road.officer.get(PROVINCE + "?huong=den").status_code == 200
        return len(captured)

    cost()  # the first page of a process also reads what does not change
    few = cost()
    for number in range(40):
        make_recommendation((road.district, road.commune, road.neighbour)[number % 3], road.province)
    assert cost() == few


def test_the_index_is_made_in_batches_and_read_whole(road, monkeypatch):
    monkeypatch.setattr("giaoban.recommendations.search.BATCH", 2)
    for number in range(5):
        make_recommendation(road.district, road.province, f"Việc {number}")
    assert rebuild("recommendation") == {"recommendation": 5}


def test_it_is_found_by_those_who_read_in_the_asking_unit(road):
    make_recommendation(road.district, road.province, "Canary chuyển sinh hoạt")
    rebuild("recommendation")
    assert SearchEntry.objects.filter(kind="recommendation").count() == 1
    path = "/{}/2019-q3/tim-kiem/?q=canary+chuyen"
    found = sign_in(road.asker_user).get(path.format("hu-dong-hung"))
    assert "Canary chuyển sinh hoạt" in words(found)
    assert (
        f'href="/hu-dong-hung/2019-q3/kien-nghi/{Recommendation.objects.get().pk}/"' in found.content.decode()
    )
    other = sign_in(road.cast.other_officer).get(path.format("tu-hung-yen"))
    assert "Canary chuyển sinh hoạt" not in words(other)
