"""Tells the chapters one after the other, each whole or not at all and only once.

That a chapter was told is an entry of the audit trail, written in the chapter's own transaction: a worker
that is killed in the middle leaves nothing of it, and the next one tells it again from the beginning.
"""

import importlib
from collections.abc import Callable

from django.db import connection, transaction

from giaoban.accounts.models import User
from giaoban.audit import services as audit
from giaoban.audit.models import Entry
from giaoban.core.dates import now
from giaoban.demo.planner import take_statistics
from giaoban.demo.rules.chapters import EVERY, Chapter
from giaoban.demo.stories.stage import HOUSE, Stage
from giaoban.notices.models import Notice

ACT = "demo.tell"
LOCK = 0x6D696E68  # two that load at once take turns
Report = Callable[[int, int, str], None]


def told() -> set[str]:
    """Codes of the chapters that stand in this house."""
    entries = Entry.objects.filter(kind="", object_id=None, action=ACT)  # by the index over records
    return set(entries.values_list("note", flat=True))


def tell_all(report: Report) -> int:
    """Tell what is missing, in order; `report` hears how many stand, of how many, and which one is next."""
    done = 0
    for place, chapter in enumerate(EVERY):
        report(place, len(EVERY), chapter.title)
        done += tell_one(chapter)
    report(len(EVERY), len(EVERY), "")
    return done


@transaction.atomic
def tell_one(chapter: Chapter) -> bool:
    """One chapter in one transaction, with its mark; whether it was not there before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if chapter.code in told():
        return False
    module = importlib.import_module(f"giaoban.demo.stories.{chapter.code}")
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    module.tell(Stage(chapter.code))
    take_statistics()
    _old_messages_read(last)
    audit.record(HOUSE, ACT, note=chapter.code)
    return True


def _old_messages_read(after: int) -> None:
    """Messages of other days than those the demonstration stands in were read long ago."""
    today = now()
    season = (today.replace(day=1, hour=0, minute=0), today.replace(hour=23, minute=59))
    Notice.objects.filter(pk__gt=after, read_at=None, user__in=User.objects.filter(generated=True)).exclude(
        message__created_at__range=season
    ).update(read_at=today)
