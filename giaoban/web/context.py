"""The shell around every page: unit and period in the bar, what the actor may open at the left."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from giaoban.accounts import access
from giaoban.accounts.labels import ROLE_LABELS
from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.core.counting import Statement, statement_of
from giaoban.core.dates import last_day, today
from giaoban.core.refusals import Hidden
from giaoban.core.registries import NavEntry, navigation
from giaoban.core.text import sort_key
from giaoban.organisations.coordinates import Coordinates, of_unit
from giaoban.organisations.models import Unit
from giaoban.organisations.queries.naming import load_names
from giaoban.periods import rules as periods
from giaoban.periods.rules import Period
from giaoban.web.navigation import GROUPS


@dataclass(frozen=True, slots=True)
class ShellUnit:
    code: str
    name: str
    superior_name: str


@dataclass(frozen=True, slots=True)
class ShellPeriod:
    """`inline` is the label inside a sentence: "tháng 9 và 9 tháng năm 2019"."""

    code: str
    label: str
    inline: str


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    current: bool
    count: int | None = None
    hot: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    label: str
    items: Sequence[NavItem]


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything base.html needs; pages without coordinates have no unit and no period."""

    switch_url: str
    unit: ShellUnit | None = None
    period: ShellPeriod | None = None
    units: Sequence[tuple[str, str, bool]] = ()
    periods: Sequence[tuple[str, str, bool]] = ()
    nav: Sequence[NavGroup] = ()
    user_label: str = ""
    role_label: str = ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Built once for a request, when something first reads it: panels are templates of their own."""
    if not hasattr(request, "shell"):
        request.shell = SimpleLazyObject(lambda: build(request))  # type: ignore[attr-defined]
    return {"shell": request.shell}  # type: ignore[attr-defined]


def signed_in(request: HttpRequest) -> User:
    """The person of a page behind the sign-in; the middleware let nobody else through."""
    user = request.user
    if not isinstance(user, User):
        raise Hidden("user")
    return user


def build(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    switch_url = reverse("switch_coordinates")
    if not isinstance(user, User):
        return Shell(switch_url)
    coordinates = coordinates_of(request, user)
    if coordinates is None:
        return Shell(switch_url, user_label=str(user))
    roles = held_roles(user)
    period, language = coordinates.period, get_language() or "vi"
    return Shell(
        switch_url,
        user_label=str(user),
        role_label=role_label(roles, coordinates.unit_id),
        unit=ShellUnit(coordinates.code, own_name(coordinates), coordinates.superior_name),
        period=shell_period(period, language),
        units=unit_choices(roles, coordinates),
        periods=[(p.code, p.label(language), p.code == period.code) for p in periods.around(period)],
        nav=navigation_for(request, user, coordinates) or at_home(request, user),
    )


def shell_period(period: Period, language: str) -> ShellPeriod:
    label = period.label(language)
    inline = label[0].lower() + label[1:] if language == "vi" else label
    return ShellPeriod(period.code, label, inline)


def coordinates_of(request: HttpRequest, user: User) -> Coordinates | None:
    """Those of the address, else (pages without a prefix) the home unit in the current period."""
    resolved: Coordinates | None = getattr(request, "coordinates", None)
    return resolved or home_coordinates(user)


def home_coordinates(user: User) -> Coordinates | None:
    """The unit of the account, else of its first grant, in the period that runs.

    A unit that has ended opens on its last period; a demonstration opens on the period it tells of.
    """
    unit_id = user.home_unit_id or next((unit for unit, _role in held_roles(user)), None)
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id is not None else None
    if unit is None:
        return None
    told = Period.parse(settings.GIAOBAN_PERIOD) if settings.GIAOBAN_PERIOD else None
    if told is not None and (opened := of_unit(unit.pk, told)) is not None:
        return opened
    return of_unit(unit.pk, periods.current(min(today(), last_day(unit.ends) or today())))


def held_roles(user: User) -> list[tuple[int, str]]:
    """(unit, role) of the grants in force today, in the order they were given."""
    return access.held(user)


def role_label(roles: list[tuple[int, str]], unit_id: int) -> str:
    """The role on this unit, else any: what the person is here as."""
    here = [role for unit, role in roles if unit == unit_id] or [role for _unit, role in roles]
    return str(ROLE_LABELS[Role(here[0])]) if here else ""


def unit_choices(roles: list[tuple[int, str]], coordinates: Coordinates) -> list[tuple[str, str, bool]]:
    """The units the person holds a grant on that are in force in the period, and the one in the bar."""
    wanted = {unit for unit, _role in roles} | {coordinates.unit_id}
    names, on = load_names(wanted), coordinates.on
    called = [
        (unit_id, name)
        for unit_id in wanted
        for name, _short, starts, ends in names.spans(unit_id)
        if starts <= on < ends
    ]
    return [
        (names.codes[unit_id], name, unit_id == coordinates.unit_id)
        for unit_id, name in sorted(called, key=lambda pair: (sort_key(pair[1]), pair[0]))
    ]


def own_name(coordinates: Coordinates) -> str:
    """The unit's name under its superior's: "Ban Tổ chức" below "Tỉnh ủy Thái Bình"."""
    short = coordinates.unit_name.removesuffix(coordinates.superior_name).strip(" ,")
    return short or coordinates.unit_name


def navigation_for(request: HttpRequest, user: User, coordinates: Coordinates) -> list[NavGroup]:
    shown = sorted(
        (e for e in navigation if user.can(e.permission, coordinates.unit_id, on=coordinates.on)),
        key=lambda entry: (list(GROUPS).index(entry.group), entry.order),
    )
    counts = tallied(shown, user, coordinates)
    return [
        NavGroup(str(GROUPS[group]), [nav_item(request, entry, counts, coordinates) for entry in entries])
        for group, entries in groupby(shown, key=lambda entry: entry.group)
    ]


def tallied(entries: Sequence[NavEntry], user: User, at: Coordinates) -> dict[str, tuple[int, bool]]:
    """What waits in each room, all of them in one query; rooms where nothing waits are left out."""
    found = counting(entries, user, at).counts()
    shown = {entry.code: (found.get(f"hot {entry.code}", 0), found.get(entry.code, 0)) for entry in entries}
    return {code: (late or waiting, bool(late)) for code, (late, waiting) in shown.items() if late or waiting}


def counting(entries: Sequence[NavEntry], user: User, at: Coordinates) -> Statement:
    """The statement that counts for the menu, written anew when rights, the tree or the day differ.

    Writing it costs five times what the database needs to answer it.
    """
    codes = [entry.code for entry in entries]
    facts = repr((codes, access.standing(user, at.unit_id), at.unit_id, at.on, today()))
    kept, key = caches["statements"], hashlib.sha256(facts.encode()).hexdigest()
    found: Statement | None = kept.get(key)
    if found is None:
        found = written(entries, user, at)
        kept.set(key, found)
    return found


def written(entries: Sequence[NavEntry], user: User, at: Coordinates) -> Statement:
    asked = {
        entry.code: tally
        for entry in entries
        if entry.count is not None and (tally := entry.count(user, at.unit_id, at.on)) is not None
    }
    hot = {f"hot {code}": tally.hot for code, tally in asked.items() if tally.hot is not None}
    return statement_of({code: tally.waiting for code, tally in asked.items()} | hot)


def at_home(request: HttpRequest, user: User) -> list[NavGroup]:
    """On a page of a unit that gave the reader no role, the way back to the own unit."""
    home = home_coordinates(user)
    return navigation_for(request, user, home) if home is not None else []


def nav_item(
    request: HttpRequest, entry: NavEntry, counts: Mapping[str, tuple[int, bool]], coordinates: Coordinates
) -> NavItem:
    kwargs = {} if entry.plain else {"unit_code": coordinates.code, "period_code": coordinates.period.code}
    url = reverse(entry.url_name, kwargs=kwargs)
    count, hot = counts.get(entry.code, (None, False))
    home = entry.code == "period_file"
    current = request.path == url if home else request.path.startswith(url)
    return NavItem(str(entry.label), url, current, count, hot)
