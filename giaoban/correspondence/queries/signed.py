"""The signed copies of what was issued: the one that holds, and those it took the place of."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from giaoban.core.actors import Actor
from giaoban.correspondence.models import Dossier, Issue, SignedCopy
from giaoban.correspondence.queries.base import may, may_move, side
from giaoban.correspondence.rules import Permission
from giaoban.directives.queries import may_register
from giaoban.files.models import StoredFile
from giaoban.organisations.models import Unit


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with the day it came and who attached it; `reason`: what was wrong with the one before it."""

    file: StoredFile
    at: datetime
    by: str = ""
    reason: str = ""


def signed_copies(issue: Issue) -> tuple[Copy, ...]:
    """The latest first: it is the one that holds; nothing while only the paper itself was issued."""
    later = SignedCopy.objects.filter(issue=issue).select_related("file")
    found = [Copy(one.file, one.attached_at, one.attached_label, one.reason) for one in later]
    if issue.signed is not None:
        found.append(Copy(issue.signed, issue.recorded_at))
    return tuple(found)


def unsigned(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """Those of which no signed copy came yet."""
    return issues.filter(~Exists(SignedCopy.objects.filter(issue=OuterRef("pk"))), signed=None)


def may_attach(actor: Actor, issue: Issue) -> bool:
    """Who issues there and writes in the register that holds the document; a stub of a secret paper has no
    file."""
    return (
        not issue.document.stub
        and may_move(actor, issue.dossier, Permission.ISSUE)
        and may_register(actor, issue.document.registered_in_id)
    )


def attaching_unit(actor: Actor, dossier: Dossier) -> Unit | None:
    """On whose pages the actor attaches it."""
    sides = side(dossier, Permission.ISSUE)
    return next((u for u in (dossier.issuer, dossier.unit) if u.pk in sides and _issues(actor, u)), None)


def _issues(actor: Actor, unit: Unit) -> bool:
    return may(actor, Permission.ISSUE, unit.pk)
