"""What the tests of the upward road share: sending a form, the words of a page, the state of a row."""

import uuid
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from giaoban.recommendations.models import Recommendation

PROVINCE = "/btc-thai-binh/2019-t09-9t/kien-nghi/"
DISTRICT = "/hu-dong-hung/2019-t09-9t/kien-nghi/"
COMMUNE = "/du-an-hoa/2019-t09-9t/kien-nghi/"
ANSWER = {"outcome": "explained", "text": "Thực hiện theo Hướng dẫn 09-HD/BTCTW."}


def post(client: Client, path: str, **typed: Any) -> Any:
    """A form as a browser sends it: with a key of its own."""
    return client.post(path, {"once": uuid.uuid4().hex, **typed})


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def summary(response: Any) -> str:
    """The sentences of the error summary."""
    found = BeautifulSoup(response.content, "html.parser").select_one(".errors")
    return " ".join(found.get_text(" ").split()) if found else ""


def stored(recommendation: Recommendation) -> dict[str, Any]:
    fields = ("state", "outcome", "answer", "answered_on", "reply_due", "version")
    return Recommendation.objects.values(*fields).get(pk=recommendation.pk)


def steps(recommendation: Recommendation) -> list[tuple[str, str]]:
    return list(recommendation.steps.order_by("pk").values_list("move", "unit__code"))
