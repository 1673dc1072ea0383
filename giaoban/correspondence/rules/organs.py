"""Which organs a unit has that may issue, and the words over a signature when the form leaves them empty."""

from giaoban.correspondence.rules.states import Organ
from giaoban.documents.signing import signature_lines

_COMMITTEE = (Organ.STANDING_BOARD, Organ.COMMITTEE, Organ.STANDING_OFFICE, Organ.CONGRESS)
_BODIES = {
    Organ.COMMITTEE: "Ban Chấp hành",
    Organ.STANDING_BOARD: "Ban Thường vụ",
    Organ.STANDING_OFFICE: "Thường trực",
    Organ.CONGRESS: "Đoàn Chủ tịch",
    Organ.CELL: "Chi bộ",
}
_ORGANISED = ("party_org", "upper_grassroots_org", "grassroots_org", "section_org")
_CELLS = ("cell", "grassroots_cell")


def organs_of(kind: str, *, advises: bool) -> tuple[Organ, ...]:
    """The organs of a unit of this kind, the most usual first; a body that advises issues under its head.

    >>> [organ.value for organ in organs_of("provincial_commission", advises=True)]
    ['head']
    >>> [organ.value for organ in organs_of("cell", advises=False)]
    ['cell', 'congress']
    >>> organs_of("commune_committee", advises=False)[0].value
    'standing_board'
    """
    if kind in _CELLS:
        return (Organ.CELL, Organ.CONGRESS)
    if not advises and (kind == "centre" or kind in _ORGANISED or kind.endswith("_committee")):
        return _COMMITTEE
    return (Organ.HEAD,)


def authority_of(organ: str, post: str) -> str:
    """The line over the post in a Party paper; nothing when there is none or no post is known.

    >>> authority_of("standing_board", "Phó Bí thư"), authority_of("head", "Phó Trưởng Ban")
    ('T/M BAN THƯỜNG VỤ', 'K/T TRƯỞNG BAN')
    >>> authority_of("head", "Trưởng Ban"), authority_of("cell", "Bí thư"), authority_of("committee", "")
    ('', 'T/M CHI BỘ', '')
    """
    if not post:
        return ""
    words = post.split()
    head = " ".join(words[1:]) if words[0].casefold() == "phó" and len(words) > 1 else post
    body = _BODIES.get(Organ(organ))
    if body is None:
        return signature_lines("party", "head", "", post, head, "").authority
    return signature_lines("party", "collective", body, post, head, "").authority
