"""Lists and data sets through the doors: every kind of decision, ended districts, unknown parents."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from giaoban.config.commands import units as command
from giaoban.config.runtime import CommandError
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Refusal
from giaoban.organisations import importers, loader
from giaoban.organisations.dataset import (
    Change,
    ChangeKind,
    Cluster,
    Confidence,
    Dataset,
    Hierarchy,
    Kind,
    Membership,
    UnitRecord,
)
from giaoban.organisations.models import Change as Recorded
from giaoban.organisations.models import Placement, Succession, Unit, UnitName
from giaoban.organisations.rules import EMULATION, PARTY
from tests.factories.organisations import SYSTEM
from tests.organisations.tables import boundary_days, check_day, check_no_fragments, everything

BASE = date(2015, 1, 1)
D = date(2025, 7, 1)


def record(code: str, parent: str | None, on: date = BASE, **more: Any) -> UnitRecord:
    facts: dict[str, Any] = {
        "kind": "xa",
        "name": f"Đơn vị {code}",
        "short_name": code,
        "source": "Danh sách thử, mục 1",
        "confidence": Confidence.VERIFIED,
    }
    return UnitRecord(code=code, parent=parent, starts=on, **{**facts, **more})


def change(
    kind: ChangeKind, on: date, before: tuple[str, ...], after: tuple[UnitRecord | str, ...]
) -> Change:
    return Change(kind, on, None, f"QĐ {kind}", before, after, "Thử", Confidence.UNVERIFIED, "")


def dataset(*changes: Change, clusters: tuple[Cluster, ...] = ()) -> Dataset:
    kinds = (
        Kind("xa", "Xã", "Commune", "commune", source="Thử", confidence=Confidence.VERIFIED, advises=False),
    )
    units = (record("a", None), *(record(code, "a") for code in ("b", "c", "d", "e", "f")), record("g", "f"))
    return Dataset(
        baseline=BASE,
        party=Hierarchy(PARTY, "Hệ thống Đảng", "Party line"),
        emulation=Hierarchy(EMULATION, "Cụm thi đua", "Emulation"),
        kinds=kinds,
        units=units,
        changes=changes,
        clusters=clusters,
    )


EVERY_KIND = (
    change(ChangeKind.ESTABLISH, date(2016, 1, 1), (), (record("h", "a", date(2016, 1, 1)),)),
    change(ChangeKind.MERGE, date(2017, 1, 1), ("b", "c"), (record("b", "a", date(2017, 1, 1)),)),
    change(ChangeKind.MERGE, date(2018, 1, 1), ("b", "d"), ("e",)),
    change(
        ChangeKind.SPLIT,
        date(2019, 1, 1),
        ("e",),
        (record("e", "a", date(2019, 1, 1)), record("i", "a", date(2019, 1, 1))),
    ),
    change(ChangeKind.TRANSFER, date(2020, 1, 1), ("g",), (record("g", "i", date(2020, 1, 1)),)),
    change(
        ChangeKind.RENAME, date(2021, 1, 1), ("g",), (record("g", "i", date(2021, 1, 1), name="Tên mới"),)
    ),
    change(ChangeKind.DISSOLVE, date(2022, 1, 1), ("f",), ("e",)),
    change(ChangeKind.REESTABLISH, date(2023, 1, 1), (), (record("f", "a", date(2023, 1, 1)),)),
    change(ChangeKind.REESTABLISH, date(2024, 1, 1), (), (record("k", "a", date(2024, 1, 1)),)),
)


def sound() -> None:
    check_no_fragments()
    for on in boundary_days():
        check_day(on)


@pytest.mark.django_db
def test_every_kind_of_decision_goes_through_its_door_and_only_once() -> None:
    given = dataset(*EVERY_KIND)
    assert loader.load_dataset(SYSTEM, given) == loader.Loaded(units=13, changes=9)
    for on in (date(year, 6, 1) for year in range(2015, 2026)):
        rows = Placement.objects.on(on).select_related("unit", "parent")
        assert {row.unit.code: row.parent and row.parent.code for row in rows} == {
            code: unit.parent for code, unit in given.alive(on).items()
        }
        names = dict(UnitName.objects.on(on).values_list("unit__code", "name"))
        assert names == {code: unit.name for code, unit in given.alive(on).items()}
    kinds = Recorded.objects.exclude(decision="").values_list("kind", flat=True)
    assert [kind for kind in kinds if kind != "establish"] == [
        "merge",
        "merge",
        "split",
        "transfer",
        "rename",
        "dissolve",
        "reestablish",
    ]
    pairs = Succession.objects.order_by("pk").values_list("predecessor__code", "successor__code", "share")
    assert [(before, after, share and int(share)) for before, after, share in pairs] == [
        ("b", "b", 1),
        ("c", "b", 1),
        ("b", "e", 1),
        ("d", "e", 1),
        ("e", "e", None),
        ("e", "i", None),
        ("f", "e", None),
        ("f", "f", None),
    ]
    before = everything()
    assert loader.load_dataset(SYSTEM, given) == loader.Loaded(0, 0)
    assert everything() == before
    sound()


@pytest.mark.django_db
def test_a_cluster_has_members_and_the_days_on_which_each_leads() -> None:
    def member(code: str, starts: date, ends: date | None = None) -> Membership:
        return Membership(code, starts, ends, "Thử", Confidence.VERIFIED)

    cluster = Cluster(
        unit=record("cum", None, date(2018, 1, 1)),
        guide=None,
        note="",
        members=(member("b", date(2018, 1, 1)), member("c", date(2018, 1, 1), D)),
        leads=(member("b", date(2019, 1, 1), date(2020, 1, 1)),),
    )
    given = dataset(clusters=(cluster,))
    assert loader.load_dataset(SYSTEM, given) == loader.Loaded(units=8, changes=4)
    rows = Placement.objects.filter(hierarchy__code=EMULATION).order_by("unit__code", "starts")
    assert list(rows.values_list("unit__code", "parent__code", "starts", "ends", "lead")) == [
        ("b", "cum", date(2018, 1, 1), date(2019, 1, 1), False),
        ("b", "cum", date(2019, 1, 1), date(2020, 1, 1), True),
        ("b", "cum", date(2020, 1, 1), OPEN, False),
        ("c", "cum", date(2018, 1, 1), D, False),
        ("cum", None, date(2018, 1, 1), OPEN, False),
    ]
    assert loader.load_dataset(SYSTEM, given) == loader.Loaded(0, 0)
    sound()


@pytest.mark.django_db
def test_a_list_may_hold_units_that_have_ended_and_children_before_parents() -> None:
    loader.load_dataset(SYSTEM, dataset())
    listed = [
        record("xa-1", "huyen-1", ends=D, source="Gói 1, mã 2"),
        record("huyen-1", "b", ends=D, source="Gói 1, mã 1"),
        record("xa-2", "b", D, confidence=Confidence.UNVERIFIED),
    ]
    told: list[tuple[int, int]] = []
    assert loader.load_units(SYSTEM, listed, report=lambda done, total: told.append((done, total))) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    lives = Unit.objects.filter(code__in=["xa-1", "huyen-1", "xa-2"]).order_by("code")
    assert list(lives.values_list("code", "starts", "ends", "source", "confidence")) == [
        ("huyen-1", BASE, D, "Gói 1, mã 1", "verified"),
        ("xa-1", BASE, D, "Gói 1, mã 2", "verified"),
        ("xa-2", D, OPEN, "Danh sách thử, mục 1", "unverified"),
    ]
    assert loader.load_units(SYSTEM, listed) == 0
    sound()


@pytest.mark.django_db
def test_a_list_with_an_unknown_parent_is_refused_whole() -> None:
    loader.load_dataset(SYSTEM, dataset())
    good = record("xa-1", "b")
    for wrong in (
        [good, record("xa-2", "khong-co")],
        [good, record("x", "y"), record("y", "x")],
    ):
        before = everything()
        with pytest.raises(Refusal) as caught:
            loader.load_units(SYSTEM, wrong)
        assert caught.value.code == "organisations.unknown_parent"
        assert everything() == before
    assert loader.load_units(SYSTEM, [good]) == 1


def test_the_command_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parser = __import__("argparse").ArgumentParser()
    command.add_arguments(parser)
    assert parser.parse_args(["fetch"]).default_editions == command.EDITIONS
    assert parser.parse_args(["load", "--edition", "2025"]).edition == ["2025"]

    def unreachable(edition: importers.Edition, folder: Path) -> None:
        raise importers.FetchError("không có mạng")

    monkeypatch.setattr(importers, "fetch", unreachable)
    with pytest.raises(CommandError, match="không có mạng") as caught:
        command.run(parser.parse_args(["fetch", "--edition", "2025"]))
    assert caught.value.code == 3
