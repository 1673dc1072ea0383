"""Numbers taken by eight processes that are killed, with a database that is killed: no gap, no double.

usage: python benchmarks/crash_numbers.py [--numbers 10000] [--writers 8] [--kills 40] [--database-kills 4]

Each process gives numbers of two series through the house's own door, breaks off one act in twenty in the
middle, and says each number aloud when its act is committed; killed with kill -9 at any moment, it starts
again. Afterwards every series must run from 1 to its last number without a gap, each number said aloud must
stand there once, and each must have one entry in the trail. The rival takes its numbers from a sequence of
the database, which waits for nobody: in the same run it must leave gaps, or the check proves nothing. Prints
JSON; exit code 1 when the expectation fails.
"""

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.house import House  # noqa: E402  the path comes first

TYPES = ("KH", "BC")
BROKEN_OFF = 20  # one act in so many fails after it took its number
RIVAL_SHARE = 5  # the rival writes one number for so many of ours
UNIT = "btc-thu"


class BreakOffError(Exception):
    """What a form refused in the middle of its act does to the transaction."""


# --- one writer, a process of its own --------------------------------------------------------------------


def write(seed: int, *, rival: bool) -> None:
    from giaoban.config import runtime

    runtime.wake()
    from django.db import DatabaseError, InterfaceError, connection, transaction
    from psycopg_pool import PoolTimeout

    from giaoban.organisations.models import Unit

    chance = random.Random(seed)  # noqa: S311  which act breaks off is no secret
    unit_id = 0
    while True:
        try:
            unit_id = unit_id or Unit.objects.get(code=UNIT).pk
            with transaction.atomic():
                symbol = _rivals(unit_id) if rival else _ours(unit_id, chance.choice(TYPES))
                if chance.randrange(BROKEN_OFF) == 0:
                    raise BreakOffError
        except BreakOffError:
            continue
        except (DatabaseError, InterfaceError, PoolTimeout):
            with contextlib.suppress(Exception):
                connection.close()
            time.sleep(0.05)
            continue
        os.write(1, f"{symbol}\n".encode())


def _ours(unit_id: int, code: str) -> str:
    from giaoban.core.actors import System
    from giaoban.core.dates import today
    from giaoban.correspondence.services import give_number

    return give_number(actor=System(), unit_id=unit_id, type=code, on=today(), about="Văn bản thử").symbol


def _rivals(unit_id: int) -> str:
    """As a sequence of the database gives them."""
    from django.db import connection

    from giaoban.core.dates import today
    from giaoban.correspondence.models import Number, Series

    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('rival_numbers')")
        value = cursor.fetchone()[0]
    series = Series.objects.get(unit_id=unit_id, type="TB")
    symbol = f"{value}-TB/BTCTU"
    Number.objects.create(series=series, value=value, symbol=symbol, taken_on=today())
    return symbol


# --- the drill -------------------------------------------------------------------------------------------


