"""Letters of a round: the one that asks for reports, the one that reminds who has not sent; each opens a
hồ sơ trình whose first draft is already filled in.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, now, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import services
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.papers import fill, template
from giaoban.correspondence.queries import authoring
from giaoban.correspondence.rules import DossierFacts
from giaoban.organisations.queries.naming import names_at
from giaoban.periods.rules import Period
from giaoban.reporting.models import Obligation, Round
from giaoban.reporting.queries.desk import received_here
from giaoban.reporting.rules import State, days_late

REQUEST, REMINDER = "report_request", "reminder"
NOT_SENT = (State.DUE, State.DRAFTING, State.APPROVAL, State.RETURNED)
BODY_LIMIT = 300


@transaction.atomic
def open_letter(*, actor: Actor, round_: Round, unit_id: int, code: str) -> Dossier:
    """Open the dossier of a letter of this kind to the units whose reports this unit receives."""
    units = authoring.drafting_units(actor, unit_id, now().date())
    makers = {REQUEST: _request, REMINDER: _reminder}
    if code not in makers or not units:
        raise Hidden("letter")
    asked = Obligation.objects.filter(round=round_, receiver_id__in=received_here(unit_id, round_.cut_off))
    with override("vi"):
        values, concerned = makers[code](round_, list(asked.select_related("unit")))
        about = f"{'đề nghị báo cáo' if code == REQUEST else 'đôn đốc'} {values['subject']}"
        facts = DossierFacts(
            type="CV",
            template=code,
            about=about,
            period=round_.period,
            addressee=values["to"],
            receivers=("Như trên", "Lưu Văn phòng"),
            recipient_ids=tuple(one.unit_id for one in concerned),
        )
        dossier = services.open_dossier(actor=actor, unit_id=int(units[0][0]), facts=facts)
        paper = fill(template(code), values, authoring.head_of(dossier), gaps=True)
        services.save_draft(
            actor=actor,
            dossier_id=dossier.pk,
            paper=authoring.with_facts(paper, dossier),
            note=round_.title,
            version=dossier.version,
        )
    return dossier


def _request(round_: Round, asked: list[Obligation]) -> tuple[Mapping[str, Any], list[Obligation]]:
    if not asked:
        raise Refusal("reporting.nobody_asked", _("Đợt này không có đơn vị nào gửi báo cáo về đây."))
    form = round_.form_version.form
    first = min(one.due for one in asked).astimezone(ZONE)
    values = {
        "subject": _subject(round_),
        "to": _addressed(round_, asked),
        "basis": f"Để tổng hợp báo cáo {Period.parse(round_.period).label('vi').lower()}",
        "contents": f"Báo cáo theo đề cương và Biểu {form.code}. {form.name}",
        "cut_off": round_.cut_off,
        "due": f"trước {first:%H giờ %M} ngày {vi(first.date())}",
    }
    return values, asked


def _reminder(round_: Round, asked: list[Obligation]) -> tuple[Mapping[str, Any], list[Obligation]]:
    moment = now()
    late = [one for one in asked if one.state in NOT_SENT and one.due < moment]
    if not late:
        raise Refusal("reporting.nobody_late", _("Không có đơn vị nào quá hạn gửi báo cáo về đây."))
    names = names_at({(one.unit_id, round_.cut_off) for one in late})
    rows = [
        {
            "unit": names[one.unit_id, round_.cut_off],
            "what": "Báo cáo và biểu số liệu",
            "due": vi(one.due.astimezone(ZONE).date()),
            "days": days_late(one.first_sent_at, one.due, moment),
        }
        for one in sorted(late, key=lambda one: (one.due, one.unit_id))
    ]
    values = {
        "subject": f"gửi báo cáo {_subject(round_)}",
        "to": _addressed(round_, late),
        "basis": round_.request.label if round_.request is not None else f"đợt báo cáo “{round_.title}”",
        "late": rows,
    }
    return values, late


def _subject(round_: Round) -> str:
    title = round_.title.removeprefix("Báo cáo").strip() or round_.title
    return title[0].lower() + title[1:]


def _addressed(round_: Round, asked: list[Obligation]) -> str:
    """Each unit by name while they fit on the paper, else as a list behind."""
    names = names_at({(one.unit_id, round_.cut_off) for one in asked})
    said = ", ".join(names[one.unit_id, round_.cut_off] for one in asked)
    return said if len(said) <= BODY_LIMIT else f"{len(asked)} đơn vị có tên trong danh sách nơi nhận"
