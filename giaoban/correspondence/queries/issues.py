"""What was issued and who may read it: who sees its dossier, and the units it was sent to."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.correspondence.models import Delivery, Issue
from giaoban.correspondence.queries.base import may_move, open_to, visible_to, works_for
from giaoban.correspondence.rules import Permission
from giaoban.directives.queries import may_register
from giaoban.organisations.queries import predecessor_ids


def issues_visible_to(actor: Actor, on: date | None = None) -> QuerySet[Issue]:
    """Issues of dossiers that are seen, and those delivered to a unit that the actor works for."""
    units = works_for(actor, Permission.VIEW, on)
    if units is None:
        return Issue.objects.all()
    own = set(units) | (predecessor_ids(units) if units else set())
    received = Delivery.objects.filter(
        open_to(actor, "issue__dossier__secrecy", "unit_id", on), unit_id__in=own
    ).values("issue_id")
    return Issue.objects.filter(Q(dossier__in=visible_to(actor, on)) | Q(pk__in=received))


def get_issue(actor: Actor, issue_id: int, *, lock: bool = False) -> Issue:
    found = issues_visible_to(actor).filter(pk=issue_id)
    if lock:
        found = found.select_for_update(of=("self",))
    wanted = ("dossier", "dossier__unit", "dossier__issuer", "document", "edition", "number", "signed")
    issue = found.select_related(*wanted).first()
    if issue is None:
        raise Hidden("issue")
    return issue


def may_send(actor: Actor, issue: Issue) -> bool:
    """Who issues there and writes in the register that holds the document; not what was recalled, nor a stub
    of a secret paper, which has no recipients."""
    return (
        issue.recalled_on is None
        and not issue.document.stub
        and may_move(actor, issue.dossier, Permission.ISSUE)
        and may_register(actor, issue.document.registered_in_id)
    )


def issue_of(kind: str, object_id: int) -> Issue | None:
    """What was issued of a record of another room, not recalled; the caller has asked for the record."""
    found = Issue.objects.filter(dossier__subject_kind=kind, dossier__subject_id=object_id, recalled_on=None)
    return found.select_related("document", "dossier").first()


def issue_of_document(document_id: int) -> Issue | None:
    """What was issued as a document of the register; the caller has asked for the document."""
    wanted = ("edition", "signed", "document", "dossier__unit", "dossier__issuer")
    return Issue.objects.filter(document_id=document_id).select_related(*wanted).first()


def deliveries_of(issue: Issue) -> Sequence[Delivery]:
    """To which units it was sent and which opened it, in the order of sending."""
    return list(issue.deliveries.select_related("unit"))


def inbox(actor: Actor, unit_id: int) -> QuerySet[Delivery]:
    """What was sent to a unit that the actor works for, latest first; Hidden otherwise."""
    units = works_for(actor, Permission.VIEW)
    if units is not None and unit_id not in units:
        raise Hidden("unit")
    found = Delivery.objects.filter(unit_id=unit_id).order_by("-pk")
    return found.select_related("issue__document", "issue__dossier")
