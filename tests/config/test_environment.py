"""What the environment and the data folder tell the settings."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection

from giaoban.config import environment
from giaoban.config.environment import SettingError
from giaoban.organisations.models import Hierarchy


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIAOBAN_ZONE", "GIAOBAN_SECRET_KEY", "GIAOBAN_PORT", "DATABASE_URL", "GIAOBAN_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIAOBAN_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_an_empty_house_is_in_the_stricter_zone(data: Path) -> None:
    assert environment.zone(data) == "connected"
    data.mkdir()
    (data / "installation.json").write_text(json.dumps({"zone": "independent", "mark": "demo"}))
    assert (environment.zone(data), environment.mark(data)) == ("independent", "demo")


def test_an_unknown_zone_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIAOBAN_ZONE", "open")
    with pytest.raises(SettingError, match=r"GIAOBAN_ZONE=open: connected . independent"):
        environment.zone(data)


@pytest.mark.parametrize("given", ["eighty", "0", "65536", "-1"])
def test_an_impossible_port_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIAOBAN_PORT", given)
    with pytest.raises(SettingError, match=f"GIAOBAN_PORT={given}"):
        environment.port()


def test_there_is_a_web_process_for_each_core_up_to_four(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, processes in ((1, 1), (2, 2), (16, 4)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _pid, cores=cores: set(range(cores)))
        assert environment.processes() == processes
    monkeypatch.setenv("GIAOBAN_PROCESSES", "6")
    assert environment.processes() == 6


@pytest.mark.parametrize("given", ["two", "0", "65", "-1"])
def test_an_impossible_number_of_processes_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIAOBAN_PROCESSES", given)
    with pytest.raises(SettingError, match=f"GIAOBAN_PROCESSES={given}"):
        environment.processes()


@pytest.mark.parametrize("text", ["{", "[1, 2]"])
def test_a_broken_note_of_the_installation_is_named(data: Path, text: str) -> None:
    data.mkdir()
    (data / "installation.json").write_text(text)
    with pytest.raises(SettingError, match=r"installation\.json"):
        environment.installation(data)


def test_the_secret_key_is_made_once_and_is_the_owners_alone(data: Path) -> None:
    first = environment.secret_key(data)
    assert environment.secret_key(data) == first
    assert (data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data.iterdir()] == ["secret_key"]
    assert environment.secret_key(data.with_name("other")) != first


def test_the_data_folder_and_port_come_from_the_environment(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (environment.data_folder(), environment.port()) == (data, 8000)
    monkeypatch.delenv("GIAOBAN_DATA")
    monkeypatch.setenv("GIAOBAN_PORT", "8111")
    assert (environment.data_folder(), environment.port()) == (environment.CHECKOUT / ".giaoban", 8111)


@pytest.mark.parametrize(
    ("as_owner", "user"), [("", "giaoban_app"), ("0", "giaoban_app"), ("1", "giaoban_owner")]
)
def test_only_migrations_log_in_as_the_owner(
    data: Path, monkeypatch: pytest.MonkeyPatch, as_owner: str, user: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://giaoban_app@db.example/giaoban")
    monkeypatch.setenv("GIAOBAN_OWNER_URL", "postgresql://giaoban_owner@db.example/giaoban")
    monkeypatch.setenv("GIAOBAN_AS_OWNER", as_owner)
    assert environment.database()["USER"] == user


def test_connections_are_bounded_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIAOBAN_POOL", "3")
    assert environment.database()["OPTIONS"]["pool"]["max_size"] == 3
    monkeypatch.setenv("GIAOBAN_POOL", "0")
    assert "pool" not in environment.database()["OPTIONS"]


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(SettingError, match="mysql"):
        environment.parse_database_url("mysql://root@localhost/giaoban")


@pytest.mark.django_db
@pytest.mark.parametrize(("pool", "kept"), [("8", 1), ("0", 0)])
def test_a_serving_process_keeps_one_plan_of_what_it_asks_often(
    pool: str, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One for all values, each answered with its own rows; a single command keeps none."""
    monkeypatch.setenv("GIAOBAN_POOL", pool)
    given = environment.database()["OPTIONS"]
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", given.get("prepare_threshold"))
    codes = ("party", "state", "cluster")
    Hierarchy.objects.bulk_create(Hierarchy(code=code, label=code) for code in codes)
    for code in codes * 3:
        assert [row.code for row in Hierarchy.objects.filter(code=code)] == [code]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%WHERE%hierarchy%code%'"
        )
        assert cursor.fetchone() == (kept,)
        cursor.execute("DEALLOCATE ALL")
    connection.connection._prepared.clear()
