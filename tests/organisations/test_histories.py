"""Random histories of decisions, some recorded late: the tree of any day equals their replay."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations import services
from giaoban.organisations.models import Change, Placement, Succession, Unit, UnitName
from giaoban.organisations.rules import EMULATION, PARTY, NewUnit
from tests.factories.organisations import START, SYSTEM, decision, establish, hierarchies
from tests.organisations.replay import replay
from tests.organisations.tables import boundary_days, check_day, check_no_fragments, everything

DAYS = [START + timedelta(days=30 * step) for step in range(1, 10)]
KINDS = ("establish", "merge", "absorb", "split", "transfer", "rename", "dissolve", "again", "join", "leave")


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, date, list[int], bool]:
    """A decision in numbers that are taken modulo what exists, so that most of them mean something."""
    kind = draw(st.sampled_from(KINDS))
    day = draw(st.sampled_from(DAYS))
    picks = draw(st.lists(st.integers(0, 30), min_size=6, max_size=6))
    return kind, day, picks, draw(st.booleans())


@pytest.fixture
def small_tree(db: None) -> None:
    hierarchies()
    top = establish("tw", kind="centre")
    provinces = [establish(f"tu-{n}", top, kind="provincial_committee") for n in "abc"]
    districts = [establish(f"hu-{n}", provinces[n % 2], kind="district_committee") for n in range(4)]
    for n in range(6):
        establish(f"xa-{n}", districts[n % 4])
    cluster = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION)
    for unit in provinces[:2]:
        services.join_group(
            actor=SYSTEM, decision=decision(), hierarchy=EMULATION, unit_id=unit.pk, parent_id=cluster.pk
        )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=st.lists(steps(), min_size=3, max_size=14))
def test_the_tree_of_any_day_is_the_replay_of_the_decisions(
    small_tree: None, plan: Sequence[tuple[str, date, list[int], bool]]
) -> None:
    with transaction.atomic():
        for number, (kind, day, picks, flag) in enumerate(plan):
            before = everything()
            try:
                with transaction.atomic():
                    _decide(kind, day, picks, number, flag=flag)
                event(f"{kind}: done")
            except Refusal as refusal:
                event(f"{kind}: {refusal.code}")
                assert everything() == before
        check_no_fragments()
        changes = list(Change.objects.all())
        for on in boundary_days():
            check_day(on)
            _compare(changes, on)
        transaction.set_rollback(True)


def _compare(changes: list[Change], on: date) -> None:
    expected = replay(changes, on)
    units = Unit.objects.on(on)
    assert dict(units.values_list("pk", "code")) == expected.codes
    assert dict(UnitName.objects.on(on).values_list("unit_id", "name")) == expected.names
    rows = Placement.objects.on(on).values_list("hierarchy__code", "unit_id", "parent_id", "lead")
    assert {(line, unit): (parent, lead) for line, unit, parent, lead in rows} == {
        key: (parent, lead) for key, (parent, lead, _ends) in expected.places.items()
    }


def _decide(  # noqa: C901, PLR0912 - one branch for each door
    kind: str, day: date, picks: list[int], number: int, *, flag: bool
) -> None:
    everyone = list(Unit.objects.order_by("pk"))
    party = [u for u in everyone if Placement.objects.filter(unit=u, hierarchy__code=PARTY).exists()]
    alive = [unit for unit in party if unit.starts < day < unit.ends] or party
    a, b, c = (alive[pick % len(alive)] for pick in picks[:3])
    groups = [u for u in everyone if u not in party]
    facts = {"actor": SYSTEM, "decision": decision(day, f"{number}-QĐ")}
    new = NewUnit(code=f"n-{number}", kind="commune_committee", name=f"Đơn vị mới {number}")
    try:
        if kind == "establish":
            under = NewUnit(
                new.code, new.kind, new.name, parent_id=a.pk, **({"ends": DAYS[-1]} if flag else {})
            )
            services.establish_unit(**facts, new=under)
        elif kind == "merge":
            code = a.code if flag else new.code  # the successor may take a predecessor's code
            into = NewUnit(code, new.kind, new.name, parent_id=c.pk)
            services.merge_units(**facts, unit_ids=[a.pk, b.pk], into=into)
        elif kind == "absorb":
            services.merge_units(**facts, unit_ids=[a.pk], into=b.pk)
        elif kind == "split":
            parts = [NewUnit(f"n-{number}-{n}", new.kind, f"Phần {number}.{n}") for n in range(2)]
            children = Placement.objects.on(day).filter(hierarchy__code=PARTY, parent=a)
            to = {row.unit_id: parts[(row.unit_id + picks[3]) % 2].code for row in children}
            shares = {parts[0].code: Decimal("0.3"), parts[1].code: Decimal("0.7")} if flag else None
            services.split_unit(**facts, unit_id=a.pk, into=parts, children_to=to, shares=shares)
        elif kind == "transfer":
            services.transfer_unit(**facts, unit_id=a.pk, parent_id=b.pk)
        elif kind == "rename":
            services.rename_unit(**facts, unit_id=a.pk, name=f"Tên {picks[3] % 3}")
        elif kind == "dissolve":
            children = Placement.objects.on(day).filter(hierarchy__code=PARTY, parent=a)
            to = {} if flag else {row.unit_id: (b.pk if row.unit_id % 2 else c.pk) for row in children}
            services.dissolve_unit(**facts, unit_id=a.pk, children_to=to, with_children=flag)
        elif kind == "again":
            ended = [unit for unit in party if unit.ends <= day] or party
            services.reestablish_unit(**facts, unit_id=ended[picks[3] % len(ended)].pk, parent_id=b.pk)
        elif kind == "join":
            services.join_group(
                **facts,
                hierarchy=EMULATION,
                unit_id=a.pk,
                parent_id=(groups[0] if flag else b).pk,
                ends=DAYS[-1] if picks[3] % 3 == 0 else None,
                lead=picks[4] % 2 == 0,
            )
        elif picks[3] % 5 == 0:
            services.dissolve_unit(**facts, unit_id=groups[0].pk, hierarchy=EMULATION)
        elif flag:
            services.leave_group(**facts, hierarchy=EMULATION, unit_id=a.pk)
        else:
            services.transfer_unit(
                **facts, hierarchy=EMULATION, unit_id=a.pk, parent_id=groups[0].pk, lead=True
            )
    except Hidden as hidden:  # nothing of this test is unknown to the system
        raise AssertionError(kind) from hidden


@pytest.mark.django_db
def test_a_national_total_is_the_same_in_both_structures(small_tree: None) -> None:
    """R4: whatever is restated, each unit of the old structure is counted once in the new one."""
    day = DAYS[3]
    a, b = Unit.objects.get(code="tu-a"), Unit.objects.get(code="tu-b")
    outcome = services.merge_units(
        actor=SYSTEM,
        decision=decision(day),
        unit_ids=[a.pk, b.pk],
        into=NewUnit("tu-a", "provincial_committee", "Tỉnh ủy mới"),
    )
    assert list(Succession.objects.values_list("predecessor_id", "successor_id", "share")) == [
        (a.pk, outcome.plan.begins[0], Decimal(1)),
        (b.pk, outcome.plan.begins[0], Decimal(1)),
    ]
