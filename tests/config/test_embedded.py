"""The embedded cluster: made, found, stopped, killed, interrupted, and started by several at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from giaoban.config import embedded, programs
from giaoban.config.embedded import APP, OWNER, SERVING, TESTING, Cluster
from giaoban.config.programs import ClusterError

START = "import sys; from pathlib import Path; from giaoban.config.embedded import *; {}"


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "data").mkdir(mode=0o700)
    made = Cluster(tmp_path / "data", TESTING)
    yield made
    made.stop()
    remove(made)


def remove(cluster: Cluster) -> None:
    subprocess.run(["rm", "-rf", cluster.home, cluster.socket], check=True)


def one(cluster: Cluster, statement: str, role: str = APP) -> object:
    with psycopg.connect(cluster.url(role)) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_a_start_makes_roles_and_database_that_nobody_else_reaches(cluster: Cluster) -> None:
    assert not cluster.ready()
    cluster.start()
    assert cluster.ready()
    assert [one(cluster, "SELECT current_user", role) for role in (APP, OWNER)] == [APP, OWNER]
    assert one(cluster, "SHOW listen_addresses") == ""
    assert one(cluster, "SHOW default_text_search_config") == "pg_catalog.simple"
    assert one(cluster, "SELECT count(*) FROM pg_roles WHERE rolsuper AND rolname LIKE 'giaoban%'") == 0
    assert cluster.socket.stat().st_mode & 0o777 == 0o700
    assert cluster.data.stat().st_mode & 0o777 == 0o700
    assert cluster.socket.stat().st_uid == cluster.server_user.pw_uid


def test_on_a_new_machine_the_address_is_known_before_the_first_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root the server's user is made by whoever asks first, and the tests ask before they start it."""
    for module in (programs, embedded):
        monkeypatch.setattr(module, "SYSTEM_USER", "giaoban-trial")
    fresh = Cluster(tmp_path, TESTING)
    try:
        assert "/giaoban-" in fresh.url()
        assert fresh.socket.stat().st_uid == fresh.server_user.pw_uid
        assert not fresh.data.exists()
    finally:
        remove(fresh)
        subprocess.run(["userdel", "giaoban-trial"], check=fresh.as_root, capture_output=True)


def test_another_start_finds_the_running_server(cluster: Cluster) -> None:
    cluster.start()
    first = postmaster(cluster)
    cluster.start()
    assert postmaster(cluster) == first
    cluster.stop()
    assert not cluster.ready()
    cluster.stop()


def test_what_was_committed_survives_a_kill(cluster: Cluster) -> None:
    cluster.settings = SERVING
    cluster.start()
    with psycopg.connect(cluster.url(OWNER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(postmaster(cluster), signal.SIGKILL)
    cluster.start()
    assert one(cluster, "SELECT number FROM kept", OWNER) == 7


def test_an_interrupted_first_start_is_taken_up(cluster: Cluster) -> None:
    half = cluster.data.with_name("data.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    cluster.start()
    assert one(cluster, "SELECT 1") == 1
    assert not half.exists()


def test_three_starts_at_once_make_one_cluster(cluster: Cluster, tmp_path: Path) -> None:
    code = START.format("c = Cluster(Path(sys.argv[1]), TESTING); c.start(); print(c.url())")
    starts = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path / "data"], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = {start.communicate(timeout=90)[0].strip() for start in starts}
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert said == {cluster.url()}


def test_the_last_user_stops_the_server(cluster: Cluster, tmp_path: Path) -> None:
    use = "c = Cluster(Path(sys.argv[1]), TESTING)\nwith c.running(): print(1, flush=True); input()"
    code = START.format(use)
    with cluster.running():
        other = subprocess.Popen(
            [sys.executable, "-c", code, tmp_path / "data"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert other.stdout.readline() == "1\n"
    assert cluster.ready()
    other.communicate("\n", timeout=60)
    assert not cluster.ready()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    broken = Cluster(tmp_path, {"max_connections": "many"})
    with pytest.raises(ClusterError, match="max_connections"):
        broken.start()
    remove(broken)


def test_a_data_folder_that_was_moved_finds_its_data(cluster: Cluster, tmp_path: Path) -> None:
    cluster.start()
    with psycopg.connect(cluster.url(OWNER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    cluster.stop()
    (tmp_path / "data").rename(tmp_path / "moved")
    moved = Cluster(tmp_path / "moved", TESTING)
    moved.start()
    assert one(moved, "SELECT number FROM kept", OWNER) == 7
    moved.stop()
    (tmp_path / "moved").rename(tmp_path / "data")


def test_a_data_folder_made_anew_begins_empty(cluster: Cluster, tmp_path: Path) -> None:
    cluster.start()
    cluster.stop()
    (tmp_path / "data").rename(tmp_path / "thrown away")
    (tmp_path / "data").mkdir(mode=0o700)
    assert not Cluster(tmp_path / "data", TESTING).data.exists()
    (tmp_path / "data/cluster").write_text("../../etc")
    if cluster.as_root:
        with pytest.raises(ClusterError, match="cluster"):
            Cluster(tmp_path / "data")


def test_data_of_another_version_is_left_alone(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(ClusterError, match="pg_upgrade"):
        cluster.start()


def test_a_socket_folder_of_somebody_else_is_refused(cluster: Cluster) -> None:
    folder = cluster.socket
    folder.chmod(0o755)
    with pytest.raises(ClusterError, match="mở cho người khác"):
        cluster.start()
    folder.chmod(0o700)


def test_a_user_without_a_name_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.os, "getuid", lambda: 54321)
    with pytest.raises(ClusterError, match="54321"):
        Cluster(tmp_path)


def test_a_missing_wheel_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "WHEEL", "no_such_wheel")
    with pytest.raises(ClusterError, match="DATABASE_URL"):
        Cluster(tmp_path)
