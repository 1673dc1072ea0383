"""What one document may say of another: once, of the past, never in a circle, of what holds."""

from datetime import date

import pytest

from giaoban.audit.models import Entry
from giaoban.core.refusals import Hidden, Refusal
from giaoban.directives import queries, services
from giaoban.directives.models import Relation
from tests.directives.conftest import other, refused
from tests.factories.directives import make_document, make_relation


def test_a_new_document_says_what_it_implements(room, facts):
    resolution = make_document(room.central, public=True)
    typed = other(facts, relations=(("implements", resolution.pk),))
    written = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=typed)
    assert list(queries.implements(room.clerk, written.pk)) == [resolution]
    assert list(queries.born_from(room.clerk, resolution.pk)) == [written]
    assert list(queries.born_from(room.elsewhere, resolution.pk)) == []


def test_a_relation_is_written_once_and_taken_back(room):
    source = make_document(room.commission, "07-HD/BTCTU", issued_on=date(2018, 9, 6))
    target = make_document(room.central, public=True)

    def say(**changes):
        asked = {"source_id": source.pk, "target_id": target.pk, "kind": "cites", "note": " theo  mục 2 "}
        return services.relate(actor=room.clerk, **(asked | changes))

    relation = say()
    assert (relation.kind, relation.note, relation.recorded_by) == ("cites", "theo mục 2", room.clerk.pk)
    with refused("directives.related", "target"):
        say()
    with refused("directives.relation_kind", "kind"):
        say(kind="loves")
    with refused("directives.itself", "target"):
        say(target_id=source.pk)
    with pytest.raises(Hidden):
        say(source_id=target.pk, target_id=source.pk)
    hidden = make_document(room.cast.unit("btc-hung-yen"), "1-KL/TU", issued_on=date(2016, 2, 2))
    with pytest.raises(Hidden):
        say(target_id=hidden.pk)
    with pytest.raises(Hidden):
        services.unrelate(actor=room.elsewhere, relation_id=relation.pk)
    services.unrelate(actor=room.clerk, relation_id=relation.pk)
    assert Relation.objects.count() == 0
    with pytest.raises(Hidden):
        services.unrelate(actor=room.clerk, relation_id=relation.pk)
    assert list(Entry.objects.values_list("action", flat=True)) == [
        "directives.relate",
        "directives.unrelate",
    ]


@pytest.mark.parametrize("kind", ["implements", "amends", "replaces", "cites"])
def test_nothing_speaks_of_a_later_document(room, kind):
    old = make_document(room.commission, "09-HD/BTCTU", issued_on=date(2012, 3, 2))
    new = make_document(room.commission, "07-HD/BTCTU", issued_on=date(2018, 9, 6))
    with refused("directives.older", "target"):
        services.relate(actor=room.clerk, source_id=old.pk, target_id=new.pk, kind=kind)
    assert services.relate(actor=room.clerk, source_id=new.pk, target_id=old.pk, kind=kind).kind == kind


def test_replacements_never_form_a_circle(room):
    day = date(2018, 9, 6)
    one, two, three = (
        make_document(room.commission, f"{number}-HD/BTCTU", issued_on=day) for number in (1, 2, 3)
    )
    for newer, older in ((three, two), (two, one)):
        services.relate(actor=room.clerk, source_id=newer.pk, target_id=older.pk, kind="replaces")
    with refused("directives.circle", "target"):
        services.relate(actor=room.clerk, source_id=one.pk, target_id=three.pk, kind="replaces")
    assert queries.chain(two) == [one, two, three]


def test_working_by_a_replaced_document_needs_the_tick(room):
    old = make_document(room.central, "09-HD/BTCTW", issued_on=date(2012, 3, 2), public=True)
    new = make_document(room.central, "12-HD/BTCTW", issued_on=date(2018, 7, 6), public=True)
    make_relation(new, old, "replaces")
    before = make_document(room.commission, "05-KH/BTCTU", issued_on=date(2018, 7, 5))
    after = make_document(room.commission, "07-HD/BTCTU", issued_on=date(2018, 9, 6))
    services.relate(actor=room.clerk, source_id=before.pk, target_id=old.pk, kind="implements")
    ask = {"actor": room.clerk, "source_id": after.pk, "target_id": old.pk, "kind": "cites"}
    with pytest.raises(Refusal, match="thay thế bởi Hướng dẫn 12-HD/BTCTW ngày 06/7/2018"):
        services.relate(**ask)
    assert services.relate(**ask, confirmed=True).target == old
    amends = services.relate(actor=room.clerk, source_id=after.pk, target_id=old.pk, kind="amends")
    assert amends.kind == "amends"


def test_what_replaced_it_is_not_named_to_who_may_not_see_it(room):
    old = make_document(room.central, "09-HD/BTCTW", issued_on=date(2012, 3, 2), public=True)
    canary = make_document(room.central, "77-HD/BTCTW", issued_on=date(2018, 7, 6))
    make_relation(canary, old, "replaces")
    after = make_document(room.commission, "07-HD/BTCTU", issued_on=date(2018, 9, 6))
    with pytest.raises(Refusal, match="một văn bản khác") as refusal:
        services.relate(actor=room.clerk, source_id=after.pk, target_id=old.pk, kind="cites")
    assert "77" not in str(refusal.value)


def test_a_document_may_cite_what_it_replaces_itself(room):
    old = make_document(room.commission, "09-HD/BTCTU", issued_on=date(2012, 3, 2))
    new = make_document(room.commission, "12-HD/BTCTU", issued_on=date(2018, 7, 6))
    make_relation(new, old, "replaces")
    assert services.relate(actor=room.clerk, source_id=new.pk, target_id=old.pk, kind="cites").source == new


def test_a_stub_has_no_relations(room):
    stub = make_document(room.commission, "9-BC/TU", summary="", holder="Văn thư mật")
    plain = make_document(room.commission, "10-BC/TU")
    for source, target in ((stub, plain), (plain, stub)):
        with refused("directives.stub_relations", "target"):
            services.relate(actor=room.clerk, source_id=source.pk, target_id=target.pk, kind="cites")
