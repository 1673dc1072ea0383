"""The sheet of contacts: whom to call in a unit about a field of work (`daily.md` §1, danh bạ đầu mối).

One contact for a unit and a field at a time: a new one takes over from the one that stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.core.text import canonical
from giaoban.web.setup.rules.rows import Checked, Fault, Finder, Line, Problem, Unreadable, Verdict

LENGTHS = {"name": 120, "title": 200, "telephone": 40, "email": 254}
NEEDED = ("unit", "name")


@dataclass(frozen=True, slots=True)
class KnownContact:
    """A contact in force today or later."""

    id: int
    unit_id: int
    field: str
    name: str
    title: str
    telephone: str
    email: str
    starts: date


@dataclass(frozen=True, slots=True)
class NewContact:
    unit_id: int
    field: str
    name: str
    title: str
    telephone: str
    email: str
    starts: date


@dataclass(frozen=True, slots=True)
class ContactBounds:
    """Words of the list of fields, the day an empty cell means, what a number and an address look like."""

    fields: Mapping[str, str]
    today: date
    is_telephone: Callable[[str], bool]
    is_email: Callable[[str], bool]


def check_contacts(
    lines: Sequence[Line], *, finder: Finder, known: Sequence[KnownContact], bounds: ContactBounds
) -> list[Checked[NewContact]]:
    """Verdicts in the order of the sheet."""
    standing: dict[tuple[int, str], list[KnownContact]] = {}
    for contact in known:
        standing.setdefault((contact.unit_id, contact.field), []).append(contact)
    seen: dict[tuple[int, str], int] = {}
    return [_check(line, finder, standing, seen, bounds) for line in lines]


def _check(
    line: Line,
    finder: Finder,
    standing: Mapping[tuple[int, str], Sequence[KnownContact]],
    seen: dict[tuple[int, str], int],
    bounds: ContactBounds,
) -> Checked[NewContact]:
    problems: list[Problem] = []
    line.need(NEEDED, problems)
    line.fit(LENGTHS, problems)
    unit = finder.one(line, "unit", problems)
    field = line.choose("field", bounds.fields, problems)
    starts = line.day("starts", problems) or bounds.today
    telephone, email = _reach(line, bounds, problems)
    if unit is None or problems:
        return Checked(line, Verdict.ERROR, tuple(problems))
    first = seen.setdefault((unit.id, field), line.row)
    if first != line.row:
        return Checked(line, Verdict.ERROR, (Problem("field", Fault.DOUBLE, {"row": str(first)}),))
    plan = NewContact(unit.id, field, line.text("name"), line.text("title"), telephone, email, starts)
    return _against(line, plan, standing.get((unit.id, field), ()))


def _reach(line: Line, bounds: ContactBounds, problems: list[Problem]) -> tuple[str, str]:
    telephone, email = line.text("telephone"), line.text("email").lower()
    if isinstance(line.cells.get("telephone"), int | Unreadable):
        # Excel keeps 0912345678 as the number 912345678; guessing the lost zero would be inventing.
        problems.append(Problem("telephone", Fault.PHONE_NUMBER, {"text": telephone}))
    elif telephone and not bounds.is_telephone(telephone):
        problems.append(Problem("telephone", Fault.PHONE_NUMBER, {"text": telephone}))
    if email and not bounds.is_email(email):
        problems.append(Problem("email", Fault.EMAIL, {"text": email}))
    if not telephone and not email:
        problems.append(Problem("telephone", Fault.MISSING))
    return telephone, email


def _against(line: Line, plan: NewContact, standing: Sequence[KnownContact]) -> Checked[NewContact]:
    for contact in standing:
        if contact.starts > plan.starts:
            values = {"name": contact.name, "day": contact.starts.isoformat()}
            return Checked(line, Verdict.ERROR, (Problem("starts", Fault.LATER_CONTACT, values),))
    if not standing:
        return Checked(line, Verdict.NEW, plan=plan)
    contact = standing[-1]
    if _values(contact) == _values(plan):
        return Checked(line, Verdict.SAME, existing=contact.id)
    note = Problem("name", Fault.REPLACES, {"name": contact.name})
    return Checked(line, Verdict.REPLACE, notes=(note,), plan=plan, existing=contact.id)


def _values(contact: KnownContact | NewContact) -> tuple[str, ...]:
    return (canonical(contact.name), canonical(contact.title), contact.telephone, contact.email)
