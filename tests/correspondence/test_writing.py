"""A draft as plain text and back: what did not change keeps its block, bound figures are not lost unseen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.correspondence.rules import State
from giaoban.correspondence.rules.opinions import Point, read_points, write_points
from giaoban.correspondence.rules.road import Taken, due_kind, next_submission, road, since
from giaoban.correspondence.rules.writing import as_text, heading_level, read_text
from giaoban.documents.blocks import Block, Column, Heading, Paragraph, Run, Table

TABLE = Table([Column("Đơn vị"), Column("Số", numeric=True)], [("Xã An Hòa", 12)], caption="Đầu mối", key="b")
FIGURED = Paragraph(
    runs=(
        Run("Kết nạp "),
        Run("1.215", figure="MEM.NEW"),
        Run(" đảng viên, đạt "),
        Run("92,07", figure="MEM.PCT"),
    ),
    key="so",
)
BODY: tuple[Block, ...] = (
    Heading("I- Kết quả", key="h"),
    FIGURED,
    TABLE,
    Paragraph("Đã hoàn thành\nđúng hạn.", bold=True, key="p"),
    Table([Column("A")], [], key="c"),
)
WORDS = st.text("abcđêô 0123456789.,-", min_size=1, max_size=40).map(str.strip).filter(bool)


def test_text_that_was_not_touched_gives_the_same_blocks() -> None:
    text = as_text(BODY)
    assert text.splitlines() == [
        "I- Kết quả",
        "Kết nạp 1.215 đảng viên, đạt 92,07",
        "[Bảng 1: Đầu mối]",
        "Đã hoàn thành ↵ đúng hạn.",
        "[Bảng 2]",
    ]
    assert read_text(text, BODY).blocks == BODY


def test_a_second_section_stands_apart() -> None:
    assert as_text([Heading("I- Một"), Heading("1. Hai", 2), Heading("II- Ba")]) == "I- Một\n1. Hai\n\nII- Ba"


def test_a_changed_line_keeps_key_form_and_the_figures_that_still_stand() -> None:
    text = as_text(BODY).replace("Kết nạp 1.215 đảng viên", "Đã kết nạp 1.215 đảng viên mới")
    written = read_text(text, BODY)
    changed = written.blocks[1]
    assert changed == Paragraph(
        runs=(
            Run("Đã kết nạp "),
            Run("1.215", figure="MEM.NEW"),
            Run(" đảng viên mới, đạt "),
            Run("92,07", figure="MEM.PCT"),
        ),
        key="so",
    )
    assert (written.lost_figures, written.lost_tables) == ((), 0)
    bold = read_text(as_text(BODY).replace("đúng hạn", "trước hạn"), BODY).blocks[3]
    assert bold == Paragraph("Đã hoàn thành\ntrước hạn.", bold=True, key="p")


@pytest.mark.parametrize("typed", ["1.216", "11.215", "1.2150", "1.215,5"])
def test_a_figure_altered_by_hand_is_told(typed: str) -> None:
    written = read_text(as_text(BODY).replace("1.215", typed), BODY)
    assert written.lost_figures == ("MEM.NEW",)
    assert [run.figure for run in written.blocks[1].parts() if run.figure] == ["MEM.PCT"]  # type: ignore[union-attr]


def test_a_figure_at_the_end_and_one_in_a_line_that_went() -> None:
    first = Paragraph(runs=(Run("5", figure="A"), Run(" chi bộ và "), Run("7", figure="B")))
    assert read_text("5 chi bộ, nay còn 7", [first]).blocks[0] == Paragraph(
        runs=(Run("5", figure="A"), Run(" chi bộ, nay còn "), Run("7", figure="B"))
    )
    assert read_text("Việc khác hẳn, không liên quan gì đến đoạn trước.", [first]).lost_figures == ("A", "B")
    assert read_text("", [first]).blocks == ()


def test_tables_move_but_are_not_edited_and_a_lost_one_is_told() -> None:
    lines = as_text(BODY).splitlines()
    moved = read_text("\n".join([lines[0], lines[2], "[Bảng 1]", "[Bảng 9: lạ]", lines[1]]), BODY)
    assert moved.blocks[1] is TABLE
    assert [block for block in moved.blocks if isinstance(block, Table)] == [TABLE]
    assert moved.lost_tables == 1
    assert moved.blocks[-1].key == "so"


def test_headings_keep_their_level_when_reworded() -> None:
    before = [Heading("Phần mở đầu", 2, "m")]
    assert read_text("Phần mở đầu chung", before).blocks == (Heading("Phần mở đầu chung", 2, "m"),)
    assert read_text("I- Phần mở đầu", before).blocks == (Heading("I- Phần mở đầu", 1, "m"),)
    assert heading_level("I- " + "dài " * 60) == 0


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
def test_every_line_typed_is_in_the_paper_and_nothing_else(old: list[str], typed: list[str]) -> None:
    before = read_text("\n".join(old)).blocks
    written = read_text("\n".join(typed), before)
    wanted = [" ".join(line.split()) for line in typed]
    assert [line for line in as_text(written.blocks).splitlines() if line] == wanted


# --- points, road ----------------------------------------------------------------------------------------


def test_points_are_typed_as_they_are_shown() -> None:
    points = [Point("Bổ sung chỉ tiêu.", "Mục II"), Point("Thống nhất.")]
    assert read_points(write_points(points)) == points
    assert read_points("Mục I | \n\n") == []


def _steps(*states: str) -> list[Taken]:
    return [Taken("x", state, date(2019, 9, day)) for day, state in enumerate(states, start=1)]


def shown(organ: str, state: str, *states: str) -> list[tuple[str, str, int | None]]:
    return [(str(r.stage), r.place, r.on.day if r.on else None) for r in road(organ, state, _steps(*states))]


def test_the_road_of_a_paper_of_the_standing_board() -> None:
    assert shown("standing_board", State.WITH_STANDING_OFFICE, "drafting", "with_standing_office") == [
        ("drafting", "past", 1),
        ("consulting", "skipped", None),
        ("with_standing_office", "now", 2),
        ("with_standing_board", "next", None),
        ("issuing", "next", None),
    ]


def test_a_paper_sent_back_stands_at_drafting_again() -> None:
    back = shown("head", State.RETURNED, "drafting", "consulting", "drafting", "with_head", "returned")
    assert [place for _stage, place, _day in back] == ["now", "next", "next", "next"]


def test_passed_it_waits_to_be_issued_and_issued_it_has_its_day() -> None:
    assert shown("head", State.APPROVED, "drafting", "with_head", "approved")[-1] == ("issuing", "now", None)
    whole = ("drafting", "with_head", "approved", "issued")
    assert shown("head", State.ISSUED, *whole)[-1] == ("issuing", "past", 4)


def test_withdrawn_it_shows_how_far_it_came() -> None:
    places = [place for _stage, place, _day in shown("head", State.WITHDRAWN, "drafting", "withdrawn")]
    assert places == ["past", "skipped", "skipped", "skipped"]


def test_a_stage_beside_the_road_is_shown_when_it_was_passed() -> None:
    stages = [
        stage for stage, _place, _day in shown("standing_board", State.WITH_HEAD, "drafting", "with_head")
    ]
    assert stages == [
        "drafting",
        "consulting",
        "with_head",
        "with_standing_office",
        "with_standing_board",
        "issuing",
    ]


def test_since_when_and_what_comes_next() -> None:
    assert since(_steps("drafting", "consulting", "consulting")) == date(2019, 9, 2)
    assert since([]) is None
    assert next_submission("committee", State.RETURNED) == "submit_standing_office"
    assert next_submission("standing_board", State.WITH_STANDING_BOARD) is None
    assert next_submission("standing_board", State.WITH_HEAD) == "submit_standing_office"
    assert next_submission("standing_board", State.WITH_STANDING_OFFICE) == "submit_standing_board"
    assert next_submission("head", State.ISSUED) is None
    day = date(2019, 9, 10)
    assert due_kind("drafting", date(2019, 9, 9), day) == "late"
    assert [due_kind("drafting", due, day) for due in (None, date(2019, 9, 13), date(2019, 9, 14))] == [
        "",
        "soon",
        "",
    ]
