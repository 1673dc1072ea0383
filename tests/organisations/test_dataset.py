"""The organisation data set: its counts against the instruments, and refusals of broken files."""

import json
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from giaoban.organisations.dataset import (
    DATA,
    LEVELS,
    ChangeKind,
    Confidence,
    Dataset,
    DatasetError,
    load,
)

CLUSTER_DAY = date(2018, 8, 10)
EVE = date(2025, 6, 30)
MERGER = date(2025, 7, 1)
CONFERENCE = date(2025, 12, 8)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def kinds_on(dataset: Dataset, on: date) -> Counter[str]:
    return Counter(unit.kind for unit in dataset.alive(on).values())


@pytest.mark.parametrize(
    ("on", "committees"),
    [(dataset_day, 63) for dataset_day in (date(2015, 1, 1), CLUSTER_DAY, EVE)]
    + [(MERGER, 34), (CONFERENCE, 34)],
)
def test_provincial_committees_and_their_commissions_are_63_until_the_mergers_and_34_after(
    dataset: Dataset, on: date, committees: int
) -> None:
    kinds = kinds_on(dataset, on)
    assert (kinds["provincial_committee"], kinds["provincial_commission"]) == (committees, committees)


def test_68_committees_stood_directly_under_the_centre_in_2018_and_40_at_the_conference_of_2025(
    dataset: Dataset,
) -> None:
    assert len(dataset.direct_committees(CLUSTER_DAY)) == 63 + 2 + 3
    after = Counter(unit.kind for unit in dataset.direct_committees(CONFERENCE))
    assert after == {
        "provincial_committee": 34,
        "central_party_committee": 4,
        "military_committee": 1,
        "police_committee": 1,
    }
    assert {unit.parent for unit in dataset.direct_committees(CONFERENCE)} == {"tw"}


@pytest.mark.parametrize("prefix", ["tu-", "btc-"])
def test_52_predecessors_become_23_and_11_stay(dataset: Dataset, prefix: str) -> None:
    mergers = [
        change
        for change in dataset.changes
        if change.effective == MERGER and change.predecessors[0].startswith(prefix)
    ]
    before = [code for change in mergers for code in change.predecessors]
    assert {change.kind for change in mergers} == {ChangeKind.MERGE}
    assert (len(mergers), len(before), len(set(before))) == (23, 52, 52)
    on_the_eve = {code for code in dataset.alive(EVE) if code.startswith(prefix)}
    assert {code.removeprefix(prefix) for code in on_the_eve - set(before)} == {
        "cao-bang", "dien-bien", "ha-noi", "ha-tinh", "hue", "lai-chau", "lang-son", "nghe-an", "quang-ninh",
        "son-la", "thanh-hoa",
    }  # fmt: skip
    assert {change.records[0].code for change in mergers} <= set(before)


def test_each_merger_of_commissions_follows_the_merger_of_their_committees(dataset: Dataset) -> None:
    def plan(prefix: str) -> dict[str, list[str]]:
        return {
            change.records[0].code.removeprefix(prefix): [c.removeprefix(prefix) for c in change.predecessors]
            for change in dataset.changes
            if change.effective == MERGER and change.records[0].code.startswith(prefix)
        }

    assert plan("btc-") == plan("tu-")
    assert plan("tu-")["ho-chi-minh"] == ["ho-chi-minh", "binh-duong", "ba-ria-vung-tau"]
    assert plan("tu-")["hung-yen"] == ["hung-yen", "thai-binh"]


def test_a_successor_with_the_name_of_a_predecessor_is_a_new_unit_under_the_same_code(
    dataset: Dataset,
) -> None:
    old, new = (dataset.alive(on)["tu-hung-yen"] for on in (EVE, MERGER))
    assert (old.name, old.starts) == (new.name, date(2015, 1, 1)) == ("Tỉnh ủy Hưng Yên", old.starts)
    assert new.starts == MERGER
    assert "tu-thai-binh" not in dataset.alive(MERGER)


def test_every_commission_hangs_on_the_committee_of_its_province_on_every_day(dataset: Dataset) -> None:
    for on in (CLUSTER_DAY, EVE, MERGER, CONFERENCE):
        alive = dataset.alive(on)
        commissions = [unit for unit in alive.values() if unit.kind == "provincial_commission"]
        assert [unit.parent for unit in commissions] == [
            unit.code.replace("btc-", "tu-", 1) for unit in commissions
        ]
        assert {unit.name for unit in commissions} == {
            f"Ban Tổ chức {unit.name}" for unit in alive.values() if unit.kind == "provincial_committee"
        }
        assert {unit.parent for unit in alive.values()} - {None} <= set(alive)


