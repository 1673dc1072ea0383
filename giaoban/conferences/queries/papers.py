"""The head and the foot of a conference's papers, from the organisation as it stood on its day.

The words of a paper are Vietnamese in both languages.
"""

from datetime import date

from giaoban.conferences.models import Conference
from giaoban.conferences.queries.conclusions import register_of
from giaoban.documents.signing import post_alone
from giaoban.organisations.models import Placement
from giaoban.organisations.queries.naming import load_names
from giaoban.organisations.rules import PARTY


def superior_and_issuer(conference: Conference) -> tuple[str, str]:
    """Over the issuing body stands its superior: "Tỉnh ủy Thái Bình" over "Ban Tổ chức"."""
    issuer_id, day = register_of(conference), conference.day
    place = Placement.objects.on(day).filter(hierarchy__code=PARTY, unit_id=issuer_id)
    parent_id = place.values_list("parent_id", flat=True).first()
    names = load_names([issuer_id, *([parent_id] if parent_id is not None else [])])
    superior = names.at(parent_id, day) if parent_id is not None else ""
    issuer = names.at(issuer_id, day)
    short = issuer.removesuffix(superior).strip(" ,") if superior else issuer
    return superior, short or issuer


def town_of(conference: Conference) -> str:
    """The town of a place like "Hội trường Tỉnh ủy, Thái Bình"."""
    return conference.place.rpartition(",")[2].strip() or "…"


def place_day(conference: Conference, day: date | None) -> str:
    """ "Hà Nội, ngày 30 tháng 9 năm 2019"; dots where it is not known yet."""
    town = town_of(conference)
    if day is None:
        return f"{town}, ngày … tháng … năm {conference.day.year}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{town}, ngày {day.day:02d} tháng {month} năm {day.year}"


def post_of(conference: Conference) -> str:
    """The post that signs: the chair's, without the body that the head names."""
    return post_alone(conference.chair_post)
