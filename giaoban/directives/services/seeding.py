"""The registry that ships with the house becomes entries of a register: public documents with relations.

Run as often as one likes: what stands is left alone, what somebody corrected above all. A newer release
writes anew only entries that came from the registry and that nobody touched. One entry of the trail a run.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.audit.models import Entry
from giaoban.core.actors import Actor, System
from giaoban.core.dates import today
from giaoban.core.text import canonical
from giaoban.directives import search
from giaoban.directives.models import Document, Relation
from giaoban.directives.rules import (
    CONFIDENCE_MARKS,
    DocumentFacts,
    RelationKind,
    folded_words,
    in_order,
    level_of,
    read_symbol,
    symbol_key,
    term_of,
)
from giaoban.directives.services.checks import normalised
from giaoban.organisations.models import Unit
from giaoban.reader.registry import Instrument, seed

KINDS = (
    (RelationKind.REPLACES, "replaces"),
    (RelationKind.AMENDS, "amends"),
    (RelationKind.IMPLEMENTS, "implements"),
)
PASSED = ("plenum", "plenum_term", "congress")
REGISTERS = ("btctw", "tw")


@dataclass(slots=True)
class Loaded:
    """What a run did: ids written and renewed, what stood already, what has no day and was left out."""

    written: list[int] = field(default_factory=list)
    renewed: list[int] = field(default_factory=list)
    stood: int = 0
    undated: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    relations: int = 0


def register_for_seed() -> int | None:
    """In whose register the shipped documents stand or, before the first run, shall stand: the Centre's,
    else that of the first unit of the house."""
    stands = Document.objects.exclude(seed="").values_list("registered_in_id", flat=True).first()
    if stands is not None:
        return stands
    units = dict(Unit.objects.on(today()).filter(code__in=REGISTERS).values_list("code", "pk"))
    found = next((units[code] for code in REGISTERS if code in units), None)
    return found or Unit.objects.on(today()).order_by("pk").values_list("pk", flat=True).first()


@transaction.atomic
def load_instruments(
    *, unit_id: int, actor: Actor | None = None, rows: Iterable[Instrument] | None = None
) -> Loaded:
    """Enter what is missing, relate it, index it; again, it changes nothing."""
    who = actor or System(_("Nạp danh mục văn bản"))
    done = Loaded()
    instruments = list(seed() if rows is None else rows)
    dated = [row for row in instruments if row.date is not None and row.date <= today()]
    done.undated = [row.id for row in instruments if row.date is None]
    house = _House(dated)
    ids: dict[str, int] = {}
    for row in dated:
        found = house.find(row)
        if found is None:
            found = _write(row, unit_id)
            done.written.append(found.pk)
        else:
            done.stood += not _renew(row, found, done)
            if found.issued_on != row.date:
                done.differing.append(row.id)
        ids[row.id] = found.pk
    touched = _relate(dated, ids, done)
    if done.written or done.renewed or done.relations:
        search.reindex({*done.written, *done.renewed, *touched})
        changes = {
            "written": sorted(done.written),
            "renewed": sorted(done.renewed),
            "relations": done.relations,
        }
        audit.record(who, "directives.seed", unit_id=unit_id, changes=changes)
    return done


class _House:
    """What stands in the registers under the symbols and ids of these rows."""

    def __init__(self, rows: Sequence[Instrument]) -> None:
        keys = {symbol_key(row.symbol) for row in rows} - {""}
        names = {_facts(row).identity for row in rows if not row.symbol}
        self.by_seed: dict[str, Document] = {}
        self.by_identity: dict[str, Document] = {}
        self.by_key: defaultdict[tuple[str, str, str, str], list[Document]] = defaultdict(list)
        wanted = Document.objects.filter(public=True, holder="")
        seeded = Document.objects.exclude(seed="")
        for entry in [*seeded, *wanted.filter(symbol_key__in=keys), *wanted.filter(identity__in=names)]:
            if entry.seed:
                self.by_seed[entry.seed] = entry
            self.by_identity[entry.identity] = entry
            self.by_key[_key(entry.type, entry.issuer, entry.symbol_key, entry.term)].append(entry)

    def find(self, row: Instrument) -> Document | None:
        """The entry made from this row; else of this identity; else the same number of the same term."""
        facts = _facts(row)
        found = self.by_seed.get(row.id) or self.by_identity.get(facts.identity)
        if found is not None or not row.symbol:
            return found
        term = term_of(facts.issued_on, symbol=row.symbol, issuer=row.issuer)
        same = self.by_key.get(_key(row.type, row.issuer, symbol_key(row.symbol), term), []) if term else []
        return same[0] if same else None


def _key(kind: str, issuer: str, key: str, term: str) -> tuple[str, str, str, str]:
    return kind, canonical(issuer), key, term


def _facts(row: Instrument) -> DocumentFacts:
    """Of a row that has its day."""
    reading = read_symbol(row.symbol)
    return DocumentFacts(
        issued_on=row.date or date.max,
        summary=row.title,
        symbol=reading.symbol if reading else row.symbol,
        type=row.type,
        number=row.number,
        issuer=row.issuer,
        public=True,
        source=shown_source(row.source),
        confidence=CONFIDENCE_MARKS[row.confidence].value,
        plenum=row.plenum,
        plenum_term=row.plenum_term,
        congress=row.congress,
    )


def shown_source(source: str) -> str:
    """The source as readers are told it: papers of the makers of the registry say nothing to them.

    >>> shown_source("cycle.md §2.4 [S69]"), shown_source("a.md §1; đối chiếu trang công khai znews.vn")
    ('Danh mục kèm Giao Ban', 'Danh mục kèm Giao Ban; đối chiếu trang công khai znews.vn')
    """
    parts = [part for part in source.split("; ") if ".md" not in part]
    return "; ".join(["Danh mục kèm Giao Ban", *parts])


def _values(facts: DocumentFacts) -> dict[str, Any]:
    return {
        "type": facts.type,
        "number": facts.number,
        "symbol": facts.symbol,
        "symbol_key": symbol_key(facts.symbol),
        "issuer": facts.issuer,
        "issued_on": facts.issued_on,
        "summary": facts.summary,
        "source": facts.source,
        "confidence": facts.confidence,
        "identity": facts.identity,
        "term": term_of(facts.issued_on, symbol=facts.symbol, issuer=facts.issuer),
        "level": level_of(symbol=facts.symbol, issuer=facts.issuer).value,
        "folded": folded_words(facts),
        **{name: getattr(facts, name) for name in PASSED},
    }


def _write(row: Instrument, unit_id: int) -> Document:
    facts = normalised(_facts(row), unit_id)
    return Document.objects.create(
        registered_in_id=unit_id, unit_id=facts.unit_id, public=True, seed=row.id, **_values(facts)
    )


def _renew(row: Instrument, entry: Document, done: Loaded) -> bool:
    """An entry of ours that nobody corrected follows the registry; of another only empty facts are filled."""
    values: Mapping[str, Any] = _values(_facts(row))
    if entry.seed != row.id or entry.version > 1:
        empty = [name for name in PASSED if not getattr(entry, name) and values[name]]
        values = {name: values[name] for name in empty} if entry.version == 1 else {}
    changed = [name for name, value in values.items() if getattr(entry, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(entry, name, values[name])
    entry.save(update_fields=changed)
    done.renewed.append(entry.pk)
    return True


def _relate(rows: Iterable[Instrument], ids: Mapping[str, int], done: Loaded) -> set[int]:
    """Relations of the registry that are not there yet; ids of the documents they speak of."""
    days = dict(Document.objects.filter(pk__in=ids.values()).values_list("pk", "issued_on"))
    wanted = {
        (ids[row.id], ids[other], kind.value)
        for row in rows
        for kind, name in KINDS
        for other in getattr(row, name)
        if other in ids and ids[other] != ids[row.id] and in_order(days[ids[row.id]], days[ids[other]])
    }
    known = set(
        Relation.objects.filter(source__in=ids.values()).values_list("source_id", "target_id", "kind")
    )
    new = sorted(wanted - known - _taken_back(ids.values()))
    Relation.objects.bulk_create(Relation(source_id=s, target_id=t, kind=kind) for s, t, kind in new)
    done.relations = len(new)
    return {target for _source, target, _kind in new}


def _taken_back(document_ids: Iterable[int]) -> set[tuple[int, int, str]]:
    """Relations that somebody took back by hand: the trail remembers them, the registry does not insist."""
    entries = Entry.objects.filter(
        kind="directives.document", object_id__in=list(document_ids), action="directives.unrelate"
    )
    return {
        (source_id or 0, before, kind)
        for source_id, changes in entries.values_list("object_id", "changes")
        for kind, (before, _after) in changes.items()
    }
