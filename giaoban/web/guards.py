"""Who may open the package of a closed Hồ sơ kỳ and its printed lists: who reads the reports of its unit."""

from datetime import date
from typing import Any

from giaoban.accounts.queries import acts_for
from giaoban.core.registries import FileGuard, ListGuard, file_guards, list_guards
from giaoban.periods.rules import Period
from giaoban.reporting.rules.states import Permission
from giaoban.web.models import ClosedFile
from giaoban.web.services import KIND
from giaoban.web.services.printing import BRIEF, BRIEF_LATE, CONTENTS


def may_read(actor: Any, closed_id: int) -> bool:
    closed = ClosedFile.objects.filter(pk=closed_id).first()
    if closed is None:
        return False
    on = Period.parse(closed.period).reference_day
    return bool(actor.can(Permission.VIEW, closed.unit_id, on=on))


def may_read_list(actor: Any, unit_id: int, on: date, _secrecy: str) -> bool:
    return bool(actor.can(Permission.VIEW, unit_id, on=on))


def may_read_late(actor: Any, unit_id: int, on: date, _secrecy: str) -> bool:
    """With the units that are late: for who receives there."""
    return bool(actor.can(Permission.REVIEW, unit_id, on=on)) and acts_for(actor, unit_id, on)


file_guards.add(FileGuard(KIND, may_read=may_read))
list_guards.add(ListGuard(CONTENTS, may_read_list))
list_guards.add(ListGuard(BRIEF, may_read_list))
list_guards.add(ListGuard(BRIEF_LATE, may_read_late))
