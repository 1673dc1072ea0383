"""The main pages over HTTP, beside a static file of the same server as the limit.

usage: python benchmarks/pages.py [--rounds 40] [--units 10 10000 | --national 52000]

For each number of generated units below one province: median and p95 in milliseconds and the queries of a
page. Queries must be at most 15 and the same whatever the number of units; exit code 1 otherwise. With
`--national` the pages of the cycle, as the compiler at the Centre opens them while so many bodies report for
the year 2018; each query count must be at most 15.
"""

import argparse
import http.client
import json
import os
import statistics
import sys
import tempfile
import time
import urllib.error
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.house import HOST, Browser, House

AT = "/btc-ha-noi/2019-t09-9t/"
PAGES = {
    "hồ sơ kỳ": AT,
    "tổ chức": f"{AT}to-chuc/",
    "cây": f"{AT}to-chuc/cay/",
    "đơn vị": f"{AT}to-chuc/tu-ha-noi/",
    "quyết định": f"{AT}to-chuc/quyet-dinh/",
    "tài khoản": f"{AT}tai-khoan/",
    "phân công": f"{AT}phan-cong/",
    "cán bộ": f"{AT}can-bo/",
    "đầu mối": f"{AT}dau-moi/",
    "tìm kiếm": f"{AT}tim-kiem/?q=ha+noi",
}
CENTRE = "/btctw/2018/"
CYCLE = {
    "hồ sơ kỳ": CENTRE,
    "việc của tôi": f"{CENTRE}viec-cua-toi/",
    "địa bàn theo dõi": f"{CENTRE}dia-ban/",
    "văn bản chỉ đạo": f"{CENTRE}van-ban/",
    "nhiệm vụ": f"{CENTRE}nhiem-vu/",
    "báo cáo": f"{CENTRE}bao-cao/",
    "bàn thẩm tra": f"{CENTRE}tham-tra/",
    "tổng hợp": f"{CENTRE}tong-hop/{{report}}/",
    "giao ban": f"{CENTRE}giao-ban/",
    "tìm kiếm": f"{CENTRE}tim-kiem/?q=thai+binh",
}
COMPILER = "tonghoptw"
LIMIT = 15
WHO, SINCE, PATIENCE = "quantritw", date(2019, 1, 1), 60.0


def timed(port: int, path: str, cookies: str, rounds: int) -> dict[str, float]:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    taken = []
    for _turn in range(rounds + 3):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
        assert answer.status == 200, (path, answer.status)
    taken = sorted(taken[3:])  # the first ones fill the caches of a new process
    return {
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
    }


def queries(path: str, username: str) -> int:
    """Queries of one page once its process is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from giaoban.accounts.models import User

    browser = Client(HTTP_HOST=HOST)
    browser.force_login(User.objects.get(username=username))
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def add_units(count: int, there: int) -> None:
    """Generated grassroots bodies below Hà Nội, a province that no later decision touches."""
    from giaoban.core.actors import System
    from giaoban.organisations.dataset import Confidence, UnitRecord
    from giaoban.organisations.loader import load_units

    records = [
        UnitRecord(
            code=f"db-thu-{number}",
            kind="grassroots_org",
            name=f"Đảng bộ cơ sở thử {number}",
            short_name=f"thử {number}",
            parent="tu-ha-noi",
            starts=SINCE,
            source="Dữ liệu minh họa",
            confidence=Confidence.UNVERIFIED,
        )
        for number in range(there, count)
    ]
    load_units(System("Đo tốc độ"), records)


def signed_in(house: House, port: int, who: str) -> Browser:
    browser = Browser(port, house.account(who))
    until = time.monotonic() + PATIENCE
    while True:
        try:
            browser.sign_in()
            break
        except (OSError, urllib.error.URLError, ValueError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    return browser


def limit(given: argparse.Namespace, browser: Browser) -> dict[str, float]:
    from django.contrib.staticfiles.storage import staticfiles_storage

    return timed(given.port, staticfiles_storage.url("core/favicon.svg"), browser.cookies, given.rounds)


def nation(house: House, given: argparse.Namespace, result: dict[str, object]) -> list[dict[str, int]]:
    """The pages of the cycle over a filled country."""
    from giaoban.demo import national
    from giaoban.reporting.models import Obligation

    begun = time.monotonic()
    national.fill(given.national, house.folder / "no-list", lambda _line: None)
    result["filled_in_seconds"] = round(time.monotonic() - begun)
    browser = signed_in(house, given.port, COMPILER)
    result["limit: static file"] = limit(given, browser)
    report = Obligation.objects.get(round__period="2018", round__unit__code="tw", receiver=None).pk
    pages = {name: path.format(report=report) for name, path in CYCLE.items()}
    counted = {name: queries(path, COMPILER) for name, path in pages.items()}
    result[f"{given.national} bodies"] = {
        name: {**timed(given.port, path, browser.cookies, given.rounds), "queries": counted[name]}
        for name, path in pages.items()
    }
    return [counted]


def measure(house: House, given: argparse.Namespace, result: dict[str, object]) -> list[dict[str, int]]:
    """Fill `result` step by step; gives the queries of every page for each number of units."""
    browser = signed_in(house, given.port, WHO)
    result["limit: static file"] = limit(given, browser)
    counted, there = [], 0
    for units in given.units:
        add_units(units, there)
        there = units
        counted.append({name: queries(path, WHO) for name, path in PAGES.items()})
        result[f"{units} units"] = {
            name: {**timed(given.port, path, browser.cookies, given.rounds), "queries": counted[-1][name]}
            for name, path in PAGES.items()
        }
    return counted


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--units", type=int, nargs="+", default=[10, 10_000])
    parser.add_argument("--national", type=int, default=0)
    parser.add_argument("--port", type=int, default=8976)
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "giaoban.config.settings"
    result: dict[str, object] = {"rounds": given.rounds}
    with tempfile.TemporaryDirectory(prefix="giaoban-pages-") as folder:
        house = House(Path(folder), given.port, lossy=False)
        try:
            house.fill()
            house.serve()
            counted = (nation if given.national else measure)(house, given, result)
        finally:
            house.stop()
    few, many = counted[0], counted[-1]
    result["within_limit"] = max(max(row.values()) for row in counted) <= LIMIT
    result["same_for_any_number_of_units"] = few == many
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0 if result["within_limit"] and result["same_for_any_number_of_units"] else 1


if __name__ == "__main__":
    sys.exit(main())
