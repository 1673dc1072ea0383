"""Rule packs in the tables: loaded once, never rewritten, and a case keeps the version it began under."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from giaoban.audit.models import Entry
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Hidden, Refusal
from giaoban.periods.rules import ADMINISTRATIVE, CALENDAR, Kind, Period
from giaoban.regulations import apps, queries, services
from giaoban.regulations.models import Pin, RulePack, RuleVersion
from giaoban.regulations.rules import BrokenPackError

pytestmark = pytest.mark.django_db
OLD = {
    "basis": "66-QĐ/TW",
    "source": "văn bản",
    "confidence": "verified",
    "starts": "2017-02-06",
    "ends": None,
    "params": {"months": 12, "deep": {"half": "1/2"}},
}
NEW = {**OLD, "basis": "399-QĐ/TW", "starts": "2026-01-09", "params": {"months": 6}}


def write(folder: Path, *versions: dict) -> Path:
    text = {"code": "trial", "title": "Thử", "title_en": "Trial", "versions": list(versions)}
    (folder / "trial.json").write_text(json.dumps(text), encoding="utf-8")
    return folder


def test_the_packs_of_the_release_are_loaded_with_the_migrations():
    version = queries.in_force("reporting-windows", date(2019, 9, 30))
    assert (version.starts, version.ends, version.confidence) == (date(2019, 3, 12), OPEN, "verified")
    assert queries.reporting_window(Kind.MONTH, date(2019, 9, 30)) == ADMINISTRATIVE
    assert queries.reporting_window(Kind.TERM, date(2019, 9, 30)) == CALENDAR
    assert queries.reporting_window(Kind.MONTH, date(2019, 3, 11)) == CALENDAR


def test_migrating_back_loads_nothing(monkeypatch):
    calls = []
    monkeypatch.setattr(services, "load_packs", lambda: calls.append(1))
    apps.load_packs(plan=[("0001", True)])
    assert calls == []
    apps.load_packs(plan=[("0001", False)])
    apps.load_packs(plan=None)
    assert calls == [1, 1]


def test_loading_again_changes_nothing(tmp_path):
    write(tmp_path, OLD)
    assert services.load_packs(tmp_path) == ["trial 2017-02-06: added"]
    assert services.load_packs(tmp_path) == []
    assert (RuleVersion.objects.filter(pack__code="trial").count(), Entry.objects.count()) == (1, 0)
    assert services.load_packs() == []


@pytest.mark.parametrize(
    "change", [{"params": {"months": 11}}, {"basis": "67-QĐ/TW"}, {"starts": "2017-02-07"}]
)
def test_a_version_that_was_loaded_is_never_rewritten(tmp_path, change):
    services.load_packs(write(tmp_path, OLD))
    with pytest.raises(Refusal) as refused:
        services.load_packs(write(tmp_path, {**OLD, **change}))
    assert refused.value.code == ("regulations.overlap" if "starts" in change else "regulations.rewritten")
    version = RuleVersion.objects.get(pack__code="trial")
    assert (version.params, version.basis, version.starts) == (OLD["params"], OLD["basis"], date(2017, 2, 6))


def test_a_closed_version_is_not_opened_again(tmp_path):
    services.load_packs(write(tmp_path, {**OLD, "ends": "2026-01-09"}))
    with pytest.raises(Refusal):
        services.load_packs(write(tmp_path, OLD))
    assert services.load_packs(write(tmp_path, {**OLD, "ends": "2026-01-09", "source": "toàn văn"})) == [
        "trial 2017-02-06: reassessed"
    ]


def test_a_new_version_closes_the_one_before_and_trust_may_be_reassessed(tmp_path):
    services.load_packs(write(tmp_path, {**OLD, "confidence": "unverified"}))
    closed = {**OLD, "ends": "2026-01-09"}
    assert services.load_packs(write(tmp_path, closed, NEW)) == [
        "trial 2017-02-06: reassessed",
        "trial 2026-01-09: added",
    ]
    old, new = RuleVersion.objects.filter(pack__code="trial").order_by("starts")
    assert (old.ends, old.confidence, new.ends) == (date(2026, 1, 9), "verified", OPEN)
    assert Entry.objects.filter(action="regulations.reassess").count() == 1


def test_a_broken_file_loads_nothing_of_any_pack(tmp_path):
    write(tmp_path, OLD)
    (tmp_path / "zz.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenPackError):
        services.load_packs(tmp_path)
    assert RulePack.objects.filter(code="trial").exists() is False
    (tmp_path / "zz.json").unlink()
    services.load_packs(tmp_path)
    assert RulePack.objects.filter(code="trial").exists() is True


def test_a_case_keeps_the_version_it_started_under(tmp_path):
    services.load_packs(write(tmp_path, OLD))
    first = services.pin("case", 7, "trial", date(2020, 1, 1))
    services.load_packs(write(tmp_path, {**OLD, "ends": "2026-01-09"}, NEW))
    assert services.pin("case", 7, "trial", date(2026, 2, 1)) == first
    assert queries.pinned("case", 7, "trial").basis == "66-QĐ/TW"
    assert services.pin("case", 8, "trial", date(2026, 2, 1)).basis == "399-QĐ/TW"
    assert queries.pinned("case", 9, "trial") is None
    assert Pin.objects.count() == 2


def test_a_case_cannot_start_before_any_rule(tmp_path):
    services.load_packs(write(tmp_path, OLD))
    with pytest.raises(Refusal) as refused:
        services.pin("case", 7, "trial", date(2017, 2, 5))
    assert (refused.value.code, Pin.objects.count()) == ("regulations.none_in_force", 0)
    services.pin("case", 7, "trial", date(2017, 2, 6))


def test_windows_are_applied_to_both_parts_of_the_period_and_to_every_kind():
    version = queries.in_force("reporting-windows", date(2019, 9, 30))
    rows = queries.window_rows(version, Period.parse("2019-t09-9t"))
    shown = {row.period.code: (str(row.window), str(row.calendar), row.confidence) for row in rows}
    assert list(shown)[:2] == ["2019-t09", "2019-9t"]
    assert shown["2019-t09"] == ("15/8/2019 – 14/9/2019", "01/9/2019 – 30/9/2019", "verified")
    assert shown["2019-9t"] == ("15/12/2018 – 14/9/2019", "01/01/2019 – 30/9/2019", "unverified")
    assert shown["2019"] == ("15/12/2018 – 14/12/2019", "01/01/2019 – 31/12/2019", "verified")
    assert set(shown) == {"2019-t09", "2019-9t", "2019-q3", "2019-6t", "2019-6tc", "2019"}


def test_a_term_has_no_row_of_its_own():
    version = queries.in_force("reporting-windows", date(2019, 9, 30))
    rows = queries.window_rows(version, Period.parse("2015-2020"))
    assert [row.period.kind for row in rows if row.period.kind is Kind.TERM] == []


def test_parameters_of_other_packs_are_shown_as_lines():
    assert list(queries.leaves(deepcopy(OLD["params"]))) == [("months", "12"), ("deep · half", "1/2")]


def test_an_unknown_pack_is_hidden():
    with pytest.raises(Hidden):
        queries.get_pack("no-such-pack")
    assert queries.get_pack("reporting-windows").code == "reporting-windows"
