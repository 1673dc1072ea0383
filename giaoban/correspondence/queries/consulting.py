"""Opinions on a draft: who reads what was asked and answered, the table tiếp thu · giải trình."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.correspondence.labels import VERDICT_LABELS
from giaoban.correspondence.models import Consultation, Dossier, Opinion, OpinionPoint
from giaoban.correspondence.queries.base import ASKED_CLASS, open_to, visible_to, works_for
from giaoban.correspondence.rules import Manner, Permission, Verdict
from giaoban.documents.controls import hash_of
from giaoban.organisations.queries.naming import names_at

VERDICT_SHAPES = {
    "": "todo",
    Verdict.AGREED: "done",
    Verdict.AGREED_WITH_POINTS: "doing",
    Verdict.NOT_AGREED: "late",
    Verdict.NO_OPINION: "done",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One body that was asked, with what it answered and how its points were settled."""

    opinion: Opinion
    unit: str
    mark: tuple[str, Any]
    points: tuple[OpinionPoint, ...]

    @property
    def late(self) -> bool:
        """Not answered although the day is over and the round still open."""
        round_ = self.opinion.consultation
        return not self.opinion.verdict and round_.closed_on is None and round_.due < today()

    @property
    def unsettled(self) -> int:
        return sum(1 for point in self.points if point.accepted is None or not point.response)


@dataclass(frozen=True, slots=True)
class Round:
    """One round: a letter to bodies with their answers, or a phiếu with its counts."""

    consultation: Consultation
    answers: tuple[Answer, ...]

    @property
    def letter(self) -> bool:
        return self.consultation.manner == Manner.LETTER

    @property
    def answered(self) -> int:
        return sum(1 for answer in self.answers if answer.opinion.verdict)

    @property
    def unmarked(self) -> int | None:
        """Phiếu that came back without a mark for or against."""
        one = self.consultation
        if one.returned is None or one.agreed is None or one.disagreed is None:
            return None
        return one.returned - one.agreed - one.disagreed


@dataclass(frozen=True, slots=True)
class Rounds:
    """Everything asked about one dossier."""

    rounds: tuple[Round, ...] = ()

    @property
    def open(self) -> tuple[Round, ...]:
        return tuple(one for one in self.rounds if one.consultation.closed_on is None)

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(answer for one in self.rounds for answer in one.answers)

    @property
    def asked(self) -> int:
        return len(self.answers)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.rounds)

    @property
    def unanswered(self) -> tuple[str, ...]:
        return tuple(a.unit for one in self.open for a in one.answers if not a.opinion.verdict)

    @property
    def due(self) -> date | None:
        """The nearest day by which a body that has not answered was asked to."""
        waits = (one for one in self.open if any(not a.opinion.verdict for a in one.answers))
        return min((one.consultation.due for one in waits), default=None)

    @property
    def points(self) -> int:
        return sum(len(answer.points) for answer in self.answers)

    @property
    def unsettled(self) -> int:
        return sum(answer.unsettled for answer in self.answers)

    @property
    def settled(self) -> int:
        return self.points - self.unsettled

    @property
    def accepted(self) -> int:
        return sum(1 for answer in self.answers for point in answer.points if point.accepted)

    @property
    def uncounted(self) -> bool:
        """Whether a phiếu of an open round has no counts yet."""
        return any(not one.letter and one.consultation.returned is None for one in self.open)


def rounds_of(dossier: Dossier) -> Rounds:
    """All rounds with answers and points: three queries and one for names, whatever their number."""
    consultations = list(
        dossier.consultations.select_related("draft").prefetch_related("opinions__points", "opinions__file")
    )
    wanted = {(o.unit_id, c.sent_on) for c in consultations for o in c.opinions.all()}
    names = names_at(wanted) if wanted else {}
    return Rounds(tuple(_round(one, names) for one in consultations))


def _round(consultation: Consultation, names: dict[tuple[int, date], str]) -> Round:
    answers = []
    for opinion in consultation.opinions.all():
        opinion.consultation = consultation
        answers.append(answer_of(opinion, names[opinion.unit_id, consultation.sent_on]))
    return Round(consultation, tuple(answers))


def answer_of(opinion: Opinion, unit: str) -> Answer:
    return Answer(opinion, unit, verdict_mark(opinion.verdict), tuple(opinion.points.all()))


def seen(opinion: Opinion, points: Iterable[OpinionPoint]) -> str:
    """The fingerprint of an answer as a page showed it."""
    facts = (opinion.verdict, opinion.answered_on, opinion.symbol, opinion.file_id)
    return hash_of([*map(str, facts), *(f"{point.place} | {point.text}" for point in points)])


def verdict_mark(verdict: str) -> tuple[str, Any]:
    """Shape and word of an answer; an empty verdict is none yet."""
    return VERDICT_SHAPES[verdict], VERDICT_LABELS[Verdict(verdict)] if verdict else _("chưa trả lời")


def opinions_visible_to(actor: Actor) -> QuerySet[Opinion]:
    """Those of dossiers that are seen, and what the actor's own units are asked."""
    units = works_for(actor, Permission.VIEW)
    if units is None:
        return Opinion.objects.all()
    asked = open_to(actor, ASKED_CLASS, "unit_id") & Q(unit_id__in=units)
    return Opinion.objects.filter(asked | Q(consultation__dossier__in=visible_to(actor)))


def get_opinion(actor: Actor, opinion_id: int, *, lock: bool = False) -> Opinion:
    """One body's opinion with its round, draft and dossier; Hidden when unknown or not visible."""
    found = opinions_visible_to(actor).filter(pk=opinion_id)
    found = found.select_related(
        "unit", "consultation__draft__file", "consultation__dossier__unit", "consultation__dossier__issuer"
    )
    opinion = (found.select_for_update(of=("self", "consultation")) if lock else found).first()
    if opinion is None:
        raise Hidden("opinion")
    return opinion


def asked_of(actor: Actor, unit_ids: Iterable[int]) -> QuerySet[Opinion]:
    """What these units are asked for, as far as the actor works for them."""
    units = works_for(actor, Permission.VIEW)
    own = list(unit_ids) if units is None else [unit for unit in unit_ids if unit in units]
    return Opinion.objects.filter(open_to(actor, ASKED_CLASS, "unit_id"), unit_id__in=own)


def unanswered_of(actor: Actor, unit_ids: Iterable[int]) -> QuerySet[Opinion]:
    return asked_of(actor, unit_ids).filter(verdict="", consultation__closed_on=None)
