"""A report is printed: what was sent bears its own code, a draft that of the words as they stand."""

from django.utils.translation import override

from giaoban.core.actors import Actor
from giaoban.correspondence.queries.templates import own_of, rendered
from giaoban.correspondence.services import Made, print_made, print_paper
from giaoban.reporting import exports
from giaoban.reporting.queries.printed import DRAFT_PAPER, SENT_PAPER, Printed


def print_report(*, actor: Actor, found: Printed, form: str = "docx") -> bytes:
    """The .docx or the PDF, in the unit's own Word form where it has one. The caller has asked for the right
    to read it."""
    kind, obligation = (DRAFT_PAPER if found.draft else SENT_PAPER), found.obligation
    with override("vi"):
        if own_of(obligation.unit_id, exports.TEMPLATE) is not None:
            return print_paper(actor=actor, written=exports.written(found, kind), form=form)
        paper = exports.paper_of(found)
    if not found.draft:
        return rendered(paper, form)
    made = Made(kind, obligation.pk, obligation.unit_id, paper)
    return print_made(actor=actor, made=made, form=form)
