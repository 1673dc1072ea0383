"""On a page a number that comes back every term is linked when the page speaks of the document's subject."""

from datetime import date

import pytest

from giaoban.reader import Instruments, read
from giaoban.reader.registry import Instrument

CENTRE, BUREAU = "Ban Chấp hành Trung ương", "Bộ Chính trị"
APPARATUS = "Đổi mới, sắp xếp tổ chức bộ máy tinh gọn, hoạt động hiệu lực, hiệu quả"
SERVICES = "Đổi mới tổ chức và quản lý các đơn vị sự nghiệp công lập"


def instrument(
    symbol: str, day: str, title: str, issuer: str = BUREAU, plenum: int | None = None
) -> Instrument:
    number, letters = symbol.split("-", 1)
    return Instrument(
        id=f"{symbol}|{day}", type=letters.split("/")[0], number=int(number), symbol=symbol, issuer=issuer,
        date=date.fromisoformat(day), title=title, plenum=plenum, plenum_term="XI" if plenum else "",
    )  # fmt: skip


REGISTER = Instruments(
    [
        instrument("18-NQ/TW", "2017-10-25", APPARATUS, CENTRE),
        instrument("19-NQ/TW", "2017-10-25", SERVICES, CENTRE),
        instrument("26-NQ/TW", "2018-05-19", "Xây dựng đội ngũ cán bộ các cấp", CENTRE),
        instrument("39-NQ/TW", "2004-08-16", "Phát triển vùng Bắc Trung Bộ và Duyên hải Trung Bộ"),
        instrument("39-NQ/TW", "2019-01-15", "Quản lý, sử dụng các nguồn lực của nền kinh tế"),
        instrument("40-CT/TW", "2014-11-22", "Tín dụng chính sách xã hội", "Ban Bí thư"),
        instrument("28-NQ/TW", "2013-10-25", "Chiến lược bảo vệ Tổ quốc", CENTRE, 8),
        instrument("29-NQ/TW", "2013-11-04", "Đổi mới giáo dục và đào tạo", CENTRE, 8),
    ]
)
ELSE = (
    " Các xã đã kiểm tra vườn cây, tu sửa mương máng và đường vào ruộng; bà con mong có thêm giống tốt. "
    "Huyện giao phòng chuyên môn đi từng thôn, nghe bà con nói, rồi bàn cách làm cho từng vùng đất. "
    "Cuối buổi, mọi người cùng ra đồng xem lúa mới cấy và ghi lại những chỗ còn ngập nước sau mưa."
)


def links(text: str, on: str = "") -> list[str | None]:
    found = read(text, registry=REGISTER, on=date.fromisoformat(on) if on else None)
    return [citation.link for citation in found.citations]


def test_a_number_alone_on_a_page_about_something_else_gives_candidates():
    (citation,) = read("Huyện triển khai Nghị quyết 26-NQ/TW." + ELSE, registry=REGISTER).citations
    assert (citation.link, citation.candidates) == (None, ("26-NQ/TW|2018-05-19",))
    spoken = " Huyện lo xây dựng đội ngũ cán bộ các cấp."
    assert links("Huyện triển khai Nghị quyết 26-NQ/TW." + ELSE + spoken) == ["26-NQ/TW|2018-05-19"]
    assert links("Huyện triển khai Nghị quyết 26-NQ/TW.") == ["26-NQ/TW|2018-05-19"], "a line typed alone"


@pytest.mark.parametrize("told", ["ngày 19/5/2018", "của Ban Chấp hành Trung ương khóa XII", "năm 2018"])
def test_a_day_a_term_or_a_year_told_beside_it_is_enough(told):
    assert links(f"Huyện triển khai Nghị quyết số 26-NQ/TW {told}." + ELSE) == ["26-NQ/TW|2018-05-19"]


def test_a_year_that_no_known_document_has_may_be_that_of_what_is_done():
    page = "Huyện sơ kết Nghị quyết 26-NQ/TW năm {}. Huyện lo xây dựng đội ngũ cán bộ các cấp." + ELSE
    (citation,) = read(page.format(2021), registry=REGISTER).citations
    assert (citation.link, citation.candidates) == (None, ("26-NQ/TW|2018-05-19",))
    assert links(page.format(2018)) == ["26-NQ/TW|2018-05-19"]


