"""Where each child goes when its superior ends: one answer for all, and the exceptions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from giaoban.core.forms import Choice, HouseForm
from giaoban.organisations.queries import UnitRow


class ChildrenForm(HouseForm):
    """`default_to` for all, `child_<id>` where one goes elsewhere; targets are codes or ids."""

    def __init__(
        self, data: Any = None, *, children: Sequence[UnitRow], targets: Sequence[Choice], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.children = children
        self.targets = list(targets)
        self.fields["default_to"] = forms.ChoiceField(
            label=_("Tất cả chuyển về"),
            choices=self.targets,
            help_text=_("Áp dụng cho mọi đơn vị bên dưới, trừ đơn vị chọn nơi khác."),
        )
        for child in children:
            self.fields[f"child_{child.id}"] = forms.ChoiceField(
                label=child.name, choices=[("", _("như trên")), *self.targets], required=False
            )

    def child_names(self) -> list[str]:
        return [f"child_{child.id}" for child in self.children]

    def table(self) -> list[tuple[UnitRow, Any]]:
        return [(child, self[f"child_{child.id}"]) for child in self.children]

    def mapping(self) -> dict[int, str]:
        """Every child to its target: a code of a new unit, or the id of a living one."""
        data = self.cleaned_data
        return {child.id: data[f"child_{child.id}"] or data["default_to"] for child in self.children}
