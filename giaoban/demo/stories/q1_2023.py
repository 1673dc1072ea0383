"""Quarter I of 2023: the Commission's own figures, three documents grounded, what follows for quarter II.

115 and 661 are lượt nhân sự and stand in the form; 27 are đồng chí, another counting unit, and stand in
words beside it: no page adds them (daily.md §6).
"""

from datetime import date

from giaoban.conferences.rules import Kind, Mode
from giaoban.demo.crowd import reports as crowd
from giaoban.demo.crowd.reports import Line
from giaoban.demo.stories import national, work
from giaoban.demo.stories.meetings import Meeting
from giaoban.demo.stories.stage import Stage, moment
from giaoban.reporting.services.rollups import rollup_all
from giaoban.reporting.services.rounds import open_round
from giaoban.tasks.models import Programme

DEPARTMENT = "vu-chinh-sach-can-bo"
SENT, OWN = "2023-03-27T10:00", "2023-03-28T15:00"
ONE_FOR_ALL = "Tin chỉ nêu số của cả Ban; ghi qua một vụ (minh họa)"
PLAYED = {"tu-thai-nguyen": "tonghoptn", "tu-thai-binh": "tonghop"}


def tell(stage: Stage) -> None:
    _reported(stage)
    _worked(stage, _held(stage))


def _reported(stage: Stage) -> None:
    """The Commission's departments report to it; the figures of the text come through one of them."""
    facts, commission, department = stage.facts, stage.unit("btctw"), stage.unit(DEPARTMENT)
    with stage.at(facts["opened"]):
        others = national.owing(facts["period"], commission) - {department}
        opened = open_round(
            actor=stage.player("tonghoptw"),
            regime="giao-ban",
            unit_id=commission,
            period=facts["period"],
            not_required=dict.fromkeys(others, ONE_FOR_ALL),
        )
    said = facts["report"]
    texts = {"result": said["results"], "shortcoming": said["shortcomings"], "next_task": said["next"]}
    figures = {
        f"{count['code']}:{part}": count["value"]
        for count in facts["counts"]
        if count["code"]
        for part in ("in_period", "cumulative")
    }
    aside = next(count for count in facts["counts"] if not count["code"])
    beside = f"{aside['value']} {aside['counting_unit']} {aside['text']}: đơn vị tính khác, không cộng."
    line = Line(department, figures, texts, moment(SENT), explanations={"CAD.PLAN:in_period": beside})
    crowd.report(opened, [line])
    rollup_all(opened.pk)
    crowd.report(opened, [crowd.adding_up(opened, commission, texts, moment(OWN))])


def _held(stage: Stage) -> Programme:
    facts = stage.facts
    grounded = [stage.document(key) for key in facts["grounded"]]
    meeting = Meeting.make(
        stage,
        "2023-03-20T09:00",
        by=stage.player("thuky"),
        unit_id=stage.unit("tw"),
        host_id=stage.unit("btctw"),
        kind=Kind.QUARTERLY.value,
        mode=Mode.ONLINE.value,
        chair_post="Phó Trưởng Ban Thường trực Ban Tổ chức Trung ương",
        documents=grounded,
        members=stage.committees(),
    )
    meeting.invite("2023-03-27T09:00")
    national.attended(stage, meeting, moment(facts["conference"]))
    meeting.hold([])
    meeting.conclude(
        [task["wording"] for task in facts["tasks"]],
        basis=[stage.document("50-KL")],
        cites=[stage.document("08-KL-BTCTW")],
    )
    return meeting.give_tasks(facts["tasks"], lead_kind="provincial_committee")


def _worked(stage: Stage, programme: Programme) -> None:
    players = {stage.unit(code): stage.player(name) for code, name in PLAYED.items()}
    lines = []
    for place, one in enumerate(work.assignments_of(programme)):
        reported = date(2023, 6, 5) + work.days(place % 20)
        steps = [work.begun(date(2023, 4, 17) + work.days(place % 10)), work.done(reported)]
        if place % 19 != 18:
            steps.append(work.confirmed(reported + work.days(4)))
        lines.append((one, steps))
    work.do(stage, programme, lines, director=stage.player("tonghoptw"), players=players)