def test_a_new_document_is_meant_by_its_number_and_a_directive_for_as_long_as_a_term():
    page = "Huyện triển khai {}." + ELSE
    assert links(page.format("Nghị quyết 26-NQ/TW"), "2019-03-01") == ["26-NQ/TW|2018-05-19"]
    assert links(page.format("Nghị quyết 26-NQ/TW"), "2021-03-01") == [None]
    assert links(page.format("Chỉ thị 40-CT/TW"), "2019-03-01") == ["40-CT/TW|2014-11-22"]
    assert links(page.format("Chỉ thị 40-CT/TW"), "2023-03-01") == [None]


def test_of_several_editions_the_page_tells_which():
    page = "Huyện triển khai Nghị quyết 39-NQ/TW." + ELSE
    assert links(page) == [None]
    assert links(page + " Đường nối vùng Bắc Trung Bộ và Duyên hải đã xong.") == ["39-NQ/TW|2004-08-16"]
    assert links(page + " Sử dụng các nguồn lực của nền kinh tế chưa tốt.") == ["39-NQ/TW|2019-01-15"]


def test_a_page_whose_years_are_long_over_means_no_later_document():
    page = "Năm {} huyện bàn sử dụng các nguồn lực của nền kinh tế theo Nghị quyết 39-NQ/TW." + ELSE
    assert links(page.format(2020)) == ["39-NQ/TW|2019-01-15"]
    assert links(page.format(2006)) == [None]


def test_another_body_of_the_centre_is_believed_when_the_sentence_tells_the_subject():
    page = "Huyện lo xây dựng đội ngũ cán bộ các cấp. Cả huyện học Nghị quyết 26-NQ/TW của {}{}." + ELSE
    assert links(page.format("Ban Chấp hành Trung ương", "")) == ["26-NQ/TW|2018-05-19"]
    assert links(page.format("Bộ Chính trị", "")) == [None]
    assert links(page.format("Bộ Chính trị", " về xây dựng đội ngũ cán bộ các cấp")) == [
        "26-NQ/TW|2018-05-19"
    ]


def test_a_day_without_its_year_that_no_known_document_has_is_of_another():
    page = "Huyện học Nghị quyết số 39 ngày {} của Bộ Chính trị về các nguồn lực của nền kinh tế." + ELSE
    assert links(page.format("15/1")) == ["39-NQ/TW|2019-01-15"]
    assert links(page.format("18/7") + " Nghị quyết 39 rất rõ.") == [None, None]


def test_years_told_behind_a_number_leave_out_what_is_too_young():
    assert links("Nghị quyết 39-NQ/TW đã hơn 18 năm.") == ["39-NQ/TW|2004-08-16"]
    assert links("Nghị quyết 39-NQ/TW đã hơn 8 năm.") == [None]


def test_papers_of_one_sitting_go_together():
    page = "Huyện thực hiện {} về sắp xếp tổ chức bộ máy tinh gọn." + ELSE
    both = ["18-NQ/TW|2017-10-25", "19-NQ/TW|2017-10-25"]
    assert links(page.format("2 Nghị quyết số 18 và 19")) == both
    assert links(page.format("Nghị quyết số 18 và 26")) == [both[0], None]


def test_a_body_named_for_a_neighbour_of_another_type_speaks_against_nothing():
    page = "Huyện sắp xếp tổ chức bộ máy tinh gọn theo 2 Nghị quyết số 18 và 19, Chỉ thị 40 của {}." + ELSE
    assert links(page.format("Bộ Chính trị"))[:2] == ["18-NQ/TW|2017-10-25", "19-NQ/TW|2017-10-25"]
    alone = "Huyện sắp xếp tổ chức bộ máy tinh gọn. Cả huyện học Nghị quyết số 18 của Bộ Chính trị." + ELSE
    assert links(alone) == [None]


def test_of_a_plenum_s_resolutions_the_one_whose_subject_is_told_right_behind():
    plenum = "Học tập Nghị quyết Trung ương 8 khóa XI"
    assert links(f"{plenum} về Chiến lược bảo vệ Tổ quốc trong tình hình mới") == ["28-NQ/TW|2013-10-25"]
    assert links(f"{plenum} về đổi mới giáo dục và đào tạo") == ["29-NQ/TW|2013-11-04"]
    assert links(plenum) == [None]
    assert links(f"{plenum} qua các chuyên đề: “Chiến lược bảo vệ Tổ quốc”, “Đổi mới giáo dục”") == [None]
