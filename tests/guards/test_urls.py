"""Every address of the house, walked by somebody without a grant and by nobody at all.

An address that is not named here must answer an outsider exactly as an unknown one; a new address therefore
fails until somebody decides what it is.
"""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Cast, sign_in
from tests.factories.accounts import make_user

# Open without a sign-in.
PUBLIC = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_activate",
    "set_language",
    "health",
}
# Of the signed-in person alone, whatever their grants: own password, sessions, messages, what the house is.
OWN = {
    "home", "help", "account_change_password", "account_reauthenticate", "account_own", "account_end_session",
    "account_why", "account_kept_form", "notices:inbox", "notices:jobs", "notices:read_all", "people:own",
    "mau", "mau_pick", "mau_piece",
}  # fmt: skip
SAMPLES = {
    "unit_code": "btc-thai-binh", "period_code": "2019-q3", "code": "btc-thai-binh", "period": "2019-q3",
    "slug": "btc-thai-binh", "sheet": "don-vi", "str": "chua-biet", "int": "1",
    "uuid": "00000000-0000-0000-0000-000000000000",
}  # fmt: skip
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


def addresses(patterns: list, prefix: str = "", space: str = "") -> list[tuple[str, str]]:
    """(name with namespace, path with sample arguments) of every pattern."""
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += addresses(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            path = PARAMETER.sub(lambda m: SAMPLES.get(m["name"]) or SAMPLES[m["kind"] or "str"], route)
            found.append((space + (pattern.name or route), "/" + path.lstrip("^/").rstrip("$")))
    return found


ADDRESSES = addresses(get_resolver().url_patterns)


def same_everywhere(body: bytes) -> bytes:
    """The page without what differs between any two answers: keys, tokens, the address itself."""
    text = re.sub(rb'(name="(?:once|csrfmiddlewaretoken)" value=")[^"]*', rb"\1", body)
    text = re.sub(rb'(X-CSRFToken": ")[^"]*', rb"\1", text)
    return re.sub(rb'(name="(?:trang|next)" value=")[^"]*', rb"\1", text)


def test_every_address_has_a_name():
    assert [path for name, path in ADDRESSES if ":" not in name and name.startswith("^")] == []
    assert len(ADDRESSES) > 10


def test_nobody_is_led_to_the_sign_in(db):
    answers = {name: Client().get(path) for name, path in ADDRESSES if name not in PUBLIC}
    wrong = {
        name: answer.status_code
        for name, answer in answers.items()
        if not (answer.status_code == 302 and answer["Location"].startswith("/tai-khoan/vao/"))
    }
    assert wrong == {}


def test_an_outsider_sees_the_same_as_for_an_unknown_address(cast: Cast):
    browser = sign_in(make_user("ngoai.cuoc", "Người Ngoài Cuộc"))
    unknown = same_everywhere(browser.get("/khong-co/2019-q3/trang-nay/").content)
    wrong = {}
    for name, path in ADDRESSES:
        if name in PUBLIC | OWN:
            continue
        answer = browser.get(path)
        if answer.status_code == 405:  # takes a POST only: that one must tell no more
            answer = browser.post(path, {"once": uuid4().hex})
        if answer.status_code != 404 or same_everywhere(answer.content) != unknown:
            wrong[name] = answer.status_code
    assert wrong == {}


def test_nobody_changes_anything_by_post(db):
    browser = Client()
    wrong = {}
    for name, path in ADDRESSES:
        if name in PUBLIC:
            continue
        answer = browser.post(path, {"once": "a" * 32})
        if answer.status_code not in {302, 403} or (
            answer.status_code == 302 and "/vao/" not in answer["Location"]
        ):
            wrong[name] = answer.status_code
    assert wrong == {}


def test_the_walk_sees_a_page_that_is_open(cast: Cast):
    """The control: with a grant the same address answers, so the walk is refused for the right reason."""
    path = dict(ADDRESSES)["period_file"]
    assert sign_in(cast.officer).get(path).status_code == 200


@pytest.mark.parametrize("name", sorted(PUBLIC - {"account_logout", "set_language"}))
def test_public_addresses_answer(db, name):
    assert Client().get(dict(ADDRESSES)[name]).status_code in {200, 302}
