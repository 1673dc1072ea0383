"""Which edition a citation means: by date, term, issuer, subject, the rest of the text, the day; or none."""

from dataclasses import replace
from datetime import date

import pytest

from giaoban.reader import Instruments, read
from tests.reader.registers import REGISTER, of

AFTER = date(2019, 9, 30)


def linked(text: str, on: date | None = None):
    return [(c.link, c.candidates) for c in read(text, registry=REGISTER, on=on).citations]


def link(text: str, on: date | None = None) -> str | None:
    ((found, _),) = linked(text, on)
    return found


def warned(text: str, on: date | None = None) -> list[tuple[str, ...]]:
    return [c.warnings for c in read(text, registry=REGISTER, on=on).citations]


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        # the stated date decides, on whatever day the text is read
        ("Chỉ thị số 45-CT/TW ngày 20/6/2020", None, "45-CT/TW|2020-06-20"),
        ("Chỉ thị số 45-CT/TW ngày 14/4/2025", None, "45-CT/TW|2025-04-14"),
        ("Hướng dẫn số 12-HD/BTCTW ngày 17/5/2012", AFTER, "12-HD/BTCTW|2012-05-17"),
        # no date: the latest before the day of the text, nothing when there is no day
        ("Chỉ thị số 45-CT/TW", date(2021, 1, 4), "45-CT/TW|2020-06-20"),
        ("Chỉ thị số 45-CT/TW", date(2025, 6, 1), "45-CT/TW|2025-04-14"),
        ("Chỉ thị số 45-CT/TW", date(2019, 1, 1), None),
        ("Chỉ thị số 45-CT/TW", None, None),
        ("Chỉ thị 45 của Bộ Chính trị", date(2025, 6, 1), "45-CT/TW|2025-04-14"),
        ("Hướng dẫn 12-HD/BTCTW", date(2015, 1, 1), "12-HD/BTCTW|2012-05-17"),
        ("Trong năm 2019, Hướng dẫn số 12-HD/BTCTW", None, "12-HD/BTCTW|2018-07-06"),
        ("Hòa Khê, 30/09/2019 17:20\nHướng dẫn 12-HD/BTCTW", None, "12-HD/BTCTW|2018-07-06"),
        # the term decides
        ("Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương khóa XII", None, "18-NQ/TW|2017-10-25"),
        ("Nghị quyết số 18-NQ/TW khóa XIII", None, "18-NQ/TW|2022-06-16"),
        ("Nghị quyết số 18-NQ/TW khóa X", None, None),
        # the subject decides
        ("Nghị quyết 18 về sắp xếp tổ chức bộ máy", date(2024, 1, 1), "18-NQ/TW|2017-10-25"),
        ("Nghị quyết 18 về quản lý và sử dụng đất đai", date(2024, 1, 1), "18-NQ/TW|2022-06-16"),
        # resolutions live long: a later one of that number is not taken for granted
        ("Nghị quyết 18", date(2024, 1, 1), None),
        ("Nghị quyết 18", AFTER, "18-NQ/TW|2017-10-25"),
        # a bare number is of the Centre unless somebody else is named
        ("Chỉ thị 05", AFTER, "05-CT/TW|2016-05-15"),
        ("Chỉ thị 05 của Tỉnh ủy", AFTER, None),
        ("Kế hoạch số 8", AFTER, None),
        ("Kế hoạch số 8 của Tỉnh ủy Hải Minh", AFTER, "08-KH/TU|2018-02-01"),
        ("Kế hoạch số 8 của Tỉnh ủy Hải Sơn", AFTER, None),
        ("Hướng dẫn số 12 của Ban Tổ chức Trung ương", AFTER, "12-HD/BTCTW|2018-07-06"),
        ("Nghị định 47/2018", AFTER, "47/2018/NĐ-CP|2018-03-26"),
        ("Nghị định 47 của Chính phủ", AFTER, "47/2018/NĐ-CP|2018-03-26"),
        ("Nghị định 47", AFTER, "47/2018/NĐ-CP|2018-03-26"),
        # sites write Quyết định for Quy định: the symbol is the same
        ("Quyết định 205", AFTER, "205-QĐ/TW|2019-09-23"),
        ("205-QĐ/TW", AFTER, "205-QĐ/TW|2019-09-23"),
        ("Quy định số 205-QD/TU", AFTER, None),
        # many bodies have guidance of that number
        ("Hướng dẫn số 12", AFTER, None),
        ("Kế hoạch số 8-KH/TU", AFTER, None),
        ("Kế hoạch số 8-KH/TU ngày 1/2/2018", AFTER, "08-KH/TU|2018-02-01"),
        ("Kế hoạch số 8-KH/TU của Ban Thường vụ Tỉnh ủy Hải Minh", AFTER, "08-KH/TU|2018-02-01"),
        # plenums
        ("Nghị quyết Trung ương 4 khóa XI", AFTER, "12-NQ/TW|2012-01-16"),
        ("Nghị quyết Trung ương 4", date(2017, 5, 1), "04-NQ/TW|2016-10-30"),
        ("Nghị quyết Trung ương 4", AFTER, None),
        ("Nghị quyết Trung ương 6 khóa XII", AFTER, None),
        ("Nghị quyết Trung ương 4 khóa XII", date(2016, 1, 1), None),
        ("Kết luận Trung ương 4 khóa XII", AFTER, None),
        ("Nghị quyết Đại hội XIII", date(2022, 1, 1), "ĐH-XIII"),
        ("Nghị quyết Đại hội XIII Đảng bộ tỉnh", date(2022, 1, 1), None),
        # a stated date that fits none, an issuer that cannot be, a document without a date
        ("Chỉ thị số 45-CT/TW ngày 21/6/2020", None, None),
        ("Chỉ thị số 05-CT/TW của Tỉnh ủy Hải Minh", AFTER, None),
        ("Kết luận 9-KL/TW ngày 1/2/2020", None, None),
        ("Kết luận 9-KL/TW", None, "9-KL/TW|"),
        ("Luật Cán bộ, công chức năm 2008", AFTER, None),
        ("Chỉ thị số 99-CT/TW", AFTER, None),
    ],
)
def test_the_edition_is_the_one_that_the_text_tells(text, on, expected):
    assert link(text, on) == expected


