"""A report filled offline: the workbook with open cells, read back by cell, previewed, written once."""

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
from bs4 import BeautifulSoup

from giaoban.reporting import services
from giaoban.reporting.models import Draft
from tests.cast import sign_in
from tests.factories.reporting import FIGURES
from tests.factories.sheets import upload
from tests.reporting.conftest import Room, post, url

NEW = "MEM.NEW:in_period"
AT = "du-an-chau"


def here(room: Room, name: str, *args: Any, unit: str = AT) -> str:
    return url(name, room.small.pk, *args, unit=unit)


def begun(room: Room, **figures: int | None) -> Draft:
    """The commune's report half-written, with these figures in it."""
    draft = services.begin_report(actor=room.commune, obligation_id=room.small.pk)
    if figures:
        return services.save_cells(
            actor=room.commune,
            obligation_id=room.small.pk,
            version=draft.version,
            figures={key.replace("__", ":").replace("_", ".", 1): value for key, value in figures.items()},
        )
    return draft


def taken(room: Room, unit: str = AT, query: str = "") -> bytes:
    answer = sign_in(room.commune).get(here(room, "entry", unit=unit) + query)
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="bieu-nhap-du-an-chau-2019-t09-9t.xlsx"'
    return answer.content


def places(content: bytes) -> dict[tuple[str, str], str]:
    """Where each keyed cell stands: {(row key, column key): "G9"}."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = {cell.value: cell.row for cell in page["A"] if isinstance(cell.value, str)}
    columns = {cell.value: cell.column_letter for cell in page[1] if cell.value}
    return {(row, column): f"{columns[column]}{rows[row]}" for row in rows for column in columns}


def filled(content: bytes, values: Mapping[tuple[str, str], Any], change: Any = None) -> bytes:
    """The workbook as an officer fills it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    at = places(content)
    for place, value in values.items():
        cell = book.worksheets[0][at[place]]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # a cell of text, as the form sets it: what begins with = is no formula
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(room: Room, content: bytes, who: Any = None, **facts: str) -> Any:
    return post(who or room.commune, here(room, "load"), {"file": upload(content, "bieu.xlsx"), **facts})


def seen(room: Room, address: str, who: Any = None) -> BeautifulSoup:
    answer = sign_in(who or room.commune).get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def said(soup: BeautifulSoup) -> str:
    return " ".join(soup.select_one("main").get_text(" ").split())


def confirm(room: Room, address: str, who: Any = None, **facts: str) -> Any:
    version = seen(room, address, who).select_one("input[name=version]")["value"]
    return post(who or room.commune, address, {"version": version, **facts})


# Every figure of FIGURES by the place that asks for it.
PLACES = {
    key: (
        (key.rpartition(":")[0], "now" if key.endswith("in_period") else "total")
        if key.endswith(("in_period", "cumulative"))
        else (key, "now")
    )
    for key in FIGURES
}


def values(**changed: Any) -> dict[tuple[str, str], Any]:
    """A whole form as FIGURES say, a condition as a word."""
    figures = {**FIGURES, "APP.RESTRUCTURED:count": "có"}
    return {PLACES[key]: value for key, value in {**figures, **changed}.items()}


def test_a_commune_officer_fills_the_form_offline_and_it_is_read_back(room: Room) -> None:
    before = begun(room).figures
    content = taken(room)
    answer = send(room, filled(content, {**values(), ("MEM.NEW", "told"): "=1+1 là chữ"}))
    assert answer.status_code == 302, answer.content.decode()
    page = seen(room, answer.url)
    assert "Sẽ ghi 20 ô" in said(page)  # nineteen figures and an explanation
    assert Draft.objects.get(obligation=room.small).figures == before  # looking writes nothing
    done = confirm(room, answer.url)
    assert (done.status_code, done.url) == (302, here(room, "report") + "#so-lieu")
    draft = Draft.objects.get(obligation=room.small)
    assert {key: draft.figures[key] for key in FIGURES} == FIGURES
    assert draft.explanations == {NEW: "=1+1 là chữ"}
    assert draft.names["APP.RESTRUCTURED"][0][0] == room.small.unit_id
    again = said(seen(room, answer.url))
    assert "Mọi ô trong tệp đã đúng như số đang lưu." in again
    assert "Ghi 20 ô" not in again
