"""Conferences for tests, made through the doors by the house itself."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from giaoban.conferences import services
from giaoban.conferences.models import Conference, ConnectionPoint, Speech
from giaoban.conferences.rules import ConferenceFacts, ItemFacts, Kind, Mode, SpeechFacts
from giaoban.core.actors import System
from giaoban.core.dates import ZONE
from giaoban.organisations.models import Unit

SYSTEM = System("Thử nghiệm")
DAY = date(2019, 9, 16)
TITLE = "Hội nghị giao ban trực tuyến tháng 9 và 9 tháng năm 2019"
ITEMS = (
    ItemFacts("opening", "Khai mạc hội nghị", 5),
    ItemFacts("report", "Báo cáo kết quả 9 tháng", 25),
    ItemFacts("speech", "Tham luận của các điểm cầu", 50),
    ItemFacts("conclusion", "Kết luận hội nghị", 30),
)


def make_conference(
    unit: Unit,
    host: Unit,
    *,
    title: str = TITLE,
    starts_at: datetime | None = None,
    items: Sequence[ItemFacts] = ITEMS,
    **facts: Any,
) -> Conference:
    """A conference in preparation, with a point for each direct subordinate."""
    begins = starts_at or datetime(2019, 9, 16, 14, 0, tzinfo=ZONE)
    given = {"kind": Kind.NINE_MONTH.value, "period": "2019-t09-9t", "mode": Mode.ONLINE.value, **facts}
    return services.create_conference(
        actor=SYSTEM,
        unit_id=unit.pk,
        host_id=host.pk,
        facts=ConferenceFacts(title=title, starts_at=begins, **given),
        items=items,
    )


def invited(conference: Conference) -> Conference:
    services.invite(actor=SYSTEM, conference_id=conference.pk, number="512-GM/BTCTU")
    conference.refresh_from_db()
    return conference


def opened(conference: Conference) -> Conference:
    """Invited, when it was not, and open."""
    if not conference.points.filter(invitation__isnull=False).exists():
        invited(conference)
    return services.move_conference(actor=SYSTEM, conference_id=conference.pk, move="open")


def closed(conference: Conference) -> Conference:
    opened(conference)
    return services.move_conference(actor=SYSTEM, conference_id=conference.pk, move="close")


def point_of(conference: Conference, unit: Unit) -> ConnectionPoint:
    return conference.points.get(unit=unit)


def make_speech(
    conference: Conference, unit: Unit, topic: str = "Nâng cao chất lượng sinh hoạt chi bộ", **facts: Any
) -> Speech:
    return services.register_speech(
        actor=SYSTEM,
        conference_id=conference.pk,
        point_id=point_of(conference, unit).pk,
        facts=SpeechFacts(topic=topic, **facts),
    )


def move(speech: Speech, *moves: str) -> Speech:
    for one in moves:
        speech = services.move_speech(
            actor=SYSTEM, conference_id=speech.conference_id, speech_id=speech.pk, move=one
        )
    return speech


def make_paragraphs(conference: Conference, *texts: str) -> None:
    """Paragraphs of the draft; a text that begins with a dash stands under the one before."""
    for text in texts:
        services.add_paragraph(
            actor=SYSTEM,
            conference_id=conference.pk,
            text=text.lstrip("- "),
            level=2 if text.startswith("-") else 1,
        )
