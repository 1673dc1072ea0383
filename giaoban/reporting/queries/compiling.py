"""Compiling words: what the units directly below wrote under a section, what of it is used, what is alike;
and the draft in which it is used, each passage with its sources.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models.functions import Coalesce

from giaoban.reporting.models import Derivation, How, Obligation, OutlineSection, Passage, Round
from giaoban.reporting.queries import texts
from giaoban.reporting.queries.figures import Now, keyed
from giaoban.reporting.queries.places import Place, places
from giaoban.reporting.rules.cells import Cell
from giaoban.reporting.rules.passages import Novelty, groups, novelty


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of passages is narrowed to; empty means all."""

    unit_id: int | None = None
    field: str = ""
    used: str = ""  # "chua" | "roi"
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a unit directly below: in which draft passages it is used, whether it is new."""

    passage: Passage
    place: Place
    obligation_id: int
    pieces: tuple[texts.Piece, ...]
    novelty: Novelty
    used_in: tuple[int, ...] = ()  # numbers of passages of the draft in this section, 0 for another section

    @property
    def differs(self) -> bool:
        return any(piece.kind == "differs" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that are nearly alike, proposed together; the first one is the measure."""

    sources: tuple[Source, ...]

    @property
    def first(self) -> Source:
        return self.sources[0]

    @property
    def names(self) -> str:
        return ", ".join(dict.fromkeys(source.place.short for source in self.sources))

    @property
    def ids(self) -> str:
        return ",".join(str(source.passage.pk) for source in self.sources)

    @property
    def units(self) -> int:
        return len({source.place.unit_id for source in self.sources})


