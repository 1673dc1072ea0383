"""Totals from the stored rows: random trees against brute force, the way up of one late report, cells that
are entered at each level, rows that do not fit the form; the six buckets in one query.
"""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from giaoban.core.dates import ZONE
from giaoban.organisations.models import Unit
from giaoban.reporting.models import Indicator, Obligation, Rollup, Submission
from giaoban.reporting.queries.live import live
from giaoban.reporting.queries.standing import BUCKET, Standing, standing, standings
from giaoban.reporting.queries.stored import stored
from giaoban.reporting.rules import State, bucket
from giaoban.reporting.services.rollups import refresh_path, rollup_all
from tests.cast import BASELINE, Cast
from tests.reporting.scene import Scene, set_scene

DUE = datetime(2019, 9, 25, 17, tzinfo=ZONE)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


class Wood:
    """A random round in the tables: units, obligations, accepted submissions; brute force beside it."""

    def __init__(self, of: Any, seed: int) -> None:
        self.of, self.chance = of, random.Random(seed)  # noqa: S311
        self.cells = len(of.form_version.cells())
        Obligation.objects.filter(round=of).delete()
        self.parents: dict[int, int | None] = {}
        self.figures: dict[int, list[int | None]] = {}
        self.states: dict[int, str] = {}
        self._grow(self._unit(None, 0), 0)
        leaves = set(self.parents) - {parent for parent in self.parents.values() if parent}
        Obligation.objects.filter(round=of).update(leaf=False)
        Obligation.objects.filter(round=of, unit__in=leaves).update(leaf=True)
        self.leaves = leaves
        for unit in leaves:
            self._report(unit)

    def _unit(self, parent: int | None, depth: int) -> int:
        unit = Unit.objects.create(
            code=f"r-{self.chance.getrandbits(60)}", kind_id="commune_committee", starts=BASELINE
        ).pk
        self.parents[unit] = parent
        Obligation.objects.create(
            round=self.of, unit_id=unit, receiver_id=parent, depth=depth, deadline=DUE, due=DUE
        )
        return unit

    def _grow(self, unit: int, depth: int) -> None:
        for _child in range(self.chance.randrange(0 if depth else 1, 4)):
            child = self._unit(unit, depth + 1)
            if depth < 3:
                self._grow(child, depth + 1)

    def _report(self, unit: int) -> None:
        state = self.chance.choice(
            ["accepted", "consolidated", "locked", "sent", "returned", "due", "not_required"]
        )
        self.states[unit] = state
        figures = [self.chance.choice([None, 0, self.chance.randrange(10**15)]) for _ in range(self.cells)]
        self.figures[unit] = figures if state in {"accepted", "consolidated", "locked"} else []
        owed = Obligation.objects.get(round=self.of, unit_id=unit)
        late = self.chance.random() < 0.3
        sent = DUE + timedelta(days=1 if late else -1)
        made = Submission.objects.create(
            obligation=owed, number=1, figures=figures, sent_at=sent, sent_label="", hash=f"{unit:064x}"
        )
        owed.current, owed.state, owed.first_sent_at = made, state, sent
        # a report that is no longer accepted keeps nothing; a stray pointer would not count either
        owed.accepted = made if state not in {"sent", "due"} else None
        owed.save()

    def below(self, unit: int) -> list[int]:
        children = [one for one, parent in self.parents.items() if parent == unit]
        return [leaf for child in children for leaf in self.below(child)] if children else [unit]

    def by_hand(self, unit: int) -> tuple[list[int | None], list[int], int]:
        leaves = [leaf for leaf in self.below(unit) if self.states.get(leaf) != "not_required"]
        answers = [self.figures[leaf] for leaf in leaves if self.figures.get(leaf)]
        totals: list[int | None] = []
        counts: list[int] = []
        for cell in range(self.cells):
            present = [figures[cell] for figures in answers if figures[cell] is not None]
            totals.append(sum(present) if present else None)
            counts.append(len(present))
        return totals, counts, len(leaves)

    def check_cache(self) -> None:
        lines = {line.unit_id: line for line in Rollup.objects.filter(round=self.of)}
        assert set(lines) == {parent for parent in self.parents.values() if parent}
        for unit, line in lines.items():
            assert (line.totals, line.counts, line.expected) == self.by_hand(unit)
        found = live(self.of, list(self.parents))
        for unit in self.parents:
            totals, counts, expected = self.by_hand(unit)
            assert (found[unit].figures, found[unit].counts, found[unit].expected) == (
                tuple(totals),
                tuple(counts),
                expected,
            )


