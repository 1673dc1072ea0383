"""A signed copy that comes after issuing: who attaches it, how a wrong one is replaced, who reads which."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from giaoban.audit.models import Entry
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import queries, services
from giaoban.correspondence.attachments import may_read_replaced
from giaoban.correspondence.models import Dossier, Issue, SignedCopy
from giaoban.correspondence.queries.desk import desk
from giaoban.correspondence.services.signing import REPLACED
from giaoban.directives import attachments
from giaoban.files import services as files
from giaoban.files.models import StoredFile
from giaoban.files.queries import get_file
from giaoban.notices.models import Notice
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.common import COMMUNE, HERE, PERIOD, at, post, soup, summary, words
from tests.correspondence.issuing import issued, ready
from tests.factories.correspondence import make_dossier
from tests.factories.files import pdf
from tests.factories.hostile import HOSTILE

PAGE = "ban-da-ky"
OTHER = pdf(b"% 2")


def scan(name: str = "ban-ky.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or pdf())


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """Issued and sent to the commune, the signed copy still on paper."""
    return issued(cast, ready(cast, recorded_by=cast.officer.pk)).dossier


def attach(cast: Cast, dossier: Dossier, data: bytes | None = None, **facts: Any) -> SignedCopy:
    source = scan(data=data).file
    given = {"actor": cast.clerk, "issue_id": dossier.issue.pk, "name": "ban-ky.pdf", **facts}
    return services.attach_signed(file=source, **given)


def opens(who: Any, file_id: int) -> bool:
    try:
        return get_file(who, file_id).pk == file_id
    except Hidden:
        return False


def test_the_clerk_attaches_it_later_and_it_is_shown_with_its_hash(cast: Cast, dossier: Dossier) -> None:
    browser = sign_in(cast.clerk)
    shown = desk(cast.clerk, dossier.unit_id, TODAY)
    assert shown is not None
    assert shown.unsigned == 1
    register = browser.get(f"{HERE}van-ban-di/?chua-ky=1")
    assert "01-KH/BTCTU" in words(register)
    assert "đã ban hành chưa có bản đã ký" in words(register)
    page = browser.get(at(dossier))
    assert "Bản đã ký chưa gắn" in words(page)
    assert soup(page).select_one(".lead a.btn:not(.quiet)")["href"] == at(dossier, "ban-da-ky")
    asked = browser.get(at(dossier, PAGE))
    assert soup(asked).select_one("[name=reason]") is None
    done = post(browser, at(dossier, PAGE), file=scan())
    assert done["Location"] == at(dossier)
    stored = StoredFile.objects.get(kind=attachments.KIND)
    text = words(browser.get(at(dossier)))
    assert "Đã gắn bản đã ký của 01-KH/BTCTU." in text
    assert f"SHA-256 {stored.sha256}" in text
    assert (Issue.objects.get().signed_id, SignedCopy.objects.get().file_id) == (None, stored.pk)
    shown = desk(cast.clerk, dossier.unit_id, TODAY)
    assert shown is not None
    assert shown.unsigned == 0
    assert "01-KH/BTCTU" not in words(browser.get(f"{HERE}van-ban-di/?chua-ky=1"))
    assert "chưa có bản đã ký" not in words(browser.get(f"{HERE}van-ban-di/"))
    told = Notice.objects.get(message__event="correspondence.attach_signed").message
    assert told.params["symbol"] == "01-KH/BTCTU"
    entry = Entry.objects.get(action="correspondence.attach_signed")
    assert (entry.changes, entry.unit_id) == ({"signed": [None, stored.sha256]}, dossier.issuer_id)


def test_who_got_the_paper_reads_it_and_the_code_names_it(cast: Cast, dossier: Dossier) -> None:
    copy = attach(cast, dossier)
    reader = sign_in(cast.commune_officer)
    page = reader.get(f"{COMMUNE}van-ban/{dossier.issue.document_id}/")
    assert copy.file.sha256 in words(page)
    assert "Thay bản đã ký" not in words(page)
    assert (opens(cast.commune_officer, copy.file_id), opens(cast.other_officer, copy.file_id)) == (
        True,
        False,
    )
    checked = words(sign_in(cast.clerk).get(f"/doi-chieu/{dossier.issue.edition.code}/"))
    assert f"SHA-256 {copy.file.sha256}" in checked


def test_the_page_of_the_document_leads_there_who_may(cast: Cast, dossier: Dossier) -> None:
    path = f"{HERE}van-ban/{dossier.issue.document_id}/"
    link = soup(sign_in(cast.clerk).get(path)).find("a", string="Gắn bản đã ký")
    assert link is not None
    assert link["href"].endswith(f"/ho-so-trinh/{dossier.pk}/{PAGE}/")
    assert soup(sign_in(cast.officer).get(path)).find("a", string="Gắn bản đã ký") is None
    services.recall(actor=cast.clerk, issue_id=dossier.issue.pk, on=TODAY, reason="Sai căn cứ.")
    assert attach(cast, dossier).pk  # what was recalled is archived with its signature all the same


def test_a_wrong_scan_is_replaced_with_a_reason_and_kept(cast: Cast, dossier: Dossier) -> None:
    wrong = attach(cast, dossier)
    browser = sign_in(cast.clerk)
    held = {"over": str(wrong.file_id)}
    bare = post(browser, at(dossier, PAGE), file=scan(data=OTHER), reason=" ", **held)
    assert bare.status_code == 422
    with pytest.raises(Refusal, match="vì sao"):
        attach(cast, dossier, OTHER, reason=" ", over=wrong.file_id)
    same = post(browser, at(dossier, PAGE), file=scan(), reason="Nhầm", **held)
    assert "giống hệt bản đang giữ" in summary(same)
    post(browser, at(dossier, PAGE), file=scan("du-trang.pdf", OTHER), reason="Thiếu trang 3.", **held)
    latest, first = queries.signed_copies(Issue.objects.get())
    assert (latest.file.name, latest.reason, first.file.pk) == (
        "du-trang.pdf",
        "Thiếu trang 3.",
        wrong.file_id,
    )
    page = words(browser.get(at(dossier)))
    assert "thay bản trước: Thiếu trang 3." in page
    assert "đã bị thay: ban-ky.pdf" in page
    at_commune = words(sign_in(cast.commune_officer).get(f"{COMMUNE}van-ban/{dossier.issue.document_id}/"))
    assert "thay bản trước: Thiếu trang 3." in at_commune
    assert "ban-ky.pdf" not in at_commune
    assert StoredFile.objects.get(pk=wrong.file_id).kind == REPLACED
    assert (opens(cast.clerk, wrong.file_id), opens(cast.commune_officer, wrong.file_id)) == (True, False)
    assert not may_read_replaced(cast.clerk, 10**9)
    told = Notice.objects.filter(message__event="correspondence.attach_signed").latest("pk").message
    assert told.params["reason"] == "Thiếu trang 3."
    for change in ({"reason": "Khác"}, {"file_id": latest.file.pk}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SignedCopy.objects.filter(pk=wrong.pk).update(**change)


def test_the_copy_given_when_it_was_issued_is_replaced_alike(cast: Cast) -> None:
    given = issued(cast, signed=scan().file, signed_name="ky-luc-ban-hanh.pdf")
    assert given.signed is not None
    second = attach(cast, given.dossier, OTHER, reason="Quét mờ.", over=given.signed.pk)
    assert [one.file.pk for one in queries.signed_copies(given)] == [second.file_id, given.signed.pk]
    assert Issue.objects.get(pk=given.pk).signed_id == given.signed.pk
    with pytest.raises(Refusal, match="Không gỡ được"):
        files.remove(actor=cast.clerk, file_id=second.file_id)


def test_two_who_attach_at_once_do_not_hide_one_another(cast: Cast, dossier: Dossier) -> None:
    browser = sign_in(cast.clerk)
    attach(cast, dossier)
    late = post(browser, at(dossier, PAGE), file=scan(data=OTHER), reason="Bản khác")
    assert "vừa được người khác gắn hoặc thay" in summary(late)
    assert SignedCopy.objects.count() == 1


def test_a_hostile_file_is_refused_and_nothing_is_kept(cast: Cast, dossier: Dossier) -> None:
    browser = sign_in(cast.clerk)
    meant = ("a.pdf", "a.docx", "a.docx.exe", "a.xlsx")  # what may be signed, by its name, and what is near
    hostile = [one for one in HOSTILE if one[1] in meant][::4]
    assert {name for _what, name, _make, _code in hostile} >= {"a.pdf", "a.docx"}
    for what, name, make, _code in hostile:
        answer = post(browser, at(dossier, PAGE), file=scan(name, make()))
        assert (answer.status_code, bool(summary(answer))) == (422, True), what
    assert not SignedCopy.objects.exists()
    assert not StoredFile.objects.exists()


def test_who_may_not_issue_there_finds_no_page(cast: Cast, dossier: Dossier) -> None:
    for who, place in (
        (cast.officer, HERE),
        (cast.monitor, HERE),
        (cast.other_officer, HERE),
        (cast.commune_officer, COMMUNE),
        (cast.other_officer, f"/btc-nam-dinh/{PERIOD}/"),
    ):
        browser = sign_in(who)
        assert browser.get(at(dossier, PAGE, place=place)).status_code == 404
        assert post(browser, at(dossier, PAGE, place=place), file=scan()).status_code == 404
        with pytest.raises(Hidden):
            attach(cast, dossier, actor=who)
    unissued = make_dossier(cast.unit("btc-thai-binh"), state="approved")
    assert sign_in(cast.clerk).get(at(unissued, PAGE)).status_code == 404
    assert not SignedCopy.objects.exists()
