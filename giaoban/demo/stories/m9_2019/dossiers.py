"""Hồ sơ trình of September, one in each stage of the road, each step by who takes it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from giaoban.accounts.models import User
from giaoban.correspondence import queries
from giaoban.correspondence import services as correspondence
from giaoban.correspondence.models import Delivery, Dossier, Issue, Opinion, OpinionPoint
from giaoban.correspondence.queries import authoring
from giaoban.correspondence.rules import DossierFacts, IssueFacts, Organ
from giaoban.correspondence.rules.opinions import AnswerFacts, AskFacts, Point
from giaoban.correspondence.rules.organs import authority_of
from giaoban.correspondence.rules.states import Manner, Verdict
from giaoban.correspondence.rules.writing import read_text
from giaoban.correspondence.services.consulting import ask
from giaoban.correspondence.services.opinions import answer, respond
from giaoban.demo.stories.m9_2019.books import FACTS
from giaoban.demo.stories.m9_2019.incoming import day_of, department
from giaoban.demo.stories.meetings import MINUTE
from giaoban.demo.stories.stage import HOUSE, Stage, facts_of, moment
from giaoban.demo.stories.work import days

POSTS = {"truongban": "Trưởng Ban", "photruongban": "Phó Trưởng Ban", "truongbantw": "Trưởng Ban"}
PLACES = {"btc-thai-binh": "Thái Bình", "btctw": "Hà Nội"}
IMPLEMENTS = "implements"
Line = Mapping[str, Any]


def told(stage: Stage, arrivals: Mapping[str, int]) -> None:
    """Each dossier from its first day on; numbers are taken in the order of days."""
    on_the_way = [_begun(stage, line, arrivals) for line in facts_of(FACTS)["dossiers"]]
    steps = [(step["at"], one, step) for one in on_the_way for step in one.line["road"]]
    for when, one, step in sorted(steps, key=lambda step: step[0]):
        with stage.at(when) as moment_:
            MOVES[step["do"]](one, step, moment_.date())
    for one in on_the_way:
        _reached(one)


class Road:
    """One dossier while it is told; `symbol` is the number that was given for its letter."""

    def __init__(self, stage: Stage, line: Line, dossier: Dossier) -> None:
        self.stage, self.line, self.dossier = stage, line, dossier
        self.symbol = ""


def _begun(stage: Stage, line: Line, arrivals: Mapping[str, int]) -> Road:
    with stage.at(line["at"]):
        officer = stage.player(line["by"])
        unit_id = stage.unit(line["unit"])
        dossier = correspondence.open_dossier(
            actor=officer, unit_id=unit_id, facts=_facts(stage, unit_id, line, arrivals)
        )
    for draft in line["drafts"]:
        with stage.at(draft["at"]):
            writer = stage.player(draft["by"])
            last = queries.latest_draft(dossier)
            kept = queries.paper_of(last) if last is not None else None
            paper = kept or authoring.first_paper(writer, dossier)
            blocks = read_text("\n".join(draft["lines"]), paper.blocks).blocks
            correspondence.save_draft(
                actor=writer,
                dossier_id=dossier.pk,
                paper=authoring.with_facts(replace(paper, blocks=blocks), dossier),
                note=draft.get("note", ""),
            )
    return Road(stage, line, dossier)


def _facts(stage: Stage, unit_id: int, line: Line, arrivals: Mapping[str, int]) -> DossierFacts:
    organ = line.get("organ", Organ.HEAD.value)
    post = line["post"] if "post" in line else POSTS[line["head"]]
    named = line.get("recipients", ())
    return DossierFacts(
        type=line["type"],
        about=line["about"],
        organ=organ,
        issuer_id=stage.unit(line["issuer"]) if "issuer" in line else None,
        period=stage.facts["period"],
        field=line["field"],
        department_id=department(unit_id, line["department"]) if "department" in line else None,
        due=day_of(line["due"]),
        urgency=line.get("urgency", ""),
        place=PLACES[line["unit"]],
        addressee=line.get("addressee", ""),
        authority=authority_of(organ, post),
        post=post,
        signer=User.objects.get(username=line["head"]).display_name if "head" in line else "",
        receivers=line["receivers"],
        recipient_ids=list(stage.units(named).values()) if named else stage.of_kind(*line["kinds"]),
        relations=[(IMPLEMENTS, stage.document(key)) for key in line.get("implements", ())],
        answers_id=arrivals[line["answers"]] if "answers" in line else None,
    )


# --- the road ----------------------------------------------------------------------------------------------


def _submit(one: Road, step: Line, on: date) -> None:
    correspondence.submit(
        actor=one.stage.player(step["by"]),
        dossier_id=one.dossier.pk,
        organ=step["organ"],
        on=on,
        note=step.get("note", ""),
    )


def _decide(one: Road, step: Line, on: date) -> None:
    correspondence.decide(
        actor=one.stage.player(step["by"]),
        dossier_id=one.dossier.pk,
        approve=step["do"] == "approve",
        on=on,
        note=step.get("note", ""),
    )


def _issue(one: Road, step: Line, on: date) -> None:
    correspondence.issue(
        actor=one.stage.player(step["by"]), dossier_id=one.dossier.pk, facts=IssueFacts(on=on)
    )


def _number(one: Road, step: Line, on: date) -> None:
    """The letter that asks is made outside: its number is taken in the book."""
    number = correspondence.give_number(
        actor=one.stage.player(step["by"]),
        unit_id=one.dossier.unit_id,
        type=step["type"],
        on=on,
        about=step["about"],
    )
    one.symbol = number.symbol


def _ask(one: Road, step: Line, on: date) -> None:
    ask(
        actor=one.stage.player(step["by"]),
        dossier_id=one.dossier.pk,
        facts=AskFacts(
            Manner.LETTER,
            sent_on=on,
            due=date.fromisoformat(step["due"]),
            unit_ids=tuple(one.stage.units(step["units"]).values()),
            symbol=one.symbol,
        ),
    )


def _answer(one: Road, step: Line, on: date) -> None:
    asked = Opinion.objects.get(consultation__dossier=one.dossier, unit_id=one.stage.unit(step["unit"]))
    answer(
        actor=one.stage.player(step["by"]),
        opinion_id=asked.pk,
        facts=AnswerFacts(
            Verdict(step["verdict"]),
            answered_on=on,
            points=tuple(Point(text, place) for place, text in step["points"]),
            symbol=step["symbol"],
        ),
    )


def _respond(one: Road, step: Line, _on: date) -> None:
    points = OpinionPoint.objects.filter(opinion__consultation__dossier=one.dossier).order_by("pk")
    respond(
        actor=one.stage.player(step["by"]),
        point_id=points[step["point"]].pk,
        accepted=step["accepted"],
        response=step["response"],
    )


MOVES: Mapping[str, Callable[[Road, Line, date], None]] = {
    "submit": _submit,
    "approve": _decide,
    "return": _decide,
    "issue": _issue,
    "number": _number,
    "ask": _ask,
    "answer": _answer,
    "respond": _respond,
}


# --- where it arrived --------------------------------------------------------------------------------------


def _reached(one: Road) -> None:
    """Most units opened what was sent to them in the days after, one entered it in its book."""
    issue = Issue.objects.filter(dossier=one.dossier).first()
    if issue is None:
        return
    sent = Delivery.objects.filter(issue=issue).order_by("unit__code")
    if "unopened" in one.line:
        opening = sent.exclude(unit__code__in=one.line["unopened"]).values_list("unit_id", flat=True)
        afternoon = moment(f"{issue.issued_on}T15:45")
        for place, unit_id in enumerate(opening):
            with one.stage.at(afternoon + days(place % 3) + 2 * place * MINUTE):
                correspondence.open_delivery(actor=HOUSE, issue_id=issue.pk, unit_id=unit_id)
    if "received" in one.line:
        received = one.line["received"]
        delivery = sent.get(unit_id=one.stage.unit(received["unit"]))
        with one.stage.at(received["at"]):
            correspondence.receive_delivery(actor=one.stage.player(received["by"]), delivery_id=delivery.pk)
