"""The house's registers as the reader asks them: few reads for a whole text, and only what one may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.accounts.models import User
from giaoban.core.actors import System
from giaoban.directives.queries import HouseRegistry
from giaoban.reader.registry import Registry
from giaoban.reader.symbols import symbol_key
from tests.factories.directives import make_document, make_relation

pytestmark = pytest.mark.django_db
TEXT = "Nghị quyết số 18 và 19 của Trung ương; Hướng dẫn 12-HD/BTCTW; Kết luận số 50-KL/TW ngày 28/02/2023."


@pytest.fixture
def held(books):
    books.first = make_document(books.central, "18-NQ/TW", public=True, plenum=6, plenum_term="XII")
    books.second = make_document(books.central, "19-NQ/TW", public=True, plenum=6, plenum_term="XII")
    books.congress = make_document(
        books.central, "", issuer="Đại hội XIII", issued_on=date(2019, 2, 1), congress="XIII", public=True,
        type="NQ",
    )  # fmt: skip
    make_document(books.commission, "18-KH/TU", issuer="Tỉnh ủy Thái Bình", issued_on=date(2018, 3, 1))
    return books


def ids(found):
    return [int(row.id) for row in found]


def test_it_keeps_the_promise_of_the_reader(held):
    registry: Registry = HouseRegistry(held.clerk, text=TEXT)
    assert ids(registry.by_symbol(symbol_key("18 – nq/TƯ"))) == [held.first.pk]
    assert sorted(ids(registry.of_plenum(6, "XII"))) == [held.first.pk, held.second.pk]
    assert ids(registry.of_congress("XIII")) == [held.congress.pk]
    (found,) = registry.by_number("HD", 12)
    assert (found.symbol, found.date, found.term, found.confidence) == (
        "12-HD/BTCTW", date(2018, 7, 6), "XII", "L",
    )  # fmt: skip
    (old,) = registry.by_number("HD", 9)
    assert found.replaces == (old.id,)
    assert registry.successors(old.id) == (found,)


def test_only_what_the_reader_may_see(held):
    nobody = User(username="ai", password="")
    nobody.save()
    assert HouseRegistry(nobody, text=TEXT).by_number("NQ", 18) == ()
    assert len(HouseRegistry(held.elsewhere, text="18").by_number("KH", 18)) == 0
    assert len(HouseRegistry(held.clerk, text="18").by_number("KH", 18)) == 1


def test_as_of_a_day_nothing_later_is_known(held):
    assert HouseRegistry(held.clerk, date(2018, 7, 5), text=TEXT).by_number("HD", 12) == ()
    assert HouseRegistry(held.clerk, date(2018, 7, 6), text=TEXT).by_number("HD", 12) != ()


def test_a_whole_text_costs_three_reads(held):
    for number in range(100, 140):
        document = make_document(held.central, f"{number}-CT/TW", issuer="Bộ Chính trị", public=True)
        make_relation(document, held.first, "cites")
    actor = System()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        registry = HouseRegistry(actor, text=" ".join(f"Chỉ thị {n}-CT/TW" for n in range(100, 140)))
        for number in range(100, 140):
            assert len(registry.by_symbol(symbol_key(f"{number}-CT/TW"))) == 1
            assert registry.by_number("NQ", number) == ()
    assert len(asked) <= 3


def test_a_number_outside_the_text_is_asked_for(held):
    registry = HouseRegistry(held.clerk)
    assert ids(registry.by_symbol("19 nq tw")) == [held.second.pk]
