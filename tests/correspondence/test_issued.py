"""What was issued stays; it is recalled, replaced, sent on and opened; exact versions and who reads them."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import PaperSource, PaperSubject, paper_sources
from giaoban.correspondence import attachments, queries, services
from giaoban.correspondence.models import (
    Delivery,
    Draft,
    Edition,
    Issue,
    Number,
    Step,
)
from giaoban.correspondence.rules import DossierFacts, Move, State
from giaoban.directives.models import Relation
from giaoban.documents import plain
from giaoban.files.models import StoredFile
from giaoban.notices.models import Notice
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.issuing import issued
from tests.factories.correspondence import (
    ABOUT,
    APPROVED,
    make_dossier,
    make_edition,
    make_paper,
)
from tests.factories.files import pdf


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


def test_the_page_of_the_document_says_what_became_of_its_issue(cast: Cast) -> None:
    issue = issued(cast)

    def page(user: Any) -> str:
        address = f"/du-an-hoa/2019-t09-9t/van-ban/{issue.document_id}/"
        return sign_in(user).get(address).content.decode()

    assert issue.edition.code in page(cast.commune_officer)
    assert "Đã thu hồi ngày" not in page(cast.commune_officer)
    issue.document.public = True
    issue.document.save(update_fields=["public"])
    assert "Bản ban hành" not in page(cast.monitor)  # who may not read the issue is told nothing of it
    services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Sai phụ lục số 2")
    for user, codes in ((cast.commune_officer, True), (cast.monitor, False)):
        text = page(user)
        assert "Sai phụ lục số 2" in text
        assert (issue.edition.code in text) is codes


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
