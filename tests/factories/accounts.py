"""Accounts and grants for tests, written straight into the tables: doors are what the tests are about."""

from datetime import date
from typing import Any

from giaoban.accounts.models import Grant, User
from giaoban.accounts.rules import Scope
from giaoban.core.dates import OPEN
from giaoban.organisations.models import Hierarchy, Unit
from giaoban.organisations.rules import PARTY

PASSWORD = "Lúa vàng bên sông 2019"  # noqa: S105  of generated users only
LONG_AGO = date(2016, 1, 1)


def make_user(username: str, display_name: str = "", *, home: Unit | None = None, **facts: Any) -> User:
    """A user who can sign in with PASSWORD."""
    user = new_user(username, display_name, home=home, **facts)
    user.save()
    return user


def new_user(username: str, display_name: str = "", *, home: Unit | None = None, **facts: Any) -> User:
    """The same, not yet written."""
    user = User(username=username, display_name=display_name or username, home_unit=home, **facts)
    user.set_password(PASSWORD)
    user.fill_keys()
    return user


def make_grant(
    user: User,
    role: str,
    unit: Unit,
    *,
    scope: str = Scope.SUBTREE,
    hierarchy: str = PARTY,
    starts: date = LONG_AGO,
    ends: date = OPEN,
) -> Grant:
    line = Hierarchy.objects.get(code=hierarchy)
    return Grant.objects.create(
        user=user, role=role, unit=unit, scope=scope, hierarchy=line, starts=starts, ends=ends
    )
