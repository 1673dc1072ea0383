"""Every form of the rooms with every kind of bad value in every field, sent as a browser would.

Never an error of the house, nothing half written, a Vietnamese sentence that says what is wrong, and what
else was typed is still on the page.
"""

import html
import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client

from giaoban.accounts.models import User
from giaoban.tasks.forms import CHOSEN
from tests.cast import Cast, sign_in
from tests.factories.provinces import Province, make_provinces
from tests.guards.test_id_swap import PATTERNS, digest, path_of

TYPED = "Nội dung đã gõ, phải còn trên trang"
BAD = (
    "",
    "chữ",
    "-1",
    "9" * 30,
    "9" * 5000,
    "1e400",
    "=1+1",
    "31/2/2019",
    "1/1/0001",
    "٤٢",
    "<script>alert(1)</script>",
    unicodedata.normalize("NFD", "Hòa giải ở Đắk Nông"),
    "dài " * 20_000,
)
UNKEEPABLE = "a\x00b"
REFUSED = {404, 409, 422}
ANSWERED = {200, 302, *REFUSED}


@dataclass(frozen=True, slots=True)
class Form:
    """A form that would be taken as it is, and where it is sent."""

    who: User
    name: str
    sent: dict[str, Any]
    where: dict[str, Any]

    def path(self, ours: Province) -> str:
        wanted = next((names for known, names in PATTERNS if known == self.name), ())
        arguments = {**ours.arguments(self.name, wanted), **self.where}
        return path_of(self.name, arguments, ours.at(self.who))


@pytest.fixture
def ours(cast: Cast) -> Province:
    return make_provinces(cast)[0]


