"""Ids of another unit in addresses and in forms: as unknown as ids that do not exist, and nothing is written.

Two provinces hold the same things. Whoever may do everything in one names those of the other: alone in an
address, nested below an own record, and in the fields of a form.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from giaoban.tasks.forms import CHOSEN
from tests.cast import Cast, sign_in
from tests.factories.accounts import make_user
from tests.factories.provinces import Province, make_provinces
from tests.guards.test_urls import PARAMETER

COORDINATES = {"unit_code", "period_code"}
# The structure of the organisation and the rules of law are open to whoever holds any role.
OPEN = {"organisations", "regulations", "setup", "mau_piece"}
# What an address says of a record and is no record itself.
WORDS = {"number", "key", "move", "panel_code", "kind", "sheet", "piece", "mark_key", "page", "form", "paper"}
UNKNOWN = {404, 405}
# Without these words a form names nothing, which is unknown as well; a value may be the name of an id.
ASKED = {
    "reporting:letter": {"mau": "report_request"},
    "reporting:run": {"lam": "remind"},
    "reporting:passage_add": {"section": "section_id", "thay": "1"},
    "reporting:untake": {"version": "1"},
}
# There only for a while, for the session that made it: slips to print, a passage just taken away.
PASSING = {"accounts:slips", "reporting:passage_restore"}
# These write without anybody wanting to: a session goes on, a key is kept until its effect fails.
LIVING = {"accounts_session", "audit_requestkey"}


def patterns(found: list[Any], space: str = "", prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address that names a record: its name and what it names."""
    for pattern in found:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            names = tuple(m["name"] for m in PARAMETER.finditer(route))
            wanted = tuple(name for name in names if name not in COORDINATES)
            full = space + str(pattern.name)
            if set(wanted) - WORDS and full.partition(":")[0] not in OPEN:
                yield full, wanted


PATTERNS = list(patterns(get_resolver().url_patterns))
NESTED = [
    (name, wanted, changed)
    for name, wanted in [*PATTERNS, ("organisations:department", ("code", "department_id"))]
    for changed in wanted
    if len(set(wanted) - WORDS) > 1 and changed not in WORDS
]


@pytest.fixture
def provinces(cast: Cast) -> tuple[Province, Province]:
    return make_provinces(cast)


def digest() -> dict[str, str]:
    """All rows of every table but those that live by themselves."""
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in LIVING and model._meta.managed:
                quoted = connection.ops.quote_name(table)
                rows = f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {quoted} t"  # noqa: S608
                cursor.execute(rows)
                found[table] = cursor.fetchone()[0]
    return found


def answers(browser: Client, path: str, data: Any = None) -> tuple[int, int]:
    """To a look and to a form."""
    looked = browser.get(path)
    if looked.streaming:  # a file that is taken away stays open until it is read
        b"".join(looked.streaming_content)
    return looked.status_code, browser.post(path, {"once": uuid4().hex, **(data or {})}).status_code


def path_of(name: str, arguments: dict[str, Any], at: dict[str, Any]) -> str:
    """With coordinates where the address has them."""
    try:
        return reverse(name, kwargs={**at, **arguments})
    except Exception:  # noqa: BLE001  an address of its own, outside units
        return reverse(name, kwargs=arguments)


def is_unknown(found: tuple[int, int]) -> bool:
    return set(found) <= UNKNOWN and 404 in found


def test_whoever_works_in_another_province_finds_none_of_ours(provinces: Any):
    ours, theirs = provinces
    browser, outsider = sign_in(theirs.worker), sign_in(make_user("ngoai.cuoc"))
    before, wrong = digest(), {}
    for name, wanted in PATTERNS:
        arguments = ours.arguments(name, wanted)
        for at in (theirs.at(), ours.at()):
            path = path_of(name, arguments, at)
            for who in (browser, outsider):
                if not is_unknown(found := answers(who, path)):
                    wrong[path] = found
    assert wrong == {}
    assert {table for table, rows in digest().items() if rows != before[table]} == set()


