"""Rule packs: the real one loads and gives its windows; a broken file is refused with the place named."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from giaoban import regulations
from giaoban.core.dates import OPEN
from giaoban.periods.rules import ADMINISTRATIVE, CALENDAR, Kind, Period
from giaoban.regulations.rules import BrokenPackError, RuleVersion, load, window_rule, window_rules

FILE = Path(regulations.__file__).parent / "data" / "decree-09-2019.json"


def good() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def test_the_decree_gives_the_window_of_every_kind_but_the_term() -> None:
    pack = load(FILE.read_text(encoding="utf-8"), name=FILE.name)
    (version,) = pack.versions
    assert (pack.code, version.starts, version.ends, version.binding) == (
        "reporting-windows",
        date(2019, 3, 12),
        OPEN,
        True,
    )
    assert window_rules(version.params) == {kind: ADMINISTRATIVE for kind in Kind if kind is not Kind.TERM}
    rule = window_rule(pack.versions, Kind.H1, date(2019, 6, 1))
    assert str(Period.parse("2019-6t").window(rule)) == "15/12/2018 – 14/6/2019"


def test_before_the_decree_and_for_a_term_the_calendar_holds() -> None:
    versions = load(FILE.read_text(encoding="utf-8")).versions
    assert window_rule(versions, Kind.H1, date(2019, 3, 11)) == CALENDAR
    assert window_rule(versions, Kind.TERM, date(2019, 6, 1)) == CALENDAR


def test_the_digest_changes_with_any_fact_and_not_with_the_order_of_keys() -> None:
    data = good()
    (version,) = load(json.dumps(data)).versions
    turned = json.loads(json.dumps(data, sort_keys=True))
    assert load(json.dumps(turned)).versions[0].digest == version.digest
    for key, value in (
        ("basis", "khác"),
        ("source", "khác"),
        ("starts", "2019-03-13"),
        ("ends", "2030-01-01"),
    ):
        changed = deepcopy(data)
        changed["versions"][0][key] = value
        assert load(json.dumps(changed)).versions[0].digest != version.digest
    changed = deepcopy(data)
    changed["versions"][0]["params"]["windows"]["month"]["end_day"] = 13
    assert load(json.dumps(changed)).versions[0].digest != version.digest


def broken(**changes: Any) -> str:
    data = good()
    data["versions"][0].update(changes)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "an object is expected"),
        (json.dumps({**good(), "code": "Báo cáo"}), "code"),
        (json.dumps({**good(), "code": 5}), "code is missing"),
        (json.dumps({**good(), "title": " "}), "title is missing"),
        (json.dumps({**good(), "versions": []}), "versions are missing"),
        (json.dumps({**good(), "versions": ["x"]}), "version 1: an object"),
        (json.dumps({**good(), "versions": good()["versions"] * 2}), "two versions hold on 2019-03-12"),
        (broken(starts=None), "version 1: starts: None is no day"),
        (broken(starts="12/3/2019"), "is no day"),
        (broken(ends="2019-03-12"), "ends before it starts"),
        (broken(confidence="sure"), "confidence 'sure' is unknown"),
        (broken(basis=""), "basis is missing"),
        (broken(source=None), "source is missing"),
        (broken(params=None), "params are missing"),
        (broken(params={}), "windows are missing"),
        (broken(params={"windows": {"week": {}}}), "window 'week'"),
        (broken(params={"windows": {"month": {"start_day": 15}}}), "window 'month'"),
        (broken(params={"windows": {"month": 15}}), "window 'month'"),
        (
            broken(
                params={
                    "windows": {"month": {"start_day": 0, "start_offset": 0, "end_day": 14, "end_offset": 0}}
                }
            ),
            "between 1 and 31",
        ),
        (
            broken(
                params={
                    "windows": {
                        "month": {"start_day": "15", "start_offset": 0, "end_day": 14, "end_offset": 0}
                    }
                }
            ),
            "whole numbers",
        ),
    ],
)
def test_a_broken_pack_is_refused_and_the_place_named(text: str, words: str) -> None:
    with pytest.raises(BrokenPackError) as caught:
        load(text, name="pack.json")
    assert words in str(caught.value)
    assert load(json.dumps(good())).code == "reporting-windows"


def test_a_pack_of_another_kind_has_parameters_of_its_own() -> None:
    data = {**good(), "code": "admission"}
    data["versions"][0]["params"] = {"probation_months": 12}
    assert load(json.dumps(data)).versions[0].params == {"probation_months": 12}


def test_versions_are_put_in_order_and_an_unverified_one_does_not_bind() -> None:
    data = good()
    earlier = deepcopy(data["versions"][0])
    earlier.update(starts="2015-01-01", ends="2019-03-12", confidence="unverified", basis="cũ")
    data["versions"].append(earlier)
    pack = load(json.dumps(data))
    assert [(v.basis[:10], v.binding) for v in pack.versions] == [("cũ", False), ("Nghị định ", True)]
    assert [
        pack.on(day).basis[:2] if pack.on(day) else None for day in (date(2014, 1, 1), date(2016, 1, 1))
    ] == [
        None,
        "cũ",
    ]
    assert isinstance(pack.on(date(2020, 1, 1)), RuleVersion)
