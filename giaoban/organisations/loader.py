"""Loading the organisation data set and lists of districts and communes, through the doors.

What is already there is left alone, so a second load changes nothing and a longer data set adds only its
new decisions; sources and confidence travel with every unit and decision.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, vi
from giaoban.core.refusals import Refusal
from giaoban.organisations import dataset as data
from giaoban.organisations import services
from giaoban.organisations.dataset import Change, ChangeKind, Cluster, Dataset, Membership, UnitRecord
from giaoban.organisations.models import Hierarchy, Kind, Placement, Unit, UnitName
from giaoban.organisations.placements import source
from giaoban.organisations.rules import EMULATION, PARTY, Decision, NewUnit
from giaoban.organisations.services.work import told_once

Report = Callable[[int, int], None]


@dataclass(slots=True)
class Loaded:
    """How many units and decisions this load added."""

    units: int = 0
    changes: int = 0


@transaction.atomic
@told_once()
def load_dataset(actor: Actor, dataset: Dataset | None = None, *, report: Report | None = None) -> Loaded:
    """Kinds, hierarchies, the baseline, every dated decision, the emulation clusters; all or nothing."""
    given = data.load() if dataset is None else dataset
    loaded = Loaded()
    _kinds_and_hierarchies(given)
    steps = len(given.changes) + len(given.clusters) + 1
    loaded.units += load_units(actor, given.units)
    for step, change in enumerate(given.changes, start=1):
        _tell(report, step, steps)
        if not _known(change):
            loaded.units += _replay(actor, change)
            loaded.changes += 1
    for step, cluster in enumerate(given.clusters, start=len(given.changes) + 1):
        _tell(report, step, steps)
        _cluster(actor, cluster, given.emulation.code, loaded)
    _tell(report, steps, steps)
    return loaded


@transaction.atomic
@told_once()
def load_units(actor: Actor, records: Sequence[UnitRecord], *, report: Report | None = None) -> int:
    """Establish many units known from a list, level by level; returns how many.

    Parents are in the list or exist. Units that exist with this code and first day are skipped.
    """
    there = set(
        Unit.objects.filter(code__in={record.code for record in records}).values_list("code", "starts")
    )
    waiting = [record for record in records if (record.code, record.starts) not in there]
    added = 0
    for wave in _waves(waiting):
        for starts in sorted({record.starts for record in wave}):
            batch = [record for record in wave if record.starts == starts]
            parents = _alive({record.parent for record in batch if record.parent is not None}, starts)
            services.establish_units(
                actor=actor,
                decision=_of_list(batch, starts),
                new=[_new(record, _parent(record, parents)) for record in batch],
            )
            added += len(batch)
            _tell(report, added, len(waiting))
    return added


def _waves(records: Sequence[UnitRecord]) -> Iterator[list[UnitRecord]]:
    """Records whose parents are no longer waiting, then those below them, and so on."""
    waiting = list(records)
    while waiting:
        codes = {record.code for record in waiting}
        wave = [record for record in waiting if record.parent not in codes]
        if not wave:
            raise _unknown_parent(waiting[0])
        yield wave
        done = {record.code for record in wave}
        waiting = [record for record in waiting if record.code not in done]


def _of_list(batch: Sequence[UnitRecord], starts: date) -> Decision:
    """One entry for a list: each unit keeps its own source; what the list says of all stands here."""
    sources = sorted({record.source for record in batch})
    shared = sources[0] if len(sources) == 1 else _shared(sources)
    confidences = {record.confidence.value for record in batch}
    return Decision(
        effective_on=starts,
        source=shared,
        confidence=confidences.pop() if len(confidences) == 1 else data.Confidence.UNVERIFIED.value,
        note=_("Cơ cấu tổ chức đã có vào ngày %(day)s, ghi từ danh sách.") % {"day": vi(starts)},
    )


def _shared(sources: Sequence[str]) -> str:
    """What sorted sources have in common, up to a comma.

    >>> _shared(["Gói 1, mã 2", "Gói 1, mã 3"]), _shared(["Gói 1, mã 2", "Tin ngày 03/9"])
    ('Gói 1', '')
    """
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(sources[0], sources[-1], strict=False))
    return "".join(letter for letter, _same in alike).rpartition(",")[0]


def _new(record: UnitRecord, parent_id: int | None) -> NewUnit:
    return NewUnit(
        code=record.code,
        kind=record.kind,
        name=record.name,
        short_name=record.short_name,
        name_en=record.name_en,
        parent_id=parent_id,
        established_on=record.established_on,
        source=record.source,
        confidence=record.confidence.value,
        ends=record.ends or OPEN,
    )


def _kinds_and_hierarchies(given: Dataset) -> None:
    for position, kind in enumerate(given.kinds):
        facts = {
            "label": kind.label,
            "label_en": kind.label_en,
            "level": kind.level,
            "position": position,
            "advises": kind.advises,
        }
        Kind.objects.update_or_create(code=kind.code, defaults=facts)
    for line in (given.party, given.emulation):
        labels = {"label": line.label, "label_en": line.label_en}
        Hierarchy.objects.update_or_create(code=line.code, defaults=labels)


# --- decisions -----------------------------------------------------------------------------------------


def _known(change: Change) -> bool:
    """Whether this decision was loaded before: what it makes is there."""
    day = change.effective
    if change.kind is ChangeKind.RENAME:
        record = change.records[0]
        return UnitName.objects.filter(unit__code=record.code, starts=day, name=record.name).exists()
    if change.kind is ChangeKind.TRANSFER:
        places = Placement.objects.filter(unit__code=change.predecessors[0], starts=day)
        return places.filter(hierarchy__code=PARTY, parent__code=change.records[0].parent).exists()
    if change.records:
        return Unit.objects.filter(code=change.records[0].code, starts=day).exists()
    return Unit.objects.filter(code=change.predecessors[0], ends=day).exists()


def _replay(actor: Actor, change: Change) -> int:
    """Send one decision through its door; returns how many units it began."""
    decision = Decision(
        effective_on=change.effective,
        number=change.decision,
        decided_on=change.decided,
        source=change.source,
        confidence=change.confidence.value,
        note=change.note,
    )
    before = {code: _on_eve(code, change.effective) for code in change.predecessors}
    ids = list(before.values())
    after = _alive(_codes_after(change), change.effective)
    records = [_new(record, _parent(record, after)) for record in change.records]
    heirs = [after[code] for code in change.successors if isinstance(code, str)]
    if change.kind is ChangeKind.ESTABLISH:
        services.establish_unit(actor=actor, decision=decision, new=records[0])
    elif change.kind is ChangeKind.REESTABLISH:
        _reestablish(actor, decision, records[0])
    elif change.kind is ChangeKind.MERGE:
        into: NewUnit | int = records[0] if records else heirs[0]
        services.merge_units(actor=actor, decision=decision, unit_ids=ids, into=into)
    elif change.kind is ChangeKind.SPLIT:
        services.split_unit(actor=actor, decision=decision, unit_id=ids[0], into=records, children_to={})
    elif change.kind is ChangeKind.DISSOLVE:
        services.dissolve_unit(actor=actor, decision=decision, unit_id=ids[0], successors=heirs)
    elif change.kind is ChangeKind.TRANSFER:
        parent_id = records[0].parent_id
        services.transfer_unit(actor=actor, decision=decision, unit_id=ids[0], parent_id=parent_id)
    else:
        name = records[0]
        services.rename_unit(
            actor=actor,
            decision=decision,
            unit_id=ids[0],
            name=name.name,
            short_name=name.short_name,
            name_en=name.name_en,
        )
    return 0 if change.keeps_unit else len(records)


def _reestablish(actor: Actor, decision: Decision, new: NewUnit) -> None:
    old = Unit.objects.filter(code=new.code, ends__lte=decision.effective_on).order_by("-ends").first()
    if old is None:
        services.establish_unit(actor=actor, decision=decision, new=new)
        return
    services.reestablish_unit(
        actor=actor,
        decision=decision,
        unit_id=old.pk,
        parent_id=new.parent_id,
        name=new.name,
        short_name=new.short_name,
        name_en=new.name_en,
    )


def _codes_after(change: Change) -> set[str]:
    parents = {record.parent for record in change.records if record.parent is not None}
    return parents | {code for code in change.successors if isinstance(code, str)}


def _on_eve(code: str, day: date) -> int:
    return Unit.objects.get(code=code, starts__lt=day, ends__gte=day).pk


def _alive(codes: set[str], day: date) -> dict[str, int]:
    return dict(Unit.objects.on(day).filter(code__in=codes).values_list("code", "pk"))


def _parent(record: UnitRecord, parents: dict[str, int]) -> int | None:
    if record.parent is None:
        return None
    if record.parent not in parents:
        raise _unknown_parent(record)
    return parents[record.parent]


def _unknown_parent(record: UnitRecord) -> Refusal:
    return Refusal(
        "organisations.unknown_parent",
        _("“%(name)s” (%(code)s): không có cấp trên mã “%(parent)s” vào ngày %(day)s.")
        % {"name": record.name, "code": record.code, "parent": record.parent, "day": vi(record.starts)},
        field="parent",
        rule=_("Cấp trên phải có trước, trong danh sách hoặc trong hệ thống."),
        source=source(),
    )


# --- emulation clusters --------------------------------------------------------------------------------


def _cluster(actor: Actor, cluster: Cluster, line: str, loaded: Loaded) -> None:
    unit = Unit.objects.filter(code=cluster.unit.code, starts=cluster.unit.starts).first()
    if unit is None:
        decision = Decision(
            effective_on=cluster.unit.starts,
            source=cluster.unit.source,
            confidence=cluster.unit.confidence.value,
            note=cluster.note,
        )
        outcome = services.establish_unit(
            actor=actor, decision=decision, new=_new(cluster.unit, None), hierarchy=line
        )
        unit = Unit.objects.get(pk=outcome.plan.begins[0])
        loaded.units += 1
    for member in cluster.members:
        for starts, ends, lead in _terms(member, cluster.leads):
            loaded.changes += _join(actor, unit, member, starts, ends, lead=lead)


def _terms(member: Membership, leads: Sequence[Membership]) -> Iterator[tuple[date, date, bool]]:
    """The days of a member cut where it begins or ends to lead the cluster.

    >>> from giaoban.organisations.dataset import Confidence
    >>> whole = Membership("a", date(2018, 1, 1), None, "", Confidence.VERIFIED)
    >>> lead = Membership("a", date(2018, 1, 1), date(2019, 1, 1), "", Confidence.VERIFIED)
    >>> [(s.year, e.year, led) for s, e, led in _terms(whole, [lead])]
    [(2018, 2019, True), (2019, 9999, False)]
    """
    own = [(lead.starts, lead.ends or OPEN) for lead in leads if lead.unit == member.unit]
    last = member.ends or OPEN
    days = {member.starts, last, *(day for lead in own for day in lead if member.starts < day < last)}
    cuts = sorted(days)
    for starts, ends in pairwise(cuts):
        yield starts, ends, any(first <= starts < end for first, end in own)


def _join(actor: Actor, cluster: Unit, member: Membership, starts: date, ends: date, *, lead: bool) -> int:
    unit = Unit.objects.on(starts).get(code=member.unit)
    there = Placement.objects.filter(
        Q(starts__lt=ends, ends__gt=starts), hierarchy__code=EMULATION, unit=unit
    )
    if there.exists():
        return 0
    decision = Decision(effective_on=starts, source=member.source, confidence=member.confidence.value)
    services.join_group(
        actor=actor,
        decision=decision,
        hierarchy=EMULATION,
        unit_id=unit.pk,
        parent_id=cluster.pk,
        ends=min(ends, unit.ends, cluster.ends),
        lead=lead,
    )
    return 1


def _tell(report: Report | None, done: int, total: int) -> None:
    if report is not None:
        report(done, total)
