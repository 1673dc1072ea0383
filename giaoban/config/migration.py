"""Bring a database to the state of this release, as its owner, then say again what the application may do."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg

GRANTS = Path(__file__).parent / "grants.sql"


class MigrationError(Exception):
    """Django could not migrate; the text is what it said."""


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


def grant(owner_url: str) -> None:
    with psycopg.connect(owner_url) as connection:
        connection.execute(GRANTS.read_bytes())
