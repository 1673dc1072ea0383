"""Decisions entered through their pages: form, preview, record; what tree and trail hold afterwards."""

import unicodedata
from datetime import date

import pytest
from django.db import connection

from giaoban.audit.models import Entry
from giaoban.core.dates import OPEN
from giaoban.organisations.models import Change, Placement, Succession, Unit, UnitName
from giaoban.organisations.rules import EMULATION, PARTY
from tests.cast import Cast, sign_in
from tests.organisations.pages import choose, confirm, fields_of, fill, form_of, main, soup, text, url

DAY = date(2019, 10, 1)
PAPER = {"effective_on": "01/10/2019", "number": "12-QĐ/TW (minh họa)"}


@pytest.fixture
def client(cast: Cast):
    return sign_in(cast.centre_administrator)


def alive(code: str, on: date) -> Unit | None:
    return Unit.objects.on(on).filter(code=code).first()


def parent_of(code: str, on: date, line: str = PARTY) -> str | None:
    place = (
        Placement.objects.on(on)
        .filter(hierarchy__code=line, unit__code=code)
        .select_related("parent")
        .first()
    )
    return place.parent.code if place is not None and place.parent is not None else None


def test_the_kinds_of_decision_offered_are_those_possible_for_the_unit(client, cast: Cast) -> None:
    page = client.get(url("tu-thai-binh/quyet-dinh/moi/"))
    assert [text(kind) for kind in soup(page).select(".kinds strong")] == [
        "Thành lập",
        "Hợp nhất, sáp nhập",
        "Chia, tách",
        "Chuyển cấp trên trực tiếp",
        "Đổi tên",
        "Giải thể, kết thúc hoạt động",
    ]
    ended = client.get(url("du-an-hoa-cu/quyet-dinh/moi/"))
    assert [text(kind) for kind in soup(ended).select(".kinds strong")] == ["Thành lập lại"]


def test_a_unit_is_established_under_another(client, cast: Cast) -> None:
    previewed = fill(
        client,
        url("hu-dong-hung/quyet-dinh/moi/establish/"),
        **PAPER,
        name="Đảng ủy xã Đông Á",
        unit_kind="commune_committee",
    )
    assert "bắt đầu" in main(previewed)
    assert Unit.objects.filter(code="dang-uy-xa-dong-a").count() == 0
    recorded = confirm(client, previewed)
    assert (recorded.status_code, recorded.url) == (302, url("dang-uy-xa-dong-a/") + "?ngay=01%2F10%2F2019")
    unit = alive("dang-uy-xa-dong-a", DAY)
    assert (unit.kind_id, unit.established_on, unit.ends) == ("commune_committee", DAY, OPEN)
    assert parent_of("dang-uy-xa-dong-a", DAY) == "hu-dong-hung"
    assert alive("dang-uy-xa-dong-a", date(2019, 9, 30)) is None
    change = Change.objects.get(kind="establish")
    assert (change.decision, change.effective_on, change.recorded_by) == (
        "12-QĐ/TW (minh họa)",
        DAY,
        cast.centre_administrator.pk,
    )
    assert Entry.objects.filter(action="organisations.establish", object_id=change.pk).count() == 1
    assert "Đã ghi quyết định: Thành lập, 12-QĐ/TW (minh họa)" in main(client.get(recorded.url))


def test_two_units_merge_into_a_new_one_and_their_children_follow(client, cast: Cast) -> None:
    previewed = fill(
        client,
        url("tu-hung-yen/quyet-dinh/moi/merge/"),
        **PAPER,
        **choose("unit_1", cast.unit("tu-thai-binh")),
        name="Tỉnh ủy Hưng Yên",
        code="tu-hung-yen",
    )
    before, after = (text(side) for side in soup(previewed).select(".picture"))
    assert before == (
        "Ban Chấp hành Trung ương Đảng "
        "Tỉnh ủy Thái Bình ○ kết thúc Ban Tổ chức Tỉnh ủy Thái Bình ◐ chuyển theo "
        "Huyện ủy Đông Hưng ◐ chuyển theo và 2 đơn vị trực thuộc khác "
        "Tỉnh ủy Hưng Yên ○ kết thúc Ban Tổ chức Tỉnh ủy Hưng Yên ◐ chuyển theo"
    )
    assert after.startswith("Ban Chấp hành Trung ương Đảng Tỉnh ủy Hưng Yên ● bắt đầu Ban Tổ chức")
    confirm(client, previewed)
    new = alive("tu-hung-yen", DAY)
    assert new.pk != cast.unit("tu-hung-yen").pk
    assert [parent_of(code, DAY) for code in ("btc-hung-yen", "btc-thai-binh", "hu-dong-hung")] == [
        "tu-hung-yen"
    ] * 3
    assert parent_of("hu-dong-hung", date(2019, 9, 30)) == "tu-thai-binh"
    assert sorted(Succession.objects.filter(successor=new).values_list("predecessor__code", flat=True)) == [
        "tu-hung-yen",
        "tu-thai-binh",
    ]


