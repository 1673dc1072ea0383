"""What may be written about a document: each rule refuses by itself, in a sentence of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.models import require_zone
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean
from giaoban.directives import queries
from giaoban.directives.models import Document, type_label
from giaoban.directives.rules import (
    Confidence,
    DocumentFacts,
    Form,
    Permission,
    Reading,
    RelationKind,
    closes_circle,
    doc_type,
    in_order,
    issuers_of,
    named_issuer,
    read_symbol,
)
from giaoban.directives.rules.facts import ISSUER_LIMIT, SUMMARY_LIMIT, SYMBOL_LIMIT
from giaoban.directives.services import issuing
from giaoban.organisations.queries import visible_to as visible_units

MOST_PLENUMS = 30
_ROMAN = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})")
_SPEAKS_OF = (RelationKind.IMPLEMENTS, RelationKind.CITES)


def normalised(facts: DocumentFacts, registered_in: int | None = None) -> DocumentFacts:
    """The facts in the sector's spelling, with what the symbol says filled in, never contradicted.

    Of several units that bore the issuer's name, the one nearest to the register is meant.
    """
    facts = replace(
        facts,
        symbol=clean(facts.symbol),
        issuer=clean(facts.issuer),
        summary=clean(facts.summary),
        source=clean(facts.source),
        holder=clean(facts.holder),
        plenum_term=clean(facts.plenum_term).upper(),
        congress=clean(facts.congress).upper(),
    )
    reading = read_symbol(facts.symbol)
    if reading is not None:
        facts = replace(facts, symbol=reading.symbol)
    facts = replace(
        facts,
        type=_type(facts, reading),
        number=_number(facts, reading),
        issuer=_issuer(facts, reading),
    )
    unit_id, scope = issuing.unit_of(facts, registered_in)
    return replace(facts, unit_id=unit_id, scope=scope)


def check(actor: Actor, facts: DocumentFacts, registered_in: int) -> None:
    """Everything that does not need another document."""
    if facts.secrecy not in set(Secrecy):
        raise Refusal("directives.secrecy", _("Chưa chọn độ mật."), field="secrecy")
    require_zone(facts.secrecy)
    if facts.secrecy != Secrecy.NORMAL:
        actor.require(Permission.VIEW_SECRET, registered_in)
    _check_day(facts)
    _check_lengths(facts)
    if facts.confidence not in set(Confidence):
        raise Refusal("directives.confidence", _("Chưa chọn độ tin cậy."), field="confidence")
    _check_stub(facts)
    _check_passed_by(facts)
    if facts.public and facts.secrecy != Secrecy.NORMAL:
        raise Refusal(
            "directives.public_and_secret",
            _("Văn bản có độ mật thì không thể ghi là đã công bố."),
            field="public",
            rule=_("Văn bản đã công bố là văn bản mọi người dùng hệ thống được xem."),
        )


def _check_day(facts: DocumentFacts) -> None:
    if facts.issued_on > today():
        raise Refusal(
            "directives.future",
            _("Ngày ban hành %(day)s chưa đến. Văn bản chỉ được ghi sổ từ ngày ban hành.")
            % {"day": vi(facts.issued_on)},
            field="issued_on",
            rule=_("Sổ văn bản ghi những gì đã ban hành; dự thảo không ghi ở đây."),
        )
    reading = read_symbol(facts.symbol)
    if reading is not None and reading.year not in {None, facts.issued_on.year}:
        raise Refusal(
            "directives.year",
            _("Ký hiệu %(symbol)s ghi năm %(year)s nhưng ngày ban hành là %(day)s.")
            % {"symbol": facts.symbol, "year": reading.year, "day": vi(facts.issued_on)},
            field="issued_on",
            rule=_("Văn bản quy phạm pháp luật của Nhà nước mang năm ban hành trong số, ký hiệu."),
        )


def _check_lengths(facts: DocumentFacts) -> None:
    limits = (
        ("symbol", facts.symbol, SYMBOL_LIMIT, _("Số, ký hiệu")),
        ("issuer", facts.issuer, ISSUER_LIMIT, _("Cơ quan ban hành")),
        ("summary", facts.summary, SUMMARY_LIMIT, _("Trích yếu")),
        ("holder", facts.holder, ISSUER_LIMIT, _("Nơi giữ bản giấy")),
        ("source", facts.source, 300, _("Nguồn")),
    )
    for field, value, limit, label in limits:
        if len(value) > limit:
            raise Refusal(
                "directives.too_long",
                _("%(label)s dài %(length)s ký tự, quá %(limit)s ký tự.")
                % {"label": label, "length": len(value), "limit": limit},
                field=field,
            )


def _check_passed_by(facts: DocumentFacts) -> None:
    """A plenum is named by its number and the term; a document is passed by a plenum or by a congress."""
    rule = _("Hội nghị Trung ương gọi bằng số thứ tự và khóa: Hội nghị Trung ương 6 khóa XII.")
    if (facts.plenum is None) != (not facts.plenum_term):
        field = "plenum" if facts.plenum is None else "plenum_term"
        raise Refusal(
            "directives.plenum_half", _("Ghi đủ cả số và khóa của hội nghị."), field=field, rule=rule
        )
    if facts.plenum is not None and not 1 <= facts.plenum <= MOST_PLENUMS:
        raise Refusal(
            "directives.plenum_number", _("Số thứ tự hội nghị không đúng."), field="plenum", rule=rule
        )
    for field, term in (("plenum_term", facts.plenum_term), ("congress", facts.congress)):
        if term and not _ROMAN.fullmatch(term):
            raise Refusal(
                "directives.term_roman", _("Viết khóa bằng số La Mã, ví dụ XII."), field=field, rule=rule
            )


def _check_stub(facts: DocumentFacts) -> None:
    if not facts.stub:
        if not any(char.isalpha() for char in facts.summary):
            raise Refusal(
                "directives.summary_missing",
                _("Chưa ghi trích yếu nội dung."),
                field="summary",
                rule=_("Trích yếu cho biết văn bản nói về việc gì; người đọc tìm văn bản theo trích yếu."),
            )
        return
    rule = _("Tài liệu mật chỉ ghi số, ngày, cơ quan ban hành và nơi giữ bản giấy; không ghi nội dung.")
    if facts.summary:
        raise Refusal(
            "directives.stub_summary", _("Tài liệu mật không ghi trích yếu."), field="summary", rule=rule
        )
    if facts.public:
        raise Refusal(
            "directives.stub_public",
            _("Tài liệu mật không thể ghi là đã công bố."),
            field="public",
            rule=rule,
        )
    if facts.recipient_ids:
        raise Refusal(
            "directives.stub_recipients", _("Tài liệu mật không ghi nơi nhận."), field="recipients", rule=rule
        )
    if facts.relations:
        raise Refusal(
            "directives.stub_relations",
            _("Tài liệu mật không ghi quan hệ với văn bản khác."),
            field="relations",
            rule=rule,
        )


# --- what the symbol says ------------------------------------------------------------------------------


def _type(facts: DocumentFacts, reading: Reading | None) -> str:
    read = reading.type_codes if reading is not None else ()
    if not facts.type:
        if len(read) == 1:
            return read[0]
        if read:
            first, *others = (type_label(code) for code in read)
            either = first
            for another in others:
                either = _("%(one)s hoặc %(other)s") % {"one": either, "other": another}
            raise Refusal(
                "directives.type_ambiguous",
                _("Ký hiệu %(symbol)s có thể là %(types)s. Hãy chọn thể loại.")
                % {"symbol": facts.symbol, "types": either},
                field="type",
            )
        raise Refusal("directives.type_missing", _("Chưa chọn thể loại văn bản."), field="type")
    if doc_type(facts.type) is None:
        raise Refusal(
            "directives.type_unknown",
            _("Không có thể loại “%(type)s” trong danh mục.") % {"type": facts.type},
            field="type",
        )
    if read and facts.type not in read:
        raise Refusal(
            "directives.type_differs",
            _("Ký hiệu %(symbol)s là của %(read)s, không phải %(chosen)s. Hãy xem lại ký hiệu hoặc thể loại.")
            % {"symbol": facts.symbol, "read": type_label(read[0]), "chosen": type_label(facts.type)},
            field="type",
        )
    return facts.type


def _number(facts: DocumentFacts, reading: Reading | None) -> int | None:
    if facts.number is not None and facts.number < 1:
        raise Refusal("directives.number", _("Số văn bản phải từ 1 trở lên."), field="number")
    if reading is None or facts.number in {None, reading.number}:
        return facts.number if reading is None else reading.number
    raise Refusal(
        "directives.number_differs",
        _("Số %(number)s khác với số trong ký hiệu %(symbol)s.")
        % {"number": facts.number, "symbol": facts.symbol},
        field="number",
    )


def _issuer(facts: DocumentFacts, reading: Reading | None) -> str:
    known = issuers_of(reading.organ) if reading is not None else ()
    if not facts.issuer:
        if len(known) == 1:
            return known[0].name
        hint = ", ".join(row.name for row in known)
        raise Refusal(
            "directives.issuer_missing",
            _("Chưa ghi cơ quan ban hành. Ký hiệu %(symbol)s dùng chung cho: %(known)s.")
            % {"symbol": facts.symbol, "known": hint}
            if known
            else _("Chưa ghi cơ quan ban hành."),
            field="issuer",
        )
    named = named_issuer(facts.issuer)
    if reading is not None and reading.form is Form.PARTY and named is not None and named.line == "state":
        raise Refusal(
            "directives.issuer_differs",
            _("%(issuer)s không ban hành văn bản mang ký hiệu của Đảng %(symbol)s.")
            % {"issuer": named.name, "symbol": facts.symbol},
            field="issuer",
        )
    if (
        reading is not None
        and reading.form is Form.PARTY
        and named is not None
        and named.organ != reading.organ
    ):
        raise Refusal(
            "directives.issuer_of_another",
            _("Ký hiệu %(symbol)s là của %(known)s, không phải của %(issuer)s.")
            % {
                "symbol": facts.symbol,
                "known": ", ".join(row.name for row in known) or reading.organ,
                "issuer": named.name,
            },
            field="issuer",
        )
    return named.name if named is not None else facts.issuer


# --- other documents -----------------------------------------------------------------------------------


def duplicate(found: Document) -> Refusal:
    return Refusal(
        "directives.duplicate",
        _("%(label)s của %(issuer)s đã có trong sổ. Hãy mở bản đã ghi thay vì ghi lần nữa.")
        % {"label": found.label, "issuer": found.issuer},
        field="symbol",
        rule=_("Một văn bản là một bản ghi: cùng cơ quan, thể loại, số, ký hiệu và ngày ban hành."),
    )


def check_relation(actor: Actor, source: Document, target: Document, kind: str, *, confirmed: bool) -> None:
    """Whether the source may say this of the target; a replaced target needs an explicit "still so"."""
    if kind not in set(RelationKind):
        raise Refusal("directives.relation_kind", _("Chưa chọn quan hệ giữa hai văn bản."), field="kind")
    if source.pk == target.pk:
        raise Refusal("directives.itself", _("Một văn bản không có quan hệ với chính nó."), field="target")
    if source.stub or target.stub:
        raise Refusal(
            "directives.stub_relations",
            _("Tài liệu mật không ghi quan hệ với văn bản khác."),
            field="target",
            rule=_(
                "Tài liệu mật chỉ ghi số, ngày, cơ quan ban hành và nơi giữ bản giấy; không ghi nội dung."
            ),
        )
    if not in_order(source.issued_on, target.issued_on):
        raise Refusal(
            "directives.older",
            _("%(source)s ban hành trước %(target)s nên không thể triển khai, sửa đổi, thay thế hay căn cứ.")
            % {"source": source.label, "target": target.label},
            field="target",
            rule=_("Văn bản chỉ nói đến văn bản ban hành trước hoặc cùng ngày với nó."),
        )
    replaces = kind == RelationKind.REPLACES
    if replaces and closes_circle(source.pk, target.pk, queries.replaced_by):
        raise Refusal(
            "directives.circle",
            _("%(target)s đã thay thế %(source)s; ghi ngược lại sẽ thành vòng.")
            % {"source": source.label, "target": target.label},
            field="target",
            rule=_("Chuỗi thay thế đi một chiều, từ văn bản cũ đến văn bản mới."),
        )
    if kind in _SPEAKS_OF and not confirmed:
        _check_in_force(actor, source, target)


def _check_in_force(actor: Actor, source: Document, target: Document) -> None:
    newer = queries.replacing(target, source.issued_on)
    if newer is None or newer.pk == source.pk:
        return
    known = queries.visible_to(actor).filter(pk=newer.pk).exists()
    raise Refusal(
        "directives.replaced",
        _("%(target)s đã được thay thế bởi %(newer)s. Nếu vẫn ghi quan hệ này, hãy đánh dấu “Vẫn ghi”.")
        % {"target": target.label, "newer": newer.label if known else _("một văn bản khác")},
        field="target",
        rule=_("Văn bản căn cứ hoặc được triển khai phải còn hiệu lực vào ngày ban hành văn bản mới."),
    )


def check_recipients(actor: Actor, unit_ids: Sequence[int]) -> set[int]:
    """Ids of units that the actor may know of; anything else is unknown."""
    wanted = set(unit_ids)
    if visible_units(actor).filter(pk__in=wanted).count() != len(wanted):
        raise Hidden("unit")
    return wanted


def reason(text: str) -> str:
    why = clean(text)
    if not why:
        raise Refusal(
            "directives.reason_missing",
            _("Chưa ghi lý do đính chính."),
            field="reason",
            rule=_("Bản đính chính giữ cả nội dung cũ, lý do, người ghi và thời điểm."),
        )
    return why[:500]
