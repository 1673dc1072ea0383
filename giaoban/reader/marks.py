"""A place in the original text and what it stands for."""

from dataclasses import dataclass

from giaoban.reader.normal import Normal


@dataclass(frozen=True, slots=True)
class Mark:
    """`role` says what the stretch gives: "date", "host", "chair", "place", "point", "deadline", "lead" …"""

    start: int
    end: int
    surface: str
    role: str


def mark(normal: Normal, start: int, end: int, role: str) -> Mark:
    first, last = normal.span(start, end)
    return Mark(first, last, normal.original[first:last], role)


def tidy(text: str) -> str:
    """One line, single blanks, no mark of punctuation at either end."""
    return " ".join(text.split()).strip(' ,;:-("“”')
