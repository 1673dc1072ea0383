"""What a unit tells of a document: the session it held, the plan it issued."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.directives.forms.fields import AskedField, DocumentField
from giaoban.directives.models import MANNER_LABELS, Dissemination
from giaoban.directives.rules import Manner, SessionFacts
from giaoban.directives.rules.dissemination import MOST_PEOPLE, PLAN_LIMIT

SHORT = {"class": "w-number", "inputmode": "numeric", "autocomplete": "off"}


class SessionForm(HouseForm):
    """Counts and days, never names; correcting what stands asks why."""

    held_on = HouseDateField(label=_("Ngày tổ chức quán triệt"), required=False)
    manner = forms.ChoiceField(
        label=_("Hình thức"),
        required=False,
        choices=[("", _("Chọn hình thức")), *((m.value, MANNER_LABELS[m]) for m in Manner)],
    )
    attending = forms.IntegerField(
        label=_("Số người dự"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs=SHORT),
    )
    convened = forms.IntegerField(
        label=_("Số người được triệu tập"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("Chỉ ghi số người, không ghi tên."),
        widget=forms.TextInput(attrs=SHORT),
    )
    plan = DocumentField(
        label=_("Kế hoạch triển khai đã có trong sổ"),
        required=False,
        help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu, không cần dấu."),
    )
    plan_number = forms.CharField(
        label=_("Hoặc số, ký hiệu kế hoạch"),
        required=False,
        max_length=PLAN_LIMIT,
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    plan_on = HouseDateField(label=_("Ngày ban hành kế hoạch"), required=False)
    reason = AskedField(
        label=_("Lý do sửa"),
        max_length=500,
        help_text=_("Nội dung cũ được giữ lại cùng lý do, người ghi, thời điểm."),
    )

    def __init__(
        self, *args: Any, actor: Actor, pick_url: str, stands: Dissemination | None, **kwargs: Any
    ) -> None:
        if stands is not None:
            names = ("held_on", "manner", "attending", "convened", "plan_on")
            kwargs["initial"] = {name: getattr(stands, name) for name in names}
            kwargs["initial"] |= {"plan": str(stands.plan_id or ""), "plan_number": stands.plan_text}
            kwargs["version"] = stands.version
        super().__init__(*args, **kwargs)
        plan: Any = self.fields["plan"]
        plan.bind(actor, pick_url)
        if stands is None:
            del self.fields["reason"]

    def facts(self) -> SessionFacts:
        data = self.cleaned_data
        return SessionFacts(
            held_on=data["held_on"],
            manner=data["manner"],
            attending=data["attending"],
            convened=data["convened"],
            plan_id=data["plan"].pk if data["plan"] else None,
            plan_text=data["plan_number"],
            plan_on=data["plan_on"],
        )
