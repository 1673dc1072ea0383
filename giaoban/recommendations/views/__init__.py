"""Pages of the upward road."""

from giaoban.recommendations.views.answering import answer
from giaoban.recommendations.views.lists import register
from giaoban.recommendations.views.record import (
    add,
    detail,
    forward,
    receive,
    unclear,
    understand,
    withdraw,
)

__all__ = [
    "add",
    "answer",
    "detail",
    "forward",
    "receive",
    "register",
    "unclear",
    "understand",
    "withdraw",
]