class Crew:
    """So many writers at once; one that was killed is started again. What they said aloud is kept."""

    def __init__(self, writers: int, *, rival: bool) -> None:
        self.rival = rival
        self.said: list[str] = []
        self.killed = 0
        self.ending = False
        self._seed = 0
        self.processes = [self._start() for _writer in range(writers)]

    def _start(self) -> subprocess.Popen[bytes]:
        self._seed += 1
        command = [
            sys.executable,
            __file__,
            "--writer",
            str(self._seed),
            *(["--rival"] if self.rival else []),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith(b"\n"):  # a word that the kill cut off was not said
                self.said.append(line.decode().strip())

    def kill_one(self, chance: random.Random) -> None:
        place = chance.randrange(len(self.processes))
        self.processes[place].kill()
        self.processes[place].wait()
        self.killed += 1
        self.processes[place] = self._start()

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
        time.sleep(0.5)


def prepare(house: House) -> None:
    """An empty house with one unit, and the rival's sequence beside it."""
    from giaoban.config import migration, runtime

    house.cluster.start()
    os.environ.update(
        {
            "DATABASE_URL": house.cluster.url(),
            "GIAOBAN_OWNER_URL": house.cluster.url(house.owner),
            "GIAOBAN_ZONE": "independent",
            "GIAOBAN_POOL": "2",
        }
    )
    migration.migrate(house.cluster.url(house.owner))
    runtime.wake()
    from datetime import date

    from django.db import connections

    from giaoban.correspondence.models import Book, Series
    from giaoban.organisations.models import Kind, Unit

    kind = Kind.objects.create(code="provincial_commission", label="Ban", label_en="Body", level="province")
    unit = Unit.objects.create(code=UNIT, kind=kind, starts=date(2015, 1, 1))
    Book.objects.create(unit=unit, code="BTCTU", opened_on=date(2020, 1, 1))
    Series.objects.create(unit=unit, type="TB", term="rival")
    connections.close_all()
    import psycopg

    with psycopg.connect(house.cluster.url(house.owner)) as owner:
        owner.execute("CREATE SEQUENCE rival_numbers")
        owner.execute("GRANT USAGE ON SEQUENCE rival_numbers TO giaoban_app")


def drill(house: House, given: argparse.Namespace, *, wanted: int, rival: bool) -> dict[str, Any]:
    """Write until so many numbers were said aloud, killing on the way."""
    chance = random.Random(given.seed)  # noqa: S311
    crew = Crew(given.writers, rival=rival)
    process_kills = max(1, given.kills // (RIVAL_SHARE if rival else 1))
    database_kills = 0 if rival else given.database_kills
    marks = sorted(chance.randrange(wanted) for _kill in range(process_kills))
    downs = sorted(chance.randrange(wanted) for _kill in range(database_kills))
    began = time.monotonic()
    fallen = 0
    try:
        while len(crew.said) < wanted:
            if marks and len(crew.said) >= marks[0]:
                marks.pop(0)
                crew.kill_one(chance)
            if downs and len(crew.said) >= downs[0]:
                downs.pop(0)
                house.kill_database()
                fallen += 1
            time.sleep(0.005)
        seconds = time.monotonic() - began
    finally:
        crew.end()
    kinds = "('TB')" if rival else "('KH', 'BC')"
    rows = house.ask(
        "SELECT s.type, n.value, n.symbol FROM correspondence_number n "  # noqa: S608
        f"JOIN correspondence_series s ON s.id = n.series_id WHERE s.type IN {kinds}"  # type: ignore[arg-type]
    )
    return {
        "acknowledged": len(crew.said),
        "per_second": round(len(crew.said) / seconds),
        "processes_killed": crew.killed,
        "databases_killed": fallen,
        **verdict(rows, crew.said),
    }


def verdict(rows: list[tuple[Any, ...]], said: list[str]) -> dict[str, int]:
    """Gaps below the last number of each series, numbers that stand twice, said ones that do not stand.

    >>> verdict([("KH", 1, "01"), ("KH", 2, "02"), ("KH", 4, "04")], ["01", "02", "02", "03"])
    {'numbers': 3, 'gaps': 1, 'doubled': 1, 'lost': 1}
    """
    series: dict[str, list[int]] = {}
    for code, value, _symbol in rows:
        series.setdefault(code, []).append(value)
    spoken = Counter(said)
    written = Counter(symbol for _code, _value, symbol in rows)
    return {
        "numbers": len(rows),
        "gaps": sum(max(values) - len(set(values)) for values in series.values()),
        "doubled": sum(count > 1 for count in spoken.values()) + sum(count > 1 for count in written.values()),
        "lost": sum(symbol not in written for symbol in spoken),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--numbers", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--database-kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--writer", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--rival", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "giaoban.config.settings"
    if given.writer:
        write(given.writer, rival=given.rival)
    with tempfile.TemporaryDirectory(prefix="giaoban-numbers-") as folder:
        house = House(Path(folder), 8977, lossy=False)
        try:
            prepare(house)
            ours = drill(house, given, wanted=given.numbers, rival=False)
            entries = house.ask(
                "SELECT count(*) FROM correspondence_number n JOIN correspondence_series s "
                "ON s.id = n.series_id WHERE s.type <> 'TB' AND 1 <> (SELECT count(*) FROM audit_entry e "
                "WHERE e.action = 'correspondence.give_number' AND e.object_id = n.id)"
            )
            ours["without_one_audit_entry"] = entries[0][0]
            rival = drill(house, given, wanted=max(200, given.numbers // RIVAL_SHARE), rival=True)
        finally:
            house.stop()
    result = {"writers": given.writers, **ours, "rival": rival}
    print(json.dumps(result))
    faults = ("gaps", "doubled", "lost", "without_one_audit_entry")
    if any(ours[name] for name in faults) or not rival["gaps"]:
        print(f"not as expected: {result}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
