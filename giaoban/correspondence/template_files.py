"""Word templates of a unit: read by who reads its correspondence, added by who manages its templates."""

from giaoban.core.actors import Actor
from giaoban.core.registries import FileGuard, file_guards
from giaoban.correspondence import queries
from giaoban.correspondence.queries.templates import KIND
from giaoban.correspondence.rules import Permission


def may_read(actor: Actor, unit_id: int) -> bool:
    return queries.may(actor, Permission.VIEW, unit_id)


def may_add(actor: Actor, unit_id: int) -> bool:
    return queries.may(actor, Permission.MANAGE, unit_id)


file_guards.add(FileGuard(KIND, may_read, may_add))
