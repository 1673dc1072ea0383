"""What a body answers to a draft, and how each of its points is settled."""

from collections.abc import Sequence
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.correspondence.labels import STATE_LABELS
from giaoban.correspondence.models import Consultation, Dossier, Opinion, OpinionPoint
from giaoban.correspondence.queries.base import get_dossier, may, may_move
from giaoban.correspondence.queries.consulting import get_opinion, seen
from giaoban.correspondence.rules import MOVABLE, Permission, State
from giaoban.correspondence.rules.opinions import (
    MOST_POINTS,
    PLACE_LIMIT,
    POINT_LIMIT,
    SYMBOL_LIMIT,
    AnswerFacts,
    Point,
    answer_fault,
)
from giaoban.correspondence.services.work import name_of, require_side, shortened, tell_drafters
from giaoban.files import services as files

OPINION_FILES = "correspondence.opinion"


@transaction.atomic
def answer(
    *,
    actor: Actor,
    opinion_id: int,
    facts: AnswerFacts,
    file: BinaryIO | None = None,
    file_name: str = "",
    shown: str = "",
) -> Opinion:
    """Keep what the body answered, by itself or recorded by the body that asked; a second time corrects it
    as long as the round is open and none of its points has been settled.

    `shown` is the fingerprint of the answer that the page showed: whoever comes second sees the other first.
    """
    known = get_opinion(actor, opinion_id)
    Dossier.objects.select_for_update().get(pk=known.consultation.dossier_id)  # before it, as other doors do
    opinion = get_opinion(actor, opinion_id, lock=True)
    dossier = opinion.consultation.dossier
    own = may(actor, Permission.DRAFT, opinion.unit_id)
    if not own and not may_move(actor, dossier, Permission.DRAFT):
        raise Hidden(Permission.DRAFT)
    _check_open(opinion)
    _check_shown(opinion, shown)
    points = _points(facts.points)
    _check_answer(opinion, facts, points)
    before = opinion.verdict
    opinion.points.all().delete()
    opinion.verdict, opinion.answered_on = str(facts.verdict), facts.answered_on
    opinion.symbol = short(facts.symbol, SYMBOL_LIMIT, "symbol")
    opinion.recorded_by = actor.actor_id
    if file is not None:
        opinion.file = files.upload(
            actor=actor,
            kind=OPINION_FILES,
            object_id=opinion.pk,
            unit_id=opinion.unit_id,
            source=file,
            name=file_name,
            secrecy=dossier.secrecy,
        )
    opinion.save()
    OpinionPoint.objects.bulk_create(
        [OpinionPoint(opinion=opinion, place=point.place, text=point.text) for point in points]
    )
    if own:
        tell_drafters(
            "correspondence.answered",
            dossier,
            text=gettext_noop("%(unit)s đã góp ý dự thảo “%(about)s”."),
            unit=name_of(opinion.unit_id),
        )
    audit.record(
        actor,
        "correspondence.answer_opinion",
        opinion,
        unit_id=opinion.unit_id,
        changes={"verdict": [before, opinion.verdict], "points": [None, len(points)]},
    )
    return opinion


@transaction.atomic
def respond(
    *, actor: Actor, point_id: int, accepted: bool, response: str, version: int | None = None
) -> OpinionPoint:
    """How one point was settled: taken over, or explained why not; in words either way."""
    known = OpinionPoint.objects.filter(pk=point_id).values_list(
        "opinion__consultation__dossier_id", flat=True
    )
    dossier_id = known.first()
    if dossier_id is None:
        raise Hidden("point")
    dossier = get_dossier(actor, dossier_id, lock=True)
    require_side(actor, dossier, Permission.DRAFT)
    point = OpinionPoint.objects.select_for_update().get(pk=point_id)
    check_record(point, dossier, version)
    if dossier.state not in (*MOVABLE, State.CONSULTING):
        raise Refusal(
            "correspondence.state",
            _("Hồ sơ “%(about)s” %(state)s nên bảng tiếp thu, giải trình giữ nguyên.")
            % {"about": shortened(dossier.about), "state": STATE_LABELS[State(dossier.state)]},
            rule=_("Bảng tiếp thu, giải trình đi cùng bản đã trình."),
        )
    words = clean(response, multiline=True)
    if not words:
        raise Refusal(
            "correspondence.response_missing",
            _("Ghi nội dung tiếp thu hoặc lý do giải trình."),
            field="response",
        )
    if len(words) > POINT_LIMIT:
        raise too_long("response", POINT_LIMIT)
    before = point.accepted
    point.accepted, point.response = accepted, words
    point.version += 1
    point.save()
    audit.record(
        actor,
        "correspondence.respond_point",
        point,
        unit_id=dossier.unit_id,
        changes={"accepted": [before, accepted]},
    )
    return point


