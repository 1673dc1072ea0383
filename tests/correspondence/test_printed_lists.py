"""A printed book stays the exact list of its day; who may read the book opens it again, nobody else."""

from typing import Any

import pypdfium2
import time_machine
from django.test import Client

from giaoban.correspondence.models import Edition
from giaoban.correspondence.views import printing
from tests.cast import Cast, sign_in
from tests.factories.arrivals import make_arrival
from tests.factories.correspondence import make_series
from tests.guards.test_printed import opened, the_code

AT = "/btc-thai-binh/2019-t09-9t/"
IN, OUT = f"{AT}van-ban-den/in/pdf/", f"{AT}van-ban-di/in/pdf/"


def words(pdf: bytes | int) -> str:
    assert isinstance(pdf, bytes)
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def printed(browser: Client, path: str) -> str:
    return the_code(browser.get(path).content)


def test_a_book_stays_the_list_that_was_printed(cast: Cast) -> None:
    unit, clerk = cast.unit("btc-thai-binh"), sign_in(cast.clerk)
    make_arrival(unit, "7-CV/BTCTW")
    first = printed(clerk, IN)
    assert printed(clerk, IN) == first
    make_arrival(unit, "8-CV/BTCTW")
    second = printed(clerk, IN)
    assert first != second
    then, now = words(opened(clerk, first)), words(opened(clerk, second))
    assert ("7-CV" in then, "8-CV" in then, "8-CV" in now) == (True, False, True)
    assert ("Cộng: 1 văn bản đến" in then, "Số đến: 1 đến 2" in now) == (True, True)
    assert "Số ……" not in then
    with time_machine.travel("2019-09-17T12:00+07:00", tick=False):
        assert printed(sign_in(cast.clerk), IN) not in {first, second}  # it says another day
    assert {sign_in(who).get(f"/doi-chieu/{first}/").status_code for who in (cast.officer, cast.head)} == {
        200
    }
    assert opened(sign_in(cast.other_officer), first) == opened(sign_in(cast.monitor), first) == 404


def test_lines_of_classed_papers_are_opened_by_who_may_see_them(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    make_arrival(unit, "7-CV/BTCTW")
    make_arrival(unit, "9-CV/BTCTW", secrecy="secret")
    clerk, officer = sign_in(cast.clerk), sign_in(cast.officer)
    whole, part = printed(clerk, IN), printed(officer, IN)
    assert "9-CV" in words(opened(clerk, whole))
    assert opened(officer, whole) == 404
    assert "9-CV" not in words(opened(officer, part))
    assert opened(clerk, part) == opened(officer, part)
    assert {edition.secrecy for edition in Edition.objects.all()} == {"normal", "secret"}


def test_the_other_book_is_of_who_works_in_the_unit(cast: Cast) -> None:
    make_series(cast.unit("btc-thai-binh"), numbers=2)
    code = printed(sign_in(cast.clerk), OUT)
    assert "02-KH" in words(opened(sign_in(cast.officer), code))
    assert opened(sign_in(cast.other_officer), code) == 404


def test_a_book_that_is_too_long_is_refused_and_never_cut_short(cast: Cast, monkeypatch: Any) -> None:
    make_series(cast.unit("btc-thai-binh"), numbers=3)
    clerk = sign_in(cast.clerk)
    for most, status in ((3, 200), (2, 422)):
        monkeypatch.setattr(printing, "MOST", most)
        assert clerk.get(f"{AT}van-ban-di/in/").status_code == status
        assert clerk.get(f"{AT}van-ban-di/in/xlsx/").status_code == status
