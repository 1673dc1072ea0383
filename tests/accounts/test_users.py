"""Accounts themselves: made, corrected, switched off and on; nobody beyond their own reach."""

import pytest
from django.db import transaction

from giaoban.accounts import services
from giaoban.accounts.models import Activation, Session, User
from giaoban.accounts.rules import Role, Scope
from giaoban.core.actors import System
from giaoban.core.refusals import Hidden
from giaoban.organisations.rules import Permission as Organisations
from tests.accounts.common import SEED, heard, refused, trace
from tests.cast import Cast, sign_in
from tests.factories.accounts import PASSWORD, make_grant, make_user


def test_an_account_begins_without_rights_and_without_a_password(cast: Cast) -> None:
    user = services.create_user(
        actor=cast.administrator,
        username=" TB.Moi ",
        display_name="  Phạm  Thị Quý ",
        home_unit_id=cast.unit("btc-thai-binh").pk,
    )
    assert (user.username, user.display_name, user.has_usable_password()) == ("tb.moi", "Phạm Thị Quý", False)
    assert not user.can(Organisations.VIEW)
    entry = trace().get()
    assert (entry.action, entry.actor_id, entry.unit_id) == (
        "accounts.create",
        cast.administrator.pk,
        cast.unit("btc-thai-binh").pk,
    )


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"username": "Lê"}, "accounts.username"),
        ({"username": "tb.vanthu"}, "accounts.username_taken"),
        ({"display_name": " \u200b "}, "accounts.name"),
        ({"password": "x" * 20}, "accounts.own"),
    ],
)
def test_an_account_is_refused(cast: Cast, facts: dict[str, str], code: str) -> None:
    base = {"username": "tb.moi", "display_name": "Mới"} | facts
    before = User.objects.count()
    with refused(code), transaction.atomic():
        services.create_user(actor=cast.administrator, home_unit_id=cast.unit("btc-thai-binh").pk, **base)
    assert (User.objects.count(), trace().count()) == (before, 0)


def test_two_accounts_of_one_name_at_one_moment_are_told_apart(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check passed for both, as it does when both are on their way; the base decides."""
    monkeypatch.setattr("giaoban.accounts.services.users.check_username", lambda name: name)
    with refused("accounts.username_taken"), transaction.atomic():
        services.create_user(
            actor=cast.administrator,
            username="tb.vanthu",
            display_name="Hai",
            home_unit_id=cast.unit("btc-thai-binh").pk,
        )


def test_accounts_are_made_only_where_one_manages_and_only_in_living_units(cast: Cast) -> None:
    facts = {"username": "x.moi", "display_name": "Mới"}
    for actor, unit in (
        (cast.administrator, cast.unit("tu-hung-yen").pk),
        (cast.administrator, cast.unit("du-an-hoa-cu").pk),
        (cast.administrator, 10**9),
        (cast.head, cast.unit("btc-thai-binh").pk),
    ):
        with pytest.raises(Hidden):
            services.create_user(actor=actor, home_unit_id=unit, **facts)
    services.create_user(actor=cast.administrator, home_unit_id=cast.unit("du-an-hoa").pk, **facts)


def test_the_house_itself_may_give_a_password(cast: Cast) -> None:
    user = services.create_user(
        actor=System(),
        username="mau.1",
        display_name="Mẫu",
        home_unit_id=cast.unit("tw").pk,
        password=PASSWORD,
        generated=True,
    )
    assert (user.check_password(PASSWORD), user.generated) == (True, True)


def test_name_and_address_are_corrected_with_their_trace(cast: Cast) -> None:
    services.update_user(
        actor=cast.administrator, user_id=cast.clerk.pk, display_name="Lê Thị Cúc Hoa", email=""
    )
    cast.clerk.refresh_from_db()
    assert (cast.clerk.display_name, cast.clerk.folded) == ("Lê Thị Cúc Hoa", "le thi cuc hoa tb.vanthu")
    assert trace().get().changes == {"display_name": ["Lê Thị Cúc", "Lê Thị Cúc Hoa"]}


@pytest.mark.parametrize("door", ["update_user", "deactivate_user", "reactivate_user", "reset_password"])
@pytest.mark.parametrize(
    ("actor", "target", "outcome"),
    [
        ("administrator", "other_officer", Hidden),  # another province
        ("head", "clerk", Hidden),  # sees, but does not manage
        ("administrator", "administrator", "accounts.own"),
        ("administrator", "monitor", "accounts.beyond"),  # works here, belongs to the Centre
        ("administrator", "spread", "accounts.beyond"),  # belongs here, has a role elsewhere
    ],
)
def test_nobody_manages_an_account_beyond_their_own_reach(
    cast: Cast, door: str, actor: str, target: str, outcome: object
) -> None:
    spread = make_user("tb.rong", home=cast.unit("btc-thai-binh"))
    make_grant(spread, Role.DELEGATE, cast.unit("tu-hung-yen"), scope=Scope.SELF)
    user = spread if target == "spread" else cast.everybody[target]
    extra = {"update_user": {"display_name": "Khác"}, "reset_password": {"seed": SEED}}.get(door, {})
    expectation = pytest.raises(Hidden) if outcome is Hidden else refused(str(outcome))
    with expectation, transaction.atomic():
        getattr(services, door)(actor=cast.everybody[actor], user_id=user.pk, **extra)
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.is_active, fresh.display_name, fresh.password) == (True, user.display_name, user.password)
    assert trace().count() == 0


def test_the_one_above_manages_what_reaches_beyond_the_one_below(cast: Cast) -> None:
    services.deactivate_user(actor=cast.centre_administrator, user_id=cast.monitor.pk)
    cast.monitor.refresh_from_db()
    assert not cast.monitor.is_active


def test_an_account_without_a_home_is_managed_through_its_roles(cast: Cast) -> None:
    user = make_user("khong.nha")
    make_grant(user, Role.CLERK, cast.unit("btc-thai-binh"))
    services.deactivate_user(actor=cast.administrator, user_id=user.pk)
    user.refresh_from_db()
    assert not user.is_active


def test_switching_off_ends_sessions_and_open_slips(cast: Cast) -> None:
    told = heard("accounts.deactivated")
    services.reset_password(actor=cast.administrator, user_id=cast.officer.pk, seed=SEED)
    sign_in(cast.officer)
    sign_in(cast.clerk)
    services.deactivate_user(actor=cast.administrator, user_id=cast.officer.pk, note="chuyển công tác")
    assert list(Session.objects.values_list("user_id", flat=True)) == [cast.clerk.pk]
    assert not Activation.objects.exists()
    assert [facts["user"] for facts in told] == [cast.officer]
    for door in ("deactivate_user", "reset_password"):
        extra = {"seed": SEED} if door == "reset_password" else {}
        with refused("accounts.state"), transaction.atomic():
            getattr(services, door)(actor=cast.administrator, user_id=cast.officer.pk, **extra)
    services.reactivate_user(actor=cast.administrator, user_id=cast.officer.pk)
    with refused("accounts.state"), transaction.atomic():
        services.reactivate_user(actor=cast.administrator, user_id=cast.officer.pk)
