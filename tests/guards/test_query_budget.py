"""How many queries a page asks: never more with more rows or units below, and fifteen at most.

Every page of the rooms is opened, so a new one is counted or named among those that are none. A page that
needs more stands in the table with its own limit, twenty at most, and the reason in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from giaoban.accounts.models import User
from giaoban.reporting.models import OutlineSection
from giaoban.web.reading.rules import mark_key
from tests.cast import NOON, Cast, sign_in
from tests.factories.crowded import Crowded, crowd
from tests.guards.test_urls import addresses

LIMIT, MOST = 15, 20
FEW, MANY = 3, 30
PERIOD = "2019-t09-9t"

# Pages of one record that show what several rooms hold of it.
ALLOWED = {
    "directives:document": (
        20,
        "bên trang văn bản là phần của bốn phòng khác: nhiệm vụ, hội nghị, kiến nghị",
    ),
    "document_line": (18, "đọc quan hệ, hội nghị, chương trình của mọi năm trong một trang in được"),
    "correspondence:arrival": (17, "bút phê, nhiệm vụ, trả lời, bản quét của một văn bản đến trên một trang"),
    "my_work": (19, "người giữ mọi vai trò thấy mọi khối: văn thư, lãnh đạo, tổng hợp, theo dõi"),
    "reporting:arrival": (19, "hàng chờ của bàn thẩm tra đứng cạnh báo cáo đang đọc"),
    "reporting:words": (18, "hai bản cạnh nhau: đoạn của mọi đơn vị và bản tổng hợp với nguồn từng đoạn"),
    "reporting:passages": (18, "như trên"),
    "reporting:word_changes": (
        20,
        "từng thay đổi của tệp Word cạnh dự thảo đang có, với mọi đoạn và số liệu",
    ),
    "correspondence:dossier": (
        18,
        "đường đi, dự thảo, ý kiến, nơi nhận, bản đã ký và các bước của một hồ sơ trên một trang",
    ),
    "correspondence:checks": (18, "đọc văn bản được dẫn, thẩm quyền và quyển số"),
    "correspondence:submit": (18, "kiểm tra trước khi ký đọc văn bản được dẫn, thẩm quyền và quyển số"),
    "correspondence:decide": (18, "như trên"),
    "correspondence:issue": (20, "như trên, cùng nơi nhận và số sẽ lấy"),
    "conferences:issue": (17, "bản sắp ban hành đúng từng chữ, cạnh hồ sơ trình có thể đang nói khác"),
    "conferences:point": (18, "người dự, phát biểu, tài liệu và giấy mời của một điểm cầu trên một trang"),
}
# Files made for taking away, not pages to look at.
EXPORTS = {
    "reporting:word", "reporting:sheet", "reporting:entry", "reporting:load_marked", "reporting:word_copy",
    "conferences:conclusion_paper", "conferences:conclusion_word", "conferences:letter_paper",
    "conferences:minutes_paper", "conferences:script_paper", "tasks:matrix_xlsx",
    "directives:dissemination_xlsx",
    "correspondence:arrivals_file", "correspondence:outgoing_file",
    "correspondence:dossiers_xlsx", "correspondence:draft_docx", "correspondence:draft_pdf",
    "correspondence:draft_page", "correspondence:opinions_xlsx", "correspondence:opinions_docx",
    "correspondence:opinions_pdf", "correspondence:opinion_docx", "correspondence:opinion_page",
    "correspondence:edition_pdf", "correspondence:edition_page",
    "correspondence:template_pdf", "correspondence:template_docx", "reporting:pdf", "tasks:programme_paper",
    "brief_pdf", "contents_pdf",
}  # fmt: skip
# The first printing keeps its version; the next ones find it.
PRINTED = {
    "conferences:conclusion_paper", "conferences:letter_paper", "conferences:minutes_paper",
    "conferences:script_paper", "tasks:programme_paper", "brief_pdf", "contents_pdf",
    "correspondence:arrivals_file", "correspondence:outgoing_file", "correspondence:draft_pdf",
    "correspondence:opinions_docx", "correspondence:opinions_pdf", "reporting:pdf", "reporting:word",
}  # fmt: skip
AT_THE_CENTRE = (
    "period_file", "my_work", "areas", "directives:list", "directives:disseminations", "tasks:list",
    "tasks:given", "recommendations:list", "reporting:list", "reporting:desk", "conferences:list",
    "organisations:register",
)  # fmt: skip
HALL = (
    "conference", "agenda", "letters", "points", "console", "projector", "pulse", "conclusion", "issue",
    "wording", "word_back", "conclusion_word",
)  # fmt: skip
BOOKS = (
    "arrivals", "arrival_enter", "deliveries", "arrivals_print", "outgoing", "outgoing_print", "series",
    "number_give",
)  # fmt: skip
ROOMS = ("directives", "tasks", "recommendations", "reporting", "conferences", "reading")
# Answers to a form or a script, or one field of a page.
NO_PAGE = {
    "directives:pick", "directives:recognise", "directives:panel", "directives:unrelate", "directives:detach",
    "tasks:issue", "tasks:close", "tasks:discard", "tasks:task_remove", "tasks:move",
    "tasks:extension_decide", "tasks:evidence",
    "recommendations:receive", "recommendations:forward", "recommendations:understand",
    "recommendations:unclear", "recommendations:withdraw",
    "reporting:begin", "reporting:save", "reporting:autosave", "reporting:nothing", "reporting:act",
    "reporting:run", "reporting:passage_add", "reporting:passage_save", "reporting:passage_autosave",
    "reporting:passage_remove", "reporting:passage_restore", "reporting:untake", "reporting:version",
    "conferences:move", "conferences:own",
    "reading:undo", "reading:discard",
    "correspondence:arrival_recognise", "correspondence:delivery_receive", "correspondence:delivery_open",
    "correspondence:arrival_remark", "correspondence:arrival_settle", "correspondence:arrival_reopen",
    "correspondence:arrival_reply", "correspondence:template_drop", "reporting:letter",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page as somebody opens it."""

    who: User
    name: str
    kwargs: dict[str, Any]

    @property
    def label(self) -> str:
        return f"{self.name} @ {self.kwargs.get('unit_code', '')} ({self.who.username})"

    @property
    def limit(self) -> int:
        return MOST if self.name in EXPORTS else ALLOWED.get(self.name, (LIMIT, ""))[0]

    def queries(self, browser: Client, *, warm: bool) -> int:
        """Once the process is warm; an answer that is no page, as its status below zero."""
        path = reverse(self.name, kwargs=self.kwargs)
        if not warm or self.name in PRINTED:
            browser.get(path)
        with CaptureQueriesContext(connection) as seen:
            status = browser.get(path).status_code
        return len(seen) if status == 200 else -status


