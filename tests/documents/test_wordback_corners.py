"""Tables of every shape, figures copied and lost, texts too long to compare word by word, ids and stamps."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from giaoban.core.dates import ZONE
from giaoban.documents import controls, docx
from giaoban.documents.blocks import Block, Column, Heading, Letterhead, Paper, Paragraph, Run, Table
from giaoban.documents.differ import differ
from giaoban.documents.wordback import (
    CellChanged,
    Comparison,
    Decision,
    Deleted,
    FigureChange,
    Frame,
    Inserted,
    Merged,
    Moved,
    Reshaped,
    Returned,
    RowDeleted,
    RowInserted,
    Split,
    TextChanged,
    Tracked,
    apply,
    compare,
    read,
)
from giaoban.documents.wordback.comparing import text_keys
from giaoban.documents.wordback.returned import Box, Grid, Line, Piece, Row, parts_of
from giaoban.documents.wordback.words import marks, words
from tests.factories.returned import texts

COLUMNS = (Column("Đơn vị"), Column("Chi bộ", numeric=True), Column("Tỷ lệ", numeric=True, places=2))
TABLE = Table(
    COLUMNS,
    [("Thái Bình", 12, Decimal("92.065")), ("Hưng Yên", 7, None), ("Nam Định", "chưa có", Decimal("5"))],
    caption="Biểu 1",
    bands=(("", 1), ("Tổ chức", 2)),
    totals={2},
    key="t",
)


def taken(sent: list[Block], found: Comparison) -> list[Block]:
    return list(apply(sent, found, dict.fromkeys((one.id for one in found.changes), Decision.TAKEN)))


def kinds(found: Comparison) -> list[type]:
    return [type(one) for one in found.changes]


def paper(*blocks: Block) -> Paper:
    return Paper(
        Letterhead("", "Ban Tổ chức"), "", "", None, "Báo cáo", "", datetime(2019, 9, 25, tzinfo=ZONE), blocks
    )


# --- tables ------------------------------------------------------------------------------------------------


def test_titles_and_bands_are_changed_cell_by_cell():
    other = replace(TABLE, columns=(Column("Huyện"), *COLUMNS[1:]), bands=(("", 1), ("Tổ chức đảng", 2)))
    found = differ([TABLE], [other])
    assert [(c.row, c.column, c.ours, c.theirs) for c in found.changes if isinstance(c, CellChanged)] == [
        (-1, 0, "Đơn vị", "Huyện"),
        (-2, 1, "Tổ chức", "Tổ chức đảng"),
    ]
    (result,) = taken([TABLE], found)
    assert text_keys([result]) == text_keys([other])
    assert isinstance(result, Table)
    assert result.totals == {2}


def test_cells_taken_are_numbers_where_they_say_one():
    other = replace(
        TABLE,
        rows=[("Thái Bình", "15", "93,1"), ("Hưng Yên", "khoảng 8", "1.5"), ("Nam Định", "9", "5,00")],
    )
    found = differ([TABLE], [replace(other, columns=[replace(c, numeric=False) for c in COLUMNS])])
    assert [(c.ours, c.theirs, c.figure) for c in found.changes if isinstance(c, CellChanged)] == [
        ("12", "15", True),
        ("92,07", "93,1", True),
        ("7", "khoảng 8", True),
        ("", "1.5", False),
        ("chưa có", "9", False),
    ]
    (result,) = taken([TABLE], found)
    assert isinstance(result, Table)
    assert list(result.rows) == [
        ("Thái Bình", 15, "93,1"),
        ("Hưng Yên", "khoảng 8", "1.5"),
        ("Nam Định", "9", Decimal("5")),
    ]


def test_a_table_with_another_column_or_without_its_titles_is_taken_whole():
    wide = Table([*COLUMNS, Column("Ghi chú")], [("Thái Bình", 12, Decimal("92.065"), "tốt")], key="t")
    found = differ([TABLE], [replace(wide, caption="Biểu 1")])
    assert kinds(found) == [Reshaped]
    (result,) = taken([TABLE], found)
    assert text_keys([result]) == text_keys([replace(wide, caption="Biểu 1")])
    assert isinstance(result, Table)
    assert (result.key, result.columns[1], result.columns[3]) == ("t", COLUMNS[1], Column("Ghi chú"))
    bare = Returned((Line((Piece("Biểu 1"),)), Grid((Row((Box((Piece("Thái Bình"),)),)),), "gb:t")))
    assert kinds(compare([TABLE], bare)) == [Reshaped]
    emptied = Returned((Line((Piece("Biểu 1"),), "gb:t"), Grid((), "gb:t")))
    found = compare([TABLE], emptied)
    assert (kinds(found), taken([TABLE], found)) == ([Deleted, Inserted], [Paragraph("Biểu 1")])


def test_the_same_words_in_merged_cells_are_no_change():
    part = next(one.what for one in parts_of([TABLE]) if one.name == "grid")
    assert isinstance(part, Grid)
    last = part.rows[-1]
    joined = Row((Box((Piece("Nam Định chưa có"),), 2), last.boxes[2]))
    ragged = replace(part, rows=(*part.rows[:-1], Row((*joined.boxes, Box(())))))
    assert compare([replace(TABLE, caption="")], Returned((ragged,))).changes == ()


def test_rows_that_were_tracked_keep_who_did_it():
    (_caption, part) = (one.what for one in parts_of([TABLE]))
    assert isinstance(part, Grid)
    new = Row((Box((Piece("Hà Nam"),)), Box((Piece("3"),)), Box(())), "ins", "Bình", "2019-09-24")
    gone = replace(part.rows[3], mark="del", author="Cường", at="2019-09-25")
    pieces = (Piece("Thái "), Piece("Bình", mark="del", author="An"), Piece("Thụy", mark="ins", author="An"))
    changed = replace(part.rows[2], boxes=(Box(pieces), *part.rows[2].boxes[1:]))
    back = replace(part, rows=(*part.rows[:2], changed, new, gone, part.rows[4]))
    found = compare([replace(TABLE, caption="")], Returned((back,)))
    cell, inserted, deleted = found.changes
    assert [type(one) for one in (cell, inserted, deleted)] == [CellChanged, RowInserted, RowDeleted]
    assert [(one.said, one.author) for one in cell.tracked] == [("del", "An"), ("ins", "An")]
    assert inserted.tracked == (Tracked("ins", "Bình", "2019-09-24", "Hà Nam 3"),)
    assert deleted.tracked == (Tracked("del", "Cường", "2019-09-25", "Hưng Yên 7"),)
    (result,) = taken([replace(TABLE, caption="")], found)
    assert isinstance(result, Table)
    assert [row[0] for row in result.rows] == ["Thái Thụy", "Hà Nam", "Nam Định"]
    assert result.totals == {2}
    (kept,) = apply([replace(TABLE, caption="")], found, {inserted.id: Decision.TAKEN})
    assert isinstance(kept, Table)
    assert ([row[0] for row in kept.rows], kept.totals) == (
        ["Thái Bình", "Hưng Yên", "Hà Nam", "Nam Định"],
        {3},
    )


def test_a_table_without_rows_may_get_some_and_lose_its_caption():
    empty = Table(COLUMNS, (), caption="Biểu 1", key="t")
    assert differ([empty], [empty]).changes == ()
    full = replace(TABLE, bands=(), caption="", totals=())
    found = differ([empty], [full])
    assert kinds(found) == [RowInserted] * 3 + [TextChanged]
    assert text_keys(taken([empty], found)) == text_keys([full])


def test_rows_without_words_are_told_by_their_figures():
    numbers = Table(COLUMNS[1:], [(1, 2), (3, 4), (5, 6)], key="n")
    found = differ([numbers], [replace(numbers, rows=[(1, 2), (3, 9), (5, 6)])])
    assert kinds(found) == [CellChanged]
    assert text_keys(taken([numbers], found)) == text_keys([replace(numbers, rows=[(1, 2), (3, 9), (5, 6)])])


def test_a_new_table_comes_whole_and_a_caption_far_from_its_table_is_a_paragraph():
    found = differ([Paragraph("Một đoạn.", key="p")], [Paragraph("Một đoạn.", key="p"), TABLE])
    assert kinds(found) == [Inserted, Inserted]
    table = taken([Paragraph("Một đoạn.", key="p")], found)[2]
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == ["Đơn vị", "Tổ chức", ""]
    part = next(one.what for one in parts_of([TABLE]) if one.name == "grid")
    far = Returned((part, Line((Piece("Một đoạn khác hẳn."),)), Line((Piece("Biểu 1"),), "gb:t")))
    found = compare([TABLE], far)
    assert kinds(found) == [TextChanged, Inserted, Inserted]
    assert text_keys(taken([TABLE], found)) == [
        text_keys([replace(TABLE, caption="")])[0],
        *text_keys([Paragraph("Một đoạn khác hẳn."), Paragraph("Biểu 1")]),
    ]


# --- figures -----------------------------------------------------------------------------------------------


def figures(*values: str, text: str = "Có {} người, {} nữ.") -> Paragraph:
    parts = text.split("{}")
    runs: list[Run] = []
    for number, part in enumerate(parts):
        runs += [Run(part)] if part else []
        runs += [Run(values[number], figure=f"f{number}")] if number < len(values) else []
    return Paragraph(runs=tuple(runs), key="p")


def back(*pieces: tuple[str, str]) -> Returned:
    return Returned(
        (Line(tuple(Piece(text, figure=tag and f"gb-fig:{tag}") for text, tag in pieces), "gb:p"),)
    )


def test_a_figure_copied_into_another_sentence_is_only_words_there():
    sent = [figures("12", "5"), Paragraph("Đoạn khác.", key="q")]
    copied = Line((Piece("Đoạn khác. Có "), Piece("12", figure="gb-fig:f0")), "gb:q")
    first = parts_of(sent)[0].what
    found = compare(sent, Returned((first, copied)))
    (change,) = found.changes
    assert isinstance(change, TextChanged)
    assert (change.text, [run.figure for run in change.new]) == ("Đoạn khác. Có 12", ["", ""])


def test_a_figure_in_two_controls_or_with_formatting_inside_is_one():
    found = compare(
        [figures("12", "5")],
        back(("Có ", ""), ("1", "f0"), ("2", "f0"), (" người, ", ""), ("5", "f1"), (" nữ.", "")),
    )
    assert (found.changes, found.lost) == ((), ())


def test_an_emptied_figure_and_one_rewritten_with_its_neighbours():
    found = compare(
        [figures("12", "5")], back(("Có ", ""), (" ", "f0"), ("người, ", ""), ("5", "f1"), (" nữ.", ""))
    )
    (change,) = found.changes
    assert isinstance(change, TextChanged)
    assert (change.gone, found.lost) == ((("f0", "12"),), ())
    found = compare([figures("12", "5")], back(("Tổng cộng 19 cán bộ, ", ""), ("5", "f1"), (" nữ.", "")))
    assert [(one.figure, one.ours, one.theirs) for one in found.changes if isinstance(one, FigureChange)] == [
        ("f0", "12", "19")
    ]


def test_a_figure_whose_words_stand_in_another_control_is_not_bound_twice():
    sent = [figures("12", "12", text="{} và {}")]
    found = compare(sent, back(("12", "f0"), (" và ", ""), ("12", "f0")))
    assert [one for one in found.changes if isinstance(one, FigureChange)] == []
    assert text_keys(taken(sent, found)) == text_keys(sent)


def test_figures_survive_split_and_merge():
    sent = [
        figures("12", "5", text="Cả tỉnh có {} người. Trong đó có {} là nữ."),
        Paragraph("Và hết.", key="q"),
    ]
    line = parts_of(sent)[0].what
    assert isinstance(line, Line)
    halves = (
        Line((*line.pieces[:2], Piece(" người.")), "gb:p"),
        Line((Piece("Trong đó có "), Piece("6", figure="gb-fig:f1"), Piece(" là nữ.")), "gb:p"),
        Line((Piece("Và hết."),), "gb:q"),
    )
    found = compare(sent, Returned(halves))
    assert kinds(found) == [Split, FigureChange]
    result = taken(sent, found)
    assert [(run.text, run.figure) for one in result[:2] for run in one.parts() if run.figure] == [  # type: ignore[union-attr]
        ("12", "f0"),
        ("6", "f1"),
    ]
    assert [one.key for one in result] == ["p", "", "q"]
    whole = (Line((*line.pieces, Piece(" Và hết.")), "gb:p"),)
    found = compare(sent, Returned(whole))
    assert kinds(found) == [Merged]
    (merged,) = taken(sent, found)
    assert isinstance(merged, Paragraph)
    assert [run.figure for run in merged.parts() if run.figure] == ["f0", "f1"]


# --- the rest ----------------------------------------------------------------------------------------------


def test_formatted_new_words_keep_their_form_and_headings_their_level():
    sent: list[Block] = [Heading("I- Tình hình", 1, "h"), Paragraph("Một đoạn.", key="p", bold=True)]
    pieces = (Piece("Một ", bold=True), Piece("đoạn"), Piece("1", raised=True), Piece(" mới."))
    later = Returned(
        (
            Line((Piece("I- Tình hình chung"),), "gb:h", 1),
            Line(pieces, "gb:p"),
            Line((Piece("Nghiêng."),), align="center"),
            Line((Piece("1. Mục nhỏ"),), level=7),
            Line((Piece("x", raised=True),)),
        )
    )
    result = taken(sent, compare(sent, later))
    assert result == [
        Heading("I- Tình hình chung", 1, "h"),
        Paragraph(runs=(Run("Một ", bold=True), Run("đoạn"), Run("1", raised=True), Run(" mới.")), key="p"),
        Paragraph("Nghiêng.", align="center"),
        Heading("1. Mục nhỏ", 3),
        Paragraph(runs=(Run("x", raised=True),)),
    ]


def test_blocks_without_ink_stay_where_they_are():
    sent: list[Block] = [
        Paragraph("", key="a"),
        Paragraph("Một hai ba."),
        Paragraph("\u200b"),
        Paragraph("Bốn năm."),
    ]
    found = differ(sent, [sent[3], sent[1]])
    assert kinds(found) == [Moved]
    assert list(apply(sent, found, {})) == sent
    assert len(taken(sent, found)) == 4


def test_a_long_text_is_replaced_between_its_equal_ends():
    old, new = words("đầu " + "a " * 2_100 + "cuối"), words("đầu " + "b " * 2_100 + "cuối")
    assert [(mark.said, len(mark.text)) for mark in marks(old, new)] == [
        ("same", 4),
        ("removed", 4_200),
        ("added", 4_200),
        ("same", 4),
    ]
    assert [mark.said for mark in marks(words("a " * 2_100), words("a " * 2_100))] == ["same"]


def test_many_equal_paragraphs_and_wide_gaps_are_still_paired():
    sent: list[Block] = [Paragraph("Không có nội dung.") for _ in range(60)]
    sent += [Paragraph(f"Đoạn số {n} nói về chi bộ thôn {n} và {n + 1}.", key=f"k{n}") for n in range(60)]
    later = [
        replace(one, text=one.text + " Thêm.", key="") if isinstance(one, Paragraph) and one.key else one
        for one in reversed(sent)
    ]
    found = differ(sent, later)
    assert text_keys(taken(sent, found)) == text_keys(later)
    assert list(apply(sent, found, {})) == sent


def test_head_and_foot_of_a_frame_are_not_the_body():
    line = Line((Piece("Nơi nhận: các cấp ủy trực thuộc"),))
    frame = Frame(head=(Line((Piece("BÁO CÁO"),)),), foot=(line, Grid(())))
    sent: list[Block] = [Paragraph("Một đoạn.", key="p")]
    shown = Returned(
        (
            Line((Piece("Gõ trên đầu."),)),
            Line((Piece("BÁO CÁO"),)),
            Line((Piece("Một đoạn."),), "gb:p"),
            Line((Piece("Nơi nhận: các cấp ủy"),)),
            Line((Piece("Gõ dưới cuối."),)),
        )
    )
    found = compare(sent, shown, frame=frame)
    assert (found.changes, set(found.outside)) == (
        (),
        {"Gõ trên đầu.", "Gõ dưới cuối.", "Nơi nhận: các cấp ủy"},
    )


def test_equal_keys_have_ids_of_their_own_and_long_keys_tags_that_word_takes():
    long = "k" * 90
    twice = paper(
        Paragraph(runs=(Run("1", figure="f"), Run(" và "), Run("1", figure="f")), key=long),
        Heading("I- Tình hình", key=long),
        replace(TABLE, wide=True),
    )
    data = docx.render(twice)
    assert docx.render(twice) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    properties = [sdt[0] for sdt in root.iter(qn("w:sdt"))]
    ids = [one.find(qn("w:id")).get(qn("w:val")) for one in properties]
    tags = [one.find(qn("w:tag")).get(qn("w:val")) for one in properties]
    assert (len(set(ids)), max(map(len, tags)) <= controls.LONGEST_TAG) == (5, True)
    assert [one.find(qn("w:lock")) is not None for one in properties] == [False, True, True, False, False]
    wide = [sdt for sdt in root.iter(qn("w:sdt")) if sdt[0].find(qn("w:tag")).get(qn("w:val")) == "gb:t"]
    assert [sdt.find(f".//{qn('w:sectPr')}") for sdt in wide] == [None]
    assert any(one.text == "Biểu 1" for one in texts(wide[0]))
    found = compare(twice.blocks, read(data))
    assert [one for one in found.changes if not isinstance(one, Inserted)] == []


def test_a_stamp_is_kept_by_the_file_and_only_by_its_form():
    mark = controls.Stamp("report:12", 3, "0a1b")
    data = controls.stamp(docx.render(paper(Paragraph("Một đoạn."))), mark)
    assert read(data).stamp == mark
    with pytest.raises(ValueError, match="named by letters"):
        controls.Stamp('a"<', 1, "0a")
    assert controls.hash_of(["a", "bc"]) != controls.hash_of(["ab", "c"])


def test_a_deleted_paragraph_is_known_by_its_words_when_its_control_went_too():
    sent: list[Block] = [Paragraph("Một đoạn.", key="p"), Paragraph("Hai đoạn khác.", key="q")]
    remains = Line((Piece("Hai đoạn khác.", mark="del", author="Cường", at="2019"),), gone=True)
    found = compare(sent, Returned((Line((Piece("Một đoạn."),), "gb:p"), remains)))
    (change,) = found.changes
    assert isinstance(change, Deleted)
    assert change.tracked == (Tracked("del", "Cường", "2019", "Hai đoạn khác."),)


def test_numbers_and_signs_of_a_change_are_its_own() -> None:
    ours: dict[str, Any] = {"key": "p", "at": 0}
    one = FigureChange(**ours, figure="f", ours="1", theirs="2")
    assert (one.nth, one.id, one.tracked) == (0, "", ())
