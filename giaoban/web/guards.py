"""Who may open the package of a closed Hồ sơ kỳ: whoever may read the reports of its unit."""

from typing import Any

from giaoban.core.registries import FileGuard, file_guards
from giaoban.periods.rules import Period
from giaoban.reporting.rules.states import Permission
from giaoban.web.models import ClosedFile
from giaoban.web.services import KIND


def may_read(actor: Any, closed_id: int) -> bool:
    closed = ClosedFile.objects.filter(pk=closed_id).first()
    if closed is None:
        return False
    on = Period.parse(closed.period).reference_day
    return bool(actor.can(Permission.VIEW, closed.unit_id, on=on))


file_guards.add(FileGuard(KIND, may_read=may_read))
