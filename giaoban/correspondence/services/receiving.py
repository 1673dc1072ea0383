"""Entering what was sent here inside the house: its facts are those of the issue."""

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import now, today, vi
from giaoban.core.refusals import Refusal
from giaoban.correspondence import queries
from giaoban.correspondence.models import Arrival, Delivery
from giaoban.correspondence.queries import arrivals as reading
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.rules.arriving import ArrivalFacts, Urgency
from giaoban.correspondence.services.arrivals import fill, write_line


@transaction.atomic
def receive_delivery(*, actor: Actor, delivery_id: int) -> Arrival:
    """Enter what was sent here inside the house, in one step."""
    delivery = reading.get_delivery(actor, delivery_id, lock=True)
    queries.require(actor, Permission.RECEIVE, delivery.unit_id)
    _receivable(delivery)
    return _received(actor, delivery)


@transaction.atomic
def receive_all(*, actor: Actor, unit_id: int) -> list[Arrival]:
    """Enter everything that waits, for the unit and the committees it works for, in the order it was sent."""
    waiting = reading.waiting_deliveries(actor, unit_id, today())
    mine = [one.pk for one in waiting if queries.may(actor, Permission.RECEIVE, one.unit_id)]
    locked = Delivery.objects.select_for_update(of=("self",)).select_related(
        "issue__document", "issue__dossier"
    )
    found = list(locked.filter(pk__in=mine).order_by("sent_at", "pk"))
    # asked once they are locked: somebody else may have entered some of them meanwhile
    entered = set(Arrival.objects.filter(delivery__in=mine).values_list("delivery_id", flat=True))
    left = [one for one in found if one.pk not in entered]
    if not left:
        raise Refusal("correspondence.nothing_waits", _("Không còn văn bản nào chờ vào sổ."))
    return [_received(actor, delivery) for delivery in left]


def _receivable(delivery: Delivery) -> None:
    arrival = Arrival.objects.filter(delivery=delivery).select_related("number").first()
    if arrival is not None:
        raise Refusal(
            "correspondence.entered_already",
            _("Văn bản này đã vào sổ, số đến %(number)s.") % {"number": arrival.number.value},
        )
    if delivery.issue.recalled_on is not None:
        raise Refusal(
            "correspondence.recalled",
            _("Nơi gửi đã thu hồi văn bản này ngày %(day)s.") % {"day": vi(delivery.issue.recalled_on)},
        )


def _received(actor: Actor, delivery: Delivery) -> Arrival:
    document, dossier = delivery.issue.document, delivery.issue.dossier
    facts = ArrivalFacts(
        arrived_on=today(),
        issuer=document.issuer,
        symbol=document.symbol,
        type=document.type,
        issued_on=document.issued_on,
        summary=document.summary,
        urgency=dossier.urgency if dossier.urgency in set(Urgency) else "",
        secrecy=document.secrecy,
        holder=document.holder,
    )
    arrival = Arrival(unit_id=delivery.unit_id, delivery=delivery, recorded_by=actor.actor_id)
    fill(arrival, facts)
    arrival.document_id = document.pk
    if delivery.opened_at is None:
        delivery.opened_at = now()
        delivery.save(update_fields=["opened_at"])
    return write_line(actor, arrival, "correspondence.receive")
