"""Annexes of a paper come back from Word like its body: each change by itself, where it was made."""

import io
from copy import deepcopy
from datetime import datetime

import docx as reader
from docx.oxml.ns import qn

from giaoban.core.dates import ZONE
from giaoban.documents import docx
from giaoban.documents.blocks import Annex, Column, Letterhead, Paper, Paragraph, Signature, Table
from giaoban.documents.wordback import (
    CellChanged,
    Comparison,
    Decision,
    Deleted,
    Inserted,
    RowInserted,
    TextChanged,
    apply,
    compare_each,
    read,
)

TABLE = Table([Column("Đơn vị", 60), Column("Số chi bộ", 30, numeric=True)], [["An Hòa", 12], ["An Châu", 9]])


def paper(*, keys: bool = True, annexes: int = 2) -> Paper:
    def keyed(block, key: str):
        return type(block)(**{**{f: getattr(block, f) for f in block.__slots__}, "key": key if keys else ""})

    every = [
        Annex("Phụ lục 1", "Danh sách", "Kèm theo kế hoạch",
              (keyed(Paragraph("Các đơn vị làm trước."), "a:1.0"), keyed(TABLE, "a:1.1"))),
        Annex("Phụ lục 2", "Tiến độ", "", (keyed(Paragraph("Tháng 10 rà soát."), "a:2.0"),)),
    ]  # fmt: skip
    return Paper(
        letterhead=Letterhead("Tỉnh ủy Thái Bình", "Ban Tổ chức"),
        number="",
        place="Thái Bình",
        day=None,
        type_name="Kế hoạch",
        about="Sắp xếp",
        created=datetime(2019, 9, 2, tzinfo=ZONE),
        blocks=(keyed(Paragraph("Mục đích của kế hoạch."), "b:0"), keyed(Paragraph("Các bước."), "b:1")),
        signature=Signature("", "Trưởng ban", "Trần Thị Bình"),
        receivers=("Lưu Ban",),
        annexes=every[:annexes],
    )


def edit(data: bytes, changes: dict[str, str], behind: tuple[str, str] | None = None) -> bytes:
    """Words put in the place of others; a new paragraph behind one of these words."""
    document = reader.Document(io.BytesIO(data))
    body = document.element.body
    for one in body.iter(qn("w:t")):
        one.text = changes.get(one.text or "", one.text)
    if behind is not None:
        place = next(p for p in body.iter(qn("w:p")) if p.text == behind[0])
        while place.getparent() is not body:
            place = place.getparent()
        made = document.add_paragraph(behind[1])._p
        place.addnext(made)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def kinds(found: tuple[Comparison, ...]) -> list[list[str]]:
    return [[type(change).__name__ for change in part.changes] for part in found]


def take(found: Comparison) -> dict[str, Decision]:
    return {change.id: Decision.TAKEN for change in found.changes}


def test_what_was_changed_in_an_annex_is_told_there_and_taken_there():
    sent = paper()
    changes = {"Tháng 10 rà soát.": "Tháng 11 rà soát.", "12": "13", "Các bước.": "Các bước tiến hành."}
    back = read(edit(docx.render(sent), changes, ("Các đơn vị làm trước.", "Các đơn vị làm sau.")))
    found = compare_each(sent, back)
    assert kinds(found) == [["TextChanged"], ["Inserted", "CellChanged"], ["TextChanged"]]
    assert {part.outside for part in found} == {()}
    assert isinstance(found[1].changes[0], Inserted)
    assert isinstance(found[1].changes[1], CellChanged)
    taken = [apply(body, part, take(part)) for body, part in zip(bodies(sent), found, strict=True)]
    assert [block.text for block in taken[1][:2]] == ["Các đơn vị làm trước.", "Các đơn vị làm sau."]
    assert taken[1][2].rows[0] == ("An Hòa", 13)
    assert taken[2][0].text == "Tháng 11 rà soát."
    refused = [apply(body, part, {}) for body, part in zip(bodies(sent), found, strict=True)]
    assert refused == [tuple(body) for body in bodies(sent)]


def bodies(sent: Paper) -> list:
    return [sent.blocks, *(annex.blocks for annex in sent.annexes)]


def test_an_untouched_file_has_no_change_with_controls_or_without():
    for sent in (paper(), paper(keys=False), paper(annexes=0)):
        found = compare_each(sent, read(docx.render(sent)))
        assert kinds(found) == [[] for _ in found]
        assert len(found) == 1 + len(sent.annexes)


def test_without_controls_the_words_tell_the_annex():
    sent = paper(keys=False)
    back = read(edit(docx.render(sent), {"Tháng 10 rà soát.": "Tháng 11 rà soát kỹ."}))
    found = compare_each(sent, back)
    assert kinds(found) == [[], [], ["TextChanged"]]
    assert isinstance(found[2].changes[0], TextChanged)


def test_a_title_that_was_written_otherwise_still_parts_the_annexes_and_is_not_taken():
    sent = paper()
    changes = {"Phụ lục 2": "Phụ lục II", "Tháng 10 rà soát.": "Tháng 11 rà soát."}
    data = edit(docx.render(sent), changes)
    found = compare_each(sent, read(data))
    assert kinds(found)[2] == ["TextChanged"]
    assert {words for part in found for words in part.outside} == {"Phụ lục II"}


def test_an_annex_that_is_gone_is_told_as_gone():
    sent = paper()
    document = reader.Document(io.BytesIO(docx.render(sent)))
    body = document.element.body
    at = next(n for n, one in enumerate(body) if "".join(one.itertext()).lower().startswith("phụ lục 2"))
    for one in list(body)[at:-1]:
        body.remove(one)
    out = io.BytesIO()
    document.save(out)
    found = compare_each(sent, read(out.getvalue()))
    assert kinds(found) == [[], [], ["Deleted"]]
    assert isinstance(found[2].changes[0], Deleted)


def test_a_row_is_added_in_the_table_of_an_annex():
    sent = paper(annexes=1)
    document = reader.Document(io.BytesIO(docx.render(sent)))
    tables = document.element.body.iter(qn("w:tbl"))
    table = next(one for one in tables if "An Châu" in "".join(one.itertext()))
    rows = list(table.iter(qn("w:tr")))
    made = deepcopy(rows[-1])
    for one, text in zip(made.iter(qn("w:t")), ("An Ninh", "7"), strict=True):
        one.text = text
    rows[-1].addnext(made)
    out = io.BytesIO()
    document.save(out)
    found = compare_each(sent, read(out.getvalue()))
    assert [type(one) for one in found[1].changes] == [RowInserted]
