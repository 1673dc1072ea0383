"""What two further rounds of unseen pages taught the reader: each case in our own words, with its control."""

from datetime import date

import pytest

from giaoban.reader import read


def met(text, on=None):
    conference = read(text, on=on).conference
    return str(conference.date) if conference and conference.date else ""


def figures(text):
    return [figure.surface for figure in read(text).figures]


def one(text):
    (citation,) = read(text).citations
    return citation


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # a page opened years later carries the day of its reading
        (
            "Thứ ba, 20/04/2021\n\nHVO-Sáng 17/1/2012, Huyện ủy tổng kết năm 2011.",
            "2012-01-17",
        ),
        (
            "Thứ ba, 20/04/2021\n\nChiều nay (8/1), Khối thi đua tổng kết năm 2017 và triển khai năm 2018.",
            "2018-01-08",
        ),
        ("Thứ ba, 20/04/2021\n\nChiều 8/1, Khối thi đua tổng kết công tác năm 2020.", "2021-01-08"),
        # a sentence broken over lines
        (
            "Vào lúc 14 giờ, ngày 21/02/2022 Chi đoàn\ntrường Hoa Mai tổ chức Đại hội\nnhiệm kỳ.",
            "2022-02-21",
        ),
        # a year behind a comma, a weekday and "mùng"
        (
            "Lớp tổ chức họp mặt vào chiều thứ Sáu mùng 8 tháng 9, 2017 tại sân trường; dự đại hội.",
            "2017-09-08",
        ),
        # only planned, but nothing else is told
        ("Đại hội Hội Nông dân xã Hòa Khê dự kiến tổ chức vào ngày 20/6/2023 tại hội trường.", "2023-06-20"),
        (
            "Chiều 22/6, xã Hòa Khê họp chuẩn bị kỳ họp thứ nhất; kỳ họp dự kiến vào ngày 01/7/2021.",
            "2021-06-22",
        ),
        # the day of a notice, and one of the other calendar
        (
            (
                "Ngày 10/11/2020, Ban Tổ chức Đại hội ra thông báo hoãn Đại hội, dự định tổ chức vào "
                "ngày 16 tháng 11 năm 2020."
            ),
            "2020-11-16",
        ),
        ("Ngày 12 tháng 6 năm Mậu Tuất, xã Hòa Khê tổ chức lễ hội và hội nghị năm 2018.", ""),
        # what a plenum resolved is told soon after it
        (
            (
                "Sáng 23-10, Thị ủy thông báo nhanh kết quả Hội nghị lần thứ sáu Ban Chấp hành "
                "Trung ương khóa XII."
            ),
            "2017-10-23",
        ),
        (
            "Chiều 5/1, Thị ủy học tập, quán triệt các nghị quyết Hội nghị Trung ương 6 khóa XII.",
            "2018-01-05",
        ),
        ("Chiều 5/1, Thị ủy tổ chức hội nghị sơ kết việc học tập nghị quyết Trung ương 6 khóa XII.", ""),
        ("Chiều 30/2, Thị ủy tổ chức hội nghị quán triệt nghị quyết Hội nghị Trung ương 6 khóa XII.", ""),
        ("Chiều 5/1, Thị ủy tổ chức hội nghị quán triệt nghị quyết Hội nghị Trung ương 19 khóa XII.", ""),
    ],
)
def test_the_day_of_meeting(text, day):
    assert met(text) == day


def test_a_lower_case_text_keeps_its_lines():
    assert met("đại hội đoàn xã\nngày 21/02/2022, đoàn xã tổ chức đại hội\nnhiệm kỳ mới") == "2022-02-21"
    assert met("Sáng nay, xã họp phiên thường kỳ", on=date(2022, 2, 21)) == "2022-02-21"


