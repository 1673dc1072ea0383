"""The five chapters as they stand once told: facts of the texts in the database and on the pages."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from giaoban.accounts.models import User
from giaoban.audit.models import Entry
from giaoban.conferences.models import Conference, ConnectionPoint
from giaoban.correspondence.models import Arrival, Delivery, Dossier, Draft, Issue, Number, OpinionPoint, Step
from giaoban.correspondence.queries.arrivals import rows, with_remark
from giaoban.demo import loading
from giaoban.demo.rules.chapters import CHAPTERS, DOCUMENTS, EVERY
from giaoban.directives.models import Document
from giaoban.recommendations.models import Recommendation
from giaoban.reporting.models import Obligation, Passage, Submission
from giaoban.reporting.rules import bucket
from giaoban.reporting.services.sending import is_intact
from giaoban.tasks.models import Assignment, Programme
from tests.cast import sign_in
from tests.demo.conftest import undone

pytestmark = pytest.mark.usefixtures("told", "db")

# Persons whom the five texts name: nowhere in the house, whatever the table.
NAMED = (
    *("Phạm Minh Chính", "Ngô Đông Hải", "Đỗ Xuân Thành", "Đỗ Hữu Lâm", "Phan Văn Nhiệm"),
    *("Mai Văn Chính", "Phạm Hoàng Sơn", "Dương Xuân Hùng", "Ngô Thanh Danh", "Nguyễn Đức Nguyên"),
)
NUMBERED = {
    *("18-NQ/TW", "19-NQ/TW", "05-CT/TW", "05-KL/BTCTW", "35-CT/TW", "55-KL/TW", "205-QĐ/TW", "58-KL/TW"),
    *("45-CT/TW", "08-KL/BTCTW", "96-QĐ/TW", "50-KL/TW"),
}
# One player for each chapter's own page.
READERS = {
    "q1_2018": "tonghoptw",
    "cluster_2018": "cumtruong",
    "m9_2019": "tonghop",
    "dak_nong_2020": "tonghopdn",
    "q1_2023": "tonghoptw",
}


@pytest.fixture(scope="module")
def told(house: Path) -> Iterator[dict[str, bool]]:
    """Everything told; of two chapters whether they came out equal when they were told twice."""
    equal = {}
    with undone():
        loading.tell_one(DOCUMENTS)
        for chapter in CHAPTERS:
            if chapter.code in {"cluster_2018", "m9_2019"}:
                with undone():
                    loading.tell_one(chapter)
                    first = digest()
                loading.tell_one(chapter)
                equal[chapter.code] = digest() == first
        loading.tell_all(lambda *_far: None)
        yield equal


def digest() -> str:
    """Every word and figure that the chapters wrote, without ids."""
    return hashlib.sha256("\n".join(map(repr, facts())).encode()).hexdigest()


def facts() -> Iterator[Any]:
    owed = "obligation__round__period", "obligation__unit__code"
    yield from Submission.objects.order_by(*owed).values_list(*owed, "figures", "sent_at", "explanations")
    yield from Passage.objects.order_by(*owed, "section", "position", "text").values_list(*owed, "text")
    done = ("task__programme__title", "task__number", "unit__code")
    yield from Assignment.objects.order_by(*done).values_list(*done, "state", "percent", "done_at")
    heads = ("conference__title", "unit__code", "name")
    yield from ConnectionPoint.objects.order_by(*heads).values_list(*heads, "present", "convened", "state")
    yield from papers()


def papers() -> Iterator[Any]:
    yield from Number.objects.order_by("symbol", "series__unit").values_list("symbol", "taken_on", "state")
    lines = ("number__value", "arrived_on", "summary", "state", "settled_on", "settled_note")
    yield from Arrival.objects.order_by("unit__code", *lines[:1]).values_list("unit__code", *lines)
    yield from Step.objects.order_by("dossier__about", "pk").values_list(
        "dossier__about", "move", "on", "note"
    )
    for draft in Draft.objects.order_by("dossier__about", "number"):
        yield draft.paper
    sent = ("issue__document__symbol", "unit__code", "sent_at", "opened_at")
    yield from Delivery.objects.order_by(*sent[:2]).values_list(*sent)
    yield from OpinionPoint.objects.order_by("text").values_list("text", "accepted", "response")


def page(username: str, path: str) -> str:
    answer = sign_in(User.objects.get(username=username)).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def conference(period: str) -> Conference:
    return Conference.objects.get(period=period)


def test_two_loads_are_equal_in_every_word_and_figure(told: dict[str, bool]):
    assert told == {"cluster_2018": True, "m9_2019": True}
    before = digest()
    Submission.objects.filter(obligation__unit__code="btc-dong-nai").update(explanations={"x": "y"})
    assert digest() != before


def test_told_again_nothing_is_doubled():
    before = digest()
    assert loading.tell_all(lambda *_far: None) == 0
    assert digest() == before
    assert loading.told() == {chapter.code for chapter in EVERY}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.code)
def test_each_chapter_opens_on_its_own_page_and_every_step_leads_on(chapter):
    username = READERS[chapter.code]
    path = reverse("period_file", args=[chapter.unit, chapter.period])
    shown = page(username, path)
    assert "Dữ liệu minh họa" in shown
    assert chapter.title in shown
    steps = set(re.findall(rf'href="({path}[^"#?]+)"', shown.partition("<main")[2]))
    assert len(steps) >= 4
    for step in sorted(steps):
        page(username, step)


# --- quarter I of 2018 -----------------------------------------------------------------------------------


def test_the_twelve_tasks_of_quarter_two_of_2018():
    programme = Programme.objects.get(period="2018-q2", unit__code="tw")
    tasks = list(programme.tasks.order_by("position"))
    assert [task.number for task in tasks] == [str(number) for number in range(1, 13)]
    assert [task.wording for task in tasks[5:]] == [
        f"Nhiệm vụ {number} (nội dung minh họa)" for number in range(6, 13)
    ]
    assert not any("minh họa" in task.wording for task in tasks[:5])
    given = Assignment.objects.filter(task__programme=programme)
    assert given.count() == 12 * 63
    assert set(given.values_list("due", flat=True)) == {date(2018, 6, 30)}
    assert programme.document is not None
    assert (programme.document.symbol, programme.document.number) == ("", None)
    path = reverse("tasks:programme", args=["btctw", "2018-q2", programme.pk])
    shown = page("tonghoptw", path)
    assert all(task.wording in shown for task in tasks)


def test_thai_nguyen_sits_at_a_point_and_speaks_in_quarter_one_of_2018():
    held = conference("2018-q1")
    point = held.points.get(unit__code="tu-thai-nguyen")
    assert [speech.state for speech in point.speeches.all()] == ["done"]
    assert held.state == "concluded"
    shown = page("tonghoptn", reverse("conferences:conference", args=["btc-thai-nguyen", "2018-q1", held.pk]))
    assert "Hội nghị giao ban trực tuyến toàn quốc" in shown


# --- cluster 4 -------------------------------------------------------------------------------------------


def test_four_of_eleven_with_their_names():
    own = Obligation.objects.get(round__period="2018-6t", unit__code="cum-thi-dua-4")
    sent = own.accepted
    assert sent is not None
    named = [name for _unit, name in sent.names["APP.RESTRUCTURED"]]
    assert named == ["Bình Phước", "Lâm Đồng", "Long An", "Ninh Thuận"]
    cells = own.round.form_version.cells()
    figures = {cell.key: sent.figures[cell.position] for cell in cells}
    assert (figures["APP.RESTRUCTURED:count"], figures["APP.RESTRUCTURED:base"]) == (4, 11)
    assert own.round.cut_off == date(2018, 6, 30)
    assert is_intact(sent)
    shown = page("cumtruong", reverse("reporting:consolidation", args=["cum-thi-dua-4", "2018-6t", own.pk]))
    assert "4/11" in shown
    assert "Bình Phước, Lâm Đồng, Long An, Ninh Thuận" in shown


def test_five_members_spoke_in_long_an_and_all_eleven_were_given_what_was_asked():
    held = conference("2018-6t")
    assert held.day == date(2018, 8, 10)
    speakers = held.speeches.order_by("registered_at", "pk").values_list("point__unit__code", "state")
    assert set(speakers) == {
        (f"btc-{place}", "done") for place in ("dong-nai", "long-an", "ninh-thuan", "lam-dong", "ho-chi-minh")
    }
    given = Assignment.objects.filter(task__programme__unit__code="cum-thi-dua-4")
    assert given.values("unit").distinct().count() == 11
    assert given.values("task").distinct().count() == 3


# --- nine months of 2019 -----------------------------------------------------------------------------------


def test_on_the_day_of_the_demonstration_every_bucket_of_the_desk_holds_somebody():
    rows = Obligation.objects.filter(round__period="2019-t09-9t", receiver__code="tu-thai-binh")
    found = [bucket(row.state, row.first_sent_at, row.deadline).value for row in rows]
    counted = {name: found.count(name) for name in found}
    assert counted == {
        "on_time": 5,
        "late": 1,
        "waiting": 1,
        "returned": 1,
        "not_sent": 2,
        "not_required": 1,
    }
    own = Obligation.objects.get(round__period="2019-t09-9t", unit__code="tu-thai-binh")
    assert (own.state, own.due.astimezone().date()) == ("drafting", date(2019, 9, 25))
    shown = page("tonghop", "/btc-thai-binh/2019-t09-9t/")
    assert "7/10" in shown
    waiting = rows.get(state="sent").current
    assert waiting is not None
    assert waiting.warnings != []


def test_eight_groups_of_the_year_and_the_cell_day_as_a_speech():
    programme = Programme.objects.get(period="2019", unit__code="tw")
    groups = programme.tasks.filter(parent=None)
    assert list(groups.order_by("position").values_list("number", flat=True)) == list("12345678")
    assert programme.document == Document.objects.get(symbol="05-KL/BTCTW")
    held = conference("2019-t09-9t")
    assert (held.state, held.starts_at.astimezone().strftime("%d/%m/%Y %H:%M")) == (
        "invited",
        "30/09/2019 14:00",
    )
    speech = held.speeches.get()
    assert (speech.point.unit.code, speech.state) == ("tu-thai-binh", "selected")
    assert "ngày mùng 3 hằng tháng" in speech.topic
    grounded = held.items.get(kind="grounding").documents
    assert set(grounded.values_list("symbol", flat=True)) == {"205-QĐ/TW", "55-KL/TW", "58-KL/TW"}
    assert not hasattr(held, "conclusion")


def test_provinces_asked_and_some_were_answered():
    states = Recommendation.objects.filter(origin_kind="").values_list("unit__code", "state")
    assert dict(states) == {
        "tu-thai-binh": "understood",
        "tu-hung-yen": "answered",
        "tu-nam-dinh": "sent",
        "tu-thai-nguyen": "sent",
    }


# --- papers of September 2019 ------------------------------------------------------------------------------


def test_a_dossier_stands_in_every_stage():
    found = Dossier.objects.order_by("unit__code", "state").values_list("unit__code", "state")
    assert Counter(found) == {
        ("btc-thai-binh", "approved"): 1,
        ("btc-thai-binh", "consulting"): 1,
        ("btc-thai-binh", "drafting"): 1,
        ("btc-thai-binh", "issued"): 2,
        ("btc-thai-binh", "returned"): 1,
        ("btc-thai-binh", "with_standing_office"): 1,
        ("btctw", "consulting"): 1,
        ("btctw", "issued"): 1,
        ("btctw", "with_head"): 1,
    }
    assert all(
        about.endswith("(nội dung minh họa)") for about in Dossier.objects.values_list("about", flat=True)
    )
    first, second = Draft.objects.filter(dossier__state="drafting").order_by("number")
    assert first.sha256 != second.sha256
    points = OpinionPoint.objects.order_by("pk").values_list("opinion__unit__code", "accepted")
    assert list(points) == [("hu-minh-hoa", False), ("hu-minh-hoa", None)]
    for asked, unit in (("truongban", "btc-thai-binh"), ("canboxa", "du-xa-minh-hoa")):
        assert "Dự thảo hỏi ý kiến đơn vị" in page(asked, f"/{unit}/2019-t09-9t/viec-cua-toi/")
    shown = page("vanthu", reverse("correspondence:dossiers", args=["btc-thai-binh", "2019-t09-9t"]))
    assert "Dự sinh hoạt chi bộ ngày mùng 3 hằng tháng" in shown


def test_papers_arrived_in_different_states_and_one_became_a_task():
    book = Arrival.objects.filter(unit__code="btc-thai-binh").order_by("pk")
    states = [(row.number, row.kind) for row in rows(with_remark(book), date(2019, 9, 24))]
    assert states == [
        (1187, "late"),
        (1188, "soon"),
        (1189, "done"),
        (1190, "done"),
        (1191, "soon"),
        (1192, "todo"),
    ]
    asked = book.get(number__value=1188)
    assert asked.document is not None
    task = Assignment.objects.get(task__origin_kind="correspondence.arrival")
    assert (task.task.origin_id, task.due) == (asked.pk, date(2019, 9, 25))
    reply = Issue.objects.get(dossier__answers=book.get(number__value=1189))
    assert reply.document.symbol in book.get(number__value=1189).settled_note


def test_what_was_issued_has_its_number_and_waits_for_some():
    issues = Issue.objects.order_by("pk").select_related("document", "edition", "number")
    assert [one.document.symbol for one in issues] == ["19-HD/BTCTU", "1275-CV/BTCTU", "5613-CV/BTCTW"]
    assert all(re.fullmatch(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}", one.edition.code) for one in issues)
    sent = Delivery.objects.filter(issue=issues[0])
    assert set(sent.filter(opened_at=None).values_list("unit__code", flat=True)) == {
        *("hu-minh-hoa", "hu-hoa-loi", "duqs-minh-hoa", "du-xa-minh-hoa"),
    }
    assert sent.count() == 12
    for reader, unit in (("canboxa", "du-xa-minh-hoa"), ("tonghophuyen", "hu-minh-hoa")):
        shown = page(reader, reverse("correspondence:deliveries", args=[unit, "2019-t09-9t"]))
        assert "19-HD/BTCTU" in shown
        assert "1275-CV/BTCTU" not in shown
    waiting = page("vanthu", reverse("correspondence:deliveries", args=["btc-thai-binh", "2019-t09-9t"]))
    assert "5613-CV/BTCTW" in waiting
    assert Number.objects.get(state="cancelled").symbol == "1276-CV/BTCTU"
    books = page("vanthu", reverse("correspondence:series", args=["btc-thai-binh", "2019-t09-9t"]))
    assert "2015-2020" in books
    assert "Chưa ghi nhiệm kỳ riêng" not in books


def test_every_paper_went_through_the_doors():
    assert past_the_doors() == set()
    dossier = Dossier.objects.get(state="drafting")
    Step.objects.create(dossier=dossier, move="withdraw", state="withdrawn", on=date(2019, 9, 24))
    assert past_the_doors() == {(dossier.pk, "withdraw")}


def past_the_doors() -> set[tuple[int, str]]:
    """Steps and lines of books of which the trail knows nothing, or by nobody of the cast."""
    acts = Entry.objects.filter(action__startswith="correspondence.", actor_id__isnull=False)
    known = {
        (kind, pk, action.partition(".")[2])
        for kind, pk, action in acts.values_list("kind", "object_id", "action")
    }
    told = {"consult": "ask_opinions"}
    steps = Step.objects.values_list("dossier_id", "move")
    unknown = {(pk, m) for pk, m in steps if ("correspondence.dossier", pk, told.get(m, m)) not in known}
    for line in Arrival.objects.all():
        act = "receive" if line.delivery_id else "enter"
        if ("correspondence.arrival", line.pk, act) not in known:
            unknown.add((line.pk, act))
    return unknown


# --- Đắk Nông and 2023 --------------------------------------------------------------------------------------


def test_eight_key_tasks_for_2021_and_fifteen_medals_as_a_count():
    programme = Programme.objects.get(period="2021", unit__code="tu-dak-nong")
    tasks = list(programme.tasks.order_by("position"))
    assert len(tasks) == 8
    assert "45-CT/TW" in tasks[0].wording
    assert sum("(nội dung minh họa)" in task.wording for task in tasks) == 5
    held = conference("2020")
    award = held.items.get(kind="award")
    assert (award.count, award.counting_unit) == (15, "đồng chí")
    assert (held.unit.code, held.day.year, held.day.month) == ("tu-dak-nong", 2021, 1)
    shown = page("tonghopdn", reverse("conferences:conference", args=["btc-dak-nong", "2020", held.pk]))
    assert "15 đồng chí" in shown


def test_counts_of_2023_stand_apart_and_are_never_added():
    own = Obligation.objects.get(round__period="2023-q1", unit__code="btctw")
    sent = own.accepted
    assert sent is not None
    cells = own.round.form_version.cells()
    figures = {cell.row.code: sent.figures[cell.position] for cell in cells if cell.part == "in_period"}
    assert {code: value for code, value in figures.items() if value is not None} == {
        "CAD.APPT": 115,
        "CAD.PLAN": 661,
    }
    units = {cell.row.code: cell.row.counting_unit for cell in cells}
    assert (units["CAD.APPT"], units["CAD.PLAN"]) == ("lượt", "lượt")
    held = conference("2023-q1")
    pages = [
        "/btctw/2023-q1/",
        reverse("reporting:report", args=["btctw", "2023-q1", own.pk]),
        reverse("reporting:consolidation", args=["btctw", "2023-q1", own.pk]),
        reverse("conferences:conference", args=["btctw", "2023-q1", held.pk]),
    ]
    shown = [re.sub(r"<[^>]+>", " ", page("tonghoptw", path).partition("<main")[2]) for path in pages]
    assert "27 đồng chí" in shown[1]
    kinds = ("phân công", "bổ nhiệm", "giới thiệu ứng cử", "chỉ định", "xét thăng quân hàm", "nghỉ hưu")
    assert all(kind in shown[1] for kind in kinds)
    assert [re.findall(r"(?<!\d)(?:142|688|776|803)(?!\d)", text) for text in shown] == [[], [], [], []]


# --- through all of it ------------------------------------------------------------------------------------


def test_one_line_runs_from_2017_to_2023():
    first = Document.objects.get(symbol="18-NQ/TW")
    reached, front = {first.pk}, [first]
    while front:
        new = [
            relation.source
            for document in front
            for relation in document.incoming.all()
            if relation.source_id not in reached
        ]
        reached |= {document.pk for document in new}
        front = new
    years = {document.issued_on.year for document in Document.objects.filter(pk__in=reached)}
    assert years >= {2017, 2018, 2019, 2021, 2023}
    assert Document.objects.get(symbol="50-KL/TW").pk in reached
    shown = page("tonghop", reverse("document_line", args=["btc-thai-binh", "2019-t09-9t", first.pk]))
    assert "Kết luận 50-KL/TW" in shown


def test_no_symbol_was_made_up():
    """Of the texts; a paper issued in the house has a number of the house's own books and says what it is."""
    entered = Document.objects.filter(issue=None)
    assert set(entered.exclude(symbol="").values_list("symbol", flat=True)) == NUMBERED
    assert set(Document.objects.filter(symbol="").values_list("number", flat=True)) == {None}
    issued = Document.objects.exclude(issue=None).values_list("summary", flat=True)
    assert {summary.rpartition(" (")[2] for summary in issued} == {"nội dung minh họa)"}


def test_no_person_of_the_texts_is_named_anywhere():
    assert named_in_tables() == []
    Programme.objects.filter(period="2021").update(title=f"Chương trình của {NAMED[-1]}")
    assert named_in_tables() == ["tasks_programme"]
    data = Path(loading.__file__).parent / "data"
    assert not [p for p in data.rglob("*.json") if any(n in p.read_text(encoding="utf-8") for n in NAMED)]


def named_in_tables() -> list[str]:
    wanted = "|".join(NAMED)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in sorted(tables):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ~* %s)', [wanted])  # noqa: S608
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_a_stranger_to_a_chapter_sees_nothing_of_its_drafts():
    own = Obligation.objects.get(round__period="2019-t09-9t", unit__code="tu-thai-binh")
    path = reverse("reporting:report", args=["btc-thai-binh", "2019-t09-9t", own.pk])
    page("tonghop", path)
    browser: Client = sign_in(User.objects.get(username="tonghopdn"))
    assert browser.get(path).status_code == 404
