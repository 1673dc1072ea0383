"""The trail on a page: who did what where, never what a field held; only units the reader may see."""

from collections.abc import Iterable
from datetime import date

import pytest

from giaoban.audit import queries
from giaoban.audit.rules import Permission
from giaoban.audit.services import record
from giaoban.core.actors import Nobody, System

pytestmark = pytest.mark.django_db


class Reader(System):
    """May read the trail of some units."""

    def __init__(self, actor_id: int, units: Iterable[int]) -> None:
        super().__init__(f"Người {actor_id}")
        self.actor_id, self.units = actor_id, tuple(units)

    def unit_ids(self, permission: str, *, on: date | None = None) -> Iterable[int] | None:  # noqa: ARG002
        return self.units if permission == Permission.VIEW else ()


@pytest.fixture(autouse=True)
def acts() -> None:
    one, two = Reader(1, [10]), Reader(2, [20])
    record(
        one,
        "people.correct",
        unit_id=10,
        changes={"name": ["BÍ MẬT", "KÍN"], "born": [1970, 1971]},
        note="KÍN",
    )
    record(two, "units.rename", unit_id=20, changes={"name": ["a", "b"]})
    record(System(), "house.init")


def test_a_reader_sees_the_acts_of_their_units_newest_first() -> None:
    assert [line.action for line in queries.lines(queries.visible_to(Reader(1, [10])))] == ["people.correct"]
    assert [line.action for line in queries.lines(queries.visible_to(Reader(1, [10, 20])))] == [
        "units.rename",
        "people.correct",
    ]
    assert len(queries.lines(queries.visible_to(System()))) == 3
    assert queries.lines(queries.visible_to(Nobody())) == []
    assert queries.lines(queries.of_unit(Reader(1, [10]), 20)) == []
    assert queries.lines(queries.of_object(Reader(1, [10]), "x", 1)) == []


def test_a_line_names_the_fields_and_never_their_values() -> None:
    (line,) = queries.lines(queries.of_unit(System(), 10))
    assert (line.actor, line.fields, line.unit_id) == ("Người 1", ("born", "name"), 10)
    assert [word for word in ("BÍ MẬT", "KÍN", "1970") if word in repr(line)] == []


def test_everybody_sees_their_own_acts() -> None:
    assert [line.action for line in queries.lines(queries.own(Reader(2, [])))] == ["units.rename"]
    assert queries.lines(queries.own(Nobody())) == []
