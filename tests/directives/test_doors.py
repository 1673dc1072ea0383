"""The doors of the register: what they write, and what they refuse beside it."""

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.secrecy import Zone
from giaoban.directives import queries, services
from giaoban.directives.models import Correction, Document
from giaoban.files.models import StoredFile
from giaoban.notices.models import Notice
from tests.directives.conftest import other, refused
from tests.factories.directives import make_document, make_relation


def test_a_document_is_read_from_its_symbol_and_entered_for_the_committee(room, facts):
    typed = other(facts, symbol="Số: 12 – ctr/tu", summary="  Thực hiện  Nghị quyết ")
    written = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=typed)
    document = Document.objects.get()
    assert document == written
    assert (document.type, document.number, document.symbol) == ("CTr", 12, "12-CTr/TU")
    assert (document.issuer, document.summary) == ("Tỉnh ủy Thái Bình", "Thực hiện Nghị quyết")
    assert (document.unit, document.term, document.recorded_by) == (
        room.committee,
        "2015-2020",
        room.clerk.pk,
    )
    entry = Entry.objects.get()
    assert (entry.action, entry.object_id, entry.unit_id) == (
        "directives.register",
        document.pk,
        room.committee.pk,
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("50-kl/tw", "Bộ Chính trị", ""), ("KL", 50, "Bộ Chính trị", "2016-2021", None)),
        (("12-HD/BTCTW", "", ""), ("HD", 12, "Ban Tổ chức Trung ương", "2016-2021", "btctw")),
        (("96-QĐ/TW", "Ban Bí thư", "QĐi"), ("QĐi", 96, "Ban Bí thư", "2016-2021", None)),
        (("47/2018/nđ-cp", "", ""), ("NĐ", 47, "Chính phủ", "", None)),
        (("", "Tỉnh uỷ Thái Bình", "TB"), ("TB", None, "Tỉnh uỷ Thái Bình", "2015-2020", "tu-thai-binh")),
        (("thư ngỏ", "Hội Cựu chiến binh", "VB"), ("VB", None, "Hội Cựu chiến binh", "2015-2020", None)),
    ],
)
def test_what_the_symbol_says_is_filled_in(room, facts, typed, read):
    symbol, issuer, kind = typed
    typed = other(facts, symbol=symbol, issuer=issuer, type=kind, issued_on=date(2018, 7, 6))
    written = services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=typed)
    code = written.unit.code if written.unit else None
    assert (written.type, written.number, written.issuer, written.term, code) == read


def test_a_unit_given_as_issuer_is_kept_and_an_unknown_one_is_hidden(room, facts):
    def enter(unit_id):
        return services.register_document(
            actor=room.clerk, registered_in=room.commission.pk, facts=other(facts, unit_id=unit_id)
        )

    with pytest.raises(Hidden):
        enter(999_999_999)
    assert enter(room.commission.pk).unit == room.commission


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"summary": " \u200b"}, "directives.summary_missing", "summary"),
        ({"summary": "x" * 1001}, "directives.too_long", "summary"),
        ({"issued_on": date(2019, 9, 17)}, "directives.future", "issued_on"),
        ({"symbol": "47/2017/NĐ-CP", "issuer": ""}, "directives.year", "issued_on"),
        ({"symbol": "96-QĐ/TU"}, "directives.type_ambiguous", "type"),
        ({"symbol": ""}, "directives.type_missing", "type"),
        ({"type": "XX"}, "directives.type_unknown", "type"),
        ({"type": "KL"}, "directives.type_differs", "type"),
        ({"number": 0}, "directives.number", "number"),
        ({"number": 13}, "directives.number_differs", "number"),
        ({"symbol": "18-NQ/TW", "issuer": ""}, "directives.issuer_missing", "issuer"),
        ({"issuer": " "}, "directives.issuer_missing", "issuer"),
        ({"issuer": "Chính phủ"}, "directives.issuer_differs", "issuer"),
        ({"symbol": "88-HD/BTCTW", "issuer": "Bộ Chính trị"}, "directives.issuer_of_another", "issuer"),
        ({"symbol": "88-KH/TU", "issuer": "Ban Bí thư"}, "directives.issuer_of_another", "issuer"),
        ({"confidence": "sure"}, "directives.confidence", "confidence"),
        ({"secrecy": "kín"}, "directives.secrecy", "secrecy"),
        ({"secrecy": "secret"}, "secrecy.zone", "secrecy"),
        ({"holder": "Văn thư mật"}, "directives.stub_summary", "summary"),
        ({"holder": "Văn thư mật", "summary": "", "public": True}, "directives.stub_public", "public"),
        (
            {"holder": "Văn thư mật", "summary": "", "recipient_ids": (1,)},
            "directives.stub_recipients",
            "recipients",
        ),
        (
            {"holder": "Văn thư mật", "summary": "", "relations": (("cites", 1),)},
            "directives.stub_relations",
            "relations",
        ),
    ],
)
def test_wrong_facts_are_refused_by_name_and_nothing_is_written(room, facts, changes, code, field):
    def enter(typed):
        return services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=typed)

    with refused(code, field):
        enter(other(facts, **changes))
    assert (Document.objects.count(), Entry.objects.count()) == (0, 0)
    assert enter(facts).symbol == "12-CTr/TU"


