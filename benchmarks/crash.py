"""Kill -9 of database and server during writes: nothing acknowledged may be lost or doubled.

usage: python benchmarks/crash.py [--kills 10] [--seconds 1.0] [--control]

Writers send real forms over HTTP, each with its own key, and repeat a form until it is acknowledged.
The database's postmaster and the web process are killed in turn. Afterwards every acknowledged phòng must
stand exactly once and have exactly one audit entry. `--control` turns synchronous_commit off and lets the
server hold its log back: the same run must then lose acknowledged work, or the check proves nothing.
Prints JSON; exit code 1 when the expectation fails.
"""

import argparse
import contextlib
import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
HOST, WRITERS = "127.0.0.1", 4
PAGE = "/btc-thai-binh/2019-t09-9t/to-chuc/btc-thai-binh/phong/"
LOSSY = {"synchronous_commit": "off", "wal_writer_delay": "10000", "wal_writer_flush_after": "1GB"}
SIGN_IN = "/tai-khoan/vao/"
PATIENCE = 60.0


class House:
    """A demonstration in a folder of its own, whose database and web process can be killed one by one."""

    def __init__(self, folder: Path, port: int, *, lossy: bool) -> None:
        os.environ.update({"GIAOBAN_DATA": str(folder), "GIAOBAN_POOL": "8"})
        for name in ("DATABASE_URL", "GIAOBAN_OWNER_URL"):
            os.environ.pop(name, None)
        from giaoban.config.embedded import OWNER, SERVING, Cluster

        self.folder, self.port = folder, port
        self.cluster = Cluster(folder, {**SERVING, **(LOSSY if lossy else {})})
        self.owner = OWNER
        self.web: subprocess.Popen[bytes] | None = None

    def fill(self) -> tuple[str, str]:
        """Load the demonstration; gives an administrator's name and password."""
        from giaoban.config import migration, preparation, runtime

        self.cluster.start()
        os.environ.update(
            {"DATABASE_URL": self.cluster.url(), "GIAOBAN_OWNER_URL": self.cluster.url(self.owner)}
        )
        migration.migrate(self.cluster.url(self.owner))
        os.environ["GIAOBAN_ZONE"] = "independent"
        runtime.wake()
        preparation.fill("independent", lambda _text: None)
        from django.db import connections

        connections.close_all()
        kept = json.loads((self.folder / "demo-accounts.json").read_text())
        return "quantri", kept["quantri"]

    def serve(self) -> None:
        command = ["uvicorn", "giaoban.config.asgi:application", "--host", HOST, "--port", str(self.port)]
        quiet = ["--log-level", "critical", "--no-access-log", "--lifespan", "off"]
        environment = {name: value for name, value in os.environ.items() if name != "GIAOBAN_OWNER_URL"}
        self.web = subprocess.Popen(
            [sys.executable, "-m", *command, *quiet],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_web(self) -> None:
        assert self.web is not None
        self.web.send_signal(signal.SIGKILL)
        self.web.wait()
        self.serve()

    def kill_database(self) -> None:
        pid = int((self.cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
        for number in [pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.cluster.start()

    def stop(self) -> None:
        if self.web is not None:
            self.web.kill()
            self.web.wait()
        self.cluster.stop()

    def rows(self) -> dict[str, tuple[int, int]]:
        """Name → how many phòng and how many audit entries carry it."""
        with psycopg.connect(self.cluster.url(self.owner)) as connection:
            made = connection.execute(
                "SELECT d.name, count(*), (SELECT count(*) FROM audit_entry e"
                " WHERE e.action = 'organisations.department_add' AND e.label = d.name)"
                " FROM organisations_department d WHERE d.name LIKE 'Phòng thử %' GROUP BY d.name"
            ).fetchall()
        return {name: (rows, entries) for name, rows, entries in made}


class Writer(threading.Thread):
    """One signed-in browser that sends one new phòng after another and repeats until it is answered."""

    def __init__(self, house: House, account: tuple[str, str], number: int) -> None:
        super().__init__(daemon=True)
        self.base = f"http://{HOST}:{house.port}"
        self.account, self.number = account, number
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.stopping = threading.Event()
        self.jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({}), _NoRedirect()
        )

    def run(self) -> None:
        self._patiently(self._sign_in)
        count = 0
        while not self.stopping.is_set():
            count += 1
            name = f"Phòng thử {self.number}-{count:05d}"
            form = {"name": name, "starts": "01/9/2019", "position": "9", "once": uuid.uuid4().hex}
            status = self._patiently(lambda form=form: self._send(form))
            (self.acknowledged if status in {302, 303} else self.refused).append(name)

    def _send(self, form: dict[str, str]) -> int:
        """A session that the crash took away is opened anew before the form is sent again."""
        status = self._post(PAGE, form)
        if status == 401:
            self._sign_in()
            return self._post(PAGE, form)
        return status

    def _patiently(self, act):  # type: ignore[no-untyped-def]
        until = time.monotonic() + PATIENCE
        while True:
            try:
                status = act()
            except (OSError, urllib.error.URLError, ValueError):
                status = 503
            if status < 500 or time.monotonic() > until:
                return status
            time.sleep(0.1)

    def _sign_in(self) -> int:
        page = self.browser.open(self.base + SIGN_IN, timeout=10).read().decode()
        once = re.search(r'name="once" value="([^"]+)"', page)
        name, password = self.account
        form = {"login": name, "password": password, "once": once[1] if once else ""}
        status = self._post(SIGN_IN, form)
        if status != 302:
            raise ValueError(f"sign-in answered {status}")
        return status

    def _post(self, path: str, form: dict[str, str]) -> int:
        token = next((c.value or "" for c in self.jar if c.name == "csrftoken"), "")
        data = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.base + path, data=data, headers={"Referer": self.base + path})
        try:
            return int(self.browser.open(request, timeout=15).status)
        except urllib.error.HTTPError as answer:
            to_sign_in = SIGN_IN in answer.headers.get("Location", "")
            return 401 if to_sign_in and path != SIGN_IN else answer.code


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def drill(kills: int, seconds: float, *, control: bool, port: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="giaoban-crash-") as folder:
        house = House(Path(folder), port, lossy=control)
        try:
            account = house.fill()
            house.cluster.stop()
            house.cluster.start()  # with the settings asked for, whatever made it
            house.serve()
            writers = [Writer(house, account, number) for number in range(WRITERS)]
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
            remove(house)
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


def remove(house: House) -> None:
    """Under root the cluster lies outside the folder that goes away by itself."""
    if house.cluster.as_root:
        import shutil

        shutil.rmtree(house.cluster.home, ignore_errors=True)


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
    sys.path.insert(0, str(ROOT))
    result = drill(given.kills, given.seconds, control=given.control, port=given.port)
    print(json.dumps(result))
    return 0 if as_expected(result) else 1


if __name__ == "__main__":
    sys.exit(main())
