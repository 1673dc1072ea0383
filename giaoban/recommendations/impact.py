"""What a succession does to open kiến nghị: they go on with the unit that continues their asker or addressee.

What was closed stays where it was. An asker that would have to answer itself has nothing left to ask.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.accounts.impact import new_home
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations.rules import Plan
from giaoban.recommendations import search
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import OPEN, Move, State
from giaoban.recommendations.services.work import keep_step, save


def _open(change: Plan) -> QuerySet[Recommendation]:
    concerned = Q(unit_id__in=change.ends) | Q(addressee_id__in=change.ends)
    return Recommendation.objects.filter(concerned, state__in=OPEN).order_by("pk")


def preview(change: Plan) -> Sequence[ImpactLine]:
    count = _open(change).count()
    if not count:
        return []
    text = ngettext(
        "%(count)s kiến nghị chưa xong chuyển sang đơn vị kế thừa từ ngày %(day)s",
        "%(count)s kiến nghị chưa xong chuyển sang đơn vị kế thừa từ ngày %(day)s",
        count,
    ) % {"count": count, "day": vi(change.effective_on)}
    return [ImpactLine(text, count)]


def apply(change: Plan, actor: Actor) -> None:
    """Move the sides that end to who continues them (else to the superior); a phòng that ended lets go."""
    heirs = {unit_id: new_home(unit_id, change) for unit_id in change.ends}
    for found in _open(change).select_for_update():
        left = found.unit_id if found.unit_id in heirs else found.addressee_id
        asker = heirs.get(found.unit_id, found.unit_id)
        addressee = heirs.get(found.addressee_id, found.addressee_id)
        if asker is None or addressee is None or asker == addressee:
            _end(found, left, actor)
            continue
        state = found.state
        if found.addressee_id in heirs and state == State.FORWARDED:
            state = State.RECEIVED.value
        keep_step(actor, found, Move.FOLLOW, left)
        changes = save(
            found,
            unit_id=asker,
            addressee_id=addressee,
            state=state,
            department=None if found.addressee_id in heirs else found.department,
        )
        search.reindex([found.pk])
        audit.record(actor, "recommendations.follow", found, unit_id=asker, changes=changes)


def _end(found: Recommendation, left: int, actor: Actor) -> None:
    answered = found.state == State.ANSWERED
    keep_step(
        actor,
        found,
        Move.UNDERSTAND if answered else Move.WITHDRAW,
        left,
        note=_("Đơn vị kết thúc hoạt động, không có đơn vị kế thừa để tiếp tục."),
    )
    changes = save(found, state=State.UNDERSTOOD.value if answered else State.WITHDRAWN.value)
    act = "recommendations.understand" if answered else "recommendations.withdraw"
    audit.record(actor, act, found, unit_id=found.unit_id, changes=changes)


impacts.add(Impact("recommendations", preview, apply, order=60))
