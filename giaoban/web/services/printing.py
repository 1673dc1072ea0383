"""Sheets of a period's file are printed: each bears the code of that very list, dated."""

from datetime import date

from django.utils.translation import override

from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.correspondence.services import Made, print_made
from giaoban.organisations.coordinates import Coordinates
from giaoban.web.models import ClosedFile
from giaoban.web.queries.facts import Facts
from giaoban.web.queries.papers import entries, papers
from giaoban.web.queries.period_file import PeriodFile
from giaoban.web.queries.rows import TITLES
from giaoban.web.queries.sheets import brief_paper, contents_paper
from giaoban.web.rules import Step
from giaoban.web.services import KIND

CONTENTS, BRIEF, BRIEF_LATE = "web.contents", "web.brief", "web.brief_late"


def print_brief(*, actor: Actor, page: PeriodFile) -> bytes:
    """With the units that are late where the page names them. The caller asked for the right to see it."""
    at, unit_id = page.coordinates, page.facts.lines[-1]
    paper = brief_paper(at, page.steps, page.calls, page.uncalled)
    kind = BRIEF_LATE if page.calls else BRIEF
    return print_made(actor=actor, made=Made(kind, unit_id, unit_id, paper, seen_on=at.on), form="pdf")


def print_contents(*, actor: Actor, at: Coordinates, facts: Facts, closed: ClosedFile | None) -> bytes:
    """The mục lục as it was closed, the very version that lies in the package; else as it stands today."""
    unit_id = facts.lines[-1]
    if closed is None:
        with override("vi"):
            paper = contents_paper(at, entries(papers(actor, at, facts)), now())
        made = Made(CONTENTS, unit_id, unit_id, paper, seen_on=at.on)
    else:
        rows = [
            (
                row["number"],
                date.fromisoformat(row["day"]) if row["day"] else None,
                row["summary"],
                str(TITLES[Step(row["step"])]),
            )
            for row in closed.contents
        ]
        made = Made(KIND, closed.pk, closed.unit_id, contents_paper(at, rows, closed.closed_at))
    return print_made(actor=actor, made=made, form="pdf")
