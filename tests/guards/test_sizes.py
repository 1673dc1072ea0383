"""Files stay readable, and nothing points at one machine or one registry."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 450
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".html", ".css", ".js", ".sql", ".yml", ".sh", ""}
# Built from parts so that this file does not accuse itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/" + r"(?:work|farm|root)/")
REGISTRY = re.compile(
    "|".join(["pypi" + r"\.org", "npmjs" + r"\.(?:org|com)", "pythonhosted" + r"\.org", "deb\\." + "debian"])
)


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in names.split("\0") if name]


def outgrown(files: dict[str, int]) -> list[str]:
    return sorted(f"{name}: {lines}" for name, lines in files.items() if lines > LIMIT)


def test_no_source_file_outgrows_its_room():
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in tracked()
        if path.suffix in {".py", ".html", ".css"} and "migrations" not in path.parts and path.exists()
    }
    assert outgrown(lines) == []
    assert outgrown({"giaoban/long.py": LIMIT + 1}) == [f"giaoban/long.py: {LIMIT + 1}"]


def test_no_file_names_a_machine_or_a_registry():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.suffix in TEXT and path.exists() and path.name != "LICENSE"
        for pattern in (MACHINE_PATH, REGISTRY)
        if (match := pattern.search(path.read_text(errors="replace")))
    ]
    assert found == []


def test_the_patterns_see_what_they_look_for():
    assert MACHINE_PATH.search("see /" + "work/x")
    assert REGISTRY.search("https://" + "pypi" + ".org/simple")
