"""Draws the floors of the house into docs/architecture.md from the contract that the linter checks.

usage: python tools/architecture.py [--check]
"""

import re
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/architecture.md"
BLOCK = re.compile(r"(<!-- floors -->\n).*?(<!-- /floors -->)", re.DOTALL)


def floors() -> list[list[str]]:
    """Rooms by floor, the roof first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    contract = next(c for c in contracts if c["name"].startswith("Floors"))
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def purpose(room: str) -> str:
    """First sentence of the room's own docstring."""
    text = (ROOT / "giaoban" / room / "__init__.py").read_text(encoding="utf-8")
    return text.strip().strip('"').split("\n")[0].strip() or "–"


def drawing() -> str:
    lines = ["```mermaid", "flowchart TB"]
    names = [f"F{number}" for number, _ in enumerate(floors())]
    for name, rooms in zip(names, floors(), strict=True):
        lines.append(f'    {name}["{" | ".join(rooms)}"]')
    lines += [f"    {upper} --> {lower}" for upper, lower in pairwise(names)]
    lines += ["```", "", "| floor | room | what it is |", "|---|---|---|"]
    for number, rooms in enumerate(reversed(floors())):
        lines += [f"| {number} | `{room}` | {purpose(room)} |" for room in rooms]
    return "\n".join(lines) + "\n"


def drawn(page: str) -> str:
    return BLOCK.sub(lambda m: m[1] + drawing() + m[2], page)


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv[1:]:
        return int(drawn(page) != page)
    PAGE.write_text(drawn(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
