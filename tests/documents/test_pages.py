"""Pages as pictures: one PNG a page, of the size asked for, and no more than the machine should make."""

import io

import pytest
from PIL import Image

from giaoban.documents import confined, pages, pdf
from giaoban.documents.blocks import Paragraph
from giaoban.documents.confined import ApartError
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


def test_colour_stays_and_a_page_without_it_is_grey(wide):
    stamped = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(stamped, "PDF")
    modes = [
        Image.open(io.BytesIO(pages.pictures(one, scale=1)[0])).mode for one in (wide, stamped.getvalue())
    ]
    assert modes == ["L", "RGB"]


def test_what_others_sent_is_opened_apart_with_the_same_result(wide):
    assert pages.count(wide, apart=True) == 5
    assert pages.pictures(wide, scale=1, numbers=[2], apart=True) == pages.pictures(
        wide, scale=1, numbers=[2]
    )
    for broken in (b"%PDF-1.7 broken", b""):
        with pytest.raises(ApartError):
            pages.count(broken, apart=True)
    with pytest.raises(ApartError):
        pages.pictures(wide, scale=20, apart=True)


def test_too_many_pages_and_too_large_pictures_are_refused(wide, monkeypatch):
    with pytest.raises(pages.TooMuch):
        pages.pictures(wide, scale=20)
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    with pytest.raises(pages.TooMuch, match="5 pages, at most 2"):
        pages.pictures(wide)
    assert len(pages.pictures(wide, scale=1, numbers=[1, 2])) == 2


def burning(data: bytes, *, megabytes: int = 0) -> bytes:
    """A task that never ends, or takes more memory than it may."""
    held = bytearray(megabytes * 1024 * 1024)
    while not held:
        pass
    return data


def test_a_task_that_takes_too_much_is_ended(monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 2)
    for megabytes in (0, 2000):
        with pytest.raises(ApartError):
            confined.run(burning, b"", megabytes=megabytes)
    assert confined.run(burning, b"small enough", megabytes=1) == b"small enough"


def test_after_a_file_that_is_no_pdf_the_next_one_opens():
    with pytest.raises(Exception, match="Data format error"):
        pages.count(b"no pdf")
    assert pages.count(pdf.render(paper(Paragraph(SENTENCE)))) == 1
