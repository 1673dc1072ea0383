"""Eight groups of tasks of the year, given to 63 provinces; three of them made Thái Bình's own programme."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from giaoban.demo.crowd.tasks import Step
from giaoban.demo.rules import local_units
from giaoban.demo.stories import work
from giaoban.demo.stories.stage import INVENTED, Stage
from giaoban.tasks import services as tasks
from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.rules import TaskFacts

# Days that the text does not state, for groups whose content it does not word either.
DUE = {"5": date(2019, 9, 15), "6": date(2019, 9, 30)}
LOCALISED = ("3", "4.1", "4.2")
OWN_DUE = date(2019, 9, 20)


def given(stage: Stage) -> Programme:
    """The programme of the year: ten tasks in eight groups."""
    facts, provinces = stage.facts["programme"], stage.of_kind("provincial_committee")
    with stage.at("2019-01-18T09:00"):
        return tasks.create_programme(
            actor=stage.player("tonghoptw"),
            unit_id=stage.unit("tw"),
            period=facts["period"],
            title=facts["title"],
            document_id=stage.document(facts["document"]),
            tasks=[_facts(stage, line, provinces) for line in _groups(stage)],
            issue=True,
        )


def worked(stage: Stage, programme: Programme) -> None:
    """How far the provinces are on 24 September."""
    thai_binh = stage.unit("tu-thai-binh")
    lines = []
    for place, one in enumerate(work.assignments_of(programme)):
        own = one.unit_id == thai_binh
        lines.append((one, _own_steps(one.task.number) if own else _steps(place, one)))
    players = {thai_binh: stage.player("tonghop")}
    work.do(stage, programme, lines, director=stage.player("tonghoptw"), players=players)


def _groups(stage: Stage) -> list[dict[str, Any]]:
    worded = list(stage.facts["groups"])
    numbers = range(len(worded) + 1, stage.facts["group_count"] + 1)
    return [*worded, *({"number": str(n), "wording": f"Nhóm nhiệm vụ {n} {INVENTED}"} for n in numbers)]


def _facts(stage: Stage, line: dict[str, Any], provinces: Sequence[int]) -> TaskFacts:
    return TaskFacts(
        number=line["number"],
        wording=line["wording"],
        due=DUE.get(line["number"], date.fromisoformat(stage.facts["programme"]["due"])),
        field=line.get("field", ""),
        basis_id=_basis(stage, line),
        indicator=line.get("indicator", ""),
        lead_unit_ids=provinces,
        children=[_facts(stage, child, provinces) for child in line.get("children", ())],
    )


def _basis(stage: Stage, line: dict[str, Any]) -> int | None:
    return stage.document(line["basis"]) if "basis" in line else None


def _steps(place: int, one: Assignment) -> list[Step]:
    """Others of the country: one in nine took note only, most are at work, some are done."""
    steps = [work.noted(date(2019, 1, 28) + work.days(place % 20))]
    if place % 9 == 0:
        return steps
    steps.append(work.begun(date(2019, 3, 4) + work.days(place % 40)))
    if place % 4 == 1 or one.task.number in DUE:
        done = min(date(2019, 8, 5) + work.days(place % 30), one.due or date(2019, 9, 13))
        steps.append(work.done(done))
        return steps if place % 3 == 0 else [*steps, work.confirmed(done + work.days(6))]
    return [*steps, work.progressed(date(2019, 7, 1) + work.days(place % 60), 10 + 5 * (place % 17))]


def _own_steps(number: str) -> list[Step]:
    """Thái Bình: two done, one waits, one late, one nearly due."""
    noted, begun = work.noted(date(2019, 1, 28)), work.begun(date(2019, 2, 18))
    done = work.done(date(2019, 9, 9))
    steps = {
        "1": [noted, begun, work.progressed(date(2019, 9, 9), 60)],
        "2.1": [noted],
        "2.2": [noted, begun, work.progressed(date(2019, 9, 10), 40)],
        "3": [noted, begun, done],
        "4.1": [noted, begun, work.done(date(2019, 7, 22)), work.confirmed(date(2019, 7, 29))],
        "4.2": [noted, begun, done, work.confirmed(date(2019, 9, 16))],
        "5": [noted, begun, work.progressed(date(2019, 9, 6), 80)],
        "6": [noted, begun, work.progressed(date(2019, 9, 6), 50)],
        "7": [noted, begun],
        "8": [noted],
    }
    return steps[number]


def localised(stage: Stage, given_: Programme) -> None:
    """Cụ thể hóa: the province's own programme for its districts and bodies, due on 20 September."""
    province, officer = stage.unit("tu-thai-binh"), stage.player("tonghop")
    mine = Assignment.objects.filter(task__programme=given_, unit_id=province, task__number__in=LOCALISED)
    direct = stage.units(unit.code for unit in local_units()[0])
    with stage.at("2019-02-11T09:00"):
        programme = tasks.localise(
            actor=officer,
            unit_id=province,
            period="2019",
            assignment_ids=list(mine.values_list("pk", flat=True)),
            title="Chương trình năm 2019 của Tỉnh ủy Thái Bình cụ thể hóa 8 nhóm nhiệm vụ (minh họa)",
        )
        tasks.assign(
            actor=officer,
            task_ids=list(programme.tasks.values_list("pk", flat=True)),
            unit_ids=list(direct.values()),
            due=OWN_DUE,
        )
        tasks.issue_programme(actor=stage.player("truongban"), programme_id=programme.pk)
    played = direct["hu-minh-hoa"]
    lines = []
    for place, one in enumerate(work.assignments_of(programme)):
        steps = [work.noted(date(2019, 2, 18)), work.begun(date(2019, 3, 11) + work.days(place % 9))]
        if one.unit_id == played:
            steps.append(work.progressed(date(2019, 9, 12), 70))
        elif place % 8 == 7:
            steps.append(work.progressed(date(2019, 8, 20), 45))
        else:
            done = date(2019, 9, 2) + work.days(place % 14)
            steps += [work.done(done), *([] if place % 6 == 5 else [work.confirmed(done + work.days(3))])]
        lines.append((one, steps))
    players = {played: stage.player("tonghophuyen")}
    work.do(stage, programme, lines, director=stage.player("chuyenvien"), players=players)