@pytest.mark.parametrize(
    ("text", "plenum", "term", "day"),
    [
        (
            "Hội nghị lần thứ 5, BCH Trung ương Đảng - khóa XIII, đã ban hành Nghị quyết số 21 – NQ/TW",
            5,
            "XIII",
            None,
        ),
        (
            "Ngày 16-1-2012, Hội nghị lần thứ tư BCH Trung ương khóa XI ban hành Nghị quyết số 12-NQ/TW",
            4,
            "XI",
            date(2012, 1, 16),
        ),
        ("Hội nghị Trung ương 5 (khóa XIII) đã ban hành Nghị quyết số 21-NQ/TW", 5, "XIII", None),
        ("Ban Chấp hành Đảng bộ tỉnh khóa XIII đã ban hành Nghị quyết số 10-NQ/TU", None, "XIII", None),
        ("Hội nghị lần thứ 5 Ban Chấp hành Đảng bộ tỉnh đã ban hành Nghị quyết số 10-NQ/TU", None, "", None),
    ],
)
def test_a_plenum_and_a_term_told_in_front(text, plenum, term, day):
    citation = one(text)
    assert (citation.plenum, citation.term, citation.date) == (plenum, term, day)


@pytest.mark.parametrize(
    ("text", "issuer", "day"),
    [
        (
            "Ngày 18/02/2019, Ban Bí thư đã ban hành quy định về chế độ họp (Quy định số 11-QĐi/TW)",
            "Ban Bí thư",
            date(2019, 2, 18),
        ),
        ("Ngày 18/02/2019, Ban Bí thư họp bàn về quy định (Quy định số 11-QĐi/TW)", "", None),
        ("Ngày 18/02/2019, Ban Bí thư ban hành chỉ thị mới (Quy định số 11-QĐi/TW)", "", None),
    ],
)
def test_a_signing_far_from_the_number_in_brackets(text, issuer, day):
    citation = one(text)
    assert (citation.issuer, citation.date) == (issuer, day)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("Thông tư liên tịch số 23/2015/TTLT-BGD ĐT-BNV ngày 16/9/2015", "23/2015/TTLT-BGDĐT-BNV"),
        (
            "Nghị quyết liên tịch số 72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN",
            "72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN",
        ),
        ("Thông tư số 23/2015/TT-BGD ĐT-BNV", "23/2015/TT-BGD"),
        ("NGHỊ \n   QUYẾT số 18-NQ/TW ngày 25/10/2017", "18-NQ/TW"),
    ],
)
def test_symbols_that_blanks_or_lines_break(text, symbol):
    assert one(text).symbol == symbol


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Các xã triển khai Đề án 06 trên địa bàn.", ["Đề án 06"]),
        ("Thực hiện Đề án 938 của năm nay, hội nghị Đề án 2020 đã họp.", ["Đề án 938"]),
        ("Hội đồng duyệt Đề án 06 công trình, đề án 06 và Đề án 5.", []),
    ],
)
def test_a_scheme_known_by_its_number(text, found):
    assert [citation.surface for citation in read(text).citations] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            (
                "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Chính phủ và Luật Chính quyền địa "
                "phương ngày 22 tháng 11 năm 2019"
            ),
            ["Luật sửa đổi, bổ sung một số điều của Luật Chính phủ và Luật Chính quyền địa phương"],
        ),
        (
            "Căn cứ Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân số 87/2015/QH13",
            ["Luật Hoạt động giám sát của Quốc hội và Hội đồng nhân dân số 87/2015/QH13"],
        ),
        ("Luật của xã ngày 22/11/2019", []),
    ],
)
def test_laws_with_long_names(text, found):
    assert [citation.surface for citation in read(text).citations] == found


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            "Tờ trình số 27/TTr-HĐND ngày 11/9/2025 của Ban Pháp chế của Hội đồng nhân dân tỉnh về quy chế",
            "Ban Pháp chế Hội đồng nhân dân tỉnh",
        ),
        (
            "Nghị quyết số 19-NQ/HNDTW của Ban Chấp hành Trung ương Hội Nông dân Việt Nam ",
            "Ban Chấp hành Trung ương Hội Nông dân Việt Nam",
        ),
        ("Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương", "Ban Chấp hành Trung ương"),
        ("Công văn số 12-CV/TU ngày 09/02/2017 của Tỉnh ủy Bà Rịa-Vũng Tàu", "Tỉnh ủy Bà Rịa - Vũng Tàu"),
    ],
)
def test_who_issued(text, issuer):
    assert one(text).issuer == issuer


