"""However a text is typed, the same is found; offsets always slice what was typed; noise holds nothing."""

import random
import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.reader import read
from tests.reader.registers import REGISTER
from tests.reader.test_citations import ATTRIBUTES, CONGRESSES, DIRTY, NO_CITATION, NUMBERED, PLENUMS, SHARED

TEXTS = [row[0] for table in (ATTRIBUTES, CONGRESSES, NUMBERED, PLENUMS, SHARED) for row in table]
CHANGES = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "no-break space": lambda text: text.replace(" ", "\u00a0"),
    "Ð": lambda text: text.replace("Đ", "Ð"),
    "en dash": lambda text: text.replace("-", "–"),
    "minus": lambda text: text.replace("-", "−"),
    "non-breaking hyphen": lambda text: text.replace("-", "\u2011"),
    "tone on the other vowel": lambda text: text.replace("ủy", "uỷ").replace("óa", "oá"),
    "zero width": lambda text: text.replace(" ", " \u200b"),
    "entities": lambda text: text.replace("/", "&#47;"),
    "double blanks": lambda text: text.replace(" ", "  "),
}
# in small letters these say something else
HIGH = {"HD02 và nhóm hd02", "làm theo NQ18, CT 05", "Chương trình số 15-CTrHĐ/TU"}


def facts(text: str):
    return [
        (c.type, c.number, c.symbol, c.date, c.issuer, c.form, c.plenum, c.term, c.link, c.warnings)
        for c in read(text, registry=REGISTER).citations
    ]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_typing_changes_nothing_but_places(name):
    changed = [(text, CHANGES[name](text)) for text in TEXTS]
    assert any(before != after for before, after in changed)
    for before, after in changed:
        assert (before, facts(after)) == (before, facts(before))


def test_small_letters_lose_nothing():
    def plain(text: str):
        return [
            (kind, number, day, plenum, link)
            for kind, number, _, day, _, _, plenum, _, link, _ in facts(text)
        ]

    for text in TEXTS:
        if text not in HIGH:
            assert (text, plain(text.lower())) == (text, plain(text))


def test_a_text_without_accents_is_read():
    def bare(text: str) -> str:
        plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        return "".join(char for char in plain if not unicodedata.combining(char))

    for text in [row[0] for row in NUMBERED]:
        assert (text, [c[1] for c in facts(bare(text))]) == (text, [c[1] for c in facts(text)])


@given(st.lists(st.sampled_from([*TEXTS, *NO_CITATION, *(row[0] for row in DIRTY)]), max_size=6), st.data())
def test_offsets_always_slice_the_original(parts, data):
    text = data.draw(st.sampled_from(["\n", " ", ". ", "; ", "\r\n"])).join(parts)
    text = CHANGES[data.draw(st.sampled_from(sorted(CHANGES)))](text)
    end = 0
    for citation in read(text, registry=REGISTER).citations:
        assert end <= citation.start < citation.end <= len(text)
        assert text[citation.start : citation.end] == citation.surface
        end = citation.end


@given(
    st.text(alphabet=st.sampled_from("nghị quyết số của ngày khóa Trung ương 0123456789-/.,;()%\nNQTWĐXI“”"))
)
def test_no_text_breaks_the_reader(text):
    for citation in read(text, registry=REGISTER).citations:
        assert text[citation.start : citation.end] == citation.surface


def test_a_megabyte_of_noise_is_read_and_holds_no_citation():
    dice = random.Random(20)  # noqa: S311  the same noise each time
    noise = "".join(dice.choices("abcdeghiklmnopqrstuvxy ăâêôơưđ\n,.:-/%()0123456789", k=1_000_000))
    assert [c.surface for c in read(noise, registry=REGISTER).citations if c.form != "full"] == []


@pytest.mark.parametrize(
    "unit",
    [
        "nghị quyết số ",
        "Nghị quyết (",
        "18-19/20 ",
        "khóa XI, ",
        "Luật a b c ",
        "số ",
        " ",
        "\n",
        "1",
        "“",
        "NQ ",
    ],
)
def test_what_begins_a_citation_over_and_over_ends_in_none(unit):
    assert read(unit * (300_000 // len(unit)), registry=REGISTER).citations == ()


@pytest.mark.parametrize("name", CHANGES)
def test_the_day_and_the_figures_are_those_of_the_text_as_it_should_be(name):
    text = (
        "Chiều ngày 30/9/2019, tại TP. Long Khê, Ban Tổ chức Tỉnh ủy tổ chức hội nghị giao ban tháng 9 và 9 "
        "tháng năm 2019. Toàn tỉnh đã kết nạp 661 đảng viên, 4/11 đơn vị đạt chỉ tiêu."
    )
    plain, changed = read(text), read(CHANGES[name](text))
    assert plain.conference
    assert changed.conference
    assert (changed.conference.kind, changed.conference.period) == ("giao ban", "2019-t09-9t")
    assert changed.conference.date == plain.conference.date
    assert [(f.value, f.denominator) for f in changed.figures] == [
        (f.value, f.denominator) for f in plain.figures
    ]


@pytest.mark.parametrize("width", [48, 60, 80, 100])
def test_lines_broken_at_a_column_are_read_as_paragraphs(width):
    text = (
        "Theo chương trình năm, sau khi xin ý kiến cấp ủy các xã, các cơ quan, chiều nay (20/10/2017), "
        "Công đoàn Văn phòng huyện Long Khê mở Đại hội lần thứ XX, nhiệm kỳ 2017-2022, có 69 đoàn viên dự."
    )
    broken = f"Công đoàn đại hội\n\n{textwrap.fill(text, width)}\n\nẢnh: T.L."
    conference = read(broken).conference
    assert conference
    assert (conference.kind, str(conference.date)) == ("đại hội", "2017-10-20")


def test_a_headline_is_not_joined_to_what_stands_below():
    text = "Hội nghị giao ban tháng 9\nNgày 30/9/2019, Ban Tổ chức họp.\nĐại biểu\nLê Hoa"
    conference = read(text).conference
    assert conference
    assert str(conference.date) == "2019-09-30"
