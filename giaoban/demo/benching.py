"""A generated round of any size: filled, rolled up from the stored rows, checked.

The answer is compared with an independent sum in plain Python; bare numpy on the same figures stands beside.
"""

import os
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import psycopg
from django.db import connection

from giaoban.core.dates import OPEN, ZONE
from giaoban.organisations.models import Kind, Unit
from giaoban.reporting.models import (
    Form,
    FormRow,
    FormVersion,
    Indicator,
    Obligation,
    Regime,
    Rollup,
    Round,
    Submission,
)
from giaoban.reporting.queries.stored import stored
from giaoban.reporting.services.rollups import refresh_path, rollup_all

# Units of each level for one leaf: a centre, provinces, communes, grassroots organisations (reporting.md §5).
SHARES = (40 / 52_000, 3_400 / 52_000, 12_000 / 52_000)
SINCE = date(2020, 1, 1)
SEED = 2019
# One leaf in fifty sends nothing, one in a hundred need not report, one figure in twenty stays empty.
SILENT, EXCUSED, EMPTY = 0.02, 0.01, 0.05
Figures = list[int | None]


@dataclass(frozen=True)
class Made:
    """What was stored: the round, the parent of each unit by id, its leaves, their figures by id."""

    round_id: int
    parents: Mapping[int, int | None]
    figures: Mapping[int, Figures]
    excused: frozenset[int]
    indicators: int


def sizes(units: int) -> list[int]:
    """Units of each level for this many bodies at the bottom; small trees have fewer levels."""
    above = [max(1, round(units * share)) for share in SHARES]
    return [1, *(size for size in above if size < units), units]


# --- filling -------------------------------------------------------------------------------------------


def fill(units: int, indicators: int) -> Made:
    """Units, obligations and one accepted submission a leaf, as the doors would have left them."""

    chance = random.Random(SEED)  # noqa: S311 - the same figures in every run
    of = _round(indicators)
    parents, depths = _tree(units)
    ids = _units(len(parents))
    above = {ids[at]: None if parent is None else ids[parent] for at, parent in enumerate(parents)}
    leaves = ids[-units:]
    excused = frozenset(one for one in leaves if chance.random() < EXCUSED)
    figures: dict[int, Figures] = {
        one: [None if chance.random() < EMPTY else chance.randrange(10_000) for _cell in range(indicators)]
        for one in leaves
        if one not in excused and chance.random() >= SILENT
    }
    due = datetime(2020, 6, 25, 17, tzinfo=ZONE)
    leaf = set(leaves)
    states = {
        one: "not_required" if one in excused else "accepted" if one in figures else "due" for one in ids
    }
    _copy(
        "reporting_obligation"
        " (version, round_id, unit_id, receiver_id, depth, leaf, state, deadline, due, reason)",
        (
            (1, of, one, above[one], depths[at], one in leaf, states[one], due, due, "")
            for at, one in enumerate(ids)
        ),
    )
    _submissions(of, figures, due)
    _analyse()
    return Made(of, above, figures, excused, indicators)


def _round(indicators: int) -> int:

    Kind.objects.create(code="bench", label="Đơn vị", label_en="Unit", level="other")
    top = Unit.objects.create(code="top", kind_id="bench", starts=SINCE)
    form = Form.objects.create(code="BENCH", name="Biểu đo tốc độ")
    version = FormVersion.objects.create(form=form, starts=SINCE)
    rows = Indicator.objects.bulk_create(
        Indicator(code=f"X.{n:03}", name=f"Chỉ tiêu {n}", counting_unit="người", kind="stock")
        for n in range(indicators)
    )
    FormRow.objects.bulk_create(
        FormRow(version=version, indicator=row, position=n) for n, row in enumerate(rows)
    )
    regime = Regime.objects.create(code="bench", name="Đo tốc độ", form=form, hierarchy="party")
    return Round.objects.create(
        regime=regime,
        form_version=version,
        unit=top,
        period="2020-6t",
        title="Đo tốc độ",
        cut_off=date(2020, 6, 20),
        opened_on=date(2020, 6, 15),
    ).pk


def _tree(units: int) -> tuple[list[int | None], list[int]]:
    """Parent (by number) and depth of every unit, the top first; a unit's parent is its number modulo."""
    parents: list[int | None] = [None]
    depths, above = [0], [0]
    for depth, size in enumerate(sizes(units)[1:], start=1):
        made = range(len(parents), len(parents) + size)
        parents += [above[n % len(above)] for n in range(size)]
        depths += [depth] * size
        above = list(made)
    return parents, depths


def _units(count: int) -> list[int]:
    """Ids in the order of the tree; the top is there already."""

    _copy(
        "organisations_unit (secrecy, code, kind_id, starts, ends, version, source, confidence)",
        (("normal", f"u-{n}", "bench", SINCE, OPEN, 1, "", "unverified") for n in range(1, count)),
    )
    return list(Unit.objects.order_by("pk").values_list("pk", flat=True))


