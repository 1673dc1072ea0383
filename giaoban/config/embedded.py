"""PostgreSQL that comes with the house: one cluster for one data folder, from the binaries of a wheel.

Nothing listens on the network; the operating system says who connects (peer). As an ordinary user the
cluster lies in the data folder; as root it belongs to a system user of its own, under /var/lib/giaoban,
because PostgreSQL refuses to run as root.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from giaoban.config import programs
from giaoban.config.programs import SYSTEM_HOME, SYSTEM_USER, ClusterError
from giaoban.config.words import _

HERE = Path(__file__).parent
SUPERUSER, OWNER, APP = "postgres", "giaoban_owner", "giaoban_app"
DATABASE = "giaoban"
TEMPORARY = Path("/tmp")  # noqa: S108 - a folder that we make there is refused unless it is ours alone
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432")
PATIENCE = 60.0
# After kill -9 the old server's children need a moment to go; only these complaints are worth waiting for.
PASSING = ("already exists", "still in use", "Address already in use", "is another postmaster")

SERVING: Mapping[str, str] = {"max_connections": "100"}
# Nothing of a test outlives a crash of the machine, so tests need not wait for the disk.
TESTING: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class Cluster:
    """The cluster of one data folder. `start` makes what is missing; several may call it at once."""

    def __init__(self, data_folder: Path, settings: Mapping[str, str] = SERVING) -> None:
        self.me = _account()
        self.as_root = self.me.pw_uid == 0
        self.settings = settings
        self._bin = programs.programs(as_root=self.as_root)
        folder = data_folder.resolve()
        self.home = SYSTEM_HOME / _name_for(folder) if self.as_root else folder / "postgres"
        self.data = self.home / "data"
        self.log = self.data / "server.log"

    @property
    def socket(self) -> Path:
        """Folder of the server's socket: where the running server says it is, else where it would be."""
        try:
            told = (self.data / "postmaster.pid").read_text().splitlines()[4]
        except (OSError, IndexError):
            told = ""
        return Path(told) if told and Path(told).is_dir() else self._socket_folder()

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        return f"postgresql:///{database}?host={quote(str(self.socket), safe='/')}&port=5432&user={role}"

    def ready(self) -> bool:
        # Never `pg_ctl status`: after kill -9 it trusts a zombie's process id.
        if not self.data.is_dir() or not self.socket.is_dir():
            return False
        asked = self._run("pg_isready", "-q", "-h", str(self.socket), "-p", "5432")
        return asked.returncode == 0

    def alive(self) -> bool:
        """Whether the server's process lives; cheap enough to ask twice a second."""
        try:
            process = (self.data / "postmaster.pid").read_text().split()[0]
            return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except (OSError, IndexError):
            return False

    def start(self) -> None:
        """Make user, binaries, cluster, roles and database where missing; return when it answers."""
        self._prepare()
        with _locked(self.home / ".lock"):
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._refuse_other_version()
            if not self.ready():
                self._configure()
                self._launch()
            self._boot()

    def stop(self) -> None:
        if not (self.data / "postmaster.pid").exists():
            return
        with _locked(self.home / ".lock"):
            folder = self.socket
            stopped = self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "60", "-s", "stop")
            if stopped.returncode and self.ready():
                raise ClusterError(_("Không dừng được PostgreSQL: %(why)s") % {"why": stopped.stderr.strip()})
            with suppress(OSError):  # not empty: it still runs, or another one does
                folder.rmdir()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Started for the time of a command; the last of those who use it stops it again."""
        self._prepare()
        with _private(self.home / ".users") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield
            finally:
                with suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    @property
    def server_user(self) -> pwd.struct_passwd:
        return pwd.getpwnam(SYSTEM_USER) if self.as_root else self.me

    def _prepare(self) -> None:
        if not self.as_root:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            return
        self.home.mkdir(mode=0o755, parents=True, exist_ok=True)
        with _locked(SYSTEM_HOME / ".lock"):
            programs.add_system_user()
            programs.copy_programs()

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as the server's user, apart from our terminal and our environment.

        Output goes to a file, because a server that was started would hold a pipe open.
        """
        user = self.server_user
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if self.as_root else {}
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self._bin / program, *arguments],
                check=False,
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                umask=0o077,
                start_new_session=True,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.home)},
                **other,  # type: ignore[call-overload]
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, "", output.read())

    def _initialise(self) -> None:
        """initdb beside the place and rename: an interrupted first start leaves nothing half made."""
        fresh = self.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.as_root:
            os.chown(fresh, self.server_user.pw_uid, self.server_user.pw_gid)
        made = self._run(
            *("initdb", "-D", str(fresh), "-U", SUPERUSER, "-E", "UTF8", "--data-checksums"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--auth-local=peer", "--auth-host=reject", "--no-instructions"),
            *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
        )
        if made.returncode:
            raise ClusterError(_("Không tạo được cơ sở dữ liệu: %(why)s") % {"why": made.stderr.strip()})
        fresh.rename(self.data)

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = programs.install_folder().name.removeprefix("pginstall")
        if made_by != ours:
            raise ClusterError(
                _("Dữ liệu ở %(folder)s là của PostgreSQL %(theirs)s, đây là %(ours)s: cần pg_upgrade.")
                % {"folder": self.data, "theirs": made_by, "ours": ours}
            )

    def _configure(self) -> None:
        """Configuration lies beside the data, written by us and only read by the server."""
        users = sorted({self.me.pw_name, self.server_user.pw_name})
        lines = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket_folder()),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "hba_file": str(self.home / "pg_hba.conf"),
            "ident_file": str(self.home / "pg_ident.conf"),
            "default_text_search_config": "pg_catalog.simple",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            **self.settings,
        }
        hba = "local all all peer map=giaoban\nlocal replication all peer map=giaoban\n"
        ident = "".join(f'giaoban "{user}" {role}\n' for user in users for role in (SUPERUSER, OWNER, APP))
        conf = "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in lines.items())
        for file, text in {"pg_hba.conf": hba, "pg_ident.conf": ident, "postgresql.conf": conf}.items():
            (self.home / file).write_text(text)
            (self.home / file).chmod(0o644 if self.as_root else 0o600)

    def _launch(self) -> None:
        until = time.monotonic() + PATIENCE
        options = f"-c config_file={shlex.quote(str(self.home / 'postgresql.conf'))}"
        while not self.ready():
            seen = self.log.stat().st_size if self.log.exists() else 0
            place = ("-D", str(self.data), "-l", str(self.log), "-o", options)
            tried = self._run("pg_ctl", *place, "-w", "-t", "60", "-s", "start")
            if tried.returncode == 0:
                continue
            said = self.log.read_bytes()[seen:].decode(errors="replace") if self.log.exists() else ""
            said = said or tried.stderr
            if time.monotonic() > until or not any(complaint in said for complaint in PASSING):
                raise ClusterError(
                    _("PostgreSQL không khởi động được (nhật ký: %(log)s):\n%(why)s")
                    % {"log": self.log, "why": said.strip()[-2000:]}
                )
            time.sleep(0.3)

    def _boot(self) -> None:
        """The two roles and the database of the house."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                connection.execute((HERE / "boot.sql").read_bytes())
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _socket_folder(self) -> Path:
        """0700, the server user's own, and short: a socket path may have 107 bytes."""
        self._prepare()  # the folder belongs to the server's user, who may not be there yet
        user = self.server_user
        base = Path("/run") if self.as_root else Path(os.environ.get("XDG_RUNTIME_DIR") or TEMPORARY)
        folder = base / f"giaoban-{user.pw_uid}-{hashlib.sha256(str(self.home).encode()).hexdigest()[:8]}"
        if len(str(folder)) > SOCKET_LIMIT:
            folder = TEMPORARY / folder.name
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if self.as_root and stat.S_ISDIR(found.st_mode) and found.st_uid == 0:
            os.chown(folder, user.pw_uid, user.pw_gid)
            found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.pw_uid or found.st_mode & 0o077:
            raise ClusterError(
                _("Thư mục %(folder)s thuộc người khác hoặc mở cho người khác: hãy xóa rồi chạy lại.")
                % {"folder": folder}
            )
        return folder


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.getuid())
    except KeyError:
        raise ClusterError(
            _("Người dùng số %(uid)s không có tên trong /etc/passwd nên không chạy được PostgreSQL.")
            % {"uid": os.getuid()}
        ) from None


def _name_for(data_folder: Path) -> str:
    """Name of the cluster of a data folder, which keeps it: a folder that was moved finds its data again,
    and one that was thrown away and made anew begins with an empty cluster.
    """
    note = data_folder / "cluster"
    name = f"{data_folder.name.lstrip('.') or 'data'}-{secrets.token_hex(4)}"
    if data_folder.is_dir() and not note.exists():
        fresh = data_folder / f"cluster.{name}"
        fresh.write_text(name + "\n")
        with suppress(FileExistsError):  # another start was first
            os.link(fresh, note)
        fresh.unlink()
    if note.exists():
        name = note.read_text().strip()
    if Path(name).name != name:
        raise ClusterError(_("%(note)s không nêu tên một cụm dữ liệu.") % {"note": note})
    return name


def _private(path: Path) -> IO[str]:
    """A file to lock that no other account of the machine can open, and so none can hold."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with _private(path) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
