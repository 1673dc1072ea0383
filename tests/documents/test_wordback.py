"""A report of thirty pages edited in Word in every usual way: each edit is found exactly, nothing else is."""

from dataclasses import fields, replace
from typing import Any

from docx.oxml.ns import qn

from giaoban.core.quarantine.limits import DEFAULT
from giaoban.core.quarantine.office import kind_of
from giaoban.documents import docx
from giaoban.documents.blocks import Paragraph, Run, Table
from giaoban.documents.controls import Stamp
from giaoban.documents.differ import differ
from giaoban.documents.text import GAP
from giaoban.documents.wordback import (
    CellChanged,
    Comparison,
    Decision,
    Deleted,
    FigureChange,
    Inserted,
    LostControl,
    Merged,
    Moved,
    RowDeleted,
    RowInserted,
    Split,
    TextChanged,
    apply,
    compare,
    frame_of,
    read,
)
from giaoban.documents.wordback.comparing import text_keys
from tests.factories.returned import (
    control,
    copy,
    edited,
    paragraph,
    report,
    rewrite,
    say,
    sent_file,
    texts,
    tracked,
    with_comments,
)

FRAME = frame_of(report())
SENT = report().blocks
AT = {block.key: number for number, block in enumerate(SENT)}
PLAIN = {"id", "at", "diff", "blocks", "others", "behind"}
WHEN = "2019-09-24T08:00:00Z"


def compared(data: bytes) -> Comparison:
    assert kind_of(data, DEFAULT) == "docx"
    return compare(SENT, read(data), frame=FRAME)


def told(changes: Any) -> list[Any]:
    """The changes without the places and ids that follow from them, and without what is empty."""
    found = []
    for change in changes:
        facts = {one.name: getattr(change, one.name) for one in fields(change) if one.name not in PLAIN}
        default = {
            "tracked": (),
            "comments": (),
            "gone": (),
            "part": "text",
            "level": 0,
            "nth": 0,
            "table": None,
        }
        kept = {name: value for name, value in facts.items() if default.get(name, object()) != value}
        found.append((type(change), {name: _plain(value) for name, value in kept.items()}))
    return found


def _plain(value: Any) -> Any:
    """Runs as their words, a bound figure in braces."""
    if isinstance(value, tuple) and value and isinstance(value[0], Run):
        return "".join(f"{{{run.text}}}" if run.figure else run.text for run in value)
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return tuple(_plain(one) for one in value)
    if isinstance(value, tuple) and value and hasattr(value[0], "author"):
        return [(one.author, getattr(one, "said", ""), one.text) for one in value]
    return value


def text_of(key: str) -> str:
    block = SENT[AT[key]]
    return "".join(run.text for run in block.parts()) if isinstance(block, Paragraph) else block.text


def take(found: Comparison) -> Any:
    return apply(SENT, found, dict.fromkeys((one.id for one in found.changes), Decision.TAKEN))


def test_what_nobody_touched_reads_back_without_a_change():
    back = read(sent_file())
    found = compare(SENT, back, frame=FRAME)
    assert (found.changes, found.lost, found.outside, found.stripped) == ((), (), (), False)
    assert back.stamp == Stamp("report:12", 2, "ab12")
    assert found.order == tuple(range(len(SENT)))


def test_a_paragraph_edited_is_one_change_with_the_words_that_differ():
    old = text_of("p1.2")
    first = old.split()[0]
    found = compared(edited(sent_file(), lambda body: say(control(body, "gb:p1.2"), first, "Toàn bộ")))
    assert told(found.changes) == [
        (TextChanged, {"key": "p1.2", "old": old, "new": old.replace(first, "Toàn bộ", 1)})
    ]
    said = [(mark.said, mark.text.strip()) for mark in found.changes[0].diff][:2]
    assert said == [("removed", first), ("added", "Toàn bộ")]
    assert text_keys(take(found))[AT["p1.2"]][:2] == ("Toàn", "bộ")


def test_a_new_paragraph_is_told_behind_the_block_it_follows():
    found = compared(
        edited(
            sent_file(), lambda body: control(body, "gb:p2.3").addnext(paragraph("Đoạn mới của trưởng ban."))
        )
    )
    new = {"key": "p2.3", "text": "Đoạn mới của trưởng ban.", "runs": "Đoạn mới của trưởng ban."}
    assert told(found.changes) == [(Inserted, {**new, "align": "justify"})]
    assert take(found)[AT["p2.3"] + 1] == Paragraph("Đoạn mới của trưởng ban.")


