"""Words of texts and questions: codes split, accents decide the column, nothing of a word is an operator."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.search.rules import (
    LAST_PLACE,
    LONGEST_WORD,
    MOST_PLACES,
    MOST_WORDS,
    Question,
    exact_words,
    folded_words,
    parse,
    phrase_query,
    tsquery,
    vector,
)


def test_a_word_beyond_what_a_tsvector_holds_is_found_without_its_place():
    found = dict(entry.partition(":")[::2] for entry in vector("", "chi " * (LAST_PLACE + 1) + "bộ").split())
    assert (found["'bộ'"], len(found["'chi'"].split(","))) == ("", MOST_PLACES)


def test_only_the_whole_name_is_left_out():
    assert "'thi'" in vector("", "Lê Thị Mai nói", unnamed=["Lê Thị Hoa"])
    assert "'thi'" not in vector("", "Lê Thị Hoa nói", unnamed=["Lê Thị Hoa"])


@pytest.mark.parametrize(
    ("text", "exact", "folded"),
    [
        ("96-QĐ/TW", "96 qđ tw", "96 qd tw"),
        ("Số: 12-HD/BTCTW", "số 12 hd btctw", "so 12 hd btctw"),
        ("09/2019/NĐ-CP", "09 2019 nđ cp", "09 2019 nd cp"),
        ("Uỷ ban hoà giải", "ủy ban hòa giải", "uy ban hoa giai"),
        ("a_b c’d", "a b c d", "a b c d"),
        ("…!?", "", ""),
    ],
)
def test_codes_are_split_and_tones_placed(text: str, exact: str, folded: str) -> None:
    assert (exact_words(text), folded_words(text)) == (exact, folded)
    assert (exact_words(unicodedata.normalize("NFD", text)), folded_words(text.upper())) == (exact, folded)


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("thai binh", Question((), ("thai", "binh"), "thai binh")),
        ("Thái bình", Question(("thái", "bình"), (), "thai binh")),
        ("ðặng hoa", Question(("đặng",), ("hoa",), "dang hoa")),
        ("hoà HÒA", Question(("hòa",), (), "hoa hoa")),
        ("", Question()),
        ("--", Question()),
    ],
)
def test_a_word_with_an_accent_goes_to_the_exact_column(asked: str, question: Question) -> None:
    assert parse(asked) == question
    assert bool(parse(asked)) is bool(question.phrase)


@given(text=st.text(max_size=200))
def test_no_text_can_put_an_operator_into_a_query(text: str) -> None:
    question = parse(text)
    for query in (tsquery(question.exact), tsquery(question.folded, prefix=True)):
        assert re.fullmatch(r"(?:'[^\W_]+'(?: & '[^\W_]+')*(?::\*)?)?", query)
    assert re.fullmatch(r"(?:'[^\W_]+'(?: <-> '[^\W_]+')*)?", phrase_query([question.phrase]))
    words = set(folded_words(text).split()) | set(exact_words(text).split())
    assert set(question.folded) <= words | {word.lstrip("0") or "0" for word in words}  # 08 is asked as 8


def test_a_page_of_words_is_cut() -> None:
    question = parse(" ".join(f"tu{n}" for n in range(500)) + " " + "a" * 500)
    assert len(question.glued) == MOST_WORDS
    assert len(parse("a " + "b " * 40).folded) == 2
    assert len(exact_words("a" * 500)) == LONGEST_WORD
