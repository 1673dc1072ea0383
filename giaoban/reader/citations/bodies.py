"""Documents named without a number: resolutions of a plenum or a congress, laws by their name and year."""

import re
from dataclasses import dataclass, replace

from giaoban.reader.citations.tails import IN_WORDS, ORDINAL
from giaoban.reader.citations.words import TW, UNIT, B, Z
from giaoban.reader.dates import DATE, ordinal, roman
from giaoban.reader.normal import Normal

# Of a union that has plenums and terms of its own: "Ban Chấp hành (Trung ương) Hội … Việt Nam".
_UNION = (
    rf"(?:hoi|tong{B}lien{B}doan|cong{B}doan|lien{B}hiep|doan)(?:{B}[^\W\d_]{{1,9}}){{1,6}}?{B}viet{B}nam"
)
_COMMITTEE = rf"(?:cua{B})?(?:ban{B}chap{B}hanh|bch)"
_CENTRAL_COMMITTEE = rf"{_COMMITTEE}(?:(?:{Z}{TW})?{B}(?P<union>{_UNION})(?![a-z])|{Z}{TW}(?:{Z}dang)?)"
_PLENUM = re.compile(
    rf"{Z}-?{Z}(?:so{B})?(?:cua{B}|tai{B})?(?:"
    rf"(?:cac{B})?(?:(?:hoi{Z}nghi|hn){B})?lan{B}(?:thu{B})?(?P<p1>{ORDINAL}|{IN_WORDS})"
    rf"(?P<more>(?:{Z}(?:,|va{B}){Z}(?:lan{B}thu{B})?\d{{1,2}}){{0,4}}){Z}[,-]?{Z}{_CENTRAL_COMMITTEE}"
    rf"|(?:cac{B})?(?:(?:hoi{Z}nghi|hn){B})?(?:(?:ban{B}chap{B}hanh|bch){B})?"
    rf"(?:tw(?=\d)|tu(?=\d)|{TW}){Z}(?:dang{B})?"
    rf"(?:,{Z})?(?P<nth>lan{B}(?:thu{B})?)?(?:so{B})?(?P<p2>{ORDINAL}|{IN_WORDS})"
    rf"(?:{Z},?{Z}\(?lan{B}(?:thu{B})?(?:2|ii|hai)\)?(?=[\s,(-]{{1,3}}khoa))?"
    rf"(?:{Z}[,-]?{Z}{_COMMITTEE}{Z}{TW}{Z}(?:dang)?(?=[\s,(-]{{1,3}}khoa))?)"
)
_DIGITS = re.compile(r"\d{1,2}")
_MORE_PLENUMS = re.compile(rf"{Z}(?:,|va{B}|;){Z}(\d{{1,2}})(?![\w%/.-])")
_TERM = re.compile(rf"[\s,(-]{{0,4}}(?:dang{B})?khoa{Z}(?:thu{B})?(?P<t>{ORDINAL})")
_MORE_TERMS = re.compile(rf"{Z}(?:,|va{B}|;|&|-){Z}(?:va{B})?(?:khoa{Z})?(?P<t>{ORDINAL})(?!{B}ve{B})")
_CLOSED = re.compile(r" ?\)")
_HIGHEST_PLENUM, _HIGHEST_TERM = 20, 30

