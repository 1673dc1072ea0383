"""Opening a round and running it: who owes, extensions, reminders, the lock at the end."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now, today, vi
from giaoban.core.numbers import vi_number
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.directives import queries as directives
from giaoban.notices import services as notices
from giaoban.organisations.models import Unit
from giaoban.periods.rules import Period
from giaoban.reporting import permissions
from giaoban.reporting.labels import moment
from giaoban.reporting.models import Obligation, Round
from giaoban.reporting.queries import rounds as queries
from giaoban.reporting.queries import staff
from giaoban.reporting.rules import Permission, RoundState, State
from giaoban.reporting.rules.states import WAITING
from giaoban.reporting.services import moves

BULK = """
INSERT INTO reporting_obligation
    (version, round_id, unit_id, receiver_id, depth, leaf, state, deadline, due, reason)
SELECT 1, %(round)s, line.*, '' FROM unnest(
    %(units)s::bigint[], %(receivers)s::bigint[], %(depths)s::smallint[], %(leaves)s::boolean[],
    %(states)s::text[], %(due)s::timestamptz[], %(due)s::timestamptz[]
) AS line
"""


@transaction.atomic
def open_round(
    *,
    actor: Actor,
    regime: str,
    unit_id: int,
    period: str,
    request_id: int | None = None,
    title: str = "",
    cut_off: date | None = None,
    conference_on: date | None = None,
    not_required: Mapping[int, str] | None = None,
) -> Round:
    """Ask one form of everything below the unit: a row for each that owes, in one statement; the units are
    told, the act recorded. `not_required` excuses units from the start, each with its reason.
    """
    rule, when = queries.regime_of(regime), queries.period_of(period)
    day = cut_off or queries.default_cut_off(rule, when)
    unit = Unit.objects.on(day).filter(pk=unit_id).first()
    if unit is None:
        raise Hidden("unit")
    actor.require(Permission.OPEN, unit_id, on=day)
    permissions.require(permissions.works_for(actor, unit_id, day), Permission.OPEN)
    _refuse_second(rule.pk, unit_id, when)
    lines = queries.owing(rule, unit_id, when, cut_off=day, conference=conference_on)
    if len(lines) < 2:
        raise Refusal(
            "reporting.nobody_owes",
            _("Ngày chốt số liệu %(day)s không có đơn vị nào trực thuộc để báo cáo.") % {"day": vi(day)},
            field="cut_off",
            rule=_("Đơn vị phải báo cáo lấy theo cây tổ chức của ngày chốt số liệu."),
        )
    excused = _reasons(not_required or {}, {line.unit_id for line in lines if line.depth})
    version = rule.form.versions.on(day).order_by("-number").first()
    if version is None:
        raise Refusal("reporting.no_form", _("Biểu mẫu chưa có hiệu lực vào ngày chốt số liệu."))
    if request_id is not None:
        directives.get_document(actor, request_id)
    opened = Round.objects.create(
        regime=rule,
        form_version=version,
        unit=unit,
        period=when.code,
        title=(clean(title) or default_title(when))[:300],
        cut_off=day,
        opened_on=today(),
        request_id=request_id,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            BULK,
            {
                "round": opened.pk,
                "units": [line.unit_id for line in lines],
                "receivers": [line.receiver_id for line in lines],
                "depths": [line.depth for line in lines],
                "leaves": [line.leaf for line in lines],
                "states": [
                    (State.NOT_REQUIRED if line.unit_id in excused else State.DUE).value for line in lines
                ],
                "due": [line.due for line in lines],
            },
        )
    for unit_excused, reason in excused.items():
        Obligation.objects.filter(round=opened, unit_id=unit_excused).update(reason=reason)
    _tell_opened(opened, [line for line in lines if line.unit_id not in excused])
    audit.record(
        actor,
        "reporting.open_round",
        opened,
        unit_id=unit_id,
        changes={"obligations": [0, len(lines)], "not_required": [0, len(excused)]},
    )
    return opened


def default_title(period: Period) -> str:
    """How the round is called when nobody names it, in the words of the papers."""
    label = period.label()
    return f"Báo cáo {label[0].lower()}{label[1:]}"


def _refuse_second(regime_id: int, unit_id: int, period: Period) -> None:
    """One round of a regime for a unit and a period; and not again below a round that already asks it."""
    same = Round.objects.filter(regime_id=regime_id, period=period.code).select_for_update()
    found = same.filter(unit_id=unit_id).first()
    if found is not None:
        raise Refusal(
            "reporting.opened_already",
            _("“%(title)s” đã mở ngày %(day)s. Mở đợt đó để theo dõi, gia hạn hoặc đôn đốc.")
            % {"title": found.title, "day": vi(found.opened_on)},
            field="period",
            rule=_("Mỗi chế độ báo cáo mở một đợt cho một đơn vị trong một kỳ."),
        )
    above = same.filter(obligations__unit_id=unit_id).select_related("unit").first()
    if above is not None:
        raise Refusal(
            "reporting.asked_above",
            _("Cấp trên đã mở “%(title)s” và đợt đó đã gồm các đơn vị trực thuộc.") % {"title": above.title},
            field="period",
            rule=_("Một chỉ tiêu không hỏi hai lần: đơn vị trực thuộc báo cáo trong đợt của cấp trên."),
        )


def _reasons(given: Mapping[int, str], owing: Collection[int]) -> dict[int, str]:
    reasons = {unit: clean(text)[:500] for unit, text in given.items()}
    if not set(reasons) <= set(owing):
        raise Hidden("unit")
    if not all(reasons.values()):
        raise _no_reason()
    return reasons


def _no_reason() -> Refusal:
    return Refusal(
        "reporting.reason_missing",
        _("Chưa ghi lý do."),
        field="reason",
        rule=_("Gia hạn hoặc ghi “không phải báo cáo” đều kèm lý do, đơn vị và cấp trên cùng thấy."),
    )


def _tell_opened(opened: Round, lines: list[queries.Owing]) -> None:
    units = [line.unit_id for line in lines if line.depth]
    people = staff.staff_of(units, staff.WRITERS, opened.cut_off)
    told = [unit for unit in units if people[unit]]
    codes = dict(Unit.objects.filter(pk__in=told).values_list("pk", "code"))
    notices.tell_each(
        "reporting.opened",
        text=gettext_noop("Đã mở %(title)s; hạn gửi %(due)s"),
        lines=[
            notices.Told(
                url=reverse("reporting:list", args=[codes[line.unit_id], opened.period]),
                user_ids=people[line.unit_id],
                unit_id=line.unit_id,
                params={"title": opened.title, "due": moment(line.due)},
            )
            for line in lines
            if line.depth and people[line.unit_id]
        ],
    )


# --- while it runs -----------------------------------------------------------------------------------------


REMIND_LIMIT = 5000


@transaction.atomic
def extend(*, actor: Actor, round_id: int, obligation_ids: Sequence[int], due: datetime, reason: str) -> int:
    """Give units a later deadline, with the reason; the first deadline stays beside it. By who opened the
    round, or by the direct superior for its own units."""
    round_ = queries.get_round(actor, round_id)
    rows = _chosen(actor, round_, obligation_ids)
    why = clean(reason)[:500]
    if not why:
        raise _no_reason()
    if due <= now():
        raise Refusal(
            "reporting.due_past",
            _("Thời hạn mới %(due)s đã qua; chọn thời điểm sau hiện tại.") % {"due": moment(due)},
            field="due",
        )
    moved = [row for row in rows if row.due != due]
    early = next((row for row in moved if due < row.deadline), None)
    if early is not None:
        raise Refusal(
            "reporting.due_earlier",
            _("Thời hạn mới sớm hơn thời hạn đã giao (%(due)s) của %(unit)s.")
            % {"due": moment(early.deadline), "unit": moves.unit_name(early)},
            field="due",
            rule=_("Gia hạn chỉ lùi thời hạn; rút ngắn thời hạn đã giao phải có yêu cầu mới."),
        )
    before = {row.pk: row.due for row in moved}
    for row in moved:
        row.due, row.reason, row.version = due, why, row.version + 1
    Obligation.objects.bulk_update(moved, ["due", "reason", "version"], batch_size=1000)
    _tell(
        "reporting.extended",
        gettext_noop("%(title)s: thời hạn gửi lùi đến %(due)s"),
        round_,
        moved,
    )
    for row in moved:
        audit.record(
            actor,
            "reporting.extend",
            row,
            unit_id=row.unit_id,
            changes={"due": [before[row.pk].isoformat(), due.isoformat()]},
            note=why,
        )
    return len(moved)


@transaction.atomic
def remind(*, actor: Actor, round_id: int, obligation_ids: Sequence[int], words: str = "") -> int:
    """Remind units whose report is not in: a message to their staff, nothing of the report in it."""
    round_ = queries.get_round(actor, round_id)
    rows = [row for row in _chosen(actor, round_, obligation_ids) if row.state in NOT_IN]
    if not rows:
        raise Refusal(
            "reporting.nobody_to_remind",
            _("Các đơn vị đã chọn đều đã gửi hoặc không phải báo cáo, nên không có ai để đôn đốc."),
        )
    told = _tell("reporting.reminded", gettext_noop("Đôn đốc: %(title)s, thời hạn gửi %(due)s"), round_, rows)
    audit.record(
        actor,
        "reporting.remind",
        round_,
        unit_id=round_.unit_id,
        changes={"units": [0, len(rows)], "told": [0, told]},
        note=clean(words)[:500],
    )
    return len(rows)


@transaction.atomic
def lock_round(*, actor: Actor, round_id: int, version: int) -> Round:
    """Close the figures of a round: what was accepted is locked, and nothing in it moves any more.

    Reports that wait are accepted or returned first; those that never came stay missing.
    """
    round_ = queries.get_round(actor, round_id, lock=True)
    permissions.require(permissions.may_run(actor, round_), Permission.OPEN)
    if round_.state == RoundState.LOCKED:
        raise Refusal(
            "reporting.locked",
            _("“%(title)s” đã khóa số liệu rồi.") % {"title": round_.title},
            rule=_("Mỗi đợt khóa số liệu một lần."),
        )
    if round_.version != version:
        raise Conflict("reporting.round_changed", _("Đợt báo cáo vừa được người khác sửa. Hãy xem lại."))
    # every report of the round is held, so that no move that already began ends after the lock
    rows = list(Obligation.objects.select_for_update().filter(round=round_).order_by("pk"))
    waiting = [row for row in rows if row.state in WAITING]
    if waiting:
        raise Refusal(
            "reporting.waiting_reports",
            _(
                "Còn %(count)s báo cáo đã gửi chưa thẩm tra, ví dụ %(unit)s. "
                "Thẩm tra hoặc trả lại trước khi khóa."
            )
            % {"count": vi_number(len(waiting)), "unit": moves.unit_name(waiting[0])},
            rule=_("Không khóa khi còn báo cáo chờ: đơn vị đã gửi phải biết báo cáo được lấy hay không."),
        )
    locked = moves.steps(actor, rows, "lock")
    round_.state, round_.version = RoundState.LOCKED.value, round_.version + 1
    round_.save(update_fields=["state", "version"])
    direct = [row for row in rows if row.receiver_id == round_.unit_id]
    _tell("reporting.locked", gettext_noop("%(title)s đã khóa số liệu"), round_, direct)
    audit.record(
        actor,
        "reporting.lock_round",
        round_,
        unit_id=round_.unit_id,
        changes={"state": [RoundState.OPEN.value, RoundState.LOCKED.value], "locked": [0, locked]},
    )
    return round_


NOT_IN = frozenset({State.DUE, State.DRAFTING, State.APPROVAL, State.RETURNED})


def _chosen(actor: Actor, round_: Round, obligation_ids: Sequence[int]) -> list[Obligation]:
    """The chosen reports of this round, locked; each must be the actor's to run, as opener or superior."""
    ids = list(dict.fromkeys(obligation_ids))[:REMIND_LIMIT]
    rows = list(
        Obligation.objects.select_for_update(of=("self",))
        .filter(round=round_, pk__in=ids)
        .select_related("unit__kind", "round__regime")
        .order_by("pk")
    )
    if len(rows) != len(ids):
        raise Hidden("obligation")
    if not rows:
        raise Refusal(
            "reporting.nobody_chosen",
            _("Chưa chọn đơn vị nào."),
            field="units",
            rule=_("Đánh dấu ít nhất một đơn vị trong bảng."),
        )
    if not permissions.may_run(actor, round_):
        for receiver in {row.receiver_id for row in rows}:
            first = next(row for row in rows if row.receiver_id == receiver)
            permissions.require(
                receiver is not None and permissions.may_review(actor, first), Permission.OPEN
            )
    moves.require_open(rows[0])
    return rows


def _tell(event: str, text: str, round_: Round, rows: Sequence[Obligation]) -> int:
    people = staff.staff_of([row.unit_id for row in rows], staff.WRITERS, round_.cut_off)
    return notices.tell_each(
        event,
        text=text,
        lines=[
            notices.Told(
                url=moves.told_url(row, row.unit.code),
                user_ids=people[row.unit_id],
                unit_id=row.unit_id,
                params={"title": round_.title, "due": moment(row.due)},
            )
            for row in rows
        ],
    )