def test_hue_is_renamed_and_stays_the_same_unit(dataset: Dataset) -> None:
    before, after = (dataset.alive(on)["tu-hue"] for on in (date(2024, 12, 31), date(2025, 1, 1)))
    assert (before.name, after.name) == ("Tỉnh ủy Thừa Thiên Huế", "Thành ủy Huế")
    assert before.starts == after.starts == date(2015, 1, 1)
    rename = dataset.changes[0]
    assert (rename.effective, rename.decided) == (date(2025, 1, 1), date(2024, 11, 30))
    assert "175/2024/QH15" in rename.decision


def test_a_number_of_a_decision_is_written_only_where_it_was_found(dataset: Dataset) -> None:
    numbered = {
        change.records[0].code: change.decision.split(" của ")[0].removeprefix("Quyết định số ")
        for change in dataset.changes
        if change.kind is ChangeKind.MERGE and change.decision.startswith("Quyết định số ")
    }
    assert numbered == {
        "tu-ho-chi-minh": "321-QĐ/TW",
        "tu-dong-thap": "326-QĐ/TW",
        "tu-ca-mau": "327-QĐ/TW",
        "tu-an-giang": "328-QĐ/TW",
    }
    for change in dataset.changes:
        assert change.confidence is Confidence.UNVERIFIED or change.decision
        assert change.decision or change.note


def test_cluster_4_has_its_11_members_of_2018_until_the_mergers(dataset: Dataset) -> None:
    (cluster,) = dataset.clusters
    assert dataset.emulation.code == "emulation"
    assert {member.unit.removeprefix("btc-") for member in cluster.members} == {
        "long-an", "tien-giang", "binh-duong", "dong-nai", "tay-ninh", "binh-phuoc", "ba-ria-vung-tau",
        "lam-dong", "ninh-thuan", "binh-thuan", "ho-chi-minh",
    }  # fmt: skip
    assert {(member.starts, member.ends) for member in cluster.members} == {(date(2018, 1, 1), MERGER)}
    assert len(cluster.members) == 11
    assert [(lead.unit, lead.starts, lead.ends) for lead in cluster.leads] == [
        ("btc-long-an", date(2018, 1, 1), date(2019, 1, 1))
    ]
    assert cluster.guide == "vu-dia-phuong-3"