def test_where_it_cannot_know_it_names_the_candidates():
    both = ("45-CT/TW|2020-06-20", "45-CT/TW|2025-04-14")
    assert linked("Chỉ thị số 45-CT/TW") == [(None, both)]
    assert linked("Chỉ thị số 45-CT/TW ngày 21/6/2020") == [(None, both)]
    of_six = ("18-NQ/TW|2017-10-25", "19-NQ/TW|2017-10-25")
    assert linked("các Nghị quyết Hội nghị Trung ương 6 khóa XII", AFTER) == [(None, of_six)]
    assert linked("Chỉ thị số 05-CT/TW", AFTER) == [("05-CT/TW|2016-05-15", ())]


def test_two_documents_of_one_symbol_and_day_are_told_apart_by_their_issuer_only():
    twins = Instruments(
        [
            replace(of("7-KL/TW", "2021-05-18"), id="politburo"),
            replace(of("7-KL/TW", "2021-05-18"), id="secretariat", issuer="Ban Bí thư"),
        ]
    )

    def answer(text: str, on: date | None = None):
        (citation,) = read(text, registry=twins, on=on).citations
        return citation.link, citation.candidates

    both = ("politburo", "secretariat")
    assert answer("Kết luận 7-KL/TW ngày 18/5/2021 của Ban Bí thư") == ("secretariat", ())
    assert answer("Kết luận 7-KL/TW ngày 18/5/2021") == (None, both)
    assert answer("Kết luận 7-KL/TW", date(2022, 1, 1)) == (None, both)


def test_an_instrument_of_which_only_the_year_is_known_is_linked_by_it():
    known = Instruments(
        [replace(of("3-CT/TW", ""), year=2026), replace(of("5-KL/TW", ""), symbol="", year=2026)]
    )

    def answer(text: str, on: date | None = None):
        (citation,) = read(text, registry=known, on=on).citations
        return citation.link

    assert answer("Chỉ thị số 3-CT/TW ngày 23/01/2026") == "3-CT/TW|"
    assert answer("Chỉ thị số 3-CT/TW ngày 23/01/2021") is None
    assert answer("Chỉ thị số 3-CT/TW", date(2025, 12, 31)) is None
    assert answer("Chỉ thị số 3-CT/TW", date(2026, 12, 31)) == "3-CT/TW|"
    assert answer("Kết luận số 5 của Bộ Chính trị", date(2026, 12, 31)) == "5-KL/TW|"


def test_the_registry_in_memory_gives_each_of_its_instruments_once():
    assert len(list(REGISTER)) == len({row.id for row in REGISTER}) == 18


