"""What the page of one report shows: its grid, its passages by section, the steps, who may do what next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.actors import Actor
from giaoban.core.counting import RowCount
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden
from giaoban.organisations.models import Closure
from giaoban.organisations.queries.naming import names_at
from giaoban.reporting import permissions
from giaoban.reporting.labels import in_words
from giaoban.reporting.models import (
    STATE_LABELS,
    STATE_SHAPES,
    Derivation,
    Draft,
    Move,
    Obligation,
    OutlineSection,
    Passage,
    Remark,
    Submission,
)
from giaoban.reporting.queries import figures, grid
from giaoban.reporting.queries.compiling import Use, with_uses
from giaoban.reporting.queries.desk import received_here
from giaoban.reporting.queries.list import called
from giaoban.reporting.queries.rounds import get_obligation
from giaoban.reporting.rules import RoundState, State, days_late
from giaoban.reporting.rules.checks import Finding, Level, check, explained
from giaoban.reporting.rules.states import WAITING

# Why a draft came back from its own approval, while it is being mended.
REJECTED = Subquery(
    Move.objects.filter(obligation_id=OuterRef("obligation_id"))
    .order_by("-pk")
    .values(why=Case(When(move="reject", then="note"), default=Value("")))[:1]
)
# The way of a report as the band of steps shows it, in the words of daily.md §7.
STEPS = (
    (_("Đã mở"), {State.DUE}),
    (_("Đang soạn"), {State.DRAFTING, State.RETURNED}),
    (_("Trình duyệt"), {State.APPROVAL}),
    (_("Đã gửi"), WAITING),
    (_("Đã thẩm tra"), {State.ACCEPTED}),
    (_("Đã tổng hợp"), {State.CONSOLIDATED, State.LOCKED}),
)


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    past: bool
    current: bool
    kind: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its source, and what the superior asked about it."""

    passage: Passage
    field_label: str
    sources: int
    remarks: tuple[str, ...] = ()
    changed: str = ""  # "new" or "gone" against the version before
    uses: tuple[Use, ...] = ()  # where a superior that has sent took it over


@dataclass(frozen=True, slots=True)
class SectionView:
    section: OutlineSection
    title: str
    guidance: str
    passages: tuple[PassageView, ...]
    gone: tuple[Passage, ...] = ()

    @property
    def words(self) -> int:
        return sum(len(view.passage.text.split()) for view in self.passages)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report as one page; `draft` while it is written, `submission` when a version is shown."""

    obligation: Obligation
    unit_name: str
    receiver_name: str
    round_unit_name: str
    state_label: str
    state_kind: str
    late: int
    steps: tuple[Step, ...]
    sides: permissions.Sides
    on_behalf: bool
    for_another: bool  # this reader put it up, so somebody else approves it
    editable: bool
    heads: grid.Heads
    rows: tuple[grid.RowView, ...]
    sections: tuple[SectionView, ...]
    draft: Draft | None
    submission: Submission | None
    versions: tuple[Submission, ...]
    remarks: tuple[Remark, ...]
    findings: tuple[Finding, ...]
    open: tuple[Finding, ...]
    filled: int
    cells: int
    written: int
    missing: tuple[str, ...] = ()
    coverage: tuple[int, int] | None = None
    absent: tuple[str, ...] = ()
    rejected: str = ""

    @property
    def errors(self) -> int:
        return sum(finding.level is Level.ERROR and finding.code != "missing" for finding in self.open)

    @property
    def warnings(self) -> int:
        return sum(finding.level is Level.WARNING for finding in self.open)

    @property
    def complete(self) -> bool:
        return not self.open and not self.missing

    @property
    def locked(self) -> bool:
        return self.obligation.round.state == RoundState.LOCKED

    @property
    def remarks_on_whole(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.cell and remark.passage_id is None]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form without a script sent back and could not be kept: raw text and why, by cell."""

    written: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)


def find(actor: Actor, unit_id: int, period: str, obligation_id: int) -> Obligation:
    """The report as seen from a unit's pages: its own, of the unit it works for, or of one below these."""
    obligation = get_obligation(actor, obligation_id)
    if obligation.round.period != period:
        raise Hidden("obligation")
    here = set(received_here(unit_id, obligation.round.cut_off))
    if obligation.unit_id in here or obligation.receiver_id in here:
        return obligation
    above = Closure.objects.on(obligation.round.cut_off).filter(
        hierarchy__code=obligation.round.regime.hierarchy,
        descendant_id=obligation.unit_id,
        ancestor_id__in=here,
    )
    if not above.exists():
        raise Hidden("obligation")
    return obligation