def test_a_paragraph_deleted_with_its_control_or_emptied_in_it():
    def cut(body: Any) -> None:
        gone = control(body, "gb:p3.4")
        gone.getparent().remove(gone)
        rewrite(control(body, "gb:p3.9"), "")

    found = compared(edited(sent_file(), cut))
    assert told(found.changes) == [
        (Deleted, {"key": "p3.4", "text": text_of("p3.4")}),
        (Deleted, {"key": "p3.9", "text": text_of("p3.9")}),
    ]
    assert [block.key for block in take(found)] == [k for k in AT if k not in {"p3.4", "p3.9"}]


def test_a_section_moved_is_one_change():
    keys = ["s4", *(f"p4.{n}" for n in range(18))]

    def move(body: Any) -> None:
        target = control(body, "gb:p8.17")
        for key in reversed(keys):
            target.addnext(control(body, f"gb:{key}"))

    found = compared(edited(sent_file(), move))
    facts = {"key": "s4", "keys": tuple(keys), "behind_key": "p8.17", "text": text_of("s4")}
    assert told(found.changes) == [(Moved, facts)]
    after = [block.key for block in take(found)]
    assert after[after.index("p8.17") + 1 :][: len(keys)] == keys
    assert sorted(after) == sorted(AT)


def test_a_paragraph_split_in_two_and_two_merged_into_one():
    one, (two, three) = text_of("p5.1"), (text_of("p5.5"), text_of("p5.6"))
    middle = one.index(". ") + 1

    def cut(body: Any) -> None:
        inside = control(body, "gb:p5.1")
        rewrite(inside, f"<w:r><w:t>{one[:middle]}</w:t></w:r>")
        inside[-1].append(paragraph(one[middle:].strip()))
        rewrite(control(body, "gb:p5.5"), f"<w:r><w:t>{two} {three}</w:t></w:r>")
        gone = control(body, "gb:p5.6")
        gone.getparent().remove(gone)

    found = compared(edited(sent_file(), cut))
    assert told(found.changes) == [
        (Split, {"key": "p5.1", "old": one, "parts": (one[:middle], one[middle:].strip())}),
        (Merged, {"key": "p5.5", "other_keys": ("p5.6",), "old": (two, three), "new": f"{two} {three}"}),
    ]
    assert len(take(found)) == len(SENT)


def test_a_figure_altered_by_hand_is_told_with_both_values_and_the_words_beside_it():
    def alter(body: Any) -> None:
        say(control(body, "gb-fig:NEW.6"), "156", "190")
        say(control(body, "gb:p6.17"), "đảng viên mới", "đảng viên trẻ")

    found = compared(edited(sent_file(), alter))
    old = text_of("p6.17")
    new = old.replace("156", "{156}").replace("6/11", "{6/11}").replace("đảng viên mới", "đảng viên trẻ")
    assert told(found.changes) == [
        (TextChanged, {"key": "p6.17", "old": old, "new": new}),
        (FigureChange, {"key": "p6.17", "figure": "NEW.6", "ours": "156", "theirs": "190"}),
    ]
    words_only = apply(SENT, found, {found.changes[0].id: Decision.TAKEN})[AT["p6.17"]]
    both = take(found)[AT["p6.17"]]
    assert [run.text for run in words_only.parts() if run.figure] == ["156", "6/11"]
    assert [(run.text, run.figure) for run in both.parts() if run.figure] == [
        ("190", "NEW.6"),
        ("6/11", "CELL.6"),
    ]


def test_lost_controls_are_reported_and_their_words_and_figures_still_found():
    def strip(body: Any) -> None:
        for tag in ("gb-fig:NEW.7", "gb-fig:CELL.7", "gb:p7.17"):
            there = control(body, tag)
            for one in list(there.find(qn("w:sdtContent"))):
                there.addprevious(one)
            there.getparent().remove(there)

    found = compared(edited(sent_file(), strip))
    lost = (LostControl("p7.17"), LostControl("NEW.7", figure=True), LostControl("CELL.7", figure=True))
    assert (found.changes, found.lost) == ((), lost)

    def strip_and_alter(body: Any) -> None:
        strip(body)
        (figure,) = [t for t in texts(body) if t.text == "157"]
        figure.text = "175"

    found = compared(edited(sent_file(), strip_and_alter))
    altered = {"key": "p7.17", "figure": "NEW.7", "ours": "157", "theirs": "175"}
    assert (told(found.changes), found.lost) == ([(FigureChange, altered)], lost)


def test_a_sentence_deleted_with_its_figure_says_which_figure_goes():
    def cut(body: Any) -> None:
        rewrite(control(body, "gb:p8.17"), "<w:r><w:t>Trong kỳ đã kết nạp nhiều đảng viên mới.</w:t></w:r>")

    words, figure = compared(edited(sent_file(), cut)).changes
    assert (type(words), words.gone) == (TextChanged, (("CELL.8", "8/11"),))
    assert (figure.figure, figure.ours, figure.theirs) == ("NEW.8", "158", "nhiều")


