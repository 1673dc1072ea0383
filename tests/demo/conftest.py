"""One house for all tests of the demonstration: its ground is loaded once a file, that stays with one worker;
every test leaves it as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from giaoban.core.dates import stand_on
from giaoban.demo import services


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The ground of the demonstration on its own day; the folder that keeps its accounts."""
    folder = tmp_path_factory.mktemp("demonstration")
    story = {"MEDIA_ROOT": folder / "files", "GIAOBAN_MARK": "demo", "GIAOBAN_PERIOD": services.PERIOD}
    with django_db_blocker.unblock(), override_settings(**story), undone():
        services.load(lambda _line: None)
        yield folder
    stand_on(None)