def test_units_ticked_in_the_list_are_merged_at_once(client, cast: Cast) -> None:
    codes = ("du-an-hoa", "du-an-chau")
    chosen = "&".join(f"chon={cast.unit(code).pk}" for code in codes)
    page = client.get(url(f"tw/quyet-dinh/moi/merge/?{chosen}"))
    sent = fields_of(form_of(page, "Xem trước"))
    assert [sent["unit_0_text"], sent["unit_1_text"]] == ["Đảng ủy xã An Hòa", "Đảng ủy xã An Châu"]
    assert sent["parent_text"] == "Huyện ủy Đông Hưng"
    recorded = confirm(
        client,
        fill(
            client,
            url(f"tw/quyet-dinh/moi/merge/?{chosen}"),
            **PAPER,
            name="Đảng ủy xã An Thái",
            code="du-an-thai",
        ),
    )
    assert recorded.status_code == 302
    assert parent_of("cb-thon-mot", DAY) == "du-an-thai"


def test_a_living_unit_takes_others_over_and_keeps_its_code(client, cast: Cast) -> None:
    living = cast.unit("du-an-chau")
    previewed = fill(
        client,
        url("du-an-hoa/quyet-dinh/moi/merge/"),
        **PAPER,
        mode="living",
        **choose("target", living),
    )
    confirm(client, previewed)
    assert alive("du-an-hoa", DAY) is None
    assert parent_of("cb-thon-mot", DAY) == "du-an-chau"
    living.refresh_from_db()
    assert (living.starts, living.ends) == (date(2015, 1, 1), OPEN)


def test_a_unit_splits_and_each_child_goes_where_the_page_says(client, cast: Cast) -> None:
    address = url("hu-dong-hung/quyet-dinh/moi/split/")
    asked = fill(
        client,
        address,
        **PAPER,
        name_0="Huyện ủy Đông",
        code_0="hu-dong",
        name_1="Huyện ủy Hưng",
        code_1="hu-hung",
    )
    assert "Đơn vị trực thuộc chuyển về đâu?" in main(asked)
    assert Change.objects.filter(kind="split").count() == 0
    sent = fields_of(form_of(asked, "Xem trước"))
    assert sent["default_to"] == "hu-dong"
    sent |= {f"child_{cast.unit('du-an-chau').pk}": "hu-hung", "buoc": "xem"}
    previewed = client.post(address, sent)
    assert "Sửa nơi đến của đơn vị trực thuộc" in main(previewed)
    confirm(client, previewed)
    assert (parent_of("du-an-hoa", DAY), parent_of("du-an-chau", DAY)) == ("hu-dong", "hu-hung")
    assert parent_of("hu-hung", DAY) == "tu-thai-binh"
    assert alive("hu-dong-hung", DAY) is None


def test_a_split_grows_by_one_row_and_keeps_what_was_typed(client, cast: Cast) -> None:
    address = url("hu-dong-hung/quyet-dinh/moi/split/")
    sent = fields_of(form_of(client.get(address), "Xem trước"))
    grown = client.post(address, {**sent, **PAPER, "name_0": "Huyện ủy Đông", "buoc": "them"})
    again = fields_of(form_of(grown, "Xem trước"))
    assert (again["rows"], again["name_0"], again["name_2"], again["effective_on"]) == (
        "3",
        "Huyện ủy Đông",
        "",
        "01/10/2019",
    )
    assert not soup(grown).select(".errors")


def test_a_unit_moves_under_another_superior(client, cast: Cast) -> None:
    previewed = fill(
        client,
        url("du-an-hoa/quyet-dinh/moi/transfer/"),
        **PAPER,
        **choose("parent", cast.unit("tu-thai-binh")),
    )
    confirm(client, previewed)
    assert (parent_of("du-an-hoa", date(2019, 9, 30)), parent_of("du-an-hoa", DAY)) == (
        "hu-dong-hung",
        "tu-thai-binh",
    )
    assert parent_of("cb-thon-mot", DAY) == "du-an-hoa"


def test_a_unit_joins_and_leaves_a_cluster(client, cast: Cast) -> None:
    address = url("btc-hung-yen/quyet-dinh/moi/transfer/")
    cluster = choose("parent", cast.unit("cum-thi-dua-4"))
    confirm(client, fill(client, address, **PAPER, line=EMULATION, **cluster))
    assert parent_of("btc-hung-yen", DAY, EMULATION) == "cum-thi-dua-4"
    assert parent_of("btc-hung-yen", DAY) == "tu-hung-yen"
    confirm(client, fill(client, address, effective_on="01/12/2019", line=EMULATION))
    assert parent_of("btc-hung-yen", date(2019, 12, 1), EMULATION) is None
    assert parent_of("btc-hung-yen", date(2019, 11, 30), EMULATION) == "cum-thi-dua-4"


