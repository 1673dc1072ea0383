"""Printed books of both directions are opened again by who may read the book itself."""

from datetime import date

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.queries.arrivals import book, sees_classed
from giaoban.correspondence.queries.numbers import numbers_of

INCOMING_BOOK, OUTGOING_BOOK = "correspondence.incoming_book", "correspondence.outgoing_book"


def may_read_incoming(actor: Actor, unit_id: int, _on: date, secrecy: str) -> bool:
    """Lines of classed papers stand in it only for who may see such lines."""
    try:
        book(actor, unit_id)
    except Hidden:
        return False
    return secrecy == Secrecy.NORMAL or sees_classed(actor, unit_id)


def may_read_outgoing(actor: Actor, unit_id: int, _on: date, secrecy: str) -> bool:
    """The words of classed papers stand in it likewise."""
    try:
        numbers_of(actor, unit_id)
    except Hidden:
        return False
    return secrecy == Secrecy.NORMAL or sees_classed(actor, unit_id)
