"""Asking for opinions, answering, counting phiếu, tiếp thu · giải trình, closing a round."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.correspondence.forms.moves import DayForm
from giaoban.correspondence.labels import MANNER_LABELS, VERDICT_LABELS
from giaoban.correspondence.models import Consultation, Opinion, OpinionPoint
from giaoban.correspondence.queries.consulting import seen
from giaoban.correspondence.rules import Manner, Verdict
from giaoban.correspondence.rules.opinions import (
    MOST_POINTS,
    POINT_LIMIT,
    REASON_LIMIT,
    SYMBOL_LIMIT,
    AnswerFacts,
    AskFacts,
    Point,
    read_points,
    write_points,
)
from giaoban.directives.forms import UnitsField

DAYS = 7
LARGEST = 100_000


class AskForm(HouseForm):
    manner = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[(str(code), label) for code, label in MANNER_LABELS.items()],
        widget=forms.RadioSelect,
        initial=Manner.LETTER.value,
    )
    draft = forms.ChoiceField(label=_("Dự thảo gửi đi"))
    units = UnitsField(
        label=_("Cơ quan góp ý"),
        required=False,
        help_text=_(
            "Khi gửi công văn: mỗi dòng một đơn vị, ghi tên hoặc mã. Đơn vị được báo tin và trả lời tại đây."
        ),
    )
    symbol = forms.CharField(
        label=_("Số, ký hiệu công văn"),
        max_length=SYMBOL_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    given = forms.IntegerField(
        label=_("Số phiếu phát ra"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        widget=forms.TextInput(attrs={"class": "w-number", "inputmode": "numeric"}),
        help_text=_("Khi gửi phiếu đến thành viên: hệ thống chỉ giữ số phiếu, không giữ ai chọn gì."),
    )
    sent_on = HouseDateField(label=_("Ngày gửi"))
    due = HouseDateField(label=_("Hạn góp ý"))

    def __init__(self, *args: Any, actor: Actor, drafts: Sequence[int], on: date, **kwargs: Any) -> None:
        day = today()
        kwargs.setdefault("initial", {}).update(sent_on=day, due=day + timedelta(days=DAYS))
        super().__init__(*args, **kwargs)
        draft: Any = self.fields["draft"]
        draft.choices = [(str(n), _("Dự thảo lần %(n)s") % {"n": n}) for n in drafts]
        units: Any = self.fields["units"]
        units.bind(actor, on)

    def facts(self) -> AskFacts:
        data = self.cleaned_data
        return AskFacts(
            manner=Manner(data["manner"]),
            sent_on=data["sent_on"],
            due=data["due"],
            unit_ids=data["units"],
            draft=int(data["draft"]),
            symbol=data["symbol"],
            given=data["given"],
        )


class AnswerForm(HouseForm):
    verdict = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=[(str(code), label) for code, label in VERDICT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    points = forms.CharField(
        label=_("Các điểm góp ý"),
        required=False,
        max_length=POINT_LIMIT * MOST_POINTS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Mỗi dòng một điểm; mục, trang đứng trước dấu |. Ví dụ: Mục II.1 | Bổ sung chỉ tiêu kết nạp."
        ),
    )
    answered_on = HouseDateField(label=_("Ngày trả lời"))
    symbol = forms.CharField(
        label=_("Số, ký hiệu văn bản trả lời"),
        max_length=SYMBOL_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Tệp văn bản trả lời"), required=False, widget=forms.FileInput, help_text=_("PDF hoặc Word.")
    )
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, opinion: Opinion, points: Sequence[OpinionPoint], **kwargs: Any) -> None:
        typed = write_points([Point(" ".join(point.text.split()), point.place) for point in points])
        kwargs["initial"] = {
            "verdict": opinion.verdict,
            "points": typed,
            "answered_on": opinion.answered_on or today(),
            "symbol": opinion.symbol,
            "seen": seen(opinion, points),
        }
        super().__init__(*args, **kwargs)

    def facts(self) -> AnswerFacts:
        data = self.cleaned_data
        return AnswerFacts(
            verdict=Verdict(data["verdict"]),
            answered_on=data["answered_on"],
            points=tuple(read_points(data["points"])),
            symbol=data["symbol"],
        )


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=LARGEST,
        widget=forms.TextInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )


class CountsForm(HouseForm):
    given = _count(_("Phát ra"))
    returned = _count(_("Thu về"))
    agreed = _count(_("Đồng ý"))
    disagreed = _count(_("Không đồng ý"))

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        names = ("given", "returned", "agreed", "disagreed")
        kwargs["initial"] = {name: getattr(consultation, name) for name in names}
        super().__init__(*args, version=consultation.version, **kwargs)


class RespondForm(HouseForm):
    accepted = forms.ChoiceField(
        label=_("Xử lý"),
        choices=[("1", _("Tiếp thu")), ("0", _("Giải trình"))],
        widget=forms.RadioSelect,
    )
    response = forms.CharField(
        label=_("Nội dung tiếp thu, giải trình"),
        max_length=POINT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Tiếp thu: đã sửa thế nào, ở đâu. Giải trình: vì sao giữ nguyên."),
    )

    def __init__(self, *args: Any, point: OpinionPoint, **kwargs: Any) -> None:
        accepted = "" if point.accepted is None else str(int(point.accepted))
        kwargs["initial"] = {"accepted": accepted, "response": point.response}
        super().__init__(*args, version=point.version, **kwargs)


class SettleForm(DayForm):
    reason = forms.CharField(
        label=_("Lý do kết thúc khi còn việc chưa xong"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Chỉ ghi khi còn điểm chưa tiếp thu, giải trình hoặc còn cơ quan chưa trả lời."),
    )
    field_order = ("on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Ngày kết thúc")
