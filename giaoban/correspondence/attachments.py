"""Files of correspondence: drafts are read with their dossier, printed editions with their record.

The signed copy that holds lies with the document of the register and is read with it.
"""

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.correspondence import queries
from giaoban.correspondence.models import Edition, Issue
from giaoban.correspondence.queries.editions import DOSSIER
from giaoban.correspondence.rules import EDITABLE, Permission
from giaoban.correspondence.services.editions import KIND
from giaoban.correspondence.services.signing import REPLACED


def may_read_draft(actor: Actor, dossier_id: int) -> bool:
    """Files of a dossier: for who sees it. A body that was asked reads the draft of its round as a page."""
    return queries.visible_to(actor).filter(pk=dossier_id).exists()


def may_add_draft(actor: Actor, dossier_id: int) -> bool:
    try:
        dossier = queries.get_dossier(actor, dossier_id)
    except Hidden:
        return False
    return dossier.state in EDITABLE and queries.may_move(actor, dossier, Permission.DRAFT)


def may_read_edition(actor: Actor, edition_id: int) -> bool:
    edition = Edition.objects.filter(pk=edition_id).first()
    return edition is not None and queries.may_open(actor, edition)


def may_read_replaced(actor: Actor, issue_id: int) -> bool:
    """A signed copy that another took the place of: for who works on the dossier, no more for who got it."""
    issue = Issue.objects.filter(pk=issue_id).first()
    return issue is not None and queries.visible_to(actor).filter(pk=issue.dossier_id).exists()


file_guards.add(FileGuard(REPLACED, may_read_replaced))
file_guards.add(FileGuard(DOSSIER, may_read_draft, may_add_draft))
file_guards.add(FileGuard(KIND, may_read_edition))
