"""The list of the first morning: eight lines in the order in which a provincial administrator works."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.numbers import vi_number
from giaoban.core.secrecy import Zone
from giaoban.periods import rules as periods
from giaoban.web.setup import queries
from giaoban.web.setup.queries import Base
from giaoban.web.setup.rules import ITEMS, Facts, Item, Sheet, State, first_open, state_of

TITLES = {
    Item.ZONE: gettext_lazy("Vùng mạng"),
    Item.UNIT: gettext_lazy("Đơn vị"),
    Item.STRUCTURE: gettext_lazy("Cơ cấu tổ chức"),
    Item.PEOPLE: gettext_lazy("Cán bộ và chức danh"),
    Item.CONTACTS: gettext_lazy("Danh bạ đầu mối"),
    Item.ACCOUNTS: gettext_lazy("Tài khoản của cấp dưới"),
    Item.FIELDS: gettext_lazy("Phân công lĩnh vực"),
    Item.RULES: gettext_lazy("Bộ quy tắc"),
}
STATES = {
    State.DONE: ("done", gettext_lazy("đã xong")),
    State.BEGUN: ("doing", gettext_lazy("đang làm")),
    State.TODO: ("todo", gettext_lazy("chưa có")),
    State.NONE: ("todo", gettext_lazy("chờ có đơn vị cấp dưới")),
}
CIRCLES = {State.DONE: "done", State.BEGUN: "next", State.TODO: "next", State.NONE: "wait"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the list, in the shape of a step of Hồ sơ kỳ (core/parts/period_step.html)."""

    number: int
    title: Any
    text: str
    state: str
    status: tuple[str, Any]
    figure: str = ""
    done: int = 0
    total: int = 0
    counting_unit: str = ""
    missing: Sequence[tuple[str, str]] = ()
    owner: str = ""
    due: str = ""
    action_url: str = ""
    action_label: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    base: Base
    steps: Sequence[Step]
    done: int
    total: int
    finished: bool
    file_url: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the lines are told from."""

    actor: Actor
    base: Base
    facts: Facts

    @property
    def here(self) -> list[str]:
        return [self.base.code, periods.current(today()).code]


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words: a sentence, a figure with its counting unit, the share behind its bar."""

    text: str
    figure: str
    unit: str = ""
    share: tuple[int, int] = (0, 0)


def home(actor: Actor) -> Home:
    base = queries.base_of(actor)
    at = Setting(actor, base, queries.facts_of(base.unit_id))
    now = first_open(at.facts)
    steps = [_step(at, item, number, is_now=item is now) for number, item in enumerate(ITEMS, start=1)]
    done = sum(1 for item in ITEMS if state_of(item, at.facts) is State.DONE)
    return Home(base, steps, done, len(ITEMS), now is None, reverse("period_file", args=at.here))


def _step(at: Setting, item: Item, number: int, *, is_now: bool) -> Step:
    state = state_of(item, at.facts)
    told = LINES[item](at)
    url, label = ("", "") if state is State.NONE else ACTIONS[item](at)
    return Step(
        number=number,
        title=TITLES[item],
        text=told.text,
        state="now" if is_now else CIRCLES[state],
        status=STATES[state],
        figure=told.figure,
        done=told.share[0],
        total=told.share[1],
        counting_unit=told.unit,
        action_url=url,
        action_label=label,
        primary=is_now and bool(url),
    )


def share(some: int, every: int) -> str:
    return f"{vi_number(some)}/{vi_number(every)}"


# --- lines ---------------------------------------------------------------------------------------------


def _zone(_at: Setting) -> Told:
    name = _("LAN độc lập") if settings.GIAOBAN_ZONE == Zone.INDEPENDENT else _("Mạng kết nối")
    return Told(_("Ấn định khi cài đặt, không đổi được về sau."), name)


def _unit(at: Setting) -> Told:
    facts = {"kind": at.base.kind, "day": vi(at.base.starts)}
    return Told(_("%(kind)s, có trong sổ từ ngày %(day)s.") % facts, "1")


def _structure(at: Setting) -> Told:
    text = _("Các đơn vị cấp dưới theo cây tổ chức, nhập từ Excel hoặc ghi từng quyết định.")
    return Told(text, vi_number(at.facts.below), _("đơn vị cấp dưới"))


def _people(at: Setting) -> Told:
    text = _("Cán bộ làm công tác nhân sự nhập; người quản trị không xem phần chưa công bố.")
    return Told(text, vi_number(at.facts.people), _("người"))


def _contacts(at: Setting) -> Told:
    counts = (at.facts.contacts, at.facts.children)
    return Told(_("Người cần gọi ở từng đơn vị cấp dưới trực tiếp."), share(*counts), _("đơn vị"), counts)


def _accounts(at: Setting) -> Told:
    counts = (at.facts.accounts, at.facts.children)
    text = _("Tạo hàng loạt, in phiếu kích hoạt; %(active)s/%(all)s tài khoản đã kích hoạt.") % {
        "active": vi_number(at.facts.activated),
        "all": vi_number(at.facts.logins),
    }
    return Told(text, share(*counts), _("đơn vị có tài khoản"), counts)


def _fields(at: Setting) -> Told:
    counts = (at.facts.fields, at.facts.all_fields)
    text = _("Ai theo dõi lĩnh vực nào ở đơn vị; hộp việc và người nhận mặc định theo đó.")
    return Told(text, share(*counts), _("lĩnh vực"), counts)


def _rules(at: Setting) -> Told:
    text = _("Quy tắc có hiệu lực, kèm căn cứ.")
    if loose := at.facts.loose:
        text += " " + _("%(count)s quy tắc chưa kiểm chứng, chỉ để tham khảo.") % {"count": loose}
    return Told(text, vi_number(at.facts.packs), _("bộ"))


LINES: Mapping[Item, Callable[[Setting], Told]] = {
    Item.ZONE: _zone,
    Item.UNIT: _unit,
    Item.STRUCTURE: _structure,
    Item.PEOPLE: _people,
    Item.CONTACTS: _contacts,
    Item.ACCOUNTS: _accounts,
    Item.FIELDS: _fields,
    Item.RULES: _rules,
}


# --- the one next button of each -----------------------------------------------------------------------


def _excel(kind: Sheet) -> tuple[str, str]:
    return reverse("setup:sheet", args=[kind]), _("Nhập từ Excel")


def _enter_people(at: Setting) -> tuple[str, str]:
    """Who sets up but works on no personnel gives the work to somebody who does."""
    if at.actor.can(queries.PERMISSIONS[Sheet.PEOPLE]):
        return _excel(Sheet.PEOPLE)
    return reverse("accounts:list", args=at.here), _("Giao người nhập")


ACTIONS: Mapping[Item, Callable[[Setting], tuple[str, str]]] = {
    Item.ZONE: lambda _at: ("", ""),
    Item.UNIT: lambda at: (reverse("organisations:unit", args=[*at.here, at.base.code]), _("Mở đơn vị")),
    Item.STRUCTURE: lambda _at: _excel(Sheet.UNITS),
    Item.PEOPLE: _enter_people,
    Item.CONTACTS: lambda _at: _excel(Sheet.CONTACTS),
    Item.ACCOUNTS: lambda at: (reverse("accounts:children", args=at.here), _("Tạo tài khoản cho cấp dưới")),
    Item.FIELDS: lambda at: (reverse("accounts:assignments", args=at.here), _("Phân công")),
    Item.RULES: lambda at: (reverse("regulations:register", args=at.here), _("Xem quy tắc")),
}
