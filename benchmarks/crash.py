"""Kill -9 of database and server during writes: nothing acknowledged may be lost or doubled.

usage: python benchmarks/crash.py [--kills 10] [--seconds 1.0] [--control]

Writers send real forms over HTTP, each with its own key, and repeat a form until it is acknowledged.
The database's postmaster and the web process are killed in turn. Afterwards every acknowledged phòng must
stand exactly once and have exactly one audit entry. `--control` turns synchronous_commit off and lets the
server hold its log back: the same run must then lose acknowledged work, or the check proves nothing.
Prints JSON; exit code 1 when the expectation fails. The same for reports: crash_reports.py.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crashing import Writer, main
from benchmarks.house import House

WRITERS = 4
PAGE = "/btc-thai-binh/2019-t09-9t/to-chuc/btc-thai-binh/phong/"
MADE = """
SELECT d.name, count(*), (
    SELECT count(*) FROM audit_entry e WHERE e.action = 'organisations.department_add' AND e.label = d.name
) FROM organisations_department d WHERE d.name LIKE 'Phòng thử %' GROUP BY d.name
"""


class Founder(Writer):
    """Sends one new phòng after another."""

    def __init__(self, house: House, number: int) -> None:
        super().__init__(house, house.account("quantri"))
        self.number, self.count = number, 0
        self.made: list[str] = []

    def step(self) -> bool:
        self.count += 1
        name = f"Phòng thử {self.number}-{self.count:05d}"
        if self.send(PAGE, name=name, starts="01/9/2019", position="9"):
            self.made.append(name)
        return True


def prepare(house: House) -> Sequence[Founder]:
    return [Founder(house, number) for number in range(WRITERS)]


def verdict(house: House, writers: Sequence[Founder]) -> dict[str, int]:
    """Name → how many phòng and how many audit entries carry it, held against what was acknowledged."""
    found = {name: (rows, entries) for name, rows, entries in house.ask(MADE)}
    return {
        "lost": sum(name not in found for writer in writers for name in writer.made),
        "doubled": sum(rows > 1 for rows, _entries in found.values()),
        "without_one_audit_entry": sum(entries != 1 for _rows, entries in found.values()),
    }


if __name__ == "__main__":
    sys.exit(main(__doc__, prepare, verdict))
