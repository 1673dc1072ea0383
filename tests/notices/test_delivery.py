"""The daily e-mail: one a person and day, within the hours of the data, never lost or doubled."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.dates import ZONE
from giaoban.notices import delivery, jobs
from giaoban.notices.models import Digest, Notice
from giaoban.notices.rules import Delivery, delivery_on, is_quiet
from tests.factories.notices import make_notice

MORNING = datetime(2019, 9, 16, 7, 0, tzinfo=ZONE)


def test_unread_messages_leave_as_one_mail_without_content(posted):
    make_notice(posted.officer, "Có việc mới: %(task)s.", url="/x/", task="Kế hoạch 15")
    make_notice(posted.officer, "Trả lời câu hỏi.")
    make_notice(posted.head, "Việc khác.")
    make_notice(posted.clerk, "Không có địa chỉ thư.")
    assert delivery.run(MORNING) == 2
    letter = next(sent for sent in mail.outbox if sent.to == ["an@thaibinh.example"])
    assert letter.subject == "Giao Ban: thông báo ngày 16/9/2019"
    assert letter.body.splitlines()[:4] == [
        "Có 2 thông báo chưa đọc:",
        "",
        "- Có việc mới: Kế hoạch 15.",
        "- Trả lời câu hỏi.",
    ]
    assert "Việc khác" not in letter.body
    assert letter.extra_headers["Message-ID"].endswith("-20190916@giaoban>")


def test_one_mail_a_day_and_what_comes_later_waits_for_tomorrow(posted):
    make_notice(posted.officer)
    assert delivery.run(MORNING) == 1
    make_notice(posted.officer)
    assert delivery.run(MORNING + timedelta(hours=3)) == 0
    assert delivery.run(MORNING + timedelta(days=1)) == 1
    assert delivery.run(MORNING + timedelta(days=1)) == 0
    assert len(mail.outbox) == 2


def test_what_was_read_in_time_is_not_mailed(posted):
    Notice.objects.filter(pk=make_notice(posted.officer).pk).update(read_at=MORNING)
    assert delivery.run(MORNING) == 0
    make_notice(posted.officer)
    assert delivery.run(MORNING) == 1


@pytest.mark.parametrize(
    ("hour", "minute", "leaves"), [(6, 59, 0), (7, 0, 1), (17, 59, 1), (18, 0, 0), (23, 0, 0), (0, 30, 0)]
)
def test_nothing_leaves_in_quiet_hours(posted, hour, minute, leaves):
    make_notice(posted.officer)
    assert delivery.run(MORNING.replace(hour=hour, minute=minute)) == leaves


def test_the_hours_are_those_of_viet_nam(posted):
    make_notice(posted.officer)
    assert delivery.run(datetime(2019, 9, 15, 23, 59, tzinfo=UTC)) == 0  # 06:59 there
    assert delivery.run(datetime(2019, 9, 16, 0, 0, tzinfo=UTC)) == 1
    assert Digest.objects.get().day == date(2019, 9, 16)


@pytest.mark.parametrize("backend", ["console", "dummy"])
def test_nothing_is_queued_where_no_mail_server_is_configured(posted, settings, backend):
    make_notice(posted.officer)
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert (delivery.run(MORNING), Digest.objects.count()) == (0, 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (delivery.run(MORNING), Digest.objects.count()) == (1, 1)


def test_a_mail_that_could_not_leave_is_sent_by_the_next_run(posted, monkeypatch):
    make_notice(posted.officer, "Có việc.")

    def broken(_digest):
        raise OSError("mail server is away")

    monkeypatch.setattr(delivery, "_mail", broken)
    with pytest.raises(OSError, match="away"):
        delivery.run(MORNING)
    assert (Digest.objects.get().state, len(mail.outbox)) == ("queued", 0)
    monkeypatch.undo()
    assert (delivery.run(MORNING), len(mail.outbox)) == (1, 1)
    assert (delivery.run(MORNING), len(mail.outbox)) == (0, 1)


def test_a_digest_that_another_worker_sent_is_not_sent_again(posted):
    make_notice(posted.officer)
    delivery.run(MORNING)
    assert (delivery._send(Digest.objects.get().pk), len(mail.outbox)) == (0, 1)


def test_a_long_list_is_cut(posted):
    for number in range(delivery.LINES + 5):
        make_notice(posted.officer, f"Việc {number}.")
    delivery.run(MORNING)
    assert "… và 5 thông báo khác." in mail.outbox[0].body


def test_the_periodic_task_sends(posted):
    make_notice(posted.officer)
    jobs.send_digests(0)  # the clock of the cast stands at noon
    assert len(mail.outbox) == 1


def test_a_locked_account_gets_no_mail(posted):
    make_notice(posted.officer)
    posted.officer.is_active = False
    posted.officer.save()
    assert delivery.run(MORNING) == 0


def test_rules_hold_from_their_day_on():
    old, new = delivery.rules()[0], delivery.rules()[-1]
    assert delivery_on([old], old.starts - timedelta(days=1)) is None
    assert delivery_on(delivery.rules(), date(2019, 9, 16)) == new


@given(st.times(), st.times(), st.times())
def test_quiet_hours_and_their_complement_cover_the_day_once(quiet_from, until, at):
    rule = Delivery(date(2019, 1, 1), at, quiet_from, until, "")
    turned = Delivery(date(2019, 1, 1), at, until, quiet_from, "")
    if quiet_from != until:
        assert is_quiet(rule, at) != is_quiet(turned, at)
