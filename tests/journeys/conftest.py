"""The stage of a journey: the house serves, browsers are at hand, and at the end none of them complained."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.journeys.common import Stage

# The house of a story lives years ago: by its Date header every file would be stale as soon as it arrives.
FOREVER = "public, max-age=2000000000"


@pytest.fixture
def kept_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser fetches each style sheet, script and font once, as behind the real server."""
    serve = StaticFilesHandlerMixin.serve

    def kept(self: Any, request: Any) -> Any:
        answer = serve(self, request)
        answer["Cache-Control"] = FOREVER
        return answer

    monkeypatch.setattr(StaticFilesHandlerMixin, "serve", kept)


@pytest.fixture
def stage(
    kept_files: None, transactional_db: None, live_server: LiveServer, browser: Browser
) -> Iterator[Stage]:
    found = Stage(browser, live_server.url)
    yield found
    found.close()
    assert found.complaints == []
