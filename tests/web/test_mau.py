"""The pattern book and the frame: every piece answers, shows its components, and stays within the policy."""

from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from django.test import Client

from giaoban.core.forms import HouseDateField, HouseForm, parse_day
from giaoban.core.refusals import Refusal
from giaoban.core.templatetags.house import last_day, vi_date, vi_number
from giaoban.web.views.mau import PIECES, SampleForm
from tests.cast import Cast, sign_in

REFUSED = {"tu-choi": 422, "xung-dot": 409}


@pytest.fixture
def officer(cast: Cast) -> Client:
    return sign_in(cast.officer)


def soup(officer: Client, path: str, status: int = 200) -> BeautifulSoup:
    answer = officer.get(path)
    assert answer.status_code == status
    assert "style-src 'self'" in answer["Content-Security-Policy"]
    return BeautifulSoup(answer.content, "html.parser")


def words(node) -> str:
    return " ".join(node.get_text(" ").split())


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("piece", PIECES)
def test_every_piece_has_one_heading_a_way_to_the_content_and_nothing_inline(officer: Client, piece: str):
    page = soup(officer, f"/mau/{piece}/", REFUSED.get(piece, 200))
    assert len(page.select("h1")) == 1 + (piece == "van-ban")
    assert page.select_one("a.skip")["href"] == "#" + page.main["id"]
    assert page.select("[style], style, [onclick], [onchange]") == []
    assert [script for script in page.select("script") if not script.get("src")] == []


def test_the_index_leads_to_every_piece_and_its_anchors_exist(officer: Client):
    page = soup(officer, "/mau/")
    links = {a["href"] for a in page.select("main a[href]")}
    assert {f"/mau/{piece}/" for piece in PIECES} <= links
    ids = {node["id"] for node in page.select("[id]")}
    assert {link[1:] for link in links if link.startswith("#") and link != "#"} - ids == set()


def test_ids_are_unique_on_the_index(officer: Client):
    ids = [node["id"] for node in soup(officer, "/mau/").select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_every_picture_of_status_has_its_word(officer: Client):
    matrix = soup(officer, "/mau/ma-tran/").select_one("table.mx")
    assert len(matrix.select("tbody tr")) == 8
    assert len(matrix.select("tbody td:not(.total)")) == 8 * 11
    assert [td for td in matrix.select("tbody td:not(.total)") if not words(td.select_one(".vh"))] == []
    assert words(matrix.select("tbody tr")[1].select_one(".total")) == "4/11"


@pytest.mark.parametrize(("rows", "shown", "count"), [("0", 0, "0"), ("1", 1, "1"), ("", 50, "10.000")])
def test_a_register_of_no_one_and_ten_thousand_rows(officer: Client, rows: str, shown: int, count: str):
    page = soup(officer, f"/mau/danh-sach/?so_dong={rows}")
    assert len(page.select("table.rows tbody tr")) == shown
    assert words(page.select_one(".tally strong")) == count
    assert bool(page.select(".pager")) == (shown == 50)
    assert bool(page.select(".empty")) == (shown == 0)


def test_the_last_page_and_a_page_beyond_it_show_the_last_rows(officer: Client):
    last = soup(officer, "/mau/danh-sach/?trang=200")
    assert words(last.select_one(".pager > span")) == "Dòng 9.951–10.000 trong 10.000"
    assert (
        words(soup(officer, "/mau/danh-sach/?trang=999999").select_one(".pager > span"))
        == "Dòng 9.951–10.000 trong 10.000"
    )


def test_an_empty_form_names_each_missing_field_on_top_and_at_the_field(officer: Client):
    sent = officer.post("/mau/bieu-mau/", {"once": "c" * 32})
    page = BeautifulSoup(sent.content, "html.parser")
    summary = [(a["href"], words(a)) for a in page.select(".errors li a")]
    assert summary == [
        ("#id_name", "Điền “Tên đầy đủ của đơn vị sau khi sắp xếp”."),
        ("#id_unit", "Điền “Đơn vị cấp trên trực tiếp”."),
        ("#id_starts", "Điền “Có hiệu lực từ ngày”."),
        ("#id_kind_0", "Chọn “Loại quyết định”."),
        ("#id_agreed", "Đánh dấu “Đã đối chiếu với bản gốc của quyết định”."),
    ]
    assert [link for link, _text in summary if page.select_one(link) is None] == []
    assert len(page.select(".field.bad .error")) == 5
    assert words(page.title).startswith("Lỗi:")


def test_what_was_typed_stays_when_the_name_fits_several_units(officer: Client):
    sent = officer.post(
        "/mau/bieu-mau/", {"once": "d" * 32, "unit_text": "binh", "starts": "31/2/2019", "name": "X"}
    )
    page = BeautifulSoup(sent.content, "html.parser")
    assert page.select_one("#id_unit")["value"] == "binh"
    assert page.select_one("#id_starts")["value"] == "31/2/2019"
    assert "Không có ngày 31/2/2019 trong lịch." in words(page.select_one(".errors"))
    offered = [radio["value"] for radio in page.select("input[name=unit_pick]")]
    assert "Thái Bình" in offered
    assert len(offered) == 8


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"unit": "Thái Bình"}, "Thái Bình"),  # the key alone
        (
            {"unit": "Hà Nam", "unit_was": "Tỉnh ủy Hà Nam", "unit_text": "Tỉnh ủy Hà Nam"},
            "Hà Nam",
        ),  # unchanged
        (
            {"unit": "Hà Nam", "unit_was": "Tỉnh ủy Hà Nam", "unit_text": "thai binh"},
            "Thái Bình",
        ),  # typed anew
        (
            {"unit": "", "unit_was": "binh", "unit_text": "binh", "unit_pick": "Hòa Bình"},
            "Hòa Bình",
        ),  # chosen below
    ],
)
def test_a_unit_is_found_by_key_by_text_or_by_choice(sent: dict[str, str], found: str):
    rest = {"name": "X", "starts": "1/7/2025", "kind": "merge", "agreed": "on"}
    form = SampleForm({**rest, **sent})
    assert form.errors == {}
    assert form.cleaned_data["unit"] == found


