"""Quarter I of 2018: the provinces report, the Centre briefs them, twelve tasks go out for quarter II.

The text words five of the twelve and states neither the day of the conference nor a number of its paper.
"""

from datetime import date, timedelta
from typing import Any

from giaoban.conferences.rules import Kind, Mode
from giaoban.demo.crowd import reports as crowd
from giaoban.demo.crowd.reports import Line
from giaoban.demo.stories import national, work
from giaoban.demo.stories.meetings import Meeting
from giaoban.demo.stories.reports import Hands, Reports
from giaoban.demo.stories.stage import INVENTED, Stage, moment
from giaoban.reporting.services.rollups import rollup_all
from giaoban.reporting.services.rounds import lock_round, open_round
from giaoban.tasks.models import Programme

SENT, TAKEN_IN, OWN = "2018-03-23T10:00", "2018-03-27T09:00", "2018-03-28T08:00"
LATE, SILENT = 11, 17
PLAYED = {"tu-thai-nguyen": ("tonghoptn", "truongbantn"), "tu-thai-binh": ("tonghop", "truongban")}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def tell(stage: Stage) -> None:
    reports = _asked(stage)
    _arrived(stage, reports)
    _consolidated(stage, reports)
    programme = _held(stage)
    _worked(stage, programme)


def _asked(stage: Stage) -> Reports:
    with stage.at(stage.facts["opened"]):
        opened = open_round(
            actor=stage.player("tonghoptw"),
            regime="giao-ban",
            unit_id=stage.unit("tw"),
            period=stage.facts["period"],
            not_required=national.not_asked(stage.facts["opened"]),
        )
    return Reports(stage, opened)


def _arrived(stage: Stage, reports: Reports) -> None:
    """Every 11th sent late, every 17th not at all; provinces with players go through the doors."""
    reviewer = stage.player("tonghoptw")
    played = {
        stage.unit(code): Hands(stage.player(writer), stage.player(signer), reviewer)
        for code, (writer, signer) in PLAYED.items()
    }
    owing = [row for row in reports.below(stage.unit("tw")) if row.state == "due"]
    lines = []
    for place, owed in enumerate(owing):
        sent = moment(SENT) + place * timedelta(minutes=12)
        if place % SILENT == SILENT - 1:
            continue
        if place % LATE == LATE - 1:
            sent += 4 * DAY
        line = Line(
            owed.unit_id,
            reports.invent("province", whole=True, restructured=place % 5 == 0),
            reports.words(),
            sent,
            taken_in=max(moment(TAKEN_IN) + place * timedelta(minutes=5), sent + HOUR),
        )
        if owed.unit_id in played:
            reports.by_door(line, played[owed.unit_id], result=stage.facts["report"]["results"][1:2])
        else:
            lines.append(line)
    crowd.report(reports.round, lines)
    rollup_all(reports.round.pk)


def _consolidated(stage: Stage, reports: Reports) -> None:
    writer, top = stage.player("tonghoptw"), stage.unit("tw")
    said = stage.facts["report"]
    texts = {"result": said["results"], "shortcoming": said["shortcomings"], "next_task": said["next"]}
    begun = moment(OWN) + 3 * HOUR
    reports.write(top, begun, figures={}, texts=texts, by=writer)
    reports.put_up(top, begun + 2 * HOUR, by=writer)
    reports.sign(top, begun + 4 * HOUR, by=stage.player("truongbantw"))
    with stage.at(begun + 5 * DAY):
        lock_round(
            actor=stage.player("truongbantw"), round_id=reports.round.pk, version=reports.round.version
        )


def _held(stage: Stage) -> Programme:
    meeting = Meeting.make(
        stage,
        "2018-03-20T09:00",
        by=stage.player("thuky"),
        unit_id=stage.unit("tw"),
        host_id=stage.unit("btctw"),
        kind=Kind.QUARTERLY.value,
        mode=Mode.ONLINE.value,
        chair_post=national.CHAIR,
        members=stage.committees(),
    )
    meeting.invite("2018-03-26T15:00")
    speeches = [
        meeting.speech("2018-03-30T09:00", stage.unit(line["unit"]), line["topic"])
        for line in stage.facts["speeches"]
    ]
    national.attended(stage, meeting, moment(stage.facts["conference"]))
    meeting.hold(speeches)
    wanted = tasks_of(stage.facts)
    meeting.conclude(
        [task["wording"] for task in wanted],
        opening=stage.facts["conclusion"]["opening"],
        basis=[stage.document("18-NQ"), stage.document("19-NQ")],
    )
    return meeting.give_tasks(wanted, lead_kind="provincial_committee")


def tasks_of(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The tasks that the text words, then the others by their number alone."""
    worded: list[dict[str, Any]] = list(facts["tasks"])
    numbers = range(len(worded) + 1, facts["task_count"] + 1)
    return [*worded, *({"wording": f"Nhiệm vụ {number} {INVENTED}"} for number in numbers)]


def _worked(stage: Stage, programme: Programme) -> None:
    """Most provinces finish in time, some late, some are sent back, a few never report."""
    players = {stage.unit(code): stage.player(writer) for code, (writer, _signer) in PLAYED.items()}
    lines = []
    for place, one in enumerate(work.assignments_of(programme)):
        started = date(2018, 4, 16) + work.days(place % 12)
        steps = [work.begun(started)]
        if place % 29 == 28:
            steps.append(work.progressed(started + work.days(30), 60))
        else:
            reported = date(2018, 6, 11) + work.days(place % 18 + (9 if place % 13 == 12 else 0))
            steps.append(work.done(reported))
            back = place % 23 == 22
            steps.append(
                work.sent_back(reported + work.days(3)) if back else work.confirmed(reported + work.days(4))
            )
        lines.append((one, steps))
    work.do(stage, programme, lines, director=stage.player("tonghoptw"), players=players)
