"""What the list of units, the tree and the register of decisions may be narrowed by.

Everything stands in the address, so a filtered page can be sent, printed and exported as it is seen.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.dates import vi
from giaoban.core.forms import Choice, HouseDateField, HouseForm
from giaoban.organisations.forms.paper import Finder, unit_field

LEVEL_LABELS = {
    "centre": gettext_lazy("Trung ương"),
    "province": gettext_lazy("Tỉnh, thành phố"),
    "district": gettext_lazy("Huyện"),
    "commune": gettext_lazy("Xã, phường"),
    "grassroots": gettext_lazy("Cơ sở"),
    "cell": gettext_lazy("Chi bộ"),
    "other": gettext_lazy("Khác"),
}


class FilterForm(HouseForm):
    """A filter never stops a page: what cannot be read is said and the default stands."""

    def __init__(self, data: Any, *, on: date, **kwargs: Any) -> None:
        filled = data.copy()
        filled.setdefault("ngay", "")
        super().__init__(filled, **kwargs)
        self.on = on
        if "ngay" in self.fields:
            self.fields["ngay"].widget.attrs["placeholder"] = vi(on)  # what an empty field means

    def value(self, name: str) -> Any:
        """The cleaned value of a field, or nothing when it was empty or wrong."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def day(self) -> date:
        found: date = self.value("ngay") or self.on
        return found


class RegisterFilter(FilterForm):
    """The list of units: words, kind, level, under which unit, on which day, in which hierarchy."""

    q = forms.CharField(label=gettext_lazy("Tên hoặc mã"), required=False, max_length=200)
    ngay = HouseDateField(label=gettext_lazy("Ngày"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        on: date,
        finder: Finder,
        levels: list[Choice],
        hierarchies: list[Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, on=on, **kwargs)
        every: list[Choice] = [("", _("Tất cả"))]
        self.fields["loai"] = forms.SlugField(label=_("Loại đơn vị"), required=False, widget=forms.Select)
        self.fields["cap"] = forms.ChoiceField(label=_("Cấp"), choices=every + levels, required=False)
        self.fields["duoi"] = unit_field(finder, self.day_of_data(on), label=_("Trực thuộc"), required=False)
        self.fields["he"] = forms.ChoiceField(label=_("Hệ thống"), choices=hierarchies, required=False)

    def offer_kinds(self, kinds: list[Choice]) -> None:
        """The kinds come with the rows of the list; an unknown one in the address simply finds nothing."""
        self.fields["loai"].widget.choices = [("", _("Tất cả")), *kinds]

    def day_of_data(self, on: date) -> date:
        try:
            return self.fields["ngay"].clean(self.data.get("ngay", "")) or on
        except forms.ValidationError:
            return on


class TreeFilter(FilterForm):
    """The tree: a day, a second day to compare with, the hierarchy."""

    ngay = HouseDateField(label=gettext_lazy("Ngày"), required=False)
    so_voi = HouseDateField(label=gettext_lazy("So với ngày"), required=False)

    def __init__(self, data: Any, *, on: date, hierarchies: list[Choice], **kwargs: Any) -> None:
        super().__init__(data, on=on, **kwargs)
        self.fields["he"] = forms.ChoiceField(label=_("Hệ thống"), choices=hierarchies, required=False)


class DecisionFilter(FilterForm):
    """The register of decisions: kind, days of effect, words of the number or of a unit."""

    q = forms.CharField(label=gettext_lazy("Số quyết định, tên đơn vị"), required=False, max_length=200)
    tu = HouseDateField(label=gettext_lazy("Hiệu lực từ"), required=False)
    den = HouseDateField(label=gettext_lazy("đến"), required=False)
    don_vi = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, on: date, kinds: list[Choice], **kwargs: Any) -> None:
        super().__init__(data, on=on, **kwargs)
        self.fields["loai"] = forms.ChoiceField(
            label=_("Hình thức"), choices=[("", _("Tất cả")), *kinds], required=False
        )