def test_a_word_said_twice_keeps_a_congress_that_of_the_party():
    assert one("Nghị quyết Đại hội Đại hội đại biểu toàn quốc lần thứ XIII").link == "ĐH-XIII/2021-02-01"
    assert one("Nghị quyết Đại hội Hội Nông dân xã lần thứ XIII").link is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Đang truy cập: 123\nHôm nay: 1.234\nTổng lượt truy cập: 5.678.901\nKhách online 12 người", []),
        ("Trực tuyến\n 18\nTất cả: 12.345.678", []),
        ("Lượt truy cập hôm nay 2.345 lượt", []),
        ("Cả xã có 123 hộ.\nHôm nay: 35 đảng viên dự học", ["123 hộ", "35 đảng viên"]),
        ("Ở phường 14 quận 6 có 15 đảng viên", ["15 đảng viên"]),
        ("phát triển từ 1.000 đến 1.200 hội viên", ["1.000", "1.200 hội viên"]),
        ("Bí thư báo cáo 4 nghị quyết: và báo cáo 120 nội dung", ["4 nghị quyết"]),
    ],
)
def test_counters_addresses_and_ranges(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # meetings of other names
        ("Sáng 12/12/2022, Chủ tịch xã Hòa Khê chủ trì lễ trao quyết định.", "2022-12-12"),
        ("Sáng 17/8/2020, Công an xã tổ chức gặp mặt các thế hệ cán bộ.", "2020-08-17"),
        ("23/5/2020\nNgày 02 tháng 01 năm 2020, đại biểu xã tiếp xúc cử tri sau kỳ họp.", "2020-01-02"),
        ("Từ ngày 25/5 đến 29/5/2020, đại biểu xã sẽ tiếp xúc cử tri trước kỳ họp.", "2020-05-25"),
        ("Trước đó, ngày 6/7/2021, Ban Giám đốc đã họp và thống nhất.", "2021-07-06"),
        ("Ngày 6/7/2021, Ban Giám đốc đã hợp nhất hai phòng.", ""),
        # a term of office tells the year of the congress that opens it, and of nothing else
        (
            "Sáng 3/11, Đảng bộ xã họp phiên bế mạc.\nĐại hội đại biểu bế mạc, nhiệm kỳ 2015-2020.",
            "2015-11-03",
        ),
        (
            "Đại hội khóa 16, nhiệm kỳ 2015-2020 đã bế mạc.\nSáng 3/11, Đảng bộ xã tổ chức Đại hội.",
            "2015-11-03",
        ),
        ("Sáng 3/11, Đảng ủy xã tổ chức hội nghị chuẩn bị đại hội, nhiệm kỳ 2015-2020.", ""),
        # years of plans and aims are not those of the meeting
        (
            "Thực hiện nghị quyết năm 2022, tạo tiền đề cho năm 2023 là ý kiến tại hội nghị ngày 10.10.",
            "2022-10-10",
        ),
        ("Hội nghị quán triệt tầm nhìn đến năm 2045 của xã diễn ra vào sáng 16/9.", ""),
        # until when somebody is appointed
        (
            "Sáng 12/12, xã tổ chức lễ trao quyết định cho trạm từ ngày 12/12/2022 đến ngày 12/12/2027.",
            "2022-12-12",
        ),
        # the day of an election
        ("Cuộc bầu cử được tổ chức vào Chủ nhật, ngày 23 – 5 – 2021; trước đó xã mở hội nghị cử tri.", ""),
        (
            (
                "Hà Nội, ngày 08 tháng 10 năm 2021\nNGHỊ QUYẾT\nTrên cơ sở ý kiến tại phiên họp thường kỳ, "
                "tổ chức vào ngày 02 tháng 10 năm 2021,"
            ),
            "2021-10-02",
        ),
    ],
)
def test_meetings_of_other_names_and_other_years(text, day):
    assert met(text) == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TỈNH ỦY HẢI MINH |\nSố: 12-QĐ/TU | Hòa Khê, ngày 02 tháng 6 năm 1997 |\nQUY ĐỊNH", []),
        ("Số: 12-QĐ/TU\nHòa Khê, ngày 02 tháng 6\nnăm 1997\nQUY ĐỊNH", []),
        ("xem Số: 12-QĐ/TU\nHòa Khê, ngày 02 tháng 6 năm 1997\nQUY ĐỊNH", ["Số: 12-QĐ/TU"]),
        ("Số: 12-QĐ/TU\nvề chế độ họp", ["Số: 12-QĐ/TU"]),
    ],
)
def test_the_number_a_paper_bears_is_no_citation(text, found):
    assert [citation.surface for citation in read(text).citations] == found


