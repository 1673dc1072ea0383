"""The doors of the upward road: `send` begins it, each other door is one move of PROCESS."""

from giaoban.recommendations.services.answering import answer, forward, receive
from giaoban.recommendations.services.asking import close, send, withdraw

__all__ = ["answer", "close", "forward", "receive", "send", "withdraw"]
