"""A programme of the era for every province, and a conference with its points: through the doors."""

from datetime import timedelta

from giaoban.conferences import services as conferences
from giaoban.conferences.rules import ConferenceFacts, Kind, Mode, template_for
from giaoban.core.dates import told_at
from giaoban.demo.crowd import tasks as crowd
from giaoban.demo.national.eras import Era
from giaoban.demo.stories import work
from giaoban.demo.stories.stage import HOUSE, INVENTED
from giaoban.organisations.models import Unit
from giaoban.tasks import services as tasks
from giaoban.tasks.rules import TaskFacts

TASKS = 12
DAYS = timedelta(days=1)


def provinces(era: Era) -> list[int]:
    units = Unit.objects.on(era.day).filter(kind_id="provincial_committee")
    return list(units.order_by("code").values_list("pk", flat=True))


def programme(era: Era, top: int) -> int:
    """Twelve tasks for each province; three of four are confirmed, the others at work. How many in all."""
    given, due = era.asked - 300 * DAYS, era.day
    if given.date() < era.starts:
        given = era.asked - 120 * DAYS
    with told_at(given):
        made = tasks.create_programme(
            actor=HOUSE,
            unit_id=top,
            period=era.period,
            title=f"Chương trình công tác năm {era.period} {INVENTED}",
            tasks=[
                TaskFacts(
                    number=str(n), wording=f"Nhiệm vụ {n} {INVENTED}", due=due, lead_unit_ids=provinces(era)
                )
                for n in range(1, TASKS + 1)
            ],
            issue=True,
        )
    begun, ended = given.date() + 20 * DAYS, due - 25 * DAYS
    lines = []
    for place, one in enumerate(work.assignments_of(made)):
        steps = [work.begun(begun + place % 30 * DAYS)]
        if place % 4 == 3:
            steps.append(work.progressed(ended, 30 + 5 * (place % 13)))
        else:
            done = ended + place % 20 * DAYS
            steps += [work.done(done), work.confirmed(done + 2 * DAYS)]
        lines.append((one, steps))
    return crowd.work(made, lines)


def conference(era: Era, top: int) -> int:
    """The review of the year, invited, two of three points tried. How many points."""
    host = Unit.objects.on(era.conference.date()).get(code="btctw").pk
    facts = ConferenceFacts(
        kind=Kind.ANNUAL.value,
        period=era.period,
        title=f"Hội nghị tổng kết năm {era.period} {INVENTED}",
        starts_at=era.conference,
        place="(địa điểm minh họa)",
        mode=Mode.ONLINE.value,
    )
    with told_at(era.asked):
        made = conferences.create_conference(
            actor=HOUSE,
            unit_id=top,
            host_id=host,
            facts=facts,
            items=template_for(facts.kind).items,
            member_ids=provinces(era),
        )
        conferences.invite(actor=HOUSE, conference_id=made.pk, text="Giấy mời (nội dung minh họa)")
    points = list(made.points.filter(host=False).order_by("order").values_list("pk", flat=True))
    for place, point_id in enumerate(points):
        with told_at(era.due + place * timedelta(minutes=3)):
            conferences.answer_invitation(actor=HOUSE, conference_id=made.pk, point_id=point_id, accept=True)
            if place % 3:
                conferences.check_point(
                    actor=HOUSE,
                    conference_id=made.pk,
                    point_id=point_id,
                    line=True,
                    picture=True,
                    sound=True,
                )
    return len(points)
