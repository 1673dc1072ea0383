"""Who issued, where nothing beside a citation says so: the same document told elsewhere in the text, or the
letters of its symbol and the one body of the text that signs with them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from giaoban.core.text import fold
from giaoban.reader.citations.issuers import read_body
from giaoban.reader.citations.model import Draft, Form
from giaoban.reader.dates import ordinal
from giaoban.reader.normal import Normal, sentence_of

# What the letters of a symbol stand for where every province, district or commune has one: "BTCTU", "HU".
_LETTERS = {
    "tu": ("Tỉnh ủy", "Thành ủy"), "hu": ("Huyện ủy",), "qu": ("Quận ủy",), "txu": ("Thị ủy",),
    "thu": ("Thành ủy", "Thị ủy"), "du": ("Đảng ủy",), "duk": ("Đảng ủy Khối",), "ubnd": ("Ủy ban nhân dân",),
    "hdnd": ("Hội đồng nhân dân",), "ldld": ("Liên đoàn Lao động",), "pgddt": ("Phòng Giáo dục và Đào tạo",),
}  # fmt: skip
_OFFICES = {
    "": "", "btc": "Ban Tổ chức ", "ubkt": "Ủy ban Kiểm tra ", "vp": "Văn phòng ", "btg": "Ban Tuyên giáo ",
    "bdv": "Ban Dân vận ", "bnc": "Ban Nội chính ", "btgdv": "Ban Tuyên giáo và Dân vận ",
}  # fmt: skip
_ANY = re.compile(
    r"(?<![a-z/-])(?:(?:tinh|thanh|huyen|quan|thi|dang)\s{0,3}uy|ubnd|hdnd|uy\s{1,3}ban\s{1,3}nhan\s{1,3}dan"
    r"|hoi\s{1,3}dong\s{1,3}nhan\s{1,3}dan|lien\s{1,3}doan\s{1,3}lao\s{1,3}dong|ldld"
    r"|phong\s{1,3}(?:giao\s{1,3}duc|gd))(?![a-z])"
)
# "Bí thư Đảng ủy xã Trần Văn Sáu": the name behind it is that of a person.
_POST = re.compile(
    r"(?:bi\s{1,3}thu|chu\s{1,3}tich|uy\s{1,3}vien|truong\s{1,3}ban|pho\s{1,3}ban|thuong\s{1,3}truc"
    r"|giam\s{1,3}doc|uvbtv|uvbch)[\s,]{1,3}(?:(?:ban\s{1,3})?(?:thuong\s{1,3}vu|chap\s{1,3}hanh)\s{1,3})?$"
)
_JOINED = re.compile(r",?\s(?:gan|cung)(?:\svoi)?(?:\sviec)?(?:\s(?:thuc hien|trien khai))?\s")
_PARTS = re.compile(r"[^\W\d_]+")
_SENTENCE, _MOST, _HEADINGS, _ALIKE = 300, 80, 12, 12


@dataclass(frozen=True, slots=True)
class Named:
    """A body as the text names it, and where."""

    name: str
    at: int
    of_a_post: bool = False


_COUNTED = re.compile(
    r"(?<![a-z\d/.-])(?P<n>\d{1,2}|hai|ba|bon|nam|sau|bay)\s{1,3}(?P<type>nghi\s{1,3}quyet|chi\s{1,3}thi"
    r"|ket\s{1,3}luan|quy\s{1,3}dinh)(?:\s{1,3}[a-z]{1,9}){0,6}?\s{1,3}cua\s{1,3}"
    r"(?=bo\s|bct|ban\s|bbt|bch|trung\s)"
)
_TYPES = {"nghi quyet": "NQ", "chi thi": "CT", "ket luan": "KL", "quy dinh": "QĐi"}


def share_heading(normal: Normal, drafts: Sequence[Draft]) -> None:
    """ "4 nghị quyết của Bộ Chính trị" and below it so many of them by number: all are of that body."""
    for match in islice(_COUNTED.finditer(normal.folded), _HEADINGS):
        body = read_body(normal, match.end())
        code = _TYPES[" ".join(match["type"].split())]
        below = [d for d in drafts if d.type == code and d.organ == "TW" and d.start > match.end()]
        below = [draft for draft in below if not draft.issuers]
        count = int(match["n"]) if match["n"].isdigit() else ordinal(match["n"])
        if body and body.name and len({draft.symbol for draft in below}) == count:
            for draft in below:
                draft.issuers = (body.name,)


def share_joined(normal: Normal, drafts: Sequence[Draft]) -> None:
    """ "Nghị quyết số 26 gắn với thực hiện Nghị quyết số 18 của …": what stands at the end is of both."""
    for draft, following in pairwise(drafts):
        plain = not (draft.issuers or draft.term or draft.date or draft.symbol)
        if (
            plain
            and draft.type == following.type
            and not following.symbol
            and _JOINED.fullmatch(normal.folded, draft.end, following.start)
        ):
            draft.issuers, draft.term = following.issuers, following.term


def repeat_issuers(drafts: Sequence[Draft]) -> None:
    """Who issued is told once and meant again: the same symbol, or the same type and number, in one text."""
    by_symbol: dict[tuple[str, str], Draft] = {}
    by_number: dict[tuple[str, int | None], list[Draft]] = {}
    lines: dict[tuple[str, int | None], set[bool]] = {}  # of the state, of the Party
    for draft in drafts:
        if draft.organ:
            lines.setdefault((draft.type, draft.number), set()).add(draft.state)
        if draft.issuers and draft.form in {Form.FULL, Form.SHORT}:
            if draft.organ:
                by_symbol.setdefault((draft.type, draft.symbol), draft)
            same = by_number.setdefault((draft.type, draft.number), [])
            if len(same) < _ALIKE and all(_told(draft) != _told(other) for other in same):
                same.append(draft)
    for draft in drafts:
        if draft.issuers or draft.central or draft.form not in {Form.FULL, Form.SHORT}:
            continue
        named = by_symbol.get((draft.type, draft.symbol)) if draft.organ else None
        if named is None:
            number = (draft.type, draft.number)
            one_line = not draft.organ and len(lines.get(number, ())) == 1
            alike = [one for one in by_number.get(number, ()) if _may_be(draft, one, one_line=one_line)]
            named = alike[0] if len({one.issuers for one in alike}) == 1 else None
        if named and (draft.date is None or named.date in {None, draft.date}):
            draft.issuers = named.issuers
            draft.shared = draft.shared or draft.symbol != named.symbol


def _told(draft: Draft) -> tuple[object, ...]:
    return draft.issuers, draft.organ, draft.state, draft.year


def _may_be(draft: Draft, named: Draft, *, one_line: bool) -> bool:
    """Whether number and symbol can be one document; `one_line`: the text writes it of one line only."""
    alone = not (draft.organ and named.organ)
    return (
        alone
        and (draft.state == named.state or one_line)
        and (not draft.year or named.year in {None, draft.year})
    )


def named_bodies(normal: Normal) -> tuple[Named, ...]:
    """The bodies of places that a text names, in order; none where there are too many to tell apart.

    >>> from giaoban.reader.normal import normalise
    >>> [body.name for body in named_bodies(normalise("Tỉnh ủy Hải Minh họp. UBND xã giao Đảng ủy."))]
    ['Tỉnh ủy Hải Minh', 'Ủy ban nhân dân xã', 'Đảng ủy']
    """
    found: list[Named] = []
    for count, match in enumerate(_ANY.finditer(normal.folded)):
        if count == _MOST:
            return ()
        post = _POST.search(normal.folded, max(0, match.start() - 40), match.start())
        body = read_body(normal, match.start())
        found += [Named(body.name, match.start(), post is not None)] if body else []
    return tuple(found)


def own_body(normal: Normal, draft: Draft, named: Sequence[Named]) -> str:
    """The body that the letters of the symbol stand for: the one the sentence names, or the text, or only its
    kind where that is one.

    >>> from giaoban.reader.normal import normalise
    >>> def own(symbol, text):
    ...     normal = normalise(text)
    ...     return own_body(normal, Draft(0, 9, "KH", Form.FULL, 1, symbol=symbol), named_bodies(normal))
    >>> own("08-KH/BTCTU", "Theo 08-KH/BTCTU, Tỉnh ủy Hải Minh và Huyện ủy Long Khê đã họp")
    'Ban Tổ chức Tỉnh ủy Hải Minh'
    >>> own("08-KH/TU", "Tỉnh ủy Hải Minh, Thành ủy Long Khê"), own("12/KH-UBND", "Theo kế hoạch")
    ('', 'Ủy ban nhân dân')
    """
    for letters in reversed(_PARTS.findall(fold(draft.symbol))):
        for ending, kinds in _LETTERS.items():
            office = _OFFICES.get(letters.removesuffix(ending)) if letters.endswith(ending) else None
            if office is not None:
                return _one_of(normal, draft, named, kinds, office)
    return ""


def _one_of(normal: Normal, draft: Draft, named: Sequence[Named], kinds: tuple[str, ...], office: str) -> str:
    ours = [body for body in named if body.name.startswith(kinds)]
    if kinds == ("Đảng ủy",):
        ours = [body for body in ours if not body.name.startswith("Đảng ủy Khối")]  # it signs ĐUK
    ours = [body for body in ours if not body.of_a_post] or ours
    low, high = sentence_of(normal.folded, draft.start, _SENTENCE)
    beside = _fullest([body.name for body in ours if low <= body.at < high])
    all_named = _fullest([body.name for body in ours])
    if len(beside) == 1:
        fuller = [name for name in all_named if name.startswith(beside[0])]
        return office + (fuller[0] if len(fuller) == 1 else beside[0])
    if len(all_named) == 1:
        return office + all_named[0]
    return office + kinds[0] if len(kinds) == 1 else ""


def _fullest(names: Sequence[str]) -> list[str]:
    """Without the names that begin another: "Tỉnh ủy" beside "Tỉnh ủy Hải Minh"."""
    return sorted(
        {name for name in names if not any(other != name and other.startswith(f"{name} ") for other in names)}
    )
