"""Figures: every form reports write, and none of the traps; however a text is typed, the values stay."""

import random
import unicodedata
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.reader.figures import Figure, find_figures
from giaoban.reader.normal import normalise

FORMS = [
    ("Đến nay 7/8 huyện ủy đã ban hành kế hoạch", [("7/8 huyện ủy", "7", "8", "huyện ủy", "")]),
    ("Hiện nay 5/8 huyện hoàn thành", [("5/8 huyện", "5", "8", "huyện", "")]),
    ("Có 4/11 đơn vị đã sắp xếp", [("4/11 đơn vị", "4", "11", "đơn vị", "")]),
    ("đối với 661 lượt nhân sự", [("661 lượt nhân sự", "661", None, "lượt nhân sự", "")]),
    ("đạt 35,34 % so với kế hoạch", [("35,34 %", "35.34", None, "%", "")]),
    ("đạt 35,34% so với kế hoạch", [("35,34%", "35.34", None, "%", "")]),
    ("với trên 5.200 đảng viên", [("trên 5.200 đảng viên", "5200", None, "đảng viên", "trên")]),
    ("đã vượt trên 5.200.", [("trên 5.200", "5200", None, "", "trên")]),
    ("toàn tỉnh có 47.174 đảng viên", [("47.174 đảng viên", "47174", None, "đảng viên", "")]),
    ("toàn tỉnh có 47 174 đảng viên", [("47 174 đảng viên", "47174", None, "đảng viên", "")]),
    ("sản lượng 1.234,5 tấn", [("1.234,5 tấn", "1234.5", None, "tấn", "")]),
    ("với 5,200 lượt người dự", [("5,200 lượt người", "5200", None, "lượt người", "")]),
    ("chi 1,234 tỷ đồng", [("1,234 tỷ đồng", "1.234", None, "tỷ đồng", "")]),
    ("Đã có 421/421 báo cáo", [("421/421 báo cáo", "421", "421", "báo cáo", "")]),
    ("hoàn thành 27/30 đầu việc", [("27/30 đầu việc", "27", "30", "đầu việc", "")]),
    ("đạt 95/173 đơn vị", [("95/173 đơn vị", "95", "173", "đơn vị", "")]),
    ("100% (61/61) thôn có chi bộ", [("100%", "100", None, "%", ""), ("61/61", "61", "61", "", "")]),
    ("đủ 8/8 (100%)", [("8/8", "8", "8", "", ""), ("100%", "100", None, "%", "")]),
    ("bám sát 12 nhiệm vụ giải pháp", [("12 nhiệm vụ", "12", None, "nhiệm vụ", "")]),
    ("bám sát 8 nhóm nhiệm vụ", [("8 nhóm nhiệm vụ", "8", None, "nhóm nhiệm vụ", "")]),
    ("từ 20% đến 30%", [("20%", "20", None, "%", ""), ("30%", "30", None, "%", "")]),
    ("từ 20-30% số chi bộ", [("20", "20", None, "%", ""), ("30%", "30", None, "%", "")]),
    (
        "mỗi năm kết nạp 90 - 100 đảng viên",
        [("90", "90", None, "đảng viên", ""), ("100 đảng viên", "100", None, "đảng viên", "")],
    ),
    ("tăng 2,5 lần", [("2,5 lần", "2.5", None, "lần", "")]),
    ("tăng 2.5 lần", [("2.5 lần", "2.5", None, "lần", "")]),
    ("đạt 105 % kế hoạch", [("105 %", "105", None, "%", "")]),
    ("kế hoạch 100%", [("100%", "100", None, "%", "")]),
    (
        "khen 4 tập thể, 7 cá nhân",
        [("4 tập thể", "4", None, "tập thể", ""), ("7 cá nhân", "7", None, "cá nhân", "")],
    ),
    ("có khoảng 300 đại biểu", [("khoảng 300 đại biểu", "300", None, "đại biểu", "khoảng")]),
    ("ít nhất 90 phút", [("ít nhất 90 phút", "90", None, "phút", "ít nhất")]),
    ("không quá 3 đồng chí", [("không quá 3 đồng chí", "3", None, "đồng chí", "không quá")]),
    ("tối đa 05 chức danh", [("tối đa 05 chức danh", "5", None, "chức danh", "tối đa")]),
    ("hơn 14 triệu người", [("hơn 14 triệu người", "14", None, "triệu người", "hơn")]),
    ("gần 10 nghìn tỷ đồng", [("gần 10 nghìn tỷ đồng", "10", None, "nghìn tỷ đồng", "gần")]),
    ("gồm 9 tỉnh, thành phố trong cụm", [("9 tỉnh, thành phố", "9", None, "tỉnh, thành phố", "")]),
    ("kiểm tra 3.004tổ chức đảng", [("3.004tổ chức đảng", "3004", None, "tổ chức đảng", "")]),
    ("đã kết nạp55 đảng viên", [("55 đảng viên", "55", None, "đảng viên", "")]),
    ("ủng hộ 500.000đ", [("500.000đ", "500000", None, "đ", "")]),
    ("giám sát 250\nđảng viên", [("250\nđảng viên", "250", None, "đảng viên", "")]),
    ("2/3 số đảng viên tán thành", [("2/3", "2", "3", "", "")]),
    ("tỷ lệ đạt 13,2; cao hơn năm trước", [("13,2", "13.2", None, "", "")]),
    ("Tổng số: 27.", [("27", "27", None, "", "")]),
    ("Số đảng viên mới là 64, tăng nhẹ", [("64", "64", None, "", "")]),
    (
        "(khiển trách 15, cảnh cáo 20)",
        [("15", "15", None, "", ""), ("20", "20", None, "", "")],
    ),
    (
        "giảm từ 63 xuống còn 34 đảng bộ",
        [("63", "63", None, "", ""), ("34 đảng bộ", "34", None, "đảng bộ", "")],
    ),
    (
        "có 662 trong tổng số 686 tổ chức đảng",
        [("662", "662", None, "", ""), ("686 tổ chức đảng", "686", None, "tổ chức đảng", "")],
    ),
    ("đã mua 02 ghe máy cho xã", [("02 ghe máy", "2", None, "ghe máy", "")]),
    ("trang bị thêm 14 bộ đàm", [("14 bộ", "14", None, "bộ", "")]),
    ("mỗi ngày 15 lượt khách", [("15 lượt khách", "15", None, "lượt khách", "")]),
    ("Sổ vàng ghi 2018 đảng viên", [("2018 đảng viên", "2018", None, "đảng viên", "")]),
    ("đạt 97.125%", [("97.125%", "97.125", None, "%", "")]),
    ("12 phần trăm số hộ", [("12 phần trăm", "12", None, "phần trăm", "")]),
    ("gắn 5 nội dung vào nghị quyết", [("5 nội dung", "5", None, "nội dung", "")]),
    ("trong số 27 đồng chí", [("27 đồng chí", "27", None, "đồng chí", "")]),
    ("có 30 nam, 25 nữ", [("30 nam", "30", None, "nam", ""), ("25 nữ", "25", None, "nữ", "")]),
    ("thi hành kỷ luật 6 tổ chức đảng", [("6 tổ chức đảng", "6", None, "tổ chức đảng", "")]),
    ("năm 2019 - 15 đồng chí được khen", [("15 đồng chí", "15", None, "đồng chí", "")]),
]
TRAPS = [
    "đăng 5 phút trước",
    "gửi câu hỏi\n\n3,549\n\nvăn bản liên quan",
    *(
        "Thứ 2, 30.09.2019 | 17:20:59",
        "Chiều 30.9, hội nghị họp",
        "Chiều 30-9, hội nghị họp",
        "Chiều 3-4, Ban Tổ chức họp",
    ),
    *(
        "ngày 10/8 đơn vị họp",
        "(TTXVN 13/1)",
        "ngày 30/6/2018",
        "từ ngày 04-10/3/2024",
        "từ ngày 5 - 6/3/2024",
    ),
    *(
        "ngày Phụ nữ (20-10)",
        "huy hiệu Đảng đợt 7/11",
        "mừng sinh nhật Bác 19.5;",
        "quý 4.2019",
        "quý I/2018",
    ),
    *(
        "9 tháng năm 2019",
        "6 tháng đầu năm",
        "quý 1-2023",
        "tháng 9 và 9 tháng",
        "nhiệm kỳ 2015-2020",
        "nhiệm kỳ 2020 – 2025",
    ),
    *(
        "đại hội lần thứ 6",
        "khóa 12",
        "khóa 11,12",
        "Nghị quyết Trung ương 4",
        "Cụm thi đua số 4",
        "bước 5",
        "Điều 5",
        "Hội nghị lần 3",
    ),
    *(
        "Hội nghị lần thứ 12 Ban Chấp hành",
        "lúc 14 giờ 30",
        "lúc 7h30",
        "8h00: khai mạc",
        "số 18-NQ/TW",
        "số 16 - HD/BTCTW",
    ),
    *(
        "Nghị quyết 18 và 19 về tổ chức",
        "Quyết định 2019 Ban Tổ chức ban hành",
        "47/2018/NĐ-CP",
        "30a/2008/NQ-CP",
        "luật số 58/2014/QH13",
    ),
    *(
        "89 lượt xem",
        "Lượt xem: 4",
        "5314 Lượt xem",
        "Điện thoại: 0227.3831.234",
        "ĐT 02273831234",
        "Trang 12",
        "TP. 4",
        "quận 3",
    ),
    *(
        "1. Về công tác cán bộ",
        "3.2. Kết quả",
        "(1) Rà soát quy hoạch",
        "2/ Kiểm tra",
        "a) mục 3",
        "sinh con thứ 3",
        "60 năm tuổi Đảng",
    ),
    *(
        "45 tuổi",
        "trong 3 năm qua",
        "sau 15 ngày",
        "2 giờ trước",
        "dịch Covid-19",
        "Video: 93019_OHAI1.mp4",
        "công nghiệp 4.0",
    ),
    *(
        "mạng 5G",
        "https://xa.khe.vn:443",
        "thứ 5/63 tỉnh",
        "phục vụ 24/24",
        "năm 2018",
        "khu phố 2, thị trấn",
        "bản số 3.549",
    ),
    *(
        "1/2/3",
        "tổ 12, khu phố 3",
        "55, 50, 45, 40 năm tuổi Đảng",
        "(khóa 11, khóa 12)",
        "mã 12-34-56",
        "giai đoạn 2 dự án",
        "năm 1.2.3",
    ),
    *(
        "báo cáo tháng 4, 5/2010",
        "hai đồng chí được khen",
        "từ 15-5 trở đi",
        "Trung đoàn 927",
        "K74B.21",
        "(248.95 KB)",
        "1.2.3.4 điểm",
    ),
    *(
        "Nghị quyết 18 đồng bộ, hiệu quả",
        "12:30",
        "ngày 3/2 đảng viên",
        "12/0",
        "trong 2025/2026",
        "đợt 2/9 lượt",
    ),
]


