"""From which level a document comes, by the body in its symbol, else by the name of its issuer."""

from enum import StrEnum

from giaoban.core.text import fold
from giaoban.reader.catalogue import named_issuer
from giaoban.reader.symbols import Form, read_symbol


class Level(StrEnum):
    CENTRE = "centre"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    STATE = "state"
    OTHER = ""


_BODIES = (
    (("TW",), Level.CENTRE),
    (("HU", "QU", "ThU", "TXU"), Level.DISTRICT),
    (("TU",), Level.PROVINCE),
    (("ĐU", "BXDĐ", "CB"), Level.COMMUNE),
)
_NAMES = (
    (("trung uong", "toan quoc", "bo chinh tri", "ban bi thu"), Level.CENTRE),
    (("uy ban nhan dan", "hoi dong nhan dan", "quoc hoi", "chinh phu", "bo noi vu"), Level.STATE),
    (("tinh uy", "thanh uy"), Level.PROVINCE),
    (("huyen uy", "quan uy", "thi uy"), Level.DISTRICT),
    (("dang uy", "chi bo", "dang bo xa", "dang bo phuong"), Level.COMMUNE),
)


def level_of(*, symbol: str, issuer: str) -> Level:
    """
    >>> level_of(symbol="18-NQ/TW", issuer="Ban Chấp hành Trung ương").value
    'centre'
    >>> level_of(symbol="15-CTr/TU", issuer="Tỉnh ủy Thái Bình").value
    'province'
    >>> level_of(symbol="3-KH/BTCHU", issuer="").value, level_of(symbol="3-KH/ĐU", issuer="").value
    ('district', 'commune')
    >>> level_of(symbol="47/2018/NĐ-CP", issuer="Chính phủ").value
    'state'
    >>> level_of(symbol="", issuer="Đảng ủy phường An Khê").value, level_of(symbol="", issuer="Hội X").value
    ('commune', '')
    """
    reading, named = read_symbol(symbol), named_issuer(issuer)
    if named is not None and named.line == "state":
        return Level.STATE
    if reading is not None and reading.form is Form.STATE:
        return Level.STATE
    organ = reading.organ if reading is not None else named.organ if named is not None else ""
    for ends, level in _BODIES:
        if organ.endswith(ends):
            return level
    name = fold(issuer)
    return next((level for words, level in _NAMES if any(word in name for word in words)), Level.OTHER)


_RANKS = {"centre": 0, "state": 0, "province": 1, "district": 2, "commune": 3, "grassroots": 4, "cell": 4}


def from_above(document: str, unit: str, name: str = "") -> bool:
    """Whether a document of the one level comes from above a unit of the other; of no level, from nowhere.

    A unit of another kind is placed by its name, else below them all.

    >>> from_above("centre", "province"), from_above("province", "province"), from_above("", "commune")
    (True, False, False)
    >>> from_above("state", "commune"), from_above("commune", "cell"), from_above("centre", "centre")
    (True, True, False)
    >>> from_above("province", "other", "Tỉnh ủy X"), from_above("province", "other", "Trường X")
    (False, True)
    """
    known = unit if unit in _RANKS else level_of(symbol="", issuer=name).value
    return document in _RANKS and _RANKS[document] < _RANKS.get(known, max(_RANKS.values()))


def levels_above(unit: str, name: str = "") -> list[str]:
    """Levels of the Party above a unit of this level.

    >>> levels_above("province"), levels_above("commune"), levels_above("centre")
    (['centre'], ['centre', 'province', 'district'], [])
    """
    return [level for level in _RANKS if level != Level.STATE and from_above(level, unit, name)]