def lists(house: Crowded) -> Iterator[Page]:
    """First pages and lists of every room, at the Centre and in a province; homes of every role."""
    names = (
        "period_file", "my_work", "areas", "brief", "brief_pdf", "archive", "contents_pdf", "trail", "search",
        "directives:list", "directives:register", "directives:disseminations", "tasks:list", "tasks:given",
        "tasks:localise",
        "tasks:programme_add", "recommendations:list", "recommendations:add", "recommendations:answer",
        "reporting:list", "reporting:open", "reporting:desk", "conferences:list", "conferences:create",
        "conferences:conclusions", "organisations:register", "organisations:tree", "organisations:decisions",
        "accounts:list", "accounts:assignments", "people:register", "notices:contacts",
        "regulations:register", "reading:list", "reading:read", "reading:corrections_xlsx",
        "reading:corrections_csv",
    )  # fmt: skip
    for name in names:
        yield Page(house.provincial, name, at(house.provincial))
    for name in AT_THE_CENTRE:
        yield Page(house.centre, name, at(house.centre))
    cast = house.cast
    for who in (cast.officer, cast.head, cast.monitor, cast.cell_secretary, cast.commune_officer):
        for name in ("period_file", "my_work", "tasks:list", "reporting:list", "recommendations:list"):
            yield Page(who, name, at(who))
    code = {"code": house.papers.code}
    yield Page(house.provincial, "correspondence:check", {})
    for name, more in (("edition", {}), ("edition_pdf", {}), ("edition_page", {"page": 1})):
        yield Page(house.provincial, f"correspondence:{name}", {**code, **more})
    yield Page(house.provincial, "notices:inbox", {})
    yield Page(house.provincial, "notices:jobs", {})


