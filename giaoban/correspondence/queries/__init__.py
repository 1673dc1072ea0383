"""Reads of correspondence; each starts from what the actor may see."""

from giaoban.correspondence.queries.base import (
    drafts_for,
    drafts_visible_to,
    get_dossier,
    get_draft,
    kept_here,
    latest_draft,
    may,
    may_move,
    moves_for,
    require,
    side,
    staffed,
    visible_to,
    works_for,
)
from giaoban.correspondence.queries.checks import before_issue
from giaoban.correspondence.queries.editions import get_edition, may_open, record_of
from giaoban.correspondence.queries.issues import (
    deliveries_of,
    get_issue,
    inbox,
    issue_of_document,
    issues_visible_to,
    may_send,
)
from giaoban.correspondence.queries.numbers import (
    book_of,
    code_of,
    get_number,
    number_to_come,
    numbers_of,
    open_symbol,
    series_of,
    terms_of,
)
from giaoban.correspondence.queries.papers import final_paper, paper_of
from giaoban.correspondence.queries.signed import attaching_unit, may_attach, signed_copies, unsigned
from giaoban.correspondence.queries.terms import term_on

__all__ = [
    "attaching_unit",
    "before_issue",
    "book_of",
    "code_of",
    "deliveries_of",
    "drafts_for",
    "drafts_visible_to",
    "final_paper",
    "get_dossier",
    "get_draft",
    "get_edition",
    "get_issue",
    "get_number",
    "inbox",
    "issue_of_document",
    "issues_visible_to",
    "kept_here",
    "latest_draft",
    "may",
    "may_attach",
    "may_move",
    "may_open",
    "may_send",
    "moves_for",
    "number_to_come",
    "numbers_of",
    "open_symbol",
    "paper_of",
    "record_of",
    "require",
    "series_of",
    "side",
    "signed_copies",
    "staffed",
    "term_on",
    "terms_of",
    "unsigned",
    "visible_to",
    "works_for",
]
