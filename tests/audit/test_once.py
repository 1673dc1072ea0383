"""One key, one effect: repeats, races, refusals, failures and other contents under the same key."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from giaoban.audit.jobs import KEYS_KEPT, purge_keys
from giaoban.audit.models import Entry, RequestKey
from giaoban.core.dates import now
from tests.cast import sign_in
from tests.factories.accounts import make_user

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def desk(settings: object, db: None) -> Client:
    settings.ROOT_URLCONF = "tests.core.edge_urls"  # type: ignore[attr-defined]
    return sign_in(make_user("once"), Client(raise_request_exception=False))


def written() -> int:
    return Entry.objects.filter(action__startswith="edge.").count()


@pytest.mark.django_db
def test_a_repeat_is_led_to_the_first_answer_and_writes_nothing(desk: Client) -> None:
    answers = [desk.post("/edge/write/", {"note": "a", "once": KEY}) for _ in range(3)]
    assert [a.status_code for a in answers] == [302, 303, 303]
    assert len({a["Location"] for a in answers}) == 1
    assert written() == 1


@pytest.mark.django_db
def test_a_repeat_of_an_answer_without_address_is_told_that_it_was_received(desk: Client) -> None:
    first, second = (desk.post("/edge/write/", {"answer": "page", "once": KEY}) for _ in range(2))
    assert (first.status_code, second.status_code, written()) == (200, 409, 1)
    assert "đã được nhận" in second.content.decode()


@pytest.mark.django_db
def test_a_post_without_a_key_is_refused_and_the_same_with_a_key_is_taken(desk: Client) -> None:
    for data in ({}, {"once": ""}, {"once": "short"}, {"once": "x" * 65}, {"once": "not a key!"}):
        answer = desk.post("/edge/write/", data)
        assert (answer.status_code, "mã chống gửi trùng" in answer.content.decode()) == (400, True)
    assert written() == 0
    assert desk.post("/edge/write/", {"once": KEY}).status_code == 302
    assert desk.post("/edge/write/", {}, headers={"X-Once": KEY[::-1]}).status_code == 302
    assert written() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "status"), [("refuse", 422), ("fail", 500)])
def test_what_was_refused_or_failed_left_nothing_and_may_be_sent_again(
    desk: Client, answer: str, status: int
) -> None:
    refused = desk.post("/edge/write/", {"answer": answer, "once": KEY})
    assert (refused.status_code, written(), RequestKey.objects.count()) == (status, 0, 0)
    assert desk.post("/edge/write/", {"answer": "redirect", "once": KEY}).status_code == 302
    assert written() == 1


@pytest.mark.django_db
def test_a_preview_may_be_repeated_with_other_values(desk: Client) -> None:
    pages = [
        desk.post("/edge/look/", {"note": note, "once": KEY}).content.decode() for note in ("a", "a", "b")
    ]
    assert (pages, RequestKey.objects.count()) == (["0 a", "0 a", "0 b"], 0)


@pytest.mark.django_db
def test_the_key_of_one_form_is_no_key_for_another_content_or_address(desk: Client) -> None:
    desk.post("/edge/write/", {"note": "a", "once": KEY})
    for path, note in (("/edge/write/", "b"), ("/edge/other/", "a")):
        answer = desk.post(path, {"note": note, "once": KEY})
        assert (answer.status_code, "nội dung khác" in answer.content.decode()) == (409, True)
    assert written() == 1


@pytest.mark.django_db
def test_two_people_may_have_the_same_key(desk: Client) -> None:
    other = sign_in(make_user("once2"))
    codes = [who.post("/edge/write/", {"once": KEY}).status_code for who in (desk, other)]
    assert (codes, written()) == ([302, 302], 2)


@pytest.mark.django_db
def test_htmx_is_told_to_go_where_the_first_answer_led(desk: Client) -> None:
    first = desk.post("/edge/write/", {"once": KEY})
    second = desk.post("/edge/write/", {"once": KEY}, headers={"HX-Request": "true"})
    assert (second.status_code, second["HX-Redirect"]) == (204, first["Location"])


@pytest.mark.django_db
def test_reading_signing_in_and_out_language_and_autosave_need_no_key(desk: Client) -> None:
    assert desk.get("/edge/echo/").status_code == 200
    assert desk.post("/edge/autosave/").status_code == 200
    assert desk.post("/edge/nowhere/").status_code == 404
    assert desk.post(reverse("set_language"), {"language": "en"}).status_code == 302
    assert desk.post(reverse("account_logout")).status_code == 302
    assert Client().post("/edge/write/", {}).status_code == 302  # to the sign-in page
    assert written() == 1


def send(desk: Client, key: str, start: threading.Barrier, codes: list[int]) -> None:
    start.wait()
    codes.append(desk.post("/edge/write/", {"once": key}).status_code)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_three_at_once_have_exactly_one_effect(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.core.edge_urls"  # type: ignore[attr-defined]
    user = make_user("race")
    desks = [sign_in(user) for _ in range(3)]
    for number in range(8):
        start = threading.Barrier(3)
        codes: list[int] = []

        threads = [threading.Thread(target=send, args=[b, f"{KEY}{number}", start, codes]) for b in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == [302, 303, 303]
        assert written() == number + 1


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_week() -> None:
    for number, age in enumerate(
        (timedelta(), KEYS_KEPT - timedelta(hours=1), KEYS_KEPT + timedelta(hours=1))
    ):
        key = RequestKey.objects.create(key=f"{KEY}{number}", actor_id=1, path="/", digest="")
        RequestKey.objects.filter(pk=key.pk).update(at=now() - age)
    assert purge_keys(timestamp=0) == 1
    assert sorted(RequestKey.objects.values_list("key", flat=True)) == [f"{KEY}0", f"{KEY}1"]
