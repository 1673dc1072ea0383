"""What speaks for a day being that of a meeting, and what speaks against it: two tables.

The words before the day, what its sentence says behind it, how near the head of the text it stands, and how
far it is from the day the text was published.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from giaoban.reader.meeting_clues import Day
from giaoban.reader.normal import sentence_of

_WEEKDAY = r"thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7]"
_SOME = r"(?:mot|hai|ba|cac|[2-9]|0[1-9])"
_DAY_WORDS = re.compile(
    r"(?<![a-z])(?P<part>sang|trua|chieu|toi|dem)(?: nay| qua| mai| ngay| hom| som| cung| m[ou]ng| toi"
    rf"| {_WEEKDAY}|,| ?-|[ (]){{0,6}}$"
    rf"|(?<![a-z])(?P<some>(?:(?:trong|sau) )?{_SOME} ngay(?: [a-z]{{2,6}}){{0,4}})"
    r"[ ,(:-]{1,3}(?:tu |ngay )?$"
    rf"|(?<![a-z])(?P<day>ngay|ngay mai|m[ou]ng|hom nay|hom qua|tu ngay|vua qua|tuan qua|moi day|hom"
    rf"|(?<!lan ){_WEEKDAY}|tu)"
    r"[ ,(:-]{1,3}(?:ngay )?(?:m[ou]ng )?$|(?<![a-z])ngay$"
)
# What gathers people without a name of its own: said of a sure day, it is a meeting.
GATHERS = (
    r"(?:ra quan|phat dong|chung ket|nghiem thu|cho y kien|chung toi gom|quan triet|ban giao|bo phieu"
    r"|lay phieu|kiem diem|nghe bao cao|ky (?:quy che|giao uoc)|hiep thuong|khanh thanh|khoi cong"
    r"|tuyen duong|khai hoi|chat van|don (?:nhan )?(?:bang|danh hieu|huan chuong)"
    r"|hoc (?:tap )?(?:cac )?(?:chuyen de|nghi quyet)"
    r"|ket nap (?:\d{1,2} )?(?:quan chung|dang vien|doan vien|hoi vien)|chuyen dang chinh thuc)"
)
MEETS = re.compile(
    r"(?<![a-z])(?:to chuc|hoi nghi|giao ban|so ket|tong ket|chu tri|khai mac|dien ra|hop|lam viec|dai hoi"
    r"|toa dam|hoi thao|phien|le|ky hop|tap huan|gap mat|tiep xuc|buoi|cuoc hop|hoi y|quan triet|trao|bao cao"
    r"|lop|ra quan|ra mat|phat dong|cong bo|ky ket|hoi dam|dien dan|doi thoai|giao luu|hop mat|ngay hoi"
    r"|ket nap|hoc tap|sinh hoat|mit tinh|khai giang|be giang|hoi thi|chung ket|lien hoan"
    rf"|{GATHERS}|mo(?=$| hoi nghi| lop)|da gap|gap go|gap (?:to|cac) dai bieu|gap cu tri"
    r"|trien khai(?: [a-z]+)? quyet dinh"
    r"|(?<=[a-z]{2} )(?<!ngay )(?<!dip )(?<!de )(?<!mung )(?<!le )(?:ky|ki) niem)(?![a-z])"
)
# "Thời gian: 8h30, thứ ba ngày 15 tháng 9", "vào 7 giờ 30 phút, ngày 29/10": when those invited shall come.
_INVITED = re.compile(
    r"(?:^|\n)[^\w\n]{0,8}(?:\d{1,2}[.)/-] ?)?(?:[^\w\n]{0,4})"
    r"(?:thoi gian(?! dang| gui| cap nhat| xuat ban)(?: [a-z ]{2,24})?|(?:vao )?(?:luc|hoi)|ngay,? gio) ?:"
    r"(?:\s{0,3}\n)?[^\n]{0,80}$"
)
_NOT = re.compile(
    r"(?:tinh den|den het|truoc|ke tu|cham nhat(?: la)?|hieu luc(?: thi hanh)?(?: ke)?(?: tu)?|ket thuc"
    r"|vao dang|nhap ngu|(?<!thu )sau|(?<!dien )(?<!xay )(?<![a-z])ra"
    r"|hoan thanh|den|ban hanh|ra doi|(?<!hoc )sinh|thu hut|duoc [a-z ]{4,40} ky"
    r"|(?<!hop )thong qua) ?(?:het )?(?:sang |chieu |ngay |toi )?(?:hom nay )?\(?$"
)
_CITED = re.compile(
    r"[/-][a-z]{2,}[a-z0-9-]*,? {0,2}(?:cua (?:(?!lam viec|hop |to chuc|chu tri|mo )[a-z ]){2,40})?,? ?\(?$"
)
_SIGNED = re.compile(r"[/-][a-z]{2,}[a-z0-9-]* cua [a-z ]{2,40},$")
# Until when papers are handed in or names put down, before a meeting.
_DUE_BEFORE = re.compile(r"(?<![a-z])(?:thoi han|han|gia han|nop|dang ky)(?![a-z])[^.\n]{0,60}$")
_DUE_AFTER = re.compile(
    r"[ |:,-]{0,14}(?:cung )?(?:la )?(?:ngay cuoi|han|het han|thoi han|nop|gui|dang ky)(?![a-z])"
)
_FEAST = re.compile(
    r"(?<![a-z])(?:ky niem|thanh lap|truyen thong|sinh nhat|dip|quoc khanh"
    r"|cach mang|huy hieu dang|dot"
    r"|ngay [a-z ]{0,20}(?:phu nu|nha giao|thuong binh)"
    r"|ngay mat|(?<!to )bau cu|covid|han|ngay hoi)(?![a-z])"
    r"(?:(?!(?:thoi gian|chu tri|dan dau|bi thu|chu tich|truong (?:ban|doan)|uy vien|giam doc)(?![a-z]))"
    r"[a-z ,()]){0,40}$|(?<![a-z])(?:ngay )?le[ ,(]{0,2}$"
)
# "Ngày 27/7 Thương binh Liệt sĩ"
_FEAST_BEHIND = re.compile(
    r"[ -]{1,3}(?:thuong binh|quoc te (?:phu nu|lao dong|thieu nhi)|nha giao|phu nu viet nam|thay thuoc"
    r"|bao chi cach mang|giai phong mien nam|quoc khanh|gia dinh viet nam|phap luat viet nam)(?![a-z])"
)
# when the page was posted or changed
_READ_ON = re.compile(
    r"(?:ngay (?:dang|gui|tao|viet)|(?:^|[\n|(])[^\w\n]{0,4}(?:dang|gui)|cap nhat|xuat ban)"
    r"(?: lan cuoi| luc| bai| tin)?(?: vao)?(?: ngay)?[ :(-]{0,4}$"
)
# "Từ ngày 1/7/2025, xã mới chính thức hoạt động": what holds from that day on
_HOLDS_FROM = re.compile(
    r"[^.;\n]{0,80}?(?<![a-z])(?:hoat dong|van hanh|ap dung|co hieu luc|sap nhap"
    r"|thuc hien(?! (?:nghi quyet|chi thi|ke hoach|ket luan|chuong trinh|quy dinh|cong van)))(?![a-z])"
)
# "ngày 15/5/2010 được điều động": of a life, a body, a work
_BEFELL = re.compile(
    r",? (?:duoc )?(?:dieu dong|bo nhiem|luan chuyen|phan cong|thanh lap|phe duyet|khoi cong|giu chuc)"
    r"(?![a-z])"
)
# "Căn cứ kết luận của Ban Bí thư họp ngày 13/12/2016": what a paper rests on
_GROUNDS = re.compile(r"[^a-z]{0,8}(?:can cu|xet)(?![a-z])")
_FROM = re.compile(r"(?<![a-z])tu(?: ngay)? $")
_ELECTION = re.compile(r"(?<![a-z])(?:cuoc|ngay) bau cu(?![a-z])(?!.*hoi nghi).{0,140}$")
# "Ngày 12/12/2013, Bộ Chính trị ban hành Quyết định": the day of a document
_ISSUED = re.compile(
    r",? (?:(?!hoi nghi(?!"
    r" (?:lan thu [a-z0-9]{1,9},? )?(?:ban chap hanh |bch )?trung uong)"
    r"|(?<!ban )to chuc|chu tri|du |trao |hop[ ,])[^.;\n]){0,110}?(?<![a-z])"
    r"(?:cong bo (?!quyet dinh|nghi quyet|ket luan)"
    r"|(?:ban hanh|ky|ra|co|gui)(?: kem theo| ban hanh| tiep| them)? )"
    r"(?:quyet dinh|quy dinh|nghi quyet|chi thi|ket luan"
    r"|ke hoach|huong dan|nghi dinh|thong tu|de an|thong bao|cong van|cong dien|to trinh|van ban"
    r"|giay moi|thu moi)(?![a-z])"
)
# "ngày 09/02/2007, Hội nghị lần thứ tư Ban Chấp hành Trung ương thông qua Nghị quyết": of that document, too
_PASSED = re.compile(
    r",? (?:hoi nghi [a-z0-9 ,]{0,24}(?:ban chap hanh |bch )?trung uong[a-z ,()]{0,40} thong qua "
    r"(?:nghi quyet|chien luoc|quy dinh|ket luan)"
    r"|quoc hoi[a-z ,()]{0,40} thong qua (?:luat|bo luat|nghi quyet|phap lenh|hien phap))"
)
# "Hòa Khê, ngày … KẾ HOẠCH": the head of a paper that was put in one line
_HEADS_PAPER = re.compile(
    r"[ |*-]{1,4}(?:ke hoach|quyet dinh|bao cao|thong bao|cong van|to trinh|nghi quyet|huong dan|chi thi"
    r"|ket luan|quy che|quy dinh|giay moi|chuong trinh|kinh gui)(?![a-z])"
)
# the digits of a citation are blanks to fill here
_PAPER_NEXT = re.compile(r",? (?:[a-z]{2,6} ){1,3}(?:so )?_")
_PLANNED = re.compile(
    r"(?<![a-z])(?:se|du kien|du dinh|vao ngay|vao sang|vao chieu|thoi gian|chuan bi)(?![a-z])"
)
_ADJOINS = re.compile(
    r"(?<![a-z])(?:hoi nghi|toa dam|hoi thao|dai hoi|giao ban|phien hop|ky hop|hop)"
    r"(?: (?:se|du kien|an dinh|chot|dinh))?(?: (?:duoc )?(?:dien ra|to chuc))?(?: vao| trong)?$"
    r"|(?<![a-z])(?:dien ra|(?<!ban )to chuc|khai mac|mo|lam viec(?: voi)?|sinh hoat)(?: [a-z0-9]+){0,8}$"
)
# "Tại Kỳ họp thứ 20, ngày 29/4, …"
_AT_ONE = re.compile(r"^[^a-z]{0,4}(?:tai )?(?:ky hop|hoi nghi|dai hoi|phien hop|cuoc hop|buoi|le)(?![a-z])")
_SPAN = re.compile(r"\d{1,2} {0,2}(?:-|va |den )")
_DONE = re.compile(r",? (?:da|vua) ")
# "Chi bộ Ngoại ngày 12/03/2025 đã họp Đại hội"
_HAS_MET = re.compile(r",? (?:da|vua) (?:hop|mo|to chuc|tien hanh|khai mac|long trong)(?![a-z])")
# "Đại hội … từ 22 đến 24-12 (17-12-2010)": when that was published
_BEHIND_A_DAY = re.compile(r"\d[/.-]\d{1,2} ?\($")
# "Ngày 21/9/2021" above "14 giờ 00: …": the head of a programme
_PROGRAMME = re.compile(
    r"[):.]{0,2} {0,2}\n\s{0,3}[^\w\n]{0,4}(?:(?:tu|luc|vao)(?: luc)? )?"
    r"\d{1,2} ?(?:gio|h|g|:) ?(?:\d{2})?(?: phut)? ?[:,-]{0,1} ?[a-z]{2}"
)
# "ngày 21/7, Đại hội công đoàn cơ sở …", "Tối 20/10, trước Lễ khai khóa, …"
_THEN = re.compile(r", (?:dai hoi|hoi nghi|ky hop|phien hop|buoi|le (?!hoi))(?![a-z])")
_CLOSES = re.compile(r"(?<![a-z])be mac(?: vao)?[ ,(]{0,2}$")
# "trên cơ sở kết quả hội nghị liên tịch ngày 14/7"
_GROUND = re.compile(
    r"(?<![a-z])(?:tren co|ket qua|ket luan|thong nhat|y kien) (?:[a-z#]+ ){0,6}"
    r"(?:hoi nghi|phien hop|cuoc hop|ky hop)(?: [a-z]+){0,8}$"
)
# "… cho báo chí biết tại buổi gặp gỡ chiều 22/12": where something else was told of
_TO_THE_PRESS = re.compile(
    r"(?<![a-z])(?:bao chi|phong vien)(?![a-z])[^.\n]{0,40} tai (?:buoi|cuoc) (?:gap|hop|trao doi)"
    r"[a-z ]{0,12}$|(?<![a-z])(?:gap go|gap|trao doi voi|tra loi) (?:bao chi|phong vien)[a-z ]{0,12}$"
)
# "… nói về Hội nghị lần thứ chín Ban Chấp hành Trung ương khóa XI, họp từ ngày 8": not the meeting told of
_OF_A_PLENUM = re.compile(
    r"(?<![a-z])(?:hoi nghi (?:lan thu [a-z0-9]{1,5} )?(?:(?:ban chap hanh|bch) )?(?:trung uong|tw)(?![a-z])"
    r"|dai hoi (?:dai bieu )?(?:toan quoc )?lan thu [ivx0-9]{1,5} cua dang(?! bo))"
    r"[^.\n]{0,60}(?:hop|dien ra|tien hanh)(?: [a-z]+){0,4}$"
)
# "chiều ngày 04/10, Hội đã họp báo về Đại hội": what the press is told of is what the page is about
_MEETS_THE_PRESS = re.compile(r",? (?:da |to chuc )?hop bao(?![a-z])")
_LAST = re.compile(r"[ )]{0,2}(?:\.|$)")  # of its sentence
_BEFORE_ONE = re.compile(r",? truoc (?:le|hoi nghi|dai hoi|phien hop|buoi)(?![a-z])")
_AT_A_PLACE = re.compile(r",? tai ")
_AT_CLOCK = re.compile(
    r"(?<![\d/.-])\d{1,2} ?(?:gio|h)(?: ?\d{2}(?: ?phut|['’])?)?(?: sang| chieu| toi)?,? ?"
    r"(?:thu [a-z0-9]{1,4},? )?(?:ngay )?$"
)
_IN_BRACKETS = re.compile(
    r"(?<![a-z])(?:hoi nghi|toa dam|hoi thao|dai hoi|giao ban|phien hop|ky hop|cuoc hop|buoi|le)(?![a-z])"
    r"[^.;:()\n]{0,90}\($"
)
_RANGE = re.compile(r"\d ?- ?$")
_POSTED = re.compile(r" ?[|,-]? ?\d{1,2}(?::|h)\d\d")
_BEFORE, _BEHIND, _AT_LENGTH, _NEAR, _TITLE = 400, 400, 900, 90, 120
_OPENS = '.)-:;!?"”|>*'


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a day: `head` to it from the start of its sentence, `before` without the words that
    call it a day, `after` to the end.
    """

    found: Day
    head: str
    before: str
    after: str
    part: bool  # "sáng", "hôm nay", or a clock
    some: bool  # "trong hai ngày"
    named: bool  # any word calls it a day
    clock: bool
    titled: bool  # below a title, "Long Khê, ngày 8-10 tháng 11 năm 2015": no paper is dated so

    @property
    def opens(self) -> bool:
        return not self.before or self.before[-1] in _OPENS

    @property
    def clause(self) -> bool:
        """Behind a comma, before what met: "Căn cứ Kế hoạch của Đảng ủy, ngày 20/3/2021, Chi bộ họp"."""
        return self.before.endswith(",") and MEETS.search(self.after) is not None

    @property
    def adjoins(self) -> bool:
        return _ADJOINS.search(self.before[-45:].rstrip(" ,:(")) is not None

    @property
    def bracketed(self) -> bool:
        """Alone in brackets behind what met: "hội nghị giao ban cụm (28/9/2019) đã bàn"."""
        return self.after.startswith(")") and _IN_BRACKETS.search(self.head) is not None

    @property
    def bare(self) -> bool:
        """Written whole and called nothing: "26/8/2022, Ban Tổ chức …", "… hội nghị giao ban 26/8/2022"."""
        placed = (self.opens or self.adjoins or self.bracketed) and not _RANGE.search(self.head)
        return self.found.year is not None and placed and not _POSTED.match(self.after)

    @property
    def closes(self) -> bool:
        """The last day of what met for several, or that of an earlier meeting, the ground of what is told, or
        of one with the press.
        """
        said = (_CLOSES, _GROUND, _TO_THE_PRESS, _OF_A_PLENUM)
        return any(one.search(self.before) for one in said) or bool(_MEETS_THE_PRESS.match(self.after))

    @property
    def planned(self) -> bool:
        said = _PLANNED.search(self.before[-30:]) or _PLANNED.search(self.after[:60])
        return bool(said or self.head.rstrip(" ,(").endswith("ngay mai"))


