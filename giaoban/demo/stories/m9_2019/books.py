"""The books of numbers: terms, and series that begin in mid-term behind the last number on paper."""

from datetime import date

from giaoban.correspondence import services as correspondence
from giaoban.demo.stories.stage import Stage, facts_of

FACTS = "m9_2019_papers"


def opened(stage: Stage) -> None:
    for book in facts_of(FACTS)["books"]:
        unit_id = stage.unit(book["unit"])
        with stage.at(book["at"]):
            clerk = stage.player(book["by"])
            if "term" in book:
                term = book["term"]
                correspondence.declare_term(
                    actor=clerk,
                    unit_id=unit_id,
                    code=term["code"],
                    starts=date.fromisoformat(term["starts"]),
                    source=term["source"],
                )
            for kind, first in book["series"]:
                correspondence.open_series(actor=clerk, unit_id=unit_id, type=kind, first=first)


def cancelled(stage: Stage) -> None:
    """One number went to nothing: it stays in the book with its reason."""
    line = facts_of(FACTS)["cancelled"]
    with stage.at(line["at"]) as when:
        clerk = stage.player(line["by"])
        number = correspondence.give_number(
            actor=clerk,
            unit_id=stage.unit(line["unit"]),
            type=line["type"],
            on=when.date(),
            about=line["about"],
        )
        correspondence.cancel_number(actor=clerk, number_id=number.pk, reason=line["reason"])
