"""The ground of the demonstration: one generated user for each role, the country's units, all marked."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from giaoban.accounts.models import User
from giaoban.accounts.rules import EVERY_ROLE
from giaoban.core.dates import stand_on, today
from giaoban.demo import services
from giaoban.demo.rules import local_units
from giaoban.organisations.models import Unit, UnitName
from giaoban.organisations.queries import subtree_ids
from giaoban.people.models import Person

pytestmark = pytest.mark.usefixtures("house", "db")


def provinces(on: date) -> int:
    return Unit.objects.on(on).filter(kind_id="provincial_committee").count()


def test_the_demonstration_tells_of_its_own_day(house: Path):
    assert today() == services.DAY
    assert (provinces(date(2018, 8, 10)), provinces(date(2025, 7, 1))) == (63, 34)
    assert not Unit.objects.on(date(2025, 7, 1)).filter(kind_id="district_committee").exists()

    accounts = services.accounts()
    assert services.accounts() == accounts
    users = User.objects.filter(generated=True)
    assert {name for name, *_rest in accounts} == set(users.values_list("username", flat=True))
    assert set(users.values_list("grants__role", flat=True)) == set(EVERY_ROLE)
    assert set(Person.objects.values_list("generated", flat=True)) == {True}
    kept = house / "demo-accounts.json"
    assert kept.stat().st_mode & 0o077 == 0

    name, password, _role, unit = accounts[0]
    browser = Client()
    assert browser.login(username=name, password=password)
    answer = browser.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/btc-thai-binh/2019-t09-9t/")
    assert unit == "Ban Tổ chức Tỉnh ủy Thái Bình"


def test_below_thai_binh_everything_generated_says_so():
    top = Unit.objects.on(services.DAY).get(code="tu-thai-binh")
    below = set(subtree_ids(top.pk, services.DAY)) - {top.pk}
    generated = {unit.code for wave in local_units() for unit in wave}
    units = Unit.objects.filter(pk__in=below)
    assert set(units.values_list("code", flat=True)) == generated | {"btc-thai-binh"}
    names = UnitName.objects.filter(unit__code__in=generated).values_list("name", flat=True)
    assert len(names) == len(generated) == 179
    assert all(name.endswith("(minh họa)") for name in names)


def test_a_district_ends_and_its_communes_go_on_under_the_province_that_merged():
    after = date(2025, 7, 1)
    commune = Unit.objects.on(after).get(code="du-xa-minh-hoa")
    above = Unit.objects.on(after).get(code="tu-hung-yen")
    assert commune.pk in set(subtree_ids(above.pk, after))
    assert not Unit.objects.on(after).filter(code__in=["hu-minh-hoa", "btc-hu-minh-hoa"]).exists()


def test_on_another_day_units_that_are_not_there_keep_their_last_name():
    for day in (date(2018, 8, 10), date(2030, 1, 1)):
        stand_on(day)
        try:
            named = {name: unit for name, _password, _role, unit in services.accounts()}
        finally:
            stand_on(services.DAY)
        assert named["canboxa"] == "Đảng ủy xã Minh Họa (minh họa)"
        assert named["tonghop"] == "Ban Tổ chức Tỉnh ủy Thái Bình"


def test_an_account_that_was_added_later_gets_its_password_and_the_others_keep_theirs(house: Path):
    before = services.passwords()
    path = house / "demo-accounts.json"
    kept = path.read_text()
    path.write_text('{"chuyenvien": "chuyenvien-cu"}')
    made = services.passwords()
    assert made["chuyenvien"] == "chuyenvien-cu"
    assert set(made) == set(before)
    assert services.passwords() == made
    path.write_text(kept)
