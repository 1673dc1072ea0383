"""Persons and posts for tests, written straight into the tables: doors are what the tests are about."""

from datetime import date
from typing import Any

from giaoban.core.dates import OPEN
from giaoban.core.text import canonical, fold, person_sort_key, split_name
from giaoban.organisations.models import Unit
from giaoban.people.models import Person, Post

SOME_DAY = date(2016, 1, 1)


def make_person(full_name: str, **facts: Any) -> Person:
    surname, middle, given = split_name(full_name)
    return Person.objects.create(
        full_name=full_name,
        surname=surname,
        middle=middle,
        given=given,
        sort_key=person_sort_key(full_name),
        folded=fold(full_name),
        name_key=canonical(full_name),
        **facts,
    )


def make_post(
    person: Person,
    unit: Unit,
    title: str = "Trưởng ban",
    *,
    kind: str = "head",
    starts: date = SOME_DAY,
    ends: date = OPEN,
    **facts: Any,
) -> Post:
    return Post.objects.create(
        person=person,
        unit=unit,
        title=title,
        title_key=canonical(title),
        kind=kind,
        starts=starts,
        ends=ends,
        **facts,
    )
