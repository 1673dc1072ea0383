"""Who sees which documents, and in whose register one may write.

A published document is seen by everybody with a grant; any other by those who may read in the unit that
entered it or in a unit it is addressed to. A commission reads and writes for the committee it advises.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.accounts.models import User
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.memo import once_a_page
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import sort_key
from giaoban.directives.models import Document
from giaoban.directives.rules import Permission
from giaoban.organisations.models import Closure
from giaoban.organisations.queries import lines_of
from giaoban.organisations.queries.ever import names_of_visible
from giaoban.organisations.rules import PARTY

NORMAL = Secrecy.NORMAL.value
Recipient = Document.recipients.through


@once_a_page
def visible_to(actor: Actor, on: date | None = None) -> QuerySet[Document]:
    """Documents the actor may see; `on` is the day of the tree by which grants reach units."""
    if not actor.can(Permission.VIEW):
        return Document.objects.none()
    if actor.unit_ids(Permission.VIEW) is None:
        return Document.objects.all()
    ordinary = Q(secrecy=NORMAL) & (Q(public=True) | _concerns(actor, Permission.VIEW, on))
    secret = ~Q(secrecy=NORMAL) & _concerns(actor, Permission.VIEW_SECRET, on)
    return Document.objects.filter(ordinary | secret)


def get_document(actor: Actor, document_id: int, *, lock: bool = False) -> Document:
    """The document, or Hidden when unknown or not visible.

    What a predecessor received before it passed on is read by the tree of the day the document was issued.
    """
    return _found(actor, document_id, lock=True) if lock else _read(actor, document_id)


@once_a_page
def _read(actor: Actor, document_id: int) -> Document:
    return _found(actor, document_id, lock=False)


def _found(actor: Actor, document_id: int, *, lock: bool) -> Document:
    document = _one(visible_to(actor), document_id, lock=lock)
    if document is not None:
        return document
    issued_on = Document.objects.filter(pk=document_id).values_list("issued_on", flat=True).first()
    document = _one(visible_to(actor, issued_on), document_id, lock=lock) if issued_on else None
    if document is None:
        raise Hidden("document")
    return document


def _one(documents: QuerySet[Document], document_id: int, *, lock: bool) -> Document | None:
    found = documents.filter(pk=document_id).select_related("unit", "registered_in")
    if lock:
        return found.select_for_update(of=("self",)).first()
    sent_to = Recipient.objects.filter(document_id=OuterRef("pk")).values("unit_id")
    return found.annotate(sent_to=ArraySubquery(sent_to)).first()


def may_register(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may write in this unit's register: by a grant there, or as staff of its office."""
    if actor.can(Permission.REGISTER, unit_id):
        return True
    return unit_id in _own_lines(actor, Permission.REGISTER, today())


def registers_of(actor: Actor, unit_id: int, on: date) -> tuple[int, ...]:
    """In which registers the actor may write on the pages of a unit: its own and those it works for."""
    return tuple(line for line in lines_of(unit_id, on) if may_register(actor, line))


def concerning(unit_id: int, on: date) -> Q:
    """Documents that a unit works by: entered there, above it, in an office of those, or addressed to it."""
    closure = Closure.objects.on(on).filter(hierarchy__code=PARTY)
    above = closure.filter(descendant_id=unit_id).values("ancestor_id")
    offices = closure.filter(ancestor_id__in=above, depth=1, descendant__kind__advises=True)
    return (
        Q(registered_in=unit_id)
        | Q(registered_in__in=above)
        | Q(registered_in__in=offices.values("descendant_id"))
        | _addressed(lines_of(unit_id, on))
    )


def offices_of(unit_ids: Collection[int], on: date) -> set[int]:
    """The commissions and offices that work for these committees on the day."""
    rows = Closure.objects.on(on).filter(hierarchy__code=PARTY, ancestor_id__in=unit_ids, depth=1)
    return set(rows.filter(descendant__kind__advises=True).values_list("descendant_id", flat=True))


def recipients_of(actor: Actor, document: Document, on: date) -> list[tuple[int, str]]:
    """The receiving units that the reader may know of, by name."""
    return register_and_recipients(actor, document, on)[1]


def register_and_recipients(actor: Actor, document: Document, on: date) -> tuple[str, list[tuple[int, str]]]:
    """Whose register holds the document, and the receiving units; only what the reader may know of."""
    ids = getattr(document, "sent_to", None)  # read along with the document by `get_document`
    if ids is None:
        ids = list(document.recipients.values_list("pk", flat=True))
    names = unit_names(actor, [document.registered_in_id, *ids], on)
    found = [(unit_id, names[unit_id]) for unit_id in ids if unit_id in names]
    return names.get(document.registered_in_id, ""), sorted(found, key=lambda row: sort_key(row[1]))


def unit_names(actor: Actor, unit_ids: Collection[int], on: date) -> dict[int, str]:
    """What units that the reader may know of were called on the day, or nearest to it."""
    return names_of_visible(actor, unit_ids, on)


def _concerns(actor: Actor, permission: str, on: date | None) -> Q:
    """Entered in or addressed to a unit on which the permission is held, or one that its staff works for."""
    units: Any = actor.unit_ids(permission, on=on)
    own = _own_lines(actor, permission, on or today())
    return Q(registered_in__in=units) | Q(registered_in__in=own) | _addressed(units) | _addressed(own)


def _addressed(units: Any) -> Q:
    return Q(Exists(Recipient.objects.filter(document_id=OuterRef("pk"), unit_id__in=units)))


def _own_lines(actor: Actor, permission: str, on: date) -> tuple[int, ...]:
    """The units of the lines that the actor's home works over, where the permission is held at home."""
    if not isinstance(actor, User) or actor.home_unit_id is None:
        return ()
    if not actor.can(permission, actor.home_unit_id, on=on):
        return ()
    return lines_of(actor.home_unit_id, on)
