"""The child process that looks into a file: limits first, then everything that reads what a stranger wrote.

Started as `python -I -c "…worker.main()" <orders as JSON>` with the file on standard input; answers one JSON
object. It loads no Django, opens no other file, and as root becomes nobody before it reads a byte.
"""

import codecs
import contextlib
import hashlib
import io
import json
import os
import resource
import sys
from datetime import date, datetime
from typing import Any

import python_calamine

from giaoban.core.quarantine import closely, content, office, texts, wordfile
from giaoban.core.quarantine.limits import DangerError, Limits

_NOBODY = 65534


def main() -> None:
    orders = json.loads(sys.argv[1])
    limits = Limits(**orders["limits"])
    if orders.get("pdf"):
        texts.load_pdf_reader()
    _confine(limits)
    try:
        answer = work(sys.stdin.buffer.read(limits.size + 1), orders, limits)
        text = json.dumps(answer).encode()
        if len(text) > limits.output:
            raise DangerError("sheet.too_large", rows=limits.rows, columns=limits.columns)
    except DangerError as danger:
        text = json.dumps({"danger": danger.code, "facts": danger.facts}).encode()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
    os._exit(0)


def _confine(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))
    for encoding in ("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1252", "cp1258", "cp437"):
        codecs.lookup(encoding)  # loaded now: for nobody the library's folder may be closed
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):  # a container without this right still has the limits above
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def work(data: bytes, orders: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Facts of the file, with its sheets or its text when `orders` ask; DangerError when it is refused."""
    if len(data) > limits.size:
        raise DangerError("too_big", limit=limits.size // (1024 * 1024))
    kind = content.kind_of(data)
    if kind == "zip":
        kind = office.kind_of(data, limits)
    elif orders.get("text") and kind == "txt":
        kind = "html" if texts.is_html(data) else "txt"
    else:
        content.check(kind, data, limits)
    if kind not in orders["allowed"]:
        raise DangerError("type.not_allowed", kind=kind)
    answer: dict[str, Any] = {"kind": kind, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    if orders.get("sheets"):
        answer["sheets"] = _sheets(data, limits)
    if orders.get("closely"):
        for name, marks in closely.marks_of(data, limits).items():
            answer.setdefault("marks", {})[name] = [marks.broken, marks.merged, marks.rows]
    if orders.get("text"):
        answer["text"] = texts.read(kind, data, limits)
    if orders.get("word"):
        answer["word"] = wordfile.read(data, limits)
    return answer


def _sheets(data: bytes, limits: Limits) -> list[dict[str, Any]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        found, cells = [], 0
        for facts in book.sheets_metadata:
            if facts.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            rows = book.get_sheet_by_name(facts.name).to_python(skip_empty_area=False)
            cells += sum(map(len, rows))
            if cells > limits.cells:
                raise DangerError("sheet.too_large", rows=limits.rows, columns=limits.columns)
            visible = facts.visible is python_calamine.SheetVisibleEnum.Visible
            found.append(
                {"name": facts.name, "visible": visible, "rows": [list(map(_cell, r)) for r in rows]}
            )
    except (python_calamine.CalamineError, ValueError, KeyError, IndexError) as error:
        raise DangerError("office.broken", name="") from error
    return found


def _cell(value: Any) -> Any:
    """JSON has no day: {"d": …} is one, {"t": …} a moment."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if value == "":
        return None
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value if isinstance(value, (bool, int, str)) else str(value)
