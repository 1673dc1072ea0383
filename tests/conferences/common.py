"""What the tests of conferences share: sending a form with its key, the text of a page."""

import uuid
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client


def send(browser: Client, path: str, **typed: Any) -> HttpResponse:
    """A form as a browser sends it: with a key of its own."""
    return post(browser, path, typed)


def post(browser: Client, path: str, typed: Mapping[str, Any]) -> HttpResponse:
    return browser.post(path, {"once": uuid.uuid4().hex, **typed})


def soup(answer: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def text(answer: HttpResponse) -> str:
    main = soup(answer).find("main")
    return " ".join(main.get_text(" ").split()) if main is not None else ""


def errors(answer: HttpResponse) -> list[str]:
    """What the summary of errors says."""
    found = soup(answer).select(".errors li")
    return [" ".join(one.get_text(" ").split()) for one in found]
