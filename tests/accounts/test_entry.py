"""The way in: sign-in and its limits, one text for every failure, sessions, activation, kept forms."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from giaoban.accounts import jobs, rules, services, sessions, throttle
from giaoban.accounts.models import Activation, Attempt, Grant, Session, User
from giaoban.accounts.rules import Limit
from giaoban.core.dates import now
from tests.accounts.test_pages import post
from tests.cast import Cast, sign_in
from tests.factories.accounts import PASSWORD

LOGIN = "account_login"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
MANY = "Đã thử sai nhiều lần."


def enter(
    client: Client, name: str, password: str = PASSWORD, *, place: str = "10.0.0.1", **extra: object
) -> object:
    return client.post(reverse(LOGIN), {"login": name, "password": password, **extra}, REMOTE_ADDR=place)


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def later(**spans: float) -> object:
    return time_machine.travel(now() + timedelta(**spans), tick=True)


# --- sign-in ---------------------------------------------------------------------------------------------


def test_signing_in_leads_home_or_to_where_one_wanted(cast: Cast) -> None:
    response = enter(Client(), "TB.VANTHU")
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    wanted = reverse("account_own")
    assert enter(Client(), "tb.vanthu", next=wanted)["Location"] == wanted
    assert enter(Client(), "tb.vanthu", next="https://example.org/")["Location"] == reverse("home")


def test_every_failure_has_one_text(cast: Cast) -> None:
    User.objects.filter(pk=cast.former.pk).update(is_active=False)
    services.reset_password(actor=cast.administrator, user_id=cast.officer.pk, seed="s")
    answers = {
        "wrong password": enter(Client(), "tb.vanthu", "sai rồi"),
        "unknown": enter(Client(), "khong.co.ai", "sai rồi"),
        "switched off, right password": enter(Client(), "tb.cu"),
        "waiting for a slip": enter(Client(), "tb.theodoi"),
    }
    bodies = {name: re.sub(r'value="[^"]*"', "", text(response)) for name, response in answers.items()}
    assert {response.status_code for response in answers.values()} == {200}
    assert all(WRONG in body for body in bodies.values())
    assert len(set(bodies.values())) == 1


def test_five_tries_in_a_quarter_of_an_hour_from_one_place(cast: Cast) -> None:
    for _try in range(5):
        assert WRONG in text(enter(Client(), "tb.vanthu", "sai rồi"))
    assert MANY in text(enter(Client(), "tb.vanthu"))  # even the right password
    assert enter(Client(), "tb.vanthu", place="10.0.0.2").status_code == 302  # another place
    assert enter(Client(), "tb.truongban").status_code == 302  # another account
    with later(minutes=15, seconds=1):
        assert enter(Client(), "tb.vanthu").status_code == 302


def test_an_unknown_name_is_locked_like_a_known_one(cast: Cast) -> None:
    for name in ("tb.vanthu", "khong.co.ai"):
        answers = [text(enter(Client(), name, "sai rồi")) for _try in range(7)]
        assert [WRONG in answer for answer in answers] == [True] * 5 + [False] * 2
        assert [MANY in answer for answer in answers] == [False] * 5 + [True] * 2


def test_right_sign_ins_use_up_no_tries(cast: Cast) -> None:
    for _try in range(7):
        assert enter(Client(), "tb.vanthu").status_code == 302
    assert not Attempt.objects.exists()


def test_a_right_sign_in_does_not_forgive_the_wrong_ones(cast: Cast) -> None:
    for _try in range(4):
        enter(Client(), "tb.vanthu", "sai rồi")
    assert enter(Client(), "tb.vanthu").status_code == 302
    enter(Client(), "tb.vanthu", "sai rồi")
    assert MANY in text(enter(Client(), "tb.vanthu"))


def test_one_account_cannot_be_guessed_from_many_places(cast: Cast) -> None:
    answers = [
        text(enter(Client(), "tb.vanthu", "sai rồi", place=f"10.1.{number // 5}.1")) for number in range(55)
    ]
    assert sum(WRONG in answer for answer in answers) == rules.SIGN_IN_LIMITS["account"].tries


def test_one_place_cannot_guess_many_accounts(cast: Cast) -> None:
    answers = [text(enter(Client(), f"ten.{number}", "sai rồi")) for number in range(65)]
    # allauth's own gate on requests stands before ours; what matters is that no more than these were tried
    assert sum(WRONG in answer for answer in answers) <= rules.SIGN_IN_LIMITS["place"].tries


def test_ten_thousand_guesses_are_locked_out(cast: Cast) -> None:
    """The limit itself, without the pages around it: five of 10,000 reach the password."""
    limits = {throttle.key("in", "tb.vanthu", "10.0.0.1"): rules.SIGN_IN_LIMITS["pair"]}
    tried = sum(throttle.enter(limits) is not None for _guess in range(2_000))
    assert tried == 5
    with later(minutes=16):
        assert throttle.enter(limits) is not None


def test_what_was_turned_away_does_not_lengthen_the_wait(cast: Cast) -> None:
    limits = {"k": Limit(1, 60)}
    assert throttle.enter(limits) is not None
    with later(seconds=50):
        assert throttle.enter(limits) is None
    with later(seconds=61):
        assert throttle.enter(limits) is not None


def test_keys_of_tries_do_not_tell_who(cast: Cast) -> None:
    enter(Client(), "tb.vanthu", "sai rồi")
    assert "tb.vanthu" not in str(list(Attempt.objects.values()))
    assert "10.0.0.1" not in str(list(Attempt.objects.values()))


def test_an_unknown_name_costs_as_many_hashes_as_a_wrong_password(
    cast: Cast, argon2: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hash is nearly all the time a sign-in takes: told apart by it, names could be guessed."""
    cast.clerk.set_password(PASSWORD)
    cast.clerk.save()
    hashed: list[str] = []

    def counted(name: str) -> None:
        compute = getattr(Argon2PasswordHasher, name)

        def count(*args: object, **more: object) -> object:
            hashed.append(name)
            return compute(*args, **more)

        monkeypatch.setattr(Argon2PasswordHasher, name, count)

    counted("encode")
    counted("verify")

    def hashes(name: str, typed: str) -> int:
        hashed.clear()
        enter(Client(), name, typed)
        return len(hashed)

    assert hashes("tb.vanthu", "sai rồi") == hashes("khong.co.ai", "sai rồi") == 1
    assert hashes("tb.vanthu", "") == 0


