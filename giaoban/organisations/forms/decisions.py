"""One form for each kind of decision on units (cycle.md R5.6).

Each reads what was typed into the plain values of `rules`; what the tree allows is the doors' answer.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core import text
from giaoban.core.models import SECRECY_LABELS
from giaoban.organisations.forms.paper import (
    DecisionForm,
    Group,
    Picked,
    clean_code,
    code_field,
    name_fields,
    parent_field,
    unit_field,
)
from giaoban.organisations.rules import PARTY, ChangeKind, Decision, NewUnit


class NewUnitFields:
    """The fields of one unit that begins; mixed into the forms that bring one into being."""

    def new_unit_fields(self: Any, *, kind: str, parent: Any, code: bool = True) -> None:
        self.fields["name"] = forms.CharField(label=_("Tên đơn vị"), max_length=300)
        self.fields["short_name"] = forms.CharField(
            label=_("Tên ngắn"),
            required=False,
            max_length=120,
            help_text=_("Dùng trong bảng và biểu, ví dụ Hưng Yên."),
        )
        self.fields["name_en"] = forms.CharField(label=_("Tên tiếng Anh"), required=False, max_length=300)
        self.fields["unit_kind"] = forms.ChoiceField(
            label=_("Loại đơn vị"), choices=self.lists.kinds(), initial=kind
        )
        self.fields["parent"] = unit_field(
            self.finder,
            self.day,
            label=_("Cấp trên trực tiếp"),
            initial=str(parent) if parent is not None else "",
            help_text=_("Gõ một phần tên, có dấu hoặc không dấu, hoặc mã."),
            required=parent is not None,
        )
        if code:
            self.fields["code"] = code_field()
        self.fields["secrecy"] = forms.ChoiceField(
            label=_("Độ mật"),
            choices=[(code.value, label) for code, label in SECRECY_LABELS.items()],
            initial="normal",
            help_text=_("Đơn vị có độ mật chỉ người được giao quyền mới thấy."),
        )

    def new_unit(self: Any) -> NewUnit:
        data = self.cleaned_data
        parent = data.get("parent")
        decision: Decision = self.decision()
        return NewUnit(
            code=data["code"],
            kind=data["unit_kind"],
            name=text.clean(data["name"]),
            short_name=text.clean(data["short_name"]),
            name_en=text.clean(data["name_en"]),
            parent_id=parent.unit_id if parent is not None else None,
            secrecy=data["secrecy"],
            established_on=decision.effective_on,
            source=decision.source,
            confidence=decision.confidence,
        )


class CodeFromName:
    """Cleans a code together with the name it may come from."""

    def clean(self: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        if "code" in self.fields and "code" not in self.errors:
            try:
                data["code"] = clean_code(data.get("code", ""), data.get("name", ""))
            except ValidationError as error:
                self.add_error("code", error)
        return data


class EstablishForm(CodeFromName, NewUnitFields, DecisionForm):
    kind = ChangeKind.ESTABLISH
    heading = gettext_lazy("Đơn vị thành lập")
    refused_at = {"kind": "unit_kind", "unit": "name", "starts": "effective_on"}

    def add_fields(self) -> None:
        self.new_unit_fields(kind="", parent=self.unit.id)


class ReestablishForm(DecisionForm):
    """A unit that had ended begins again under its old code and kind."""

    kind = ChangeKind.REESTABLISH
    heading = gettext_lazy("Đơn vị thành lập lại")
    refused_at = {"unit": "effective_on", "code": "effective_on"}

    def add_fields(self) -> None:
        name_fields(self)
        self.fields["parent"] = parent_field(self)


class MergeForm(CodeFromName, NewUnitFields, DecisionForm):
    """Two or more units end; a new one begins, or a living one takes them over. Their children follow."""

    kind = ChangeKind.MERGE
    heading = gettext_lazy("Đơn vị mới")
    refused_at = {
        "units": "unit_1",
        "unit": "unit_1",
        "kind": "unit_kind",
        "into": "target",
        "starts": "effective_on",
    }
    NEW, LIVING = "new", "living"

    def add_fields(self) -> None:
        for row in self.row_numbers(least=2):
            self.fields[f"unit_{row}"] = unit_field(
                self.finder,
                self.day,
                label=_("Đơn vị thứ %(number)s") % {"number": row + 1},
                required=row == 0,
                help_text=_("Gõ một phần tên, có dấu hoặc không dấu, hoặc mã.") if row == 0 else "",
            )
        self.fields["mode"] = forms.ChoiceField(
            label=_("Hợp nhất, sáp nhập thành"),
            choices=[
                (self.NEW, _("Một đơn vị mới")),
                (self.LIVING, _("Một đơn vị đang hoạt động, đơn vị này giữ tên và mã")),
            ],
            initial=self.NEW,
            widget=forms.RadioSelect,
        )
        self.fields["target"] = unit_field(
            self.finder, self.day, label=_("Đơn vị đang hoạt động tiếp nhận"), required=False
        )
        self.new_unit_fields(kind=self.unit.kind, parent=self.unit.parent_id)
        living = (self.data or self.initial).get("mode", self.NEW) == self.LIVING
        self.fields["target"].required = living
        self.fields["name"].required = not living
        self.fields["parent"].required = False

    def unit_names(self) -> list[str]:
        return [f"unit_{row}" for row in range(self.rows)]

    def groups(self) -> list[Group]:
        merging = self.unit_names()
        rest = [name for name in self.own_fields() if name not in {*merging, "mode", "target"}]
        return [
            self.group(_("Các đơn vị kết thúc"), merging),
            self.group(_("Đơn vị kế thừa"), ["mode"]),
            self.group("", ["target"], "target"),
            self.group(self.heading, rest, "new"),
            self.paper(),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        seen: set[int] = set()
        for name in self.unit_names():
            unit = data.get(name)
            if unit is None:
                continue
            if unit.unit_id in seen:
                self.add_error(name, _("“%(name)s” đã có ở trên.") % {"name": unit.name})
            seen.add(unit.unit_id)
        return data

    def unit_ids(self) -> list[int]:
        return [
            unit.unit_id for name in self.unit_names() if (unit := self.cleaned_data.get(name)) is not None
        ]

    def into(self) -> NewUnit | int:
        if self.cleaned_data["mode"] == self.LIVING:
            target: int = self.cleaned_data["target"].unit_id
            return target
        return self.new_unit()


class SplitForm(DecisionForm):
    """One unit ends, several begin in its place; its children are shared out on the next page."""

    kind = ChangeKind.SPLIT
    heading = gettext_lazy("Các đơn vị mới")
    refused_at = {
        "unit": "effective_on",
        "units": "effective_on",
        "code": "code_0",
        "name": "name_0",
        "kind": "unit_kind",
        "into": "name_1",
        "shares": "share_0",
        "starts": "effective_on",
    }

    def add_fields(self) -> None:
        for row in self.row_numbers(least=2):
            number = {"number": row + 1}
            self.fields[f"name_{row}"] = forms.CharField(
                label=_("Tên đơn vị mới thứ %(number)s") % number, max_length=300, required=row < 2
            )
            self.fields[f"short_name_{row}"] = forms.CharField(
                label=_("Tên ngắn"), required=False, max_length=120
            )
            self.fields[f"code_{row}"] = code_field()
            self.fields[f"share_{row}"] = forms.DecimalField(
                label=_("Tỷ lệ kế thừa số liệu (%)"),
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=6,
                localize=True,
                widget=forms.TextInput({"class": "w-number", "inputmode": "decimal"}),
                help_text=_("Chỉ điền khi quyết định có nêu; để trống thì số liệu cũ không chia."),
            )
        self.fields["unit_kind"] = forms.ChoiceField(
            label=_("Loại đơn vị"), choices=self.lists.kinds(), initial=self.unit.kind
        )
        self.fields["parent"] = parent_field(self)

    @property
    def rows_end(self) -> int:
        return self.rows

    def row_names(self, row: int) -> list[str]:
        return [f"{field}_{row}" for field in ("name", "short_name", "code", "share")]

    def groups(self) -> list[Group]:
        title = _("Đơn vị mới thứ %(number)s")
        rows = [self.group(title % {"number": row + 1}, self.row_names(row)) for row in range(self.rows)]
        return [*rows, self.group(_("Chung cho các đơn vị mới"), ["unit_kind", "parent"]), self.paper()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        codes: dict[str, int] = {}
        for row in self.filled_rows():
            try:
                code = clean_code(data.get(f"code_{row}", ""), data[f"name_{row}"])
            except ValidationError as error:
                self.add_error(f"code_{row}", error)
                continue
            if code in codes:
                self.add_error(f"code_{row}", _("Mã “%(code)s” đã dùng ở trên.") % {"code": code})
            codes[code] = row
            data[f"code_{row}"] = code
        return data

    def filled_rows(self) -> list[int]:
        return [row for row in range(self.rows) if self.cleaned_data.get(f"name_{row}")]

    def new_units(self) -> list[NewUnit]:
        data, decision = self.cleaned_data, self.decision()
        parent = data.get("parent")
        return [
            NewUnit(
                code=data[f"code_{row}"],
                kind=data["unit_kind"],
                name=text.clean(data[f"name_{row}"]),
                short_name=text.clean(data[f"short_name_{row}"]),
                parent_id=parent.unit_id if parent is not None else None,
                established_on=decision.effective_on,
                source=decision.source,
                confidence=decision.confidence,
            )
            for row in self.filled_rows()
        ]

    def shares(self) -> dict[str, Any]:
        """Exact shares by code of the new unit, as fractions of one."""
        data = self.cleaned_data
        return {
            data[f"code_{row}"]: data[f"share_{row}"] / 100
            for row in self.filled_rows()
            if data.get(f"share_{row}") is not None
        }


class TransferForm(DecisionForm):
    """Under another superior, or into, between and out of the clusters of another hierarchy."""

    kind = ChangeKind.TRANSFER
    heading = gettext_lazy("Nơi đến")
    refused_at = {"unit": "parent", "starts": "effective_on", "ends": "effective_on", "hierarchy": "line"}

    def add_fields(self) -> None:
        self.fields["line"] = forms.ChoiceField(
            label=_("Hệ thống"),
            choices=self.lists.hierarchies(),
            help_text=_("Vị trí của đơn vị trong hệ thống khác giữ nguyên."),
        )
        self.fields["parent"] = unit_field(
            self.finder,
            self.day,
            label=_("Cấp trên mới"),
            required=self._line() == PARTY,
            help_text=_(
                "Gõ một phần tên, có dấu hoặc không dấu, hoặc mã. Với cụm thi đua: để trống là rời cụm."
            ),
        )
        self.fields["lead"] = forms.BooleanField(
            label=_("Là cụm trưởng"), required=False, help_text=_("Chỉ dùng cho cụm thi đua.")
        )

    def _line(self) -> str:
        return str((self.data or self.initial).get("line", PARTY))

    def clean_lead(self) -> bool:
        lead: bool = self.cleaned_data["lead"] and self._line() != PARTY
        return lead


class RenameForm(DecisionForm):
    kind = ChangeKind.RENAME
    heading = gettext_lazy("Tên mới")
    refused_at = {"unit": "name", "names": "name"}

    def add_fields(self) -> None:
        name_fields(self)


class DissolveForm(DecisionForm):
    """A unit ends; those named take over its work, its children are shared out on the next page."""

    kind = ChangeKind.DISSOLVE
    heading = gettext_lazy("Đơn vị tiếp nhận")
    refused_at = {
        "successors": "heir_0",
        "unit": "effective_on",
        "units": "effective_on",
        "starts": "effective_on",
    }

    def add_fields(self) -> None:
        for row in self.row_numbers(least=1):
            self.fields[f"heir_{row}"] = unit_field(
                self.finder,
                self.day,
                label=_("Đơn vị tiếp nhận thứ %(number)s") % {"number": row + 1},
                required=False,
                help_text=_("Đơn vị đang hoạt động nhận nhiệm vụ, hồ sơ và đơn vị trực thuộc.")
                if row == 0
                else "",
            )
        self.fields["with_children"] = forms.BooleanField(
            label=_("Các đơn vị trực thuộc cũng kết thúc hoạt động"),
            required=False,
            help_text=_("Không đánh dấu thì trang sau hỏi từng đơn vị trực thuộc chuyển về đâu."),
        )

    def heir_names(self) -> list[str]:
        return [f"heir_{row}" for row in range(self.rows)]

    def heirs(self) -> list[Picked]:
        found = [unit for name in self.heir_names() if (unit := self.cleaned_data.get(name)) is not None]
        return list({unit.unit_id: unit for unit in found}.values())

    def heir_ids(self) -> list[int]:
        return [unit.unit_id for unit in self.heirs()]


FORMS: Mapping[ChangeKind, type[DecisionForm]] = {
    form.kind: form
    for form in (EstablishForm, MergeForm, SplitForm, TransferForm, RenameForm, DissolveForm, ReestablishForm)
}
