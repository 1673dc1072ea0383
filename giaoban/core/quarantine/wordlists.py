"""The numbers that Word makes by itself, as words: "1. ", "a) ", "- ".

Other than typed ones they stand nowhere in the text of the file.
"""

from collections import defaultdict
from dataclasses import dataclass

from giaoban.core.quarantine.wordparts import Node

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LEVELS = 9
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Level:
    form: str
    text: str
    start: int


class Lists:
    """Counts the paragraphs of each list as they are read."""

    def __init__(self, numbering: Node | None, styles: Node | None) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.list_of: dict[str, str] = {}
        self.restarts: dict[str, dict[int, int]] = defaultdict(dict)
        self.styled: dict[str, Node] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        for node in numbering.kids if numbering is not None else ():
            if node.name == "abstractNum":
                self.levels[node.get("abstractNumId")] = dict(map(_level, _named(node, "lvl")))
            elif node.name == "num":
                self._list(node)
        for style in _named(styles, "style") if styles is not None else ():
            properties = style.under("pPr", "numPr")
            if properties is not None:
                self.styled[style.get("styleId")] = properties

    def _list(self, node: Node) -> None:
        name = node.get("numId")
        self.list_of[name] = (node.child("abstractNumId") or node).get("val")
        for override in _named(node, "lvlOverride"):
            start = override.child("startOverride")
            if start is not None:
                self.restarts[name][_number(override.get("ilvl"))] = _number(start.get("val"))

    def label(self, properties: Node) -> str:
        """What stands before the words of a paragraph with these properties; nothing outside of lists."""
        style = properties.child("pStyle")
        found = properties.child("numPr") or (
            self.styled.get(style.get("val")) if style is not None else None
        )
        if found is None:
            return ""
        name = (found.child("numId") or found).get("val")
        at = min(_number((found.child("ilvl") or found).get("val")), _LEVELS - 1)
        levels = self.levels.get(self.list_of.get(name, ""), {})
        if at not in levels:
            return ""
        counts = self.counts[self.list_of[name]]
        restart = self.restarts[name].pop(at, None)
        counts[at] = counts.get(at, levels[at].start - 1) + 1 if restart is None else restart
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        if levels[at].form == "bullet":
            return "- "
        text = levels[at].text
        for number in range(_LEVELS):
            level = levels.get(number, levels[at])
            text = text.replace(f"%{number + 1}", _written(counts.get(number, level.start), level.form))
        return f"{text[:_LONGEST]} " if text.strip() and levels[at].form != "none" else ""


def _named(node: Node, name: str) -> list[Node]:
    return [kid for kid in node.kids if kid.name == name]


def _level(node: Node) -> tuple[int, Level]:
    def said(name: str, otherwise: str) -> str:
        return (node.child(name) or node).get("val", otherwise)

    return _number(node.get("ilvl")), Level(
        said("numFmt", "decimal"), said("lvlText", ""), _number(said("start", "1"))
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _written(number: int, form: str) -> str:
    """
    >>> [_written(4, "decimal"), _written(28, "lowerLetter"), _written(14, "upperRoman")]
    ['4', 'bb', 'XIV']
    >>> _written(3, "decimalZero")
    '03'
    """
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 5)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and number < 4000:
        text = ""
        for value, sign in _ROMAN:
            text += sign * (number // value)
            number %= value
        return text if form == "lowerRoman" else text.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)
