"""Texts that are read: taken in and thrown away, their marks corrected, work made of them. One door each."""

from giaoban.web.reading.services.corrections import add_mark, correct_mark, remove_mark, undo_correction
from giaoban.web.reading.services.texts import discard_text, read_again, read_text
from giaoban.web.reading.services.work import turn_into_work

__all__ = [
    "add_mark",
    "correct_mark",
    "discard_text",
    "read_again",
    "read_text",
    "remove_mark",
    "turn_into_work",
    "undo_correction",
]
