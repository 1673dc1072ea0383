"""`giaoban read [--json] [--on DATE] FILE…`: what texts cite, claim and ask, without database or settings."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from giaoban.config.environment import CHECKOUT
from giaoban.config.words import _, iso_day

if TYPE_CHECKING:
    from giaoban.reader import Document

help = _("Đọc văn bản: văn bản được viện dẫn, số liệu, hội nghị, nhiệm vụ (không cần cơ sở dữ liệu)")

STDIN = "-"
LABELS = {
    "result": _("kết quả"),
    "shortcoming": _("hạn chế"),
    "next_task": _("nhiệm vụ tới"),
}
WHY = {
    FileNotFoundError: _("không có tệp này"),
    IsADirectoryError: _("đây là thư mục, không phải tệp"),
    PermissionError: _("không có quyền đọc tệp này"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    files = _(".txt, .docx, .pdf, .html; - là đầu vào chuẩn")
    parser.add_argument("files", nargs="*", default=[STDIN], metavar="FILE", help=files)
    parser.add_argument("--json", action="store_true", help=_("in kết quả cho chương trình đọc"))
    on = _("ngày của văn bản, khi văn bản không nêu (YYYY-MM-DD)")
    parser.add_argument("--on", type=iso_day, default=None, help=on)


def run(args: argparse.Namespace) -> int:
    """Each file on its own: what cannot be read is named on standard error and the others go on."""
    from giaoban import reader

    _wake()
    found: list[tuple[str, Document]] = []
    failed = False
    for name in args.files:
        try:
            found.append((name, reader.read(_text(name), on=args.on)))
        except OSError as error:
            failed = True
            _complain(name, WHY.get(type(error), error.strerror))
        except _refusal() as refusal:
            failed = True
            _complain(name, refusal)
    if args.json:
        answers = [{"file": name, **_plain(document)} for name, document in found]
        if len(args.files) > 1 or answers:
            one = answers[0] if len(args.files) == 1 else answers
            print(json.dumps(one, ensure_ascii=False, indent=1))
    else:
        for name, document in found:
            print("\n".join(_lines(name, document)))
    return 1 if failed else 0


def _plain(document: "Document") -> dict[str, Any]:
    """For programs of others: the type by the letters of a symbol (Quy định is QĐ there) and by its name."""
    from giaoban.reader.catalogue import doc_type

    plain = document.as_dict()
    for citation in plain["citations"]:
        known = doc_type(citation["type"])
        citation["type"], citation["type_name"] = (known.symbol, known.label) if known else ("", "")
    return plain


def _refusal() -> type[Exception]:
    from giaoban.core.refusals import Refusal

    return Refusal


def _wake() -> None:
    """Only the language of the sentences: no room, no database, no key."""
    import django
    from django.conf import settings

    if not settings.configured:
        language = os.environ.get("GIAOBAN_LANGUAGE") or "vi"
        settings.configure(LANGUAGE_CODE=language, LOCALE_PATHS=[CHECKOUT / "locale"], INSTALLED_APPS=[])
        django.setup()


def _text(name: str) -> str:
    from giaoban.core import intake

    if name == STDIN:
        data = sys.stdin.buffer.read(intake.DEFAULT.size + 1)
        return intake.read_text(data, f"stdin.{_kind(data)}")
    path = Path(name)
    return intake.read_text(path, f"tệp{path.suffix or '.'}")


def _kind(data: bytes) -> str:
    """Standard input has no name: the ending that its first bytes ask for."""
    from giaoban.core.quarantine.texts import is_html

    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK"):
        return "docx"
    return "html" if is_html(data) else "txt"


def _complain(name: str, why: object) -> None:
    print(f"giaoban: {_('đầu vào chuẩn') if name == STDIN else name}: {why}", file=sys.stderr)


# --- for the eye ---------------------------------------------------------------------------------------


def _lines(name: str, document: "Document") -> Iterator[str]:
    yield f"== {_('đầu vào chuẩn') if name == STDIN else name}"
    if document.published_on:
        yield f"{_('Ngày của văn bản')}: {document.published_on:%d/%m/%Y}"
    if document.conference:
        yield from _conference(document)
    yield f"{_('Văn bản viện dẫn')}: {len(document.citations)}"
    for citation in document.citations:
        linked = citation.link or (" | ".join(citation.candidates) + " ?" if citation.candidates else "–")
        yield f"  {citation.start:>6}  {_one_line(citation.surface)}  → {linked}"
    yield f"{_('Số liệu')}: {len(document.figures)}"
    yield from (f"  {figure.start:>6}  {_one_line(figure.surface)}" for figure in document.figures)
    yield f"{_('Nhiệm vụ đánh số')}: {len(document.tasks)}"
    for task in document.tasks:
        lead = f" [{_one_line(task.lead.surface)}]" if task.lead else ""
        deadline = f" ({_one_line(task.deadline.surface)})" if task.deadline else ""
        yield f"  {task.start:>6}  {task.path}. {_one_line(task.surface)[:90]}{lead}{deadline}"
    told = [sentence for sentence in document.sentences if sentence.label]
    yield f"{_('Câu')}: {len(told)}"
    yield from (f"  {s.start:>6}  {LABELS[s.label]}: {_one_line(s.surface)[:90]}" for s in told)
    yield from (f"! {warning}" for warning in document.warnings)


def _conference(document: "Document") -> Iterator[str]:
    told = document.conference
    if told is None:
        return
    parts = [told.kind, told.period, f"{told.date:%d/%m/%Y}" if told.date else "", told.host, *told.places]
    yield f"{_('Hội nghị')}: " + " · ".join(filter(None, parts))
    if told.chair:
        yield f"  {_('chủ trì')}: {told.chair}"
    if told.points:
        yield f"  {_('điểm cầu')}: {', '.join(told.points)}"
    if document.people:
        named = "; ".join(f"{p.name} ({p.title})" if p.title else p.name for p in document.people)
        yield f"  {_('người được nêu')}: {named}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
