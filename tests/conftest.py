"""Fixtures that every room uses: the cloned database, quick passwords, the browser of the journeys."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import database
from tests.cast import cast  # noqa: F401  the cast is a fixture of every test

ARGON2 = "django.contrib.auth.hashers.Argon2PasswordHasher"
CHROMIUM = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# Files that take long start first, so that no worker is left alone with one at the end.
LONG = ("tests/drills/", "tests/journeys/", "tests/guards/", "tests/demo/")

# Coverage is asked of rules, access and doors (tools/checks.py). What only walks through them, or is of other
# floors, is not traced: that would make it take twice as long.
UNTRACED = (
    "tests/drills/", "tests/journeys/", "tests/guards/", "tests/config/", "tests/core/", "tests/documents/",
    "tests/reader/",
    "tests/demo/test_national.py", "tests/demo/test_registry.py", "tests/demo/test_loading.py",
    "tests/web/test_home_links.py", "tests/web/test_first_screens.py", "tests/web/test_cycle_steps.py",
    "tests/web/test_menu_counts.py", "tests/directives/test_writing.py", "tests/directives/test_pages.py",
    "tests/search/test_canaries.py", "tests/search/test_examples.py", "tests/reporting/test_walks.py",
    "tests/reporting/test_round_pages.py", "tests/tasks/test_walks.py", "tests/conferences/test_access.py",
    "tests/organisations/test_pages_changes.py", "tests/organisations/test_pages_register.py",
    "tests/organisations/test_pages_decisions.py", "tests/organisations/test_pages_tree.py",
    "tests/organisations/test_pages_unit.py", "tests/correspondence/test_pages_dossiers.py",
    "tests/correspondence/test_pages_issue.py", "tests/correspondence/test_pages_opinions.py",
    "tests/correspondence/test_outgoing.py", "tests/correspondence/test_sending_more.py",
    "tests/recommendations/test_lists.py",
)  # fmt: skip

# A busy machine is no fault of the code under test.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Tracing())
    # Argon2 costs 50 ms a password by intent; the fixture `argon2` brings it back where it is what is tested.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Files straight from the source: no collectstatic before a test, no manifest.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django_settings.STORAGES = {**django_settings.STORAGES, "staticfiles": plain}
    empty = Path(os.environ["GIAOBAN_DATA"]) / "static"
    empty.mkdir(exist_ok=True)
    django_settings.STATIC_ROOT = empty
    django_settings.MEDIA_ROOT = Path(os.environ["GIAOBAN_DATA"]) / f"files-{os.getpid()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: next((n for n, path in enumerate(LONG) if item.nodeid.startswith(path)), len(LONG))
    )
    for item in items:
        if item.nodeid.startswith(UNTRACED):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """What is loaded by now lives to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class Tracing:
    """Whether the last test was traced. What an untraced one left in a cache, no traced one would run."""

    last = True

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        traced = item.get_closest_marker("no_cover") is None
        if traced and not self.last:
            for name, module in list(sys.modules.items()):
                if name.startswith("giaoban."):
                    for found in vars(module).values():
                        if isinstance(found, _lru_cache_wrapper):
                            found.cache_clear()
        self.last = traced


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One clone of the template for this process; a transactional test gets a fresh one when it ends."""
    database.start_cluster()
    source = database.template()
    name = f"giaoban_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"

    def renew(*_: object) -> None:
        # The application role may not truncate, so Django's flush is no way back to the first state.
        connections["default"].close()
        database.clone(source, name)

    with django_db_blocker.unblock():
        connections["default"].settings_dict.update(NAME=name, HOST=database.host())
        renew()
        flush = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = renew
        yield
        TransactionTestCase._fixture_teardown = flush
        connections["default"].close()
        database.drop(name)


@pytest.fixture(autouse=True)
def _clean_house() -> Iterator[None]:
    """Nothing of one test reaches the next: no cached throttle, no stored file, no chosen language."""
    for cache in caches.all():
        cache.clear()
    translation.activate(django_settings.LANGUAGE_CODE)
    yield
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def argon2(settings: object) -> None:
    """Passwords as the house hashes them."""
    settings.PASSWORD_HASHERS = [ARGON2]  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's browser; it fetches nothing of its own."""
    found = shutil.which("chromium") or "/usr/bin/chromium"
    return {**browser_type_launch_args, "executable_path": found, "args": CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
