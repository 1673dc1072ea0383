"""Who works on the reports of a unit: people at home there or in the commission that works for it."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from giaoban.accounts.models import Grant, User
from giaoban.core.dates import today
from giaoban.organisations.models import Placement
from giaoban.organisations.rules import PARTY

WRITERS = (
    *("area_officer", "compiler", "department_head", "deputy_head", "head", "clerk", "cell_secretary"),
    "cluster_lead",
)
APPROVERS = ("head", "deputy_head", "cell_secretary", "cluster_lead")
REVIEWERS = ("reviewer", "area_officer", "compiler", "department_head", "deputy_head", "head", "cluster_lead")


MANY = 200  # from here on one looks from the people up to their units, not from the units down


def staff_of(unit_ids: Iterable[int], roles: Collection[str], on: date) -> dict[int, set[int]]:
    """Unit → users with one of the roles who work for it, for any number of units in five queries."""
    wanted = set(unit_ids)
    staff = User.objects.filter(
        is_active=True,
        home_unit_id__isnull=False,
        pk__in=Grant.objects.on(today()).filter(role__in=roles).values("user_id"),
    )
    if len(wanted) > MANY:
        homes = set(staff.values_list("home_unit_id", flat=True))
        works = _works_for({home for home in homes if home is not None}, on)
    else:
        works = _working_for(wanted, on)
        staff = staff.filter(home_unit_id__in=works)
    found: dict[int, set[int]] = {unit_id: set() for unit_id in wanted}
    for user, home in staff.values_list("pk", "home_unit_id"):
        for unit_id in works.get(home or 0, ()):
            if unit_id in found:
                found[unit_id].add(user)
    return found


def _working_for(unit_ids: Collection[int], on: date) -> dict[int, set[int]]:
    """Home → units among these that one works for there, looking down from the units."""
    homes = {unit_id: {unit_id} for unit_id in unit_ids}
    level = dict(homes)
    for _step in range(2):  # a commission, and a department inside a commission
        below = _advising(on).filter(parent_id__in=level)
        found: dict[int, set[int]] = {}
        for unit, parent in below.values_list("unit_id", "parent_id"):
            found.setdefault(unit, set()).update(level[parent or 0])
        for unit, owners in found.items():
            homes.setdefault(unit, set()).update(owners)
        level = found
    leads = Placement.objects.on(on).filter(parent_id__in=unit_ids, lead=True)
    for unit, cluster in leads.values_list("unit_id", "parent_id"):
        homes.setdefault(unit, set()).add(cluster or 0)
    return homes


def _works_for(homes: Collection[int], on: date) -> dict[int, set[int]]:
    """Home → every unit one works for there, looking up from the homes."""
    works = {home: {home} for home in homes}
    reached = {home: {home} for home in homes}  # unit → the homes from which it was reached
    for _step in range(2):
        above = _advising(on).filter(unit_id__in=reached).values_list("unit_id", "parent_id")
        found: dict[int, set[int]] = {}
        for unit, parent in above:
            found.setdefault(parent or 0, set()).update(reached[unit])
        for parent, origins in found.items():
            for home in origins:
                works[home].add(parent)
        reached = found
    leads = Placement.objects.on(on).filter(unit_id__in=homes, lead=True, parent_id__isnull=False)
    for unit, cluster in leads.values_list("unit_id", "parent_id"):
        works[unit].add(cluster or 0)
    return works


def _advising(on: date) -> QuerySet[Placement]:
    """Places of commissions, offices and departments that advise whom they stand under."""
    return Placement.objects.on(on).filter(
        hierarchy__code=PARTY, unit__kind__advises=True, parent_id__isnull=False
    )
