"""Documentation that cannot drift: the drawing of the floors, every permission, every command."""

import subprocess
import sys
from pathlib import Path

from giaoban.core.registries import permissions

ROOT = Path(__file__).resolve().parents[2]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))


def unmentioned(names: list[str], text: str) -> list[str]:
    return [name for name in names if f"`{name}`" not in text]


def test_the_drawing_of_the_floors_is_the_contract():
    assert subprocess.call([sys.executable, ROOT / "tools/architecture.py", "--check"], cwd=ROOT) == 0


def test_every_permission_is_explained():
    assert unmentioned([permission.code for permission in permissions], TEXT) == []


def test_every_command_is_explained():
    commands = [path.stem for path in (ROOT / "giaoban/config/commands").glob("[a-z]*.py")]
    assert len(commands) > 3
    assert unmentioned([f"giaoban {command}" for command in commands], TEXT) == []


def test_what_is_not_written_down_is_seen():
    assert unmentioned(["giaoban fly"], TEXT) == ["giaoban fly"]
