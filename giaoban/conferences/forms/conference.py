"""A conference, an item of its agenda, its invitation, a further point."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from giaoban.conferences.labels import ITEM_LABELS, KIND_LABELS, MODE_LABELS, choices
from giaoban.conferences.models import AgendaItem, Conference
from giaoban.conferences.rules import ConferenceFacts, ItemFacts, Kind, templates
from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE
from giaoban.core.forms import ComboboxField, HouseDateField, HouseForm
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.secrecy import Secrecy, Zone
from giaoban.directives.forms import DocumentField
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import pick as pick_units
from giaoban.organisations.queries import visible_to as units_visible_to
from giaoban.organisations.queries.base import in_english

HOUR = re.compile(r"\s*(\d{1,2})\s*(?:[:hg.,]\s*(\d{2})?)?\s*", re.IGNORECASE)
NUMBER = {"inputmode": "numeric", "class": "w-number", "autocomplete": "off"}


class HourField(forms.CharField):
    """An hour as staff type it: 14:00, 14h, 14h30, 7.30."""

    default_error_messages = {"invalid": _("Viết giờ như 14:00 hoặc 7h30.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "w-date", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> time | None:
        text = super().clean(value)
        if not text:
            return None
        match = HOUR.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            return time(int(match[1]), int(match[2] or 0))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


def whole_number(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, localize=False, widget=forms.TextInput(attrs=NUMBER), **kwargs)


class ConferenceForm(HouseForm):
    """What is known of a conference. A template of the agenda is asked for only when it is made."""

    kind = forms.ChoiceField(label=_("Loại hội nghị"))
    mode = forms.ChoiceField(label=_("Hình thức"), choices=choices(MODE_LABELS))
    title = forms.CharField(label=_("Tên hội nghị"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    day = HouseDateField(label=_("Ngày họp"))
    hour = HourField(label=_("Giờ bắt đầu"))
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    chair = forms.CharField(label=_("Người chủ trì"), max_length=120, required=False)
    chair_post = forms.CharField(
        label=_("Chức vụ người chủ trì"),
        max_length=200,
        required=False,
        help_text=_("In trên giấy mời và kết luận."),
    )
    recorder = forms.CharField(label=_("Người ghi biên bản"), max_length=120, required=False)
    secrecy = forms.ChoiceField(
        label=_("Độ mật"),
        choices=[(c.value, label) for c, label in SECRECY_LABELS.items()],
        initial=Secrecy.NORMAL.value,
    )
    template = forms.ChoiceField(label=_("Chương trình mẫu"), required=False)

    def __init__(
        self, *args: Any, cluster: bool, conference: Conference | None = None, **kwargs: Any
    ) -> None:
        if conference is not None:
            kwargs["initial"] = _initial(conference) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [
            (code, label) for code, label in choices(KIND_LABELS) if (code == Kind.CLUSTER_REVIEW) == cluster
        ]
        template: Any = self.fields["template"]
        template.choices = [
            ("", _("Theo loại hội nghị")),
            *((row.code, row.label_en if in_english() else row.label) for row in templates()),
        ]
        if conference is not None:
            del self.fields["template"]
        if settings.GIAOBAN_ZONE == Zone.CONNECTED:
            del self.fields["secrecy"]

    def facts(self, period: str) -> ConferenceFacts:
        data = self.cleaned_data
        return ConferenceFacts(
            kind=data["kind"],
            period=period,
            title=data["title"],
            starts_at=datetime.combine(data["day"], data["hour"], ZONE),
            place=data["place"],
            mode=data["mode"],
            chair=data["chair"],
            chair_post=data["chair_post"],
            recorder=data["recorder"],
            secrecy=data.get("secrecy", Secrecy.NORMAL.value),
        )


def _initial(conference: Conference) -> dict[str, Any]:
    begins = conference.starts_at.astimezone(ZONE)
    names = ("kind", "mode", "title", "place", "chair", "chair_post", "recorder", "secrecy")
    return {name: getattr(conference, name) for name in names} | {
        "day": begins.date(),
        "hour": begins.time(),
    }


class AgendaItemForm(HouseForm):
    """An item of the agenda; a commendation has a count with its counting unit, never names."""

    kind = forms.ChoiceField(label=_("Loại nội dung"), choices=choices(ITEM_LABELS))
    title = forms.CharField(label=_("Nội dung"), max_length=300)
    minutes = whole_number(_("Thời lượng (phút)"), min_value=1, max_value=480)
    presenter = forms.CharField(
        label=_("Người trình bày"),
        max_length=200,
        required=False,
        help_text=_("Ghi chức danh, ví dụ: Vụ trưởng Vụ Địa phương III."),
    )
    count = whole_number(
        _("Số lượng khen thưởng"), required=False, min_value=0, max_value=100_000, help_text=_("Ví dụ: 15.")
    )
    counting_unit = forms.CharField(
        label=_("Đơn vị đếm"), max_length=40, required=False, help_text=_("Ví dụ: đồng chí, tập thể.")
    )
    kept = forms.MultipleChoiceField(
        label=_("Tài liệu đã gắn"), required=False, widget=forms.CheckboxSelectMultiple
    )
    document = DocumentField(
        label=_("Gắn thêm tài liệu"),
        required=False,
        help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu."),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        document_url: str,
        item: AgendaItem | None = None,
        **kwargs: Any,
    ) -> None:
        held = list(item.documents.all()) if item is not None else []
        if item is not None:
            names = ("kind", "title", "minutes", "presenter", "count", "counting_unit")
            kwargs["initial"] = {name: getattr(item, name) for name in names} | {
                "kept": [str(one.pk) for one in held]
            }
        super().__init__(*args, **kwargs)
        document: Any = self.fields["document"]
        document.bind(actor, document_url)
        kept: Any = self.fields["kept"]
        kept.choices = [(str(one.pk), one.label) for one in held]
        if not held:
            del self.fields["kept"]

    def facts(self) -> ItemFacts:
        data = self.cleaned_data
        documents = [int(pk) for pk in data.get("kept", ())]
        if data["document"] is not None:
            documents.append(data["document"].pk)
        return ItemFacts(
            kind=data["kind"],
            title=data["title"],
            minutes=data["minutes"],
            presenter=data["presenter"],
            count=data["count"],
            counting_unit=data["counting_unit"],
            document_ids=tuple(dict.fromkeys(documents)),
        )


class InviteForm(HouseForm):
    number = forms.CharField(
        label=_("Số giấy mời"), max_length=60, required=False, help_text=_("Ví dụ: 512-GM/BTCTW.")
    )
    text = forms.CharField(
        label=_("Nội dung giấy mời"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Thành phần ở điểm cầu, việc cần chuẩn bị, hạn gửi danh sách đại biểu."),
    )


class PointAddForm(HouseForm):
    """A further point of any unit, or one below a point."""

    unit = ComboboxField(
        label=_("Đơn vị"),
        help_text=_("Gõ một phần tên, có dấu hoặc không dấu."),
        find=lambda _text: (),
        get=lambda _key: None,
    )
    name = forms.CharField(
        label=_("Tên điểm cầu"),
        max_length=200,
        required=False,
        help_text=_("Bỏ trống thì lấy tên ngắn của đơn vị."),
    )
    parent = forms.ChoiceField(label=_("Là điểm cầu cấp dưới của"), required=False)

    def __init__(
        self, *args: Any, actor: Actor, on: date, parents: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)

        def find(text: str) -> list[tuple[str, str]]:
            return [(str(row.id), row.name) for row in pick_units(actor, text, on, limit=12)]

        def get(key: str) -> Unit | None:
            known = key.isdecimal() and len(key) < 19
            return units_visible_to(actor).filter(pk=int(key)).first() if known else None

        unit: Any = self.fields["unit"]
        unit.find, unit.get = find, get
        parent: Any = self.fields["parent"]
        parent.choices = [("", _("không, nối thẳng")), *((str(pk), name) for pk, name in parents)]
