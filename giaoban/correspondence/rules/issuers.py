"""Under which name an organ of a unit issues: the committee, its standing board, its congress."""

from giaoban.correspondence.rules.states import Organ

_CENTRE = {
    Organ.COMMITTEE: "Ban Chấp hành Trung ương",
    Organ.STANDING_BOARD: "Bộ Chính trị",
    Organ.STANDING_OFFICE: "Ban Bí thư",
}
_ORGANS = {
    Organ.STANDING_BOARD: "Ban Thường vụ",
    Organ.STANDING_OFFICE: "Thường trực",
    Organ.CONGRESS: "Đại hội",
}


def issuer_name(kind: str, organ: str, name: str) -> str:
    """
    >>> issuer_name("provincial_committee", "standing_board", "Tỉnh ủy Thái Bình")
    'Ban Thường vụ Tỉnh ủy Thái Bình'
    >>> issuer_name("centre", "standing_office", "Ban Chấp hành Trung ương Đảng")
    'Ban Bí thư'
    >>> issuer_name("cell", "cell", "Chi bộ thôn Một")
    'Chi bộ thôn Một'
    """
    if kind == "centre" and organ in _CENTRE:
        return _CENTRE[Organ(organ)]
    before = _ORGANS.get(Organ(organ), "")
    return f"{before} {name}".strip()
