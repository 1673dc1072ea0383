"""A draft as it goes to Word, and the file that comes back: the body and each annex, change by change.

Every block stands in a control: one without a key of its own is known by its place, in this file only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from giaoban.correspondence.queries import changes
from giaoban.documents import wordback
from giaoban.documents.blocks import Block, Paper
from giaoban.documents.wordback import AnyChange, Comparison, Decision, Returned

PLACE = "vi-tri"


def keyed(paper: Paper) -> Paper:
    """Every block of body and annexes with a key."""
    annexes = [
        replace(annex, blocks=_keyed(annex.blocks, f"{PLACE}:{number}"))
        for number, annex in enumerate(paper.annexes, start=1)
    ]
    return replace(paper, blocks=_keyed(paper.blocks, f"{PLACE}:0"), annexes=annexes)


def _keyed(blocks: Sequence[Block], start: str) -> tuple[Block, ...]:
    return tuple(b if b.key else replace(b, key=f"{start}.{at}") for at, b in enumerate(blocks))


def _unkeyed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(replace(b, key="") if b.key.startswith(f"{PLACE}:") else b for b in blocks)


@dataclass(frozen=True, slots=True)
class Taking:
    """What a file changed in a draft: `parts` are the body and the annexes, which the ids tell apart."""

    paper: Paper
    parts: tuple[Comparison, ...]

    @property
    def ids(self) -> list[str]:
        return [_id(n, change) for n, part in enumerate(self.parts) for change in part.changes]

    def shown(self) -> list[changes.Shown]:
        """As a page shows them; a change of an annex says of which."""
        found = []
        for number, (part, blocks) in enumerate(zip(self.parts, self._bodies(), strict=True)):
            title = self.paper.annexes[number - 1].title if number else ""
            for change, row in zip(part.changes, changes.shown(part, blocks), strict=True):
                where = " · ".join(one for one in (title, row.where) if one)
                found.append(replace(row, id=_id(number, change), where=where))
        return found

    @property
    def comments(self) -> list[Any]:
        return [told.comment for told in self.parts[0].comments]

    def notes(self) -> list[str]:
        """What else is to be known of the file as a whole."""
        outside = dict.fromkeys(words for part in self.parts for words in part.outside)
        lost = tuple(one for part in self.parts for one in part.lost)
        bare = bool(lost) and all(part.stripped or not part.lost for part in self.parts)
        whole = replace(self.parts[0], lost=lost, outside=tuple(outside), stripped=bare)
        return changes.notes(whole)

    def applied(self, decided: Mapping[str, str]) -> Paper:
        """The paper after the decisions, by the ids of `ids`; what nobody decided is refused."""
        made = []
        for number, (part, blocks) in enumerate(zip(self.parts, self._bodies(), strict=True)):
            names = {one.id: _id(number, one) for one in part.changes}
            said = {one: Decision(decided[name]) for one, name in names.items() if name in decided}
            made.append(_unkeyed(wordback.apply(blocks, part, said)))
        annexes = [
            replace(annex, blocks=blocks) for annex, blocks in zip(self.paper.annexes, made[1:], strict=True)
        ]
        return replace(self.paper, blocks=made[0], annexes=annexes)

    def _bodies(self) -> list[Sequence[Block]]:
        return [self.paper.blocks, *(annex.blocks for annex in self.paper.annexes)]


def taking(paper: Paper, back: Returned, *, shown_as: Paper) -> Taking:
    """`shown_as` is the draft as it was sent, with its mark."""
    return Taking(keyed(paper), wordback.compare_each(keyed(shown_as), back))


def _id(number: int, change: AnyChange) -> str:
    return f"{number}-{change.id}" if number else change.id
