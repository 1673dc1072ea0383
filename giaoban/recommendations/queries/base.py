"""Who sees a kiến nghị, who acts for the unit that asks or answers, and to whom a unit may turn.

A commission works for its committee: what the committee asks and is asked stands on the commission's pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from giaoban.accounts.models import User
from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Closure, Unit
from giaoban.organisations.queries import above, lines_of
from giaoban.organisations.queries.naming import names_at
from giaoban.organisations.rules import PARTY
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import Permission


def visible_to(actor: Actor, on: date | None = None) -> QuerySet[Recommendation]:
    """Those of a unit that the actor reads in, or whose line the actor's home works over; asker or addressee.

    `on` is the day of the tree: successors read the archive of predecessors on a day before the succession.
    """
    if not actor.can(Permission.VIEW):
        return Recommendation.objects.none()
    units = actor.unit_ids(Permission.VIEW, on=on)
    if units is None:
        return Recommendation.objects.all()
    seen = Q(unit_id__in=units) | Q(addressee_id__in=units)
    if isinstance(actor, User) and actor.home_unit_id is not None:
        home = actor.home_unit_id
        if actor.can(Permission.VIEW, home):
            own = lines_of(home, on or today())
            seen |= Q(unit_id__in=own) | Q(addressee_id__in=own)
    return Recommendation.objects.filter(seen)


def get(
    actor: Actor,
    recommendation_id: int,
    *,
    unit_id: int | None = None,
    on: date | None = None,
    lock: bool = False,
) -> Recommendation:
    """The kiến nghị, or Hidden; with `unit_id`, only one that the unit (or its committee) asks or answers."""
    found = visible_to(actor, on).filter(pk=recommendation_id)
    if unit_id is not None:
        own = lines_of(unit_id, on or today())
        found = found.filter(Q(unit_id__in=own) | Q(addressee_id__in=own))
    if lock:
        found = found.select_for_update(of=("self",))
    recommendation = found.select_related("unit", "addressee", "department", "answer_document").first()
    if recommendation is None:
        raise Hidden("recommendation")
    return recommendation


def may(actor: Actor, permission: str, unit_id: int, on: date | None = None) -> bool:
    """Whether the actor works for this unit itself and holds the permission there or at home."""
    day = on or today()
    if not acts_for(actor, unit_id, day):
        return False
    if actor.can(permission, unit_id, on=day):
        return True
    return isinstance(actor, User) and actor.can(permission, actor.home_unit_id, on=day)


@dataclass(frozen=True, slots=True)
class Acting:
    """Of the units whose matters stand on a unit's pages, those for which the actor may ask, and answer."""

    asks: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


def acting_for(actor: Actor, unit_id: int, on: date) -> Acting:
    """`may` for both permissions and every unit of the line, the unit itself first."""
    home = actor.home_unit_id if isinstance(actor, User) else None
    units = lines_of(unit_id, on)
    if home is not None:
        own = lines_of(home, on)
        units = tuple(unit for unit in units if unit in own)
    elif actor.actor_id is not None:
        return Acting()

    def allowed(permission: str) -> tuple[int, ...]:
        at_home = home is None or actor.can(permission, home, on=on)
        return tuple(unit for unit in units if at_home or actor.can(permission, unit, on=on))

    return Acting(allowed(Permission.SEND), allowed(Permission.ANSWER))


def offices(unit_id: int, on: date) -> list[int]:
    """The unit, the commissions and offices that advise it, and the departments that advise those."""
    found = [unit_id]
    party = Closure.objects.on(on).filter(hierarchy__code=PARTY, depth=1, descendant__kind__advises=True)
    for _level in range(2):
        below = party.filter(ancestor_id__in=found).exclude(descendant_id__in=found)
        found += below.order_by("descendant_id").values_list("descendant_id", flat=True)
    return found


def addressees(unit_id: int, on: date) -> list[tuple[int, str]]:
    """To whom a unit may turn, the direct superior first: (id, name) of superiors and their commissions."""
    superiors = [row.ancestor_id for row in above(unit_id, on) if row.hierarchy == PARTY and row.depth]
    advising: dict[int, list[int]] = {}
    below = Closure.objects.on(on).filter(
        hierarchy__code=PARTY, ancestor_id__in=superiors, depth=1, descendant__kind__advises=True
    )
    for superior, office in below.order_by("descendant__code").values_list("ancestor_id", "descendant_id"):
        advising.setdefault(superior, []).append(office)
    order = [found for superior in superiors for found in (superior, *advising.get(superior, ()))]
    return named((found for found in dict.fromkeys(order) if found != unit_id), on)


def named(unit_ids: Iterable[int], on: date) -> list[tuple[int, str]]:
    """Units in this order with their names of the day; secret ones are left out."""
    order = list(unit_ids)
    open_ones = set(Unit.objects.filter(pk__in=order, secrecy=Secrecy.NORMAL).values_list("pk", flat=True))
    names = names_at((unit_id, on) for unit_id in open_ones)
    return [(unit_id, names[unit_id, on]) for unit_id in order if unit_id in open_ones]


def asking_for(actor: Actor, unit_id: int, on: date) -> list[tuple[int, str]]:
    """For which units the actor may send from these pages: the committee before its commission."""
    return named(reversed(acting_for(actor, unit_id, on).asks), on)
