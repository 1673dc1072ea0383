"""Who works with documents in these tests, and the facts of a conclusion that they write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from giaoban.accounts.rules import Role, Scope
from giaoban.core.refusals import Refusal
from giaoban.core.secrecy import Zone
from giaoban.directives.services import DocumentFacts
from tests.cast import Cast, cast  # noqa: F401  the fixture
from tests.factories.accounts import make_grant, make_user
from tests.factories.directives import make_document, make_relation


@pytest.fixture
def room(cast: Cast, settings: Any) -> SimpleNamespace:  # noqa: F811  the fixture of the cast
    """The connected network; `clerk` writes for Thái Bình, `centre` for the Central commission."""
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


@pytest.fixture
def books(room: SimpleNamespace) -> SimpleNamespace:
    """A small register: the Centre's, the province's, another province's."""
    old = make_document(
        room.central, "09-HD/BTCTW", issuer="Ban Tổ chức Trung ương", issued_on=date(2012, 3, 2), public=True
    )
    new = make_document(
        room.central,
        "12-HD/BTCTW",
        issuer="Ban Tổ chức Trung ương",
        issued_on=date(2018, 7, 6),
        summary="Nâng cao chất lượng sinh hoạt chi bộ",
        public=True,
    )
    make_relation(new, old, "replaces")
    make_document(room.cast.unit("btc-hung-yen"), "1-KL/TU", issuer="Canary", issued_on=date(2018, 1, 1))
    make_document(room.cast.unit("btc-hung-yen"), "2-KL/TU", issued_on=date(2018, 1, 2), public=True)
    make_document(room.central, "50-KL/TW", issuer="Bộ Chính trị", issued_on=date(2019, 10, 1), public=True)
    make_document(
        room.commission, "31-BC/TU", issuer="Tỉnh ủy Thái Bình", issued_on=date(2019, 2, 6),
        summary="", holder="Văn thư mật",
    )  # fmt: skip
    return room


@contextmanager
def refused(code: str, field: str | None = None) -> Iterator[None]:
    """A refusal by this rule, at this field."""
    with pytest.raises(Refusal) as refusal:
        yield
    assert refusal.value.code == code
    assert field is None or refusal.value.field == field


def other(facts: DocumentFacts, **changes: Any) -> DocumentFacts:
    return replace(facts, **changes)
