"""A mark as it should have been read; for a missing one also the words that it covers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.core.numbers import read_number, vi_number
from giaoban.core.text import clean
from giaoban.directives.forms import DocumentField
from giaoban.directives.models import type_label
from giaoban.directives.rules import types
from giaoban.tasks.rules import NUMBER_LIMIT
from giaoban.web.reading.rules import locate
from giaoban.web.reading.rules.facts import AskedFacts, CitationFacts, FigureFacts

AROUND = 40
LONGEST_NUMBER = 18
NUMBER = {"class": "w-number", "inputmode": "decimal", "autocomplete": "off"}


class NumberField(forms.CharField):
    """A number as staff type it: 1.204 or 35,34."""

    default_error_messages = {"invalid": _("Viết số như 1.204 hoặc 35,34.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=NUMBER), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            if len(typed) > LONGEST_NUMBER:
                raise ValueError
            return read_number(typed)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MarkForm(HouseForm):
    """`text` asks for the words of a missing mark, too; they are looked up in it."""

    words = forms.CharField(
        label=_("Chữ cần đánh dấu"),
        max_length=600,
        help_text=_("Chép đúng chữ trong văn bản; dấu câu và khoảng trắng khác nhau một chút cũng được."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    place = forms.ChoiceField(label=_("Chỗ nào"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.found: list[tuple[int, int]] = []
        if not text:
            del self.fields["words"], self.fields["place"]
            return
        place: Any = self.fields["place"]
        place.choices = [(str(self["place"].value()), "")] if self["place"].value() else []
        typed = clean(str(self["words"].value() or ""))
        if typed:
            self.found = locate(text, typed[:600])
            place.choices = [(f"{a}-{b}", _surroundings(text, a, b)) for a, b in self.found]
        if len(self.found) < 2:
            place.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.text and data.get("words"):
            self._find(data)
        return data

    def _find(self, data: dict[str, Any]) -> None:
        if not self.found:
            self.add_error("words", _("Không thấy chữ này trong văn bản."))
        elif len(self.found) > 1 and not data.get("place"):
            self.add_error("place", _("Chữ này có ở nhiều chỗ. Chọn một chỗ."))

    def span(self) -> tuple[int, int]:
        chosen = self.cleaned_data.get("place") or "{}-{}".format(*self.found[0])
        start, _dash, end = chosen.partition("-")
        return int(start), int(end)


def _surroundings(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"… {' '.join(before.split())} [{' '.join(text[start:end].split())}] {' '.join(after.split())} …"


class CitationForm(MarkForm):
    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    number = forms.IntegerField(
        label=_("Số"),
        required=False,
        min_value=1,
        max_value=999_999,
        localize=False,
        widget=forms.TextInput(attrs={**NUMBER, "inputmode": "numeric"}),
        help_text=_("Bỏ trống thì lấy theo ký hiệu."),
    )
    type = forms.ChoiceField(label=_("Thể loại"), required=False)
    date = HouseDateField(label=_("Ngày ban hành"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    candidate = forms.ChoiceField(label=_("Văn bản có thể là"), required=False, widget=forms.RadioSelect)
    link = DocumentField(
        label=_("Văn bản trong sổ"),
        required=False,
        help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu; bỏ trống nếu chưa có trong sổ."),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        pick_url: str,
        candidates: Sequence[tuple[str, str]] = (),
        mark: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        if mark is not None:
            kwargs["initial"] = {
                **{name: mark[name] for name in ("symbol", "number", "type", "issuer")},
                "date": date.fromisoformat(mark["date"]) if mark["date"] else None,
                "link": mark["link"] or "",
            }
        super().__init__(*args, **kwargs)
        link: Any = self.fields["link"]
        link.bind(actor, pick_url)
        kinds: Any = self.fields["type"]
        kinds.choices = [("", "–"), *((row.code, type_label(row.code)) for row in types())]
        candidate: Any = self.fields["candidate"]
        candidate.choices = [("", _("chưa rõ, hoặc chọn ở ô dưới")), *candidates]
        if not candidates:
            del self.fields["candidate"]

    def facts(self) -> CitationFacts:
        data = self.cleaned_data
        chosen = data["link"].pk if data["link"] is not None else None
        return CitationFacts(
            type=data["type"],
            number=data["number"],
            symbol=data["symbol"],
            date=data["date"],
            issuer=data["issuer"],
            link_id=int(data["candidate"]) if data.get("candidate") else chosen,
        )


class FigureForm(MarkForm):
    value = NumberField(label=_("Giá trị"))
    denominator = NumberField(
        label=_("Trên tổng số"), required=False, help_text=_("Khi văn bản viết như 4/11 đơn vị.")
    )
    unit = forms.CharField(
        label=_("Đơn vị tính"),
        max_length=80,
        required=False,
        help_text=_("Ví dụ: đảng viên, đơn vị, %."),
        widget=forms.TextInput(attrs={"class": "w-short"}),
    )
    qualifier = forms.CharField(
        label=_("Từ đi kèm"),
        max_length=60,
        required=False,
        help_text=_("Ví dụ: trên, gần, khoảng."),
        widget=forms.TextInput(attrs={"class": "w-short"}),
    )

    def __init__(self, *args: Any, mark: dict[str, Any] | None = None, **kwargs: Any) -> None:
        if mark is not None:
            kwargs["initial"] = {
                "value": vi_number(Decimal(mark["value"])),
                "denominator": vi_number(Decimal(mark["denominator"])) if mark["denominator"] else "",
                "unit": mark["unit"],
                "qualifier": mark["qualifier"],
            }
        super().__init__(*args, **kwargs)

    def facts(self) -> FigureFacts:
        data = self.cleaned_data
        return FigureFacts(
            value=data["value"],
            denominator=data["denominator"],
            unit=data["unit"],
            qualifier=data["qualifier"],
        )


class TaskForm(MarkForm):
    path = forms.CharField(
        label=_("Số thứ tự"),
        max_length=NUMBER_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-number", "autocomplete": "off"}),
    )
    due = HouseDateField(label=_("Thời hạn"), required=False)

    def __init__(self, *args: Any, mark: dict[str, Any] | None = None, **kwargs: Any) -> None:
        if mark is not None:
            due = date.fromisoformat(mark["due"]) if mark["due"] else None
            kwargs["initial"] = {"path": mark["path"], "due": due}
        super().__init__(*args, **kwargs)

    def facts(self) -> AskedFacts:
        return AskedFacts(path=self.cleaned_data["path"], due=self.cleaned_data["due"])
