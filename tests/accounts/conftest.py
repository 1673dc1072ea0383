"""Listeners that a test of this room adds are gone after it."""

from collections.abc import Iterator

import pytest

from giaoban.core.registries import announcements


@pytest.fixture(autouse=True)
def no_listeners_left(db: None) -> Iterator[None]:
    before = {entry.code: list(entry.listeners) for entry in announcements}
    yield
    for entry in announcements:
        entry.listeners[:] = before.get(entry.code, [])
