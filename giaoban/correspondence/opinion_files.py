"""The letter with which a body answered: read and added by that body and by the one that asked."""

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.correspondence.queries.base import may, may_move
from giaoban.correspondence.queries.consulting import get_opinion, opinions_visible_to
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.services.opinions import OPINION_FILES


def may_read(actor: Actor, opinion_id: int) -> bool:
    return opinions_visible_to(actor).filter(pk=opinion_id).exists()


def may_add(actor: Actor, opinion_id: int) -> bool:
    """While the round is open."""
    try:
        opinion = get_opinion(actor, opinion_id)
    except Hidden:
        return False
    if opinion.consultation.closed_on is not None:
        return False
    own = may(actor, Permission.DRAFT, opinion.unit_id)
    return own or may_move(actor, opinion.consultation.dossier, Permission.DRAFT)


file_guards.add(FileGuard(OPINION_FILES, may_read, may_add))
