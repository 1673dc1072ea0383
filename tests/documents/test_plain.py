"""A paper as plain JSON values and back: nothing is lost, whatever stands in it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.documents import docx, plain
from giaoban.documents.blocks import (
    Annex,
    Column,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
)
from tests.documents.papers import samples

TEXT = st.text(max_size=12)
RUNS = st.lists(st.builds(Run, TEXT, *[st.booleans()] * 3, TEXT), max_size=3).map(tuple)
ALIGN = st.sampled_from(["justify", "left", "center", "right"])
NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)


@st.composite
def tables(draw):
    columns = draw(
        st.lists(
            st.builds(Column, TEXT, st.floats(0.1, 9), st.booleans(), st.none() | st.integers(0, 4)),
            min_size=1,
        )
    )
    row = st.tuples(*[st.none() | TEXT | NUMBERS for _ in columns])
    bands = draw(st.just(()) | st.just(((draw(TEXT), len(columns)),)))
    return Table(
        tuple(columns),
        tuple(draw(st.lists(row, max_size=3))),
        draw(TEXT),
        draw(TEXT),
        bands,
        draw(st.frozensets(st.integers(0, 9))),
        draw(TEXT),
        draw(st.booleans()),
        draw(TEXT),
    )


BLOCKS = st.lists(
    st.builds(Heading, TEXT, st.integers(1, 3), TEXT)
    | st.builds(Paragraph, TEXT, RUNS, st.booleans(), st.booleans(), ALIGN, st.booleans(), TEXT)
    | tables(),
    max_size=3,
).map(tuple)
SIGNATURES = st.none() | st.builds(Signature, TEXT, TEXT, TEXT)
PAPERS = st.builds(
    Paper,
    letterhead=st.builds(Letterhead, TEXT, TEXT),
    number=TEXT,
    place=TEXT,
    day=st.none() | st.dates(),
    type_name=TEXT,
    about=TEXT,
    created=st.datetimes(timezones=st.none() | st.just(UTC)),
    blocks=BLOCKS,
    addressee=TEXT,
    signature=SIGNATURES,
    beside=SIGNATURES,
    receivers=st.lists(TEXT, max_size=3).map(tuple),
    style=st.sampled_from(["party", "state"]),
    code=TEXT,
    numbered=st.booleans(),
    annexes=st.lists(st.builds(Annex, TEXT, TEXT, TEXT, BLOCKS), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(PAPERS)
def test_what_is_dumped_and_loaded_is_the_same_paper(paper):
    assert plain.load(json.loads(json.dumps(plain.dump(paper)))) == paper


@pytest.mark.parametrize("name", ["report", "decision", "state 2015"])
def test_the_same_file_is_made_of_it(name):
    paper = samples()[name]
    assert docx.render(plain.load(json.loads(json.dumps(plain.dump(paper))))) == docx.render(paper)


def test_what_a_paper_does_not_say_is_not_written():
    bare = Paper(Letterhead("", "Ban Tổ chức"), "", "", None, "", "", datetime(2019, 9, 25, tzinfo=UTC))
    assert set(plain.dump(bare)) == {"letterhead", "number", "place", "day", "type_name", "about", "created"}


def test_values_of_another_form_are_refused():
    given_values = plain.dump(samples()["letter"])
    for wrong in ({"nobody": 1}, {"created": "yesterday"}, {"blocks": [{"kind": "picture"}]}):
        with pytest.raises((KeyError, TypeError, ValueError)):
            plain.load(given_values | wrong)
