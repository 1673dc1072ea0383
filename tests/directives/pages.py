"""What the tests of pages share: the address, the form of an entry, what a page says."""

import uuid

from bs4 import BeautifulSoup

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


def table(response) -> list[list[str]]:
    rows = BeautifulSoup(response.content, "html.parser").tbody.find_all("tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]


def symbols(response) -> list[str]:
    return [row[0].split()[0] for row in table(response)] if b"<tbody>" in response.content else []
