"""The process tables of docs/conferences.md are those of the code."""

import re
from pathlib import Path

import pytest

from giaoban.conferences.rules import CONFERENCE, SPEECH
from giaoban.core.transitions import Process

PAGE = (Path(__file__).parents[2] / "docs/conferences.md").read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    table = re.search(rf"<!-- {name} -->\n(.+?)\n<!-- /{name} -->", PAGE, re.DOTALL)[1]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("name", "process"), [("conference", CONFERENCE), ("speech", SPEECH)])
def test_the_page_and_the_table_are_one(name: str, process: Process):
    assert rows(name) == [[t.move, ", ".join(t.sources), t.target, t.permission] for t in process.transitions]
