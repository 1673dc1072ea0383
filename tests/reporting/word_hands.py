"""A report in somebody's hands in Word: taken away, edited, brought back, decided."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from giaoban.accounts.models import User
from giaoban.reporting.models import Obligation, Passage
from tests.cast import sign_in
from tests.factories.reporting import TEXTS, begin_and_fill
from tests.factories.sheets import upload
from tests.reporting.conftest import Room, post, url

WITH_FIGURE = "Kết nạp 11 đảng viên mới, việc xây dựng đề án còn chậm."


class Hands:
    """Somebody with one report in Word: takes the copy away, brings it back, decides."""

    def __init__(
        self, who: User, obligation: Obligation, unit: str = "btc-hung-yen", behalf: str = ""
    ) -> None:
        self.who, self.obligation, self.unit, self.behalf = who, obligation, unit, behalf

    def url(self, name: str, *args: Any) -> str:
        return url(name, self.obligation.pk, *args, unit=self.unit) + ("?thay=1" if self.behalf else "")

    def take(self) -> bytes:
        answer = sign_in(self.who).get(self.url("word_copy"))
        assert answer.status_code == 200
        return bytes(answer.content)

    def send(self, content: bytes, name: str = "bao-cao.docx") -> HttpResponse:
        behalf = {"thay": "1"} if self.behalf else {}
        return post(self.who, self.url("word_back"), {"file": upload(content, name), **behalf})

    def bring(self, content: bytes) -> str:
        answer = self.send(content)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer.url)

    def see(self, address: str) -> BeautifulSoup:
        answer = sign_in(self.who).get(address)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    def decide(self, address: str, seen: BeautifulSoup, *choices: str) -> HttpResponse:
        """`choices` in the order of the page: "lay" or "giu"; without them as the page offers."""
        names = list(dict.fromkeys(one["name"] for one in seen.select("input[type=radio]")))
        ticked = {one["name"]: one["value"] for one in seen.select("input[type=radio][checked]")}
        data = {**ticked, **dict(zip(names, choices, strict=False))}
        behalf = {"thay": "1"} if self.behalf else {}
        return post(
            self.who, address, {"seen": seen.select_one("input[name=seen]")["value"], **data, **behalf}
        )


def draft(hands: Hands) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = Passage.objects.filter(obligation=hands.obligation, submission=None)
    for one in rows.select_related("section").order_by("section__position", "position", "pk"):
        found.setdefault(one.section.number, []).append(one.text)
    return found


def passage(hands: Hands, text: str) -> Passage:
    return Passage.objects.get(obligation=hands.obligation, submission=None, text=text)


def inside(body: Any, one: Passage) -> Any:
    """The control of a passage in the Word file."""
    start = f"gb:doan:{one.pk}."
    tags = ((c, c[0].find(qn("w:tag")).get(qn("w:val"))) for c in body.iter(qn("w:sdt")))
    (found,) = [control for control, tag in tags if tag.startswith(start)]
    return found


def titles(page: BeautifulSoup) -> list[str]:
    return [one.get_text(strip=True) for one in page.select(".change h3")]


def ticked(page: BeautifulSoup) -> list[str]:
    return [one["value"] for one in page.select("input[type=radio][checked]")]


def heading(body: Any, number: int) -> Any:
    tags = [(one, one[0].find(qn("w:tag")).get(qn("w:val"))) for one in body.iter(qn("w:sdt"))]
    return [one for one, tag in tags if tag.startswith("gb:muc")][number]


def table(*cells: str) -> Any:
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in cells)
        + "</w:tr></w:tbl>"
    )


def begun(room: Room) -> Hands:
    """The report of the province, begun and filled, in the hands of its writer."""
    begin_and_fill(room.province, texts={**TEXTS, "I": WITH_FIGURE})
    return Hands(room.writer, room.province)
