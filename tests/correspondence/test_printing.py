"""PDF that was made here is opened here, what somebody sent in only in a child process."""

from dataclasses import replace

import pypdfium2
import pytest

from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import printing
from giaoban.correspondence.rules.codes import new_code
from giaoban.documents import pages, pdf
from giaoban.documents.blocks import Paragraph
from tests.documents.papers import SENTENCE, paper


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """How each file was opened: apart or not."""
    ways: list[bool] = []
    count, pictures = pages.count, pages.pictures

    def counting(data: bytes, *, apart: bool = False) -> int:
        ways.append(apart)
        return count(data, apart=apart)

    def picturing(data: bytes, *, apart: bool = False, **orders: object) -> list[bytes]:
        ways.append(apart)
        return pictures(data, apart=apart, **orders)

    monkeypatch.setattr(pages, "count", counting)
    monkeypatch.setattr(pages, "pictures", picturing)
    return ways


def test_our_own_is_opened_here_and_the_same_bytes_from_outside_apart(opened: list[bool]) -> None:
    ours = printing.pdf_of(paper(Paragraph(SENTENCE)))
    assert printing.page_numbers(ours) == range(1, 2)
    shown = printing.picture(ours, 1)
    assert opened == [False, False]
    sent = bytes(bytearray(ours))
    assert (printing.page_numbers(sent), printing.picture(sent, 1)) == (range(1, 2), shown)
    assert printing.page_numbers(sent) == range(1, 2)
    assert opened == [False, False, True, True]
    with pytest.raises(Hidden):
        printing.picture(ours, 2)


def test_a_pdf_that_cannot_be_opened_is_refused_with_what_to_do() -> None:
    broken = pdf.render(paper(Paragraph(SENTENCE)))[:400]
    with pytest.raises(Refusal) as refusal:
        printing.page_numbers(broken)
    assert refusal.value.code == "correspondence.pdf_unreadable"
    with pytest.raises(Hidden):
        printing.picture(broken, 1)


def test_the_counts_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "COUNTED", 1)
    for text in ("một", "hai"):
        printing.page_numbers(pdf.render(paper(Paragraph(text))))
    assert len(printing._counted) == 1


def test_the_same_words_under_another_code_are_printed_with_that_code() -> None:
    one, other = (replace(paper(Paragraph(SENTENCE)), code=code) for code in (new_code(), new_code()))
    made = [printing.pdf_of(each) for each in (one, other, one)]
    assert made[0] is made[2]
    shown = [pypdfium2.PdfDocument(each)[0].get_textpage().get_text_bounded() for each in made[:2]]
    assert [one.code in shown[0], other.code in shown[0]] == [True, False]
    assert [one.code in shown[1], other.code in shown[1]] == [False, True]
