"""Noise of every kind is read to its end; how its time grows is measured by `benchmarks/read.py`."""

import pytest

from benchmarks.noise import PIECES
from giaoban.reader import read


@pytest.mark.parametrize("piece", PIECES)
def test_every_beginning_over_and_over_is_read_to_its_end(piece):
    text = piece * (8_000 // len(piece))
    found = read(text)
    for mark in (*found.citations, *found.figures, *found.people, *found.sentences, *found.tasks):
        assert text[mark.start : mark.end] == mark.surface
