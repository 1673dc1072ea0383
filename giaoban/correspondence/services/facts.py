"""What may be written about a hồ sơ trình: each rule refuses by itself, in a sentence of its own."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from giaoban.accounts.rules import Field
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.models import require_zone
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean, fold
from giaoban.correspondence.models import Arrival, Dossier
from giaoban.correspondence.rules import ABOUT_LIMIT, URGENCIES, DossierFacts, Organ
from giaoban.directives.queries import get_document
from giaoban.directives.rules import RelationKind
from giaoban.organisations.models import Department, Unit
from giaoban.organisations.queries import lines_of
from giaoban.organisations.queries import visible_to as visible_units
from giaoban.periods import rules as periods
from giaoban.reader.catalogue import doc_type

RECEIVER_LINES, RECEIVER_LIMIT = 60, 200
_TEXTS = (
    ("template", 40),
    ("place", 80),
    ("addressee", 300),
    ("authority", 200),
    ("post", 200),
    ("signer", 120),
)


def checked(
    actor: Actor, unit_id: int, facts: DossierFacts, dossier: Dossier | None = None
) -> tuple[dict[str, Any], list[int], list[int]]:
    """The fields in the sector's spelling, the bodies that issue it jointly, the units it is sent to."""
    about = _about(facts.about)
    _check_choices(facts)
    require_zone(facts.secrecy)
    issuer_id = _issuer(unit_id, facts)
    values = {
        **_texts(facts),
        "issuer_id": issuer_id,
        "organ": str(facts.organ),
        "type": facts.type,
        "about": about,
        "folded": _folded(facts.type, about, facts.addressee),
        "period": _period(facts.period),
        "field": facts.field,
        "department_id": _department(unit_id, facts.department_id),
        "due": facts.due,
        "urgency": facts.urgency,
        "secrecy": facts.secrecy,
        "receivers": lines_to(facts.receivers),
        "relations": _relations(actor, facts.relations),
        "answers_id": _arrival(unit_id, facts.answers_id, dossier),
    }
    joint = units(actor, facts.joint_with, "joint_with")
    if issuer_id in joint:
        raise Refusal(
            "correspondence.joint",
            _("Cơ quan chủ trì không ghi lại ở cơ quan cùng ban hành."),
            field="joint_with",
        )
    return values, joint, units(actor, facts.recipient_ids, "recipients")


def _about(text: str) -> str:
    about = clean(text)
    if not any(char.isalpha() for char in about):
        raise Refusal("correspondence.about_missing", _("Chưa ghi trích yếu nội dung."), field="about")
    if len(about) > ABOUT_LIMIT:
        raise _too_long("about", ABOUT_LIMIT)
    return about


def _check_choices(facts: DossierFacts) -> None:
    choices = (
        ("type", doc_type(facts.type) is not None, _("Chưa chọn thể loại văn bản.")),
        ("organ", facts.organ in set(Organ), _("Chưa chọn cấp ban hành.")),
        ("field", not facts.field or facts.field in set(Field), _("Chưa chọn đúng lĩnh vực.")),
        ("urgency", facts.urgency in URGENCIES, _("Chưa chọn đúng độ khẩn.")),
        ("secrecy", facts.secrecy in set(Secrecy), _("Chưa chọn độ mật.")),
    )
    for field, known, sentence in choices:
        if not known:
            raise Refusal(f"correspondence.{field}", sentence, field=field)


def _texts(facts: DossierFacts) -> dict[str, str]:
    found = {}
    for name, limit in _TEXTS:
        found[name] = clean(getattr(facts, name), multiline=name == "addressee")
        if len(found[name]) > limit:
            raise _too_long(name, limit)
    return found


def _folded(type: str, about: str, addressee: str) -> str:  # noqa: A002  the field's name
    known = doc_type(type)
    return fold(f"{known.label if known else ''} {about} {clean(addressee)}")


def _too_long(field: str, limit: int) -> Refusal:
    return Refusal(
        "correspondence.too_long", _("Nội dung dài quá %(limit)s ký tự.") % {"limit": limit}, field=field
    )


def _issuer(unit_id: int, facts: DossierFacts) -> int:
    """The advising unit itself or one whose line it works over."""
    issuer_id = unit_id if facts.issuer_id is None else facts.issuer_id
    if issuer_id not in lines_of(unit_id, today()):
        if not Unit.objects.filter(pk=issuer_id).exists():
            raise Hidden("unit")
        raise Refusal(
            "correspondence.issuer",
            _("Cơ quan ban hành là chính cơ quan tham mưu hoặc cấp ủy mà cơ quan này tham mưu."),
            field="issuer",
        )
    return issuer_id


def _period(period: str) -> str:
    if not period:
        return periods.current(today()).code
    try:
        return periods.Period.parse(period).code
    except periods.NotAPeriodError as unknown:
        raise Refusal(
            "correspondence.period",
            _("Không có kỳ công tác “%(period)s”.") % {"period": period},
            field="period",
        ) from unknown


def _department(unit_id: int, department_id: int | None) -> int | None:
    if department_id is None:
        return None
    if not Department.objects.on(today()).filter(pk=department_id, unit_id=unit_id).exists():
        raise Refusal(
            "correspondence.department", _("Chọn một phòng của cơ quan tham mưu."), field="department"
        )
    return department_id


def lines_to(receivers: Sequence[str]) -> list[str]:
    lines = [line for line in (clean(text) for text in receivers) if line]
    if len(lines) > RECEIVER_LINES or any(len(line) > RECEIVER_LIMIT for line in lines):
        raise Refusal(
            "correspondence.receivers",
            _("Nơi nhận ghi nhiều nhất %(lines)s dòng, mỗi dòng không quá %(limit)s ký tự.")
            % {"lines": RECEIVER_LINES, "limit": RECEIVER_LIMIT},
            field="receivers",
        )
    return lines


def _relations(actor: Actor, relations: Sequence[tuple[str, int]]) -> list[list[Any]]:
    kept: list[list[Any]] = []
    for kind, document_id in relations:
        if kind not in set(RelationKind):
            raise Refusal(
                "correspondence.relation", _("Chưa chọn quan hệ giữa hai văn bản."), field="relations"
            )
        document = get_document(actor, document_id)
        if [str(kind), document.pk] not in kept:
            kept.append([str(kind), document.pk])
    return kept


def _arrival(unit_id: int, arrival_id: int | None, dossier: Dossier | None) -> int | None:
    """A paper that arrived at the advising unit; one that it already answers stays."""
    if arrival_id is None:
        return None
    if dossier is not None and dossier.answers_id == arrival_id:
        return arrival_id
    if not Arrival.objects.filter(pk=arrival_id, unit_id=unit_id).exists():
        raise Hidden("arrival")
    return arrival_id


def units(actor: Actor, unit_ids: Sequence[int], field: str) -> list[int]:
    wanted = list(dict.fromkeys(unit_ids))
    if visible_units(actor).filter(pk__in=wanted).count() != len(wanted):
        raise Hidden(field)
    return wanted