_CONGRESS = re.compile(
    rf"{B}(?:cua{B}|tai{B})?(?:dai{Z}hoi|dh){B}(?P<body>(?:[^\W\d_]{{1,9}}[\s,-]{{1,3}}){{0,14}}?)(?:\([^()\n]{{1,20}}\){B})?"
    rf"(?:(?:(?P<nth>lan{B}thu|lan|thu|khoa){B})?(?P<ord>{ORDINAL})|lan{B}thu{B}(?P<worded>{IN_WORDS}))"
)
# "Nghị quyết XI của Đảng"
_OF_THE_PARTY = re.compile(rf"{B}(?P<ord>[ivx]{{1,5}}){B}cua{B}dang(?!{B}(?:bo|uy))(?![a-z])")
_CONGRESS_OF_YEARS = re.compile(
    rf"{B}(?:cua{B}|tai{B})?(?:dai{Z}hoi|dh){B}(?P<body>(?:[^\W\d_]{{1,9}}[\s,(-]{{1,3}}){{0,10}}?)"
    rf"nhiem{B}k[iy]{B}(?P<from>20\d\d){Z}-{Z}(?P<to>20\d\d)"
)
_MORE_CONGRESSES = re.compile(rf"{Z}(?:,|va{B}){Z}(?:lan{B}thu{B})?([ivx]{{1,6}})(?![\w])")
# "Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI, Đại hội Đoàn tỉnh lần thứ XVI"
_ANOTHER_CONGRESS = re.compile(rf"{Z}(?:,|va|;)(?:{B}va)?(?={B}dai{B}hoi{B})")
_OF_A_PLACE = re.compile(
    rf"dang{B}bo|chi{B}bo|huyen|tinh|xa\b|phuong|doan|cong{B}doan|hoi|phu{B}nu|mat{B}tran"
)
_PLACE_BEHIND = re.compile(
    rf"{Z},?{Z}(?:cua{B})?(?:dang{B}bo|dang{B}uy|chi{B}bo|tinh|huyen|cong{B}doan|doan|hoi)(?![a-z])"
)
_APART = re.compile(r"\n\s*\n")
# Words between a congress and its number that part them; with their accents, for "Đức Trọng" is a district.
_NO_CONGRESS = re.compile(
    r"\b(?:các|về|và|để|cho|trong|được|đã|sẽ|nhằm|ngày|với|vào|từ|đến|theo|gắn|thành công|tháng|năm|điểm"
    r"|điều|mục"
    r"|cac|ve|va|de|duoc|da|se|nham|ngay|voi|vao|tu|den|gan|thanh cong|thang|nam|diem|dieu|muc)\b"
)
_AMENDS = (
    rf"sua{B}doi,?{B}bo{B}sung{B}(?:mot{B}so{B}dieu{B})?(?:cua{B})?(?:cac{B}|\d{{1,2}}{B})?(?:bo{B})?luat{B}"
)
_LAW = re.compile(
    rf"{B}(?P<amends>{_AMENDS})?(?P<name>[^\W\d_]{{2,9}}(?:(?:,|{Z}-)?{B}[^\W\d_]{{1,9}}){{0,17}}?)"
    rf"(?:,?{B}\(?nam{B}(?:19|20)\d\d(?!\d)|{B}(?:19|20)\d\d(?![\d/-])|(?={B}so{Z}\d)|(?=,?{Z}ngay{Z}{DATE}))"
)
_NUMBERED = re.compile(rf"{B}so{Z}(?=\d)")
_CONSTITUTION = re.compile(
    rf"(?:{B}nuoc{B}cong{B}hoa{B}xa{B}hoi{B}chu{B}nghia{B}viet{B}nam)?,?{B}(?:nam{B})?(?:19|20)\d\d(?!\d)"
)
# Words that no name of a law holds; with their accents, for "từ" is not "tư" and "về" not "vệ".
_NO_LAW = re.compile(
    r"^gia\b(?! đình| dinh)|\b(?:sư|pháp|trong|từ|đến|của|được|đã|theo|cho|với|trình|tháng|quy định|này"
    r"|mới|về|số|ngày|ký|trái|bằng"
    r"|cùng|năm|chương trình|nghị quyết|nghị định|dự án|chỉ thị|quyết định|thông tư|luật"
    r"|su|phap|cua|duoc|trinh|thang|quy dinh|nay|ngay|trai|cung)\b|^nam$"
)
_IN_A_NAME = (
    "quy phạm pháp luật", "quy pham phap luat", "của hội đồng nhân dân, ủy ban nhân dân",
    "cua hoi dong nhan dan, uy ban nhan dan", " của quốc hội", " cua quoc hoi",
    "với cách mạng", "voi cach mang", "đến quy hoạch", "den quy hoach", "dân số", "dan so",
)  # fmt: skip
_BEFORE_LAW = re.compile(r"(?:phap|ky|quy|quan|dinh|the|xu|phat)\s{0,3}$")


