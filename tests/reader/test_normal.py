"""One spelling for reading, and the way back: whatever was typed, an offset leads to the typed characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.text import fold, place_tones
from giaoban.reader.normal import normalise

PLAIN = "Nghị quyết số 18-NQ/TW của Đảng ủy xã Hòa Khê, quý I, hiệu quả và khoẻ"


@pytest.mark.parametrize(
    "typed",
    [
        unicodedata.normalize("NFD", PLAIN),
        PLAIN.replace("Đ", "Ð"),
        PLAIN.replace("Đ", "Ɖ"),
        PLAIN.replace(" ", "\u00a0"),
        PLAIN.replace(" ", "\u2009"),
        PLAIN.replace("-", "–"),
        PLAIN.replace("-", "−"),
        PLAIN.replace("-", "\u00ad-"),
        PLAIN.replace("/", "&#x002F;"),
        PLAIN.replace("/", "&#47;"),
        PLAIN.replace(" ", "&nbsp;"),
        PLAIN.replace(" ", " \t  "),
        PLAIN.replace("q", "\u200bq"),
        PLAIN.replace("ủy", "uỷ").replace("Hòa", "Hoà"),
        PLAIN.replace("quý", "qúy").replace("quả", "qủa"),
        PLAIN.replace("ế", "e\u0301\u0302"),
        PLAIN.replace("ế", "é\u0302"),
    ],
)
def test_every_way_of_typing_is_read_as_one_text(typed):
    normal = normalise(typed)
    assert normal.text == normalise(PLAIN).text == place_tones(PLAIN)
    assert normal.folded == fold(PLAIN)
    start = normal.folded.index("18-nq/tw")
    assert normalise(normal.surface(start, start + 8)).text == "18-NQ/TW"
    assert normal.surface(0, len(normal.text)) == typed


def test_another_word_is_not_read_as_the_same():
    assert normalise("hòa").text != normalise("hỏa").text
    assert normalise("hòa").folded == normalise("hỏa").folded


def test_lines_stay_lines():
    assert normalise("một\r\nhai\rba\u2028bốn\tnăm").text == "một\nhai\nba\nbốn năm"


def test_invisible_characters_at_an_edge_are_not_part_of_the_surface():
    typed = "\ufeffsố\u200b 18\u200b."
    normal = normalise(typed)
    assert normal.text == "số 18."
    assert normal.surface(0, 2) == "số"
    assert normal.surface(3, 5) == "18"
    assert normal.span(3, 3) == (5, 5)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("A&B; &khong; 5 & 6", "A&B; &khong; 5 & 6"),  # no such entities: nothing is lost
        ("&amp;&quot;x", '&"x'),
        ("d\u0336\u0336ang D\u0335a\u0309ng", "đang Đảng"),
        ("\u0301Hoa", "Hoa"),
        ("toàn, xuỵt, huýt, HOÀ, UỶ, hòan, khùyu", "toàn, xuỵt, huýt, HÒA, ỦY, hoàn, khuỳu"),
        ("１８-ＮＱ", "１８-ＮＱ"),
    ],
)
def test_what_is_odd_is_read_without_loss(typed, text):
    assert normalise(typed).text == text


def test_digits_and_letters_of_other_blocks_fold_to_plain_ones():
    assert normalise("１８-ＮＱ/TW m² Đảng").folded == "18-nq/tw m² dang"


@given(st.text(alphabet=st.sampled_from("aeêĐđquyoàỷ \n-–\u0301\u0302\u0309\u0336\u00a0\u200b&#47;x\r1")))
def test_offsets_always_lead_into_the_original(typed):
    normal = normalise(typed)
    assert len(normal.text) == len(normal.folded)
    end_before = 0
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert end_before <= start < end <= len(typed)
        end_before = end


@given(st.text())
def test_any_text_at_all_keeps_its_length_in_both_forms(typed):
    normal = normalise(typed)
    assert len(normal.text) == len(normal.folded)


def test_a_megabyte_without_any_sense_is_read():
    for unit in ("e\u0301", "&", "&#", "\u0301", "oà", "qú", "\r"):
        typed = unit * (1_000_000 // len(unit))
        assert len(normalise(typed).text) <= len(typed)