def test_tracked_changes_of_two_authors_keep_who_and_when():
    old = text_of("p9.1")
    head, tail = old[:20], old[20:]

    def track(body: Any) -> None:
        inside = f"<w:r><w:t xml:space='preserve'>{head}</w:t></w:r>"
        inside += tracked("ins", "Trần Thị Bình", " (bổ sung)") + tracked("del", "Lê Văn Cường", tail)
        rewrite(
            control(body, "gb:p9.1"), inside + tracked("ins", "Lê Văn Cường", " còn chậm so với kế hoạch.")
        )
        gone = control(body, "gb:p9.2")
        rewrite(gone, tracked("del", "Lê Văn Cường", text_of("p9.2")))
        control(body, "gb:p9.3").addnext(paragraph("", tracked("ins", "Trần Thị Bình", "Thêm một đoạn.")))

    found = compared(edited(sent_file(), track))
    new = f"{head} (bổ sung) còn chậm so với kế hoạch."
    b, c = "Trần Thị Bình", "Lê Văn Cường"
    assert told(found.changes) == [
        (
            TextChanged,
            {
                "key": "p9.1",
                "old": old,
                "new": new,
                "tracked": [
                    (b, "ins", " (bổ sung)"),
                    (c, "del", tail),
                    (c, "ins", " còn chậm so với kế hoạch."),
                ],
            },
        ),
        (Deleted, {"key": "p9.2", "text": text_of("p9.2"), "tracked": [(c, "del", text_of("p9.2"))]}),
        (
            Inserted,
            {
                "key": "p9.3",
                "text": "Thêm một đoạn.",
                "runs": "Thêm một đoạn.",
                "align": "justify",
                "tracked": [(b, "ins", "Thêm một đoạn.")],
            },
        ),
    ]
    assert {one.at for change in found.changes for one in change.tracked} == {WHEN}


def test_a_move_that_word_tracked_is_a_move_with_its_author():
    text = text_of("p1.3")

    def move(body: Any) -> None:
        rewrite(control(body, "gb:p1.3"), tracked("moveFrom", "Lê Văn Cường", text))
        control(body, "gb:p2.5").addnext(paragraph("", tracked("moveTo", "Lê Văn Cường", text)))

    found = compared(edited(sent_file(), move))
    facts = {"key": "p1.3", "keys": ("p1.3",), "behind_key": "p2.5", "text": text}
    assert told(found.changes) == [(Moved, {**facts, "tracked": [("Lê Văn Cường", "ins", text)]})]
    assert found.lost == (LostControl("p1.3"),)


def test_comments_keep_author_and_date_and_go_with_the_change_they_stand_at():
    mark = "<w:commentRangeStart w:id='{0}'/><w:r><w:t>{1}</w:t></w:r><w:commentRangeEnd w:id='{0}'/>"
    mark += "<w:r><w:commentReference w:id='{0}'/></w:r>"
    new = "Một đoạn viết lại hoàn toàn về công tác cán bộ."

    def comment(body: Any) -> None:
        rewrite(control(body, "gb:p10.1"), mark.format(1, text_of("p10.1")))
        rewrite(control(body, "gb:p10.2"), mark.format(2, text_of("p10.2") + " Thêm ý."))
        control(body, "gb:p10.3").addnext(paragraph("", mark.format(3, new)))

    comments = [
        ("1", "Phạm Dung", "Kiểm tra lại số"),
        ("2", "Vũ Giang", "Gọn hơn"),
        ("3", "Vũ Giang", "Ý mới"),
    ]
    found = compared(edited(with_comments(sent_file(), *comments), comment))
    changed, inserted = found.changes
    assert [(type(one), one.key) for one in found.changes] == [(TextChanged, "p10.2"), (Inserted, "p10.3")]
    assert [(t.comment.author, t.comment.at, t.comment.text, t.key, t.change) for t in found.comments] == [
        ("Phạm Dung", "2019-09-24T09:00:00Z", "Kiểm tra lại số", "p10.1", ""),
        ("Vũ Giang", "2019-09-24T09:00:00Z", "Gọn hơn", "p10.2", changed.id),
        ("Vũ Giang", "2019-09-24T09:00:00Z", "Ý mới", "p10.3", inserted.id),
    ]
    assert found.comments[2].comment.quote == new


