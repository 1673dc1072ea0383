"""The one form of Thiết lập: a sheet to be checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.core.forms import HouseForm


class SheetForm(HouseForm):
    file = forms.FileField(
        label=_("Tệp Excel đã ghi"),
        help_text=_("Tệp .xlsx. Tệp được kiểm tra trước; chưa ghi gì cho đến khi xác nhận."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Chọn tệp Excel đã ghi."),
            "empty": _("Tệp vừa chọn không có nội dung."),
            "invalid": _("Chọn tệp Excel đã ghi."),
            "missing": _("Chọn tệp Excel đã ghi."),
            "max_length": _("Tên tệp quá dài; đổi tên ngắn hơn rồi tải lên lại."),
        },
        max_length=150,
    )
