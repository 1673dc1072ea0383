"""Long sheets: written by the worker with progress, once; a house that moved meanwhile stops them."""

import json
from datetime import date

import pytest
from django.db import connection

from giaoban.notices.models import LongJob, Notice
from giaoban.notices.rules import JobState
from giaoban.organisations.models import Closure, Unit
from giaoban.web.setup import services
from tests.cast import Cast, sign_in
from tests.factories.sheets import confirm, send, soup_of, units_book

PAGE = "/nhap-tu-excel/don-vi/"
ROWS = services.sheets.DIRECT_ROWS + 1


def many(count: int) -> bytes:
    """Every tenth row a commune, the nine above it its cells: children before their parent."""
    rows = []
    for start in range(0, count, 10):
        parent = f"xa-{start}"
        rows += [("", f"Chi bộ {at}", "cell", parent) for at in range(start, min(start + 9, count - 1))]
        rows.append((parent, f"Đảng ủy xã {start}", "commune_committee", "hu-dong-hung"))
    return units_book(*rows[: count - 1], rows[-1])


def deferred() -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'setup.write_sheet' ORDER BY id"
        )
        return [json.loads(row[0]) for row in cursor.fetchall()]


@pytest.fixture
def promised(cast: Cast) -> tuple[str, LongJob, dict]:
    """A long sheet of the administrator of Thái Bình, confirmed: its page, its job, the worker's orders."""
    browser = sign_in(cast.administrator)
    path = send(browser, PAGE, many(ROWS))["Location"]
    before = Unit.objects.count()
    answer = confirm(browser, path)
    job = LongJob.objects.get()
    assert answer["Location"] == f"/thong-bao/cong-viec/{job.pk}/"
    assert (Unit.objects.count(), job.state, job.total) == (before, JobState.RUNNING, ROWS)
    (orders,) = deferred()
    return path, job, orders


def test_the_worker_writes_a_long_sheet_once_and_tells_its_sender(cast: Cast, promised):
    path, job, orders = promised
    browser = sign_in(cast.administrator)
    assert "Đang ghi." in soup_of(browser.get(path)).get_text()
    again = confirm(browser, path, promise="x")
    assert (again["Location"], len(deferred())) == (f"/thong-bao/cong-viec/{job.pk}/", 1)
    before = Unit.objects.count()
    services.run(**orders)
    services.run(**orders)
    job.refresh_from_db()
    assert (job.state, job.done, job.message, job.result_url) == (
        JobState.DONE,
        ROWS,
        f"Đã ghi {ROWS} dòng.",
        path,
    )
    assert Unit.objects.count() == before + ROWS
    assert Notice.objects.filter(user=cast.administrator).count() == 1
    assert "Bảng này đã được ghi." in soup_of(browser.get(path)).get_text()


def test_a_house_that_moved_meanwhile_stops_the_worker_with_nothing_written(cast: Cast, promised):
    _path, job, orders = promised
    browser = sign_in(cast.centre_administrator)
    rows = (("xa-0", "Đảng ủy xã 0", "commune_committee", "hu-dong-hung"),)
    assert confirm(browser, send(browser, PAGE, units_book(*rows))["Location"]).status_code == 302
    before = Unit.objects.count()
    services.run(**orders)
    job.refresh_from_db()
    assert (job.state, Unit.objects.count()) == (JobState.FAILED, before)
    assert job.message.startswith("Dữ liệu trong hệ thống đã thay đổi")


def test_a_sender_who_lost_the_right_meanwhile_writes_nothing(cast: Cast, promised):
    _path, job, orders = promised
    cast.administrator.grants.all().delete()
    before = Unit.objects.count()
    services.run(**orders)
    job.refresh_from_db()
    assert (job.state, Unit.objects.count()) == (JobState.FAILED, before)
    assert job.message == "Đồng chí không còn quyền ghi các đơn vị của bảng này."


def test_three_thousand_units_are_checked_and_written_in_their_tree(cast: Cast):
    browser = sign_in(cast.administrator)
    path = send(browser, PAGE, many(3000))["Location"]
    assert "Sẽ ghi (3.000)" in soup_of(browser.get(path)).get_text()
    confirm(browser, path)
    (orders,) = deferred()
    services.run(**orders)
    on = date(2019, 9, 16)
    below = Closure.objects.on(on).filter(ancestor__code="hu-dong-hung", depth__gt=0)
    assert LongJob.objects.get().state == JobState.DONE
    assert below.filter(starts=date(2019, 1, 1)).count() == 3000
