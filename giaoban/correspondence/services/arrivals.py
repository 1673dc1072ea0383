"""Entering papers that arrive on paper or by mail, and correcting their lines.

A line is never taken out of the book: it is corrected, and what it said stays with the reason.
"""

from datetime import date
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now, today, vi
from giaoban.core.models import require_zone
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.correspondence import arrived_files, queries
from giaoban.correspondence.models import Arrival, Number
from giaoban.correspondence.queries import arrivals as reading
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.rules.arriving import (
    ISSUER_LIMIT,
    NOTE_LIMIT,
    SUMMARY_LIMIT,
    SYMBOL_LIMIT,
    ArrivalFacts,
    Urgency,
    folded,
)
from giaoban.correspondence.rules.series import ARRIVING, SymbolParts
from giaoban.correspondence.services.numbering import take_number
from giaoban.directives import services as directives
from giaoban.directives.models import Document
from giaoban.directives.queries import get_document
from giaoban.directives.rules import DocumentFacts, doc_type, issuers_of, read_symbol, symbol_key
from giaoban.files import services as files
from giaoban.files.models import StoredFile
from giaoban.organisations.models import Unit

WRITTEN = (
    "arrived_on",
    "issuer",
    "symbol",
    "type",
    "issued_on",
    "summary",
    "urgency",
    "due",
    "secrecy",
    "holder",
    "document_id",
)
CONTENT = ("summary", "due")
STUB_RULE = gettext_lazy(
    "Tài liệu mật chỉ ghi số, ngày, cơ quan gửi và nơi giữ bản giấy; không ghi nội dung, không tải tệp."
)


@transaction.atomic
def enter(*, actor: Actor, unit_id: int, facts: ArrivalFacts, confirmed: bool = False) -> Arrival:
    """Give a paper the next number of the book of the year; `confirmed`: although one like it is there."""
    queries.require(actor, Permission.RECEIVE, unit_id)
    facts = normalised(facts)
    _check(actor, facts)
    if not confirmed:
        Unit.objects.select_for_update(no_key=True).get(pk=unit_id)  # two at once see one another's line
        _refuse_duplicate(actor, unit_id, facts)
    document_id = facts.document_id
    if facts.register and document_id is None:
        document_id = _registered(actor, unit_id, facts)
    arrival = Arrival(unit_id=unit_id, recorded_by=actor.actor_id)
    fill(arrival, facts)
    arrival.document_id = document_id
    return write_line(actor, arrival, "correspondence.enter")


@transaction.atomic
def correct_arrival(
    *, actor: Actor, arrival_id: int, facts: ArrivalFacts, reason: str, version: int
) -> Arrival:
    """Write a line as it should have been; what it said stays readable with the reason, who and when.

    Of a paper that turns out to be secret nothing stays of what it says, not in earlier corrections either.
    """
    arrival = for_change(actor, arrival_id, Permission.RECEIVE, version)
    why = clean(reason)
    if not why or len(why) > NOTE_LIMIT:
        raise Refusal(
            "correspondence.reason",
            _("Ghi lý do đính chính, tối đa %(limit)s ký tự.") % {"limit": NOTE_LIMIT},
            field="reason",
            rule=_("Nội dung cũ được giữ lại cùng lý do, người ghi, thời điểm."),
        )
    facts = normalised(facts)
    _check(actor, facts, held=arrival.document_id)
    if facts.arrived_on.year != arrival.arrived_on.year:
        raise Refusal(
            "correspondence.another_year",
            _("Số đến %(number)s thuộc sổ năm %(year)s nên ngày đến phải trong năm đó.")
            % {"number": arrival.number.value, "year": arrival.arrived_on.year},
            field="arrived_on",
            rule=_("Số đến đánh liên tục từ đầu năm, mỗi năm một sổ."),
        )
    if facts.stub and (arrival.remarks.exists() or arrived_files.of(arrival.pk).exists()):
        raise Refusal(
            "correspondence.stub_holds",
            _("Văn bản đã có bút phê hoặc tệp nên không ghi thành tài liệu mật được."),
            field="holder",
            rule=str(STUB_RULE),
        )
    before = _plain(arrival)
    fill(arrival, facts)
    arrival.document_id = facts.document_id
    after = _plain(arrival)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    line = {
        "at": now().isoformat(),
        "by": actor.actor_label,
        "reason": why,
        "before": {name: old for name, (old, _new) in changes.items()},
    }
    arrival.history = [*arrival.history, line]
    if facts.stub:
        changes = _without_content(changes)
        arrival.history = [one | {"before": _without_content(one["before"])} for one in arrival.history]
    arrival.version += 1
    arrival.save()
    Number.objects.filter(pk=arrival.number_id).update(about=facts.summary)
    audit.record(
        actor, "correspondence.correct_arrival", arrival, unit_id=arrival.unit_id, changes=changes, note=why
    )
    return arrival


