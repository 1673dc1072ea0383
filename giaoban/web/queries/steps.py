"""The eight steps of a Hồ sơ kỳ as they stand: what each counts, what it lacks and where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from giaoban.conferences.labels import STATE_LABELS as MEETING_LABELS
from giaoban.conferences.rules import ENDED_STATES
from giaoban.conferences.rules import Permission as Conferences
from giaoban.conferences.rules import State as Held
from giaoban.core.dates import ZONE, vi
from giaoban.core.numbers import vi_number
from giaoban.reporting.models import STATE_LABELS as REPORT_LABELS
from giaoban.reporting.permissions import same_hand
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.reporting.rules.states import State
from giaoban.tasks.rules import Permission as Tasks
from giaoban.web.queries.rows import Desk, StepRow, blank, moment
from giaoban.web.rules import STEPS, Permission, Step, StepState

SENT = (State.SENT, State.RECEIVED, State.ACCEPTED, State.CONSOLIDATED, State.LOCKED)


def steps_of(desk: Desk, owners: Mapping[str, str]) -> list[StepRow]:
    """The rows in order; the first unfinished one is the one to do now, the page's only filled button."""
    meeting = desk.facts.meeting
    met = meeting.conference.starts_at.astimezone(ZONE).date() if meeting is not None else None
    rows = [
        replace(
            WRITERS[rule.step](desk, blank(number, rule, owners, desk.at.on, met)),
            number=number,
        )
        for number, rule in enumerate(STEPS, start=1)
    ]
    now = next((row.number for row in rows if not row.finished), 0)
    first = next((row.number for row in rows if row.action_url and not row.finished), 0)
    return [
        replace(
            row, state=state_of(row, now).value, primary=row.number == first, status=row.status or idle(row)
        )
        for row in rows
    ]


def state_of(row: StepRow, now: int) -> StepState:
    if row.finished:
        return StepState.DONE
    if row.number == now:
        return StepState.NOW
    return StepState.NEXT if row.begun else StepState.WAIT


def idle(row: StepRow) -> tuple[str, str] | None:
    return None if row.begun or row.finished or row.action_url else ("todo", _("chưa triển khai"))


def request(desk: Desk, row: StepRow) -> StepRow:
    own = desk.facts.own
    if own is None:
        if desk.works_here and desk.may(Reporting.OPEN) and desk.below:
            return replace(row, action_url=desk.url("reporting:open"), action_label=_("Mở đợt báo cáo"))
        return row
    asked = own.round
    symbol = asked.request.symbol if asked.request is not None else ""
    text = ", ".join(filter(None, [symbol, asked.title]))
    return replace(
        row,
        text=text,
        figure="1",
        counting_unit=_("đợt báo cáo"),
        due=_("hạn %(day)s") % {"day": vi(own.due.astimezone(ZONE).date())},
        status=("done", _("mở ngày %(day)s") % {"day": vi(asked.opened_on)}),
        action_url=desk.url("reporting:report", obligation_id=own.pk),
        action_label=_("Xem biểu và đề cương"),
        finished=True,
    )


def collect(desk: Desk, row: StepRow) -> StepRow:
    below, own = desk.facts.below, desk.facts.own
    if own is None or not (below.total or below.excused):
        if desk.below:
            return replace(
                row, figure=f"0/{vi_number(desk.below)}", counting_unit=_("đơn vị"), total=desk.below
            )
        return replace(
            row,
            text=_("Không có đơn vị trực thuộc phải báo cáo trong kỳ này"),
            finished=own is not None,
            due="",
        )
    missing = [
        ("late", _("%(n)s quá hạn") % {"n": vi_number(below.overdue)}) if below.overdue else None,
        ("todo", _("%(n)s chưa gửi, còn hạn") % {"n": vi_number(below.unsent - below.overdue)})
        if below.unsent > below.overdue
        else None,
        ("back", _("%(n)s trả lại để hoàn thiện") % {"n": vi_number(below.returned)})
        if below.returned
        else None,
        ("doing", _("%(n)s chờ thẩm tra") % {"n": vi_number(below.waiting)}) if below.waiting else None,
    ]
    text = _("Báo cáo của đơn vị trực thuộc, đã thẩm tra %(taken)s/%(total)s") % {
        "taken": vi_number(below.taken),
        "total": vi_number(below.total),
    }
    excused = (
        _("; %(n)s đơn vị không phải báo cáo") % {"n": vi_number(below.excused)} if below.excused else ""
    )
    sees = desk.may(Reporting.REVIEW) and desk.works_here
    return replace(
        row,
        text=text + excused,
        figure=f"{vi_number(below.arrived)}/{vi_number(below.total)}",
        counting_unit=_("đơn vị đã gửi"),
        done=below.arrived,
        total=below.total,
        missing=[line for line in missing if line],
        finished=below.taken == below.total or own.state in SENT,
        begun=True,
        action_url=desk.url("reporting:desk") if sees else "",
        action_label=_("Mở bàn thẩm tra") if sees else "",
    )


