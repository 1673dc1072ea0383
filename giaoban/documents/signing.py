"""Who signs how: the words above a signature, by whether a body decides together or under a head.

Party: 36-HD/VPTW II.1.7 (T/M of collective bodies, K/T of deputies in advisory bodies and offices); T/L rests
on secondary sources. State: Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I, II.7b.
"""

import re
from dataclasses import dataclass
from typing import Literal

from giaoban.documents.blocks import Signature, Style
from giaoban.documents.text import one_line

Body = Literal["collective", "head"]
Who = Literal["head", "deputy", "by_order", "authorised"]

PARTY = "Hướng dẫn 36-HD/VPTW ngày 03/4/2018, mục II.1.7"
STATE = "Nghị định 30/2020/NĐ-CP, Điều 13 và Phụ lục I"


@dataclass(frozen=True, slots=True)
class Rule:
    """`authority`: the lines above the post, {body} and {head} filled in; None where nobody signs so."""

    style: Style
    body: Body
    who: Who
    authority: str | None
    source: str
    confidence: str


RULES = (
    # Party: a deputy signs for the collective like its head, never K/T; nobody signs T/U.
    Rule("party", "collective", "head", "T/M {body}", PARTY, "H"),
    Rule("party", "collective", "deputy", "T/M {body}", PARTY, "H"),
    Rule("party", "collective", "by_order", "T/L {body}", PARTY, "M"),
    Rule("party", "collective", "authorised", None, PARTY, "M"),
    Rule("party", "head", "head", "", PARTY, "H"),
    Rule("party", "head", "deputy", "K/T {head}", PARTY, "H"),
    Rule("party", "head", "by_order", "T/L {head}", PARTY, "M"),
    Rule("party", "head", "authorised", None, PARTY, "M"),
    Rule("state", "collective", "head", "TM. {body}", STATE, "H"),
    Rule("state", "collective", "deputy", "TM. {body}\nKT. {head}", STATE, "M"),
    # By order and by authority one signs for the head, also where a body decides together.
    Rule("state", "collective", "by_order", "TL. {head}", STATE, "H"),
    Rule("state", "collective", "authorised", "TUQ. {head}", STATE, "H"),
    Rule("state", "head", "head", "", STATE, "H"),
    Rule("state", "head", "deputy", "KT. {head}", STATE, "H"),
    Rule("state", "head", "by_order", "TL. {head}", STATE, "H"),
    Rule("state", "head", "authorised", "TUQ. {head}", STATE, "H"),
)


def rule_of(style: Style, body: Body, who: Who) -> Rule:
    """
    >>> rule_of("party", "head", "deputy").authority, rule_of("party", "head", "authorised").authority
    ('K/T {head}', None)
    """
    return next(rule for rule in RULES if (rule.style, rule.body, rule.who) == (style, body, who))


_COMMITTEE = re.compile(r"\s+(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng|Chi) (?:ủy|uỷ)\b.*$", re.IGNORECASE)
_BOARD = re.compile(
    r"^((?:Phó )?Trưởng Ban(?: Thường trực)?)(?: Ban)?"
    r" (?:Tổ chức|Tuyên giáo|Dân vận|Nội chính|Xây dựng Đảng)\b.*$",
    re.IGNORECASE,
)


def post_alone(post: str) -> str:
    """A post as it stands over a signature, in capitals: the body is named in the head already (M).

    >>> post_alone("Phó Trưởng Ban Thường trực Ban Tổ chức Trung ương"), post_alone("Bí thư Tỉnh ủy")
    ('PHÓ TRƯỞNG BAN THƯỜNG TRỰC', 'BÍ THƯ')
    >>> post_alone("Trưởng Ban Tổ chức Tỉnh ủy"), post_alone("Chánh Văn phòng"), post_alone("Trưởng ban")
    ('TRƯỞNG BAN', 'CHÁNH VĂN PHÒNG', 'TRƯỞNG BAN')
    """
    return _BOARD.sub(r"\1", _COMMITTEE.sub("", one_line(post))).upper()


def signature_lines(  # noqa: PLR0917 - the six are said in the order in which a signature is read
    style: Style,
    body: Body,
    body_name: str,
    post: str,
    head_post: str,
    name: str,
    *,
    by_order: bool = False,
    authorised: bool = False,
    acting: bool = False,
) -> Signature:
    """The signature of a person of this `post` in a body led by `head_post`; ValueError where none signs so.

    `by_order`: T/L, on a written delegation; `authorised`: TUQ., state only; `acting`: Q., state only, of who
    holds the head's post for the time being.

    >>> signature_lines("party", "collective", "Ban Thường vụ", "Phó Bí thư", "Bí thư", "Lê Thị Thu Hà")
    Signature(authority='T/M BAN THƯỜNG VỤ', post='PHÓ BÍ THƯ', name='Lê Thị Thu Hà')
    >>> signature_lines("party", "head", "Ban Tổ chức", "Phó Trưởng Ban", "Trưởng Ban", "Nguyễn Văn An")
    Signature(authority='K/T TRƯỞNG BAN', post='PHÓ TRƯỞNG BAN', name='Nguyễn Văn An')
    >>> signature_lines("party", "head", "Ban Tổ chức", "Trưởng Ban", "Trưởng Ban", "Đỗ Văn Bình").authority
    ''
    >>> signature_lines(
    ...     "party", "collective", "Ban Thường vụ", "Chánh Văn phòng", "Bí thư", "Vũ Đức Minh", by_order=True
    ... ).authority
    'T/L BAN THƯỜNG VỤ'
    >>> signature_lines("state", "collective", "Ủy ban nhân dân", "Phó Chủ tịch", "Chủ tịch", "Đỗ Văn Bình")
    Signature(authority='TM. ỦY BAN NHÂN DÂN\\nKT. CHỦ TỊCH', post='PHÓ CHỦ TỊCH', name='Đỗ Văn Bình')
    >>> signature_lines(
    ...     "state", "collective", "Ủy ban nhân dân", "Chánh Văn phòng", "Chủ tịch", "A", by_order=True
    ... ).authority
    'TL. CHỦ TỊCH'
    >>> signature_lines("state", "head", "Sở Nội vụ", "Giám đốc", "Giám đốc", "Đỗ Văn Bình", acting=True).post
    'Q. GIÁM ĐỐC'
    >>> signature_lines("party", "head", "Ban Tổ chức", "Phó Trưởng Ban", "Trưởng Ban", "A", authorised=True)
    Traceback (most recent call last):
    ValueError: party papers are not signed so: head, authorised
    """
    posts = one_line(post).upper(), one_line(head_post).upper()
    heads = posts[0] == posts[1]
    who: Who = "head" if heads else "deputy"
    if by_order or authorised:
        who = "by_order" if by_order else "authorised"
    rule = rule_of(style, body, who)
    if rule.authority is None or (acting and (style, who) != ("state", "head")):
        raise ValueError(f"{style} papers are not signed so: {body}, {'acting' if acting else who}")
    authority = rule.authority.format(body=one_line(body_name).upper(), head=posts[1])
    return Signature(authority, f"Q. {posts[0]}" if acting else posts[0], one_line(name))
