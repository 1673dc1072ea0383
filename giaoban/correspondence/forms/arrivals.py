"""Forms of the incoming book: entering and correcting a line, bút phê, settling, days of a printed book."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.secrecy import Zone
from giaoban.correspondence.labels import URGENCY_LABELS
from giaoban.correspondence.models import Arrival
from giaoban.correspondence.rules.arriving import (
    ISSUER_LIMIT,
    NOTE_LIMIT,
    SUMMARY_LIMIT,
    SYMBOL_LIMIT,
    TEXT_LIMIT,
    ArrivalFacts,
)
from giaoban.directives.forms import AskedField, DocumentField
from giaoban.directives.models import type_label
from giaoban.directives.rules import Permission as Directives
from giaoban.directives.rules import types

LONGEST_KEY = 19


class ArrivalForm(HouseForm):
    """A line of the book as its paper words it; correcting asks for the reason."""

    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=SYMBOL_LIMIT,
        required=False,
        help_text=_("Gõ như trên văn bản, chữ thường hay không dấu đều được: 112-cv/btctw."),
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(label=_("Thể loại"), required=False)
    issued_on = HouseDateField(label=_("Ngày văn bản"), required=False)
    issuer = forms.CharField(
        label=_("Cơ quan gửi"),
        max_length=ISSUER_LIMIT,
        required=False,
        help_text=_("Bỏ trống nếu ký hiệu đã cho biết, ví dụ BTCTW."),
        widget=forms.TextInput(attrs={"list": "co-quan-ban-hanh", "autocomplete": "off"}),
    )
    summary = AskedField(
        label=_("Trích yếu nội dung"),
        max_length=SUMMARY_LIMIT,
        help_text=_("Tài liệu mật thì bỏ trống."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    arrived_on = HouseDateField(label=_("Ngày đến"))
    urgency = forms.ChoiceField(
        label=_("Độ khẩn"),
        required=False,
        choices=[(str(code), label) for code, label in URGENCY_LABELS.items()],
    )
    due = HouseDateField(
        label=_("Hạn trả lời"), required=False, help_text=_("Ngày mà văn bản yêu cầu trả lời, nếu có.")
    )
    document = DocumentField(
        label=_("Văn bản đã có trong Văn bản chỉ đạo"),
        required=False,
        help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu để liên kết."),
    )
    register = forms.BooleanField(
        label=_("Đăng ký luôn vào Văn bản chỉ đạo"),
        required=False,
        help_text=_("Cho nghị quyết, chỉ thị, hướng dẫn, kế hoạch mà nhiệm vụ, báo cáo sẽ dẫn về."),
    )
    secrecy = forms.ChoiceField(
        label=_("Độ mật"), choices=[(c.value, label) for c, label in SECRECY_LABELS.items()]
    )
    holder = forms.CharField(
        label=_("Tài liệu mật: nơi giữ bản giấy"),
        max_length=ISSUER_LIMIT,
        required=False,
        help_text=_(
            "Khi ghi ô này, sổ chỉ giữ số, ngày, cơ quan gửi và nơi giữ; không trích yếu, không tệp."
        ),
    )
    file = forms.FileField(
        label=_("Bản quét"),
        required=False,
        help_text=_("PDF, Word hoặc Excel. Có thể đính kèm sau."),
        widget=forms.FileInput,
    )
    confirmed = forms.BooleanField(
        label=_("Vẫn vào sổ, dù đã có văn bản này"), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, actor: Actor, unit_id: int, pick_url: str, may_register: bool, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("arrived_on", today())
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["type"]
        kinds.choices = [("", _("Theo ký hiệu")), *((row.code, type_label(row.code)) for row in types())]
        picker: Any = self.fields["document"]
        picker.bind(actor, pick_url)
        if settings.GIAOBAN_ZONE == Zone.CONNECTED or not actor.can(Directives.VIEW_SECRET, unit_id):
            del self.fields["secrecy"]
        if not may_register:
            del self.fields["register"]

    def ask_to_confirm(self) -> None:
        self.fields["confirmed"].widget = forms.CheckboxInput()

    def facts(self) -> ArrivalFacts:
        data = self.cleaned_data
        names = ("arrived_on", "issuer", "symbol", "type", "issued_on", "summary", "urgency", "due", "holder")
        return ArrivalFacts(
            **{name: data[name] for name in names},
            secrecy=data.get("secrecy") or self._secrecy(),
            document_id=data["document"].pk if data["document"] else None,
            register=bool(data.get("register")),
        )

    def _secrecy(self) -> str:
        return "normal"


class CorrectForm(ArrivalForm):
    """What stands, to be written as it should have been."""

    reason = forms.CharField(
        label=_("Lý do đính chính"),
        max_length=NOTE_LIMIT,
        help_text=_("Nội dung cũ được giữ lại cùng lý do, người ghi, thời điểm."),
    )
    field_order = ("reason",)

    def __init__(self, *args: Any, arrival: Arrival, **kwargs: Any) -> None:
        names = ("arrived_on", "issuer", "symbol", "type", "issued_on", "summary", "urgency", "due", "holder")
        kwargs["initial"] = {name: getattr(arrival, name) for name in names} | {
            "secrecy": arrival.secrecy,
            "document": str(arrival.document_id or ""),
        }
        super().__init__(*args, may_register=False, version=arrival.version, **kwargs)
        self.arrival = arrival
        del self.fields["file"], self.fields["confirmed"]

    def _secrecy(self) -> str:
        return self.arrival.secrecy


class RemarkForm(HouseForm):
    """A bút phê, short enough for a telephone."""

    text = forms.CharField(
        label=_("Bút phê"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    department = forms.ChoiceField(label=_("Phòng xử lý"), required=False)
    officer = forms.ChoiceField(label=_("Cán bộ xử lý"), required=False)
    due = HouseDateField(label=_("Thời hạn"), required=False)
    make_task = forms.BooleanField(label=_("Tạo nhiệm vụ để theo dõi"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        departments: Iterable[Any],
        officers: Iterable[Any],
        with_task: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("department", [(str(row.pk), row.name) for row in departments], _("Chưa chọn phòng"))
        self._choose(
            "officer", [(str(row.pk), row.display_name) for row in officers], _("Chưa chỉ định người")
        )
        if not with_task:
            del self.fields["make_task"]

    def _choose(self, name: str, choices: Sequence[tuple[str, str]], none: Any) -> None:
        if not choices:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.choices = [("", none), *choices]

    def chosen(self, name: str) -> int | None:
        value = self.cleaned_data.get(name)
        return int(value) if value else None


class SettleForm(HouseForm):
    note = forms.CharField(
        label=_("Kết quả giải quyết"),
        max_length=NOTE_LIMIT,
        required=False,
        help_text=_("Ví dụ: để biết, lưu hồ sơ; đã trả lời bằng điện thoại."),
    )
    on = HouseDateField(label=_("Ngày giải quyết"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("on", today())
        super().__init__(*args, **kwargs)


class ScanForm(HouseForm):
    file = forms.FileField(
        label=_("Bản quét"),
        help_text=_("PDF, Word hoặc Excel, kiểm tra trước khi lưu."),
        widget=forms.FileInput,
    )


class DaysForm(HouseForm):
    """From which day to which a register is printed."""

    tu = HouseDateField(label=_("Từ ngày"))
    den = HouseDateField(label=_("Đến ngày"))

    def __init__(self, data: Any, *, first: date, last: date) -> None:
        asked = data if "tu" in data or "den" in data else None
        super().__init__(asked, initial={"tu": first, "den": last})
        self.first, self.last = first, last

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and data["tu"] > data["den"]:
            self.add_error("den", gettext("Ngày cuối trước ngày đầu."))
        return data

    def days(self) -> tuple[date, date]:
        """As asked, else of the period."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["tu"], self.cleaned_data["den"]
        return self.first, self.last