def consolidate(desk: Desk, row: StepRow) -> StepRow:
    own, progress = desk.facts.own, desk.facts.progress
    if own is None:
        return row
    facts = {
        "filled": progress.filled,
        "cells": progress.cells,
        "begun": progress.begun,
        "sections": progress.sections,
    }
    if own.leaf or own.state in SENT:
        text = _("Số liệu %(filled)d/%(cells)d ô; lời văn %(begun)d/%(sections)d mục")
    else:
        text = _("Số liệu từ %(filled)d/%(cells)d đơn vị; lời văn %(begun)d/%(sections)d mục")
    row = replace(
        row,
        text=text % facts,
        figure=f"{progress.percent} %",
        counting_unit=_("đã có"),
        done=progress.percent,
        total=100,
        begun=own.state != State.DUE,
        finished=own.state in (State.APPROVAL, *SENT),
        status=("back", _("cấp trên trả lại để hoàn thiện")) if own.state == State.RETURNED else None,
    )
    if not (desk.works_here and desk.may(Reporting.WRITE)):
        return row
    if not own.leaf:
        label, name = _("Mở bản tổng hợp"), "reporting:consolidation"
    else:
        label, name = _("Soạn báo cáo"), "reporting:report"
    return replace(row, action_url=desk.url(name, obligation_id=own.pk), action_label=label)


def sign(desk: Desk, row: StepRow) -> StepRow:
    own = desk.facts.own
    if own is None:
        return row
    row = replace(
        row,
        figure="1/1" if own.state in SENT else "0/1",
        counting_unit=_("báo cáo"),
        due=_("hạn %(day)s") % {"day": vi(own.due.astimezone(ZONE).date())},
        begun=own.state == State.APPROVAL,
        finished=own.state in SENT,
    )
    if own.state in SENT and own.current is not None:
        number = own.current.document_number or _("không số")
        day = own.current.document_date
        words = _("Số %(number)s, ngày %(day)s") % {"number": number, "day": vi(day)} if day else number
        return replace(
            row,
            text=words,
            status=("done", str(REPORT_LABELS[State(own.state)])),
            action_url=desk.url("reporting:report", obligation_id=own.pk),
            action_label=_("Xem bản đã gửi"),
        )
    if own.state == State.APPROVAL:
        row = replace(row, missing=[("doing", str(REPORT_LABELS[State.APPROVAL]))])
        if desk.works_here and desk.may(Reporting.APPROVE) and not same_hand(desk.actor, own):
            url = desk.url("reporting:approval", obligation_id=own.pk)
            return replace(row, action_url=url, action_label=_("Duyệt và gửi"))
    return row


def heads(present: int | None, convened: int | None) -> str:
    """Present of convened; nothing while nobody said how many come."""
    return f"{vi_number(present or 0)}/{vi_number(convened)}" if convened else ""


def conference(desk: Desk, row: StepRow) -> StepRow:
    meeting = desk.facts.meeting
    if meeting is None:
        if desk.works_here and desk.may(Conferences.PREPARE) and desk.below:
            return replace(
                row, action_url=desk.url("conferences:create"), action_label=_("Chuẩn bị hội nghị")
            )
        return row
    held = meeting.conference
    ended = held.state in ENDED_STATES
    text = f"{held.title}: {moment(held.starts_at)}"
    missing = []
    if meeting.point is not None:
        point = meeting.point
        figure = vi_number(point.convened or 0)
        unit = _("đại biểu triệu tập")
        if ended:
            figure, unit = heads(point.present, point.convened), _("đại biểu có mặt/triệu tập")
        if not point.checked_at and not ended:
            missing = [("soon", _("chưa thử đường truyền"))]
        url = desk.url("conferences:point", conference_id=held.pk, point_id=point.pk)
        label = _("Điểm cầu của đơn vị")
    else:
        over = heads(meeting.present, meeting.convened)
        figure = over if ended else f"{vi_number(meeting.accepted)}/{vi_number(meeting.points)}"
        unit = _("đại biểu có mặt/triệu tập") if ended else _("điểm cầu đã xác nhận")
        if meeting.points > meeting.ready and not ended:
            n = vi_number(meeting.points - meeting.ready)
            missing = [("soon", _("%(n)s điểm cầu chưa sẵn sàng") % {"n": n})]
        url = desk.url("conferences:conference", conference_id=held.pk)
        label = _("Mở hội nghị")
    return replace(
        row,
        text=text,
        figure=figure,
        counting_unit=unit,
        missing=missing,
        due=_("ngày %(day)s") % {"day": vi(held.day)},
        begun=held.state != Held.DRAFT or meeting.hosted,
        finished=ended,
        status=("done", _("đã kết thúc")) if ended else ("doing", str(MEETING_LABELS[Held(held.state)])),
        action_url=url,
        action_label=label,
    )


