"""Searching 300,000 records: what a reader waits for, against a sequential scan and the bare index.

    python benchmarks/search.py [--records 300000] [--runs 5]

Records are made by SQL from a fixed vocabulary, the same at every run: names of units, posts, documents,
tasks, reports of several paragraphs, kiến nghị. Four readers (the Centre, a province, a commune, everything)
ask twelve questions as the search page does: all rights, counts, ranks and passages included. Beside it the
same words in the same database: without an index, and the index alone, without rights and ranks.
Milliseconds go to standard output as JSON.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import tree  # noqa: E402  the path is set above

ON = date(2025, 7, 1)
# shares of a hundred records, and whether everybody may read them
KINDS = (
    ("unit", 34, True, 0),
    ("person", 12, True, 0),
    ("document", 10, True, 2),
    ("task", 24, False, 1),
    ("report", 12, False, 8),
    ("recommendation", 6, False, 1),
    ("conference", 2, False, 3),
)
PLACES = (
    "Thái Bình", "Hưng Yên", "Hòa Bình", "Long An", "Tây Ninh", "Đồng Nai", "Lâm Đồng", "Quảng Trị",
    "Đắk Nông", "Sơn La", "An Giang", "Cà Mau", "Bắc Kạn", "Nghệ An", "Khánh Hòa", "Tuyên Quang", "Phú Thọ",
)  # fmt: skip
HEADS = {
    "unit": ("Chi bộ thôn", "Đảng ủy xã", "Đảng bộ phường", "Chi bộ trường học", "Ban Tổ chức Tỉnh ủy"),
    "person": ("Nguyễn Văn", "Trần Thị", "Lê Quang", "Phạm Thị", "Hoàng Đình", "Vũ Minh"),
    "document": ("Nghị quyết", "Kết luận", "Hướng dẫn", "Kế hoạch", "Quyết định", "Công văn"),
    "task": (
        "Hoàn thành đề án",
        "Rà soát",
        "Xây dựng kế hoạch",
        "Kiểm tra việc",
        "Báo cáo kết quả",
        "Sơ kết",
    ),
    "report": ("Báo cáo giao ban quý I", "Báo cáo giao ban quý II", "Báo cáo 9 tháng", "Báo cáo năm"),
    "recommendation": ("Đề nghị hướng dẫn", "Kiến nghị bổ sung", "Đề nghị sửa đổi", "Kiến nghị giao"),
    "conference": ("Hội nghị giao ban trực tuyến", "Hội nghị sơ kết", "Hội nghị cụm thi đua"),
}
MATTERS = (
    "sắp xếp tổ chức bộ máy của hệ thống chính trị", "tinh giản biên chế", "kết nạp đảng viên mới",
    "nâng cao chất lượng sinh hoạt chi bộ", "quy hoạch cán bộ", "luân chuyển cán bộ", "đánh giá, xếp loại",
    "bảo vệ chính trị nội bộ", "phát triển đảng trong doanh nghiệp tư nhân", "đại hội chi bộ",
    "thực hiện tự phê bình và phê bình", "chế độ, chính sách đối với cán bộ", "cấp phát thẻ đảng viên",
    "đào tạo, bồi dưỡng lý luận", "kiện toàn cấp ủy", "quản lý hồ sơ đảng viên",
)  # fmt: skip
LETTERS = ("NQ/TW", "KL/TW", "HD/BTCTW", "KH/TU", "QĐ/TU", "CV/BTCTU")
QUESTIONS = (
    "thai binh", "Thái Bình", "tinh giản biên chế", "tinh gian bien che hoa binh", "18 nq tw", "96-QĐ/TU",
    "214hdbtctw", "nguyen van 217", "Đảng ủy xã Đồng Nai", "sinh hoạt chi bộ", "đảng viên", "khongcotunao",
)  # fmt: skip
COMMON = ("cán bộ", "chi bo", "tổ chức")  # in a third of everything, or more

TOLD = "SELECT id FROM bench_unit b WHERE b.place > u.place ORDER BY b.place LIMIT 20"
# every fourth record that is not public is open to twenty more units
FILL = f"""
INSERT INTO search_searchentry (secrecy, starts, ends, lapses, kind, object_id, unit_id, audience, title,
    body, url, sort_key, public, period, words)
