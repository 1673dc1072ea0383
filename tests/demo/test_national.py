"""The country filled for measurements, at a size that a test can check by hand."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from giaoban.conferences.models import ConnectionPoint
from giaoban.demo import national
from giaoban.organisations.models import Unit, UnitName
from giaoban.reporting.models import Obligation, Rollup, Submission
from giaoban.reporting.rules import bucket
from giaoban.reporting.services.sending import is_intact
from giaoban.search.models import SearchEntry
from giaoban.tasks.models import Assignment
from tests.demo.conftest import undone

pytestmark = pytest.mark.usefixtures("country", "db")
SIZE = 300


@pytest.fixture(scope="module")
def country(house: Path) -> Iterator[dict[str, list[object]]]:
    """Both eras, written a second time after the first was undone."""
    cache = house / "no-list-was-fetched"
    with undone():
        national.fill(SIZE, cache, lambda _line: None)
        first = {era: rows(era) for era in ("2018", "2025")}
    with undone():
        national.fill(SIZE, cache, lambda _line: None)
        yield first


def rows(era: str) -> list[object]:
    order = ("obligation__unit__code",)
    sent = Submission.objects.filter(obligation__round__period=era).order_by(*order)
    return list(sent.values_list(*order, "figures", "sent_at"))


@pytest.mark.parametrize("era", ["2018", "2025"])
def test_each_era_has_its_bodies_its_work_and_its_conference(era: str):
    owed = Obligation.objects.filter(round__period=era, receiver__isnull=False)
    assert owed.count() == SIZE
    found = {bucket(row.state, row.first_sent_at, row.deadline).value for row in owed}
    assert found >= {"on_time", "late", "waiting", "not_sent", "not_required"}
    provinces = {"2018": 63, "2025": 34}[era]
    assert Assignment.objects.filter(task__programme__period=era).count() == 12 * provinces
    assert ConnectionPoint.objects.filter(conference__period=era, host=False).count() == provinces


def test_what_was_made_says_so_and_ends_with_its_era():
    made = Unit.objects.filter(code__startswith="mh2018-")
    assert made.exists()
    names = UnitName.objects.filter(unit__in=made).values_list("name", flat=True)
    assert all(name.endswith("(minh họa)") for name in names)
    for row in UnitName.objects.filter(unit__in=made):
        written = (row.sort_key, row.folded)
        row.keyed()
        assert (row.sort_key, row.folded) == written
    assert {ends.isoformat() for ends in made.values_list("ends", flat=True)} == {"2025-07-01"}


@pytest.mark.parametrize("prefix", ["mh2018-cs-", "mh2025-cs-"])
def test_every_body_is_found_by_the_search(prefix: str):
    made = set(Unit.objects.filter(code__startswith=prefix).values_list("pk", flat=True))
    known = SearchEntry.objects.filter(kind="unit", object_id__in=made)
    assert made
    assert set(known.values_list("object_id", flat=True)) == made


@pytest.mark.parametrize("era", ["2018", "2025"])
def test_totals_are_those_of_the_bodies_that_were_taken_in(era: str):
    taken = Obligation.objects.filter(round__period=era, leaf=True, accepted__isnull=False)
    figures = np.array([row.accepted.figures for row in taken.select_related("accepted")])
    top = Rollup.objects.get(round__period=era, unit__code="tw")
    assert top.totals == figures.sum(axis=0).tolist()
    assert set(top.counts) == {len(figures)}


def test_every_version_is_sealed_and_a_superior_names_who_is_missing():
    sent = Submission.objects.filter(obligation__round__period="2018")
    assert all(is_intact(one) for one in sent.select_related("obligation"))
    above = [one for one in sent if one.included]
    assert above
    for one in above:
        inside = {part["unit"] for part in one.included["included"]}
        missing = {part["unit"] for part in one.included["missing"]}
        below = Obligation.objects.filter(round__period="2018", receiver_id=one.obligation.unit_id)
        assert inside.isdisjoint(missing)
        assert inside | missing == set(below.values_list("unit_id", flat=True))


def test_it_is_the_same_at_every_run_and_written_once(country: dict[str, list[object]]):
    assert {era: rows(era) for era in country} == country
    said: list[str] = []
    national.fill(SIZE, Path("nowhere"), said.append)
    assert said == ["2018: đã có", "2025: đã có"]
