"""A paper in a unit's own Word form: its code on every page, one version for the same words."""

import io

import docx
import pypdfium2
import pytest

from giaoban.accounts.rules import Role
from giaoban.correspondence import printing, services
from giaoban.correspondence.models import Edition
from giaoban.correspondence.papers import own, template
from giaoban.correspondence.queries.templates import sample_head
from giaoban.documents import office
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of
from tests.cast import TODAY, Cast, sign_in
from tests.factories.accounts import make_grant
from tests.factories.conferences import SYSTEM, make_conference
from tests.factories.correspondence import make_dossier
from tests.factories.crowded import worker
from tests.factories.reporting import begin_and_fill, fill_and_send, make_round, owed

FORM = "Bản dùng riêng của đơn vị"
PATH = "/btc-thai-binh/2019-t09-9t/"


def unit_form(code: str) -> io.BytesIO:
    """The shipped form as a unit changes it: words of its own, a foot of its own, no code."""
    begun = own.starter(template(code), sample_head("", "Ban Tổ chức", TODAY))
    made = docx.Document(io.BytesIO(begun))
    section = made.sections[0]
    for footer in (section.footer, section.first_page_footer):
        for paragraph in footer.paragraphs:
            paragraph.text = "Chân trang của Ban"
    made.add_paragraph(FORM)
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    return out


@pytest.fixture
def script(cast: Cast) -> str:
    office_ = cast.unit("btc-thai-binh")
    services.keep_template(
        actor=SYSTEM, unit_id=office_.pk, code="script", source=unit_form("script"), name="mau.docx"
    )
    make_grant(cast.head, Role.CONFERENCE_SECRETARY, cast.unit("tu-thai-binh"))
    found = make_conference(cast.unit("tu-thai-binh"), office_)
    return f"{PATH}giao-ban/{found.pk}/kich-ban"


def foot(content: bytes) -> list[str]:
    section = docx.Document(io.BytesIO(content)).sections[0]
    return [paragraph.text for paragraph in section.first_page_footer.paragraphs]


def code_of(content: bytes) -> str:
    return foot(content)[-1].removeprefix("Mã đối chiếu: ")


def files(edition: Edition) -> list[str]:
    return sorted(StoredFile.objects.filter(object_id=edition.pk).values_list("name", flat=True))


def test_word_and_pdf_of_the_same_words_are_one_version_and_stay_as_they_are(cast: Cast, script: str) -> None:
    browser = sign_in(cast.head)
    word = browser.get(f"{script}.docx").content
    code = code_of(word)
    assert foot(word)[0] == "Chân trang của Ban"
    assert browser.get(f"{script}.docx").content == word
    edition = Edition.objects.get()
    assert (edition.code, edition.paper, edition.pdf, files(edition)) == (code, None, None, [f"{code}.docx"])
    laid = browser.get(f"{script}.pdf").content
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(laid)]
    assert all(f"Mã đối chiếu: {code}" in page for page in pages)
    assert FORM in pages[-1]
    edition = Edition.objects.get()
    assert files(edition) == [f"{code}.docx", f"{code}.pdf"]
    assert printing.unchanged(edition)
    assert browser.get(f"{script}.pdf").content == laid
    assert browser.get(f"/doi-chieu/{code}/").status_code == 200
    assert browser.get(f"/doi-chieu/{code}/tai.pdf").content == laid
    stranger = sign_in(cast.other_officer)
    assert {stranger.get(f"/doi-chieu/{code}/{rest}").status_code for rest in ("", "tai.pdf")} == {404}
    assert stranger.get(f"/tep/{edition.word_id}/").status_code == 404
    assert edition.pdf is not None
    path_of(edition.pdf.key).write_bytes(b"%PDF-1.7 another")
    assert not printing.unchanged(edition)


