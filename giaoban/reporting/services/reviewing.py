"""The desk of arrivals: opened is received, clean ones accepted together, others returned with remarks."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.reporting import permissions
from giaoban.reporting.models import Obligation
from giaoban.reporting.queries import rounds
from giaoban.reporting.queries.texts import warning_count
from giaoban.reporting.rules import Permission, State
from giaoban.reporting.services import moves
from giaoban.reporting.services.moves import RemarkFacts

# As many as one can look over; the next ones follow on the same page.
TOGETHER = 200


@transaction.atomic
def open_arrival(*, actor: Actor, obligation_id: int) -> Obligation:
    """Opening an arrival on the desk receives it; whoever comes second finds it received."""
    obligation = rounds.get_obligation(actor, obligation_id, lock=True)
    permissions.require(permissions.may_review(actor, obligation), Permission.REVIEW)
    if obligation.state != State.SENT:
        return obligation
    return moves.move(actor=actor, obligation_id=obligation_id, move="receive", version=obligation.version)


@transaction.atomic
def accept_report(*, actor: Actor, obligation_id: int, version: int) -> Obligation:
    """Thẩm tra xong: this version counts from now on."""
    return moves.move(actor=actor, obligation_id=obligation_id, move="accept", version=version)


@transaction.atomic
def accept_clean(*, actor: Actor, previewed: Mapping[int, int]) -> int:
    """Accept several reports without any warning at once: obligation → the submission that was previewed.

    All or none: one that has a warning, was sent anew or moved meanwhile is named and nothing is accepted.
    """
    if not previewed or len(previewed) > TOGETHER:
        raise Refusal(
            "reporting.accept_count",
            _("Chọn từ 1 đến %(limit)s báo cáo.") % {"limit": TOGETHER},
            rule=_("Thẩm tra xong cả loạt chỉ dành cho báo cáo đã xem trước."),
        )
    # All rows in one order before any is moved: two officers at once wait instead of blocking each other.
    rows = Obligation.objects.select_for_update(of=("self",)).filter(pk__in=previewed).order_by("pk")
    found = {row.pk: row for row in rows.select_related("round", "current", "unit")}
    if len(found) != len(previewed):
        raise Hidden("obligation")
    for obligation in found.values():
        permissions.require(permissions.may_review(actor, obligation), Permission.REVIEW)
        if obligation.current_id != previewed[obligation.pk]:
            raise Conflict(
                "reporting.sent_anew",
                _("%(unit)s vừa gửi lại báo cáo. Hãy xem bản mới.") % {"unit": moves.unit_name(obligation)},
                rule=_("Chỉ thẩm tra xong bản mà mình đã xem."),
            )
        if obligation.current is not None and warning_count(obligation.current):
            raise Refusal(
                "reporting.not_clean",
                _("Báo cáo của %(unit)s có cảnh báo nên phải mở xem riêng.")
                % {"unit": moves.unit_name(obligation)},
                rule=_("Thẩm tra xong cả loạt chỉ dành cho báo cáo không có cảnh báo."),
            )
    for obligation in found.values():
        moves.move(actor=actor, obligation_id=obligation.pk, move="accept", version=obligation.version)
    return len(found)


@transaction.atomic
def return_report(
    *,
    actor: Actor,
    obligation_id: int,
    remarks: Sequence[RemarkFacts],
    new_due: datetime,
    version: int,
    note: str = "",
) -> Obligation:
    """Trả lại để hoàn thiện: at least one remark about a cell, a passage or the whole, and a new deadline."""
    return moves.move(
        actor=actor,
        obligation_id=obligation_id,
        move="return",
        version=version,
        note=note,
        remarks=remarks,
        due=new_due,
    )
