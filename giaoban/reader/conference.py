"""The conference a text tells of: kind, period, day, host, places, chair, points, each with its place.

Kinds and words of conference.md _CONGRESS_AT_ONCE1; what the text does not say stays empty.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from giaoban.reader.marks import Mark, mark, tidy
from giaoban.reader.meeting_days import MeetingDay, find_meeting_day, first_of, unwrapped
from giaoban.reader.meeting_kinds import CEREMONY, CONGRESS, HEAD, SENTENCE, kind_named, kind_sitting
from giaoban.reader.normal import Normal, sentence_of
from giaoban.reader.people import Person
from giaoban.reader.periods import Span, find_period
from giaoban.reader.registry import Registry
from giaoban.reader.subjects import days_of_plenums, reviews_of, sat_on, when_taught

# With other accents these are other words: "Lê" is no "lễ", "phối hợp" and "tổng số kết nối" no meetings.
_SPELT = {"le": {"lễ", "lể"}, "hop": {"họp"}, "gap": {"gặp"}, "trao": {"trao"}, "so ket": {"sơ kết"}}
_MAY_BE_ANOTHER = re.compile(
    rf"(?<![a-z])(?:{'|'.join(_SPELT)}|toi(?= (?:het |ngay |nay|\d))|sang(?= ngay ))(?![a-z])"
)
_DIGITS_OF_A_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
# "tổng kết Đại hội Đảng bộ, nhiệm kỳ 2015 - 2020": the congress, not its term
_CONGRESS_AT_ONCE = re.compile(r"(?<!quyet )dai hoi(?! hoi)[a-z ,]{0,40}$")
_REVIEWS = {"giao ban", "sơ kết", "tổng kết"}
_OF_A_PERIOD = _REVIEWS | {"hội nghị ban chấp hành", "hội nghị ban thường vụ", "phiên họp"}
_PRIZE = re.compile(r"(?<![a-z])(?:giai|cup|danh hieu)(?: [a-z]+){0,6} nam (?:19|20)\d\d")
_LAST_PARTS = {"6tc", "q4", "t12"}  # of a year: reviewed in January
_EARLY_DAY = r"(?<![\d/.-])\d{1,2} ?[/.-] ?0?[12](?![\d/])"
_BODY = (
    r"(?:thuong truc|ban (?:to chuc|chap hanh|thuong vu|bch|btv|tuyen giao|dan van|noi chinh|chi dao|can su"
    r"|xay dung)|tinh uy|thanh uy"
    r"|huyen uy|thi uy|quan uy|dang uy|dang bo|bch|btv|ubnd|uy ban|hdnd|hoi dong|van phong|so|cum|khoi"
    r"|hoi(?! nghi| truong)|lien doan|doan|bo|truong"
    r"|cong an|quan uy|tong cuc|cuc|chi cuc|ubkt|ubmttq|mat tran|vien|trung tam|ban)"
)
_HOST = re.compile(
    rf"(?P<host>{_BODY}(?![a-z])[^.;:\n]{{0,140}}?),?"
    r" (?:da |vua |tiep tuc |long trong |phoi hop |se |tien hanh |trong the )*"
    r"(?:(?<!ban )(?<!nganh )to chuc|khai mac|be mac|(?<!tong )(?<!phoi )(?<!ket )hop|so ket|tong ket"
    r"|giao ban|lam viec|chu tri"
    r"|trien khai|quan triet)(?![a-z])"
)
_BEFORE_HOST = re.compile(r"[) ,:-]{0,4}(?:tai [^,.;\n]{2,90}, ?)?")
_LINE = re.compile(r"(?:^|(?<=\n)|(?<=\. )|(?<=[)-] ))(?:vua qua, )?(?:tai [^,.;\n]{2,90}, ?)?(?=[a-z])")
_PLACE = re.compile(
    r"(?<![a-z])tai (?!hoi nghi|dai hoi|buoi|cuoc|phien|diem cau|day|cac|le|do"
    r"|ky hop)(?P<place>[^,.;:\n()]{2,70})"
)
_POINT = re.compile(
    r"diem cau (?:o |tai |cua )?(?!tai cac |o cac |cua cac |cac |dia phuong|tren|trong"
    r"|trung tam)(?P<point>[^,.;:\n()]{2,50})"
)
_STOP = re.compile(
    r" (?:co|voi|do|gom|da|duoi|su|dien|duoc|cho|den|ban|to|chu|de|va|co|nham|thuong truc|du|tham|la"
    r"|dong chi|trong|nhan|cung"
    r"|khai|hoi nghi|o|cua|dai dien|ket noi|ngay|sang|chieu|xuat hien|ve|lanh dao|trao|thong|qua)(?![a-z])"
)
_SEAT = re.compile(
    r"(?:tru so|hoi truong|phong hop|nha khach)(?: lon)?(?: cua)? (?:ban (?:to|tuyen|dan|noi|chap|thuong)"
    r"|co quan|uy ban(?: nhan dan)?|van phong)(?![a-z])[a-z ]{0,12}"
)
_CHAIRS = re.compile(r"(?<![a-z])(?:dong )?chu tri(?![a-z])|chu tri (?:hoi nghi|cuoc hop|phien hop|buoi)")


@dataclass(frozen=True, slots=True)
class Conference:
    """Values as text, "" for what is not said; `marks` gives the place of each in the original."""

    kind: str
    period: str
    date: date | None
    host: str
    places: tuple[str, ...]
    chair: str
    points: tuple[str, ...]
    marks: tuple[Mark, ...]


def find_conference(
    normal: Normal,
    people: Sequence[Person] = (),
    *,
    published: date | None = None,
    cited: Sequence[tuple[int, int]] = (),
    registry: Registry | None = None,
    issued: Sequence[tuple[int, date]] = (),
) -> Conference | None:
    """`cited` are the places, in `normal`, of citations with their dates; `issued` is where a citation
    begins, and the date that it or its link has.

    >>> from giaoban.reader.normal import normalise
    >>> text = "Chiều 30-9, tại Long Khê, Ban Tổ chức tổ chức hội nghị giao ban tháng 9 và 9 tháng năm 2019."
    >>> found = find_conference(normalise(text))
    >>> found.kind, found.period, str(found.date), found.host, found.places
    ('giao ban', '2019-t09-9t', '2019-09-30', 'Ban Tổ chức', ('Long Khê',))
    """
    folded = unwrapped(normal)
    clear = _spelt(normal, folded)
    spoken = _without_digits(clear, sorted([*cited, *days_of_plenums(normal)]))
    named = kind_named(clear) or kind_sitting(spoken, published, issued)
    if named is None:
        return None
    kind, at = named
    span = _period(folded, at, kind)
    year = _year_of(span, kind, folded)
    of_documents = reviews_of(folded, issued)
    day = find_meeting_day(
        spoken,
        published=published,
        year=year,
        named=kind == CEREMONY and _PRIZE.search(folded) is not None,
        reviewed=span.year if kind == "tổng kết" and span and not (span.part or of_documents) else None,
        congress=kind == CONGRESS,
        issued=issued,
        reviews=of_documents,
        taught=partial(when_taught, normal, registry=registry) if registry is not None else None,
    )
    if day and registry is not None and not _DIGITS_OF_A_YEAR.search(folded, day.start, day.end):
        day = _by_its_subject(normal, spoken, day, registry)
    marks = [mark(normal, at, at + 8, "kind")] if kind else []
    around = day.start if day else at
    low, high = sentence_of(folded, around, SENTENCE)
    host = _host(folded, day, high)
    places = list(_until_stop(_PLACE, folded, low, high, "place"))
    points = list(_until_stop(_POINT, folded, 0, min(len(folded), 4_000), "point"))
    chair = _chair(normal, people)
    year = day.on.year if day and day.on else published.year if published else None
    if span:
        marks.append(mark(normal, span.start, span.end, "period"))
    if day:
        marks.append(mark(normal, day.start, day.end, "date"))
    if host:
        marks.append(mark(normal, *host, "host"))
    marks += [mark(normal, start, end, "place") for start, end in places]
    marks += [mark(normal, start, end, "point") for start, end in points]
    if chair:
        marks.append(Mark(chair.start, chair.end, chair.surface, "chair"))
    return Conference(
        kind,
        span.code(_reviewed(span, kind, day, year)) if span else "",
        day.on if day else None,
        tidy(normal.text[slice(*host)]) if host else "",
        tuple(tidy(normal.text[start:end]) for start, end in places),
        chair.name if chair else "",
        tuple(dict.fromkeys(tidy(normal.text[start:end]) for start, end in points)),
        tuple(sorted(marks, key=lambda m: (m.start, m.end))),
    )


def _by_its_subject(normal: Normal, spoken: str, day: MeetingDay, registry: Registry) -> MeetingDay:
    sat = sat_on(normal, day.day, day.month, registry)
    if sat and (day.on is None or day.on.year - sat.year > 1):
        return replace(day, on=first_of(spoken, day, sat))
    return day


def _without_digits(folded: str, places: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in places:
        pieces += [folded[at:start], _DIGIT.sub("_", folded[max(at, start) : end])]
        at = max(at, end)
    return "".join([*pieces, folded[at:]])


def _spelt(normal: Normal, folded: str) -> str:
    """The folded text without the syllables that only their accents tell from a word for a meeting."""
    pieces, at, text = [], 0, normal.text
    accented = not text.isascii()
    for match in _MAY_BE_ANOTHER.finditer(folded):
        written = " ".join(text[match.start() : match.end()].lower().split())
        then = accented and written == "sang"  # "Sang ngày 20/5, Đại hội …"
        if then or (written not in _SPELT.get(match[0], {"tối", "sáng"}) and written != match[0]):
            other = "den" if written == "tới" else "#" * len(match[0])  # "tới ngày" is no evening
            pieces += [folded[at : match.start()], other]
            at = match.end()
    return "".join([*pieces, folded[at:]])


def _period(folded: str, at: int, kind: str) -> Span | None:
    """Of all mentions of the kind in the head the first period, or the merged one of the same year."""
    if kind not in _OF_A_PERIOD:
        return None
    found: list[Span] = []
    word = folded[at : at + 7].rstrip()
    while 0 <= at < HEAD and len(found) < 4:
        span = find_period(folded, at)
        if span and (span.part or kind in _REVIEWS):
            found.append(span)
        at = folded.find(word, at + 1)
    if not found:
        return None
    merged = [span for span in found if "-" in span.part]
    return (merged or [span for span in found if span.year] or found)[0]


def _year_of(span: Span | None, kind: str, folded: str) -> int | None:
    """The year a meeting without a year was held in; a closed year is reviewed in it or early in the next."""
    if span is None or span.year is None:
        return None
    if len(span.part) == 4 and span.part.isdigit():
        if kind != "tổng kết" and not _as_long(folded, int(span.part) - span.year):
            return None
        at_once = _CONGRESS_AT_ONCE.search(folded, max(0, span.start - 60), span.start)
        return span.year if at_once else int(span.part)
    closed = span.part in _LAST_PARTS or (kind == "sơ kết" and not span.part)
    if closed and re.search(_EARLY_DAY, folded[:HEAD]):
        return span.year + 1
    if kind == "tổng kết" and not span.part:
        planned = re.search(
            rf"(?:nhiem vu|ke hoach|phuong huong)[a-z ,]{{0,30}}{span.year + 1}", folded[:HEAD]
        )
        last = 6 if planned else 3  # the month in which the last year may still be reviewed
        if re.search(rf"(?<!\d)\d{{1,2}} ?[/.-] ?0?[1-{last}](?![\d/])", folded[:HEAD]):
            return span.year + 1
    return span.year


def _as_long(folded: str, years: int) -> bool:
    """ "sơ kết 10 năm …, giai đoạn 2009 - 2019": the whole of it is over."""
    return re.search(rf"(?<!\d)0?{years} nam(?![a-z])", folded[:HEAD]) is not None


def _reviewed(span: Span, kind: str, day: MeetingDay | None, year: int | None) -> int | None:
    """The year of a period written without one: that of the meeting, or the one before when it is over."""
    if year is None or day is None or day.on is None:
        return year
    month = day.on.month
    if span.part.startswith("t") and int(span.part[1:3]) > month + 1:
        return year - 1
    if span.part.startswith("q") and 3 * int(span.part[1]) - 3 > month:
        return year - 1
    return year - 1 if span.part in {"6tc", ""} and kind != "giao ban" and month <= 3 else year


def _host(folded: str, day: MeetingDay | None, high: int) -> tuple[int, int] | None:
    """The body named right behind the day and the place; without a day at the beginning of a sentence."""
    if day is not None:
        ahead = _BEFORE_HOST.match(folded, day.end, high)
        match = _HOST.match(folded, ahead.end(), high) if ahead else None
        return match.span("host") if match else None
    for ahead in _LINE.finditer(folded, 0, HEAD):
        if match := _HOST.match(folded, ahead.end(), min(len(folded), ahead.end() + 260)):
            return match.span("host")
    return None


def _until_stop(
    pattern: re.Pattern[str], folded: str, low: int, high: int, group: str
) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(folded, low, high):
        start, end = match.span(group)
        seat = _SEAT.match(folded, start, end)
        stop = _STOP.search(folded, seat.end() if seat else start - 1, end)
        end = stop.start() if stop else end
        if end - start > 1 and not folded[start:end].isdigit():
            yield start, end


def _chair(normal: Normal, people: Sequence[Person]) -> Person | None:
    """The person nearest before "chủ trì" in its sentence, or the first named after it."""
    starts = [person.start for person in people]
    for match in _CHAIRS.finditer(normal.folded):
        low, high = sentence_of(normal.folded, match.start(), SENTENCE)
        first, last = normal.span(low, max(low + 1, high))
        at = normal.span(match.start(), match.end())[0]
        inside = people[bisect_left(starts, first) : bisect_left(starts, last)]
        before = [person for person in inside if person.end <= at]
        if before or inside:
            return before[0] if before else inside[0]
    return None
