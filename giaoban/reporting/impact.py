"""What a succession does to reports: those still open of a unit that ends are named. Nobody inherits them
silently: the successor reads the archive, and who opened the round excuses or asks anew.
"""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations.queries.naming import names_at
from giaoban.organisations.rules import Plan
from giaoban.reporting.models import Obligation
from giaoban.reporting.queries.list import OPEN_STATES
from giaoban.reporting.rules import RoundState

NAMED = 8


def _open(change: Plan) -> QuerySet[Obligation]:
    rows = Obligation.objects.filter(
        unit_id__in=change.ends, state__in=OPEN_STATES, round__state=RoundState.OPEN
    )
    return rows.select_related("round").order_by("due", "pk")


def preview(change: Plan) -> Sequence[ImpactLine]:
    rows = list(_open(change))
    if not rows:
        return []
    text = ngettext(
        "%(count)s báo cáo chưa gửi của đơn vị kết thúc ngày %(day)s; "
        "không tự chuyển sang đơn vị kế thừa, đơn vị mở đợt quyết định",
        "%(count)s báo cáo chưa gửi của đơn vị kết thúc ngày %(day)s; "
        "không tự chuyển sang đơn vị kế thừa, đơn vị mở đợt quyết định",
        len(rows),
    ) % {"count": len(rows), "day": vi(change.effective_on)}
    names = names_at((row.unit_id, row.round.cut_off) for row in rows[:NAMED])
    return [
        ImpactLine(
            text,
            len(rows),
            names=tuple(
                _("%(unit)s: %(title)s")
                % {"unit": names[row.unit_id, row.round.cut_off], "title": row.round.title}
                for row in rows[:NAMED]
            ),
        )
    ]


def apply(_change: Plan, _actor: Actor) -> None:
    """Nothing moves: what a unit owed stays written under its own name."""


impacts.add(Impact("reporting", preview, apply, order=60))
