"""Which printed lists of this room there are, and who may open them again."""

from giaoban.core.registries import ListGuard, list_guards
from giaoban.correspondence.queries.book_guards import (
    INCOMING_BOOK,
    OUTGOING_BOOK,
    may_read_incoming,
    may_read_outgoing,
)

list_guards.add(ListGuard(INCOMING_BOOK, may_read_incoming))
list_guards.add(ListGuard(OUTGOING_BOOK, may_read_outgoing))
