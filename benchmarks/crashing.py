"""What the crash drills share: writers that repeat a request until it is answered, the kills, the verdict.

A drill gives `prepare(house)` → its writers, and `verdict(house, writers)` → the counts of its JSON.
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
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.house import Browser, House

PATIENCE = 60.0


class Writer(threading.Thread, ABC):
    """One signed-in browser that works step by step until it is told to stop or has nothing left to do."""

    def __init__(self, house: House, account: tuple[str, str]) -> None:
        super().__init__(daemon=True)
        self.browser = Browser(house.port, account)
        self.acknowledged = 0
        self.refused: list[str] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        patiently(self.browser.sign_in)
        while not self.stopping.is_set() and self.step():
            pass

    @abstractmethod
    def step(self) -> bool:
        """One piece of work; False when there is no more."""

    def send(self, path: str, **form: str) -> bool:
        """A form with a key of its own, the same key at every repetition; whether it was acknowledged."""
        form["once"] = uuid.uuid4().hex
        return self._answered(path, patiently(lambda: self._signed_in(lambda: self.browser.post(path, form))))

    def save(self, path: str, data: dict[str, Any]) -> dict[str, Any] | None:
        """What a page saves by itself, as JSON; the answer when it was acknowledged."""
        answer: dict[str, Any] = {}
        key = uuid.uuid4().hex

        def act() -> int:
            status, found = self.browser.save(path, data, key)
            answer.clear()
            answer.update(found)
            return status

        status = patiently(lambda: self._signed_in(act))
        return answer if self._answered(path, status) else None

    def _signed_in(self, act: Callable[[], int]) -> int:
        """A session that the crash took away is opened anew before the request is sent again."""
        status = act()
        if status == 401:
            self.browser.sign_in()
            return act()
        return status

    def _answered(self, path: str, status: int) -> bool:
        good = status in {200, 302, 303}
        self.acknowledged += good
        if not good:
            self.refused.append(f"{status} {path}")
        return good


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


Prepare = Callable[[House], Sequence[Any]]
Verdict = Callable[[House, Sequence[Any]], dict[str, int]]


def drill(given: argparse.Namespace, prepare: Prepare, verdict: Verdict) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="giaoban-crash-") as folder:
        house = House(Path(folder), given.port, lossy=given.control)
        try:
            house.fill()
            writers = prepare(house)
            house.cluster.stop()
            house.cluster.start()  # with the settings asked for, whatever made it
            house.serve()
            for writer in writers:
                writer.start()
            until = time.monotonic() + PATIENCE
            while not all(writer.acknowledged for writer in writers) and time.monotonic() < until:
                time.sleep(0.1)
            for turn in range(given.kills):
                time.sleep(given.seconds)
                # The control has one kind of kill that can lose: the database's.
                (house.kill_web if turn % 2 and not given.control else house.kill_database)()
            time.sleep(given.seconds)
            for writer in writers:
                writer.stopping.set()
            for writer in writers:
                writer.join(2 * PATIENCE)
            counts = verdict(house, writers)
        finally:
            house.stop()
    return {
        "kills": given.kills,
        "control": given.control,
        "acknowledged": sum(writer.acknowledged for writer in writers),
        **counts,
        "refused": sum(len(writer.refused) for writer in writers),
        "first_refused": next((text for writer in writers for text in writer.refused), ""),
    }


def as_expected(result: dict[str, Any]) -> bool:
    """Nothing lost, doubled, without its entry or refused; the control must have lost something."""
    if result["control"]:
        return bool(result["lost"])
    faults = ("lost", "doubled", "without_one_audit_entry", "refused")
    return not any(result[name] for name in faults) and bool(result["acknowledged"])


def main(doc: str | None, prepare: Prepare, verdict: Verdict) -> int:
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--port", type=int, default=8977)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "giaoban.config.settings"
    result = drill(given, prepare, verdict)
    print(json.dumps(result))
    if not as_expected(result):
        print(f"not as expected: {result}", file=sys.stderr)
        return 1
    return 0
