"""The draft of a conclusion, its issue, and the one review page of the next period's tasks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.conferences.labels import LEADS_LABELS, choices
from giaoban.conferences.models import Paragraph
from giaoban.conferences.queries.conclusions import Plan
from giaoban.conferences.rules import IssueFacts, ParagraphPlan
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.periods.rules import Period

LEVELS = [("1", _("đoạn cấp 1 (1, 2, 3…)")), ("2", _("đoạn cấp 2 (1.1, 1.2…)"))]


class HeadingForm(HouseForm):
    title = forms.CharField(label=_("Trích yếu"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    opening = forms.CharField(
        label=_("Đoạn mở đầu"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Đánh giá chung, trước các đoạn đánh số."),
    )


class ParagraphForm(HouseForm):
    text = forms.CharField(label=_("Nội dung"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    level = forms.ChoiceField(label=_("Cấp"), choices=LEVELS, initial="1")


class IssueForm(HouseForm):
    type = forms.ChoiceField(
        label=_("Thể loại"), choices=[("KL", _("Kết luận")), ("TB", _("Thông báo kết luận"))]
    )
    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=60,
        help_text=_("Như trên bản đã ký, ví dụ: 05-KL/BTCTW."),
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    issued_on = HouseDateField(label=_("Ngày ban hành"))
    public = forms.BooleanField(
        label=_("Đã công bố, mọi người dùng hệ thống được xem"),
        required=False,
        help_text=_("Không đánh dấu: chỉ đơn vị ban hành và các đơn vị có điểm cầu xem được."),
    )

    def facts(self) -> IssueFacts:
        data = self.cleaned_data
        return IssueFacts(
            type=data["type"], symbol=data["symbol"], issued_on=data["issued_on"], public=data["public"]
        )


class Review(HouseForm):
    """Every paragraph on one page: tick, leads, due day, product, field; named by the paragraph."""

    next_period = forms.ChoiceField(label=_("Kỳ giao nhiệm vụ"))
    common_due = HouseDateField(
        label=_("Hạn chung"),
        required=False,
        help_text=_("Ghi cho nhiệm vụ đã đánh dấu mà chưa có hạn riêng."),
    )

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        kinds: Sequence[tuple[str, str]],
        periods: Iterable[Period],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        period: Any = self.fields["next_period"]
        period.choices = [(one.code, one.label(language)) for one in periods]
        self.plan = plan
        for row in plan.rows:
            self._add(row.paragraph, kinds)

    def _add(self, paragraph: Paragraph, kinds: Sequence[tuple[str, str]]) -> None:
        pk = paragraph.pk
        leads = [(code, label) for code, label in choices(LEADS_LABELS) if code != "kind" or len(kinds) > 1]
        fields: dict[str, forms.Field] = {
            "task": forms.BooleanField(label=_("Thành nhiệm vụ"), required=False, initial=paragraph.task),
            "leads": forms.ChoiceField(
                label=_("Đơn vị chủ trì"), choices=leads, required=False, initial=paragraph.leads
            ),
            "kind": forms.ChoiceField(
                label=_("Loại đơn vị"),
                choices=[("", _("Chọn loại")), *kinds],
                required=False,
                initial=paragraph.lead_kind,
            ),
            "due": HouseDateField(label=_("Thời hạn"), required=False, initial=paragraph.due),
            "product": forms.CharField(
                label=_("Sản phẩm"), max_length=300, required=False, initial=paragraph.product
            ),
            "field": forms.ChoiceField(
                label=_("Lĩnh vực"),
                choices=[("", _("Chưa chọn")), *choices(FIELD_LABELS)],
                required=False,
                initial=paragraph.field,
            ),
            "indicator": forms.CharField(
                label=_("Chỉ tiêu minh chứng"),
                max_length=40,
                required=False,
                initial=paragraph.indicator,
                widget=forms.TextInput(attrs={"class": "w-short"}),
            ),
        }
        for name, field in fields.items():
            self.fields[f"{name}-{pk}"] = field

    def rows(self) -> list[ParagraphPlan]:
        data = self.cleaned_data
        common: date | None = data["common_due"]
        sent: Any = self.data
        found = []
        for row in self.plan.rows:
            pk = row.paragraph.pk
            task = data[f"task-{pk}"]
            units = [u for u in sent.getlist(f"units-{pk}") if u.isdecimal() and len(u) < 19]
            found.append(
                ParagraphPlan(
                    paragraph_id=pk,
                    task=task,
                    leads=data[f"leads-{pk}"] or "all",
                    lead_kind=data[f"kind-{pk}"],
                    unit_ids=tuple(int(unit) for unit in units),
                    due=data[f"due-{pk}"] or (common if task else None),
                    product=data[f"product-{pk}"],
                    field=data[f"field-{pk}"],
                    indicator=data[f"indicator-{pk}"],
                )
            )
        return found
