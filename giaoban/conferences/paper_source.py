"""The conclusion as the paper of a hồ sơ trình: its words are the first draft, its issue concludes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.queries.base import get_conference, may_host
from giaoban.conferences.queries.conclusions import register_of
from giaoban.conferences.queries.wording import SUBJECT, differing, keyed_paper, too_early
from giaoban.conferences.rules import Permission, State
from giaoban.conferences.services.conclusions import conclude
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import PaperSource, PaperSubject, paper_sources
from giaoban.correspondence.announcements import ISSUED
from giaoban.correspondence.models import Issue
from giaoban.documents.blocks import Paper
from giaoban.organisations.models import Unit

KIND = SUBJECT


def paper_of(actor: Actor, conclusion_id: int) -> Paper:
    return keyed_paper(*_found(actor, conclusion_id))


def subject_of(actor: Actor, conclusion_id: int) -> PaperSubject:
    conference, conclusion = _found(actor, conclusion_id)
    unit = Unit.objects.get(pk=register_of(conference))
    return PaperSubject(
        unit_id=unit.pk,
        label=_("kết luận %(title)s") % {"title": conclusion.title},
        url=reverse("conferences:conclusion", args=[unit.code, conference.period, conference.pk]),
        type="KL",
        period=conference.period,
        about=conclusion.title,
        secrecy=conference.secrecy,
    )


def _found(actor: Actor, conclusion_id: int) -> tuple[Conference, Conclusion]:
    conclusion = Conclusion.objects.filter(pk=conclusion_id).select_related("document").first()
    if conclusion is None:
        raise Hidden("conclusion")
    conference = get_conference(actor, conclusion.conference_id)
    if not may_host(actor, Permission.CONCLUDE, conference) or not conclusion.paragraphs.exists():
        raise Hidden("conclusion")
    return conference, conclusion


def on_issued(*, kind: str, object_id: int | None, issue_id: int, actor: Actor, **_facts: Any) -> None:
    """The paper went out: the conclusion is that document, unless it was issued by hand meanwhile."""
    if kind != KIND or object_id is None:
        return
    conclusion = Conclusion.objects.select_for_update().filter(pk=object_id, document=None).first()
    if conclusion is None:
        return
    conference = Conference.objects.select_for_update().get(pk=conclusion.conference_id)
    if conference.state == State.CLOSED:
        document = Issue.objects.select_related("document").get(pk=issue_id).document
        conclude(actor=actor, conference=conference, conclusion=conclusion, document=document)


paper_sources.add(
    PaperSource(
        KIND,
        gettext_lazy("Kết luận hội nghị"),
        paper_of,
        subject_of,
        differing=differing,
        too_early=too_early,
    )
)
ISSUED.listeners.append(on_issued)
