"""A unit tells how it made a document known and what it planned; a correction keeps what was told before."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now, today, vi
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.directives import queries
from giaoban.directives.models import Dissemination, Document
from giaoban.directives.rules import Fault, SessionFacts, fault
from giaoban.directives.rules.dissemination import FIELDS, PLAN_LIMIT
from giaoban.directives.services import checks

_TOLD = ("held_on", "manner", "attending", "convened", "plan_id", "plan_text", "plan_on")
_OF_DAYS = {Fault.TOO_EARLY, Fault.TO_COME, Fault.PLAN_TOO_EARLY, Fault.PLAN_TO_COME}
_RULE = gettext_lazy(
    "Ngày quán triệt, ngày ban hành kế hoạch không trước ngày ban hành văn bản và đã diễn ra."
)
_SENTENCES = {
    Fault.NOTHING: gettext_lazy("Ghi buổi quán triệt, hoặc kế hoạch triển khai, hoặc cả hai."),
    Fault.DAY_MISSING: gettext_lazy("Chưa ghi ngày tổ chức quán triệt."),
    Fault.MANNER_MISSING: gettext_lazy("Chưa chọn hình thức quán triệt."),
    Fault.TOO_EARLY: gettext_lazy("Ngày quán triệt trước ngày ban hành văn bản (%(day)s)."),
    Fault.TO_COME: gettext_lazy("Ngày quán triệt chưa đến; chỉ ghi buổi đã tổ chức."),
    Fault.NEGATIVE: gettext_lazy("Số người không đúng."),
    Fault.MORE_THAN_CONVENED: gettext_lazy("Số người dự không thể nhiều hơn số người được triệu tập."),
    Fault.TWO_PLANS: gettext_lazy("Chọn kế hoạch trong sổ, hoặc ghi số và ngày; không ghi cả hai."),
    Fault.PLAN_DAY_MISSING: gettext_lazy("Chưa ghi ngày ban hành kế hoạch."),
    Fault.PLAN_UNNAMED: gettext_lazy("Chưa ghi số, ký hiệu kế hoạch."),
    Fault.PLAN_TOO_EARLY: gettext_lazy("Ngày ban hành kế hoạch trước ngày ban hành văn bản (%(day)s)."),
    Fault.PLAN_TO_COME: gettext_lazy("Ngày ban hành kế hoạch chưa đến."),
}


@transaction.atomic
def disseminate(
    *,
    actor: Actor,
    document_id: int,
    unit_id: int,
    facts: SessionFacts,
    reason: str = "",
    version: int | None = None,
) -> Dissemination:
    """Write what the unit did with the document, once; again it is a correction and asks why."""
    document = queries.get_document(actor, document_id, lock=True)
    if document.stub or not queries.may_disseminate(actor, unit_id, today()):
        raise Hidden("dissemination")
    facts = _clean(facts)
    plan = queries.get_document(actor, facts.plan_id) if facts.plan_id is not None else None
    _check(document, facts, plan)
    found = Dissemination.objects.select_for_update().filter(document=document, unit_id=unit_id).first()
    if found is None:
        found = Dissemination(document=document, unit_id=unit_id, recorded_by=actor.actor_id)
        action, why, before = "directives.disseminate", "", {}
    else:
        if found.version != version:
            raise Conflict(
                "directives.changed_meanwhile",
                _("Đơn vị vừa ghi lại việc quán triệt văn bản này. Hãy xem lại rồi ghi tiếp."),
                rule=_("Hai người sửa cùng lúc: bản sau phải thấy bản trước."),
            )
        action, why, before = "directives.disseminate_correct", checks.reason(reason), _plain(found)
        found.version += 1
    for name in _TOLD:
        setattr(found, name, getattr(facts, name))
    after = _plain(found)
    changes = {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}
    if before:
        kept = {name: before[name] for name in changes}
        line = {"at": now().isoformat(), "by": actor.actor_label, "reason": why, "before": kept}
        found.history = [*found.history, line]
    found.save()
    audit.record(actor, action, found, unit_id=unit_id, changes=changes, note=why)
    return found


def _clean(facts: SessionFacts) -> SessionFacts:
    text = clean(facts.plan_text)
    if len(text) > PLAN_LIMIT:
        raise Refusal(
            "directives.too_long",
            _("%(label)s dài %(length)s ký tự, quá %(limit)s ký tự.")
            % {"label": _("Số, ký hiệu kế hoạch"), "length": len(text), "limit": PLAN_LIMIT},
            field="plan_number",
        )
    values: dict[str, Any] = {name: getattr(facts, name) for name in _TOLD} | {"plan_text": text}
    return SessionFacts(**values)


def _check(document: Document, facts: SessionFacts, plan: Document | None) -> None:
    wrong = fault(facts, issued_on=document.issued_on, today=today())
    if wrong is not None:
        sentence = str(_SENTENCES[wrong])
        said = sentence % {"day": vi(document.issued_on)} if "%(day)s" in sentence else sentence
        rule = str(_RULE) if wrong in _OF_DAYS else ""
        raise Refusal(f"directives.session_{wrong.value}", said, field=FIELDS[wrong], rule=rule)
    if plan is not None and (plan.pk == document.pk or plan.stub or plan.issued_on < document.issued_on):
        raise Refusal(
            "directives.session_plan",
            _("%(plan)s không thể là kế hoạch triển khai %(document)s.")
            % {"plan": plan.label, "document": document.label},
            field="plan",
            rule=_("Kế hoạch triển khai ban hành sau văn bản, hoặc cùng ngày."),
        )


def _plain(row: Dissemination) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _TOLD}
    return {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in values.items()}
