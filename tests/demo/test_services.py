"""The demonstration: one generated user for each role, the country's units, everything marked and dated."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from giaoban.accounts.models import User
from giaoban.accounts.rules import EVERY_ROLE
from giaoban.core.dates import stand_on, today
from giaoban.demo import services
from giaoban.organisations.models import Unit
from giaoban.people.models import Person


@pytest.fixture
def demonstration(db: None, settings, tmp_path: Path) -> Iterator[list[str]]:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.GIAOBAN_PERIOD = services.PERIOD
    said: list[str] = []
    services.load(said.append)
    yield said
    stand_on(None)


def provinces(on: date) -> int:
    return Unit.objects.on(on).filter(kind_id="provincial_committee").count()


def test_the_demonstration_tells_of_its_own_day(demonstration: list[str], tmp_path: Path):
    assert len(demonstration) == 2
    assert today() == services.DAY
    assert (provinces(date(2018, 8, 10)), provinces(date(2025, 7, 1))) == (63, 34)
    assert not Unit.objects.on(date(2025, 7, 1)).filter(kind_id="district_committee").exists()

    accounts = services.accounts()
    assert services.accounts() == accounts
    users = User.objects.filter(generated=True)
    assert {name for name, *_rest in accounts} == set(users.values_list("username", flat=True))
    assert set(users.values_list("grants__role", flat=True)) == set(EVERY_ROLE)
    assert set(Person.objects.values_list("generated", flat=True)) == {True}
    kept = tmp_path / "demo-accounts.json"
    assert kept.stat().st_mode & 0o077 == 0

    name, password, _role, unit = accounts[0]
    browser = Client()
    assert browser.login(username=name, password=password)
    answer = browser.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/btc-thai-binh/2019-t09-9t/")
    assert unit == "Ban Tổ chức Tỉnh ủy Thái Bình"
