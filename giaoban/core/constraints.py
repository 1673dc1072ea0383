"""Constraints that dated tables share: days in order, and nothing of the same kind twice on one day.

The embedded PostgreSQL has no btree_gist: equality inside an exclusion is an overlap of one-point ranges.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


def ordered(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(starts__lt=F("ends")), name=name)


def one_at_a_time(
    name: str, *numbers: str, texts: tuple[str, ...] = (), condition: Q | None = None
) -> ExclusionConstraint:
    """No two rows with equal `numbers` (integer columns) and `texts` hold on the same day."""
    days = Func(F("starts"), F("ends"), function="daterange")
    points = [_point(F(column)) for column in numbers]
    points += [_point(Func(F(column), Value(0), function="hashtextextended")) for column in texts]
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((point, RangeOperators.OVERLAPS) for point in points),
            (days, RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )


def _point(value: F | Func) -> Func:
    return Func(value, value, Value("[]"), function="int8range")