@dataclass(frozen=True, slots=True)
class Named:
    """One document named by its body: `start` is 0 for the first, which begins with the word of its type.

    `number_at`: where the number of a law stands that is named and numbered.
    """

    start: int
    end: int
    plenum: int | None = None
    term: str = ""
    local: bool = False
    number_at: int = 0


def read_plenum(normal: Normal, at: int) -> list[Named]:
    """The resolutions of plenums named after the word of the type, one for each plenum and term.

    >>> from giaoban.reader.normal import normalise
    >>> found = lambda text: [(n.plenum, n.term) for n in read_plenum(normalise(text), 0)]
    >>> found(" Trung ương 4 khóa XI, XII"), found(" TW4 (khoá 11,12)"), found(" Trung ương 6")
    ([(4, 'XI'), (4, 'XII')], [(4, 'XI'), (4, 'XII')], [(6, '')])
    >>> found(" Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII"), found(" Trung ương năm 2018")
    ([(4, 'XII')], [])
    """
    folded = normal.folded
    match = _PLENUM.match(folded, at)
    if match is None or normal.text[match.start() : match.end()].split()[-1].lower() in {"tự", "từ"}:
        return []
    numeral = match["p1"] or match["p2"]
    marks = [(0, match.end("p1") if match["more"] else match.end(), ordinal(numeral) or 0)]
    marks += [
        (more.start(), more.end(), int(more[0]))
        for more in (_DIGITS.finditer(folded, *match.span("more")) if match["more"] else ())
    ]
    marks[-1] = (marks[-1][0], match.end(), marks[-1][2])
    sure = bool(match["p1"] or match["nth"] or numeral.isdigit())
    end = match.end()
    while more := _MORE_PLENUMS.match(folded, end):
        marks.append((more.start(1), more.end(), int(more[1])))
        end = more.end()
    terms = _read_terms(folded, end)
    if not terms and len(marks) > 1 and _counts(folded, end):
        marks, end = marks[:1], marks[0][1]
    if not terms and (not sure or _counts(folded, end)):
        return []
    if not all(0 < number <= _HIGHEST_PLENUM for _, _, number in marks):
        return []
    local = bool(match["union"])
    if not terms:
        return [Named(start, stop, number, local=local) for start, stop, number in marks]
    found = [Named(start, stop, number, terms[0].term, local) for start, stop, number in marks]
    found[-1] = Named(marks[-1][0], terms[0].end, marks[-1][2], terms[0].term, local)
    found += [Named(term.start, term.end, marks[-1][2], term.term, local) for term in terms[1:]]
    return found


def _counts(folded: str, at: int) -> bool:
    """Whether a thing to count follows, in the same paragraph."""
    return UNIT.match(folded, at) is not None and not folded.startswith("\n\n", at)


def _read_terms(folded: str, at: int) -> list[Named]:
    match = _TERM.match(folded, at)
    opened = match is not None and "(" in match[0]
    found: list[Named] = []
    while match and 0 < (number := ordinal(match["t"]) or 0) <= _HIGHEST_TERM:
        found.append(Named(match.start("t"), match.end(), term=roman(number)))
        match = _MORE_TERMS.match(folded, match.end())
        if match and UNIT.match(folded, match.end()):
            break
    if len(found) == 1 and opened and (closed := _CLOSED.match(folded, found[-1].end)):
        last = found[-1]
        found[-1] = Named(last.start, closed.end(), term=last.term)
    return found


