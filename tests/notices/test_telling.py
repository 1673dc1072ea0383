"""Messages: rows of the act's own transaction, to the right people, read by their owner only."""

import pytest
from django.db import transaction
from django.utils.translation import override

from giaoban.accounts.rules import Role
from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Hidden
from giaoban.notices import queries, services
from giaoban.notices.models import Notice, OutboxMessage
from tests.factories.accounts import make_grant
from tests.factories.notices import make_notice


def tell(**facts):
    given = {"text": "Có việc mới: %(task)s.", "params": {"task": "Kế hoạch 15"}, "url": "/x/", **facts}
    return services.tell("tasks.assigned", **given)


def readers(message) -> set[str]:
    return set(message.notices.values_list("user__username", flat=True))


def test_named_users_are_told_once_each(cast):
    message = tell(user_ids=[cast.officer.pk, cast.officer.pk, cast.head.pk])
    assert readers(message) == {"tb.theodoi", "tb.truongban"}
    assert queries.sentence(message) == "Có việc mới: Kế hoạch 15."


def test_a_unit_is_told_through_who_holds_a_grant_on_it_today(cast):
    province, commission = cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh")
    assert readers(tell(unit_ids=[commission.pk])) == {"tb.vanthu"}
    told = readers(tell(unit_ids=[province.pk]))
    assert told == {"tb.theodoi", "tb.truongban", "tb.quantri", "vdp3.theodoi"}  # the former officer is not
    assert readers(tell(unit_ids=[province.pk], roles=[Role.HEAD])) == {"tb.truongban"}
    make_grant(cast.former, Role.HEAD, province)
    assert readers(tell(unit_ids=[province.pk], roles=[Role.HEAD])) == {"tb.truongban", "tb.cu"}


def test_many_lines_are_told_in_one_go_and_a_line_that_nobody_reads_makes_no_message(cast):
    cast.officer.is_active = False
    cast.officer.save()
    head, gone = (
        services.Told("/x/", [user.pk], params={"task": user.username}) for user in (cast.head, cast.officer)
    )
    assert services.tell_each("tasks.assigned", text="Việc %(task)s.", lines=[head, gone]) == 1
    assert readers(OutboxMessage.objects.get()) == {"tb.truongban"}
    elsewhere = services.Told("https://example.org/", [cast.head.pk])
    with pytest.raises(ValueError, match="this house only"):
        services.tell_each("tasks.assigned", text="Việc.", lines=[elsewhere])


def test_a_locked_account_is_told_nothing(cast):
    cast.officer.is_active = False
    cast.officer.save()
    assert readers(tell(user_ids=[cast.officer.pk, cast.head.pk])) == {"tb.truongban"}


def test_what_is_rolled_back_was_never_told(cast):
    def act():
        with transaction.atomic():
            tell(user_ids=[cast.officer.pk])
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        act()
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    tell(user_ids=[cast.officer.pk])
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "url", ["//evil.example/", "https://evil.example/", "/\\evil.example", "x/", "/a\nb", ""]
)
def test_a_message_links_into_this_house_only(cast, url):
    with pytest.raises(ValueError, match="this house"):
        tell(url=url, user_ids=[cast.officer.pk])
    assert Notice.objects.count() == 0
    tell(user_ids=[cast.officer.pk])


def test_a_sentence_whose_places_are_not_filled_fails_in_the_act(cast):
    with pytest.raises(KeyError):
        tell(params={}, user_ids=[cast.officer.pk])
    assert OutboxMessage.objects.count() == 0


def test_values_are_one_short_line(cast):
    message = tell(params={"task": "một\nhai   ba" + "x" * 500}, user_ids=[cast.officer.pk])
    assert message.params["task"] == "một hai ba" + "x" * 190
    assert tell(params={"task": 15}, user_ids=[cast.officer.pk]).params == {"task": 15}


def test_a_message_is_translated_when_it_is_read(cast):
    message = tell(text="Đã xong: %(title)s.", params={"title": "Nhập Excel"}, user_ids=[cast.officer.pk])
    with override("vi"):
        assert queries.sentence(message) == "Đã xong: Nhập Excel."


def test_only_the_owner_reads_and_marks_a_message(cast):
    mine = make_notice(cast.officer, "Canary của tôi")
    for actor in (cast.head, cast.administrator, System(), Nobody()):
        with pytest.raises(Hidden):
            services.mark_read(actor=actor, notice_id=mine.pk)
        assert list(queries.inbox(actor)) == []
        assert services.unread(actor) == 0
    assert (list(queries.inbox(cast.officer)), services.unread(cast.officer)) == ([mine], 1)
    services.mark_read(actor=cast.officer, notice_id=mine.pk)
    first = Notice.objects.get().read_at
    services.mark_read(actor=cast.officer, notice_id=mine.pk)
    assert (Notice.objects.get().read_at, services.unread(cast.officer)) == (first, 0)


def test_marking_all_leaves_what_came_later(cast):
    seen, other = make_notice(cast.officer), make_notice(cast.head)
    later = make_notice(cast.officer)
    assert services.mark_all_read(actor=cast.officer, until_id=seen.pk) == 1
    unread = set(Notice.objects.filter(read_at__isnull=True).values_list("pk", flat=True))
    assert unread == {other.pk, later.pk}
