"""The list of units of any day, its workbook, and the pickers: what is found, in which order, for whom."""

import io
import unicodedata
from datetime import date
from zipfile import ZipFile

import pytest
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from giaoban.core.dates import OPEN
from giaoban.organisations.models import Closure, Hierarchy, Placement, Unit, UnitName
from tests.cast import Cast, sign_in
from tests.organisations.pages import main, rows, soup, text, url

START = date(2015, 1, 1)


@pytest.fixture
def client(cast: Cast):
    return sign_in(cast.officer)


def add_units(parent: Unit, count: int, name: str = "Chi bộ thôn số") -> None:
    """Cells written straight into the tables, as the loader of the nation does."""
    party = Hierarchy.objects.get(code="party")
    units = Unit.objects.bulk_create(
        Unit(code=f"cb-{parent.code}-{number}", kind_id="cell", starts=START)
        for number in range(1, count + 1)
    )
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=f"{name} {number}", starts=START).keyed()
        for number, unit in enumerate(units, start=1)
    )
    Placement.objects.bulk_create(
        Placement(hierarchy=party, unit=unit, parent=parent, starts=START) for unit in units
    )
    above = list(Closure.objects.filter(hierarchy=party, descendant=parent))
    Closure.objects.bulk_create(
        Closure(
            hierarchy=party,
            ancestor_id=row.ancestor_id,
            descendant=unit,
            depth=row.depth + 1,
            starts=max(row.starts, START),
            ends=OPEN,
        )
        for unit in units
        for row in above
    )
    Closure.objects.bulk_create(
        Closure(hierarchy=party, ancestor=unit, descendant=unit, depth=0, starts=START, ends=OPEN)
        for unit in units
    )


def make_secret(cast: Cast) -> Unit:
    """A unit whose existence few may know, with a name that could leak."""
    unit = Unit.objects.create(code="don-vi-kin", kind_id="cell", starts=START, secrecy="secret")
    UnitName.objects.create(unit=unit, name="Đơn vị Kín Hoa Sen", starts=START)
    party = Hierarchy.objects.get(code="party")
    parent = cast.unit("tu-hung-yen")
    Placement.objects.create(hierarchy=party, unit=unit, parent=parent, starts=START)
    for ancestor, depth in ((unit, 0), (parent, 1), (cast.unit("tw"), 2)):
        Closure.objects.create(
            hierarchy=party, ancestor=ancestor, descendant=unit, depth=depth, starts=START, ends=OPEN
        )
    return unit


def test_the_list_shows_the_units_of_the_day_in_vietnamese_order(client) -> None:
    page = client.get(url("?loai=commune_committee"))
    assert rows(page) == ["Đảng ủy xã An Châu", "Đảng ủy xã An Hòa"]
    assert text(soup(page).select_one("#ket-qua .tally")).startswith("2 đơn vị, ngày 30/9/2019")
    earlier = client.get(url("?loai=commune_committee&ngay=30/6/2018"))
    assert rows(earlier) == ["Đảng ủy xã An Châu", "Đảng ủy xã An Hòa (cũ)", "Đảng ủy xã An Ninh (cũ)"]
    assert text(soup(earlier).select_one("#ket-qua .tally")).startswith("3 đơn vị, ngày 30/6/2018")


def test_words_are_found_without_accents_decomposed_and_by_code(client) -> None:
    found = ["Ban Tổ chức Tỉnh ủy Thái Bình", "Tỉnh ủy Thái Bình"]
    for words in ("thai binh", "Thái Bình", unicodedata.normalize("NFD", "Thái Bình"), "THÁI  BÌNH"):
        assert rows(client.get(url(), {"q": words})) == found
    assert rows(client.get(url(), {"q": "tu-thai-binh"})) == ["Tỉnh ủy Thái Bình"]


def test_filters_narrow_by_level_superior_and_hierarchy(client, cast: Cast) -> None:
    under = client.get(url(), {"duoi": cast.unit("hu-dong-hung").pk})
    assert rows(under) == [
        "Chi bộ thôn Một",
        "Đảng ủy xã An Châu",
        "Đảng ủy xã An Hòa",
        "Huyện ủy Đông Hưng",
    ]
    typed = client.get(url(), {"duoi_text": "dong hung", "duoi_was": ""})
    assert rows(typed) == rows(under)
    cluster = client.get(url("?he=emulation"))
    assert rows(cluster) == [
        "Ban Tổ chức Tỉnh ủy Đồng Nai",
        "Ban Tổ chức Tỉnh ủy Long An",
        "Cụm thi đua số 4",
    ]
    assert rows(client.get(url("?cap=cell"))) == []


def test_a_filter_that_cannot_be_read_is_said_and_the_list_stays(client) -> None:
    page = client.get(url("?ngay=31/2/2019"))
    assert text(soup(page).select_one(".filters .error")) == "▲ Không có ngày 31/2/2019 trong lịch."
    assert "18" not in rows(page)
    assert "Tỉnh ủy Thái Bình" in rows(page)


def test_an_empty_result_says_what_to_do_next(client) -> None:
    nothing = client.get(url("?q=khong-co-don-vi-nay"))
    assert text(soup(nothing).select_one(".empty")) == (
        "Không có dòng nào khớp bộ lọc Bớt một điều kiện, hoặc bỏ lọc để xem tất cả. Bỏ lọc"
    )
    before_all = client.get(url("?ngay=01/01/1990"))
    assert text(soup(before_all).select_one(".empty h2")) == "Ngày 01/01/1990 chưa có đơn vị nào trong sổ"


