"""The cast, with addresses for mail."""

import pytest

from tests.cast import Cast, cast  # noqa: F401  the fixture


@pytest.fixture
def posted(cast: Cast) -> Cast:  # noqa: F811  the fixture of the cast
    """Officer and head have a mail address, the clerk has none."""
    cast.officer.email, cast.head.email = "an@thaibinh.example", "binh@thaibinh.example"
    cast.officer.save()
    cast.head.save()
    return cast
