"""`giaoban serve` as a person runs it: one address, one server a folder, and a clean end however it ends."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from giaoban.config.embedded import Cluster
from giaoban.config.environment import CHECKOUT

GIAOBAN = [sys.executable, "-m", "giaoban.config.cli"]
OURS = re.compile(r"^(GIAOBAN_|DJANGO_|DATABASE_URL$|PYTEST_|COV_)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """A data folder that was set up, and the servers started on it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.folder, self.port = folder, free_port()
        self.cluster = Cluster(folder)
        self.servers: list[subprocess.Popen[str]] = []
        self.said = ""
        clean = {name: value for name, value in os.environ.items() if not OURS.match(name)}
        own = {"GIAOBAN_DATA": str(folder), "GIAOBAN_PORT": str(self.port), "GIAOBAN_PROCESSES": "1"}
        self.environ = {**clean, **own}

    def mark(self) -> None:
        """As `init` leaves the folder; the rooms stay empty, which is enough for a sign-in page."""
        (self.folder / "installation.json").write_text(json.dumps({"zone": "independent", "mark": ""}))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> subprocess.Popen[str]:
        server = subprocess.Popen(
            [*GIAOBAN, "serve"],
            env=self.environ,
            cwd="/",
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.servers.append(server)
        self.said = ""
        for line in server.stdout:
            self.said += line
            if self.address in line:
                return server
        raise AssertionError(self.said)

    def run(self, *arguments: str) -> tuple[int, str]:
        command = [*GIAOBAN, *arguments]
        done = subprocess.run(command, env=self.environ, cwd="/", capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def status(self, path: str = "/tai-khoan/vao/", cookie: str = "") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": cookie})
            return connection.getresponse().status
        finally:
            connection.close()


def children(parent: int) -> dict[str, list[int]]:
    """Web processes and worker of a supervisor, by the module they run."""
    found: dict[str, list[int]] = {}
    for task in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        words = Path(f"/proc/{task}/cmdline").read_bytes().decode().split("\0")
        found.setdefault(words[words.index("-m") + 1], []).append(int(task))
    return found


def postmaster(cluster: Cluster) -> int:
    try:
        return int((cluster.data / "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError):
        return 0


def gone(process: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="session")
def static_files() -> None:
    if not (CHECKOUT / ".cache/static/staticfiles.json").exists():
        command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v0"]
        settings = {"DJANGO_SETTINGS_MODULE": "giaoban.config.settings", "GIAOBAN_SECRET_KEY": "unused"}
        clean = {name: value for name, value in os.environ.items() if not OURS.match(name)}
        subprocess.run(command, env={**clean, **settings}, cwd="/", check=True)


@pytest.fixture(scope="module")
def started_once(tmp_path_factory: pytest.TempPathFactory, static_files: None) -> Iterator[House]:
    """A house whose tables are made: the others begin as copies of its database."""
    made = House(tmp_path_factory.mktemp("first") / "data")
    made.mark()
    server = made.start()
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=30)
    yield made
    subprocess.run(["rm", "-rf", made.cluster.home], check=True)


@pytest.fixture
def house(empty: House, started_once: House) -> House:
    empty.mark()
    subprocess.run(["cp", "-a", started_once.cluster.home, empty.cluster.home], check=True)
    return empty


@pytest.fixture
def empty(tmp_path: Path, static_files: None) -> Iterator[House]:
    made = House(tmp_path / "data")
    yield made
    for server in made.servers:
        if server.poll() is None:
            server.terminate()
        server.communicate(timeout=30)
    made.cluster.stop()
    subprocess.run(["rm", "-rf", made.cluster.home, made.cluster.socket], check=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_when_it_says_so_and_ends_cleanly(house: House, number: signal.Signals) -> None:
    house.environ["GIAOBAN_PROCESSES"] = "2"
    server = house.start()
    assert house.status() == 200
    parts = children(server.pid)
    assert {name: len(found) for name, found in parts.items()} == {"uvicorn": 2, "giaoban.config.worker": 1}
    assert house.run("serve") == (0, f"Giao Ban đang chạy ở {house.address}\n")
    server.send_signal(number)
    said, _nothing = server.communicate(timeout=30)
    assert (server.returncode, said.splitlines()[-2:]) == (0, ["Đang dừng…", "Đã dừng."])
    assert all(gone(process) for found in parts.values() for process in found)
    assert not house.cluster.ready()
    assert not (house.folder / "server.json").exists()


def test_a_second_start_makes_no_tables(house: House, started_once: House) -> None:
    house.start()
    assert house.status() == 200
    assert "đang cập nhật bảng" in started_once.said
    assert "đang cập nhật bảng" not in house.said


def test_a_child_that_dies_takes_all_down(house: House) -> None:
    house.environ["GIAOBAN_PROCESSES"] = "2"
    server = house.start()
    parts = children(server.pid)
    os.kill(parts["uvicorn"][1], signal.SIGKILL)
    said, _nothing = server.communicate(timeout=30)
    assert server.returncode == 1
    assert "Tiến trình tự dừng: web 2 (-9). Dừng tất cả." in said
    assert all(gone(process) for found in parts.values() for process in found)
    assert not house.cluster.ready()


def test_after_a_kill_of_everything_it_starts_again(house: House) -> None:
    server = house.start()
    parts = children(server.pid)
    server.kill()
    os.kill(postmaster(house.cluster), signal.SIGKILL)
    assert all(gone(process) for found in parts.values() for process in found)
    house.start()
    assert house.status() == 200


def test_a_database_that_dies_is_started_again(house: House) -> None:
    server = house.start()
    session = f"giaoban={'a' * 32}"  # to be looked up in the database
    assert house.status("/", session) == 302
    before = postmaster(house.cluster)
    os.kill(before, signal.SIGKILL)
    until = time.monotonic() + 30
    while postmaster(house.cluster) in {0, before} or house.status("/", session) != 302:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert server.poll() is None
    assert set(children(server.pid)) == {"uvicorn", "giaoban.config.worker"}


def test_a_command_beside_the_server_leaves_the_database_running(house: House) -> None:
    house.start()
    assert house.run("audit", "verify") == (0, "✓ Nhật ký nguyên vẹn.\n")
    assert house.cluster.ready()
    assert house.status() == 200


def test_an_address_that_somebody_else_has_is_named(house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", house.port))
        taken.listen()
        code, said = house.run("serve")
    assert code == 4
    assert f"Cổng {house.port} đã có chương trình khác dùng" in said
    assert not house.cluster.ready()


INIT = ("init", "--zone", "independent", "--unit-code", "tu-hoa-sen", "--unit-name", "Tỉnh ủy Hoa Sen")
ADMINISTRATOR = ("--admin", "quantri", "--admin-name", "Nguyễn Văn Mẫu")


def test_from_nothing_to_a_served_house(empty: House) -> None:
    code, said = empty.run(*INIT, *ADMINISTRATOR)
    assert (code, "Mã kích hoạt: " in said) == (0, True), said
    assert json.loads((empty.folder / "installation.json").read_text()) == {"zone": "independent", "mark": ""}
    assert empty.run(*INIT, *ADMINISTRATOR)[0] == 1
    empty.start()
    assert empty.status() == 200
    code, said = empty.run("serve", "--demo", "--zone", "connected")
    assert code == 0
    findings = json.loads(empty.run("doctor", "--json")[1])
    assert [finding for finding in findings if not finding["ok"] and finding["name"] != "Bản tiếng Anh"] == []


def test_an_init_that_is_refused_leaves_nothing_half_written(empty: House) -> None:
    code, said = empty.run(*INIT, *ADMINISTRATOR, "--unit-kind", "castle")
    assert code == 1
    assert said.startswith("giaoban: ")
    assert "Traceback" not in said
    assert not (empty.folder / "installation.json").exists()
    assert empty.run(*INIT, *ADMINISTRATOR)[0] == 0
