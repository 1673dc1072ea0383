"""The sheet of persons: one row is one post; a person with several posts stands on several rows.

Who is the same person: the same name with the same year of birth, or the same name in the same unit when
one of the two years is not known. The connected zone takes only what is published (`daily.md` §9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.core.dates import OPEN
from giaoban.core.text import canonical
from giaoban.people.rules import Held, PostKind, clash, zone_holds
from giaoban.web.setup.rules.rows import Checked, Fault, Finder, KnownUnit, Line, Problem, Verdict

LENGTHS = {"full_name": 120, "title": 200, "decision": 120, "source": 300}
NEEDED = ("full_name", "unit", "title", "starts")
EARLIEST_BIRTH = 1900


@dataclass(frozen=True, slots=True)
class Holding:
    """A post that the house holds: `title` is its duplicate key."""

    id: int
    unit_id: int
    title: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class KnownPerson:
    id: int
    name_key: str
    birth_year: int | None
    posts: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to write, of a person of the house or a new one; rows with one `group` are one person."""

    group: str
    person_id: int | None
    full_name: str
    birth_year: int | None
    unit_id: int
    title: str
    kind: str
    starts: date
    ends: date
    public: bool
    decision: str
    decided_on: date | None
    source: str


@dataclass(slots=True, eq=False)
class _Group:
    """One person of the sheet as it is read: posts so far, with the row that gave each."""

    key: str
    birth_year: int | None
    units: set[int]
    known: KnownPerson | None
    posts: list[tuple[Held, int, Holding | None]]


@dataclass(frozen=True, slots=True)
class PeopleBounds:
    """What the check is made against: the zone, the day, and the words of the two list columns."""

    zone: str
    today: date
    kinds: Mapping[str, str]
    yes_no: Mapping[str, str]


def check_people(
    lines: Sequence[Line], *, finder: Finder, known: Sequence[KnownPerson], bounds: PeopleBounds
) -> list[Checked[NewPost]]:
    """Verdicts in the order of the sheet.

    >>> house = Finder([KnownUnit(1, "btc", "Ban Tổ chức", "x", None, date(2018, 1, 1))])
    >>> kinds, yes_no = {"chuyên viên": "staff"}, {"có": "1", "không": "0"}
    >>> bounds = PeopleBounds("independent", date(2019, 9, 30), kinds, yes_no)
    >>> cells = {"full_name": "Lê Thị Hoà", "unit": "btc", "title": "Chuyên viên", "starts": date(2019, 1, 1)}
    >>> rows = check_people([Line(8, cells), Line(9, {**cells, "full_name": "Lê Thị Hòa"})],
    ...                     finder=house, known=[], bounds=bounds)
    >>> [row.verdict.value for row in rows], rows[1].problems[0].fault.value
    (['new', 'error'], 'double')
    """
    by_name: dict[str, list[KnownPerson]] = {}
    for person in known:
        by_name.setdefault(person.name_key, []).append(person)
    groups: dict[str, list[_Group]] = {}
    return [_check(line, finder, by_name, groups, bounds) for line in lines]


def _check(
    line: Line,
    finder: Finder,
    by_name: Mapping[str, Sequence[KnownPerson]],
    groups: dict[str, list[_Group]],
    bounds: PeopleBounds,
) -> Checked[NewPost]:
    problems: list[Problem] = []
    notes: list[Problem] = []
    line.need(NEEDED, problems)
    line.fit(LENGTHS, problems)
    unit = finder.one(line, "unit", problems)
    kind = line.choose("kind", bounds.kinds, problems) or PostKind.OTHER.value
    public = line.choose("public", bounds.yes_no, problems) == "1" or not line.text("public")
    year = _year(line, bounds.today, problems)
    starts, ends = _days(line, problems)
    decided_on = line.day("decided_on", problems)
    if not zone_holds(bounds.zone, public=public, decided_on=decided_on, today=bounds.today):
        problems.append(Problem("public", Fault.NOT_PUBLISHED))
    elif public and decided_on is not None and decided_on > bounds.today:
        problems.append(Problem("decided_on", Fault.NOT_PUBLISHED))
    name = line.text("full_name")
    if unit is None or starts is None or not name or not line.text("title"):
        return Checked(line, Verdict.ERROR, tuple(problems), tuple(notes))
    group = _person((canonical(name), year), unit, by_name, groups, notes)
    held = Held(unit.id, canonical(line.text("title")), starts, ends)
    standing = _standing(group, held, problems)
    if not problems and standing is None:
        group.posts.append((held, line.row, None))
    if problems:
        return Checked(line, Verdict.ERROR, tuple(problems), tuple(notes))
    if standing is not None:
        return Checked(line, Verdict.SAME, (), tuple(notes), existing=standing.id)
    plan = NewPost(
        group=group.key,
        person_id=group.known.id if group.known else None,
        full_name=name,
        birth_year=group.birth_year,
        unit_id=unit.id,
        title=line.text("title"),
        kind=kind,
        starts=starts,
        ends=ends,
        public=public,
        decision=line.text("decision"),
        decided_on=decided_on,
        source=line.text("source"),
    )
    return Checked(line, Verdict.NEW, (), tuple(notes), plan)