def test_letters_that_leave_two_types_are_both_named(room, facts):
    with pytest.raises(Refusal, match="Quyết định hoặc Quy định"):
        services.register_document(
            actor=room.clerk, registered_in=room.commission.pk, facts=other(facts, symbol="96-QĐ/TU")
        )


def test_the_same_document_is_entered_once_and_another_day_is_another_document(room, facts):
    services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=facts)
    again = other(facts, symbol="12 - CTr/TU", issuer="TỈNH UỶ THÁI BÌNH", summary="Khác chữ")
    with refused("directives.duplicate", "symbol"):
        services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=again)
    assert services.find_duplicate(room.clerk, again) == Document.objects.get()
    later = other(facts, issued_on=date(2016, 1, 5))
    assert services.find_duplicate(room.clerk, later) is None
    services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=later)
    assert Document.objects.count() == 2


def test_documents_without_a_symbol_are_told_apart_by_their_summary(room, facts):
    def enter(summary):
        typed = other(facts, symbol="", type="TB", summary=summary)
        services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=typed)

    enter("Lịch công tác tuần")
    enter("Phân công trực")
    with refused("directives.duplicate"):
        enter("LỊCH CÔNG TÁC TUẦN")
    assert Document.objects.count() == 2


def test_what_another_unit_keeps_for_itself_is_not_told_by_a_refusal(room, facts):
    for clerk, unit in ((room.clerk, room.commission), (room.elsewhere, room.cast.unit("btc-hung-yen"))):
        services.register_document(actor=clerk, registered_in=unit.pk, facts=facts)
    assert Document.objects.count() == 2
    published = other(facts, public=True)
    services.register_document(actor=room.centre, registered_in=room.central.pk, facts=published)
    with refused("directives.duplicate"):
        services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=facts)


def test_two_who_enter_the_same_document_at_once_get_one_entry(room, facts, monkeypatch):
    services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=facts)
    monkeypatch.setattr(services, "_refuse_duplicate", lambda *_args, **_kwargs: None)
    with refused("directives.duplicate"):
        services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=facts)
    assert Document.objects.count() == 1


def test_what_no_rule_expected_is_no_duplicate(room, facts, monkeypatch):
    monkeypatch.setattr(services.checks, "check", lambda *_args: None)
    both = other(facts, holder="Văn thư mật")  # a stub with a summary: the table refuses it by itself
    with pytest.raises(IntegrityError):
        services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=both)


@pytest.mark.parametrize("name", ["officer", "administrator", "cluster_lead", "other_officer", "former"])
def test_who_has_no_register_there_learns_nothing(room, facts, name):
    with pytest.raises(Hidden):
        services.register_document(
            actor=getattr(room.cast, name), registered_in=room.commission.pk, facts=facts
        )
    services.register_document(actor=room.cast.head, registered_in=room.commission.pk, facts=facts)