def test_passwords_are_kept_as_argon2(cast: Cast, argon2: None) -> None:
    cast.clerk.set_password(PASSWORD)
    assert cast.clerk.password.startswith("argon2$argon2id$")


# --- sessions --------------------------------------------------------------------------------------------


def test_the_session_key_changes_at_sign_in(cast: Cast) -> None:
    client = Client()
    fixed = client.session
    fixed["planted"] = True
    fixed.save()
    client.cookies["giaoban"] = fixed.session_key
    enter(client, "tb.vanthu")
    assert client.cookies["giaoban"].value != fixed.session_key
    assert not Session.objects.filter(session_key=fixed.session_key).exists()


def test_a_session_ends_after_thirty_idle_minutes(cast: Cast) -> None:
    client = sign_in(cast.clerk)
    own = reverse("account_own")
    assert client.get(own).status_code == 200
    with later(minutes=29):
        assert client.get(own).status_code == 200
    with later(minutes=58):
        assert client.get(own).status_code == 200
    with later(minutes=89):
        assert client.get(own)["Location"] == f"{reverse(LOGIN)}?next={own}"
    assert not Session.objects.filter(user=cast.clerk).exists()


def test_a_session_ends_after_twelve_hours_whatever_one_does(cast: Cast) -> None:
    client = sign_in(cast.clerk)
    for quarter in range(48):
        with later(minutes=15 * quarter):
            assert client.get(reverse("account_own")).status_code == 200, quarter
    with later(hours=12, seconds=1):
        assert client.get(reverse("account_own")).status_code == 302