def report_page(
    actor: Actor,
    obligation: Obligation,
    *,
    number: int | None = None,
    on_behalf: bool = False,
    typed: Typed | None = None,
) -> ReportPage:
    """The page of a report: the draft while it is written, else the version that stands, or version `number`.

    Who stands above sees no draft: only what was sent, unless they enter it on behalf of the unit.
    """
    sides = permissions.sides_of(actor, obligation)
    on_behalf = on_behalf and sides.behalf
    own = sides.writes or sides.approves or on_behalf
    waits = obligation.state == State.APPROVAL and sides.approves
    versions = tuple(obligation.submissions.order_by("-number")) if obligation.current_id else ()
    drafted = obligation.state in {State.DRAFTING, State.APPROVAL} and own
    shown = _version(versions, number) if number is not None else None
    if shown is None and not drafted and versions:
        shown = versions[0]
    if shown is not None:
        content = _sent(obligation, shown, versions)
    elif drafted:
        content = _drafted(obligation, versions, typed or Typed(), on_behalf=on_behalf, sides=sides)
    else:
        content = _blank(obligation)
    return ReportPage(
        obligation=obligation,
        **_names(obligation),
        state_label=str(STATE_LABELS[State(obligation.state)]),
        state_kind=STATE_SHAPES[State(obligation.state)],
        late=_late(obligation),
        steps=_steps(obligation),
        sides=sides,
        on_behalf=on_behalf,
        for_another=waits and not on_behalf and permissions.same_hand(actor, obligation),
        versions=versions,
        **content,
    )


def _names(obligation: Obligation) -> dict[str, Any]:
    day = obligation.round.cut_off
    asked = [(obligation.unit_id, day), (obligation.round.unit_id, day)]
    if obligation.receiver_id is not None:
        asked.append((obligation.receiver_id, day))
    names = names_at(asked)
    return {
        "unit_name": names[obligation.unit_id, day],
        "round_unit_name": names[obligation.round.unit_id, day],
        "receiver_name": _receiver(obligation, names),
    }


def _receiver(obligation: Obligation, names: Mapping[tuple[int, date], str]) -> str:
    """The receiver as staff call it: the commission that works for the committee, where there is one."""
    if obligation.receiver_id is None:
        return ""
    return called(obligation, names[obligation.receiver_id, obligation.round.cut_off])


def _late(obligation: Obligation) -> int:
    if obligation.state == State.NOT_REQUIRED:
        return 0
    return days_late(obligation.first_sent_at, obligation.due, now())


def _steps(obligation: Obligation) -> tuple[Step, ...]:
    if obligation.state == State.NOT_REQUIRED:
        return ()
    at = next(place for place, (_label, states) in enumerate(STEPS) if obligation.state in states)
    last = len(STEPS) - 1
    return tuple(
        Step(
            str(label),
            past=place < at or (place == at == last),
            current=place == at,
            kind=STATE_SHAPES[State(obligation.state)],
        )
        for place, (label, _states) in enumerate(STEPS)
    )


def _version(versions: Sequence[Submission], number: int) -> Submission:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Hidden("submission")
    return found


# --- the three contents of the page ----------------------------------------------------------------------


def _blank(obligation: Obligation) -> dict[str, Any]:
    history = figures.history_of(obligation)
    source = grid.Source(obligation.round.form_version.lines(), {}, history, leaf=obligation.leaf)
    return {
        "editable": False,
        "heads": grid.heads(history),
        "rows": tuple(grid.rows(source)),
        "sections": tuple(_sections(obligation, [], {})),
        "draft": None,
        "submission": None,
        "remarks": (),
        "findings": (),
        "open": (),
        "filled": 0,
        "cells": len(obligation.round.form_version.cells()),
        "written": 0,
    }


def _drafted(
    obligation: Obligation,
    versions: Sequence[Submission],
    typed: Typed,
    *,
    on_behalf: bool,
    sides: permissions.Sides,
) -> dict[str, Any]:
    version = obligation.round.form_version
    draft = Draft.objects.filter(obligation=obligation).annotate(rejected=REJECTED).first()
    now_ = figures.now_of(obligation, draft)
    history = figures.history_of(obligation)
    findings = check(now_.cells, now_.figures, history.earlier(partial=now_.partial))
    told = {**(draft.explanations if draft else {}), **typed.explanations}
    editable = obligation.state == State.DRAFTING and (sides.writes or on_behalf)
    remarks = tuple(versions[0].remarks.all()) if versions else ()
    source = grid.Source(
        lines=version.lines(),
        figures=now_.figures,
        history=history,
        typed=now_.typed if editable else frozenset(),
        leaf=obligation.leaf,
        names=now_.names,
        explanations=told,
        none=draft.none if draft else (),
        marks=draft.marks if draft else {},
        findings=findings,
        remarks=_by_cell(remarks),
        register=figures.register_figures(obligation.unit_id, obligation.round.cut_off)
        if editable and obligation.leaf
        else {},
        before=figures.keyed(now_.cells, versions[0].figures) if versions else None,
        written=typed.written,
        unread=typed.unread,
    )
    passages = _passages(obligation, None)
    sections = _sections(obligation, passages, _by_text(versions, remarks))
    found = now_.consolidated
    return {
        "editable": editable,
        "heads": grid.heads(history),
        "rows": tuple(grid.rows(source)),
        "sections": tuple(sections),
        "draft": draft,
        "submission": None,
        "remarks": remarks,
        "findings": tuple(findings),
        "open": tuple(explained(findings, told)),
        "filled": sum(value is not None for value in now_.figures.values()),
        "cells": len(now_.cells),
        "written": sum(bool(view.passages) for view in sections),
        "missing": tuple(
            f"{view.section.number}. {view.title}"
            for view in sections
            if view.section.required and not view.passages
        ),
        "coverage": (len(found.included), found.asked) if found else None,
        "absent": tuple(part.place.name for part in found.missing) if found else (),
        "rejected": getattr(draft, "rejected", "") or "",
    }


