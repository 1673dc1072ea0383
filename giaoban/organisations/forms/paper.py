"""What every form of a decision on units shares: the paper with both times, pickers of units, added rows.

Number, day signed and source stand beside the day of effect, because a late decision keeps both times (R12).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core import text
from giaoban.core.dates import today
from giaoban.core.forms import Choice, ComboboxField, HouseDateField, HouseForm, parse_day
from giaoban.core.refusals import Refusal
from giaoban.organisations.rules import CODE, ChangeKind, Confidence, Decision

MOST_ROWS = 40
# The page of a unit stands beside these pages (urls.py).
RESERVED = frozenset({"xuat", "chon", "cay", "quyet-dinh"})


@dataclass(frozen=True, slots=True)
class Picked:
    """A unit chosen in a picker."""

    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Finder:
    """How a picker finds units: by words as of a day, by key, and the address that suggests while typing."""

    find: Callable[[str, date], Sequence[Choice]]
    get: Callable[[str], Picked | None]
    label_of: Callable[[str], str]
    url: Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Lists:
    """The choices that the forms offer, read when a form has such a field."""

    kinds: Callable[[], Sequence[Choice]]
    hierarchies: Callable[[], Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; `code` names a group that only one choice of the form needs."""

    title: str
    fields: Sequence[Any]
    code: str = ""


def required_message(label: str) -> str:
    """The message of an empty field that the day or the number of rows brought in."""
    return _("Điền “%(label)s”.") % {"label": label}


def typed_day(data: Mapping[str, Any] | None, initial: date) -> date:
    """The day of effect as far as it can be read yet: pickers look at the tree of that day."""
    try:
        return parse_day(str((data or {}).get("effective_on", "")))
    except ValueError:
        return initial


def unit_field(finder: Finder, day: date, **kwargs: Any) -> ComboboxField:
    return ComboboxField(
        find=lambda words: finder.find(words, day),
        get=finder.get,
        label_of=finder.label_of,
        url=finder.url(day),
        **kwargs,
    )


def code_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Mã đơn vị"),
        required=False,
        max_length=80,
        help_text=_(
            "Chữ thường không dấu, số và dấu gạch nối, ví dụ tu-hung-yen. Để trống thì lấy theo tên."
        ),
        widget=forms.TextInput({"class": "w-short", "autocomplete": "off", "spellcheck": "false"}),
        **kwargs,
    )


def clean_code(code: str, name: str) -> str:
    """The code as typed, else one made of the name; refused when it could not stand in an address."""
    code = text.clean(code).lower() or text.slug(name)[:80].strip("-")
    if code and CODE.fullmatch(code) is None:
        raise ValidationError(
            _("Mã “%(code)s” không dùng được: chỉ gồm chữ thường không dấu, số và gạch nối.")
            % {"code": code},
            code="code",
        )
    if code in RESERVED:
        message = _("Mã “%(code)s” trùng địa chỉ một trang của hệ thống. Chọn mã khác.")
        raise ValidationError(message % {"code": code}, code="code")
    return code


class DecisionForm(HouseForm):
    """What every decision has: the day it holds from, the day it was signed, its number, its source."""

    kind: ClassVar[ChangeKind]
    # Where a door's refusal is shown when the door names the thing and the form calls its field otherwise.
    refused_at: ClassVar[Mapping[str, str]] = {}

    effective_on = HouseDateField(
        label=gettext_lazy("Hiệu lực từ ngày"),
        help_text=gettext_lazy(
            "Ngày đầu tiên quyết định có giá trị, ví dụ 01/7/2025. Có thể là ngày đã qua."
        ),
    )
    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu quyết định"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Ví dụ 242-QĐ/TW. Để trống nếu chưa có."),
    )
    decided_on = HouseDateField(label=gettext_lazy("Ngày ký"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Văn bản hoặc nơi công bố để người sau kiểm tra lại."),
    )
    verified = forms.BooleanField(
        label=gettext_lazy("Đã kiểm chứng với văn bản gốc"),
        required=False,
        help_text=gettext_lazy("Chưa đánh dấu thì mọi nơi hiện “chưa kiểm chứng”."),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    paper_fields: ClassVar[Sequence[str]] = (
        "effective_on",
        "number",
        "decided_on",
        "source",
        "verified",
        "note",
    )

    def __init__(
        self, data: Any = None, *, finder: Finder, lists: Lists, unit: Any, on: date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.finder, self.lists, self.unit = finder, lists, unit
        raw = data if data is not None else {"effective_on": self.initial.get("effective_on", "")}
        self.day = typed_day(raw, on)
        self.rows = 0
        self.add_fields()
        for field in self.fields.values():
            field.error_messages["required"] = required_message(str(field.label))
        order = [*self.own_fields(), *self.paper_fields]
        self.order_fields(order)

    def add_fields(self) -> None:
        """Fields that depend on the unit, the day or the number of rows."""

    def own_fields(self) -> list[str]:
        return [name for name in self.fields if name not in self.paper_fields]

    def groups(self) -> list["Group"]:
        """Fields by heading, for the template."""
        return [self.group(self.heading, self.own_fields()), self.paper()]

    def group(self, title: Any, names: Iterable[str], code: str = "") -> "Group":
        return Group(str(title), [self[name] for name in names], code)

    def paper(self) -> "Group":
        return self.group(_("Quyết định"), self.paper_fields)

    heading: ClassVar[Any] = gettext_lazy("Đơn vị")

    @property
    def rows_end(self) -> int:
        """After which group (from 1) the button stands that adds a row; 0 when the form has no rows."""
        return 1 if self.rows else 0

    def clean_decided_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("decided_on")
        if day is not None and day > today():
            raise ValidationError(_("Ngày ký không thể ở tương lai."), code="future")
        return day

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(
            effective_on=data["effective_on"],
            number=text.clean(data["number"]),
            decided_on=data["decided_on"],
            source=text.clean(data["source"]),
            confidence=Confidence.VERIFIED if data["verified"] else Confidence.UNVERIFIED,
            note=text.clean(data["note"], multiline=True),
        )

    def refuse(self, refusal: Refusal) -> None:
        wanted = self.refused_at.get(refusal.field, refusal.field)
        super().refuse(
            type(refusal)(refusal.code, refusal.message, wanted, refusal.rule, refusal.source)
            if wanted != refusal.field
            else refusal
        )

    def row_numbers(self, *, least: int) -> range:
        """How many rows the form shows: what was posted, within bounds."""
        try:
            wanted = int(str((self.data or self.initial).get("rows", least)))
        except ValueError:
            wanted = least
        self.rows = max(least, min(wanted, MOST_ROWS))
        return range(self.rows)


def parent_field(form: Any) -> ComboboxField:
    superior = form.unit.parent_id
    return unit_field(
        form.finder,
        form.day,
        label=_("Cấp trên trực tiếp"),
        initial=str(superior) if superior is not None else "",
        help_text=_("Gõ một phần tên, có dấu hoặc không dấu, hoặc mã."),
        required=superior is not None,
    )


def name_fields(form: Any) -> None:
    """Name, short name and English name, as the unit has them now."""
    form.fields["name"] = forms.CharField(label=_("Tên đơn vị"), max_length=300, initial=form.unit.name)
    form.fields["short_name"] = forms.CharField(
        label=_("Tên ngắn"), required=False, max_length=120, initial=form.unit.short_name
    )
    form.fields["name_en"] = forms.CharField(
        label=_("Tên tiếng Anh"), required=False, max_length=300, initial=form.unit.name_en
    )