def test_the_same_addresses_answer_those_whose_records_they_are(provinces: Any):
    """The control: the walk above is refused for whose record it is, not because nothing is there."""
    ours, _theirs = provinces
    browsers = {user.pk: (user, sign_in(user)) for user in (ours.worker, ours.commune)}
    silent = set()
    for name, wanted in PATTERNS:
        arguments = ours.arguments(name, wanted)
        if name in PASSING:
            continue
        for user, browser in browsers.values():
            before = transaction.savepoint()
            sent = {key: ours.ids.get(value, value) for key, value in ASKED.get(name, {}).items()}
            found = answers(browser, path_of(name, arguments, ours.at(user)), sent)
            transaction.savepoint_rollback(before)
            if not is_unknown(found):
                break
        else:
            silent.add(name)
    assert silent == set()


@pytest.mark.parametrize("direction", ["ours below theirs", "theirs below ours"])
def test_a_record_of_another_unit_below_an_own_one_is_unknown(provinces: Any, direction: str):
    ours, theirs = provinces
    browser = sign_in(ours.worker)
    before, wrong = digest(), {}
    for name, wanted, changed in NESTED:
        mine, foreign = ours.arguments(name, wanted), theirs.arguments(name, wanted)
        kept = mine if direction == "theirs below ours" else foreign
        other = foreign if kept is mine else mine
        arguments = {**kept, changed: other[changed]}
        if arguments in (mine, foreign):
            continue  # the same in both, as a section of the one form
        path = path_of(name, arguments, ours.at())
        if not is_unknown(found := answers(browser, path)):
            wrong[path] = found
    assert wrong == {}
    assert {table for table, rows in digest().items() if rows != before[table]} == set()


# --- ids in the fields of a form -------------------------------------------------------------------------

# What it is, the page by name, what its address names, the form with an id of the other province.
Case = tuple[str, str, dict[str, str], dict[str, Any]]


def cases(ours: Province, theirs: Province) -> Iterator[Case]:
    mine, foreign = ours.ids, theirs.ids
    control = ours is theirs
    due = {"due_on": "30/9/2019", "hour": "17:00", "reason": "Mưa bão"}
    for act in ("extend", "remind", "excuse"):
        chosen = {"lam": act, "chon": foreign["due_id"], f"v:{foreign['due_id']}": "1"}
        yield f"units of a round: {act}", "reporting:run", {}, {**chosen, **due}
    previewed = f"{foreign['waiting_id']}.{foreign['waiting_version']}"
    yield "a clean arrival", "reporting:accept_clean", {}, {"bao-cao": previewed}
    writing = {"obligation_id": "writing_id"}
    section = foreign["section_id" if control else "strange_section"]
    written = {"section": section, "text": "Đoạn lạ.", "thay": "1"}
    yield "a section of another form", "reporting:passage_add", writing, written
    taken = {"nguon": foreign["source_id"], "viec": "verbatim"}
    yield "a passage of another's unit", "reporting:passages", {}, taken
    changed = {"viec": "sua", "doan": foreign["passage_id"], "version": "1", "text": "Sửa hộ."}
    yield "a passage of another draft", "reporting:passages", {}, changed
    given = {"scope": CHOSEN, "lead": "lead", "giao": "1"}
    draft = {"programme_id": "draft_id"}
    unit = {**given, "tasks": mine["task_id"], "units": foreign["unit_id"]}
    yield "a unit of another", "tasks:assign", draft, unit
    task = {**given, "tasks": foreign["task_id"], "units": mine["unit_id"]}
    yield "a task of another", "tasks:assign", draft, task
    answered = {"ids": foreign["recommendation_id"], "outcome": "explained", "text": "Đã rõ.", "lam": "gui"}
    yield "a question to another", "recommendations:answer", {}, answered
    asked = {"unit": foreign["own_unit"], "addressee": mine["tw"], "text": "Hộ tỉnh bạn."}
    yield "in another's name", "recommendations:add", {}, asked
    addressee = mine["tw"] if control else foreign["own_unit"]
    upward = {"unit": mine["own_unit"], "addressee": addressee, "text": "Hỏi tỉnh bạn."}
    yield "to another's unit", "recommendations:add", {}, upward
    passed = {"department": foreign["department_id"], "version": "1"}
    yield "to another's phòng", "recommendations:forward", {}, passed
    cited = {"words": "sắp xếp tổ chức bộ máy", "symbol": "7-NQ/TU", "link": foreign["cited_id"]}
    yield "a mark linked to another's document", "reading:mark_add", {"kind": "citation"}, cited
    filed = {"do": "write", "document_on": "on", "document_registered_in": foreign["office_id"]}
    filed |= {"document_symbol": "8-NQ/TU", "document_issuer": f"Tỉnh ủy {ours.short}"}
    filed |= {"document_issued_on": "5/9/2019", "document_summary": "Ghi hộ"}
    yield "in another's register", "reading:work", {}, filed
    advised = {"unit": foreign["office_id"], "level": f"{foreign['office_id']}.head", "type": "KH"}
    advised |= {"about": "Tham mưu hộ", "secrecy": "normal"}
    yield "a dossier of another", "correspondence:open", {}, advised
    yield from hall(foreign)
    tied = {"kind": "implements", "target": foreign["target_id"]}
    yield "a document of another", "directives:relate", {}, {**tied, "kind": "cites"}
    followed = {"user": foreign["user_id"], "field": "cadres", "starts": "1/9/2019"}
    yield "an area for another's person", "accounts:assign", {}, followed
    yield "a post for another's person", "people:post_add", {}, {
        "person": foreign["person_id"], "title": "Trưởng phòng", "kind": "other", "starts": "1/9/2019",
        "confidence": "unverified", "secrecy": "normal",
    }  # fmt: skip


