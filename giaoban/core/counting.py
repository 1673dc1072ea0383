"""Counting the rows of one query inside another, so that a page asks once for many numbers."""

from typing import Any

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
