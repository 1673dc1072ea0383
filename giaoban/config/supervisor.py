"""`giaoban serve`: database, web processes and worker rise together and fall together.

Order of the start: lock of the data folder, port, database, migrations, generated data, children, first
answer of the sign-in page, address. The stop is the way back; whatever dies on its own stops the rest.
"""

import ctypes
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from giaoban import __version__
from giaoban.config import environment, migration, ports, preparation, runtime
from giaoban.config.embedded import Cluster
from giaoban.config.preparation import Account
from giaoban.config.runtime import BUSY, WRONG, CommandError
from giaoban.config.words import _
from giaoban.config.worker import GRACE

HOST = "127.0.0.1"
SIGN_IN = "/tai-khoan/vao/"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 60.0
WAITING = 2048  # visitors before the door, as uvicorn has it
# Children serve as the application role, and read the zone where the installation wrote it.
NOT_FOR_CHILDREN = {"GIAOBAN_OWNER_URL", "GIAOBAN_AS_OWNER", "GIAOBAN_ZONE"}
PR_SET_PDEATHSIG = 1


def serve(*, port: int, demo: bool, zone: str | None) -> int:
    """Run until told to stop; 0 then, 1 when a child died, 4 when the port is taken."""
    for number in STOPPING:
        signal.signal(number, _interrupted)
    folder = runtime.make_data_folder()
    try:
        with only_one(folder) as first:
            if not first:
                return _tell_running(folder)
            _refuse_taken(port)
            settled = preparation.settle_zone(demo=demo, zone=zone)
            with runtime.database() as cluster:
                return _serve(folder, port, settled, cluster)
    except KeyboardInterrupt:
        _say(_("Đã dừng."))
        return 0


def _serve(folder: Path, port: int, zone: str, cluster: Cluster | None) -> int:
    if not migration.is_current(runtime.owner_url()):
        _say(_("Cơ sở dữ liệu đã chạy; đang cập nhật bảng…"))
        migration.migrate(runtime.owner_url())
    environ = {name: value for name, value in os.environ.items() if name not in NOT_FOR_CHILDREN}
    os.environ["GIAOBAN_ZONE"] = zone
    if preparation.is_empty(zone):
        preparation.fill(zone, _say)
    with started(environ, port) as children:
        accounts = preparation.accounts()
        _until_answers(port, children)
        address = f"http://{HOST}:{port}/"
        (folder / "server.json").write_text(json.dumps({"pid": os.getpid(), "address": address}) + "\n")
        try:
            _welcome(address, zone, accounts)
            return _watch(children, cluster)
        finally:
            (folder / "server.json").unlink(missing_ok=True)
            _say(_("Đang dừng…"))


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    # Asked once is enough: nothing may disturb the way back.
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def only_one(folder: Path) -> Iterator[bool]:
    """Whether this is the one server of the data folder; the lock goes with the process, however it ends."""
    with (folder / "server.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            (folder / "server.json").unlink(missing_ok=True)
            yield True


def running_address(folder: Path) -> str:
    """Address of the server of this data folder; empty when none has said so."""
    try:
        return str(json.loads((folder / "server.json").read_text())["address"])
    except (OSError, ValueError):
        return ""


def _tell_running(folder: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if address := running_address(folder):
            _say(_("Giao Ban đang chạy ở %(address)s") % {"address": address})
            return 0
        time.sleep(0.2)
    raise CommandError(_("Một tiến trình khác đang khởi động trên %(folder)s.") % {"folder": folder})


def _refuse_taken(port: int) -> None:
    if not ports.is_free(HOST, port):
        by = ports.holder(port)
        raise CommandError(
            _("Cổng %(port)d đã có chương trình khác dùng%(by)s. Chọn cổng khác: --port hoặc GIAOBAN_PORT.")
            % {"port": port, "by": f" ({by})" if by else ""},
            BUSY,
        )


def _die_with_parent() -> None:
    """Run in the child: even kill -9 of the supervisor leaves nobody behind to hold the port.

    Killed, not asked: a worker whose database went too would wait for it before it ends.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@contextmanager
def started(environ: dict[str, str], port: int) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Web processes that take visitors from one socket, and the worker; at the end all are stopped."""
    with socket.create_server((HOST, port), backlog=WAITING) as door:
        web = ["uvicorn", "giaoban.config.asgi:application", "--fd", str(door.fileno())]
        quiet = ["--no-access-log", "--no-proxy-headers", "--no-server-header", "--log-level", "warning"]
        limits = ["--lifespan", "off", "--timeout-graceful-shutdown", str(GRACE)]
        commands = {f"web {n + 1}": [*web, *quiet, *limits] for n in range(environment.processes())}
        children: dict[str, subprocess.Popen[bytes]] = {}
        try:
            for name, command in {**commands, "worker": ["giaoban.config.worker"]}.items():
                children[name] = subprocess.Popen(
                    [sys.executable, "-m", *command],
                    env={**environ, "DJANGO_SETTINGS_MODULE": "giaoban.config.settings"},
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops them in order
                    pass_fds=[door.fileno()] if name in commands else [],
                    preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread is started before
                )
            yield children
        finally:
            for child in children.values():
                child.terminate()
            for child in children.values():
                _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(2 * GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _dead(children: dict[str, subprocess.Popen[bytes]]) -> str:
    dead = {name: child.returncode for name, child in children.items() if child.poll() is not None}
    return ", ".join(f"{name} ({code})" for name, code in dead.items())


def _until_answers(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE
    while not (status := _status(port)):
        if dead := _dead(children):
            raise CommandError(_("Tiến trình không khởi động được: %(names)s.") % {"names": dead})
        if time.monotonic() > until:
            raise CommandError(_("Trang đăng nhập không trả lời sau %(wait)d giây.") % {"wait": PATIENCE})
        time.sleep(0.1)
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        raise CommandError(_("Trang đăng nhập báo lỗi %(status)d; xem nhật ký ở trên.") % {"status": status})


def _status(port: int) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", SIGN_IN)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _welcome(address: str, zone: str, accounts: Sequence[Account]) -> None:
    _say("")
    _say(_("Giao Ban %(version)s đã sẵn sàng: %(address)s") % {"version": __version__, "address": address})
    if accounts:
        _say(_("Dữ liệu minh họa, vùng %(zone)s. Tài khoản:") % {"zone": zone})
        widths = [max(len(row[column]) for row in accounts) for column in range(3)]
        for name, password, role, unit in accounts:
            _say(f"  {name:{widths[0]}}  {password:{widths[1]}}  {role:{widths[2]}}  {unit}")
    _say(_("Nhấn Ctrl-C để dừng."))


def _watch(children: dict[str, subprocess.Popen[bytes]], cluster: Cluster | None) -> int:
    """Until a child dies; our own database is started again, and the children find it by themselves."""
    while not (dead := _dead(children)):
        time.sleep(0.5)
        if cluster is not None and not cluster.alive():
            _say(_("Cơ sở dữ liệu tự dừng; đang khởi động lại…"))
            cluster.start()
    print(_("Tiến trình tự dừng: %(names)s. Dừng tất cả.") % {"names": dead}, file=sys.stderr, flush=True)
    return WRONG


def _say(line: str) -> None:
    print(line, flush=True)
