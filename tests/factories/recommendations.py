"""Kiến nghị for tests, written straight into the tables: doors are what the tests are about."""

from datetime import date
from typing import Any

from giaoban.core.dates import now
from giaoban.core.text import fold
from giaoban.organisations.models import Unit
from giaoban.recommendations.models import Recommendation, Step
from giaoban.recommendations.rules import REPLIED, Move, State

SENT, DUE = date(2019, 9, 10), date(2019, 9, 20)


def make_recommendation(
    unit: Unit, addressee: Unit, text: str = "Đề nghị bổ sung biên chế cho huyện.", **facts: Any
) -> Recommendation:
    """One on its way; in a replied state it is answered whole."""
    given: dict[str, Any] = {
        "period": "2019-t09-9t",
        "sent_on": SENT,
        "reply_due": DUE,
        "state": State.SENT.value,
        **facts,
    }
    if given["state"] in REPLIED:
        given = {"outcome": "explained", "answer": "Đã có hướng dẫn.", "answered_on": DUE, **given}
    made = Recommendation.objects.create(
        unit=unit, addressee=addressee, text=text, folded=fold(text), **given
    )
    make_step(made, Move.SEND, on=made.sent_on, unit=unit)
    if made.answered_on:
        facts = {"outcome": made.outcome, "note": made.answer, "due": made.reply_due}
        make_step(made, Move.ANSWER, on=made.answered_on, unit=addressee, **facts)
    return made


def make_step(recommendation: Recommendation, move: str, *, on: date, unit: Unit, **facts: Any) -> Step:
    return Step.objects.create(recommendation=recommendation, move=move, unit=unit, on=on, at=now(), **facts)
