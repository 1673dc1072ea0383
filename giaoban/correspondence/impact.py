"""What a succession does to open dossiers: they go on with who continues their body or their issuer.

Series do not: numbers belong to the organisation that gave them, and its heir begins its own.
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
from giaoban.correspondence.models import Dossier, Number
from giaoban.correspondence.rules import FINISHED, Move, State
from giaoban.correspondence.services.rounds import end_rounds
from giaoban.correspondence.services.work import keep_step, save
from giaoban.organisations.rules import Plan


def _open(change: Plan) -> QuerySet[Dossier]:
    concerned = Q(unit_id__in=change.ends) | Q(issuer_id__in=change.ends)
    return Dossier.objects.filter(concerned).exclude(state__in=FINISHED).order_by("pk")


def preview(change: Plan) -> Sequence[ImpactLine]:
    day, lines = vi(change.effective_on), []
    if count := _open(change).count():
        text = ngettext(
            "%(count)s hồ sơ trình chưa ban hành chuyển sang đơn vị kế thừa từ ngày %(day)s",
            "%(count)s hồ sơ trình chưa ban hành chuyển sang đơn vị kế thừa từ ngày %(day)s",
            count,
        ) % {"count": count, "day": day}
        lines.append(ImpactLine(text, count))
    if count := Number.objects.filter(series__unit_id__in=change.ends).count():
        text = ngettext(
            "%(count)s số văn bản đã lấy ở lại đơn vị kết thúc; đơn vị kế thừa lấy số từ 01",
            "%(count)s số văn bản đã lấy ở lại đơn vị kết thúc; đơn vị kế thừa lấy số từ 01",
            count,
        ) % {"count": count}
        lines.append(ImpactLine(text, count))
    return lines


def apply(change: Plan, actor: Actor) -> None:
    """Move body and issuer to who continues them, else to the superior; where nobody does, withdraw."""
    heirs = {unit_id: new_home(unit_id, change) for unit_id in change.ends}
    for dossier in _open(change).select_for_update():
        unit = heirs.get(dossier.unit_id, dossier.unit_id)
        issuer = heirs.get(dossier.issuer_id, dossier.issuer_id)
        if unit is None or issuer is None:
            changes = save(dossier, state=State.WITHDRAWN.value)
            end_rounds(dossier, change.effective_on)
            note = _("Đơn vị kết thúc hoạt động, không có đơn vị kế thừa để tiếp tục.")
            keep_step(actor, dossier, Move.WITHDRAW, on=change.effective_on, note=note)
            act = "correspondence.withdraw"
        else:
            changes = save(dossier, unit_id=unit, issuer_id=issuer, department=None)
            act = "correspondence.follow"
        audit.record(actor, act, dossier, unit_id=dossier.unit_id, changes=changes)


impacts.add(Impact("correspondence", preview, apply, order=55))
