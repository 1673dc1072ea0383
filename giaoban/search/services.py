"""Writing the index: rooms hand over plain documents, this room folds and stores them.

The index is made from the rooms' own rows and can be rebuilt at any time; it is never the truth.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import transaction

from giaoban.core.dates import OPEN
from giaoban.core.registries import findables
from giaoban.core.secrecy import Secrecy


@dataclass(frozen=True, slots=True)
class Document:
    """One findable thing during [starts, ends).

    `url` may hold "{period}", filled with the period code in the reader's bar. A thing whose name changed is
    several documents with one `object_id` and different `starts`. `public` documents are shown to everybody
    who is signed in; others to those who hold the permission of the kind's Findable on `unit_id`.
    """

    kind: str
    object_id: int
    title: str
    url: str
    starts: date
    ends: date = OPEN
    unit_id: int | None = None
    body: str = ""
    secrecy: str = Secrecy.NORMAL.value
    public: bool = False