def read_congress(normal: Normal, at: int) -> list[Named]:
    """The resolutions of congresses named after the word of the type.

    >>> from giaoban.reader.normal import normalise
    >>> found = lambda text: [(n.term, n.local) for n in read_congress(normalise(text), 0)]
    >>> found(" Đại hội XIII của Đảng"), found(" Đại hội đại biểu toàn quốc lần thứ XII, XIII của Đảng")
    ([('XIII', False)], [('XII', False), ('XIII', False)])
    >>> found(" Đại hội Đảng bộ tỉnh lần thứ XX, nhiệm kỳ 2020 - 2025"), found(" đại hội đảng bộ các cấp")
    ([('XX', True)], [])
    """
    folded = normal.folded
    match = _CONGRESS.match(folded, at)
    if (
        match
        and _is_congress(normal, match)
        and (number := ordinal(match["ord"] or match["worded"]))
        and number <= 60
    ):
        local = bool(
            _OF_A_PLACE.search(match["body"].replace("dai hoi", ""))
            or _PLACE_BEHIND.match(folded, match.end())
        )
        found = [Named(0, match.end(), term=roman(number), local=local)]
        while more := _MORE_CONGRESSES.match(folded, found[-1].end):
            found.append(Named(more.start(1), more.end(), term=more[1].upper(), local=local))
        if another := _ANOTHER_CONGRESS.match(folded, found[-1].end):
            others = read_congress(normal, another.end())
            found += [replace(named, start=named.start or another.end() + 1) for named in others]
        return found
    if match := _OF_THE_PARTY.match(folded, at):
        return [Named(0, match.end("ord"), term=match["ord"].upper())]
    match = _CONGRESS_OF_YEARS.match(folded, at)
    if match and (not match["body"] or _OF_A_PLACE.search(match["body"])) and not _parted(normal, match):
        return [Named(0, match.end(), term=f"{match['from']}-{match['to']}", local=True)]
    return []


def _parted(normal: Normal, match: re.Match[str]) -> bool:
    body = " ".join(normal.text[slice(*match.span("body"))].lower().split())
    for name in ("khối các cơ quan", "khoi cac co quan", "việt nam", "viet nam"):
        body = body.replace(name, "")
    return _NO_CONGRESS.search(body) is not None or _APART.search(match[0]) is not None


def _is_congress(normal: Normal, match: re.Match[str]) -> bool:
    if _parted(normal, match):
        return False
    return bool(match["nth"] or match["worded"] or not match["ord"].isdigit() or not match["body"])


def read_law(normal: Normal, at: int, *, code: str) -> Named | None:
    """A law by name and year: "Luật Cán bộ, công chức năm 2008". A law without a year names no edition.

    >>> from giaoban.reader.normal import normalise
    >>> read_law(normalise(" Viên chức năm 2010"), 0, code="L").end
    19
    >>> read_law(normalise(" sư trong năm 2010"), 0, code="L") is None
    True
    """
    folded = normal.folded
    if code == "HP":
        match = _CONSTITUTION.match(folded, at)
        return Named(0, match.end()) if match else None
    match = _LAW.match(folded, at)
    if match is None:
        return None
    plain = normal.text[match.start("name")].islower() and normal.text[at - 1].islower()
    name = " ".join(normal.text[match.start("name") : match.end("name")].lower().split())
    for phrase in _IN_A_NAME + ((" và luật", " va luat") if match["amends"] else ()):
        name = name.replace(phrase, "")
    if _NO_LAW.search(name) or (plain and " " not in match["name"]):
        return None
    number = _NUMBERED.match(folded, match.end())
    return Named(0, match.end(), number_at=number.end() if number else 0)


def follows_another_word(folded: str, at: int) -> bool:
    """ "pháp luật", "kỷ luật", "quy luật": the word is part of another."""
    return bool(_BEFORE_LAW.search(folded, max(0, at - 8), at))
