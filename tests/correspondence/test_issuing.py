"""Issuing: one number, one exact version, one entry in the register; recalled, replaced, sent and opened."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from giaoban.audit.models import Entry
from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.registries import PaperSource, PaperSubject, announcements, paper_sources
from giaoban.correspondence import attachments, queries, services
from giaoban.correspondence.models import (
    Book,
    Delivery,
    Dossier,
    Draft,
    Edition,
    Issue,
    Number,
    Series,
    Step,
)
from giaoban.correspondence.rules import DossierFacts, IssueFacts, Move, State
from giaoban.correspondence.services.digests import digest_of
from giaoban.directives.models import Document, Relation
from giaoban.documents import plain
from giaoban.files.models import StoredFile
from giaoban.notices.models import Notice
from giaoban.organisations.models import Kind, Unit
from tests.cast import TODAY, Cast
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import (
    ABOUT,
    APPROVED,
    make_dossier,
    make_edition,
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


def ready(cast: Cast, **facts: Any) -> Dossier:
    """An approved paper of the commission, to be sent to the commune."""
    given = {"recipients": [cast.unit("du-an-hoa")], **facts}
    return make_dossier(cast.unit("btc-thai-binh"), state=State.APPROVED, **given)


def issued(cast: Cast, dossier: Dossier | None = None, actor: Any = None, **facts: Any) -> Issue:
    dossier = dossier or ready(cast)
    given = IssueFacts(**{"on": TODAY, **facts})
    return services.issue(actor=actor or cast.clerk, dossier_id=dossier.pk, facts=given)


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
    assert (paper.signature.post, paper.signature.name) == ("Trưởng ban", "Trần Thị Bình")
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


# --- afterwards ------------------------------------------------------------------------------------------


def test_what_was_issued_does_not_change(cast: Cast) -> None:
    issue = issued(cast)
    other = make_edition("x", 1, issue.dossier.unit)
    rows: dict[Any, dict[str, Any]] = {
        Issue: {"issued_on": APPROVED, "sha256": "0" * 64, "edition": other, "number": None},
        Edition: {"paper": {}, "code": "X", "sha256": "0" * 64, "title": "Khác"},
        Step: {"note": "Khác", "on": date(2019, 1, 1), "state": "approved"},
        Number: {"symbol": "09-KH/BTCTU"},
    }
    for model, changes in rows.items():
        found = model.objects.filter(pk=model.objects.order_by("pk").first().pk)
        for field, value in changes.items():
            with pytest.raises(DatabaseError), transaction.atomic():
                found.update(**{field: value})
        with pytest.raises(DatabaseError), transaction.atomic():
            found._raw_delete("default")
    # the control: a draft that nobody issued may go with what hangs on it
    assert Draft.objects.filter(pk=issue.draft_id).update(note="x") == 1


def test_a_recall_is_told_to_everybody_who_got_it_and_ends_the_sending(cast: Cast) -> None:
    issue = issued(cast)
    for on, reason in ((TODAY, " "), (TODAY, "a" * 501), (date(2019, 9, 15), "Sai"), (date.max, "Sai")):
        with pytest.raises(Refusal):
            services.recall(actor=cast.clerk, issue_id=issue.pk, on=on, reason=reason)
    with pytest.raises(Hidden):
        services.recall(actor=cast.commune_officer, issue_id=issue.pk, on=TODAY, reason="Sai")
    services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Sai phụ lục")
    issue.refresh_from_db()
    assert (issue.recalled_on, issue.recall_reason) == (TODAY, "Sai phụ lục")
    assert (
        Notice.objects.filter(user=cast.commune_officer, message__event="correspondence.recall").count() == 1
    )
    assert queries.get_issue(cast.commune_officer, issue.pk).recalled_on == TODAY
    step = issue.dossier.steps.last()
    assert step is not None
    assert (step.move, step.state) == ("recall", "issued")
    with pytest.raises(Refusal) as said:
        services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Sai")
    assert said.value.code == "correspondence.recalled"
    with pytest.raises(Refusal) as said:
        services.send(actor=cast.clerk, issue_id=issue.pk, unit_ids=[cast.unit("du-an-chau").pk])
    assert said.value.code == "correspondence.recalled"


def test_a_paper_that_takes_its_place_marks_the_old_one_when_issued(cast: Cast) -> None:
    old = issued(cast)
    new = services.replace(actor=cast.clerk, issue_id=old.pk)
    assert (new.about, new.type, new.relations) == (ABOUT, "KH", [["replaces", old.document_id]])
    assert list(new.recipients.all()) == [cast.unit("du-an-hoa")]
    assert not Step.objects.filter(dossier=old.dossier, move=Move.REPLACE).exists()
    services.save_draft(actor=cast.clerk, dossier_id=new.pk, paper=make_paper())
    services.submit(actor=cast.clerk, dossier_id=new.pk, organ="head", on=TODAY)
    services.decide(actor=cast.head, dossier_id=new.pk, approve=True, on=TODAY)
    later = issued(cast, new)
    assert Relation.objects.get(source=later.document, target=old.document).kind == "replaces"
    step = Step.objects.get(dossier=old.dossier, move=Move.REPLACE)
    assert step.note.startswith("02-KH/BTCTU")
    # with facts of one's own, the mark stands beside the relations that were given
    given = DossierFacts(
        type="KH",
        about="Kế hoạch khác",
        relations=(("replaces", later.document_id), ("cites", old.document_id)),
    )
    third = services.replace(actor=cast.clerk, issue_id=later.pk, facts=given)
    assert third.relations == [["cites", old.document_id], ["replaces", later.document_id]]


def test_it_is_sent_to_more_units_and_each_opens_it_once(cast: Cast) -> None:
    issue = issued(cast)
    chau, hoa = cast.unit("du-an-chau"), cast.unit("du-an-hoa")
    with pytest.raises(Hidden):
        services.send(actor=cast.officer, issue_id=issue.pk, unit_ids=[chau.pk])
    services.send(actor=cast.clerk, issue_id=issue.pk, unit_ids=[hoa.pk, chau.pk, chau.pk])
    assert [row.unit for row in queries.deliveries_of(issue)] == [hoa, chau]
    assert set(issue.document.recipients.all()) == {hoa, chau}
    with pytest.raises(Refusal) as said:
        services.send(actor=cast.clerk, issue_id=issue.pk, unit_ids=[chau.pk])
    assert said.value.code == "correspondence.already_sent"

    opened = services.open_delivery(actor=cast.commune_officer, issue_id=issue.pk, unit_id=hoa.pk)
    first = opened.opened_at
    assert first is not None
    again = services.open_delivery(actor=cast.commune_officer, issue_id=issue.pk, unit_id=hoa.pk)
    assert again.opened_at == first
    for actor, unit in ((cast.monitor, hoa), (cast.clerk, hoa), (cast.commune_officer, chau)):
        with pytest.raises(Hidden):
            services.open_delivery(actor=actor, issue_id=issue.pk, unit_id=unit.pk)
    with pytest.raises(Hidden):
        services.open_delivery(actor=cast.clerk, issue_id=issue.pk, unit_id=cast.unit("btc-thai-binh").pk)
    assert [row.issue for row in queries.inbox(cast.commune_officer, hoa.pk)] == [issue]
    with pytest.raises(Hidden):
        queries.inbox(cast.monitor, hoa.pk)
    assert Delivery.objects.filter(opened_at=None).count() == 1


def test_a_unit_that_the_register_addressed_already_is_only_sent_it(cast: Cast) -> None:
    issue, chau = issued(cast), cast.unit("du-an-chau")
    issue.document.recipients.add(chau)
    services.send(actor=cast.clerk, issue_id=issue.pk, unit_ids=[chau.pk])
    assert issue.deliveries.filter(unit=chau).count() == 1


# --- exact versions --------------------------------------------------------------------------------------


def keep(cast: Cast, kind: str, object_id: int, **facts: Any) -> Edition:
    return services.keep_edition(
        actor=cast.clerk,
        kind=kind,
        object_id=object_id,
        unit_id=cast.unit("btc-thai-binh").pk,
        title=ABOUT,
        **facts,
    )


def test_the_same_paper_printed_twice_is_one_version(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    first = keep(cast, "correspondence.dossier", dossier.pk, paper=make_paper())
    assert plain.load(first.paper).code == first.code
    assert keep(cast, "correspondence.dossier", dossier.pk, paper=make_paper()) == first
    assert keep(cast, "correspondence.dossier", dossier.pk, paper=make_paper(place="Huế")) != first
    assert queries.get_edition(cast.officer, first.code) == first
    assert queries.record_of(first) == dossier
    with pytest.raises(Hidden):
        queries.get_edition(cast.monitor, first.code)
    for facts in ({}, {"paper": make_paper(), "pdf": b"x"}):
        with pytest.raises(ValueError, match="of a paper or of bytes"):
            keep(cast, "correspondence.dossier", dossier.pk, **facts)


def test_a_version_of_bytes_is_a_file_that_only_its_readers_open(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    edition = keep(cast, "correspondence.dossier", dossier.pk, pdf=pdf())
    stored = StoredFile.objects.get()
    assert (edition.pdf, edition.sha256, stored.name) == (stored, stored.sha256, f"{edition.code}.pdf")
    assert attachments.may_read_edition(cast.clerk, edition.pk)
    assert not attachments.may_read_edition(cast.monitor, edition.pk)
    assert not attachments.may_read_edition(cast.clerk, 0)


def test_versions_of_other_rooms_are_read_as_those_rooms_say(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def subject_of(actor: Any, _object_id: int) -> PaperSubject:
        if actor is cast.monitor:
            raise Hidden("report")
        return PaperSubject(1, "Báo cáo", "/x/")

    source = PaperSource("reports", "Báo cáo", lambda _actor, _id: make_paper(), subject_of)
    monkeypatch.setitem(paper_sources._entries, "reports", source)
    edition = keep(cast, "reports", 3, paper=make_paper())
    assert queries.get_edition(cast.clerk, edition.code) == edition
    assert queries.record_of(edition) is None
    unknown = keep(cast, "nowhere", 3, paper=make_paper(place="Huế"))
    for actor, code in ((cast.monitor, edition.code), (cast.clerk, unknown.code), (cast.clerk, "")):
        with pytest.raises(Hidden):
            queries.get_edition(actor, code)


def test_files_of_a_dossier_are_added_while_it_is_written(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    open_, closed = make_dossier(unit), make_dossier(unit, state=State.APPROVED)
    assert attachments.may_read_draft(cast.clerk, open_.pk)
    assert not attachments.may_read_draft(cast.commune_officer, open_.pk)
    added = [attachments.may_add_draft(cast.clerk, pk) for pk in (open_.pk, closed.pk, 0)]
    assert added == [True, False, False]
