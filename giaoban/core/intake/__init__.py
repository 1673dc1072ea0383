"""Files from outside: looked at in a child process with limits, by content and never by name (CHECKS 28).

`inspect` gives the facts of a file that may be kept, `read_sheet` the cells of an Excel file, `read_text` the
words of a document, `read_word` a Word file with its controls. Each raises a Refusal that says in words what
is wrong and what to do.
"""

import json
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine
from django.utils.translation import gettext as _

import giaoban
from giaoban.core.intake.messages import kind_name, sentence
from giaoban.core.quarantine import texts
from giaoban.core.quarantine.content import EXTENSIONS, MEDIA_TYPES
from giaoban.core.quarantine.limits import DEFAULT, MEGABYTE, Limits
from giaoban.core.refusals import Refusal
from giaoban.core.text import clean

__all__ = [
    "DEFAULT",
    "MEDIA_TYPES",
    "MEGABYTE",
    "Cell",
    "FileFacts",
    "Limits",
    "Sheet",
    "inspect",
    "read_sheet",
    "read_text",
    "read_word",
]

Source = bytes | Path | BinaryIO
Cell = str | int | float | bool | date | datetime | None
# A signature file is only taken where a signed copy is asked for.
ORDINARY = tuple(kind for kind in MEDIA_TYPES if kind != "p7s")
LONGEST_NAME = 200
# Without site (-S) the child starts in half the time; it needs this package and the reader of Excel files.
_PATHS = [str(Path(module.__file__ or "").parents[1]) for module in (giaoban, python_calamine)]
_START = f"import sys; sys.path[:0] = {_PATHS!r}; from giaoban.core.quarantine.worker import main; main()"
_slots = threading.BoundedSemaphore(4)  # more at once would only wait for the processor
_WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class FileFacts:
    """`name` is cleaned (NFC, no path); `kind` one of MEDIA_TYPES."""

    name: str
    kind: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the first row of the sheet on; whole numbers are int, empty cells None, text is cleaned.

    Only when it was read `closely`, all counted from 0: `broken` says where a formula has no stored value
    ("formula") or gives an error ("error"), `merged` are (top, left, bottom, right).
    """

    name: str
    rows: list[tuple[Cell, ...]]
    visible: bool = True
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()


def inspect(
    source: Source,
    name: str,
    *,
    allowed: Collection[str] = ORDINARY,
    limits: Limits = DEFAULT,
) -> FileFacts:
    """The facts of a file that may be kept; `allowed` are keys of MEDIA_TYPES. Else a Refusal."""
    return _facts(_ask(source, name, allowed, limits), name)


def read_sheet(
    source: Source, name: str = "bảng.xlsx", *, limits: Limits = DEFAULT, closely: bool = False
) -> list[Sheet]:
    """The worksheets of an Excel file after the checks of `inspect`; a formula gives its stored value."""
    answer = _ask(source, name, ("xlsx",), limits, sheets=True, closely=closely)
    return [_sheet(sheet, answer.get("marks", {}).get(sheet["name"])) for sheet in answer["sheets"]]


def _sheet(sheet: dict[str, Any], marks: Any) -> Sheet:
    broken, merged, hidden = marks or ((), (), ())
    return Sheet(
        clean(sheet["name"]),
        [tuple(_cell(value) for value in row) for row in sheet["rows"]],
        sheet["visible"],
        {(row, column): what for row, column, what in broken},
        tuple((top, left, bottom, right) for top, left, bottom, right in merged),
        frozenset(hidden),
    )


def read_text(source: Source, name: str, *, limits: Limits = DEFAULT) -> str:
    """The words of a .txt, .docx, .pdf or .html as they stand, a line for each paragraph; nothing is tidied.

    Plain text may be UTF-8, UTF-16 or Windows-1258. A scan without a layer of text is refused.
    """
    quick = replace(limits, cpu=min(limits.cpu, 8), wall=min(limits.wall, 10))
    pdf = _bytes(source, replace(limits, size=4)).startswith(b"%PDF")
    return str(_ask(source, name, texts.KINDS, quick, text=True, pdf=pdf)["text"])


def read_word(source: Source, name: str, *, limits: Limits = DEFAULT) -> dict[str, Any]:
    """A .docx as plain data (see quarantine.wordfile): blocks with controls, tracked changes, comments."""
    quick = replace(limits, wall=min(limits.wall, 10))
    answer: dict[str, Any] = _ask(source, name, ("docx",), quick, word=True)["word"]
    return answer


def safe_name(name: str) -> str:
    """The name as it is kept; Refusal for a path, hidden characters or nothing before the ending."""
    tidy = clean(name)
    hidden = any(
        unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in name if c not in "\u200b\u200c\u200d\ufeff"
    )
    stem, dot, _ending = tidy.rpartition(".")
    if (
        hidden
        or len(tidy) > LONGEST_NAME
        or re.search(r'[/\\:*?"<>|]', tidy)
        or not dot
        or not stem.strip(". ")
    ):
        raise _refusal("name", {})
    return tidy


def _ask(
    source: Source, name: str, allowed: Collection[str], limits: Limits, **wanted: bool
) -> dict[str, Any]:
    names = ", ".join(kind_name(kind) for kind in allowed)
    ending = safe_name(name).rpartition(".")[2].casefold()
    answer = _run(source, {"limits": asdict(limits), "allowed": list(allowed), **wanted}, limits)
    if "danger" in answer:
        facts = answer["facts"]
        raise _refusal(
            answer["danger"], {**facts, "allowed": names, "kind_name": kind_name(str(facts.get("kind", "")))}
        )
    if {**EXTENSIONS, "html": "html", "htm": "html"}.get(ending) != answer["kind"]:
        raise _refusal("extension", {"kind_name": kind_name(answer["kind"])})
    return answer


def _run(source: Source, orders: dict[str, Any], limits: Limits) -> dict[str, Any]:
    if not _slots.acquire(timeout=_WAIT_SECONDS):
        raise _refusal("busy", {})
    try:
        done = subprocess.run(  # noqa: S603 (our own program; what the stranger wrote is on its input)
            [sys.executable, "-I", "-S", "-B", "-c", _START, json.dumps(orders)],
            input=_bytes(source, limits),
            capture_output=True,
            timeout=limits.wall,
            cwd="/",
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _refusal("too_complex", {}) from None
    finally:
        _slots.release()
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # killed by a limit, or a parser gave up
        raise _refusal("too_complex", {}) from None
    if not isinstance(answer, dict):
        raise _refusal("too_complex", {})
    return answer


def _bytes(source: Source, limits: Limits) -> bytes:
    """At most one byte more than may be kept."""
    if isinstance(source, bytes):
        return source[: limits.size + 1]
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(limits.size + 1)
    source.seek(0)
    data = source.read(limits.size + 1)
    source.seek(0)
    return data


def _facts(answer: dict[str, Any], name: str) -> FileFacts:
    kind = str(answer["kind"])
    return FileFacts(safe_name(name), kind, MEDIA_TYPES[kind], int(answer["size"]), str(answer["sha256"]))


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        if "d" in value:
            return date.fromisoformat(value["d"])
        moment = datetime.fromisoformat(value["t"])
        return moment.date() if moment.time().isoformat() == "00:00:00" else moment
    if isinstance(value, str):
        return clean(value, multiline="\n" in value or "\t" in value)
    return value  # type: ignore[no-any-return]  # str is handled above; what is left is a number, a bool or None


def _refusal(code: str, facts: dict[str, Any]) -> Refusal:
    return Refusal(
        f"file.{code}",
        sentence(code, facts),
        field="file",
        rule=_("Tệp từ ngoài được kiểm tra theo nội dung trước khi lưu; tệp có thể gây hại không được nhận."),
    )
