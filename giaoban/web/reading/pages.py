"""The page of a read text put together: safe HTML of the words with their marks, and the lists beside it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.numbers import vi_number
from giaoban.directives.models import STANDING_LABELS, type_label
from giaoban.web.models import MarkCorrection, ReadText
from giaoban.web.reading import queries
from giaoban.web.reading.rules import Block, MarkKind, blocks, mark_key, parts, stands_in
from giaoban.web.reading.words import (
    FACT_LABELS,
    FIELDS,
    FORM_LABELS,
    KIND_CLASSES,
    KIND_LABELS,
    LIST_LABELS,
    WARNINGS,
)

LISTS = {
    MarkKind.CITATION: "trich-dan",
    MarkKind.TASK: "nhiem-vu",
    MarkKind.FIGURE: "so-lieu",
    MarkKind.FACT: "hoi-nghi",
    MarkKind.PERSON: "nguoi",
}
ALWAYS = (MarkKind.CITATION, MarkKind.TASK, MarkKind.FIGURE)  # their lists say so when they are empty
MOST_ROWS = 200  # of each list beside the text
AROUND = 90


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document of the house as a citation's link or candidate."""

    pk: int
    label: str
    summary: str
    issuer: str
    kind: str
    word: Any
    replaced_on: date | None
    newer: Any


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One document that the text cites, at the first place fully told; `places` are (key, anchor) of all."""

    key: str
    anchor: str
    places: list[tuple[str, str]]
    surface: str
    type: str
    symbol: str
    date: date | None
    issuer: str
    form: Any
    link: Candidate | None
    hidden: bool
    candidates: list[Candidate]
    warnings: list[Any]
    corrected: bool


@dataclass(frozen=True, slots=True)
class FigureItem:
    key: str
    anchor: str
    surface: str
    value: str
    unit: str
    qualifier: str
    sentence: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class OtherItem:
    """A task, a person or a fact of the conference."""

    key: str
    anchor: str
    surface: str
    label: str
    due: date | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A correction in words."""

    row: MarkCorrection
    what: Any
    surface: str
    said: list[tuple[Any, str, str]]
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Total:
    """How many marks of a kind stand in the whole text, and where their list is on the page."""

    css: str
    anchor: str
    word: Any
    label: Any
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    html: SafeString
    part: int
    parts: int
    start: int
    citations: list[CitationItem]
    figures: list[FigureItem]
    tasks: list[OtherItem]
    people: list[OtherItem]
    facts: list[OtherItem]
    left_out: int
    totals: list[Total]
    changes: list[Change]
    warnings: list[str]


def reading_page(actor: Actor, text: ReadText, on: date, part: int) -> Page:
    """One part of the text with its marks; `part` counts from one and stays within what there is."""
    state = queries.state_of(text)
    places = parts(text.text)
    number = min(max(part, 1), len(places))
    start, end = places[number - 1]
    here = [one for one in state.marks if start <= one["start"] < end]
    shown = {kind: [one for one in here if one["kind"] == kind][:MOST_ROWS] for kind in MarkKind}
    cited = shown[MarkKind.CITATION]
    known = queries.linked(actor, [key for one in cited for key in _named(one)], on)
    drawn = _Drawn(text, known, state.corrected, stands_in(here))
    return Page(
        html=html_of(blocks(text.text, start, end, here)),
        part=number,
        parts=len(places),
        start=start,
        citations=[_citation(drawn, same) for same in _grouped(cited)],
        figures=[_figure(drawn, one) for one in shown[MarkKind.FIGURE]],
        tasks=[_task(drawn, one) for one in shown[MarkKind.TASK]],
        people=[_other(drawn, one, one["title"]) for one in shown[MarkKind.PERSON]],
        facts=[
            _other(drawn, one, str(FACT_LABELS.get(one["role"], one["role"]))) for one in shown[MarkKind.FACT]
        ],
        left_out=len(here) - sum(len(rows) for rows in shown.values()),
        totals=_totals(state, {kind for kind, rows in shown.items() if rows}),
        changes=changes_of(text, state),
        warnings=[str(one) for one in text.marks["warnings"]],
    )


