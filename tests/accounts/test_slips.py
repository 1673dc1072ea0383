"""Slips: one code, one use, fourteen days, printable for a quarter of an hour; many accounts at once."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from giaoban.accounts import rules, services
from giaoban.accounts.models import Activation, Session, User
from giaoban.accounts.rules import Role, Scope
from giaoban.core.actors import System
from giaoban.core.refusals import Hidden
from giaoban.organisations.rules import Permission as Organisations
from tests.accounts.common import SEED, heard, refused, trace
from tests.cast import Cast, sign_in
from tests.factories.accounts import make_grant, make_user

# --- slips -------------------------------------------------------------------------------------------


def _slip(cast: Cast) -> services.Slip:
    batch = services.reset_password(actor=cast.administrator, user_id=cast.clerk.pk, seed=SEED)
    return services.slips_of(actor=cast.administrator, batch=batch, seed=SEED)[0]


def test_a_slip_sets_a_password_once(cast: Cast) -> None:
    told = heard("accounts.password_reset")
    sign_in(cast.clerk)
    slip = _slip(cast)
    assert (slip.username, slip.unit_name, len(told)) == ("tb.vanthu", "Ban Tổ chức Tỉnh ủy Thái Bình", 1)
    assert not Session.objects.exists()
    assert not User.objects.get(pk=cast.clerk.pk).has_usable_password()

    user = services.activate(code=slip.code.lower().replace("-", " "), password="Cơm nếp nương 2019")
    assert (user, user.check_password("Cơm nếp nương 2019")) == (cast.clerk, True)
    with refused("accounts.code_used"), transaction.atomic():
        services.activate(code=slip.code, password="Mật khẩu khác 2019")
    assert User.objects.get(pk=cast.clerk.pk).check_password("Cơm nếp nương 2019")


def test_codes_lie_nowhere_but_on_paper(cast: Cast) -> None:
    slip = _slip(cast)
    bare = slip.code.replace("-", "")
    row = Activation.objects.get()
    assert len(row.digest) == 64
    stored = (
        str(list(Activation.objects.values()))
        + str(list(trace().values()))
        + str(list(Session.objects.values()))
    )
    assert bare not in stored
    assert slip.code not in stored
    assert row.digest not in str(list(trace().values()))


def test_slips_are_printed_by_their_maker_in_that_session_for_a_quarter_of_an_hour(cast: Cast) -> None:
    batch = services.reset_password(actor=cast.administrator, user_id=cast.clerk.pk, seed=SEED)
    facts = {"actor": cast.administrator, "batch": batch, "seed": SEED}
    first = services.slips_of(**facts)
    assert services.slips_of(**facts) == first
    for changed in (
        {"actor": cast.centre_administrator},
        {"seed": "another session"},
        {"batch": uuid.uuid4()},
    ):
        with pytest.raises(Hidden):
            services.slips_of(**(facts | changed))
    with time_machine.travel(rules_now(seconds=rules.PRINT_SECONDS + 60)), pytest.raises(Hidden):
        services.slips_of(**facts)
    services.activate(code=first[0].code, password="Cơm nếp nương 2019")
    with pytest.raises(Hidden):
        services.slips_of(**facts)


def rules_now(*, seconds: int = 0, days: int = 0) -> object:
    from giaoban.core.dates import now

    return now() + timedelta(seconds=seconds, days=days)


def test_a_slip_is_good_for_fourteen_days(cast: Cast) -> None:
    slip = _slip(cast)
    with (
        time_machine.travel(rules_now(days=rules.ACTIVATION_DAYS, seconds=1)),
        refused("accounts.code_expired"),
        transaction.atomic(),
    ):
        services.activate(code=slip.code, password="Cơm nếp nương 2019")
    with time_machine.travel(rules_now(days=rules.ACTIVATION_DAYS - 1)):
        services.activate(code=slip.code, password="Cơm nếp nương 2019", display_name=" Lê Thị  Cúc Mai ")
    cast.clerk.refresh_from_db()
    assert cast.clerk.display_name == "Lê Thị Cúc Mai"


def test_a_new_slip_voids_the_old_one(cast: Cast) -> None:
    old, new = _slip(cast), _slip(cast)
    with refused("accounts.code"), transaction.atomic():
        services.activate(code=old.code, password="Cơm nếp nương 2019")
    services.activate(code=new.code, password="Cơm nếp nương 2019")


@pytest.mark.parametrize("code", ["", "K7M2Q", "22222-22222-22222", "O0I1L-O0I1L-O0I1L"])
def test_a_wrong_code_is_refused(cast: Cast, code: str) -> None:
    _slip(cast)
    with refused("accounts.code"), transaction.atomic():
        services.activate(code=code, password="Cơm nếp nương 2019")


def test_a_code_of_a_switched_off_account_opens_nothing(cast: Cast) -> None:
    slip = _slip(cast)
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    with refused("accounts.code"), transaction.atomic():
        services.activate(code=slip.code, password="Cơm nếp nương 2019")


@pytest.mark.parametrize("password", ["ngắn", "1234567890", "tb.vanthu.tb", "password1234"])
def test_a_weak_password_leaves_the_slip_unused(cast: Cast, password: str) -> None:
    slip = _slip(cast)
    with refused("accounts.password"), transaction.atomic():
        services.activate(code=slip.code, password=password)
    assert Activation.objects.get().used_at is None


@given(st.binary(min_size=32, max_size=32))
def test_every_code_is_typed_back_as_it_was_printed(seed: bytes) -> None:
    code = rules.code_from(seed)
    assert rules.read_code(rules.show_code(code)) == code
    assert rules.read_code(f" {rules.show_code(code).lower()} ") == code


def test_codes_have_sixty_bits_and_no_letter_that_a_vietnamese_keyboard_changes() -> None:
    assert len(rules.CODE_ALPHABET) ** rules.CODE_LENGTH > 2**60
    assert set(rules.CODE_ALPHABET) & set("0O1IL" + "AEIOUY" + "DW") == set()


def test_an_account_opens_with_its_slip_even_without_a_role(cast: Cast) -> None:
    user, batch = services.open_account(
        actor=cast.administrator,
        username="tb.moi",
        display_name="Mới",
        home_unit_id=cast.unit("btc-thai-binh").pk,
        seed=SEED,
    )
    assert [s.user_id for s in services.slips_of(actor=cast.administrator, batch=batch, seed=SEED)] == [
        user.pk
    ]
    assert not user.grants.exists()


# --- many at once ------------------------------------------------------------------------------------


def test_children_get_their_accounts_in_one_go(cast: Cast) -> None:
    unit = cast.unit("hu-dong-hung").pk
    lines = services.preview_children_accounts(
        actor=cast.administrator, unit_id=unit, roles=[Role.COMPILER, Role.CLERK]
    )
    assert [(line.username, line.display_name, line.double) for line in lines] == [
        ("du-an-chau.tonghop", "Chuyên viên tổng hợp, Đảng ủy xã An Châu", ""),
        ("du-an-chau.vanthu", "Văn thư, Đảng ủy xã An Châu", ""),
        ("du-an-hoa.tonghop", "Chuyên viên tổng hợp, Đảng ủy xã An Hòa", "anhoa.tonghop"),
        ("du-an-hoa.vanthu", "Văn thư, Đảng ủy xã An Hòa", ""),
    ]
    fresh = [line.key for line in lines if not line.double]
    batch, users = services.create_children_accounts(
        actor=cast.administrator, unit_id=unit, keys=fresh, seed=SEED
    )
    assert [user.username for user in users] == [
        "du-an-chau.tonghop",
        "du-an-chau.vanthu",
        "du-an-hoa.vanthu",
    ]
    clerk = User.objects.get(username="du-an-hoa.vanthu")
    assert clerk.can(Organisations.VIEW, cast.unit("cb-thon-mot").pk)
    assert clerk.sort_key
    slips = services.slips_of(actor=cast.administrator, batch=batch, seed=SEED)
    assert len({slip.code for slip in slips}) == 3
    assert services.activate(code=slips[0].code, password="Cơm nếp nương 2019").username == slips[0].username


def test_doubles_are_named_and_nothing_is_written(cast: Cast) -> None:
    unit = cast.unit("hu-dong-hung").pk
    lines = services.preview_children_accounts(actor=cast.administrator, unit_id=unit, roles=[Role.COMPILER])
    before = User.objects.count()
    with refused("accounts.doubles") as caught, transaction.atomic():
        services.create_children_accounts(
            actor=cast.administrator, unit_id=unit, keys=[line.key for line in lines], seed=SEED
        )
    assert "Đảng ủy xã An Hòa (anhoa.tonghop)" in str(caught.value)
    assert (User.objects.count(), trace().count(), Activation.objects.count()) == (before, 0, 0)


def test_many_doubles_are_named_up_to_twenty() -> None:
    from giaoban.accounts.services.children import NewAccount, _doubles

    rows = [NewAccount(n, f"u{n}", f"Xã {n}", "", "clerk", f"u{n}", "", f"u{n}") for n in range(25)]
    assert str(_doubles(rows)).count("Xã") == 20
    assert "; …" in str(_doubles(rows))


@pytest.mark.parametrize(
    ("unit", "keys", "outcome"),
    [
        ("hu-dong-hung", [], "accounts.nobody"),
        ("hu-dong-hung", ["{tu-hung-yen}:clerk"], Hidden),  # not a child
        ("hu-dong-hung", ["{cb-thon-mot}:clerk"], Hidden),  # a grandchild
        ("hu-dong-hung", ["{du-an-hoa}:king"], Hidden),
        ("tu-hung-yen", ["{btc-hung-yen}:clerk"], Hidden),
        ("tw", ["{tu-thai-binh}:clerk"], Hidden),
    ],
)
def test_only_children_one_manages_are_served(
    cast: Cast, unit: str, keys: list[str], outcome: object
) -> None:
    real = [key.format_map({code: found.pk for code, found in cast.units.items()}) for key in keys]
    expectation = pytest.raises(Hidden) if outcome is Hidden else refused(str(outcome))
    with expectation, transaction.atomic():
        services.create_children_accounts(
            actor=cast.administrator, unit_id=cast.unit(unit).pk, keys=real, seed=SEED
        )


def test_the_house_itself_may_create_anywhere(cast: Cast) -> None:
    lines = services.preview_children_accounts(
        actor=System(), unit_id=cast.unit("tw").pk, roles=[Role.ADMINISTRATOR]
    )
    assert [line.unit_code for line in lines] == [
        "btctw",
        "tu-dong-nai",
        "tu-hung-yen",
        "tu-long-an",
        "tu-thai-binh",
    ]
    assert [line.unit_code for line in lines if line.double] == ["tu-thai-binh"]
    services.deactivate_user(actor=System(), user_id=cast.clerk.pk)
    with pytest.raises(Hidden):
        services.preview_children_accounts(actor=System(), unit_id=cast.unit("tw").pk, roles=["king"])


def test_an_administrator_of_the_parent_alone_serves_no_child(cast: Cast) -> None:
    local = make_user("dh.quantri", home=cast.unit("hu-dong-hung"))
    make_grant(local, Role.ADMINISTRATOR, cast.unit("hu-dong-hung"), scope=Scope.SELF)
    lines = services.preview_children_accounts(
        actor=local, unit_id=cast.unit("hu-dong-hung").pk, roles=[Role.CLERK]
    )
    assert lines == []


def test_the_name_of_a_new_account_is_vietnamese_whoever_makes_it(cast: Cast) -> None:
    unit = cast.unit("hu-dong-hung")
    with translation.override("en"):
        rows = services.preview_children_accounts(actor=cast.administrator, unit_id=unit.pk, roles=["clerk"])
    assert {row.display_name.split(",")[0] for row in rows} == {"Văn thư"}
