"""Who issued, as a text names the body: a standard name for each, with the name of its place."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from giaoban.core.text import fold
from giaoban.reader.citations.words import TW, B, Z
from giaoban.reader.normal import Normal

# "Ban Chấp hành Trung ương Hội Nông dân Việt Nam" is not that of the Party.
_UNIONS = tuple(
    (f"{body} Trung ương {union}", rf"{short}{Z}{TW}{B}{spoken}(?:{B}viet{B}nam)?")
    for body, short in (
        ("Ban Chấp hành", rf"(?:ban{B}chap{B}hanh|bch)"),
        ("Ban Thường vụ", rf"(?:ban{B}thuong{B}vu|btv)"),
        ("Ban Bí thư", rf"ban{B}bi{B}thu"),
    )
    for union, spoken in (
        ("Hội Nông dân Việt Nam", rf"hoi{B}(?:nong{B}dan|nd)"),
        ("Hội Cựu chiến binh Việt Nam", rf"hoi{B}(?:cuu{B}chien{B}binh|ccb)"),
        ("Hội Liên hiệp Phụ nữ Việt Nam", rf"hoi{B}(?:(?:lien{B}hiep{B}phu{B}nu)|lhpn)"),
        ("Đoàn TNCS Hồ Chí Minh", rf"doan{B}(?:thanh{B}nien|tncs)[^,.;\n]{{0,30}}?ho{B}chi{B}minh"),
        ("Đoàn", rf"doan(?:{B}(?:thanh{B}nien|tncs)[^,.;\n]{{0,30}}?ho{B}chi{B}minh)?"),
    )
)
_CENTRAL = (
    *_UNIONS,
    (
        "Ban Chấp hành Trung ương",
        rf"(?:ban{B}chap{B}hanh|bch){Z}{TW}(?:{B}dang)?(?:{B}cong{B}san{B}viet{B}nam)?",
    ),
    ("Bộ Chính trị", rf"bo{Z}chinh{Z}tri|bct(?![a-z])"),
    ("Ban Bí thư", rf"ban{Z}bi{Z}thu(?:{B}{TW})?(?:{B}dang)?|bbt(?![a-z])"),
    ("Văn phòng Trung ương Đảng", rf"(?:van{B}phong|vp){Z}{TW}(?:{B}dang)?"),
    ("Ban Tổ chức Trung ương", rf"(?:ban{B}to{B}chuc|ban{B}tc|btc){Z}{TW}"),
    ("Ủy ban Kiểm tra Trung ương", rf"(?:uy{B}ban{B}kiem{B}tra|ubkt){Z}{TW}"),
    ("Ban Tuyên giáo và Dân vận Trung ương", rf"ban{B}tuyen{B}giao{B}va{B}dan{B}van{B}{TW}"),
    ("Ban Tuyên giáo Trung ương", rf"(?:ban{B}tuyen{B}giao|btg){Z}{TW}"),
    ("Ban Dân vận Trung ương", rf"(?:ban{B}dan{B}van|bdv){Z}{TW}"),
    ("Ban Nội chính Trung ương", rf"(?:ban{B}noi{B}chinh|bnc){Z}{TW}"),
    ("Ban Kinh tế Trung ương", rf"ban{B}kinh{B}te{B}{TW}"),
    ("Ban Đối ngoại Trung ương", rf"ban{B}doi{B}ngoai{B}{TW}"),
    ("Ban Chỉ đạo Trung ương", rf"ban{B}chi{B}dao{B}{TW}"),
    (
        "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
        rf"(?:uy{B}ban{B}|ban{B}thuong{B}truc{B}uy{B}ban{B})?{TW}{B}mat{B}tran(?:{B}to{B}quoc)?(?:{B}viet{B}nam)?",
    ),
    ("Quân ủy Trung ương", rf"quan{B}uy{B}{TW}"),
    ("Đảng ủy Công an Trung ương", rf"dang{B}uy{B}cong{B}an{B}{TW}"),
    ("Hội đồng Lý luận Trung ương", rf"hoi{B}dong{B}ly{B}luan{B}{TW}"),
    ("Hội đồng Thi đua - Khen thưởng Trung ương", rf"hoi{B}dong{B}thi{B}dua{Z}-?,?{Z}khen{B}thuong{B}{TW}"),
    ("Ủy ban Thường vụ Quốc hội", rf"uy{B}ban{B}thuong{B}vu{B}quoc{B}hoi|ubtvqh\d*"),
    ("Quốc hội", rf"quoc{B}hoi"),
    ("Thủ tướng Chính phủ", rf"thu{B}tuong(?:{B}chinh{B}phu)?"),
    ("Văn phòng Chính phủ", rf"van{B}phong{B}chinh{B}phu"),
    ("Thanh tra Chính phủ", rf"thanh{B}tra{B}chinh{B}phu"),
    ("Chính phủ", rf"chinh{B}phu"),
    ("Hội đồng Bộ trưởng", rf"hoi{B}dong{B}bo{B}truong"),
    ("Chủ tịch nước", rf"chu{B}tich{B}nuoc"),
)  # fmt: skip
_MINISTRIES = (
    "Nội vụ", "Tài chính", "Tư pháp", "Công an", "Quốc phòng", "Ngoại giao", "Y tế", "Công Thương",
    "Xây dựng",
    "Giáo dục và Đào tạo", "Kế hoạch và Đầu tư", "Khoa học và Công nghệ", "Thông tin và Truyền thông",
    "Giao thông vận tải", "Tài nguyên và Môi trường", "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường", "Lao động - Thương binh và Xã hội", "Văn hóa, Thể thao và Du lịch",
    "Dân tộc và Tôn giáo",
)  # fmt: skip
# A body of a place: who in it, which committee, of what.
_PARTS = (
    ("Ban Thường vụ", rf"ban{B}thuong{B}vu|btv"),
    ("Ban Chấp hành", rf"ban{B}chap{B}hanh|bch"),
    ("Thường trực", rf"thuong{B}truc"),
    ("Ban Tổ chức", rf"ban{B}to{B}chuc"),
    ("Ủy ban Kiểm tra", rf"uy{B}ban{B}kiem{B}tra|ubkt"),
    ("Ban Tuyên giáo và Dân vận", rf"ban{B}tuyen{B}giao{B}va{B}dan{B}van"),
    ("Ban Tuyên giáo", rf"ban{B}tuyen{B}giao"),
    ("Ban Dân vận", rf"ban{B}dan{B}van"),
    ("Ban Tư tưởng - Văn hóa", rf"ban{B}tu{B}tuong{Z}(?:-|va)?{Z}van{B}hoa"),
    ("Ban Nội chính", rf"ban{B}noi{B}chinh"),
    ("Ban Xây dựng Đảng", rf"ban{B}xay{B}dung{B}dang"),
    ("Văn phòng", rf"van{B}phong"),
    ("Chủ tịch", rf"chu{B}tich"),
    ("Ban Pháp chế", rf"ban{B}phap{B}che"),
    ("Ban Kinh tế - Ngân sách", rf"ban{B}kinh{B}te{Z}(?:-|va){Z}ngan{B}sach"),
    ("Ban Kinh tế - Xã hội", rf"ban{B}kinh{B}te{Z}(?:-|va){Z}xa{B}hoi"),
    ("Ban Văn hóa - Xã hội", rf"ban{B}van{B}hoa{Z}(?:-|va){Z}xa{B}hoi"),
    ("Ban Dân tộc", rf"ban{B}dan{B}toc"),
    ("Ban Đô thị", rf"ban{B}do{B}thi"),
)  # fmt: skip
_COMMITTEES = (
    ("Tỉnh ủy", rf"tinh{Z}uy"), ("Thành ủy", rf"thanh{Z}uy"), ("Huyện ủy", rf"huyen{Z}uy"),
    ("Quận ủy", rf"quan{Z}uy(?!{B}{TW})"), ("Thị ủy", rf"thi{Z}uy"),
    ("Đảng bộ", rf"dang{B}bo"), ("Đảng ủy", rf"dang{Z}uy"),
    ("Chi bộ", rf"chi{B}bo"), ("Chi ủy", rf"chi{B}uy"),
    ("Hội đồng nhân dân", rf"hdnd|hoi{B}dong{B}nhan{B}dan"),
    ("Ủy ban nhân dân", rf"ubnd|uy{B}ban{B}nhan{B}dan"),
    (
        "Ủy ban Mặt trận Tổ quốc Việt Nam",
        rf"(?:(?:ub|uy{B}ban){B}(?:mttq|mat{B}tran{B}to{B}quoc)|ubmttq)(?:{B}(?:viet{B}nam|vn))?",
    ),
    ("Liên đoàn Lao động", rf"lien{B}doan{B}lao{B}dong|ldld"),
    ("Hội Liên hiệp Phụ nữ", rf"hoi{B}(?:lien{B}hiep{B}phu{B}nu|lhpn)"),
    ("Hội Nông dân", rf"hoi{B}(?:nong{B}dan|nd)"),
    ("Hội Cựu chiến binh", rf"hoi{B}(?:cuu{B}chien{B}binh|ccb)"),
    ("Phòng Giáo dục và Đào tạo", rf"phong{B}(?:giao{B}duc{Z}(?:va|&|-){Z}dao{B}tao|gd{Z}[&-]?{Z}dt)"),
    ("Phòng Nội vụ", rf"phong{B}noi{B}vu"),
)  # fmt: skip
_KINDS = (
    ("thành phố", rf"thanh{B}pho|tp\.?"), ("thị xã", rf"thi{B}xa"), ("thị trấn", rf"thi{B}tran"),
    ("tỉnh", "tinh"), ("huyện", "huyen"), ("quận", rf"quan(?!{B}(?:khu|doi|chung))"),
    ("xã", "xa"), ("phường", "phuong"),
    ("Khối các cơ quan và doanh nghiệp", rf"khoi{B}(?:cac{B})?co{B}quan{B}va{B}doanh{B}nghiep"),
    ("Khối các cơ quan Trung ương", rf"khoi{B}(?:cac{B})?co{B}quan{B}{TW}"),
    ("Khối Doanh nghiệp Trung ương", rf"khoi{B}(?:cac{B})?doanh{B}nghiep{B}{TW}"),
    ("Khối các cơ quan", rf"khoi{B}(?:cac{B})?co{B}quan"),
    ("Khối Doanh nghiệp", rf"khoi{B}(?:cac{B})?doanh{B}nghiep"),
    ("các cơ quan Đảng Trung ương", rf"cac{B}co{B}quan{B}dang{B}{TW}"),
    ("các cơ quan Đảng", rf"cac{B}co{B}quan{B}dang"),
)  # fmt: skip


def _either(rows: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<g{at}>{pattern})(?![a-z])" for at, (_, pattern) in enumerate(rows)))


def _named(rows: tuple[tuple[str, str], ...], match: re.Match[str]) -> str:
    return rows[int((match.lastgroup or "g0")[1:])][0]


_PROVINCES = (
    "Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "An Giang", "Bà Rịa - Vũng Tàu",
    "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bắc Ninh", "Bến Tre", "Bình Định", "Bình Dương", "Bình Phước",
    "Bình Thuận", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp",
    "Gia Lai", "Hà Giang", "Hà Nam", "Hà Tĩnh", "Hải Dương", "Hậu Giang", "Hòa Bình", "Hưng Yên",
    "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lâm Đồng", "Lạng Sơn", "Lào Cai", "Long An",
    "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam",
    "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên",
    "Thanh Hóa", "Thừa Thiên Huế", "Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long",
    "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
# "Bộ GD&ĐT", "Sở LĐ-TB&XH", "Sở Nông nghiệp và PTNT"
_SHORT_MINISTRIES = {
    "Giáo dục và Đào tạo": "gd dt", "Kế hoạch và Đầu tư": "kh dt", "Khoa học và Công nghệ": "kh cn",
    "Thông tin và Truyền thông": "tt tt", "Giao thông vận tải": "gtvt", "Tài nguyên và Môi trường": "tn mt",
    "Nông nghiệp và Phát triển nông thôn": "nn ptnt", "Nông nghiệp và Môi trường": "nn mt",
    "Lao động - Thương binh và Xã hội": "ld tb xh", "Văn hóa, Thể thao và Du lịch": "vh tt dl",
}  # fmt: skip
_JOINT = r"(?:[\s,&-]{0,3}(?:va(?![a-z]))?[\s,&-]{0,3})"


def _spoken(name: str) -> str:
    """Its words, "và" or "&" or neither between them; or its letters."""
    words = re.findall("[a-z]+", fold(name))
    whole = _JOINT.join(word for word in words if word != "va")
    whole = whole.replace(
        rf"phat{_JOINT}trien{_JOINT}nong{_JOINT}thon", rf"(?:ptnt|phat{B}trien{B}nong{B}thon)"
    )
    letters = _JOINT.join(_SHORT_MINISTRIES.get(name, "").split())
    return f"(?:{whole}|{letters})" if letters else whole


_SPOKEN = {name: _spoken(name) for name in _MINISTRIES}
_MINISTRY = tuple(
    (f"{kind} {name}", fold(kind) + B + _SPOKEN[name]) for kind in ("Bộ", "Sở") for name in _SPOKEN
)
_FIRST = _either(_CENTRAL)
_BO = _either(_MINISTRY)
_PART, _COMMITTEE, _KIND = _either(_PARTS), _either(_COMMITTEES), _either(_KINDS)
# Committees of a council are called so without it.
_OF_COUNCILS = {"Ban Pháp chế", "Ban Kinh tế - Ngân sách", "Ban Văn hóa - Xã hội"}
_OF_COUNCIL = re.compile(rf"cua{B}(?=hdnd|hoi{B}dong{B}nhan{B}dan)")
_BLANK = re.compile(r"\s{0,3}")
_UPPER = "A-ZĐ" + "".join(
    letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper() and letter != "Đ"
)
_PLACE = re.compile(
    rf"\s{{0,3}}((?:TP\.?\s?)?[{_UPPER}][\w’']{{0,9}}"
    rf"(?:(?:\s{{1,3}}|\s{{0,3}}-\s{{0,3}})[{_UPPER}][\w’']{{0,9}}){{0,4}}|\d{{1,2}}(?![\w/.]))"
)
# "Đảng ủy UBND tỉnh", "Đảng bộ Sở Nội vụ", "Chi bộ Trường Tiểu học Long Khê": a body within a body.
_OF_STATE = {"Hội đồng nhân dân", "Ủy ban nhân dân"}
_HOUSED = {"Đảng ủy", "Đảng bộ", "Chi bộ", "Chi ủy"}
_HOUSE = re.compile(
    rf"(?:hoc{B}vien|vien|truong|so|cong{B}an|quan{B}su|bo{B}chi{B}huy|benh{B}vien|(?:tong{B})?cong{B}ty|tap{B}doan"
    rf"|ngan{B}hang|trung{B}tam|(?:tong{B})?cuc|dai{B}hoc|bo{B}doi|van{B}phong)(?![a-z])"
)
_HOUSE_WORD = re.compile(r"(?:[ ]{1,2}|[ ]?-[ ]?)[^\W\d_][\w’'-]{0,11}")
_HOUSE_ENDS = re.compile(
    rf"[ ]{{1,2}}(?:ve|ngay|ban{B}hanh|da|vua|se|khoa|voi|trong|tai|theo|thuc{B}hien|huong{B}dan"
    rf"|quy{B}dinh|nhiem|nam|to{B}chuc|trien{B}khai|duoc|gom|lan|phe{B}duyet|cua|cho|nham|yeu|chi{B}dao"
    rf"|va{B}(?:ke{B}hoach|nghi{B}quyet|ket{B}luan|chuong{B}trinh|cong{B}van|thong{B}bao){B}so)(?![a-z])"
)
_HOUSE_WORDS, _LETTERS = 12, 9
_ALOUD = {"Trung", "Đảng", "Ngày", "Về", "Và", "Khóa", "Nhiệm"}
_VAGUE = re.compile(rf"{TW}(?:{B}(dang))?(?![a-z])(?!{B}(?:doan|hoi|mat)(?![a-z]))")


@dataclass(frozen=True, slots=True)
class Body:
    """`name` empty and `central` true: "của Trung ương", which of its bodies is not said."""

    name: str
    end: int
    central: bool


@cache
def provinces() -> re.Pattern[str]:
    """Names of provinces, for texts typed without capitals."""
    return re.compile(
        r"\s{0,3}(" + "|".join(fold(name).replace(" ", B) for name in _PROVINCES) + ")(?![a-z])"
    )


def read_body(normal: Normal, at: int) -> Body | None:
    """The body named at this place, or None.

    >>> from giaoban.reader.normal import normalise
    >>> name = lambda text: getattr(read_body(normalise(text), 0), "name", None)
    >>> name("BCH Trung ương Đảng"), name("Ban bí thư"), name("Bộ Nội vụ"), name("cấp ủy")
    ('Ban Chấp hành Trung ương', 'Ban Bí thư', 'Bộ Nội vụ', None)
    >>> name("Ban Thường vụ Tỉnh uỷ Hải Minh về"), name("ban thường vụ tỉnh ủy thái bình về")
    ('Ban Thường vụ Tỉnh ủy Hải Minh', 'Ban Thường vụ Tỉnh ủy Thái Bình')
    >>> name("BCH Đảng bộ tỉnh"), name("UBND tỉnh Hải Minh"), name("Trung ương")
    ('Ban Chấp hành Đảng bộ tỉnh', 'Ủy ban nhân dân tỉnh Hải Minh', '')
    """
    folded = normal.folded
    if match := _FIRST.match(folded, at):
        if not (match.end() - at > 3 and _says_local(normal, match)):
            return Body(_named(_CENTRAL, match), match.end(), central=True)
    elif match := _BO.match(folded, at):
        return _of_its_place(normal, Body(_named(_MINISTRY, match), match.end(), central=False))
    if local := _local(normal, at):
        return local
    if match := _VAGUE.match(folded, at):
        if normal.text[at : match.end()].lower() in {"tu", "tự", "từ", "tú", "tứ"}:
            return None
        return Body("Ban Chấp hành Trung ương" if match[1] else "", match.end(), central=True)
    return None


def _of_its_place(normal: Normal, body: Body) -> Body:
    """ "Sở Nội vụ tỉnh Hải Minh": with the province it is of."""
    kind = _KIND.match(normal.folded, _skip(normal.folded, body.end)) if body.name.startswith("Sở") else None
    if kind is None or _named(_KINDS, kind) not in {"tỉnh", "thành phố"}:
        return body
    place = _PLACE.match(normal.text, kind.end())
    name = f"{body.name} {_named(_KINDS, kind)}" + (f" {' '.join(place[1].split())}" if place else "")
    return Body(name, place.end() if place else kind.end(), central=False)


def _says_local(normal: Normal, match: re.Match[str]) -> bool:
    """ "Ban Tổ chức TU" is of a province, "Ban Tổ chức TƯ" of the Centre."""
    words = normal.text[match.start() : match.end()].split()
    return words[-1] in {"TU", "tu"} and len(words) > 1


def _local(normal: Normal, at: int) -> Body | None:
    folded, names = normal.folded, []
    end = part_end = at
    if match := _PART.match(folded, at):
        names.append(_named(_PARTS, match))
        part_end = match.end()
        end = _skip(folded, part_end)
        if of := _OF_COUNCIL.match(folded, end):
            end = of.end()
    match = _COMMITTEE.match(folded, end)
    if match is None:
        return Body(names[0], part_end, central=False) if names and names[0] in _OF_COUNCILS else None
    names.append(_named(_COMMITTEES, match))
    end = match.end()
    if names[-1] in _HOUSED and (house := _house(normal, _skip(folded, end))):
        return Body(" ".join([*names, house.name]), house.end, central=False)
    if kind := _KIND.match(folded, _skip(folded, end)):
        names.append(_named(_KINDS, kind))
        end = kind.end()
        if names[-1].startswith("Khối") and (kind := _KIND.match(folded, _skip(folded, end))):
            names.append(_named(_KINDS, kind))
            end = kind.end()
    place, known = _PLACE.match(normal.text, end), provinces().match(folded, end)
    if known and (place is None or known.end() > place.end() or _person_behind(normal, names, known, place)):
        names.append(_province(" ".join(known[1].split())))
        end = known.end()
    elif place and place[1].split()[0] not in _ALOUD and _is_name(normal, place, at):
        named = re.sub(r" ?- ?", " - ", " ".join(place[1].split()))
        names.append(_province(fold(named)) or named)
        end = place.end()
    return Body(" ".join(names), end, central=False)


def _is_name(normal: Normal, place: re.Match[str], at: int) -> bool:
    """Words with capitals, or the letters of an office ("Đảng ủy ĐHQG") where not all is in capitals."""
    letters = " " not in place[1] and 1 < len(place[1]) <= _LETTERS
    return not place[1].isupper() or (letters and not normal.text[at : place.start()].isupper())


def _person_behind(normal: Normal, names: list[str], known: re.Match[str], place: re.Match[str]) -> bool:
    """ "UBND tỉnh Quảng Nam Trần Văn Sáu": the province, then who is its chairman."""
    rest = normal.text[known.end() : place.end()]
    return names[-1] in {"tỉnh", "Tỉnh ủy"} and "-" not in rest and rest.count(" ") > 1


def _house(normal: Normal, at: int) -> Body | None:
    """The office a Party committee stands in; a general one is written without a name of its own."""
    folded = normal.folded
    if (match := _COMMITTEE.match(folded, at)) and _named(_COMMITTEES, match) in _OF_STATE:
        return _local(normal, at)
    if match := _BO.match(folded, at):
        return Body(_named(_MINISTRY, match), match.end(), central=False)
    match = _HOUSE.match(folded, at)
    if match is None or not normal.text[at : at + 2].istitle():
        return None
    end = match.end()
    for _ in range(_HOUSE_WORDS):
        word = _HOUSE_WORD.match(normal.text, end)
        if word is None or (word[0].islower() and _HOUSE_ENDS.match(folded, end)):
            break
        end = word.end()
    return Body(" ".join(normal.text[at:end].split()), end, central=False)


def _skip(folded: str, at: int) -> int:
    match = _BLANK.match(folded, at)
    return match.end() if match else at


@lru_cache(maxsize=2_000)
def _province(folded: str) -> str:
    return next((name for name in _PROVINCES if fold(name) == folded), "")