def _totals(state: queries.State, here: Collection[MarkKind]) -> list[Total]:
    """The lists of the page in their order; those of the conference and of persons only where they stand."""
    every = Counter(one["kind"] for one in state.marks)
    return [
        Total(KIND_CLASSES[kind], anchor, KIND_LABELS[kind], LIST_LABELS[kind], every[kind])
        for kind, anchor in LISTS.items()
        if kind in here or kind in ALWAYS
    ]


def html_of(found: Sequence[Block]) -> SafeString:
    """The words escaped, each mark a link to its entry in the list; `data-kind` says what it is."""
    return format_html_join("", "{}", ((_block(block),) for block in found))


def _block(block: Block) -> SafeString:
    inner = format_html_join(
        "",
        "{}",
        ((_piece(piece.text, piece.mark) if piece.mark else piece.text,) for piece in block.pieces),
    )
    if block.task is None:
        return inner
    named = _("nhiệm vụ %(number)s") % {"number": block.task["path"]}
    return format_html(
        '<span class="rd-task" id="{}" data-kind="{}">{}</span>', mark_key(block.task), named, inner
    )


def _piece(words: str, mark: dict[str, Any]) -> SafeString:
    kind, key = MarkKind(mark["kind"]), mark_key(mark)
    named = FACT_LABELS.get(mark.get("role", "")) or KIND_LABELS[kind]
    return format_html(
        '<mark class="rd {}" id="{}" data-kind="{}"><a href="#i-{}">{}</a></mark>',
        KIND_CLASSES[kind],
        key,
        named,
        key,
        words,
    )


def candidate(key: str, known: dict[str, queries.Linked]) -> Candidate | None:
    found = known.get(key)
    if found is None:
        return None
    kind, word = STANDING_LABELS[found.standing]
    document = found.document
    return Candidate(
        document.pk,
        document.label,
        document.summary,
        document.issuer,
        kind,
        word,
        found.replaced_on,
        found.newer,
    )


def changes_of(text: ReadText, state: queries.State) -> list[Change]:
    """Corrections that stand, the latest first; only the last of a mark may be taken back."""
    standing = [row for row in state.corrections if row.undone_at is None]
    last = {row.mark: row.pk for row in standing}
    return [
        Change(row, what_of(row), _words(text, row.after or row.before), said(row), last[row.mark] == row.pk)
        for row in reversed(standing)
    ][:MOST_ROWS]


def said(row: MarkCorrection) -> list[tuple[Any, str, str]]:
    """(field, before, after) of what a correction changed, in words."""
    fields = FIELDS.get(MarkKind(row.mark[0]), {})
    before, after = row.before or {}, row.after or {}
    pairs = [(label, value_of(name, before), value_of(name, after)) for name, label in fields.items()]
    return [pair for pair in pairs if pair[1] != pair[2]] if row.after is not None else []


def value_of(name: str, mark: dict[str, Any]) -> str:
    """A field of a mark as it is written on a page."""
    value = mark.get(name)
    if value in {None, ""}:
        return ""
    if name == "type":
        return str(type_label(str(value)))
    if name in {"date", "due"}:
        return vi(date.fromisoformat(str(value)))
    if name in {"value", "denominator"}:
        return vi_number(Decimal(str(value)))
    return f"#{value}" if name == "link" else str(value)


def mark_values(mark: dict[str, Any]) -> list[tuple[Any, str]]:
    fields = FIELDS.get(MarkKind(mark["kind"]), {})
    return [(label, value_of(name, mark) or "–") for name, label in fields.items()]


def context_of(text: ReadText, start: int, end: int) -> tuple[str, str, str]:
    """The words before, under and behind a place."""
    before, after = text.text[max(0, start - AROUND) : start], text.text[end : end + AROUND]
    left = before if start <= AROUND else f"… {before.partition(' ')[2]}"
    right = after if len(after) < AROUND else f"{after.rpartition(' ')[0]} …"
    return left, text.text[start:end], right


