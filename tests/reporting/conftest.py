"""A province that reports to the Centre: who writes, signs, receives; and a commune of one officer."""

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.reporting.models import Obligation, Round
from tests.cast import Cast, sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.reporting import PERIOD, make_round, owed


@dataclass(frozen=True)
class Room:
    """`writer` and `head` of Hưng Yên, `centre` receives at the Centre, `commune` alone in An Châu."""

    cast: Cast
    round: Round
    writer: User
    head: User
    centre: User
    commune: User

    @property
    def province(self) -> Obligation:
        return owed(self.round, "tu-hung-yen")

    @property
    def small(self) -> Obligation:
        return owed(self.round, "du-an-chau")

    def again(self, **facts: Any) -> "Room":
        return replace(self, **facts)


@pytest.fixture
def people(cast: Cast) -> dict[str, User]:
    head = make_user("hy.truongban", "Phan Văn Sáu", home=cast.unit("btc-hung-yen"))
    make_grant(head, Role.HEAD, cast.unit("tu-hung-yen"))
    centre = make_user("tw.tonghop", "Mai Thị Thu", home=cast.unit("btctw"))
    make_grant(centre, Role.COMPILER, cast.unit("tw"))
    commune = make_user("anchau.tonghop", "Đinh Văn Tư", home=cast.unit("du-an-chau"))
    make_grant(commune, Role.COMPILER, cast.unit("du-an-chau"))
    return {"writer": cast.other_officer, "head": head, "centre": centre, "commune": commune}


@pytest.fixture
def room(cast: Cast, people: dict[str, User]) -> Room:
    return Room(cast, make_round(cast), **people)


def url(name: str, *args: Any, unit: str = "btc-hung-yen", period: str = PERIOD) -> str:
    return reverse(f"reporting:{name}", args=[unit, period, *args])


def post(who: User, address: str, data: dict[str, Any] | None = None, **facts: Any) -> HttpResponse:
    """What a form of a page sends: with a key of its own."""
    return sign_in(who).post(address, {"once": uuid4().hex, **(data or {}), **facts})


def type_in(who: User, obligation: Obligation, version: int, unit: str = "btc-hung-yen", **sent: Any) -> Any:
    """What the script of the grid sends while somebody types."""
    body = json.dumps({"version": version, **sent})
    address = url("autosave", obligation.pk, unit=unit)
    return sign_in(who).post(address, body, content_type="application/json")
