"""Pages about documents: the register of a unit and one document, to whom they show what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.core.registries import Panel, panels
from giaoban.directives.models import Document
from tests.cast import sign_in
from tests.directives.pages import AT, symbols, table, text
from tests.factories.directives import make_document, make_relation

# --- the register --------------------------------------------------------------------------------------


def test_the_register_shows_what_the_unit_works_by_as_of_the_period(books):
    assert table(sign_in(books.clerk).get(AT)) == [
        [
            "31-BC/TU Báo cáo",
            "06/02/2019",
            "Tỉnh ủy Thái Bình",
            "tài liệu mật bản giấy giữ tại Văn thư mật",
            "● còn hiệu lực",
            "Ban Tổ chức Tỉnh ủy Thái Bình không công bố",
        ],
        [
            "12-HD/BTCTW Hướng dẫn",
            "06/7/2018",
            "Ban Tổ chức Trung ương",
            "Nâng cao chất lượng sinh hoạt chi bộ",
            "● còn hiệu lực",
            "Ban Tổ chức Trung ương",
        ],
        [
            "09-HD/BTCTW Hướng dẫn",
            "02/3/2012",
            "Ban Tổ chức Trung ương",
            "Một số vấn đề về tổ chức bộ máy",
            "↩ đã được thay thế từ 06/7/2018",
            "Ban Tổ chức Trung ương",
        ],
    ]
    earlier = sign_in(books.clerk).get("/btc-thai-binh/2018-6t/van-ban/")
    assert [row[4] for row in table(earlier)] == ["● còn hiệu lực"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"tim": "12 hd/btctw"}, ["12-HD/BTCTW"]),
        ({"tim": "chat luong"}, ["12-HD/BTCTW"]),
        ({"tim": "chất lượng chi bộ"}, ["12-HD/BTCTW"]),
        ({"tim": "canary"}, []),
        ({"loai": "BC"}, ["31-BC/TU"]),
        ({"khi": "2012"}, ["09-HD/BTCTW"]),
        ({"khi": "2016-2021"}, ["12-HD/BTCTW"]),
        ({"co-quan": "Tỉnh ủy Thái Bình"}, ["31-BC/TU"]),
        ({"hieu-luc": "con"}, ["31-BC/TU", "12-HD/BTCTW"]),
        ({"hieu-luc": "het"}, ["09-HD/BTCTW"]),
        ({"pham-vi": "ghi-so"}, ["31-BC/TU"]),
        ({"pham-vi": "tat-ca"}, ["31-BC/TU", "12-HD/BTCTW", "2-KL/TU", "09-HD/BTCTW"]),
        ({"trang": "999", "loai": "XX", "khi": "bao giờ", "pham-vi": "?"}, []),
    ],
)
def test_the_register_is_filtered(books, asked, found):
    assert symbols(sign_in(books.clerk).get(AT, asked)) == found


def test_an_empty_register_says_what_to_do(room):
    client = sign_in(room.clerk)
    assert "Chưa có văn bản nào" in text(client.get(AT))
    assert "Ghi văn bản" in text(client.get(AT))
    assert "Ghi văn bản" not in text(sign_in(room.cast.officer).get(AT))
    make_document(room.commission)
    assert "Không có dòng nào khớp bộ lọc" in text(client.get(AT, {"tim": "xyz"}))


def test_the_register_costs_the_same_whatever_its_length(room):
    def queries_of(client) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(AT).status_code == 200
        return len(seen)

    make_document(room.commission, "1-KH/TU")
    client = sign_in(room.cast.officer)
    queries_of(client)
    few = queries_of(client)
    for number in range(2, 30):
        make_document(room.commission, f"{number}-KH/TU", recipients=(room.committee,))
    assert queries_of(client) == few


# --- one document --------------------------------------------------------------------------------------


def test_the_page_of_a_document_tells_what_it_hangs_together_with(books):
    old, new = Document.objects.filter(type="HD").order_by("issued_on")
    plan = make_document(
        books.commission, "07-HD/BTCTU", issued_on=date(2018, 9, 6), recipients=(books.committee,)
    )
    make_relation(plan, new)
    client = sign_in(books.cast.officer)
    page = text(client.get(f"{AT}{new.pk}/"))
    assert "Được triển khai, cụ thể hóa bởi 1 văn bản Hướng dẫn 07-HD/BTCTU ngày 06/9/2018" in page
    assert "Chuỗi văn bản 02/3/2012 Hướng dẫn 09-HD/BTCTW" in page
    assert "nhiệm kỳ 2016–2021" in page
    assert "Đính chính" not in page  # an officer reads
    assert "Tính đến ngày 30/9/2019, văn bản này đã được thay thế bởi Hướng dẫn 12-HD/BTCTW" in text(
        client.get(f"{AT}{old.pk}/")
    )
    elsewhere = "/btc-hung-yen/2019-t09-9t/van-ban/"
    assert "07-HD/BTCTU" not in text(sign_in(books.elsewhere).get(f"{elsewhere}{new.pk}/"))
    assert sign_in(books.elsewhere).get(f"{elsewhere}{plan.pk}/").status_code == 404
    page = text(client.get(f"{AT}{plan.pk}/"))
    assert "Nơi nhận Tỉnh ủy Thái Bình" in page
    assert "người làm việc ở nơi đăng ký và nơi nhận" in page


def test_many_recipients_are_folded(room):
    units = tuple(room.cast.units.values())
    document = make_document(room.commission, recipients=units)
    assert f"và {len(units) - 12} đơn vị khác" in text(sign_in(room.clerk).get(f"{AT}{document.pk}/"))


def test_what_amended_it_stands_in_its_chain_and_namesakes_are_pointed_out(room):
    first = make_document(room.central, "45-CT/TW", issued_on=date(2018, 6, 20), public=True)
    make_document(room.central, "45-CT/TW", issued_on=date(2012, 4, 14), public=True)
    amending = make_document(room.central, "46-CT/TW", issued_on=date(2019, 1, 2), public=True)
    make_relation(amending, first, "amends")
    client = sign_in(room.clerk)
    page = text(client.get(f"{AT}{first.pk}/"))
    assert "Có văn bản khác cùng ký hiệu Chỉ thị 45-CT/TW ngày 14/4/2012" in page
    assert "◔ đã sửa đổi, bổ sung" in page
    assert "Chỉ thị 46-CT/TW sửa đổi, bổ sung văn bản này" in page
    assert "được văn bản này sửa đổi, bổ sung" in text(client.get(f"{AT}{amending.pk}/"))


def test_what_replaced_it_is_not_named_on_the_page_of_who_may_not_see_it(room):
    old = make_document(room.central, "09-HD/BTCTW", issued_on=date(2012, 3, 2), public=True)
    make_relation(make_document(room.central, "77-HD/BTCTW", issued_on=date(2018, 7, 6)), old, "replaces")
    page = text(sign_in(room.clerk).get(f"{AT}{old.pk}/"))
    assert "đã được thay thế bởi một văn bản khác" in page
    assert "77-HD" not in page
    assert "77-HD/BTCTW" in text(sign_in(room.centre).get(f"/btctw/2019-t09-9t/van-ban/{old.pk}/"))


def test_rooms_above_hang_their_panels_into_the_page(room):
    document = make_document(room.commission)
    panels.add(Panel("test.plain", "directives.document", "Phần một", "directives.view", _plain))
    panels.add(Panel("test.lazy", "directives.document", "Phần hai", "directives.view", _plain, lazy=True))
    panels.add(Panel("test.shut", "directives.document", "Canary", "accounts.manage", _plain))
    panels.add(Panel("test.mute", "directives.document", "Phần im", "directives.view", lambda *_all: ""))
    try:
        client = sign_in(room.clerk)
        page = client.get(f"{AT}{document.pk}/")
        assert "Phần một 18-NQ/TW, 2019-09-30 Phần hai Mở phần này" in text(page)
        assert "Phần im" not in text(page)
        assert "Canary" not in text(page)
        assert "18-NQ/TW, 2019-09-30" in text(client.get(f"{AT}{document.pk}/phan/test.lazy/"))
        swapped = client.get(f"{AT}{document.pk}/phan/test.lazy/", headers={"HX-Request": "true"})
        assert swapped.content.decode().startswith("<header><h2>Phần hai</h2></header>")
        assert client.get(f"{AT}{document.pk}/phan/test.shut/").status_code == 404
        assert client.get(f"{AT}{document.pk}/phan/khac/").status_code == 404
    finally:
        for code in ("plain", "lazy", "shut", "mute"):
            del panels._entries[f"test.{code}"]


def _plain(_request, document, on):
    return f"{document.symbol}, {on}"
