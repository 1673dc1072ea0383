"""Adding persons and posts: what each door writes, and each rule it refuses by, beside its success."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.secrecy import Zone
from giaoban.people import services
from giaoban.people.models import Correction, Person, Post
from giaoban.people.services import checks
from tests.cast import TODAY
from tests.factories.people import make_person, make_post
from tests.people.conftest import other


def refused(code: str, door: Any, **facts: Any) -> Refusal:
    before = (Person.objects.count(), Post.objects.count(), Correction.objects.count(), Entry.objects.count())
    with pytest.raises(Refusal) as caught:
        door(**facts)
    assert caught.value.code == code
    assert (
        Person.objects.count(),
        Post.objects.count(),
        Correction.objects.count(),
        Entry.objects.count(),
    ) == before
    return caught.value


def test_a_person_is_added_with_a_first_post_and_split_into_name_parts(room, facts):
    person = services.add_person(
        actor=room.personnel, full_name="  Ðặng  Thị Hoa\u0300 ", birth_year=1970, post=facts
    )
    person.refresh_from_db()
    assert (person.full_name, person.surname, person.middle, person.given) == (
        "Đặng Thị Hoà",
        "Đặng",
        "Thị",
        "Hoà",
    )
    assert (person.folded, person.name_key, person.birth_year) == ("dang thi hoa", "đặng thị hòa", 1970)
    post = person.posts.get()
    assert (post.title, post.title_key, post.unit_id) == ("Trưởng ban", "trưởng ban", room.commission.pk)
    assert (post.starts, post.ends, post.decision) == (date(2018, 1, 1), OPEN, "15-QĐ/TU")
    entries = Entry.objects.values_list("action", "object_id", "actor_id")
    assert list(entries) == [
        ("people.add", person.pk, room.personnel.pk),
        ("people.appoint", post.pk, room.personnel.pk),
    ]


@pytest.mark.parametrize("name", ["", " \u200b ", "12345", "—"])
def test_a_name_without_a_letter_is_refused(room, facts, name):
    refused("people.name_missing", services.add_person, actor=room.personnel, full_name=name, post=facts)
    services.add_person(actor=room.personnel, full_name="Hoa", post=facts)


def test_a_name_that_does_not_fit_is_refused(room, facts):
    for name in ("Nguyễn " * 30, "A" * 41 + " Văn Hoa", "Lê " + "H" * 41):
        refused("people.name_too_long", services.add_person, actor=room.personnel, full_name=name, post=facts)
    services.add_person(actor=room.personnel, full_name="Lê " + "H" * 40, post=facts)


@pytest.mark.parametrize(("year", "fits"), [(1899, False), (1900, True), (2019, True), (2020, False)])
def test_a_birth_year_lies_within_a_life(room, facts, year, fits):
    def door(**more: Any) -> Any:
        return services.add_person(
            actor=room.personnel, full_name="Lê Hoa", birth_year=year, post=facts, **more
        )

    if fits:
        assert door().birth_year == year
    else:
        refused("people.birth_year", door)


@pytest.mark.parametrize(
    "spelling", ["Hoàng Văn Hoà", "HOÀNG VĂN HÒA", "Hoàng  Văn Hоà"]
)  # the last о is Cyrillic
def test_the_same_name_in_the_unit_is_asked_about_and_may_be_confirmed(room, facts, spelling):
    services.add_person(actor=room.personnel, full_name="Hoàng Văn Hòa", post=facts)
    door = {"actor": room.personnel, "full_name": spelling, "post": other(facts, title="Phó Trưởng ban")}
    refusal = refused("people.same_name", services.add_person, **door)
    assert (refusal.field, "Hoàng Văn Hòa" in refusal.message) == ("full_name", True)
    services.add_person(**door, confirmed=True)
    assert Person.objects.filter(name_key="hoàng văn hòa").count() == 2


def test_another_name_or_another_unit_is_no_duplicate(room, facts):
    services.add_person(actor=room.personnel, full_name="Hoàng Văn Hòa", post=facts)
    services.add_person(actor=room.personnel, full_name="Hoàng Văn Hỏa", post=facts)
    province = other(facts, unit_id=room.cast.unit("tu-thai-binh").pk)
    services.add_person(actor=room.personnel, full_name="Hoàng Văn Hòa", post=province)
    assert Person.objects.count() == 3


def test_only_who_writes_about_the_unit_may_add(room, facts):
    for actor in (room.elsewhere, room.reader, room.cast.head, room.cast.administrator):
        with pytest.raises(Hidden):
            services.add_person(actor=actor, full_name="Lê Hoa", post=facts)
    assert Person.objects.count() == 0
    services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts)
    assert Person.objects.count() == 1


def test_somebody_holds_several_posts_at_once(room, facts):
    person = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts)
    board = other(
        facts, unit_id=room.cast.unit("tu-thai-binh").pk, title="Ủy viên Ban Thường vụ", kind="board_member"
    )
    services.appoint(actor=room.personnel, person_id=person.pk, post=board)
    assert person.posts.on(TODAY).count() == 2


@pytest.mark.parametrize("title", ["Trưởng ban", "TRƯỞNG  BAN", "Truong ban"])
def test_the_same_post_twice_on_a_day_is_refused(room, facts, title):
    person = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts)
    again = other(facts, title=title, starts=date(2019, 1, 1))
    if title == "Truong ban":  # without accents it is another title
        services.appoint(actor=room.personnel, person_id=person.pk, post=again)
        return
    refusal = refused(
        "people.overlap", services.appoint, actor=room.personnel, person_id=person.pk, post=again
    )
    assert "01/01/2018 – đến nay" in refusal.message
    before = other(again, starts=date(2017, 1, 1), ends=date(2018, 1, 1))
    services.appoint(actor=room.personnel, person_id=person.pk, post=before)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("people.title_missing", {"title": " \u200b"}),
        ("people.title_too_long", {"title": "a" * 201}),
        ("people.kind", {"kind": "king"}),
        ("people.days", {"ends": date(2018, 1, 1)}),
        ("people.public_and_secret", {"secrecy": "secret"}),
        ("people.confidence", {"confidence": "sure"}),
        ("people.not_decided", {"decided_on": TODAY + timedelta(days=1)}),
    ],
)
def test_a_post_is_refused_by_its_rule_and_accepted_without_the_fault(room, facts, code, changes):
    person = services.add_person(
        actor=room.personnel, full_name="Lê Hoa", post=other(facts, title="Chuyên viên")
    )
    door = {"actor": room.personnel, "person_id": person.pk}
    refused(code, services.appoint, **door, post=other(facts, **changes))
    good = {"decided_on": TODAY} if code == "people.not_decided" else {}
    services.appoint(**door, post=other(facts, **good))


def test_a_secret_post_is_kept_when_it_is_not_public(room, facts):
    person = services.add_person(
        actor=room.personnel, full_name="Lê Hoa", post=other(facts, public=False, secrecy="secret")
    )
    assert person.posts.get().secrecy == "secret"


def test_a_post_lies_within_the_life_of_its_unit(room, facts):
    merged, gone = room.cast.unit("du-an-hoa"), room.cast.unit("du-an-hoa-cu")
    door = {"actor": System(), "full_name": "Lê Hoa"}
    early = other(facts, unit_id=merged.pk, starts=date(2018, 6, 30))
    refused("people.before_unit", services.add_person, **door, post=early)
    services.add_person(**door, post=other(early, starts=date(2018, 7, 1)))
    late = other(facts, unit_id=gone.pk, starts=date(2017, 1, 1))
    refused("people.after_unit", services.add_person, **door, post=late)
    services.add_person(**door, post=other(late, ends=date(2018, 7, 1)))
    merged.established_on = date(2018, 8, 1)
    merged.save()
    refused("people.before_unit", services.add_person, **door, post=other(early, starts=date(2018, 7, 31)))


def test_a_post_in_an_unknown_unit_is_hidden(room, facts):
    with pytest.raises(Hidden):
        services.add_person(actor=System(), full_name="Lê Hoa", post=other(facts, unit_id=0))


def test_the_connected_zone_keeps_published_posts_only(room, facts, settings):
    settings.GIAOBAN_ZONE = Zone.CONNECTED.value
    door = {"actor": room.personnel, "full_name": "Lê Hoa"}
    refusal = refused("people.zone", services.add_person, **door, post=other(facts, public=False))
    assert "đã công bố" in refusal.rule
    refused("secrecy.zone", services.add_person, **door, post=facts, secrecy="secret")
    services.add_person(**door, post=facts)
    settings.GIAOBAN_ZONE = Zone.INDEPENDENT.value
    services.add_person(**door, post=other(facts, public=False), confirmed=True)


def test_a_post_ends_after_its_last_day(room, facts):
    post = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts).posts.get()
    door = {"actor": room.personnel, "post_id": post.pk}
    refused("people.end_before_start", services.end_post, **door, last_day=date(2017, 12, 31), version=1)
    ended = services.end_post(**door, last_day=date(2019, 6, 30), end_decision="20-QĐ/TU", version=1)
    ended.refresh_from_db()
    assert (ended.ends, ended.end_decision, ended.version) == (date(2019, 7, 1), "20-QĐ/TU", 2)
    refused("people.already_ended", services.end_post, **door, last_day=date(2019, 7, 1), version=2)
    services.end_post(**door, last_day=date(2019, 5, 31), version=2)
    assert Entry.objects.filter(action="people.end").count() == 2


def test_two_people_changing_one_post_at_once_see_each_other(room, facts):
    post = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts).posts.get()
    services.end_post(actor=room.personnel, post_id=post.pk, last_day=date(2019, 6, 30), version=1)
    with pytest.raises(Conflict):
        services.end_post(actor=room.personnel, post_id=post.pk, last_day=date(2019, 5, 31), version=1)
    with pytest.raises(Conflict):
        services.correct_post(actor=room.personnel, post_id=post.pk, post=facts, reason="sai ngày", version=1)
    post.refresh_from_db()
    assert post.ends == date(2019, 7, 1)


def test_a_correction_keeps_the_wrong_row_with_reason_who_and_when(room, facts):
    wrong = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts).posts.get()
    right = services.correct_post(
        actor=room.personnel,
        post_id=wrong.pk,
        post=other(facts, starts=date(2018, 2, 1)),
        reason="Nhầm tháng.",
        version=1,
    )
    wrong.refresh_from_db()
    assert (wrong.current, wrong.starts, right.current, right.starts) == (
        False,
        date(2018, 1, 1),
        True,
        date(2018, 2, 1),
    )
    correction = Correction.objects.get()
    assert (correction.wrong_id, correction.right_id, correction.reason) == (
        wrong.pk,
        right.pk,
        "Nhầm tháng.",
    )
    assert (correction.recorded_by, correction.recorded_label) == (room.personnel.pk, "Mai Thị Oanh")
    entry = Entry.objects.get(action="people.correct")
    assert entry.changes == {"corrects": [None, wrong.pk], "starts": ["2018-01-01", "2018-02-01"]}


def test_a_correction_needs_a_reason_and_obeys_every_rule(room, facts):
    wrong = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts).posts.get()
    door = {"actor": room.personnel, "post_id": wrong.pk, "version": 1}
    refused("people.reason_missing", services.correct_post, **door, post=facts, reason=" ")
    refused(
        "people.days", services.correct_post, **door, post=other(facts, ends=date(2017, 1, 1)), reason="sai"
    )
    wrong.refresh_from_db()
    assert (wrong.current, wrong.version) == (True, 1)
    services.correct_post(**door, post=facts, reason="ghi lại nguồn")


def test_a_correction_into_a_unit_one_does_not_write_about_is_hidden(room, facts):
    wrong = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts).posts.get()
    moved = other(facts, unit_id=room.other.pk)
    with pytest.raises(Hidden):
        services.correct_post(actor=room.personnel, post_id=wrong.pk, post=moved, reason="sai", version=1)
    with pytest.raises(Hidden):
        services.correct_post(actor=room.elsewhere, post_id=wrong.pk, post=moved, reason="sai", version=1)
    assert Post.objects.get().current is True


def test_a_row_written_by_mistake_is_withdrawn_and_stays_readable(room, facts):
    person = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts)
    post = person.posts.get()
    refused(
        "people.reason_missing",
        services.withdraw_post,
        actor=room.personnel,
        post_id=post.pk,
        reason="",
        version=1,
    )
    services.withdraw_post(actor=room.personnel, post_id=post.pk, reason="Ghi nhầm người.", version=1)
    post.refresh_from_db()
    assert (post.current, Correction.objects.get().right) == (False, None)
    with pytest.raises(Hidden):  # it cannot be changed again
        services.withdraw_post(actor=room.personnel, post_id=post.pk, reason="nữa", version=2)
    services.appoint(actor=room.personnel, person_id=person.pk, post=facts)  # and its place is free


def test_the_database_refuses_what_a_race_would_double(room, facts):
    person = make_person("Lê Hoa")
    make_post(person, room.commission, "Trưởng ban", starts=date(2018, 1, 1))
    with pytest.raises(IntegrityError, match="post_one_at_a_time"), transaction.atomic():
        make_post(person, room.commission, "Trưởng ban", starts=date(2019, 1, 1))
    make_post(person, room.commission, "Trưởng ban", starts=date(2019, 1, 1), current=False)
    make_post(person, room.commission, "Phó Trưởng ban", starts=date(2019, 1, 1))


def test_a_race_that_reaches_the_database_is_told_like_an_overlap(room, facts, monkeypatch):
    person = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts)
    monkeypatch.setattr(checks, "clash", lambda _new, _others: None)  # as if it was not there yet
    refused("people.overlap", services.appoint, actor=room.personnel, person_id=person.pk, post=facts)


def test_another_fault_of_the_database_is_not_told_as_an_overlap(room, facts, monkeypatch):
    person = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts)
    monkeypatch.setattr(checks, "check_days", lambda _facts: None)
    empty = other(facts, title="Chuyên viên", ends=facts.starts)
    with pytest.raises(IntegrityError, match="post_days_in_order"):
        services.appoint(actor=room.personnel, person_id=person.pk, post=empty)


def test_an_account_is_linked_to_its_own_person_only(room, facts):
    person = services.add_person(actor=room.personnel, full_name="Lê Thị Cúc", post=facts)
    second = services.add_person(
        actor=room.personnel, full_name="Lê Hoa", post=other(facts, title="Chuyên viên")
    )
    clerk, stranger = room.cast.clerk, room.cast.other_officer
    door = {"actor": room.personnel, "person_id": person.pk}
    refused("people.account_elsewhere", services.link_account, **door, user_id=stranger.pk)
    refused("people.account_elsewhere", services.link_account, **door, user_id=0)
    services.link_account(**door, user_id=clerk.pk)
    refused(
        "people.account_taken",
        services.link_account,
        actor=room.personnel,
        person_id=second.pk,
        user_id=clerk.pk,
    )
    for actor in (room.elsewhere, room.cast.head, room.reader):
        with pytest.raises(Hidden):
            services.link_account(actor=actor, person_id=person.pk, user_id=None)
    assert services.link_account(**door, user_id=None).user_id is None
