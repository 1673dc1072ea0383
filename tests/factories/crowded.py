"""A house at work with so many of everything below Thái Bình and below the Centre: pages are measured on it.

It is left as people would have left it: through the doors, many reports at once as the demonstration does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from giaoban.accounts.models import Responsibility, User
from giaoban.accounts.rules import Role
from giaoban.conferences import services as conference_doors
from giaoban.conferences.models import Conference
from giaoban.conferences.rules import IssueFacts
from giaoban.core.dates import ZONE
from giaoban.demo.crowd.reports import Line, report
from giaoban.directives.models import Dissemination, Document
from giaoban.organisations.models import Department, Unit, UnitName
from giaoban.organisations.placements import Move, place_many
from giaoban.organisations.rules import PARTY
from giaoban.recommendations.models import Recommendation
from giaoban.reporting import services as reporting_doors
from giaoban.reporting.models import Obligation, Passage, Round
from giaoban.reporting.rules import State
from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.rules import TaskFacts
from giaoban.web.models import ReadText
from tests.cast import BASELINE, Cast
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.factories.arrivals import make_arrival, make_remark
from tests.factories.conferences import closed, make_conference, make_paragraphs, make_speech, move, opened
from tests.factories.correspondence import make_dossier, make_issue, make_series
from tests.factories.directives import make_document, make_relation
from tests.factories.notices import make_contact, make_job, make_notice
from tests.factories.people import make_person, make_post
from tests.factories.reading import make_long_text
from tests.factories.recommendations import make_recommendation
from tests.factories.returned import retyped
from tests.factories.rounds import Dossiers, make_dossiers
from tests.factories.tasks import DUE, make_programme, walk

EVERYTHING = (
    Role.HEAD, Role.COMPILER, Role.REVIEWER, Role.CONFERENCE_SECRETARY, Role.RECORDER, Role.CHAIR,
    Role.AREA_OFFICER, Role.CLERK, Role.ADMINISTRATOR,
)  # fmt: skip
FIGURES = {key: value for key, value in reporting.FIGURES.items() if value is not None}
# A half year before: what was counted since the year began is what the period counts.
HALF_YEAR = {
    **FIGURES,
    **{key.replace(":in_period", ":cumulative"): n for key, n in FIGURES.items() if ":in_period" in key},
    "MEM.TOTAL:value": 408,
    "MEM.IDLINK:denominator": 408,
}
TEXTS = {
    "result": ["Đã tổ chức học tập nghị quyết cho toàn thể đảng viên.", "Kết nạp bốn đảng viên mới."],
    "shortcoming": ["Còn hai chi bộ sinh hoạt chưa đúng ngày; nguyên nhân do mùa vụ."],
    "next_task": ["Hoàn thành việc sắp xếp chi bộ thôn trong quý tới."],
    "recommendation": ["Đề nghị Tỉnh ủy hướng dẫn mẫu hồ sơ kết nạp."],
}
HALF_YEAR_DAY = datetime(2019, 6, 20, 8, tzinfo=ZONE)
EARLIER = datetime(2019, 9, 9, 8, tzinfo=ZONE)


@dataclass
class Crowded:
    """`centre` and `provincial` may do everything at the Centre and in Thái Bình, `worker` in its commune,
    `signer` in another one, whose report `put_up` waits for approval."""

    cast: Cast
    centre: User
    provincial: User
    worker: User
    signer: User
    round: Round
    put_up: Obligation
    document: Document
    programme: Programme
    draft: Programme
    assignment: Assignment
    recommendation: Recommendation
    conference: Conference
    running: Conference
    concluded: Conference
    text: ReadText
    workbook: int
    word_copy: int
    arrival: int
    taken: int
    sent: int
    papers: Dossiers

    def owed(self, code: str) -> int:
        return reporting.owed(self.round, code).pk


def worker(cast: Cast, username: str, home: str, unit: str, roles: Sequence[str] = EVERYTHING) -> User:
    user = make_user(username, home=cast.unit(home))
    for role in roles:
        make_grant(user, role, cast.unit(unit))
    return user


def add_units(cast: Cast, parent: str, kind: str, count: int, name: str) -> list[Unit]:
    made, moves = [], []
    for number in range(count):
        unit = Unit.objects.create(code=f"{parent}-{kind}-{number}", kind_id=kind, starts=BASELINE)
        named = UnitName(unit=unit, name=f"{name} số {number}", short_name=f"số {number}", starts=BASELINE)
        named.keyed().save()
        moves.append(Move(unit.pk, cast.unit(parent).pk, BASELINE))
        made.append(unit)
    place_many(PARTY, moves)
    return made


def crowd(cast: Cast, count: int) -> Crowded:
    reporting.set_levels()
    tw, province = cast.unit("tw"), cast.unit("tu-thai-binh")
    commission, office = cast.unit("btc-thai-binh"), cast.unit("btctw")
    centre = worker(cast, "tw.moi.viec", "btctw", "tw")
    provincial = worker(cast, "tb.moi.viec", "btc-thai-binh", "tu-thai-binh")
    provinces = add_units(cast, "tw", "provincial_committee", count, "Tỉnh ủy")
    communes = add_units(cast, "tu-thai-binh", "commune_committee", count, "Đảng ủy xã")
    document = documents(count, commission, office, [province, *communes])
    programme = programmes(count, tw, province, communes, document)
    for number, unit in enumerate(communes):
        person = make_person(f"Nguyễn Văn Số {number}")
        make_post(person, unit)
        make_post(person, commission, f"Chuyên viên {number}", kind="other")
        make_contact(unit, f"Đầu mối {number}")
        make_grant(make_user(f"tb.xa.{number}", home=unit), Role.COMPILER, unit)
        Responsibility.objects.create(user=provincial, unit=commission, area=unit, starts=BASELINE)
        Responsibility.objects.create(
            user=centre, unit=cast.unit("btctw"), area=provinces[number], starts=BASELINE
        )
        for who in (centre, provincial):
            make_notice(who, f"Có việc {number}.")
            make_job(who, f"Việc dài {number}")
    round_ = reports(cast, provinces, communes)
    arrival, taken, sent = books(count, commission, office, communes)
    conference, running, concluded = conferences(count, cast, communes)
    return Crowded(
        cast=cast,
        centre=centre,
        provincial=provincial,
        worker=User.objects.get(username="tb.xa.0"),
        signer=User.objects.get(username="tb.xa.2"),
        round=round_,
        put_up=reporting.submit(reporting.begin_and_fill(reporting.owed(round_, communes[2].code))),
        document=document,
        programme=programme,
        draft=make_programme(province, communes[:1], title="Chương trình đang dự thảo", issue=False),
        assignment=Assignment.objects.filter(task__programme=programme).order_by("pk")[0],
        recommendation=recommendations(tw, province, communes),
        conference=conference,
        running=running,
        concluded=concluded,
        workbook=reporting.bring_back(reporting.owed(round_, "tu-thai-binh"), provincial),
        word_copy=reporting.bring_word_back(
            reporting.owed(round_, "tu-thai-binh"), provincial, retyped("Đã tổ chức", "Tiếp tục tổ chức")
        ),
        arrival=arrival,
        taken=taken,
        sent=sent,
        papers=make_dossiers(commission, communes, count),
        text=make_long_text(commission, count),  # last: what is registered later makes it be read again
    )


def books(count: int, commission: Unit, office: Unit, communes: Sequence[Unit]) -> tuple[int, int, int]:
    """So many papers that arrived with bút phê, that wait, that were numbered; one went to every commune."""
    rooms = [Department.objects.create(unit=commission, name=f"Phòng {n}", starts=BASELINE) for n in (1, 2)]
    first = make_arrival(commission)
    for number in range(count):
        line = make_arrival(commission, f"{number}-CV/TW", due=DUE)
        make_remark(line, department=rooms[number % 2], due=DUE)
        make_remark(first, f"Lần {number}", department=rooms[number % 2])
        from_centre = make_dossier(office, state="issued", about=f"Việc {number}", drafted=False)
        make_issue(from_centre, f"{number}-KH/BTCTW", delivered=[commission])
        make_dossier(commission, about=f"Trả lời {number}", answers=first, drafted=False)
    taken = make_series(commission, numbers=count + 1).numbers.order_by("value")
    sent = make_issue(make_dossier(commission, state="issued"), number=taken[0], delivered=communes)
    return first.pk, taken[1].pk, sent.pk


def documents(count: int, commission: Unit, office: Unit, recipients: Sequence[Unit]) -> Document:
    main = make_document(office, "50-KL/TW", issuer="Bộ Chính trị", recipients=tuple(recipients), public=True)
    for unit in recipients[:count]:
        Dissemination.objects.create(
            document=main, unit=unit, held_on=main.issued_on, manner="online", attending=9, convened=9
        )
    for number in range(1, count + 1):
        of_centre = make_document(office, f"{number}-HD/BTCTW", issuer="Ban Tổ chức Trung ương", public=True)
        own = make_document(commission, f"{number}-HD/BTCTU", issuer="Ban Tổ chức Tỉnh ủy Thái Bình")
        make_relation(of_centre, main)
        make_relation(own, main, "cites")
    return main


def programmes(
    count: int, tw: Unit, province: Unit, communes: Sequence[Unit], document: Document
) -> Programme:
    """So many of each, in the middle of their road; the first has as many tasks as units."""
    found = []
    for number in range(count):
        make_programme(tw, [province], title=f"Chương trình của Trung ương {number}", document_id=document.pk)
        tasks = [
            TaskFacts(f"{row + 1}", f"Nhiệm vụ {row}", due=DUE, lead_unit_ids=[one.pk for one in communes])
            for row in range(1 if number else 1 + count // 3)
        ]
        title = f"Chương trình của tỉnh {number}"
        found.append(make_programme(province, tasks=tasks, title=title, document_id=document.pk))
    for assignment in Assignment.objects.filter(task__programme=found[0]).order_by("pk")[:count]:
        walk(assignment, "acknowledge", "report_progress", "report_done")
    return found[0]


def reports(cast: Cast, provinces: Sequence[Unit], communes: Sequence[Unit]) -> Round:
    """Of all that owe, a third has sent, every second of these is accepted; Thái Bình is compiling."""
    before = reporting.make_round(cast, period="2019-6t")
    round_ = reporting.make_round(cast)
    for units in ((*provinces[:2], *provinces[3::3]), (*communes[:2], *communes[3::3])):
        report(before, [Line(unit.pk, HALF_YEAR, TEXTS, HALF_YEAR_DAY) for unit in units])
        states = [State.SENT if number % 2 else State.ACCEPTED for number in range(len(units))]
        pairs = zip(units, states, strict=True)
        report(round_, [Line(unit.pk, FIGURES, TEXTS, EARLIER, state) for unit, state in pairs])
    for one in (before, round_):
        reporting_doors.rollup_all(one.pk)
    own = reporting.begin_and_fill(reporting.owed(round_, "tu-thai-binh"))
    for passage in Passage.objects.filter(
        submission__obligation__round=round_,
        submission__obligation__receiver=cast.unit("tu-thai-binh"),
        submission__obligation__state="accepted",
        section__number="I",
    ):
        reporting_doors.take_passages(
            actor=reporting.SYSTEM,
            obligation_id=own.pk,
            section_id=passage.section_id,
            source_ids=[passage.pk],
            how="verbatim",
        )
    return round_


def recommendations(tw: Unit, province: Unit, communes: Sequence[Unit]) -> Recommendation:
    for number, unit in enumerate(communes):
        make_recommendation(unit, province, f"Đề nghị việc số {number}.")
        make_recommendation(province, tw, f"Đề nghị của tỉnh số {number}.")
        make_recommendation(province, tw, f"Đề nghị đã có trả lời số {number}.", state="answered")
    return Recommendation.objects.filter(unit=communes[0], addressee=province).order_by("-pk")[0]


def conferences(
    count: int, cast: Cast, communes: Sequence[Unit]
) -> tuple[Conference, Conference, Conference]:
    """So many in preparation; one that is on, with a speech of each point and a draft of its conclusion; one
    whose conclusion was issued."""
    host = (cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh"))
    made = [make_conference(*host, title=f"Giao ban số {number}") for number in range(count)]
    running = opened(make_conference(*host))
    speeches = [make_speech(running, unit, f"Tham luận của {unit.code}") for unit in communes]
    for speech in speeches[: len(speeches) // 2]:
        move(speech, "queue", "call", "finish")
    concluded = make_conference(*host, title="Giao ban đã kết luận", starts_at=EARLIER)
    for conference in (running, concluded):
        make_paragraphs(conference, *[f"Nhiệm vụ số {number} của kỳ tới." for number in range(count)])
    closed(concluded)
    conference_doors.issue_conclusion(
        actor=reporting.SYSTEM,
        conference_id=concluded.pk,
        facts=IssueFacts("TB", "31-TB/BTCTU", EARLIER.date()),
        version=concluded.conclusion.version,
    )
    return made[0], running, concluded
