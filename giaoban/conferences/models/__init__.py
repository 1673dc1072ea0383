"""Conferences and what belongs to one: agenda, points, delegates, speeches, its conclusion, its events."""

from giaoban.conferences.models.conclusions import Conclusion, Paragraph
from giaoban.conferences.models.conferences import AgendaItem, Conference, ConferenceEvent
from giaoban.conferences.models.points import ConnectionPoint, Invitation, Participant
from giaoban.conferences.models.speeches import Speech

__all__ = [
    "AgendaItem",
    "Conclusion",
    "Conference",
    "ConferenceEvent",
    "ConnectionPoint",
    "Invitation",
    "Paragraph",
    "Participant",
    "Speech",
]
