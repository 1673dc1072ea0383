"""Opening a dossier and correcting its facts: what, who issues, to whom, who signs, by when."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.actors import Actor
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.secrecy import Secrecy, Zone
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.queries import authoring
from giaoban.correspondence.rules import ABOUT_LIMIT, URGENCIES, DossierFacts, Subject
from giaoban.correspondence.rules.organs import authority_of
from giaoban.directives.forms import UnitsField
from giaoban.directives.rules import Permission as Documents
from giaoban.organisations.models import Unit
from giaoban.organisations.queries.naming import names_at

Choices = Sequence[tuple[str, Any]]
NONE = [("", _("Chưa chọn"))]


class DossierForm(HouseForm):
    """Facts of a dossier; `unit` is asked only when one may draft for several."""

    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        ("", ("unit", "template", "type", "about", "level", "joint_with", "due", "field", "department")),
        (_("Người ký"), ("authority", "post", "signer", "place")),
        (_("Nơi nhận"), ("addressee", "recipients", "receivers")),
        (_("Độ khẩn, độ mật"), ("urgency", "secrecy")),
    )

    unit = forms.ChoiceField(label=_("Cơ quan tham mưu"))
    template = forms.ChoiceField(
        label=_("Mẫu văn bản"),
        required=False,
        help_text=_(
            "Dự thảo lần 1 bắt đầu từ bố cục của mẫu. Bỏ trống: bắt đầu từ trang trắng đúng thể thức."
        ),
    )
    type = forms.ChoiceField(
        label=_("Thể loại"), required=False, help_text=_("Bỏ trống thì theo mẫu văn bản đã chọn.")
    )
    about = forms.CharField(
        label=_("Trích yếu nội dung"),
        max_length=ABOUT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Về việc gì, như sẽ in dưới tên loại văn bản."),
    )
    level = forms.ChoiceField(
        label=_("Cấp ban hành"),
        help_text=_("Cơ quan tham mưu soạn; cấp này thông qua và ban hành."),
    )
    joint_with = UnitsField(
        label=_("Cơ quan cùng ban hành"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Chỉ ghi cho văn bản liên tịch, mỗi dòng một cơ quan. Số lấy ở quyển của cơ quan chủ trì, ký "
            "hiệu có chữ viết tắt của mọi cơ quan."
        ),
    )
    due = HouseDateField(label=_("Hạn ban hành"), required=False)
    field = forms.ChoiceField(
        label=_("Lĩnh vực"),
        required=False,
        choices=[*NONE, *((str(code), label) for code, label in FIELD_LABELS.items())],
    )
    department = forms.ChoiceField(label=_("Phòng soạn thảo"), required=False)
    authority = forms.CharField(
        label=_("Thẩm quyền ký"),
        max_length=200,
        required=False,
        help_text=_("T/M, K/T, T/L. Bỏ trống thì theo cấp ban hành và chức vụ, ví dụ T/M BAN THƯỜNG VỤ."),
    )
    post = forms.CharField(label=_("Chức vụ người ký"), max_length=200, required=False)
    signer = forms.CharField(label=_("Họ và tên người ký"), max_length=120, required=False)
    place = forms.CharField(
        label=_("Địa danh"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-short"}),
        help_text=_("Đứng trước ngày, tháng, năm của văn bản."),
    )
    addressee = forms.CharField(
        label=_("Kính gửi"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    recipients = UnitsField(
        label=_("Gửi trên hệ thống đến"),
        required=False,
        help_text=_(
            "Mỗi dòng một đơn vị, ghi tên hoặc mã. Khi ban hành, đơn vị được gửi văn bản và báo tin."
        ),
    )
    receivers = forms.CharField(
        label=_("Dòng nơi nhận in trên văn bản"),
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một nơi nhận, ví dụ: Các huyện ủy, thành ủy; Lưu Văn phòng."),
    )
    urgency = forms.ChoiceField(
        label=_("Độ khẩn"), required=False, choices=[(code, code or _("Thường")) for code in URGENCIES]
    )
    secrecy = forms.ChoiceField(
        label=_("Độ mật"), choices=[(c.value, label) for c, label in SECRECY_LABELS.items()]
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        units: Choices,
        levels: Choices,
        departments: Choices,
        on: date,
        dossier: Dossier | None = None,
        **kwargs: Any,
    ) -> None:
        if dossier is not None:
            kwargs.setdefault("initial", _initial(dossier, on))
            kwargs["version"] = dossier.version
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self._choose("unit", units)
        self._choose("template", [*NONE, *authoring.template_choices()])
        self._choose("type", [("", _("Theo mẫu")), *authoring.type_choices()])
        self._choose("level", levels)
        self._choose("department", [*NONE, *departments])
        for name in ("recipients", "joint_with"):
            units_: Any = self.fields[name]
            units_.bind(actor, on)
        if dossier is not None:
            del self.fields["unit"]
        elif len(units) == 1:
            unit: Any = self.fields["unit"]
            unit.initial, unit.widget = units[0][0], forms.HiddenInput()
        if not departments:
            del self.fields["department"]
        classed = any(actor.can(Documents.VIEW_SECRET, int(pk)) for pk, _name in units)
        if settings.GIAOBAN_ZONE == Zone.CONNECTED or not classed:
            del self.fields["secrecy"]

    def _choose(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def grouped(self) -> list[tuple[Any, list[BoundField]]]:
        found = []
        for title, names in self.groups:
            shown = [self[name] for name in names if name in self.fields and not self[name].is_hidden]
            if shown:
                found.append((title, shown))
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("type") and "type" not in self.errors:
            data["type"] = authoring.type_of_template(data.get("template", ""))
            if not data["type"]:
                self.add_error("type", _("Chọn thể loại, hoặc chọn mẫu văn bản."))
        return data

    def unit_id(self) -> int:
        return int(self.cleaned_data["unit"])

    def facts(self, period: str) -> DossierFacts:
        """As the door takes them; what the form does not ask stays as the dossier has it."""
        data, held = self.cleaned_data, self.dossier
        issuer, _dot, organ = data["level"].partition(".")
        department = data.get("department") or ""
        return DossierFacts(
            type=data["type"],
            template=data["template"],
            about=data["about"],
            organ=organ,
            issuer_id=int(issuer),
            joint_with=data["joint_with"],
            period=held.period if held else period,
            field=data["field"],
            subject=_subject(held),
            department_id=int(department) if department else None,
            due=data["due"],
            urgency=data["urgency"],
            secrecy=data.get("secrecy") or (held.secrecy if held else Secrecy.NORMAL.value),
            place=data["place"],
            addressee=data["addressee"],
            authority=data["authority"] or authority_of(organ, data["post"]),
            post=data["post"],
            signer=data["signer"],
            receivers=tuple(line for line in data["receivers"].splitlines() if line.strip()),
            recipient_ids=data["recipients"],
            relations=tuple((kind, pk) for kind, pk in held.relations) if held else (),
            answers_id=held.answers_id if held else None,
        )


def _subject(held: Dossier | None) -> Subject | None:
    if held is None or held.subject_id is None:
        return None
    return Subject(held.subject_kind, held.subject_id, held.subject_label, held.subject_url)


def _initial(dossier: Dossier, on: date) -> dict[str, Any]:
    names = ("template", "type", "about", "due", "field", "authority", "post", "signer", "place", "addressee")
    return {name: getattr(dossier, name) for name in (*names, "urgency", "secrecy")} | {
        "level": f"{dossier.issuer_id}.{dossier.organ}",
        "department": str(dossier.department_id or ""),
        "receivers": "\n".join(dossier.receivers),
        "recipients": _lines(dossier.recipients.all(), on),
        "joint_with": _lines(dossier.joint_with.all(), on),
    }


def _lines(units: Iterable[Unit], on: date) -> str:
    """Their names as the field reads them back."""
    codes = {unit.pk: unit.code for unit in units}
    called = names_at((pk, on) for pk in codes)
    return "\n".join(code if called[pk, on] == "—" else called[pk, on] for pk, code in codes.items())
