"""Forms of reporting, and reading figures as staff type and paste them: 1.234, not 1,234 nor 1.2."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE
from giaoban.core.forms import ComboboxField, HouseDateField, HouseForm
from giaoban.directives import queries as directives
from giaoban.organisations.coordinates import Coordinates
from giaoban.reporting.rules.sealing import NUMBER_LIMIT, SIGNER_LIMIT
from giaoban.reporting.rules.workbooks import LONGEST, written

FIGURE, EXPLANATION, SEEN = "o:", "gt:", "goc:"


def read_figure(text: str) -> int | None:
    """A whole number in Vietnamese style, None for an empty cell; ValueError when it is neither.

    >>> read_figure(" 1.234 "), read_figure("0"), read_figure("−5"), read_figure("–")
    (1234, 0, -5, None)
    >>> read_figure("12,5")
    Traceback (most recent call last):
    ValueError: 12,5
    """
    number = written(text)
    if number is not None and number != number.to_integral_value():
        raise ValueError(text)
    return None if number is None else int(number)


def unread(text: str) -> str:
    return _("Không đọc được “%(text)s”. Ghi số nguyên, ví dụ 1.234; không phát sinh thì ghi 0.") % {
        "text": text[:LONGEST]
    }


@dataclass(slots=True)
class Cells:
    """What came back from a grid: figures and explanations that changed, and what could not be read."""

    figures: dict[str, int | None] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def read_cells(figures: Mapping[str, str], explanations: Mapping[str, str], typed: Collection[str]) -> Cells:
    """Figures by cell as text; a cell that the report does not have stays in, so that its door refuses it."""
    found = Cells(explanations=dict(explanations))
    for key, text in figures.items():
        found.written[key] = text
        try:
            found.figures[key] = read_figure(text)
        except ValueError:
            if key in typed:
                found.unread[key] = unread(text)
            else:
                found.figures[key] = None
    return found


def changed_cells(post: Any, typed: Collection[str]) -> Cells:
    """The cells of a posted page that differ from what the page was opened with."""
    figures, texts = {}, {}
    for name in post:
        if name.startswith(FIGURE) and post[name] != post.get(SEEN + name):
            figures[name.removeprefix(FIGURE)] = post[name]
        if name.startswith(EXPLANATION) and post[name] != post.get(SEEN + name):
            texts[name.removeprefix(EXPLANATION)] = post[name]
    return read_cells(figures, texts, typed)


class ApproveForm(HouseForm):
    """What a paper carries when it leaves: number, day, who signs."""

    document_number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu"),
        max_length=NUMBER_LIMIT,
        help_text=gettext_lazy("Ghi như trên bản giấy, ví dụ: 215-BC/BTCTU."),
        widget=forms.TextInput(attrs={"class": "w-short"}),
    )
    document_date = HouseDateField(label=gettext_lazy("Ngày văn bản"))
    signer = forms.CharField(label=gettext_lazy("Người ký"), max_length=SIGNER_LIMIT)


class LoadForm(HouseForm):
    """The filled workbook of a report."""

    file = forms.FileField(
        label=gettext_lazy("Biểu Excel đã ghi"),
        help_text=gettext_lazy(
            "Tệp .xlsx tải từ trang báo cáo này. Tệp được kiểm tra trước; chưa ghi gì cho đến khi xác nhận."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Chọn biểu Excel đã ghi."),
            "empty": gettext_lazy("Tệp vừa chọn không có nội dung."),
            "invalid": gettext_lazy("Chọn biểu Excel đã ghi."),
            "missing": gettext_lazy("Chọn biểu Excel đã ghi."),
            "max_length": gettext_lazy("Tên tệp quá dài; đổi tên ngắn hơn rồi tải lên lại."),
        },
        max_length=150,
    )


class WordForm(HouseForm):
    """The Word copy of a report that was edited."""

    file = forms.FileField(
        label=gettext_lazy("Bản Word đã sửa"),
        help_text=gettext_lazy(
            "Tệp .docx tải từ trang báo cáo này. Chưa ghi gì cho đến khi chọn từng chỗ sửa."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": gettext_lazy("Chọn bản Word đã sửa."),
            "empty": gettext_lazy("Tệp vừa chọn không có nội dung."),
            "invalid": gettext_lazy("Chọn bản Word đã sửa."),
            "missing": gettext_lazy("Chọn bản Word đã sửa."),
            "max_length": gettext_lazy("Tên tệp quá dài; đổi tên ngắn hơn rồi tải lên lại."),
        },
        max_length=150,
    )


class NoteForm(HouseForm):
    note = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenForm(HouseForm):
    """A round: which regime over which units, for which period, on which letter."""

    over = forms.ChoiceField(label=gettext_lazy("Chế độ báo cáo"))
    period = forms.ChoiceField(label=gettext_lazy("Kỳ báo cáo"))
    title = forms.CharField(
        label=gettext_lazy("Tên đợt báo cáo"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Bỏ trống thì lấy theo kỳ, ví dụ: Báo cáo tháng 9 và 9 tháng năm 2019."),
    )
    cut_off = HouseDateField(
        label=gettext_lazy("Ngày chốt số liệu"),
        required=False,
        help_text=gettext_lazy("Ai phải báo cáo lấy theo tổ chức của ngày này. Bỏ trống thì theo chế độ."),
    )
    conference_on = HouseDateField(
        label=gettext_lazy("Ngày họp dự kiến"),
        required=False,
        help_text=gettext_lazy("Chỉ dùng khi thời hạn tính theo ngày họp, như sơ kết cụm thi đua."),
    )
    request_document = ComboboxField(
        label=gettext_lazy("Văn bản yêu cầu"),
        required=False,
        help_text=gettext_lazy("Công văn đề nghị báo cáo; gõ số, ký hiệu hoặc trích yếu."),
        find=lambda _text: (),
        get=lambda _key: None,
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do không phải báo cáo"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Ghi khi có đơn vị được đánh dấu ở dưới."),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        at: Coordinates,
        over: Sequence[tuple[str, str]],
        periods: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["over"].choices, fields["period"].choices = over, periods
        combo = fields["request_document"]
        combo.find = lambda text: [
            (str(choice.document_id), choice.label) for choice in directives.pick(actor, text, at.on)
        ]
        combo.get = _document(actor)
        combo.widget.label_of = lambda key: getattr(combo.get(key), "label", "")
        combo.widget.url = reverse("directives:pick", args=[at.code, at.period.code])


def _document(actor: Actor) -> Callable[[str], Any]:
    def get(key: str) -> Any:
        if not key.isdecimal() or len(key) > 18:
            return None
        return directives.visible_to(actor).filter(pk=int(key)).first()

    return get


class ExtendForm(HouseForm):
    """A later deadline for the units that are ticked, with the reason."""

    due_on = HouseDateField(label=gettext_lazy("Thời hạn mới"))
    hour = forms.CharField(
        label=gettext_lazy("Giờ"),
        initial="17:00",
        max_length=5,
        widget=forms.TextInput(attrs={"class": "w-date", "inputmode": "numeric"}),
    )
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=500)

    def clean_hour(self) -> time:
        try:
            return time.fromisoformat(self.cleaned_data["hour"].strip().replace("h", ":").zfill(5))
        except ValueError:
            raise ValidationError(_("Viết giờ như 17:00."), code="invalid") from None

    def due(self) -> datetime:
        day: date = self.cleaned_data["due_on"]
        return datetime.combine(day, self.cleaned_data["hour"], ZONE)