_Test = Callable[[Around], object]
# Any of these rules a day out.
_OUT: tuple[_Test, ...] = (
    lambda a: not (a.named or a.bare or a.clock),
    lambda a: not (a.part or a.before.endswith(" vao")) and _FEAST.search(a.before),
    lambda a: _BEFELL.match(a.after) or (not a.part and _FEAST_BEHIND.match(a.after)),
    lambda a: _GROUNDS.match(a.head) and not a.part and not MEETS.search(a.after),
    lambda a: _READ_ON.search(a.head) or _BEHIND_A_DAY.search(a.head),
    lambda a: _FROM.search(a.head) and _HOLDS_FROM.match(a.after),
    lambda a: _ELECTION.search(a.before),
    lambda a: not (a.part or (a.clause and _SIGNED.search(a.before))) and _CITED.search(a.before),
    lambda a: a.before.endswith(",") and _HEADS_PAPER.match(a.after),
    lambda a: _ISSUED.match(a.after) or _PASSED.match(a.after) or (not a.part and _PAPER_NEXT.match(a.after)),
    lambda a: _DUE_AFTER.match(a.after) or _DUE_BEFORE.search(a.before),
    lambda a: not MEETS.search(a.after) and not MEETS.search(a.before),
)
# What each adds that is met.
_SPEAKS: tuple[tuple[float, _Test], ...] = (
    (1.5, lambda a: not a.named),
    (2, lambda a: a.named and not (a.part or a.some)),
    (3, lambda a: a.some and not a.part),
    (5, lambda a: a.part),
    (3, lambda a: a.opens),
    (1, lambda a: a.clause),
    (2, lambda a: MEETS.search(a.after) or a.adjoins),
    (2, lambda a: _DONE.match(a.after) and MEETS.search(a.before)),
    (1, lambda a: _HAS_MET.match(a.after)),
    (1, lambda a: a.before.endswith(" vao") and MEETS.search(a.before)),
    (2, lambda a: a.titled),
    (3, lambda a: a.bracketed),
    (1.5, lambda a: _AT_ONE.match(a.head)),
    (1, lambda a: _THEN.match(a.after)),
    (2, lambda a: _LAST.match(a.after) and MEETS.search(a.before)),
    (1.5, lambda a: a.some and not MEETS.search(a.after) and MEETS.search(a.before)),
    (-8, lambda a: _BEFORE_ONE.match(a.after)),
    (2, lambda a: a.planned and not a.clock),
    (-5, lambda a: _NOT.search(a.head)),
)
# "Sắp tổ chức hội nghị toàn quốc …": the headline announces, and what is planned is what it tells of.
_ANNOUNCES = re.compile(
    r"(?<![a-z])(?:sap|se|chuan bi) (?:to chuc|dien ra|khai mac|mo|hop|co)[ ,][^.\n]{0,160}(?:\n|$)"
)
_HEADLINE = 240
INVITATION, _YIELDS, _STALE = 12.0, 5.0, 6.0


