"""Writing a draft: its text in the browser, a Word file that comes back, which of its changes are taken."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.core.forms import HouseForm
from giaoban.correspondence.queries.changes import Shown

LONGEST = 2_000_000
DRAFT_NOTE = 500


class NoteForm(HouseForm):
    note = forms.CharField(
        label=_("Ghi chú của lần này"),
        max_length=DRAFT_NOTE,
        required=False,
        help_text=_("Ví dụ: sau ý kiến của Thường trực."),
    )


class WriteForm(NoteForm):
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "writing", "spellcheck": "false", "lang": "vi"}),
        help_text=_(
            "Mỗi dòng một đoạn. Dòng bắt đầu bằng “I-” là mục lớn; dòng ngắn “1.”, “a)” là mục nhỏ. Dòng "
            "[Bảng 1: …] giữ chỗ cho bảng: chuyển được, không sửa ở đây."
        ),
    )
    field_order = ("text", "note")


class WordForm(NoteForm):
    """A Word file: changes of our own draft are taken one by one; any other file becomes the draft itself."""

    file = forms.FileField(label=_("Tệp Word"), widget=forms.FileInput, help_text=_("Tệp .docx."))
    whole = forms.BooleanField(
        label=_("Dùng nguyên tệp này làm dự thảo"),
        required=False,
        help_text=_("Không so từng đoạn; hệ thống giữ tệp như đã tải lên."),
    )
    field_order = ("file", "whole", "note")


class TakeBackForm(NoteForm):
    """One choice for each change, named by the change's own id."""

    def __init__(self, *args: Any, changes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = tuple(changes)
        for one in self.ids:
            self.fields[f"thay-doi-{one}"] = forms.ChoiceField(
                label="", choices=[("taken", _("Nhận")), ("refused", _("Không nhận"))]
            )

    def chosen(self, rows: Iterable[Shown]) -> list[Shown]:
        """The changes with what is ticked: as chosen when the page comes again."""
        typed = {one: self.data.get(f"thay-doi-{one}") for one in self.ids} if self.is_bound else {}
        return [
            replace(row, taken=typed.get(row.id) == "taken") if typed.get(row.id) else row for row in rows
        ]

    def decided(self) -> dict[str, str]:
        return {one: self.cleaned_data[f"thay-doi-{one}"] for one in self.ids}
