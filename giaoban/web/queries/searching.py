"""What the search page shows: the question read, narrowed by plain links, ways out when nothing is found.

Every narrowing is a parameter of the address: `q` words, `loai` kind, `don_vi` unit, `ky` period, `tu` and
`den` days, `hieu_luc` in force only; with `dung` unit and period are meant alone, without what is below them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.forms import HouseDateField
from giaoban.core.registries import findables
from giaoban.core.text import clean, fold
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.queries import lines_of, subtree_ids
from giaoban.organisations.queries.ever import names_of_visible, superiors_of_visible
from giaoban.periods import rules as periods
from giaoban.search import queries
from giaoban.search.models import SavedSearch

LONGEST, FACETS, PLACES = 200, 8, 5
_AT = re.compile(r"^(?P<words>.*?)\s*(?<![^\W_])tại\s+(?P<place>\S.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the address asks for."""

    text: str = ""
    kind: str = ""
    unit_id: int | None = None
    period: str = ""
    since: date | None = None
    until: date | None = None
    in_force: bool = False
    alone: bool = False
    page: int = 1
    fault: str = ""

    def query(self, **changes: Any) -> str:
        """The part of an address after the question mark; always in one order, empty parts left out."""
        its = replace(self, page=changes.pop("page", 1), **changes)
        query = QueryDict(mutable=True)
        for name, value in (
            ("q", its.text),
            ("loai", its.kind),
            ("don_vi", str(its.unit_id or "")),
            ("ky", its.period),
            ("tu", vi(its.since) if its.since else ""),
            ("den", vi(its.until) if its.until else ""),
            ("hieu_luc", "1" if its.in_force else ""),
            ("dung", "1" if its.alone and (its.unit_id or its.period) else ""),
            ("trang", str(its.page) if its.page > 1 else ""),
        ):
            if value:
                query[name] = value
        return query.urlencode()

    @property
    def asks(self) -> bool:
        return bool(self.text or self.unit_id or self.period or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Link:
    label: Any
    query: str
    count: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    title: Any
    links: tuple[Link, ...]


Shown = tuple[queries.Group, tuple[tuple[queries.Result, str, str], ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """`chosen` are narrowings that stand, each with the address without it; `places` units named by "tại";
    beside a result its address and, when another one has the same title, what its unit belongs to."""

    terms: Terms
    found: queries.Found
    groups: tuple[Shown, ...]
    chosen: tuple[Link, ...]
    facets: tuple[Facet, ...]
    hints: tuple[Link, ...]
    places: tuple[str, ...]
    saved: tuple[SavedSearch, ...]
    removed: SavedSearch | None
    query: str


def read_terms(given: QueryDict) -> Terms:
    """The address as terms; what cannot be read is left out, and a day that is none is said."""
    fault = ""
    days: dict[str, date | None] = {}
    for name in ("tu", "den"):
        try:
            days[name] = HouseDateField(required=False).clean(clean(given.get(name, ""))[:20])
        except ValidationError as wrong:
            days[name], fault = None, " ".join(wrong.messages)
    since, until = days["tu"], days["den"]
    if since and until and until < since:
        fault = _("Ngày cuối %(last)s đứng trước ngày đầu %(first)s.") % {
            "last": vi(until),
            "first": vi(since),
        }
        since = until = None
    text, period = clean(given.get("q", ""))[:LONGEST], _code(given.get("ky", ""))
    if not period and not text.isdecimal() and (named := periods.asked(text)) and not named[1]:
        text, period = "", named[0].code  # "quý 3 2019" alone is a narrowing
    return Terms(
        text=text,
        kind=given.get("loai", "") if given.get("loai", "") in findables else "",
        unit_id=_number(given.get("don_vi", ""), 18) or None,
        period=period,
        since=since,
        until=until,
        in_force=given.get("hieu_luc", "") == "1",
        alone=given.get("dung", "") == "1",
        page=_number(given.get("trang", ""), 5) or 1,
        fault=fault,
    )


def search_page(actor: Actor, at: Coordinates, terms: Terms, removed_id: int = 0) -> Page:
    """One page of the search for somebody in a unit and period."""
    home = home_of(actor, at.on)
    words, places = _placed(terms, at.on)
    found = queries.find(
        actor,
        words,
        at.on,
        kinds=[terms.kind] if terms.kind else (),
        narrowed=_narrowed(terms, [unit for unit, _name in places], at.on),
        home=home,
        page=terms.page,
    )
    named = [unit for unit, _count in found.units[: FACETS + 1]]
    names = names_of_visible(actor, [*named, terms.unit_id] if terms.unit_id else named, at.on)
    if terms.unit_id and terms.unit_id not in names:
        return search_page(actor, at, replace(terms, unit_id=None), removed_id)
    above = above_of(actor, found, names, at.on)
    names |= {unit: f"{names[unit]}, {higher}" for unit, higher in above.items() if unit in names}
    own = list(queries.saved_of(actor))
    return Page(
        terms=terms,
        found=found,
        groups=shown_of(found, above, at),
        chosen=_chosen(terms, names),
        facets=_facets(terms, found, names),
        hints=_hints(terms, found),
        places=tuple(name for _unit, name in places),
        saved=tuple(one for one in own if one.removed_at is None),
        removed=next((one for one in own if one.pk == removed_id and one.removed_at is not None), None),
        query=terms.query(),
    )


def above_of(actor: Actor, found: queries.Found, names: dict[int, str], on: date) -> dict[int, str]:
    """What is above the units that another one is called like, among these names or the titles of a group."""
    twice = {name for name, count in Counter(names.values()).items() if count > 1}
    alike = {unit for unit, name in names.items() if name in twice}
    for group in found.groups:
        titles = Counter(result.title for result in group.results)
        alike |= {one.unit_id for one in group.results if one.unit_id is not None and titles[one.title] > 1}
    return superiors_of_visible(actor, alike, on) if alike else {}


def shown_of(found: queries.Found, above: dict[int, str], at: Coordinates) -> tuple[Shown, ...]:
    """Each result with its address in the period of the page and what is above its unit."""
    return tuple(
        (group, tuple((one, _address(one, at), above.get(one.unit_id or 0, "")) for one in group.results))
        for group in found.groups
    )


def home_of(actor: Actor, on: date) -> queries.Home | None:
    home = getattr(actor, "home_unit_id", None)
    return None if home is None else queries.Home(home, tuple(lines_of(home, on)))


def _placed(terms: Terms, on: date) -> tuple[str, list[tuple[int, str]]]:
    """ "sắp xếp bộ máy tại Thái Bình": the words, and the units called so, to look in them and below."""
    match = _AT.match(terms.text)
    if match is None or not match["words"] or terms.unit_id or terms.kind == "unit":
        return terms.text, []
    units = queries.called("unit", match["place"], on, PLACES)
    return (match["words"], units) if units else (terms.text, [])


def _narrowed(terms: Terms, place_ids: Sequence[int], on: date) -> queries.Narrowed:
    units: Any = None
    if terms.unit_id:
        units = [terms.unit_id] if terms.alone else subtree_ids(terms.unit_id, on)
    elif place_ids:
        first, *others = [subtree_ids(unit, on) for unit in place_ids]
        units = first.union(*others) if others else first
    since, until = terms.since, terms.until
    codes: tuple[str, ...] = ()
    if terms.period:
        period = periods.Period.parse(terms.period)
        window = period.window()
        codes = (period.code,) if terms.alone else periods.within(period)
        since, until = since or window.starts, until or window.last_day
    return queries.Narrowed(units, codes, since, until, terms.in_force)


def _address(result: queries.Result, at: Coordinates) -> str:
    then = ""
    if result.lapsed_on is not None:
        last = result.lapsed_on - timedelta(days=1)
        then = periods.current(last).code if last >= date(1900, 1, 1) else ""
    return result.address(at.code, at.period.code, then)


# --- narrowing by links -----------------------------------------------------------------------------------


def _chosen(terms: Terms, names: dict[int, str]) -> tuple[Link, ...]:
    found = []
    if terms.kind:
        found.append(Link(findables[terms.kind].label, terms.query(kind="")))
    if terms.unit_id:
        found.append(Link(names[terms.unit_id], terms.query(unit_id=None)))
    if terms.period:
        found.append(Link(_label(terms.period), terms.query(period="")))
    if terms.since:
        found.append(Link(_("từ %(day)s") % {"day": vi(terms.since)}, terms.query(since=None)))
    if terms.until:
        found.append(Link(_("đến %(day)s") % {"day": vi(terms.until)}, terms.query(until=None)))
    if terms.in_force:
        found.append(Link(_("còn hiệu lực"), terms.query(in_force=False)))
    return tuple(found)


def _facets(terms: Terms, found: queries.Found, names: dict[int, str]) -> tuple[Facet, ...]:
    facets = []
    if not terms.kind and len(found.groups) > 1:
        kinds = tuple(
            Link(group.label, terms.query(kind=group.kind), group.count, group.more) for group in found.groups
        )
        facets.append(Facet(_("Loại"), kinds))
    units = tuple(
        Link(names[unit], terms.query(unit_id=unit, alone=True), count, found.more)
        for unit, count in found.units[:FACETS]
        if unit in names
    )
    if not terms.unit_id and len(units) > 1:
        facets.append(Facet(_("Đơn vị"), units))
    known = tuple(
        Link(_label(code), terms.query(period=code, alone=True), count, found.more)
        for code, count in found.periods[:FACETS]
        if _code(code)
    )
    if not terms.period and known:
        facets.append(Facet(_("Kỳ công tác"), known))
    if not terms.in_force and 0 < found.in_force < found.total:
        only = Link(_("Còn hiệu lực"), terms.query(in_force=True), found.in_force, found.more)
        facets.append(Facet(_("Hiệu lực"), (only,)))
    return tuple(facets)


def _hints(terms: Terms, found: queries.Found) -> tuple[Link, ...]:
    """A period that the words name, as a narrowing; and, when nothing was found, ways out."""
    hints = []
    named = None if terms.period else periods.asked(terms.text)
    if named is not None:
        period, rest = named
        label = _("Lọc theo kỳ: %(period)s") % {"period": _label(period.code)}
        hints.append(Link(label, terms.query(text=rest, period=period.code, alone=False)))
    if found.total or not terms.asks:
        return tuple(hints)
    plain = fold(terms.text)
    if plain != terms.text.lower():
        hints.append(Link(_("Bỏ dấu: %(words)s") % {"words": plain}, terms.query(text=plain)))
    words = terms.text.split()
    if len(words) > 1:
        longest = sorted(words, key=len)[-1]
        hints.append(Link(_("Chỉ tìm: %(word)s") % {"word": longest}, terms.query(text=longest)))
    if terms.query() != Terms(text=terms.text).query():
        hints.append(Link(_("Bỏ mọi bộ lọc"), Terms(text=terms.text).query()))
    return tuple(hints)


def _label(code: str) -> str:
    return periods.Period.parse(code).label(get_language() or "vi")


def _code(code: str) -> str:
    try:
        return periods.Period.parse(code).code
    except periods.NotAPeriodError:
        return ""


def _number(text: str, digits: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else 0
