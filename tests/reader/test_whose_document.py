"""What rounds of pages marked by others taught of citations and counts: whose a document is, which edition is
meant, and what is no count. Our own sentences, names made up.
"""

from datetime import date

import pytest

from giaoban.reader import read


def issuers(text):
    return [(citation.symbol, citation.issuer) for citation in read(text).citations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the letters tell, where one body signs with them
        ("Thông tư số 03/2019/TT-BNV và Quyết định 15/2019/QĐ-TTg", ["Bộ Nội vụ", "Thủ tướng Chính phủ"]),
        ("Tờ trình số 59/TTr-SNV; Hướng dẫn 43-HD/BTCTW", ["Sở Nội vụ", "Ban Tổ chức Trung ương"]),
        ("Quyết định số 7/QĐ-UBND; Kết luận số 7-KL/TW; Quyết định 7/QĐ-NHPT", ["Ủy ban nhân dân", "", ""]),
        ("Kế hoạch liên tịch số 38/KHLT-SNV-CAT và Thông tư liên tịch số 2/2011/TTLT-VPCP-BNV", ["", ""]),
        # told once, meant again
        (
            "Kế hoạch số 9-KH/HU ngày 3/9/2019 của Huyện ủy Hòa Khê; Kế hoạch số 9-KH/HU",
            ["Huyện ủy Hòa Khê", "Huyện ủy Hòa Khê"],
        ),
        (
            "Theo Kế hoạch số 9-KH/HU, xã họp. Kế hoạch số 9-KH/HU của Huyện ủy Hòa Khê đã rõ.",
            ["Huyện ủy Hòa Khê", "Huyện ủy Hòa Khê"],
        ),
        (
            "Kế hoạch số 9-KH/ĐU ngày 3/9/2019 của Đảng ủy xã Hòa Khê; Kế hoạch số 9-KH/ĐU ngày 3/9/2015",
            ["Đảng ủy xã Hòa Khê", "Đảng ủy xã Hòa Khê"],
        ),
        # the one committee of the text that bears the letters, by its place
        ("Tỉnh ủy Hải Minh họp, bàn Kết luận số 189-KL/TU; Tỉnh ủy giao các huyện", ["Tỉnh ủy Hải Minh"]),
        ("Tỉnh ủy Hải Minh đón Tỉnh ủy Long Khê, bàn Kết luận số 189-KL/TU", [""]),
        ("Tỉnh ủy họp, bàn Kết luận số 189-KL/TU", ["Tỉnh ủy"]),
        ("Theo Kết luận số 189-KL/TU, các huyện làm", [""]),
        (
            "Ban Thường vụ Quận ủy có Kế hoạch số 3-KH/QU. Kế hoạch số 4-KH/QU đã rõ",
            ["Ban Thường vụ Quận ủy", "Quận ủy"],
        ),
        (
            "Chủ tịch UBND tỉnh Long An Trần Văn Sáu ký công văn số 85/UBND-TH",
            ["Ủy ban nhân dân tỉnh Long An"],
        ),
        (
            "Bí thư Đảng ủy xã Lê Văn Tám nói về Kế hoạch số 4-KH/ĐU. Đảng ủy xã Hòa Khê họp.",
            ["Đảng ủy xã Hòa Khê"],
        ),
        ("Đảng ủy Khối các cơ quan tỉnh họp; Chi bộ có Kế hoạch số 4-KH/ĐU", ["Đảng ủy"]),
        # the number alone and the symbol mean one document; a symbol of the Centre is of whom the text says
        ("Chỉ thị 05-CT/TW của Bộ Chính trị. Sơ kết Chỉ thị 05, học Chỉ thị số 5", ["Bộ Chính trị"] * 3),
        (
            "Nghị quyết 8-NQ/TU của Tỉnh ủy; Nghị quyết 8 của Đảng ủy xã; Nghị quyết số 8",
            ["Tỉnh ủy", "Đảng ủy xã", ""],
        ),
        (
            "2 nghị quyết của Bộ Chính trị: Nghị quyết 70-NQ/TW về năng lượng; Nghị quyết 71-NQ/TW về dạy",
            ["Bộ Chính trị", "Bộ Chính trị"],
        ),
        ("Nghị quyết số 39-NQ/TW ngày 17/4/2015 của Ban Bí thư. Nghị quyết 39", ["Ban Bí thư", ""]),
        ("học 3 nghị quyết của Bộ Chính trị: Nghị quyết số 70-NQ/TW; Nghị quyết số 71-NQ/TW", ["", ""]),
        ("Quy định số 339-QĐ/TW về sổ tay đã được Ban Bí thư ban hành", ["Ban Bí thư"]),
        ("Quy định số 339-QĐ/TW về sổ tay đã được Ban Bí thư giao", [""]),
        ("Kế hoạch số 79-KH/ĐUK của Đảng ủy Khối các cơ quan tỉnh", ["Đảng ủy Khối các cơ quan tỉnh"]),
        ("ý kiến của Ban Pháp chế nêu trong Báo cáo số 6/BC-HĐND", ["Ban Pháp chế"]),
        (f"Kết luận số 189-KL/TU. {'Tỉnh ủy Hải Minh họp. ' * 90}", [""]),
        # bodies of unions and offices
        ("công văn số 95/PGDĐT của Phòng GD&ĐT Hòa Khê", ["Phòng Giáo dục và Đào tạo Hòa Khê"]),
        ("Hướng dẫn số 12/HD-LĐ của Liên đoàn Lao động huyện Hòa Khê", ["Liên đoàn Lao động huyện Hòa Khê"]),
        (
            "Kế hoạch số 5/KH-MTTQ của Ủy ban MTTQ Việt Nam xã Long Khê",
            ["Ủy ban Mặt trận Tổ quốc Việt Nam xã Long Khê"],
        ),
        ("Nghị quyết số 2-NQ/TU của Tỉnh ủy Quảng trị", ["Tỉnh ủy Quảng Trị"]),
        # named before the number, before the word, behind it in the passive
        ("Kết luận của Bộ Chính trị số 48-KL/TW", ["Bộ Chính trị"]),
        ("theo ý kiến của Thường trực Tỉnh ủy tại Thông báo số 29-TB/TU", ["Thường trực Tỉnh ủy"]),
        ("Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 5/TTr-SNV", ["Sở Nội vụ"]),
        ("Quy định số 5-QĐ/TW do Tổng Bí thư\nthay mặt Bộ Chính trị ký Ngày 23/9/2019", ["Bộ Chính trị"]),
        (
            "Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII",
            ["Ban Chấp hành Trung ương"],
        ),
        ("Nghị quyết Hội nghị Trung ương 6 khóa XII", ["Ban Chấp hành Trung ương"]),
    ],
)
def test_who_issued(text, found):
    assert [issuer for _, issuer in issuers(text)] == found


