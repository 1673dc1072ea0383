"""What the pages of decisions refuse: a sentence at its field, rule and source, nothing written or lost."""

from collections.abc import Iterator
from datetime import date

import pytest

from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations.models import Change, Unit, UnitName
from giaoban.organisations.rules import EMULATION
from tests.cast import Cast, sign_in
from tests.organisations.pages import (
    choose,
    confirm,
    confirmation,
    error_at,
    errors,
    fields_of,
    fill,
    form_of,
    main,
    soup,
    text,
    url,
)

PAPER = {"effective_on": "01/10/2019", "number": "12-QĐ/TW (minh họa)"}


@pytest.fixture
def client(cast: Cast):
    return sign_in(cast.centre_administrator)


@pytest.fixture
def unchanged(cast: Cast) -> Iterator[None]:
    """Nothing may be half written by what a test does."""
    before = Change.objects.count(), Unit.objects.count(), UnitName.objects.count()
    yield
    assert (Change.objects.count(), Unit.objects.count(), UnitName.objects.count()) == before


def rule(response) -> str:
    return text(soup(response).select_one(".errors .rule"))


def typed(response) -> dict:
    return fields_of(form_of(response, "Xem trước"))


def test_a_cycle_is_refused_at_the_new_superior(client, cast: Cast, unchanged: None) -> None:
    address = url("hu-dong-hung/quyet-dinh/moi/transfer/")
    refused = fill(client, address, **PAPER, **choose("parent", cast.unit("du-an-hoa"), "Đảng ủy xã An Hòa"))
    assert refused.status_code == 422
    assert "không thể là cấp trên" in error_at(refused, "parent")
    assert rule(refused).startswith("Quy tắc: Cây tổ chức không có vòng")
    assert (typed(refused)["parent_text"], typed(refused)["number"]) == ("Đảng ủy xã An Hòa", PAPER["number"])


def test_an_overlapping_place_is_refused(client, cast: Cast) -> None:
    address = url("btc-hung-yen/quyet-dinh/moi/transfer/")
    cluster = choose("parent", cast.unit("cum-thi-dua-4"))
    confirm(client, fill(client, address, effective_on="01/12/2019", line=EMULATION, **cluster))
    count = Change.objects.count()
    refused = fill(client, address, effective_on="01/10/2019", line=EMULATION, **cluster)
    assert refused.status_code == 422
    assert errors(refused) == [
        (
            "“Ban Tổ chức Tỉnh ủy Hưng Yên” đã thuộc “Cụm thi đua số 4” trong hệ thống “Cụm thi đua” "
            "từ 01/12/2019 đến nay."
        )
    ]
    assert "chỉ đứng dưới một cấp trên" in rule(refused)
    assert Change.objects.count() == count


def test_a_merger_with_a_dissolved_unit_is_refused_and_says_when_it_ended(
    client, cast: Cast, unchanged: None
) -> None:
    address = url("du-an-chau/quyet-dinh/moi/merge/")
    # found by its name although it lives no more: the door, not the picker, says why
    refused = fill(
        client, address, **PAPER, unit_1_text="an ninh (cu)", name="Đảng ủy xã An Mới", code="du-an-moi"
    )
    assert refused.status_code == 422
    assert "đã kết thúc hoạt động ngày 30/6/2018" in error_at(refused, "unit_1")
    assert "không hợp nhất, chia tách hay giải thể đơn vị đã kết thúc" in rule(refused)
    assert typed(refused)["name"] == "Đảng ủy xã An Mới"


def test_what_is_not_found_or_found_twice_is_said_at_the_picker(client, cast: Cast, unchanged: None) -> None:
    address = url("du-an-hoa/quyet-dinh/moi/transfer/")
    none = fill(client, address, **PAPER, parent_text="không có đơn vị này")
    assert error_at(none, "parent") == (
        "Không tìm thấy “không có đơn vị này”. Gõ một phần tên, có dấu hoặc không dấu, hoặc mã."
    )
    several = fill(client, address, **PAPER, parent_text="thai binh")
    assert error_at(several, "parent") == "Có 2 kết quả cho “thai binh”. Chọn một trong danh sách dưới ô."
    offered = [text(option) for option in soup(several).select(".combo .choices label")]
    assert sorted(offered) == [
        "Ban Tổ chức Tỉnh ủy Thái Bình · Tỉnh ủy Thái Bình · btc-thai-binh",
        "Tỉnh ủy Thái Bình · Ban Chấp hành Trung ương Đảng · tu-thai-binh",
    ]
    chosen = client.post(
        address, {**typed(several), "parent_pick": str(cast.unit("tu-thai-binh").pk), "buoc": "xem"}
    )
    assert "Xem trước quyết định" in main(chosen)


