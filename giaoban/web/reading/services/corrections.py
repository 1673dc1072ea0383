"""Correcting marks by hand: change, remove, add, take a correction back. What it said before is kept."""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.directives.queries import get_document
from giaoban.directives.rules import doc_type, read_symbol
from giaoban.reader.citations.model import Form
from giaoban.web.models import MarkCorrection, ReadText
from giaoban.web.reading import queries
from giaoban.web.reading.machine import read_asked, read_stretch
from giaoban.web.reading.rules import MarkKind, count, mark_key, overlaps
from giaoban.web.reading.rules.facts import AskedFacts, CitationFacts, FigureFacts

LONGEST_MARK = 600
_SYMBOL = re.compile(r"[^\W_][\w\s./&-]*")
Facts = CitationFacts | FigureFacts | AskedFacts
_KINDS = {
    CitationFacts: MarkKind.CITATION,
    FigureFacts: MarkKind.FIGURE,
    AskedFacts: MarkKind.TASK,
}
_BLANK: dict[MarkKind, dict[str, Any]] = {
    MarkKind.CITATION: {
        "type": "",
        "number": None,
        "symbol": "",
        "date": None,
        "issuer": "",
        "link": None,
        "form": Form.FULL.value,
        "plenum": None,
        "term": "",
        "candidates": [],
        "warnings": [],
    },
    MarkKind.FIGURE: {"value": "", "denominator": "", "unit": "", "qualifier": ""},
    MarkKind.TASK: {"path": "", "due": None, "lead": None, "helpers": None, "deadline": None},
}


@transaction.atomic
def correct_mark(*, actor: Actor, text_id: int, key: str, facts: Facts, version: int) -> MarkCorrection:
    """Write a citation, figure or task as it should have been read."""
    text, state = _locked(actor, text_id)
    before = _standing(state, key, version)
    after = _written(actor, before, facts)
    if after == before:
        raise Refusal("web.mark_unchanged", _("Chưa sửa gì ở dấu này."))
    return _keep(actor, text, "web.correct_mark", before, after)


@transaction.atomic
def remove_mark(*, actor: Actor, text_id: int, key: str, version: int) -> MarkCorrection:
    """Say that there is no such thing at this place."""
    text, state = _locked(actor, text_id)
    before = _standing(state, key, version)
    return _keep(actor, text, "web.remove_mark", before, None)


@transaction.atomic
def add_mark(*, actor: Actor, text_id: int, start: int, end: int, facts: Facts) -> MarkCorrection:
    """A mark that the reader missed; what is not typed is what the reader makes of these words alone."""
    text, state = _locked(actor, text_id)
    kind = _KINDS[type(facts)]
    if not 0 <= start < end <= len(text.text) or end - start > LONGEST_MARK:
        raise Refusal(
            "web.mark_place",
            _("Chỗ đánh dấu không có trong văn bản hoặc dài quá %(most)s ký tự.") % {"most": LONGEST_MARK},
            field="words",
        )
    if overlaps(state.marks, kind, start, end):
        raise Refusal(
            "web.mark_there",
            _("Chỗ này đã có dấu cùng loại. Hãy sửa dấu đó, hoặc bỏ dấu rồi thêm lại."),
            field="words",
        )
    place = {"kind": kind.value, "start": start, "end": end}
    seen = _BLANK[kind] | _seen(actor, text, start, end, kind) | place
    after = _written(actor, seen, facts, fill=True)
    return _keep(actor, text, "web.add_mark", None, after)


@transaction.atomic
def undo_correction(*, actor: Actor, text_id: int, correction_id: int) -> MarkCorrection:
    """Take a correction back: the mark is again what it was before; only the latest of its mark."""
    text, state = _locked(actor, text_id)
    row = next((one for one in state.corrections if one.pk == correction_id), None)
    if row is None:
        raise Hidden("correction")
    if row.undone_at is not None:
        raise Refusal("web.correction_undone", _("Lần sửa này đã được hoàn tác."))
    if any(one.mark == row.mark and one.pk > row.pk and one.undone_at is None for one in state.corrections):
        raise Refusal(
            "web.correction_older",
            _("Dấu này đã được sửa tiếp sau đó. Hãy hoàn tác lần sửa sau trước."),
        )
    row.undone_at, row.undone_by = now(), actor.actor_id
    row.save(update_fields=["undone_at", "undone_by"])
    _recount(text)
    audit.record(actor, "web.undo_correction", text, unit_id=text.unit_id, changes={"mark": [row.mark, None]})
    return row


# --- what the doors share ------------------------------------------------------------------------------


