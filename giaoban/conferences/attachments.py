"""Papers handed in with a speech: read by the host and the point's own unit only; not indexed."""

from collections.abc import Sequence
from typing import Any

from giaoban.conferences.models import Speech
from giaoban.conferences.queries.base import get_speech, may_attend, may_host
from giaoban.conferences.rules import ENDED_STATES, Permission
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.files.models import StoredFile

KIND = "conferences.speech"


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
    host = any(may_host(actor, one, conference) for one in (Permission.PREPARE, Permission.RUN))
    return speech if host or may_attend(actor, speech.point) else None


file_guards.add(FileGuard(KIND, may_read, may_add))