def test_a_date_that_is_none_is_said_and_kept(client, cast: Cast, unchanged: None) -> None:
    address = url("tu-thai-binh/quyet-dinh/moi/rename/")
    for wrong, message in (
        ("31/2/2019", "Không có ngày 31/2/2019 trong lịch."),
        ("hôm qua", "Viết ngày như 03/9/2019: ngày, tháng, năm đủ bốn chữ số."),
        ("1/10/19", "Viết ngày như 03/9/2019: ngày, tháng, năm đủ bốn chữ số."),
        ("", "Điền “Hiệu lực từ ngày”."),
    ):
        refused = fill(client, address, effective_on=wrong, name="Tỉnh ủy Thái Bình mới")
        assert (refused.status_code, error_at(refused, "effective_on")) == (422, message)
        assert (typed(refused)["effective_on"], typed(refused)["name"]) == (wrong, "Tỉnh ủy Thái Bình mới")
        link = soup(refused).select_one(".errors a")
        assert soup(refused).select_one(str(link["href"]))["name"] == "effective_on"


def test_a_signature_in_the_future_is_refused(client, cast: Cast, unchanged: None) -> None:
    refused = fill(
        client, url("tu-thai-binh/quyet-dinh/moi/rename/"), **PAPER, decided_on="17/9/2019", name="Tên mới"
    )
    assert error_at(refused, "decided_on") == "Ngày ký không thể ở tương lai."


def test_a_code_that_is_taken_or_cannot_stand_in_an_address_is_refused(
    client, cast: Cast, unchanged: None
) -> None:
    address = url("tu-thai-binh/quyet-dinh/moi/establish/")
    taken = fill(client, address, **PAPER, name="Đơn vị", unit_kind="cell", code="tu-hung-yen")
    assert "Mã “tu-hung-yen” đang thuộc “Tỉnh ủy Hưng Yên”" in error_at(taken, "code")
    wrong = fill(client, address, **PAPER, name="Đơn vị", unit_kind="cell", code="tỉnh ủy/../")
    assert error_at(wrong, "code").startswith("Mã “tỉnh ủy/../” không dùng được")
    page = fill(client, address, **PAPER, name="Đơn vị", unit_kind="cell", code="cay")
    assert error_at(page, "code") == "Mã “cay” trùng địa chỉ một trang của hệ thống. Chọn mã khác."


def test_a_secret_unit_is_refused_in_the_connected_zone(
    client, cast: Cast, unchanged: None, settings
) -> None:
    settings.GIAOBAN_ZONE = "connected"
    address = url("tu-thai-binh/quyet-dinh/moi/establish/")
    refused = fill(client, address, **PAPER, name="Đơn vị", unit_kind="cell", code="don-vi", secrecy="secret")
    assert "Mạng kết nối không được lưu tài liệu độ mật “Mật”" in error_at(refused, "secrecy")
    allowed = fill(client, address, **PAPER, name="Đơn vị", unit_kind="cell", code="don-vi")
    assert allowed.status_code == 200


def test_another_province_cannot_be_changed_nor_seen_to_be_changeable(cast: Cast, unchanged: None) -> None:
    mine = sign_in(cast.administrator)  # of Thái Bình
    own = fill(mine, url("hu-dong-hung/quyet-dinh/moi/rename/"), **PAPER, name="Huyện ủy Đông Hưng mới")
    assert own.status_code == 200
    address, data = confirmation(own)
    foreign = mine.get(url("tu-hung-yen/quyet-dinh/moi/rename/"))
    unknown = mine.get(url("khong-co/quyet-dinh/moi/rename/"))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert mine.post(address.replace("hu-dong-hung", "tu-hung-yen"), data).status_code == 404
    # another province as one of the units of a merger of mine: the same answer
    merged = fill(
        mine,
        url("du-an-hoa/quyet-dinh/moi/merge/"),
        **PAPER,
        **choose("unit_1", cast.unit("tu-hung-yen")),
        name="Đơn vị gộp",
        code="don-vi-gop",
    )
    assert merged.status_code == 404


def test_an_officer_without_the_right_gets_the_same_answer_as_for_nothing(
    cast: Cast, unchanged: None
) -> None:
    officer = sign_in(cast.officer)
    assert officer.get(url("tu-thai-binh/")).status_code == 200
    for tail in ("quyet-dinh/moi/", "quyet-dinh/moi/rename/", "phong/"):
        assert officer.get(url(f"tu-thai-binh/{tail}")).status_code == 404
    data = {**PAPER, "name": "Tên khác", "once": "a" * 32}
    assert officer.post(url("tu-thai-binh/quyet-dinh/moi/rename/ghi/"), data).status_code == 404


