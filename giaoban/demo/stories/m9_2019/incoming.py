"""Papers that arrived in September: with bút phê, one of them late, some that wait, some settled."""

from datetime import date
from typing import Any

from giaoban.accounts.models import User
from giaoban.correspondence import services as correspondence
from giaoban.correspondence.rules.arriving import ArrivalFacts
from giaoban.demo.stories.m9_2019.books import FACTS
from giaoban.demo.stories.stage import Stage, facts_of
from giaoban.directives.models import Document
from giaoban.organisations.models import Department


def entered(stage: Stage, request: Document | None) -> dict[str, int]:
    """Every line of the books by its key; `request` is the Centre's letter that asks for the report."""
    return {line["key"]: _entered(stage, line, request) for line in facts_of(FACTS)["arrivals"]}


def _entered(stage: Stage, line: dict[str, Any], request: Document | None) -> int:
    known = request if line.get("registered") else None
    with stage.at(line["at"]) as when:
        arrival = correspondence.enter(
            actor=stage.player(line["by"]),
            unit_id=stage.unit(line["unit"]),
            facts=ArrivalFacts(
                arrived_on=when.date(),
                issuer=line["issuer"],
                symbol=line.get("symbol", ""),
                type=line["type"],
                issued_on=date.fromisoformat(line["issued_on"]),
                summary=known.summary if known is not None else line["summary"],
                urgency=line.get("urgency", ""),
                due=day_of(line.get("due")),
                document_id=known.pk if known is not None else None,
            ),
        )
    if "remark" in line:
        _remarked(stage, arrival.pk, arrival.unit_id, line["remark"])
    if "settled" in line:
        settled = line["settled"]
        with stage.at(settled["at"]):
            correspondence.settle(
                actor=stage.player(settled["by"]), arrival_id=arrival.pk, note=settled["note"]
            )
    return arrival.pk


def _remarked(stage: Stage, arrival_id: int, unit_id: int, line: dict[str, Any]) -> None:
    with stage.at(line["at"]):
        correspondence.remark(
            actor=stage.player(line["by"]),
            arrival_id=arrival_id,
            text=line["text"],
            department_id=department(unit_id, line["department"]),
            officer_id=User.objects.get(username=line["officer"]).pk,
            due=day_of(line["due"]),
            make_task=line.get("task", False),
        )


def department(unit_id: int, name: str) -> int:
    return Department.objects.get(unit_id=unit_id, name__startswith=name).pk


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
