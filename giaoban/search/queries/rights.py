"""What a reader may find of each kind, as conditions that become part of the statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from giaoban.core.actors import Actor, Nobody
from giaoban.core.registries import Findable

MANY = 2000  # units that are named as a list instead of by a query; the database then knows how few they are
SMALL = 20  # units that a search names one by one instead of by a query


@dataclass(frozen=True, slots=True)
class Home:
    """Where the reader works, and the units over whose line that office works."""

    unit_id: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement with its values."""

    text: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text} AND {other.text}", (*self.values, *other.values))


@dataclass(frozen=True, slots=True)
class Right:
    """Rows of a kind that are open to the reader: the public ones, or others of some units; `few` names them
    when they can be asked for by their marks in the index of words."""

    kind: str
    public: bool
    rows: Sql
    few: tuple[int, ...] = ()


UNIT = "search_searchentry.unit_id"
PUBLIC, OTHERS = Sql("public"), Sql("NOT public")


def rights(actor: Actor, wanted: Sequence[Findable], on: date, home: Home | None) -> Iterator[Right]:
    """Everything of each kind that is open to the actor."""
    if isinstance(actor, Nobody):
        return
    reached: dict[str, Any] = {}
    known: dict[Sql, list[int] | None] = {}
    for findable in wanted:
        yield Right(findable.code, public=True, rows=PUBLIC)
        if not findable.permission:
            continue
        if findable.permission not in reached:
            reached[findable.permission] = actor.unit_ids(findable.permission, on=on)
        units = reached[findable.permission]
        if units is None:
            yield Right(findable.code, public=False, rows=OTHERS)
            continue
        own = home.lines if home and findable.lines and _at_home(actor, findable, home, on) else ()
        few = _few(units, known)
        if few is None:
            yield Right(findable.code, public=False, rows=OTHERS & _open(units, own))
        elif ids := sorted({*few, *own}):
            marks = tuple(ids) if len(ids) <= SMALL else ()
            yield Right(findable.code, public=False, rows=OTHERS & _open(ids), few=marks)


def inside(column: str, units: Any) -> Sql:
    """Whether a column is one of some units: a list, or a lazy query when they are many."""
    if isinstance(units, QuerySet):
        try:
            text, values = units.query.sql_with_params()
        except EmptyResultSet:
            return Sql("FALSE")
        # so that the database may look each row up: the units may be a whole country
        return Sql(
            f"EXISTS (SELECT 1 FROM ({text}) AS reached (unit) WHERE reached.unit = {column})",  # noqa: S608
            tuple(values),
        )
    return Sql(f"{column} = ANY(%s::bigint[])", (list(units),))


def _at_home(actor: Actor, findable: Findable, home: Home, on: date) -> bool:
    return actor.can(findable.permission, home.unit_id, on=on)


def _few(units: Any, known: dict[Sql, list[int] | None]) -> list[int] | None:
    """The ids when they are few; permissions of the same roles reach the same units and are asked once."""
    if not isinstance(units, QuerySet):
        return list(units)
    key = inside("", units)
    if key not in known:
        found = list(units[: MANY + 1])
        known[key] = found if len(found) <= MANY else None
    return known[key]


def _open(units: Any, own: Sequence[int] = ()) -> Sql:
    """Rows of these units, or told to one of them."""
    # the text is put together here and by Django; what comes from outside are values
    at, told = inside(UNIT, units), inside("told.unit", units)
    either = Sql(
        f"({at.text} OR EXISTS (SELECT 1 FROM unnest(audience) AS told (unit) WHERE {told.text})",  # noqa: S608
        (*at.values, *told.values),
    )
    if not own:
        return Sql(f"{either.text})", either.values)
    line = _open(own)
    return Sql(f"{either.text} OR {line.text})", (*either.values, *line.values))
