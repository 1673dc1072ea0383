"""Files from outside: every hostile one is refused with a sentence, every honest one is taken."""

import hashlib
import io
import random
import unicodedata
from datetime import date, datetime
from pathlib import Path

import pytest

from giaoban.core.intake import DEFAULT, Limits, inspect, read_sheet
from giaoban.core.quarantine import office
from giaoban.core.quarantine.limits import DangerError
from giaoban.core.refusals import Refusal
from tests.factories.files import Made, book, docx_parts, packed, sheet_xml, xlsx_parts
from tests.factories.honest import HONEST, LONG
from tests.factories.hostile import HOSTILE


@pytest.mark.parametrize(
    ("name", "make", "code"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)
def test_a_hostile_file_is_refused_with_a_sentence(name: str, make: Made, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        inspect(make(), name)
    assert caught.value.code.startswith(f"file.{code}")
    assert (caught.value.field, "%" in caught.value.message, len(caught.value.message) > 20) == (
        "file",
        False,
        True,
    )


@pytest.mark.parametrize(
    ("name", "make", "kind"), [row[1:] for row in HONEST], ids=[row[0] for row in HONEST]
)
def test_an_honest_file_is_taken_with_its_facts(name: str, make: Made, kind: str) -> None:
    data = make()
    facts = inspect(data, name)
    assert (facts.kind, facts.size, facts.sha256, facts.name) == (
        kind,
        len(data),
        hashlib.sha256(data).hexdigest(),
        unicodedata.normalize("NFC", name),
    )


def test_the_lists_are_as_long_as_the_check_asks() -> None:
    assert (len(HOSTILE) >= 60, len(HONEST) >= 30) == (True, True)
    assert len({row[0] for row in HOSTILE}) == len(HOSTILE)


def test_a_place_takes_only_the_kinds_it_names() -> None:
    data = packed(docx_parts())
    assert inspect(data, "a.docx", allowed={"docx"}).kind == "docx"
    with pytest.raises(Refusal) as caught:
        inspect(data, "a.docx", allowed={"xlsx"})
    assert (caught.value.code, "Excel (.xlsx)" in caught.value.message) == ("file.type.not_allowed", True)


@pytest.mark.parametrize(
    "make", [lambda: packed(docx_parts()), lambda: book([["a", 1]])], ids=["docx", "xlsx"]
)
def test_a_mutated_document_is_read_or_refused_and_nothing_else(make: Made) -> None:
    dice = random.Random(28)  # noqa: S311 (a repeatable test)
    whole = make()
    outcomes = {"read": 0, "refused": 0}
    for _ in range(1_500):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            office.kind_of(bytes(data), DEFAULT)
            outcomes["read"] += 1
        except DangerError:
            outcomes["refused"] += 1
    assert outcomes["refused"] > 1_000
    assert office.kind_of(whole, DEFAULT) in {"docx", "xlsx"}


def test_a_path_and_an_open_file_are_read_like_bytes(tmp_path: Path) -> None:
    data = book([["a", 1]])
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    opened = io.BytesIO(data)
    opened.read()
    assert inspect(path, "a.xlsx") == inspect(data, "a.xlsx") == inspect(opened, "a.xlsx")
    assert opened.read() == data


def test_cells_come_as_text_whole_numbers_days_and_nothing() -> None:
    (sheet,) = read_sheet(
        book(
            [
                ["Mã", unicodedata.normalize("NFD", "Hoà Bình"), "=1+1", "Ðặng"],
                [1, 2.5, datetime(2019, 9, 30), None],  # noqa: DTZ001 (a cell)
                [True, "  hai  dòng\nmột ", datetime(2019, 9, 30, 13, 30), 12345678901],  # noqa: DTZ001
            ]
        )
    )
    assert sheet.name == "Đơn vị"
    assert sheet.rows == [
        ("Mã", "Hoà Bình", "=1+1", "Đặng"),
        (1, 2.5, date(2019, 9, 30), None),
        (True, "hai  dòng\nmột", datetime(2019, 9, 30, 13, 30), 12345678901),  # noqa: DTZ001
    ]


def test_a_sheet_larger_than_the_caller_allows_is_refused() -> None:
    data = book([["x"] * 5 for _ in range(50)])
    assert len(read_sheet(data)[0].rows) == 50
    for limits in (Limits(rows=49), Limits(columns=4), Limits(cells=249)):
        with pytest.raises(Refusal) as caught:
            read_sheet(data, limits=limits)
        assert caught.value.code == "file.sheet.too_large"


SHEET = """<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c>\
<c r="C1" t="e"><v>#REF!</v></c><c r="D1" t="str"><f>""</f><v></v></c></row>\
<row r="3" hidden="1"><c><v>5</v></c><c><f>A1</f><v/></c></row>\
<row hidden="true"><c r="A4"><v>6</v></c></row>"""
MERGED = '</sheetData><mergeCells><mergeCell ref="B2:C4"/></mergeCells>'


def test_a_sheet_read_closely_says_what_its_values_do_not() -> None:
    data = packed(xlsx_parts(sheet_xml(SHEET).replace("</sheetData>", MERGED)))
    (sheet,) = read_sheet(data, closely=True)
    assert sheet.broken == {(0, 0): "formula", (0, 2): "error", (2, 1): "formula"}
    assert sheet.merged == ((1, 1, 3, 2),)
    assert sheet.hidden_rows == {2, 3}
    (plain,) = read_sheet(data)
    assert (plain.broken, plain.merged, plain.hidden_rows) == ({}, (), frozenset())
    assert plain.rows == sheet.rows


def test_sheets_are_found_by_their_links_and_a_link_to_nothing_is_refused() -> None:
    parts = xlsx_parts(sheet_xml(SHEET))
    links = str(parts["xl/_rels/workbook.xml.rels"])
    absolute = {
        **parts,
        "xl/_rels/workbook.xml.rels": links.replace('Target="worksheets', 'Target="/xl/worksheets'),
    }
    assert read_sheet(packed(absolute), closely=True)[0].hidden_rows == {2, 3}
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        odd = {**parts, name: str(parts[name]).replace('Id="', 'Nr="').replace('r:id="', 'r:nr="')}
        with pytest.raises(Refusal) as caught:
            read_sheet(packed(odd), closely=True)
        assert caught.value.code == "file.office.broken"


@pytest.mark.parametrize("limits", [Limits(memory=20 * 1024 * 1024), Limits(wall=0)], ids=["memory", "time"])
def test_what_exceeds_the_child_is_refused_and_the_house_goes_on(limits: Limits) -> None:
    data = book(LONG)
    with pytest.raises(Refusal) as caught:
        inspect(data, "a.xlsx", limits=limits)
    assert caught.value.code == "file.too_complex"
    assert inspect(data, "a.xlsx").kind == "xlsx"
