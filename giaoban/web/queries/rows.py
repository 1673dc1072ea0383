"""A step of the Hồ sơ kỳ as a row of the page, before its room has said anything; who reads it and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.accounts.labels import ROLE_LABELS
from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Actor
from giaoban.core.calendar import add_working_days
from giaoban.core.dates import ZONE, vi
from giaoban.organisations.coordinates import Coordinates
from giaoban.web.queries.facts import Facts
from giaoban.web.rules import CONFERENCE_DUE, Step, StepRule, StepState

TITLES = {
    Step.REQUEST: gettext_lazy("Yêu cầu"),
    Step.COLLECT: gettext_lazy("Thu nhận"),
    Step.CONSOLIDATE: gettext_lazy("Tổng hợp"),
    Step.SIGN: gettext_lazy("Trình ký"),
    Step.CONFERENCE: gettext_lazy("Hội nghị"),
    Step.CONCLUDE: gettext_lazy("Kết luận"),
    Step.ASSIGN: gettext_lazy("Giao nhiệm vụ"),
    Step.ARCHIVE: gettext_lazy("Lưu hồ sơ"),
}
CONTENTS = {
    Step.REQUEST: gettext_lazy(
        "Văn bản yêu cầu của cấp trên, biểu số liệu, đề cương; phần việc của từng phòng"
    ),
    Step.COLLECT: gettext_lazy(
        "Báo cáo của đơn vị trực thuộc, xếp theo mức cảnh báo; ai chưa gửi, ai phải hoàn thiện"
    ),
    Step.CONSOLIDATE: gettext_lazy(
        "Số liệu cộng từ báo cáo đã thẩm tra; lời văn ghép theo đề cương, giữ nguồn từng đoạn"
    ),
    Step.SIGN: gettext_lazy("Dự thảo, ý kiến tham gia, người ký, số và ngày văn bản, nơi nhận"),
    Step.CONFERENCE: gettext_lazy("Chương trình, điểm cầu, giấy mời, có mặt trên triệu tập, tham luận"),
    Step.CONCLUDE: gettext_lazy("Kết luận đánh số từng mục, theo đúng lời văn đã ban hành"),
    Step.ASSIGN: gettext_lazy("Nhiệm vụ của kỳ tới: đơn vị chủ trì, phối hợp, thời hạn, sản phẩm"),
    Step.ARCHIVE: gettext_lazy("Mục lục hồ sơ và một gói lưu trữ của cả kỳ"),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """What core/parts/period_step.html shows; `missing` holds (status kind, words)."""

    number: int
    title: str
    text: str
    state: str = StepState.WAIT.value
    figure: str = ""
    counting_unit: str = ""
    owner: str = ""
    due: str = ""
    missing: Sequence[tuple[str, str]] = ()
    done: int = 0
    total: int = 0
    status: tuple[str, str] | None = None
    action_url: str = ""
    action_label: str = ""
    primary: bool = False
    finished: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Who reads, where, and the facts: what every step is written from."""

    actor: Actor
    at: Coordinates
    facts: Facts
    below: int

    def url(self, name: str, **more: int) -> str:
        return reverse(name, kwargs={"unit_code": self.at.code, "period_code": self.at.period.code, **more})

    def may(self, permission: str) -> bool:
        return self.actor.can(permission, self.facts.lines[-1], on=self.at.on)

    @property
    def works_here(self) -> bool:
        return acts_for(self.actor, self.facts.lines[-1], self.at.on)


def blank(
    number: int, rule: StepRule, owners: Mapping[str, str], last_day: date, meeting: date | None = None
) -> StepRow:
    """A step of which nothing is known yet: what will be in it, who usually leads it, its usual day."""
    return StepRow(
        number,
        str(TITLES[rule.step]),
        str(CONTENTS[rule.step]),
        owner=owners.get(rule.lead.value) or str(ROLE_LABELS[rule.lead]),
        due=_("hạn %(day)s") % {"day": vi(due_day(rule, last_day, meeting))},
    )


def due_day(rule: StepRule, last_day: date, meeting: date | None) -> date:
    """Its usual day; what follows a conference that met late is as many days later."""
    if meeting is not None and rule.due > CONFERENCE_DUE:
        last_day = max(last_day, meeting - timedelta(days=CONFERENCE_DUE))
    return add_working_days(last_day, rule.due) if rule.working else last_day + timedelta(days=rule.due)


def moment(when: datetime) -> str:
    """Hour and day as staff write them: 17 giờ 00, 25/9/2019."""
    local = when.astimezone(ZONE)
    return _("%(hour)s giờ %(minute)s ngày %(day)s") % {
        "hour": local.hour,
        "minute": f"{local.minute:02d}",
        "day": vi(local.date()),
    }
