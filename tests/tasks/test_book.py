"""The tasks that the papers of a year became: a list like the others, page by page, the latest first."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from giaoban.core.dates import now
from giaoban.tasks.models import Assignment, Programme, Task
from giaoban.tasks.queries.programmes import PAGE
from giaoban.tasks.rules import BOOK
from tests.cast import TODAY, Cast, sign_in

AT = "/btc-thai-binh/2019-t09-9t/nhiem-vu/chuong-trinh/"
MANY = 2 * PAGE + 5


@pytest.fixture
def book(cast: Cast) -> Programme:
    """Of the commission: two pages of tasks and five more, the first three done."""
    unit = cast.unit("btc-thai-binh")
    made = Programme.objects.create(
        unit=unit, period="2019", title="Văn bản đến năm 2019", origin_kind=BOOK, origin_id=2019,
        origin_label="Văn bản đến năm 2019", state="issued", issued_on=TODAY,
    )  # fmt: skip
    tasks = Task.objects.bulk_create(
        Task(programme=made, position=n, number=str(n), wording=f"Công văn {n}", kind="no_deadline")
        for n in range(1, MANY + 1)
    )
    Assignment.objects.bulk_create(
        Assignment(
            task=task,
            unit=unit,
            **({"state": "closed", "done_at": now(), "closed_on": TODAY} if task.position <= 3 else {}),
        )
        for task in tasks
    )
    return made


def numbers(client: Client, path: str, **asked: int) -> list[int]:
    page = BeautifulSoup(client.get(path, asked).content, "html.parser")
    return [int(one.get_text()) for one in page.select(".paper-list .no")]


def test_the_latest_come_first_and_each_page_has_as_many_as_other_lists(cast: Cast, book: Programme) -> None:
    client, path = sign_in(cast.officer), f"{AT}{book.pk}/"
    shown = numbers(client, path)
    assert (shown[0], shown[-1], len(shown)) == (MANY, MANY - PAGE + 1, PAGE)
    assert numbers(client, path, trang=3) == [5, 4, 3, 2, 1]
    page = BeautifulSoup(client.get(path).content, "html.parser")
    assert [one.get_text(strip=True) for one in page.select(".pager li")][-1] == "Sau"
    told = re.sub(r"\s+", " ", page.select_one("dl.sum").get_text(" "))
    assert f"3/{MANY}" in told
    assert sign_in(cast.other_officer).get(path).status_code == 404


def test_a_page_costs_the_same_however_long_the_year_was(cast: Cast, book: Programme) -> None:
    client, path = sign_in(cast.officer), f"{AT}{book.pk}/"
    client.get(path)
    asked = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        asked.append(len(seen))
        Task.objects.filter(programme=book, position__gt=PAGE).delete()
    assert asked[0] == asked[1] <= 15


def test_its_matrix_is_paged_like_its_list_and_linked(cast: Cast, book: Programme) -> None:
    client, path = sign_in(cast.officer), f"{AT}{book.pk}/"
    link = BeautifulSoup(client.get(path).content, "html.parser").select_one("header.lead a.btn")
    assert link["href"] == f"{path}ma-tran/"
    asked = []
    for part, rows in ((1, PAGE), (3, 5)):
        with CaptureQueriesContext(connection) as seen:
            page = BeautifulSoup(client.get(link["href"], {"trang": part}).content, "html.parser")
        asked.append(len(seen))
        assert len(page.select(".tasks-mx tbody tr")) == len(page.select(".sentences > li")) == rows
    assert page.select_one(".pager a[rel=prev]") is not None
    assert max(asked) <= 15


def test_a_programme_stands_whole_on_its_page(cast: Cast, book: Programme) -> None:
    """The control: what is no book keeps the order of its paper and is not cut."""
    Programme.objects.filter(pk=book.pk).update(origin_kind="", origin_id=None)
    client = sign_in(cast.officer)
    assert numbers(client, f"{AT}{book.pk}/") == list(range(1, MANY + 1))
    page = BeautifulSoup(client.get(f"{AT}{book.pk}/ma-tran/").content, "html.parser")
    assert (len(page.select(".tasks-mx tbody tr")), page.select(".pager")) == (MANY, [])
