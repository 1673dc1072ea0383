"""Long jobs: one a key, never backwards, closed once, and run again when their worker was killed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from giaoban.core.actors import System
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden
from giaoban.notices import jobs, progress, queries
from giaoban.notices.models import Contact, LongJob, Notice, OutboxMessage
from tests.cast import sign_in
from tests.factories.notices import make_contact, make_job, make_notice


def start(actor, **facts):
    return progress.start(
        actor=actor, **{"key": "import:7", "title": "Nhập cán bộ từ Excel", "total": 10, **facts}
    )


def test_the_same_work_asked_for_twice_is_one_job(cast):
    first, fresh = start(cast.officer)
    again, second = start(cast.head)
    assert (first == again, fresh, second, LongJob.objects.count()) == (True, True, False, 1)


def test_the_system_starts_no_job_for_a_person(cast):
    with pytest.raises(Hidden):
        start(System())
    assert start(cast.officer)[1] is True


def test_progress_never_goes_back(cast):
    job, _fresh = start(cast.officer)
    for done in (4, 7, 2):
        progress.advance(job.pk, done, message=f"dòng {done}")
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (7, 10, "dòng 2")
    progress.advance(job.pk, 8, total=20)
    job.refresh_from_db()
    assert (job.done, job.total) == (8, 20)


def test_a_job_is_closed_and_told_once(cast):
    job, _fresh = start(cast.officer)
    assert progress.finish(job.pk, message="10 dòng", result_url="/x/") is True
    assert progress.finish(job.pk) is False
    assert progress.fail(job.pk, message="lỗi") is False
    progress.advance(job.pk, 3)
    job.refresh_from_db()
    assert (job.state, job.done, job.message, job.result_url) == ("done", 10, "10 dòng", "/x/")
    notice = Notice.objects.get()
    assert (notice.user, queries.sentence(notice.message)) == (cast.officer, "Đã xong: Nhập cán bộ từ Excel.")


def test_a_failure_says_why(cast):
    job, _fresh = start(cast.officer)
    progress.fail(job.pk, message="Tệp hỏng.")
    job.refresh_from_db()
    assert (job.state, job.message, job.done) == ("failed", "Tệp hỏng.", 0)
    assert queries.sentence(Notice.objects.get().message) == "Chưa xong vì có lỗi: Nhập cán bộ từ Excel."


def test_a_result_lies_in_this_house(cast):
    job, _fresh = start(cast.officer)
    with pytest.raises(ValueError, match="this house"):
        progress.finish(job.pk, result_url="https://evil.example/")
    assert progress.finish(job.pk, result_url="/x/") is True


def test_a_job_is_seen_by_who_started_it_only(cast):
    job = make_job(cast.officer)
    assert progress.get_job(cast.officer, job.pk) == job
    for actor in (cast.head, cast.administrator, System()):
        with pytest.raises(Hidden):
            progress.get_job(actor, job.pk)
        assert list(queries.my_jobs(actor)) == []
    assert queries.running(cast.officer) == 1


def test_the_page_asks_again_until_the_job_is_finished(cast):
    job = make_job(cast.officer, "<b>Nhập</b>", done=3, total=10)
    client, path = sign_in(cast.officer), f"/thong-bao/cong-viec/{job.pk}/"
    whole = client.get(path).content.decode()
    assert ("<html" in whole, 'hx-trigger="every 2s"' in whole, "3/10" in whole) == (True, True, True)
    assert "<b>Nhập</b>" not in whole
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'hx-trigger="every 2s"' in part) == (False, True)
    progress.finish(job.pk, result_url="/x/")
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert ("every 2s" in part, 'href="/x/"' in part) == (False, True)
    assert sign_in(cast.head).get(path).status_code == 404
    assert "&lt;b&gt;Nhập&lt;/b&gt;" in client.get("/thong-bao/cong-viec/").content.decode()


def test_what_is_past_its_period_is_swept_at_night(cast):
    old = now() - timedelta(days=366)
    unit = cast.unit("btc-thai-binh")
    make_contact(unit, "Thôi đã lâu", ends=date(2018, 2, 1), starts=date(2010, 1, 1))
    Contact.objects.update(ends=date(2014, 9, 15))
    make_contact(unit, "Mới thôi", ends=date(2019, 1, 1))
    gone, kept = make_notice(cast.officer, "cũ"), make_notice(cast.officer, "mới")
    OutboxMessage.objects.filter(pk=gone.message_id).update(created_at=old)
    make_job(cast.officer, "xong đã lâu", state="done", finished_at=old)
    make_job(cast.officer, "vẫn chạy")
    assert jobs.sweep(0) == {"messages": 1, "digests": 0, "jobs": 1, "contacts": 1}
    assert [notice.pk for notice in Notice.objects.all()] == [kept.pk]
    assert [job.title for job in LongJob.objects.all()] == ["vẫn chạy"]
    assert [contact.name for contact in Contact.objects.all()] == ["Mới thôi"]
    assert jobs.sweep(0) == {"messages": 0, "digests": 0, "jobs": 0, "contacts": 0}


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_run_again():
    """Of a dead worker's jobs one goes back to the queue, one whose twin already waits is closed; a living
    worker's job is left alone."""

    def defer(lock: str) -> int:
        return jobs.send_digests.configure(queueing_lock=lock).defer(timestamp=1)

    dead, alive = defer("dead"), defer("alive")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour'), (now()) RETURNING id"
        )
        (killed,), (living,) = cursor.fetchall()
        doing = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = 1 WHERE id = %s"
        cursor.execute(doing, [killed, dead])
        cursor.execute(doing, [living, alive])
        twin = defer("twin")
        cursor.execute(doing, [killed, twin])
    waiting = defer("twin")

    async def run() -> int:
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                return await jobs.retry_stalled(0)

    with ThreadPoolExecutor(1) as other:  # the browser of a journey keeps an event loop in this thread
        assert other.submit(asyncio.run, run()).result() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        states = dict(cursor.fetchall())
    assert states == {dead: "todo", alive: "doing", twin: "failed", waiting: "todo"}
