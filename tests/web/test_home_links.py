"""Whatever the home page offers somebody, opens for them: no menu line leads to a 404."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import Cast, sign_in

EVERYBODY = (
    "officer", "head", "clerk", "administrator", "monitor", "cell_secretary", "commune_officer",
    "cluster_lead", "other_officer", "centre_administrator",
)  # fmt: skip


def dead(browser: Client, links: set[str]) -> dict[str, int]:
    answers = {link: browser.get(link).status_code for link in sorted(links)}
    return {link: status for link, status in answers.items() if status not in {200, 302}}


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_link_of_the_home_page_opens(cast: Cast, who: str):
    browser = sign_in(getattr(cast, who))
    home = BeautifulSoup(browser.get(browser.get("/")["Location"]).content, "html.parser")
    links = {link["href"] for link in home.select('a[href^="/"]')}
    assert len(links) > 10
    assert dead(browser, links) == {}
    assert dead(browser, {"/khong-co/2019-q3/"}) == {"/khong-co/2019-q3/": 404}
