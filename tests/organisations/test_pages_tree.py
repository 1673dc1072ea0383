"""The tree of any day: levels open by links, counts, clusters, two days side by side."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.core.actors import System
from giaoban.organisations import services
from giaoban.organisations.rules import Decision, NewUnit
from tests.cast import Cast, sign_in
from tests.organisations.pages import main, soup, text, url
from tests.organisations.test_pages_register import add_units, make_secret

DAY = date(2019, 9, 1)


@pytest.fixture
def client(cast: Cast):
    return sign_in(cast.officer)


def lines(response, side: int = 0) -> list[str]:
    """Every row of one tree as it reads, without the words that only a screen reader speaks."""
    tree = soup(response).select(".units-tree")[side]
    for hidden in tree.select(".vh"):
        hidden.decompose()
    return [text(row) for row in tree.select(".words")]


def toggle(response, name: str) -> str:
    """The address behind the mark that opens or closes a unit."""
    return next(
        str(link["href"]) for link in soup(response).select(".twist") if link["aria-label"].endswith(name)
    )


def test_the_tree_is_open_at_the_unit_in_the_bar(client) -> None:
    page = client.get(url("cay/", unit="hu-dong-hung"))
    assert lines(page) == [
        "Ban Chấp hành Trung ương Đảng 5",
        "Ban Tổ chức Trung ương 1",
        "Tỉnh ủy Đồng Nai 1",
        "Tỉnh ủy Hưng Yên 1",
        "Tỉnh ủy Long An 1",
        "Tỉnh ủy Thái Bình 2",
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "Huyện ủy Đông Hưng 2",
        "Đảng ủy xã An Châu",
        "Đảng ủy xã An Hòa 1",
    ]
    assert text(soup(page).select_one(".units-tree .here")) == "Huyện ủy Đông Hưng 2 đơn vị trực thuộc"


def test_a_level_opens_and_closes_by_a_plain_link(client) -> None:
    page = client.get(url("cay/"))
    opened = client.get(url("cay/") + toggle(page, "Tỉnh ủy Thái Bình"))
    assert "Huyện ủy Đông Hưng 2" in lines(opened)
    deeper = client.get(url("cay/") + toggle(opened, "Huyện ủy Đông Hưng"))
    assert [row for row in lines(deeper) if "xã" in row] == ["Đảng ủy xã An Châu", "Đảng ủy xã An Hòa 1"]
    closed = client.get(url("cay/") + toggle(deeper, "Tỉnh ủy Thái Bình"))
    assert "Huyện ủy Đông Hưng 2" not in lines(closed)
    expanded = soup(deeper).select('.twist[aria-expanded="true"]')
    assert [link["id"] for link in expanded] == ["n1-tw", "n1-tu-thai-binh", "n1-hu-dong-hung"]
    for link in expanded:
        assert (link["hx-target"], link["hx-select"]) == ("#ket-qua", "#ket-qua")


def test_the_tree_of_an_earlier_day_shows_what_stood_then(client) -> None:
    page = client.get(url("cay/?mo=tw,tu-thai-binh,hu-dong-hung&ngay=30/6/2018"))
    assert [row for row in lines(page) if "xã" in row] == [
        "Đảng ủy xã An Châu",
        "Đảng ủy xã An Hòa (cũ)",
        "Đảng ủy xã An Ninh (cũ)",
    ]
    link = soup(page).select_one('.units-tree a[href*="du-an-hoa-cu"]')
    assert link["href"] == url("du-an-hoa-cu/") + "?ngay=30%2F6%2F2018"


def test_two_days_side_by_side_mark_what_ended_and_what_began(client) -> None:
    page = client.get(url("cay/?mo=tw,tu-thai-binh,hu-dong-hung&so_voi=30/6/2018"))
    before, after = lines(page, 0), lines(page, 1)
    assert [row for row in before if "xã" in row] == [
        "Đảng ủy xã An Châu",
        "Đảng ủy xã An Hòa (cũ) ○ kết thúc → Đảng ủy xã An Hòa",
        "Đảng ủy xã An Ninh (cũ) ○ kết thúc → Đảng ủy xã An Hòa",
    ]
    assert [row for row in after if "xã" in row] == [
        "Đảng ủy xã An Châu",
        "Đảng ủy xã An Hòa 1 ● mới, từ Đảng ủy xã An Hòa (cũ), Đảng ủy xã An Ninh (cũ)",
    ]
    heads = [text(head) for head in soup(page).select("#ket-qua section h2")]
    assert heads == ["Trước: 30/6/2018", "Sau: 30/9/2019"]


def test_what_moved_or_was_renamed_between_two_days_is_marked(client, cast: Cast) -> None:
    decision = Decision(effective_on=DAY)
    unit, parent = cast.unit("du-an-chau"), cast.unit("tu-thai-binh")
    services.transfer_unit(actor=System(), decision=decision, unit_id=unit.pk, parent_id=parent.pk)
    services.rename_unit(actor=System(), decision=decision, unit_id=parent.pk, name="Tỉnh ủy Thái Bình mới")
    page = client.get(url("cay/?mo=tw,tu-thai-binh,hu-dong-hung&so_voi=30/6/2019"))
    assert "Đảng ủy xã An Châu ◐ chuyển cấp trên" in lines(page, 0)
    assert "Đảng ủy xã An Châu ◐ chuyển cấp trên" in lines(page, 1)
    assert "Tỉnh ủy Thái Bình mới 3 ◐ ngày kia: Tỉnh ủy Thái Bình" in lines(page, 1)


def test_the_clusters_are_another_tree(client) -> None:
    page = client.get(url("cay/?he=emulation&mo=cum-thi-dua-4"))
    assert lines(page) == [
        "Cụm thi đua số 4 2",
        "Ban Tổ chức Tỉnh ủy Đồng Nai",
        "Ban Tổ chức Tỉnh ủy Long An cụm trưởng",
    ]
    empty = client.get(url("cay/?he=emulation&ngay=01/01/2016"))
    assert text(soup(empty).select_one(".empty h2")) == "Ngày này hệ thống chưa có đơn vị nào"


def test_a_node_with_very_many_children_lists_the_first_and_links_to_the_rest(client, cast: Cast) -> None:
    add_units(cast.unit("du-an-chau"), 205)
    page = client.get(url("cay/?mo=tw,tu-thai-binh,hu-dong-hung,du-an-chau"))
    assert len([row for row in lines(page) if row.startswith("Chi bộ thôn số")]) == 200
    more = soup(page).select_one(".more a")
    assert (text(more), more["href"]) == (
        "Còn 5 đơn vị, xem danh sách",
        url() + f"?duoi={cast.unit('du-an-chau').pk}",
    )


def test_a_secret_unit_stands_in_the_tree_only_of_those_let_in(client, cast: Cast) -> None:
    make_secret(cast)
    for tail in ("cay/?mo=tw,tu-hung-yen", "cay/?mo=tw,tu-hung-yen,don-vi-kin&so_voi=01/01/2018"):
        page = client.get(url(tail))
        assert "Kín" not in main(page)
        assert "Tỉnh ủy Hưng Yên 1" in lines(page)
    insider = sign_in(cast.centre_administrator).get(url("cay/?mo=tw,tu-hung-yen"))
    assert "Đơn vị Kín Hoa Sen" in lines(insider)
    assert "Tỉnh ủy Hưng Yên 2" in lines(insider)


def test_the_tree_costs_the_same_however_many_units_stand_open(client, cast: Cast) -> None:
    address = url("cay/?mo=tw,tu-thai-binh,hu-dong-hung,du-an-chau,tu-long-an&so_voi=30/6/2018")
    counts = []
    for more in (10, 990):
        add_units(cast.unit("du-an-chau" if more == 10 else "tu-long-an"), more)
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        counts.append(len(few))
    assert counts[0] == counts[1] <= 15


def test_a_new_unit_of_a_decision_stands_in_the_tree_from_its_day_on(client, cast: Cast) -> None:
    new = NewUnit("du-moi", "commune_committee", "Đảng ủy xã Mới", parent_id=cast.unit("hu-dong-hung").pk)
    services.establish_unit(actor=System(), decision=Decision(effective_on=DAY), new=new)
    tail = "cay/?mo=tw,tu-thai-binh,hu-dong-hung&ngay="
    assert "Đảng ủy xã Mới" not in lines(client.get(url(tail + "31/8/2019")))
    assert "Đảng ủy xã Mới" in lines(client.get(url(tail + "01/9/2019")))