# --- what is checked ---------------------------------------------------------------------------------------


def _check_open(opinion: Opinion) -> None:
    dossier = opinion.consultation.dossier
    if opinion.consultation.closed_on is not None or dossier.state != State.CONSULTING:
        raise Refusal(
            "correspondence.round_closed",
            _("Đợt lấy ý kiến về “%(about)s” đã kết thúc.") % {"about": shortened(dossier.about)},
        )
    if opinion.points.exclude(accepted=None).exists():
        raise Refusal(
            "correspondence.points_settled",
            _("Ý kiến này đã được tiếp thu, giải trình nên không sửa được; cần thì gửi văn bản bổ sung."),
        )


def _check_shown(opinion: Opinion, shown: str) -> None:
    if shown and shown != seen(opinion, opinion.points.all()):
        raise Conflict(
            "correspondence.answered_meanwhile",
            _("Ý kiến của %(unit)s vừa được người khác ghi. Xem lại rồi gửi tiếp.")
            % {"unit": name_of(opinion.unit_id)},
            rule=_("Hai người xử lý cùng lúc: người sau phải thấy việc của người trước."),
        )


def _check_answer(opinion: Opinion, facts: AnswerFacts, points: Sequence[Point]) -> None:
    sent_on = opinion.consultation.sent_on
    if not sent_on <= facts.answered_on <= today():
        raise Refusal(
            "correspondence.answered_on",
            _("Ngày trả lời phải từ ngày gửi lấy ý kiến %(first)s đến hôm nay.") % {"first": vi(sent_on)},
            field="answered_on",
        )
    fault = answer_fault(facts.verdict, len(points))
    if fault:
        raise Refusal(
            f"correspondence.{fault}",
            _("Ghi các điểm góp ý, mỗi dòng một điểm.")
            if fault == "points_missing"
            else _("Đã ghi điểm góp ý thì chọn “thống nhất, có góp ý” hoặc “chưa thống nhất”."),
            field="points" if fault == "points_missing" else "verdict",
        )


def _points(points: Sequence[Point]) -> list[Point]:
    if len(points) > MOST_POINTS:
        raise Refusal(
            "correspondence.too_many_points",
            _("Một ý kiến tối đa %(most)s điểm.") % {"most": MOST_POINTS},
            field="points",
        )
    found = []
    for point in points:
        words = clean(point.text, multiline=True)
        if len(words) > POINT_LIMIT or len(point.place) > PLACE_LIMIT:
            raise too_long("points", POINT_LIMIT if len(words) > POINT_LIMIT else PLACE_LIMIT)
        if words:
            found.append(Point(words, clean(point.place)))
    return found


def check_record(record: Consultation | OpinionPoint, dossier: Dossier, version: int | None) -> None:
    if version is not None and version != record.version:
        raise Conflict(
            "correspondence.changed_meanwhile",
            _("Dòng này của hồ sơ “%(about)s” vừa được người khác sửa. Hãy xem lại.")
            % {"about": shortened(dossier.about)},
            rule=_("Hai người xử lý cùng lúc: người sau phải thấy việc của người trước."),
        )


def short(text: str, limit: int, field: str) -> str:
    if len(text) > limit:
        raise too_long(field, limit)
    return text


def too_long(field: str, limit: int) -> Refusal:
    return Refusal("correspondence.too_long", _("Dài quá %(limit)s ký tự.") % {"limit": limit}, field=field)
