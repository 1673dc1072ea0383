"""What rounds of pages marked by others taught last: days in unusual places of a sentence, numbers of the
paper itself, documents called short, a link to another document. Our own sentences, names made up.
"""

import pytest

from giaoban.reader import read


def met(text):
    conference = read(text).conference
    return str(conference.date) if conference and conference.date else ""


OPENING = "Lễ khai khóa mới sẽ được Trường Đại học vùng cao Long Khê cùng các trường bạn"
HEADED = "Toàn văn Quyết định 77/QĐ-UBND\nSố: 77/QĐ-UBND\nHòa Khê, ngày 05 tháng 6 năm 2017"
LONG = ", ".join(f"Chi bộ thôn {number}" for number in range(1, 40))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # who met is told at length before that they met
        (f"Chiều 11/4/2023, Cụm thi đua xã gồm {LONG} họp hội nghị ký giao ước.", "2023-04-11"),
        # a name is no feast
        (
            "Tổ công tác do ông Lê Văn Sáu chủ trì, sáng 3/9/2025 làm việc với Ban Thường vụ Đảng ủy xã.",
            "2025-09-03",
        ),
        # the lunar year with its number
        (
            "Họp mặt Xuân Kỷ Hợi 2019 được tổ chức sáng ngày 25-1. Mọi người nhắc lại năm 2018.",
            "2019-01-25",
        ),
        ("Họp mặt Xuân Kỷ Hợi 2020 được tổ chức sáng ngày 25-1.", "2020-01-25"),
        # behind another clause, at the end of its sentence
        (
            "Công đoàn ngành đã cho phép và ngày 21/7/2017, Đại hội công đoàn cơ sở được tổ chức.",
            "2017-07-21",
        ),
        (
            "Ban Tuyên giáo họp hội nghị sơ kết 6 tháng đầu năm 2009, bàn việc cuối năm, vào ngày 28/7.",
            "2009-07-28",
        ),
        ("Buổi họp cha mẹ học sinh ngày 23/5/2022\n\nMọi người đồng ý mua quà.", "2022-05-23"),
        # an invitation to what has no name
        (
            "1. Nội dung: mở đầu khóa học.\n- Thời gian: Từ 19 giờ, ngày 27/9/2017.\n- Địa điểm: Sân trường.",
            "2017-09-27",
        ),
        ("1. Nội dung:\n- Mở đầu khóa học.\n- Thời gian: Từ 19 giờ 00', ngày 27/9/2017.", ""),
        # what is held before the ceremony is not the ceremony
        (
            f"{OPENING} tổ chức ngày 21/10/2012.\nTối thứ bảy ngày 20/10/2012, trước Lễ khai khóa, Đoàn họp.",
            "2012-10-21",
        ),
        # days of documents, days by which something is due
        ("Hội nghị lần thứ tư Ban Chấp hành, ngày 16-1-2012, ra Nghị quyết số 12-NQ/ĐU. Hội nghị tốt.", ""),
        ("Quyết định số 9/QĐ-UBND được Ủy ban nhân dân xã ký ngày 19/8/2020, về tổng kết phong trào.", ""),
        ("Chuẩn bị Hội nghị. Thời gian báo cáo chậm nhất là ngày 20/11/2020", ""),
        # what is prepared for a feast comes before it
        (
            "Ngày 6/11, xã họp triển khai kế hoạch kỷ niệm 50 năm Ngày truyền thống (20/8/1958 - 20/8/2008).",
            "2007-11-06",
        ),
    ],
)
def test_when_it_met(text, day):
    assert met(text) == day