def records(house: Crowded) -> Iterator[Page]:
    """Pages of one record, and the forms that hang on it."""
    centre, province = house.centre, house.provincial
    own, sent = house.owed("tu-thai-binh"), house.owed("tu-thai-binh-commune_committee-0")
    section = OutlineSection.objects.filter(version=house.round.form_version).order_by("position")[0].pk
    conference = {"conference_id": house.running.pk}
    point = {**conference, "point_id": house.running.points.order_by("-order")[0].pk}
    speech = house.running.speeches.order_by("-pk")[0].pk
    programme = {"programme_id": house.programme.pk}
    assignment = {"assignment_id": house.assignment.pk}
    document = {"document_id": house.document.pk}
    draft = house.draft
    text = {"text_id": house.text.pk}
    mark = next(mark_key(one) for one in house.text.marks["marks"] if one["kind"] == "c")
    pages: tuple[tuple[User, str, dict[str, Any]], ...] = (
        *((province, f"reading:{name}", text) for name in ("text", "work", "case")),
        (province, "reading:mark", {**text, "mark_key": mark}),
        *((province, "reading:mark_add", {**text, "kind": kind}) for kind in ("trich-dan", "so-lieu")),
        (centre, "document_line", document),
        (centre, "directives:document", document),
        (province, "directives:document", document),
        (centre, "directives:dissemination", document),
        (province, "directives:dissemination", document),
        (province, "directives:dissemination_xlsx", document),
        (province, "directives:disseminate", {**document, "party_id": house.cast.unit("tu-thai-binh").pk}),
        *((centre, f"directives:{name}", document) for name in ("correct", "address", "relate", "attach")),
        *(
            (province, f"tasks:{name}", programme)
            for name in ("programme", "matrix", "matrix_xlsx", "assign")
        ),
        (province, "tasks:programme_paper", {**programme, "form": "docx"}),
        (province, "reporting:pdf", {"obligation_id": own}),
        (province, "correspondence:templates", {}),
        *(
            (province, f"correspondence:{name}", {"paper": "plan"})
            for name in ("template", "template_docx", "template_pdf")
        ),
        (province, "correspondence:template_make", {"paper": "routing_slip"}),
        (province, "correspondence:open_from", {"kind": "reporting.report", "object_id": own}),
        (province, "tasks:programme_edit", {"programme_id": draft.pk}),
        (province, "tasks:task_add", {"programme_id": draft.pk}),
        (province, "tasks:task_edit", {"task_id": draft.tasks.get().pk}),
        *((province, f"tasks:{name}", assignment) for name in ("assignment", "extension")),
        (house.worker, "tasks:assignment", assignment),
        (province, "recommendations:detail", {"recommendation_id": house.recommendation.pk}),
        (province, "reporting:report", {"obligation_id": own}),
        (province, "reporting:report", {"obligation_id": sent}),
        (centre, "reporting:report", {"obligation_id": house.owed("tw")}),
        (house.worker, "reporting:report", {"obligation_id": sent}),
        (house.signer, "reporting:approval", {"obligation_id": house.put_up.pk}),
        (province, "reporting:arrival", {"obligation_id": sent}),
        (province, "reporting:accept_clean", {"round_id": house.round.pk}),
        (centre, "reporting:obligations", {"round_id": house.round.pk}),
        (province, "reporting:obligations", {"round_id": house.round.pk}),
        (province, "reporting:consolidation", {"obligation_id": own}),
        (centre, "reporting:consolidation", {"obligation_id": house.owed("tw")}),
        (province, "reporting:cell", {"obligation_id": own, "key": "MEM.NEW:in_period"}),
        (province, "reporting:words", {"obligation_id": own}),
        (province, "reporting:passages", {"obligation_id": own, "section_id": section}),
        (province, "reporting:word", {"obligation_id": own}),
        *((province, f"reporting:{name}", {"obligation_id": own}) for name in ("sheet", "entry", "load")),
        *(
            (province, f"reporting:{name}", {"obligation_id": own, "file_id": house.workbook})
            for name in ("load_preview", "load_marked")
        ),
        *((province, f"reporting:{name}", {"obligation_id": own}) for name in ("word_copy", "word_back")),
        (province, "reporting:word_changes", {"obligation_id": own, "file_id": house.word_copy}),
        *((province, f"correspondence:{name}", {}) for name in BOOKS),
        *((province, f"correspondence:{name}_file", {"sheet": "xlsx"}) for name in ("arrivals", "outgoing")),
        *(
            (province, f"correspondence:{name}", {"arrival_id": house.arrival})
            for name in ("arrival", "arrival_correct", "arrival_scan")
        ),
        (province, "correspondence:number_cancel", {"number_id": house.taken}),
        (province, "correspondence:receipts", {"issue_id": house.sent}),
        (province, "conferences:conference", {"conference_id": house.conference.pk}),
        (province, "conferences:change", {"conference_id": house.conference.pk}),
        *((province, f"conferences:{name}", conference) for name in HALL),
        (province, "conferences:conclusion_paper", {**conference, "form": "docx"}),
        (province, "conferences:script_paper", {**conference, "form": "docx"}),
        (province, "conferences:minutes_paper", {"conference_id": house.concluded.pk, "form": "docx"}),
        (province, "conferences:letter_paper", {**point, "form": "docx"}),
        (province, "conferences:review", {"conference_id": house.concluded.pk}),
        (province, "conferences:item", {**conference, "item_id": house.running.items.order_by("pk")[0].pk}),
        *((province, f"conferences:{name}", point) for name in ("point", "point_screen", "letter")),
        (province, "conferences:speech", {**conference, "speech_id": speech}),
    )
    for who, name, kwargs in pages:
        yield Page(who, name, {**at(who), **kwargs})


