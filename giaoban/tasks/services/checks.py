"""What the doors of tasks refuse, each with its rule in words."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.organisations.models import Closure, Unit
from giaoban.organisations.queries import visible_to as units_visible_to
from giaoban.organisations.queries.naming import load_names
from giaoban.periods.rules import NotAPeriodError, Period
from giaoban.tasks import queries
from giaoban.tasks.labels import MOVE_LABELS, PROGRAMME_LABELS, STATE_LABELS
from giaoban.tasks.models import Assignment, Programme, Task
from giaoban.tasks.rules import (
    NOTE_LIMIT,
    NUMBER_LIMIT,
    PROCESS,
    TITLE_LIMIT,
    WORDING_LIMIT,
    Kind,
    ProgrammeState,
    State,
    TaskFacts,
    number_key,
)

MANY = 50_000
NAMED = 5


def require_direct(actor: Actor, unit_id: int) -> None:
    """The programme's side; like an unknown record for everybody else."""
    if not queries.may_direct(actor, unit_id, today()):
        raise Hidden("tasks.direct")


def require_work(actor: Actor, unit_id: int) -> None:
    if not queries.may_work(actor, unit_id, today()):
        raise Hidden("tasks.work")


def decides(actor: Actor, assignment: Assignment) -> None:
    """Whoever gave the task decides: the unit that does it never confirms, returns or extends it itself. What
    it gave itself by bút phê is for its head."""
    if queries.confirms_within(actor, assignment):
        return
    require_direct(actor, assignment.task.programme.unit_id)
    if queries.on_own_side(actor, assignment):
        raise Refusal(
            "tasks.own_task",
            _("Đồng chí thuộc đơn vị thực hiện nhiệm vụ %(number)s nên không tự quyết định việc này.")
            % {"number": assignment.task.number},
            rule=_("Bên giao nhiệm vụ xác nhận, trả lại, gia hạn; đơn vị thực hiện không tự xác nhận."),
        )


def same_version(record: Programme | Assignment, version: int | None) -> None:
    if version is None or record.version == version:
        return
    if isinstance(record, Assignment):
        message = _(
            "Nhiệm vụ %(number)s vừa được người khác cập nhật, nay ở trạng thái “%(state)s”. "
            "Hãy xem lại rồi thực hiện tiếp."
        ) % {"number": record.task.number, "state": STATE_LABELS[State(record.state)]}
    else:
        message = _("Chương trình “%(title)s” vừa được người khác sửa. Hãy xem lại rồi ghi tiếp.") % {
            "title": record.title
        }
    raise Conflict(
        "tasks.changed_meanwhile",
        message,
        rule=_("Hai người xử lý cùng lúc: người sau phải thấy việc của người trước."),
    )


def edge(assignment: Assignment, move: str) -> str:
    """The state that the move leads to; otherwise a refusal that names the state and what is possible."""
    if move not in MOVE_LABELS:
        raise Hidden("move")
    for transition in PROCESS.moves_from(assignment.state):
        if transition.move == move:
            return transition.target
    possible = ", ".join(f"“{MOVE_LABELS[t.move]}”" for t in PROCESS.moves_from(assignment.state))
    raise Refusal(
        "tasks.edge",
        _("Nhiệm vụ %(number)s đang ở trạng thái “%(state)s”, không thể “%(move)s”.")
        % {
            "number": assignment.task.number,
            "state": STATE_LABELS[State(assignment.state)],
            "move": MOVE_LABELS[move],
        },
        rule=_("Việc có thể làm tiếp: %(moves)s.") % {"moves": possible or "–"},
        source=_("Quy trình nhiệm vụ của hệ thống"),
    )


def running(programme: Programme) -> None:
    if programme.state == ProgrammeState.ISSUED:
        return
    raise Refusal(
        "tasks.not_issued",
        _("Chương trình “%(title)s” %(state)s, nhiệm vụ trong đó chưa hoặc không còn được thực hiện.")
        % {"title": programme.title, "state": PROGRAMME_LABELS[ProgrammeState(programme.state)]},
        rule=_("Chỉ nhiệm vụ đã giao và chưa kết thúc mới được cập nhật."),
    )


def draft(programme: Programme) -> None:
    if programme.state == ProgrammeState.DRAFT:
        return
    raise Refusal(
        "tasks.issued_already",
        _("Chương trình “%(title)s” %(state)s, không sửa nội dung được nữa.")
        % {"title": programme.title, "state": PROGRAMME_LABELS[ProgrammeState(programme.state)]},
        rule=_("Sau khi giao chỉ giao thêm đơn vị, gia hạn, tạm dừng hoặc hủy; lời văn giữ như văn bản."),
    )


def period(value: str) -> str:
    try:
        return Period.parse(str(value)).code
    except NotAPeriodError:
        raise Refusal(
            "tasks.period",
            _("“%(code)s” không phải là mã kỳ công tác.") % {"code": value},
            field="period",
            rule=_("Ví dụ: 2019-q3, 2019-t09-9t, 2019."),
        ) from None


def title(value: str) -> str:
    text = clean(value)
    if not text or len(text) > TITLE_LIMIT:
        raise Refusal(
            "tasks.title",
            _("Tên chương trình phải có từ 1 đến %(limit)s ký tự.") % {"limit": TITLE_LIMIT},
            field="title",
        )
    return text


