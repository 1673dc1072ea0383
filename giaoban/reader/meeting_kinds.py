"""What kind of meeting a text tells of: named in its head, or by what its surest day is said to hold.

Kinds and words of conference.md §1.
"""

import re
from collections.abc import Sequence
from datetime import date

from giaoban.reader.meeting_days import find_meeting_day
from giaoban.reader.meeting_evidence import GATHERS, INVITATION
from giaoban.reader.normal import sentence_of

# Said in the head of a text; the first that is met there names the conference.
_COMMITTEE = (
    r"(?:ban chap hanh|bch)[^.\n]{0,90}?hoi nghi|hoi nghi (?:lan thu [\w ]{1,20},? ?)?(?:ban chap hanh|bch)"
)
_STANDING = (
    r"(?:ban thuong vu|btv|thuong truc) (?:tinh|thanh|huyen|quan|thi|dang) uy[a-z ]{0,30} (?:hoi nghi|hop)"
    r"|hoi nghi (?:ban thuong vu|btv)"
)
_ANY = ("hội nghị", r"hoi nghi")
CEREMONY, CONGRESS = "lễ", "đại hội"
_KINDS = (
    ("giao ban", r"giao ban"),
    ("sơ kết", r"so ket"),
    ("tổng kết", r"tong ket"),
    ("hội nghị ban chấp hành", _COMMITTEE),
    ("hội nghị ban thường vụ", _STANDING),
    (
        CONGRESS,
        (
            r"(?:to chuc(?: thanh cong)?|tien hanh|khai mac|be mac|dien ra|trieu tap[^.\n]{0,40}|du) dai hoi"
            r"|dai hoi (?:tien hanh|(?:dai bieu|dang bo|chi bo|dang vien)[^.\n]{0,120}?"
            r"(?:dien ra|be mac|thanh cong)"
            r"|[^.\n]{0,90}? (?:du kien|du dinh|se duoc|se dien ra|khai mac))"
        ),
    ),
    ("quán triệt", r"hoi nghi[^.\n]{0,60}?(?:quan triet|trien khai|pho bien)"),
    ("tập huấn", r"tap huan|boi duong nghiep vu|khai giang|be giang"),
    ("tọa đàm", r"toa dam|hoi thao"),
    ("phiên họp", r"phien hop|hop (?:phien )?thuong ky|cuoc hop|(?:to chuc |da )hop phien"),
    ("làm việc", r"(?:(?<!ngay )lam viec|buoi lam viec) voi"),
    _ANY,
    (
        "kỳ họp",
        (
            r"(?:to chuc|khai mac|be mac|tien hanh) ky hop|hop ky|tai ky hop"
            r"|ky hop[^.\n]{0,90}? (?:du kien|dien ra|khai mac|be mac|duoc to chuc)"
            r"|hop (?:chuan bi|lien tich)"
        ),
    ),
    (
        CEREMONY,
        r"(?:to chuc|du|tai|dien ra|buoi|chu tri) le (?!hoi)[a-z]|(?:to chuc|da) trao (?:tang|quyet dinh)",
    ),
    (CONGRESS, r"(?<!quyet )(?<!trinh )dai hoi (?:dai bieu )?lan thu [a-z0-9]{1,8},? nhiem k[iy]"),
    ("tiếp xúc cử tri", r"tiep xuc cu tri"),
    ("gặp mặt", r"gap mat|(?:to chuc|buoi|da) (?:hop mat|noi chuyen|doi thoai)"),
    ("phiên họp", r"(?:tien hanh|to chuc|chu tri|da) hop(?! (?:dong|tac|nhat|ly|phap|phan))"),
)
_KIND = [(name, re.compile(rf"(?<![a-z])(?:{pattern})")) for name, pattern in _KINDS]
# Said in the sentence of the day, where the head names no kind; the last are meetings without a name of ours.
_SITTINGS = tuple(
    (name, re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])"))
    for name, pattern in (
        (
            CONGRESS,
            (
                r"(?<!quyet )(?<!trinh )(?<!mung )(?<!toi )dai hoi(?! (?:hoc|the thao|tdtt|dong))"
                r"|dh(?:cd|db|dcd)"
            ),
        ),
        ("kỳ họp", r"ky hop|hop (?:le )?ky"),
        (
            "phiên họp",
            (
                r"(?:phien|cuoc|buoi) hop|phien (?:thao luan|chat van|giai trinh|lam viec)"
                r"|(?<!tong )(?<!phoi )(?<!ket )(?<!to )(?<!truong )(?<!lien )(?<!tap )(?<!phu )"
                r"(?<!thich )(?<!hoi )hop"
                r"(?! (?:dong|tac|nhat|ly|le|phap|phan|quy|thanh|chat|luc|long|ca|mat))"
            ),
        ),
        ("sinh hoạt", r"sinh hoat (?:ngay|chuyen de|chi bo|chinh tri|thuong ky|khoa hoc)"),
        ("hội thi", r"hoi (?:thi|thao|khoe)|cuoc thi"),
        ("diễn đàn", r"dien dan|doi thoai"),
        ("gặp mặt", r"hop mat|giao luu|hoi ngo|hop bao"),
        (
            CEREMONY,
            (
                r"(?<!dip )(?<!ty )(?<!ti )le (?!hoi)[a-z]+"
                r"|ket nap(?! (?:moi|duoc|\d))|(?<!dip )(?<!mung )ky niem \d+ nam"
                r"|trao (?:tang|huy hieu|quyet dinh|giai|bang)"
                r"|(?:to chuc|mat|nghi thuc) (?:ky niem|cong bo|ra mat|ra quan|phat dong|ky ket|trao)"
            ),
        ),
        (
            "",
            (
                r"(?:(?<!ban )(?<!nganh )(?<!dang )to chuc|dien ra|khai mac|be mac|chu tri|tham du)"
                r"(?! (?:va |cac )?(?:dot|hoat dong|thuc hien|tuan tra|truy quet|kiem tra|kham|bat"
                r"|cuong che|tiem|lay mau|xet nghiem|tong ve sinh|trong|ban|thu|dau gia|tim kiem|cuu"
                r"|tuyen|thi cong|dang|chinh quyen|bo may|can bo|nhan su|lai|co so)(?![a-z]))"
                r"|(?:cong bo|trien khai)(?: [a-z]+)? quyet dinh|(?<!ngay )lam viec tai"
                rf"|{GATHERS}"
                r"|da gap|gap (?:to|cac) dai bieu|mo (?:\d+ )?(?:lop|hoi)"
                r"|(?:buoi|cuoc) (?:gap|tiep|lam viec|trao doi|ra mat|sinh hoat|chia tay)"
                r"|lop (?:tap|boi)|ngay hoi"
            ),
        ),
    )
)
# "Phát biểu tại buổi lễ, …": said of what the sentence of the day does not name.
_TOLD_LATER = re.compile(
    r"(?<![a-z])(?:tai|du|quang canh|toan canh) (?:buoi|cuoc) (?:le|gap|hop|lam viec|tiep)(?![a-z])"
    r"|(?<![a-z])(?:tai|trong|du) le (?!hoi)[a-z]"
    r"|(?<![a-z])buoi trien khai(?![a-z])"
)
# Below "Thời gian: …" of an invitation to what has no name of ours.
_AT_ITS_PLACE = re.compile(r"\n[^\w\n]{0,6}(?:\d[.)] ?)?dia diem ?:")
_SURE = 3.5
# A congress that reviews its term is a congress.
_HELD = re.compile(
    r"(?<![a-z])(?:(?:khai mac|be mac) dai hoi"
    r"|(?:dang bo|hoi|doan|chi bo|cong doan)[^.\n]{0,60} to chuc dai hoi"
    r"|dai hoi[^.\n]{0,90} (?:khai mac|be mac))(?![a-z])"
)
HEAD, SENTENCE = 1_200, 500


