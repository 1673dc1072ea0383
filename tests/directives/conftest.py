"""Who works with documents in these tests, and the facts of a conclusion that they write."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from giaoban.accounts.rules import Role, Scope
from giaoban.core.secrecy import Zone
from giaoban.directives.services import DocumentFacts
from tests.cast import Cast, cast  # noqa: F401  the fixture
from tests.factories.accounts import make_grant, make_user


@pytest.fixture
def room(cast: Cast, settings: Any) -> SimpleNamespace:  # noqa: F811  the fixture of the cast
    """The connected network; `clerk` writes for the commission of Thái Bình, `centre` for the Central commission."""
    settings.GIAOBAN_ZONE = Zone.CONNECTED.value
    commission, central = cast.unit("btc-thai-binh"), cast.unit("btctw")
    centre = make_user("tw.vanthu", "Mai Thị Oanh", home=central)
    make_grant(centre, Role.CLERK, central, scope=Scope.SELF)
    elsewhere = make_user("hy.vanthu", "Lý Văn Quang", home=cast.unit("btc-hung-yen"))
    make_grant(elsewhere, Role.CLERK, cast.unit("btc-hung-yen"), scope=Scope.SELF)
    return SimpleNamespace(
        cast=cast,
        commission=commission,
        committee=cast.unit("tu-thai-binh"),
        central=central,
        clerk=cast.clerk,
        centre=centre,
        elsewhere=elsewhere,
    )


@pytest.fixture
def facts() -> DocumentFacts:
    return DocumentFacts(
        symbol="12-CTr/TU",
        issuer="Tỉnh ủy Thái Bình",
        issued_on=date(2018, 1, 5),
        summary="Thực hiện Nghị quyết số 18-NQ/TW về tổ chức bộ máy",
    )


def other(facts: DocumentFacts, **changes: Any) -> DocumentFacts:
    return replace(facts, **changes)
