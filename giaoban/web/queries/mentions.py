"""Where reports, conferences and tasks write the symbol of a document, as far as the reader may find them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from giaoban.core.actors import Actor
from giaoban.directives.models import Document
from giaoban.directives.queries import visible_to
from giaoban.organisations.coordinates import Coordinates
from giaoban.search import queries
from giaoban.search.rules import symbols
from giaoban.web.queries.searching import Shown, above_of, home_of, shown_of

KINDS = ("report", "conference", "programme", "task", "recommendation")


@dataclass(frozen=True, slots=True)
class Mentions:
    """`query` finds the same on the search page; `shared` when another document bears the symbol."""

    groups: tuple[Shown, ...]
    query: str
    shared: bool


def mentions_of(actor: Actor, document: Document, at: Coordinates) -> Mentions | None:
    """None for a document without a symbol, and for a stub, of which nothing is told."""
    written = [] if document.stub else symbols(document.symbol)
    if not written:
        return None
    found = queries.find(actor, written[0], at.on, kinds=KINDS, home=home_of(actor, at.on))
    alike = visible_to(actor).filter(symbol_key=document.symbol_key).exclude(pk=document.pk)
    return Mentions(
        shown_of(found, above_of(actor, found, {}, at.on), at),
        urlencode({"q": written[0]}),
        shared=bool(found.groups) and alike.exists(),
    )