def test_pages_of_fifty(client, cast: Cast) -> None:
    add_units(cast.unit("du-an-chau"), 60)
    first = client.get(url("?loai=cell&q=so"))
    second = client.get(url("?loai=cell&q=so&trang=2"))
    names = [f"Chi bộ thôn số {number}" for number in range(1, 61)]
    assert (rows(first), rows(second)) == (names[:50], names[50:])
    assert rows(client.get(url("?loai=cell&q=so&trang=99"))) == names[50:]
    assert rows(client.get(url("?loai=cell&q=so&trang=x"))) == names[:50]


def test_the_page_asks_the_same_few_queries_for_ten_or_a_thousand_units(
    client, cast: Cast, django_assert_max_num_queries
) -> None:
    from django.db import connection

    counts = []
    for extra in (10, 990):
        add_units(cast.unit("du-an-chau" if extra == 10 else "hu-dong-hung"), extra)
        client.get(url())
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(url())
        counts.append(len(few))
    assert counts[0] == counts[1]
    with django_assert_max_num_queries(15):
        client.get(url(), {"duoi": cast.unit("hu-dong-hung").pk, "loai": "cell"})
    with django_assert_max_num_queries(15):
        client.get(url())


def test_a_secret_unit_is_in_no_list_picker_or_workbook_of_an_outsider(client, cast: Cast) -> None:
    secret = make_secret(cast)
    insider = sign_in(cast.centre_administrator)
    for tail in ("?q=hoa sen", "xuat/?q=hoa sen", "chon/?q=hoa sen", "chon/?q=don-vi-kin"):
        assert secret.code not in str(main(client.get(url(tail)))) or tail.endswith("kin")
        assert "Kín Hoa Sen" not in client.get(url(tail)).content.decode(errors="ignore")
    assert rows(client.get(url("?q=hoa sen"))) == []
    assert rows(insider.get(url("?q=hoa sen"))) == ["Đơn vị Kín Hoa Sen"]
    hidden, unknown = client.get(url("don-vi-kin/")), client.get(url("khong-co-gi/"))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert main(hidden) == main(unknown)
    assert insider.get(url("don-vi-kin/")).status_code == 200


def test_a_visitor_without_a_grant_gets_nothing(cast: Cast) -> None:
    former = sign_in(cast.former)
    for tail in ("", "cay/", "tu-thai-binh/", "quyet-dinh/", "chon/?q=thai", "xuat/"):
        assert former.get(url(tail)).status_code == 404


def workbook(response) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_holds_the_rows_of_the_page_and_says_where_they_come_from(client, cast: Cast) -> None:
    response = client.get(url("xuat/?loai=commune_committee&ngay=30/6/2018"))
    assert response["Content-Disposition"] == 'attachment; filename="don-vi-20180630.xlsx"'
    sheets = workbook(response)
    assert list(sheets) == ["Danh sách đơn vị", "Nguồn"]
    assert [row[1:4:2] for row in sheets["Danh sách đơn vị"]] == [
        ["Tên đơn vị", "Mã đơn vị"],
        ["Đảng ủy xã An Châu", "du-an-chau"],
        ["Đảng ủy xã An Hòa (cũ)", "du-an-hoa-cu"],
        ["Đảng ủy xã An Ninh (cũ)", "du-an-ninh-cu"],
    ]
    assert [row[8] for row in sheets["Danh sách đơn vị"][1:]] == [
        "đến nay",
        date(2018, 6, 30),
        date(2018, 6, 30),
    ]
    facts = dict(sheets["Nguồn"])
    assert (facts["Tính đến ngày"], facts["Số dòng"], facts["Loại đơn vị"]) == (
        "30/6/2018",
        "3 đơn vị",
        "commune_committee",
    )
    assert facts["Nguồn"].startswith("Sổ đơn vị của hệ thống Giao Ban")


def test_a_name_that_looks_like_a_formula_stays_text_in_the_workbook(client, cast: Cast) -> None:
    names = ["=1+1", "+84 Chi bộ", "-Chi bộ", "@SUM(A1)", "\tChi bộ tab", "https://example.invalid/"]
    for number, name in enumerate(names):
        unit = Unit.objects.create(code=f"cong-thuc-{number}", kind_id="cell", starts=START)
        UnitName.objects.create(unit=unit, name=name, starts=START)
    response = client.get(url("xuat/?q=cong-thuc"))
    assert sorted(row[1] for row in workbook(response)["Danh sách đơn vị"][1:]) == sorted(names)
    with ZipFile(io.BytesIO(response.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert ("<f>" in sheet, "<hyperlink" in sheet) == (False, False)


def test_the_picker_answers_a_fragment_or_a_page(client) -> None:
    fragment = client.get(url("chon/?q=thai binh"), headers={"X-Requested-With": "fetch"})
    options = soup(fragment).select("[role=option]")
    assert sorted(option["data-label"] for option in options) == [
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        "Tỉnh ủy Thái Bình",
    ]
    assert soup(fragment).select("html") == []
    page = client.get(url("chon/?q=thai binh"))
    links = {text(link): link["href"] for link in soup(page).select(".kin a")}
    assert links["Tỉnh ủy Thái Bình"] == url("tu-thai-binh/")
    gone = client.get(url("chon/?q=an ninh"), headers={"HX-Request": "true"})
    assert "Không có kết quả" in text(soup(gone))
    then = client.get(url("chon/?q=an ninh&ngay=30/6/2018"), headers={"HX-Request": "true"})
    assert [option["data-label"] for option in soup(then).select("[role=option]")] == [
        "Đảng ủy xã An Ninh (cũ)"
    ]


def test_the_page_in_english(client) -> None:
    client.cookies["giaoban_language"] = "en"
    page = client.get(url())
    assert soup(page).html["lang"] == "en"
    assert text(soup(page).select_one("h1")) == "Organisation"
