"""What a succession does to the directory: contacts end with their unit; successors name their own."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import ngettext

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.notices.queries import ending_contacts
from giaoban.organisations.rules import Plan


def preview(change: Plan) -> Sequence[ImpactLine]:
    found = list(ending_contacts(change.ends, change.effective_on))
    if not found:
        return ()
    count = len(found)
    text = ngettext(
        "%(count)s đầu mối kết thúc từ ngày %(day)s; đơn vị kế thừa ghi đầu mối mới",
        "%(count)s đầu mối kết thúc từ ngày %(day)s; đơn vị kế thừa ghi đầu mối mới",
        count,
    ) % {"count": count, "day": vi(change.effective_on)}
    return (ImpactLine(text, count, names=tuple(sorted({contact.name for contact in found}))),)


def apply(change: Plan, actor: Actor) -> None:
    del actor  # the decision itself is in the audit trail
    found = ending_contacts(change.ends, change.effective_on)
    found.filter(starts__gte=change.effective_on).delete()  # would never have held a day
    found.update(ends=change.effective_on, version=F("version") + 1)


impacts.add(Impact("notices.contacts", preview, apply, order=60))
