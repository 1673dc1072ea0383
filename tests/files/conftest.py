"""A kind of record whose files these tests guard: who heads Thái Bình reads, the clerk also adds."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from giaoban.core.registries import FileGuard, file_guards
from tests.cast import Cast, cast  # noqa: F401  the fixture


@pytest.fixture
def room(cast: Cast) -> Iterator[SimpleNamespace]:  # noqa: F811  the fixture of the cast
    readers = {1: {cast.head.pk, cast.clerk.pk}, 2: {cast.other_officer.pk}}

    def may_read(actor, object_id):
        return actor.actor_id in readers.get(object_id, set())

    def may_add(actor, object_id):
        return actor == cast.clerk and may_read(actor, object_id)

    file_guards.add(FileGuard("test", may_read, may_add))
    file_guards.add(FileGuard("test_closed", may_read))
    yield SimpleNamespace(cast=cast, unit=cast.unit("btc-thai-binh"), readers=readers)
    del file_guards._entries["test"], file_guards._entries["test_closed"]
