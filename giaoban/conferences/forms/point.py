"""What a point says: its answer, its hall, who is there, what it wants to speak about."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.conferences.forms.conference import whole_number
from giaoban.conferences.models import ConnectionPoint, Participant, Speech
from giaoban.conferences.rules import PointFacts, SpeechFacts
from giaoban.core.forms import HouseForm


class AnswerForm(HouseForm):
    reason = forms.CharField(
        label=_("Lý do vắng"),
        max_length=300,
        required=False,
        help_text=_("Chỉ cần khi báo vắng. Không ghi việc riêng của cá nhân."),
    )


class PointFactsForm(HouseForm):
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    operator = forms.CharField(
        label=_("Phụ trách kỹ thuật"), max_length=120, required=False, help_text=_("Tên để gọi khi cần.")
    )
    contact = forms.CharField(
        label=_("Điện thoại cơ quan"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w-short"}),
    )
    seats = whole_number(_("Số chỗ ngồi"), required=False, min_value=1, max_value=5000)

    def __init__(self, *args: Any, point: ConnectionPoint, **kwargs: Any) -> None:
        names = ("place", "operator", "contact", "seats")
        kwargs["initial"] = {name: getattr(point, name) for name in names}
        super().__init__(*args, version=point.version, **kwargs)

    def facts(self) -> PointFacts:
        data = self.cleaned_data
        return PointFacts(
            place=data["place"], operator=data["operator"], contact=data["contact"], seats=data["seats"]
        )


class ReadinessForm(HouseForm):
    line = forms.BooleanField(label=_("Đường truyền tốt"), required=False)
    picture = forms.BooleanField(label=_("Hình ảnh rõ"), required=False)
    sound = forms.BooleanField(label=_("Âm thanh rõ"), required=False)


class Reasoned(HouseForm):
    """After the closing every change of attendance gives its reason."""

    reason = forms.CharField(
        label=_("Lý do đính chính"),
        max_length=300,
        required=False,
        help_text=_("Hội nghị đã bế mạc: ghi vì sao số đại biểu thay đổi."),
    )

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not closed:
            del self.fields["reason"]

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


class HeadsForm(Reasoned):
    convened = whole_number(_("Triệu tập"), required=False, min_value=0, max_value=100_000)
    present = whole_number(_("Có mặt"), required=False, min_value=0, max_value=100_000)
    field_order = ["convened", "present", "reason"]

    def __init__(self, *args: Any, point: ConnectionPoint, **kwargs: Any) -> None:
        kwargs["initial"] = {"convened": point.convened, "present": point.present}
        super().__init__(*args, **kwargs)


class DelegateForm(Reasoned):
    """A line of this conference's list: it makes no person and is not searched."""

    name = forms.CharField(label=_("Họ và tên"), max_length=120)
    post = forms.CharField(label=_("Chức vụ"), max_length=200, required=False)
    body = forms.CharField(label=_("Đơn vị công tác"), max_length=200, required=False)
    substitute_for = forms.ChoiceField(label=_("Đi thay cho"), required=False)
    guest = forms.BooleanField(label=_("Dự thính, không tính vào số triệu tập"), required=False)
    field_order = ["name", "post", "body", "substitute_for", "guest", "reason"]

    def __init__(self, *args: Any, people: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["substitute_for"]
        field.choices = [
            ("", _("không thay ai")),
            *((str(one.pk), one.name) for one in people if one.convened and not one.present),
        ]


class PresentForm(Reasoned):
    """Ticks of the list; the ids are checked by the door."""

    def __init__(self, *args: Any, people: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)

    @property
    def present_ids(self) -> list[int]:
        data: Any = self.data
        return [int(value) for value in data.getlist("co-mat") if value.isdecimal() and len(value) < 19]


class SpeechForm(HouseForm):
    """Topic and time. What is said is typed nowhere; a prepared text comes as a file."""

    topic = forms.CharField(label=_("Chủ đề phát biểu"), max_length=300)
    minutes = whole_number(_("Thời gian (phút)"), min_value=1, max_value=60, initial=8)
    speaker_post = forms.CharField(
        label=_("Chức vụ người phát biểu"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Phó Bí thư Thường trực Tỉnh ủy."),
    )
    speaker = forms.CharField(label=_("Họ và tên"), max_length=120, required=False)
    file = forms.FileField(
        label=_("Văn bản tham luận"),
        required=False,
        help_text=_("Tệp Word hoặc PDF. Chỉ chủ trì và đơn vị mở được; không lập chỉ mục tìm kiếm."),
    )

    def __init__(self, *args: Any, speech: Speech | None = None, **kwargs: Any) -> None:
        if speech is not None:
            names = ("topic", "minutes", "speaker", "speaker_post")
            kwargs["initial"] = {name: getattr(speech, name) for name in names}
        super().__init__(*args, **kwargs)

    def facts(self) -> SpeechFacts:
        data = self.cleaned_data
        return SpeechFacts(
            topic=data["topic"],
            minutes=data["minutes"],
            speaker=data["speaker"],
            speaker_post=data["speaker_post"],
        )


class CallInForm(HouseForm):
    """A point asks for the floor during the conference: the secretary enters it on its behalf."""

    point = forms.ChoiceField(label=_("Điểm cầu"))
    topic = forms.CharField(label=_("Chủ đề"), max_length=300)
    minutes = whole_number(_("Phút"), min_value=1, max_value=60, initial=5)

    def __init__(self, *args: Any, points: Iterable[ConnectionPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["point"]
        field.choices = [("", _("Chọn điểm cầu")), *((str(one.pk), one.name) for one in points)]
