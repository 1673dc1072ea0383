"""Pages of conferences: lists and preparation, points, the hall, conclusions."""

from giaoban.conferences.views.conclusion import conclusion, conclusion_docx, conclusions, issue, review
from giaoban.conferences.views.conference import change, conference, create, listing, move, own
from giaoban.conferences.views.hall import console, point_screen, projector, pulse
from giaoban.conferences.views.points import point, points, speech_change
from giaoban.conferences.views.prepare import agenda, item, letter, letters

__all__ = [
    "agenda",
    "change",
    "conclusion",
    "conclusion_docx",
    "conclusions",
    "conference",
    "console",
    "create",
    "issue",
    "item",
    "letter",
    "letters",
    "listing",
    "move",
    "own",
    "point",
    "point_screen",
    "points",
    "projector",
    "pulse",
    "review",
    "speech_change",
]
