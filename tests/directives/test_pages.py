"""Pages about documents: what they show to whom, how they write, and what they answer to bad input."""

import uuid

from bs4 import BeautifulSoup

from giaoban.directives.models import Document
from tests.cast import sign_in
from tests.factories.directives import make_document, make_relation

AT = "/btc-thai-binh/2019-t09-9t/van-ban/"
FORM = {
    "symbol": "12-ctr/tu",
    "type": "",
    "issued_on": "05/01/2018",
    "issuer": "Tỉnh ủy Thái Bình",
    "summary": "Thực hiện Nghị quyết số 18-NQ/TW",
    "recipients": "",
    "implements_text": "",
    "replaces_text": "",
    "source": "",
    "confidence": "unverified",
    "holder": "",
}


def send(client, path: str, typed: dict):
    """A form as a browser sends it: with a key of its own."""
    return client.post(path, {"once": uuid.uuid4().hex, **typed})


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def test_a_clerk_enters_a_document_from_its_symbol_and_lands_on_its_page(room):
    client = sign_in(room.clerk)
    answer = send(client, f"{AT}ghi-so/", {**FORM, "registered_in": room.committee.pk})
    document = Document.objects.get()
    assert answer.headers["Location"] == f"{AT}{document.pk}/"
    page = client.get(f"{AT}{document.pk}/")
    assert page.status_code == 200
    assert "Chương trình 12-CTr/TU" in text(page)
    assert client.get(AT).status_code == 200
    for page in (
        "ghi-so/",
        f"{document.pk}/dinh-chinh/",
        f"{document.pk}/noi-nhan/",
        f"{document.pk}/quan-he/",
        f"{document.pk}/tep/",
    ):
        assert client.get(AT + page).status_code == 200
