"""Reading texts: pages a second on one core, and that twice the length takes twice the time.

    python benchmarks/read.py [--pages 200] [--runs 5]

Pages of about 1,500 characters are made from sentences of the sector; noise is digits, dashes, names and
citations without sense, where a bad expression would blow up; `worst_growth` names the beginnings that,
repeated, cost most when they stand four times as often (4 is linear). The limits in the same run: Unicode's
own normalisation of the text, and one bare pattern over it. JSON on standard output.
"""

import argparse
import json
import random
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.noise import PIECES  # noqa: E402  the path is set above

PAGE, MEGABYTE = 1_500, 1_000_000
HEADS = (
    (
        "Thứ {w}, {d:02}.{m:02}.{y} "
        "| 17:20:59\n89 lượt xem\n\nChiều {d}-{m}, tại Long Khê, Ban Tổ chức Tỉnh ủy tổ chức "
        "hội nghị giao ban công tác tổ chức xây dựng Đảng quý {q}.{y}. Đồng chí Trần Văn Thuận, Ủy viên Ban "
        "Thường vụ, "
        "Trưởng Ban Tổ chức Tỉnh ủy, chủ trì hội nghị.\n\n"
    ),
    (
        "Lan Anh 17:53, {d:02}/{m:02}/{y}\n\nSáng ngày {d}/{m}, cụm thi đua số {q} sơ kết phong trào 6 tháng "
        "đầu năm {y}.\n\n"
    ),
)
BODY = (
    "Toàn tỉnh có {n} đảng viên, {a}/{b} đơn vị đã sắp xếp bộ máy, đạt {p} % kế hoạch. ",
    "Các cấp ủy đã quán triệt Nghị quyết số 18-NQ/TW ngày 25/10/2017 và Quy định 205 của Bộ Chính trị. ",
    "Nghị quyết Trung ương 4 khóa XI, XII gắn với Chỉ thị 05 được triển khai nghiêm túc ở cơ sở. ",
    "Tuy nhiên, công tác rà soát quy hoạch ở một số nơi chưa bảo đảm, chế độ báo cáo còn chậm. ",
    "Ban Tổ chức các cấp ủy phối hợp chặt chẽ với các ban đảng tham mưu cho cấp ủy về công tác cán bộ. ",
    "Đồng chí Lê Thị Thu Hà, Phó Bí thư Thường trực Tỉnh ủy, đề nghị các đơn vị tiếp tục đổi mới sinh hoạt. ",
    "\n1. Giao Văn phòng Tỉnh ủy chủ trì, phối hợp Ban Tổ chức hoàn thành đề án trước ngày 30/6/{y}.\n",
    "Nhiều mô hình mới, cách làm hay được chia sẻ và nhân rộng ở khắp các địa phương trong tỉnh. ",
    "Chất lượng sinh hoạt chi bộ được nâng lên rõ rệt, nội dung sát với nhiệm vụ chính trị của từng nơi. ",
)
NOISE = (
    "1",
    "12/",
    "-",
    " số ",
    ".",
    ",",
    "18-NQ",
    "/TW",
    " ngày ",
    "(",
    "Nguyễn ",
    "Trần Văn ",
    "%",
    " và ",
    "khóa ",
)


SPANS = ((2, 7), (1, 28), (1, 12), (2018, 2025), (1, 4), (1, 20), (21, 40))


def pages(count: int) -> list[str]:
    dice = random.Random(4)  # noqa: S311 (repeatable pages)
    made = []
    for _ in range(count):
        text = ""
        while len(text) < PAGE:
            facts = dict(zip("wdmyqab", (dice.randint(*span) for span in SPANS), strict=True))
            facts |= {"n": f"{dice.randint(1, 99)}.174", "p": f"{dice.randint(10, 99)},34"}
            text += dice.choice(BODY if text else HEADS).format(**facts)
        made.append(text[:PAGE])
    return made


def noise(size: int) -> str:
    dice = random.Random(9)  # noqa: S311 (repeatable noise)
    return "".join(dice.choice(NOISE) for _ in range(size))[:size]


def seconds(work: Callable[[], Any]) -> float:
    """Of this process on one core, whatever else the machine does."""
    started = time.process_time()
    work()
    return time.process_time() - started


def median(runs: int, work: Callable[[], Any]) -> float:
    return statistics.median(seconds(work) for _ in range(runs))


def fourfold(piece: str) -> float:
    """How many times longer a repeated beginning takes when it stands four times as often."""
    from giaoban import reader

    short, long = (piece * (size // len(piece)) for size in (10_000, 40_000))
    return round(
        min(seconds(partial(reader.read, long)) for _ in range(2))
        / min(seconds(partial(reader.read, short)) for _ in range(3)),
        1,
    )


def main() -> None:
    from giaoban import reader
    from giaoban.reader import conference, figures, people, sentences

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    texts = pages(args.pages)
    whole = "\n".join(texts)
    normal = [reader.normalise(text) for text in texts]
    bare = re.compile(r"\d+(?:[.,/-]\d+)*")
    reader.read(texts[0])  # registry and tables are loaded

    def rate(work: Callable[[], Any]) -> int:
        return round(args.pages / median(args.runs, work))

    parts: dict[str, Callable[[], Any]] = {
        "normalise": lambda: [reader.normalise(text) for text in texts],
        "figures": lambda: [figures.find_figures(one) for one in normal],
        "people": lambda: [people.find_people(one) for one in normal],
        "sentences": lambda: [sentences.find_sentences(one) for one in normal],
        "conference": lambda: [conference.find_conference(one) for one in normal],
    }
    growth = {}
    for kind, make in (("noise", noise), ("text", lambda size: (whole * (size // len(whole) + 1))[:size])):
        for size in (MEGABYTE // 4, MEGABYTE // 2, MEGABYTE):
            work = partial(reader.read, make(size))
            growth[f"{kind} {size}"] = round(min(seconds(work) for _ in range(2)), 2)
    fours = {piece: fourfold(piece) for piece in PIECES}
    worst = sorted(fours.items(), key=lambda pair: -pair[1])[:5]
    report = {
        "pages_a_second": rate(lambda: [reader.read(text) for text in texts]),
        "parts_pages_a_second": {name: rate(work) for name, work in parts.items()},
        "limits_pages_a_second": {
            "unicode NFC alone": rate(lambda: [unicodedata.normalize("NFC", text) for text in texts]),
            "one bare pattern": rate(lambda: [bare.findall(text) for text in texts]),
        },
        "seconds_by_length": growth,
        "worst_growth": dict(worst),
        "figures_a_page": round(sum(len(figures.find_figures(one)) for one in normal) / args.pages, 1),
    }
    print(json.dumps(report, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
