"""The reader of `reader` asked for a unit of this house: its registry is what the person may see."""

from datetime import date
from typing import Any

import giaoban
from giaoban import reader
from giaoban.core.actors import Actor
from giaoban.directives.queries import HouseRegistry, newest_in_registry
from giaoban.reader.marks import Mark
from giaoban.web.models import ReadText
from giaoban.web.reading.rules import MarkKind


def mark_all(actor: Actor, text: ReadText) -> None:
    """Fill what the reader finds; a person is kept as a place with a title, the name stays in the text."""
    newest = newest_in_registry()
    registry = HouseRegistry(actor, text=text.text)
    found = reader.read(text.text, registry=registry, on=text.told_on)
    plain = found.as_dict()
    marks = [
        *(_mark(MarkKind.CITATION, one) for one in plain["citations"]),
        *(
            _mark(MarkKind.FIGURE, one)
            | {"value": str(figure.value), "denominator": _text(figure.denominator)}
            for one, figure in zip(plain["figures"], found.figures, strict=True)
        ),
        *(_task(one) for one in plain["tasks"]),
        *({**_place(MarkKind.PERSON, one), "title": one["title"]} for one in plain["people"]),
    ]
    meeting = None
    if found.conference is not None:
        told = plain["conference"]
        marks += [_mark(MarkKind.FACT, one) for one in told["marks"]]
        meeting = {name: told[name] for name in ("kind", "period", "date", "host", "places", "points")}
        meeting["chair"] = _chair(found.conference.marks)
    text.marks = {
        "marks": marks,
        "conference": meeting,
        "published_on": plain["published_on"],
        "warnings": list(found.warnings),
        "registry": newest,
    }
    text.reader = giaoban.__version__


def outdated(text: ReadText) -> bool:
    """Whether the registry of the house knows more than when the text was read."""
    return bool(text.marks.get("registry") != newest_in_registry())


_ITEM = "Yêu cầu:\n1. "


def read_asked(words: str, at: int, on: date | None) -> dict[str, Any]:
    """Whom the words of a task added by hand name and by when; `at` is where they stand in the text."""
    found = reader.read(f"{_ITEM}{words}", on=on).as_dict()["tasks"]
    if not found:
        return {}
    seen = _task(found[0])
    spots = {name: [end - len(_ITEM) + at for end in seen[name]] for name in _SPOTS if seen[name]}
    return {"due": seen["due"], **spots}


def read_stretch(actor: Actor, words: str, kind: MarkKind) -> dict[str, Any]:
    """What the reader makes of some words alone, for a mark added by hand; empty when it sees nothing."""
    found = reader.read(words, registry=HouseRegistry(actor, text=words)).as_dict()
    seen = found["citations" if kind is MarkKind.CITATION else "figures"]
    return {name: value for name, value in _mark(kind, seen[0]).items() if value is not None} if seen else {}


def _place(kind: MarkKind, one: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind.value, "start": one["start"], "end": one["end"]}


def _mark(kind: MarkKind, one: dict[str, Any]) -> dict[str, Any]:
    """Without its surface, which is the text itself."""
    return {**{name: value for name, value in one.items() if name != "surface"}, "kind": kind.value}


_SPOTS = ("lead", "helpers", "deadline")


def _task(one: dict[str, Any]) -> dict[str, Any]:
    spots = {name: [one[name]["start"], one[name]["end"]] if one[name] else None for name in _SPOTS}
    return {**_place(MarkKind.TASK, one), "path": one["path"], "due": one["due"], **spots}


def _chair(marks: tuple[Mark, ...]) -> list[int] | None:
    return next(([one.start, one.end] for one in marks if one.role == "chair"), None)


def _text(value: object) -> str:
    return "" if value is None else str(value)
