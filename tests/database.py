"""Databases of the tests: the owner makes one template for a state of the migrations, each worker clones it.

Tests log in as giaoban_app, as the house does, so a missing right shows here first.
"""

import fcntl
import hashlib
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from giaoban.config import embedded, migration
from giaoban.config.environment import CHECKOUT, parse_database_url

KEPT_TEMPLATES = 5


def as_owner(database: str | None = None) -> psycopg.Connection:
    where = {} if database is None else {"dbname": database}
    return psycopg.connect(make_conninfo(os.environ["GIAOBAN_OWNER_URL"], **where), autocommit=True)


def start_cluster() -> None:
    if os.environ.get("GIAOBAN_TEST_CLUSTER") == "embedded":
        cluster = embedded.Cluster(CHECKOUT / ".cache/test", embedded.TESTING)
        cluster.start()
        os.environ["DATABASE_URL"] = cluster.url()
        os.environ["GIAOBAN_OWNER_URL"] = cluster.url(embedded.OWNER)


def socket_or_host() -> str:
    return str(parse_database_url(os.environ["DATABASE_URL"])["HOST"])


def _state() -> str:
    digest = hashlib.sha256()
    for path in [migration.GRANTS, *sorted((CHECKOUT / "giaoban").glob("*/migrations/*.py"))]:
        digest.update(str(path.relative_to(CHECKOUT)).encode() + path.read_bytes())
    for package in ("django", "django-allauth", "procrastinate"):
        digest.update(version(package).encode())
    return digest.hexdigest()[:12]


def template() -> str:
    """Name of the template for the migrations as they are now; made when missing, by one process."""
    name = f"giaoban_template_{_state()}"
    with Path(CHECKOUT / ".cache/test/template.lock").open("w") as lock, as_owner() as owner:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = "SELECT FROM pg_database WHERE datname = %s AND datistemplate"
        if owner.execute(made, [name]).fetchone() is None:
            _drop(owner, name)
            _sweep(owner)
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            migration.migrate(_url_of(name))
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
    owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


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


def _url_of(name: str) -> str:
    before, question, after = os.environ["GIAOBAN_OWNER_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{name}{question}{after}"
