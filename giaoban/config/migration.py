"""Bring a database to the state of this release, as its owner, then say again what the application may do."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

GRANTS = Path(__file__).parent / "grants.sql"
ROOMS = Path(__file__).parents[1]
WITH_TABLES = ("django", "django-allauth", "procrastinate")


class MigrationError(Exception):
    """Django could not migrate; the text is what it said."""


def state() -> str:
    """A name for what this release migrates and grants; the database carries that of its last migrate."""
    digest = hashlib.sha256()
    # Rule packs, forms and regimes are loaded with the migrations.
    packs = [ROOMS / "regulations/services.py", *sorted(ROOMS.glob("regulations/data/*.json"))]
    forms = [ROOMS / "reporting/loader.py", *sorted(ROOMS.glob("reporting/data/*.json"))]
    for path in [GRANTS, *sorted(ROOMS.glob("*/migrations/*.py")), *packs, *forms]:
        digest.update(str(path.relative_to(ROOMS)).encode() + path.read_bytes())
    for package in WITH_TABLES:
        digest.update(version(package).encode())
    return digest.hexdigest()[:12]


def is_current(owner_url: str) -> bool:
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row == (state(),)


def migrate(owner_url: str, environ: Mapping[str, str] = os.environ) -> None:
    """Migrate in a process of its own, because this one may already serve as the application role."""
    environment = {
        **environ,
        "DJANGO_SETTINGS_MODULE": "giaoban.config.settings",
        "GIAOBAN_AS_OWNER": "1",
        "GIAOBAN_OWNER_URL": owner_url,
        "GIAOBAN_POOL": "0",
    }
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "-v0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MigrationError((done.stderr or done.stdout).strip())
    grant(owner_url)
    with psycopg.connect(owner_url) as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, state()))


def grant(owner_url: str) -> None:
    with psycopg.connect(owner_url) as connection:
        connection.execute(GRANTS.read_bytes())
