"""Passages: around the words, wherever in the text they stand; everything escaped."""

from giaoban.search.marking import PASSAGE, excerpt, mark
from giaoban.search.rules import parse

LONG = "Phần mở đầu nói việc khác. " * 400


def test_a_passage_stands_around_the_words():
    text = f"{LONG}Sáp nhập hai chi bộ nhỏ ở thôn Đoài. {LONG}"
    shown = excerpt(text, parse("sáp nhập chi bộ"))
    assert "<mark>Sáp nhập</mark> hai <mark>chi bộ</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < PASSAGE + 100


def test_the_stretch_with_the_most_words_wins():
    text = f"Chi bộ họp. {LONG}Chi bộ sáp nhập. {LONG}"
    assert "<mark>Chi bộ sáp nhập</mark>" in excerpt(text, parse("chi bộ sáp nhập"))
    assert excerpt(text, parse("bộ họp")).startswith("Chi <mark>bộ họp</mark>")


def test_a_text_without_the_words_shows_its_beginning():
    assert excerpt(LONG, parse("khongco")).startswith("Phần mở đầu")
    assert excerpt("", parse("a")) == ""
    assert excerpt("Ngắn & gọn", parse("gon")) == "Ngắn &amp; <mark>gọn</mark>"


def test_a_text_without_a_blank_is_cut_all_the_same():
    assert len(excerpt("x" * 5000 + " gon " + "y" * 5000, parse("gon"))) < 2 * PASSAGE


def test_a_symbol_is_marked_whole_however_it_was_typed_and_no_other_in_part():
    for typed in ("18nqtw", "18 nq tw", "NQ18 tw"):
        shown = mark("Nghị quyết 18-NQ/TW và 19–NQ/TW, 07-KH/TW của TW", parse(typed))
        assert shown == "Nghị quyết <mark>18-NQ/TW</mark> và 19–NQ/TW, 07-KH/TW của <mark>TW</mark>"
    assert mark("Số 08-HD", parse("8 hd")) == "Số <mark>08-HD</mark>"
    assert mark("19-NQ/TW", parse("nq tw")) == "19-<mark>NQ/TW</mark>"


def test_of_a_long_text_only_a_passage_is_shown():
    shown = excerpt("sáp nhập chi bộ " * 12_000, parse("sáp nhập"))
    assert "<mark>sáp nhập</mark>" in shown
    assert len(shown) < 2_000
