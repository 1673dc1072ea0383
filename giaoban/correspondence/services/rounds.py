"""The open rounds of opinions on a dossier end: closed on a day, and who was still to answer is told."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_noop

from giaoban.core.dates import today, vi
from giaoban.correspondence.models import Consultation, Dossier, Opinion
from giaoban.correspondence.permissions import DRAFTERS
from giaoban.correspondence.rules import State
from giaoban.correspondence.services.work import name_of, told_of
from giaoban.directives.queries.base import offices_of
from giaoban.directives.services import cleared
from giaoban.notices.services import tell
from giaoban.periods import rules as periods


def end_rounds(dossier: Dossier, on: date) -> None:
    """Of a dossier that is settled or withdrawn, whose state says which."""
    open_rounds = dossier.consultations.filter(closed_on=None)
    waiting = Opinion.objects.filter(consultation__in=open_rounds, verdict="").select_related("unit")
    asked = list(waiting)
    open_rounds.update(closed_on=on)
    text = (
        gettext_noop("%(unit)s đã rút dự thảo “%(about)s”; không phải góp ý nữa.")
        if dossier.state == State.WITHDRAWN
        else gettext_noop("%(unit)s đã kết thúc lấy ý kiến về dự thảo “%(about)s”; không phải góp ý nữa.")
    )
    _tell("correspondence.opinions_ended", text, dossier, asked)


def tell_asked(dossier: Dossier, round_: Consultation, opinions: Iterable[Opinion]) -> None:
    text = gettext_noop("%(unit)s lấy ý kiến về dự thảo “%(about)s”, hạn %(due)s.")
    _tell("correspondence.ask_opinions", text, dossier, opinions, due=vi(round_.due))


def _tell(event: str, text: str, dossier: Dossier, opinions: Iterable[Opinion], **params: str) -> None:
    """Each body asked, where it answers: who drafts there or in its commission."""
    asker, code = name_of(dossier.unit_id), periods.current(today()).code
    for opinion in opinions:
        tell(
            event,
            text=text,
            params={"unit": asker, "about": told_of(dossier), **params},
            url=reverse("correspondence:opinion", args=[opinion.unit.code, code, opinion.pk]),
            unit_ids={opinion.unit_id, *offices_of([opinion.unit_id], today())},
            roles=cleared(DRAFTERS, dossier.secrecy),
            unit_id=opinion.unit_id,
        )