def test_cells_and_rows_of_a_table_are_changes_of_their_own():
    def change(body: Any) -> None:
        rows = list(control(body, "gb:t1").iter(qn("w:tr")))
        say(rows[5], "53", "58")
        say(rows[6], "Đảng bộ xã", "Đảng bộ phường")
        rows[9].getparent().remove(rows[9])
        new = copy(rows[20])
        for text, words in zip(texts(new), ("", "Đảng bộ xã Mới", "7"), strict=True):
            text.text = words
        rows[20].addnext(new)
        (caption,) = [t for t in texts(control(body, "gb:t1")) if t.text == "Biểu 1. Chi bộ"]
        caption.text = "Biểu 1. Chi bộ, đảng bộ cơ sở"

    found = compared(edited(sent_file(), change))
    table = SENT[AT["t1"]]
    assert isinstance(table, Table)
    name = str(table.rows[5][1])
    cell = {"key": "t1", "row": 4, "column": 2, "row_title": table.rows[4][1], "column_title": "Chi bộ"}
    changed = {"row": 5, "column": 1, "row_title": name, "column_title": "Đơn vị", "ours": name}
    assert told(found.changes) == [
        (
            TextChanged,
            {
                "key": "t1",
                "part": "caption",
                "old": "Biểu 1. Chi bộ",
                "new": "Biểu 1. Chi bộ, đảng bộ cơ sở",
            },
        ),
        (CellChanged, {**cell, "ours": "53", "theirs": "58", "figure": True}),
        (CellChanged, {"key": "t1", **changed, "theirs": name.replace("xã", "phường"), "figure": False}),
        (RowInserted, {"key": "t1", "row": 19, "cells": ("", "Đảng bộ xã Mới", "7")}),
        (RowDeleted, {"key": "t1", "row": 8, "cells": ("9", str(table.rows[8][1]), "93")}),
    ]
    taken = take(found)[AT["t1"]]
    assert isinstance(taken, Table)
    assert (taken.rows[4][2], taken.caption, len(taken.rows)) == (58, "Biểu 1. Chi bộ, đảng bộ cơ sở", 40)
    assert taken.rows[19] == (None, "Đảng bộ xã Mới", 7)


def test_a_control_that_was_copied_with_its_words_is_one_insertion():
    found = compared(
        edited(sent_file(), lambda body: control(body, "gb:s9").addprevious(copy(control(body, "gb:p1.1"))))
    )
    new = {"key": "p8.17", "text": text_of("p1.1"), "runs": text_of("p1.1"), "align": "justify"}
    assert (told(found.changes), found.lost) == ([(Inserted, new)], ())


def test_words_typed_into_the_head_are_told_and_not_taken():
    def number(body: Any) -> None:
        (there,) = [t for t in texts(body) if t.text == f"Số {GAP}-BC/BTCTU"]
        there.text = "Số 12-BC/BTCTU"

    found = compared(edited(sent_file(), number))
    assert found.changes == ()
    assert [text for text in found.outside if "Số 12-BC/BTCTU" in text] == list(found.outside)
    assert len(found.outside) == 1


def test_all_edits_at_once_taken_give_the_words_of_the_file():
    def everything(body: Any) -> None:
        say(control(body, "gb:p1.2"), ".", " và hơn thế.")
        control(body, "gb:p2.3").addnext(paragraph("Đoạn mới của trưởng ban."))
        control(body, "gb:p9.1").addnext(control(body, "gb:p3.4"))
        say(control(body, "gb-fig:NEW.6"), "156", "190")
        gone = control(body, "gb:p7.7")
        gone.getparent().remove(gone)

    back = read(edited(sent_file(), everything))
    found = compare(SENT, back, frame=FRAME)
    kinds = [TextChanged, Inserted, FigureChange, Deleted, Moved]
    assert [type(one) for one in found.changes] == kinds
    later = docx.render(replace(report(), blocks=take(found)))
    assert [one.text for one in read(later).blocks if one.text.strip()] == [
        one.text for one in back.blocks if one.text.strip()
    ]
    assert list(apply(SENT, found, {})) == list(SENT)


def test_two_drafts_are_compared_as_a_file_is():
    later = [replace(block, text="Viết lại.") if block.key == "p0.1" else block for block in SENT]
    found = differ(SENT, later)
    changed = {"key": "p0.1", "old": text_of("p0.1"), "new": "Viết lại."}
    assert told(found.changes) == [(TextChanged, changed)]


def test_the_same_content_has_the_same_id_in_every_comparison():
    def change(body: Any) -> None:
        say(control(body, "gb:p1.2"), ".", " và hơn thế.")
        control(body, "gb:p2.3").addnext(paragraph("Đoạn mới."))
        control(body, "gb:p2.5").addnext(paragraph("Đoạn mới."))

    one, two = (compared(edited(sent_file(), change)) for _ in range(2))
    ids = [change.id for change in one.changes]
    assert ids == [change.id for change in two.changes]
    assert len(set(ids)) == 3
