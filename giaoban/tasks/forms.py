"""Forms of tasks: a programme, a task in the words of its paper, who gets it, a step, an extension."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS, choices
from giaoban.core.actors import Actor
from giaoban.core.forms import ComboboxField, HouseDateField, HouseForm
from giaoban.directives import queries as directives
from giaoban.directives.models import Document
from giaoban.periods.rules import Period, around
from giaoban.tasks.labels import KIND_LABELS
from giaoban.tasks.models import Task
from giaoban.tasks.queries import Receivers
from giaoban.tasks.rules import (
    NOTE_LIMIT,
    NUMBER_LIMIT,
    TITLE_LIMIT,
    WORDING_LIMIT,
    TaskFacts,
    read_outline,
)

ALL, BY_KIND, CHOSEN = "tat-ca", "loai", "chon"


class DocumentField(ComboboxField):
    """A document of the register, found by symbol or words of its summary."""

    def for_reader(self, actor: Actor, url: str) -> None:
        def find(text: str) -> list[tuple[str, str]]:
            return [(str(one.document_id), one.label) for one in directives.pick(actor, text)]

        def get(key: str) -> Document | None:
            if not key.isdecimal() or len(key) > 18:
                return None
            return directives.visible_to(actor).filter(pk=int(key)).first()

        self.find, self.get = find, get
        self.widget.url = url
        self.widget.label_of = lambda key: getattr(get(key), "label", "")


def document_field(label: Any, help_text: Any = "") -> DocumentField:
    return DocumentField(
        label=label, help_text=help_text, required=False, find=lambda _text: (), get=lambda _key: None
    )


class ProgrammeForm(HouseForm):
    unit = forms.ChoiceField(label=_("Đơn vị giao nhiệm vụ"))
    period = forms.ChoiceField(label=_("Kỳ công tác"))
    title = forms.CharField(
        label=_("Tên chương trình"),
        max_length=TITLE_LIMIT,
        help_text=_("Ví dụ: Nhiệm vụ trọng tâm quý II năm 2018."),
    )
    document = document_field(
        _("Văn bản giao nhiệm vụ"), _("Gõ số, ký hiệu hoặc trích yếu, ví dụ 05-KL/BTCTW.")
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        pick_url: str,
        units: Sequence[tuple[int, str]] = (),
        period: Period | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].for_reader(actor, pick_url)  # type: ignore[attr-defined]
        if period is None:
            del self.fields["unit"], self.fields["period"]
            return
        places: Any = self.fields["unit"]
        places.choices = [(str(pk), name) for pk, name in units]
        periods: Any = self.fields["period"]
        periods.choices = [(one.code, one.label()) for one in around(period)]


class TaskForm(HouseForm):
    """One task by itself, as the paper words and numbers it."""

    number = forms.CharField(
        label=_("Số thứ tự"),
        max_length=NUMBER_LIMIT,
        required=False,
        help_text=_("Ghi như trong văn bản, ví dụ 3 hoặc 3.2; bỏ trống thì đánh số tiếp theo."),
        widget=forms.TextInput({"class": "w-number"}),
    )
    wording = forms.CharField(
        label=_("Nội dung nhiệm vụ"),
        max_length=WORDING_LIMIT,
        help_text=_("Giữ nguyên lời văn của văn bản."),
        widget=forms.Textarea({"rows": 5}),
    )
    product = forms.CharField(
        label=_("Sản phẩm"), max_length=300, required=False, help_text=_("Ví dụ: Đề án, báo cáo, kế hoạch.")
    )
    kind = forms.ChoiceField(label=_("Loại nhiệm vụ"), choices=choices(KIND_LABELS))
    due = HouseDateField(
        label=_("Thời hạn"), required=False, help_text=_("Bỏ trống nếu văn bản không ghi thời hạn.")
    )
    field = forms.ChoiceField(
        label=_("Lĩnh vực"),
        required=False,
        choices=[("", "–"), *choices(FIELD_LABELS)],
    )
    basis = document_field(_("Căn cứ"), _("Văn bản mà nhiệm vụ này thực hiện, nếu nêu rõ."))
    indicator = forms.CharField(
        label=_("Chỉ tiêu chứng minh"),
        max_length=40,
        required=False,
        help_text=_("Mã dòng trong biểu báo cáo sẽ cho thấy kết quả, nếu có."),
        widget=forms.TextInput({"class": "w-short"}),
    )

    def __init__(
        self, *args: Any, actor: Actor, pick_url: str, task: Task | None = None, **kwargs: Any
    ) -> None:
        if task is not None:
            kwargs["initial"] = _initial(task)
        super().__init__(*args, **kwargs)
        self.fields["basis"].for_reader(actor, pick_url)  # type: ignore[attr-defined]

    def facts(self) -> TaskFacts:
        data = self.cleaned_data
        return TaskFacts(
            number=data["number"],
            wording=data["wording"],
            product=data["product"],
            kind=data["kind"],
            due=data["due"],
            field=data["field"],
            basis_id=data["basis"].pk if data["basis"] else None,
            indicator=data["indicator"],
        )


class OutlineForm(HouseForm):
    """A whole list pasted from the paper."""

    outline = forms.CharField(
        label=_("Danh mục nhiệm vụ"),
        max_length=60_000,
        help_text=_(
            "Mỗi nhiệm vụ bắt đầu bằng số thứ tự: 1. …, 1.1 …, 2. …; dòng không có số nối vào dòng trên."
        ),
        widget=forms.Textarea({"rows": 14}),
    )
    due = HouseDateField(
        label=_("Thời hạn chung"), required=False, help_text=_("Sửa riêng từng nhiệm vụ sau, nếu khác.")
    )

    def facts(self) -> list[TaskFacts]:
        return _with_due(read_outline(self.cleaned_data["outline"]), self.cleaned_data["due"])

    def clean_outline(self) -> str:
        text: str = self.cleaned_data["outline"]
        if not read_outline(text):
            raise forms.ValidationError(_("Không thấy dòng nào bắt đầu bằng số thứ tự, ví dụ “1. …”."))
        return text


def _with_due(tasks: Sequence[TaskFacts], due: date | None) -> list[TaskFacts]:
    return [
        TaskFacts(one.number, one.wording, due=due, children=_with_due(one.children, due)) for one in tasks
    ]


class AssignForm(HouseForm):
    """Which tasks go to which units: all directly below, all of a kind, or chosen ones."""

    tasks = forms.MultipleChoiceField(
        label=_("Nhiệm vụ"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một nhiệm vụ.")},
    )
    scope = forms.ChoiceField(label=_("Giao cho"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Loại đơn vị"), required=False)
    units = forms.MultipleChoiceField(
        label=_("Đơn vị chọn"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lead = forms.ChoiceField(
        label=_("Vai trò"),
        widget=forms.RadioSelect,
        choices=[("lead", _("Chủ trì")), ("with", _("Phối hợp"))],
        initial="lead",
    )
    due = HouseDateField(
        label=_("Thời hạn riêng"), required=False, help_text=_("Bỏ trống: theo thời hạn của từng nhiệm vụ.")
    )

    def __init__(
        self, *args: Any, tasks: Sequence[tuple[str, str]], receivers: Receivers, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = receivers
        fields: dict[str, Any] = self.fields
        fields["tasks"].choices = tasks
        fields["scope"].choices = [
            (ALL, _("Tất cả đơn vị trực thuộc (%(count)d)") % {"count": len(receivers.subordinates)}),
            (BY_KIND, _("Theo loại đơn vị, cả cấp dưới nữa")),
            (CHOSEN, _("Một số đơn vị")),
        ]
        fields["kind"].choices = [
            ("", _("Chọn loại")),
            *((code, f"{label} ({count})") for code, label, count in receivers.kinds),
        ]
        fields["units"].choices = [(str(one.unit_id), one.name) for one in receivers.nearby]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope") == BY_KIND and not data.get("kind"):
            self.add_error("kind", _("Chọn loại đơn vị."))
        if data.get("scope") == CHOSEN and not data.get("units"):
            self.add_error("units", _("Chọn ít nhất một đơn vị."))
        return data

    def task_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["tasks"]]


class MoveForm(HouseForm):
    """The words that go with a step, and for progress its percent."""

    note = forms.CharField(
        label=_("Ý kiến"), max_length=NOTE_LIMIT, required=False, widget=forms.Textarea({"rows": 5})
    )
    percent = forms.IntegerField(
        label=_("Mức độ hoàn thành (%)"),
        required=False,
        localize=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "w-number"}),
        help_text=_("Số nguyên từ 0 đến 100."),
    )

    def __init__(
        self, *args: Any, with_percent: bool, needs_note: bool, note_label: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not with_percent:
            del self.fields["percent"]
        self.fields["note"].label = note_label
        self.fields["note"].required = needs_note
        if needs_note:
            self.fields["note"].error_messages["required"] = _("Ghi lý do: đơn vị cần biết vì sao.")


class ExtensionForm(HouseForm):
    new_due = HouseDateField(label=_("Thời hạn mới"))
    reason = forms.CharField(
        label=_("Lý do gia hạn"), max_length=NOTE_LIMIT, widget=forms.Textarea({"rows": 4})
    )


class DecideForm(HouseForm):
    answer = forms.ChoiceField(
        label=_("Trả lời"),
        widget=forms.RadioSelect,
        choices=[("grant", _("Duyệt gia hạn")), ("refuse", _("Không duyệt"))],
    )
    note = forms.CharField(
        label=_("Ý kiến"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Không duyệt thì ghi lý do."),
    )


class LocaliseForm(ProgrammeForm):
    """A programme of one's own out of what was assigned; own words go under the superior's."""

    assignments = forms.MultipleChoiceField(
        label=_("Nhiệm vụ được giao"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một nhiệm vụ để cụ thể hóa.")},
    )
    addition = forms.CharField(
        label=_("Bổ sung của đơn vị"),
        max_length=NOTE_LIMIT,
        required=False,
        help_text=_(
            "Ghi thêm dưới lời văn của cấp trên trong mỗi nhiệm vụ đã chọn; sửa riêng từng nhiệm vụ sau."
        ),
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ["assignments", "title", "period", "addition"]

    def __init__(self, *args: Any, assignments: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["document"], self.fields["unit"]
        chosen: Any = self.fields["assignments"]
        chosen.choices = assignments


def _initial(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "wording": task.wording,
        "product": task.product,
        "kind": task.kind,
        "due": task.due,
        "field": task.field,
        "basis": str(task.basis_id or ""),
        "indicator": task.indicator,
    }
