"""Whose congress is meant by "Nghị quyết Đại hội XI": the Party's, a union's or that of a place."""

import re
from collections.abc import Sequence

from giaoban.reader.citations.model import LOCAL_CONGRESS, Draft, Form
from giaoban.reader.dates import ordinal
from giaoban.reader.normal import Normal

_OF_A_UNION = re.compile(r"dai hoi(?: dai bieu)? (?:doan|hoi|cong doan|mat tran)(?! nghi| dong)")
_OF_THE_PARTY = re.compile(r",? (?:cua )?dang(?! bo| uy)(?![a-z])")
_OF_A_PLACE = re.compile(
    r"dang bo (?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong)[a-z ]{0,30} lan thu ([ivx]{1,6})(?![a-z])"
)
_THE_PARTYS = re.compile(r"(?<![a-z])([ivx]{1,5}) cua dang(?! bo| uy)(?![a-z])")


def name_their_congress(normal: Normal, drafts: Sequence[Draft]) -> None:
    """A congress told without its body is that of which the text told with one.

    "Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI … Nghị quyết Đại hội toàn quốc lần thứ XI";
    "Đại hội Đảng bộ huyện lần thứ XIII … kết quả thực hiện Nghị quyết Đại hội XII".
    """
    congresses = [draft for draft in drafts if draft.form is Form.CONGRESS]
    if not congresses:
        return
    named = {_written(normal, draft) for draft in congresses if draft.organ}
    unions = {draft.term for draft in congresses if _OF_A_UNION.search(_written(normal, draft))}
    partys = {ordinal(match[1]) for match in _THE_PARTYS.finditer(normal.folded)}
    before = {(ordinal(match[1]) or 0) - 1 for match in _OF_A_PLACE.finditer(normal.folded)} - partys
    for draft in congresses:
        said = _written(normal, draft)
        of_a_place = ordinal(draft.term.lower()) in before and "toan quoc" not in said
        told = said in named or draft.term in unions or of_a_place
        if told and not draft.organ and not _OF_THE_PARTY.match(normal.folded, draft.end):
            draft.organ = LOCAL_CONGRESS


def _written(normal: Normal, draft: Draft) -> str:
    return normal.folded[draft.start : draft.end]