def kind_named(folded: str) -> tuple[str, int] | None:
    """The earliest of the three words of the cycle in the head, else another kind, else any conference."""
    head = folded[:HEAD]
    found = [(m.start(), name) for name, pattern in _KIND[:3] if (m := pattern.search(head))]
    if found:
        at, name = min(found)
        held = _HELD.search(head, 0, at)
        return (CONGRESS, held.start()) if held and "hoi nghi" not in head[:at] else (name, at)
    for name, pattern in _KIND[3:]:
        if match := pattern.search(head):
            return name, match.start()
    match = dict(_KIND)[_ANY[0]].search(folded)
    return (_ANY[0], match.start()) if match else None


def kind_sitting(
    spoken: str, published: date | None, issued: Sequence[tuple[int, date]]
) -> tuple[str, int] | None:
    """Whatever else meets on a sure day: named in the sentence of that day."""
    day = find_meeting_day(spoken, published=published, issued=issued)
    if day is None or max(day.weight, day.alone) < _SURE:
        return None
    low, high = sentence_of(spoken, day.start, SENTENCE)
    for kind, pattern in _SITTINGS:
        if match := pattern.search(spoken, low, high):
            return kind, match.start()
    if day.weight >= INVITATION:
        for kind, pattern in _SITTINGS:
            if match := pattern.search(spoken, 0, day.start):
                return kind, match.start()
        if _AT_ITS_PLACE.search(spoken, day.end):
            return "", day.start
    told = _TOLD_LATER.search(spoken, high)
    return (CEREMONY if "le" in told[0].split() else "", told.start()) if told else None