@pytest.mark.parametrize("seed", range(12))
def test_totals_of_a_random_tree_from_the_tables_are_the_sum_by_hand(scene: Scene, seed: int) -> None:
    wood = Wood(scene.round, seed)
    uncached = live(scene.round, list(wood.parents))
    assert {unit: one.figures for unit, one in uncached.items()} == {
        unit: tuple(wood.by_hand(unit)[0]) for unit in wood.parents
    }
    done = rollup_all(scene.round.pk)
    assert done.written == Rollup.objects.filter(round=scene.round).count()
    wood.check_cache()
    # late reports come in one by one; only the way up is written, and it is what a whole roll-up gives
    for unit in sorted(wood.leaves)[:3]:
        owed = Obligation.objects.get(round=scene.round, unit_id=unit)
        owed.accepted = Submission.objects.create(
            obligation=owed,
            number=2,
            figures=[(value or 0) + 1 for value in owed.current.figures],
            sent_at=DUE,
            sent_label="",
            hash=f"{unit + 10**6:064x}",
        )
        owed.state = "accepted"
        owed.save()
        wood.states[unit], wood.figures[unit] = "accepted", list(owed.accepted.figures)
        refresh_path(owed)
        wood.check_cache()
    kept = list(Rollup.objects.order_by("unit_id").values_list("unit_id", "source_hash", "totals"))
    rollup_all(scene.round.pk)
    assert list(Rollup.objects.order_by("unit_id").values_list("unit_id", "source_hash", "totals")) == kept
    for receiver in {parent for parent in wood.parents.values() if parent}:
        found = standing(scene.round.pk, receiver)
        assert found.rate is None or 0 <= found.rate <= 100


def test_a_cell_entered_at_each_level_keeps_what_the_unit_wrote(scene: Scene) -> None:
    Indicator.objects.filter(code="APP.QUOTA").update(aggregation="none")
    Indicator.objects.filter(code="ORG.CELL").update(aggregation="max")
    wood = Wood(scene.round, 3)
    top = next(unit for unit, parent in wood.parents.items() if parent is None)
    owed = Obligation.objects.get(round=scene.round, unit_id=top)
    owed.accepted = Submission.objects.create(
        obligation=owed,
        number=1,
        figures=[7] * wood.cells,
        sent_at=DUE,
        sent_label="",
        hash="a" * 64,
    )
    owed.state = "accepted"
    owed.save()
    keys = [cell.key for cell in scene.round.form_version.cells()]
    rollup_all(scene.round.pk)
    line = Rollup.objects.get(round=scene.round, unit_id=top)
    assert line.totals[keys.index("APP.QUOTA:value")] == 7
    most = [wood.figures[one][keys.index("ORG.CELL:value")] for one in wood.leaves if wood.figures[one]]
    assert line.totals[keys.index("ORG.CELL:value")] == max((v for v in most if v is not None), default=None)
    kept = (line.totals, line.counts, line.expected, line.source_hash)
    refresh_path(owed)
    line.refresh_from_db()
    assert (line.totals, line.counts, line.expected, line.source_hash) == kept


def test_a_stored_report_of_another_form_is_never_taken_for_this_one(scene: Scene) -> None:
    scene.send("tu-hung-yen", accept=True)
    stored(scene.round)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_submission SET figures = '{1,2}'")
    with pytest.raises(ValueError, match="another number of figures"):
        stored(scene.round)


def test_buckets_are_counted_in_one_query(scene: Scene, django_assert_num_queries: Any) -> None:
    top = scene.cast.unit("tw").pk
    owed = list(Obligation.objects.filter(round=scene.round, receiver_id=top))
    for state in State:
        for hours in (None, -1, 0, 1):
            first = None if hours is None else owed[0].due + timedelta(hours=hours)
            Obligation.objects.filter(pk=owed[0].pk).update(state=state, first_sent_at=first)
            row = Obligation.objects.annotate(bucket=BUCKET).get(pk=owed[0].pk)
            assert row.bucket == bucket(state, first, owed[0].due)
    with django_assert_num_queries(1):
        found = standings([scene.round.pk], [top, scene.cast.unit("tu-thai-binh").pk])
    assert found[scene.round.pk, top].obligations == len(owed)
    assert standing(scene.round.pk, 0) == Standing({})
