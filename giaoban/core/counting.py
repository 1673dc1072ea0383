"""Counting rows of several queries at once, so that a page asks once for many numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery


class RowCount(Subquery):
    """How many rows a query has, as a column of another one; with `distinct_on` how many different values."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"

    def __init__(self, queryset: QuerySet[Any, Any], *, distinct_on: str = "") -> None:
        if distinct_on:
            queryset = queryset.order_by(distinct_on).distinct(distinct_on)
        else:
            queryset = queryset.order_by()
        super().__init__(queryset.values("pk"), output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Statement:
    """One written query that counts several; `names` are those with a column of their own, the rest are 0."""

    asked: tuple[str, ...]
    names: tuple[str, ...]
    text: str
    params: tuple[Any, ...]

    def counts(self) -> dict[str, int]:
        counts = dict.fromkeys(self.asked, 0)
        if self.names:
            with connection.cursor() as cursor:
                cursor.execute(self.text, self.params)
                counts.update(zip(self.names, cursor.fetchone(), strict=True))
        return counts


def statement_of(querysets: Mapping[str, QuerySet[Any, Any]]) -> Statement:
    """The query that counts all of these at once.

    Each is compiled by itself and the texts are joined: as columns of one another they would be
    resolved again at every level, which costs more than the database does.
    """
    parts: dict[str, str] = {}
    values: list[Any] = []
    for name, queryset in querysets.items():
        try:
            text, params = queryset.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts[name] = f"(SELECT count(*) FROM ({text}) AS counted)"  # noqa: S608  compiled by Django
        values.extend(params)
    return Statement(tuple(querysets), tuple(parts), f"SELECT {', '.join(parts.values())}", tuple(values))


def count_all(querysets: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """The number of rows of each query, all asked at once."""
    return statement_of(querysets).counts()
