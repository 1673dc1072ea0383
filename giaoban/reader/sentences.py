"""Sentences of a text, labelled result, shortcoming or next_task; "" where the words do not say.

Cues decide first, the part of the report they stand in second (cycle.md §1.3: results, shortcomings, tasks).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from giaoban.reader.normal import Normal

RESULT, SHORTCOMING, NEXT_TASK, UNSURE = "result", "shortcoming", "next_task", ""

_ENDS = re.compile(r"(?:[.!?…]+[\"”’)\]]{0,2}|;)(?=\s|$)|\n")
_ABBREVIATED = re.compile(
    r"(?<![a-z0-9/])(?:tp|tx|tt|p|q|h|t|ts|ths|gs|pgs|bs|ks|dr|mr|tr|st|v|tu|\d{1,2}|[ivx]{1,4}|[a-z]|d/c)\.$"
)
_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 4

_LACKS = re.compile(
    r"(?<![a-z])(?:han che|khuyet diem|ton tai,|con cham|cham tien do|chua (?:cao|dat|bao dam|dam bao"
    r"|thuc su|kip thoi|day du|quan tam"
    r"|dong bo|nghiem|chat che|dap ung|thuong xuyen|hieu qua|quyet liet|sau sat|duoc|co|lam|to chuc"
    r"|thuc hien|hoan thanh|manh"
    r"|toan dien|ro|nhieu|ngang tam|phat huy|coi trong|tot|sat|tap trung|tuong xung|that su|deu|chu dong)"
    r"|con (?:tinh trang|nhieu kho khan"
    r"|lung tung|bat cap|thieu|yeu|mot so|nhung|it|thap|han che|bi dong)|bat cap|yeu kem|lung tung|vuong mac"
    r"|kho khan|thieu (?:chu dong"
    r"|kien quyet|sau sat|dong bo|trach nhiem)|cham duoc|suy thoai|vi pham|chua dat|kem hieu qua|khong dat"
    r"|ne tranh|dun day|giam sut)(?![a-z])"
)
_HOWEVER = re.compile(
    r"^\W*(?:tuy nhien|song|mac du|tuy vay|ben canh nhung ket qua|ben canh ket qua|tuy the|tuy da"
    r"|nhung han che|van con)(?![a-z])"
)
_ORDERS = re.compile(
    r"(?<![a-z])(?:de nghi|(?<!dap ung )(?<!bao dam )(?<!theo )yeu cau|trong thoi gian toi|thoi gian toi"
    r"|tiep tuc|can (?:tap trung|tiep tuc"
    r"|chu trong|quan tam|phai|day manh"
    r"|tang cuong|thuc hien|chu dong|xac dinh|ra soat)|phai|nhiem vu trong tam|phan dau|chu trong|day manh"
    r"|tap trung (?:tham muu|lanh dao"
    r"|chi dao|thuc hien|trien khai|lam|hoan thanh|nang cao|vao)|phuong huong|giai phap|truoc mat"
    r"|trong nam toi|quy toi|se (?:tiep tuc|tap trung"
    r"|trien khai|to chuc|day manh|chu trong|phoi hop)|giao (?:ban|cho|uy ban|van phong|dang uy|so|phong"
    r"|dong chi|cac)|khan truong|luu y"
    r"|thoi han|hoan thanh truoc|truoc ngay|hoan thanh trong)(?![a-z])"
)
_STARTS_TASK = re.compile(
    r"^[\W\d]*(?:(?:mot|hai|ba|bon|nam|sau|bay|tam) la,? )?(?:tiep tuc|tap trung|day manh|tang cuong"
    r"|nang cao|chu trong|chu dong|khan truong"
    r"|thuc hien (?:tot|nghiem|hieu qua|co hieu qua)|trien khai (?:thuc hien|nghiem|kip thoi)|lam tot"
    r"|quan tam|phat huy|doi moi|ra soat"
    r"|kien quyet|phoi hop|xay dung ke hoach|hoan thanh viec|to chuc tot|dam bao|bao dam)(?![a-z])"
)
_DONE = re.compile(
    r"(?<![a-z])(?:da (?!de ra|chi ra|phan tich|thong qua|yeu cau|de nghi|co y kien)[a-z]+|dat (?:ket qua"
    r"|duoc|ty le|tren|\d)|hoan thanh"
    r"|ket nap(?: duoc)? \d|duoc (?:quan tam|thuc hien|trien khai|tang cuong|nang len|chu trong|to chuc"
    r"|dam bao|bao dam|cung co)"
    r"|chuyen bien|noi bat|ket qua|uu diem|bam sat|vuot|dat \d|chiem|tang \d|gop phan|co \d|bieu duong"
    r"|khen thuong|ghi nhan|danh gia cao"
    r"|bao cao|cong nhan|trao tang|thanh lap|ban hanh \d|mo \d|to chuc \d|tham muu)(?![a-z])"
)
_ATTENDS = re.compile(
    r"(?<![a-z])(?:du hoi nghi|tham du|den du|cung du|du va chu tri|chu tri hoi nghi|tai diem cau"
    r"|phat bieu khai mac|anh:)(?![a-z])"
)
_OPENS = re.compile(
    r"(?<![a-z])(?:(?<!ban )to chuc|chu tri|khai mac|dien ra|be mac)[^.]{0,60}(?:hoi nghi|cuoc hop|phien hop"
    r"|giao ban)"
    r"|(?:sang|chieu|ngay) (?:ngay )?\d{1,2} ?[/.-] ?\d{1,2}[^.]{0,120}(?:hoi nghi|hop|giao ban|so ket"
    r"|tong ket)"
)
_ASKS = {"de nghi", "yeu cau"}
_PART = re.compile(
    r"^\W*(?:(?:i{1,3}|iv|v|vi|[1-9])[.)-]? ?){0,2}(?:(?P<lacks>(?:mot so |nhung )?(?:han che|ton tai"
    r"|khuyet diem|kho khan))"
    r"|(?P<tasks>(?:phuong huong|nhiem vu|giai phap|cong viec|kien nghi|to chuc thuc hien"
    r"|nhiem vu trong tam))"
    r"|(?P<results>(?:ket qua|tinh hinh|uu diem|nhung ket qua|cong tac)))(?![a-z])"
)
_ALSO_TOLD = {"tiep tuc", "phai", "chu trong", "day manh"}
_ALSO_LACKING = {"tiep tuc", "phai", "giai phap"}
_ALSO_DONE = {"han che", "vi pham", "kho khan"}


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    surface: str
    label: str


def find_sentences(normal: Normal) -> tuple[Sentence, ...]:
    """
    >>> from giaoban.reader.normal import normalise
    >>> text = "Đã kết nạp 55 đảng viên. Tuy nhiên, việc rà soát còn chậm. Đề nghị các đơn vị báo cáo."
    >>> [s.label for s in find_sentences(normalise(text))]
    ['result', 'shortcoming', 'next_task']
    """
    return tuple(_sentences(normal))


def _sentences(normal: Normal) -> Iterator[Sentence]:
    part = UNSURE
    for start, end in split(normal.folded):
        words = normal.folded[start:end]
        heading = _PART.match(words)
        if heading and len(words) < 110 and (words[-1:] not in ".;" or words.isupper()):
            part = {"lacks": SHORTCOMING, "tasks": NEXT_TASK, "results": RESULT}[str(heading.lastgroup)]
            label = UNSURE
        else:
            label = _label(words, part)
        if len(_WORD.findall(words)) >= _SHORTEST:
            first, last = normal.span(start, end)
            yield Sentence(first, last, normal.original[first:last], label)


def split(folded: str) -> Iterator[tuple[int, int]]:
    """Places of the sentences: a line end, a full stop or a semicolon ends one; "TP. 4" and "1. " do not."""
    start = 0
    for match in _ENDS.finditer(folded):
        stop = match.end() if match[0] != "\n" else match.start()
        if match[0].startswith(".") and _ABBREVIATED.search(
            folded, max(start, match.start() - 5), match.start() + 1
        ):
            continue
        yield from _stripped(folded, start, stop)
        start = match.end()
    yield from _stripped(folded, start, len(folded))


def _stripped(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stretch = folded[start:end]
    left = len(stretch) - len(stretch.lstrip())
    right = len(stretch.rstrip())
    if left < right:
        yield start + left, start + right


def _label(words: str, part: str) -> str:
    found = set(_WORD.findall(words))
    lacks = _LACKS.search(words) if found & _LACKING else None
    orders = _ORDERS.search(words) if found & _ORDERING else None
    done = _DONE.search(words)
    if _HOWEVER.match(words):
        return SHORTCOMING
    if _OPENS.search(words) and (orders is None or orders[0] not in _ASKS):
        return UNSURE
    if orders and not _told(done, orders, _ALSO_TOLD) and not _told(lacks, orders, _ALSO_LACKING):
        return NEXT_TASK
    return _told_of(words, part, lacks, done)


def _told_of(words: str, part: str, lacks: re.Match[str] | None, done: re.Match[str] | None) -> str:
    """Without an order: a shortcoming, a result, or what the part says; a bare verb at the head is a task."""
    if lacks and not _told(done, lacks, _ALSO_DONE):
        return SHORTCOMING
    if done is None:
        return part or (NEXT_TASK if _STARTS_TASK.match(words) else UNSURE)
    if _ATTENDS.search(words):
        return UNSURE
    return NEXT_TASK if part == NEXT_TASK and not done[0].startswith("da ") else RESULT


def _told(earlier: re.Match[str] | None, cue: re.Match[str], weak: set[str]) -> bool:
    """A weak cue behind an earlier one of another kind: "đã tiếp tục được quan tâm" asks nothing."""
    return earlier is not None and earlier.start() < cue.start() and cue[0] in weak


def _first_words(pattern: re.Pattern[str]) -> frozenset[str]:
    """The words that a pattern of alternatives may begin with: without one of them it is not tried."""
    alternatives = pattern.pattern.removeprefix("(?<![a-z])(?:").removesuffix(")(?![a-z])")
    alternatives = re.sub(r"\(\?<![^)]*\)", "", alternatives)
    depth, begins, words = 0, True, set()
    for match in re.finditer(r"\(\?:|\)|\||[a-z]+", alternatives):
        depth += (match[0] == "(?:") - (match[0] == ")")
        if begins and match[0].isalpha():
            words.add(match[0])
        begins = match[0] == "|" and depth == 0
    return frozenset(words)


_LACKING, _ORDERING = _first_words(_LACKS), _first_words(_ORDERS)
