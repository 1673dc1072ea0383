"""A unit's own Word template, and a template filled in: one field of the form for each of the template."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.correspondence.forms.rows import MORE, SEPARATOR, TEXT, RowsField
from giaoban.correspondence.papers import Field, FieldKind, Template
from giaoban.correspondence.queries.templates import columns_of, said
from giaoban.correspondence.rules.writing import read_text

LINE = 1000
HEAD = 200
LONG_LINE = 30  # letters of the example
ROWS_MORE = 5


class TemplateFileForm(HouseForm):
    file = forms.FileField(
        label=gettext_lazy("Tệp Word"),
        help_text=gettext_lazy("Tệp .docx sửa từ tệp mẫu tải về; các thẻ được kiểm tra trước khi dùng."),
        widget=forms.FileInput,
    )


class FillForm(HouseForm):
    """The fields of one template; `values` are ready for it."""

    def __init__(self, *args: Any, found: Template, **kwargs: Any) -> None:
        self.base_fields = {one.name: _field(one) for one in found.fields}  # type: ignore[misc]  # copied, named
        super().__init__(*args, **kwargs)
        self.found = found

    def asks_for_rows(self) -> bool:
        """Whether more rows are wanted: nothing is saved yet, the page comes again as it was typed."""
        asked = self.data.get(MORE)
        field = self.fields.get(asked) if asked else None
        if not isinstance(field, RowsField):
            return False
        field.widget.free += ROWS_MORE
        self._errors = ErrorDict()
        return True

    def values(self) -> dict[str, Any]:
        """What was typed; a body of blocks is read as the editing page reads it."""
        typed = self.cleaned_data
        return {
            one.name: read_text(typed[one.name]).blocks if one.kind is FieldKind.BLOCKS else typed[one.name]
            for one in self.found.fields
        }


class MakeForm(FillForm):
    """A paper that no dossier carries: its template's fields, then what a dossier would say of its head."""

    def __init__(self, *args: Any, found: Template, **kwargs: Any) -> None:
        super().__init__(*args, found=found, **kwargs)
        signed = {"head_authority": _("Thẩm quyền ký"), "head_post": _("Chức vụ người ký")}
        head = {
            **({"head_number": _("Số, ký hiệu")} if found.numbered else {}),
            "head_place": _("Địa danh"),
            **({**signed, "head_signer": _("Họ và tên người ký")} if found.signatures == 1 else {}),
        }
        for name, label in head.items():
            self.fields[name] = forms.CharField(label=label, max_length=HEAD, required=False)
        self.fields["head_day"] = HouseDateField(label=_("Ngày ký"), required=False)

    @property
    def head_fields(self) -> list[Any]:
        return [one for one in self if one.name.startswith("head_")]

    @property
    def own_fields(self) -> list[Any]:
        return [one for one in self if not one.name.startswith("head_")]

    def head(self) -> dict[str, Any]:
        """What was typed of the head, by its name there; a line that the paper has not is empty."""
        names = ("number", "place", "authority", "post", "signer", "day")
        return {name: self.cleaned_data.get(f"head_{name}") or "" for name in names}


class LongLineField(forms.CharField):
    """One line that is longer than a page's field: shown on several, kept as one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LINE, widget=forms.Textarea(attrs={"rows": 2}), **options)

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


def _field(one: Field) -> forms.Field:
    common: dict[str, Any] = {"label": said(one), "required": one.required}
    if one.kind is FieldKind.ROWS:
        labels = [label for _name, label in columns_of(one)]
        shown = " · ".join(str(one.example[0].get(name, "")) for name in dict(one.columns))
        told = _("Ví dụ: %(example)s") % {"example": shown}
        return RowsField(columns=one.columns, labels=labels, paste=_rows_help(one), help_text=told, **common)
    if one.kind is FieldKind.DAY:
        return HouseDateField(**common)
    if one.kind is FieldKind.NUMBER:
        short = forms.NumberInput({"class": "w-number"})
        return forms.IntegerField(min_value=0, max_value=10**9, widget=short, **common)
    if one.kind is FieldKind.LINE:
        if len(str(one.example)) > LONG_LINE:
            return LongLineField(help_text=_example(one), **common)
        return forms.CharField(max_length=LINE, help_text=_example(one), **common)
    if one.kind is FieldKind.BLOCKS:
        told = _("Mỗi dòng một đoạn; dòng bắt đầu bằng “I-” là mục lớn, dòng ngắn “1.”, “a)” là mục nhỏ.")
        rows = 12
    else:
        told, rows = _example(one), 4
    return forms.CharField(
        max_length=TEXT, widget=forms.Textarea(attrs={"rows": rows}), help_text=told, **common
    )


def _rows_help(one: Field) -> str:
    """What stands in each cell, and the first row of the example as it is typed."""
    shown = f" {SEPARATOR} ".join(str(one.example[0].get(name, "")) for name, _label in one.columns)
    if len(one.columns) == 1:
        return _("Mỗi dòng một mục. Ví dụ: %(example)s") % {"example": shown}
    heads = f" {SEPARATOR} ".join(label for _name, label in columns_of(one))
    told = _("Mỗi dòng một mục, các ô cách nhau bằng dấu |: %(heads)s. Dán từ Excel cũng được.")
    return f"{told % {'heads': heads}} {_('Ví dụ: %(example)s') % {'example': shown}}"


def _example(one: Field) -> str:
    return _("Ví dụ: %(example)s") % {"example": str(one.example).splitlines()[0]} if one.example else ""
