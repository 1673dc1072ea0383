"""Every workbook that leaves the house: no text ever becomes a formula, it prints well, it says its source.

Names of units, documents, tasks and rows begin with the signs by which a sheet takes text for a formula.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from giaoban.accounts.models import User
from giaoban.organisations.coordinates import resolve
from giaoban.organisations.models import Change, UnitName
from giaoban.organisations.rules import ChangeKind
from giaoban.reporting import services as reports
from giaoban.reporting.models import Indicator, Round
from giaoban.web.queries.papers import programme_leaf
from giaoban.web.setup.rules import Sheet
from tests.cast import BASELINE, Cast, sign_in
from tests.factories import reporting
from tests.factories.arrivals import make_arrival
from tests.factories.correspondence import make_dossier
from tests.factories.crowded import worker
from tests.factories.directives import make_document
from tests.factories.reading import make_correction, make_text
from tests.factories.sheets import UNIT_COLUMNS, book, upload
from tests.factories.tasks import make_programme
from tests.factories.workbooks import filled
from tests.guards.test_urls import addresses

PERIOD = "2019-t09-9t"
SIGNS = ("=1+1", "+84 1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1")
HOSTILE = re.compile(r"[=+@-]|\s*=")
UNITS = ("tu-thai-binh", "hu-dong-hung", "du-an-hoa", "du-an-chau", "cb-thon-mot", "btc-thai-binh")


@dataclass(frozen=True, slots=True)
class House:
    """A province in which whatever has a name carries a hostile one."""

    cast: Cast
    who: User
    commune: User
    round: Round

    def get(
        self, name: str, *args: Any, who: User | None = None, unit: str = "btc-thai-binh", query: str = ""
    ) -> bytes:
        answer = sign_in(who or self.who).get(reverse(name, args=[unit, PERIOD, *args]) + query)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    def owed(self, code: str) -> Any:
        return reporting.owed(self.round, code)


@pytest.fixture
def house(cast: Cast) -> House:
    round_ = reporting.make_round(cast)
    for sign, code in zip(SIGNS, UNITS, strict=True):
        UnitName.objects.filter(unit__code=code).update(name=f"{sign} {code}", short_name=f"{sign} {code}")
    for sign, code in zip(
        SIGNS, ("ORG.CELL", "MEM.NEW", "APP.QUOTA", "CAD.PLAN", "CAD.APPT", "CAD.TRAIN"), strict=True
    ):
        Indicator.objects.filter(code=code).update(name=f"{sign} chỉ tiêu", counting_unit=f"{sign} đv")
    who = worker(cast, "tb.moi.viec", "btc-thai-binh", "tu-thai-binh")
    commune = worker(cast, "xa.moi.viec", "du-an-chau", "du-an-chau")
    return House(cast, who, commune, round_)


def draft_report(house: House) -> bytes:
    texts = {number: f"{sign} đoạn" for number, sign in zip(("I", "II", "III"), SIGNS, strict=False)}
    for code in ("cb-thon-mot", "du-an-chau"):
        reporting.fill_and_send(house.owed(code), texts=texts, accept=True)
    reporting.fill_and_send(house.owed("du-an-hoa"), texts=texts, accept=True)
    reporting.begin_and_fill(house.owed("hu-dong-hung"), texts=texts)
    who = worker(house.cast, "dh.moi.viec", "hu-dong-hung", "hu-dong-hung")
    return house.get("reporting:sheet", house.owed("hu-dong-hung").pk, who=who, unit="hu-dong-hung")


def entry(house: House) -> bytes:
    owed = house.owed("du-an-chau")
    draft = reports.begin_report(actor=house.commune, obligation_id=owed.pk)
    reports.save_cells(
        actor=house.commune,
        obligation_id=owed.pk,
        version=draft.version,
        figures={},
        explanations={"MEM.NEW:in_period": "=1+1", "ORG.CELL:value": "@SUM(A1)"},
    )
    return house.get("reporting:entry", owed.pk, who=house.commune, unit="du-an-chau")


def marked(house: House) -> bytes:
    content = filled(entry(house), {("MEM.NEW", "now"): "=1+1", ("CAD.PLAN", "now"): "@SUM(A1)"})
    owed = house.owed("du-an-chau")
    file_id = reports.receive_workbook(
        actor=house.commune, obligation_id=owed.pk, upload=upload(content, "bieu.xlsx")
    )
    return house.get("reporting:load_marked", owed.pk, file_id, who=house.commune, unit="du-an-chau")


def matrix(house: House) -> bytes:
    programme = hostile_programme(house)
    return house.get("tasks:matrix_xlsx", programme.pk)


def hostile_programme(house: House) -> Any:
    units = [house.cast.unit("hu-dong-hung")]
    return make_programme(house.cast.unit("tu-thai-binh"), units, title="=1+1 chương trình")


def archived_programme(house: House) -> bytes:
    request: Any = RequestFactory().get("/")
    request.actor = house.who
    return programme_leaf(resolve(request, "btc-thai-binh", PERIOD), hostile_programme(house)).make()


def dissemination(house: House) -> bytes:
    document = make_document(
        house.cast.unit("btc-thai-binh"), "=1-HD/BTCTU", issuer="@SUM(A1)", summary="+84 trích yếu",
        type="HD", recipients=(house.cast.unit("tu-thai-binh"), house.cast.unit("hu-dong-hung")),
    )  # fmt: skip
    return house.get("directives:dissemination_xlsx", document.pk)


def decisions(house: House) -> bytes:
    change = Change.objects.create(
        kind=ChangeKind.ESTABLISH.value,
        effective_on=BASELINE,
        decision="=1+1",
        source="@SUM(A1)",
        note="-2+3",
    )
    change.units.set([house.cast.unit("hu-dong-hung")])
    return house.get("organisations:decisions_export")


def corrections(house: House) -> bytes:
    make_correction(make_text(house.cast.unit("btc-thai-binh"), title="=1+1 văn bản"))
    return house.get("reading:corrections_xlsx")


def dossiers(house: House) -> bytes:
    make_dossier(house.cast.unit("btc-thai-binh"), about="=1+1 hồ sơ")
    return house.get("correspondence:dossiers_xlsx")


def opinions(house: House) -> bytes:
    made = make_dossier(house.cast.unit("btc-thai-binh"), about="=1+1 hồ sơ")
    return house.get("correspondence:opinions_xlsx", made.pk)


def incoming(house: House) -> bytes:
    make_arrival(house.cast.unit("btc-thai-binh"), symbol="=1+1", issuer="@SUM(A1)", summary="-2+3")
    return house.get("correspondence:arrivals_file", "xlsx")


def setup_template(house: House) -> bytes:
    return sign_in(house.who).get(reverse("setup:template", args=[Sheet.CONTACTS])).content


def setup_marked(house: House) -> bytes:
    rows = [(1, "=1+1", "@SUM(A1)", "chi bộ", "-2+3", "")]
    content = book(UNIT_COLUMNS, rows, {"Hiệu lực từ": "01/01/2019"})
    browser = sign_in(house.who)
    sent = browser.post(
        reverse("setup:sheet", args=[Sheet.UNITS]), {"file": upload(content), "once": "a" * 32}
    )
    assert sent.status_code == 302, sent.content.decode()
    return browser.get(f"{sent.url}loi/").content


EXPORTERS: dict[str, Callable[[House], bytes]] = {
    "a draft with its units and passages": draft_report,
    "a form to be filled": entry,
    "the marked copy of a filled form": marked,
    "the matrix of a programme": matrix,
    "a programme in the package of a period": archived_programme,
    "who was told of a document": dissemination,
    "the register of units": lambda house: house.get("organisations:export"),
    "the register of decisions": decisions,
    "corrections of read texts": corrections,
    "the register of dossiers": dossiers,
    "opinions on a dossier": opinions,
    "the incoming book": incoming,
    "the empty sheet of contacts": setup_template,
    "a sheet of units with its errors": setup_marked,
}
# Sheets of Thiết lập go in, not out: nobody prints them, and their rows come from the sender.
INWARD = {"the empty sheet of contacts", "a sheet of units with its errors"}


def formulas(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [
            name
            for name in package.namelist()
            if name.startswith("xl/worksheets/") and re.search(rb"<(?:\w+:)?f[ >/]", package.read(name))
        ]


@pytest.mark.parametrize("name", EXPORTERS)
def test_no_text_becomes_a_formula_and_the_workbook_says_what_it_is(house: House, name: str) -> None:
    content = EXPORTERS[name](house)
    assert formulas(content) == []
    file = openpyxl.load_workbook(io.BytesIO(content))
    texts = [
        cell for page in file.worksheets for row in page.iter_rows() for cell in row if cell.data_type == "s"
    ]
    hostile = [cell for cell in texts if HOSTILE.match(cell.value)]
    assert hostile  # there was something that could have become one
    assert {cell.data_type for cell in hostile} == {"s"}
    assert not any(cell.hyperlink for cell in hostile)
    if name in INWARD:
        return
    shown = [page for page in file.worksheets if page.sheet_state == "visible"]
    assert shown[-1].title == "Nguồn"
    said = [str(row[0].value) for row in shown[-1].iter_rows()]
    assert any(re.match(r"Đơn vị(?! tính)|Cơ quan", label) for label in said)
    assert any(re.match(r"Kỳ|Tính đến|Thời gian", label) for label in said)
    assert "Nguồn" in said
    assert {"Thời điểm", "Lúc xuất"} & set(said)
    for page in shown:
        assert page.print_area
        assert page.sheet_properties.pageSetUpPr.fitToPage
        if page.title != "Nguồn":
            assert page.freeze_panes
            assert page.print_title_rows


def test_the_check_sees_a_formula() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        file.add_worksheet().write(0, 0, "=1+1")
    assert formulas(buffer.getvalue()) == ["xl/worksheets/sheet1.xml"]


def test_every_address_that_gives_a_workbook_is_in_the_table() -> None:
    """A new one fails here until it is looked at."""
    known = {
        "reporting:sheet", "reporting:entry", "reporting:load_marked", "tasks:matrix_xlsx",
        "directives:dissemination_xlsx", "organisations:export", "organisations:decisions_export",
        "reading:corrections_xlsx", "correspondence:dossiers_xlsx", "correspondence:arrivals_file",
        "correspondence:opinions_xlsx",
        "setup:template", "setup:errors",
    }  # fmt: skip
    found = {
        name for name, path in addresses(get_resolver().url_patterns) if "xlsx" in path or "xlsx" in name
    }
    assert found - known == set()