@dataclass(frozen=True, slots=True)
class Compiled:
    """A passage of the draft with where it came from."""

    passage: Passage
    number: int
    pieces: tuple[texts.Piece, ...]
    sources: tuple[tuple[Place, int, str], ...]  # place, obligation of the unit, how

    @property
    def differs(self) -> bool:
        return any(piece.kind == "differs" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Desk:
    """Both sides of one section. `silent` are units that are in with nothing used in the whole draft."""

    section: OutlineSection
    groups: tuple[Group, ...]
    shown: int
    speaking: int
    included: int
    used: int
    silent: tuple[Place, ...]
    draft: tuple[tuple[OutlineSection, tuple[Compiled, ...]], ...]
    units: tuple[Place, ...] = field(default=())


def sections_of(of: Round) -> list[OutlineSection]:
    return list(of.form_version.outline())


def compile_desk(obligation: Obligation, section: OutlineSection, wanted: Wanted, now: Now) -> Desk:
    """Some ten queries whatever the number of units; a unit's figures are marked against its own table."""
    of = obligation.round
    below = _below(now)
    drafted = list(
        Passage.objects.filter(obligation=obligation, submission=None)
        .select_related("section")
        .order_by("section__position", "position", "pk")
    )
    numbers = _numbers(drafted)
    links = list(
        Derivation.objects.filter(target__in=drafted).select_related("source", "target").order_by("pk")
    )
    every = Passage.objects.filter(submission__in=below.reports, section=section)
    used: dict[int, list[int]] = {}
    for link in links:
        number = numbers[link.target_id] if link.target.section_id == section.pk else 0
        used.setdefault(link.source_id, []).append(number)
    earlier = _earlier(of, list(below.named), section.number)
    sources = [
        _source(passage, below, now.cells, section, earlier) for passage in every.order_by("position", "pk")
    ]
    sources = [replace(source, used_in=tuple(used.get(source.passage.pk, ()))) for source in sources]
    sources.sort(key=lambda source: (source.place.order, source.passage.position))
    kept = [source for source in sources if _wanted(source, wanted)]
    voiced = {place.unit_id for link in links if (place := below.place(link.source))}
    units = sorted(below.named.values(), key=lambda place: place.order)
    return Desk(
        section,
        tuple(_grouped(kept)),
        len(kept),
        len({source.place.unit_id for source in sources}),
        len(below.reports),
        sum(bool(source.used_in) for source in sources),
        tuple(place for place in units if place.unit_id not in voiced),
        tuple(_draft(of, drafted, links, below, now)),
        tuple(units),
    )


@dataclass(frozen=True, slots=True)
class _Below:
    """The accepted versions directly below: submission → (unit, obligation, figures); names of the units."""

    reports: Mapping[int, tuple[int, int, Sequence[int | None]]]
    named: dict[int, Place]

    def place(self, passage: Passage) -> Place | None:
        found = self.reports.get(passage.submission_id or 0)
        return self.named[found[0]] if found else None


def _below(now: Now) -> _Below:
    parts = now.consolidated.included if now.consolidated else []
    reports = {
        part.submission_id: (part.place.unit_id, part.obligation_id, part.figures)
        for part in parts
        if part.submission_id is not None and part.figures is not None
    }
    return _Below(reports, {part.place.unit_id: part.place for part in parts})


def _numbers(drafted: Sequence[Passage]) -> dict[int, int]:
    """The number of each passage of the draft inside its section, from 1."""
    found: dict[int, int] = {}
    counts: dict[int, int] = {}
    for passage in drafted:
        counts[passage.section_id] = counts.get(passage.section_id, 0) + 1
        found[passage.pk] = counts[passage.section_id]
    return found


def _source(
    passage: Passage,
    below: _Below,
    cells: tuple[Cell, ...],
    section: OutlineSection,
    earlier: dict[int, list[str]],
) -> Source:
    unit, obligation_id, figures = below.reports[passage.submission_id or 0]
    rows = texts.known(cells, keyed(cells, figures)) if section.kind in texts.TELLING else []
    return Source(
        passage,
        below.named[unit],
        obligation_id,
        tuple(texts.pieces(passage.text, rows, telling=bool(rows))),
        novelty(passage.text, earlier.get(unit, ()))[0],
    )


def _wanted(source: Source, wanted: Wanted) -> bool:
    return (
        (wanted.unit_id is None or source.place.unit_id == wanted.unit_id)
        and (not wanted.field or source.passage.field == wanted.field)
        and (not wanted.used or (wanted.used == "roi") is bool(source.used_in))
        and (not wanted.fresh or source.novelty != Novelty.SAME)
    )


def _grouped(sources: Sequence[Source]) -> Iterable[Group]:
    """Groups of several first, the largest before; then single passages by unit."""
    found = [
        Group(tuple(sources[at] for at in group))
        for group in groups([source.passage.text for source in sources])
    ]
    return sorted(found, key=lambda group: -group.units if len(group.sources) > 1 else 0)


def _earlier(of: Round, unit_ids: Sequence[int], number: str) -> dict[int, list[str]]:
    """What each unit wrote under the same section in its last report before this round."""
    before = (
        Obligation.objects.filter(
            unit_id__in=unit_ids,
            round__regime_id=of.regime_id,
            round__cut_off__lt=of.cut_off,
            current__isnull=False,
        )
        .order_by("unit_id", "-round__cut_off", "-round_id")
        .distinct("unit_id")
        .values(latest=Coalesce("accepted_id", "current_id"))
    )
    found: dict[int, list[str]] = {}
    rows = Passage.objects.filter(submission__in=before, section__number=number)
    for unit, text in rows.values_list("obligation__unit_id", "text"):
        found.setdefault(unit, []).append(text)
    return found


def _draft(
    of: Round, drafted: Sequence[Passage], links: Sequence[Derivation], below: _Below, now: Now
) -> Iterable[tuple[OutlineSection, tuple[Compiled, ...]]]:
    """The whole draft by section, its figures marked against the consolidated table."""
    rows = texts.known(now.cells, now.figures)
    numbers = _numbers(drafted)
    by_target: dict[int, list[tuple[Place, int, str]]] = {}
    for link in links:
        if place := below.place(link.source):
            owed = below.reports[link.source.submission_id or 0][1]
            by_target.setdefault(link.target_id, []).append((place, owed, How(link.how).value))
    for section in sections_of(of):
        telling = section.kind in texts.TELLING
        mine = [passage for passage in drafted if passage.section_id == section.pk]
        yield (
            section,
            tuple(
                Compiled(
                    passage,
                    numbers[passage.pk],
                    tuple(texts.pieces(passage.text, rows, telling=telling)),
                    tuple(by_target.get(passage.pk, ())),
                )
                for passage in mine
            ),
        )


# --- the other way: where a unit's words went ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """A sent report of the superior in which a passage of a unit is used."""

    unit_name: str
    unit_code: str
    obligation_id: int
    period: str
    section: str
    how: str


def uses_of(submission_id: int) -> dict[int, list[Use]]:
    """Where the passages of a version were used, by passage; only reports that were sent, never a draft."""
    links = list(
        Derivation.objects.filter(source__submission_id=submission_id, target__submission__isnull=False)
        .select_related("target__section", "target__obligation__round", "target__submission")
        .order_by("target__submission_id")
    )
    found: dict[int, list[Use]] = {}
    if not links:
        return found
    day = links[0].target.obligation.round.cut_off
    named = places((link.target.obligation.unit_id for link in links), day)
    latest: dict[tuple[int, int], Use] = {}
    for link in links:  # a later version of the same report takes the place of an earlier one
        owner = link.target.obligation
        place = named[owner.unit_id]
        latest[link.source_id, owner.pk] = Use(
            *(place.name, place.code, owner.pk, owner.round.period, link.target.section.number, link.how),
        )
    for (source_id, _owner), use in latest.items():
        found.setdefault(source_id, []).append(use)
    return found


def with_uses(sections: Iterable[Any], submission_id: int) -> list[Any]:
    """Sections of a version's page, each passage with where it was used."""
    used = uses_of(submission_id)
    return [
        replace(
            view,
            passages=tuple(replace(one, uses=tuple(used.get(one.passage.pk, ()))) for one in view.passages),
        )
        for view in sections
    ]
