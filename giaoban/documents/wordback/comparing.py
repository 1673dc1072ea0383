"""A returned paper against the blocks that were sent: the list of changes, nothing taken silently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from giaoban.documents.blocks import Block, Column, Heading, Paragraph, Run, Table
from giaoban.documents.controls import FIGURE, tag_of
from giaoban.documents.wordback.changes import (
    AnyChange,
    Comparison,
    Deleted,
    FigureChange,
    Inserted,
    LostControl,
    Merged,
    Moved,
    Split,
    TextChanged,
    Told,
    numbered,
    tracked_in,
)
from giaoban.documents.wordback.figures import Bound, bound
from giaoban.documents.wordback.matching import Frame, Matched, matched, moved, woven
from giaoban.documents.wordback.returned import Comment, Grid, Line, Part, Piece, Returned, parts_of, runs_of
from giaoban.documents.wordback.tables import grid_changes, typed
from giaoban.documents.wordback.words import keys, marks, of_runs

NOTHING = Frame()


def compare(sent: Sequence[Block], back: Returned, *, frame: Frame = NOTHING) -> Comparison:
    """Every change of `back` against `sent`; `frame` (see frames.py) tells head and foot from the body."""
    work = _Work(sent, matched(parts_of(sent), back, frame))
    work.run()
    return work.result(back)


@dataclass(slots=True)
class _Work:
    """`at_place` holds the changes of each place of the order; `places` of a change where it is told."""

    sent: Sequence[Block]
    match: Matched
    tags: dict[str, str] = field(default_factory=dict)
    found: dict[int | str, list[AnyChange]] = field(default_factory=dict)
    lost: list[LostControl] = field(default_factory=list)
    rows: dict[int, tuple[int | str, ...]] = field(default_factory=dict)
    stands: dict[int, int] = field(default_factory=dict)  # returned block -> sent block, for comments
    moves: list[AnyChange] = field(default_factory=list)

    def run(self) -> None:
        for block in self.sent:
            for run in block.parts() if isinstance(block, Paragraph) else ():
                if run.figure:
                    self.tags[tag_of(run.figure, FIGURE)] = run.figure
        for a, b in sorted(self.match.pairs.items()):
            part, there = self.match.parts[a], self.match.back[b]
            self.stands[b] = part.block
            self._control(part, there)
            if isinstance(there, Grid):
                self._grid(part, there)
            elif a in self.match.split:
                self._split(part, [there, *self._lines(self.match.split[a])])
                self.stands |= dict.fromkeys(self.match.split[a], part.block)
            elif a in self.match.merged:
                self._merged(part, [self.match.parts[n] for n in self.match.merged[a]], there)
            else:
                self._line(part, there)

    def _lines(self, numbers: Iterable[int]) -> list[Line]:
        return [line for n in numbers if isinstance(line := self.match.back[n], Line)]

    def _control(self, part: Part, there: Line | Grid) -> None:
        key = self.sent[part.block].key
        if key and part.name in {"text", "grid"} and there.tag != part.what.tag:
            self.lost.append(LostControl(key))

    def _facts(self, part: Part) -> dict[str, Any]:
        return {"key": self.sent[part.block].key, "at": part.block}

    def _add(self, place: int | str, change: AnyChange) -> None:
        self.found.setdefault(place, []).append(change)

    # --- paragraphs -----------------------------------------------------------------------------------------

    def _ours(self, part: Part) -> list[Run]:
        block = self.sent[part.block]
        if part.name == "text" and not isinstance(block, Table):
            return runs_of(block)
        return [Run(part.what.text)]

    def _line(self, part: Part, there: Line) -> None:
        ours = self._ours(part)
        now = bound(ours, there.pieces, self.tags)
        if list(now.runs) == ours and not now.altered and not now.lost:
            return
        mine, theirs = of_runs(ours), of_runs(now.runs)
        facts = {**self._facts(part), "comments": there.comments, "tracked": tracked_in(there.pieces)}
        if [word.key for word in mine] != [word.key for word in theirs]:
            change = TextChanged(
                **facts,
                part="text" if part.name == "grid" else part.name,
                old=part.what.text,
                new=now.runs,
                diff=marks(mine, theirs),
                gone=now.gone,
            )
            self._add(part.block, change)
        self._figures(part, now, facts)

    def _figures(self, part: Part, now: Bound, facts: dict[str, Any]) -> None:
        for one in now.altered:
            change = FigureChange(**facts, figure=one.figure, ours=one.ours, theirs=one.theirs, nth=one.nth)
            self._add(part.block, change)
        self.lost += [LostControl(key, figure=True) for key in now.lost]

    def _split(self, part: Part, lines: Sequence[Line]) -> None:
        ours = self._ours(part)
        pieces: list[Piece] = []
        for number, line in enumerate(lines):
            pieces += [Piece(_BREAK)] if number else []
            pieces += line.pieces
        now = bound(ours, pieces, self.tags)
        facts = {
            **self._facts(part),
            "comments": tuple(one for line in lines for one in line.comments),
            "tracked": tracked_in(pieces),
        }
        texts = _broken(now.runs)
        self._add(part.block, Split(**facts, old=part.what.text, parts=texts, gone=now.gone))
        self._figures(part, now, facts)

    def _merged(self, part: Part, others: Sequence[Part], there: Line) -> None:
        ours = [run for one in (part, *others) for run in self._ours(one)]
        now = bound(ours, there.pieces, self.tags)
        facts = {**self._facts(part), "comments": there.comments, "tracked": tracked_in(there.pieces)}
        change = Merged(
            **facts,
            others=tuple(one.block for one in others),
            other_keys=tuple(self.sent[one.block].key for one in others),
            old=tuple(one.what.text for one in (part, *others)),
            new=now.runs,
            gone=now.gone,
        )
        self._add(part.block, change)
        self._figures(part, now, facts)

    def _grid(self, part: Part, there: Grid) -> None:
        block = self.sent[part.block]
        if not isinstance(block, Table):
            return
        changed = grid_changes(block, part, there)
        for change in changed.changes:
            self._add(part.block, replace(change, comments=there.comments))
        self.rows[part.block] = changed.rows
        for number, one in enumerate(self.match.parts):
            if (
                one.block == part.block
                and one.name in {"caption", "source"}
                and number not in self.match.pairs
            ):
                self._line(one, Line(()))

    # --- what came, went and moved ------------------------------------------------------------------------

    def _order(self) -> list[int | str]:
        """Numbers of sent blocks and, for what is new, "+" with the number of the returned block."""
        main, new = self.match.main(), set(self.match.new)
        return [main.get(b, f"+{b}") for b in range(len(self.match.back)) if b in main or b in new]

    def _inserted(self, b: int, behind: int) -> Inserted:
        there = self.match.back[b]
        key = self.sent[behind].key if behind >= 0 else ""
        facts: dict[str, Any] = {
            "at": behind,
            "key": key,
            "comments": there.comments,
            "text": there.text.strip(),
        }
        if isinstance(there, Grid):
            return Inserted(**facts, table=_table(there))
        runs = bound((), there.pieces, {}).runs
        return Inserted(
            **facts, runs=runs, level=there.level, align=there.align, tracked=tracked_in(there.pieces)
        )

    def _deleted(self, number: int, remains: Mapping[int, Line]) -> Deleted:
        block = self.sent[number]
        parts = [part for part in self.match.parts if part.block == number]
        text = "\n".join(part.what.text for part in parts)
        line = remains.get(number)
        gone = tuple((run.figure, run.text) for run in _runs(block) if run.figure)
        return Deleted(
            at=number,
            key=block.key,
            text=text,
            gone=gone,
            tracked=tracked_in(line.pieces) if line is not None else (),
            comments=line.comments if line is not None else (),
        )

    def result(self, back: Returned) -> Comparison:
        order = self._order()
        standing = [one for one in order if isinstance(one, int)]
        groups = moved(standing)
        behind = dict(zip(standing, [-1, *standing], strict=False))
        texts = {part.block: part.what.text for part in reversed(self.match.parts)}
        lines = {a: self.match.back[b] for b, a in self.match.main().items()}
        for group in groups:
            target = behind[group[0]]
            there = [line for n in group if isinstance(line := lines[n], Line)]
            change = Moved(
                at=group[0],
                key=self.sent[group[0]].key,
                blocks=tuple(group),
                keys=tuple(self.sent[n].key for n in group),
                behind=target,
                behind_key=self.sent[target].key if target >= 0 else "",
                text=texts[group[0]],
                tracked=tuple(one for line in there for one in tracked_in(line.pieces)),
                comments=tuple(one for line in there for one in line.comments),
            )
            self.found.setdefault(group[0], []).insert(0, change)
        seen = {part.block for part in self.match.parts if part.name in {"text", "grid"}}
        taken_in = {self.match.parts[n].block for run in self.match.merged.values() for n in run}
        absent = sorted(seen - set(standing) - taken_in)
        remains = {self.match.parts[a].block: line for a, line in self.match.gone.items()}
        changes: list[AnyChange] = []
        places: dict[str, int] = {}
        last = -1
        missing = set(absent)
        for one in woven(order, absent, {n for group in groups for n in group}):
            if isinstance(one, str):
                places[one] = len(changes)
                number = int(one[1:])
                changes.append(self._inserted(number, last))
                continue
            if one in missing:
                changes.append(self._deleted(one, remains))
                continue
            last = one
            changes += self.found.get(one, [])
        named = numbered(changes)
        rows = self._rows(changes, named)
        whole = [named[places[one]].id if isinstance(one, str) else one for one in order]
        lost = _without_deleted(self.lost, named)
        return Comparison(
            tuple(named),
            tuple(lost),
            tuple(self._told(back.comments, named)),
            tuple(whole),
            rows,
            tuple(self.match.outside),
            back.pictures,
            stripped=bool(self.lost) and not any(block.tag for block in back.blocks),
        )

    def _rows(
        self, changes: Sequence[AnyChange], named: Sequence[AnyChange]
    ) -> dict[int, tuple[int | str, ...]]:
        """The orders of rows with the ids of the rows that came."""
        ids = {id(change): name.id for change, name in zip(changes, named, strict=True)}
        found = {}
        for block, order in self.rows.items():
            own = [one for one in self.found.get(block, ()) if not isinstance(one, Moved | TextChanged)]
            found[block] = tuple(ids[id(own[int(one[1:])])] if isinstance(one, str) else one for one in order)
        return found

    def _told(self, comments: Sequence[Comment], named: Sequence[AnyChange]) -> Iterable[Told]:
        where: dict[Comment, int] = {}
        for b, block in enumerate(self.match.back):
            for comment in block.comments:
                where.setdefault(comment, self.stands.get(b, -1))
        change_of: dict[Comment, AnyChange] = {}
        for change in named:
            for comment in change.comments:
                change_of.setdefault(comment, change)
        for comment in comments:
            owner = change_of.get(comment)
            at = where.get(comment, -1)
            if owner is not None and at < 0:
                at = owner.at
            yield Told(comment, at, self.sent[at].key if at >= 0 else "", owner.id if owner else "")


_BREAK = "\x1e"  # between the pieces of a paragraph that was split


def _broken(runs: Sequence[Run]) -> tuple[tuple[Run, ...], ...]:
    found: list[list[Run]] = [[]]
    for run in runs:
        for number, text in enumerate([run.text] if run.figure else run.text.split(_BREAK)):
            if number:
                found.append([])
            if text:
                found[-1].append(replace(run, text=text))
    return tuple(tuple(one) for one in found)


def _runs(block: Block) -> Sequence[Run]:
    return block.parts() if isinstance(block, Paragraph) else ()


def _without_deleted(lost: Sequence[LostControl], changes: Sequence[AnyChange]) -> list[LostControl]:
    """Each lost control once; a figure that went with its words is told there."""
    gone = {key for change in changes for key, _value in getattr(change, "gone", ())}
    return [one for one in dict.fromkeys(lost) if not (one.figure and one.key in gone)]


def _table(grid: Grid) -> Table:
    """A table that is not ours: its first row gives the titles."""
    rows = [[text or "" for text in row.cells()] for row in grid.rows if row.mark != "del"]
    width = max(map(len, rows), default=1) or 1
    full = [(*row, *[""] * (width - len(row))) for row in rows] or [("",) * width]
    columns = [Column(title) for title in full[0]]
    return Table(columns, [tuple(typed(text, columns[0]) for text in row) for row in full[1:]])


def heading_of(change: Inserted) -> Heading | Paragraph:
    """An inserted paragraph as a block."""
    if change.level:
        return Heading(" ".join(change.text.split()), min(change.level, 3))
    return _paragraph(change.runs, change.align)


def _paragraph(runs: Sequence[Run], align: str) -> Paragraph:
    found: Any = align
    if len(runs) == 1 and not (runs[0].raised or runs[0].figure):
        return Paragraph(runs[0].text, bold=runs[0].bold, italic=runs[0].italic, align=found)
    return Paragraph(runs=tuple(runs), align=found)


def text_keys(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """The words of blocks as they are compared; equal lists say the same."""
    return [keys(part.what.text) for part in parts_of(blocks)]
