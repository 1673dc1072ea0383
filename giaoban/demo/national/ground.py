"""Districts, communes and grassroots organisations of an era: fetched where set-up fetched them, else made.

Made units are marked (minh họa). How many owe a report in the era comes out at the size asked for.
"""

from collections.abc import Sequence
from functools import cache
from itertools import cycle, islice
from pathlib import Path

from django.db import connection

from giaoban.core.secrecy import Secrecy
from giaoban.demo.national.eras import Era
from giaoban.demo.stories.stage import HOUSE
from giaoban.organisations import importers, loader, services
from giaoban.organisations.models import Change, Unit, UnitName
from giaoban.organisations.placements import Move, place_many
from giaoban.organisations.rules import PARTY, ChangeKind, Confidence, Decision, NewUnit
from giaoban.organisations.search import reindex
from giaoban.reporting.queries import rounds

SOURCE = "Dữ liệu minh họa, sinh tự động"
MARK = "(minh họa)"
NAMED = {"district_committee": ("h", "Huyện ủy"), "commune_committee": ("x", "Đảng ủy xã")}
UNITS = """
COPY organisations_unit (code, kind_id, starts, ends, source, confidence, secrecy, version) FROM STDIN
"""
NAMES = """
COPY organisations_unitname (unit_id, name, short_name, name_en, sort_key, folded, starts, ends, change_id)
FROM STDIN
"""
# Smaller countries are made, so that a list of ten thousand communes is not read for three hundred bodies.
LIST_FROM = 12_000


def fill(era: Era, size: int, lists: Path) -> int:
    """Make the units of the era that are missing; how many units owe in it then."""
    if size >= LIST_FROM and importers.fetched(importers.edition_of(era.edition), lists):
        loader.load_units(HOUSE, importers.read(importers.edition_of(era.edition), lists))
    else:
        _upper_levels(era, size)
    below = _ids(era, "commune_committee") or _ids(era, "provincial_committee")
    _bodies(era, below, size - owing(era))
    return owing(era)


def owing(era: Era) -> int:
    """How many units below the Centre write a report of their own in the era."""
    regime, period = rounds.regime_of("giao-ban"), rounds.period_of(era.period)
    top = Unit.objects.on(era.day).get(code="tw").pk
    return sum(line.depth > 0 for line in rounds.owing(regime, top, period, cut_off=era.day))


def _upper_levels(era: Era, size: int) -> None:
    """Districts and communes at their national proportion, fewer when the size leaves no room for them."""
    provinces = _ids(era, "provincial_committee")
    if era.districts:
        count = min(era.districts * len(provinces), (size - owing(era)) // 15)
        _make(era, "district_committee", provinces, count)
    above = _ids(era, "district_committee") if era.districts else provinces
    count = min(era.communes * len(above), (size - owing(era)) // 4)
    _make(era, "commune_committee", above, count)


def _ids(era: Era, kind: str) -> list[int]:
    units = Unit.objects.on(era.day).filter(kind_id=kind)
    return list(units.order_by("code", "pk").values_list("pk", flat=True))


def _make(era: Era, kind: str, parents: Sequence[int], count: int) -> None:
    """So many units of a kind, dealt out to their superiors one by one; those made before are kept."""
    if count < 1 or not parents:
        return
    letter, name = NAMED[kind]
    prefix = f"mh{era.edition}-{letter}"
    first = Unit.objects.filter(code__startswith=f"{prefix}-").count() + 1
    decision = Decision(effective_on=era.starts, source=SOURCE, note=SOURCE)
    new = [
        NewUnit(
            f"{prefix}-{number}",
            kind,
            f"{name} số {number} {MARK}",
            f"số {number}",
            parent_id=parent,
            ends=era.ends,
        )
        for number, parent in islice(enumerate(cycle(parents), start=first), count)
        for code in [f"{prefix}-{number}"]
    ]
    services.establish_units(actor=HOUSE, decision=decision, new=new)


def _bodies(era: Era, parents: Sequence[int], count: int) -> None:
    """The many at the bottom: rows as the door writes them, by one list, and made known to the search."""
    if count < 1 or not parents:
        return
    prefix = f"mh{era.edition}-cs"
    first = Unit.objects.filter(code__startswith=f"{prefix}-").count() + 1
    numbers = range(first, first + count)
    change = Change.objects.create(
        kind=ChangeKind.ESTABLISH.value, effective_on=era.starts, source=SOURCE, note=SOURCE, facts={}
    )
    with connection.cursor() as cursor:
        with cursor.copy(UNITS) as copy:
            for number in numbers:
                copy.write_row(
                    (
                        *(f"{prefix}-{number}", "grassroots_cell", era.starts, era.ends),
                        *(SOURCE, Confidence.UNVERIFIED.value, Secrecy.NORMAL.value, 1),
                    )
                )
        made = dict(Unit.objects.filter(code__startswith=f"{prefix}-").values_list("code", "pk"))
        ids = [made[f"{prefix}-{number}"] for number in numbers]
        with cursor.copy(NAMES) as copy:
            for number, unit_id in zip(numbers, ids, strict=True):
                name, short, key, folded = _name(number)
                copy.write_row((unit_id, name, short, "", key, folded, era.starts, era.ends, change.pk))
    moves = [
        Move(unit_id, parent, era.starts, era.ends, change_id=change.pk)
        for unit_id, parent in zip(ids, cycle(parents), strict=False)
    ]
    place_many(PARTY, moves)
    reindex(ids)


def _name(number: int) -> tuple[str, str, str, str]:
    """Name, short name, sort key and folded name; the keys follow from those of a name of equal length."""
    digits = str(number)
    sample = 10 ** (len(digits) - 1)
    model = _model(sample)
    length = f"{len(digits):02d}"
    return (
        model.name.replace(str(sample), digits),
        model.short_name.replace(str(sample), digits),
        model.sort_key.replace(f"{length}{sample}!", f"{length}{digits}!"),
        model.folded.replace(str(sample), digits),
    )


@cache
def _model(number: int) -> UnitName:
    return UnitName(name=f"Chi bộ cơ sở số {number} {MARK}", short_name=f"chi bộ số {number}").keyed()
