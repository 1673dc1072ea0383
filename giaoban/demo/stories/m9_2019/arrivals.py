"""The round of nine months: who has sent on 24 September, who waits, who was sent back, who is silent.

Below Thái Bình every bucket of the desk holds somebody; its own report is half written.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from giaoban.demo.crowd import reports as crowd
from giaoban.demo.crowd.reports import Line
from giaoban.demo.rules import COMMUNE
from giaoban.demo.rules.figures import later
from giaoban.demo.stories import national
from giaoban.demo.stories.m9_2019.before import Figures, Ground, above
from giaoban.demo.stories.reports import Reports
from giaoban.demo.stories.stage import Stage, facts_of, moment
from giaoban.directives import services as directives
from giaoban.notices import contacts
from giaoban.reporting.models import Obligation, Passage, Round
from giaoban.reporting.rules import State
from giaoban.reporting.services.compiling import take_passages
from giaoban.reporting.services.rollups import rollup_all
from giaoban.reporting.services.rounds import open_round

CELLS, COMMUNES, DISTRICTS = "2019-09-17T08:00", "2019-09-18T08:00", "2019-09-19T09:00"
LATE, WAITING, BACK, OWN = "hu-an-thinh", "hu-dong-phong", "hu-hoa-loi", "hu-minh-hoa"
BODY, SILENT_BODY, EXCUSED = "duk-minh-hoa", "duqs-minh-hoa", "duca-minh-hoa"
BY_LINE = "Báo cáo theo ngành dọc (minh họa)"
MINUTE = timedelta(minutes=1)
# Of the units directly below the Centre: so many taken in, sent, received, sent back, begun; others not yet.
COUNTRY = (
    (22, State.ACCEPTED),
    (9, State.SENT),
    (3, State.RECEIVED),
    (2, State.RETURNED),
    (18, State.DRAFTING),
)


def opened(stage: Stage) -> Round:
    """The Centre's letter goes out, the round is opened, contacts to call are known."""
    facts, centre = stage.facts, stage.unit("tw")
    with stage.at("2019-09-10T07:45"):
        letter = directives.register_document(
            actor=stage.player("vanthutw"),
            registered_in=stage.unit("btctw"),
            facts=directives.DocumentFacts(
                type="CV",
                issuer="Ban Tổ chức Trung ương",
                unit_id=stage.unit("btctw"),
                issued_on=date(2019, 9, 10),
                summary=facts["request"],
                recipient_ids=tuple(stage.of_kind("provincial_committee")),
                source="Nội dung minh họa, không có số",
            ),
        )
    with stage.at(facts["opened"]):
        made = open_round(
            actor=stage.player("tonghoptw"),
            regime="giao-ban",
            unit_id=centre,
            period=facts["period"],
            request_id=letter.pk,
            not_required={**national.not_asked(facts["opened"]), stage.unit(EXCUSED): BY_LINE},
        )
    for place, code in enumerate((OWN, SILENT_BODY), start=1):
        _contact(stage, code, place)
    return made


def _contact(stage: Stage, code: str, place: int) -> None:
    with stage.at("2019-07-02T09:00") as when:
        contacts.set_contact(
            actor=stage.player("vanthu"),
            facts=contacts.ContactFacts(
                unit_id=stage.unit(code),
                field="",
                name=f"Đầu mối minh họa {'AB'[place - 1]}",
                title="Chuyên viên (minh họa)",
                telephone=f"0227 000 00{place}",
            ),
            starts=when.date(),
        )


# --- the line below Thái Bình ----------------------------------------------------------------------------


def below_thai_binh(stage: Stage, of: Round, june: Figures) -> None:
    reports, ground = Reports(stage, of), Ground(stage)
    own = ground.communes[OWN]
    sending = [pk for code in ground.districts if code != OWN for pk in ground.communes[code]]
    _cells(reports, ground, june, [*sending, *own[:4]])
    above(reports, [*sending, own[1]], moment(COMMUNES))
    on_time = [ground.direct[code] for code in ground.districts if code not in {OWN, LATE, WAITING, BACK}]
    above(reports, on_time, moment(DISTRICTS))
    above(reports, [ground.direct[LATE]], moment("2019-09-24T07:30"))
    _waiting(reports, ground.direct[WAITING])
    _one(reports, ground.direct[BACK], "2019-09-20T10:00", State.SENT)
    _body(reports, ground.direct[BODY], june)
    _sent_back(stage, reports, ground.direct[BACK])
    _the_own_district(stage, reports, ground)
    rollup_all(of.pk)


def _cells(reports: Reports, ground: Ground, june: Figures, communes: Sequence[int]) -> None:
    """Cells of these communes; one of the district that waits has grown by more than it admitted."""
    strange = ground.cells_of(ground.communes[WAITING][0])[0]
    units = [cell for commune in communes for cell in ground.cells_of(commune)]
    lines = [
        Line(
            unit_id,
            later(reports.stage.chance, june[unit_id], odd=unit_id == strange),
            reports.words(),
            moment(CELLS) + place * 2 * MINUTE,
        )
        for place, unit_id in enumerate(units)
    ]
    crowd.report(reports.round, lines)
    rollup_all(reports.round.pk)


