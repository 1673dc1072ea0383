"""The form of one contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS, choices
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.notices.contacts import ContactFacts
from giaoban.notices.models import Contact


class ContactForm(HouseForm):
    field = forms.ChoiceField(
        label=_("Lĩnh vực"),
        choices=[("", _("Đầu mối chung")), *choices(FIELD_LABELS)],
        required=False,
        help_text=_("Đầu mối chung trả lời cho các lĩnh vực chưa có đầu mối riêng."),
    )
    name = forms.CharField(label=_("Họ và tên"), max_length=120)
    title = forms.CharField(label=_("Chức danh"), max_length=200, required=False)
    telephone = forms.CharField(
        label=_("Điện thoại công vụ"),
        max_length=40,
        required=False,
        help_text=_("Ghi số cố định kèm mã vùng hoặc số di động công vụ."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(label=_("Thư điện tử công vụ"), max_length=254, required=False)
    starts = HouseDateField(
        label=_("Là đầu mối từ ngày"), required=False, help_text=_("Bỏ trống là từ hôm nay.")
    )

    @classmethod
    def of(cls, contact: Contact) -> "ContactForm":
        names = ("field", "name", "title", "telephone", "email")
        return cls(initial={name: getattr(contact, name) for name in names})

    def facts(self, unit_id: int) -> ContactFacts:
        data: dict[str, Any] = self.cleaned_data
        return ContactFacts(
            unit_id, data["field"], data["name"], data["title"], data["telephone"], data["email"]
        )
