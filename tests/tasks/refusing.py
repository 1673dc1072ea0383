"""A door that says no: with which code, and that it says so in words."""

import pytest

from giaoban.core.refusals import Refusal


def refused(code: str, door, **facts) -> Refusal:
    with pytest.raises(Refusal) as caught:
        door(**facts)
    assert caught.value.code == code
    assert caught.value.message
    return caught.value