def _year(line: Line, today: date, problems: list[Problem]) -> int | None:
    """A year of birth, or a whole day of birth of which only the year is kept."""
    value = line.cells.get("birth_year")
    if isinstance(value, date):
        value = value.year
    text = str(value if isinstance(value, int) else line.text("birth_year"))
    if not text:
        return None
    if text.isdecimal() and EARLIEST_BIRTH <= int(text) <= today.year:
        return int(text)
    values = {"first": str(EARLIEST_BIRTH), "last": str(today.year)}
    problems.append(Problem("birth_year", Fault.YEAR, values))
    return None


def _days(line: Line, problems: list[Problem]) -> tuple[date | None, date]:
    """[starts, ends) from the first and the last day of the sheet; an empty last day is "đến nay"."""
    starts, last = line.day("starts", problems), line.day("ends", problems)
    ends = OPEN if last is None or last >= OPEN else last + timedelta(days=1)
    if starts is not None and starts >= ends:
        problems.append(Problem("ends", Fault.ENDS_FIRST))
    return starts, ends


def _person(
    named: tuple[str, int | None],
    unit: KnownUnit,
    by_name: Mapping[str, Sequence[KnownPerson]],
    groups: dict[str, list[_Group]],
    notes: list[Problem],
) -> _Group:
    """The person of this row: one of the sheet so far, of the house, or a new one; namesakes are noted."""
    name_key, year = named
    namesakes = groups.setdefault(name_key, [])
    for group in namesakes:
        if _same(year, group.birth_year, together=unit.id in group.units):
            group.units.add(unit.id)
            group.birth_year = group.birth_year or year
            return group
    house = by_name.get(name_key, ())
    same = (p for p in house if _same(year, p.birth_year, together=unit.id in _units(p)))
    known = next(same, None)
    if known is None and (namesakes or house):
        notes.append(Problem("full_name", Fault.NAMESAKE, {"count": str(len(namesakes) + len(house))}))
    posts: list[tuple[Held, int, Holding | None]] = []
    if known is not None:
        posts += [(Held(p.unit_id, p.title, p.starts, p.ends), 0, p) for p in known.posts]
    units = {unit.id} | (_units(known) if known else set())
    born = year or (known.birth_year if known else None)
    group = _Group(f"{name_key}/{len(namesakes)}", born, units, known, posts)
    namesakes.append(group)
    return group


def _units(person: KnownPerson) -> set[int]:
    return {post.unit_id for post in person.posts}


def _same(one: int | None, other: int | None, *, together: bool) -> bool:
    """Whether two people of one name are one: by the year of birth, else by the unit.

    >>> _same(1970, 1970, together=False), _same(1970, None, together=True), _same(None, None, together=False)
    (True, True, False)
    >>> _same(1970, 1971, together=True)
    False
    """
    if one is not None and other is not None:
        return one == other
    return together


def _standing(group: _Group, held: Held, problems: list[Problem]) -> Holding | None:
    """The post of the house that this row repeats; one that only overlaps it, or another row, is an error."""
    found = clash(held, [post for post, _row, _standing in group.posts])
    if found is None:
        return None
    row, standing = next((row, standing) for post, row, standing in group.posts if post is found)
    if standing is None:
        problems.append(Problem("title", Fault.DOUBLE, {"row": str(row)}))
        return None
    if (held.starts, held.ends) == (standing.starts, standing.ends):
        return standing
    days = {"first": found.starts.isoformat(), "ends": found.ends.isoformat()}
    problems.append(Problem("starts", Fault.POST_CLASH, days))
    return None