def test_texts_are_nfc_and_every_kind_has_both_languages(dataset: Dataset) -> None:
    for path in sorted(DATA.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        assert unicodedata.normalize("NFC", text) == text
        assert "Ð" not in text
    assert {kind.level for kind in dataset.kinds} == set(LEVELS)
    assert all(kind.label and kind.label_en for kind in dataset.kinds)
    used = {unit.kind for unit in dataset.units_ever()}
    assert used <= {kind.code for kind in dataset.kinds}


def test_units_are_listed_parents_first_and_changes_by_date(dataset: Dataset) -> None:
    seen: set[str | None] = {None}
    for unit in dataset.units:
        assert unit.parent in seen
        seen.add(unit.code)
    days = [change.effective for change in dataset.changes]
    assert days == sorted(days)
    assert len(dataset.units) == 24 + 2 * 63
    assert len(list(dataset.units_ever())) == len(dataset.units) + 4 + 1 + 2 * 23


# --- controls: the same files with one thing broken ----------------------------------------------------

Breaker = Callable[[dict[str, Any]], object]


def last_merge(content: dict[str, Any]) -> Any:
    return content["changes"][-1]


@pytest.mark.parametrize(
    ("name", "breaker", "complaint"),
    [
        ("kinds.json", lambda c: c["kinds"][0].update(level="planet"), "unknown level 'planet'"),
        ("kinds.json", lambda c: c["kinds"].append(c["kinds"][0]), "'centre' is given twice"),
        ("national.json", lambda c: c["units"][5].pop("source"), "units[5]: missing source"),
        ("national.json", lambda c: c["units"][5].update(colour="red"), "unknown colour"),
        ("national.json", lambda c: c["units"][5].update(kind="club"), "unknown kind 'club'"),
        ("national.json", lambda c: c["units"][5].update(confidence="sure"), "verified or unverified"),
        ("national.json", lambda c: c["units"][5].update(code="Bad Code"), "is not a code"),
        ("national.json", lambda c: c["units"][5].update(name=" Vụ"), "name must be text"),
        ("national.json", lambda c: c["units"][5].update(name=""), "not empty"),
        ("national.json", lambda c: c["units"][5].update(starts="1/1/2015"), "is not a day"),
        ("national.json", lambda c: c["units"][5].update(ends="2014-01-01"), "is not after starts"),
        ("national.json", lambda c: c["units"][5].update(ends="2020-01-01"), "written as a change"),
        ("national.json", lambda c: c["units"][5].update(parent="nowhere"), "is not above it in the file"),
        ("national.json", lambda c: c["units"].append(c["units"][5]), "the code is given twice"),
        ("national.json", lambda c: c["changes"].reverse(), "out of order"),
        ("national.json", lambda c: c["changes"].pop(), "hang on an ended unit"),
        ("national.json", lambda c: last_merge(c).update(kind="swap"), "unknown kind of change"),
        ("national.json", lambda c: last_merge(c).update(to=[]), "merge into 0 units"),
        ("national.json", lambda c: last_merge(c).update({"from": ["btc-an-giang"]}), "merge of 1 units"),
        ("national.json", lambda c: last_merge(c)["from"].append("btc-an-giang"), "named twice"),
        (
            "national.json",
            lambda c: last_merge(c)["from"].append("btc-thai-binh"),
            "is not alive on that day",
        ),
        ("national.json", lambda c: last_merge(c)["to"][0].update(code="btc-ha-noi"), "another living unit"),
        ("national.json", lambda c: last_merge(c)["to"][0].update(starts="2025-07-02"), "starts 2025-07-02"),
        ("national.json", lambda c: last_merge(c).update(decided="2025-07-02"), "after it took effect"),
        ("national.json", lambda c: last_merge(c).update(to=["btc-an-giang"]), "cannot succeed itself"),
        ("national.json", lambda c: last_merge(c).update(kind="dissolve"), "dissolve of 2 units"),
        ("national.json", lambda c: c["changes"][0]["to"][0].update(code="tu-co-do"), "keeps the unit"),
        ("national.json", lambda c: c["changes"][6]["to"].append(c["units"][0]), "starts 2015-01-01"),
        ("national.json", lambda c: c.update(units={}), "a list was expected"),
        ("national.json", lambda c: c["units"].append("tw"), "an object was expected"),
        ("clusters.json", lambda c: c["clusters"][0].update(guide="vu-99"), "guide 'vu-99' is not alive"),
        ("clusters.json", lambda c: c["clusters"][0]["members"][0].update(unit="x"), "'x' is not alive"),
        (
            "clusters.json",
            lambda c: c["clusters"][0]["members"][0].update(ends="2017-01-01"),
            "before it starts",
        ),
        ("clusters.json", lambda c: c["clusters"][0]["members"][0].update(ends=None), "ended 2025-07-01"),
    ],
)
def test_a_broken_record_is_refused_by_its_place(
    tmp_path: Path, name: str, breaker: Breaker, complaint: str
) -> None:
    for path in DATA.glob("*.json"):
        shutil.copy(path, tmp_path)
    assert load(tmp_path) == load()
    content = json.loads((tmp_path / name).read_text(encoding="utf-8"))
    breaker(content)
    (tmp_path / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(DatasetError) as refused:
        load(tmp_path)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith(name)


def test_a_dissolution_may_not_create_a_unit(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    content = json.loads((tmp_path / "national.json").read_text(encoding="utf-8"))
    dissolve = next(change for change in content["changes"] if change["kind"] == "dissolve")
    dissolve["to"] = [{**content["units"][5], "code": "moi", "starts": dissolve["effective"]}]
    (tmp_path / "national.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(DatasetError, match="a dissolution creates no unit"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"{", "not JSON, line 1"),
        (b"\xff\xfe", "cannot be read as UTF-8"),
        (b"[]", "an object was expected"),
        (unicodedata.normalize("NFD", '{"kinds": "Đảng ủy"}').encode(), "not in Unicode form NFC"),
        (None, "cannot be read as UTF-8"),
    ],
)
def test_a_file_that_is_no_data_is_refused(tmp_path: Path, raw: bytes | None, complaint: str) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    (tmp_path / "kinds.json").unlink()
    if raw is not None:
        (tmp_path / "kinds.json").write_bytes(raw)
    with pytest.raises(DatasetError, match=complaint):
        load(tmp_path)
