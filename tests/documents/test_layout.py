"""The layouts as data: no day without one, each within what its source allows, each with its source."""

import json
from datetime import date, timedelta

import pytest

from giaoban.documents import measure, signing
from giaoban.documents.blocks import Paragraph, Run
from giaoban.documents.layout import DATA, layout_on
from giaoban.documents.words import ended

STYLES = ("party", "state")
CHANGES = {
    "party": [date(2018, 4, 3), date(2026, 5, 27)],
    "state": [date(2011, 3, 5), date(2020, 3, 5)],
}


@pytest.mark.parametrize("style", STYLES)
def test_every_day_has_one_layout_and_each_change_has_its_day(style):
    lines = json.loads((DATA / f"{style}-layout.json").read_text(encoding="utf-8"))["layouts"]
    assert [line["to"] for line in lines[:-1]] == [line["from"] for line in lines[1:]]
    assert (lines[0]["from"], lines[-1]["to"]) == ("0001-01-01", "9999-12-31")
    for day in CHANGES[style]:
        assert layout_on(day, style).code != layout_on(day - timedelta(days=1), style).code
    assert layout_on(date.max, style).code == lines[-1]["code"]
    assert {line["confidence"] for line in lines} <= {"H", "M", "L"}
    assert all(line["source"] and line["note"] for line in lines)


def test_state_papers_lie_within_the_ranges_of_the_decree():
    layout = layout_on(date(2021, 1, 1), "state")
    ranges = {
        "top": (20, 25),
        "bottom": (20, 25),
        "left": (30, 35),
        "right": (15, 20),
        "nation_size": (12, 13),
        "motto_size": (13, 14),
        "head": (12, 13),
        "number_size": (13, 13),
        "place": (13, 14),
        "type_name": (13, 14),
        "about": (13, 14),
        "about_letter": (12, 13),
        "body": (13, 14),
        "mark": (13, 14),
        "signature": (13, 14),
        "receivers_title": (12, 12),
        "receivers": (11, 11),
        "page_number": (13, 14),
    }
    outside = {name for name, (low, high) in ranges.items() if not low <= getattr(layout, name) <= high}
    assert outside == set()


@pytest.mark.parametrize("style", STYLES)
def test_the_lines_of_the_nation_fit_into_their_column(style):
    layout = layout_on(date(2021, 1, 1), style)
    room = layout.text_width * (1 - layout.left_share)
    for text, size in ((layout.nation, layout.nation_size), (layout.motto, layout.motto_size)):
        assert measure.width_mm(text, size, bold=True) < room


def test_nothing_is_closed_where_no_sentence_stands():
    layout = layout_on(date(2021, 1, 1), "state")
    figure = Paragraph(runs=(Run("Kết nạp "), Run("215", figure="MEM.NEW")))
    for blocks in ((), (figure,), (Paragraph("(Biểu kèm theo)", align="center"),), (Paragraph(" "),)):
        assert ended(blocks, layout) == blocks
    runs = (Paragraph(runs=(Run("Xin "), Run("báo cáo. ", bold=True))),)
    assert ended(runs, layout)[0].runs[1] == Run("báo cáo./.", bold=True)


def test_lines_to_write_on_are_not_closed():
    for style in ("party", "state"):
        dots = [Paragraph("……………"), Paragraph("…………….", align="left")]
        assert [ended([one], layout_on(date(2021, 1, 1), style)) for one in dots] == [[one] for one in dots]


def test_each_way_of_signing_has_one_rule_and_party_deputies_of_a_collective_never_sign_for_its_head():
    told = {(rule.style, rule.body, rule.who): rule for rule in signing.RULES}
    assert len(told) == len(signing.RULES) == 16
    party = [rule for rule in signing.RULES if rule.style == "party" and rule.authority]
    assert [rule.body for rule in party if "K/T" in rule.authority] == ["head"]
    assert not [rule for rule in party if "T/U" in rule.authority or "." in rule.authority]
    assert {rule.source for rule in signing.RULES} == {signing.PARTY, signing.STATE}


def test_who_is_by_order_signs_so_also_in_state_papers_and_acting_heads_are_of_the_state():
    made = signing.signature_lines(
        "state", "head", "Sở Nội vụ", "Chánh Văn phòng", "Giám đốc", "A", by_order=True
    )
    assert (made.authority, made.post) == ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")
    told = signing.signature_lines("state", "head", "Sở", "Trưởng phòng", "Giám đốc", "A", authorised=True)
    assert told.authority == "TUQ. GIÁM ĐỐC"
    body = signing.signature_lines(
        "state", "collective", "Ủy ban", "Giám đốc Sở", "Chủ tịch", "A", authorised=True
    )
    assert body.authority == "TUQ. CHỦ TỊCH"
    with pytest.raises(ValueError, match="acting"):
        signing.signature_lines("party", "head", "Ban", "Trưởng Ban", "Trưởng Ban", "A", acting=True)
