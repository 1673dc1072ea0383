"""What the unit pages share: coordinates, the day of a page, addresses, pickers, who may change what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.forms import Choice, parse_day
from giaoban.organisations import queries
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.forms.paper import Finder, Lists, Picked
from giaoban.organisations.models import Hierarchy
from giaoban.organisations.placements import days
from giaoban.organisations.queries.base import in_english
from giaoban.organisations.queries.ever import find_ever, names_of_visible, tops
from giaoban.organisations.rules import Permission
from giaoban.organisations.services.work import require_change

PER_PAGE = 50
Crumb = tuple[str, str]


@dataclass(frozen=True)
class Here:
    """The request at its coordinates: who asks, as of which day, and addresses of this room."""

    request: HttpRequest
    actor: Actor
    place: Coordinates
    day: date

    def url(self, name: str, *, query: dict[str, Any] | None = None, **kwargs: Any) -> str:
        codes = {"unit_code": self.place.code, "period_code": self.place.period.code}
        address = reverse(f"organisations:{name}", kwargs={**codes, **kwargs})
        wanted = {key: value for key, value in (query or {}).items() if value not in {None, ""}}
        return f"{address}?{urlencode(wanted, doseq=True)}" if wanted else address

    def query_of(self, day: date) -> str:
        """The end of an address that keeps this day; empty for the period's own."""
        return "" if day == self.place.on else f"?{urlencode({'ngay': vi(day)})}"

    @property
    def query(self) -> str:
        return self.query_of(self.day)

    def unit_url(self, code: str, day: date | None = None, name: str = "unit") -> str:
        """The page of a unit; the day stands in the address only when it is not the period's own."""
        return self.url(name, code=code) + self.query_of(day or self.day)

    def crumbs(self, *more: Crumb) -> list[Crumb]:
        return [(_("Tổ chức"), self.url("register")), *more]

    @property
    def may_change_any(self) -> bool:
        return self.actor.can(Permission.CHANGE, on=self.day)


def here(request: HttpRequest, unit_code: str, period_code: str) -> Here:
    """The coordinates and the day of the address, else the period's reference day; Hidden when unknown."""
    place = resolve(request, unit_code, period_code)
    actor: Actor = request.user  # type: ignore[assignment]  # signed in: the middleware saw to it
    actor.require(Permission.VIEW)
    return Here(request, actor, place, day_of(request, place.on))


def day_of(request: HttpRequest, fallback: date) -> date:
    """The day in the address; what is no day is answered by the period's day, and the form says so."""
    try:
        return parse_day(request.GET.get("ngay", ""))
    except ValueError:
        return fallback


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("trang", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_of(total: int, number: int, per_page: int = PER_PAGE) -> Page[int]:
    """A page of Django's paginator over rows that a query has already cut."""
    return Paginator(range(total), per_page).page(number)


def hierarchies() -> list[Choice]:
    label = "label_en" if in_english() else "label"
    return list(Hierarchy.objects.order_by("pk").values_list("code", label))


def lists() -> Lists:
    return Lists(kinds=lambda: list(queries.kind_labels().items()), hierarchies=hierarchies)


def finder(at: Here, keys: Iterable[str] = ()) -> Finder:
    """Pickers: units of the day; when none fits, those of other times, which a door may refuse.

    `keys` are the units already chosen: all of them are read at once.
    """
    known = _picked(at, keys)

    def find(words: str, day: date) -> Sequence[Choice]:
        rows = queries.pick(at.actor, words, day, limit=20)
        if rows:
            return [(str(row.id), described(row)) for row in rows]
        return [
            (str(unit), _("%(name)s (hoạt động %(life)s)") % {"name": name, "life": days(starts, ends)})
            for unit, name, starts, ends in find_ever(at.actor, words)
        ]

    def get(key: str) -> Picked | None:
        if key not in known:
            known.update({key: None, **_picked(at, [key])})
        return known[key]

    def label_of(key: str) -> str:
        found = get(key)
        return "" if found is None else found.name

    return Finder(find, get, label_of, lambda day: at.url("pick", query={"ngay": vi(day)}))


def _picked(at: Here, keys: Iterable[str]) -> dict[str, Picked | None]:
    ids = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    return {
        str(unit): Picked(unit, name)
        for unit, name in (names_of_visible(at.actor, ids, at.day) if ids else {}).items()
    }


def described(row: queries.UnitRow) -> str:
    """Name, superior and code: communes of one name are told apart."""
    return " · ".join(part for part in (row.name, row.parent_name, row.code) if part)


def initial_of(form: Any, data: Any) -> dict[str, Any]:
    """What was typed, as initial values: the form is shown again as it was, without being judged yet."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def require_change_of(at: Here, unit: queries.UnitRow) -> None:
    """Hidden unless a decision about this unit may be recorded on the page's day (or its last one)."""
    last = unit.ends - timedelta(days=1)
    require_change(at.actor, unit.id, min(max(at.day, unit.starts), last))


def may_change(at: Here, unit_id: int, on: date, *, in_line: bool = True) -> bool:
    """Whether a decision about this unit may be recorded: what the doors ask, as a yes or no.

    A unit outside the Party line is the affair of whoever may change the top unit.
    """
    if in_line:
        return at.actor.can(Permission.CHANGE, unit_id, on=on)
    return all(at.actor.can(Permission.CHANGE, top, on=on) for top in tops(on))
