"""Forms of the upward road: sending, passing on, answering, and the asker's note."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.actors import Actor
from giaoban.core.forms import ComboboxField, HouseDateField, HouseForm
from giaoban.core.refusals import Hidden
from giaoban.directives import queries as directives
from giaoban.directives.models import Document
from giaoban.recommendations.labels import OUTCOME_LABELS
from giaoban.recommendations.rules import ANSWER_LIMIT, NOTE_LIMIT, TEXT_LIMIT

Units = Sequence[tuple[int, str]]


class SendForm(HouseForm):
    """A kiến nghị outside a report; `unit` is asked for only when one may send for several."""

    unit = forms.ChoiceField(label=_("Gửi với tư cách"))
    addressee = forms.ChoiceField(label=_("Nơi nhận"), help_text=_("Cấp trên trực tiếp đứng đầu danh sách."))
    text = forms.CharField(
        label=_("Nội dung kiến nghị"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi kiến nghị một việc, để được trả lời rõ từng việc. Không ghi nội dung mật."),
    )
    field = forms.ChoiceField(
        label=_("Lĩnh vực"),
        required=False,
        choices=[("", _("Chưa xác định")), *((str(code), label) for code, label in FIELD_LABELS.items())],
    )
    reply_due = HouseDateField(
        label=_("Đề nghị trả lời trước ngày"),
        required=False,
        help_text=_("Bỏ trống: 10 ngày, dời sang ngày làm việc."),
    )

    def __init__(self, *args: Any, units: Units, addressees: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [(str(pk), name) for pk, name in units]
        addressee: Any = self.fields["addressee"]
        addressee.choices = [(str(pk), name) for pk, name in addressees]
        if len(units) == 1:
            unit.required, unit.initial = False, str(units[0][0])
            unit.widget = forms.HiddenInput()


class ForwardForm(HouseForm):
    department = forms.ChoiceField(label=_("Phòng xử lý"))
    note = forms.CharField(
        label=_("Ý kiến chuyển"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, departments: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = [("", _("Chọn phòng")), *((str(pk), name) for pk, name in departments)]


class AnswerForm(HouseForm):
    """One answer; the document is found by its symbol and is not required."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[(str(code), label) for code, label in OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Nội dung trả lời"), max_length=ANSWER_LIMIT, widget=forms.Textarea(attrs={"rows": 7})
    )
    document = ComboboxField(
        label=_("Văn bản trả lời"),
        required=False,
        help_text=_("Số, ký hiệu hoặc trích yếu của văn bản đã ghi sổ, nếu có."),
        find=lambda _text: (),
        get=lambda _key: None,
    )

    def __init__(self, *args: Any, actor: Actor, pick_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        def find(text: str) -> list[tuple[str, str]]:
            return [(str(c.document_id), f"{c.label} ({c.hint})") for c in directives.pick(actor, text)]

        def get(key: str) -> Document | None:
            if not key.isdecimal() or len(key) > 18:
                return None
            try:
                return directives.get_document(actor, int(key))
            except Hidden:
                return None

        field: Any = self.fields["document"]
        field.find, field.get = find, get
        field.widget.url = pick_url
        field.widget.label_of = lambda key: str(get(key) or "")


class NoteForm(HouseForm):
    """What the asker still does not see; the addressee reads it with the question."""

    note = forms.CharField(
        label=_("Điều chưa rõ"), max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(HouseForm):
    note = forms.CharField(
        label=_("Lý do rút"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class VersionForm(HouseForm):
    """Only the version that the page was opened on."""
