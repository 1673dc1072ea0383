"""Pages as pictures: one PNG a page, of the size asked for, and no more than the machine should make."""

import io

import pytest
from PIL import Image

from giaoban.documents import pages, pdf
from giaoban.documents.blocks import Paragraph
from tests.documents.papers import SENTENCE, paper, samples


@pytest.fixture(scope="module")
def wide() -> bytes:
    return pdf.render(samples()["wide"])


def sizes(pictures: list[bytes]) -> list[tuple[int, int]]:
    return [Image.open(io.BytesIO(one)).size for one in pictures]


def test_each_page_is_a_picture_of_its_own_size(wide):
    assert pages.count(wide) == 5
    upright, across = (596, 842), (842, 596)
    assert sizes(pages.pictures(wide, scale=1)) == [upright, across, across, across, upright]
    assert sizes(pages.pictures(wide, scale=2, numbers=[5, 2, 9, 0])) == [(1191, 1684), (1684, 1191)]


def test_there_is_ink_where_words_are_and_none_on_the_margin(wide):
    first = Image.open(io.BytesIO(pages.pictures(wide, scale=1, numbers=[1])[0]))
    assert first.crop((85, 57, 552, 300)).getextrema()[0] < 80
    assert first.crop((0, 0, 80, 842)).getextrema() == (255, 255)


def test_too_many_pages_and_too_large_pictures_are_refused(wide, monkeypatch):
    with pytest.raises(pages.TooMuch):
        pages.pictures(wide, scale=20)
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    with pytest.raises(pages.TooMuch, match="5 pages, at most 2"):
        pages.pictures(wide)
    assert len(pages.pictures(wide, scale=1, numbers=[1, 2])) == 2


def test_after_a_file_that_is_no_pdf_the_next_one_opens():
    with pytest.raises(Exception, match="Data format error"):
        pages.count(b"no pdf")
    assert pages.count(pdf.render(paper(Paragraph(SENTENCE)))) == 1