SELECT 'normal', date '2015-01-01' + (n %% 3800), date '9999-12-31', date '9999-12-31', %(kind)s, n, u.id,
    CASE WHEN %(public)s OR n %% 4 > 0 THEN ARRAY[]::bigint[] ELSE ARRAY({TOLD}) END,
    h.text || ' ' || n || ' ' || p.text || coalesce(' ' || n %% 400 || '-' || s.text, ''),
    coalesce(b.text, ''), '/x/' || n || '/', h.text || lpad(n::text, 8, '0'), %(public)s,
    (2015 + n %% 10) || '-q' || (1 + n %% 4),
    h.words || to_tsvector('simple', n::text) || p.words || coalesce(s.words, '') || coalesce(b.words, '')
    || array_to_tsvector(ARRAY['=' || %(kind)s || CASE WHEN %(public)s THEN '+' ELSE '' END])
    || CASE WHEN %(public)s THEN '' ELSE array_to_tsvector(ARRAY['@' || u.id]) END
    || CASE WHEN %(public)s OR n %% 4 > 0 THEN ''
       ELSE array_to_tsvector(ARRAY(SELECT '@' || t.id FROM ({TOLD}) t)) END
    || CASE WHEN s.glued IS NULL THEN ''
       ELSE array_to_tsvector(ARRAY[n %% 400 || s.glued, (n %% 400)::text]) END
