"""Bút phê on a paper that arrived, and how it is settled: by a note, or by the reply that was issued."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.accounts import access
from giaoban.accounts.labels import ROLE_LABELS
from giaoban.accounts.models import User
from giaoban.accounts.queries import members
from giaoban.accounts.rules import Role
from giaoban.audit import services as audit
from giaoban.core.actors import Actor, System
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import announce
from giaoban.core.text import clean
from giaoban.correspondence import queries
from giaoban.correspondence.announcements import REMARKED
from giaoban.correspondence.models import Arrival, Issue, Remark
from giaoban.correspondence.queries import arrivals as reading
from giaoban.correspondence.rules import Arrived, Permission
from giaoban.correspondence.rules.arriving import NOTE_LIMIT, TEXT_LIMIT, back_to, may_settle
from giaoban.correspondence.services.arrivals import STUB_RULE, for_change, same_version
from giaoban.notices.services import is_local, tell
from giaoban.organisations.models import Department
from giaoban.organisations.queries import departments
from giaoban.periods import rules as periods

SIGNING = (Role.HEAD, Role.DEPUTY_HEAD, Role.CELL_SECRETARY, Role.CLUSTER_LEAD, Role.DEPARTMENT_HEAD)


@transaction.atomic
def remark(
    *,
    actor: Actor,
    arrival_id: int,
    text: str,
    department_id: int | None = None,
    officer_id: int | None = None,
    due: date | None = None,
    make_task: bool = False,
    version: int | None = None,
) -> Remark:
    """Write what is to be done, by which phòng and whom, by when; rooms above make a task if asked."""
    arrival = for_change(actor, arrival_id, Permission.REMARK, version)
    words = _text(arrival, text)
    department = _department(arrival, department_id)
    officer = _officer(arrival, officer_id)
    if due is not None and due < arrival.arrived_on:
        raise Refusal(
            "correspondence.due_before",
            _("Thời hạn %(due)s trước ngày văn bản đến.") % {"due": vi(due)},
            field="due",
        )
    written = Remark.objects.create(
        arrival=arrival,
        text=words,
        department=department,
        officer=officer.pk if officer is not None else None,
        due=due,
        by_post=_post(actor),
        made_on=today(),
        recorded_by=actor.actor_id,
    )
    before = arrival.state
    arrival.state = Arrived.GIVEN.value
    arrival.version += 1
    arrival.save()
    if officer is not None and officer.pk != actor.actor_id:
        _tell(arrival, officer, due)
    if make_task:
        announce(REMARKED.code, actor=actor, **_facts(arrival, written))
    changes = {
        "state": [before, arrival.state],
        "department": [None, department_id],
        "officer": [None, officer_id],
        "due": [None, due.isoformat() if due else None],
    }
    audit.record(
        actor, "correspondence.remark", arrival, unit_id=arrival.unit_id, changes=changes, note=words
    )
    written.refresh_from_db()
    return written


@transaction.atomic
def keep_task(*, actor: Actor, remark_id: int, task_id: int, url: str) -> Remark:
    """A room above says which task it made of a bút phê and where it is read; once."""
    written = (
        Remark.objects.select_related("arrival").filter(pk=remark_id).select_for_update(of=("self",)).first()
    )
    if written is None or written.task_id is not None or not is_local(url):
        raise Hidden("remark")
    queries.require(actor, Permission.REMARK, written.arrival.unit_id)
    written.task_id, written.task_url = task_id, url[:300]
    written.save(update_fields=["task_id", "task_url"])
    changes = {"task": [None, task_id]}
    audit.record(
        actor, "correspondence.keep_task", written.arrival, unit_id=written.arrival.unit_id, changes=changes
    )
    return written


@transaction.atomic
def settle(
    *, actor: Actor, arrival_id: int, note: str = "", on: date | None = None, version: int | None = None
) -> Arrival:
    """Say that nothing more is to be done with it, since when and how it was answered or filed."""
    arrival = _for_settling(actor, arrival_id, version)
    return _settle(actor, arrival, note, on or today())


@transaction.atomic
def undo_settle(*, actor: Actor, arrival_id: int, version: int | None = None) -> Arrival:
    """Take back a settling: it stands again where its bút phê left it."""
    arrival = _for_settling(actor, arrival_id, version)
    if arrival.state != Arrived.SETTLED:
        raise Refusal(
            "correspondence.not_settled", _("%(name)s chưa ghi là đã giải quyết.") % {"name": arrival.name}
        )
    before = {"state": arrival.state, "on": arrival.settled_on and arrival.settled_on.isoformat()}
    note = arrival.settled_note
    arrival.state = back_to(arrival.remarks.count()).value
    arrival.settled_on, arrival.settled_note = None, ""
    arrival.version += 1
    arrival.save()
    changes = {"state": [before["state"], arrival.state], "settled_on": [before["on"], None]}
    audit.record(
        actor, "correspondence.undo_settle", arrival, unit_id=arrival.unit_id, changes=changes, note=note
    )
    return arrival


def may_settle_it(actor: Actor, arrival: Arrival) -> bool:
    """Who keeps the book, who writes bút phê there, and the officer it was given to last."""
    if any(reading.handles(actor, p, arrival.unit_id) for p in (Permission.RECEIVE, Permission.REMARK)):
        return True
    last = arrival.remarks.order_by("-pk").values_list("officer", flat=True).first()
    return actor.actor_id is not None and last == actor.actor_id


def settled_by_reply(*, issue_id: int, symbol: str, on: date, **_facts: Any) -> None:
    """Listens to "correspondence.issued": the paper that the reply answers is settled by it."""
    answers = Issue.objects.filter(pk=issue_id).values_list("dossier__answers_id", flat=True).first()
    arrival = None
    if answers is not None:
        arrival = Arrival.objects.select_for_update().filter(pk=answers).first()
    if arrival is None or not may_settle(arrival.state):
        return
    with translation.override("vi"):
        note = _("Trả lời bằng văn bản số %(symbol)s ngày %(day)s") % {"symbol": symbol, "day": vi(on)}
    note = "" if arrival.stub else note  # of a secret paper only the day is kept
    _settle(System(), arrival, note, min(max(on, arrival.arrived_on), today()))


# --- what the doors share ------------------------------------------------------------------------------


def _for_settling(actor: Actor, arrival_id: int, version: int | None) -> Arrival:
    arrival: Arrival = reading.get_arrival(actor, arrival_id, lock=True)
    if not may_settle_it(actor, arrival):
        raise Hidden("arrival")
    same_version(arrival, version)
    return arrival


def _settle(actor: Actor, arrival: Arrival, note: str, on: date) -> Arrival:
    words = clean(note)
    if not may_settle(arrival.state):
        raise Refusal(
            "correspondence.settled_already",
            _("%(name)s đã ghi là giải quyết xong.") % {"name": arrival.name},
        )
    if len(words) > NOTE_LIMIT or (arrival.stub and words):
        raise Refusal(
            "correspondence.settle_note",
            _("Kết quả giải quyết dài quá %(limit)s ký tự.") % {"limit": NOTE_LIMIT}
            if not arrival.stub
            else _("Tài liệu mật chỉ ghi ngày giải quyết."),
            field="note",
        )
    if on > today() or on < arrival.arrived_on:
        raise Refusal(
            "correspondence.settled_day",
            _("Ngày giải quyết phải từ ngày đến %(day)s đến hôm nay.") % {"day": vi(arrival.arrived_on)},
            field="on",
        )
    before = arrival.state
    arrival.state, arrival.settled_on, arrival.settled_note = Arrived.SETTLED.value, on, words
    arrival.version += 1
    arrival.save()
    changes = {"state": [before, arrival.state], "settled_on": [None, on.isoformat()]}
    audit.record(
        actor, "correspondence.settle", arrival, unit_id=arrival.unit_id, changes=changes, note=words
    )
    return arrival


def _text(arrival: Arrival, text: str) -> str:
    if arrival.stub:
        raise Refusal(
            "correspondence.stub_remark",
            _("Tài liệu mật được bút phê trên bản giấy."),
            field="text",
            rule=str(STUB_RULE),
        )
    if not may_settle(arrival.state):
        raise Refusal(
            "correspondence.settled_already",
            _("%(name)s đã giải quyết xong. Mở lại trước khi ghi bút phê.") % {"name": arrival.name},
            field="text",
        )
    words = clean(text, multiline=True)
    if not words or len(words) > TEXT_LIMIT:
        raise Refusal(
            "correspondence.remark_text",
            _("Bút phê phải có từ 1 đến %(limit)s ký tự.") % {"limit": TEXT_LIMIT},
            field="text",
        )
    return words


def _department(arrival: Arrival, department_id: int | None) -> Department | None:
    if department_id is None:
        return None
    found = departments(arrival.unit_id, today()).filter(pk=department_id).first()
    if found is None:
        raise Refusal(
            "correspondence.no_department",
            _("Chọn phòng của đơn vị trong danh sách."),
            field="department",
        )
    return found


def _officer(arrival: Arrival, officer_id: int | None) -> User | None:
    if officer_id is None:
        return None
    found = members(arrival.unit_id).filter(pk=officer_id).first()
    if found is None:
        raise Refusal(
            "correspondence.no_officer", _("Chọn cán bộ của đơn vị trong danh sách."), field="officer"
        )
    return found


def _post(actor: Actor) -> str:
    """The post under which the actor writes: the highest role that may."""
    if not isinstance(actor, User):
        return actor.actor_label[:200]
    held = {role for _unit, role in access.held(actor)}
    role = next((role for role in SIGNING if role.value in held), None)
    with translation.override("vi"):
        return str(ROLE_LABELS[role]) if role is not None else ""


def _tell(arrival: Arrival, officer: User, due: date | None) -> None:
    """Where to look, never what the paper or the bút phê says."""
    day = vi(due) if due else ""
    values: dict[str, str | int] = {"number": arrival.number.value, "name": arrival.name, "due": day}
    tell(
        "correspondence.remark",
        text=gettext_noop("Đồng chí được giao xử lý văn bản đến số %(number)s, hạn %(due)s: %(name)s")
        if due
        else gettext_noop("Đồng chí được giao xử lý văn bản đến số %(number)s: %(name)s"),
        params=values,
        url=url_of(arrival),
        user_ids=[officer.pk],
        unit_id=arrival.unit_id,
    )


def url_of(arrival: Arrival) -> str:
    period = periods.current(today())
    return reverse("correspondence:arrival", args=[arrival.unit.code, period.code, arrival.pk])


def _facts(arrival: Arrival, written: Remark) -> dict[str, Any]:
    """The bút phê as plain values for rooms above."""
    with translation.override("vi"):
        label = arrival.label
    return {
        "remark_id": written.pk,
        "arrival_id": arrival.pk,
        "unit_id": arrival.unit_id,
        "number": arrival.number.value,
        "year": arrival.arrived_on.year,
        "label": label,
        "url": url_of(arrival),
        "text": written.text,
        "department": written.department.name if written.department is not None else "",
        "due": written.due,
        "document_id": arrival.document_id,
        "secrecy": arrival.secrecy,
    }
