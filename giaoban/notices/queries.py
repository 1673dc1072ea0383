"""Reading the inbox, the directory of contacts and one's long jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.accounts.rules import Field
from giaoban.core.actors import Actor
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import canonical, fold
from giaoban.notices.models import Contact, LongJob, Notice, OutboxMessage
from giaoban.notices.rules import JobState, Permission, is_confirmed
from giaoban.organisations.models import Closure, UnitName
from giaoban.organisations.rules import PARTY


def sentence(message: OutboxMessage) -> str:
    """The message in the reader's language; its values are plain text, escaped where they are shown."""
    return str(_(message.text) % message.params)


def inbox(actor: Actor, *, unread_only: bool = False) -> QuerySet[Notice]:
    notices = (
        Notice.objects.filter(user_id=actor.actor_id) if actor.actor_id is not None else Notice.objects.none()
    )
    if unread_only:
        notices = notices.filter(read_at__isnull=True)
    return notices.select_related("message").order_by("-id")


def my_jobs(actor: Actor) -> QuerySet[LongJob]:
    if actor.actor_id is None:
        return LongJob.objects.none()
    return LongJob.objects.filter(started_by_id=actor.actor_id).order_by("-id")


def running(actor: Actor) -> int:
    return my_jobs(actor).filter(state=JobState.RUNNING).count()


@dataclass(frozen=True, slots=True)
class ContactRow:
    contact_id: int
    version: int
    unit_id: int
    unit_code: str
    unit_name: str
    field: str
    field_label: str
    name: str
    title: str
    telephone: str
    email: str
    starts: date
    confirmed_on: date | None
    confirmed: bool


def contacts(
    actor: Actor, unit_id: int, on: date, *, field: str = "", text: str = "", subtree: bool = True
) -> QuerySet[Contact]:
    """Contacts in force on the day, of the unit and of the units under it; units that are secret left out."""
    if not actor.can(Permission.VIEW_CONTACTS, on=on):
        return Contact.objects.none()
    found = Contact.objects.on(on).filter(Q(unit__secrecy=Secrecy.NORMAL) | _own_units(actor))
    if subtree:
        below = (
            Closure.objects.on(on).filter(ancestor_id=unit_id, hierarchy__code=PARTY).values("descendant_id")
        )
        found = found.filter(Q(unit_id=unit_id) | Q(unit_id__in=below))
    else:
        found = found.filter(unit_id=unit_id)
    if field:
        found = found.filter(field="" if field == "general" else field)
    if text.strip():
        found = found.filter(pk__in=_matching(found, text))
    return (
        found.select_related("unit")
        .order_by("unit__names__sort_key", "unit_id", "field", "id")
        .filter(unit__names__starts__lte=on, unit__names__ends__gt=on)
    )


def _own_units(actor: Actor) -> Q:
    units = actor.unit_ids(Permission.CHANGE_CONTACTS)
    return ~Q(pk=None) if units is None else Q(unit_id__in=units)


def _matching(found: QuerySet[Contact], text: str) -> list[int]:
    """Contacts whose name, title or telephone has every word of the question, with or without accents."""
    words = [(canonical(word), fold(word)) for word in text.split()]
    hits = []
    for pk, *values in found.values_list("pk", "name", "title", "telephone").order_by():
        whole = " ".join(values)
        exact, folded = canonical(whole), fold(whole)
        if all(word in exact if word != plain else plain in folded for word, plain in words):
            hits.append(pk)
    return hits


def contact_rows(found: Iterable[Contact], on: date) -> list[ContactRow]:
    listed = list(found)
    names = dict(
        UnitName.objects.on(on)
        .filter(unit_id__in={row.unit_id for row in listed})
        .values_list("unit_id", "name")
    )
    return [
        ContactRow(
            row.pk,
            row.version,
            row.unit_id,
            row.unit.code,
            names.get(row.unit_id, row.unit.code),
            row.field,
            field_label(row.field),
            row.name,
            row.title,
            row.telephone,
            row.email,
            row.starts,
            row.confirmed_on,
            is_confirmed(row.confirmed_on, on),
        )
        for row in listed
    ]


def field_label(field: str) -> str:
    return str(FIELD_LABELS[Field(field)]) if field else _("Đầu mối chung")


def contact_of(unit_id: int, field: str, on: date) -> Contact | None:
    """Whom to call about a field: its own contact, else the general one."""
    found = Contact.objects.on(on).filter(unit_id=unit_id, field__in={field, ""})
    return found.order_by("-field").first()


def ending_contacts(unit_ids: Iterable[int], on: date) -> QuerySet[Contact]:
    return Contact.objects.filter(unit_id__in=list(unit_ids), ends__gt=on)


def unconfirmed(unit_id: int, on: date) -> int:
    """How many contacts of the unit were not yet confirmed in this quarter."""
    held = Contact.objects.on(on).filter(unit_id=unit_id)
    return sum(
        not is_confirmed(confirmed_on, on) for confirmed_on in held.values_list("confirmed_on", flat=True)
    )
