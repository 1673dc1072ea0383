"""Databases of the tests: the owner makes one template for a state of the migrations, each worker clones it.

Tests log in as giaoban_app, as the house does, so a missing right shows here first.
"""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from giaoban.config import embedded, migration
from giaoban.config.environment import CHECKOUT, parse_database_url

KEPT_TEMPLATES = 5
# By role, as they were when the tests began: a test may change the environment.
URLS: dict[str, str] = {}


def start_cluster() -> None:
    if os.environ.get("GIAOBAN_TEST_CLUSTER") == "embedded":
        cluster = embedded.Cluster(CHECKOUT / ".cache/test", embedded.TESTING)
        cluster.start()
        URLS.update({role: cluster.url(role) for role in (embedded.APP, embedded.OWNER)})
    else:
        URLS[embedded.APP] = os.environ["DATABASE_URL"]
        URLS[embedded.OWNER] = os.environ["GIAOBAN_OWNER_URL"]


def as_owner() -> psycopg.Connection:
    return psycopg.connect(URLS[embedded.OWNER], autocommit=True)


def url(role: str, name: str) -> str:
    before, question, after = URLS[role].partition("?")
    return f"{before.rpartition('/')[0]}/{name}{question}{after}"


def host() -> str:
    return str(parse_database_url(URLS[embedded.APP])["HOST"])


def template() -> str:
    """Name of the template for the migrations as they are now; made when missing, by one process."""
    name = f"giaoban_template_{migration.state()}"
    with Path(CHECKOUT / ".cache/test/template.lock").open("w") as lock, as_owner() as owner:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = "SELECT FROM pg_database WHERE datname = %s AND datistemplate"
        if owner.execute(made, [name]).fetchone() is None:
            _drop(owner, name)
            _sweep(owner)
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            migration.migrate(url(embedded.OWNER, name))
            finished = sql.SQL("ALTER DATABASE {} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
            owner.execute(finished.format(sql.Identifier(name)))
    return name


def clone(source: str, name: str) -> None:
    with as_owner() as owner:
        _drop(owner, name)
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        owner.execute(copy.format(sql.Identifier(name), sql.Identifier(source)))


def drop(name: str) -> None:
    with as_owner() as owner:
        _drop(owner, name)


def _drop(owner: psycopg.Connection, name: str) -> None:
    # FORCE ends the owner's own sessions only; those of the application role are ended in its name.
    end = "SELECT pg_terminate_backend(pid, 9999) FROM pg_stat_activity WHERE datname = %s AND usename = user"
    with psycopg.connect(URLS[embedded.APP], autocommit=True) as app:
        app.execute(end, [name])
    """Autovacuum runs as the superuser and cannot be ended by the owner: it is waited for."""
    for left in range(50, -1, -1):
        try:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            if not left:
                raise
            time.sleep(0.1)
        else:
            return


def _sweep(owner: psycopg.Connection) -> None:
    """Drop what killed runs left and all templates but the latest few."""
    named = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC OFFSET %s"
    for (left,) in owner.execute(named, ["giaoban_test_%", 0]).fetchall():
        try:
            os.kill(int(left.rpartition("_")[2]), 0)
        except ProcessLookupError:
            _drop(owner, left)
        except (PermissionError, ValueError):
            continue
    for (stale,) in owner.execute(named, ["giaoban_template_%", KEPT_TEMPLATES]).fetchall():
        with suppress(psycopg.Error):  # another run may be cloning it
            owner.execute(sql.SQL("ALTER DATABASE {} WITH IS_TEMPLATE false").format(sql.Identifier(stale)))
            _drop(owner, stale)