def hall(foreign: dict[str, Any]) -> Iterator[Case]:
    """Conferences: speeches, items, points and paragraphs are named in forms only."""
    for act in ("speech.select", "speech.queue", "speech.skip"):
        yield f"console: {act}", "conferences:console", {}, {"do": act, "speech": foreign["speech_id"]}
    started = {"do": "item.start", "item": foreign["item_id"]}
    yield "console: item", "conferences:console", {}, started
    lost = {"do": "line.lost", "point": foreign["point_id"]}
    yield "console: line", "conferences:console", {}, lost
    called = {"do": "call_in", "point": foreign["point_id"], "topic": "Lạ", "minutes": "5"}
    yield "console: a speaker", "conferences:console", {}, called
    coming = {"conference_id": "coming_id"}
    for act in ("up", "down", "remove"):
        yield f"agenda: {act}", "conferences:agenda", coming, {"do": act, "item": foreign["coming_item"]}
    for act in ("check", "remove"):
        yield f"points: {act}", "conferences:points", coming, {"do": act, "point": foreign["coming_point"]}
    for act in ("remove", "change"):
        sent = {"do": act, "paragraph": foreign["paragraph_id"], "text": "Lạ", "level": "1", "version": "1"}
        yield f"conclusion: {act}", "conferences:conclusion", {}, sent
    replied = {"do": "recommendation", "recommendation": foreign["recommendation_id"]}
    yield "conclusion: an answer", "conferences:conclusion", {}, replied


def test_a_form_that_names_a_record_of_another_unit_writes_nothing(provinces: Any):
    ours, theirs = provinces
    browser, before, wrong = sign_in(ours.worker), digest(), {}
    for label, name, where, sent in cases(ours, theirs):
        wanted = next((names for known, names in PATTERNS if known == name), ())
        arguments = {**ours.arguments(name, wanted), **{key: ours.ids[own] for key, own in where.items()}}
        answer = browser.post(path_of(name, arguments, ours.at()), {"once": uuid4().hex, **sent})
        if answer.status_code not in {404, 422}:
            wrong[label] = answer.status_code
    assert wrong == {}
    assert {table for table, rows in digest().items() if rows != before[table]} == set()


def test_the_same_form_with_an_own_record_is_taken(provinces: Any):
    """The control of the test above."""
    ours, _theirs = provinces
    browser, wrong = sign_in(ours.worker), {}
    for label, name, where, sent in cases(ours, ours):
        wanted = next((names for known, names in PATTERNS if known == name), ())
        arguments = {**ours.arguments(name, wanted), **{key: ours.ids[own] for key, own in where.items()}}
        before = transaction.savepoint()
        answer = browser.post(path_of(name, arguments, ours.at()), {"once": uuid4().hex, **sent})
        transaction.savepoint_rollback(before)
        if answer.status_code >= 400:
            wrong[label] = answer.status_code
    assert wrong == {}
