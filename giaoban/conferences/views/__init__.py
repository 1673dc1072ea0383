"""Pages of conferences: lists and preparation, points, the hall, conclusions."""

from giaoban.conferences.views.conclusion import conclusion, conclusions, issue, review
from giaoban.conferences.views.conference import change, conference, create, listing, move, own
from giaoban.conferences.views.hall import console, point_screen, projector, pulse
from giaoban.conferences.views.papers import conclusion_paper, letter_paper, minutes_paper, script_paper
from giaoban.conferences.views.points import point, points, speech_change
from giaoban.conferences.views.prepare import agenda, item, letter, letters
from giaoban.conferences.views.wording import conclusion_word, word_back, wording

__all__ = [
    "agenda",
    "change",
    "conclusion",
    "conclusion_paper",
    "conclusion_word",
    "conclusions",
    "conference",
    "console",
    "create",
    "issue",
    "item",
    "letter",
    "letter_paper",
    "letters",
    "listing",
    "minutes_paper",
    "move",
    "own",
    "point",
    "point_screen",
    "points",
    "projector",
    "pulse",
    "review",
    "script_paper",
    "speech_change",
    "word_back",
    "wording",
]
