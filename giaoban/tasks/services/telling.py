"""Telling the units that a programme was given to them, each at its own pages."""

from collections.abc import Collection

from django.utils.translation import gettext_noop

from giaoban.accounts import access
from giaoban.accounts.models import Grant
from giaoban.core.dates import today
from giaoban.notices import services as notices
from giaoban.organisations.models import Unit
from giaoban.tasks import queries
from giaoban.tasks.models import Programme
from giaoban.tasks.rules import Permission
from giaoban.tasks.services import checks


def tell_receivers(programme: Programme, unit_ids: Collection[int]) -> None:
    """One message a person, with the address in the first of the units they work for."""
    roles = access.roles_of(Permission.WORK)
    holding = Grant.objects.on(today()).filter(unit_id__in=unit_ids, role__in=roles)
    people: dict[int, set[int]] = {}
    first = holding.order_by("user_id", "pk").distinct("user_id")
    for unit_id, user_id in first.values_list("unit_id", "user_id"):
        people.setdefault(unit_id, set()).add(user_id)
    values = {"unit": checks.named([programme.unit_id], today()), "title": programme.title}
    notices.tell_each(
        "tasks.issue",
        text=gettext_noop("%(unit)s giao nhiệm vụ: %(title)s"),
        lines=[
            notices.Told(
                url=queries.address("tasks:programme", unit, programme.period, programme.pk),
                user_ids=people[unit.pk],
                unit_id=programme.unit_id,
                params=values,
            )
            for unit in Unit.objects.filter(pk__in=people).order_by("pk")
        ],
    )
