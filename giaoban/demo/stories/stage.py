"""What every chapter stands on: its facts, its players, units of the day, documents, chance that repeats.

`at` lets an act happen at its own moment; whatever is written inside carries that date.
"""

import json
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from giaoban.accounts import access
from giaoban.accounts.models import User
from giaoban.core.actors import Actor, System
from giaoban.core.dates import ZONE, told_at
from giaoban.demo.rules import SEED
from giaoban.directives.models import Document
from giaoban.organisations.models import Unit

FOLDER = Path(__file__).parents[1] / "data/stories"
INVENTED = "(nội dung minh họa)"
HOUSE = System("Dữ liệu minh họa")


@cache
def facts_of(code: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return read


def moment(text: str) -> datetime:
    """A moment of a data file, in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Stage:
    """One chapter while it is told."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.facts = facts_of(code)
        self.chance = random.Random(f"{SEED}:{code}")  # noqa: S311  invented figures, not secrets
        self._players: dict[str, User] = {}

    @contextmanager
    def at(self, when: str | datetime) -> Iterator[datetime]:
        told = moment(when) if isinstance(when, str) else when
        with told_at(told):
            yield told

    def player(self, username: str) -> Actor:
        """The person of the cast; a fresh one for each act, whose rights are read once, as in a request."""
        user = User.objects.get(username=username)
        access.open_memory(user)
        return user

    @cached_property
    def day(self) -> date:
        """The day of the chapter's structure: its conference."""
        return moment(self.facts["conference"]).date()

    def unit(self, code: str, on: date | None = None) -> int:
        return Unit.objects.on(on or self.day).get(code=code).pk

    def units(self, codes: Iterable[str], on: date | None = None) -> dict[str, int]:
        """Ids by code, in the order asked for."""
        wanted = list(codes)
        found = dict(Unit.objects.on(on or self.day).filter(code__in=wanted).values_list("code", "pk"))
        return {code: found[code] for code in wanted}

    def of_kind(self, *kinds: str, on: date | None = None) -> list[int]:
        units = Unit.objects.on(on or self.day).filter(kind_id__in=kinds)
        return list(units.order_by("code").values_list("pk", flat=True))

    def committees(self) -> list[int]:
        """Who sits at the points of a national conference: provinces, and committees under the Centre."""
        return self.of_kind(
            "provincial_committee", "military_committee", "police_committee", "central_bloc_committee"
        )

    def document(self, key: str) -> int:
        """A document of documents.json, by its key."""
        facts = next(line for line in facts_of("documents")["documents"] if line["key"] == key)
        return Document.objects.get(
            symbol=facts["symbol"], issuer=facts["issuer"], issued_on=date.fromisoformat(facts["issued_on"])
        ).pk
