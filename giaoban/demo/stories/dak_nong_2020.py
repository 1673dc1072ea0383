"""The review of 2020 in Đắk Nông: the province's report, the conference, eight key tasks for 2021.

The text gives no day (January 2021) and words three of the eight; fifteen medals are a count with its unit.
"""

from datetime import date, timedelta

from giaoban.conferences.rules import Kind, Mode
from giaoban.demo.crowd.reports import Line
from giaoban.demo.stories import national, work
from giaoban.demo.stories.meetings import Meeting
from giaoban.demo.stories.q1_2018 import tasks_of
from giaoban.demo.stories.reports import Hands, Reports
from giaoban.demo.stories.stage import Stage, moment
from giaoban.reporting.services.rounds import open_round
from giaoban.tasks.models import Programme

SENT, TAKEN_IN = "2020-12-24T15:00", "2020-12-28T09:00"
TOLD_OF_ONE = "Phần minh họa này chỉ kể báo cáo của Đắk Nông (minh họa)"


def tell(stage: Stage) -> None:
    _reported(stage)
    _begun(stage, _held(stage))


def _reported(stage: Stage) -> None:
    facts, reviewer = stage.facts, stage.player("tonghoptw")
    province = stage.unit(facts["host"])
    with stage.at(facts["opened"]):
        others = national.owing(facts["period"], stage.unit("tw")) - {province}
        opened = open_round(
            actor=reviewer,
            regime="giao-ban",
            unit_id=stage.unit("tw"),
            period=facts["period"],
            not_required=dict.fromkeys(others, TOLD_OF_ONE),
        )
    reports = Reports(stage, opened)
    said = facts["report"]
    texts = {"result": said["results"], "shortcoming": said["shortcomings"], "next_task": said["next"]}
    line = Line(
        province,
        reports.invent("province", whole=True, restructured=True),
        texts,
        moment(SENT),
        taken_in=moment(TAKEN_IN),
    )
    reports.by_door(line, Hands(stage.player("tonghopdn"), stage.player("truongbandn"), reviewer))


def _held(stage: Stage) -> Programme:
    facts, head = stage.facts, stage.player("truongbandn")
    medals = facts["medals"]
    meeting = Meeting.make(
        stage,
        "2020-12-21T09:00",
        by=head,
        unit_id=stage.unit(facts["host"]),
        host_id=stage.unit(facts["lead"]),
        kind=Kind.ANNUAL.value,
        mode=Mode.ON_SITE.value,
        chair_post="Bí thư Tỉnh ủy",
        documents=[stage.document("45-CT")],
        awards=(medals["count"], medals["counting_unit"]),
    )
    meeting.add_point("2020-12-21T09:30", stage.unit(facts["lead"]), "Đại biểu ngành Tổ chức xây dựng Đảng")
    meeting.invite("2020-12-28T09:00")
    begins = moment(facts["conference"])
    meeting.accept(begins - timedelta(days=3), stage.unit(facts["lead"]), by=head)
    meeting.heads(begins + timedelta(minutes=5), stage.unit(facts["lead"]), 60, 58)
    meeting.hold([])
    wanted = tasks_of(facts)
    meeting.conclude(
        [task["wording"] for task in wanted],
        opening="\n".join(facts["directions"]),
        basis=[stage.document("45-CT")],
        cites=[stage.document("205-QD"), stage.document("18-NQ")],
    )
    return meeting.give_tasks(wanted)


def _begun(stage: Stage, programme: Programme) -> None:
    """The commission takes note of all eight and begins with the first ones."""
    lines = []
    for place, one in enumerate(work.assignments_of(programme)):
        steps = [work.noted(date(2021, 1, 14))]
        if place < 3:
            steps.append(work.begun(date(2021, 1, 18)))
        lines.append((one, steps))
    players = {stage.unit(stage.facts["lead"]): stage.player("tonghopdn")}
    work.do(stage, programme, lines, director=stage.player("truongbandn"), players=players)