@transaction.atomic
def attach_scan(*, actor: Actor, arrival_id: int, source: BinaryIO, name: str) -> StoredFile:
    """Keep the scan of the paper with its line; a stub holds none."""
    arrival = for_change(actor, arrival_id, Permission.RECEIVE)
    if arrival.stub:
        raise Refusal(
            "correspondence.stub_file",
            _("Tài liệu mật không đính kèm tệp."),
            field="file",
            rule=str(STUB_RULE),
        )
    return files.upload(
        actor=actor,
        kind=arrived_files.KIND,
        object_id=arrival.pk,
        unit_id=arrival.unit_id,
        source=source,
        name=name,
        secrecy=arrival.secrecy,
    )


def normalised(facts: ArrivalFacts) -> ArrivalFacts:
    """Words cleaned, the symbol as it is printed, type and issuer read from it where they are empty."""
    typed = clean(facts.symbol)
    reading_ = read_symbol(typed)
    kind, issuer = facts.type, clean(facts.issuer)
    if reading_ is not None:
        if not kind and len(reading_.type_codes) == 1:
            kind = reading_.type_codes[0]
        signing = issuers_of(reading_.organ)
        if not issuer and len(signing) == 1:
            issuer = signing[0].name
    return ArrivalFacts(
        arrived_on=facts.arrived_on,
        issuer=issuer,
        symbol=reading_.symbol if reading_ is not None else typed,
        type=kind,
        issued_on=facts.issued_on,
        summary=clean(facts.summary),
        urgency=facts.urgency,
        due=facts.due,
        secrecy=facts.secrecy,
        holder=clean(facts.holder),
        document_id=facts.document_id,
        register=facts.register,
    )


# --- what the doors share ------------------------------------------------------------------------------


def for_change(actor: Actor, arrival_id: int, permission: str, version: int | None = None) -> Arrival:
    """The line locked, when the actor may change it and nobody did meanwhile."""
    arrival: Arrival = reading.get_arrival(actor, arrival_id, lock=True)
    queries.require(actor, permission, arrival.unit_id)
    same_version(arrival, version)
    return arrival


def same_version(arrival: Arrival, version: int | None) -> None:
    if version is not None and arrival.version != version:
        raise Conflict(
            "correspondence.changed_meanwhile",
            _("%(name)s vừa được người khác cập nhật. Hãy xem lại rồi ghi tiếp.") % {"name": arrival.name},
            rule=_("Hai người sửa cùng lúc: bản sau phải thấy bản trước."),
        )


def write_line(actor: Actor, arrival: Arrival, action: str) -> Arrival:
    number: Number = take_number(
        actor=actor,
        unit_id=arrival.unit_id,
        type=ARRIVING,
        on=arrival.arrived_on,
        symbol_parts=SymbolParts(ARRIVING, ""),
        about="" if arrival.stub else arrival.summary,
    )
    arrival.number = number
    arrival.save()
    changes = _plain(arrival) | {"number": number.value}
    audit.record(actor, action, arrival, unit_id=arrival.unit_id, changes=changes)
    return arrival


def _registered(actor: Actor, unit_id: int, facts: ArrivalFacts) -> int:
    """The entry of the registry: the one that is there, or a new one through the door of its room."""
    if facts.issued_on is None:
        raise Refusal(
            "correspondence.register_day",
            _("Ghi ngày của văn bản để đăng ký vào sổ Văn bản chỉ đạo."),
            field="issued_on",
        )
    entry = DocumentFacts(
        issued_on=facts.issued_on,
        summary=facts.summary,
        symbol=facts.symbol,
        type=facts.type,
        issuer=facts.issuer,
        secrecy=facts.secrecy,
        holder=facts.holder,
        source=_("Sổ văn bản đến"),
    )
    found: Document | None = directives.find_duplicate(actor, entry, unit_id)
    if found is None:
        found = directives.register_document(actor=actor, registered_in=unit_id, facts=entry)
    return found.pk


