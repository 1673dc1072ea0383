"""What confirming a sheet writes: every row through the door of its room, in the caller's transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.notices.contacts import ContactFacts, set_contact
from giaoban.organisations.rules import Decision, NewUnit
from giaoban.organisations.services import establish_units
from giaoban.people.rules import PostFacts
from giaoban.people.services import add_person, appoint
from giaoban.web.setup.rules import Checked, Line, NewContact, NewPost, NewUnitRow, Sheet, Verdict, in_order

Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """A checked sheet on its way into the house."""

    sheet: Sheet
    rows: Sequence[Checked[Any]]
    decision: Line
    title: str


def write(actor: Actor, work: Work, report: Report) -> int:
    """Write every row that is new or replaces; gives their number. `report` is told how many are done."""
    plans: list[Any] = [row.plan for row in work.rows if row.verdict in (Verdict.NEW, Verdict.REPLACE)]
    match work.sheet:
        case Sheet.UNITS:
            write_units(actor, plans, decision_of(work.decision, work.title), report)
        case Sheet.PEOPLE:
            write_people(actor, plans, report)
        case _:
            write_contacts(actor, plans, report)
    return len(plans)


def decision_of(line: Line, title: str) -> Decision:
    """The paper of the sheet; without a number the sheet itself is the source (ghi sổ ban đầu)."""
    decided_on = line.cells.get("decided_on")
    effective_on = cast(date, line.cells["effective_on"])  # the check refuses a sheet without its first day
    number = line.text("number")
    return Decision(
        effective_on=effective_on,
        number=number,
        decided_on=decided_on if isinstance(decided_on, date) else None,
        source=line.text("source") or _("Ghi sổ ban đầu từ tệp “%(file)s”") % {"file": title},
        note=_("Ghi sổ ban đầu"),
    )


def write_units(actor: Actor, plans: Iterable[NewUnitRow], decision: Decision, report: Report) -> None:
    """Level by level, because a door takes parents that exist; one decision is recorded for each level."""
    levels: dict[int, list[NewUnitRow]] = {}
    depth: dict[str, int] = {}
    for plan in in_order(plans):
        depth[plan.code] = 0 if isinstance(plan.parent, int) else depth[plan.parent] + 1
        levels.setdefault(depth[plan.code], []).append(plan)
    ids: dict[str, int] = {}
    for _depth, ready in sorted(levels.items()):
        new = [
            NewUnit(
                code=plan.code,
                kind=plan.kind,
                name=plan.name,
                short_name=plan.short_name,
                name_en=plan.name_en,
                parent_id=plan.parent if isinstance(plan.parent, int) else ids[plan.parent],
                established_on=plan.established_on,
            )
            for plan in ready
        ]
        outcome = establish_units(actor=actor, decision=decision, new=new)
        ids.update(zip((plan.code for plan in ready), outcome.plan.begins, strict=True))
        report(len(ids))


def write_people(actor: Actor, plans: Iterable[NewPost], report: Report) -> None:
    """A new person comes with the first post of theirs; the others are appointments."""
    persons: dict[str, int] = {}
    for count, plan in enumerate(plans, start=1):
        post = PostFacts(
            unit_id=plan.unit_id,
            title=plan.title,
            kind=plan.kind,
            starts=plan.starts,
            ends=plan.ends,
            public=plan.public,
            decision=plan.decision,
            decided_on=plan.decided_on,
            source=plan.source,
        )
        person_id = plan.person_id or persons.get(plan.group)
        if person_id is not None:
            appoint(actor=actor, person_id=person_id, post=post)
        else:
            person = add_person(
                actor=actor,
                full_name=plan.full_name,
                birth_year=plan.birth_year,
                post=post,
                confirmed=True,  # the preview showed the namesakes
            )
            persons[plan.group] = person.pk
        report(count)


def write_contacts(actor: Actor, plans: Iterable[NewContact], report: Report) -> None:
    for count, plan in enumerate(plans, start=1):
        facts = ContactFacts(
            unit_id=plan.unit_id,
            field=plan.field,
            name=plan.name,
            title=plan.title,
            telephone=plan.telephone,
            email=plan.email,
        )
        set_contact(actor=actor, facts=facts, starts=plan.starts)
        report(count)
