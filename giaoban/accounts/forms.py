"""Forms of accounts: one account, one role, slips, assignments, and the way in."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from allauth.account.forms import ChangePasswordForm
from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.accounts import queries
from giaoban.accounts.labels import FIELD_LABELS, ROLE_LABELS, SCOPE_LABELS, choices, in_words, unit_name
from giaoban.accounts.rules import Permission, Scope
from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, today
from giaoban.core.forms import ComboboxField, HouseDateField, HouseForm, HouseRenderer
from giaoban.core.registries import permissions
from giaoban.core.text import fold
from giaoban.organisations.models import Department, Hierarchy, Unit, UnitName
from giaoban.organisations.queries.base import visible

SUGGESTIONS = 12
PASSWORD_HINT = gettext_lazy(
    "Ít nhất 10 ký tự, không phải từ thường gặp, không giống tên đăng nhập. Một câu ngắn dễ nhớ là tốt."
)
TYPED_PASSWORD = {"autocomplete": "new-password"}


def find_units(actor: Actor, text: str, *, managed: bool = False) -> list[tuple[str, str]]:
    """Units of today that the actor may know of (manages), by part of the name or by code."""
    names = UnitName.objects.on(today()).filter(visible(actor, "unit__")).select_related("unit")
    if managed and (mine := actor.unit_ids(Permission.MANAGE)) is not None:
        names = names.filter(unit_id__in=mine)
    exact = names.filter(unit__code=text)
    for word in fold(text).split():
        names = names.filter(folded__contains=word)
    found = list(exact) or list(names.order_by("sort_key")[:SUGGESTIONS])
    return [(str(row.unit_id), unit_name(row)) for row in found]


def unit_field(actor: Actor, *, managed: bool = False, **kwargs: Any) -> ComboboxField:
    def get(key: str) -> Unit | None:
        if not key.isdecimal() or len(key) > 18:
            return None
        units = Unit.objects.on(today()).filter(visible(actor), pk=int(key))
        if managed and (mine := actor.unit_ids(Permission.MANAGE)) is not None:
            units = units.filter(pk__in=mine)
        return units.first()

    def label_of(key: str) -> str:
        unit = get(key)
        return "" if unit is None else queries.unit_names({unit.pk}).get(unit.pk, unit.code)

    url = partial(reverse, "account_pick_unit")
    return ComboboxField(
        find=lambda text: find_units(actor, text, managed=managed),
        get=get,
        label_of=label_of,
        url=url,
        **kwargs,
    )


def role_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Vai trò"), choices=[("", "—"), *choices(ROLE_LABELS)], **kwargs)


def scope_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Phạm vi"),
        choices=choices(SCOPE_LABELS),
        initial=Scope.SUBTREE.value,
        widget=forms.RadioSelect,
    )


def exclusive(last: date | None) -> date:
    """The first day without effect; open when no last day is given."""
    return OPEN if last is None or last == date.max else last + timedelta(days=1)


class AccountForm(HouseForm):
    display_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=200)
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=100,
        help_text=gettext_lazy("Chữ thường không dấu, chữ số, dấu chấm, gạch nối. Ví dụ: tb.vanthu."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = role_field(
            required=False, help_text=_("Có thể giao sau, ở trang của tài khoản.")
        )
        self.fields["scope"] = scope_field()


class EditForm(HouseForm):
    display_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)


class GrantForm(HouseForm):
    starts = HouseDateField(label=gettext_lazy("Từ ngày"))
    last_day = HouseDateField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Bỏ trống nếu chưa có thời hạn."),
    )
    field_order = ["role", "unit", "scope", "hierarchy", "starts", "last_day"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = role_field()
        self.fields["unit"] = unit_field(actor, managed=True, label=_("Đơn vị"))
        self.fields["scope"] = scope_field()
        lines = [(line.code, in_words(line)) for line in Hierarchy.objects.order_by("id")]
        self.fields["hierarchy"] = forms.ChoiceField(
            label=_("Theo hệ thống"),
            choices=lines,
            help_text=_("Phạm vi tính theo cây tổ chức của hệ thống này."),
        )
        self.order_fields(self.field_order)


class EndForm(HouseForm):
    """Yesterday as the last day takes effect at once."""

    last_day = HouseDateField(
        label=gettext_lazy("Ngày cuối còn hiệu lực"),
        help_text=gettext_lazy("Ghi ngày hôm qua thì hết hiệu lực ngay bây giờ."),
    )

    def clean_last_day(self) -> date:
        last: date = self.cleaned_data["last_day"]
        if last < today() - timedelta(days=1):
            raise forms.ValidationError(
                _("Không ghi lùi trước hôm qua: việc đã làm khi còn vai trò vẫn là hợp lệ.")
            )
        return last


class NoteForm(HouseForm):
    note = forms.CharField(
        label=gettext_lazy("Lý do"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ghi vào nhật ký hệ thống. Không ghi nội dung về con người."),
    )


class AssignForm(HouseForm):
    starts = HouseDateField(label=gettext_lazy("Từ ngày"))
    last_day = HouseDateField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Bỏ trống nếu chưa có thời hạn."),
    )
    field_order = ["user", "field", "area", "department", "starts", "last_day"]

    def __init__(self, *args: Any, actor: Actor, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [
            (str(user.pk), f"{user.display_name} ({user.username})") for user in queries.members(unit_id)
        ]
        self.fields["user"] = forms.ChoiceField(label=_("Người theo dõi"), choices=[("", "—"), *people])
        self.fields["field"] = forms.ChoiceField(
            label=_("Lĩnh vực"),
            required=False,
            choices=[("", _("Mọi lĩnh vực còn lại")), *choices(FIELD_LABELS)],
        )
        self.fields["area"] = unit_field(
            actor, label=_("Địa bàn"), required=False, help_text=_("Bỏ trống: mọi địa bàn còn lại.")
        )
        phong = Department.objects.on(today()).filter(unit_id=unit_id)
        self.fields["department"] = forms.ChoiceField(
            label=_("Phòng"), required=False, choices=[("", "—"), *((str(d.pk), d.name) for d in phong)]
        )
        if not phong:
            del self.fields["department"]
        self.order_fields(self.field_order)


class WhyForm(HouseForm):
    """Why do I not see this: a permission, a unit, a day. Only about one's own rights."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(p.code, p.label) for p in permissions]
        self.fields["permission"] = forms.ChoiceField(label=_("Việc"), choices=offered)
        self.fields["unit"] = unit_field(actor, label=_("Đơn vị"))
        self.fields["on"] = HouseDateField(
            label=_("Ngày của hồ sơ"), required=False, help_text=_("Bỏ trống: hôm nay.")
        )


