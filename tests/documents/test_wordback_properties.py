"""All changes taken give the edited paper, none gives the one that was sent; whatever was edited."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.documents.blocks import Block, Column, Heading, Paragraph, Run, Table
from giaoban.documents.differ import differ
from giaoban.documents.wordback import Decision, FigureChange, Returned, apply, compare
from giaoban.documents.wordback.comparing import text_keys
from giaoban.documents.wordback.returned import parts_of

VOCABULARY = (
    *("kết", "nạp", "đảng", "viên", "mới", "chi", "bộ", "còn", "chậm", "hoàn", "thành", "tổ", "chức", "cơ"),
    *("12", "47.174", "4/11", "%", ",", ".", ";", "–", "“"),
)
words = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=14).map(" ".join)
cells = st.one_of(words, st.integers(0, 99_999))


@st.composite
def blocks(draw, key: str) -> Block:
    kind = draw(st.sampled_from(["heading", "words", "words", "figures", "table"]))
    if kind == "heading":
        return Heading(draw(words), draw(st.integers(1, 3)), key)
    if kind == "words":
        return Paragraph(draw(words), key=key, bold=draw(st.booleans()))
    if kind == "figures":
        runs = []
        for number in range(draw(st.integers(1, 3))):
            runs += [Run(f" {draw(words)} "), Run(str(draw(st.integers(0, 999))), figure=f"f{number}")]
        return Paragraph(runs=(*runs, Run(" người.")), key=key)
    columns = [Column("Đơn vị"), Column("Số", numeric=True)]
    rows = draw(st.lists(st.tuples(words, cells), max_size=5))
    caption, source = (
        draw(st.sampled_from(["", "Biểu 1. Tổ chức"])),
        draw(st.sampled_from(["", "Nguồn: báo cáo"])),
    )
    return Table(columns, rows, caption=caption, source=source, key=key, totals={0} if rows else ())


@st.composite
def papers(draw) -> list[Block]:
    count = draw(st.integers(1, 8))
    keyed = draw(st.booleans())
    return [draw(blocks(f"b{number}" if keyed or number % 2 else "")) for number in range(count)]


@st.composite
def edited(draw, sent: list[Block]) -> list[Block]:
    """The paper after some edits; a key stays with its words as its control does in Word."""
    found = list(sent)
    for _edit in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, max(len(found) - 1, 0)))
        kind = draw(st.sampled_from(["words", "new", "delete", "move", "split", "merge", "table", "bare"]))
        if kind == "new" or not found:
            found.insert(at, draw(blocks("")))
        elif kind == "delete":
            del found[at]
        elif kind == "move":
            found.insert(draw(st.integers(0, len(found) - 1)), found.pop(at))
        elif kind == "words":
            found[at] = _other_words(found[at], draw(words))
        elif kind == "split" and isinstance(found[at], Paragraph):
            text = "".join(run.text for run in found[at].parts()).split()
            middle = draw(st.integers(0, len(text)))
            found[at : at + 1] = [
                Paragraph(" ".join(text[:middle]), key=found[at].key),
                Paragraph(" ".join(text[middle:])),
            ]
        elif kind == "merge" and all(isinstance(one, Paragraph) for one in found[at : at + 2]):
            text = " ".join("".join(run.text for run in one.parts()) for one in found[at : at + 2])
            found[at : at + 2] = [Paragraph(text, key=found[at].key)]
        elif kind == "bare":
            found[at] = replace(found[at], key="")
        elif kind == "table" and isinstance(found[at], Table) and found[at].rows:
            rows = list(found[at].rows)
            rows[0] = (draw(words), draw(cells))
            rows = draw(st.sampled_from([rows, rows[1:], [*rows, rows[0]]]))
            found[at] = replace(found[at], rows=rows or [("x", 1)], totals=())
    return found


def _other_words(block: Block, text: str) -> Block:
    if isinstance(block, Heading):
        return replace(block, text=text)
    if isinstance(block, Table):
        return replace(block, caption=text, source="")
    return replace(block, text="", runs=(*block.parts(), Run(f" {text}")))


@st.composite
def pairs(draw) -> tuple[list[Block], list[Block]]:
    sent = draw(papers())
    return sent, draw(edited(sent))


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_all_taken_is_the_edited_paper_and_all_refused_the_sent_one(pair):
    sent, later = pair
    found = differ(sent, later)
    taken = {change.id: Decision.TAKEN for change in found.changes}
    assert len(taken) == len(found.changes)
    assert text_keys(apply(sent, found, taken)) == text_keys(later)
    assert list(apply(sent, found, {})) == sent
    assert found.changes or text_keys(sent) == text_keys(later)


@settings(max_examples=50, deadline=None)
@given(pairs(), st.randoms(use_true_random=False))
def test_any_choice_keeps_each_key_at_most_once_and_every_refused_figure(pair, dice):
    sent, later = pair
    found = differ(sent, later)
    choice = {c.id: dice.choice(list(Decision)) for c in found.changes if not isinstance(c, FigureChange)}
    result = apply(sent, found, choice)
    keys = [block.key for block in result if block.key]
    assert len(keys) == len(set(keys))
    values = {run.figure: set() for block in sent for run in _runs(block)}
    for block in sent:
        for run in _runs(block):
            values[run.figure].add(run.text)
    assert all(run.text in values[run.figure] for block in result for run in _runs(block))


@settings(max_examples=50, deadline=None)
@given(papers())
def test_a_file_without_any_control_reads_back_without_a_change(sent):
    bare = [replace(part.what, tag="") for part in parts_of(sent)]
    found = compare(sent, Returned(tuple(bare)))
    assert (found.changes, found.outside) == ((), ())


def _runs(block: Block) -> list[Run]:
    return [run for run in block.parts() if run.figure] if isinstance(block, Paragraph) else []
