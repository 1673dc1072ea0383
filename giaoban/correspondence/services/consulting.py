"""Asking for opinions on a draft and settling them: letter or phiếu, answers, tiếp thu · giải trình.

Of a phiếu to the members of an organ only counts are kept (`daily.md` §8).
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence.models import Consultation, Dossier, Draft, Opinion
from giaoban.correspondence.queries.base import get_dossier
from giaoban.correspondence.queries.consulting import rounds_of
from giaoban.correspondence.rules import Manner, Move, Permission, State
from giaoban.correspondence.rules.opinions import (
    MOST_ASKED,
    REASON_LIMIT,
    SYMBOL_LIMIT,
    AskFacts,
    counts_fault,
)
from giaoban.correspondence.services.opinions import check_record, short
from giaoban.correspondence.services.rounds import end_rounds, tell_asked
from giaoban.correspondence.services.work import (
    check_day,
    check_move,
    check_version,
    fetch,
    keep_step,
    name_of,
    note_of,
    require_side,
    save,
)
from giaoban.organisations.models import Unit


@transaction.atomic
def ask(*, actor: Actor, dossier_id: int, facts: AskFacts, version: int | None = None) -> Consultation:
    """Send a draft for opinions: the round with the bodies asked, the state, a step, a message to each."""
    dossier = _fetch(actor, dossier_id, version)
    if dossier.state != State.CONSULTING:  # a further round may be sent while one is open
        check_move(dossier, Move.CONSULT, version)
    draft = _draft(dossier, facts.draft)
    check_day(dossier, facts.sent_on, field="sent_on")
    if facts.due < facts.sent_on:
        raise Refusal("correspondence.due", _("Hạn góp ý không thể trước ngày gửi."), field="due")
    units = _asked(dossier, facts) if facts.manner == Manner.LETTER else []
    given = facts.given if facts.manner == Manner.FORM else None
    if facts.manner == Manner.FORM and (given is None or given < 1):
        raise Refusal("correspondence.given", _("Ghi số phiếu phát ra, từ 1 trở lên."), field="given")
    made = Consultation.objects.create(
        dossier=dossier,
        draft=draft,
        manner=facts.manner,
        symbol=short(facts.symbol, SYMBOL_LIMIT, "symbol"),
        sent_on=facts.sent_on,
        due=facts.due,
        given=given,
    )
    opinions = Opinion.objects.bulk_create([Opinion(consultation=made, unit=unit) for unit in units])
    save(dossier, state=State.CONSULTING.value)
    keep_step(actor, dossier, Move.CONSULT, on=facts.sent_on, draft=draft)
    tell_asked(dossier, made, opinions)
    audit.record(
        actor,
        "correspondence.ask_opinions",
        dossier,
        unit_id=dossier.unit_id,
        changes={"draft": [None, draft.number], "units": [0, len(units)]},
    )
    return made


@transaction.atomic
def count_forms(
    *,
    actor: Actor,
    consultation_id: int,
    given: int,
    returned: int,
    agreed: int,
    disagreed: int,
    version: int | None = None,
) -> Consultation:
    """The counts of a phiếu; nothing is kept of who marked what."""
    found = Consultation.objects.filter(pk=consultation_id, manner=Manner.FORM).first()
    if found is None:
        raise Hidden("consultation")
    dossier = _fetch(actor, found.dossier_id, None)
    found = Consultation.objects.select_for_update().get(pk=found.pk)
    check_record(found, dossier, version)
    if found.closed_on is not None:
        raise Refusal("correspondence.round_closed", _("Đợt lấy ý kiến này đã kết thúc."))
    at_fault = counts_fault(given, returned, agreed, disagreed)
    if at_fault:
        raise Refusal(
            "correspondence.counts",
            _("Số phiếu thu về không thể nhiều hơn số phiếu phát ra.")
            if at_fault == "returned"
            else _("Đồng ý và không đồng ý cộng lại không thể nhiều hơn số phiếu thu về."),
            field=at_fault,
            rule=_("Phát ra ≥ thu về ≥ đồng ý + không đồng ý; phần còn lại là phiếu không đánh dấu."),
        )
    before = [found.given, found.returned, found.agreed, found.disagreed]
    found.given, found.returned, found.agreed, found.disagreed = given, returned, agreed, disagreed
    found.version += 1
    found.save()
    audit.record(
        actor,
        "correspondence.count_forms",
        found,
        unit_id=dossier.unit_id,
        changes={"counts": [before, [given, returned, agreed, disagreed]]},
    )
    return found


@transaction.atomic
def settle(
    *, actor: Actor, dossier_id: int, on: date, reason: str = "", version: int | None = None
) -> Dossier:
    """Close the rounds, tell who has not answered, take the dossier back to drafting; what is left open needs
    a reason in words."""
    dossier = fetch(actor, dossier_id, Move.SETTLE, version=version)
    why = note_of(reason, REASON_LIMIT, field="reason")
    check_day(dossier, on)
    rounds = rounds_of(dossier)
    open_ends = _open_ends(rounds)
    if open_ends and not why:
        raise Refusal(
            "correspondence.unsettled",
            _("Chưa kết thúc được: %(what)s. Xử lý nốt, hoặc ghi lý do.") % {"what": "; ".join(open_ends)},
            field="reason",
            rule=_("Mỗi ý kiến góp ý được tiếp thu hoặc giải trình trước khi trình."),
        )
    changes = save(dossier, state=State.DRAFTING.value)
    end_rounds(dossier, on)
    keep_step(actor, dossier, Move.SETTLE, on=on, note=why)
    audit.record(
        actor,
        "correspondence.settle_opinions",
        dossier,
        unit_id=dossier.unit_id,
        changes=changes,
        note=why,
    )
    return dossier


# --- what is checked ---------------------------------------------------------------------------------------


def _fetch(actor: Actor, dossier_id: int, version: int | None) -> Dossier:
    """The dossier, locked, for who may draft in it."""
    dossier = get_dossier(actor, dossier_id, lock=True)
    require_side(actor, dossier, Permission.DRAFT)
    check_version(dossier, version)
    return dossier


def _draft(dossier: Dossier, number: int) -> Draft:
    drafts = dossier.drafts.order_by("-number")
    draft = drafts.filter(number=number).first() if number else drafts.first()
    if draft is None:
        raise Refusal(
            "correspondence.no_draft",
            _("Chưa có dự thảo nào để gửi lấy ý kiến. Hãy lưu dự thảo lần 1 trước."),
            field="draft",
        )
    return draft


def _asked(dossier: Dossier, facts: AskFacts) -> list[Unit]:
    """The bodies asked: known ones, not the one that asks, none that still owes an answer."""
    wanted = list(dict.fromkeys(facts.unit_ids))
    if not wanted:
        raise Refusal("correspondence.nobody_asked", _("Ghi ít nhất một cơ quan góp ý."), field="units")
    if len(wanted) > MOST_ASKED:
        raise Refusal(
            "correspondence.too_many_asked",
            _("Một đợt gửi tối đa %(most)s cơ quan.") % {"most": MOST_ASKED},
            field="units",
        )
    found = {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted)}
    if len(found) != len(wanted):
        raise Hidden("unit")
    if dossier.unit_id in found:
        raise Refusal(
            "correspondence.asks_itself", _("Cơ quan soạn thảo không tự góp ý cho mình."), field="units"
        )
    waiting = Opinion.objects.filter(
        consultation__dossier=dossier, consultation__closed_on=None, unit_id__in=wanted, verdict=""
    )
    again = waiting.values_list("unit_id", flat=True).first()
    if again is not None:
        raise Refusal(
            "correspondence.asked_already",
            _("%(unit)s đang được hỏi ở đợt trước và chưa trả lời.") % {"unit": name_of(again)},
            field="units",
        )
    return [found[unit_id] for unit_id in wanted]


def _open_ends(rounds: Any) -> list[str]:
    """What is not settled yet, in words."""
    found = []
    if rounds.unsettled:
        found.append(_("%(n)s điểm góp ý chưa tiếp thu, giải trình") % {"n": rounds.unsettled})
    if rounds.unanswered:
        found.append(_("%(n)s cơ quan chưa trả lời") % {"n": len(rounds.unanswered)})
    if rounds.uncounted:
        found.append(_("chưa ghi kết quả phiếu lấy ý kiến"))
    return found