def weigh(
    folded: str, found: Day, on: date | None, published: date | None, *, sure: bool
) -> tuple[float, float]:
    """How likely, and what is taken off it beside another day because the meeting is only planned, or closes.

    `sure`: the year is written, no guess.
    """
    if _INVITED.search(folded, max(0, found.start - _NEAR), found.start):
        return INVITATION, 0.0
    announced = _ANNOUNCES.search(folded, 0, _HEADLINE)
    if announced and not folded[: found.start].strip():
        return -1.0, 0.0  # the day the announcement was posted
    around = _around(folded, found)
    if any(test(around) for test in _OUT):
        return -1.0, 0.0
    weight = sum(points for points, test in _SPEAKS if test(around)) - min(found.start / 500, 4)
    if published and on is None:
        weight -= _STALE  # what cannot be near the day of publishing
    if on and published:
        weight += _apart((published - on).days, planned=around.planned, sure=sure)
    planned = around.planned and not around.clock and not announced
    return weight, _YIELDS if planned or around.closes else 0.0


def may_be_met(folded: str, found: Day) -> bool:
    """Whether it is worth weighing: called a day, written whole, or the time of an invitation."""
    low = max(0, found.start - _NEAR)
    return (
        found.year is not None
        or _DAY_WORDS.search(folded, low, found.start) is not None
        or _INVITED.search(folded, low, found.start) is not None
    )