def _one(reports: Reports, unit_id: int, when: str, state: State) -> None:
    line = crowd.adding_up(reports.round, unit_id, reports.words(), moment(when), state=state)
    crowd.report(reports.round, [line])


def _waiting(reports: Reports, unit_id: int) -> None:
    """The district whose members grew by more than were admitted: it explains the warning and sends."""
    words, when = reports.words(), moment("2019-09-20T09:30")
    reports.write(unit_id, when, figures={}, texts=words)
    reports.explain(unit_id, when + 60 * MINUTE, facts_of("texts")["explained"])
    reports.put_up(unit_id, when + 120 * MINUTE)
    reports.sign(unit_id, when + 300 * MINUTE)


def _body(reports: Reports, unit_id: int, june: Figures) -> None:
    figures = later(reports.stage.chance, june[unit_id])
    crowd.report(reports.round, [Line(unit_id, figures, reports.words(), moment("2019-09-20T15:00"))])


def _sent_back(stage: Stage, reports: Reports, unit_id: int) -> None:
    """The desk of Thái Bình asks one district to look again at one cell."""
    reports.send_back(
        unit_id,
        moment("2019-09-23T09:40"),
        cell="MEM.NEW:in_period",
        text=facts_of("texts")["remark"],
        due=moment("2019-09-24T17:00"),
        by=stage.player("thamtra"),
    )


def _the_own_district(stage: Stage, reports: Reports, ground: Ground) -> None:
    """The district of the cast: one commune sent back, one taken in, one waits, one writes, one is silent."""
    officer, own = stage.player("tonghophuyen"), ground.communes[OWN]
    commune = stage.unit(COMMUNE)
    for unit_id, when in ((commune, "2019-09-18T15:00"), (own[2], "2019-09-19T10:00")):
        _one(reports, unit_id, when, State.SENT)
    reports.send_back(
        commune,
        moment("2019-09-20T08:30"),
        cell="MEM.NEW:in_period",
        text=facts_of("texts")["remark"],
        due=moment("2019-09-25T11:00"),
        by=officer,
    )
    _one(reports, own[3], "2019-09-19T16:00", State.DRAFTING)
    reports.write(
        ground.direct[OWN],
        moment("2019-09-23T14:00"),
        figures={},
        texts={"result": reports.words()["result"]},
        by=officer,
    )


# --- the country and the province ----------------------------------------------------------------------


def provinces(stage: Stage, of: Round, june: Figures) -> None:
    """The others of the country, in the order of their codes, dealt out over the states."""
    reports, own = Reports(stage, of), stage.unit("tu-thai-binh")
    owed = Obligation.objects.filter(round=of, receiver_id=stage.unit("tw"), state=State.DUE).exclude(
        unit_id=own
    )
    waiting = iter(enumerate(owed.order_by("unit__code").values_list("unit_id", flat=True)))
    lines: list[Line] = []
    back: list[int] = []
    for count, state in COUNTRY:
        for _turn in range(count):
            place, unit_id = next(waiting)
            if state is State.RETURNED:
                back.append(unit_id)
            lines.append(_line(reports, unit_id, june, place, state))
    crowd.report(of, lines)
    for unit_id in back:
        reports.send_back(
            unit_id,
            moment("2019-09-24T08:10"),
            cell="CAD.PLAN:in_period",
            text="Đề nghị nêu rõ lượt nhân sự hay đồng chí (nội dung minh họa).",
            due=moment("2019-09-26T17:00"),
            by=stage.player("tonghoptw"),
        )
    rollup_all(of.pk)


def _line(reports: Reports, unit_id: int, june: Figures, place: int, state: State) -> Line:
    sent: datetime = moment("2019-09-20T08:00") + place * 90 * MINUTE
    return Line(
        unit_id,
        later(reports.stage.chance, june[unit_id]),
        reports.words(),
        min(sent, moment("2019-09-23T16:00") + place * MINUTE),
        State.SENT if state is State.RETURNED else state,
    )


def thai_binh(stage: Stage, of: Round) -> None:
    """The province's own report: begun by the house, two passages of districts taken over, not yet put up."""
    officer, province = stage.player("tonghop"), stage.unit("tu-thai-binh")
    reports, said = Reports(stage, of), stage.facts["report"]
    owed = reports.write(
        province, moment("2019-09-23T10:00"), figures={}, texts={"result": said["results"]}, by=officer
    )
    below = Obligation.objects.filter(round=of, receiver_id=province, accepted__isnull=False)
    sources = Passage.objects.filter(
        submission__in=below.values("accepted_id"), section__kind="shortcoming"
    ).order_by("obligation__unit__code", "position")
    taken = list(sources.values_list("pk", flat=True)[:3])
    with stage.at("2019-09-23T16:20"):
        for source_ids, how in (([taken[0]], "verbatim"), (taken[1:], "merged")):
            take_passages(
                actor=officer,
                obligation_id=owed.pk,
                section_id=reports.sections["shortcoming"],
                source_ids=source_ids,
                how=how,
            )
