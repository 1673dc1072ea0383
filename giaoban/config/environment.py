"""What an installation tells its settings: data folder, secret key, zone, database, fetched packages.

No Django here: the command line reads these before the settings exist.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from giaoban.core.secrecy import Zone

CHECKOUT = Path(__file__).resolve().parents[2]
PLANNED_AFTER = 5  # asked so often on one connection, a statement's plan is kept there (100 of them, 20 MB)


class SettingError(ValueError):
    """A variable or a file of the installation says something that cannot be."""


def data_folder() -> Path:
    return Path(os.environ.get("GIAOBAN_DATA") or CHECKOUT / ".giaoban").expanduser().resolve()


def cache_folder() -> Path:
    """What can be made again at any time: collected static files, fetched packages."""
    return CHECKOUT / ".cache"


def port() -> int:
    given = os.environ.get("GIAOBAN_PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise SettingError(f"GIAOBAN_PORT={given}: 1–65535")
    return int(given)


def processes() -> int:
    """Web processes of a server: one page at a time keeps one core busy; each takes about 150 MB."""
    given = os.environ.get("GIAOBAN_PROCESSES") or str(min(len(os.sched_getaffinity(0)), 4))
    if not given.isdecimal() or not 0 < int(given) <= 64:
        raise SettingError(f"GIAOBAN_PROCESSES={given}: 1–64")
    return int(given)


def connections() -> int:
    """Connections to the database that one process keeps; 0, for tests and single commands: no pool."""
    return int(os.environ.get("GIAOBAN_POOL", "8"))


def secret_key(data: Path) -> str:
    """The signing key of this data folder, made at the first start and readable by its owner only."""
    if given := os.environ.get("GIAOBAN_SECRET_KEY"):
        return given
    path = data / "secret_key"
    if path.exists():
        return path.read_text().strip()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48))
    try:
        os.link(fresh, path)  # two first starts at once: the first one wins, both read the same key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text().strip()


def installation(data: Path) -> dict[str, Any]:
    """What `giaoban init` wrote down; empty before it ran."""
    path = data / "installation.json"
    try:
        return dict(json.loads(path.read_text())) if path.exists() else {}
    except (ValueError, TypeError) as error:
        raise SettingError(f"{path}: {error}") from error


def zone(data: Path) -> str:
    """GIAOBAN_ZONE, else what init wrote, else the stricter zone."""
    given = os.environ.get("GIAOBAN_ZONE") or installation(data).get("zone") or Zone.CONNECTED
    if given not in set(Zone):
        raise SettingError(f"GIAOBAN_ZONE={given}: {' | '.join(Zone)}")
    return Zone(given).value


def mark(data: Path) -> str:
    """ "demo" when the folder holds demonstration data, which every page then says."""
    return str(installation(data).get("mark", ""))


def opening_period(data: Path) -> str:
    """The period on which a demonstration opens; empty elsewhere: the house opens on the running one."""
    return str(installation(data).get("period", ""))


def standing_day(data: Path) -> str:
    """The day on which a demonstration stands (ISO); empty elsewhere: time runs."""
    return str(installation(data).get("today", ""))


def database() -> dict[str, Any]:
    """The application role's connection, or the owner's while GIAOBAN_AS_OWNER=1 (migrations)."""
    as_owner = os.environ.get("GIAOBAN_AS_OWNER") == "1"
    url = (os.environ.get("GIAOBAN_OWNER_URL") if as_owner else None) or os.environ.get("DATABASE_URL", "")
    parsed = parse_database_url(url or "postgresql:///giaoban?user=giaoban_app")
    # One text for every reader, values beside it: three quarters of the database's work was planning.
    parsed["OPTIONS"]["server_side_binding"] = True
    # Bounded: without a pool 155 of 800 requests failed at 200 in flight.
    if size := connections():
        parsed["OPTIONS"]["pool"] = {"min_size": 1, "max_size": size, "timeout": 10}
        parsed["OPTIONS"]["prepare_threshold"] = PLANNED_AFTER
    return parsed


def parse_database_url(url: str) -> dict[str, Any]:
    """A PostgreSQL URL as a Django database entry; a socket folder is given as `?host=/run/…`.

    >>> entry = parse_database_url("postgresql:///giaoban?host=/run/x&user=giaoban_app")
    >>> entry["HOST"], entry["NAME"], entry["USER"]
    ('/run/x', 'giaoban', 'giaoban_app')
    >>> parse_database_url("postgresql://u:p%40@db.example:5433/g?sslmode=require")["PASSWORD"]
    'p@'
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError(f"DATABASE_URL: postgresql://…, not {parts.scheme or 'nothing'}://")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or ""
    user = options.pop("user", "") or unquote(parts.username or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "giaoban",
        "USER": user,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(options),
    }


def vendored_paths(packages: Path) -> dict[str, Path]:
    """Where set-up puts the fonts, by the prefix under which they are served."""
    return {
        "vendor/inter": packages / "@fontsource-variable/inter/files",
        "vendor/be-vietnam-pro": packages / "@fontsource/be-vietnam-pro/files",
    }


def vendored(packages: Path) -> list[tuple[str, Path]]:
    """Fonts that set-up fetched, served under /static/vendor/…; none when set-up has not run."""
    return [(prefix, folder) for prefix, folder in vendored_paths(packages).items() if folder.is_dir()]


def icons() -> Path:
    return CHECKOUT / "node_modules/lucide-static/icons"
