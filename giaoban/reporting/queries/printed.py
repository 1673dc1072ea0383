"""One report as it is printed or taken away: a version that was sent, or the draft as it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden
from giaoban.organisations.queries import above, lines_of
from giaoban.organisations.rules import PARTY
from giaoban.reporting import permissions
from giaoban.reporting.labels import BUCKET_LABELS
from giaoban.reporting.models import Derivation, Draft, Obligation, OutlineSection, Passage, Submission
from giaoban.reporting.queries.consolidation import Consolidated, adjustments_signed, named, reconciled
from giaoban.reporting.queries.figures import History, history_of, keyed, now_of
from giaoban.reporting.queries.live import Difference
from giaoban.reporting.queries.places import Place, places
from giaoban.reporting.queries.wording import cause
from giaoban.reporting.rules import Bucket, State
from giaoban.reporting.rules.cells import Cell
from giaoban.reporting.rules.sealing import check_code

Figures = dict[str, int | None]
DRAFT_PAPER, SENT_PAPER = "reporting.draft_paper", "reporting.sent_paper"  # of a printed version
DRAFTED = frozenset({State.DUE, State.DRAFTING, State.APPROVAL, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Below:
    """What one unit directly below gave to a consolidated report: its exact version; None when not in."""

    place: Place
    figures: Figures | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything a paper or a workbook needs. `superior` and `issuer` are the two lines of the head; `check`
    is the code of a sent version, empty for a draft."""

    obligation: Obligation
    place: Place
    superior: str
    issuer: str
    receiver: str
    cells: tuple[Cell, ...]
    figures: Figures
    names: dict[str, Any]
    sections: tuple[tuple[OutlineSection, tuple[Passage, ...]], ...]
    sources: dict[int, tuple[str, ...]]
    below: tuple[Below, ...]
    consolidated: Consolidated | None
    history: History
    number: str
    day: date | None
    signer: str
    estimate: bool
    version: int
    moment: datetime
    check: str

    @property
    def draft(self) -> bool:
        return not self.check

    @property
    def included(self) -> list[Below]:
        return [one for one in self.below if one.figures is not None]

    @property
    def missing(self) -> list[Below]:
        return [one for one in self.below if one.figures is None and one.why != Bucket.NOT_REQUIRED]

    @property
    def asked(self) -> int:
        return len(self.included) + len(self.missing)


def why_not(one: Below) -> str:
    return str(BUCKET_LABELS[Bucket(one.why)])


def printed(
    actor: Actor, obligation: Obligation, at_unit: int, *, number: int | None = None, drafted: bool = False
) -> Printed:
    """A version by its number; without one the draft for who works on it, the last version for others.

    `drafted` is the draft for a caller that has asked for the right to write it.
    """
    submission = None
    if not drafted:
        works = permissions.may_write(actor, obligation) or permissions.may_approve(actor, obligation)
        submission = _version(obligation, number, works=works)
    of = obligation.round
    cells = of.form_version.cells()
    draft = Draft.objects.filter(obligation=obligation).first()
    above = _above(obligation)
    around = {obligation.unit_id, at_unit, obligation.receiver_id, above}
    named_units = places((one for one in around if one), of.cut_off)
    superior, issuer = _head(obligation, at_unit, above, named_units)
    passages = _passages(obligation, submission)
    consolidated = None
    if submission is not None:
        figures, names = keyed(cells, submission.figures), submission.names
    else:
        now_ = now_of(obligation, draft, cells)
        figures, names, consolidated = now_.figures, now_.names, now_.consolidated
    receiver = named_units.get(obligation.receiver_id or 0)
    return Printed(
        obligation=obligation,
        place=named_units[obligation.unit_id],
        superior=superior,
        issuer=issuer,
        receiver=receiver.name if receiver else "",
        cells=cells,
        figures=figures,
        names=names,
        sections=_sections(obligation, passages),
        sources=_sources(passages, of.cut_off),
        below=tuple(_below(obligation, submission, consolidated, cells)),
        consolidated=consolidated,
        history=history_of(obligation),
        number=submission.document_number if submission else "",
        day=submission.document_date if submission else None,
        signer=submission.signer if submission else "",
        estimate=submission.estimate if submission else bool(draft and draft.estimate),
        version=submission.number if submission else 0,
        moment=submission.sent_at if submission else now(),
        check=check_code(submission.hash) if submission else "",
    )


