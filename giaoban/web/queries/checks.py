"""What must be ready before a period: contacts, accounts, and who follows which field of work."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.accounts.models import Grant, Responsibility
from giaoban.accounts.rules import Permission as Accounts
from giaoban.core.actors import Actor
from giaoban.core.counting import RowCount
from giaoban.core.dates import today
from giaoban.notices.models import Contact
from giaoban.notices.rules import Permission as Notices
from giaoban.notices.rules import quarter_start
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.models import Closure, Unit
from giaoban.organisations.rules import EMULATION, PARTY


@dataclass(frozen=True, slots=True)
class Action:
    label: str
    url: str


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


def units_below(unit_id: int, on: date) -> QuerySet[Closure, int]:
    """Ids of the direct subordinates on the day that report by themselves; bodies that advise do not.

    A cluster stands outside the Party line: its members are those of the emulation hierarchy.
    """
    rows = Closure.objects.on(on)
    in_line = rows.filter(hierarchy__code=PARTY, descendant_id=unit_id, depth=0)
    party = Q(hierarchy__code=PARTY, descendant__kind__advises=False)
    members = Q(hierarchy__code=EMULATION) & ~Exists(in_line)
    return rows.filter(party | members, ancestor_id=unit_id, depth=1).values_list("descendant_id", flat=True)


@dataclass(frozen=True, slots=True)
class Ground:
    """The units below in numbers: all, with a contact confirmed this quarter, with an account in use."""

    below: int = 0
    confirmed: int = 0
    able: int = 0


def ground_of(line: int, on: date) -> Ground:
    below = units_below(line, on)
    contacts = Contact.objects.on(on).filter(unit_id__in=below)
    confirmed = contacts.filter(confirmed_on__gte=quarter_start(min(on, today())))
    able = Grant.objects.on(today()).filter(
        unit_id__in=below, user__is_active=True, user__last_login__isnull=False
    )
    counted = Unit.objects.filter(pk=line).annotate(
        below=RowCount(below),
        confirmed=RowCount(confirmed, distinct_on="unit_id"),
        able=RowCount(able, distinct_on="unit_id"),
    )
    return Ground(*counted.values_list("below", "confirmed", "able")[0])


def checks(actor: Actor, coordinates: Coordinates, ground: Ground, followed: int) -> list[Check]:
    """Before the request goes out everybody knows whom to call, and every subordinate can sign in."""
    return [*below_ready(actor, coordinates, ground), fields_followed(actor, coordinates, followed)]


def below_ready(actor: Actor, coordinates: Coordinates, ground: Ground) -> list[Check]:
    count = ground.below
    if not count:
        return nobody_below(actor, coordinates)
    return [
        Check(
            _("Đầu mối của đơn vị trực thuộc đã xác nhận trong quý"),
            ground.confirmed,
            count,
            _("Mỗi quý gọi lại một lần để biết ai đang nhận việc."),
            action(actor, coordinates, Notices.VIEW_CONTACTS, _("Danh bạ đầu mối"), "notices:contacts"),
        ),
        Check(
            _("Đơn vị trực thuộc có tài khoản đã kích hoạt"),
            ground.able,
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


def fields_followed(actor: Actor, coordinates: Coordinates, followed: int) -> Check:
    """Every field of work has somebody who follows it."""
    return Check(
        _("Lĩnh vực đã có người theo dõi"),
        followed,
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