def test_a_unit_takes_another_name_and_keeps_the_old_one_before(client, cast: Cast) -> None:
    # the name arrives as some keyboards send it: decomposed, with Icelandic Ð
    name = "Huyện uỷ Ðông Hưng"
    previewed = fill(
        client, url("hu-dong-hung/quyet-dinh/moi/rename/"), **PAPER, name=unicodedata.normalize("NFD", name)
    )
    confirm(client, previewed)
    names = UnitName.objects.filter(unit=cast.unit("hu-dong-hung")).order_by("starts")
    assert list(names.values_list("name", "starts", "ends")) == [
        ("Huyện ủy Đông Hưng", date(2015, 1, 1), DAY),
        ("Huyện uỷ Đông Hưng", DAY, OPEN),
    ]


def test_a_unit_is_dissolved_and_its_children_go_to_its_heir(client, cast: Cast) -> None:
    address = url("du-an-hoa/quyet-dinh/moi/dissolve/")
    asked = fill(client, address, **PAPER, **choose("heir_0", cast.unit("du-an-chau")))
    sent = fields_of(form_of(asked, "Xem trước"))
    options = [text(option) for option in soup(asked).select("[name=default_to] option")]
    assert options == ["Đảng ủy xã An Châu", "Huyện ủy Đông Hưng"]
    confirm(client, client.post(address, {**sent, "buoc": "xem"}))
    assert parent_of("cb-thon-mot", DAY) == "du-an-chau"
    assert list(
        Succession.objects.filter(successor=cast.unit("du-an-chau")).values_list("predecessor__code")
    ) == [("du-an-hoa",)]


def test_an_ended_unit_begins_again_under_its_code(client, cast: Cast) -> None:
    page = client.get(url("du-an-hoa-cu/quyet-dinh/moi/reestablish/"))
    assert fields_of(form_of(page, "Xem trước"))["name"] == "Đảng ủy xã An Hòa (cũ)"
    confirm(
        client,
        fill(client, url("du-an-hoa-cu/quyet-dinh/moi/reestablish/"), **PAPER, name="Đảng ủy xã An Hòa 2"),
    )
    unit = alive("du-an-hoa-cu", DAY)
    assert (unit.starts, parent_of("du-an-hoa-cu", DAY)) == (DAY, "hu-dong-hung")


def test_mending_after_the_preview_brings_everything_typed_back(client, cast: Cast) -> None:
    address = url("tu-hung-yen/quyet-dinh/moi/merge/")
    previewed = fill(
        client,
        address,
        **PAPER,
        **choose("unit_1", cast.unit("tu-thai-binh"), "Tỉnh ủy Thái Bình"),
        name="Tỉnh ủy Mới",
        note="dòng một\ndòng hai",
    )
    form = form_of(previewed, "Sửa lại")
    assert form["action"] == address
    back = client.post(address, {**fields_of(form), "buoc": "sua"})
    sent = fields_of(form_of(back, "Xem trước"))
    assert (sent["unit_1"], sent["unit_1_text"], sent["name"], sent["note"], sent["effective_on"]) == (
        str(cast.unit("tu-thai-binh").pk),
        "Tỉnh ủy Thái Bình",
        "Tỉnh ủy Mới",
        "dòng một\ndòng hai",
        "01/10/2019",
    )
    assert not soup(back).select(".errors")


def test_units_numbered_beyond_a_thousand_are_chosen_like_any_other(client, cast: Cast) -> None:
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence('organisations_unit', 'id')"
        cursor.execute(f"SELECT count(nextval({sequence})) FROM generate_series(1, 1500)")  # noqa: S608
    for code in ("xa-xa", "xa-gan"):
        address = url("hu-dong-hung/quyet-dinh/moi/establish/")
        confirm(
            client,
            fill(
                client, address, effective_on="01/9/2019", name=code, code=code, unit_kind="commune_committee"
            ),
        )
    far, near = Unit.objects.get(code="xa-xa"), Unit.objects.get(code="xa-gan")
    assert min(far.pk, near.pk) > 1500
    fragment = client.get(url("chon/?q=xa-xa"), headers={"X-Requested-With": "fetch"})
    assert soup(fragment).select_one("[role=option]")["data-key"] == str(far.pk)
    ticks = [box["value"] for box in soup(client.get(url("?q=xa-"))).select("[name=chon]")]
    assert set(ticks) == {str(far.pk), str(near.pk)}
    page = client.get(url(f"tw/quyet-dinh/moi/merge/?chon={far.pk}&chon={near.pk}"))
    sent = fields_of(form_of(page, "Xem trước"))
    assert (sent["unit_0"], sent["unit_1"]) == (str(far.pk), str(near.pk))
    previewed = client.post(
        url("xa-xa/quyet-dinh/moi/merge/"),
        {**sent, **PAPER, "name": "Xã gộp", "code": "xa-gop", "buoc": "xem"},
    )
    confirm(client, previewed)
    assert alive("xa-gop", DAY) is not None
