"""What the asking unit does: send, say whether the answer is clear, withdraw before it."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.accounts.rules import Field
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean, fold
from giaoban.organisations.models import Unit
from giaoban.periods import rules as periods
from giaoban.recommendations import queries, search
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import (
    LONGEST_WAIT,
    TEXT_LIMIT,
    Move,
    Origin,
    Permission,
    State,
)
from giaoban.recommendations.services.work import (
    fetch,
    keep_step,
    name_of,
    note_of,
    save,
    tell_answerers,
)


@transaction.atomic
def send(
    *,
    actor: Actor,
    unit_id: int,
    addressee_id: int,
    period: periods.Period | str,
    text: str,
    field: str = "",
    origin: Origin | None = None,
    reply_due: date | None = None,
) -> Recommendation:
    """Send a kiến nghị up: keep it with its first step, tell the addressee, index, record.

    The same origin is sent once: a second time gives the one that is already on its way.
    """
    if not queries.may(actor, Permission.SEND, unit_id):
        raise Hidden(Permission.SEND)
    if (known := _already(origin, unit_id)) is not None:
        return known
    words = _words(text)
    code = _period(period)
    _check_field(field)
    _check_addressee(unit_id, addressee_id)
    due = _due(reply_due)
    facts: dict[str, Any] = {
        "unit_id": unit_id,
        "addressee_id": addressee_id,
        "period": code,
        "text": words,
        "folded": fold(words),
        "field": field,
        "sent_on": today(),
        "reply_due": due,
        "state": State.SENT.value,
    }
    if origin is None:
        sent = Recommendation.objects.create(**facts)
    else:
        facts |= {"origin_label": clean(origin.label)[:300], "origin_url": origin.url}
        sent, made = Recommendation.objects.get_or_create(
            origin_kind=origin.kind, origin_id=origin.id, defaults=facts
        )
        if not made:  # the same passage sent by somebody else in this moment
            return _of_unit(sent, unit_id)
    keep_step(actor, sent, Move.SEND, unit_id, due=due)
    tell_answerers(
        "recommendations.send",
        sent,
        text=gettext_noop("%(unit)s gửi kiến nghị “%(text)s”, hạn trả lời %(due)s."),
        unit=name_of(unit_id),
        due=vi(due),
    )
    search.reindex([sent.pk])
    audit.record(
        actor, "recommendations.send", sent, unit_id=unit_id, changes={"addressee": [None, addressee_id]}
    )
    return sent


@transaction.atomic
def close(
    *,
    actor: Actor,
    id: int,  # noqa: A002  the name that other rooms were promised
    clear: bool,
    note: str = "",
    version: int | None = None,
) -> Recommendation:
    """The asker says that the answer is clear, or not: then it goes back with the note and a new day due."""
    move = Move.UNDERSTAND if clear else Move.UNCLEAR
    found = fetch(actor, id, move, version=version)
    said = note_of(note)
    if clear:
        keep_step(actor, found, move, found.unit_id, note=said)
        changes = save(found, state=State.UNDERSTOOD.value)
    else:
        if not said:
            raise Refusal(
                "recommendations.note_missing",
                _("Chưa ghi điều gì chưa rõ."),
                field="note",
                rule=_("Trả lời chưa rõ được gửi lại nơi nhận kèm ý kiến của đơn vị kiến nghị."),
            )
        due = periods.default_deadline(today())
        keep_step(actor, found, move, found.unit_id, note=said, due=due)
        changes = save(
            found,
            state=State.UNCLEAR.value,
            reply_due=due,
            outcome="",
            answer="",
            answer_document=None,
            answered_on=None,
        )
        changes.pop("answer")  # its words stay in the step, not in the trail
        tell_answerers(
            "recommendations.unclear",
            found,
            text=gettext_noop("%(unit)s thấy trả lời về “%(text)s” chưa rõ; hạn trả lời lại %(due)s."),
            unit=name_of(found.unit_id),
            due=vi(due),
        )
    audit.record(actor, f"recommendations.{move}", found, unit_id=found.unit_id, changes=changes)
    return found


@transaction.atomic
def withdraw(
    *,
    actor: Actor,
    id: int,  # noqa: A002  as in `close`
    note: str = "",
    version: int | None = None,
) -> Recommendation:
    """The asker takes it back before an answer: keep the step, tell the addressee, record."""
    found = fetch(actor, id, Move.WITHDRAW, version=version)
    keep_step(actor, found, Move.WITHDRAW, found.unit_id, note=note_of(note))
    changes = save(found, state=State.WITHDRAWN.value)
    tell_answerers(
        "recommendations.withdraw",
        found,
        text=gettext_noop("%(unit)s đã rút kiến nghị “%(text)s”."),
        unit=name_of(found.unit_id),
    )
    audit.record(actor, "recommendations.withdraw", found, unit_id=found.unit_id, changes=changes)
    return found


# --- what may be sent ------------------------------------------------------------------------------------


def _already(origin: Origin | None, unit_id: int) -> Recommendation | None:
    if origin is None:
        return None
    found = Recommendation.objects.filter(origin_kind=origin.kind, origin_id=origin.id).first()
    return None if found is None else _of_unit(found, unit_id)


def _of_unit(found: Recommendation, unit_id: int) -> Recommendation:
    if found.unit_id != unit_id:
        raise Hidden("recommendation")
    return found


def _words(text: str) -> str:
    words = clean(text, multiline=True)
    if not words:
        raise Refusal("recommendations.text_missing", _("Chưa ghi nội dung kiến nghị."), field="text")
    if len(words) > TEXT_LIMIT:
        raise Refusal(
            "recommendations.text_too_long",
            _("Nội dung dài quá %(limit)s ký tự.") % {"limit": TEXT_LIMIT},
            field="text",
            rule=_("Mỗi kiến nghị là một việc; tài liệu dài thì gửi thành văn bản."),
        )
    return words


def _period(period: periods.Period | str) -> str:
    try:
        return periods.Period.parse(str(period)).code
    except periods.NotAPeriodError as unknown:
        raise Refusal(
            "recommendations.period",
            _("Không có kỳ công tác “%(period)s”.") % {"period": period},
            field="period",
        ) from unknown


def _check_field(field: str) -> None:
    if field and field not in set(Field):
        raise Refusal("recommendations.field", _("Chưa chọn đúng lĩnh vực."), field="field")


def _check_addressee(unit_id: int, addressee_id: int) -> None:
    above = queries.addressees(unit_id, today())
    if addressee_id in {found for found, _name in above}:
        return
    if not Unit.objects.filter(pk=addressee_id).exists():
        raise Hidden("unit")
    raise Refusal(
        "recommendations.addressee",
        _("%(unit)s không phải cấp trên của %(asker)s. Chọn một nơi nhận trong danh sách.")
        % {"unit": name_of(addressee_id), "asker": name_of(unit_id)},
        field="addressee",
        rule=_("Kiến nghị gửi lên cấp ủy cấp trên hoặc cơ quan tham mưu của cấp ủy đó."),
    )


def _due(reply_due: date | None) -> date:
    if reply_due is None:
        return periods.default_deadline(today())
    if not today() <= reply_due <= today() + timedelta(days=LONGEST_WAIT):
        raise Refusal(
            "recommendations.reply_due",
            _("Hạn trả lời phải từ ngày %(first)s đến ngày %(last)s.")
            % {"first": vi(today()), "last": vi(today() + timedelta(days=LONGEST_WAIT))},
            field="reply_due",
        )
    return reply_due
