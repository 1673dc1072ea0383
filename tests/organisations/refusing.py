"""Shared by the tests of bad decisions: a refusal names its rule and writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role, Scope
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.models import Placement, Unit
from giaoban.organisations.rules import PARTY, NewUnit
from tests.factories.accounts import make_grant, make_user
from tests.factories.organisations import SYSTEM, decision
from tests.organisations.tables import boundary_days, check_day, check_no_fragments, everything

D = date(2025, 7, 1)
EVE = date(2025, 6, 30)
Land = dict[str, Unit]


@contextmanager
def refused(code: str, *words: str) -> Iterator[None]:
    """The block is refused under this code, its sentence has these words, and no row has changed."""
    before = everything()
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == f"organisations.{code}"
    for word in words:
        assert word in caught.value.message
    assert caught.value.rule
    assert caught.value.source
    assert everything() == before


@contextmanager
def hidden() -> Iterator[None]:
    """The block is answered like something that does not exist, and no row has changed."""
    before = everything()
    with pytest.raises(Hidden):
        yield
    assert everything() == before


def sound() -> None:
    check_no_fragments()
    for on in boundary_days():
        check_day(on)


def facts(on: date = D, number: str = "12-QĐ/TU") -> dict[str, Any]:
    return {"actor": SYSTEM, "decision": decision(on, number)}


def commune(code: str = "xa-moi", name: str = "Đảng ủy xã Mới", **more: Any) -> NewUnit:
    return NewUnit(code, "commune_committee", name, **more)


def parent_of(unit: Unit, on: date, line: str = PARTY) -> int | None:
    return Placement.objects.on(on).get(unit=unit, hierarchy__code=line).parent_id


def administrator(unit: Unit, *, scope: Scope = Scope.SUBTREE) -> User:
    user = make_user(f"qt-{unit.code}-{scope}")
    make_grant(user, Role.ADMINISTRATOR, unit, scope=scope)
    return user