def test_a_document_named_in_full_once_is_meant_by_its_short_name():
    text = "Nghị quyết số 18-NQ/TW ngày 25/10/2017 nêu rõ. Nghị quyết 18 yêu cầu"
    assert [found for found, _ in linked(text, date(2024, 1, 1))] == ["18-NQ/TW|2017-10-25"] * 2
    text = "Chỉ thị số 45-CT/TW ngày 20/6/2020 nêu rõ. Chỉ thị 45 yêu cầu"
    assert [found for found, _ in linked(text, date(2025, 6, 1))] == ["45-CT/TW|2020-06-20"] * 2


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("Quy định 205/QĐ-TW", AFTER, ("swapped",)),
        ("Quy định số 205-QĐ/TW", AFTER, ()),
        ("Công văn số 9-QC/TU", AFTER, ("type_differs",)),
        ("Chỉ thị số 05-CT/TW của Tỉnh ủy Hải Minh", AFTER, ("issuer_contradicts",)),
        ("Chỉ thị số 05-CT/TW của Ban Bí thư", AFTER, ("issuer_contradicts",)),
        ("Chỉ thị số 05-CT/TW của Bộ Chính trị", AFTER, ()),
        ("Kế hoạch số 9-KH/TU của Bộ Chính trị", AFTER, ("issuer_contradicts",)),
        ("Kế hoạch số 9-KH/TU của Tỉnh ủy", AFTER, ()),
        ("Kế hoạch số 9-KH/BTCTW của Tỉnh ủy", AFTER, ("issuer_contradicts",)),
        ("Kế hoạch số 9-KH/BTCTW của Ban Tổ chức Trung ương", AFTER, ()),
        ("Quyết định 5/QĐ-UBND của UBND tỉnh", AFTER, ()),
        ("Kế hoạch số 8-KH/TU của Ban Thường vụ Tỉnh ủy", AFTER, ()),
        ("Chỉ thị số 45-CT/TW ngày 21/6/2020", None, ("date_differs",)),
        ("Kết luận 9-KL/TW ngày 1/2/2020", None, ()),
        ("Hướng dẫn số 12-HD/BTCTW", date(2025, 10, 27), ()),
        ("Hướng dẫn số 12-HD/BTCTW", date(2025, 10, 28), ("replaced",)),
        ("Hướng dẫn số 12-HD/BTCTW ngày 6/7/2018", None, ()),
    ],
)
def test_what_an_officer_should_look_at_is_warned_of(text, on, expected):
    assert warned(text, on) == [expected]


def test_the_type_of_a_symbol_without_a_word_is_the_linked_document_s():
    (citation,) = read("theo 205-QĐ/TW", registry=REGISTER).citations
    assert (citation.type, citation.link) == ("QĐi", "205-QĐ/TW|2019-09-23")
    (citation,) = read("theo 31-QĐ/TW", registry=REGISTER).citations
    assert (citation.type, citation.link) == ("QĐ", None)


def test_nothing_is_created_and_the_seed_is_asked_when_no_registry_is_given():
    (citation,) = read("Nghị quyết số 18-NQ/TW ngày 25/10/2017").citations
    assert citation.link == "18-NQ/TW/2017-10-25"
    (citation,) = read("Nghị quyết số 777-NQ/TW ngày 25/10/2017").citations
    assert (citation.link, citation.candidates) == (None, ())


def test_json_holds_dates_in_iso():
    found = read("Chỉ thị số 45-CT/TW ngày 20/6/2020", registry=REGISTER).as_dict()["citations"]
    assert found == [
        {
            "start": 0,
            "end": 19,
            "surface": "Chỉ thị số 45-CT/TW",
            "type": "CT",
            "number": 45,
            "symbol": "45-CT/TW",
            "date": "2020-06-20",
            "issuer": "",
            "form": "full",
            "plenum": None,
            "term": "XII",
            "link": "45-CT/TW|2020-06-20",
            "candidates": [],
            "warnings": [],
        }
    ]


def test_a_number_whose_stated_day_is_unknown_is_another_document():
    """ "Nghị quyết 26" beside "Nghị quyết số 26-NQ/TW ngày 30/7/2013" is not that of 2018."""
    document = read("Sáng 5/6/2023 học Quy định 205. Quy định 205-QĐ/TW ngày 3/3/2010.")
    assert [citation.link for citation in document.citations] == [None, None]
    assert [len(citation.candidates) for citation in document.citations] == [1, 1]