def rows(text: str) -> list[tuple[str, str, str | None, str, str]]:
    return [
        (f.surface, str(f.value), None if f.denominator is None else str(f.denominator), f.unit, f.qualifier)
        for f in find_figures(normalise(text))
    ]


@pytest.mark.parametrize(("text", "found"), FORMS, ids=[row[0] for row in FORMS])
def test_a_figure_is_read_with_unit_and_qualifier(text, found):
    assert rows(text) == found


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_holds_no_figure(text):
    assert rows(text) == []


def test_a_figure_inside_a_citation_is_not_counted_twice():
    text = "theo 12 nghị quyết và Quy định 205 chi bộ, có 3 đảng viên"
    normal = normalise(text)
    at = text.index("Quy định")
    assert [f.surface for f in find_figures(normal)] == ["12 nghị quyết", "3 đảng viên"]
    assert [f.surface for f in find_figures(normal, [(0, 18), (at, at + 12)])] == ["3 đảng viên"]


CHANGES = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "no-break space": lambda text: text.replace(" ", "\u00a0"),
    "Ð": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
    "en dash": lambda text: text.replace("-", "–"),
    "small letters": str.lower,
    "zero width": lambda text: text.replace(" ", "\u200b "),
}


@pytest.mark.parametrize("name", CHANGES)
def test_typing_changes_no_value(name):
    def plain(text: str) -> list[tuple[Decimal, Decimal | None, str]]:
        return [(f.value, f.denominator, f.unit) for f in find_figures(normalise(text))]

    texts = [row[0] for row in FORMS] + TRAPS
    assert any(CHANGES[name](text) != text for text in texts)
    for text in texts:
        assert (text, plain(CHANGES[name](text))) == (text, plain(text))


WORDS = st.sampled_from([word for text, _ in FORMS for word in text.split()] + TRAPS + ["\n", " ", "…"])


@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=40).map(" ".join))
def test_offsets_slice_the_original(text):
    for figure in find_figures(normalise(text)):
        assert isinstance(figure, Figure)
        assert text[figure.start : figure.end] == figure.surface
        assert figure.value >= 0
        assert figure.denominator is None or figure.denominator > 0


def test_figures_stand_in_order_and_apart():
    dice = random.Random(4)  # noqa: S311 (a repeatable test)
    text = " ".join(dice.choice(FORMS)[0] for _ in range(400))
    found = find_figures(normalise(text))
    assert len(found) > 300
    assert all(one.end <= other.start for one, other in pairwise(found))
