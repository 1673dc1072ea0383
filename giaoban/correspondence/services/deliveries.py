"""Sending what was issued, and the receipt of the unit that opened it; never who in the unit did."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import queries
from giaoban.correspondence.models import Delivery, Issue
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.services.work import require_side
from giaoban.directives import services as directives


@transaction.atomic
def send(*, actor: Actor, issue_id: int, unit_ids: Sequence[int]) -> list[Delivery]:
    """Send an issued paper to more units: they see the document from now on and are told where to look."""
    issue = queries.get_issue(actor, issue_id, lock=True)
    require_side(actor, issue.dossier, Permission.ISSUE)
    if issue.recalled_on is not None:
        raise Refusal(
            "correspondence.recalled",
            _("%(symbol)s đã bị thu hồi nên không gửi nữa.") % {"symbol": issue.document.symbol},
        )
    held = set(issue.deliveries.values_list("unit_id", flat=True))
    added = [unit_id for unit_id in dict.fromkeys(unit_ids) if unit_id not in held]
    if not added:
        raise Refusal(
            "correspondence.already_sent",
            _("Các đơn vị này đã được gửi %(symbol)s.") % {"symbol": issue.document.symbol},
            field="recipients",
        )
    known = set(issue.document.recipients.values_list("pk", flat=True))
    if unknown := [unit_id for unit_id in added if unit_id not in known]:
        directives.address(actor=actor, document_id=issue.document_id, unit_ids=unknown)
    made = deliver(issue, added)
    audit.record(
        actor,
        "correspondence.send",
        issue,
        unit_id=issue.dossier.issuer_id,
        changes={"recipients": [sorted(held), sorted(held | set(added))]},
    )
    return made


def deliver(issue: Issue, unit_ids: Sequence[int]) -> list[Delivery]:
    moment = now()
    return Delivery.objects.bulk_create(
        [Delivery(issue=issue, unit_id=unit_id, sent_at=moment) for unit_id in unit_ids]
    )


@transaction.atomic
def open_delivery(*, actor: Actor, issue_id: int, unit_id: int) -> Delivery:
    """The unit opened what was sent to it: its first time stays, and it alone is the trace."""
    queries.require(actor, Permission.VIEW, unit_id)
    found = Delivery.objects.select_for_update().filter(issue_id=issue_id, unit_id=unit_id)
    delivery = found.first()
    if delivery is None:
        raise Hidden("delivery")
    if delivery.opened_at is None:
        delivery.opened_at = now()
        delivery.save(update_fields=["opened_at"])
    return delivery
