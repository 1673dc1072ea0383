"""What the addressee does: receive, pass on to a phòng, answer one or many at once."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean
from giaoban.directives.models import Document
from giaoban.directives.queries import get_document
from giaoban.recommendations import queries
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import ANSWER_LIMIT, MANY, Move, Outcome, Permission, State
from giaoban.recommendations.services.work import (
    check_move,
    fetch,
    keep_step,
    name_of,
    note_of,
    save,
    tell_askers,
)

TOLD = {
    Outcome.APPROVED: gettext_noop("%(unit)s chấp thuận kiến nghị “%(text)s”."),
    Outcome.EXPLAINED: gettext_noop("%(unit)s giải đáp kiến nghị “%(text)s”."),
    Outcome.NOT_CONSIDERED: gettext_noop("%(unit)s chưa xem xét kiến nghị “%(text)s”."),
}


@transaction.atomic
def receive(
    *,
    actor: Actor,
    id: int,  # noqa: A002  the name that other rooms were promised
    version: int | None = None,
) -> Recommendation:
    """The addressee takes note of it; keep the step, tell the asker, record."""
    found = fetch(actor, id, Move.RECEIVE, version=version)
    keep_step(actor, found, Move.RECEIVE, found.addressee_id)
    changes = save(found, state=State.RECEIVED.value)
    tell_askers(
        "recommendations.receive",
        found,
        text=gettext_noop("%(unit)s đã tiếp nhận kiến nghị “%(text)s”."),
        unit=name_of(found.addressee_id),
    )
    audit.record(actor, "recommendations.receive", found, unit_id=found.unit_id, changes=changes)
    return found


@transaction.atomic
def forward(
    *,
    actor: Actor,
    id: int,  # noqa: A002  as in `receive`
    department_id: int,
    note: str = "",
    version: int | None = None,
) -> Recommendation:
    """Pass it on to a phòng of the addressee, which gives no rights but says who prepares the answer."""
    found = fetch(actor, id, Move.FORWARD, version=version)
    department = queries.departments(found, today()).filter(pk=department_id).first()
    if department is None:
        raise Refusal(
            "recommendations.department",
            _("Chọn một phòng của %(unit)s hoặc của cơ quan tham mưu.")
            % {"unit": name_of(found.addressee_id)},
            field="department",
        )
    keep_step(actor, found, Move.FORWARD, found.addressee_id, note=note_of(note), department=department)
    changes = save(found, state=State.FORWARDED.value, department=department)
    audit.record(actor, "recommendations.forward", found, unit_id=found.unit_id, changes=changes)
    return found


@transaction.atomic
def answer(
    *,
    actor: Actor,
    ids: Iterable[int],
    outcome: str,
    text: str,
    document_id: int | None = None,
) -> list[Recommendation]:
    """One answer to one or many, all or none: write it into each, tell each asker, record each.

    Of two who answer at once the first one's answer stands and the other gets a Conflict.
    """
    chosen = sorted(set(ids))
    _check_number(chosen)
    # in one order, so that two who answer overlapping lists wait for each other instead of for ever
    found = [_locked(actor, recommendation_id) for recommendation_id in chosen]
    words, document = _answer(actor, outcome, text, document_id)
    for one in found:
        check_move(one, Move.ANSWER, None)
    for one in found:
        keep_step(
            actor,
            one,
            Move.ANSWER,
            one.addressee_id,
            note=words,
            due=one.reply_due,
            outcome=outcome,
            document=document,
        )
        changes = save(
            one,
            state=State.ANSWERED.value,
            outcome=outcome,
            answer=words,
            answer_document=document,
            answered_on=today(),
        )
        changes.pop("answer")  # its words stay in the step, not in the trail
        told = TOLD[Outcome(outcome)]
        tell_askers("recommendations.answer", one, text=told, unit=name_of(one.addressee_id))
        audit.record(actor, "recommendations.answer", one, unit_id=one.unit_id, changes=changes)
    return found


def _locked(actor: Actor, recommendation_id: int) -> Recommendation:
    found = queries.get(actor, recommendation_id, lock=True)
    if not queries.may(actor, Permission.ANSWER, found.addressee_id):
        raise Hidden(Permission.ANSWER)
    return found


def _check_number(chosen: list[int]) -> None:
    if not chosen:
        raise Refusal(
            "recommendations.none_chosen",
            _("Chưa chọn kiến nghị nào. Đánh dấu ít nhất một kiến nghị để trả lời."),
            field="ids",
        )
    if len(chosen) > MANY:
        raise Refusal(
            "recommendations.too_many",
            _("Đã chọn %(count)s kiến nghị; mỗi lần trả lời nhiều nhất %(limit)s.")
            % {"count": len(chosen), "limit": MANY},
            field="ids",
        )


def _answer(actor: Actor, outcome: str, text: str, document_id: int | None) -> tuple[str, Document | None]:
    if outcome not in set(Outcome):
        raise Refusal(
            "recommendations.outcome",
            _("Chọn một kết quả: chấp thuận, giải đáp hoặc chưa xem xét."),
            field="outcome",
        )
    words = clean(text, multiline=True)
    if not words:
        raise Refusal("recommendations.answer_missing", _("Chưa ghi nội dung trả lời."), field="text")
    if len(words) > ANSWER_LIMIT:
        raise Refusal(
            "recommendations.answer_too_long",
            _("Nội dung trả lời dài quá %(limit)s ký tự.") % {"limit": ANSWER_LIMIT},
            field="text",
            rule=_("Trả lời dài thì ban hành thành văn bản và chọn văn bản đó."),
        )
    return words, None if document_id is None else get_document(actor, document_id)