def test_staff_of_a_commission_writes_for_its_committee_and_nobody_elses(room):
    assert queries.may_register(room.clerk, room.commission.pk)
    assert queries.may_register(room.clerk, room.committee.pk)
    assert not queries.may_register(room.clerk, room.cast.unit("hu-dong-hung").pk)
    assert not queries.may_register(room.clerk, room.cast.unit("tu-hung-yen").pk)
    assert queries.may_register(room.cast.head, room.cast.unit("hu-dong-hung").pk)
    assert not queries.may_register(room.cast.officer, room.committee.pk)
    assert queries.may_register(System(), room.committee.pk)
    assert queries.registers_of(room.clerk, room.commission.pk, date(2019, 9, 16)) == (
        room.commission.pk,
        room.committee.pk,
    )


def test_receiving_units_and_their_commissions_are_told_and_see_the_document(room, facts):
    province = room.committee.pk
    guidance = other(facts, symbol="12-HD/BTCTW", issuer="", recipient_ids=(province,))
    written = services.register_document(actor=room.centre, registered_in=room.central.pk, facts=guidance)
    told = set(Notice.objects.values_list("user__username", flat=True))
    assert told == {"tb.truongban", "tb.vanthu"}
    message = Notice.objects.first().message
    assert message.url == f"/btctw/2019-t09-9t/van-ban/{written.pk}/"
    assert "Hướng dẫn 12-HD/BTCTW" in message.text % message.params
    assert list(queries.visible_to(room.clerk)) == [written]
    assert list(queries.visible_to(room.elsewhere)) == []


def test_a_unit_nobody_knows_is_no_recipient(room, facts):
    with pytest.raises(Hidden):
        services.register_document(
            actor=room.clerk, registered_in=room.commission.pk, facts=other(facts, recipient_ids=(987_654,))
        )
    assert Document.objects.count() == 0


def test_addressing_adds_units_once_and_tells_only_the_new_ones(room):
    hung_yen = room.cast.unit("tu-hung-yen")
    document = make_document(room.central, recipients=(room.committee,))
    both = [room.committee.pk, hung_yen.pk]
    services.address(actor=room.centre, document_id=document.pk, unit_ids=both)
    assert set(document.recipients.values_list("pk", flat=True)) == set(both)
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"hy.vanthu"}
    with refused("directives.already_addressed", "recipients"):
        services.address(actor=room.centre, document_id=document.pk, unit_ids=both)
    with pytest.raises(Hidden):
        services.address(actor=room.clerk, document_id=document.pk, unit_ids=[room.commission.pk])
    stub = make_document(room.central, "9-BC/TW", summary="", holder="Văn thư mật")
    with refused("directives.stub_recipients", "recipients"):
        services.address(actor=room.centre, document_id=stub.pk, unit_ids=both)


# --- secrecy -------------------------------------------------------------------------------------------


def test_a_secret_paper_is_a_stub_on_the_connected_network(room, facts):
    stub = other(facts, summary="", holder="Văn thư mật, Ban Tổ chức")
    written = services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=stub)
    assert (written.stub, written.summary, written.public) == (True, "", False)
    with pytest.raises(Hidden):
        services.attach(actor=room.clerk, document_id=written.pk, source=BytesIO(b"canary"), name="mật.txt")
    assert StoredFile.objects.count() == 0


def test_on_the_independent_network_the_class_decides_who_reads(room, facts, settings):
    settings.GIAOBAN_ZONE = Zone.INDEPENDENT.value
    secret = other(facts, secrecy="secret")
    with refused("directives.public_and_secret", "public"):
        services.register_document(
            actor=room.clerk, registered_in=room.commission.pk, facts=other(secret, public=True)
        )
    written = services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=secret)
    assert list(queries.visible_to(room.clerk)) == [written]
    assert list(queries.visible_to(room.cast.head)) == [written]
    assert list(queries.visible_to(room.cast.officer)) == []
    assert list(queries.visible_to(room.cast.administrator)) == []
    with pytest.raises(Hidden):  # a compiler writes, but not what a compiler could not read
        services.register_document(
            actor=room.cast.commune_officer, registered_in=room.cast.unit("du-an-hoa").pk, facts=secret
        )


# --- corrections ---------------------------------------------------------------------------------------


