"""Reads of the upward road: what a unit asks and answers, one kiến nghị, figures for reports."""

from giaoban.recommendations.queries.base import (
    Acting,
    acting_for,
    addressees,
    asking_for,
    get,
    may,
    offices,
    visible_to,
)
from giaoban.recommendations.queries.figures import (
    Answered,
    addressed_to,
    answered_in,
    asked_by,
    replies_on_time,
    replies_received_on_time,
    waiting,
)
from giaoban.recommendations.queries.lists import (
    ASKED,
    INCOMING,
    Filters,
    Row,
    alike,
    groups,
    listed,
    rows,
    tallies,
)
from giaoban.recommendations.queries.record import Event, departments, timeline

__all__ = [
    "ASKED",
    "INCOMING",
    "Acting",
    "Answered",
    "Event",
    "Filters",
    "Row",
    "acting_for",
    "addressed_to",
    "addressees",
    "alike",
    "answered_in",
    "asked_by",
    "asking_for",
    "departments",
    "get",
    "groups",
    "listed",
    "may",
    "offices",
    "replies_on_time",
    "replies_received_on_time",
    "rows",
    "tallies",
    "timeline",
    "visible_to",
    "waiting",
]
