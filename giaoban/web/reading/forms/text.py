"""A text to read: pasted or uploaded, with where it comes from and its day."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.secrecy import Secrecy, Zone
from giaoban.directives.forms import AskedField
from giaoban.web.reading.rules.facts import ADDRESS_LIMIT, PASTED, TITLE_LIMIT, UPLOADED, TextFacts


class ReadForm(HouseForm):
    text = AskedField(
        label=_("Văn bản"),
        strip=False,
        help_text=_("Dán nguyên văn, không cần sửa dấu hay xuống dòng. Tối đa 1.000.000 ký tự."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(
        label=_("Hoặc chọn tệp"),
        required=False,
        help_text=_("Tệp .txt, .docx, .pdf có lớp chữ hoặc .html. Chỉ giữ phần chữ, không giữ tệp."),
    )
    title = forms.CharField(
        label=_("Tên gọi"),
        max_length=TITLE_LIMIT,
        required=False,
        help_text=_("Bỏ trống thì lấy dòng đầu của văn bản."),
    )
    address = forms.CharField(
        label=_("Lấy từ đâu"),
        max_length=ADDRESS_LIMIT,
        required=False,
        help_text=_("Địa chỉ trang, nơi gửi hoặc số hồ sơ, để người khác xem lại được."),
    )
    told_on = HouseDateField(
        label=_("Ngày của văn bản"),
        required=False,
        help_text=_("Để chọn đúng bản có hiệu lực khi một ký hiệu có nhiều văn bản."),
    )
    secrecy = forms.ChoiceField(
        label=_("Độ mật"),
        choices=[(c.value, label) for c, label in SECRECY_LABELS.items()],
        initial=Secrecy.NORMAL.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.GIAOBAN_ZONE == Zone.CONNECTED:
            del self.fields["secrecy"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") is not None and (data.get("text") or "").strip():
            self.add_error("file", _("Chỉ dán văn bản hoặc chọn tệp, không làm cả hai."))
        elif data.get("file") is None and "file" not in self.errors and not (data.get("text") or "").strip():
            self.add_error("text", _("Dán văn bản cần đọc, hoặc chọn tệp."))
        return data

    def facts(self, uploaded: str | None = None) -> TextFacts:
        """`uploaded` are the words of the file, when one was chosen."""
        data = self.cleaned_data
        name = data["file"].name if data["file"] is not None else ""
        return TextFacts(
            text=data["text"] if uploaded is None else uploaded,
            title=data["title"],
            source=PASTED if uploaded is None else UPLOADED,
            address=data["address"] or name,
            told_on=data["told_on"],
            secrecy=data.get("secrecy", Secrecy.NORMAL.value),
        )
