"""Forms of the books of numbers: opening one, a new term, a number for paper, cancelling a number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import today
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.correspondence.queries.outgoing import series_label
from giaoban.correspondence.rules import ABOUT_LIMIT, REASON_LIMIT
from giaoban.correspondence.rules.series import ARRIVING, CODE_LIMIT, CONGRESS, symbol_letters
from giaoban.directives.models import type_label
from giaoban.directives.rules import types

STYLES = (("", _("Theo loại cơ quan")), ("party", _("Cơ quan Đảng")), ("state", _("Cơ quan nhà nước")))


def type_choices() -> list[tuple[str, str]]:
    """Types that have letters in a symbol."""
    return [(row.code, type_label(row.code)) for row in types() if symbol_letters(row.code)]


class SeriesForm(HouseForm):
    type = forms.ChoiceField(label=_("Quyển số của"))
    first = forms.IntegerField(
        label=_("Bắt đầu từ số"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-number", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=_(
            "Bỏ trống: quyển mới từ 01, quyển đang có giữ nguyên. Đơn vị dùng hệ thống giữa kỳ thì ghi số "
            "tiếp theo số cuối trên sổ giấy."
        ),
    )
    code = forms.CharField(
        label=_("Ký hiệu cơ quan"),
        max_length=CODE_LIMIT,
        required=False,
        help_text=_("Chữ viết tắt trong số, ký hiệu, ví dụ BTCTU. Bỏ trống thì giữ như hiện nay."),
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    style = forms.ChoiceField(label=_("Cách viết số, ký hiệu"), required=False, choices=STYLES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["type"]
        special = [(code, series_label(code)) for code in (ARRIVING, CONGRESS)]
        field.choices = [*special, *type_choices()]


class TermForm(HouseForm):
    term = forms.CharField(
        label=_("Nhiệm kỳ"),
        max_length=12,
        help_text=_("Ghi hai năm, ví dụ 2025-2030."),
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    starts = HouseDateField(
        label=_("Từ ngày"), help_text=_("Ngày liền sau ngày bế mạc đại hội; số đánh lại từ 01.")
    )
    source = forms.CharField(label=_("Nguồn"), max_length=300, required=False)


class NumberForm(HouseForm):
    """A number for a paper that is made outside the house, so that the book stays whole."""

    type = forms.ChoiceField(label=_("Thể loại"))
    about = forms.CharField(
        label=_("Trích yếu nội dung"), max_length=ABOUT_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )
    on = HouseDateField(label=_("Ngày văn bản"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("on", today())
        super().__init__(*args, **kwargs)
        field: Any = self.fields["type"]
        field.choices = type_choices()


class CancelForm(HouseForm):
    reason = forms.CharField(
        label=_("Lý do hủy số"),
        max_length=REASON_LIMIT,
        help_text=_("Số đã hủy vẫn nằm trong sổ cùng lý do, không cấp lại."),
    )
