"""Kill -9 of database and server during writes: nothing acknowledged may be lost or doubled.

usage: python benchmarks/crash.py [--kills 10] [--seconds 1.0] [--control]

Writers send real forms over HTTP, each with its own key, and repeat a form until it is acknowledged.
The database's postmaster and the web process are killed in turn. Afterwards every acknowledged phòng must
stand exactly once and have exactly one audit entry. `--control` turns synchronous_commit off and lets the
server hold its log back: the same run must then lose acknowledged work, or the check proves nothing.
Prints JSON; exit code 1 when the expectation fails.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
import urllib.error
import uuid
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.house import Browser, House

WRITERS = 4
PAGE = "/btc-thai-binh/2019-t09-9t/to-chuc/btc-thai-binh/phong/"
PATIENCE = 60.0


class Writer(threading.Thread):
    """One signed-in browser that sends one new phòng after another and repeats until it is answered."""

    def __init__(self, house: House, account: tuple[str, str], number: int) -> None:
        super().__init__(daemon=True)
        self.number = number
        self.browser = Browser(house.port, account)
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        patiently(self.browser.sign_in)
        count = 0
        while not self.stopping.is_set():
            count += 1
            name = f"Phòng thử {self.number}-{count:05d}"
            form = {"name": name, "starts": "01/9/2019", "position": "9", "once": uuid.uuid4().hex}
            status = patiently(lambda form=form: self.send(form))
            (self.acknowledged if status in {302, 303} else self.refused).append(name)

    def send(self, form: dict[str, str]) -> int:
        """A session that the crash took away is opened anew before the form is sent again."""
        status = self.browser.post(PAGE, form)
        if status == 401:
            self.browser.sign_in()
            return self.browser.post(PAGE, form)
        return status


def patiently(act: Callable[[], int]) -> int:
    """Repeat while the house is down; what it answers otherwise counts."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            status = act()
        except (OSError, urllib.error.URLError, ValueError):
            status = 503
        if status < 500 or time.monotonic() > until:
            return status
        time.sleep(0.1)


def drill(kills: int, seconds: float, *, control: bool, port: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="giaoban-crash-") as folder:
        house = House(Path(folder), port, lossy=control)
        try:
            house.fill()
            house.cluster.stop()
            house.cluster.start()  # with the settings asked for, whatever made it
            house.serve()
            writers = [Writer(house, house.account("quantri"), number) for number in range(WRITERS)]
            for writer in writers:
                writer.start()
            until = time.monotonic() + PATIENCE
            while not all(writer.acknowledged for writer in writers) and time.monotonic() < until:
                time.sleep(0.1)
            for turn in range(kills):
                time.sleep(seconds)
                # The control has one kind of kill that can lose: the database's.
                (house.kill_web if turn % 2 and not control else house.kill_database)()
            time.sleep(seconds)
            for writer in writers:
                writer.stopping.set()
            for writer in writers:
                writer.join(PATIENCE)
            found = house.rows()
        finally:
            house.stop()
    acknowledged = [name for writer in writers for name in writer.acknowledged]
    refused = [name for writer in writers for name in writer.refused]
    return {
        "kills": kills,
        "control": control,
        "acknowledged": len(acknowledged),
        "lost": sum(name not in found for name in acknowledged),
        "doubled": sum(rows > 1 for rows, _entries in found.values()),
        "without_one_audit_entry": sum(entries != 1 for _rows, entries in found.values()),
        "refused": len(refused),
    }


def as_expected(result: dict[str, object]) -> bool:
    if result["control"]:
        return bool(result["lost"])
    clean = (result["lost"], result["doubled"], result["without_one_audit_entry"], result["refused"])
    return clean == (0, 0, 0, 0) and bool(result["acknowledged"])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--port", type=int, default=8977)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "giaoban.config.settings"
    result = drill(given.kills, given.seconds, control=given.control, port=given.port)
    print(json.dumps(result))
    return 0 if as_expected(result) else 1


if __name__ == "__main__":
    sys.exit(main())
