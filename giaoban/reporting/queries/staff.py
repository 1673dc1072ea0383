"""Who works on the reports of a unit: people at home there or in the commission that works for it."""

from collections.abc import Collection, Iterable
from datetime import date

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


def staff_of(unit_ids: Iterable[int], roles: Collection[str], on: date) -> dict[int, set[int]]:
    """Unit → users with one of the roles who work for it, for any number of units in five queries."""
    homes: dict[int, set[int]] = {unit_id: {unit_id} for unit_id in unit_ids}
    level = {unit_id: {unit_id} for unit_id in homes}
    for _step in range(2):  # a commission, and a department inside a commission
        below = Placement.objects.on(on).filter(
            hierarchy__code=PARTY, parent_id__in=level, unit__kind__advises=True
        )
        found: dict[int, set[int]] = {}
        for parent, unit in below.values_list("parent_id", "unit_id"):
            found.setdefault(unit, set()).update(level[parent])
        for unit, owners in found.items():
            for owner in owners:
                homes[owner].add(unit)
        level = found
    leads = Placement.objects.on(on).filter(parent_id__in=homes, lead=True)
    for cluster, unit in leads.values_list("parent_id", "unit_id"):
        homes[cluster].add(unit)
    holding = Grant.objects.on(today()).filter(role__in=roles).values("user_id")
    places = {home for group in homes.values() for home in group}
    users: dict[int, set[int]] = {}
    staff = User.objects.filter(is_active=True, home_unit_id__in=places, pk__in=holding)
    for user, home in staff.values_list("pk", "home_unit_id"):
        users.setdefault(home or 0, set()).add(user)
    return {unit: {user for home in group for user in users.get(home, ())} for unit, group in homes.items()}
