"""A kind of record that only these tests know, with rows that must not leak."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest

from giaoban.core.registries import Findable, findables
from giaoban.search import services
from giaoban.search.services import Document
from tests.cast import Cast, cast  # noqa: F401  the fixture

START = date(2018, 1, 1)


def document(object_id: int, title: str, **facts: object) -> Document:
    given = {"kind": "test", "url": f"/x/{{period}}/{object_id}/", "starts": START, "public": True, **facts}
    return Document(object_id=object_id, title=title, **given)


@pytest.fixture
def room(cast: Cast) -> Iterator[SimpleNamespace]:  # noqa: F811  the fixture of the cast
    """`test` opens with people.view_personal, so the head of Thái Bình reads what is not public there."""
    rows: list[Document] = []

    def documents(ids):
        return iter([row for row in rows if ids is None or row.object_id in ids])

    findables.add(Findable("test", "Thử", documents, permission="people.view_personal"))
    findables.add(Findable("test_public", "Thử công khai", lambda _ids: iter(())))
    yield SimpleNamespace(cast=cast, rows=rows, index=lambda *given: services.index(given))
    del findables._entries["test"], findables._entries["test_public"]