def test_a_correction_keeps_what_was_there_with_the_reason(room, facts):
    document = services.register_document(
        actor=room.clerk,
        registered_in=room.committee.pk,
        facts=other(facts, recipient_ids=(room.central.pk,)),
    )
    right = other(facts, issued_on=date(2018, 1, 8), recipient_ids=(room.cast.unit("hu-dong-hung").pk,))
    services.correct_document(
        actor=room.clerk, document_id=document.pk, facts=right, reason=" nhầm ngày ", version=1
    )
    document.refresh_from_db()
    assert (document.issued_on, document.version) == (date(2018, 1, 8), 2)
    assert list(document.recipients.all()) == [room.cast.unit("hu-dong-hung")]
    kept = Correction.objects.get()
    assert (kept.before, kept.reason, kept.recorded_label) == (
        {"issued_on": "2018-01-05", "recipients": [room.central.pk]},
        "nhầm ngày",
        room.clerk.actor_label,
    )
    entry = Entry.objects.get(action="directives.correct")
    assert (entry.changes["issued_on"], entry.note) == (["2018-01-05", "2018-01-08"], "nhầm ngày")


def test_a_correction_needs_a_reason_the_right_and_the_present_version(room, facts):
    document = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=facts)
    taken = services.register_document(
        actor=room.clerk, registered_in=room.committee.pk, facts=other(facts, symbol="13-CTr/TU")
    )

    def correct(actor=room.clerk, reason="nhầm số", version=1, **changes):
        return services.correct_document(
            actor=actor,
            document_id=document.pk,
            facts=other(facts, **changes),
            reason=reason,
            version=version,
        )

    with refused("directives.reason_missing", "reason"):
        correct(reason=" ")
    with pytest.raises(Hidden):
        correct(actor=room.cast.officer)
    with pytest.raises(Hidden):
        correct(actor=room.elsewhere)
    with refused("directives.duplicate", "symbol"):
        correct(symbol=taken.symbol)
    assert correct(symbol="14-CTr/TU").symbol == "14-CTr/TU"
    with pytest.raises(Conflict) as stale:
        correct(symbol="15-CTr/TU")
    assert stale.value.code == "directives.changed_meanwhile"
    assert Document.objects.get(pk=document.pk).symbol == "14-CTr/TU"


def test_a_corrected_day_must_fit_the_relations(room, facts):
    document = make_document(room.committee, "12-CTr/TU", issued_on=date(2018, 1, 5))
    make_relation(document, make_document(room.central, public=True, issued_on=date(2017, 10, 25)))
    make_relation(
        make_document(room.commission, "07-HD/BTCTU", issued_on=date(2018, 9, 6)), document, "cites"
    )

    def correct(day):
        return services.correct_document(
            actor=room.clerk,
            document_id=document.pk,
            facts=other(facts, issued_on=day),
            reason="nhầm ngày",
            version=document.version,
        )

    for wrong in (date(2017, 10, 24), date(2018, 9, 7)):
        with refused("directives.older", "target"):
            correct(wrong)
    assert correct(date(2018, 9, 6)).issued_on == date(2018, 9, 6)


def test_a_document_with_files_becomes_no_stub(room, facts):
    document = services.register_document(actor=room.clerk, registered_in=room.commission.pk, facts=facts)
    file = services.attach(
        actor=room.clerk, document_id=document.pk, source=BytesIO("Nội dung".encode()), name="vb.txt"
    )
    stub = other(facts, summary="", holder="Văn thư mật")

    def correct():
        return services.correct_document(
            actor=room.clerk, document_id=document.pk, facts=stub, reason="là tài liệu mật", version=1
        )

    with refused("directives.stub_files", "holder"):
        correct()
    other_document = make_document(room.commission, "10-BC/TU")
    with pytest.raises(Hidden):
        services.detach(actor=room.clerk, document_id=other_document.pk, file_id=file.pk)
    services.detach(actor=room.clerk, document_id=document.pk, file_id=file.pk)
    assert correct().stub is True
    assert StoredFile.objects.count() == 0


def test_only_who_may_write_in_the_register_attaches(room, facts):
    document = make_document(room.commission, public=True)
    for actor in (room.cast.officer, room.elsewhere):
        with pytest.raises(Hidden):
            services.attach(actor=actor, document_id=document.pk, source=BytesIO(b"x"), name="vb.txt")
    assert StoredFile.objects.count() == 0
