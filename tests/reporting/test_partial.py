"""A superior whose units have not all reported: its sums are not compared with those of all of them."""

import pytest

from giaoban.core.refusals import Refusal
from giaoban.reporting.models import Round, Submission
from tests.cast import Cast
from tests.factories.cycle import district
from tests.factories.reporting import begin_and_fill, fill_and_send, make_round, owed, submit


@pytest.fixture
def september(cast: Cast) -> Round:
    """June is whole and accepted; in September one commune has reported so far."""
    district(make_round(cast, period="2019-t06-6t"), accept=True)
    round_ = make_round(cast)
    fill_and_send(owed(round_, "cb-thon-mot"), accept=True)
    fill_and_send(owed(round_, "du-an-hoa"), accept=True)
    return round_


def test_with_a_unit_missing_a_smaller_total_may_go_up(september: Round):
    row = begin_and_fill(owed(september, "hu-dong-hung"))
    assert submit(row).state == "approval"


def test_with_every_unit_in_a_smaller_total_is_an_error(september: Round):
    june = owed(Round.objects.get(period="2019-t06-6t"), "hu-dong-hung").current
    doubled = [value if value is None else 2 * value for value in june.figures]
    Submission.objects.filter(pk=june.pk).update(figures=doubled)
    fill_and_send(owed(september, "du-an-chau"), accept=True)
    with pytest.raises(Refusal) as stopped:
        submit(begin_and_fill(owed(september, "hu-dong-hung")))
    assert stopped.value.code == "reporting.figures"
    assert "nhỏ hơn lũy kế" in str(stopped.value)