def _version(obligation: Obligation, number: int | None, *, works: bool) -> Submission | None:
    if number is not None:
        found = obligation.submissions.filter(number=number).first()
        if found is None:
            raise Hidden("version")
        return found
    if works and obligation.state in DRAFTED:
        return None
    if obligation.current is None:
        raise Hidden("version")
    return obligation.current


def _above(obligation: Obligation) -> int | None:
    rows = above(obligation.unit_id, obligation.round.cut_off)
    return next((row.ancestor_id for row in rows if row.hierarchy == PARTY and row.depth == 1), None)


def _head(
    obligation: Obligation, at_unit: int, above: int | None, named_units: dict[int, Place]
) -> tuple[str, str]:
    """A commission writes under its own name below its committee's; any other unit below its superior's."""
    own = named_units[obligation.unit_id]
    if at_unit != own.unit_id and own.unit_id in lines_of(at_unit, obligation.round.cut_off):
        return own.name, named_units[at_unit].name
    superior = named_units.get(above or 0)
    return (superior.name if superior else ""), own.name


def _passages(obligation: Obligation, submission: Submission | None) -> list[Passage]:
    kept = Passage.objects.filter(obligation=obligation, submission=submission)
    sources = Prefetch("sources", queryset=Derivation.objects.select_related("source__obligation"))
    kept = kept.select_related("section").prefetch_related(sources)
    return list(kept.order_by("section__position", "position", "pk"))


def _sections(
    obligation: Obligation, passages: Sequence[Passage]
) -> tuple[tuple[OutlineSection, tuple[Passage, ...]], ...]:
    sections = obligation.round.form_version.outline()
    return tuple(
        (section, tuple(one for one in passages if one.section_id == section.pk)) for section in sections
    )


def _sources(passages: Sequence[Passage], on: date) -> dict[int, tuple[str, ...]]:
    """The units whose passages each passage came from, by their short names."""
    rows = [
        (link.target_id, link.source.obligation.unit_id)
        for passage in passages
        for link in passage.sources.all()
    ]
    named_units = places((unit for _target, unit in rows), on)
    found: dict[int, list[str]] = {}
    for target, unit in rows:
        found.setdefault(target, []).append(named_units[unit].short)
    return {target: tuple(dict.fromkeys(names)) for target, names in found.items()}


def _below(
    obligation: Obligation,
    submission: Submission | None,
    consolidated: Consolidated | None,
    cells: Sequence[Cell],
) -> list[Below]:
    """Of a sent report the very versions that it took in; of a draft those accepted by now."""
    if consolidated is not None:
        return [
            Below(part.place, keyed(cells, part.figures) if part.figures else None, part.bucket.value)
            for part in consolidated.parts
        ]
    kept = submission.included if submission else {}
    taken = {line["submission"]: line["unit"] for line in kept.get("included", ())}
    left_out = {line["unit"]: line["bucket"] for line in kept.get("missing", ())}
    if not (taken or left_out):
        return []
    named_units = places([*taken.values(), *left_out], obligation.round.cut_off)
    exact = Submission.objects.filter(pk__in=taken).values_list("pk", "figures")
    found = [Below(named_units[taken[pk]], keyed(cells, figures)) for pk, figures in exact]
    found += [Below(named_units[unit], None, bucket) for unit, bucket in left_out.items()]
    return sorted(found, key=lambda one: (one.place.order, one.place.unit_id))


def differing(found: Printed) -> Iterable[tuple[Place, Difference, str]]:
    """Of a draft: where the figures signed below are not what the leaves add up to, and why."""
    if found.consolidated is None:
        return
    whole = reconciled(found.obligation, found.consolidated)
    parts = {part.place.unit_id: part for part in whole.parts}
    signed = adjustments_signed(part.submission_id or 0 for part in whole.included)
    for one in whole.differences:
        part = parts[one.unit_id]
        adjusted = signed.get(part.submission_id or 0, {}).get(one.cell.key)
        yield part.place, one, cause(adjusted) if part.included else str(BUCKET_LABELS[part.bucket])


def names_of(found: Printed, code: str) -> list[str]:
    """The units that satisfy a condition, by name."""
    return [name for _unit, name in named((found.names or {}).get(code))]
