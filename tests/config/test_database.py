"""The tests' own databases: a clone is replaced even while somebody is still connected to it."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from giaoban.config.embedded import APP, OWNER
from tests import database


@pytest.fixture
def clone(django_db_setup: None) -> Iterator[str]:
    name = f"giaoban_test_clone_{os.getpid()}"
    database.clone(database.template(), name)
    yield name
    database.drop(name)


@pytest.mark.parametrize("role", [APP, OWNER])
def test_a_clone_is_renewed_under_an_open_connection(clone: str, role: str) -> None:
    with psycopg.connect(database.url(role, clone), autocommit=True) as left:
        left.execute("INSERT INTO audit_installation (id, zone, at) VALUES (1, 'connected', now())")
        database.clone(database.template(), clone)
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")
    with psycopg.connect(database.url(APP, clone)) as fresh:
        assert fresh.execute("SELECT count(*) FROM audit_installation").fetchone() == (0,)