FROM generate_series(%(first)s, %(last)s) n
JOIN bench_unit u ON u.place = (n::bigint * 7919) %% %(units)s
JOIN bench_word h ON h.role = %(kind)s AND h.place = n %% %(heads)s
JOIN bench_word p ON p.role = 'place' AND p.place = (n / 7) %% %(places)s
LEFT JOIN bench_word s ON %(kind)s = 'document' AND s.role = 'symbol' AND s.place = n %% %(symbols)s
LEFT JOIN bench_body b ON b.paragraphs = %(paragraphs)s AND b.place = (n::bigint * 31) %% 500
"""  # noqa: S608 (nothing of it comes from outside)


@contextmanager
def database() -> Iterator[None]:
    tree.DATABASE = "giaoban_benchmark_search"
    with tree.database():
        import django

        django.setup()
        yield


def fill(records: int) -> None:
    """The vocabulary with its words as the house writes them, then the records by one statement a kind."""
    import psycopg

    from giaoban.search.rules import symbols, vector

    owner = psycopg.connect(
        os.environ["GIAOBAN_OWNER_URL"], autocommit=True, cursor_factory=psycopg.ClientCursor
    )
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_unit AS"
            " SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM organisations_unit"
        )
        cursor.execute("CREATE INDEX ON bench_unit (place)")
        cursor.execute(
            "CREATE TEMP TABLE bench_word (role text, place int, text text, words tsvector, glued text)"
        )
        cursor.execute("CREATE TEMP TABLE bench_body (paragraphs int, place int, text text, words tsvector)")
        for role, texts in (*HEADS.items(), ("place", PLACES), ("symbol", LETTERS)):
            for place, text in enumerate(texts):
                glued = symbols(f"7-{text}")[0][1:] if role == "symbol" else ""
                cursor.execute(
                    "INSERT INTO bench_word VALUES (%s, %s, %s, %s::tsvector, %s)",
                    [role, place, text, vector(text, ""), glued],
                )
        for paragraphs in {count for _kind, _share, _public, count in KINDS if count}:
            for place in range(500):
                said = " ".join(
                    f"Chỉ đạo {MATTERS[(place * 5 + at * at) % len(MATTERS)]}, đạt {place * at % 97} %."
                    for at in range(paragraphs)
                )
                row = [paragraphs, place, said, vector("", said)]
                cursor.execute("INSERT INTO bench_body VALUES (%s, %s, %s, %s::tsvector)", row)
        cursor.execute("ANALYZE bench_unit; ANALYZE bench_word; ANALYZE bench_body")
        cursor.execute("SELECT count(*) FROM bench_unit")
        (units,) = cursor.fetchone() or (0,)
        cursor.execute("DROP INDEX search_words")  # written in one go afterwards, as a rebuild may do
        first = 1
        for kind, share, public, paragraphs in KINDS:
            last = first + records * share // 100 - 1
            facts = {"kind": kind, "public": public, "paragraphs": paragraphs, "first": first, "last": last}
            sizes = {
                "units": units,
                "heads": len(HEADS[kind]),
                "places": len(PLACES),
                "symbols": len(LETTERS),
            }
            cursor.execute(FILL, {**facts, **sizes})
            first = last + 1
        cursor.execute(
            "CREATE INDEX search_words ON search_searchentry USING gin (words) WITH (fastupdate = off)"
        )


def readers(known: dict[str, Any]) -> dict[str, Any]:
    from giaoban.accounts.models import Grant, User
    from giaoban.accounts.rules import Role
    from giaoban.core.actors import System
    from giaoban.organisations.models import Unit

    found: dict[str, Any] = {"everything": System()}
    for name, code in (("centre", "centre-0"), ("province", "province-3"), ("commune", "commune-40")):
        unit = Unit.objects.get(code=code)
        user = User.objects.create(username=name, display_name=name, home_unit=unit)
        Grant.objects.create(
            user=user, role=Role.COMPILER, unit=unit, hierarchy_id=known["line"], starts=tree.START
        )
        found[name] = user
    return found


def timed(runs: int, ask: Callable[[], Any]) -> tuple[list[float], Any]:
    answer = ask()
    times = []
    for _run in range(runs):
        started = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - started) * 1000)
    return times, answer


def percentile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)


def measure(people: dict[str, Any], runs: int) -> dict[str, Any]:
    from giaoban.organisations.models import Unit
    from giaoban.organisations.queries import subtree_ids
    from giaoban.search.queries import Narrowed, find

    report: dict[str, Any] = {}
    for name, actor in people.items():
        every: list[float] = []
        slowest = ("", 0.0)
        for question in QUESTIONS:
            times, _found = timed(runs, lambda q=question, a=actor: find(a, q, ON))
            every += times
            slowest = max(slowest, (question, percentile(times, 0.5)), key=lambda one: one[1])
        common: list[float] = []
        for question in COMMON:
            times, _found = timed(runs, lambda q=question, a=actor: find(a, q, ON))
            common += times
        inside: list[float] = []
        province = Unit.objects.get(code="province-3").pk
        for question in QUESTIONS[:4]:
            narrowed = Narrowed(unit_ids=subtree_ids(province, ON))
            times, _found = timed(runs, lambda q=question, a=actor, n=narrowed: find(a, q, ON, narrowed=n))
            inside += times
        report[name] = {
            "p50_ms": percentile(every, 0.5),
            "p95_ms": percentile(every, 0.95),
            "slowest": list(slowest),
            "common_words_p95_ms": percentile(common, 0.95),
            "in_one_province_p95_ms": percentile(inside, 0.95),
        }
    return report


def rivals(runs: int) -> dict[str, Any]:
    """The same words by a sequential scan and by the index alone, without rights, ranks and passages."""
    from django.db import connection

    from giaoban.search.rules import parse

    statement = "SELECT id FROM search_searchentry WHERE words @@ %(q)s::tsquery LIMIT 300"

    found: dict[str, list[float]] = {"bare_index": [], "sequential_scan": []}
    for name, switch in (("bare_index", "on"), ("sequential_scan", "off")):
        with connection.cursor() as cursor:
            cursor.execute(f"SET enable_bitmapscan = {switch}; SET enable_indexscan = {switch}")
        for question in QUESTIONS:
            wanted = parse(question).wanted
            text = statement if name == "bare_index" else statement.replace(" LIMIT 300", "")
            times, _rows = timed(max(1, runs // 2), lambda q=wanted, s=text: tree.rows(s, q=q))
            found[name] += times
    with connection.cursor() as cursor:
        cursor.execute("SET enable_bitmapscan = on; SET enable_indexscan = on")
    return {
        name: {"p50_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95)}
        for name, times in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=300_000)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    tree.SIZES["search"] = (34, 1_000, 4_000, 100, 10)
    with database():
        from django.db import connection

        from giaoban.search.models import SearchEntry

        known = tree.build("search")
        started = time.perf_counter()
        fill(args.records)
        filled = time.perf_counter() - started
        tree.analyse()
        people = readers(known)
        report = {
            "records": SearchEntry.objects.count(),
            "units": known["units"],
            "fill_s": round(filled, 1),
            "readers": measure(people, args.runs),
            **rivals(args.runs),
        }
        connection.close()
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
