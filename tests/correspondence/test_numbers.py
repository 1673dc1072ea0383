"""Books of numbers: symbols, terms, series; no gap and no double, whoever writes at once or breaks off."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import queries, services
from giaoban.correspondence.models import Book, Number, Series, Term
from giaoban.correspondence.rules.codes import ALPHABET, new_code, read_code
from giaoban.correspondence.rules.series import (
    ARRIVING,
    SymbolParts,
    format_symbol,
    issuer_code,
    symbol_letters,
)
from giaoban.organisations.models import Kind, Unit
from giaoban.reader.catalogue import types
from giaoban.reader.symbols import read_symbol
from tests.cast import TODAY, Cast
from tests.factories.correspondence import make_arrival, make_dossier, make_issue, make_series

PARTS = SymbolParts("KH", "BTCTU")
PARTY_CODES = ("TW", "BTCTW", "TU", "BTCTU", "UBKTTU", "HU", "ĐU", "VPĐU", "CB", "ĐH")
PARTY_TYPES = sorted(row.code for row in types() if row.party and row.symbol)
STATE_TYPES = sorted(row.code for row in types() if row.state and row.symbol and row.code != "CV")


# --- symbols ---------------------------------------------------------------------------------------------


@given(st.integers(1, 99_999), st.sampled_from(PARTY_TYPES), st.sampled_from(PARTY_CODES))
def test_a_party_symbol_is_read_back_as_it_was_written(number: int, code: str, organ: str) -> None:
    written = format_symbol(number, SymbolParts(code, organ))
    read = read_symbol(written)
    assert read is not None
    assert (read.number, read.organ, read.symbol) == (number, organ, written)
    assert code in read.type_codes
    assert written.startswith("0") == (number < 10)


@given(st.integers(1, 99_999), st.sampled_from(STATE_TYPES), st.one_of(st.none(), st.integers(1946, 2100)))
def test_a_state_symbol_is_read_back_as_it_was_written(number: int, code: str, year: int | None) -> None:
    read = read_symbol(format_symbol(number, SymbolParts(code, "BNV", "state", year=year)))
    assert read is not None
    assert (read.number, read.organ, read.year) == (number, "BNV", year)
    assert code in read.type_codes


def test_a_code_is_read_off_paper_however_it_was_typed() -> None:
    code = new_code()
    assert read_code(code.lower().replace("-", " ")) == code
    assert set(code) <= {*ALPHABET, "-"}
    assert len({new_code() for _time in range(200)}) == 200


@pytest.mark.parametrize(
    ("kind", "name", "committee", "code"),
    [
        ("district_commission", "Ban Tổ chức Huyện ủy", "", ""),
        ("district_office", "Văn phòng Thành ủy Thủ Đức", "ThU", "VPThU"),
        ("central_body", "Ban Nội chính Trung ương", "TW", "BNCTW"),
        ("central_body", "Ban khác", "TW", ""),
    ],
)
def test_letters_of_bodies(kind: str, name: str, committee: str, code: str) -> None:
    assert issuer_code(kind, name, committee=committee).code == code


def test_types_without_letters_have_no_symbol() -> None:
    assert (symbol_letters("VB"), symbol_letters("KH")) == ("", "KH")


# --- terms and books -------------------------------------------------------------------------------------


def test_a_term_ends_the_one_before_it_and_numbers_begin_anew(cast: Cast) -> None:
    unit = cast.unit("tu-thai-binh")
    first = services.declare_term(
        actor=cast.administrator, unit_id=unit.pk, code="2015-2020", starts=date(2015, 10, 23)
    )
    second = services.declare_term(
        actor=cast.administrator,
        unit_id=unit.pk,
        code="2020-2025",
        starts=date(2019, 9, 10),
        source=" Nghị quyết đại hội ",
    )
    first.refresh_from_db()
    assert (first.ends, second.ends, second.source) == (date(2019, 9, 10), OPEN, "Nghị quyết đại hội")
    assert [term.code for term in queries.terms_of(unit.pk)] == ["2015-2020", "2020-2025"]
    # the commission counts by its committee's terms
    commission = cast.unit("btc-thai-binh").pk
    days = (date(2019, 9, 9), date(2019, 9, 10))
    assert [queries.term_on(commission, day) for day in days] == ["2015-2020", "2020-2025"]
    with transaction.atomic():
        symbols = [
            services.take_number(
                actor=cast.clerk, unit_id=commission, type="KH", on=day, symbol_parts=PARTS
            ).symbol
            for day in (days[0], days[0], days[1])
        ]
    assert symbols == ["01-KH/BTCTU", "02-KH/BTCTU", "01-KH/BTCTU"]


def test_a_congress_that_closed_late_begins_its_term_late(cast: Cast) -> None:
    unit = cast.unit("tu-thai-binh")
    general = date(2020, 11, 3)
    assert queries.term_on(unit.pk, general) == "2020-2025"
    services.declare_term(
        actor=cast.administrator, unit_id=unit.pk, code="2020-2025", starts=date(2020, 11, 20)
    )
    days = (general, date(2020, 11, 19), date(2020, 11, 20))
    assert [queries.term_on(unit.pk, day) for day in days] == ["2015-2020", "2015-2020", "2020-2025"]


@pytest.mark.parametrize(
    ("unit", "day", "term"),
    [
        ("tw", date(2019, 9, 16), "2016-2021"),
        ("vu-dia-phuong-3", date(2021, 2, 2), "2021-2026"),  # by the Centre's congress
        ("du-an-hoa", date(2019, 9, 16), "2015-2020"),
        ("tw", date(2005, 5, 5), "2005"),  # before the first congress known here
    ],
)
def test_terms_by_the_days_that_everybody_knows(cast: Cast, unit: str, day: date, term: str) -> None:
    assert queries.term_on(cast.unit(unit).pk, day) == term


@pytest.mark.parametrize(
    ("code", "starts", "refused"),
    [
        ("2019", date(2020, 1, 1), "term_code"),
        ("khóa XII", date(2020, 1, 1), "term_code"),
        ("2015-2020", date(2020, 1, 1), "term_known"),
        ("2020-2025", date(2015, 1, 1), "term_order"),
    ],
)
def test_a_term_is_named_once_and_follows_the_one_before(
    cast: Cast, code: str, starts: date, refused: str
) -> None:
    unit = cast.unit("btc-thai-binh")
    Term.objects.create(unit=unit, code="2015-2020", starts=date(2015, 10, 23))
    with pytest.raises(Refusal) as said:
        services.declare_term(actor=cast.clerk, unit_id=unit.pk, code=code, starts=starts)
    assert said.value.code == f"correspondence.{refused}"


def test_a_unit_that_comes_in_mid_term_begins_behind_its_last_number(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    series = services.open_series(actor=cast.clerk, unit_id=unit.pk, type="KH", first=58)
    assert (series.first, series.last, series.term) == (58, 57, "2015-2020")
    number = services.give_number(actor=cast.clerk, unit_id=unit.pk, type="KH", on=TODAY, about="Sổ giấy")
    assert number.symbol == "58-KH/BTCTU"
    with pytest.raises(Refusal) as said:
        services.open_series(actor=cast.clerk, unit_id=unit.pk, type="KH", first=70)
    assert said.value.code == "correspondence.series_begun"
    same = services.open_series(actor=cast.clerk, unit_id=unit.pk, type="KH", first=58)
    assert same.last == 58


def test_a_unit_may_say_its_own_letters(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    services.open_series(actor=cast.clerk, unit_id=unit.pk, type="BC", code="BTC-TBH")
    book = queries.book_of(unit.pk)
    assert book is not None
    assert (book.code, book.style) == ("BTC-TBH", "party")
    services.open_series(actor=cast.clerk, unit_id=unit.pk, type="KH", code="BTCTU", style="state")
    book.refresh_from_db()
    assert (book.code, book.style) == ("BTCTU", "state")
    number = services.give_number(actor=cast.clerk, unit_id=unit.pk, type="BC", on=TODAY, about="Sổ giấy")
    assert (number.symbol, number.series.term) == ("01/BC-BTCTU", "2019")
    arriving = services.open_series(actor=cast.clerk, unit_id=unit.pk, type=ARRIVING, first=301)
    assert (arriving.term, arriving.last) == ("2019", 300)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"first": 0}, "first"),
        ({"type": "XX"}, "type"),
        ({"code": "B T C"}, "code"),
        ({"code": "A" * 21}, "code"),
        ({"style": "army"}, "style"),
    ],
)
def test_a_book_is_opened_with_letters_and_a_number(cast: Cast, facts: Any, code: str) -> None:
    given = {"type": "KH", **facts}
    with pytest.raises(Refusal) as said:
        services.open_series(actor=cast.clerk, unit_id=cast.unit("btc-thai-binh").pk, **given)
    assert said.value.code == f"correspondence.{code}"
    assert not Series.objects.exists()


def test_a_draft_shows_the_letters_that_its_number_will_have(cast: Cast) -> None:
    body, agency = cast.unit("btc-thai-binh"), cast.unit("btc-long-an")
    assert queries.open_symbol(body.pk, "KH") == "-KH/BTCTU"
    assert queries.open_symbol(body.pk, "NQ", "congress") == "-NQ/ĐH"
    assert queries.open_symbol(cast.unit("tu-thai-binh").pk, "NQ") == "-NQ/TU"
    Book.objects.create(unit=agency, code="SNV", style="state", opened_on=TODAY)
    assert queries.open_symbol(agency.pk, "KH") == "/KH-SNV"
    made = make_dossier(body, type="TTr")
    assert queries.number_to_come(made) == "-TTr/BTCTU"
    made.joint_with.add(agency)
    assert queries.number_to_come(made) == "-TTr/BTCTU-SNV"


def test_a_body_whose_letters_nobody_knows_must_say_them(cast: Cast) -> None:
    Kind.objects.create(code="state_agency", label="Cơ quan", label_en="Agency", level="other")
    Unit.objects.filter(pk=cast.unit("du-an-chau").pk).update(kind_id="state_agency")
    unit_id = cast.unit("du-an-chau").pk
    with pytest.raises(Refusal) as said:
        services.open_series(actor=System(), unit_id=unit_id, type="QĐ")
    assert said.value.code == "correspondence.code_missing"
    series = services.open_series(actor=System(), unit_id=unit_id, type="QĐ", code="SNV")
    assert series.term == "2019"  # a body of the state counts by the year
    assert Book.objects.get().style == "state"


def test_only_who_manages_opens_books_and_only_who_works_there_reads_them(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    for actor in (cast.officer, cast.other_officer, cast.commune_officer):
        with pytest.raises(Hidden):
            services.open_series(actor=actor, unit_id=unit.pk, type="KH")
        with pytest.raises(Hidden):
            services.declare_term(actor=actor, unit_id=unit.pk, code="2020-2025", starts=TODAY)
    with pytest.raises(Hidden):
        services.open_series(actor=System(), unit_id=0, type="KH")
    make_series(unit, numbers=3)
    make_series(unit, "BC", numbers=1)
    for actor in (cast.other_officer, cast.monitor, cast.commune_officer):
        with pytest.raises(Hidden):
            queries.series_of(actor, unit.pk)
    assert [series.type for series in queries.series_of(cast.administrator, unit.pk)] == ["BC", "KH"]
    assert queries.numbers_of(System(), unit.pk).count() == 4
    narrowed = queries.numbers_of(cast.officer, unit.pk, type="KH", term="2015-2020")
    assert [number.value for number in narrowed] == [3, 2, 1]
    with pytest.raises(Hidden):
        queries.get_number(cast.clerk, 0)


# --- giving and cancelling -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"type": "XX"}, "type"),
        ({"about": " 1 "}, "about_missing"),
        ({"on": date(2019, 9, 17)}, "future"),
    ],
)
def test_a_number_goes_to_a_paper_that_is_named(cast: Cast, facts: Any, code: str) -> None:
    given = {"type": "KH", "about": "Sổ giấy", "on": TODAY, **facts}
    with pytest.raises(Refusal) as said:
        services.give_number(actor=cast.clerk, unit_id=cast.unit("btc-thai-binh").pk, **given)
    assert said.value.code == f"correspondence.{code}"
    assert not Number.objects.exists()


def test_only_who_issues_gives_numbers(cast: Cast) -> None:
    with pytest.raises(Hidden):
        services.give_number(
            actor=cast.officer, unit_id=cast.unit("btc-thai-binh").pk, type="KH", on=TODAY, about="Sổ giấy"
        )


def test_a_cancelled_number_stays_in_the_book_with_its_reason(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    numbers = list(make_series(unit, numbers=2).numbers.order_by("value"))
    for actor in (cast.officer, cast.commune_officer):
        with pytest.raises(Hidden):
            services.cancel_number(actor=actor, number_id=numbers[0].pk, reason="Sai")
    for why in (" ", "a" * 501):
        with pytest.raises(Refusal) as said:
            services.cancel_number(actor=cast.clerk, number_id=numbers[0].pk, reason=why)
        assert said.value.field == "reason"
    services.cancel_number(actor=cast.clerk, number_id=numbers[0].pk, reason=" Ghi nhầm thể loại ")
    kept = Number.objects.get(pk=numbers[0].pk)
    assert (kept.state, kept.reason, kept.value) == ("cancelled", "Ghi nhầm thể loại", 1)
    assert Entry.objects.get(action="correspondence.cancel_number").note == "Ghi nhầm thể loại"
    with pytest.raises(Refusal) as said:
        services.cancel_number(actor=cast.clerk, number_id=numbers[0].pk, reason="Lần nữa")
    assert said.value.code == "correspondence.cancelled"
    # what follows does not take its place
    given = services.give_number(actor=cast.clerk, unit_id=unit.pk, type="KH", on=TODAY, about="Sổ giấy")
    assert given.value == 3


def test_the_number_of_an_issued_paper_is_cancelled_after_its_recall(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    number = make_series(unit, numbers=1).numbers.get()
    issue = make_issue(make_dossier(unit, state="issued"), number=number)
    with pytest.raises(Refusal) as said:
        services.cancel_number(actor=cast.clerk, number_id=number.pk, reason="Sai")
    assert said.value.code == "correspondence.number_issued"
    services.recall(actor=cast.clerk, issue_id=issue.pk, on=TODAY, reason="Sai nội dung")
    assert services.cancel_number(actor=cast.clerk, number_id=number.pk, reason="Sai").state == "cancelled"


def test_a_number_of_the_incoming_book_is_cancelled_by_who_keeps_that_book(cast: Cast) -> None:
    arrival = make_arrival(cast.unit("du-an-hoa"))
    number = services.cancel_number(
        actor=cast.commune_officer, number_id=arrival.number_id, reason="Vào sổ hai lần"
    )
    assert number.state == "cancelled"


# --- what the database refuses by itself -----------------------------------------------------------------


def refused(change: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_numbers_and_series_only_go_on(cast: Cast) -> None:
    series = make_series(cast.unit("btc-thai-binh"), numbers=2)
    number = series.numbers.get(value=1)
    rows = Number.objects.filter(pk=number.pk)
    for change in ({"value": 9}, {"symbol": "09-KH/BTCTU"}, {"taken_on": TODAY}):
        refused(lambda change=change: rows.update(**change))
    refused(lambda: rows._raw_delete("default"))
    held = Series.objects.filter(pk=series.pk)
    refused(lambda: held.update(last=1))
    refused(lambda: held.update(first=2))
    assert rows.update(about="Trích yếu khác") == 1  # the control: what is no key may be written
    assert held.update(last=3) == 1


# --- many at once ----------------------------------------------------------------------------------------


class BreakOffError(Exception):
    """A writer that fails after it took its number."""


@pytest.mark.django_db(transaction=True)
def test_eight_writers_with_failures_leave_no_gap_and_no_double() -> None:
    kind = Kind.objects.create(code="provincial_commission", label="a", label_en="a", level="province")
    unit = Unit.objects.create(code="btc", kind=kind, starts=date(2015, 1, 1))
    series = Series.objects.create(unit=unit, type="KH", term="2019")
    Book.objects.create(unit=unit, code="BTCTU", style="state", opened_on=TODAY)
    rounds, writers = 36, 8
    kept: list[int] = []

    def write(writer: int) -> None:
        try:
            for turn in range(rounds):
                try:
                    with transaction.atomic():
                        number = services.take_number(
                            actor=System(),
                            unit_id=unit.pk,
                            type="KH",
                            on=date(2019, 9, 16),
                            symbol_parts=PARTS,
                        )
                        if (turn + writer) % 5 == 0:
                            raise BreakOffError
                    kept.append(number.value)
                except BreakOffError:
                    pass
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = list(Number.objects.filter(series=series).order_by("value").values_list("value", flat=True))
    assert values == list(range(1, len(kept) + 1))
    assert sorted(kept) == values
    assert len(kept) == sum((turn + writer) % 5 != 0 for turn in range(rounds) for writer in range(writers))
    series.refresh_from_db()
    assert series.last == len(kept)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_first_number_of_a_series_at_once_get_two() -> None:
    kind = Kind.objects.create(code="provincial_commission", label="a", label_en="a", level="province")
    unit = Unit.objects.create(code="btc", kind=kind, starts=date(2015, 1, 1))
    Book.objects.create(unit=unit, code="BTCTU", style="state", opened_on=TODAY)
    barrier, taken = threading.Barrier(4), []

    def write() -> None:
        try:
            with transaction.atomic():
                connection.ensure_connection()
                barrier.wait(timeout=20)
                taken.append(
                    services.take_number(
                        actor=System(),
                        unit_id=unit.pk,
                        type="KH",
                        on=date(2019, 9, 16),
                        symbol_parts=PARTS,
                    ).symbol
                )
        finally:
            connection.close()

    with pytest.raises(RuntimeError):  # never outside the transaction of what it is for
        services.take_number(
            actor=System(), unit_id=unit.pk, type="KH", on=date(2019, 9, 16), symbol_parts=PARTS
        )
    threads = [threading.Thread(target=write) for _writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"{value:02d}-KH/BTCTU" for value in range(1, 5)]
