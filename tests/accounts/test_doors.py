"""The doors of accounts: what each writes, what it refuses, and that a refusal writes nothing."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from giaoban.accounts import queries, rules, services
from giaoban.accounts.models import Activation, Attempt, Grant, Responsibility, Session, User
from giaoban.accounts.rules import Field, Role, Scope
from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import announcements
from giaoban.organisations.models import Department, Unit
from giaoban.organisations.rules import EMULATION
from giaoban.organisations.rules import Permission as Organisations
from tests.cast import TODAY, Cast, sign_in
from tests.factories.accounts import PASSWORD, make_grant, make_user

SEED = "secret of one session"


def trace() -> QuerySet[Entry]:
    """What this room wrote into the audit."""
    return Entry.objects.filter(action__startswith="accounts.").order_by("id")


def refused(code: str) -> object:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def heard(code: str) -> list[dict[str, object]]:
    """What is announced from here on."""
    found: list[dict[str, object]] = []
    announcements[code].listeners.append(lambda **facts: found.append(facts))
    return found


@pytest.fixture(autouse=True)
def _no_listeners_left(db: None) -> object:
    before = {entry.code: list(entry.listeners) for entry in announcements}
    yield
    for entry in announcements:
        entry.listeners[:] = before.get(entry.code, [])


# --- users -----------------------------------------------------------------------------------------------


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


# --- roles -----------------------------------------------------------------------------------------------


def _give(cast: Cast, actor: object = None, **facts: object) -> Grant:
    base = {"user_id": cast.clerk.pk, "role": Role.REVIEWER, "unit_id": cast.unit("btc-thai-binh").pk}
    return services.give_grant(actor=actor or cast.administrator, **(base | facts))


def test_a_role_counts_at_once_and_is_announced(cast: Cast) -> None:
    told = heard("accounts.grant_given")
    unit = cast.unit("du-an-hoa").pk
    assert not cast.clerk.can(Organisations.VIEW, unit)
    grant = _give(cast, unit_id=unit)
    assert cast.clerk.can(Organisations.VIEW, unit)
    assert (grant.given_by, grant.starts, grant.ends) == (cast.administrator.pk, TODAY, OPEN)
    assert [facts["grant"] for facts in told] == [grant]
    assert trace().get().changes["role"] == [None, "reviewer"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"starts": TODAY, "ends": TODAY}, "accounts.days"),
        ({"hierarchy": EMULATION}, "accounts.not_placed"),
        ({"role": Role.CLERK}, "accounts.grant_overlap"),
        ({"role": Role.CLERK, "ends": date(2019, 12, 31)}, "accounts.grant_overlap"),
    ],
)
def test_a_role_is_refused(cast: Cast, facts: dict[str, object], code: str) -> None:
    before = Grant.objects.count()
    with refused(code), transaction.atomic():
        _give(cast, **facts)
    assert (Grant.objects.count(), trace().count()) == (before, 0)


def test_a_second_stretch_of_the_same_role_is_no_overlap(cast: Cast) -> None:
    _give(cast, ends=TODAY + timedelta(days=10))
    with refused("accounts.grant_overlap"), transaction.atomic():
        _give(cast, starts=TODAY + timedelta(days=9))
    _give(cast, starts=TODAY + timedelta(days=10))


def test_nobody_gives_themselves_a_role_or_ends_their_own(cast: Cast) -> None:
    with refused("accounts.own"), transaction.atomic():
        _give(cast, user_id=cast.administrator.pk)
    own = Grant.objects.get(user=cast.administrator)
    with refused("accounts.own"), transaction.atomic():
        services.end_grant(actor=cast.administrator, grant_id=own.pk)
    own.refresh_from_db()
    assert own.ends == OPEN


@pytest.mark.parametrize(
    "facts",
    [
        {"unit": "tu-hung-yen"},
        {"unit": "tw"},
        {"user": "other_officer"},
        {"role": "king"},
        {"scope": "world"},
        {"hierarchy": "ladder"},
    ],
)
def test_unknown_and_foreign_things_look_the_same_to_the_giver(cast: Cast, facts: dict[str, str]) -> None:
    translated: dict[str, object] = {k: v for k, v in facts.items() if k not in {"unit", "user"}}
    if "unit" in facts:
        translated["unit_id"] = cast.unit(facts["unit"]).pk
    if "user" in facts:
        translated["user_id"] = cast.everybody[facts["user"]].pk
    with pytest.raises(Hidden), transaction.atomic():
        _give(cast, **translated)


def test_an_administrator_of_one_unit_gives_no_tree(cast: Cast) -> None:
    local = make_user("tb.quantri2", home=cast.unit("btc-thai-binh"))
    make_grant(local, Role.ADMINISTRATOR, cast.unit("tu-thai-binh"), scope=Scope.SELF)
    make_grant(local, Role.ADMINISTRATOR, cast.unit("btc-thai-binh"), scope=Scope.SELF)
    with refused("accounts.beyond"), transaction.atomic():
        _give(cast, actor=local, unit_id=cast.unit("tu-thai-binh").pk, scope=Scope.SUBTREE)
    _give(cast, actor=local, unit_id=cast.unit("tu-thai-binh").pk, scope=Scope.SELF)


def test_a_role_can_be_prepared_for_a_later_day(cast: Cast) -> None:
    grant = _give(cast, starts=TODAY + timedelta(days=30))
    assert not cast.clerk.can("organisations.view", cast.unit("du-an-hoa").pk)
    assert grant.starts == TODAY + timedelta(days=30)


def test_ending_today_takes_the_right_away_at_once(cast: Cast) -> None:
    told = heard("accounts.grant_ended")
    grant, unit = Grant.objects.get(user=cast.officer), cast.unit("du-an-hoa").pk
    assert cast.officer.can(Organisations.VIEW, unit)
    services.end_grant(actor=cast.administrator, grant_id=grant.pk, note="chuyển công tác")
    assert not cast.officer.can(Organisations.VIEW, unit)
    grant.refresh_from_db()
    assert (grant.ends, len(told), trace().get().note) == (TODAY, 1, "chuyển công tác")
    with refused("accounts.grant_ended"), transaction.atomic():
        services.end_grant(actor=cast.administrator, grant_id=grant.pk)


def test_a_role_that_never_held_a_day_is_removed_but_not_its_trace(cast: Cast) -> None:
    grant = _give(cast)
    services.end_grant(actor=cast.administrator, grant_id=grant.pk)
    assert not Grant.objects.filter(pk=grant.pk).exists()
    assert list(trace().values_list("action", flat=True)) == [
        "accounts.give_grant",
        "accounts.end_grant",
    ]


def test_a_role_elsewhere_cannot_be_ended(cast: Cast) -> None:
    for grant_id in (Grant.objects.get(user=cast.other_officer).pk, 10**9):
        with pytest.raises(Hidden), transaction.atomic():
            services.end_grant(actor=cast.administrator, grant_id=grant_id)
    abroad = make_grant(cast.clerk, Role.DELEGATE, cast.unit("tu-hung-yen"))
    with pytest.raises(Hidden), transaction.atomic():
        services.end_grant(actor=cast.administrator, grant_id=abroad.pk)
    # a guest's role here is ours to end, though the guest is not ours to manage
    guest = Grant.objects.get(user=cast.monitor, unit=cast.unit("tu-thai-binh"))
    services.end_grant(actor=cast.administrator, grant_id=guest.pk)
    assert not cast.monitor.can(Organisations.VIEW, cast.unit("tu-thai-binh").pk)


# --- slips -----------------------------------------------------------------------------------------------


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


# --- many at once ----------------------------------------------------------------------------------------


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


# --- who follows what ------------------------------------------------------------------------------------


def _assign(cast: Cast, **facts: object) -> Responsibility:
    base = {"unit_id": cast.unit("btc-thai-binh").pk, "user_id": cast.officer.pk, "field": Field.CADRES}
    return services.assign_responsibility(actor=cast.head, **(base | facts))


def test_a_field_in_an_area_has_one_follower_at_a_time(cast: Cast) -> None:
    told = heard("accounts.responsibility_given")
    area = cast.unit("du-an-hoa").pk
    first = _assign(cast, area_id=area)
    for facts in ({"area_id": area}, {"area_id": area, "user_id": cast.clerk.pk}):
        with refused("accounts.assignment_overlap"), transaction.atomic():
            _assign(cast, **facts)
    _assign(cast, area_id=cast.unit("du-an-chau").pk)
    _assign(cast, area_id=None)
    _assign(cast, field="", area_id=area)
    assert len(told) == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(
            unit=first.unit, user=cast.clerk, field=first.field, area=first.area, starts=TODAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(unit=first.unit, user=cast.clerk, field=first.field, starts=TODAY)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"field": "poetry"}, Hidden),
        ({"user": "other_officer"}, Hidden),
        ({"user": "nobody"}, Hidden),
        ({"department": "other"}, Hidden),
        ({"area": "du-an-hoa-cu"}, "accounts.area"),
        ({"starts": TODAY, "ends": TODAY}, "accounts.days"),
    ],
)
def test_an_assignment_is_refused(cast: Cast, facts: dict[str, object], outcome: object) -> None:
    translated: dict[str, object] = {k: v for k, v in facts.items() if k in {"field", "starts", "ends"}}
    if "user" in facts:
        translated["user_id"] = cast.everybody[str(facts["user"])].pk if facts["user"] != "nobody" else 10**9
    if "area" in facts:
        translated["area_id"] = cast.unit(str(facts["area"])).pk
    if "department" in facts:
        other = Department.objects.create(
            unit=cast.unit("btc-hung-yen"), name="Phòng khác", starts=date(2018, 1, 1)
        )
        translated["department_id"] = other.pk
    expectation = pytest.raises(Hidden) if outcome is Hidden else refused(str(outcome))
    with expectation, transaction.atomic():
        _assign(cast, **translated)
    assert (Responsibility.objects.count(), trace().count()) == (0, 0)


def test_a_department_of_the_unit_can_be_named(cast: Cast) -> None:
    own = Department.objects.create(
        unit=cast.unit("btc-thai-binh"), name="Phòng Tổ chức", starts=date(2018, 1, 1)
    )
    assert _assign(cast, department_id=own.pk).department == own


def test_somebody_who_only_works_in_the_unit_can_be_put_in_charge(cast: Cast) -> None:
    make_grant(cast.other_officer, Role.REVIEWER, cast.unit("btc-thai-binh"), scope=Scope.SELF)
    assert _assign(cast, user_id=cast.other_officer.pk).user == cast.other_officer


def test_assignments_end_and_those_that_never_held_go(cast: Cast) -> None:
    old = Responsibility.objects.create(
        unit=cast.unit("btc-thai-binh"), user=cast.officer, field=Field.CADRES, starts=date(2019, 1, 1)
    )
    new = _assign(cast, field=Field.TRAINING)
    for line in (old, new):
        services.end_responsibility(actor=cast.head, responsibility_id=line.pk)
    assert list(Responsibility.objects.values_list("pk", "ends")) == [(old.pk, TODAY)]
    with refused("accounts.assignment_ended"), transaction.atomic():
        services.end_responsibility(actor=cast.head, responsibility_id=old.pk)
    for actor, line_id in ((cast.officer, old.pk), (cast.head, 10**9), (cast.other_officer, old.pk)):
        with pytest.raises(Hidden), transaction.atomic():
            services.end_responsibility(actor=actor, responsibility_id=line_id)


def test_the_follower_is_the_most_exact_line(cast: Cast) -> None:
    unit, hoa, chau = (cast.unit(code).pk for code in ("btc-thai-binh", "du-an-hoa", "du-an-chau"))

    def who(field: str, area: int | None) -> User | None:
        return queries.follower(unit, field=field, area_id=area, on=TODAY)

    assert who(Field.CADRES, hoa) is None
    _assign(cast, field="", user_id=cast.head.pk)
    assert who(Field.CADRES, hoa) == cast.head
    _assign(cast, field="", area_id=hoa, user_id=cast.clerk.pk)
    assert (who(Field.CADRES, hoa), who(Field.CADRES, chau)) == (cast.clerk, cast.head)
    _assign(cast, user_id=cast.officer.pk)
    assert (who(Field.CADRES, hoa), who(Field.TRAINING, hoa)) == (cast.officer, cast.clerk)
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert who(Field.CADRES, hoa) == cast.clerk


def test_the_house_itself_reads_every_register(cast: Cast) -> None:
    unit = cast.unit("btc-hung-yen").pk
    found = queries.register(System(), unit, queries.Filters(role=Role.AREA_OFFICER), on=TODAY)
    assert [user.username for user in found] == ["hy.theodoi"]
    rows = queries.rows(System(), list(found), unit)
    assert rows[0].roles == ("Chuyên viên theo dõi địa bàn (Tỉnh ủy Hưng Yên)",)
    assert User.objects.get_by_natural_key("HY.theodoi") == cast.other_officer


def test_units_and_tries_name_themselves(cast: Cast) -> None:
    """Rows say what they are without leaking what they guard."""
    grant, line = Grant.objects.first(), _assign(cast)
    assert str(grant).split()[1] in rules.EVERY_ROLE
    assert str(line).startswith(str(cast.officer.pk))
    assert str(Attempt(key="abcdef0123456789")) == "abcdef01"
    assert str(Activation(user=cast.clerk)) == str(cast.clerk.pk)
    assert isinstance(Unit.objects.first(), Unit)
