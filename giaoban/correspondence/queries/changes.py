"""Changes between two drafts, or between a draft and the Word file that came back, as a page shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from giaoban.documents.blocks import Block, Heading, Paper
from giaoban.documents.differ import differ
from giaoban.documents.wordback import (
    AnyChange,
    CellChanged,
    Comparison,
    Deleted,
    FigureChange,
    Inserted,
    Merged,
    Moved,
    Reshaped,
    RowDeleted,
    RowInserted,
    Split,
    TextChanged,
)

Pieces = tuple[tuple[str, str], ...]  # (what became of it: same, added, removed; the words)
AROUND = 70  # signs of the words on either side of a figure


@dataclass(frozen=True, slots=True)
class Shown:
    """One change: what it is, under which heading, the words before and after. `figure` marks one in which a
    figure of the house is no longer what it was, which is not taken by itself."""

    id: str
    title: str
    where: str
    before: Pieces
    after: Pieces
    figure: bool
    taken: bool
    tracked: tuple[Any, ...]
    comments: tuple[Any, ...]


def shown(comparison: Comparison, sent: Sequence[Block]) -> list[Shown]:
    """The changes in reading order with the heading under which each stands."""
    heads = _heads(sent)
    return [_shown(change, heads, sent) for change in comparison.changes]


def between(earlier: Paper, later: Paper) -> list[Shown]:
    """What a later draft changed: head and foot, then the body, then annex by annex."""
    found = _around(earlier, later)
    found += shown(differ(earlier.blocks, later.blocks), earlier.blocks)
    for first, second in zip_longest(earlier.annexes, later.annexes):
        known = first or second
        before, after = (one.blocks if one is not None else () for one in (first, second))
        for row in shown(differ(before, after), before):
            found.append(replace(row, where=" · ".join(one for one in (known.title, row.where) if one)))
    return found


def _around(earlier: Paper, later: Paper) -> list[Shown]:
    """What stands beside the text, where it is no longer the same."""
    names = (_("Trích yếu"), _("Kính gửi"), _("Người ký"), _("Nơi nhận"), _("Tên phụ lục"))
    pairs = zip(names, _beside(earlier), _beside(later), strict=True)
    return [_said(name, old, new) for name, old, new in pairs if old != new]


def _said(title: str, old: str, new: str) -> Shown:
    before: Pieces = (("removed", old),) if old else ()
    after: Pieces = (("added", new),) if new else ()
    return Shown(title, title, "", before, after, figure=False, taken=True, tracked=(), comments=())


def _beside(paper: Paper) -> tuple[str, ...]:
    signed = paper.signature
    signature = (signed.authority, signed.post, signed.name) if signed is not None else ()
    titles = [annex.title for annex in paper.annexes]
    return (paper.about, paper.addressee, *("\n".join(one) for one in (signature, paper.receivers, titles)))


def notes(comparison: Comparison, names: Mapping[str, str] | None = None) -> list[str]:
    """What else is to be known of a file that came back; `names` are those of figures by their keys."""
    found = []
    if comparison.stripped:
        found.append(_("Tệp không còn dấu của hệ thống; các đoạn được nhận ra theo lời văn."))
    else:
        lost = [(names or {}).get(one.key, one.key) for one in comparison.lost if one.figure]
        if lost:
            found.append(_("Số liệu mất gắn kết với hệ thống: %(keys)s.") % {"keys": "; ".join(lost)})
        paragraphs = sum(1 for one in comparison.lost if not one.figure)
        if paragraphs:
            found.append(_("%(n)s đoạn mất dấu của hệ thống, được nhận ra theo lời văn.") % {"n": paragraphs})
    found += [
        _("Chữ gõ vào phần đầu, phần cuối văn bản không được nhận: %(words)s") % {"words": words}
        for words in comparison.outside
    ]
    if comparison.pictures:
        found.append(_("Tệp có %(n)s hình, không được nhận.") % {"n": comparison.pictures})
    return found


def _heads(sent: Sequence[Block]) -> list[str]:
    """For each block the heading over it."""
    found, here = [], ""
    for block in sent:
        if isinstance(block, Heading):
            here = block.text
        found.append(here)
    return found


def _shown(change: AnyChange, heads: Sequence[str], sent: Sequence[Block]) -> Shown:
    title, before, after = _words(change)
    if isinstance(change, FigureChange) and 0 <= change.at < len(sent):
        left, right = _words_beside(change, sent[change.at])
        before, after = (*left, *before, *right), (*left, *after, *right)
    figure = isinstance(change, FigureChange) or bool(getattr(change, "gone", ()))
    figure = figure or (isinstance(change, CellChanged) and change.figure)
    where = heads[change.at] if 0 <= change.at < len(heads) else ""
    return Shown(change.id, title, where, before, after, figure, not figure, change.tracked, change.comments)


def _words(change: AnyChange) -> tuple[str, Pieces, Pieces]:  # noqa: C901, PLR0911  one line for each kind
    if isinstance(change, TextChanged):
        titles = {"text": _("Sửa lời văn"), "caption": _("Sửa tên bảng"), "source": _("Sửa nguồn của bảng")}
        before = tight((mark.said, mark.text) for mark in change.diff if mark.said != "added")
        after = tight((mark.said, mark.text) for mark in change.diff if mark.said != "removed")
        return titles[change.part], before, after
    if isinstance(change, Split):
        parts = " ¶ ".join("".join(run.text for run in part) for part in change.parts)
        return _("Tách đoạn"), _plain(change.old), _plain(parts)
    if isinstance(change, Merged):
        return _("Gộp đoạn"), _plain(" ¶ ".join(change.old)), _plain("".join(run.text for run in change.new))
    if isinstance(change, Inserted):
        title = _("Thêm bảng") if change.table else _("Thêm mục") if change.level else _("Thêm đoạn")
        return title, (), (("added", change.text),)
    if isinstance(change, Deleted):
        return _("Bỏ đoạn"), (("removed", change.text),), ()
    if isinstance(change, Moved):
        return _("Chuyển chỗ"), _plain(change.text), _plain(change.text)
    if isinstance(change, FigureChange):
        title = _("Sửa số liệu của hệ thống")
        return title, (("removed", change.ours),), (("added", change.theirs),)
    if isinstance(change, CellChanged):
        title = _("Sửa ô: %(row)s, %(column)s") % {"row": change.row_title, "column": change.column_title}
        return title, (("removed", change.ours),), (("added", change.theirs),)
    if isinstance(change, RowInserted):
        return _("Thêm dòng của bảng"), (), (("added", " | ".join(change.cells)),)
    if isinstance(change, RowDeleted):
        return _("Bỏ dòng của bảng"), (("removed", " | ".join(change.cells)),), ()
    return _("Đổi cột của bảng"), _grid(change, old=True), _grid(change, old=False)


def _words_beside(change: FigureChange, block: Block) -> tuple[Pieces, Pieces]:
    """The words on both sides of a figure, as far as they tell what it counts."""
    runs = getattr(block, "runs", ())
    places = [at for at, run in enumerate(runs) if run.figure == change.figure]
    if change.nth >= len(places):
        return (), ()
    at = places[change.nth]
    left, right = ("".join(run.text for run in part) for part in (runs[:at], runs[at + 1 :]))
    if len(left) > AROUND:
        left = "…" + left[-AROUND:].partition(" ")[2]
    if len(right) > AROUND:
        right = right[:AROUND].rpartition(" ")[0] + "…"
    return _plain(left) if left else (), _plain(right) if right else ()


def tight(pieces: Iterable[tuple[str, str]]) -> Pieces:
    """Blanks at the edges of what was changed are not marked."""
    return tuple(part for piece in pieces for part in _bare(*piece) if part[1])


def _bare(said: str, text: str) -> Iterator[tuple[str, str]]:
    bare = text.strip()
    start = text.find(bare)
    yield from (("same", text[:start]), (said, bare), ("same", text[start + len(bare) :]))


def _plain(text: str) -> Pieces:
    return (("same", text),)


def _grid(change: Reshaped, *, old: bool) -> Pieces:
    rows = change.old if old else change.new
    return (("removed" if old else "added", "\n".join(" | ".join(row) for row in rows)),)
