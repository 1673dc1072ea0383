"""Submitting, deciding, withdrawing, issuing, sending on, recalling, and typing a mã đối chiếu."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.rules import NOTE_LIMIT, REASON_LIMIT, IssueFacts
from giaoban.directives.forms import UnitsField

Choices = Sequence[tuple[str, Any]]
SYMBOL_LIMIT = 60


class DayForm(HouseForm):
    """A step with the day on which it happened."""

    on = HouseDateField(label=_("Ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("on", today())
        super().__init__(*args, **kwargs)


class SubmitForm(DayForm):
    """`organs` are those before whom it may be laid now, the next on its road first."""

    organ = forms.ChoiceField(label=_("Trình"))
    note = forms.CharField(
        label=_("Nội dung trình"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Những điểm xin ý kiến. Không ghi nội dung mật."),
    )
    field_order = ("organ", "on", "note")

    def __init__(self, *args: Any, organs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organ: Any = self.fields["organ"]
        organ.choices = organs
        self.fields["on"].label = _("Ngày trình")


class DecideForm(DayForm):
    decision = forms.ChoiceField(label=_("Quyết định"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Ý kiến, kết luận"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Yêu cầu hoàn thiện thì phải ghi những điểm cần hoàn thiện."),
    )
    field_order = ("decision", "on", "note")

    def __init__(self, *args: Any, decisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision: Any = self.fields["decision"]
        decision.choices = decisions
        if len(decisions) == 1:
            decision.initial = decisions[0][0]
        self.fields["on"].label = _("Ngày quyết định")


class WithdrawForm(DayForm):
    note = forms.CharField(
        label=_("Lý do rút"), max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("note", "on")


class IssueForm(DayForm):
    """The number is the house's own unless the issuer keeps its books elsewhere."""

    outside_symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=SYMBOL_LIMIT,
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
        help_text=_("Cơ quan ban hành giữ sổ số ở ngoài hệ thống: ghi như trên bản đã ký."),
    )
    signed = forms.FileField(
        label=_("Bản đã ký"),
        required=False,
        widget=forms.FileInput,
        help_text=_("Bản quét PDF hoặc tệp ký số. Gắn sau ở trang hồ sơ hoặc trang văn bản cũng được."),
    )
    recipients = UnitsField(
        label=_("Gửi trên hệ thống đến"),
        required=False,
        help_text=_("Mỗi dòng một đơn vị, ghi tên hoặc mã."),
    )
    receivers = forms.CharField(
        label=_("Dòng nơi nhận in trên văn bản"),
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("outside_symbol", "on", "signed", "recipients", "receivers")

    def __init__(
        self, *args: Any, actor: Actor, dossier: Dossier, outside: bool, recipients: str, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"recipients": recipients, "receivers": "\n".join(dossier.receivers)}
        super().__init__(*args, version=dossier.version, **kwargs)
        self.fields["on"].label = _("Ngày ban hành")
        units: Any = self.fields["recipients"]
        units.bind(actor, today())
        if not outside:
            del self.fields["outside_symbol"]

    def facts(self) -> IssueFacts:
        data = self.cleaned_data
        signed = data["signed"]
        return IssueFacts(
            on=data["on"],
            signed=signed.file if signed else None,
            signed_name=signed.name if signed else "",
            outside_symbol=data.get("outside_symbol", ""),
            receivers=tuple(line for line in data["receivers"].splitlines() if line.strip()),
            recipient_ids=data["recipients"],
        )


class SignedForm(HouseForm):
    """The signed copy; why, when it takes the place of one (`over`: its file, as the page showed it)."""

    file = forms.FileField(
        label=_("Bản đã ký"),
        widget=forms.FileInput,
        help_text=_("Bản quét PDF, tệp ký số hoặc Word; được kiểm tra trước khi lưu."),
    )
    reason = forms.CharField(
        label=_("Vì sao thay bản đang giữ"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nơi nhận đọc được câu này. Ví dụ: bản quét thiếu trang 3."),
    )
    over = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    field_order = ("file", "reason", "over")

    def __init__(self, *args: Any, over: int | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"over": over}, **kwargs)
        if over is None:
            del self.fields["reason"]


class RecallForm(DayForm):
    reason = forms.CharField(
        label=_("Lý do thu hồi"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("reason", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Ngày thu hồi")


class SendForm(HouseForm):
    """More units that an issued paper is sent to."""

    recipients = UnitsField(label=_("Gửi thêm đến"), help_text=_("Mỗi dòng một đơn vị, ghi tên hoặc mã."))

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["recipients"]
        units.bind(actor, on)

    def clean_recipients(self) -> tuple[int, ...]:
        found: tuple[int, ...] = self.cleaned_data["recipients"]
        if not found:
            raise ValidationError(gettext("Ghi ít nhất một đơn vị."), code="required")
        return found


class ReplaceForm(HouseForm):
    """Only the wish: the new dossier begins with the facts of the old one."""


class CodeForm(HouseForm):
    code = forms.CharField(
        label=_("Mã đối chiếu"),
        max_length=40,
        help_text=_("In ở chân trang, ví dụ 7K2M-9QXA-41TF. Gõ liền, cách hay chữ thường đều được."),
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off", "spellcheck": "false"}),
    )