def forms(ours: Province) -> Iterator[Form]:
    """What somebody in the province, or in its commune, would send."""
    ids, province, commune = ours.ids, ours.worker, ours.commune

    def form(who: User, name: str, sent: dict[str, Any], **where: Any) -> Form:
        return Form(who, name, sent, where)

    yield form(province, "directives:register", {
        "symbol": "77-KL/TU", "type": "", "issued_on": "5/9/2019", "issuer": "Tỉnh ủy Thái Bình",
        "summary": TYPED, "recipients": "", "source": "", "confidence": "unverified", "holder": "",
        "registered_in": ids["own_unit"], "secrecy": "normal",
    })  # fmt: skip
    yield form(province, "directives:relate", {"kind": "cites", "target": ids["target_id"], "note": TYPED})
    task = {"number": "7", "wording": TYPED, "product": "Đề án", "kind": "one_off", "due": "30/9/2019",
            "field": "cadres", "indicator": ""}  # fmt: skip
    draft = {"version": ids["draft_version"], "do": "one"}
    yield form(province, "tasks:task_add", {**task, **draft}, programme_id=ids["draft_id"])
    yield form(province, "tasks:task_edit", {**task, "version": "1"})
    yield form(province, "tasks:assign", {
        "tasks": ids["task_id"], "scope": CHOSEN, "units": ids["unit_id"], "lead": "lead", "giao": "1",
        "due": "30/9/2019",
    }, programme_id=ids["draft_id"])  # fmt: skip
    stopped = {"note": TYPED, "version": ids["assignment_version"]}
    yield form(province, "tasks:move", stopped, move="suspend")
    yield form(
        province,
        "tasks:extension_decide",
        {"answer": "refuse", "note": TYPED, "version": ids["assignment_version"]},
    )
    asked = {
        "unit": ids["own_unit"],
        "addressee": ids["tw"],
        "text": TYPED,
        "field": "cadres",
        "reply_due": "",
    }
    yield form(province, "recommendations:add", asked)
    answered = {"ids": ids["recommendation_id"], "outcome": "explained", "text": TYPED, "lam": "gui"}
    yield form(province, "recommendations:answer", answered)
    yield form(
        province,
        "recommendations:forward",
        {"department": ids["department_id"], "note": TYPED, "version": "1"},
    )
    written = {"section": ids["section_id"], "text": TYPED, "field": "cadres"}
    yield form(commune, "reporting:passage_add", written)
    yield form(commune, "reporting:passage_save", {"text": TYPED, "field": "", "version": "1"})
    yield form(commune, "reporting:save", {
        "version": "99", "o:MEM.NEW:in_period": "5", "goc:o:MEM.NEW:in_period": "4",
        "gt:MEM.NEW:in_period": TYPED,
    }, obligation_id=ids["writing_id"])  # fmt: skip
    yield form(province, "reporting:cell", {"delta": "12", "reason": TYPED, "version": ids["own_version"]})
    yield form(province, "reporting:run", {
        "lam": "extend", "chon": ids["due_id"], "due_on": "30/9/2019", "hour": "17:00", "reason": TYPED,
    })  # fmt: skip
    yield form(
        province, "reporting:accept_clean", {"bao-cao": f"{ids['waiting_id']}.{ids['waiting_version']}"}
    )
    yield form(province, "reporting:arrival", {
        "viec": "tra-lai", "version": ids["waiting_state"], "chung": TYPED, "han-ngay": "27/9/2019",
        "han-gio": "17:00",
    }, obligation_id=ids["waiting_id"])  # fmt: skip
    yield form(province, "reporting:passages", {"viec": "merged", "nguon": ids["source_id"], "text": TYPED})
    yield form(province, "conferences:create", {
        "kind": "nine_month", "mode": "online", "title": TYPED, "day": "25/9/2019", "hour": "14:00",
        "place": "Hội trường", "chair": "", "chair_post": "", "recorder": "", "secrecy": "normal",
        "template": "", "diem-cau": ids["unit_id"],
    })  # fmt: skip
    yield form(province, "conferences:agenda", {
        "do": "add", "kind": "report", "title": TYPED, "minutes": "15", "presenter": "", "count": "",
        "counting_unit": "", "item": "",
    }, conference_id=ids["coming_id"])  # fmt: skip
    yield form(
        province, "conferences:conclusion", {"do": "add", "text": TYPED, "level": "1", "paragraph": ""}
    )
    yield form(province, "conferences:console", {
        "do": "call_in", "point": ids["point_id"], "topic": TYPED, "minutes": "5",
    })  # fmt: skip
    yield form(
        province,
        "reading:read",
        {"text": TYPED, "title": "", "address": "", "told_on": "5/9/2019", "secrecy": "normal"},
    )
    figure = {"value": "12", "denominator": "", "unit": TYPED, "qualifier": ""}
    yield form(province, "reading:mark", {**figure, "version": "1", "do": "save"})
    yield form(province, "reading:mark_add", {**figure, "words": "toàn tỉnh đã", "place": ""}, kind="so-lieu")
    yield form(province, "reading:work", {
        "document_on": "on", "document_registered_in": ids["office_id"], "document_symbol": "78-KL/TU",
        "document_type": "", "document_issued_on": "5/9/2019", "document_issuer": "Tỉnh ủy Thái Bình",
        "document_summary": TYPED, "do": "write",
    })  # fmt: skip
    yield from papers(ours)
    yield from books(ours)


def books(ours: Province) -> Iterator[Form]:
    """Both registers: entering, correcting, bút phê, settling, series, terms, a number for paper."""

    def form(name: str, sent: dict[str, Any]) -> Form:
        return Form(ours.worker, f"correspondence:{name}", sent, {})

    line = {
        "symbol": "77-cv/tu", "type": "CV", "issued_on": "5/9/2019", "issuer": "Tỉnh ủy", "summary": TYPED,
        "arrived_on": "10/9/2019", "urgency": "", "due": "30/9/2019", "document": "", "secrecy": "normal",
        "holder": "",
    }  # fmt: skip
    yield form("arrival_enter", line)
    yield form("arrival_correct", {**line, "reason": "Ghi nhầm", "version": "1"})
    yield form("arrival_remark", {
        "text": TYPED, "department": ours.ids["department_id"], "officer": ours.ids["user_id"],
        "due": "30/9/2019", "make_task": "on", "version": "1",
    })  # fmt: skip
    yield form("arrival_settle", {"note": TYPED, "on": "16/9/2019", "version": "1"})
    yield form("series", {"lam": "quyen-so", "type": "BC", "first": "5", "code": "BTCTU", "style": ""})
    yield form("series", {"lam": "nhiem-ky", "term": "2020-2025", "starts": "1/10/2020", "source": TYPED})
    yield form("number_give", {"type": "CV", "about": TYPED, "on": "16/9/2019"})
    yield form("number_cancel", {"reason": TYPED})


