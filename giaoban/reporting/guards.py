"""Who may open again what was printed of a report, or what somebody filled in or edited and sent here.

A filled workbook or an edited Word copy is read by who sent it alone; its record is the sender.
"""

from typing import Any

from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.reporting import permissions
from giaoban.reporting.models import Obligation
from giaoban.reporting.queries.printed import DRAFT_PAPER, SENT_PAPER
from giaoban.reporting.queries.rounds import get_obligation

WORKBOOK, WORD_COPY = "reporting.workbook", "reporting.word_copy"


def is_sender(actor: Any, user_id: int) -> bool:
    return actor.actor_id is not None and actor.actor_id == user_id


def may_read_sent(actor: Any, obligation_id: int) -> bool:
    return _report(actor, obligation_id) is not None


def may_read_draft(actor: Any, obligation_id: int) -> bool:
    """For who works on it, also after it was sent."""
    found = _report(actor, obligation_id)
    return found is not None and (
        permissions.may_write(actor, found) or permissions.may_approve(actor, found)
    )


def _report(actor: Any, obligation_id: int) -> Obligation | None:
    try:
        return get_obligation(actor, obligation_id)
    except Hidden:
        return None


file_guards.add(FileGuard(SENT_PAPER, may_read_sent))
file_guards.add(FileGuard(DRAFT_PAPER, may_read_draft))
for _kind in (WORKBOOK, WORD_COPY):
    file_guards.add(FileGuard(_kind, may_read=is_sender, may_add=is_sender))
