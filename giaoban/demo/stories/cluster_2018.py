"""Emulation cluster 4 on 10/8/2018 in Long An: eleven members, four of them restructured, five speeches."""

from datetime import date, timedelta

from giaoban.conferences.rules import Kind, Mode
from giaoban.demo.crowd import reports as crowd
from giaoban.demo.crowd.reports import Line
from giaoban.demo.stories import work
from giaoban.demo.stories.meetings import Meeting
from giaoban.demo.stories.reports import Hands, Reports
from giaoban.demo.stories.stage import Stage, moment
from giaoban.reporting.services.rollups import rollup_all
from giaoban.reporting.services.rounds import lock_round, open_round

SENT, TAKEN_IN, OWN = "2018-07-30T09:00", "2018-08-06T08:00", "2018-08-07T09:00"
HOUR = timedelta(hours=1)
SPEAKER = "Đại diện ban tổ chức"


def tell(stage: Stage) -> None:
    _reported(stage)
    _held(stage)


def _reported(stage: Stage) -> None:
    facts, lead = stage.facts, stage.player("cumtruong")
    cluster = stage.unit(facts["host"])
    with stage.at(facts["opened"]):
        opened = open_round(
            actor=lead,
            regime="so-ket-cum",
            unit_id=cluster,
            period=facts["period"],
            conference_on=stage.day,
        )
    reports = Reports(stage, opened)
    own = Hands(stage.player("tonghopla"), stage.player("truongbanla"), lead)
    lines = []
    for place, (code, unit_id) in enumerate(stage.units(facts["members"]).items()):
        line = Line(
            unit_id,
            reports.invent("province", whole=True, restructured=code in facts["restructured"]),
            reports.words(),
            moment(SENT) + place * 5 * HOUR,
            taken_in=moment(TAKEN_IN) + place * timedelta(minutes=10),
        )
        if code == facts["lead"]:
            reports.by_door(line, own)
        else:
            lines.append(line)
    crowd.report(opened, lines)
    rollup_all(opened.pk)
    said = facts["report"]
    count = f"{len(facts['restructured'])}/{len(facts['members'])}"
    results = [text.format(count=count, names=", ".join(facts["names"])) for text in said["results"]]
    texts = {"result": results, "shortcoming": said["shortcomings"], "next_task": said["next"]}
    reports.write(cluster, moment(OWN), figures={}, texts=texts, by=lead)
    reports.put_up(cluster, moment(OWN) + 4 * HOUR, by=lead)
    reports.sign(cluster, moment(OWN) + 6 * HOUR, by=stage.player("truongbanla"))
    with stage.at(facts["conclusion_on"] + "T08:00"):
        lock_round(actor=lead, round_id=opened.pk, version=opened.version)


def _held(stage: Stage) -> None:
    facts, lead = stage.facts, stage.player("cumtruong")
    meeting = Meeting.make(
        stage,
        "2018-07-20T09:00",
        by=lead,
        unit_id=stage.unit(facts["host"]),
        host_id=stage.unit(facts["lead"]),
        kind=Kind.CLUSTER_REVIEW.value,
        mode=Mode.ON_SITE.value,
        chair_post="Thường trực Cụm thi đua số 4",
    )
    meeting.add_point("2018-07-20T09:30", stage.unit(facts["lead"]), "Long An")
    meeting.invite("2018-07-25T09:00")
    begins = moment(facts["conference"])
    for place, unit_id in enumerate(meeting.points()):
        meeting.accept(begins - timedelta(days=5), unit_id)
        meeting.heads(begins, unit_id, 4, 4 if place % 4 else 3)
    speeches = [
        meeting.speech("2018-08-03T09:00", stage.unit(line["unit"]), line["topic"], post=SPEAKER)
        for line in facts["speeches"]
    ]
    meeting.hold(speeches)
    paragraphs = facts["conclusion"]["paragraphs"]
    meeting.conclude([line["text"] for line in paragraphs], basis=[stage.document("18-NQ")])
    programme = meeting.give_tasks(paragraphs)
    lines = []
    for place, one in enumerate(work.assignments_of(programme)):
        reported = date(2018, 12, 3) + work.days(place % 20)
        steps = [work.begun(date(2018, 9, 3) + work.days(place % 5)), work.done(reported)]
        lines.append((one, [*steps, work.confirmed(reported + work.days(5))]))
    work.do(stage, programme, lines, director=lead, players={})