def test_other_words_or_another_form_are_another_version(cast: Cast, script: str) -> None:
    browser = sign_in(cast.head)
    first = code_of(browser.get(f"{script}.docx").content)
    changed = unit_form("script")
    again = docx.Document(changed)
    again.add_paragraph("bản sau")
    out = io.BytesIO()
    again.save(out)
    out.seek(0)
    unit = cast.unit("btc-thai-binh").pk
    services.keep_template(actor=SYSTEM, unit_id=unit, code="script", source=out, name="mau.docx")
    second = code_of(browser.get(f"{script}.docx").content)
    assert first != second
    assert Edition.objects.count() == 2


def test_without_libreoffice_the_word_file_is_printed_and_its_code_says_what_is_missing(
    cast: Cast, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(cast.head)
    monkeypatch.setattr(office.shutil, "which", lambda _name: None)
    code = code_of(browser.get(f"{script}.docx").content)
    refused = browser.get(f"{script}.pdf")
    assert refused.status_code == 422
    assert office.PACKAGE in refused.content.decode()
    shown = browser.get(f"/doi-chieu/{code}/").content.decode()
    assert office.PACKAGE in shown
    assert "bản lưu nguyên vẹn" in shown
    assert Edition.objects.get().pdf is None


def test_a_word_draft_that_somebody_handed_in_is_printed_with_its_code(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[bytes] = []

    def laid(data: bytes) -> bytes:
        handed.append(data)
        return b"%PDF-1.7 laid out"

    monkeypatch.setattr(office, "to_pdf", laid)
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    facts = {"actor": cast.clerk, "dossier_id": dossier.pk, "version": dossier.version}
    services.save_draft(file=unit_form("plan"), name="du-thao.docx", **facts)
    browser = sign_in(cast.clerk)
    asked = f"{PATH}ho-so-trinh/{dossier.pk}/du-thao/1/tai.pdf"
    first = browser.get(asked)
    assert (first.status_code, first.content) == (200, b"%PDF-1.7 laid out")
    assert (browser.get(asked).content, len(handed)) == (first.content, 1)
    code = code_of(handed[0])
    edition = Edition.objects.get()
    assert (edition.code, edition.kind, edition.object_id) == (code, "correspondence.dossier", dossier.pk)
    assert browser.get(f"/doi-chieu/{code}/tai.pdf").status_code == 422  # these bytes are no PDF to open
    assert sign_in(cast.other_officer).get(f"/doi-chieu/{code}/tai.pdf").status_code == 404
    stored = dossier.drafts.get().file
    path_of(stored.key).write_bytes(b"PK and nothing of Word")
    StoredFile.objects.filter(pk=stored.pk).update(sha256="0" * 64)
    refused = browser.get(asked)
    assert refused.status_code == 422
    assert "Không ghi được mã đối chiếu" in refused.content.decode()


def test_a_report_in_the_units_own_form_is_opened_by_who_reads_it(cast: Cast) -> None:
    unit, form = cast.unit("du-an-chau"), "consolidated_report"
    services.keep_template(actor=SYSTEM, unit_id=unit.pk, code=form, source=unit_form(form), name="a.docx")
    own = owed(make_round(cast), unit.code)
    begin_and_fill(own)
    writer = worker(cast, "xa.viet", unit.code, unit.code)
    browser, path = sign_in(writer), f"/{unit.code}/2019-t09-9t/bao-cao/{own.pk}/bao-cao.docx"
    draft = browser.get(path).content
    assert foot(draft)[0] == "Chân trang của Ban"
    fill_and_send(own)
    sent = browser.get(path, {"ban": 1}).content
    codes = [code_of(draft), code_of(sent)]
    files = [Edition.objects.get(code=code) for code in codes]
    assert [one.kind for one in files] == ["reporting.draft_paper", "reporting.sent_paper"]
    opened = {}
    for name, who in (("writer", writer), ("superior", cast.head), ("stranger", cast.other_officer)):
        answers = [sign_in(who).get(f"/tep/{one.word_id}/") for one in files]
        opened[name] = [answer.status_code for answer in answers]
        for answer in answers:
            b"".join(answer)  # a file that is taken away stays open until it is read
    assert opened == {"writer": [200, 200], "superior": [404, 200], "stranger": [404, 404]}
