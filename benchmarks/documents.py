"""A consolidated report of about sixty pages as Word and as PDF: seconds and memory, beside LibreOffice.

    python benchmarks/documents.py [--runs 5] [--pages 60]

Each measurement runs in a process of its own: the first rendering (with all that is loaded for it), the
median of further ones with other words, the most memory. The rival makes its PDF of the very same .docx. JSON
on standard output.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SENTENCE = (
    "Các cấp ủy, tổ chức đảng trong tỉnh đã tập trung lãnh đạo, chỉ đạo thực hiện nghiêm túc, toàn diện các "
    "nhiệm vụ công tác tổ chức xây dựng Đảng; chất lượng sinh hoạt chi bộ được nâng lên, việc sắp xếp tổ "
    "chức bộ máy được thực hiện đúng lộ trình. "
)
UNIT = "Đảng ủy Công ty cổ phần Đầu tư và Phát triển hạ tầng Khu công nghiệp số {}"
SECTION_PAGES = 3  # a heading, five paragraphs and a table of thirty units


def report(pages: int, run: int = 0) -> Any:
    from giaoban.documents.blocks import Column, Heading, Letterhead, Paper, Paragraph, Signature, Table

    columns = (
        Column("TT", 0.5),
        Column("Đơn vị", 3),
        Column("Chi bộ", numeric=True),
        Column("Đảng viên", numeric=True),
        Column("Tỷ lệ (%)", numeric=True, places=2),
    )
    blocks: list[Any] = []
    for number in range(1, round(pages / SECTION_PAGES) + 1):
        blocks.append(Heading(f"{number}. Nội dung thứ {number}", 1 + number % 2))
        blocks += [Paragraph(f"Kỳ {run}. {SENTENCE * 3}") for _ in range(5)]
        rows = [(str(n), UNIT.format(n), 12 * n, 1234 * n + run, Decimal(n * 3)) for n in range(1, 31)]
        blocks.append(Table(columns, rows, caption=f"Biểu {number}", source="Nguồn: báo cáo của 30 đơn vị"))
    return Paper(
        letterhead=Letterhead("Tỉnh ủy Thái Bình", "Ban Tổ chức"),
        number="12-BC/BTCTU",
        place="Thái Bình",
        day=date(2019, 9, 25),
        type_name="Báo cáo",
        about="tổng hợp công tác tổ chức xây dựng Đảng",
        created=datetime(2019, 9, 25, tzinfo=UTC),
        blocks=blocks,
        signature=Signature("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn An"),
        receivers=("Ban Tổ chức Trung ương", "Lưu Văn phòng"),
        code="7K2M-9QXA-41TF",
    )


def own(kind: str, pages: int, runs: int, target: Path) -> dict[str, Any]:
    """In this process: load, render once, render again."""
    started = time.perf_counter()
    from giaoban.documents import docx, pdf

    paper, renderer = report(pages), docx if kind == "docx" else pdf
    data = renderer.render(paper)
    first, again = time.perf_counter() - started, []
    for run in range(1, runs + 1):
        paper = report(pages, run)
        started = time.perf_counter()
        renderer.render(paper)
        again.append(time.perf_counter() - started)
    target.write_bytes(data)
    return {
        "first_s": round(first, 2),
        "again_s": round(statistics.median(again), 2),
        "bytes": len(data),
    } | most(resource.RUSAGE_SELF)


def rival(source: Path, runs: int) -> dict[str, Any]:
    """LibreOffice, started anew each time, as a service without one that waits would have to."""
    program = shutil.which("soffice")
    if program is None:
        return {"missing": "libreoffice-writer-nogui"}
    times = []
    profile = (source.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(
            [*command, "--outdir", str(source.parent / "rival"), str(source)],
            check=True,
            capture_output=True,
        )
        times.append(time.perf_counter() - started)
    made = source.parent / "rival" / source.with_suffix(".pdf").name
    said = {"first_s": round(times[0], 2), "again_s": round(statistics.median(times[1:]), 2)}
    return said | {"bytes": made.stat().st_size, "pages": count(made)} | most(resource.RUSAGE_CHILDREN)


def most(whose: int) -> dict[str, int]:
    return {"most_mb": resource.getrusage(whose).ru_maxrss // 1024}


def count(made: Path) -> int:
    from giaoban.documents import pages

    return pages.count(made.read_bytes())


def apart(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--only", choices=("docx", "pdf", "rival"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only == "rival":
        print(json.dumps(rival(args.file, min(args.runs, 3))))
        return
    if args.only:
        print(json.dumps(own(args.only, args.pages, args.runs, args.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        said = {}
        for kind in ("docx", "pdf"):
            file = Path(folder) / f"report.{kind}"
            sizes = ("--pages", str(args.pages), "--runs", str(args.runs))
            said[kind] = apart("--only", kind, "--file", str(file), *sizes)
        said["pdf"]["pages"] = count(Path(folder) / "report.pdf")
        source = str(Path(folder) / "report.docx")
        said["libreoffice, the same .docx as pdf"] = apart("--only", "rival", "--file", source)
    print(json.dumps(said, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
