"""The checks of a whole data set: shapes of decisions, codes that resolve, nobody left on an ended unit."""

from collections.abc import Mapping

from giaoban.organisations.dataset.records import (
    Change,
    ChangeKind,
    Dataset,
    DatasetError,
    UnitRecord,
    apply,
)

# How many units go in and come out of each kind of change: (least, most) before and after.
_SHAPES: Mapping[ChangeKind, tuple[tuple[int, int], tuple[int, int]]] = {
    ChangeKind.ESTABLISH: ((0, 0), (1, 1)),
    ChangeKind.MERGE: ((2, 99), (1, 1)),
    ChangeKind.SPLIT: ((1, 1), (2, 99)),
    ChangeKind.TRANSFER: ((1, 1), (1, 1)),
    ChangeKind.RENAME: ((1, 1), (1, 1)),
    ChangeKind.DISSOLVE: ((1, 1), (0, 99)),
    ChangeKind.REESTABLISH: ((0, 0), (1, 1)),
}


def check_shape(change: Change, place: str) -> None:
    before, after = _SHAPES[change.kind]
    if not before[0] <= len(change.predecessors) <= before[1]:
        raise DatasetError(f"{place}: {change.kind} of {len(change.predecessors)} units")
    if not after[0] <= len(change.successors) <= after[1]:
        raise DatasetError(f"{place}: {change.kind} into {len(change.successors)} units")
    if len(set(change.predecessors)) != len(change.predecessors):
        raise DatasetError(f"{place}: a predecessor is named twice")
    if change.keeps_unit:
        unit = change.successors[0]
        if not isinstance(unit, UnitRecord) or unit.code != change.predecessors[0]:
            raise DatasetError(f"{place}: {change.kind} keeps the unit, so its record keeps the code")
    if change.kind is ChangeKind.DISSOLVE and change.records:
        raise DatasetError(f"{place}: a dissolution creates no unit, it names those that take over")
    if change.decided is not None and change.decided > change.effective:
        raise DatasetError(f"{place}: decided {change.decided}, after it took effect")


def check_history(dataset: Dataset) -> None:
    """Replay: codes resolve, no two living units share one, and no day ends with an orphan."""
    state = _check_baseline(dataset)
    for index, change in enumerate(dataset.changes):
        place = f"national.json: changes[{index}] ({change.kind} {change.effective})"
        if index and change.effective < dataset.changes[index - 1].effective:
            raise DatasetError(f"{place}: out of order, the change before it is later in time")
        _check_codes(state, change, place)
        apply(state, change)
        # Decisions of one day are one event: the commissions of merged committees follow in later records.
        if index + 1 == len(dataset.changes) or dataset.changes[index + 1].effective > change.effective:
            _check_orphans(state, place)


def _check_baseline(dataset: Dataset) -> dict[str, UnitRecord]:
    state: dict[str, UnitRecord] = {}
    for unit in dataset.units:
        place = f"national.json: unit {unit.code}"
        if unit.ends is not None:
            raise DatasetError(f"{place}: an end is written as a change, never in the record")
        if unit.code in state:
            raise DatasetError(f"{place}: the code is given twice")
        if unit.parent is not None and unit.parent not in state:
            raise DatasetError(f"{place}: parent {unit.parent!r} is not above it in the file")
        state[unit.code] = unit
    return state


def _check_codes(state: dict[str, UnitRecord], change: Change, place: str) -> None:
    heirs = [unit for unit in change.successors if isinstance(unit, str)]
    for code in (*change.predecessors, *heirs):
        if code not in state:
            raise DatasetError(f"{place}: {code!r} is not alive on that day")
    for code in heirs:
        if code in change.predecessors:
            raise DatasetError(f"{place}: {code!r} cannot succeed itself")
    for unit in change.records:
        if unit.code in state and unit.code not in change.predecessors:
            raise DatasetError(f"{place}: {unit.code!r} is the code of another living unit")


def _check_orphans(state: dict[str, UnitRecord], place: str) -> None:
    orphans = [unit.code for unit in state.values() if unit.parent is not None and unit.parent not in state]
    if orphans:
        raise DatasetError(f"{place}: after this day {', '.join(orphans)} hang on an ended unit")


def check_clusters(dataset: Dataset) -> None:
    for cluster in dataset.clusters:
        place = f"clusters.json: {cluster.unit.code}"
        known = dataset.alive(cluster.unit.starts)
        if cluster.guide is not None and cluster.guide not in known:
            raise DatasetError(f"{place}: guide {cluster.guide!r} is not alive when the cluster starts")
        for member in (*cluster.members, *cluster.leads):
            if member.unit not in dataset.alive(member.starts):
                raise DatasetError(f"{place}: {member.unit!r} is not alive on {member.starts}")
            if member.ends is not None and member.ends <= member.starts:
                raise DatasetError(f"{place}: the membership of {member.unit} ends before it starts")
            for change in dataset.changes:
                outlives = member.ends is None or member.ends > change.effective
                if member.unit in change.ended and member.starts < change.effective and outlives:
                    raise DatasetError(f"{place}: {member.unit} ended {change.effective}, not its membership")
