"""A demonstration in a folder of its own for a benchmark: filled, served, killed, signed in to, removed."""

import contextlib
import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, LiteralString

import psycopg

ROOT = Path(__file__).resolve().parents[1]
HOST, SIGN_IN = "127.0.0.1", "/tai-khoan/vao/"
POOL = "8"  # connections that a process keeps, as in a house
LOSSY = {"synchronous_commit": "off", "wal_writer_delay": "10000", "wal_writer_flush_after": "1GB"}


class House:
    """A demonstration in a folder of its own, whose database and web process can be killed one by one."""

    def __init__(self, folder: Path, port: int, *, lossy: bool) -> None:
        os.environ.update({"GIAOBAN_DATA": str(folder), "GIAOBAN_POOL": POOL})
        for name in ("DATABASE_URL", "GIAOBAN_OWNER_URL"):
            os.environ.pop(name, None)
        from giaoban.config.embedded import OWNER, SERVING, Cluster

        self.folder, self.port = folder, port
        self.cluster = Cluster(folder, {**SERVING, **(LOSSY if lossy else {})})
        self.owner = OWNER
        self.web: subprocess.Popen[bytes] | None = None

    def fill(self) -> None:
        """Load the demonstration."""
        from giaoban.config import migration, preparation, runtime

        self.cluster.start()
        os.environ.update(
            {"DATABASE_URL": self.cluster.url(), "GIAOBAN_OWNER_URL": self.cluster.url(self.owner)}
        )
        migration.migrate(self.cluster.url(self.owner))
        os.environ["GIAOBAN_ZONE"] = "independent"
        runtime.wake()
        preparation.fill("independent", lambda _text: None)
        os.environ["GIAOBAN_POOL"] = POOL  # this process keeps none; those it starts do
        from django.db import connections

        connections.close_all()

    def account(self, username: str) -> tuple[str, str]:
        return username, json.loads((self.folder / "demo-accounts.json").read_text())[username]

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
        """Nothing stays: under root the cluster lies outside the folder that goes away by itself."""
        if self.web is not None:
            self.web.kill()
            self.web.wait()
        self.cluster.stop()
        if self.cluster.as_root:
            shutil.rmtree(self.cluster.home, ignore_errors=True)

    def ask(self, statement: LiteralString) -> list[tuple[Any, ...]]:
        """What the database itself says, past the house."""
        with psycopg.connect(self.cluster.url(self.owner)) as connection:
            return connection.execute(statement).fetchall()


class Browser:
    """One signed-in visitor over HTTP; 401 stands for being led to the sign-in."""

    def __init__(self, port: int, account: tuple[str, str]) -> None:
        self.base = f"http://{HOST}:{port}"
        self.account = account
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({}), _NoRedirect()
        )

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def sign_in(self) -> int:
        page = self.opener.open(self.base + SIGN_IN, timeout=10).read().decode()
        once = re.search(r'name="once" value="([^"]+)"', page)
        name, password = self.account
        status = self.post(SIGN_IN, {"login": name, "password": password, "once": once[1] if once else ""})
        if status != 302:
            raise ValueError(f"sign-in answered {status}")
        return status

    def post(self, path: str, form: dict[str, str]) -> int:
        data = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": self._token}).encode()
        return self._sent(path, data, {})[0]

    def save(self, path: str, data: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        """What a script of a page sends by itself, with the key that a form would carry."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token, "X-Once": key}
        status, body = self._sent(path, json.dumps(data).encode(), headers)
        return status, json.loads(body) if status == 200 else {}

    @property
    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken"), "")

    def _sent(self, path: str, data: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        url = self.base + path
        request = urllib.request.Request(url, data=data, headers={"Referer": url, **headers})
        try:
            answer = self.opener.open(request, timeout=15)
        except urllib.error.HTTPError as refused:
            to_sign_in = SIGN_IN in refused.headers.get("Location", "")
            return 401 if to_sign_in and path != SIGN_IN else refused.code, refused.read()
        return int(answer.status), answer.read()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None
