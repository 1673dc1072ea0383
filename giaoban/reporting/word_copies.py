"""The draft of a report as the Word file one edits: sections and passages in controls, figures bound.

A passage's control carries its id, its version and a hash of its words, so that a file which comes back tells
what it left as it was. The file itself says of which report and draft it is a copy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import override

from giaoban.core.text import slug
from giaoban.documents import controls, docx
from giaoban.documents.blocks import Annex, Block, Heading, Paper, Paragraph, Run
from giaoban.documents.text import printable
from giaoban.documents.wordback import Frame, frame_of
from giaoban.reporting import exports
from giaoban.reporting.models import Passage
from giaoban.reporting.queries.printed import Printed
from giaoban.reporting.queries.texts import TELLING, known
from giaoban.reporting.rules.passages import Known, marks
from giaoban.reporting.rules.taking import ANNEX, SECTION, passage_key

PAPER = "report"
NOTHING = "Không có nội dung."


@dataclass(frozen=True, slots=True)
class Copy:
    """A draft as it goes to Word; `last` is the id of its newest passage, `until` that of the newest
    one which stands in it."""

    found: Printed
    paper: Paper
    last: int
    until: int
    hash: str

    @property
    def blocks(self) -> Sequence[Block]:
        """Those of the body and those of the annex."""
        return [*self.paper.blocks, *(block for annex in self.paper.annexes for block in annex.blocks)]

    @property
    def frame(self) -> Frame:
        """Head, title, signature and the titles of the annex."""
        return frame_of(replace(self.paper, annexes=[replace(one, blocks=()) for one in self.paper.annexes]))

    @property
    def stamp(self) -> controls.Stamp:
        name = f"{PAPER}:{self.found.obligation.pk}:{self.last}"
        return controls.Stamp(name, self.found.obligation.version, self.hash)


def copy_of(found: Printed, *, until: int | None = None) -> Copy:
    """`until` leaves out the passages that were added after this id: the file cannot know them."""
    with override("vi"):
        paper = exports.paper_of(found)
        body = list(_body(found, known(found.cells, found.figures), until))
    annexes = [_keyed(annex, number) for number, annex in enumerate(paper.annexes)]
    passages = [one for _section, passages in found.sections for one in passages]
    last = max((one.pk for one in passages), default=0)
    return Copy(
        found,
        replace(paper, blocks=body, annexes=annexes, code=""),
        last,
        last if until is None else until,
        controls.hash_of([one.text for one in passages]),
    )


def file_of(copy: Copy) -> tuple[str, bytes]:
    """Name and bytes of the .docx."""
    found = copy.found
    name = f"sua-bao-cao-{slug(found.place.code)}-{slug(found.obligation.round.period)}.docx"
    return name, controls.stamp(docx.render(copy.paper), copy.stamp)


def _body(found: Printed, rows: Sequence[Known], until: int | None) -> Iterable[Block]:
    for section, passages in found.sections:
        yield Heading(f"{section.number}- {section.title}", 1, f"{SECTION}:{section.pk}")
        shown = [one for one in passages if until is None or one.pk <= until]
        if not shown:
            yield Paragraph(NOTHING, italic=True)
        for passage in shown:
            key = passage_key(passage.pk, passage.version, printable(passage.text))
            yield Paragraph(runs=_runs(passage, rows, telling=section.kind in TELLING), key=key)


def _runs(passage: Passage, rows: Sequence[Known], *, telling: bool) -> Sequence[Run]:
    """The words with the figures that the form confirms, each bound to its row."""
    text = printable(passage.text)
    found: list[Run] = []
    at = 0
    for mark in marks(text, rows) if telling else ():
        if mark.agrees:
            found += [Run(text[at : mark.start]), Run(text[mark.start : mark.end], figure=mark.code)]
            at = mark.end
    return tuple(run for run in (*found, Run(text[at:])) if run.text)


def _keyed(annex: Annex, number: int) -> Annex:
    blocks = [replace(block, key=f"{ANNEX}:{number}.{at}") for at, block in enumerate(annex.blocks)]
    return replace(annex, blocks=blocks)
