"""Messages, contacts and long jobs for tests, written straight into the tables."""

from datetime import date
from typing import Any

from giaoban.accounts.models import User
from giaoban.notices.models import Contact, LongJob, Notice, OutboxMessage
from giaoban.organisations.models import Unit

SOME_DAY = date(2018, 1, 1)


def make_notice(user: User, text: str = "Có việc mới.", *, url: str = "/", **params: str) -> Notice:
    message = OutboxMessage.objects.create(event="test", text=text, params=params, url=url)
    return Notice.objects.create(message=message, user=user)


def make_contact(unit: Unit, name: str, field: str = "", **facts: Any) -> Contact:
    given = {"telephone": "0227 383 1234", "starts": SOME_DAY, **facts}
    return Contact.objects.create(unit=unit, field=field, name=name, **given)


def make_job(user: User, title: str = "Nhập cán bộ từ Excel", **facts: Any) -> LongJob:
    return LongJob.objects.create(key=f"test:{user.pk}:{title}", title=title, started_by=user, **facts)
