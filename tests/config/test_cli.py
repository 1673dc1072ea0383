"""The command `giaoban`: help of every verb, exit codes, and sentences instead of tracebacks."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from giaoban.config import cli, diagnosis, ports, preparation, runtime
from giaoban.config.embedded import APP, OWNER
from giaoban.config.runtime import CommandError
from giaoban.documents import fonts
from tests import database

DATABASE = ("DATABASE_URL", "GIAOBAN_OWNER_URL", "GIAOBAN_ZONE", "GIAOBAN_PORT")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, and nothing else known."""
    for name in DATABASE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIAOBAN_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    try:
        code = cli.main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.mark.parametrize("name", cli.names())
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, said = run(capsys, name, "--help")
    assert code == 0
    assert said.startswith(f"usage: giaoban {name}")
    assert "Mã thoát" in said


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, "giaoban 0.9.0\n")


def test_an_unknown_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "fly")
    assert code == 2
    assert "fly" in said


@pytest.mark.parametrize("arguments", [("serve",), ("audit", "verify")])
def test_what_needs_an_installation_says_how_to_make_one(
    capsys: pytest.CaptureFixture[str], data: Path, arguments: tuple[str, ...]
) -> None:
    code, said = run(capsys, *arguments)
    assert code == 3
    assert said == "giaoban: Chưa cài đặt. Dùng thật: giaoban init. Xem minh họa: giaoban serve --demo.\n"
    assert not (data / "installation.json").exists()


