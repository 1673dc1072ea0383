"""Issuing: one number, one exact version, one entry in the register; recalled, replaced, sent and opened."""

import io
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from giaoban.audit.models import Entry
from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.registries import announcements
from giaoban.correspondence import queries, services
from giaoban.correspondence.models import (
    Book,
    Dossier,
    Edition,
    Issue,
    Number,
    Series,
)
from giaoban.correspondence.rules import IssueFacts, State
from giaoban.correspondence.services.digests import digest_of
from giaoban.directives.models import Document, Relation
from giaoban.documents import plain
from giaoban.notices.models import Notice
from giaoban.organisations.models import Kind, Unit
from tests.cast import TODAY, Cast
from tests.correspondence.issuing import issued, ready
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import (
    ABOUT,
    make_dossier,
    make_paper,
    make_series,
)
from tests.factories.directives import make_document
from tests.factories.files import docx_parts, p7s, packed, pdf

FACTS = IssueFacts(on=TODAY)


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What rooms above are told."""
    told: list[dict[str, Any]] = []
    listeners = announcements["correspondence.issued"].listeners

    def listen(**facts: Any) -> None:
        told.append(facts)

    listeners.append(listen)
    yield told
    listeners.remove(listen)


# --- one act ---------------------------------------------------------------------------------------------


def test_an_issue_is_a_number_a_version_and_an_entry_of_the_register(
    cast: Cast, heard: list[dict[str, Any]]
) -> None:
    cited = make_document(cast.unit("tu-thai-binh"), "18-NQ/TW", public=True)
    dossier = ready(
        cast,
        relations=[["implements", cited.pk]],
        subject_kind="reporting.submission",
        subject_id=7,
        urgency="KHẨN",
    )
    issue = services.issue(actor=cast.clerk, dossier_id=dossier.pk, facts=FACTS, version=1)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.version) == (State.ISSUED, 2)
    number = issue.number
    assert number is not None
    assert (number.symbol, number.value, number.taken_on, number.about) == ("01-KH/BTCTU", 1, TODAY, ABOUT)
    assert number.series.term == "2015-2020"
    assert Book.objects.get().code == "BTCTU"

    document = issue.document
    assert (document.symbol, document.type, document.issued_on, document.public) == (
        "01-KH/BTCTU",
        "KH",
        TODAY,
        False,
    )
    assert (document.unit, document.registered_in) == (dossier.unit, dossier.unit)
    assert document.issuer == "Ban Tổ chức Tỉnh ủy Thái Bình"
    assert list(document.recipients.all()) == [cast.unit("du-an-hoa")]
    assert Relation.objects.get(source=document).target == cited

    edition = issue.edition
    assert (edition.kind, edition.object_id) == ("correspondence.issue", issue.pk)
    paper = plain.load(edition.paper)
    assert (paper.number, paper.day, paper.code) == ("01-KH/BTCTU", TODAY, edition.code)
    assert (paper.urgency, paper.mark, paper.receivers) == ("KHẨN", "", tuple(dossier.receivers))
    assert paper.signature is not None
    assert (paper.signature.post, paper.signature.name) == ("TRƯỞNG BAN", "Trần Thị Bình")
    assert issue.sha256 == digest_of(edition.paper, number="01-KH/BTCTU", day="2019-09-16")
    assert issue.draft == queries.latest_draft(dossier)

    step = dossier.steps.last()
    assert step is not None
    assert (step.move, step.state, step.on, step.note) == ("issue", "issued", TODAY, "01-KH/BTCTU")
    assert heard == [
        {
            "kind": "reporting.submission",
            "object_id": 7,
            "issue_id": issue.pk,
            "symbol": "01-KH/BTCTU",
            "on": TODAY,
            "actor": cast.clerk,
        }
    ]
    assert Entry.objects.get(action="correspondence.issue").changes["symbol"] == [None, "01-KH/BTCTU"]
    assert Notice.objects.filter(user=cast.commune_officer, message__event="directives.address").count() == 1


def test_who_it_was_sent_to_reads_the_issue_and_nobody_else_does(cast: Cast) -> None:
    issue = issued(cast)
    seen = {name for name, user in cast.everybody.items() if issue in queries.issues_visible_to(user)}
    assert seen == {"officer", "head", "clerk", "commune_officer"}
    assert queries.get_issue(cast.commune_officer, issue.pk) == issue
    with pytest.raises(Hidden):
        queries.get_issue(cast.other_officer, issue.pk)
    with pytest.raises(Hidden):  # the dossier itself, with its drafts, stays where it was made
        queries.get_dossier(cast.commune_officer, issue.dossier_id)
    assert queries.get_edition(cast.commune_officer, issue.edition.code.lower()) == issue.edition
    assert queries.record_of(issue.edition) == issue
    with pytest.raises(Hidden):
        queries.get_edition(cast.other_officer, issue.edition.code)
    assert queries.issues_visible_to(System()).get() == issue
    assert queries.issues_visible_to(Nobody()).count() == 0


def test_numbers_follow_one_another_and_secret_papers_share_the_series(cast: Cast) -> None:
    symbols = [issued(cast).document.symbol for _time in range(2)]
    secret = ready(cast, secrecy="secret")
    symbols.append(issued(cast, secret).document.symbol)
    assert symbols == ["01-KH/BTCTU", "02-KH/BTCTU", "03-KH/BTCTU"]
    assert Edition.objects.get(secrecy="secret").paper["secrecy"] == "MẬT"


def test_a_failed_issue_takes_no_number(cast: Cast, heard: list[dict[str, Any]]) -> None:
    def fall(**_facts: Any) -> None:
        raise Refusal("late", "Nơi nghe từ chối.")

    listeners = announcements["correspondence.issued"].listeners
    listeners.append(fall)
    try:
        with pytest.raises(Refusal), transaction.atomic():
            issued(cast)
    finally:
        listeners.remove(fall)
    assert heard != []
    assert not Number.objects.exists()
    assert not Series.objects.filter(last__gt=0).exists()
    assert issued(cast).document.symbol == "01-KH/BTCTU"


def test_joint_papers_take_the_leads_number_with_the_letters_of_all(cast: Cast) -> None:
    dossier = ready(cast)
    dossier.joint_with.set([cast.unit("btc-hung-yen")])
    make_series(cast.unit("btc-hung-yen"), code="BTCHY")
    assert issued(cast, dossier).document.symbol == "01-KH/BTCTU-BTCHY"
    unnamed = Kind.objects.create(code="front", label="Mặt trận", label_en="Front", level="other")
    Unit.objects.filter(pk=cast.unit("btc-dong-nai").pk).update(kind=unnamed)
    dossier = ready(cast)
    dossier.joint_with.set([cast.unit("btc-dong-nai")])
    with pytest.raises(Refusal) as said, transaction.atomic():
        issued(cast, dossier)
    assert (said.value.code, said.value.field) == ("correspondence.code_missing", "joint_with")
    dossier.joint_with.set([cast.unit("btc-long-an")])
    assert issued(cast, dossier).document.symbol == "02-KH/BTCTU-BTCTU"


def test_a_congress_has_one_series_for_all_its_papers(cast: Cast) -> None:
    cell = cast.unit("cb-thon-mot")
    symbols = []
    for code in ("NQ", "BB"):
        dossier = make_dossier(cell, organ="congress", type=code, state=State.APPROVED)
        symbols.append(issued(cast, dossier, cast.cell_secretary).document.symbol)
    assert symbols == ["01-NQ/ĐH", "02-BB/ĐH"]
    assert Series.objects.get(last=2).type == "ĐH"


def test_a_paper_without_letters_of_its_type_has_a_number_all_the_same(cast: Cast) -> None:
    issue = issued(cast, ready(cast, type="VB"))
    assert (issue.document.symbol, issue.document.number) == ("01/BTCTU", 1)


def test_an_official_letter_of_the_state_names_the_room_that_wrote_it(cast: Cast) -> None:
    make_series(cast.unit("btc-thai-binh"), "CV", term="2019", code="SNV")
    Book.objects.update(style="state")
    dossier = ready(cast, type="CV", addressee="Đảng ủy xã An Hòa")
    assert issued(cast, dossier, department_code="TCBC").document.symbol == "01/SNV-TCBC"


# --- numbers that are kept outside -----------------------------------------------------------------------


def test_a_committee_that_keeps_its_numbers_elsewhere_says_the_one_it_gave(cast: Cast) -> None:
    province = cast.unit("tu-thai-binh")
    dossier = ready(cast, issuer=province, organ="standing_board")
    assert [f.code for f in queries.before_issue(cast.clerk, dossier) if f.level == "hint"] == [
        "number_outside"
    ]
    with pytest.raises(Refusal) as said:
        issued(cast, dossier)
    assert said.value.code == "correspondence.number_outside"
    issue = issued(cast, dossier, outside_symbol="215-KH/TU")
    assert issue.number is None
    assert (issue.document.symbol, issue.document.number) == ("215-KH/TU", 215)
    assert issue.document.issuer == "Ban Thường vụ Tỉnh ủy Thái Bình"
    assert not Number.objects.exists()


def test_where_a_book_is_kept_here_no_number_comes_from_outside(cast: Cast) -> None:
    province = cast.unit("tu-thai-binh")
    make_series(province, code="TU", numbers=4)
    dossier = ready(cast, issuer=province, organ="standing_board")
    with pytest.raises(Refusal) as said:
        issued(cast, dossier, outside_symbol="215-KH/TU")
    assert said.value.code == "correspondence.number_inside"
    assert issued(cast, dossier).document.symbol == "05-KH/TU"


def test_a_cell_issues_its_own_resolution(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("cb-thon-mot"), organ="cell", type="NQ", state=State.APPROVED)
    issue = issued(cast, dossier, cast.cell_secretary)
    assert (issue.document.symbol, issue.document.issuer) == ("01-NQ/CB", "Chi bộ thôn Một")


def test_a_body_without_a_register_of_its_committee_enters_it_in_its_own(cast: Cast) -> None:
    outsider = make_user("hd.vanthu", "Mai Văn Tám", home=cast.unit("du-an-chau"))
    make_grant(outsider, "head", cast.unit("du-an-chau"), scope="self")
    dossier = make_dossier(
        cast.unit("du-an-chau"), issuer=cast.unit("hu-dong-hung"), organ="committee", state=State.APPROVED
    )
    issue = issued(cast, dossier, outsider, outside_symbol="12-KH/HU")
    assert issue.document.registered_in == cast.unit("du-an-chau")
    assert issue.document.unit == cast.unit("hu-dong-hung")


# --- what stops it ---------------------------------------------------------------------------------------


def test_it_is_issued_once_by_who_may_on_a_day_in_order(cast: Cast) -> None:
    dossier = ready(cast)
    for actor in (cast.officer, cast.commune_officer, cast.monitor, cast.other_officer):
        with pytest.raises(Hidden):
            issued(cast, dossier, actor)
    for day in (date(2019, 9, 17), date(2019, 9, 10)):
        with pytest.raises(Refusal) as said:
            issued(cast, dossier, on=day)
        assert said.value.field == "on"
    with pytest.raises(Conflict):
        services.issue(actor=cast.clerk, dossier_id=dossier.pk, facts=FACTS, version=9)
    issued(cast, dossier)
    with pytest.raises(Refusal) as said:
        issued(cast, dossier)
    assert said.value.code == "correspondence.state"
    assert Number.objects.count() == 1


def test_a_finding_that_stops_is_a_refusal_with_its_rule(cast: Cast) -> None:
    dossier = ready(cast, place="", paper=make_paper(place=""))
    with pytest.raises(Refusal) as said:
        issued(cast, dossier)
    assert (said.value.code, said.value.field) == ("correspondence.layout.place", "place")
    assert said.value.source.startswith("Hướng dẫn 36-HD/VPTW")
    assert not Number.objects.exists()


def test_the_page_of_issuing_may_change_who_gets_it(cast: Cast) -> None:
    dossier = ready(cast)
    chau = cast.unit("du-an-chau")
    issue = issued(cast, dossier, receivers=(" Đảng ủy xã An Châu",), recipient_ids=(chau.pk,))
    dossier.refresh_from_db()
    assert dossier.receivers == ["Đảng ủy xã An Châu"]
    assert plain.load(issue.edition.paper).receivers == ("Đảng ủy xã An Châu",)
    assert [row.unit for row in queries.deliveries_of(issue)] == [chau]


# --- the signed copy -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "data"), [("ban-ky.pdf", pdf()), ("ban-ky.pdf.p7s", p7s())])
def test_the_signed_copy_lies_with_the_document(cast: Cast, name: str, data: bytes) -> None:
    issue = issued(cast, signed=io.BytesIO(data), signed_name=name)
    assert issue.signed is not None
    assert (issue.signed.kind, issue.signed.object_id) == ("directives.document", issue.document_id)
    assert issue.signed.name == name


def test_a_signed_copy_of_another_kind_is_refused_whole(cast: Cast) -> None:
    with pytest.raises(Refusal), transaction.atomic():
        issued(cast, signed=io.BytesIO("chữ".encode()), signed_name="ban-ky.txt")
    assert not Issue.objects.exists()
    assert not Document.objects.exists()
    assert not Number.objects.exists()


def test_a_word_file_that_is_not_ours_goes_out_with_its_signed_copy(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    services.save_draft(
        actor=cast.clerk, dossier_id=dossier.pk, file=io.BytesIO(packed(docx_parts())), name="a.docx"
    )
    services.submit(actor=cast.clerk, dossier_id=dossier.pk, organ="head", on=TODAY)
    services.decide(actor=cast.head, dossier_id=dossier.pk, approve=True, on=TODAY)
    with pytest.raises(Refusal) as said, transaction.atomic():
        issued(cast, dossier)
    assert said.value.code == "correspondence.signed_missing"
    issue = issued(cast, dossier, signed=io.BytesIO(pdf()), signed_name="ban-ky.pdf")
    assert (issue.edition.paper, issue.edition.pdf, issue.edition.sha256) == (
        None,
        issue.signed,
        issue.signed.sha256,  # type: ignore[union-attr]
    )
    assert issue.document.symbol == "01-KH/BTCTU"


# --- two at once -----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_issue_the_same_paper_at_once_one_does(cast: Cast) -> None:
    same, other = ready(cast), ready(cast)
    barrier, said = threading.Barrier(3), []

    def act(dossier: Dossier) -> None:
        try:
            barrier.wait(timeout=20)
            said.append(issued(cast, dossier).document.symbol)
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(dossier,)) for dossier in (same, same, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["01-KH/BTCTU", "02-KH/BTCTU", "correspondence.state"]
    assert Issue.objects.count() == Number.objects.count() == 2
