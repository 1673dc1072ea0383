"""The small country of these tests, made through the doors."""

import pytest

from giaoban.organisations.models import Unit
from tests.factories.organisations import country


@pytest.fixture
def land(db: None) -> dict[str, Unit]:
    return country()
