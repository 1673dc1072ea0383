"""Numbered tasks of a conclusion or plan: path of numbers, wording, lead unit, those who help, deadline.

"1. …", "(1) …", "1.1. …", "a) …", "- …", "Một là, …", "Thứ nhất, …" and "Giao <đơn vị> chủ trì, phối hợp …,
trước ngày …" (cycle.md §1.5): the wording and its place are kept as written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.reader.marks import Mark, mark
from giaoban.reader.normal import Normal
from giaoban.reader.sentences import NEXT_TASK, Sentence

_WORDS = {
    w: n
    for n, w in enumerate(
        ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"], 1
    )
}
_THIRD = {
    "nhat": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
_ITEM = re.compile(
    r"(?:^|(?<=\n)|(?P<inline>(?<=[:;.,] ))) {0,8}(?:"
    r"(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})[.)]? |(?P<number>\d{1,2}) ?(?:[.)/](?!\d)|- ) {0,2}"
    r"|\((?P<round>\d{1,2})\) {0,2}"
    r"|(?P<roman>[ivx]{1,4})[.)-] {1,2}|(?P<letter>[a-z])[).] {1,2}"
    r"|(?P<word>mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi(?: mot| hai)?) la ?[,:]? "
    r"|thu (?P<third>nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi) ?(?:la ?)?[,:] "
    r"|nhiem vu (?:thu )?(?P<task>\d{1,2}|nhat|hai|ba|tu|nam) ?[:.] )"
)
_DAY = r"\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?(?!\d)|\d{1,2} thang \d{1,2}(?:,? nam \d{4})?"
_DEADLINE = re.compile(
    rf"(?:(?:hoan thanh )?(?:xong )?(?:truoc|cham nhat(?: la)?(?: vao)?|den het|den|trong|han|thoi han"
    rf"|muon nhat(?: la)?)(?: ngay)? ?:? ?"
    rf"(?:ngay )?(?P<day>{_DAY})"
    r"|(?:xong )?(?:truoc|trong|het|den het|cuoi|chac chan trong) (?P<period>quy (?:iv|iii|ii|i"
    r"|[1-4])(?:[ /.-]{1,3}(?:nam )?\d{4})?"
    r"|thang (?:1[0-2]|0?[1-9])(?!\d)(?:[ /.-]{1,3}(?:nam )?\d{4})?|nam \d{4}))"
)
_DIGITS = re.compile(r"\d+")
_LEAD = re.compile(
    r"(?:giao(?: cho)? |phan cong )(?P<given>[a-z][^.;:\n]{2,110}?)(?:,? (?:la co quan )?(?:chu tri|tham muu"
    r"|phoi hop|xay dung|chiu trach nhiem"
    r"|theo doi|huong dan|ra soat|tong hop|(?<!ban )to chuc|trien khai|thuc hien|hoan thanh|bao cao"
    r"|kiem tra)(?![a-z]))"
    r"|(?:don vi |co quan )?chu tri(?: thuc hien)? ?: ?(?P<named>[^.;\n]{2,110})"
    r"|(?:^|(?<=[.;\n)-] )|(?<=\n))(?P<first>(?:ban|van phong|uy ban|so|phong|vu|cuc|truong chinh tri"
    r"|(?:tinh|thanh|huyen|quan|thi|dang) uy|doan|lien doan|mat tran|hoi)(?![a-z])[^.;:\n,]{2,80}?)"
    r",? (?:chu tri|chiu trach nhiem)(?![a-z])"
)
_HELPS = re.compile(
    r"phoi hop (?:chat che )?(?:voi |cung )?(?P<help>[a-z][^.;:\n]{2,110}?)(?=,? (?:tham muu|xay dung"
    r"|(?<!ban )to chuc|trien khai|thuc hien|ra soat"
    r"|hoan thanh|kiem tra|trinh|bao cao|truoc|de|lam|nang)(?![a-z])|[.;\n]|$)"
)
_QUARTER_END = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_CLOSED = {".", ";", "!", "…"}
_LEVELS = ("roman", "number", "dotted", "round", "letter")
_ANNOUNCED = re.compile(r"(?<![a-z])(?:nhiem vu|giai phap|viec|yeu cau|de nghi|tap trung)(?![a-z])")
_REPORTED = re.compile(r"(?<![a-z])(?:ket qua|da dat|han che|khuyet diem|ton tai)(?![a-z])")
_ORDERED = re.compile(
    r"(?<!theo )(?<!voi )(?<!ung )(?<!dung )(?<!cac )(?<!nhung )(?<![a-z])(?:yeu cau|de nghi|chi dao)"
    r"(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Task:
    """`path` is the number with those above it, "2.a"; `due` the deadline as a day when its year is known."""

    start: int
    end: int
    surface: str
    path: str
    deadline: Mark | None
    due: date | None
    lead: Mark | None
    helpers: Mark | None


@dataclass(frozen=True, slots=True)
class _Item:
    start: int
    text: int
    level: str
    name: str
    inline: bool


def find_tasks(
    normal: Normal, sentences: Sequence[Sentence], *, published: date | None = None
) -> tuple[Task, ...]:
    r"""
    >>> from giaoban.reader.normal import normalise
    >>> from giaoban.reader.sentences import find_sentences
    >>> first = "1. Giao Ban Tổ chức chủ trì, phối hợp Văn phòng rà soát trước ngày 30/6/2024."
    >>> normal = normalise(first + "\n2. Tiếp tục kiện toàn bộ máy.")
    >>> [(t.path, t.lead and t.lead.surface, str(t.due)) for t in find_tasks(normal, find_sentences(normal))]
    [('1', 'Ban Tổ chức', '2024-06-30'), ('2', None, 'None')]
    """
    return tuple(_tasks(normal, sentences, published))


def _tasks(normal: Normal, sentences: Sequence[Sentence], published: date | None) -> Iterator[Task]:
    folded = normal.folded
    items = list(_items(folded))
    asked = [(s.start, s.end) for s in sentences if s.label == NEXT_TASK]
    announced = _announced(folded, items)
    stack: list[tuple[str, str]] = []
    at = 0
    for count, item in enumerate(items):
        stack = _nested(stack, item)
        begins = item.text
        ends = _ends(folded, item, items[count + 1].start if count + 1 < len(items) else len(folded))
        first, last = normal.span(begins, max(begins, ends))
        while at < len(asked) and asked[at][1] <= first:
            at += 1
        heading = folded[ends : ends + 1] not in _CLOSED and folded[ends - 1 : ends] not in _CLOSED
        said = at < len(asked) and asked[at][0] < last
        if not (said or announced[count]) or (heading and item.level == "roman"):
            continue
        deadline, due = _deadline(normal, begins, ends, published)
        lead = _LEAD.search(folded, begins, ends)
        helps = _HELPS.search(folded, begins, ends)
        yield Task(
            first,
            last,
            normal.original[first:last],
            ".".join(name for _level, name in stack),
            deadline,
            due,
            mark(normal, *lead.span(str(lead.lastgroup)), "lead") if lead else None,
            mark(normal, *helps.span("help"), "helpers") if helps else None,
        )


def _announced(folded: str, items: Sequence[_Item]) -> list[bool]:
    """Whether an item stands in a list whose opening line says that tasks follow: "… các nhiệm vụ:"."""
    found: list[bool] = []
    for count, item in enumerate(items):
        before = items[count - 1] if count else None
        if before is not None and before.level == item.level and item.name != "1":
            found.append(found[-1])
            continue
        line = folded[max(0, item.start - 300) : item.start].rstrip().rpartition("\n")[2]
        found.append(line.endswith(":") and _asks(line))
    return found


def _asks(line: str) -> bool:
    """Whether an opening line announces what is to be done; "để khắc phục hạn chế, … yêu cầu:" does."""
    reported = _REPORTED.search(line)
    said = _ANNOUNCED if reported is None else _ORDERED
    return said.search(line, reported.end() if reported else 0) is not None


def _items(folded: str) -> Iterator[_Item]:
    for match in _ITEM.finditer(folded):
        kind = next(
            name
            for name in ("dotted", "number", "round", "roman", "letter", "word", "third", "task")
            if match[name]
        )
        written = match[kind]
        inline = match["inline"] is not None
        if inline and kind in {"number", "roman", "letter", "dotted"}:
            continue
        if kind in {"word", "third", "task"}:
            number = _WORDS.get(written) or _THIRD.get(written) or int(written)
            yield _Item(match.start(), match.end(), "number", str(number), inline)
        elif kind == "dotted" or kind in {"number", "round"}:
            name = written if kind == "dotted" else str(int(written))
            yield _Item(match.start(), match.end(), kind, name, inline)
        else:
            yield _Item(
                match.start(), match.end(), kind, written if kind == "letter" else written.upper(), inline
            )


def _nested(stack: list[tuple[str, str]], item: _Item) -> list[tuple[str, str]]:
    """The numbers above an item: "1.2" says its own, "a)" stands below what came before."""
    if item.level == "dotted":
        return [("dotted", item.name)]
    if item.level == "roman":
        return [(item.level, item.name)]
    known = [level for level, _name in stack]
    if item.level in known:
        return [*stack[: known.index(item.level)], (item.level, item.name)]
    rank = _LEVELS.index(item.level)
    return [*(pair for pair in stack if _LEVELS.index(pair[0]) < rank), (item.level, item.name)]


def _ends(folded: str, item: _Item, following: int) -> int:
    """Before the next number, the next empty line or, inside a paragraph, the end of its line."""
    stop = folded.find("\n" if item.inline else "\n\n", item.text, following)
    end = following if stop < 0 else stop
    return item.text + len(folded[item.text : end].rstrip(" \n;,"))


def _deadline(
    normal: Normal, start: int, end: int, published: date | None
) -> tuple[Mark | None, date | None]:
    match = _DEADLINE.search(normal.folded, start, end)
    if match is None:
        return None, None
    group = "day" if match["day"] else "period"
    numbers = [int(run) for run in _DIGITS.findall(match[group])]
    year = next((n for n in numbers if n > 1900), published.year if published else None)
    return mark(normal, *match.span(group), "deadline"), _due(match[group], numbers, year) if year else None


def _due(written: str, numbers: list[int], year: int) -> date | None:
    try:
        if written.startswith("quy"):
            found = re.match(r"quy (iv|iii|ii|i|[1-4])", written)
            return date(year, *_QUARTER_END[_ROMAN[found[1]]]) if found else None
        if written.startswith("thang"):
            month = numbers[0]
            return date(year + month // 12, month % 12 + 1, 1) - (date(2, 1, 2) - date(2, 1, 1))
        if written.startswith("nam"):
            return date(year, 12, 31)
        return date(year, numbers[1], numbers[0])
    except (ValueError, IndexError):
        return None
