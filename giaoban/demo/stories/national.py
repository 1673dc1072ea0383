"""What two chapters of the Centre share: who reports to it, its points, how many sit there."""

from datetime import datetime, timedelta

from giaoban.demo.stories.meetings import Meeting
from giaoban.demo.stories.stage import Stage, moment
from giaoban.organisations.models import Placement, Unit
from giaoban.reporting.queries import rounds

# They do not report in a briefing of the sector.
SERVICES = ("public_service_unit",)
NOT_ASKED = "Đơn vị sự nghiệp, không thuộc đối tượng giao ban (minh họa)"
CHAIR = "Trưởng Ban Tổ chức Trung ương"


def not_asked(on: str) -> dict[int, str]:
    """Units directly below the Centre that need not report, each with the reason."""
    day = moment(on).date()
    below = Placement.objects.on(day).filter(parent__code="tw")
    rows = Unit.objects.on(day).filter(kind_id__in=SERVICES, placements__in=below)
    return dict.fromkeys(rows.values_list("pk", flat=True), NOT_ASKED)


def owing(period: str, unit_id: int) -> set[int]:
    """Who would owe a briefing report below the unit."""
    regime, when = rounds.regime_of("giao-ban"), rounds.period_of(period)
    cut_off = rounds.default_cut_off(regime, when)
    return {line.unit_id for line in rounds.owing(regime, unit_id, when, cut_off=cut_off) if line.depth}


def attended(stage: Stage, meeting: Meeting, begins: datetime) -> None:
    """Every point was tried and says how many came; the numbers are invented."""
    for unit_id in meeting.points():
        meeting.ready(begins - timedelta(hours=2), unit_id)
        convened = stage.chance.randint(12, 40)
        meeting.heads(
            begins + timedelta(minutes=10), unit_id, convened, convened - stage.chance.randint(0, 3)
        )
