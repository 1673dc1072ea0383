"""Roles: given and ended by those who may, never by oneself, never further than one's own reach."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from giaoban.accounts import services
from giaoban.accounts.models import Grant
from giaoban.accounts.rules import Role, Scope
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Hidden
from giaoban.organisations.rules import EMULATION
from giaoban.organisations.rules import Permission as Organisations
from tests.accounts.common import heard, refused, trace
from tests.cast import TODAY, Cast
from tests.factories.accounts import make_grant, make_user


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
