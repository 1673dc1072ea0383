"""At the edge: text in one spelling, refusals as pages with the right status, no database no lie."""

import io
import json
import re
import unicodedata

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError, connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from giaoban.core.middleware import cleaned
from tests.cast import sign_in
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
ONCE = "0123456789abcdef"


@pytest.fixture
def desk(settings: object, db: None) -> Client:
    settings.ROOT_URLCONF = "tests.core.edge_urls"  # type: ignore[attr-defined]
    return sign_in(make_user("edge"), Client(raise_request_exception=False))


def test_every_text_of_a_request_is_stored_in_one_spelling(desk: Client) -> None:
    sent = {
        "name": "  " + unicodedata.normalize("NFD", "Ðặng\u00a0 Hoà\u200b"),
        "text": "dòng  một\r\n\tdòng hai",
        "list": ["a ", " b"],
        "new_password": "mật  khẩu ",
        "once": ONCE,
    }
    seen = desk.post("/edge/echo/?q=%C3%90a%20%20b", sent).json()
    assert seen["get"] == {"q": ["Đa b"]}
    assert seen["post"] == {
        "name": ["Đặng Hoà"],
        "text": ["dòng  một\n\tdòng hai"],
        "list": ["a", "b"],
        "new_password": ["mật  khẩu "],
    }


def test_a_file_keeps_its_bytes_and_gets_a_clean_name(desk: Client) -> None:
    file = io.BytesIO("  Ð\u200b  ".encode())
    file.name = unicodedata.normalize("NFD", "Hoà  Bình.txt")
    seen = desk.post("/edge/echo/", {"file": file, "a": " b ", "once": ONCE}).json()
    assert (seen["files"], seen["post"]) == ({"file": ["Hoà Bình.txt", "  Ð\u200b  "]}, {"a": ["b"]})


def test_a_body_that_is_no_form_is_left_alone(desk: Client) -> None:
    answer = desk.post(
        "/edge/echo/", json.dumps({"a": " b "}), content_type="application/json", headers={"X-Once": ONCE}
    )
    assert (answer.status_code, answer.json()["post"]) == (200, {})


@pytest.mark.parametrize("query", ["q=a%00b", "a%00b=1"])
def test_what_no_place_can_keep_is_answered_400_before_any_view(desk: Client, query: str) -> None:
    assert desk.get(f"/edge/echo/?{query}").status_code == 400
    assert desk.get("/edge/echo/?q=ab").json()["get"] == {"q": ["ab"]}
    data = dict([query.replace("%00", "\0").split("=")])
    assert desk.post("/edge/echo/", {**data, "once": ONCE}).status_code == 400


def test_a_nul_in_the_path_is_answered_400(desk: Client) -> None:
    assert desk.get("/edge/%00/").status_code == 400


def test_a_lone_surrogate_is_refused() -> None:
    data = QueryDict(mutable=True)
    data["a"] = "\ud800"
    with pytest.raises(SuspiciousOperation):
        cleaned(data)
    data["a"] = "\U0001f600"
    assert cleaned(data)["a"] == "\U0001f600"


def test_a_form_that_is_too_large_or_cut_off_is_answered_with_a_sentence(desk: Client) -> None:
    large = desk.post("/edge/echo/", {"a": "x" * (6 * 1024 * 1024), "once": ONCE})
    assert (large.status_code, "quá lớn" in large.content.decode()) == (413, True)
    cut = desk.post("/edge/echo/", b"--x", content_type="multipart/form-data; boundary=")
    assert cut.status_code == 400


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("refusal", 422, ["Chi bộ đã giải thể ngày 30/6/2025.", "Quy tắc 5", "Điều 12"]),
        ("conflict", 409, ["Chị Bình vừa sửa đơn vị này."]),
        ("hidden", 404, []),
        ("away", 503, []),
    ],
)
def test_what_no_form_caught_becomes_its_page(desk: Client, kind: str, status: int, words: list[str]) -> None:
    answer = desk.get(f"/edge/refuse/?as={kind}", headers={"Referer": "http://testserver/edge/from/"})
    page = answer.content.decode()
    assert (answer.status_code, [word for word in words if word not in page]) == (status, [])
    if status in {409, 422}:
        assert "/edge/from/" in page
    if status == 503:
        assert answer["Retry-After"] == "10"


def test_a_page_of_another_site_is_no_way_back(desk: Client) -> None:
    answer = desk.get("/edge/refuse/?as=refusal", headers={"Referer": "https://evil.example/"})
    assert ("evil.example" in answer.content.decode(), answer.status_code) == (False, 422)


def test_hidden_and_unknown_answer_with_the_same_bytes(desk: Client) -> None:
    pages = [desk.get(f"/edge/refuse/?as={kind}") for kind in ("hidden", "unknown")]
    pages.append(desk.get("/edge/nowhere/"))
    own = re.compile(
        r"/edge/[^\"<]*|[A-Za-z0-9]{64}|[0-9a-f]{32}"
    )  # its own address, and the tokens of the language form
    bodies = {own.sub("…", page.content.decode()) for page in pages}
    assert ([page.status_code for page in pages], len(bodies)) == ([404, 404, 404], 1)


def test_a_database_that_went_away_before_the_view_gives_503(desk: Client) -> None:
    def away(*_args: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(away):
        answer = desk.get("/edge/echo/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert desk.get("/edge/echo/").status_code == 200


def test_a_visitor_may_post_the_sign_in_form(desk: Client) -> None:
    answer = Client().post(reverse("account_login"), {"login": " ai\u200b ", "password": "x" * 12})
    assert answer.status_code == 200
