"""The eight steps of a Hồ sơ kỳ once there is work in it: counts, what is missing, the one next button."""

from bs4 import BeautifulSoup
from django.test import Client

from giaoban.core.dates import today
from giaoban.reporting.models import Obligation
from tests.cast import Cast, sign_in
from tests.factories.conferences import closed, invited
from tests.factories.cycle import district, meeting, province
from tests.factories.reporting import begin_and_fill, make_round, move, owed, submit

PATH = "/btc-thai-binh/2019-t09-9t/"


def steps(browser: Client, path: str = PATH) -> list[str]:
    answer = browser.get(path)
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    return [" ".join(step.get_text(" ").split()) for step in soup.select("ol.file > li")]


def filled_buttons(browser: Client, path: str = PATH) -> list[str]:
    soup = BeautifulSoup(browser.get(path).content, "html.parser")
    return [a.get_text(strip=True) for a in soup.select("ol.file a.btn:not(.quiet)")]


def test_an_open_round_shows_what_was_asked_and_who_is_missing(cast: Cast):
    round_ = make_round(cast)
    browser = sign_in(cast.head)
    rows = steps(browser)
    assert "1 đợt báo cáo" in rows[0]
    assert "hạn 25/9/2019" in rows[0]
    assert "0/1 đơn vị đã gửi" in rows[1]
    district(round_)
    rows = steps(browser)
    assert "1/1 đơn vị đã gửi" in rows[1]
    assert "1 chờ thẩm tra" in rows[1]
    move(owed(round_, "hu-dong-hung"), "accept")
    assert "đã thẩm tra 1/1" in steps(browser)[1]


def test_the_filled_button_follows_the_work(cast: Cast):
    round_ = make_round(cast)
    browser = sign_in(cast.head)
    assert filled_buttons(browser) == ["Mở bàn thẩm tra"]
    district(round_, accept=True)
    assert filled_buttons(browser) == ["Mở bản tổng hợp"]
    submit(begin_and_fill(owed(round_, "tu-thai-binh")))
    assert filled_buttons(browser) == ["Duyệt và gửi"]


def test_a_report_that_was_sent_says_its_number_and_day(cast: Cast):
    round_ = make_round(cast)
    province(round_)
    row = steps(sign_in(cast.head))[3]
    assert "Số 15-BC/ĐU, ngày 16/9/2019" in row
    assert "1/1 báo cáo" in row


def test_an_officer_of_another_province_sees_no_counts(cast: Cast):
    round_ = make_round(cast)
    district(round_)
    assert "1/1 đơn vị đã gửi" in steps(sign_in(cast.officer))[1]
    outsider = sign_in(cast.other_officer)
    answer = outsider.get(PATH).content.decode()
    assert "chưa được giao quyền xem hồ sơ kỳ" in answer
    assert "đơn vị đã gửi" not in answer


def test_the_conference_of_the_centre_stands_in_the_file_of_an_invited_province(cast: Cast):
    invited(meeting(cast))
    row = steps(sign_in(cast.head))[4]
    assert "đại biểu triệu tập" in row
    assert "chưa thử đường truyền" in row


def test_a_conference_that_is_over_waits_for_its_conclusion(cast: Cast):
    closed(meeting(cast))
    rows = steps(sign_in(cast.head))
    assert "đã kết thúc" in rows[4]
    assert "Chờ kết luận của hội nghị cấp trên" in rows[5]


def test_a_full_file_costs_at_most_fifteen_queries_whatever_the_number_of_units(
    cast: Cast, django_assert_max_num_queries
):
    round_ = make_round(cast)
    district(round_, accept=True)
    closed(meeting(cast))
    Obligation.objects.filter(round=round_).exclude(unit__code="hu-dong-hung").update(due="2019-09-10T10:00Z")
    browser = sign_in(cast.head)
    browser.get(PATH)
    with django_assert_max_num_queries(15):
        assert browser.get(PATH).status_code == 200


def test_a_period_that_ends_on_the_same_day_leads_to_the_one_in_use(cast: Cast):
    make_round(cast)
    soup = BeautifulSoup(sign_in(cast.head).get("/btc-thai-binh/2019-q3/").content, "html.parser")
    link = soup.select_one('.note a[href="/btc-thai-binh/2019-t09-9t/"]')
    assert link is not None
    assert link.get_text() == "Tháng 9 và 9 tháng năm 2019"
    assert today().isoformat() == "2019-09-16"