def test_init_names_the_flag_that_is_missing(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    code, said = run(capsys, "init", "--zone", "connected")
    assert code == 2
    assert said.startswith("giaoban: Thiếu --unit-name:")


def test_init_does_not_touch_an_installed_house(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    runtime.write_installation(zone="connected", mark="")
    code, said = run(capsys, "init", "--zone", "independent")
    assert code == 1
    assert "đã được cài đặt (vùng connected)" in said
    assert json.loads((data / "installation.json").read_text()) == {"zone": "connected", "mark": ""}


def test_a_data_folder_never_changes_its_zone(data: Path) -> None:
    assert preparation.settle_zone(demo=True, zone=None) == "independent"
    assert preparation.settle_zone(demo=True, zone="connected") == "connected"
    runtime.write_installation(zone="connected", mark="demo")
    assert preparation.settle_zone(demo=True, zone=None) == "connected"
    with pytest.raises(CommandError, match="vùng “connected”"):
        preparation.settle_zone(demo=True, zone="independent")


def test_a_taken_port_and_its_holder_are_named(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said = run(capsys, "serve", "--demo", "--port", str(port))
        assert ports.holder(port).endswith(f", {os.getpid()}")
    assert code == 4
    assert f"Cổng {port} đã có chương trình khác dùng (" in said
    assert ports.is_free("127.0.0.1", port)


def test_a_database_of_ones_own_needs_both_roles(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://giaoban_app@127.0.0.1:1/giaoban")
    code, said = run(capsys, "migrate")
    assert code == 3
    assert "GIAOBAN_OWNER_URL" in said
    monkeypatch.setenv("GIAOBAN_OWNER_URL", "postgresql://giaoban_owner@127.0.0.1:1/giaoban")
    code, said = run(capsys, "migrate", "--grants-only")
    assert code == 1
    assert said.startswith("giaoban: ")
    assert "Traceback" not in said


def test_a_data_folder_that_cannot_be_made_is_named(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.write_text("a file")
    monkeypatch.setenv("GIAOBAN_DATA", str(data / "inside"))
    code, said = run(capsys, "serve", "--demo")
    assert code == 1
    assert said.startswith(f"giaoban: Không tạo được thư mục dữ liệu {data}/inside")


@pytest.fixture
def migrated(data: Path, django_db_setup: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A fresh clone of the migrated template, as a database of one's own."""
    name = f"giaoban_test_doctor_{os.getpid()}"
    database.clone(database.template(), name)
    for variable, role in (("DATABASE_URL", APP), ("GIAOBAN_OWNER_URL", OWNER)):
        monkeypatch.setenv(variable, database.url(role, name))
    yield name
    database.drop(name)


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    _code, said = run(capsys, "doctor", "--json")
    return {finding["name"]: finding for finding in json.loads(said)}


def test_the_doctor_finds_a_migrated_database_sound(
    capsys: pytest.CaptureFixture[str], migrated: str, data: Path
) -> None:
    runtime.make_data_folder()
    runtime.write_installation(zone="connected", mark="")
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("INSERT INTO audit_installation (id, zone, at) VALUES (1, 'connected', now())")
    found = findings(capsys)
    sound = ("Thư mục dữ liệu", "Cơ sở dữ liệu", "Bảng", "Vai phục vụ", "Quyền trên nhật ký", "Vùng mạng")
    assert {name: found[name]["mend"] for name in sound} == dict.fromkeys(sound, "")


def test_the_doctor_sees_a_trail_that_could_be_rewritten(
    capsys: pytest.CaptureFixture[str], migrated: str
) -> None:
    with psycopg.connect(os.environ["GIAOBAN_OWNER_URL"]) as owner:
        owner.execute("GRANT UPDATE ON audit_entry TO giaoban_app")
    wrong = findings(capsys)["Quyền trên nhật ký"]
    assert (wrong["ok"], wrong["found"]) == (False, "audit_entry")
    assert wrong["mend"] == "giaoban migrate --grants-only"
    assert run(capsys, "migrate", "--grants-only")[0] == 0
    assert findings(capsys)["Quyền trên nhật ký"]["ok"] is True


def test_the_doctor_sees_the_owner_serving(
    capsys: pytest.CaptureFixture[str], migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", os.environ["GIAOBAN_OWNER_URL"])
    assert findings(capsys)["Vai phục vụ"]["found"] == "giaoban_owner có quá nhiều quyền"


def test_the_doctor_sees_two_zones_in_one_house(
    capsys: pytest.CaptureFixture[str], migrated: str, data: Path
) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("INSERT INTO audit_installation (id, zone, at) VALUES (1, 'independent', now())")
    assert findings(capsys)["Vùng mạng"]["found"] == "independent ≠ connected"


def test_the_doctor_of_an_empty_house_says_what_to_do(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    code, said = run(capsys, "doctor")
    assert code == 1
    assert f"✗ Thư mục dữ liệu: {data} chưa cài đặt" in said
    assert "→ Dùng thật: giaoban init. Xem minh họa: ./run." in said
    assert "✗ Cơ sở dữ liệu: chưa tạo" in said
    assert not data.exists()


def test_a_missing_document_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    assert diagnosis.document_font().ok
    monkeypatch.setattr(fonts, "system_folders", lambda: iter(()))
    missing = diagnosis.document_font()
    assert missing.found == "không có Times New Roman"
    assert missing.mend.startswith("Cài gói fonts-liberation2 ")


def test_an_open_data_folder_and_a_full_disk_are_seen(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime.make_data_folder()
    runtime.write_installation(zone="connected", mark="")
    assert diagnosis.data_folder().ok
    data.chmod(0o755)
    assert diagnosis.data_folder().mend == f"chmod 700 {data}"
    assert diagnosis.disk().ok
    monkeypatch.setattr(diagnosis, "FREE_BYTES", 2**60)
    assert diagnosis.disk().mend == "Giải phóng đĩa: cần ít nhất 2 GB."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("province", "--day", "2019-13-01"), "“2019-13-01” không phải ngày"),
        (("national", "--size", "0"), "--size là số dương"),
    ],
)
def test_a_demonstration_asked_for_the_wrong_way_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], data: Path, arguments: tuple[str, ...], words: str
) -> None:
    code, said = run(capsys, "demo", *arguments)
    assert (code, words in said) == (2, True)
    assert not (data / "installation.json").exists()
