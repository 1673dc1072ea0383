"""Numbers as texts write them: runs of digits with their joints, ratios, spans, thousands and decimals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from giaoban.reader import surroundings as near
from giaoban.reader.units import unit_at

# One run of digits with what writers put between them; the two kinds of joint cannot begin alike.
_CLUSTER = re.compile(r"\d+(?:[.,:]\d+| ?[/-] ?\d+)*")
_PIECE = re.compile(r"[\d.,:]+")
_SPACED = re.compile(r" \d{3}(?: \d{3})*(?![\w.,/:-]\d|\d)")
_PERCENT = re.compile(r" {0,2}[%‰]| {1,2}phan tram(?![a-z])")
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_FRACTION_OF = re.compile(r" {0,2}(?:tong so|so|dan so|dien tich|thoi gian|quan so|trong)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two places of the folded text; `below` are the digits after a slash."""

    start: int
    end: int
    digits: str
    below: str = ""
    follows: int = 0  # where its unit is looked for: behind "20-30 đảng viên" for both
    second: bool = False


def clusters(folded: str) -> Iterator[Number]:
    """Runs of digits; "47 174" of three digits after a blank is one number when a unit follows."""
    at = 0
    while match := _CLUSTER.search(folded, at):
        end, digits = match.end(), match[0]
        if digits.isdecimal() and len(digits) <= 3 and folded[end : end + 1] == " ":
            spaced = _SPACED.match(folded, end)
            if spaced and unit_at(folded, spaced.end()) and near.before(folded, match.start()).word != "nam":
                end, digits = spaced.end(), digits + spaced[0].replace(" ", ".")
        yield Number(match.start(), end, digits)
        at = end


def numbers_in(folded: str, cluster: Number, around: near.Before) -> list[Number]:
    """None of a date, a clock or a span of years; two of "20-30%"; else one."""
    digits = cluster.digits.replace(" ", "")
    if ":" in digits or near.is_telephone(around, digits):
        return []
    if "/" not in digits and "-" not in digits:
        return [] if _dotted_date(digits, around) else [replace(cluster, follows=cluster.end)]
    pieces = [piece.strip(".,") for piece in _PIECE.findall(digits)]
    if len(pieces) != 2:
        return []
    first, second = pieces
    if "/" in digits:
        return _ratio(folded, cluster, around, first, second)
    return _span(folded, cluster, around, first, second)


def _dotted_date(digits: str, around: near.Before) -> bool:
    parts = digits.split(".")
    if len(parts) == 3 and len(parts[2]) == 4:
        return _is_day(parts[0], parts[1])
    return len(parts) == 2 and _is_day(*parts) and near.says_day(around, sure=True)


def _is_day(day: str, month: str) -> bool:
    return (
        len(day) <= 2
        and len(month) <= 2
        and day.isdecimal()
        and month.isdecimal()
        and (0 < int(day) <= 31 and 0 < int(month) <= 12)
    )


def _ratio(folded: str, cluster: Number, around: near.Before, above: str, below: str) -> list[Number]:
    number = Number(cluster.start, cluster.end, above, below, cluster.end)
    one, other = value_of(above, whole=True), value_of(below, whole=True)
    if one is None or not other or near.is_year(below) or (near.is_year(above) and int(above) > other):
        return []
    known = unit_at(folded, cluster.end) is not None or percent(folded, cluster.end) is not None
    if _is_day(above, below):
        fraction = one < other and _FRACTION_OF.match(folded, cluster.end) is not None
        if near.says_day(around, sure=True) or near.may_be_ordinal(around, int(above)):
            return []
        if near.has_rate_near(folded, cluster.start, cluster.end) or fraction:
            return [number]
        return [number] if known and one <= other and not around.joint.endswith("(") else []
    if above == "24" and below in {"24", "7"} and not known:
        return []
    return [number]


def _span(folded: str, cluster: Number, around: near.Before, first: str, second: str) -> list[Number]:
    low, high = value_of(first, whole=True), value_of(second, whole=True)
    if low is None or high is None or (near.is_year(second) and (near.is_year(first) or low <= 12)):
        return []
    days = _is_day(first, second) or _dotted_date(second, around)
    if days and near.says_day(around, sure=True):
        return []
    one = Number(cluster.start, cluster.start + len(first), first, follows=cluster.end)
    two = Number(cluster.end - len(second), cluster.end, second, follows=cluster.end, second=True)
    if near.is_year(first):
        return [replace(two, second=False)]
    if low >= high or (unit_at(folded, cluster.end) is None and percent(folded, cluster.end) is None):
        return []
    return [one, two]


def percent(folded: str, at: int) -> re.Match[str] | None:
    return _PERCENT.match(folded, at)


def value_of(digits: str, *, whole: bool, rate: bool = False) -> Decimal | None:
    """
    >>> given = (("1.234,5", False), ("5,200", True), ("2.5", False), ("07", True))
    >>> [str(value_of(digits, whole=whole)) for digits, whole in given]
    ['1234.5', '5200', '2.5', '7']
    >>> value_of("1.2.3", whole=False) is None, str(value_of("97.125", whole=False, rate=True))
    (True, '97.125')
    """
    if THOUSANDS.fullmatch(digits) and not (rate and digits.count(".") == 1 and "," not in digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(digits) and (whole or digits.count(",") > 1 or "." in digits):
        return Decimal(digits.replace(",", ""))
    return Decimal(digits.replace(",", ".")) if PLAIN.fullmatch(digits) else None
