"""Reading and checking the JSON files: every refusal names the file, the record and what is wrong."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from giaoban.organisations.dataset.checks import check_clusters, check_history, check_shape
from giaoban.organisations.dataset.records import (
    CODE,
    LEVELS,
    Change,
    ChangeKind,
    Cluster,
    Confidence,
    Dataset,
    DatasetError,
    Hierarchy,
    Kind,
    Membership,
    UnitRecord,
)

DATA = Path(__file__).resolve().parent.parent / "data"


def load(folder: Path = DATA) -> Dataset:
    """Read and check the three files of `folder`; DatasetError says which record is wrong and why."""
    kinds = _read_kinds(folder / "kinds.json")
    codes = {kind.code for kind in kinds}
    national = _object(folder / "national.json")
    place = "national.json"
    _keys(national, {"baseline", "hierarchy", "units", "changes"}, set(), place)
    baseline = _day(national["baseline"], f"{place}: baseline")
    units = tuple(
        parse_unit(raw, codes, f"{place}: units[{index}]") for index, raw in _each(national["units"], place)
    )
    changes = tuple(
        _change(raw, codes, f"{place}: changes[{index}]") for index, raw in _each(national["changes"], place)
    )
    clusters_file = _object(folder / "clusters.json")
    _keys(clusters_file, {"hierarchy", "clusters"}, set(), "clusters.json")
    clusters = tuple(
        _cluster(raw, codes, f"clusters.json: clusters[{index}]")
        for index, raw in _each(clusters_file["clusters"], "clusters.json")
    )
    dataset = Dataset(
        baseline=baseline,
        party=_hierarchy(national["hierarchy"], place),
        emulation=_hierarchy(clusters_file["hierarchy"], "clusters.json"),
        kinds=kinds,
        units=units,
        changes=changes,
        clusters=clusters,
    )
    check_history(dataset)
    check_clusters(dataset)
    return dataset


def parse_unit(raw: object, kinds: set[str], place: str) -> UnitRecord:
    """One unit record; also the gate of records that an importer makes."""
    row = _mapping(raw, place)
    _keys(
        row,
        {"code", "kind", "name", "short_name", "parent", "starts", "established_on", "source", "confidence"},
        {"name_en", "ends"},
        place,
    )
    place = f"{place} ({row['code']})"
    kind = _text(row, "kind", place)
    if kind not in kinds:
        raise DatasetError(f"{place}: unknown kind {kind!r}")
    unit = UnitRecord(
        code=_code(row["code"], place),
        kind=kind,
        name=_text(row, "name", place),
        short_name=_text(row, "short_name", place),
        parent=None if row["parent"] is None else _code(row["parent"], place),
        starts=_day(row["starts"], place),
        source=_text(row, "source", place),
        confidence=_confidence(row, place),
        name_en=_text(row, "name_en", place, empty=True) if "name_en" in row else "",
        established_on=_day_or_none(row["established_on"], place),
        ends=_day_or_none(row.get("ends"), place),
    )
    if unit.ends is not None and unit.ends <= unit.starts:
        raise DatasetError(f"{place}: ends {unit.ends} is not after starts {unit.starts}")
    return unit


def _read_kinds(path: Path) -> tuple[Kind, ...]:
    content = _object(path)
    _keys(content, {"kinds"}, set(), path.name)
    kinds = []
    for index, raw in _each(content["kinds"], path.name):
        place = f"{path.name}: kinds[{index}]"
        row = _mapping(raw, place)
        _keys(row, {"code", "label", "label_en", "level", "advises", "source", "confidence"}, set(), place)
        if row["level"] not in LEVELS:
            raise DatasetError(f"{place}: unknown level {row['level']!r}")
        kinds.append(
            Kind(
                code=_text(row, "code", place),
                label=_text(row, "label", place),
                label_en=_text(row, "label_en", place),
                level=str(row["level"]),
                advises=row["advises"] is True,
                source=_text(row, "source", place),
                confidence=_confidence(row, place),
            )
        )
        if kinds[-1].code in {kind.code for kind in kinds[:-1]}:
            raise DatasetError(f"{place}: kind {kinds[-1].code!r} is given twice")
    return tuple(kinds)


def _change(raw: object, kinds: set[str], place: str) -> Change:
    row = _mapping(raw, place)
    _keys(
        row,
        {"kind", "effective", "decided", "decision", "from", "to", "source", "confidence", "note"},
        set(),
        place,
    )
    if row["kind"] not in set(ChangeKind):
        raise DatasetError(f"{place}: unknown kind of change {row['kind']!r}")
    effective = _day(row["effective"], place)
    successors: list[UnitRecord | str] = []
    for index, item in _each(row["to"], place):
        if isinstance(item, str):
            successors.append(_code(item, place))
            continue
        unit = parse_unit(item, kinds, f"{place}: to[{index}]")
        if unit.starts != effective:
            raise DatasetError(f"{place}: {unit.code} starts {unit.starts}, the decision {effective}")
        successors.append(unit)
    change = Change(
        kind=ChangeKind(str(row["kind"])),
        effective=effective,
        decided=_day_or_none(row["decided"], place),
        decision=_text(row, "decision", place, empty=True),
        predecessors=tuple(_code(item, place) for _, item in _each(row["from"], place)),
        successors=tuple(successors),
        source=_text(row, "source", place),
        confidence=_confidence(row, place),
        note=_text(row, "note", place, empty=True),
    )
    check_shape(change, place)
    return change


def _cluster(raw: object, kinds: set[str], place: str) -> Cluster:
    row = _mapping(raw, place)
    own = {"guide", "note", "members", "leads"}
    _keys(row, own, set(row) - own, place)
    members, leads = (
        tuple(_membership(item, f"{place}: {name}[{index}]") for index, item in _each(row[name], place))
        for name in ("members", "leads")
    )
    return Cluster(
        unit=parse_unit({name: value for name, value in row.items() if name not in own}, kinds, place),
        guide=None if row["guide"] is None else _code(row["guide"], place),
        note=_text(row, "note", place, empty=True),
        members=members,
        leads=leads,
    )


def _membership(raw: object, place: str) -> Membership:
    row = _mapping(raw, place)
    _keys(row, {"unit", "starts", "ends", "source", "confidence"}, set(), place)
    return Membership(
        unit=_code(row["unit"], place),
        starts=_day(row["starts"], place),
        ends=_day_or_none(row["ends"], place),
        source=_text(row, "source", place),
        confidence=_confidence(row, place),
    )


def _object(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path.name}: cannot be read as UTF-8 ({error})") from error
    if unicodedata.normalize("NFC", text) != text:
        raise DatasetError(f"{path.name}: text is not in Unicode form NFC")
    try:
        return _mapping(json.loads(text), path.name)
    except json.JSONDecodeError as error:
        raise DatasetError(f"{path.name}: not JSON, line {error.lineno}: {error.msg}") from error


def _mapping(raw: object, place: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise DatasetError(f"{place}: an object was expected")
    return raw


def _each(raw: object, place: str) -> Iterator[tuple[int, object]]:
    if not isinstance(raw, list):
        raise DatasetError(f"{place}: a list was expected")
    return enumerate(raw)


def _keys(row: Mapping[str, Any], required: set[str], optional: set[str], place: str) -> None:
    if missing := sorted(required - set(row)):
        raise DatasetError(f"{place}: missing {', '.join(missing)}")
    if unknown := sorted(set(row) - required - optional):
        raise DatasetError(f"{place}: unknown {', '.join(unknown)}")


def _text(row: Mapping[str, Any], name: str, place: str, *, empty: bool = False) -> str:
    value = row[name]
    if not isinstance(value, str) or value != value.strip() or not (value or empty):
        raise DatasetError(
            f"{place}: {name} must be text without outer spaces{'' if empty else ', not empty'}"
        )
    return value


def _code(value: object, place: str) -> str:
    if not isinstance(value, str) or CODE.fullmatch(value) is None:
        raise DatasetError(f"{place}: {value!r} is not a code (a-z, 0-9 and single hyphens)")
    return value


def _day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise DatasetError(f"{place}: {value!r} is not a day (YYYY-MM-DD)") from error


def _day_or_none(value: object, place: str) -> date | None:
    return None if value is None else _day(value, place)


def _confidence(row: Mapping[str, Any], place: str) -> Confidence:
    try:
        return Confidence(row["confidence"])
    except ValueError as error:
        raise DatasetError(f"{place}: confidence is verified or unverified") from error


def _hierarchy(raw: object, place: str) -> Hierarchy:
    row = _mapping(raw, f"{place}: hierarchy")
    _keys(row, {"code", "label", "label_en"}, set(), f"{place}: hierarchy")
    return Hierarchy(*(_text(row, name, f"{place}: hierarchy") for name in ("code", "label", "label_en")))