def fill(arrival: Arrival, facts: ArrivalFacts) -> None:
    for name in WRITTEN:
        setattr(arrival, name, getattr(facts, name))
    arrival.symbol_key = symbol_key(facts.symbol)
    with translation.override("vi"):
        arrival.folded = folded([arrival.type_label, facts.symbol, facts.issuer, facts.summary])


def _check(actor: Actor, facts: ArrivalFacts, held: int | None = None) -> None:
    require_zone(facts.secrecy)
    _words(facts)
    if facts.arrived_on > today():
        raise Refusal(
            "correspondence.arrives_later",
            _("Ngày đến %(day)s chưa tới.") % {"day": vi(facts.arrived_on)},
            field="arrived_on",
        )
    if facts.issued_on is not None and facts.issued_on > facts.arrived_on:
        raise Refusal(
            "correspondence.arrived_before",
            _("Văn bản ghi ngày %(issued)s nhưng đến ngày %(arrived)s.")
            % {"issued": vi(facts.issued_on), "arrived": vi(facts.arrived_on)},
            field="issued_on",
            rule=_("Văn bản không thể đến trước ngày ban hành."),
        )
    if facts.due is not None and facts.due < facts.arrived_on:
        raise Refusal(
            "correspondence.due_before",
            _("Hạn trả lời %(due)s trước ngày đến.") % {"due": vi(facts.due)},
            field="due",
        )
    if facts.document_id is not None and facts.document_id != held:
        _known(actor, facts.document_id)


def _words(facts: ArrivalFacts) -> None:
    limits = (
        ("issuer", _("Cơ quan gửi"), ISSUER_LIMIT),
        ("symbol", _("Số, ký hiệu"), SYMBOL_LIMIT),
        ("summary", _("Trích yếu"), SUMMARY_LIMIT),
        ("holder", _("Nơi giữ bản giấy"), ISSUER_LIMIT),
    )
    for name, label, limit in limits:
        if len(getattr(facts, name)) > limit:
            raise Refusal(
                "correspondence.too_long",
                _("%(label)s dài %(length)s ký tự, quá %(limit)s ký tự.")
                % {"label": label, "length": len(getattr(facts, name)), "limit": limit},
                field=name,
            )
    if not facts.issuer:
        raise Refusal("correspondence.no_issuer", _("Ghi cơ quan gửi."), field="issuer")
    if facts.type and doc_type(facts.type) is None:
        raise Refusal("correspondence.no_type", _("Chọn thể loại trong danh sách."), field="type")
    if facts.urgency not in set(Urgency):
        raise Refusal("correspondence.no_urgency", _("Chọn độ khẩn trong danh sách."), field="urgency")
    if facts.stub and (facts.summary or facts.due is not None):
        raise Refusal(
            "correspondence.stub_content",
            _("Tài liệu mật không ghi trích yếu và hạn trả lời."),
            field="summary" if facts.summary else "due",
            rule=str(STUB_RULE),
        )
    if not facts.stub and not facts.summary:
        raise Refusal(
            "correspondence.no_summary",
            _("Ghi trích yếu, hoặc nơi giữ bản giấy nếu là tài liệu mật."),
            field="summary",
        )


def _known(actor: Actor, document_id: int) -> None:
    try:
        get_document(actor, document_id)
    except Hidden:
        raise Refusal(
            "correspondence.no_document", _("Chọn văn bản trong danh sách."), field="document"
        ) from None


def _refuse_duplicate(actor: Actor, unit_id: int, facts: ArrivalFacts) -> None:
    same = reading.same_as(actor, unit_id, facts.issuer, facts.symbol, facts.issued_on)
    if same:
        raise Refusal(
            "correspondence.duplicate_arrival",
            _("%(label)s đã vào sổ, số đến %(number)s ngày %(day)s.")
            % {
                "label": same[0].label,
                "number": same[0].number.value,
                "day": vi(same[0].arrived_on),
            },
            field="confirmed",
            rule=_("Mỗi văn bản vào sổ một lần; bản gửi lại thì đánh dấu “Vẫn vào sổ”."),
        )


def _without_content(said: dict[str, Any]) -> dict[str, Any]:
    """What may be kept of a secret paper: neither its trích yếu nor what it asks for."""
    return {name: value for name, value in said.items() if name not in CONTENT}


def _plain(arrival: Arrival) -> dict[str, Any]:
    values = {name: getattr(arrival, name) for name in WRITTEN}
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}
