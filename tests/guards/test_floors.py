"""The house keeps its floors: imports by the contracts of pyproject.toml, foreign keys by the same order."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FLOORS = next(contract["layers"] for contract in CONTRACTS if contract["name"].startswith("Floors"))


def floor_of() -> dict[str, int]:
    """Room → floor, 0 at the bottom; neighbours share a floor."""
    return {
        room.strip(): number for number, rooms in enumerate(reversed(FLOORS)) for room in rooms.split("|")
    }


def upward(source: str, target: str, floors: dict[str, int]) -> bool:
    return source != target and target in floors and floors[target] >= floors[source]


def lint(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_app_has_a_floor_and_every_floor_an_app():
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("giaoban.")}
    assert ours | {"config", "documents", "reader"} == set(floor_of())  # these are no Django apps


def test_no_foreign_key_points_to_the_same_or_a_higher_floor():
    floors = floor_of()
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in floors
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
        and upward(model._meta.app_label, field.related_model._meta.app_label, floors)
    ]
    assert wrong == []


def test_the_check_sees_an_upward_key():
    floors = floor_of()
    assert upward("organisations", "accounts", floors)
    assert upward("files", "notices", floors)
    assert not upward("people", "organisations", floors)


def test_imports_follow_the_contracts():
    run = lint()
    assert (run.returncode, run.stdout[-2000:] if run.returncode else "") == (0, "")


def test_a_broken_contract_is_seen(tmp_path):
    config = tmp_path / "broken.toml"
    config.write_text(
        '[tool.importlinter]\nroot_package = "giaoban"\n'
        '[[tool.importlinter.contracts]]\nname = "upside down"\n'
        'type = "layers"\nlayers = ["giaoban.core", "giaoban.audit"]\n'
    )
    run = lint("--config", str(config))
    assert run.returncode == 1
    assert "upside down BROKEN" in run.stdout
