"""Hồ sơ trình in every state, with drafts, opinions and exact versions: what their pages are counted and
guarded with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.correspondence.models import Consultation, Dossier, Opinion, OpinionPoint
from giaoban.correspondence.queries.editions import DOSSIER
from giaoban.correspondence.rules import State
from giaoban.organisations.models import Unit
from tests.factories.correspondence import make_dossier, make_draft, make_edition, make_issue

SENT, DUE, ANSWERED = date(2019, 9, 5), date(2019, 9, 20), date(2019, 9, 12)


@dataclass(frozen=True, slots=True)
class Dossiers:
    """One dossier in each state that has a page of its own; the rounds belong to `consulting`."""

    drafting: Dossier
    consulting: Dossier
    with_head: Dossier
    approved: Dossier
    issued: Dossier
    opinion: Opinion
    point: OpinionPoint
    form: Consultation
    code: str


def make_dossiers(office: Unit, asked: Sequence[Unit], count: int = 1) -> Dossiers:
    """Of this office; `count` drafts, recipients, answers with points, and further dossiers in the list."""
    recipients = list(asked[:count])
    drafting = make_dossier(office, recipients=recipients, about="đang soạn", template="plan")
    consulting = make_dossier(office, state=State.CONSULTING, recipients=recipients, about="đang lấy ý kiến")
    for number in range(count):
        make_draft(drafting)
        make_draft(consulting)
        make_dossier(office, about=f"hồ sơ {number}", drafted=False)
    draft = consulting.drafts.order_by("number")[0]
    days = {"sent_on": SENT, "due": DUE}
    form = Consultation.objects.create(dossier=consulting, draft=draft, manner="form", given=15, **days)
    letter = Consultation.objects.create(dossier=consulting, draft=draft, manner="letter", **days)
    opinions = [Opinion.objects.create(consultation=letter, unit=unit) for unit in recipients]
    for opinion in opinions[1:] or opinions:
        opinion.verdict, opinion.answered_on = "agreed_with_points", ANSWERED
        opinion.save()
        for number in range(count):
            OpinionPoint.objects.create(opinion=opinion, place="Mục I", text=f"Điểm {number}")
    issued = make_dossier(office, state=State.ISSUED, recipients=recipients, about="đã ban hành")
    make_issue(issued, "91-KH/BTCTU", delivered=recipients)
    return Dossiers(
        drafting=drafting,
        consulting=consulting,
        with_head=make_dossier(office, state=State.WITH_HEAD, recipients=recipients, about="đã trình"),
        approved=make_dossier(office, state=State.APPROVED, recipients=recipients, about="chờ ban hành"),
        issued=issued,
        opinion=opinions[0],
        point=OpinionPoint.objects.filter(opinion__consultation=letter).order_by("pk")[0],
        form=form,
        code=make_edition(DOSSIER, drafting.pk, office).code,
    )
