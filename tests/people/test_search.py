"""What of a person is findable: a published post, in its days; and the index follows every door."""

from datetime import date

from giaoban.people import search, services
from giaoban.search import services as index
from giaoban.search.queries import find
from tests.cast import TODAY
from tests.factories.people import make_person, make_post
from tests.people.conftest import other


def found(actor, text, on=TODAY):
    return [
        (result.object_id, result.address("hu-dong-hung", "2019-t09-9t"))
        for group in find(actor, text, on, kinds=["person"]).groups
        for result in group.results
    ]


def test_only_published_posts_are_findable(room):
    shown = make_post(make_person("Lê Canary"), room.commission, "Trưởng ban")
    make_post(make_person("Vũ Canary"), room.commission, public=False)
    make_post(make_person("Đỗ Canary", secrecy="secret"), room.commission)
    make_post(make_person("Hồ Canary"), room.commission, current=False)
    make_post(make_person("Ngô Canary"), room.commission, decided_on=date(2019, 9, 17))
    index.rebuild("person")
    for actor in (room.reader, room.personnel, room.cast.head):
        assert found(actor, "canary") == [(shown.pk, f"/btc-thai-binh/2019-t09-9t/can-bo/{shown.person_id}/")]


def test_the_index_follows_the_doors(room, facts):
    person = services.add_person(actor=room.personnel, full_name="Lê Hoa", post=facts)
    post = person.posts.get()
    assert [pk for pk, _url in found(room.reader, "lê hoa")] == [post.pk]
    services.end_post(actor=room.personnel, post_id=post.pk, last_day=date(2019, 6, 30), version=1)
    assert found(room.reader, "lê hoa") == []
    assert [pk for pk, _url in found(room.reader, "lê hoa", date(2019, 6, 30))] == [post.pk]
    right = services.correct_post(
        actor=room.personnel,
        post_id=post.pk,
        post=other(facts, title="Phó Trưởng ban"),
        reason="sai",
        version=2,
    )
    assert [pk for pk, _url in found(room.reader, "hoa phó")] == [right.pk]
    services.withdraw_post(actor=room.personnel, post_id=right.pk, reason="nhầm", version=right.version)
    assert found(room.reader, "hoa") == []


def test_many_posts_are_indexed_in_batches(room, monkeypatch):
    monkeypatch.setattr(search, "BATCH", 2)
    for number in range(5):
        make_post(make_person(f"Vũ {number}"), room.commission)
    assert len(list(search.documents(None))) == 5