def _submissions(of: int, figures: Mapping[int, Figures], sent: datetime) -> None:

    owed = dict(Obligation.objects.filter(round_id=of, unit_id__in=figures).values_list("unit_id", "pk"))
    _copy(
        "reporting_submission (obligation_id, number, figures, explanations, none, names, included, warnings,"
        " estimate, document_number, signer, on_behalf, sent_at, sent_label, hash, previous_hash)",
        (
            (
                owed[unit],
                1,
                values,
                "{}",
                "[]",
                "{}",
                "{}",
                "[]",
                False,
                "",
                "",
                False,
                sent,
                "",
                f"{unit:064x}",
                "",
            )
            for unit, values in figures.items()
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reporting_obligation o"
            " SET current_id = s.id, accepted_id = s.id, first_sent_at = s.sent_at"
            " FROM reporting_submission s WHERE s.obligation_id = o.id"
        )


def _copy(target: str, lines: Iterable[Sequence[Any]]) -> None:

    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)


def _analyse() -> None:
    """Statistics as autovacuum would have them a minute later; only the owner may ask for them."""

    with psycopg.connect(os.environ["GIAOBAN_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


# --- measuring -----------------------------------------------------------------------------------------


def measure(units: int, indicators: int) -> dict[str, Any]:
    """`seconds` from the stored rows to the totals of every unit and the cache; its parts; the rival."""

    made = fill(units, indicators)
    of = Round.objects.select_related("form_version").get(pk=made.round_id)
    rollup_all(of.pk)  # the first one fills the caches of a new process
    begun = time.perf_counter()
    found = stored(of)
    read = time.perf_counter()
    totals = found.totals()
    rolled = time.perf_counter()
    done = rollup_all(of.pk)
    written = time.perf_counter()
    by_hand = _by_hand(made)
    equal = all(totals.of(at) == by_hand[unit] for at, unit in enumerate(found.units.tolist()))
    late, still_equal = _late(made)
    return {
        "seconds": round(written - rolled, 3),
        "units": units,
        "cells": units * indicators,
        "indicators": indicators,
        "units_with_all_levels": len(made.parents),
        "totals": len(made.parents) * indicators,
        "levels": len(sizes(units)),
        "seconds_without_cache": round(rolled - begun, 3),
        "read_seconds": round(read - begun, 3),
        "roll_up_seconds": round(rolled - read, 3),
        "bare_numpy_seconds": _bare(made),
        "cached_units": done.written,
        "late_report_seconds": late,
        "equal_to_plain_python": equal and still_equal,
    }


def _by_hand(made: Made) -> dict[int, Figures]:
    """Every total again, from what was stored, in plain Python: each leaf added to each unit above it."""

    rows = Obligation.objects.filter(round_id=made.round_id, state="accepted")
    totals: dict[int, Figures] = {unit: [None] * made.indicators for unit in made.parents}
    for unit, figures in rows.values_list("unit_id", "accepted__figures"):
        at: int | None = unit
        while at is not None:
            line = totals[at]
            for cell, value in enumerate(figures):
                if value is not None:
                    line[cell] = value + (line[cell] or 0)
            at = made.parents[at]
    return totals


def _bare(made: Made) -> float:
    """The same figures added level by level in memory, everything laid out before: the floor of any way."""

    ids = {unit: at for at, unit in enumerate(made.parents)}
    values = np.zeros((len(ids), made.indicators), np.int64)
    for unit, figures in made.figures.items():
        values[ids[unit]] = [value or 0 for value in figures]
    above = np.array([-1 if p is None else ids[p] for p in made.parents.values()])
    depth = np.zeros(len(ids), np.int64)
    for at in range(1, len(ids)):
        depth[at] = depth[above[at]] + 1
    order = np.lexsort((above, depth))
    values, above, depth = values[order], above[order], depth[order]
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    bounds = np.searchsorted(depth, np.arange(depth.max() + 2))
    steps = []
    for low, high in pairwise(bounds[1:]):
        parents = above[low:high]
        starts = np.flatnonzero(np.r_[True, parents[1:] != parents[:-1]])
        steps.append((low, high, starts, place[parents[starts]]))
    begun = time.perf_counter()
    for low, high, starts, owners in reversed(steps):
        values[owners] += np.add.reduceat(values[low:high], starts, axis=0)
    return round(time.perf_counter() - begun, 4)


def _late(made: Made) -> tuple[float, bool]:
    """One leaf corrects its report: the way up anew, then against a roll-up of the whole round."""

    owed = Obligation.objects.select_related("round__form_version", "accepted")
    late = owed.get(round_id=made.round_id, unit_id=next(iter(made.figures)))
    first = late.accepted
    assert first is not None  # noqa: S101 - it was filled above
    late.accepted = Submission.objects.create(
        obligation=late,
        number=2,
        figures=[(value or 0) + 7 for value in first.figures],
        sent_at=first.sent_at,
        sent_label="",
        hash="f" * 64,
    )
    late.save(update_fields=["accepted"])
    begun = time.perf_counter()
    refresh_path(late)
    seconds = round(time.perf_counter() - begun, 4)
    lines = Rollup.objects.filter(round_id=made.round_id).order_by("unit_id")
    kept = ("unit_id", "totals", "counts", "expected", "source_hash")
    after = list(lines.values_list(*kept))
    rollup_all(made.round_id)
    return seconds, after == list(lines.values_list(*kept))
