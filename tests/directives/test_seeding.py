"""The shipped registry becomes entries of a register, as often as one likes, and never over a correction."""

from dataclasses import replace
from datetime import date

import pytest

from giaoban.audit.models import Entry
from giaoban.config.commands import instruments
from giaoban.config.runtime import CommandError
from giaoban.core.actors import System
from giaoban.directives import queries
from giaoban.directives.models import Document, Relation
from giaoban.directives.services import DocumentFacts, correct_document, seeding, unrelate
from giaoban.reader.registry import Instrument, seed
from tests.factories.directives import make_document

pytestmark = pytest.mark.django_db
OLD = Instrument("66", "QĐi", 66, "66-QĐ/TW", "Ban Bí thư", date(2017, 2, 6), title="Thể loại", source="a")
NEW = Instrument(
    "99", "QĐi", 99, "99-QĐ/TW", "Ban Bí thư", date(2019, 1, 9), title="Thể loại", replaces=("66",),
    confidence="H", source="b",
)  # fmt: skip
LATER = Instrument(
    "399", "QĐi", 399, "399-QĐ/TW", "Ban Bí thư", date(2026, 1, 9), title="Thể loại", source="e"
)
PLENUM = Instrument(
    "18", "NQ", 18, "18-NQ/TW", "Ban Chấp hành Trung ương", date(2017, 10, 25), title="Tổ chức bộ máy",
    plenum=6, plenum_term="XII", confidence="M", source="c",
)  # fmt: skip
UNDATED = Instrument(
    "20", "QĐi", 20, "20-QĐ/TW", "Bộ Chính trị", None, title="Điều lệ", source="d", year=2026
)


def load(room, rows=(OLD, NEW, PLENUM, UNDATED, LATER)):
    return seeding.load_instruments(unit_id=room.central.pk, rows=rows)


def test_the_registry_is_entered_with_relations_source_and_trust(room):
    done = load(room)
    assert (len(done.written), done.stood, done.relations, done.undated) == (3, 0, 1, ["20"])
    old, new = (Document.objects.get(symbol=symbol) for symbol in ("66-QĐ/TW", "99-QĐ/TW"))
    assert (new.public, new.registered_in, new.confidence) == (True, room.central, "verified")
    assert new.source == "Danh mục kèm Giao Ban; b"
    assert (old.confidence, old.level, old.term) == ("unverified", "centre", "2016-2021")
    assert queries.replacing(old, date(2019, 1, 9)) == new
    assert queries.in_force(old, date(2019, 1, 8))
    entry = Entry.objects.get(action="directives.seed")
    assert (entry.actor_id, entry.changes["relations"]) == (None, 1)


def test_the_second_run_changes_nothing(room):
    load(room)
    count, entries = Document.objects.count(), Entry.objects.count()
    again = load(room)
    assert (again.written, again.renewed, again.stood, again.relations) == ([], [], 3, 0)
    assert (Document.objects.count(), Entry.objects.count()) == (count, entries)


def test_the_whole_registry_loads_as_far_as_the_day_of_the_house(room, monkeypatch):
    early = seeding.load_instruments(unit_id=room.central.pk)
    assert 0 < len(early.written) < len(list(seed()))
    monkeypatch.setattr(seeding, "today", lambda: date(2026, 11, 22))
    later = seeding.load_instruments(unit_id=room.central.pk)
    rows = list(seed())
    undated = {row.id for row in rows if row.date is None}
    assert len(early.written) + len(later.written) == len(rows) - len(undated)
    assert Document.objects.filter(symbol="45-CT/TW").count() == 4
    assert Document.objects.filter(plenum=6, plenum_term="XII").count() == 4
    said = [(row.id, other) for row in rows for other in (*row.replaces, *row.amends, *row.implements)]
    assert Relation.objects.count() == sum(not undated & set(pair) for pair in said)
    assert seeding.load_instruments(unit_id=room.central.pk).written == []


def test_a_newer_release_renews_only_what_nobody_corrected(room):
    load(room)
    document = Document.objects.get(symbol="66-QĐ/TW")
    better = replace(OLD, title="Thể loại, thẩm quyền ban hành văn bản", confidence="H")
    assert load(room, [better]).renewed == [document.pk]
    document.refresh_from_db()
    assert (document.summary, document.confidence) == (better.title, "verified")
    facts = as_entered(document, summary="Trích yếu do văn thư đính chính")
    correct_document(
        actor=System(), document_id=document.pk, facts=facts, reason="bản giấy", version=document.version
    )
    assert load(room, [OLD]).renewed == []
    document.refresh_from_db()
    assert document.summary == "Trích yếu do văn thư đính chính"


def as_entered(document, **changes):
    names = ("symbol", "type", "issuer", "issued_on", "summary", "public", "source", "confidence", "number")
    return replace(DocumentFacts(**{name: getattr(document, name) for name in names}), **changes)


def test_what_the_house_entered_itself_is_used_and_only_filled_where_empty(room):
    own = make_document(room.central, "18-NQ/TW", summary="Một số vấn đề", public=True)
    moved = make_document(
        room.central, "66-QĐ/TW", issuer="Ban Bí thư", issued_on=date(2017, 2, 10), type="QĐi", public=True
    )
    done = load(room)
    assert (len(done.written), done.renewed, done.differing) == (1, [own.pk], ["66"])
    own.refresh_from_db()
    assert (own.plenum, own.plenum_term, own.summary, own.seed) == (6, "XII", "Một số vấn đề", "")
    moved.refresh_from_db()
    assert moved.issued_on == date(2017, 2, 10)
    assert Relation.objects.get().target == moved
    assert load(room).renewed == []


def test_what_a_unit_keeps_for_itself_is_another_entry(room):
    make_document(room.commission, "18-NQ/TW", public=False)
    assert len(load(room, [PLENUM]).written) == 1


def test_a_relation_taken_back_by_hand_stays_away(room):
    load(room)
    unrelate(actor=System(), relation_id=Relation.objects.get().pk)
    assert load(room).relations == 0
    assert not Relation.objects.exists()


def test_the_register_of_the_seed_is_found(room):
    assert seeding.register_for_seed() == room.central.pk
    seeding.load_instruments(unit_id=room.commission.pk, rows=[OLD])
    assert seeding.register_for_seed() == room.commission.pk


def test_the_command_says_what_it_did(room, capsys):
    assert instruments._load(None) == 0
    assert "Chưa biết ngày ban hành, không ghi" in capsys.readouterr().out
    make_document(
        room.central, "66-QĐ/TW", issuer="Ban Bí thư", issued_on=date(2017, 2, 10), type="QĐi", public=True
    )
    Document.objects.filter(seed="66-QĐ/TW/2017-02-06").update(seed="", public=False)
    instruments._load("btc-thai-binh")
    assert "Đã có với ngày khác, giữ nguyên: 66-QĐ/TW/2017-02-06" in capsys.readouterr().out
    with pytest.raises(CommandError):
        instruments._load("khong-co")


def test_a_house_without_units_has_no_register():
    assert seeding.register_for_seed() is None