def note(value: str, *, needed: bool, field: str = "note") -> str:
    text = clean(value, multiline=True)
    if needed and not text:
        raise Refusal(
            "tasks.note",
            _("Ghi lý do: đơn vị cần biết vì sao."),
            field=field,
            rule=_("Trả lại, tạm dừng, hủy và gia hạn đều có lý do."),
        )
    if len(text) > NOTE_LIMIT:
        raise Refusal(
            "tasks.note_long",
            _("Nội dung dài %(length)s ký tự, tối đa %(limit)s.")
            % {"length": len(text), "limit": NOTE_LIMIT},
            field=field,
        )
    return text


def task_facts(facts: TaskFacts, number: str) -> None:
    """One task by itself: its words, kind and deadline fit together."""
    wording = clean(facts.wording, multiline=True)
    if not wording or len(wording) > WORDING_LIMIT:
        raise Refusal(
            "tasks.wording",
            _("Nhiệm vụ %(number)s: nội dung phải có từ 1 đến %(limit)s ký tự.")
            % {"number": number, "limit": WORDING_LIMIT},
            field="wording",
        )
    if not number or len(number) > NUMBER_LIMIT:
        raise Refusal(
            "tasks.number",
            _("Số thứ tự “%(number)s” phải có từ 1 đến %(limit)s ký tự.")
            % {"number": number, "limit": NUMBER_LIMIT},
            field="number",
        )
    if facts.kind not in set(Kind):
        raise Refusal(
            "tasks.kind", _("Chọn loại nhiệm vụ cho nhiệm vụ %(number)s.") % {"number": number}, field="kind"
        )
    if facts.kind == Kind.NO_DEADLINE and facts.due is not None:
        raise Refusal(
            "tasks.due_without_deadline",
            _("Nhiệm vụ %(number)s là loại không thời hạn nhưng ghi thời hạn %(day)s.")
            % {"number": number, "day": vi(facts.due)},
            field="due",
            rule=_("Bỏ thời hạn, hoặc chọn loại có thời hạn."),
        )


def new_number(programme: Programme, number: str, *, except_id: int | None = None) -> None:
    taken = Task.objects.filter(programme=programme, number=number).exclude(pk=except_id or 0)
    if taken.exists():
        raise Refusal(
            "tasks.number_taken",
            _("Số thứ tự %(number)s đã có trong “%(title)s”.") % {"number": number, "title": programme.title},
            field="number",
            rule=_("Mỗi nhiệm vụ mang đúng một số như trong văn bản."),
        )


def units(actor: Actor, programme: Programme, unit_ids: Iterable[int]) -> list[int]:
    """The chosen units, each once: in force, known to the actor, and below the programme's unit."""
    wanted = list(dict.fromkeys(unit_ids))
    if not wanted:
        raise Refusal("tasks.no_unit", _("Chọn ít nhất một đơn vị."), field="units")
    day = today()
    below = Closure.objects.on(day).filter(ancestor_id=programme.unit_id, depth__gt=0)
    known = units_visible_to(actor).filter(
        pk__in=below.values("descendant_id"), starts__lte=day, ends__gt=day
    )
    found = set(known.filter(pk__in=wanted).values_list("pk", flat=True))
    if strangers := [unit_id for unit_id in wanted if unit_id not in found]:
        raise Refusal(
            "tasks.outside",
            _("Không giao được cho: %(names)s.") % {"names": named(strangers, day)},
            field="units",
            rule=_("Chỉ giao nhiệm vụ cho đơn vị trực thuộc đang hoạt động."),
        )
    return wanted


def named(unit_ids: Sequence[int], day: date) -> str:
    names = load_names(unit_ids[:NAMED])
    known = set(Unit.objects.filter(pk__in=unit_ids[:NAMED]).values_list("pk", flat=True))
    words = [names.at(unit_id, day) if unit_id in known else "–" for unit_id in unit_ids[:NAMED]]
    return ", ".join(words) + ("…" if len(unit_ids) > NAMED else "")


def not_too_many(tasks: int, units_: int) -> None:
    if tasks * units_ > MANY:
        raise Refusal(
            "tasks.too_many",
            _("%(tasks)s nhiệm vụ × %(units)s đơn vị là quá nhiều cho một lần giao.")
            % {"tasks": tasks, "units": units_},
            field="units",
            rule=_("Giao từng nhóm nhiệm vụ hoặc từng nhóm đơn vị."),
        )


def given_to_somebody(tasks: Sequence[Task], assigned: Collection[int]) -> None:
    """Before a programme is issued every task has a unit, of its own or through its group."""
    parents = {task.pk: task.parent_id for task in tasks}
    groups = set(parents.values())

    def covered(task_id: int | None) -> bool:
        while task_id is not None:
            if task_id in assigned:
                return True
            task_id = parents[task_id]
        return False

    empty = [task.number for task in tasks if task.pk not in groups and not covered(task.pk)]
    if not tasks or empty:
        numbers = ", ".join(sorted(empty, key=number_key)[:10]) or "–"
        raise Refusal(
            "tasks.unassigned",
            _("Chưa giao được: nhiệm vụ chưa có đơn vị thực hiện: %(numbers)s.") % {"numbers": numbers},
            rule=_("Mỗi nhiệm vụ rõ đơn vị, rõ việc, rõ thời gian trước khi giao."),
        )