def test_an_unknown_unit_is_refused_with_its_text():
    form = SampleForm({"unit": "", "unit_was": "", "unit_text": "Atlantis"})
    assert form.errors["unit"] == [
        "Không tìm thấy “Atlantis”. Gõ một phần tên, có dấu hoặc không dấu, hoặc mã."
    ]


def test_suggestions_are_found_without_accents(officer: Client):
    options = soup(officer, "/mau/tim/?q=thai+b").select("[role=option]")
    assert [(o["data-key"], o["data-label"]) for o in options] == [("Thái Bình", "Tỉnh ủy Thái Bình")]
    assert words(soup(officer, "/mau/tim/?q=zzz").select_one(".none")).startswith("Không có kết quả")


@pytest.mark.parametrize(
    "text", ["3/9/2019", "03/09/2019", "03-09-2019", "3.9.2019", " 3 / 9 / 2019 ", "2019-09-03"]
)
def test_a_day_is_read_as_staff_type_it(text: str):
    assert parse_day(text) == date(2019, 9, 3)
    assert HouseDateField().clean(text) == date(2019, 9, 3)


@pytest.mark.parametrize("text", ["9/2019", "03/9/19", "hôm qua", "3//9/2019"])
def test_what_is_no_day_is_said_so(text: str):
    class Form(HouseForm):
        day = HouseDateField(label="Ngày")

    form = Form({"day": text})
    assert form.errors["day"] == ["Viết ngày như 03/9/2019: ngày, tháng, năm đủ bốn chữ số."]


def test_a_refusal_stands_at_its_field_with_rule_and_source():
    form = HouseForm({"version": "3"}, version=3)
    form.cleaned_data = {}
    form.refuse(
        Refusal("x", "Chưa ghi được.", field="khong-co", rule="Một kỳ có một báo cáo", source="NĐ 09/2019")
    )
    shown = render('{% include "core/parts/error_summary.html" %}', form=form)
    text = words(BeautifulSoup(shown, "html.parser"))
    assert text == "Chưa thực hiện được Chưa ghi được. Quy tắc: Một kỳ có một báo cáo (NĐ 09/2019)"
    assert 'name="version" value="3"' in str(form)


def test_numbers_and_days_are_written_as_staff_write_them():
    assert [vi_number(n) for n in (0, 1234567, 1234.5, "78.39", None)] == [
        "0",
        "1.234.567",
        "1.234,5",
        "78,39",
        "–",
    ]
    assert vi_number(-7.714, 2) == "−7,71"
    assert (vi_date(date(2019, 9, 3)), vi_date(date(9999, 12, 31))) == ("03/9/2019", "đến nay")
    assert (last_day(date(2025, 7, 1)), last_day(date(9999, 12, 31))) == ("30/6/2025", "đến nay")


def test_a_status_is_colour_shape_and_word():
    assert render("{% status kind word %}", kind="late", word="quá hạn <2> ngày") == (
        '<span class="st late"><i class="sh late" aria-hidden="true">▲</i>'
        "<span>quá hạn &lt;2&gt; ngày</span></span>"
    )


def test_an_unknown_icon_or_a_path_gives_nothing():
    assert render('{% icon "../../etc/passwd" %}{% icon "khong-co-hinh" %}') == ""


def test_an_address_here_keeps_unit_and_period():
    here = SimpleNamespace(unit=SimpleNamespace(code="tb"), period=SimpleNamespace(code="2019-q3"))
    assert render('{% url_here "period_file" %}', shell=here) == "/tb/2019-q3/"
    assert render('{% url_here "period_file" %}', shell=None) == ""


def test_the_key_of_a_form_is_new_each_time():
    one, other = render("{% once %}"), render("{% once %}")
    assert one != other
    assert len(one) == len(other)


def test_the_band_marks_invented_data_on_every_page(settings, cast: Cast):
    settings.GIAOBAN_MARK = "demo"
    assert words(soup(Client(), "/tai-khoan/vao/").select_one(".band strong")).startswith(
        "Dữ liệu minh họa, hôm nay là "
    )
    settings.GIAOBAN_MARK = ""
    assert soup(Client(), "/tai-khoan/vao/").select(".band strong") == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "422", "500", "503"])
def test_an_error_page_says_the_next_step_even_without_a_request(name: str):
    page = BeautifulSoup(
        render(f'{{% include "{name}.html" %}}', refusal=Refusal("x", "Câu từ chối.")), "html.parser"
    )
    assert len(page.select("h1")) == 1
    assert len(page.select(".card .actions a.btn")) >= 1


def test_a_person_without_grants_may_read_the_book_and_a_visitor_may_not(db):
    from tests.factories.accounts import make_user

    assert Client().get("/mau/").status_code == 302
    assert sign_in(make_user("xem.mau", "Người Xem Mẫu")).get("/mau/").status_code == 200
