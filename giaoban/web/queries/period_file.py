"""The Hồ sơ kỳ of a unit and period: eight steps, each with its count, owner, date and what is missing.

A step whose room holds nothing yet says what will be in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.accounts.labels import FIELD_LABELS, ROLE_LABELS
from giaoban.accounts.models import Grant, Responsibility
from giaoban.accounts.rules import Permission as Accounts
from giaoban.core.actors import Actor
from giaoban.core.calendar import add_working_days
from giaoban.core.dates import today, vi
from giaoban.notices.models import Contact
from giaoban.notices.rules import Permission as Notices
from giaoban.notices.rules import quarter_start
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.models import Closure
from giaoban.organisations.queries import line_of
from giaoban.organisations.rules import PARTY
from giaoban.web.rules import STEPS, Step, StepRule, StepState

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
class Action:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """What core/parts/period_step.html shows; `missing` holds (status kind, words)."""

    number: int
    title: str
    text: str
    state: str
    figure: str
    counting_unit: str
    owner: str
    due: str
    missing: Sequence[tuple[str, str]] = ()
    done: int = 0
    total: int = 0
    status: tuple[str, str] | None = None
    action_url: str = ""
    action_label: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of what must be ready before the period: done out of all, and where to mend it."""

    label: str
    done: int
    total: int
    hint: str
    action: Action | None

    @property
    def ready(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class PeriodFile:
    coordinates: Coordinates
    steps: Sequence[StepRow]
    checks: Sequence[Check]
    below: int
    line_name: str


def period_file(actor: Actor, coordinates: Coordinates) -> PeriodFile:
    """Everything on the page in a fixed number of queries, whatever the number of units."""
    line = line_of(coordinates.unit_id, coordinates.on)
    below = units_below(line, coordinates.on)
    count = below.count()
    fields, owners = who_follows_what(coordinates)
    checks = [*below_ready(actor, coordinates, below, count), fields_followed(actor, coordinates, fields)]
    ground = Ground(coordinates.on, count, owners, checks)
    return PeriodFile(
        coordinates=coordinates,
        steps=[step_row(number, rule, ground) for number, rule in enumerate(STEPS, start=1)],
        checks=checks,
        below=count,
        line_name=coordinates.superior_name if line != coordinates.unit_id else coordinates.unit_name,
    )


def units_below(unit_id: int, on: date) -> QuerySet[Closure, int]:
    """Ids of the direct subordinates on the day that report by themselves; bodies that advise do not."""
    return (
        Closure.objects.on(on)
        .filter(hierarchy__code=PARTY, ancestor_id=unit_id, depth=1, descendant__kind__advises=False)
        .values_list("descendant_id", flat=True)
    )


def below_ready(
    actor: Actor, coordinates: Coordinates, below: QuerySet[Closure, int], count: int
) -> list[Check]:
    """Before D−15 everybody knows whom to call, and every subordinate can sign in."""
    if not count:
        return nobody_below(actor, coordinates)
    contacts = Contact.objects.on(coordinates.on).filter(unit_id__in=below)
    confirmed = contacts.filter(confirmed_on__gte=quarter_start(min(coordinates.on, today())))
    able = Grant.objects.on(today()).filter(
        unit_id__in=below, user__is_active=True, user__last_login__isnull=False
    )
    return [
        Check(
            _("Đầu mối của đơn vị trực thuộc đã xác nhận trong quý"),
            confirmed.values("unit_id").distinct().count(),
            count,
            _("Mỗi quý gọi lại một lần để biết ai đang nhận việc."),
            action(actor, coordinates, Notices.VIEW_CONTACTS, _("Danh bạ đầu mối"), "notices:contacts"),
        ),
        Check(
            _("Đơn vị trực thuộc có tài khoản đã kích hoạt"),
            able.values("unit_id").distinct().count(),
            count,
            _("Đơn vị chưa có tài khoản thì gửi báo cáo bằng giấy, cấp trên nhập thay."),
            action(actor, coordinates, Accounts.VIEW, _("Tài khoản"), "accounts:list"),
        ),
    ]


def nobody_below(actor: Actor, coordinates: Coordinates) -> list[Check]:
    """A cell has nobody below and needs nobody; a house just set up is led to enter its structure."""
    if not actor.can(Accounts.SET_UP, coordinates.unit_id, on=coordinates.on):
        return []
    return [
        Check(
            _("Cơ cấu tổ chức đã nhập"),
            0,
            1,
            _("Chưa có đơn vị trực thuộc nào; nhập một lần từ Excel ở Thiết lập."),
            Action(_("Thiết lập"), reverse("setup:home")),
        )
    ]


def fields_followed(actor: Actor, coordinates: Coordinates, fields: int) -> Check:
    """Every field of work has somebody who follows it."""
    return Check(
        _("Lĩnh vực đã có người theo dõi"),
        fields,
        len(FIELD_LABELS),
        _("Phần việc của đề cương và biểu số liệu tự về đúng người."),
        action(actor, coordinates, Accounts.VIEW, _("Bảng phân công"), "accounts:assignments"),
    )


def action(actor: Actor, coordinates: Coordinates, permission: str, label: str, name: str) -> Action | None:
    if not actor.can(permission, coordinates.unit_id, on=coordinates.on):
        return None
    return Action(label, reverse(name, args=[coordinates.code, coordinates.period.code]))


def who_follows_what(coordinates: Coordinates) -> tuple[int, dict[str, str]]:
    """How many fields somebody follows, and role → the phòng of whoever holds it here."""
    rows = (
        Responsibility.objects.on(coordinates.on)
        .filter(unit_id=coordinates.unit_id)
        .values_list("field", "department__name", "user__grants__role")
        .order_by("id")
    )
    fields: set[str] = set()
    owners: dict[str, str] = {}
    for field, department, role in rows:
        fields.add(field)
        if department and role:
            owners.setdefault(role, department)
    return len(fields - {""}), owners


@dataclass(frozen=True, slots=True)
class Ground:
    """What every step is read from: last day of the period, units below, role → phòng, what must be ready."""

    last_day: date
    below: int
    owners: dict[str, str]
    checks: Sequence[Check]


def step_row(number: int, rule: StepRule, ground: Ground) -> StepRow:
    """A step as it stands while its room holds nothing yet; the first one opens on what must be prepared."""
    text, figure, counting_unit = str(CONTENTS[rule.step]), "–", ""
    missing: list[tuple[str, str]] = []
    button: Action | None = None
    if rule.step is Step.COLLECT:
        if ground.below == 0:
            text = _("Không có đơn vị trực thuộc phải báo cáo trong kỳ này")
        else:
            figure, counting_unit = f"0/{ground.below}", _("đơn vị")
    if rule.step is Step.REQUEST:
        open_checks = [check for check in ground.checks if not check.ready]
        button = next((check.action for check in open_checks if check.action), None)
        if open_checks:
            missing = [("soon", _("còn %(n)d việc chuẩn bị, xem dưới đây") % {"n": len(open_checks)})]
    return StepRow(
        number=number,
        title=str(TITLES[rule.step]),
        text=text,
        state=(StepState.NOW if number == 1 else StepState.WAIT).value,
        figure=figure,
        counting_unit=counting_unit,
        total=ground.below if rule.step is Step.COLLECT else 0,
        owner=ground.owners.get(rule.lead.value) or str(ROLE_LABELS[rule.lead]),
        due=_("hạn %(day)s") % {"day": vi(due_day(rule, ground.last_day))},
        missing=missing,
        status=("todo", _("chưa triển khai")) if button is None else None,
        action_url=button.url if button else "",
        action_label=button.label if button else "",
        primary=button is not None,
    )


def due_day(rule: StepRule, last_day: date) -> date:
    return add_working_days(last_day, rule.due) if rule.working else last_day + timedelta(days=rule.due)


def touch_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