def _locked(actor: Actor, text_id: int) -> tuple[ReadText, queries.State]:
    text = queries.get_text(actor, text_id, lock=True)
    return text, queries.state_of(text)


def _standing(state: queries.State, key: str, version: int) -> dict[str, Any]:
    """The mark as it stands, unless somebody corrected it after the form was opened."""
    found = state.get(key)
    if state.version(key) != version:
        raise Conflict(
            "web.mark_changed_meanwhile",
            _("Dấu này vừa được người khác sửa. Hãy xem lại rồi ghi tiếp."),
            rule=_("Hai người sửa cùng lúc: bản sau phải thấy bản trước."),
        )
    if found is None:
        raise Hidden("mark")
    return found


def _written(actor: Actor, mark: dict[str, Any], facts: Facts, *, fill: bool = False) -> dict[str, Any]:
    """The mark with what was typed; with `fill` an empty field keeps what was read."""
    if mark["kind"] != _KINDS[type(facts)]:
        raise Hidden("mark")
    typed = _citation(actor, facts) if isinstance(facts, CitationFacts) else _plain(facts)
    if fill:
        typed = {name: value for name, value in typed.items() if value not in {None, ""}}
    after = mark | typed
    if "link" in typed:
        after |= {"candidates": [], "warnings": []}
    return after


def _citation(actor: Actor, facts: CitationFacts) -> dict[str, Any]:
    symbol, issuer = clean(facts.symbol), clean(facts.issuer)
    if symbol and not _SYMBOL.fullmatch(symbol):
        raise Refusal(
            "web.mark_symbol",
            _("Số, ký hiệu chỉ gồm chữ, số và dấu gạch, ví dụ 18-NQ/TW hay 47/2018/NĐ-CP."),
            field="symbol",
        )
    reading = read_symbol(symbol)
    kind, number = facts.type, facts.number
    if reading is not None:
        symbol = reading.symbol
        number = reading.number if number is None else number
        kind = kind or (reading.type_codes[0] if len(reading.type_codes) == 1 else "")
        if number != reading.number:
            raise Refusal(
                "web.mark_number",
                _("Số %(number)s khác với số trong ký hiệu %(symbol)s.")
                % {"number": number, "symbol": symbol},
                field="number",
            )
    if kind and doc_type(kind) is None:
        raise Refusal("web.mark_type", _("Không có thể loại này trong danh mục."), field="type")
    if facts.link_id is not None:
        get_document(actor, facts.link_id)
    return {
        "type": kind,
        "number": number,
        "symbol": symbol[:60],
        "date": facts.date.isoformat() if facts.date else None,
        "issuer": issuer[:200],
        "link": str(facts.link_id) if facts.link_id is not None else None,
    }


def _seen(actor: Actor, text: ReadText, start: int, end: int, kind: MarkKind) -> dict[str, Any]:
    """What the reader makes of the words of the place alone."""
    words = text.text[start:end]
    if kind is not MarkKind.TASK:
        return read_stretch(actor, words, kind)
    told = text.marks["published_on"]
    return read_asked(words, start, text.told_on or (date.fromisoformat(told) if told else None))


def _plain(facts: FigureFacts | AskedFacts) -> dict[str, Any]:
    if isinstance(facts, AskedFacts):
        return {"path": clean(facts.path)[:20], "due": facts.due.isoformat() if facts.due else None}
    if facts.denominator is not None and facts.denominator <= 0:
        raise Refusal("web.mark_denominator", _("Tổng số phải lớn hơn 0."), field="denominator")
    return {
        "value": f"{facts.value:f}",
        "denominator": f"{facts.denominator:f}" if facts.denominator is not None else "",
        "unit": clean(facts.unit)[:80],
        "qualifier": clean(facts.qualifier)[:60],
    }


def _keep(
    actor: Actor,
    text: ReadText,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> MarkCorrection:
    key = mark_key(after or before or {})
    row = MarkCorrection.objects.create(
        text=text,
        mark=key,
        before=before,
        after=after,
        recorded_by=actor.actor_id,
        recorded_label=actor.actor_label[:200],
    )
    _recount(text)
    names = sorted((before or {}).keys() | (after or {}).keys())
    changes = {name: [(before or {}).get(name), (after or {}).get(name)] for name in names}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    audit.record(actor, action, text, unit_id=text.unit_id, changes=changes, note=key)
    return row


def _recount(text: ReadText) -> None:
    text.counts = count(queries.state_of(text).marks)
    text.version += 1
    text.save(update_fields=["counts", "version"])
