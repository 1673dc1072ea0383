"""Files from outside: 250 and more hostile ones, 200 honest ones, 10,000 with bytes changed at random.

    python benchmarks/hostile.py [--mutations 10000]

Each goes through the house's own intake, in its child process with limits. What is told: how many were
taken, refused with a sentence, or neither; the slowest and the largest child against the limits of CHECKS 28
(10 s, 768 MB). The control opens the same hostile Word and Excel files with the usual libraries and no check
before: most open. JSON on standard output.
"""

import argparse
import io
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
os.environ.setdefault("GIAOBAN_SECRET_KEY", "unused")
os.environ.setdefault("GIAOBAN_DATA", str(ROOT / ".cache/benchmarks"))

ENDINGS = ("docx", "xlsx", "pdf", "png", "jpg", "txt")
NAMES = (
    "../a.{}",
    "..\\a.{}",
    "/a.{}",
    "C:a.{}",
    "a\0.{}",
    "a\n.{}",
    ".{}",
    "a\u202e.{}",
    "a" * 250 + ".{}",
    "a*.{}",
)
CUTS = (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 0.97)
SECONDS, MEGABYTES = 10, 768
ON = date(2019, 9, 25)
File = tuple[str, bytes]


def plain() -> dict[str, bytes]:
    """One honest file of each kind."""
    from tests.factories.files import docx_parts, jpg, packed, pdf, png, xlsx_parts

    made = (packed(docx_parts()), packed(xlsx_parts()), pdf(), png(64, 64), jpg(), "Kính gửi".encode())
    return dict(zip(ENDINGS, made, strict=True))


def hostile() -> Iterator[File]:
    """The list of the tests; names that climb, under every kind; one kind as another; cut files."""
    from tests.factories.hostile import HOSTILE

    for _what, name, make, _code in HOSTILE:
        yield name, make()
    kinds = plain()
    for ending, content in kinds.items():
        yield from ((name.format(ending), content) for name in NAMES)
        yield from ((f"a.{other}", content) for other in ENDINGS if other != ending)
        if ending != "txt":
            yield from ((f"a.{ending}", content[: int(len(content) * part)]) for part in CUTS)


def honest() -> Iterator[File]:
    """The list of the tests, the house's own papers of both formats, and what two libraries write."""
    import docx
    import openpyxl

    from giaoban.correspondence.papers import catalogue, fill, sample
    from giaoban.correspondence.queries.templates import sample_head
    from giaoban.documents import docx as word
    from giaoban.documents import pdf
    from tests.factories.honest import HONEST

    for _what, name, make, _kind in HONEST:
        yield name, make()
    for template in catalogue():
        paper = fill(template, sample(template), sample_head("Tỉnh ủy Thái Bình", "Ban Tổ chức", ON))
        yield f"{template.code}.docx", word.render(paper)
        yield f"{template.code}.pdf", pdf.render(paper)
    for number in range(63):
        letter, out = docx.Document(), io.BytesIO()
        letter.add_heading(f"Báo cáo số {number}", 1)
        letter.add_paragraph("Đảng bộ xã Hòa Bình " * (number + 1))
        letter.add_table(number % 7 + 1, 4).style = "Table Grid"
        letter.save(out)
        yield f"Báo cáo {number}.docx", out.getvalue()
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in range(number + 1):
            book.active.append([f"Chi bộ thôn {row}", row, row / 3, "=B1+C1"])
        book.save(out)
        yield f"Biểu {number}.xlsx", out.getvalue()


def mutated(count: int) -> Iterator[File]:
    dice = random.Random(28)  # noqa: S311 (a repeatable measurement)
    kinds = [(ending, content) for ending, content in plain().items() if ending in {"docx", "xlsx"}]
    for number in range(count):
        ending, whole = kinds[number % 2]
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        yield f"a.{ending}", bytes(data)


def fed(files: Iterator[File]) -> dict[str, Any]:
    """What became of them; the slowest in seconds."""
    from giaoban.core.intake import inspect
    from giaoban.core.refusals import Refusal

    def one(file: File) -> tuple[str, float]:
        started = time.monotonic()
        try:
            inspect(file[1], file[0])
            outcome = "taken"
        except Refusal as refusal:
            outcome = "refused" if refusal.message else "refused without a word"
        except Exception as failed:  # noqa: BLE001 (whatever else comes is counted)
            outcome = f"failed: {type(failed).__name__}"
        return outcome, time.monotonic() - started

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(one, files))
    outcomes = Counter(outcome for outcome, _seconds in told)
    return {"files": len(told), **outcomes, "slowest_s": round(max(seconds for _o, seconds in told), 2)}


def unchecked() -> dict[str, int]:
    """The control: how many of the hostile Word and Excel files the usual libraries open. Each in a
    child, for some would take all memory."""
    opened = Counter[str]()
    for name, content in hostile():
        ending = name.rpartition(".")[2]
        if ending not in {"docx", "xlsx"} or len(content) > 5_000_000:
            continue
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_AS, (2048 * 1024 * 1024,) * 2)
            resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os._exit(_opens(ending, content))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        opened["opened" if code == 0 else "not opened"] += 1
    return dict(opened)


def _opens(ending: str, content: bytes) -> int:
    import docx
    import openpyxl

    try:
        if ending == "docx":
            docx.Document(io.BytesIO(content))
        else:
            openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # noqa: BLE001 (a library may fail in any way)
        return 1
    return 0


def main() -> None:
    import django

    options = argparse.ArgumentParser()
    options.add_argument("--mutations", type=int, default=10_000)
    wanted = options.parse_args()
    django.setup()
    told: dict[str, Any] = {
        "limits": {"seconds": SECONDS, "megabytes": MEGABYTES},
        "hostile": fed(hostile()),
        "honest": fed(honest()),
        "mutated": fed(mutated(wanted.mutations)),
        "largest_child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "control_without_checks": unchecked(),
    }
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