def test_the_same_confirmation_three_times_has_one_effect(client, cast: Cast) -> None:
    previewed = fill(
        client, url("hu-dong-hung/quyet-dinh/moi/rename/"), **PAPER, name="Huyện ủy Đông Hưng mới"
    )
    address, data = confirmation(previewed)
    answers = [client.post(address, data) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 303, 303]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Change.objects.filter(kind="rename").count() == 1
    assert UnitName.objects.filter(unit=cast.unit("hu-dong-hung")).count() == 2


def test_the_second_of_two_people_sees_both_values_and_loses_nothing(client, cast: Cast) -> None:
    other = sign_in(cast.administrator)
    address = url("hu-dong-hung/quyet-dinh/moi/rename/")
    mine = fill(client, address, **PAPER, name="Tên của tôi")
    theirs = fill(other, address, **PAPER, name="Tên của người kia")
    assert confirm(other, theirs).status_code == 302
    conflict = confirm(client, mine)
    assert conflict.status_code == 409
    assert "vừa được Phạm Văn Dũng thay đổi lúc 12:0" in errors(conflict)[0]
    now, then = (text(side) for side in soup(conflict).select(".conflict dl"))
    assert "Tên của người kia" in now
    assert "Tên của tôi" in then
    assert typed(conflict)["name"] == "Tên của tôi"
    assert list(UnitName.objects.filter(name="Tên của tôi")) == []
    # seen and previewed again, it goes through on the new version
    again = client.post(address, {**typed(conflict), "effective_on": "02/10/2019", "buoc": "xem"})
    assert confirm(client, again).status_code == 302
    assert UnitName.objects.on(date(2019, 10, 2)).get(unit=cast.unit("hu-dong-hung")).name == "Tên của tôi"


def test_an_impact_that_blocks_leaves_nothing_to_press(client, cast: Cast, unchanged: None) -> None:
    line = ImpactLine("2 báo cáo quý III chưa khóa số liệu.", count=2, blocking=True, names=("Quý III/2019",))
    impacts.add(Impact("tests.blocking", lambda _plan: [line], lambda _plan, _actor: None))
    try:
        address = url("hu-dong-hung/quyet-dinh/moi/rename/")
        previewed = fill(client, address, **PAPER, name="Tên mới")
        assert errors(previewed) == ["2 báo cáo quý III chưa khóa số liệu. Quý III/2019"]
        assert rule(previewed) == (
            "Quy tắc: Việc liên quan phải được xử lý trước khi thay đổi tổ chức có hiệu lực."
        )
        assert [text(button) for button in soup(previewed).select("main form button")] == ["Sửa lại"]
        # somebody who sends the confirmation by hand is refused by the door
        data = {**fields_of(form_of(previewed, "Sửa lại")), "once": "b" * 32}
        forced = client.post(url("hu-dong-hung/quyet-dinh/moi/rename/ghi/"), data)
        assert (forced.status_code, errors(forced)) == (422, ["2 báo cáo quý III chưa khóa số liệu."])
    finally:
        impacts._entries.pop("tests.blocking")


def test_a_child_left_without_a_place_is_asked_for_again(client, cast: Cast, unchanged: None) -> None:
    address = url("hu-dong-hung/quyet-dinh/moi/split/")
    names = {"name_0": "Huyện ủy Đông", "code_0": "hu-dong", "name_1": "Huyện ủy Hưng", "code_1": "hu-hung"}
    asked = fill(client, address, **PAPER, **names)
    wrong = client.post(
        address, {**fields_of(form_of(asked, "Xem trước")), "default_to": "tu-hung-yen", "buoc": "xem"}
    )
    assert (wrong.status_code, "Đơn vị trực thuộc chuyển về đâu?" in main(wrong)) == (422, True)
    carried = fields_of(form_of(wrong, "Xem trước"))
    assert (carried["name_1"], carried["effective_on"]) == ("Huyện ủy Hưng", "01/10/2019")


def test_shares_that_do_not_make_a_whole_are_refused(client, cast: Cast, unchanged: None) -> None:
    address = url("du-an-chau/quyet-dinh/moi/split/")
    names = {"name_0": "Xã Một", "code_0": "xa-mot", "name_1": "Xã Hai", "code_1": "xa-hai"}
    refused = fill(client, address, **PAPER, **names, share_0="62,5", share_1="30")
    assert refused.status_code == 422
    assert error_at(refused, "share_0") != ""
    assert typed(refused)["share_0"] == "62,5"
    accepted = fill(client, address, **PAPER, **names, share_0="62,5", share_1="37,5")
    assert "Xem trước quyết định" in main(accepted)