def what_of(row: MarkCorrection) -> Any:
    named = KIND_LABELS[MarkKind(row.mark[0])]
    if row.before is None:
        return _("thêm dấu %(kind)s") % {"kind": named}
    return (_("bỏ dấu %(kind)s") if row.after is None else _("sửa dấu %(kind)s")) % {"kind": named}


def _named(mark: dict[str, Any]) -> list[str]:
    return [mark["link"]] if mark["link"] else list(mark["candidates"][:8])


def _words(text: ReadText, mark: dict[str, Any]) -> str:
    words = " ".join(text.text[mark["start"] : mark["end"]].split())
    return words if len(words) <= 240 else f"{words[:240].rstrip()}…"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the entries of a page share; `anchors` name the mark that is drawn where one stands."""

    text: ReadText
    known: dict[str, queries.Linked]
    corrected: set[str]
    anchors: dict[str, str]

    def words(self, mark: dict[str, Any]) -> str:
        return _words(self.text, mark)


def _grouped(cited: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Citations of one document together: linked alike, else written alike; in the order of the text."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in cited:
        written = (one["type"], one["symbol"] or one["number"], one["date"], one["plenum"], one["term"])
        found.setdefault((one["link"],) if one["link"] else written, []).append(one)
    return list(found.values())


def _citation(drawn: _Drawn, same: Sequence[dict[str, Any]]) -> CitationItem:
    mark = max(same, key=lambda one: bool(one["date"]) + bool(one["issuer"]) + bool(one["symbol"]))
    keys = [mark_key(one) for one in same]
    key = mark_key(mark)
    options = [candidate(one, drawn.known) for one in mark["candidates"][:8]]
    link = candidate(mark["link"], drawn.known) if mark["link"] else None
    return CitationItem(
        key=key,
        anchor=drawn.anchors[key],
        places=[(one, drawn.anchors[one]) for one in keys],
        surface=drawn.words(mark),
        type=str(type_label(mark["type"])) if mark["type"] else "",
        symbol=mark["symbol"],
        date=date.fromisoformat(mark["date"]) if mark["date"] else None,
        issuer=mark["issuer"],
        form=FORM_LABELS.get(mark["form"], ""),
        link=link,
        hidden=bool(mark["link"]) and link is None,
        candidates=[one for one in options if one is not None],
        warnings=[
            WARNINGS.get(one, one) for one in dict.fromkeys(code for row in same for code in row["warnings"])
        ],
        corrected=not drawn.corrected.isdisjoint(keys),
    )


def _figure(drawn: _Drawn, mark: dict[str, Any]) -> FigureItem:
    value = value_of("value", mark)
    below = value_of("denominator", mark)
    key = mark_key(mark)
    return FigureItem(
        key,
        drawn.anchors[key],
        drawn.words(mark),
        f"{value}/{below}" if below else value,
        mark["unit"],
        mark["qualifier"],
        _sentence(drawn.text.text, mark["start"], mark["end"]),
        key in drawn.corrected,
    )


def _task(drawn: _Drawn, mark: dict[str, Any]) -> OtherItem:
    key, text = mark_key(mark), drawn.text.text
    lead = " ".join(text[slice(*mark["lead"])].split()) if mark["lead"] else ""
    due = date.fromisoformat(mark["due"]) if mark["due"] else None
    return OtherItem(key, key, drawn.words(mark), mark["path"], due, lead)


def _other(drawn: _Drawn, mark: dict[str, Any], label: str) -> OtherItem:
    key = mark_key(mark)
    return OtherItem(key, drawn.anchors[key], drawn.words(mark), label)


def _sentence(text: str, start: int, end: int) -> str:
    """The words around a figure, up to the ends of its sentence or line."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    first = max(before.rfind(mark) for mark in ("\n", ". ", "; "))
    lasts = [at for at in (after.find(mark) for mark in ("\n", ". ", ";")) if at >= 0]
    left = before[first + 1 :] if first >= 0 or start <= AROUND else f"… {before.partition(' ')[2]}"
    right = after[: min(lasts)] if lasts else f"{after.rpartition(' ')[0]} …"
    return " ".join((left + text[start:end] + right).split()).lstrip(".; ")