def _around(folded: str, found: Day) -> Around:
    low = sentence_of(folded, found.start, _BEFORE)[0]
    titled = bool(low and folded[low - 1] == "\n" and found.year and _SPAN.match(folded, found.start))
    low = max(0, low - _TITLE) if titled else low
    head = folded[low : found.start]
    words = _DAY_WORDS.search(head)
    ends = sentence_of(folded, found.end + folded.startswith(".", found.end), _BEHIND)[1]
    if ends - found.end < 80 and _AT_A_PLACE.match(folded, found.end):  # "Chiều 18/5/2023, tại hội trường."
        ends = sentence_of(folded, min(ends + 2, len(folded)), _BEHIND)[1]
    if _PROGRAMME.match(folded, found.end):
        ends = min(found.end + _BEHIND, len(folded))
    part = bool(words and words["part"])
    if part and ends == found.end + _BEHIND:  # who met is told at length before that they met
        ends = sentence_of(folded, found.end, _AT_LENGTH)[1]
    clock = _AT_CLOCK.search(folded, max(0, low - 60), found.start) is not None
    return Around(
        found,
        head,
        (head[: words.start()] if words else head).rstrip(),
        folded[found.end : ends],
        part=clock or part or bool(words and words["day"] == "hom nay"),
        some=bool(words and words["some"]),
        named=words is not None,
        clock=clock,
        titled=titled,
    )


def _apart(days: int, *, planned: bool, sure: bool) -> float:
    """Told within two weeks, or foretold; a guess far from the day of publishing hardly counts."""
    if 0 <= days <= 15:
        return 2.0
    if -4 < days < 0 or (planned and days < 0) or 0 <= days <= 120:
        return 0.0
    return -0.5 if sure else -3.0
