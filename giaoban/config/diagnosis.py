"""The examinations behind `giaoban doctor`: each returns what it found and, when wrong, how to mend it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import psycopg

from giaoban import __version__
from giaoban.config import environment, ports, runtime, supervisor
from giaoban.config.embedded import Cluster
from giaoban.config.programs import ClusterError
from giaoban.config.runtime import CommandError
from giaoban.config.words import _
from giaoban.documents import fonts

PYTHON = (3, 11)
POSTGRESQL = 150000
FREE_BYTES = 2 * 1024**3
SEALED = ("audit_entry", "audit_seal", "audit_root", "audit_installation", "conferences_conferenceevent")
ROLE = """
    SELECT current_user,
           rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls
           OR pg_has_role(current_user, datdba, 'MEMBER')
    FROM pg_roles, pg_database
    WHERE rolname = current_user AND datname = current_database()
"""


@dataclass(frozen=True)
class Finding:
    """What was found under a name; `mend` says what to do and is empty when all is well."""

    name: str
    found: str
    mend: str = ""

    @property
    def ok(self) -> bool:
        return not self.mend

    def as_json(self) -> dict[str, object]:
        return {"ok": self.ok, **asdict(self)}


def _judged(ok: bool, name: str, found: str, mend: str) -> Finding:
    return Finding(name, found, "" if ok else mend)


def examine() -> list[Finding]:
    parts = (version, python, data_folder, packages, document_font, static_files, words, disk, port)
    return [*(part() for part in parts), *database()]


def version() -> Finding:
    return Finding(_("Phiên bản"), f"giaoban {__version__}")


def python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    return _judged(sys.version_info >= PYTHON, "Python", found, _("Cài Python 3.11 trở lên, chạy lại ./run."))


def data_folder() -> Finding:
    folder = environment.data_folder()
    known = environment.installation(folder)
    name = _("Thư mục dữ liệu")
    if not known:
        mend = _("Dùng thật: giaoban init. Xem minh họa: ./run.")
        return Finding(name, _("%(folder)s chưa cài đặt") % {"folder": folder}, mend)
    if not os.access(folder, os.W_OK):
        mend = _("Dùng đúng tài khoản, hoặc đổi chủ thư mục.")
        return Finding(name, _("%(folder)s không ghi được") % {"folder": folder}, mend)
    if folder.stat().st_mode & 0o077:
        return Finding(
            name, _("%(folder)s mở cho người khác trên máy") % {"folder": folder}, f"chmod 700 {folder}"
        )
    return Finding(name, _("%(folder)s, vùng %(zone)s") % {"folder": folder, "zone": known["zone"]})


def packages() -> Finding:
    expected = environment.vendored_paths(environment.CHECKOUT / "node_modules").values()
    missing = [str(path) for path in (*expected, environment.icons()) if not path.is_dir()]
    mend = _("Chạy lại ./run khi máy có mạng.")
    return _judged(not missing, _("Phông chữ và biểu tượng"), ", ".join(missing) or _("đủ"), mend)


def document_font() -> Finding:
    """Without it everything but PDF works."""
    name = _("Phông chữ của văn bản PDF")
    try:
        font = fonts.document_font()
    except fonts.FontMissing as missing:
        mend = _("Cài gói %(package)s (Debian 13, Ubuntu 24.04 trở đi: %(newer)s).")
        return Finding(
            name,
            _("không có %(family)s") % {"family": missing.family},
            mend % {"package": missing.package, "newer": fonts.NEWER_PACKAGE},
        )
    return Finding(name, f"{font.family}, {font.folder}")


def static_files() -> Finding:
    made = (environment.cache_folder() / "static/staticfiles.json").exists()
    return _judged(made, _("Tệp tĩnh"), _("đủ") if made else _("chưa gom"), _("Chạy lại ./run."))


def words() -> Finding:
    made = (environment.CHECKOUT / "locale/en/LC_MESSAGES/django.mo").exists()
    return _judged(made, _("Bản tiếng Anh"), _("đủ") if made else _("chưa biên dịch"), _("Chạy lại ./run."))


def disk() -> Finding:
    folder = environment.data_folder()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    mend = _("Giải phóng đĩa: cần ít nhất 2 GB.")
    return _judged(free >= FREE_BYTES, _("Đĩa trống"), f"{free / 1024**3:.1f} GB", mend)


def port() -> Finding:
    number, name = environment.port(), _("Cổng")
    if ports.is_free(supervisor.HOST, number):
        return Finding(name, _("%(port)d còn trống") % {"port": number})
    if supervisor.running_address(environment.data_folder()).endswith(f":{number}/"):
        return Finding(name, _("%(port)d do Giao Ban này dùng") % {"port": number})
    found = _("%(port)d bị chiếm: %(by)s") % {"port": number, "by": ports.holder(number) or "?"}
    return Finding(name, found, _("Chọn cổng khác: GIAOBAN_PORT=8001."))


def database() -> Iterator[Finding]:
    """Place, reach, version, tables and rights; later lines need the earlier ones."""
    name = _("Cơ sở dữ liệu")
    try:
        place = "DATABASE_URL" if os.environ.get("DATABASE_URL") else str(_existing_cluster().data)
        with runtime.database(), psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            number = connection.info.server_version
            found = f"PostgreSQL {number // 10000}.{number % 10000}, {place}"
            yield _judged(number >= POSTGRESQL, name, found, _("Cần PostgreSQL 15 trở lên."))
            yield tables()
            yield from (part(connection) for part in (role, trail, zone))
    except (ClusterError, CommandError, psycopg.Error) as error:
        mend = _("Chạy ./run; nếu vẫn lỗi, xem server.log trong thư mục của cơ sở dữ liệu.")
        yield Finding(name, str(error).strip(), mend)


def _existing_cluster() -> Cluster:
    cluster = Cluster(environment.data_folder())
    if not cluster.data.exists():
        raise CommandError(_("chưa tạo (%(place)s)") % {"place": cluster.data})
    return cluster


def tables() -> Finding:
    command = [sys.executable, "-m", "django", "migrate", "--check", "--skip-checks"]
    own = {"DJANGO_SETTINGS_MODULE": "giaoban.config.settings", "GIAOBAN_POOL": "0"}
    done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    found = _("đúng phiên bản") if done.returncode == 0 else _("chưa ở phiên bản này")
    return _judged(done.returncode == 0, _("Bảng"), found, "giaoban migrate")


def role(connection: psycopg.Connection) -> Finding:
    row = connection.execute(ROLE).fetchone()
    user, too_much = row or ("?", True)
    found = _("%(user)s có quá nhiều quyền") % {"user": user} if too_much else str(user)
    return _judged(not too_much, _("Vai phục vụ"), found, _("DATABASE_URL phải dùng vai giaoban_app."))


def trail(connection: psycopg.Connection) -> Finding:
    """The audit trail takes entries from us and refuses every change."""

    def may(table: str, rights: str) -> bool:
        row = connection.execute("SELECT has_table_privilege(%s, %s)", [table, rights]).fetchone()
        return bool(row and row[0])

    wrong = [table for table in SEALED if may(table, "UPDATE, DELETE, TRUNCATE") or not may(table, "INSERT")]
    found = ", ".join(wrong) or _("chỉ ghi thêm, không sửa, không xóa")
    return _judged(not wrong, _("Quyền trên nhật ký"), found, "giaoban migrate --grants-only")


def zone(connection: psycopg.Connection) -> Finding:
    row = connection.execute("SELECT zone FROM audit_installation").fetchone()
    if row is None and not environment.installation(environment.data_folder()):
        return Finding(_("Vùng mạng"), _("chưa ấn định"))
    inside, outside = row[0] if row else "–", environment.zone(environment.data_folder())
    found = inside if inside == outside else f"{inside} ≠ {outside}"
    mend = _("Trả lại đúng GIAOBAN_DATA hoặc DATABASE_URL; bỏ GIAOBAN_ZONE.")
    return _judged(inside == outside, _("Vùng mạng"), found, mend)
