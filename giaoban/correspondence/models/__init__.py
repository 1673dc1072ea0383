"""Hồ sơ trình and their drafts, numbers, what was issued and delivered, what arrived, templates of units."""

from giaoban.correspondence.models.arrivals import Arrival, Remark
from giaoban.correspondence.models.consultations import Consultation, Opinion, OpinionPoint
from giaoban.correspondence.models.dossiers import Dossier, Draft, Step
from giaoban.correspondence.models.issuing import Delivery, Edition, Issue, SignedCopy
from giaoban.correspondence.models.numbering import Book, Number, Series, Term
from giaoban.correspondence.models.templates import UnitTemplate

__all__ = [
    "Arrival",
    "Book",
    "Consultation",
    "Delivery",
    "Dossier",
    "Draft",
    "Edition",
    "Issue",
    "Number",
    "Opinion",
    "OpinionPoint",
    "Remark",
    "Series",
    "SignedCopy",
    "Step",
    "Term",
    "UnitTemplate",
]