def test_reading_writes_the_session_once_a_minute_at_most(
    cast: Cast, django_assert_num_queries: object
) -> None:
    client = sign_in(cast.clerk)
    client.get(reverse("account_own"))
    before = Session.objects.get(user=cast.clerk).seen_at
    client.get(reverse("account_own"))
    assert Session.objects.get(user=cast.clerk).seen_at == before
    with later(seconds=61):
        client.get(reverse("account_own"))
    assert Session.objects.get(user=cast.clerk).seen_at > before


def test_ones_own_sessions_are_listed_and_ended_and_nobody_elses(cast: Cast) -> None:
    here, there, other = sign_in(cast.clerk), sign_in(cast.clerk), sign_in(cast.head)
    there.get(reverse("account_own"), headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"})
    other.get(reverse("account_own"))
    page = here.get(reverse("account_own"))
    rows = page.context["sessions"]
    assert [(row.agent, row.current) for row in rows] == [("—", True), ("Firefox, Windows", False)]
    keys = list(Session.objects.values_list("session_key", flat=True))
    assert [key for key in keys if key in text(page)] == []

    foreign = sessions.mark(Session.objects.get(user=cast.head).session_key)
    assert post(here, reverse("account_end_session"), phien=foreign).status_code == 404
    assert other.get(reverse("account_own")).status_code == 200
    assert post(here, reverse("account_end_session"), phien=rows[1].mark).status_code == 302
    assert there.get(reverse("account_own")).status_code == 302
    third = sign_in(cast.clerk)
    assert post(here, reverse("account_end_session")).status_code == 302
    assert (third.get(reverse("account_own")).status_code, here.get(reverse("account_own")).status_code) == (
        302,
        200,
    )


def test_a_revoked_role_is_gone_at_the_next_request(cast: Cast) -> None:
    client = sign_in(cast.head)
    url = reverse("accounts:list", args=["btc-thai-binh", "2019-t09"])
    assert client.get(url).status_code == 200
    services.end_grant(actor=cast.administrator, grant_id=Grant.objects.get(user=cast.head).pk)
    assert client.get(url).status_code == 404


def test_a_switched_off_account_is_out_at_the_next_request(cast: Cast) -> None:
    client = sign_in(cast.head)
    assert client.get(reverse("account_own")).status_code == 200
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert client.get(reverse("account_own")).status_code == 302


def test_the_sweep_drops_what_has_ended(cast: Cast) -> None:
    sign_in(cast.clerk).get(reverse("account_own"))
    services.reset_password(actor=cast.administrator, user_id=cast.officer.pk, seed="s")
    throttle.enter({"k": Limit(5, 60)})
    assert jobs.sweep(0) == {"sessions": 0, "tries": 0, "slips": 0}
    with later(days=rules.ACTIVATION_DAYS + jobs.KEPT_DAYS + 1):
        assert jobs.sweep(0) == {"sessions": 1, "tries": 1, "slips": 1}
    assert not Activation.objects.exists()


def test_rows_of_sessions_are_judged_like_sessions(cast: Cast) -> None:
    assert not sessions.row_is_over(Session())
    sign_in(cast.clerk).get(reverse("account_own"))
    row = Session.objects.get(user=cast.clerk)
    assert not sessions.row_is_over(row)
    with later(minutes=31):
        assert sessions.row_is_over(row)
    assert row.get_session_store_class() is sessions.SessionStore


# --- passwords -------------------------------------------------------------------------------------------


def test_changing_the_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = Client(), sign_in(cast.clerk)
    enter(here, "tb.vanthu")
    url = reverse("account_change_password")
    new = "Gió heo may 2019"
    wrong = post(here, url, oldpassword="sai", password1=new, password2=new)
    assert "Mật khẩu đang dùng không đúng." in text(wrong)
    unlike = post(here, url, oldpassword=PASSWORD, password1=new, password2="khác")
    assert "Hai lần gõ mật khẩu chưa giống nhau." in text(unlike)
    assert post(here, url, oldpassword=PASSWORD, password1=new, password2=new).status_code == 302
    assert User.objects.get(pk=cast.clerk.pk).check_password(new)
    assert there.get(reverse("account_own")).status_code == 302
    page = here.get(reverse("account_own"))
    assert (page.status_code, "Đã đổi mật khẩu." in text(page)) == (200, True)


def test_who_must_change_the_password_can_do_nothing_else(cast: Cast) -> None:
    User.objects.filter(pk=cast.clerk.pk).update(must_change_password=True)
    client = sign_in(cast.clerk)
    url = reverse("account_change_password")
    assert client.get(reverse("account_own"))["Location"] == url
    assert client.get(url).status_code == 200
    new = "Gió heo may 2019"
    post(client, url, oldpassword=PASSWORD, password1=new, password2=new)
    assert client.get(reverse("account_own")).status_code == 200


# --- activation ------------------------------------------------------------------------------------------


def _code(cast: Cast) -> str:
    batch = services.reset_password(actor=cast.administrator, user_id=cast.clerk.pk, seed="s")
    return services.slips_of(actor=cast.administrator, batch=batch, seed="s")[0].code


def _activate(
    client: Client, code: str, first: str = "Gió heo may 2019", second: str = "", **extra: str
) -> object:
    data = {"code": code, "display_name": "", "password1": first, "password2": second or first, **extra}
    return client.post(reverse("account_activate"), data)


def test_a_slip_leads_straight_in(cast: Cast) -> None:
    client, code = Client(), _code(cast)
    response = _activate(client, code, display_name="Lê Thị Cúc Mai")
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.session[SESSION_KEY] == str(cast.clerk.pk)
    cast.clerk.refresh_from_db()
    assert cast.clerk.display_name == "Lê Thị Cúc Mai"
    again = _activate(Client(), code)
    assert (again.status_code, "Mã này đã được dùng." in text(again)) == (422, True)


def test_a_weak_or_mistyped_password_leaves_the_code_good(cast: Cast) -> None:
    code = _code(cast)
    weak = _activate(Client(), code, "1234567890")
    assert (weak.status_code, f'value="{code}"' in text(weak)) == (422, True)
    unlike = _activate(Client(), code, "Gió heo may 2019", "Gió heo may 2018")
    assert "Hai lần gõ mật khẩu chưa giống nhau." in text(unlike)
    assert "Gió heo may" not in text(unlike)
    assert _activate(Client(), code).status_code == 302


def test_guessing_codes_is_stopped(cast: Cast) -> None:
    code = _code(cast)
    answers = [text(_activate(Client(), "22222-22222-22222")) for _try in range(22)]
    assert [("Không có mã này." in answer) for answer in answers] == [True] * 20 + [False] * 2
    assert MANY in text(_activate(Client(), code))
    with later(minutes=15, seconds=1):
        assert _activate(Client(), code).status_code == 302


# --- the door of every page ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/tai-khoan/cua-toi/", "/khong/co/trang/nay/", "/tai-khoan/gui-tiep/"])
def test_without_a_sign_in_known_and_unknown_addresses_answer_alike(cast: Cast, path: str) -> None:
    response = Client().get(path)
    wanted = "" if path == "/" else f"?next={path}"
    assert (response.status_code, response["Location"]) == (302, f"{reverse(LOGIN)}{wanted}")


def test_a_fragment_without_a_sign_in_makes_the_whole_page_leave(cast: Cast) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tai-khoan/cua-toi/?a=1"}
    response = Client().get(reverse("account_pick_unit"), headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (
        204,
        f"{reverse(LOGIN)}?next=/tai-khoan/cua-toi/%3Fa%3D1",
    )
    bare = Client().get(
        reverse("account_pick_unit"), headers=headers | {"HX-Current-URL": "http://testserver/mau/"}
    )
    assert bare["HX-Redirect"] == f"{reverse(LOGIN)}?next=/mau/"


def test_public_pages_open_without_a_sign_in(cast: Cast) -> None:
    for name in ("account_login", "account_activate", "account_signup"):
        assert Client().get(reverse(name)).status_code == 200, name


def test_a_form_sent_too_late_is_kept_and_offered_again(cast: Cast) -> None:
    client, url = sign_in(cast.head), reverse("accounts:assign", args=["btc-thai-binh", "2019-t09"])
    assert client.get(url).status_code == 200
    data = {
        "user": str(cast.officer.pk),
        "field": "cadres",
        "starts": "16/9/2019",
        "once": "key-of-the-late-form",
    }
    with later(minutes=31):
        response = client.post(url, data)
        kept = reverse("account_kept_form")
        assert response["Location"] == f"{reverse(LOGIN)}?next={kept}"
        signed = enter(client, "tb.truongban", next=kept)
        assert signed["Location"] == kept
        page = client.get(kept)
        assert page.context["path"] == url
        assert dict(page.context["fields"]) == data
        assert post(client, kept).status_code == 302
        assert client.get(kept).status_code == 404


def test_a_kept_form_is_shown_to_the_same_person_only(cast: Cast) -> None:
    client, url = sign_in(cast.head), reverse("accounts:assign", args=["btc-thai-binh", "2019-t09"])
    client.get(url)
    with later(minutes=31):
        client.post(url, {"field": "cadres", "once": "key-of-the-late-form"})
        enter(client, "tb.vanthu")
        assert client.get(reverse("account_kept_form")).status_code == 404


@pytest.mark.parametrize("case", ["forged", "secret", "too long", "get"])
def test_what_is_not_ours_or_not_fit_is_not_kept(cast: Cast, case: str) -> None:
    client = Client(enforce_csrf_checks=case == "forged")
    client.force_login(cast.head)
    url = reverse("accounts:assign", args=["btc-thai-binh", "2019-t09"])
    client.get(url)
    data = {"forged": {"field": "x"}, "secret": {"password1": "x"}, "too long": {"field": "x" * 600_000}}.get(
        case, {}
    )
    with later(minutes=31):
        response = client.get(url) if case == "get" else client.post(url, data)
    wanted = f"?next={url}" if case == "get" else ""
    assert (response.status_code, response["Location"]) == (302, f"{reverse(LOGIN)}{wanted}")


# --- why -------------------------------------------------------------------------------------------------


def test_why_do_i_not_see_explains_ones_own_rights(cast: Cast) -> None:
    client, url = sign_in(cast.officer), reverse("account_why")
    assert client.get(url).context["asked"] is False
    asked = {"permission": "accounts.manage", "unit": str(cast.unit("tu-thai-binh").pk)}
    page = client.get(url, asked)
    assert (page.status_code, page.context["opens"]) == (200, False)
    assert "chỉ dành cho: Quản trị hệ thống" in text(page)
    page = client.get(url, asked | {"permission": "organisations.view", "on": "1/9/2019"})
    assert page.context["opens"] is True
    assert client.get(url, {"permission": "x", "unit": "10000000000"}).status_code == 422


def test_ones_own_page_says_what_one_may_do_and_who_made_slips(cast: Cast) -> None:
    code = _code(cast)
    client = Client()
    _activate(client, code)
    page = client.get(reverse("account_own"))
    assert [(row.made_by, row.used_at is not None) for row in page.context["slips"]] == [
        ("Phạm Văn Dũng", True)
    ]
    assert page.context["rights"][0][0] == "Văn thư"
    assert [g.role_label for g in page.context["grants"]] == ["Văn thư"]
