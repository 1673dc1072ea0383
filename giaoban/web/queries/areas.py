"""Địa bàn theo dõi: units × steps of the period, the first screen of a local department at the Centre.

One row a unit, one column a step, four queries whatever the number of units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.conferences.labels import POINT_LABELS
from giaoban.conferences.models import ConnectionPoint
from giaoban.conferences.rules import InvitationState, PointState
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.numbers import vi_number
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.queries import lines_of
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import REPLIED
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.tasks.models import Assignment
from giaoban.tasks.rules import WORKED_STATES
from giaoban.tasks.rules import State as Work
from giaoban.web.queries.first_screens import Tile, children, own_report, tile

HEADS = (
    gettext_lazy("Báo cáo"),
    gettext_lazy("Nhiệm vụ"),
    gettext_lazy("Kiến nghị"),
    gettext_lazy("Điểm cầu"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a unit stands in one step; without a `kind` there is nothing of that step."""

    head: Any
    kind: str
    word: str
    figure: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    url: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    corner: str
    columns: Sequence[Any]
    rows: Sequence[Line]


def areas(actor: Actor, at: Coordinates) -> Matrix | None:
    """The units below that the reader may see; None while no round is open over them."""
    lines = lines_of(at.unit_id, at.on)
    own = own_report(lines, at.period)
    if own is None:
        return None
    seen = actor.unit_ids(Reporting.VIEW, on=at.on)
    found = children(own, at)
    if seen is not None:
        found = found.filter(unit_id__in=seen)
    units = list(found.order_by("unit_sort"))
    ids = [row.unit_id for row in units]
    tasks, asked, points = tasks_of(lines, ids), asked_by(lines, ids, at), points_of(lines, ids, at)
    rows = []
    for row in units:
        reverse_args = {"unit_code": row.unit.code, "period_code": at.period.code}
        cells = [
            report_cell(row, at),
            task_cell(tasks.get(row.unit_id)),
            asked_cell(asked.get(row.unit_id)),
            point_cell(points.get(row.unit_id)),
        ]
        name = row.unit_short or row.unit_name or ""
        rows.append(Line(name, reverse("period_file", kwargs=reverse_args), cells))
    return Matrix(_("Đơn vị"), HEADS, rows)


def report_cell(row: Any, at: Coordinates) -> Cell:
    shown: Tile = tile(row)
    url = ""
    if shown.obligation_id is not None:
        url = reverse("reporting:report", args=[row.unit.code, at.period.code, shown.obligation_id])
    return Cell(HEADS[0], shown.kind, shown.word, "", url)


def tasks_of(lines: Sequence[int], ids: Sequence[int]) -> dict[int, Any]:
    late = Q(state__in=WORKED_STATES, due__lt=today())
    counted = (
        Assignment.objects.filter(unit_id__in=ids, task__programme__unit_id__in=lines)
        .exclude(state=Work.CANCELLED)
        .values("unit_id")
        .annotate(
            total=Count("id"), done=Count("id", filter=Q(state=Work.CLOSED)), late=Count("id", filter=late)
        )
    )
    return {row["unit_id"]: row for row in counted}


def task_cell(counted: dict[str, int] | None) -> Cell:
    if counted is None:
        return Cell(HEADS[1], "", _("chưa giao nhiệm vụ"))
    figure = f"{vi_number(counted['done'])}/{vi_number(counted['total'])}"
    if counted["late"]:
        return Cell(HEADS[1], "late", _("%(n)s nhiệm vụ quá hạn") % {"n": vi_number(counted["late"])}, figure)
    if counted["done"] == counted["total"]:
        return Cell(HEADS[1], "done", _("đã hoàn thành"), figure)
    return Cell(HEADS[1], "doing", _("đang thực hiện"), figure)


def asked_by(lines: Sequence[int], ids: Sequence[int], at: Coordinates) -> dict[int, Any]:
    counted = (
        Recommendation.objects.filter(unit_id__in=ids, addressee_id__in=lines, period=at.period.code)
        .values("unit_id")
        .annotate(
            total=Count("id"),
            done=Count("id", filter=Q(state__in=REPLIED)),
            late=Count("id", filter=~Q(state__in=REPLIED) & Q(reply_due__lt=today())),
        )
    )
    return {row["unit_id"]: row for row in counted}


def asked_cell(counted: dict[str, int] | None) -> Cell:
    if counted is None:
        return Cell(HEADS[2], "", _("không có kiến nghị"))
    figure = f"{vi_number(counted['done'])}/{vi_number(counted['total'])}"
    if counted["late"]:
        return Cell(
            HEADS[2], "late", _("%(n)s kiến nghị trả lời quá hạn") % {"n": vi_number(counted["late"])}, figure
        )
    if counted["done"] == counted["total"]:
        return Cell(HEADS[2], "done", _("đã trả lời"), figure)
    return Cell(HEADS[2], "doing", _("chờ trả lời"), figure)


def points_of(lines: Sequence[int], ids: Sequence[int], at: Coordinates) -> dict[int, ConnectionPoint]:
    found = ConnectionPoint.objects.filter(
        conference__period=at.period.code, conference__unit_id__in=lines, unit_id__in=ids
    ).select_related("invitation")
    return {point.unit_id: point for point in found}


def point_cell(point: ConnectionPoint | None) -> Cell:
    if point is None:
        return Cell(HEADS[3], "", _("không có điểm cầu"))
    if point.present is not None and point.convened:
        return Cell(
            HEADS[3], "done", _("có mặt/triệu tập"), f"{vi_number(point.present)}/{vi_number(point.convened)}"
        )
    invitation = getattr(point, "invitation", None)
    if invitation is not None and invitation.state == InvitationState.DECLINED:
        return Cell(HEADS[3], "back", _("báo vắng"))
    kind = {PointState.READY: "done", PointState.LOST: "late"}.get(PointState(point.state), "soon")
    return Cell(HEADS[3], kind, str(POINT_LABELS[PointState(point.state)]))
