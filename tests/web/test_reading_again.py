"""A text and the registry of the house: read again when the registry has grown, found from its document."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from giaoban.audit.models import Entry
from giaoban.core.secrecy import Secrecy
from giaoban.web.models import ReadText
from giaoban.web.reading import queries, services
from giaoban.web.reading.rules import MarkKind
from giaoban.web.reading.rules.facts import CitationFacts, FigureFacts
from tests.cast import Cast, sign_in
from tests.factories.directives import make_document
from tests.factories.reading import make_cited, make_text
from tests.web.test_reading_marks import LIST, key_of

AT = "/btc-thai-binh/2019-t09-9t/"


@pytest.fixture
def text(cast: Cast) -> ReadText:
    return make_text(cast.unit("btc-thai-binh"))


def links(text: ReadText) -> set[str]:
    found = queries.state_of(ReadText.objects.get(pk=text.pk)).of(MarkKind.CITATION)
    return {one["link"] for one in found if one["link"]}


def again() -> int:
    return Entry.objects.filter(action="web.read_again").count()


def linked_on(page) -> list[str]:
    return [link["href"] for link in BeautifulSoup(page.content, "html.parser").select(".rd-link > a")]


def test_a_text_is_read_again_when_the_registry_has_grown(cast: Cast, text: ReadText):
    browser, path = sign_in(cast.head), f"{LIST}{text.pk}/"
    assert (linked_on(browser.get(path)), again()) == ([], 0)
    resolution, old, _new = make_cited(cast.unit("btctw"))
    assert linked_on(browser.get(path)) == [f"{AT}van-ban/{one.pk}/" for one in (resolution, old)]
    assert links(text) == {str(resolution.pk), str(old.pk)}
    assert again() == 1
    browser.get(path)
    assert again() == 1


def test_what_was_corrected_by_hand_stands(cast: Cast, text: ReadText):
    other = make_document(cast.unit("btctw"), "19-NQ/TW", public=True)
    figure, citation = key_of(text, "661 đảng viên", "f"), key_of(text, "Nghị quyết số 18-NQ/TW")
    guidance = key_of(text, "Hướng dẫn số 12-HD/BTCTW")
    given = {"actor": cast.head, "text_id": text.pk, "version": 0}
    services.correct_mark(**given, key=figure, facts=FigureFacts(Decimal(662), unit="đảng viên"))
    services.correct_mark(**given, key=citation, facts=CitationFacts(symbol="19-NQ/TW", link_id=other.pk))
    services.remove_mark(**given, key=guidance)
    before = ReadText.objects.get(pk=text.pk).counts
    make_cited(cast.unit("btctw"))
    sign_in(cast.head).get(f"{LIST}{text.pk}/")
    now = ReadText.objects.get(pk=text.pk)
    state = queries.state_of(now)
    assert again() == 1
    assert state.get(figure)["value"] == "662"
    assert state.get(citation)["link"] == str(other.pk)
    assert state.get(guidance) is None
    assert now.counts == before


def test_a_link_that_this_reader_may_not_see_is_not_lost(cast: Cast):
    hidden = make_document(
        cast.unit("btctw"), "18-NQ/TW", issuer="Ban Chấp hành Trung ương", secrecy=Secrecy.NORMAL.value
    )
    text = make_text(cast.unit("btc-thai-binh"), "Thực hiện Nghị quyết số 18-NQ/TW và 99-QĐ/TW của Đảng.")
    assert links(text) == {str(hidden.pk)}
    other = make_document(cast.unit("btctw"), "99-QĐ/TW", public=True)
    page = sign_in(cast.head).get(f"{LIST}{text.pk}/")
    assert again() == 1
    assert links(text) == {str(hidden.pk), str(other.pk)}
    assert linked_on(page) == [f"{AT}van-ban/{other.pk}/"]


def test_a_document_leads_to_the_text_that_it_was_entered_from(cast: Cast, text: ReadText):
    document = make_document(cast.unit("btc-thai-binh"), "15-KL/TU", public=True)
    browser, path = sign_in(cast.head), f"{AT}van-ban/{document.pk}/"

    def leads(page) -> list[str]:
        found = BeautifulSoup(page.content, "html.parser").select("a[href*='/doc-van-ban/']")
        return [link["href"] for link in found if link["href"] != LIST]

    assert leads(browser.get(path)) == []
    ReadText.objects.filter(pk=text.pk).update(made_document=document.pk)
    page = browser.get(path)
    assert leads(page) == [f"{LIST}{text.pk}/"]
    assert "Đọc từ văn bản" in page.content.decode()
    elsewhere = sign_in(cast.administrator).get(path)
    assert (elsewhere.status_code, leads(elsewhere)) == (200, [])
    ReadText.objects.filter(pk=text.pk).update(unit=cast.unit("btc-hung-yen"))
    assert leads(browser.get(path)) == []