def papers(ours: Province) -> Iterator[Form]:
    """The road of a hồ sơ trình and what its communes answer."""
    ids, province = ours.ids, ours.worker
    office = str(ids["office_id"])

    def form(name: str, sent: dict[str, Any], who: User = province) -> Form:
        return Form(who, f"correspondence:{name}", sent, {})

    yield form("open", {
        "unit": office, "template": "", "type": "KH", "about": TYPED, "level": f"{office}.head",
        "due": "30/9/2019", "field": "cadres", "department": "", "authority": "", "post": "Trưởng ban",
        "signer": "Trần Thị Bình", "place": "", "addressee": "", "recipients": "", "receivers": "",
        "urgency": "", "secrecy": "normal",
    })  # fmt: skip
    yield form("write", {"text": TYPED, "note": "Lần này", "version": "1"})
    yield form("ask", {
        "manner": "form", "draft": "1", "units": "", "symbol": TYPED, "given": "15", "sent_on": "16/9/2019",
        "due": "20/9/2019", "version": "1",
    })  # fmt: skip
    yield form("counts", {
        "given": "15", "returned": "14", "agreed": "12", "disagreed": "1", "version": "1",
    })  # fmt: skip
    yield form("respond", {"accepted": "1", "response": TYPED, "version": "1"})
    yield form("settle", {"on": "16/9/2019", "reason": TYPED, "version": "1"})
    answer = {"verdict": "not_agreed", "points": TYPED, "answered_on": "16/9/2019", "symbol": ""}
    yield form("opinion", answer, ours.commune)
    yield form("submit", {"organ": "head", "on": "16/9/2019", "note": TYPED, "version": "1"})
    yield form("decide", {"decision": "return", "on": "16/9/2019", "note": TYPED, "version": "1"})
    yield form("withdraw", {"note": TYPED, "on": "16/9/2019", "version": "1"})
    yield form("recall", {"reason": TYPED, "on": "16/9/2019"})
    yield form("issue", {"on": "16/9/2019", "recipients": "", "receivers": TYPED, "version": "1"})


def test_a_bad_value_in_any_field_is_answered_in_words_and_writes_nothing(ours: Province):
    """The values go round over the fields: every value meets every kind of field."""
    browsers = {
        who.pk: sign_in(who, Client(raise_request_exception=False)) for who in (ours.worker, ours.commune)
    }
    before, values, wrong = digest(), itertools.cycle(BAD), {}
    for form in forms(ours):
        browser, path = browsers[form.who.pk], form.path(ours)
        status = answer_of(browser, path, form.sent).status_code
        if status not in {200, 302}:
            wrong[form.name] = f"as it is: {status}"
        for field in form.sent:
            value = next(values)
            answer = answer_of(browser, path, {**form.sent, field: value})
            if fault := fault_of(form, field, answer):
                wrong[f"{form.name} {field}={value[:12]!r}"] = fault
        if answer_of(browser, path, {**form.sent, field: UNKEEPABLE}).status_code != 400:
            wrong[f"{form.name} {field}: NUL"] = "taken"
    assert wrong == {}
    assert digest() == before


def answer_of(browser: Client, path: str, sent: dict[str, Any]) -> Any:
    """What a form is answered; whatever it wrote is gone afterwards."""
    kept = transaction.savepoint()
    answer = browser.post(path, {"once": uuid4().hex, **sent})
    transaction.savepoint_rollback(kept)
    return answer


def fault_of(form: Form, field: str, answer: Any) -> str:
    """What is wrong with an answer; nothing when it is as it should be."""
    if answer.status_code not in ANSWERED:
        return str(answer.status_code)
    if answer.status_code not in {409, 422}:
        return ""
    page = BeautifulSoup(answer.content, "html.parser")
    said = " ".join(one.get_text(" ") for one in page.select(".errors, .error, [role=alert]"))
    if said.isascii():
        return "nothing is said"
    lost = [text for name, text in form.sent.items() if text == TYPED and name != field]
    kept = page.find("main")
    if lost and TYPED not in html.unescape(str(kept)):
        return "what was typed is lost"
    return ""
