"""Adjusting a consolidated figure, with a reason. The sum itself is never written: it follows from what was
accepted (queries.consolidation), and sending the report takes the exact versions in (services.sending).
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.numbers import vi_number
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.reporting.models import Adjustment, Obligation
from giaoban.reporting.queries.consolidation import figures_for
from giaoban.reporting.rules import Permission, State
from giaoban.reporting.rules.cells import Aggregation, Cell
from giaoban.reporting.rules.checks import FIGURE_LIMIT
from giaoban.reporting.services import drafts

REASON_LIMIT = 500


@transaction.atomic
def adjust(
    *, actor: Actor, obligation_id: int, cell: str, delta: int, reason: str, version: int
) -> Adjustment | None:
    """Correct one consolidated cell by `delta`, with a reason; 0 takes the adjustment away again.

    The sum below stays as it is and stands beside the corrected figure on every page.
    """
    obligation = drafts.writable(actor, obligation_id, states={State.DUE, State.DRAFTING})
    day = obligation.round.cut_off
    actor.require(Permission.CONSOLIDATE, obligation.unit_id, on=day)
    if obligation.version != version:
        raise Conflict(
            "reporting.adjusted_meanwhile",
            _("Bản tổng hợp vừa được người khác điều chỉnh hoặc chuyển bước. Hãy xem lại số hiện tại."),
            rule=_("Hai người cùng điều chỉnh: người sau phải thấy số của người trước."),
        )
    known = _cell(obligation, cell)
    why = clean(reason, multiline=True)
    _check(obligation, known, delta, why)
    before = Adjustment.objects.filter(obligation=obligation, cell=cell).first()
    made = None
    if delta:
        made, _new = Adjustment.objects.update_or_create(
            obligation=obligation,
            cell=cell,
            defaults={
                "delta": delta,
                "reason": why,
                "made_at": now(),
                "made_by": actor.actor_id,
                "made_label": actor.actor_label[:200],
            },
        )
    elif before is not None:
        before.delete()
    obligation.version += 1
    obligation.save(update_fields=["version"])
    changes: dict[str, Any] = {cell: [before.delta if before else 0, delta]}
    audit.record(actor, "reporting.adjust", obligation, unit_id=obligation.unit_id, changes=changes, note=why)
    return made


def _cell(obligation: Obligation, key: str) -> Cell:
    found = next((one for one in obligation.round.form_version.cells() if one.key == key), None)
    if found is None:
        raise Hidden("cell")
    return found


def _check(obligation: Obligation, cell: Cell, delta: int, reason: str) -> None:
    if obligation.leaf or cell.row.aggregation == Aggregation.NONE:
        raise Refusal(
            "reporting.not_consolidated",
            _("“%(name)s” do đơn vị tự nhập nên sửa thẳng trong báo cáo, không điều chỉnh.")
            % {"name": cell.row.name},
            field="delta",
            rule=_("Điều chỉnh chỉ dùng cho số cộng từ cấp dưới."),
        )
    if not reason or len(reason) > REASON_LIMIT:
        raise Refusal(
            "reporting.adjust_reason",
            _("Ghi lý do điều chỉnh, không quá %(limit)s ký tự.") % {"limit": REASON_LIMIT},
            field="reason",
            rule=_("Số tổng hợp khác số cộng từ cấp dưới thì phải có lý do và tên người điều chỉnh."),
        )
    signed = figures_for(obligation).signed[cell.position] or 0
    if not 0 <= signed + delta <= FIGURE_LIMIT:
        raise Refusal(
            "reporting.adjust_negative",
            _("Số cộng từ cấp dưới là %(signed)s, điều chỉnh %(delta)s thành %(figure)s.")
            % {
                "signed": vi_number(signed),
                "delta": vi_number(delta),
                "figure": vi_number(signed + delta),
            },
            field="delta",
            rule=_("Số sau điều chỉnh không được âm và không vượt mức lớn nhất của một ô."),
        )
