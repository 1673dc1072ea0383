"""What the tests of the pages share: sending a form, words of a page, addresses, a round of opinions."""

import uuid
from datetime import date
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from giaoban.correspondence.models import Consultation, Dossier, Opinion
from giaoban.correspondence.rules import Manner, State
from tests.cast import Cast
from tests.factories.correspondence import make_dossier

PERIOD = "2019-t09-9t"
HERE = f"/btc-thai-binh/{PERIOD}/"
COMMUNE = f"/du-an-hoa/{PERIOD}/"


def post(client: Client, path: str, **typed: Any) -> Any:
    """A form as a browser sends it: with a key of its own."""
    return client.post(path, {"once": uuid.uuid4().hex, **typed})


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response: Any) -> str:
    main = soup(response).main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def summary(response: Any) -> str:
    """The sentences of the error summary."""
    found = soup(response).select_one(".errors")
    return " ".join(found.get_text(" ").split()) if found else ""


def buttons(response: Any) -> list[str]:
    """The actions on top of a page, the filled one first."""
    return [" ".join(one.get_text(" ").split()) for one in soup(response).select("header.lead .actions .btn")]


def at(dossier: Dossier, *rest: str, place: str = HERE) -> str:
    return f"{place}ho-so-trinh/{dossier.pk}/" + "".join(f"{part}/" for part in rest)


def make_round(
    cast: Cast, *codes: str, state: str = State.CONSULTING, manner: str = Manner.LETTER, **facts: Any
) -> tuple[Dossier, Consultation, list[Opinion]]:
    """A dossier of the commission whose draft these units are asked about."""
    dossier = make_dossier(
        cast.unit("btc-thai-binh"), issuer=cast.unit("tu-thai-binh"), organ="standing_board", state=state
    )
    draft = dossier.drafts.get()
    values = {"sent_on": date(2019, 9, 5), "due": date(2019, 9, 20), **facts}
    round_ = Consultation.objects.create(dossier=dossier, draft=draft, manner=str(manner), **values)
    opinions = [Opinion.objects.create(consultation=round_, unit=cast.unit(code)) for code in codes]
    return dossier, round_, opinions