def cited(text):
    return [
        (citation.surface, citation.symbol, str(citation.date or "")) for citation in read(text).citations
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the number of the paper itself, again in its title or on the page of its data
        (
            "HƯỚNG DẪN NGHIỆP VỤ, SỐ 9-HD/BTCTU\nSố: 9-HD/BTCTU\nHòa Khê, ngày 05 tháng 6 năm 2017\nCăn cứ",
            [],
        ),
        (
            f"{HEADED}\nThay Quyết định 77/QĐ-UBND ngày 09/4/2015",
            [("Quyết định 77/QĐ-UBND", "77/QĐ-UBND", "2015-04-09")],
        ),
        ("Quyết định 135/2006/QĐ-UBND về cải cách\nSố hiệu: 135/2006/QĐ-UBND Loại văn bản: Quyết định", []),
        # called short once told in full
        (
            "Kế hoạch số 3088/KH-UBND (gọi tắt là Kế hoạch 3088). Theo Kế hoạch 3088, kế hoạch 3088 cây.",
            [
                ("Kế hoạch số 3088/KH-UBND", "3088/KH-UBND", ""),
                ("Kế hoạch 3088", "", ""),
                ("Kế hoạch 3088", "", ""),
            ],
        ),
        (
            "Kế hoạch số 3088/KH-UBND đề ra kế hoạch 3088 người học",
            [("Kế hoạch số 3088/KH-UBND", "3088/KH-UBND", "")],
        ),
        # worse spellings
        ("Quyết định số 136/2001/QĐ.TTg", [("Quyết định số 136/2001/QĐ.TTg", "136/2001/QĐ-TTg", "")]),
        (
            "Nghị quyết Hộinghị lần thứ 7, Ban Chấp hành Trung ương Đảng khóa X",
            [("Nghị quyết Hộinghị lần thứ 7, Ban Chấp hành Trung ương Đảng khóa X", "", "")],
        ),
        ("Hướng dẫn số 52/LĐLĐ", [("Hướng dẫn số 52/LĐLĐ", "52/LĐLĐ", "")]),
        # its day, told before or behind
        (
            "Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XI, ngày 16-1-2012, ra Nghị quyết số 12-NQ/TW",
            [("Nghị quyết số 12-NQ/TW", "12-NQ/TW", "2012-01-16")],
        ),
        (
            "Quyết định số 167-HĐBT do Hội đồng Bộ trưởng (nay là Chính phủ) ban hành ngày 28/9/1982",
            [("Quyết định số 167-HĐBT", "167/HĐBT", "1982-09-28")],
        ),
        (
            "Cập nhật 06/12/2017\nNgày 04/12, UBND tỉnh có Công văn số 2221/UBND-TH",
            [("Công văn số 2221/UBND-TH", "2221/UBND-TH", "2017-12-04")],
        ),
        (
            "Ngày 06/8, UBND tỉnh có Công văn số 2221/UBND-TH, theo Kế hoạch số 9-KH/TU ngày 14/8/2017",
            [
                ("Công văn số 2221/UBND-TH", "2221/UBND-TH", ""),
                ("Kế hoạch số 9-KH/TU", "9-KH/TU", "2017-08-14"),
            ],
        ),
    ],
)
def test_what_is_cited(text, found):
    assert cited(text) == found


def test_another_body_and_another_subject_are_another_document():
    """Linked by its subject once, it is meant again; of another subject none is meant."""
    text = (
        "Bộ Chính trị ban hành Nghị quyết số 11-NQ/TW về việc {}. "
        "Căn cứ là Nghị quyết số 11-NQ/TW của Bộ Chính trị."
    )
    rotation = [citation.link for citation in read(text.format("luân chuyển cán bộ lãnh đạo")).citations]
    assert rotation == ["11-NQ/TW/2002-01-25"] * 2
    ships = read(text.format("đóng tàu biển")).citations
    assert [citation.link for citation in ships] == [None, None]
    assert all(citation.candidates for citation in ships)


def test_the_number_of_an_article_is_no_count():
    assert read("Khoản 2 Điều 21 Điều lệ Đảng nêu").figures == ()


@pytest.mark.parametrize("change", [str, str.lower], ids=["as typed", "in small letters"])
def test_letters_of_an_office_are_read_in_small_letters_too(change):
    text = change("Căn cứ Hướng dẫn số 47/LĐLĐ ngày 12/8/2021; công văn số 83/PGDĐT; hướng dẫn số 5/thôn")
    found = [(cited.surface.lower(), cited.symbol) for cited in read(text).citations]
    assert found[:2] == [("hướng dẫn số 47/lđlđ", "47/LĐLĐ"), ("công văn số 83/pgdđt", "83/PGDĐT")]
    assert "thôn" not in "".join(symbol.lower() for _surface, symbol in found)


def test_a_number_alone_means_the_state_s_when_the_text_writes_only_that():
    whole, alone = (
        "Tròn 2 năm Nghị quyết số 17/NQ-CP ngày 07/3/2019 của Chính phủ.",
        "Nghị quyết 17 rất quan trọng.",
    )
    cited = read(f"{whole} {alone}").citations
    assert [(citation.issuer, citation.candidates) for citation in cited] == [("Chính phủ", ())] * 2
    both = read(f"{whole} Trước đó có Nghị quyết số 17-NQ/TW. {alone}").citations
    assert both[2].issuer != "Chính phủ"
