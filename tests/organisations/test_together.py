"""Two people change the structure at the same moment: one is told, and nothing is half written."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Refusal
from giaoban.organisations import services
from giaoban.organisations.models import Change, Unit
from giaoban.organisations.rules import NewUnit
from tests.factories.organisations import country, decision
from tests.organisations.tables import boundary_days, check_day, check_no_fragments

D = date(2025, 7, 1)


def together(*doors: Callable[[], Any]) -> list[Any]:
    """Run the doors at once in threads of their own; what each gave or raised, in order."""
    gate = threading.Barrier(len(doors))
    results: list[Any] = [None] * len(doors)

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = doors[place]()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(doors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results


def sound() -> None:
    check_no_fragments()
    for on in boundary_days():
        check_day(on)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_one_unit_at_once_one_is_told_who_was_first() -> None:
    land = country()
    unit, seen = land["xa-tan-le"], {land["xa-tan-le"].pk: 1}
    recorded = Change.objects.count()

    def rename(who: str) -> Callable[[], Any]:
        return lambda: services.rename_unit(
            actor=System(who),
            decision=decision(D, f"QĐ của {who}"),
            unit_id=unit.pk,
            name=f"Đảng ủy phường {who}",
            expected_versions=seen,
        )

    results = together(rename("Lan"), rename("Hùng"))
    (conflict,) = [result for result in results if isinstance(result, Conflict)]
    (done,) = [result for result in results if isinstance(result, services.Outcome)]
    assert done.change.decision in conflict.message
    assert Change.objects.count() == recorded + 1
    assert unit.names.count() == 2
    assert Unit.objects.get(pk=unit.pk).version == 2
    # The same two, one after the other and each on what the other left, both succeed.
    seen[unit.pk] = 2
    rename("Mai")()
    seen[unit.pk] = 3
    rename("Sơn")()
    sound()


@pytest.mark.django_db(transaction=True)
def test_two_moves_that_would_close_a_circle_together_are_not_both_done() -> None:
    land = country()
    one, two = land["hu-hung-ha"], land["hu-kien-xuong"]

    def move(unit: Unit, parent: Unit) -> Callable[[], Any]:
        return lambda: services.transfer_unit(
            actor=System("Thử"), decision=decision(D), unit_id=unit.pk, parent_id=parent.pk
        )

    results = together(move(one, two), move(two, one))
    assert sorted(type(result).__name__ for result in results) == ["Outcome", "Refusal"]
    (refusal,) = [result for result in results if isinstance(result, Refusal)]
    assert refusal.code == "organisations.cycle"
    sound()


@pytest.mark.django_db(transaction=True)
def test_two_mergers_of_one_unit_and_a_child_born_meanwhile_leave_no_orphan() -> None:
    land = country()
    district = land["hu-hung-ha"]

    def merge(other: str, code: str) -> Callable[[], Any]:
        return lambda: services.merge_units(
            actor=System("Thử"),
            decision=decision(D, code),
            unit_ids=[district.pk, land[other].pk],
            into=NewUnit(code, "district_committee", f"Huyện ủy {code}", parent_id=land["tu-thai-binh"].pk),
        )

    def born() -> Any:
        new = NewUnit("xa-moi", "commune_committee", "Đảng ủy xã Mới", parent_id=district.pk)
        return services.establish_unit(actor=System("Thử"), decision=decision(date(2025, 6, 1)), new=new)

    results = together(merge("hu-kien-xuong", "hu-mot"), merge("btc-thai-binh", "hu-hai"), born)
    merged = [isinstance(result, services.Outcome) for result in results[:2]]
    assert sorted(merged) == [False, True]
    assert Unit.objects.filter(code__in=["hu-mot", "hu-hai"]).count() == 1
    sound()
