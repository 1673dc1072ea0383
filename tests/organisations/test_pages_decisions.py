"""The register of decisions: both times, filters, secrecy, its workbook, the page of one decision."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.core.actors import System
from giaoban.organisations import services
from giaoban.organisations.models import Change
from giaoban.organisations.rules import Decision, NewUnit
from tests.cast import Cast, sign_in
from tests.organisations.pages import main, soup, text, url
from tests.organisations.test_pages_register import make_secret, workbook


@pytest.fixture
def client(cast: Cast):
    return sign_in(cast.officer)


@pytest.fixture
def history(cast: Cast) -> Change:
    """A renaming of 2018 entered late, a commune established in 2019; the cast has a merger of 2018."""
    rename = services.rename_unit(
        actor=System(),
        decision=Decision(
            effective_on=date(2018, 9, 1), number="07-QĐ/TU (minh họa)", decided_on=date(2018, 8, 20)
        ),
        unit_id=cast.unit("hu-dong-hung").pk,
        name="Huyện ủy Đông Hưng (tên mới)",
    )
    parent = cast.unit("hu-dong-hung").pk
    new = NewUnit("du-moi", "commune_committee", "Đảng ủy xã Đông Mới", parent_id=parent)
    services.establish_unit(actor=System(), decision=Decision(effective_on=date(2019, 2, 1)), new=new)
    return rename.change


def lines(response) -> list[tuple[str, str]]:
    """What and from when, row by row."""
    return [
        (text(row.select_one("th")), text(row.select_one("td")))
        for row in soup(response).select("table.rows tbody tr")
    ]


def test_the_register_lists_decisions_by_day_of_effect_with_both_times(client, history: Change) -> None:
    page = client.get(url("quyet-dinh/"))
    assert lines(page) == [
        ("Thành lập", "01/02/2019"),
        ("Đổi tên", "01/9/2018"),
        ("Hợp nhất, sáp nhập", "01/7/2018"),
    ]
    row = text(soup(page).select("table.rows tbody tr")[1])
    assert row == (
        "Đổi tên 01/9/2018 Huyện ủy Đông Hưng (tên mới) 07-QĐ/TU (minh họa) ký 20/8/2018 · chưa kiểm chứng "
        "16/9/2019"
    )


def test_filters_find_by_kind_number_unit_and_day(client, history: Change) -> None:
    for query, found in (
        ("loai=rename", ["Đổi tên"]),
        ("q=07-QĐ", ["Đổi tên"]),
        ("q=xa dong moi", ["Thành lập"]),
        ("tu=01/9/2018", ["Thành lập", "Đổi tên"]),
        ("tu=02/7/2018&den=31/12/2018", ["Đổi tên"]),
        ("don_vi=du-an-hoa", ["Hợp nhất, sáp nhập"]),
        ("q=khong-co", []),
    ):
        assert [what for what, _day in lines(client.get(url(f"quyet-dinh/?{query}")))] == found, query
    wrong = client.get(url("quyet-dinh/?tu=31/2/2019"))
    assert text(soup(wrong).select_one(".filters .error")) == "▲ Không có ngày 31/2/2019 trong lịch."
    assert client.get(url("quyet-dinh/?don_vi=khong-co")).status_code == 404


def test_the_page_of_a_decision_names_its_paper_and_its_units(client, history: Change, cast: Cast) -> None:
    page = client.get(url(f"quyet-dinh/{history.pk}/"))
    assert text(soup(page).select_one(".kin")) == "Huyện ủy Đông Hưng (tên mới) ◐ thay đổi hu-dong-hung"
    assert "Ngày ký 20/8/2018" in main(page)
    assert soup(page).select_one(".kin a")["href"] == url("hu-dong-hung/") + "?ngay=01%2F9%2F2018"
    assert client.get(url("quyet-dinh/999999/")).status_code == 404


def test_a_decision_about_a_secret_unit_is_hidden_from_outsiders(client, history: Change, cast: Cast) -> None:
    secret = make_secret(cast)
    change = services.rename_unit(
        actor=System(),
        decision=Decision(effective_on=date(2019, 3, 1)),
        unit_id=secret.pk,
        name="Đơn vị Kín Hoa Huệ",
    ).change
    insider = sign_in(cast.centre_administrator)
    assert len(lines(client.get(url("quyet-dinh/")))) == 3
    assert len(lines(insider.get(url("quyet-dinh/")))) == 4
    assert client.get(url(f"quyet-dinh/{change.pk}/")).status_code == 404
    assert "Hoa Huệ" in main(insider.get(url(f"quyet-dinh/{change.pk}/")))
    assert lines(client.get(url("quyet-dinh/?q=hoa hue"))) == []
    assert [row[3] for row in workbook(client.get(url("quyet-dinh/xuat/")))["Quyết định về tổ chức"][1:]] == [
        "Thành lập",
        "Đổi tên",
        "Hợp nhất, sáp nhập",
    ]


def test_an_empty_register_says_what_will_stand_there(cast: Cast) -> None:
    Change.objects.all().first().successions.all().delete()
    Change.objects.all().delete()
    page = sign_in(cast.centre_administrator).get(url("quyet-dinh/"))
    assert text(soup(page).select_one(".empty h2")) == "Chưa ghi quyết định nào"
    assert soup(page).select_one(".empty a")["href"] == url("tw/quyet-dinh/moi/")
    assert soup(sign_in(cast.officer).get(url("quyet-dinh/"))).select(".empty a") == []


def test_the_register_asks_the_same_queries_for_few_or_many(client, cast: Cast) -> None:
    parent = cast.unit("hu-dong-hung").pk
    counts = []
    for first, last in ((1, 3), (4, 40)):
        for number in range(first, last + 1):
            new = NewUnit(f"xa-{number}", "commune_committee", f"Đảng ủy xã {number}", parent_id=parent)
            services.establish_unit(actor=System(), decision=Decision(effective_on=date(2019, 2, 1)), new=new)
        client.get(url("quyet-dinh/"))
        with CaptureQueriesContext(connection) as few:
            client.get(url("quyet-dinh/"))
        counts.append(len(few))
    assert counts[0] == counts[1] <= 15


def test_a_decision_about_a_whole_list_says_on_each_page_what_concerns_it(client, cast: Cast) -> None:
    new = [
        NewUnit(f"{code}-{number}", "cell", f"Chi bộ {code} {number}", parent_id=cast.unit(code).pk)
        for code in ("du-an-chau", "du-an-hoa")
        for number in range(1, 11)
    ]
    services.establish_units(actor=System(), decision=Decision(effective_on=date(2019, 2, 1)), new=new)

    def told(code: str) -> str:
        page = client.get(url(f"{code}/"))
        return text(soup(page).select_one(".timeline li p"))

    assert told("du-an-chau-7") == "Chi bộ du-an-chau 7"
    assert told("du-an-hoa") == (
        "Chi bộ du-an-hoa 1, Chi bộ du-an-hoa 2, Chi bộ du-an-hoa 3, Chi bộ du-an-hoa 4, Chi bộ du-an-hoa 5, "
        "Chi bộ du-an-hoa 6 và 4 đơn vị khác"
    )
    row = text(soup(client.get(url("quyet-dinh/"))).select_one("table.rows tbody tr"))
    assert "Chi bộ du-an-chau 6 và 14 đơn vị khác" in row
