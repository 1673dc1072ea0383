"""Telling people: a message is a row of the act's own transaction, so it is neither lost nor sent too early.

A message says what happened and where to look; the record itself is read under its own rights.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from giaoban.accounts.models import Grant, User
from giaoban.core.actors import Actor
from giaoban.core.dates import now, today
from giaoban.core.refusals import Hidden
from giaoban.notices.models import Notice, OutboxMessage

VALUE_LIMIT = 200


@transaction.atomic
def tell(
    event: str,
    *,
    text: str,
    url: str,
    params: Mapping[str, str | int] | None = None,
    user_ids: Iterable[int] = (),
    unit_ids: Iterable[int] = (),
    roles: Collection[str] = (),
    unit_id: int | None = None,
) -> OutboxMessage:
    """Put one message into the inboxes of users, and of who holds a grant (in one of `roles`) on units today.

    `text` is a Vietnamese sentence with %(name)s places filled from `params` when it is read; `url` is an
    address of this house; `unit_id` is the unit it is about.
    """
    if not is_local(url):
        raise ValueError(f"a message links into this house only: {url!r}")
    values = {name: _value(value) for name, value in (params or {}).items()}
    text % values  # a sentence whose places are not filled fails here, in the act, not in the reader's inbox
    message = OutboxMessage.objects.create(event=event, text=text, params=values, url=url, unit_id=unit_id)
    wanted = set(user_ids)
    units = set(unit_ids)
    if units:
        grants = Grant.objects.on(today()).filter(unit_id__in=units)
        if roles:
            grants = grants.filter(role__in=roles)
        wanted |= set(grants.values_list("user_id", flat=True))
    active = User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True)
    Notice.objects.bulk_create([Notice(message=message, user_id=user_id) for user_id in sorted(active)])
    return message


@dataclass(frozen=True, slots=True)
class Told:
    """One of many messages of one sentence: whom, about which unit, where to look, with which values."""

    url: str
    user_ids: Collection[int]
    unit_id: int | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


@transaction.atomic
def tell_each(event: str, *, text: str, lines: Iterable[Told]) -> int:
    """The same sentence to many units at once, each with its own address and values, in a few statements.

    A line that nobody who is active would read makes no message. Returns how many messages were made.
    """
    wanted = [line for line in lines if line.user_ids]
    everybody = {user_id for line in wanted for user_id in line.user_ids}
    active = set(User.objects.filter(pk__in=everybody, is_active=True).values_list("pk", flat=True))
    read = [(line, sorted(active.intersection(line.user_ids))) for line in wanted]
    messages, readers = [], []
    for line, user_ids in read:
        if not user_ids:
            continue
        if not is_local(line.url):
            raise ValueError(f"a message links into this house only: {line.url!r}")
        values = {name: _value(value) for name, value in line.params.items()}
        text % values
        messages.append(
            OutboxMessage(event=event, text=text, params=values, url=line.url, unit_id=line.unit_id)
        )
        readers.append(user_ids)
    OutboxMessage.objects.bulk_create(messages, batch_size=2000)
    Notice.objects.bulk_create(
        (
            Notice(message=message, user_id=user_id)
            for message, user_ids in zip(messages, readers, strict=True)
            for user_id in user_ids
        ),
        batch_size=5000,
    )
    return len(messages)


def is_local(url: str) -> bool:
    """An address inside this house: one leading slash, nothing a browser would take for another host.

    >>> is_local("/thai-binh/2019-t09/"), is_local("//evil.example/"), is_local("https://evil.example/")
    (True, False, False)
    >>> is_local("/\\\\evil.example"), is_local("")
    (False, False)
    """
    return url.startswith("/") and not url.startswith("//") and "\\" not in url and url.isprintable()


def _value(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    return " ".join(str(value).split())[:VALUE_LIMIT]


@transaction.atomic
def mark_read(*, actor: Actor, notice_id: int) -> Notice:
    """Mark one of one's own messages as read; a second time changes nothing."""
    notice = Notice.objects.select_related("message").filter(pk=notice_id, user_id=_own(actor)).first()
    if notice is None:
        raise Hidden("notice")
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(*, actor: Actor, until_id: int) -> int:
    """Mark as read what was on the page: later messages stay unread."""
    mine = Notice.objects.filter(user_id=_own(actor), read_at__isnull=True, pk__lte=until_id)
    return mine.update(read_at=now())


def _own(actor: Actor) -> int:
    if actor.actor_id is None:
        raise Hidden("notice")
    return actor.actor_id


def unread(actor: Any) -> int:
    """How many messages wait; shown in the bar of every page."""
    if actor.actor_id is None:
        return 0
    return Notice.objects.filter(user_id=actor.actor_id, read_at__isnull=True).count()