def test_a_province_types_its_letters_with_a_stroke():
    assert issuers("Nghị quyết 13-NQ/TƯ của Tỉnh ủy Hải Minh") == [("13-NQ/TU", "Tỉnh ủy Hải Minh")]
    assert issuers("Nghị quyết 13-NQ/TƯ của Bộ Chính trị") == [("13-NQ/TW", "Bộ Chính trị")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Quy định số 5-QĐ/TW do đồng chí Thường trực thay mặt Bộ Chính trị ký ngày 23/9/2019",
            date(2019, 9, 23),
        ),
        ("Bộ Chính trị ký Chỉ thị này ngày 1/7/2022 (Chỉ thị số 14-CT/TW)", date(2022, 7, 1)),
        (
            "Ngày 27/12/1984 ông Nam thay mặt Ban Bí thư đã ký và ban hành Thông tri số 40-TT/TW",
            date(1984, 12, 27),
        ),
        ("Quy định số 80-QĐ/TW, 18/8/2022 của Bộ Chính trị", date(2022, 8, 18)),
        ("Quy định số 80-QĐ/TW, 18/8/2022", None),
        ("Ngày 16/9/2025 học Nghị quyết số 59-NQ/TW ngày 24/1 về hội nhập", date(2025, 1, 24)),
        ("Ngày 16/9/2025 học Kết luận số 9-KL/TU ngày 30/12 của Tỉnh ủy", date(2024, 12, 30)),
        ("Theo Kết luận số 9-KL/TU ngày 31/2 của Tỉnh ủy", None),
        ("Kết luận số 9-KL/TU ngày 24/1 Tỉnh ủy họp", None),
        ("rằng ngày 10/7/2025, Quy định số 339-QĐ/TW về sổ tay được Ban Bí thư ban hành", date(2025, 7, 10)),
    ],
)
def test_when_it_was_signed(text, day):
    assert [citation.date for citation in read(text).citations] == [day]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("theo Nghị quyếtTrung ương 4 khóa XI", [("Nghị quyếtTrung ương 4 khóa XI", "XI")]),
        ("bốn chuyên đề trong Nghị quyết XI của Đảng", [("Nghị quyết XI", "XI")]),
        ("Nghị quyết XI của Đảng bộ xã", []),
        ("Công văn hướng dẫn số 17/UBND-NV", [("Công văn hướng dẫn số 17/UBND-NV", "")]),
        ("thông tri số 41/TTTW, ngày 06/02/1985", [("thông tri số 41/TTTW", "")]),
        ("Kế hoạch liên tịch số 3-KHLT/MT-CĐCS", [("Kế hoạch liên tịch số 3-KHLT/MT-CĐCS", "")]),
    ],
)
def test_where_a_citation_begins_and_ends(text, found):
    assert [(citation.surface, citation.term) for citation in read(text).citations] == found


def test_words_that_name_a_body_tell_no_edition():
    """ "tổ chức" stands in the title of one edition and in the name of whoever issued them all."""
    (citation,) = read(
        "điều kiện mà Hướng dẫn 12 của Ban Tổ chức Trung ương nêu. Xem hướng dẫn dưới đây"
    ).citations
    assert citation.link is None
    assert len(citation.candidates) > 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tại hội trường tầng 3 Huyện ủy", []),
        ("Lúc 07.30 phút, đại hội khai mạc", []),
        ("Từ ngày 12 - 14.10 Đảng bộ huyện mở Đại hội", []),
        ("Quy chế phối hợp 2021 huyện Hòa Khê", []),
        ("Sau 2 ngày làm việc; chính quyền địa phương 2 cấp", []),
        ("giải ngân 2021 tỷ đồng", ["2021 tỷ đồng"]),
        ("Lượt truy cập\nThống kê: 292.080\nOnline: 13", []),
    ],
)
def test_what_is_no_count(text, found):
    assert [figure.surface for figure in read(text).figures] == found
