"""The counts of the menu: their statement is written once for a standing, the numbers are always fresh."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches

from giaoban.accounts import access
from giaoban.accounts.models import Grant, User
from giaoban.accounts.rules import Scope
from giaoban.core.registries import navigation
from giaoban.organisations.coordinates import of_unit
from giaoban.periods.rules import Period
from giaoban.web import context
from tests.cast import NOON, TODAY, Cast, sign_in
from tests.factories.crowded import crowd
from tests.factories.notices import make_notice

PERIOD = Period.parse("2019-t09-9t")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time the statement was written."""
    times: list[int] = []
    real = context.written

    def noted(*args: Any) -> Any:
        times.append(1)
        return real(*args)

    monkeypatch.setattr(context, "written", noted)
    return times


def shown(browser: Any, label: str = "Thông báo") -> int | None:
    page = browser.get("/tro-giup/")
    items = [item for group in page.context["shell"].nav for item in group.items]
    return next(item.count for item in items if item.label == label)


def statement(user: User) -> Any:
    """(standing, statement) of the user's menu at home, nothing remembered."""
    user = User.objects.get(pk=user.pk)
    assert user.home_unit_id is not None
    at = of_unit(user.home_unit_id, PERIOD)
    assert at is not None
    entries = [entry for entry in navigation if user.can(entry.permission, at.unit_id, on=at.on)]
    return access.standing(user, at.unit_id), context.written(entries, user, at)


def test_it_is_written_once_and_counts_anew(cast: Cast, written: list[int]):
    browser = sign_in(cast.officer)
    assert shown(browser) is None
    make_notice(cast.officer)
    assert shown(browser) == 1
    make_notice(cast.officer)
    assert shown(browser) == 2
    assert len(written) == 1


def test_another_person_another_right_another_place_has_another(cast: Cast, written: list[int]):
    browser = sign_in(cast.officer)
    shown(browser)
    shown(sign_in(cast.head))
    assert len(written) == 2
    grant = Grant.objects.filter(user=cast.officer)[0]
    Grant.objects.filter(pk=grant.pk).update(ends=TODAY + timedelta(days=400))
    shown(browser)
    assert len(written) == 2  # still in force, nothing else
    Grant.objects.filter(pk=grant.pk).update(scope=Scope.SELF, unit=cast.unit("btc-thai-binh"))
    shown(browser)
    assert len(written) == 3


def test_another_day_has_another(cast: Cast, written: list[int]):
    browser = sign_in(cast.officer)
    shown(browser)
    with time_machine.travel(NOON + timedelta(days=1)):
        shown(sign_in(cast.officer))
    assert len(written) == 2


def test_nothing_goes_into_it_but_the_standing(cast: Cast):
    """Rows come and go: the statement of who stands as before says the same words."""
    people = [user for user in cast.everybody.values() if user.home_unit_id]
    with time_machine.travel(NOON, tick=False):
        before = {user.pk: statement(user) for user in people}
        crowd(cast, 3)
        after = {user.pk: statement(user) for user in people}
    same = [pk for pk in before if before[pk][0] == after[pk][0]]
    assert len(same) >= 5
    assert {pk for pk in same if before[pk][1] != after[pk][1]} == set()
    assert len({repr(one[1]) for one in before.values()}) == len(people)  # nobody's is another's


def test_what_is_kept_is_of_this_process_only(cast: Cast):
    caches["statements"].clear()
    shown(sign_in(cast.officer))
    assert len(caches["statements"]._cache) == 1