def conclude(desk: Desk, row: StepRow) -> StepRow:
    meeting = desk.facts.meeting
    conclusion = meeting.conclusion if meeting is not None else None
    if meeting is None or meeting.conference.state not in (*ENDED_STATES, Held.OPEN, Held.PAUSED):
        return row
    if conclusion is not None and conclusion.document is not None:
        document = conclusion.document
        return replace(
            row,
            text=f"{document.symbol or _('không số')}, {vi(document.issued_on)}: {document.summary}",
            figure="1",
            counting_unit=_("văn bản kết luận"),
            status=("done", _("ban hành %(day)s") % {"day": vi(document.issued_on)}),
            finished=True,
            action_url=desk.url("directives:document", document_id=document.pk),
            action_label=_("Xem kết luận"),
        )
    if not meeting.hosted:
        return replace(row, text=_("Chờ kết luận của hội nghị cấp trên"))
    row = replace(row, begun=conclusion is not None)
    if desk.works_here and desk.may(Conferences.CONCLUDE):
        url = desk.url("conferences:conclusion", conference_id=meeting.conference.pk)
        return replace(row, action_url=url, action_label=_("Soạn kết luận"))
    return row


def assign(desk: Desk, row: StepRow) -> StepRow:
    handed, meeting = desk.facts.handed, desk.facts.meeting
    programme = handed.programme
    if handed.received and programme is None:
        works = desk.works_here and desk.may(Tasks.WORK)
        row = replace(
            row,
            figure=f"{vi_number(handed.noted)}/{vi_number(handed.received)}",
            counting_unit=_("nhiệm vụ đã tiếp nhận"),
            begun=True,
        )
        if not desk.below:  # nobody to give them on to: taking note is all
            return replace(
                row,
                text=_("Cấp trên giao %(n)s nhiệm vụ") % {"n": vi_number(handed.received)},
                finished=handed.noted == handed.received,
                action_url=desk.url("tasks:list") if works else "",
                action_label=_("Mở nhiệm vụ được giao"),
            )
        return replace(
            row,
            text=_("Cấp trên giao %(n)s nhiệm vụ; đơn vị chưa có chương trình cụ thể hóa")
            % {"n": vi_number(handed.received)},
            action_url=desk.url("tasks:localise") if works else "",
            action_label=_("Tiếp nhận, cụ thể hóa"),
        )
    if programme is not None:
        return replace(
            row,
            text=programme.title,
            figure=f"{vi_number(handed.given_noted)}/{vi_number(handed.given)}" if handed.given else "",
            counting_unit=_("lượt giao đã tiếp nhận") if handed.given else "",
            begun=True,
            finished=True,
            status=("done", _("giao ngày %(day)s") % {"day": vi(programme.issued_on)})
            if programme.issued_on
            else None,
            action_url=desk.url("tasks:programme", programme_id=programme.pk),
            action_label=_("Xem chương trình"),
        )
    conclusion = meeting.conclusion if meeting is not None and meeting.hosted else None
    if (
        meeting is not None
        and conclusion is not None
        and conclusion.document_id
        and desk.works_here
        and desk.may(Tasks.DIRECT)
    ):
        url = desk.url("conferences:review", conference_id=meeting.conference.pk)
        return replace(row, action_url=url, action_label=_("Giao nhiệm vụ kỳ tới"))
    return row


def archive(desk: Desk, row: StepRow) -> StepRow:
    closed = desk.facts.closed
    url = desk.url("archive")
    if closed is not None:
        return replace(
            row,
            text=_("Mục lục hồ sơ và một gói lưu trữ"),
            figure=vi_number(closed.papers),
            counting_unit=_("văn bản"),
            finished=True,
            status=("done", _("lưu ngày %(day)s") % {"day": vi(closed.at.astimezone(ZONE).date())}),
            action_url=url,
            action_label=_("Mục lục hồ sơ"),
        )
    ready = desk.facts.own is not None and desk.facts.own.state in SENT
    if ready and desk.works_here and desk.may(Permission.CLOSE_FILE):
        return replace(row, action_url=url, action_label=_("Lập mục lục, lưu hồ sơ"))
    return row


WRITERS: Mapping[Step, Callable[[Desk, StepRow], StepRow]] = {
    Step.REQUEST: request,
    Step.COLLECT: collect,
    Step.CONSOLIDATE: consolidate,
    Step.SIGN: sign,
    Step.CONFERENCE: conference,
    Step.CONCLUDE: conclude,
    Step.ASSIGN: assign,
    Step.ARCHIVE: archive,
}
