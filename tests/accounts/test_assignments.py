"""Who follows which field and area: one at a time, and the most exact line wins."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from giaoban.accounts import queries, rules, services
from giaoban.accounts.labels import ROLE_LABELS
from giaoban.accounts.models import Activation, Attempt, Grant, Responsibility, User
from giaoban.accounts.rules import Field, Role, Scope
from giaoban.core.actors import System
from giaoban.core.refusals import Hidden
from giaoban.organisations.models import Department, Unit
from tests.accounts.common import heard, refused, trace
from tests.cast import TODAY, Cast
from tests.factories.accounts import make_grant


def _assign(cast: Cast, **facts: object) -> Responsibility:
    base = {"unit_id": cast.unit("btc-thai-binh").pk, "user_id": cast.officer.pk, "field": Field.CADRES}
    return services.assign_responsibility(actor=cast.head, **(base | facts))


def test_a_field_in_an_area_has_one_follower_at_a_time(cast: Cast) -> None:
    told = heard("accounts.responsibility_given")
    area = cast.unit("du-an-hoa").pk
    first = _assign(cast, area_id=area)
    for facts in ({"area_id": area}, {"area_id": area, "user_id": cast.clerk.pk}):
        with refused("accounts.assignment_overlap"), transaction.atomic():
            _assign(cast, **facts)
    _assign(cast, area_id=cast.unit("du-an-chau").pk)
    _assign(cast, area_id=None)
    _assign(cast, field="", area_id=area)
    assert len(told) == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(
            unit=first.unit, user=cast.clerk, field=first.field, area=first.area, starts=TODAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(unit=first.unit, user=cast.clerk, field=first.field, starts=TODAY)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"field": "poetry"}, Hidden),
        ({"user": "other_officer"}, Hidden),
        ({"user": "nobody"}, Hidden),
        ({"department": "other"}, Hidden),
        ({"area": "du-an-hoa-cu"}, "accounts.area"),
        ({"starts": TODAY, "ends": TODAY}, "accounts.days"),
    ],
)
def test_an_assignment_is_refused(cast: Cast, facts: dict[str, object], outcome: object) -> None:
    translated: dict[str, object] = {k: v for k, v in facts.items() if k in {"field", "starts", "ends"}}
    if "user" in facts:
        translated["user_id"] = cast.everybody[str(facts["user"])].pk if facts["user"] != "nobody" else 10**9
    if "area" in facts:
        translated["area_id"] = cast.unit(str(facts["area"])).pk
    if "department" in facts:
        other = Department.objects.create(
            unit=cast.unit("btc-hung-yen"), name="Phòng khác", starts=date(2018, 1, 1)
        )
        translated["department_id"] = other.pk
    expectation = pytest.raises(Hidden) if outcome is Hidden else refused(str(outcome))
    with expectation, transaction.atomic():
        _assign(cast, **translated)
    assert (Responsibility.objects.count(), trace().count()) == (0, 0)


def test_a_department_of_the_unit_can_be_named(cast: Cast) -> None:
    own = Department.objects.create(
        unit=cast.unit("btc-thai-binh"), name="Phòng Tổ chức", starts=date(2018, 1, 1)
    )
    assert _assign(cast, department_id=own.pk).department == own


def test_somebody_who_only_works_in_the_unit_can_be_put_in_charge(cast: Cast) -> None:
    make_grant(cast.other_officer, Role.REVIEWER, cast.unit("btc-thai-binh"), scope=Scope.SELF)
    assert _assign(cast, user_id=cast.other_officer.pk).user == cast.other_officer


def test_assignments_end_and_those_that_never_held_go(cast: Cast) -> None:
    old = Responsibility.objects.create(
        unit=cast.unit("btc-thai-binh"), user=cast.officer, field=Field.CADRES, starts=date(2019, 1, 1)
    )
    new = _assign(cast, field=Field.TRAINING)
    for line in (old, new):
        services.end_responsibility(actor=cast.head, responsibility_id=line.pk)
    assert list(Responsibility.objects.values_list("pk", "ends")) == [(old.pk, TODAY)]
    with refused("accounts.assignment_ended"), transaction.atomic():
        services.end_responsibility(actor=cast.head, responsibility_id=old.pk)
    for actor, line_id in ((cast.officer, old.pk), (cast.head, 10**9), (cast.other_officer, old.pk)):
        with pytest.raises(Hidden), transaction.atomic():
            services.end_responsibility(actor=actor, responsibility_id=line_id)


def test_the_follower_is_the_most_exact_line(cast: Cast) -> None:
    unit, hoa, chau = (cast.unit(code).pk for code in ("btc-thai-binh", "du-an-hoa", "du-an-chau"))

    def who(field: str, area: int | None) -> User | None:
        return queries.follower(unit, field=field, area_id=area, on=TODAY)

    assert who(Field.CADRES, hoa) is None
    _assign(cast, field="", user_id=cast.head.pk)
    assert who(Field.CADRES, hoa) == cast.head
    _assign(cast, field="", area_id=hoa, user_id=cast.clerk.pk)
    assert (who(Field.CADRES, hoa), who(Field.CADRES, chau)) == (cast.clerk, cast.head)
    _assign(cast, user_id=cast.officer.pk)
    assert (who(Field.CADRES, hoa), who(Field.TRAINING, hoa)) == (cast.officer, cast.clerk)
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert who(Field.CADRES, hoa) == cast.clerk


def test_the_house_itself_reads_every_register(cast: Cast) -> None:
    unit = cast.unit("btc-hung-yen").pk
    found = queries.register(System(), unit, queries.Filters(role=Role.AREA_OFFICER), on=TODAY)
    assert [user.username for user in found] == ["hy.theodoi"]
    rows = queries.rows(System(), list(found), unit)
    assert rows[0].roles == ("Chuyên viên theo dõi địa bàn (Tỉnh ủy Hưng Yên)",)
    assert User.objects.get_by_natural_key("HY.theodoi") == cast.other_officer


def test_units_and_tries_name_themselves(cast: Cast) -> None:
    """Rows say what they are without leaking what they guard."""
    grant, line = Grant.objects.first(), _assign(cast)
    assert str(grant) == f"{grant.user}: {ROLE_LABELS[rules.Role(grant.role)]}"
    assert str(line).startswith(f"{cast.officer}: ")
    assert str(Attempt(key="abcdef0123456789")) == "abcdef01"
    assert str(Activation(user=cast.clerk)) == str(cast.clerk)
    assert isinstance(Unit.objects.first(), Unit)