class ActivateForm(HouseForm):
    code = forms.CharField(
        label=gettext_lazy("Mã trên phiếu"),
        max_length=60,
        help_text=gettext_lazy("15 ký tự, chữ hoa hay chữ thường đều được, không cần gõ dấu gạch."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "one-time-code"}
        ),
    )
    display_name = forms.CharField(
        label=gettext_lazy("Họ và tên người sử dụng"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Bỏ trống nếu tên trên phiếu đã đúng."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Mật khẩu mới"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs=TYPED_PASSWORD),
    )
    password2 = forms.CharField(
        label=gettext_lazy("Gõ lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs=TYPED_PASSWORD),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "password2" in data and data.get("password1") != data["password2"]:
            self.add_error("password2", _("Hai lần gõ mật khẩu chưa giống nhau."))
        return data


class PasswordForm(ChangePasswordForm):
    """Allauth's change of password in the words of the house."""

    default_renderer = HouseRenderer
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Mật khẩu đang dùng"),
            "password1": _("Mật khẩu mới"),
            "password2": _("Gõ lại mật khẩu mới"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = PASSWORD_HINT if name == "password1" else ""
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].error_messages["required"] = _("Điền “%(label)s”.") % {"label": label}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = forms.Form.clean(self) or {}
        if "password2" in data and data.get("password1") != data["password2"]:
            self.add_error("password2", _("Hai lần gõ mật khẩu chưa giống nhau."))
        return data
