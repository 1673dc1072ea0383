"""What stands beside a citation and belongs to it: date, issuer, term, plenum, in any order."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from giaoban.core.text import fold
from giaoban.reader.citations.issuers import Body, read_body
from giaoban.reader.citations.offices import CAPITAL, POST, read_office
from giaoban.reader.citations.words import TW, B, Z
from giaoban.reader.dates import DATE, ordinal, read_date, roman
from giaoban.reader.normal import Normal

ORDINAL = r"(?:[ivx]{1,6}|\d{1,2})(?![\w%])"
IN_WORDS = rf"(?:tu|bon|nam|sau|bay|tam|chin|nhat|hai|ba|muoi(?:{B}(?:mot|hai|ba|bon|lam))?)(?![a-z])"
TERM = re.compile(rf"[\s,(-]{{0,4}}(?:dang{B})?khoa{Z}(?:thu{B})?({ORDINAL}){Z}\)?")

_LINE = r"(?:\s{0,3}[,;]?\s{0,3})"
_DATE = re.compile(
    rf"{_LINE}\(?{Z}(?:(?:duoc{B})?(?:ban{B}hanh|ra|ky|de)(?:{B}ban{B}hanh)?{B})?(?:vao{B})?ngay{Z}({DATE}){Z}\)?"
    rf"|{Z}\({Z}({DATE}){Z}\)|,{Z}({DATE})(?=,?{B}cua{B})"
)
# "ngày 24/1 về …": the year is told elsewhere; behind a comma it is the day of what follows.
_DAY = re.compile(
    rf"{B}ngay{Z}(\d{{1,2}}){Z}[/.-]{Z}(1[0-2]|0?[1-9])(?={B}(?:cua|ve|quy{B}dinh|huong{B}dan)(?![a-z]))"
)
_YEAR = re.compile(rf"{_LINE}\(?(?:ban{B}hanh{B})?nam{B}((?:19|20)\d\d)\)?(?!\d)|{Z}\(((?:19|20)\d\d)\)")
_MONTH = re.compile(
    rf"{_LINE}\(?(?:ban{B}hanh{B})?thang{B}\d{{1,2}}{Z}(?:/|-|nam){Z}((?:19|20)\d\d)\)?(?!\d)"
)
_OF = re.compile(rf"{_LINE}\(?(?:cua|do){Z}|{Z}\({Z}")
_CENTRAL_BODY = re.compile(rf"{B}(?:bo{B}chinh{B}tri|ban{B}bi{B}thu)(?![a-z])")
# "… ngày 30/10/2020 Bộ Chính trị đã họp": the body begins a sentence of its own.
_ACTS = re.compile(
    rf"{Z},?{Z}(?:da|se|vua|dang|to{B}chuc|hop|ban{B}hanh|yeu{B}cau|chi{B}dao|giao|de{B}nghi|lam)(?![a-z])"
)
_AND = re.compile(rf"{Z}(?:,|va(?![a-z])|;|-){Z}")
_PLENUM = re.compile(
    rf"\)?{_LINE}\(?(?:(?:tai|cua){B})?hoi{B}nghi{B}(?:lan{B}(?:thu{B})?({ORDINAL}|{IN_WORDS}){Z},?{Z}"
    rf"(?:cua{B})?(?:ban{B}chap{B}hanh|bch){Z}{TW}"
    rf"|(?:(?:ban{B}chap{B}hanh|bch){Z})?{TW}{Z}(?:dang{B})?(?:lan{B}(?:thu{B})?)?({ORDINAL}|{IN_WORDS}))(?:{B}dang)?"
)
# "26-NQ/TW 7, khóa X"
_SHORT_PLENUM = re.compile(rf"(?<=tw) (1?\d)(?=,?{B}khoa{Z}[ivx])")
TITLE = rf"{Z},?{Z}(?:ve{B}(?:viec{B})?(?:ban{B}hanh{Z})?)?[\"“][^\"“”\n]{{1,300}}[\"”]"
_TITLE = re.compile(TITLE)
_NOW = re.compile(rf"{B}\(nay{B}la{B}[^()\n]{{2,40}}\)")  # "Hội đồng Bộ trưởng (nay là Chính phủ)"
_LEFT = re.compile(
    rf"(?:(?:da|vua|se|moi){B})?"
    rf"(?:(?:tiep{B}tuc|kip{B}thoi|khan{B}truong|chu{B}dong|som|chinh{B}thuc|mot{B}lan{B}nua){B})?"
    rf"(?:(?:neu{B})?tai|neu{B}(?:trong|o)|ban{B}hanh(?:{B}kem{B}theo)?|thong{B}qua|(?:cho{B})?ra|co|ky(?:{B}(?:va{B})?ban{B}hanh)?){B}"
    rf"(?:(?:cac|nhung|mot|hai|ba|bon|\d{{1,2}}){B})?$"
)
_BODIES = (
    rf"bo{B}chinh{B}tri|ban{B}bi{B}thu|ban{B}chap{B}hanh{B}|bch{B}|ban{B}to{B}chuc{B}|ban{B}thuong{B}vu{B}|btv{B}"
    rf"|tinh{B}uy|thanh{B}uy|chinh{B}phu|thu{B}tuong|quoc{B}hoi|uy{B}ban{B}(?:kiem{B}tra|thuong{B}vu|nhan{B}dan){B}"
    rf"|ubnd|hdnd|ubtvqh|hoi{B}dong{B}|quan{B}uy{B}trung|huyen{B}uy|thi{B}uy|dang{B}uy|ban{B}chi{B}dao{B}"
    rf"|ban{B}(?:tuyen{B}giao|dan{B}van|noi{B}chinh){B}|van{B}phong{B}|thuong{B}truc{B}(?:tinh|thanh|huyen|dang){B}uy"
    rf"|(?:so|bo){B}(?!chinh{B}tri)"
)
_LEFT_BODY = re.compile(rf"(?<![a-z])(?:{_BODIES})")
# "Thường trực Ban Bí thư", "Bí thư Tỉnh ủy": the post of a person, not the body that issued.
_POST = re.compile(
    rf"(?:uy{B}vien|thuong{B}truc|bi{B}thu|truong{B}ban|chu{B}tich|chanh{B}van{B}phong)[\s,-]{{1,3}}$"
    rf"|trung{B}uong[\s-]{{1,3}}$"
)
_AT = re.compile(
    rf"(?<![a-z])cua{B}(?:(?:giam{B}doc|chu{B}tich|truong{B}ban|truong{B}phong|chanh{B}van{B}phong){B})?"
    rf"(?=[^.;:,\n]{{4,80}}[\s(]$)"
)
_NOTHING = re.compile(
    rf"[\s,()-]{{0,4}}(?:(?:dang{B})?khoa{B}(?P<term>[ivx]{{1,5}}|\d{{1,2}}))?[\s,()-]{{0,4}}(?:ngay{B}(?:(?P<day>{DATE})|\d{{1,2}}[/.-]\d{{1,2}}),?{B})?(?:(?:da|vua){B})?"
)
# The plenum told in front of what it issued: "Hội nghị lần thứ năm Ban Chấp hành …", "Hội nghị Trung ương 5".
_LEFT_NTH = re.compile(rf"hoi{B}nghi{B}(?:lan{B}thu{B})?({ORDINAL}|{IN_WORDS}){Z},?{Z}(?:cua{B})?$")
_LEFT_PLENUM = re.compile(
    rf"hoi{B}nghi{B}(?:(?:ban{B}chap{B}hanh|bch){B})?{TW}{Z}(?:dang{B})?(?:lan{B}(?:thu{B})?)?"
    rf"({ORDINAL}|{IN_WORDS})[\s,(-]{{0,4}}(?:(?:dang{B})?khoa{B}(?P<term>{ORDINAL}))?[\s,)-]{{0,4}}(?:(?:da|vua){B})?$"
)
_ON_BEHALF = re.compile(rf"thay{B}mat{B}(?=[^.;\n]{{0,160}}$)")
_LEFT_DATE = re.compile(
    rf"ngay{Z}({DATE})(?:{B}vua{B}qua)?{Z},?{Z}(?:tai{B})?(?:hoi{B}nghi{B}(?:lan{B}thu{B})?(?:{ORDINAL}|{IN_WORDS})?{Z},?{Z}(?:cua{B})?)?$"
)
_LEFT_DAY = re.compile(r"(?<![a-z])ngay\s{0,3}(\d{1,2})[/.-](1[0-2]|0?[1-9]),?\s{1,3}$")
# "Ngày 25/10/2021, Tổng Bí thư … (thay mặt …) ký ban hành": who signs stands between the day and the verb.
_SIGNED = re.compile(
    rf"(?:^|[\s(])ngay{Z}({DATE})(?!{Z}(?:ve|den|tai{B}hoi))(?:(?!hoi{B}nghi|to{B}chuc|ky{B})[^.;\n]|\.(?=\w)){{1,160}}?"
    rf"ky(?:{B}(?:va{B})?ban{B}hanh)?{B}(?:cac{B}|hai{B}|\d{{1,2}}{B})?$"
)
_AGENT = re.compile(
    rf"(?:(?!{B}so{Z}\d|\d[-/][a-z]|(?<![a-z])(?:do|ma|thay{B}mat){B})[^.;]){{1,220}}?"
    rf"(?<![a-z])(?:do{B}[^.;,]{{2,90}}?thay{B}mat|do|ma|duoc{B}[^.;,]{{2,90}}?thay{B}mat"
    rf"|duoc(?={B}(?:{_BODIES}))){B}"
)
_SIGNED_ON = re.compile(rf"{Z},?{Z}ngay{Z}({DATE})")
_SIGNS = re.compile(rf"{Z}(?:da{B}|vua{B})?(?:ky{B})?(?:ban{B}hanh|thong{B}qua)(?![a-z])|{Z}ky(?![a-z])")
_THIS_ON = re.compile(rf"(?:nay{B})?ngay{Z}({DATE})")
_IN = {"tai", "o", "trong", "neu tai", "neu o", "neu trong", ""}
_BEFORE, _FAR = 180, 320


@dataclass(frozen=True, slots=True)
class Tail:
    """`issuers`: bodies named together ("của Bộ Chính trị, Ban Bí thư"); `end` is where reading stopped."""

    end: int
    date: datetime.date | None = None
    issuers: tuple[str, ...] = ()
    central: bool = False
    term: str = ""
    plenum: int | None = None
    year: int | None = None
    day: tuple[int, int] | None = None  # and month, where no year stands


def read_tail(normal: Normal, at: int, *, offices: bool = False) -> Tail:
    """Date, issuer, term and plenum that follow, each at most once; a title in quotes is stepped over.

    `offices`: behind "của" any office is an issuer, also one that is in no table.

    >>> from giaoban.reader.normal import normalise
    >>> tail = read_tail(normalise(", ngày 25-10-2017 của BCH Trung ương (khóa XII)"), 0)
    >>> str(tail.date), tail.issuers, tail.term
    ('2017-10-25', ('Ban Chấp hành Trung ương',), 'XII')
    >>> read_tail(normalise(" năm 2017 và"), 0).date is None
    True
    """
    tail, titled = Tail(at), False
    folded = normal.folded
    while True:
        step = _step(normal, tail, offices=offices)
        if step is None and not titled:
            titled = True
            title = _TITLE.match(folded, tail.end)
            step = _behind_title(normal, replace(tail, end=title.end())) if title else None
        if step is None:
            return tail
        tail = step


def _opens(normal: Normal, match: re.Match[str], tail: Tail) -> bool:
    """Whether the day begins a thought of its own: "Ngày …, " on the next line, or behind the issuer
    "…, ngày 20/3/2021, Chi bộ tổ chức".
    """
    head = normal.text[match.start() : match.end()]
    if not normal.text.startswith(",", match.end()):
        return False
    if head.count("\n") > 1 or ("\n" in head and head.lstrip()[:1].isupper()):
        return True
    follows = normal.text[match.end() + 1 : match.end() + 4].strip()[:1]
    return bool(tail.issuers) and head.lstrip().startswith(",") and follows.isupper()


def _behind_title(normal: Normal, tail: Tail) -> Tail | None:
    """Behind a title only "của …" names the issuer: what else follows begins another thought."""
    step = _step(normal, tail)
    return step if step and (tail.date is None or _OF.match(normal.folded, tail.end)) else None


def _step(normal: Normal, tail: Tail, *, offices: bool = False) -> Tail | None:
    folded, at = normal.folded, tail.end
    if tail.date is None and (match := _DATE.match(folded, at)) and not _opens(normal, match, tail):
        day = read_date(match[match.lastindex or 0])
        return replace(tail, end=match.end(), date=day) if day else None
    if tail.date is None and tail.day is None and (match := _DAY.match(folded, at)):
        return replace(tail, end=match.end(), day=(int(match[1]), int(match[2])))
    if match := _YEAR.match(folded, at) or _MONTH.match(folded, at):
        return replace(tail, end=match.end(), year=int(match[match.lastindex or 1]))
    short = _SHORT_PLENUM.match(folded, at) if tail.plenum is None else None
    if not tail.term and (match := TERM.match(folded, short.end() if short else at)):
        plenum = int(short[1]) if short else tail.plenum
        return replace(tail, end=match.end(), plenum=plenum, term=roman(ordinal(match[1]) or 0))
    if tail.plenum is None and (match := _PLENUM.match(folded, at)):
        number = ordinal(match[1] or match[2])
        named = tail.issuers or ("Ban Chấp hành Trung ương",)
        return replace(tail, end=match.end(), plenum=number, issuers=named)
    return None if tail.issuers or tail.central else _issued(normal, tail, offices=offices)


def _issued(normal: Normal, tail: Tail, *, offices: bool) -> Tail | None:
    """ "của Bộ Chính trị"; behind a date also without "của", unless the body begins a sentence of its own."""
    folded, at = normal.folded, tail.end
    if match := _OF.match(folded, at):
        return _bodies(normal, tail, match.end(), offices=offices and "(" not in match[0])
    if not (tail.date or _CENTRAL_BODY.match(folded, at)):
        return None
    found = _bodies(normal, tail, at + (folded[at : at + 1] == " "))
    return None if found is None or _ACTS.match(folded, found.end) else found


def _bodies(normal: Normal, tail: Tail, at: int, *, offices: bool = False) -> Tail | None:
    names: list[str] = []
    end, central = at, False
    while len(names) < 3 and (body := _body(normal, at, offices=offices)):
        end, central = body.end, body.central and not body.name
        if body.name:
            names.append(body.name)
        more = _AND.match(normal.folded, end)
        if more is None or not body.name:
            break
        at = more.end()
    if not names and not central:
        return None
    if now := _NOW.match(normal.folded, end):
        end = now.end()
    return replace(tail, end=end, issuers=tuple(names), central=central)


def _body(normal: Normal, at: int, *, offices: bool) -> Body | None:
    if not offices:
        return read_body(normal, at)
    if post := POST.match(normal.folded, at):
        at = post.end()
    body = read_body(normal, at)
    office = None if body else read_office(normal, at)
    return Body(*office, central=False) if office else body


def read_left(normal: Normal, at: int) -> Tail:
    """ "Ngày 2/2/2023, Bộ Chính trị ban hành" in front of a citation: who issued it, and when.

    >>> from giaoban.reader.normal import normalise
    >>> text = "tham mưu Bộ Chính trị ban hành "
    >>> read_left(normalise(text), len(text)).issuers
    ('Bộ Chính trị',)
    """
    nothing = Tail(at)
    begin = max(0, at - _BEFORE)
    before = normal.folded[begin:at]
    if said := _AT.search(before, max(0, len(before) - 100)):
        body = read_body(normal, begin + said.end())
        if body and body.name and before[body.end - begin :].strip(" (,") in _IN:
            return Tail(at, issuers=(body.name,))
    verb = _LEFT.search(before, max(0, len(before) - 50))
    if verb is None:
        return nothing
    signed = _SIGNED.search(before) if "ky" in verb[0] else None
    signed_on = read_date(signed[1]) if signed else None
    for starts, body in _bodies_before(normal, begin, begin + verb.start()):
        between = _NOTHING.fullmatch(before, body.end - begin, verb.start()) if body.name else None
        if between is None:
            continue
        ahead = before[:starts]
        if _POST.search(ahead) and not ahead.rstrip().endswith("thay mat"):
            continue
        day = _left_date(ahead) or signed_on
        if day is None and between["day"]:
            day = read_date(between["day"])
        without_year = None if day else _LEFT_DAY.search(ahead)
        nth = _LEFT_NTH.search(before, max(0, starts - 60), starts) if body.central else None
        return Tail(
            at,
            date=day,
            issuers=(body.name,),
            term=roman(ordinal(between["term"] or "") or 0),
            plenum=ordinal(nth[1]) if nth else None,
            day=(int(without_year[1]), int(without_year[2])) if without_year else None,
        )
    if plenum := _LEFT_PLENUM.search(before, max(0, verb.start() - 90), verb.start()):
        return Tail(
            at,
            date=_left_date(before[: plenum.start()]),
            issuers=("Ban Chấp hành Trung ương",),
            term=roman(ordinal(plenum["term"] or "") or 0),
            plenum=ordinal(plenum[1]),
        )
    behalf = _ON_BEHALF.search(before)
    body = read_body(normal, begin + behalf.end()) if behalf else None
    if behalf and body and body.name:
        return Tail(at, date=_left_date(before[: behalf.start()]) or signed_on, issuers=(body.name,))
    return replace(nothing, date=signed_on)


def _bodies_before(normal: Normal, begin: int, verb: int) -> Iterator[tuple[int, Body]]:
    """The bodies of the tables, then any office, with how far behind `begin` each stands."""
    for match in _LEFT_BODY.finditer(normal.folded, begin, verb):
        if body := read_body(normal, match.start()):
            yield match.start() - begin, body
    for match in CAPITAL.finditer(normal.text, begin, verb):
        if office := read_office(normal, match.start()):
            yield match.start() - begin, Body(*office, central=False)


def read_bracketed(normal: Normal, at: int, label: str) -> Tail:
    """ "Ngày 12/3/2019, Ban Bí thư ban hành quy định về chế độ họp (Quy định số 11-QĐ/TW)": the act is told
    in front of the bracket, with the same word for the document.

    >>> from giaoban.reader.normal import normalise
    >>> text = "Ngày 18/02/2019, Ban Bí thư ban hành quy định về chế độ họp ("
    >>> str(read_bracketed(normalise(text), len(text), "Quy định").date)
    '2019-02-18'
    """
    begin = max(0, at - _FAR)
    before = normal.folded[begin:at]
    if not before.rstrip().endswith("("):
        return Tail(at)
    low = max(before.rfind("\n"), before.rfind(". "), before.rfind(";")) + 1
    told = before.rfind(f" {fold(label)} ", low)
    if told < 0:
        return Tail(at)
    found = read_left(normal, begin + told + 1)
    day = _THIS_ON.match(before, told + len(label) + 2)
    return replace(found, date=found.date or (read_date(day[1]) if day else None))


def read_passive(normal: Normal, at: int) -> Tail:
    """ "… về kỷ luật vừa được Chủ nhiệm thay mặt Bộ Chính trị ký ban hành", "… do Sở Nội vụ ban hành".

    >>> from giaoban.reader.normal import normalise
    >>> read_passive(normalise(" về xử lý kỷ luật do Bộ Chính trị ban hành"), 0).issuers
    ('Bộ Chính trị',)
    >>> read_passive(normalise(" về kỷ luật, do Bộ Chính trị yêu cầu"), 0).issuers
    ()
    """
    agent = _AGENT.match(normal.folded, at)
    body = read_body(normal, agent.end()) if agent else None
    signs = _SIGNS.match(normal.folded, body.end) if body and body.name else None
    if body is None or signs is None:
        return Tail(at)
    day = _SIGNED_ON.match(normal.folded, signs.end())
    return Tail(at, date=read_date(day[1]) if day else None, issuers=(body.name,))


def read_day_before(normal: Normal, at: int) -> datetime.date | None:
    """ "… rằng ngày 10/7/2025, Quy định … đã được Ban Bí thư ban hành": the day in front of what was issued.

    >>> from giaoban.reader.normal import normalise
    >>> str(read_day_before(normalise("rằng ngày 10/7/2025, "), 21))
    '2025-07-10'
    """
    return _left_date(normal.folded[max(0, at - _BEFORE) : at])


def _left_date(before: str) -> datetime.date | None:
    day = _LEFT_DATE.search(before, max(0, len(before) - 90))
    return read_date(day[1]) if day else None
