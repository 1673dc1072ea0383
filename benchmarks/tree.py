"""The tree of the nation: dated closure against a recursive query, on the same rows in the same run.

    python benchmarks/tree.py [--size small|nation]

nation: 34 provinces, 3,321 communes, 52,000 grassroots organisations, 300,000 cells, with two years of
transfers behind them. Each question is asked both ways and the answers must be equal; medians of `--runs`
in milliseconds go to standard output as JSON.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# provinces, communes, grassroots organisations, cells, units transferred since
SIZES = {"small": (4, 40, 400, 2_000, 50), "nation": (34, 3_321, 52_000, 300_000, 2_000)}
START, MOVED, ON, BEFORE = date(2020, 1, 1), date(2023, 1, 1), date(2025, 7, 1), date(2021, 6, 1)
DATABASE = "giaoban_benchmark_tree"

SUBTREE = """
WITH RECURSIVE below (unit_id) AS (
    SELECT %(unit)s::bigint
    UNION ALL
    SELECT p.unit_id FROM below JOIN organisations_placement p
        ON p.parent_id = below.unit_id AND p.hierarchy_id = %(line)s
        AND p.starts <= %(on)s AND p.ends > %(on)s
) SELECT unit_id FROM below ORDER BY unit_id"""

ANCESTORS = """
WITH RECURSIVE above (unit_id, depth) AS (
    SELECT %(unit)s::bigint, 0
    UNION ALL
    SELECT p.parent_id, above.depth + 1 FROM above JOIN organisations_placement p
        ON p.unit_id = above.unit_id AND p.hierarchy_id = %(line)s AND p.starts <= %(on)s AND p.ends > %(on)s
    WHERE p.parent_id IS NOT NULL
) SELECT unit_id FROM above WHERE depth > 0 ORDER BY depth"""

COUNTS = """
WITH RECURSIVE line (province_id, unit_id) AS (
    SELECT p.unit_id, p.unit_id FROM organisations_placement p
    WHERE p.hierarchy_id = %(line)s AND p.parent_id = %(unit)s AND p.starts <= %(on)s AND p.ends > %(on)s
    UNION ALL
    SELECT line.province_id, p.unit_id FROM line JOIN organisations_placement p
        ON p.parent_id = line.unit_id AND p.hierarchy_id = %(line)s AND p.starts <= %(on)s AND p.ends > %(on)s
) SELECT province_id, count(*) - 1 FROM line GROUP BY 1 ORDER BY 1"""


@contextmanager
def database() -> Iterator[None]:
    """A fresh database in an own embedded cluster with the settings of service, dropped at the end."""
    import psycopg
    from psycopg import sql

    from giaoban.config import embedded, migration

    cluster = embedded.Cluster(ROOT / ".cache/benchmark", embedded.SERVING)
    (ROOT / ".cache/benchmark").mkdir(parents=True, exist_ok=True)
    cluster.start()
    owner = cluster.url(embedded.OWNER, DATABASE)
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(DATABASE))
    try:
        with psycopg.connect(cluster.url(embedded.OWNER), autocommit=True) as connection:
            connection.execute(drop)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        os.environ.update(
            {
                "DATABASE_URL": cluster.url(embedded.APP, DATABASE),
                "GIAOBAN_OWNER_URL": owner,
                "GIAOBAN_POOL": "0",
                "GIAOBAN_SECRET_KEY": "benchmark",
                "GIAOBAN_ZONE": "independent",
                "GIAOBAN_DATA": str(ROOT / ".cache/benchmark"),
                "DJANGO_SETTINGS_MODULE": "giaoban.config.settings",
            }
        )
        migration.migrate(owner)
        yield
        with psycopg.connect(cluster.url(embedded.OWNER), autocommit=True) as connection:
            connection.execute(drop)
    finally:
        cluster.stop()


def analyse() -> None:
    """Statistics as autovacuum would have them a minute later; only the owner may ask for them."""
    import psycopg

    with psycopg.connect(os.environ["GIAOBAN_OWNER_URL"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def build(size: str) -> dict[str, Any]:
    """Units, names, places and closure in bulk; the parent of a unit is its number modulo the level above."""
    from giaoban.organisations.models import Hierarchy, Kind, Unit, UnitName
    from giaoban.organisations.placements import Move, place_all, place_many
    from giaoban.organisations.rules import PARTY

    levels = ["centre", "province", "commune", "grassroots", "cell"]
    Kind.objects.bulk_create(Kind(code=level, label=level, label_en=level, level=level) for level in levels)
    line = Hierarchy.objects.create(code=PARTY, label="Hệ thống Đảng", label_en="Party line")
    *counts, transfers = SIZES[size]
    above: list[Unit] = []
    moves: list[Move] = []
    cells: list[Unit] = []
    units: list[list[Unit]] = []
    for level, count in zip(levels, [1, *counts], strict=True):
        made = Unit.objects.bulk_create(
            (Unit(code=f"{level}-{n}", kind_id=level, starts=START) for n in range(count)), batch_size=10_000
        )
        UnitName.objects.bulk_create(
            (
                UnitName(unit=unit, name=f"Đơn vị {level} {n}", starts=START).keyed()
                for n, unit in enumerate(made)
            ),
            batch_size=10_000,
        )
        moves += [
            Move(unit.pk, above[n % len(above)].pk if above else None, START) for n, unit in enumerate(made)
        ]
        above = cells = made
        units.append(made)
    started = time.perf_counter()
    place_many(PARTY, moves)
    seconds = time.perf_counter() - started
    grassroots = units[3]
    place_all(
        PARTY,
        [
            Move(cell.pk, grassroots[(n * 7 + 1) % len(grassroots)].pk, MOVED)
            for n, cell in enumerate(cells[:transfers])
        ],
    )
    return {
        "line": line.pk,
        "top": units[0][0].pk,
        "provinces": [unit.pk for unit in units[1]],
        "cell": cells[-1].pk,
        "units": sum(len(level) for level in units),
        "place_many_s": round(seconds, 2),
    }


def timed(runs: int, question: Callable[[], Any]) -> tuple[float, Any]:
    """Median in milliseconds and the answer."""
    times, answer = [], None
    for _run in range(runs):
        started = time.perf_counter()
        answer = question()
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 2), answer


def rows(statement: str, **facts: Any) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())


def compare(runs: int, closure: Callable[[], Any], recursive: Callable[[], Any]) -> dict[str, Any]:
    ours, found = timed(runs, closure)
    theirs, expected = timed(runs, recursive)
    assert found == expected, "closure and recursion disagree"
    size = len(found) if isinstance(found, (list, dict)) else found
    return {"rows": size, "closure_ms": ours, "recursive_ms": theirs, "times": round(theirs / ours, 1)}


def questions(known: dict[str, Any], runs: int) -> dict[str, Any]:
    from django.db.models import Count

    from giaoban.organisations import queries
    from giaoban.organisations.models import Closure

    line, province = known["line"], known["provinces"][0]

    def subtree(unit: int, on: date) -> list[int]:
        return list(queries.subtree_ids(unit, on).order_by("descendant_id"))

    def recursive(unit: int, on: date) -> list[int]:
        return [row[0] for row in rows(SUBTREE, unit=unit, line=line, on=on)]

    def counts() -> dict[int, int]:
        below = Closure.objects.on(ON).filter(
            hierarchy_id=line, ancestor_id__in=known["provinces"], depth__gt=0
        )
        return dict(below.values_list("ancestor_id").annotate(count=Count("pk")).order_by("ancestor_id"))

    def recursive_ancestors() -> list[int]:
        return [row[0] for row in rows(ANCESTORS, unit=known["cell"], line=line, on=ON)]

    return {
        "subtree_of_a_province": compare(
            runs, lambda: subtree(province, ON), lambda: recursive(province, ON)
        ),
        "subtree_before_the_transfers": compare(
            runs, lambda: subtree(province, BEFORE), lambda: recursive(province, BEFORE)
        ),
        "size_of_a_province": compare(
            runs,
            lambda: queries.subtree_ids(province, ON).count(),
            lambda: rows(
                SUBTREE.replace("SELECT unit_id FROM below ORDER BY unit_id", "SELECT count(*) FROM below"),
                unit=province,
                line=line,
                on=ON,
            )[0][0],
        ),
        "ancestors_of_a_cell": compare(
            runs, lambda: queries.ancestor_ids(known["cell"], ON), recursive_ancestors
        ),
        "tree_of_the_nation_on_a_day": compare(
            max(1, runs // 3), lambda: subtree(known["top"], BEFORE), lambda: recursive(known["top"], BEFORE)
        ),
        "units_below_each_province": compare(
            max(1, runs // 3),
            counts,
            lambda: dict(rows(COUNTS, unit=known["top"], line=line, on=ON)),
        ),
    }


def merger(known: dict[str, Any]) -> dict[str, Any]:
    """Two provinces become one, through the door, with what it writes for search and audit."""
    from giaoban.core.actors import System
    from giaoban.organisations import queries, services
    from giaoban.organisations.rules import Decision, NewUnit

    one, two = known["provinces"][:2]
    moved = queries.subtree_ids(one, ON).count() + queries.subtree_ids(two, ON).count() - 2
    facts: dict[str, Any] = {
        "unit_ids": [one, two],
        "into": NewUnit("province-moi", "province", "Tỉnh ủy mới"),
    }
    system, decision = System("benchmark"), Decision(effective_on=ON)
    started = time.perf_counter()
    shown = services.preview(services.merge_units, actor=system, decision=decision, **facts)
    previewed = time.perf_counter() - started
    started = time.perf_counter()
    outcome = services.merge_units(actor=system, decision=decision, **facts)
    took = time.perf_counter() - started
    new = outcome.plan.begins[0]
    below = list(queries.subtree_ids(new, ON).order_by("descendant_id"))
    assert below == [row[0] for row in rows(SUBTREE, unit=new, line=known["line"], on=ON)]
    assert len(below) == moved + 1
    assert sum(count for _kind, count in shown.moved) == moved
    return {"units_moved": moved, "preview_ms": round(previewed * 1000), "merge_ms": round(took * 1000)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", choices=SIZES, default="nation")
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    with database():
        import django

        django.setup()
        started = time.perf_counter()
        known = build(args.size)
        built = time.perf_counter() - started
        analyse()
        from django.db import connection

        from giaoban.organisations.models import Closure

        report = {
            "size": args.size,
            "units": known["units"],
            "closure_rows": Closure.objects.count(),
            "build_s": round(built, 1),
            "place_many_s": known["place_many_s"],
            "questions": questions(known, args.runs),
            "merge": merger(known),
        }
        connection.close()
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
