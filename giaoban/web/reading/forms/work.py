"""One form of three parts, each with a tick: the document, the programme of tasks, the conference.

Fields begin with their part, as the refusals of `turn_into_work` do; an unticked part may hold anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from giaoban.conferences.forms.conference import HourField
from giaoban.conferences.labels import KIND_LABELS, MODE_LABELS, choices
from giaoban.conferences.rules import ConferenceFacts, Kind
from giaoban.core.dates import ZONE
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.directives.models import type_label
from giaoban.directives.rules import DocumentFacts, RelationKind, types
from giaoban.directives.rules.facts import ISSUER_LIMIT, SUMMARY_LIMIT, SYMBOL_LIMIT
from giaoban.tasks.rules import NUMBER_LIMIT, TITLE_LIMIT, WORDING_LIMIT, TaskFacts
from giaoban.web.models import ReadText
from giaoban.web.reading.proposals import Proposal, TaskProposal
from giaoban.web.reading.rules.facts import ConferenceWork, DocumentWork, ProgrammeWork, Work
from giaoban.web.reading.services.work import CONFERENCE, DOCUMENT, PROGRAMME

PARTS = (DOCUMENT, PROGRAMME, CONFERENCE)
# What each part cannot do without.
NEEDED = {
    *(f"{DOCUMENT}_{name}" for name in ("registered_in", "issued_on", "summary")),
    *(f"{PROGRAMME}_{name}" for name in ("unit", "period", "title")),
    *(f"{CONFERENCE}_{name}" for name in ("kind", "mode", "period", "title", "day", "hour")),
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """The fields of one numbered task on the page."""

    proposal: TaskProposal
    on: BoundField
    number: BoundField
    wording: BoundField
    due: BoundField
    units: BoundField | None


class WorkForm(HouseForm):
    document_on = forms.BooleanField(label=_("Ghi văn bản vào sổ"), required=False)
    document_registered_in = forms.ChoiceField(label=_("Sổ của đơn vị"), required=False)
    document_symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=SYMBOL_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    document_type = forms.ChoiceField(
        label=_("Thể loại"), required=False, help_text=_("Bỏ trống thì lấy theo ký hiệu.")
    )
    document_issued_on = HouseDateField(label=_("Ngày ban hành"), required=False)
    document_issuer = forms.CharField(
        label=_("Cơ quan ban hành"),
        max_length=ISSUER_LIMIT,
        required=False,
        help_text=_("Bỏ trống nếu ký hiệu đã cho biết, ví dụ BTCTW; TW thì phải ghi rõ."),
    )
    document_summary = forms.CharField(
        label=_("Trích yếu nội dung"),
        max_length=SUMMARY_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    document_public = forms.BooleanField(label=_("Đã công bố"), required=False)
    document_target = forms.MultipleChoiceField(
        label=_("Căn cứ, dẫn chiếu các văn bản"), required=False, widget=forms.CheckboxSelectMultiple
    )
    document_confirmed = forms.BooleanField(
        label=_("Vẫn ghi dẫn chiếu văn bản đã được thay thế"), required=False
    )

    programme_on = forms.BooleanField(label=_("Đưa nhiệm vụ vào một chương trình"), required=False)
    programme_unit = forms.ChoiceField(label=_("Đơn vị giao nhiệm vụ"), required=False)
    programme_period = forms.ChoiceField(label=_("Kỳ công tác"), required=False)
    programme_title = forms.CharField(label=_("Tên chương trình"), max_length=TITLE_LIMIT, required=False)

    conference_on = forms.BooleanField(label=_("Ghi hội nghị"), required=False)
    conference_kind = forms.ChoiceField(label=_("Loại hội nghị"), required=False)
    conference_mode = forms.ChoiceField(label=_("Hình thức"), choices=choices(MODE_LABELS), required=False)
    conference_period = forms.ChoiceField(label=_("Kỳ công tác"), required=False)
    conference_title = forms.CharField(
        label=_("Tên hội nghị"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    conference_day = HouseDateField(
        label=_("Ngày họp"),
        required=False,
        help_text=_("Ngày đã qua: ghi là hội nghị đã bế mạc; ngày chưa đến: lập hội nghị để chuẩn bị."),
    )
    conference_hour = HourField(label=_("Giờ bắt đầu"), required=False)
    conference_place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    conference_chair = forms.CharField(label=_("Người chủ trì"), max_length=120, required=False)
    conference_chair_post = forms.CharField(label=_("Chức vụ người chủ trì"), max_length=200, required=False)
    conference_points = forms.MultipleChoiceField(
        label=_("Điểm cầu của các đơn vị"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Đánh dấu sẵn những đơn vị mà văn bản gọi đúng tên."),
    )
    conference_people = forms.MultipleChoiceField(
        label=_("Đại biểu ở điểm cầu chính"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Là dòng chữ của riêng hội nghị này: không lập hồ sơ người, không tìm kiếm được."),
    )

    def __init__(self, *args: Any, proposal: Proposal, text: ReadText, **kwargs: Any) -> None:
        kwargs["initial"] = {**proposal.initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.proposal, self.text = proposal, text
        self.ticked: list[str] = []
        self.rows_taken: list[int] = []
        offered = {
            DOCUMENT: bool(proposal.registers) and text.made_document is None,
            PROGRAMME: bool(proposal.directing) and bool(proposal.tasks) and text.made_programme is None,
            CONFERENCE: proposal.hosting is not None and text.made_conference is None,
        }
        self.offered = [part for part in PARTS if offered[part]]
        self._choose()
        self._tasks()
        for name in list(self.fields):
            if name.partition("_")[0] not in self.offered:
                del self.fields[name]
        for name in NEEDED & self.fields.keys():
            self.fields[name].required = True

    def _choose(self) -> None:
        proposal = self.proposal
        kinds = [
            (code, label)
            for code, label in choices(KIND_LABELS)
            if (code == Kind.CLUSTER_REVIEW) == proposal.cluster
        ]
        people = [
            (str(place), f"{name}, {post}" if post else name)
            for place, (name, post) in enumerate(proposal.people)
        ]
        chosen = {
            "document_registered_in": proposal.registers,
            "document_type": [("", "–"), *((row.code, type_label(row.code)) for row in types())],
            "document_target": proposal.cites,
            "programme_unit": proposal.directing,
            "programme_period": proposal.periods,
            "conference_kind": kinds,
            "conference_period": proposal.periods,
            "conference_points": proposal.members,
            "conference_people": people,
        }
        for name, options in chosen.items():
            field: Any = self.fields[name]
            field.choices = options
        for name in ("document_target", "conference_points", "conference_people"):
            if not chosen[name]:
                del self.fields[name]
        if not proposal.cites:
            del self.fields["document_confirmed"]

    def _tasks(self) -> None:
        for at, one in enumerate(self.proposal.tasks):
            name = f"programme_{at}"
            self.fields[f"{name}_on"] = forms.BooleanField(label=_("Lấy"), required=False, initial=True)
            self.fields[f"{name}_number"] = forms.CharField(
                label=_("Số thứ tự"),
                max_length=NUMBER_LIMIT,
                required=False,
                initial=one.number,
                widget=forms.TextInput(attrs={"class": "w-number"}),
            )
            self.fields[f"{name}_wording"] = forms.CharField(
                label=_("Nội dung nhiệm vụ"),
                max_length=WORDING_LIMIT,
                error_messages={"required": _("Điền nội dung nhiệm vụ.")},
                initial=one.wording,
                widget=forms.Textarea(attrs={"rows": min(8, 2 + len(one.wording) // 90)}),
            )
            self.fields[f"{name}_due"] = HouseDateField(label=_("Thời hạn"), required=False, initial=one.due)
            if one.units:
                self.fields[f"{name}_units"] = forms.MultipleChoiceField(
                    label=_("Đơn vị chủ trì"),
                    required=False,
                    choices=list(one.units),
                    widget=forms.CheckboxSelectMultiple,
                )

    # --- on the page ------------------------------------------------------------------------------------

    def part(self, name: str) -> list[BoundField]:
        """The fields of a part but its tick and the rows of its tasks."""
        rest = [one for one in self.fields if one.startswith(f"{name}_") and one != f"{name}_on"]
        return [self[one] for one in rest if not one.removeprefix("programme_")[:1].isdecimal()]

    @property
    def document(self) -> list[BoundField]:
        return self.part(DOCUMENT)

    @property
    def programme(self) -> list[BoundField]:
        return self.part(PROGRAMME)

    @property
    def conference(self) -> list[BoundField]:
        return self.part(CONFERENCE)

    @property
    def rows(self) -> Iterator[TaskRow]:
        for at, one in enumerate(self.proposal.tasks):
            name = f"programme_{at}"
            yield TaskRow(
                one,
                self[f"{name}_on"],
                self[f"{name}_number"],
                self[f"{name}_wording"],
                self[f"{name}_due"],
                self[f"{name}_units"] if f"{name}_units" in self.fields else None,
            )

    # --- what was typed ---------------------------------------------------------------------------------

    def full_clean(self) -> None:
        """Faults of a part that is not ticked do not stand in the way."""
        super().full_clean()
        if not self.is_bound:
            return
        left = [f"programme_{at}_" for at in range(len(self.proposal.tasks)) if at not in self.rows_taken]
        for name in [name for name in self.errors if name != "__all__"]:
            if name.partition("_")[0] not in self.ticked or name.startswith(tuple(left)):
                del self.errors[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.ticked = [part for part in self.offered if data.get(f"{part}_on")]
        if PROGRAMME in self.ticked:
            self._check_tasks(data)
        return data

    def _check_tasks(self, data: dict[str, Any]) -> None:
        taken = self.rows_taken = self._taken(data)
        if not taken:
            self.add_error("programme_on", _("Chọn ít nhất một nhiệm vụ."))
        numbers: set[str] = set()
        for at in taken:
            number = data.get(f"programme_{at}_number", "")
            if number and number in numbers:
                self.add_error(f"programme_{at}_number", _("Hai nhiệm vụ không mang cùng một số."))
            numbers.add(number)

    def _taken(self, data: dict[str, Any]) -> list[int]:
        return [at for at in range(len(self.proposal.tasks)) if data.get(f"programme_{at}_on")]

    def work(self, host_id: int) -> Work:
        data = self.cleaned_data
        return Work(
            document=self._document(data) if data.get("document_on") else None,
            programme=self._programme(data) if data.get("programme_on") else None,
            conference=self._conference(data, host_id) if data.get("conference_on") else None,
        )

    def _document(self, data: dict[str, Any]) -> DocumentWork:
        facts = DocumentFacts(
            issued_on=data["document_issued_on"],
            summary=data["document_summary"],
            symbol=data["document_symbol"],
            type=data["document_type"],
            issuer=data["document_issuer"],
            public=data["document_public"],
            secrecy=self.text.secrecy,
            source=(self.text.address or f"Đọc từ văn bản “{self.text.title}”")[:300],
            relations=tuple((RelationKind.CITES.value, int(pk)) for pk in data.get("document_target", ())),
        )
        return DocumentWork(int(data["document_registered_in"]), facts, bool(data.get("document_confirmed")))

    def _programme(self, data: dict[str, Any]) -> ProgrammeWork:
        tasks = [
            TaskFacts(
                data[f"programme_{at}_number"],
                data[f"programme_{at}_wording"],
                due=data[f"programme_{at}_due"],
                lead_unit_ids=[int(pk) for pk in data.get(f"programme_{at}_units", ())],
            )
            for at in self.rows_taken
        ]
        return ProgrammeWork(
            int(data["programme_unit"]), data["programme_period"], data["programme_title"], tasks
        )

    def _conference(self, data: dict[str, Any], host_id: int) -> ConferenceWork:
        facts = ConferenceFacts(
            kind=data["conference_kind"],
            period=data["conference_period"],
            title=data["conference_title"],
            starts_at=datetime.combine(data["conference_day"], data["conference_hour"], ZONE),
            place=data["conference_place"],
            mode=data["conference_mode"],
            chair=data["conference_chair"],
            chair_post=data["conference_chair_post"],
            secrecy=self.text.secrecy,
        )
        people = [self.proposal.people[int(at)] for at in data.get("conference_people", ())]
        return ConferenceWork(
            self.proposal.hosting or 0,
            host_id,
            facts,
            [int(pk) for pk in data.get("conference_points", ())],
            [(name[:120], post[:200]) for name, post in people],
        )
