"""Forms in the manner of GOV.UK: summary of errors on top, hint under the label, message above the field.

`HouseForm` adds the version a form was opened on; `HouseDateField` reads days as staff type them; a
`ComboboxField` finds a record by its name without accents, with or without JavaScript.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core import dates
from giaoban.core.refusals import Refusal

Choice = tuple[str, str]
TYPED_DAY = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\s*")
ISO_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")


class HouseRenderer(DjangoTemplates):
    """Every form of the project, allauth's too, through the templates of core/forms."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"


def _required(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Đánh dấu “%(label)s”.")
    return _("Chọn “%(label)s”.") if isinstance(field, forms.ChoiceField) else _("Điền “%(label)s”.")


class HouseForm(forms.Form):
    """A form of the house; with `version`, the version the page was opened on goes back with it."""

    default_renderer = HouseRenderer
    use_required_attribute = False  # the house's own message in Vietnamese, not the browser's

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required(field) % {"label": field.label}
        if version is not None:
            self.fields["version"] = forms.IntegerField(initial=version, widget=forms.HiddenInput)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal where it belongs: at its field, else on top; its rule and source stay with it."""
        self.refusal = refusal
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, ValidationError(str(refusal.message), code=refusal.code))

    def catch_up(self) -> None:
        """Somebody else was quicker: what is typed stays, the hidden fields (version, fingerprint) become
        those of the record as it now stands, so that who has seen it may go on."""
        sent: Any = self.data
        typed = sent.copy()
        for one in self.hidden_fields():
            if one.initial is not None:
                typed[one.html_name] = str(one.initial)
        self.data = typed


def parse_day(text: str) -> date:
    """A day as typed: 3/9/2019, 03-09-2019, 3.9.2019 or 2019-09-03; ValueError when it is none.

    >>> parse_day("3/9/2019") == parse_day("03-09-2019") == parse_day("2019-09-03") == date(2019, 9, 3)
    True
    >>> parse_day("31/2/2019")
    Traceback (most recent call last):
    ValueError: day is out of range for month
    """
    if typed := TYPED_DAY.fullmatch(text):
        day, month, year = map(int, typed.groups())
    elif iso := ISO_DAY.fullmatch(text):
        year, month, day = map(int, iso.groups())
    else:
        raise ValueError(f"not a day: {text!r}")
    return date(year, month, day)


class DayInput(forms.TextInput):
    """A text field: the calendar of browsers follows the machine's language, not the staff's habit."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "w-date", "inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return dates.vi(value) if isinstance(value, date) else super().format_value(value)


class HouseDateField(forms.DateField):
    widget = DayInput
    default_error_messages = {
        "invalid": gettext_lazy("Viết ngày như 03/9/2019: ngày, tháng, năm đủ bốn chữ số."),
        "absent": gettext_lazy("Không có ngày %(day)s trong lịch."),
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        text = str(value)
        try:
            return parse_day(text)
        except ValueError:
            code = "absent" if TYPED_DAY.fullmatch(text) or ISO_DAY.fullmatch(text) else "invalid"
            raise ValidationError(
                self.error_messages[code], code=code, params={"day": text.strip()}
            ) from None


class Combobox(forms.Widget):
    """A text box with suggestions from `url` (answers `q` with core/parts/options.html).

    Three fields travel: the key chosen, the text, and the text that the key stands for. When the two texts
    differ somebody typed something new, with or without a script, and the text is looked up again.
    """

    template_name = "core/forms/combobox.html"

    def __init__(self, url: str | Callable[[], str] = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of: Callable[[str], str] = str
        self.candidates: Sequence[Choice] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:  # noqa: ARG002
        """(key, text): the key is empty when the text must be looked up."""
        text = (data.get(f"{name}_text") or "").strip()
        if f"{name}_text" not in data:
            return (data.get(name) or "").strip(), ""  # an address or a test that gives the key alone
        unchanged = text == (data.get(f"{name}_was") or "").strip()
        key = data.get(f"{name}_pick") or data.get(name) or ""
        return (key if unchanged else "", text)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        key, text = value if isinstance(value, tuple) else (str(value or ""), "")
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "key": key,
            "text": self.label_of(key) if key else text,
            "url": self.url() if callable(self.url) else self.url,
            "candidates": self.candidates,
        }
        return context


class ComboboxField(forms.Field):
    """A record found by name. `find(text)` gives [(key, label)], `get(key)` the record or None.

    Cleans to what `get` returns. Several hits are offered as choices, none is said so; nothing typed is lost.
    """

    widget = Combobox
    default_error_messages = {
        "unknown": gettext_lazy(
            "Không tìm thấy “%(text)s”. Gõ một phần tên, có dấu hoặc không dấu, hoặc mã."
        ),
        "several": gettext_lazy("Có %(count)s kết quả cho “%(text)s”. Chọn một trong danh sách dưới ô."),
    }

    def __init__(
        self,
        *,
        find: Callable[[str], Sequence[Choice]],
        get: Callable[[str], Any],
        label_of: Callable[[str], str] = str,
        url: str | Callable[[], str] = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", Combobox(url))
        super().__init__(**kwargs)
        self.find, self.get = find, get
        self.widget.label_of = label_of

    def clean(self, value: Any) -> Any:
        key, text = value or ("", "")
        if not key and not text:
            return super().clean(None)
        if not key:
            key = self._look_up(text)
        if (found := self.get(key)) is None:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"text": text or key}
            )
        return found

    def _look_up(self, text: str) -> str:
        matches = list(self.find(text))
        if not matches:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        if len(matches) > 1:
            self.widget.candidates = matches
            raise ValidationError(
                self.error_messages["several"], code="several", params={"count": len(matches), "text": text}
            )
        return matches[0][0]