def _sent(obligation: Obligation, shown: Submission, versions: Sequence[Submission]) -> dict[str, Any]:
    version = obligation.round.form_version
    cells = version.cells()
    stored = figures.keyed(cells, shown.figures)
    history = figures.history_of(obligation)
    before = next((one for one in versions if one.number == shown.number - 1), None)
    remarks = tuple(shown.remarks.all())
    source = grid.Source(
        lines=version.lines(),
        figures=stored,
        history=history,
        leaf=obligation.leaf,
        names=shown.names,
        explanations=shown.explanations,
        none=shown.none,
        findings=check(cells, stored, history.earlier()),
        remarks=_by_cell(remarks),
        before=figures.keyed(cells, before.figures) if before else None,
    )
    passages = _passages(obligation, shown)
    earlier = _passages(obligation, before) if before else None
    by_passage: dict[str, list[str]] = {}
    for remark in remarks:
        if remark.passage_id is not None:
            text = next((p.text for p in passages if p.pk == remark.passage_id), "")
            by_passage.setdefault(text, []).append(remark.text)
    sections = with_uses(_sections(obligation, passages, by_passage, earlier), shown.pk)
    return {
        "editable": False,
        "heads": grid.heads(history),
        "rows": tuple(grid.rows(source)),
        "sections": tuple(sections),
        "draft": None,
        "submission": shown,
        "remarks": remarks,
        "findings": (),
        "open": (),
        "filled": sum(value is not None for value in shown.figures),
        "cells": len(cells),
        "written": sum(bool(view.passages) for view in sections),
    }


# --- passages ----------------------------------------------------------------------------------------------


def _passages(obligation: Obligation, submission: Submission | None) -> list[Passage]:
    rows = Passage.objects.filter(obligation=obligation, submission=submission)
    return list(rows.annotate(taken=RowCount(_derivations())).order_by("position", "pk"))


def _derivations() -> QuerySet[Derivation]:
    return Derivation.objects.filter(target_id=OuterRef("pk"))


def _sections(
    obligation: Obligation,
    passages: Sequence[Passage],
    remarks: Mapping[str, Sequence[str]],
    before: Sequence[Passage] | None = None,
) -> list[SectionView]:
    """The outline with its passages; against `before`, which are new and which are gone."""
    known = {passage.text for passage in before} if before is not None else None
    kept = {passage.text for passage in passages}
    found = []
    for section in obligation.round.form_version.outline():
        views = tuple(
            PassageView(
                passage,
                str(FIELD_LABELS[passage.field]) if passage.field else "",
                passage.taken,  # type: ignore[attr-defined]  # annotated above
                tuple(remarks.get(passage.text, ())),
                "new" if known is not None and passage.text not in known else "",
            )
            for passage in passages
            if passage.section_id == section.pk
        )
        earlier = [passage for passage in before or () if passage.section_id == section.pk]
        gone = tuple(passage for passage in earlier if passage.text not in kept)
        title, guidance = in_words(section, "title"), in_words(section, "guidance")
        found.append(SectionView(section, title, guidance, views, gone))
    return found


def _by_cell(remarks: Iterable[Remark]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for remark in remarks:
        if remark.cell:
            found.setdefault(remark.cell, []).append(remark.text)
    return found


def _by_text(versions: Sequence[Submission], remarks: Iterable[Remark]) -> dict[str, list[str]]:
    """Remarks on passages of the last version, at the same words in the draft."""
    asked = {remark.passage_id: remark.text for remark in remarks if remark.passage_id is not None}
    if not asked or not versions:
        return {}
    rows = Passage.objects.filter(pk__in=asked).values_list("pk", "text")
    found: dict[str, list[str]] = {}
    for pk, text in rows:
        found.setdefault(text, []).append(asked[pk])
    return found
