"""Papers of a speech, drafts back from Word, printed papers: who may open them again; none is indexed."""

from collections.abc import Sequence
from typing import Any

from giaoban.conferences.exports import ISSUED, LETTER, OWN
from giaoban.conferences.models import Conclusion, Conference, ConnectionPoint, Speech
from giaoban.conferences.queries.base import get_conference, get_speech, may_attend, may_host
from giaoban.conferences.queries.wording import SUBJECT
from giaoban.conferences.rules import ENDED_STATES, Permission
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.files.models import StoredFile

KIND = "conferences.speech"
HOSTING = (Permission.PREPARE, Permission.RUN)


def may_read(actor: Any, speech_id: int) -> bool:
    return _side(actor, speech_id) is not None


def papers_of(actor: Any, speeches: Sequence[Speech]) -> dict[int, list[StoredFile]]:
    """The papers of speeches of one point, by speech: who reads those of one reads those of all."""
    if not speeches or not may_read(actor, speeches[0].pk):
        return {}
    found: dict[int, list[StoredFile]] = {}
    for paper in StoredFile.objects.filter(kind=KIND, object_id__in=[one.pk for one in speeches]):
        found.setdefault(paper.object_id, []).append(paper)
    return found


def may_add(actor: Any, speech_id: int) -> bool:
    """Until the conference is closed: what was not handed in by then belongs to the next one."""
    speech = _side(actor, speech_id)
    return speech is not None and speech.conference.state not in ENDED_STATES


def _side(actor: Any, speech_id: int) -> Speech | None:
    """The speech, for who works for the host or for the point's unit."""
    known = Speech.objects.filter(pk=speech_id).values_list("conference_id", flat=True).first()
    if known is None:
        return None
    try:
        conference, speech = get_speech(actor, known, speech_id)
    except Hidden:
        return None
    host = any(may_host(actor, one, conference) for one in HOSTING)
    return speech if host or may_attend(actor, speech.point) else None


def may_read_own(actor: Any, conference_id: int) -> bool:
    """The host's own papers: script, minutes, the draft of a conclusion."""
    conference = _conference(actor, conference_id)
    return conference is not None and any(may_host(actor, one, conference) for one in HOSTING)


def may_read_issued(actor: Any, conference_id: int) -> bool:
    return _conference(actor, conference_id) is not None


def may_read_letter(actor: Any, point_id: int) -> bool:
    """For the host, and for who works for the unit that was invited."""
    point = ConnectionPoint.objects.filter(pk=point_id).first()
    if point is None or _conference(actor, point.conference_id) is None:
        return False
    return may_read_own(actor, point.conference_id) or may_attend(actor, point)


def _conference(actor: Any, conference_id: int) -> Conference | None:
    try:
        return get_conference(actor, conference_id)
    except Hidden:
        return None


def may_read_word(actor: Any, conclusion_id: int) -> bool:
    """A Word file in which the draft of a conclusion comes back: for who writes that draft."""
    conclusion = Conclusion.objects.filter(pk=conclusion_id).first()
    conference = _conference(actor, conclusion.conference_id) if conclusion is not None else None
    return conference is not None and may_host(actor, Permission.CONCLUDE, conference)


file_guards.add(FileGuard(KIND, may_read, may_add))
file_guards.add(FileGuard(SUBJECT, may_read_word, may_read_word))
file_guards.add(FileGuard(OWN, may_read_own))
file_guards.add(FileGuard(LETTER, may_read_letter))
file_guards.add(FileGuard(ISSUED, may_read_issued))
