"""What stands over the text of a paper: who issues it, alone or with others, and the name of its type."""

from datetime import date

from giaoban.correspondence.models import Dossier
from giaoban.directives.rules import doc_type
from giaoban.documents.blocks import Letterhead
from giaoban.organisations.models import Placement
from giaoban.organisations.queries.naming import load_names
from giaoban.organisations.rules import PARTY

CENTRE, LETTER = "centre", "CV"


def letterhead_of(unit_id: int, day: date) -> Letterhead:
    """Over the issuing body stands its superior: "Tỉnh ủy Thái Bình" over "Ban Tổ chức"."""
    place = Placement.objects.on(day).filter(hierarchy__code=PARTY, unit_id=unit_id)
    above = place.values_list("parent_id", "parent__kind_id", "unit__kind__advises").first()
    parent_id, kind, advises = above or (None, None, False)
    if kind == CENTRE and not advises:
        parent_id = None  # a committee directly under the Centre stands alone in its head
    names = load_names([unit_id, *([parent_id] if parent_id is not None else [])])
    superior = names.at(parent_id, day) if parent_id is not None else ""
    return Letterhead(superior, _short(names.at(unit_id, day), superior))


def letterhead(dossier: Dossier) -> Letterhead:
    """Of joint papers all bodies are named, the one that leads first."""
    found = letterhead_of(dossier.issuer_id, dossier.opened_on)
    others = joint_of(dossier)
    if not others:
        return found
    names = load_names(others)
    said = [_short(names.at(unit, dossier.opened_on), found.superior) for unit in others]
    return Letterhead(found.superior, " - ".join((found.issuer, *said)))


def joint_of(dossier: Dossier) -> list[int]:
    """The bodies that issue it, too: read along with the dossier by `get_dossier`."""
    read: list[int] | None = getattr(dossier, "joint_ids", None)
    return list(dossier.joint_with.order_by("pk").values_list("pk", flat=True)) if read is None else read


def type_name(code: str) -> str:
    """What is printed over the trích yếu; a công văn has none."""
    known = doc_type(code)
    return "" if known is None or code == LETTER else known.label


def _short(name: str, superior: str) -> str:
    return (name.removesuffix(superior).strip(" ,") if superior else name) or name
