"""What is added to an entry afterwards: receiving units, relations, files, and what is taken back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.forms import HouseForm
from giaoban.directives.forms.fields import DocumentField, UnitsField
from giaoban.directives.models import RELATION_LABELS
from giaoban.directives.rules import RelationKind


class AddressForm(HouseForm):
    recipients = UnitsField(
        label=_("Nơi nhận"),
        help_text=_("Mỗi dòng một đơn vị, ghi tên hoặc mã."),
    )
    everybody_below = forms.BooleanField(label=_("Gửi mọi đơn vị trực thuộc"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: date, below: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.below = tuple(below)
        units: Any = self.fields["recipients"]
        units.bind(actor, on)
        if not below:
            del self.fields["everybody_below"]

    def unit_ids(self) -> tuple[int, ...]:
        below = self.below if self.cleaned_data.get("everybody_below") else ()
        return (*self.cleaned_data["recipients"], *below)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.unit_ids():
            self.add_error("recipients", gettext("Ghi ít nhất một đơn vị."))
        return data


class RelationForm(HouseForm):
    kind = forms.ChoiceField(
        label=_("Văn bản này"),
        choices=[(kind.value, RELATION_LABELS[kind]) for kind in RelationKind],
        widget=forms.RadioSelect,
    )
    target = DocumentField(
        label=_("Văn bản kia"), help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu, không cần dấu.")
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    confirmed = forms.BooleanField(
        label=_("Vẫn ghi, dù văn bản đó đã được thay thế"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, actor: Actor, pick_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["target"]
        field.bind(actor, pick_url)

    def ask_to_confirm(self) -> None:
        self.fields["confirmed"].widget = forms.CheckboxInput()


class FileForm(HouseForm):
    file = forms.FileField(
        label=_("Tệp"), help_text=_("PDF, Word hoặc Excel, kiểm tra trước khi lưu."), widget=forms.FileInput
    )


class TakeBackForm(HouseForm):
    """Nothing to type: the page says what is taken back."""
