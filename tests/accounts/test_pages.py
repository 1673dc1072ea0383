"""Pages of accounts: who sees them, what they say, and that a foreign id is as unknown as a made-up one."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from giaoban.accounts.models import Activation, Grant, Responsibility, User
from giaoban.accounts.rules import Field, Role
from giaoban.audit.models import Entry
from giaoban.core.dates import now
from giaoban.organisations.models import Department, UnitName
from tests.cast import Cast, sign_in
from tests.factories.accounts import make_grant, make_user

PERIOD = "2019-t09"
COMMISSION = "btc-thai-binh"


def address(name: str, *rest: object, unit: str = COMMISSION) -> str:
    return reverse(f"accounts:{name}", args=[unit, PERIOD, *rest])


def trace() -> QuerySet[Entry]:
    """What this room wrote into the audit."""
    return Entry.objects.filter(action__startswith="accounts.").order_by("id")


def post(client: Client, url: str, **data: object) -> object:
    """A form sent as the page would: with a key of its own."""
    post.count = getattr(post, "count", 0) + 1
    return client.post(url, {"once": f"test-key-{post.count:08d}", **data})


# --- who sees what ---------------------------------------------------------------------------------------

PAGES = {
    "list": [],
    "create": [],
    "children": [],
    "account": ["user"],
    "edit": ["user"],
    "give": ["user"],
    "end": ["user", "grant"],
    "reset": ["user"],
    "state": ["user"],
    "assignments": [],
    "assign": [],
    "assign_end": ["responsibility"],
}
READS = {"list", "account"}
ASSIGNS = {"assign", "assign_end"}
EXPECTED = {
    "administrator": set(PAGES),
    "centre_administrator": set(PAGES),
    "head": READS | ASSIGNS | {"assignments"},
    "officer": {"assignments"},
    "clerk": {"assignments"},
    "monitor": {"assignments"},
    "cell_secretary": set(),
    "commune_officer": set(),
    "cluster_lead": set(),
    "other_officer": set(),
    "former": set(),
}


def _args(cast: Cast, kinds: list[str]) -> list[int]:
    grant = make_grant(cast.clerk, Role.COMPILER, cast.unit(COMMISSION))
    line = Responsibility.objects.create(
        unit=cast.unit(COMMISSION), user=cast.clerk, field=Field.CADRES, starts=date(2019, 1, 1)
    )
    known = {"user": cast.clerk.pk, "grant": grant.pk, "responsibility": line.pk}
    return [known[kind] for kind in kinds]


@pytest.mark.parametrize("person", EXPECTED)
def test_each_page_opens_to_those_it_is_for_and_is_unknown_to_others(cast: Cast, person: str) -> None:
    client = sign_in(cast.everybody[person])
    unknown = client.get(address("account", 10**9))
    assert unknown.status_code == 404
    for name, kinds in PAGES.items():
        response = client.get(address(name, *_args(cast, kinds)))
        Responsibility.objects.all().delete()
        if name in EXPECTED[person]:
            assert response.status_code == 200, name
            assert response["Cache-Control"] == "no-store"
        else:
            assert (response.status_code, plain(response)) == (404, plain(unknown)), name


def plain(response: object) -> bytes:
    """The answer without what differs between any two answers: tokens, keys and the address asked for."""
    body: bytes = response.content  # type: ignore[attr-defined]
    return re.sub(rb'value="[^"]{16,}"|X-CSRFToken[^}]+|/[a-z0-9/-]*2019-t09[a-z0-9/-]*', b"", body)


@pytest.mark.parametrize("name", PAGES)
def test_without_a_sign_in_every_page_leads_to_it(cast: Cast, name: str) -> None:
    url = address(name, *_args(cast, PAGES[name]))
    response = Client().get(url)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_an_id_of_another_unit_is_as_unknown_as_one_that_does_not_exist(cast: Cast) -> None:
    client = sign_in(cast.administrator)
    stranger, grant = cast.other_officer, Grant.objects.get(user=cast.other_officer)
    unknown = client.get(address("account", 10**9))
    swaps = [
        address("account", stranger.pk),
        address("give", stranger.pk),
        address("reset", stranger.pk),
        address("state", stranger.pk),
        address("end", cast.clerk.pk, grant.pk),  # somebody else's grant under a user of ours
        address("account", cast.commune_officer.pk),  # ours, but not of this unit
        address("slips", "00000000-0000-4000-8000-000000000000"),
    ]
    for url in swaps:
        response = client.get(url)
        assert (response.status_code, plain(response)) == (404, plain(unknown)), url
    for url in swaps[1:5]:
        assert post(client, url, note="").status_code == 404, url
    abroad, nowhere = (client.get(address("account", pk, unit="tu-hung-yen")) for pk in (stranger.pk, 10**9))
    assert (abroad.status_code, plain(abroad)) == (404, plain(nowhere))
    stranger.refresh_from_db()
    assert (stranger.is_active, stranger.has_usable_password()) == (True, True)
    assert Grant.objects.get(pk=grant.pk).ends == grant.ends


# --- the register ----------------------------------------------------------------------------------------


def test_the_register_lists_the_unit_by_given_name_with_roles_and_states(cast: Cast) -> None:
    waiting = make_user("tb.moi", "Lê Văn Ân", home=cast.unit(COMMISSION))
    waiting.set_unusable_password()
    waiting.save()
    make_grant(cast.clerk, Role.DELEGATE, cast.unit("hu-dong-hung"))
    make_grant(cast.clerk, Role.DELEGATE, cast.unit("tu-hung-yen"))
    page = sign_in(cast.head).get(address("list"))
    rows = [(row.username, row.roles, row.state) for row in page.context["rows"]]
    assert rows == [
        ("tb.theodoi", ("Chuyên viên theo dõi địa bàn (Tỉnh ủy Thái Bình)",), "active"),
        ("tb.moi", (), "lapsed"),
        ("tb.truongban", ("Trưởng ban (Tỉnh ủy Thái Bình)",), "active"),
        ("tb.vanthu", ("Văn thư", "Đại biểu (Huyện ủy Đông Hưng)"), "active"),
        ("tb.quantri", ("Quản trị hệ thống (Tỉnh ủy Thái Bình)",), "active"),
        ("tb.cu", (), "active"),
    ]
    assert "Hoàng Văn Giang" not in page.content.decode()
    assert "Hưng Yên" not in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"tim": "cuc"}, ["tb.vanthu"]),
        ({"tim": "LE vanthu"}, ["tb.vanthu"]),
        ({"vai-tro": "clerk"}, ["tb.vanthu"]),
        ({"vai-tro": "head"}, ["tb.truongban"]),
        ({"vai-tro": "delegate"}, []),
        ({"trang-thai": "off"}, ["tb.cu"]),
        ({"trang-thai": "waiting"}, ["tb.moi"]),
        ({"trang-thai": "lapsed"}, ["tb.het"]),
        ({"trang-thai": "active", "tim": "quantri"}, ["tb.quantri"]),
        ({"trang-thai": "flying"}, []),
    ],
)
def test_the_register_filters(cast: Cast, asked: dict[str, str], expected: list[str]) -> None:
    home = cast.unit(COMMISSION)
    User.objects.filter(pk=cast.former.pk).update(is_active=False)
    for name in ("tb.moi", "tb.het"):
        user = make_user(name, name, home=home)
        user.set_unusable_password()
        user.save()
    make_grant(cast.clerk, Role.DELEGATE, cast.unit("tu-hung-yen"))  # out of sight, so no answer either
    client = sign_in(cast.administrator)
    post(client, address("reset", User.objects.get(username="tb.moi").pk), note="")
    page = client.get(address("list"), asked)
    assert [row.username for row in page.context["rows"]] == expected


def test_a_unit_without_accounts_says_what_to_do(cast: Cast) -> None:
    page = sign_in(cast.administrator).get(address("list", unit="du-an-chau")).content.decode()
    assert "Đơn vị chưa có tài khoản nào" in page
    assert address("create", unit="du-an-chau") in page


def test_the_register_costs_the_same_for_one_account_and_for_fifty(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(50):
        make_user(f"tb.n{number}", f"Người {number}", home=cast.unit(COMMISSION))
    client = sign_in(cast.head)
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        client.get(address("list"))


# --- one account -----------------------------------------------------------------------------------------


def test_roles_outside_the_readers_sight_are_counted_and_not_named(cast: Cast) -> None:
    make_grant(cast.officer, Role.DELEGATE, cast.unit("tu-hung-yen"))
    page = sign_in(cast.head).get(address("account", cast.officer.pk))
    assert [(g.role_label, g.unit_code) for g in page.context["grants"]] == [
        ("Chuyên viên theo dõi địa bàn", "tu-thai-binh")
    ]
    assert page.context["elsewhere"] == 1
    assert "Hưng Yên" not in page.content.decode()


def test_creating_an_account_leads_to_its_slip(cast: Cast) -> None:
    client = sign_in(cast.administrator)
    response = post(
        client,
        address("create"),
        display_name="Vũ Thị Oanh",
        username="TB.Oanh",
        email="",
        role="reviewer",
        scope="self",
    )
    user = User.objects.get(username="tb.oanh")
    batch = Activation.objects.get(user=user).batch
    assert (response.status_code, response["Location"]) == (302, address("slips", batch))
    page = client.get(response["Location"])
    assert [(s.username, s.unit_name) for s in page.context["slips"]] == [
        ("tb.oanh", "Ban Tổ chức Tỉnh ủy Thái Bình")
    ]
    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.scope, grant.given_by) == ("reviewer", "self", cast.administrator.pk)


def test_what_was_typed_stays_when_a_rule_says_no(cast: Cast) -> None:
    client = sign_in(cast.administrator)
    response = post(
        client,
        address("create"),
        display_name="Vũ Thị Oanh",
        username="tb.vanthu",
        scope="self",
        email="o@x.vn",
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tên đăng nhập “tb.vanthu” đã có người dùng." in page
    assert 'value="Vũ Thị Oanh"' in page
    assert 'value="o@x.vn"' in page


def test_giving_and_ending_a_role_by_the_forms(cast: Cast) -> None:
    client = sign_in(cast.administrator)
    response = post(
        client,
        address("give", cast.clerk.pk),
        role="recorder",
        unit=str(cast.unit(COMMISSION).pk),
        scope="self",
        hierarchy="party",
        starts="16/9/2019",
        last_day="31/12/2019",
    )
    grant = Grant.objects.get(user=cast.clerk, role="recorder")
    assert (response.status_code, grant.starts, grant.ends) == (302, date(2019, 9, 16), date(2020, 1, 1))
    end = address("end", cast.clerk.pk, grant.pk)
    refused = post(client, end, last_day="01/9/2019")
    assert (refused.status_code, "Không ghi lùi trước hôm qua" in refused.content.decode()) == (422, True)
    assert post(client, end, last_day="30/9/2019").status_code == 302
    grant.refresh_from_db()
    assert grant.ends == date(2019, 10, 1)


def test_ones_own_account_shows_no_buttons_and_its_doors_refuse(cast: Cast) -> None:
    client = sign_in(cast.administrator)
    page = client.get(address("account", cast.administrator.pk)).content.decode()
    assert "Không ai tự thay đổi quyền của mình" in page
    assert address("give", cast.administrator.pk) not in page
    for name in ("reset", "state"):
        response = post(client, address(name, cast.administrator.pk), note="")
        assert (response.status_code, "không được tự thay đổi" in response.content.decode()) == (422, True)
    response = post(
        client,
        address("give", cast.administrator.pk),
        role="head",
        unit=str(cast.unit(COMMISSION).pk),
        scope="self",
        hierarchy="party",
        starts="16/9/2019",
    )
    assert response.status_code == 422
    assert list(Grant.objects.filter(user=cast.administrator).values_list("role", flat=True)) == [
        "administrator"
    ]


def test_switching_off_and_on_again(cast: Cast) -> None:
    client, theirs = sign_in(cast.administrator), sign_in(cast.clerk)
    url = address("state", cast.clerk.pk)
    assert theirs.get(reverse("account_own")).status_code == 200
    assert post(client, url, note="nghỉ việc").status_code == 302
    assert theirs.get(reverse("account_own")).status_code == 302
    assert post(client, url, note="").status_code == 302
    assert theirs.get(reverse("account_own")).status_code == 302  # the old session does not come back
    cast.clerk.refresh_from_db()
    assert cast.clerk.is_active
    assert list(trace().values_list("action", "note")) == [
        ("accounts.deactivate", "nghỉ việc"),
        ("accounts.reactivate", ""),
    ]


# --- who follows what ------------------------------------------------------------------------------------


def test_the_table_of_assignments_is_written_and_read(cast: Cast) -> None:
    client = sign_in(cast.head)
    facts = {"user": cast.officer.pk, "field": "cadres", "starts": "16/9/2019", "last_day": ""}
    response = post(client, address("assign"), area=str(cast.unit("du-an-hoa").pk), **facts)
    assert response.status_code == 302
    again = post(client, address("assign"), area=str(cast.unit("du-an-hoa").pk), **facts)
    assert (again.status_code, "Kết thúc phân công đó trước" in again.content.decode()) == (422, True)

    page = sign_in(cast.clerk).get(address("assignments"))
    assert [(r.field, r.area_name, r.user_label) for r in page.context["rows"]] == [
        ("cadres", "Đảng ủy xã An Hòa", "Nguyễn Văn An")
    ]
    line = Responsibility.objects.get()
    assert post(client, address("assign_end", line.pk), last_day="30/9/2019").status_code == 302
    line.refresh_from_db()
    assert line.ends == date(2019, 10, 1)


def test_an_area_is_found_by_its_name_without_accents(cast: Cast) -> None:
    client = sign_in(cast.head)
    facts = {"user": cast.officer.pk, "field": "", "starts": "16/9/2019"}
    response = post(client, address("assign"), area="", area_text="an chau", area_was="", **facts)
    assert (response.status_code, Responsibility.objects.get().area) == (302, cast.unit("du-an-chau"))
    found = client.get(reverse("account_pick_unit"), {"q": "tinh uy thai"}).content.decode()
    assert "Tỉnh ủy Thái Bình" in found


def test_the_name_of_an_account_is_corrected(cast: Cast) -> None:
    client, url = sign_in(cast.administrator), address("edit", cast.clerk.pk)
    assert 'value="Lê Thị Cúc"' in client.get(url).content.decode()
    assert post(client, url, display_name="Lê Thị Cúc Hoa", email="c@x.vn").status_code == 302
    cast.clerk.refresh_from_db()
    assert (cast.clerk.display_name, cast.clerk.email) == ("Lê Thị Cúc Hoa", "c@x.vn")


# --- many at once ----------------------------------------------------------------------------------------


def test_accounts_for_the_units_below_are_previewed_and_created_once(cast: Cast) -> None:
    client, url = sign_in(cast.administrator), address("children", unit="hu-dong-hung")
    assert "lines" not in client.get(url).context
    page = client.get(url, {"vai-tro": ["compiler", "king"]})
    assert [(line.username, line.double, ticked) for line, _role, ticked in page.context["lines"]] == [
        ("du-an-chau.tonghop", "", True),
        ("du-an-hoa.tonghop", "anhoa.tonghop", False),
    ]
    assert (page.context["fresh"], page.context["doubles"]) == (1, 1)
    assert User.objects.filter(username__startswith="du-an").count() == 0

    keys = [line.key for line, _role, _ticked in page.context["lines"]]
    refused = post(client, url, **{"vai-tro": ["compiler"], "keys": keys})
    assert (refused.status_code, "Đảng ủy xã An Hòa (anhoa.tonghop)" in refused.content.decode()) == (
        422,
        True,
    )
    sent = {"vai-tro": ["compiler"], "keys": keys[:1], "once": "the-same-key-three-times"}
    answers = [client.post(url, sent) for _time in range(3)]
    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    assert User.objects.filter(username__startswith="du-an").count() == 1
    slips = client.get(answers[0]["Location"])
    assert [slip.username for slip in slips.context["slips"]] == ["du-an-chau.tonghop"]
    assert "http://testserver/tai-khoan/kich-hoat/" in slips.content.decode()


def test_a_unit_without_children_says_so(cast: Cast) -> None:
    url = address("children", unit="cb-thon-mot")
    page = sign_in(cast.administrator).get(url, {"vai-tro": "clerk"}).content.decode()
    assert "Đơn vị này không có đơn vị trực thuộc" in page


def test_slips_are_gone_after_a_quarter_of_an_hour_and_in_another_session(cast: Cast) -> None:
    client = sign_in(cast.administrator)
    url = post(client, address("reset", cast.clerk.pk), note="")["Location"]
    code = client.get(url).context["slips"][0].code
    assert sign_in(cast.administrator).get(url).status_code == 404
    assert sign_in(cast.centre_administrator).get(url).status_code == 404
    assert client.get(url).context["slips"][0].code == code
    with time_machine.travel(now() + timedelta(minutes=16), tick=True):
        assert client.get(url).status_code == 404


def test_the_unit_box_knows_codes_and_shows_what_was_chosen(cast: Cast) -> None:
    client = sign_in(cast.administrator)
    url = address("give", cast.clerk.pk)
    assert "Ban Tổ chức Tỉnh ủy Thái Bình" in client.get(url).content.decode()
    facts = {"role": "recorder", "scope": "self", "hierarchy": "party", "starts": "16/9/2019"}
    outside = post(client, url, unit="", unit_text="tu-hung-yen", unit_was="", **facts)
    assert (outside.status_code, "Không tìm thấy" in outside.content.decode()) == (422, True)
    inside = post(client, url, unit="", unit_text="du-an-hoa", unit_was="", **facts)
    assert inside.status_code == 302
    assert Grant.objects.get(user=cast.clerk, role="recorder").unit == cast.unit("du-an-hoa")
    strange = post(client, url, unit="x", **facts)
    assert strange.status_code == 422


def test_a_unit_with_phong_offers_them(cast: Cast) -> None:
    room = Department.objects.create(unit=cast.unit(COMMISSION), name="Phòng Cán bộ", starts=date(2018, 1, 1))
    facts = {"user": cast.officer.pk, "field": "cadres", "starts": "16/9/2019"}
    response = post(sign_in(cast.head), address("assign"), department=str(room.pk), **facts)
    assert (response.status_code, Responsibility.objects.get().department) == (302, room)
    foreign = Responsibility.objects.create(
        unit=cast.unit("btc-hung-yen"), user=cast.other_officer, starts=date(2019, 1, 1)
    )
    assert sign_in(cast.head).get(address("assign_end", foreign.pk)).status_code == 404


def test_in_english_units_and_hierarchies_are_named_in_english_where_they_can_be(cast: Cast) -> None:
    UnitName.objects.filter(unit=cast.unit("tu-thai-binh")).update(name_en="Thai Binh Provincial Committee")
    client = sign_in(cast.administrator)
    client.cookies["giaoban_language"] = "en"
    page = client.get(reverse("account_own"))
    assert [(g.unit_name, g.hierarchy_label) for g in page.context["grants"]] == [
        ("Thai Binh Provincial Committee", "Party line")
    ]
    page = client.get(
        reverse("account_why"), {"permission": "accounts.manage", "unit": cast.unit("tu-hung-yen").pk}
    )
    assert "Thai Binh Provincial Committee (Party line)" in page.context["reasons"][0].text
