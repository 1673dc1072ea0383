"""Unit and period of an address: the unit in force on the period's last day; anything else is unknown."""

from datetime import date

import pytest

from giaoban.organisations import coordinates
from giaoban.periods.rules import Period
from tests.cast import cast, sign_in

__all__ = ["cast"]


@pytest.mark.parametrize(
    ("unit", "period", "status"),
    [
        ("btc-thai-binh", "2019-t09-9t", 200),
        ("btc-thai-binh", "2019-t13", 404),
        ("btc-thai-binh", "2019-t08-9t", 404),
        ("no-such-unit", "2019-t09-9t", 404),
        ("du-an-hoa-cu", "2018-t06-6t", 200),
        ("du-an-hoa-cu", "2018-t07", 404),
        ("du-an-hoa", "2018-t06-6t", 404),
        ("du-an-hoa", "2018-t07", 200),
    ],
)
def test_an_address_is_a_unit_in_force_in_its_period(cast, unit, period, status):
    assert sign_in(cast.head).get(f"/{unit}/{period}/can-bo/").status_code == status


def test_a_secret_unit_is_known_to_those_let_in_only(cast):
    unit = cast.unit("hu-dong-hung")
    unit.secrecy = "secret"
    unit.save()
    path = "/hu-dong-hung/2019-t09-9t/can-bo/"
    assert [
        sign_in(user).get(path).status_code for user in (cast.head, cast.officer, cast.other_officer)
    ] == [
        200,
        404,
        404,
    ]


def test_names_are_those_of_the_period(cast):
    found = coordinates.of_unit(cast.unit("btc-thai-binh").pk, Period.parse("2019-t09-9t"))
    assert (found.code, found.unit_name, found.superior_name, found.on) == (
        "btc-thai-binh",
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "Tỉnh ủy Thái Bình",
        date(2019, 9, 30),
    )
    assert coordinates.of_unit(cast.unit("tw").pk, Period.parse("2019")).superior_name == ""
    assert coordinates.of_unit(cast.unit("du-an-hoa-cu").pk, Period.parse("2019")) is None
