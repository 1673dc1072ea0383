"""Forms of the phòng inside a unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.core.refusals import Refusal


class RenameDepartmentForm(HouseForm):
    name = forms.CharField(label=_("Tên phòng"), max_length=200)
    position = forms.IntegerField(
        label=_("Thứ tự"),
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput({"class": "w-number", "inputmode": "numeric"}),
        help_text=_("Số nhỏ đứng trước; cùng số thì theo lúc nhập."),
    )

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class AddDepartmentForm(RenameDepartmentForm):
    starts = HouseDateField(label=_("Từ ngày"), help_text=_("Ngày phòng bắt đầu hoạt động, ví dụ 01/7/2025."))


class EndDepartmentForm(HouseForm):
    last = HouseDateField(
        label=_("Ngày hoạt động cuối cùng"),
        help_text=_("Sau ngày này phòng không còn; các kỳ trước giữ nguyên."),
    )

    def refuse(self, refusal: Refusal) -> None:
        """The door speaks of the first day without the phòng, the form of its last day with it."""
        super().refuse(Refusal(refusal.code, refusal.message, "last", refusal.rule, refusal.source))
