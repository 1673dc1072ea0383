"""Ten main pages asked for by ten roles at a steady rate, whether or not earlier ones were answered.

usage: python benchmarks/load.py [--rate 40] [--seconds 30] [--processes 1 2] [--national 52000]

For each number of web processes: pages answered a second, p50, p95 and the slowest in milliseconds, counted
from the moment a page was due, and the time of a processor that a page costs, the same on a busy machine.
`--national` fills the cycle of so many bodies first. The limit of the same run is a static file at the same
rate. Exit code 1 when with the last number of processes a page answers with an error or p95 is above 400 ms.
"""

import argparse
import http.client
import itertools
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.house import HOST, Browser, House
from benchmarks.pages import signed_in

ROLES = (
    "chuyenvien", "tonghop", "truongban", "vanthu", "canboxa", "bithuchibo", "vudiaphuong", "cumtruong",
    "tonghoptw", "thuky",
)  # fmt: skip
PAGES = (
    "", "viec-cua-toi/", "van-ban/", "nhiem-vu/", "bao-cao/", "kien-nghi/", "giao-ban/", "ho-so-trinh/",
    "van-ban-den/", "tim-kiem/?q=chi+thi",
)  # fmt: skip
P95, BROWSERS = 400.0, 64
PERIOD = "2019-t09-9t"
CALM = 5  # seconds without work for the worker
Visit = tuple[str, str]  # path, cookies


def got(connection: http.client.HTTPConnection, path: str, cookies: str) -> int:
    connection.request("GET", path, headers={"Cookie": cookies})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def open_to(browser: Browser, at: str) -> list[Visit]:
    """The pages that this role may open at home."""
    connection = http.client.HTTPConnection(HOST, int(browser.base.rpartition(":")[2]), timeout=60)
    return [
        (at + page, browser.cookies)
        for page in PAGES
        if got(connection, at + page, browser.cookies) == http.HTTPStatus.OK
    ]


def homes() -> dict[str, str]:
    """The home of each role in the period that the demonstration tells of."""
    from giaoban.accounts.models import User

    found = User.objects.filter(username__in=ROLES).values_list("username", "home_unit__code")
    return {username: f"/{code}/{PERIOD}/" for username, code in found}


def asked(port: int, visits: list[Visit], rate: float, seconds: float) -> dict[str, object]:
    """Ask for them in turn, `rate` a second; a page waits from the moment it was due."""
    due: queue.SimpleQueue[tuple[float, Visit] | None] = queue.SimpleQueue()
    taken: list[float] = []
    statuses: Counter[int] = Counter()

    def browse() -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=120)
        while (one := due.get()) is not None:
            moment, (path, cookies) = one
            try:
                status = got(connection, path, cookies)
            except ConnectionResetError:  # idle for so long that the server hung up
                connection.close()
                status = got(connection, path, cookies)
            taken.append((time.perf_counter() - moment) * 1000)
            statuses[status] += 1

    browsers = [threading.Thread(target=browse) for _number in range(BROWSERS)]
    for browser in browsers:
        browser.start()
    begun = time.perf_counter()
    for number, visit in zip(range(int(rate * seconds)), itertools.cycle(visits), strict=False):
        moment = begun + number / rate
        time.sleep(max(0.0, moment - time.perf_counter()))
        due.put((moment, visit))
    for _browser in browsers:
        due.put(None)
    for browser in browsers:
        browser.join()
    ordered, ended = sorted(taken), time.perf_counter() - begun
    return {
        "answered_a_second": round(len(ordered) / ended, 1),
        "p50_ms": round(ordered[len(ordered) // 2], 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "slowest_ms": round(ordered[-1], 1),
        "errors": sum(count for status, count in statuses.items() if status != http.HTTPStatus.OK),
    }


def rest(house: House) -> None:
    """Until the worker has told its stories: it would be measured, too."""
    waits = (
        "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND scheduled_at IS NULL"
    )
    calm = 0
    while calm < CALM:
        time.sleep(1)
        calm = 0 if house.ask(waits)[0][0] else calm + 1


def worked(processes: Iterable[int]) -> float:
    """Seconds of a processor that the threads of these have used."""
    threads = [path for number in processes for path in Path(f"/proc/{number}/task").glob("*/schedstat")]
    return sum(int(path.read_text().split()[0]) for path in threads) / 1e9


def behind(house: House) -> list[int]:
    """The processes of the database."""
    parent = (house.cluster.data / "postmaster.pid").read_text().split("\n", 1)[0]
    return [int(line) for line in subprocess.run(["pgrep", "-P", parent], capture_output=True).stdout.split()]


def measure(house: House, given: argparse.Namespace, processes: int) -> dict[str, dict[str, object]]:
    from django.contrib.staticfiles.storage import staticfiles_storage

    from giaoban.config import supervisor

    os.environ["GIAOBAN_PROCESSES"] = str(processes)
    environ = {name: value for name, value in os.environ.items() if name != "GIAOBAN_OWNER_URL"}
    with supervisor.started(environ, given.port) as children:
        web = [child.pid for name, child in children.items() if name.startswith("web")]
        rest(house)
        visits = [
            visit
            for username, at in sorted(homes().items())
            for visit in open_to(signed_in(house, given.port, username), at)
        ]
        # neighbours in the row are of other rooms and other roles
        visits = [visits[number * 37 % len(visits)] for number in range(len(visits))]
        asked(given.port, visits, given.rate / 4, len(visits) * 8 / given.rate)
        static = [(staticfiles_storage.url("core/favicon.svg"), visits[0][1])]
        begun = worked(web), worked(behind(house))
        pages = asked(given.port, visits, given.rate, given.seconds)
        asked_for = given.rate * given.seconds / 1000
        return {
            "pages": {
                "different": len(visits),
                **pages,
                "process_ms_a_page": round((worked(web) - begun[0]) / asked_for, 1),
                "database_ms_a_page": round((worked(behind(house)) - begun[1]) / asked_for, 1),
            },
            "limit: static file": asked(given.port, static, given.rate, given.seconds / 3),
        }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=40)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--national", type=int, default=0)
    parser.add_argument("--port", type=int, default=8975)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "giaoban.config.settings"
    result: dict[str, object] = {"rate": given.rate, "seconds": given.seconds}
    with tempfile.TemporaryDirectory(prefix="giaoban-load-") as folder:
        house = House(Path(folder), given.port, lossy=False)
        try:
            house.fill()
            if given.national:
                from giaoban.demo import national

                national.fill(given.national, house.folder / "no-list", lambda _line: None)
            found = {number: measure(house, given, number) for number in given.processes}
        finally:
            house.stop()
    result.update({f"{number} web processes": row for number, row in found.items()})
    last = found[given.processes[-1]]["pages"]
    result["within_limit"] = last["errors"] == 0 and float(str(last["p95_ms"])) <= P95
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0 if result["within_limit"] else 1


if __name__ == "__main__":
    sys.exit(main())
