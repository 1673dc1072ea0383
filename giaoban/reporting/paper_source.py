"""A unit's own report as the paper of a hồ sơ trình: the words as they stand are the first draft."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, override

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import PaperSource, PaperSubject, paper_sources
from giaoban.documents.blocks import Paper
from giaoban.reporting import exports, permissions
from giaoban.reporting.models import Obligation, Submission
from giaoban.reporting.queries.printed import printed
from giaoban.reporting.queries.rounds import get_obligation
from giaoban.reporting.rules.sealing import read_code

KIND = "reporting.report"


def paper_of(actor: Actor, obligation_id: int) -> Paper:
    obligation = _found(actor, obligation_id)
    with override("vi"):
        return exports.paper_of(printed(actor, obligation, obligation.unit_id))


def subject_of(actor: Actor, obligation_id: int) -> PaperSubject:
    obligation = _found(actor, obligation_id)
    period = obligation.round.period
    return PaperSubject(
        unit_id=obligation.unit_id,
        label=obligation.round.title,
        url=reverse("reporting:report", args=[obligation.unit.code, period, obligation.pk]),
        type="BC",
        period=period,
        about=exports.about_of(obligation.round.title),
    )


def _found(actor: Actor, obligation_id: int) -> Obligation:
    """For who writes or approves it: nobody else lays it before somebody."""
    obligation = get_obligation(actor, obligation_id)
    if not (permissions.may_write(actor, obligation) or permissions.may_approve(actor, obligation)):
        raise Hidden("obligation")
    return obligation


def by_code(actor: Actor, typed: str) -> str:
    """The page of the version whose code this is, for who reads the report."""
    begins = read_code(typed)
    if not begins:
        return ""
    sent = Submission.objects.filter(hash__gte=begins, hash__lt=f"{begins}g").first()  # g follows f
    if sent is None:
        return ""
    try:
        obligation = get_obligation(actor, sent.obligation_id)
    except Hidden:
        return ""
    where = [obligation.unit.code, obligation.round.period, obligation.pk, sent.number]
    return reverse("reporting:version", args=where)


paper_sources.add(PaperSource(KIND, gettext_lazy("Báo cáo"), paper_of, subject_of, by_code))