def test_a_greeting_is_no_day_of_a_month():
    assert figures("trao tặng và chúc mừng 21 đảng viên; mùng 8 tháng 3") == ["21 đảng viên"]


def test_a_law_glued_to_its_day():
    assert one("Căn cứ Luật tổ chức Chính phủngày 25 tháng 12 năm 2001").date == date(2001, 12, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # a congress that reviews its term is a congress
        (
            "Hôm nay (30-12), xã khai mạc Đại hội, nhiệm kỳ 2022-2027; đại hội tổng kết, đánh giá.",
            "2022-12-30",
        ),
        ("Hôm nay (30-12), hội nghị giao ban bàn việc khai mạc đại hội, nhiệm kỳ 2022-2027.", ""),
        ("Ngày 10 và 11-2, Đảng bộ xã Hòa Khê Đại hội lần thứ VIII, nhiệm kỳ 2020-2025.", "2020-02-10"),
        ("Tại hội nghị Hội Phụ nữ Việt Nam chiều 10/3/2022, 100% ủy viên đã bầu.", "2022-03-10"),
        ("Hội nghị kỷ niệm ngày Quốc tế phụ nữ, ngày 8/3/2022, xã tổ chức.", ""),
        # school years
        ("Sáng 21/8, xã tổng kết năm học 2023-2024, triển khai năm học 2024-2025.", "2024-08-21"),
        ("Sáng 5/9, trường tổ chức hội nghị triển khai nhiệm vụ năm học 2023-2024.", "2023-09-05"),
        ("Sáng 5/1, trường tổ chức hội nghị sơ kết học kỳ I năm học 2023-2024.", "2024-01-05"),
        # the congress and the plenum of the Party sat when they are known to have sat
        ("Thứ Sáu, 22/11/2024, 16:08\nSáng ngày 22-01, đoàn dự Đại hội XII của Đảng, họp tổ.", "2016-01-22"),
        ("Sáng 30-01, đoàn dự Đại hội XII của Đảng đã tổ chức họp.", ""),
        ("Hội nghị Trung ương 7 khóa XII, khai mạc vào hôm nay (7/5).", "2018-05-07"),
        ("Sáng 29/2, hội nghị xã bàn việc dự Đại hội XIII của Đảng.", ""),
        (
            "Ngày 23/4, đồng chí Bí thư gặp mặt hội viên nhân dịp 50 năm (30/4/1975 - 30/4/2025).",
            "2025-04-23",
        ),
    ],
)
def test_congresses_school_years_and_known_sittings(text, day):
    assert met(text) == day


@pytest.mark.parametrize(
    ("text", "term", "link"),
    [
        ("Nghị quyết Đại hội đại biểu phụ nữ toàn quốc lần thứ XII", "XII", None),
        ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XII", "XII", "ĐH-XII/2016-01-28"),
        ("Nghị quyết Đại hội đại biểu phụ nữ nhiệm kỳ 2016 - 2021", "2016-2021", None),
        ("Nghị quyết Đại hội đại biểu toàn quốc Hội Cựu chiến binh Việt Nam lần thứ VI", "VI", None),
    ],
)
def test_congresses_of_unions_are_not_those_of_the_party(text, term, link):
    citation = one(text)
    assert (citation.term, citation.link) == (term, link)


def test_a_body_between_the_word_and_the_symbol():
    citation = one("Nghị quyết trung ương 39-NQ/TW ngày 17/4/2015 về tinh giản biên chế")
    assert (citation.surface, citation.link) == ("Nghị quyết trung ương 39-NQ/TW", "39-NQ/TW/2015-04-17")
    assert one("Công văn số 15/SGDĐT-VP ngày 28/8/2020 của Sở Giáo dục - Đào tạo").issuer == (
        "Sở Giáo dục và Đào tạo"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[ Số lần xem: 330 ]", []),
        ("dự giờ 06 giảng viên, nghiệm thu 12 đề tài", ["06 giảng viên", "12 đề tài"]),
        ("xếp thứ 12 đề tài; thứ 6 đơn vị", []),
        ("nghiem thu 12 de tai", []),
    ],
)
def test_words_that_look_like_ordinals(text, found):
    assert figures(text) == found
