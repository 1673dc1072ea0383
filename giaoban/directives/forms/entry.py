"""A document as its paper words it: entering it, and correcting what was entered."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.core.forms import HouseDateField, HouseForm
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.secrecy import Zone
from giaoban.directives.forms.fields import AskedField, DocumentField, UnitsField
from giaoban.directives.models import CONFIDENCE_LABELS, Document, type_label
from giaoban.directives.queries import Recognised
from giaoban.directives.rules import Confidence, DocumentFacts, Permission, types
from giaoban.directives.rules.facts import ISSUER_LIMIT, SUMMARY_LIMIT, SYMBOL_LIMIT


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together under a heading; `closed` ones open when one of them speaks."""

    title: Any
    fields: tuple[BoundField, ...]
    closed: bool = False


def type_choices() -> list[tuple[str, Any]]:
    return [("", _("Theo ký hiệu")), *((row.code, type_label(row.code)) for row in types())]


class EntryForm(HouseForm):
    """What both entering and correcting ask, in groups."""

    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        ("", ("registered_in", "symbol", "type", "issued_on", "issuer", "summary", "secrecy", "public")),
        (
            _("Nơi nhận, quan hệ, tệp"),
            ("recipients", "everybody_below", "implements", "replaces", "confirmed", "file"),
        ),
    )
    rarely: ClassVar[tuple[str, ...]] = ("plenum", "plenum_term", "source", "confidence", "holder")

    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=SYMBOL_LIMIT,
        required=False,
        help_text=_("Gõ như trên văn bản, chữ thường hay không dấu đều được: 18-nq/tw, 47/2018/NĐ-CP."),
        widget=forms.TextInput(attrs={"class": "w-short", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(
        label=_("Thể loại"),
        required=False,
        help_text=_("Bỏ trống thì lấy theo ký hiệu; QĐ có thể là quyết định hoặc quy định nên phải chọn."),
    )
    issued_on = HouseDateField(label=_("Ngày ban hành"))
    issuer = forms.CharField(
        label=_("Cơ quan ban hành"),
        max_length=ISSUER_LIMIT,
        required=False,
        help_text=_("Bỏ trống nếu ký hiệu đã cho biết, ví dụ BTCTW; TW thì phải ghi rõ."),
        widget=forms.TextInput(attrs={"list": "co-quan-ban-hanh", "autocomplete": "off"}),
    )
    summary = AskedField(
        label=_("Trích yếu nội dung"),
        max_length=SUMMARY_LIMIT,
        help_text=_("Về việc gì, như ghi dưới tên loại văn bản. Tài liệu mật thì bỏ trống."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    public = forms.BooleanField(
        label=_("Đã công bố"),
        required=False,
        help_text=_(
            "Mọi người dùng hệ thống được xem. Không đánh dấu: chỉ đơn vị ghi sổ và nơi nhận được xem."
        ),
    )
    plenum = forms.IntegerField(
        label=_("Hội nghị Trung ương thông qua: số thứ tự"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-number", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Chỉ ghi cho văn bản của hội nghị Trung ương, ví dụ 6 và khóa XII."),
    )
    plenum_term = forms.CharField(
        label=_("Khóa của hội nghị"),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-number", "autocomplete": "off"}),
    )
    source = forms.CharField(
        label=_("Nguồn"),
        max_length=300,
        required=False,
        help_text=_("Bản giấy, trục liên thông hoặc trang đã đăng."),
    )
    confidence = forms.ChoiceField(
        label=_("Độ tin cậy"), choices=[(c.value, label) for c, label in CONFIDENCE_LABELS.items()]
    )
    secrecy = forms.ChoiceField(
        label=_("Độ mật"), choices=[(c.value, label) for c, label in SECRECY_LABELS.items()]
    )
    holder = forms.CharField(
        label=_("Tài liệu mật: nơi giữ bản giấy"),
        max_length=ISSUER_LIMIT,
        required=False,
        help_text=_(
            "Chỉ ghi khi là tài liệu mật. Khi đó hệ thống chỉ giữ số, ngày, cơ quan ban hành và nơi giữ."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, unit_id: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("confidence", Confidence.UNVERIFIED.value)
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["type"]
        kinds.choices = type_choices()
        classed = actor.can(Permission.VIEW_SECRET, unit_id)
        if settings.GIAOBAN_ZONE == Zone.CONNECTED or not classed:
            del self.fields["secrecy"]

    def grouped(self) -> list[Group]:
        """The fields of the form under their headings; hidden ones travel apart."""
        found = [Group(title, self._shown(names)) for title, names in self.groups]
        rarely = self._shown(self.rarely)
        speaks = any(field.errors or (field.value() and field.name == "holder") for field in rarely)
        last = Group(_("Hội nghị Trung ương, nguồn, tài liệu mật"), rarely, closed=not speaks)
        return [*(group for group in found if group.fields), last]

    def _shown(self, names: Sequence[str]) -> tuple[BoundField, ...]:
        return tuple(self[name] for name in names if name in self.fields and not self[name].is_hidden)

    def entry(self) -> dict[str, Any]:
        """The fields of the form as DocumentFacts takes them."""
        names = (
            "symbol",
            "type",
            "issued_on",
            "issuer",
            "summary",
            "public",
            "source",
            "confidence",
            "holder",
            "plenum",
            "plenum_term",
        )
        data = self.cleaned_data
        return {name: data[name] for name in names} | {"secrecy": data.get("secrecy", "normal")}


class RegisterForm(EntryForm):
    """A new entry, with who receives it, what it implements or replaces, and its file."""

    registered_in = forms.ChoiceField(label=_("Ghi vào sổ của"))
    recipients = UnitsField(
        label=_("Nơi nhận"),
        required=False,
        help_text=_("Mỗi dòng một đơn vị, ghi tên hoặc mã. Đơn vị nhận thấy văn bản này và được báo tin."),
    )
    everybody_below = forms.BooleanField(label=_("Gửi mọi đơn vị trực thuộc"), required=False)
    implements = DocumentField(label=_("Triển khai, cụ thể hóa văn bản"), required=False)
    replaces = DocumentField(label=_("Thay thế văn bản"), required=False)
    confirmed = forms.BooleanField(
        label=_("Vẫn ghi, dù văn bản đó đã được thay thế"), required=False, widget=forms.HiddenInput
    )
    file = forms.FileField(
        label=_("Tệp văn bản"),
        required=False,
        help_text=_("PDF, Word hoặc Excel. Có thể đính kèm sau."),
        widget=forms.FileInput,
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        on: date,
        registers: Sequence[tuple[int, str]],
        pick_url: str,
        below: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, actor=actor, unit_id=registers[0][0], **kwargs)
        self.below = tuple(below)
        books: Any = self.fields["registered_in"]
        books.choices = [(str(pk), name) for pk, name in registers]
        if len(registers) == 1:
            books.initial, books.widget = str(registers[0][0]), forms.HiddenInput()
        if not below:
            del self.fields["everybody_below"]
        units: Any = self.fields["recipients"]
        units.bind(actor, on)
        for name in ("implements", "replaces"):
            field: Any = self.fields[name]
            field.bind(actor, pick_url)

    def ask_to_confirm(self) -> None:
        self.fields["confirmed"].widget = forms.CheckboxInput()

    def facts(self) -> DocumentFacts:
        data = self.cleaned_data
        below = self.below if data.get("everybody_below") else ()
        related = tuple((kind, data[kind].pk) for kind in ("implements", "replaces") if data[kind])
        recipients = tuple(dict.fromkeys((*data["recipients"], *below)))
        return DocumentFacts(**self.entry(), recipient_ids=recipients, relations=related)


class CorrectForm(EntryForm):
    """The entry as it should have been, and why; a recipient entered by mistake loses its tick."""

    groups = (
        ("", ("reason",)),
        ("", ("symbol", "type", "issued_on", "issuer", "summary", "secrecy", "public", "recipients")),
    )

    reason = forms.CharField(
        label=_("Lý do đính chính"),
        max_length=500,
        help_text=_("Nội dung cũ được giữ lại cùng lý do, người ghi, thời điểm."),
    )
    recipients = forms.MultipleChoiceField(
        label=_("Nơi nhận"),
        required=False,
        help_text=_("Bỏ dấu ở đơn vị ghi nhầm. Thêm nơi nhận ở trang của văn bản."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, document: Document, recipients: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        names = ("symbol", "type", "issued_on", "issuer", "summary", "public", "source", "confidence")
        kept = ("secrecy", "holder", "plenum", "plenum_term")
        initial = {name: getattr(document, name) for name in (*names, *kept)}
        initial["recipients"] = [str(pk) for pk, _name in recipients]
        kwargs["initial"] = initial
        super().__init__(*args, unit_id=document.registered_in_id, version=document.version, **kwargs)
        self.document = document
        held: Any = self.fields["recipients"]
        held.choices = [(str(pk), name) for pk, name in recipients]
        if not recipients:
            del self.fields["recipients"]

    def facts(self) -> DocumentFacts:
        """Class and recipients that the form does not ask for stay as they are."""
        entry = self.entry() | {"number": self._number(), "congress": self.document.congress}
        if "secrecy" not in self.fields:
            entry["secrecy"] = self.document.secrecy
        kept = tuple(int(pk) for pk in self.cleaned_data.get("recipients", ()))
        return DocumentFacts(**entry, recipient_ids=kept)

    def _number(self) -> int | None:
        """A number entered without a symbol that says it stays, as long as the symbol does."""
        return self.document.number if self.cleaned_data["symbol"] == self.document.symbol else None


class HintForm(forms.Form):
    """The fields that a symbol may fill while it is typed: type and issuer, as the entry form shows them."""

    def __init__(self, read: Recognised | None, *, typed: Mapping[str, str]) -> None:
        super().__init__()
        self.filled: dict[str, str] = {}
        if read is None:
            return
        if len(read.types) == 1 and not typed.get("type"):
            self.filled["type"] = read.types[0][0]
        if len(read.issuers) == 1 and not typed.get("issuer", "").strip():
            self.filled["issuer"] = read.issuers[0]

    def hints(self) -> list[BoundField]:
        """Fields to swap in, with what was read in them."""
        for name, value in self.filled.items():
            field = deepcopy(EntryForm.base_fields[name])
            if name == "type":
                choices: Any = field
                choices.choices = type_choices()
            field.initial = value
            field.widget.attrs = {**field.widget.attrs, "hx-swap-oob": "true"}
            self.fields[name] = field
        return [self[name] for name in self.filled]
