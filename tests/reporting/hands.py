"""An officer with a report: takes its form away, brings it back, looks at what would change, confirms."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse

from giaoban.accounts.models import User
from giaoban.reporting import services
from giaoban.reporting.models import Draft, Obligation
from tests.cast import sign_in
from tests.factories.reporting import FIGURES
from tests.factories.sheets import upload
from tests.reporting.conftest import post, url

AT = "du-an-chau"


class Hands:
    """One officer with one report: takes its form away, brings it back, confirms."""

    def __init__(
        self, who: User, obligation: Obligation, unit: str = AT, *, behalf: bool = False, period: str = ""
    ) -> None:
        self.who, self.obligation, self.unit, self.behalf = who, obligation, unit, behalf
        self.period = {"period": period} if period else {}

    def url(self, name: str, *args: Any) -> str:
        found = url(name, self.obligation.pk, *args, unit=self.unit, **self.period)
        return f"{found}?thay=1" if self.behalf else found

    def begin(self) -> "Hands":
        services.begin_report(actor=self.who, obligation_id=self.obligation.pk, on_behalf=self.behalf)
        return self

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(obligation=self.obligation)

    def type_in(self, who: User | None = None, **figures: int | None) -> Draft:
        """What somebody types on the page meanwhile."""
        given = {
            key: figures[name]
            for key in FIGURES
            if (name := key.replace(".", "_").replace(":", "_")) in figures
        }
        return services.save_cells(
            actor=who or self.who,
            obligation_id=self.obligation.pk,
            version=self.draft.version,
            figures=given,
            on_behalf=self.behalf,
        )

    def take(self) -> bytes:
        answer = sign_in(self.who).get(self.url("entry"))
        assert answer.status_code == 200
        return answer.content

    def send(self, content: bytes, name: str = "bieu.xlsx") -> HttpResponse:
        behalf = {"thay": "1"} if self.behalf else {}
        return post(self.who, self.url("load"), {"file": upload(content, name), **behalf})

    def bring(self, content: bytes) -> str:
        """Sent and taken in: the address of its preview."""
        answer = self.send(content)
        assert answer.status_code == 302, answer.content.decode()
        return answer.url

    def see(self, address: str) -> BeautifulSoup:
        answer = sign_in(self.who).get(address)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    def confirm(self, address: str, **facts: str) -> HttpResponse:
        version = self.see(address).select_one("input[name=version]")["value"]
        behalf = {"thay": "1"} if self.behalf else {}
        return post(self.who, address, {"version": version, **behalf, **facts})


def said(page: BeautifulSoup | HttpResponse) -> str:
    soup = BeautifulSoup(page.content, "html.parser") if isinstance(page, HttpResponse) else page
    return " ".join(soup.select_one("main").get_text(" ").split())


def lines(soup: BeautifulSoup, heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    table = soup.find(id=heading).find_parent("section").find("table")
    rows = table.select("tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]
