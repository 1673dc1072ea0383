"""The layout of a text holds every character once, whatever marks lie over it; words are found again."""

from hypothesis import given
from hypothesis import strategies as st

from giaoban.web.reading.rules import blocks, locate, mark_key, own_symbol, parts, stamped, stands_in

TEXTS = st.text(alphabet="aă \nĐ<&1", max_size=120)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[dict]]:
    text = draw(TEXTS)
    marks = []
    for _ in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = draw(st.integers(start + 1, start + 40))
        if end <= len(text):
            marks.append({"kind": draw(st.sampled_from("cftpm")), "start": start, "end": end})
    return text, sorted(marks, key=lambda one: (one["start"], one["end"]))


@given(marked())
def test_every_character_is_shown_once_and_marks_slice_the_text(case):
    text, marks = case
    found = blocks(text, 0, len(text), marks)
    pieces = [piece for block in found for piece in block.pieces]
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        if piece.mark is not None:
            assert piece.text == text[piece.mark["start"] : piece.mark["end"]]
    drawn = [mark_key(piece.mark) for piece in pieces if piece.mark is not None]
    assert len(drawn) == len(set(drawn))
    assert set(stands_in(marks).values()) <= set(drawn)


@given(TEXTS, st.integers(1, 30))
def test_parts_are_the_whole_text(text: str, size: int):
    found = parts(text, size)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= size for start, end in found)


def test_a_part_that_ends_at_a_cut_leaves_no_empty_one():
    assert parts("ab\ncd\n", 3) == [(0, 3), (3, 6)]
    assert [block.task for block in blocks("abc", 0, 3, [{"kind": "t", "start": 0, "end": 3}] * 2)][1:] == []


@given(st.text(alphabet="Nghị quyết 18", min_size=1, max_size=20))
def test_words_of_a_text_are_found_in_it(words: str):
    text = f"Theo {words}, các đơn vị."
    assert not words.strip() or locate(text, words)


def test_a_head_that_is_no_symbol_gives_none():
    assert own_symbol("Số 100 triệu đồng\nSố 12 - QĐ/TW  ngày 1") == "12-QĐ/TW"
    assert stamped("\n" * 60 + "MẬT") is None
    assert locate("abc", "") == []
