"""Who works with persons in these tests: personnel officers of two provinces; the independent LAN."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from giaoban.accounts.rules import Role, Scope
from giaoban.core.secrecy import Zone
from giaoban.people.services import PostFacts
from tests.cast import Cast, cast  # noqa: F401  the fixture
from tests.factories.accounts import make_grant, make_user


@pytest.fixture
def room(cast: Cast, settings: Any) -> SimpleNamespace:  # noqa: F811  the fixture of the cast
    """The independent LAN; `personnel` writes about Thái Bình, `elsewhere` about Hưng Yên."""
    settings.GIAOBAN_ZONE = Zone.INDEPENDENT.value
    commission, other = cast.unit("btc-thai-binh"), cast.unit("btc-hung-yen")
    personnel = make_user("tb.nhansu", "Mai Thị Oanh", home=commission)
    elsewhere = make_user("hy.nhansu", "Lý Văn Quang", home=other)
    make_grant(personnel, Role.PERSONNEL_OFFICER, cast.unit("tu-thai-binh"))
    make_grant(elsewhere, Role.PERSONNEL_OFFICER, cast.unit("tu-hung-yen"))
    reader = make_user("tb.doc", "Cao Thị Sen", home=commission)
    make_grant(reader, Role.DELEGATE, commission, scope=Scope.SELF)
    return SimpleNamespace(
        cast=cast, commission=commission, other=other, personnel=personnel, elsewhere=elsewhere, reader=reader
    )


@pytest.fixture
def facts(room: SimpleNamespace) -> PostFacts:
    return PostFacts(
        unit_id=room.commission.pk,
        title="Trưởng ban",
        kind="head",
        starts=date(2018, 1, 1),
        decision="15-QĐ/TU",
    )


def other(facts: PostFacts, **changes: Any) -> PostFacts:
    return replace(facts, **changes)
