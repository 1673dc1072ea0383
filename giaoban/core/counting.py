"""Counting rows of several queries at once, so that a page asks once for many numbers."""

from collections.abc import Mapping
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


def count_all(querysets: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """The number of rows of each query, all asked at once.

    Each query is compiled by itself and the texts are joined: as columns of one another they would be
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
    counts = dict.fromkeys(querysets, 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts.values())}", values)
            counts.update(zip(parts, cursor.fetchone(), strict=True))
    return counts