def dossiers(house: Crowded) -> Iterator[Page]:
    """Hồ sơ trình in every state: its page, its drafts, opinions and the forms of its road."""
    who, papers = house.provincial, house.papers
    asking = {"dossier_id": papers.consulting.pk}
    first = {"dossier_id": papers.drafting.pk, "number": 1}
    opinion = {"opinion_id": papers.opinion.pk}
    states = (papers.drafting, papers.consulting, papers.with_head, papers.approved, papers.issued)
    pages: tuple[tuple[str, dict[str, Any]], ...] = (
        *((name, {}) for name in ("dossiers", "dossiers_xlsx", "open")),
        *(("dossier", {"dossier_id": one.pk}) for one in states),
        *(
            (name, {"dossier_id": papers.drafting.pk})
            for name in (
                "checks",
                "correct",
                "write",
                "fill",
                "compare",
                "take_back",
                "exact",
                "submit",
                "withdraw",
                "ask",
            )
        ),
        *((name, first) for name in ("draft_docx", "draft_pdf")),
        ("draft_page", {**first, "page": 1}),
        ("decide", {"dossier_id": papers.with_head.pk}),
        ("issue", {"dossier_id": papers.approved.pk}),
        *((name, {"dossier_id": papers.issued.pk}) for name in ("recall", "replace", "signed")),
        *((name, asking) for name in ("settle", "opinions", "opinions_xlsx", "opinions_docx")),
        ("opinions_pdf", asking),
        ("respond", {**asking, "point_id": papers.point.pk}),
        ("counts", {**asking, "consultation_id": papers.form.pk}),
        *((name, opinion) for name in ("opinion", "opinion_docx")),
        ("opinion_page", {**opinion, "page": 1}),
    )
    for name, kwargs in pages:
        yield Page(who, f"correspondence:{name}", {**at(who), **kwargs})


def at(who: User) -> dict[str, Any]:
    assert who.home_unit is not None
    return {"unit_code": who.home_unit.code, "period_code": PERIOD}


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands, so that no session notes in the middle that time has gone by."""
    with time_machine.travel(NOON, tick=False):
        yield


def counted(cast: Cast) -> dict[str, tuple[Page, dict[int, int]]]:
    found: dict[str, tuple[Page, dict[int, int]]] = {}
    for size in (FEW, MANY):
        before = transaction.savepoint()
        house = crowd(cast, size)
        browsers: dict[int, Client] = {}
        for number, page in enumerate((*lists(house), *records(house), *dossiers(house))):
            if page.who.pk not in browsers:
                browsers[page.who.pk] = sign_in(page.who)
                browsers[page.who.pk].get(reverse("help"))  # a new session writes itself once
            browser = browsers[page.who.pk]
            counts = found.setdefault(f"{number} {page.label}", (page, {}))[1]
            counts[size] = page.queries(browser, warm=bool(counts))
        transaction.savepoint_rollback(before)
    return found


def test_a_page_asks_the_same_for_three_rows_and_for_thirty(cast: Cast, still: None):
    found = counted(cast)
    pages = {page.name for page, _n in found.values()}
    named = {name for name, _path in addresses(get_resolver().url_patterns)}
    assert {name for name in named if name.partition(":")[0] in ROOMS} - NO_PAGE - pages == set()
    assert pages & NO_PAGE == set()
    assert {label: n for label, (_page, n) in found.items() if min(n.values()) < 0} == {}
    assert {label: n for label, (_page, n) in found.items() if n[FEW] != n[MANY]} == {}
    assert {label: n for label, (page, n) in found.items() if n[MANY] > page.limit} == {}


def test_a_page_with_more_queries_has_a_reason():
    assert all(limit <= MOST and reason for limit, reason in ALLOWED.values())
