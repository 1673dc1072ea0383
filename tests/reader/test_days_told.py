"""What rounds of pages marked by others taught of the day of meeting: what tells its year, and in which words
it stands. Our own sentences, names made up.
"""

from datetime import date

import pytest

from giaoban.reader import Instrument, Instruments, read

_LEAD = "Hội nghị quán triệt Nghị quyết\n" + "Trường có nhiều lớp, nhiều thầy cô. " * 14


def met(text):
    conference = read(text).conference
    return str(conference.date) if conference and conference.date else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # anniversaries: a known feast, a day with its first year, both years in brackets
        ("Ngày 3-2, kỷ niệm 95 năm Ngày thành lập Đảng, xã Hòa Khê trao Huy hiệu Đảng.", "2025-02-03"),
        (
            "Sáng 14/10, ngành họp mặt kỷ niệm 90 năm Ngày truyền thống ngành Tổ chức xây dựng Đảng.",
            "2020-10-14",
        ),
        (
            "Sáng 25/4, huyện tổ chức hội thi mừng 50 năm Ngày Giải phóng miền Nam. Năm 1975 đã xa.",
            "2025-04-25",
        ),
        (
            "Trưa 27-11, đại hội bế mạc, mừng 65 năm Ngày lập quân khu (22-12-1944 - 22-12-2009).",
            "2009-11-27",
        ),
        ("Ngày 01/10, Hội xã tổ chức lễ kỷ niệm 32 năm ngày truyền thống (01/10/1990).", "2022-10-01"),
        ("Sáng 21/3, xã họp mặt kỷ niệm 90 năm Ngày thành lập Đảng bộ huyện.", ""),
        # so many years of a document: sooner, or rather later
        ("Sáng 22/5, huyện Hòa Khê sơ kết 3 năm thực hiện Chỉ thị 05-CT/TW của Bộ Chính trị.", "2019-05-22"),
        ("Sáng 20/12, xã tổng kết 5 năm thực hiện Chỉ thị 05-CT/TW của Bộ Chính trị.", "2021-12-20"),
        ("2021-08\nSáng 27/5, xã tổng kết 5 năm thực hiện Chỉ thị 03-CT/TW của Bộ Chính trị.", "2016-05-27"),
        ("Sáng 22/3, xã họp về Chỉ thị 05-CT/TW sau 3 năm thực hiện.", ""),
        # the nearest month with its year
        (f"Ngày 13/8, huyện mở hội nghị. {'Cán bộ dự đủ. ' * 60}Việc làm từ tháng 7/2012.", "2012-08-13"),
        (f"Ngày 13/8, huyện mở hội nghị. {'Cán bộ dự đủ. ' * 120}Việc làm từ tháng 2/2012.", ""),
        # the days of a plenum are not those of who tells of it
        (
            "Sở mở hội nghị quán triệt kết quả Hội nghị Trung ương 10 khóa XII, họp từ 16 - 18/5/2019.",
            "",
        ),
        # the year of the lunar calendar
        ("Đầu xuân Ất Tỵ, sáng 5/2, Ban Tổ chức Tỉnh ủy gặp mặt cán bộ.", "2025-02-05"),
        ("Sáng 18/02 (tức mùng 9 tháng Giêng năm Giáp Thìn), xã tổ chức họp mặt.", "2024-02-18"),
        # sessions of the National Assembly, plenums of the Party
        ("Chiều 4/5, đại biểu tiếp xúc cử tri trước Kỳ họp thứ 5, Quốc hội khóa XV.", "2023-05-04"),
        ("Sáng 20/10, khai mạc trọng thể kỳ họp thứ tám, Quốc hội khóa XIV.", "2019-10-20"),
        ("Chiều 9/7, đoàn tiếp xúc cử tri trước kỳ họp thứ nhất, Quốc hội khóa XV.", "2021-07-09"),
        ("Sáng 25/3, đoàn họp tổng kết kỳ họp thứ 11, Quốc hội khóa XIV.", "2021-03-25"),
        (
            "Sáng 3-7, Đảng ủy Khối họp hội nghị.\nBáo cáo nhanh kết quả Hội nghị TW 12 khóa XII.",
            "2020-07-03",
        ),
        ("Ngày 20/9, Hội nghị lần thứ 10 Ban Chấp hành Trung ương Đảng khóa XIII bế mạc.", "2024-09-20"),
        # a plan of one year, settled late in the one before
        ("Chiều 15/12, HĐND huyện bế mạc kỳ họp thứ 10, thông qua nghị quyết năm 2024.", "2023-12-15"),
        ("Chiều 15/12, HĐND huyện bế mạc kỳ họp thứ 10, đánh giá nhiệm vụ năm 2024.", "2024-12-15"),
        # of two terms the later begins, of a congress looked back on the term begins
        (
            "Ngày 30/3, xã Hòa Khê mở Đại hội Hội. Nhiệm kỳ 2017-2022 đã qua, nhiệm kỳ 2022-2027 mở ra.",
            "2022-03-30",
        ),
        ("Ngày 29/9, Đảng ủy tổ chức hội nghị tổng kết Đại hội Đảng bộ nhiệm kỳ 2015 - 2020.", "2015-09-29"),
        # of a document's own words no year is taken, of a year closed in spring the next
        ("Ngày 6/7, tỉnh tổng kết Nghị quyết 39 về phát triển vùng đến năm 2010.", ""),
        ("date 2025-12-22 Ngày 25/12, Bộ tổng kết Nghị quyết số 36-NQ/TW năm 2004.", "2025-12-25"),
        ("Chiều 7/4, Ban họp tổng kết công tác năm 2022, triển khai nhiệm vụ năm 2023.", "2023-04-07"),
        ("Chiều 7/9, Ban họp tổng kết công tác năm 2022, triển khai nhiệm vụ năm 2023.", "2022-09-07"),
        # who meets, not who issues or is quoted
        (
            "07:44 19/12/2018\nTại trụ sở, ngày 18-12, Ban Bí thư họp, cho ý kiến về việc ra Chỉ thị.",
            "2018-12-18",
        ),
        ("Đoàn kiểm tra tổng kết 62-KL/TW của Bộ Chính trị làm việc ngày 25-4-2019 với Hội.", "2019-04-25"),
        ("Đoàn kiểm tra tổng kết 62-KL/TW của Bộ Chính trị, ngày 25-4-2019, với Hội.", ""),
        (
            "Theo đó, ngày 09/02/2007, Hội nghị lần thứ tư Ban Chấp hành Trung ương thông qua Nghị quyết.",
            "",
        ),
        # behind what was held, and near to the day of the page
        (
            f"{_LEAD}Cán bộ đã quán triệt Nghị quyết trong hai ngày 27- 28/03/2021 ở hội trường.",
            "2021-03-27",
        ),
        (
            (
                "Chiều 8-5, khi làm việc ở tỉnh, đồng chí Vân đã gắn biển bệnh viện.\n09:51 17/12/2019\n"
                "Đảng ủy bệnh viện ngày 11/12 mở hội nghị học tập nghị quyết."
            ),
            "2019-12-11",
        ),
        # a review comes rather late than early
        (
            "Ngày 20/10, thành phố sơ kết 5 năm thực hiện Nghị quyết số 11-NQ/TW ngày 06/01/2012.",
            "2017-10-20",
        ),
        # the weekday rules years out
        ("date 2017-03 Các trường sẽ tổ chức khai giảng sáng ngày 5-9 (thứ bảy).", "2015-09-05"),
        ("date 2017-03 Các trường tổ chức hội nghị sáng thứ sáu (10/2).", "2017-02-10"),
        ("date 2017-05 Các trường tổ chức hội nghị sáng chủ nhật, 30/4.", "2017-04-30"),
    ],
)
def test_what_tells_the_year(text, day):
    assert met(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # a coming day told again without "sẽ"
        (
            "Thứ Ba, 23/06/2015 05:49\nTừ 30/6-1/7 tới, họ dự đại hội.\nTrong 2 ngày 30/6 và 1/7, đại hội.",
            "2015-06-30",
        ),
        # the day a page was read, not written
        (
            "Thứ sáu, 12/08/2022\n\nSáng nay (3/11), Hội tổ chức hội nghị. Kết quả 9 tháng năm 2017 tốt.",
            "2017-11-03",
        ),
        (
            "Thứ ba, 06/06/2023\n\nTrong hai ngày 21 và 22-6, xã tổ chức hội nghị, mừng 1000 năm Thăng Long.",
            "2010-06-21",
        ),
        (
            "21 tháng 7, 2011\nPhiên khai mạc, sáng nay (21/7).\nHòa Khê, ngày 15 tháng 07 năm 2011\nTIN",
            "2011-07-21",
        ),
        ("Thứ sáu, 12/08/2022\n\nSáng nay (3/11), Hội tổ chức hội nghị.", ""),
        ("Thứ sáu, 12/08/2022\n\nSáng 3/3, Hội tổ chức hội nghị.", "2022-03-03"),
        # a stored month is no day
        ("date 2023-06 Hôm nay, tôi dự Hội nghị sơ kết 1 năm của Ban Chỉ đạo.", ""),
        ("date 2023-06-19 Hôm nay, tôi dự Hội nghị sơ kết 1 năm của Ban Chỉ đạo.", "2023-06-19"),
        ("Thứ Hai, 05/01/2015 05:49\n\nSáng 29/2, xã tổ chức hội nghị.", ""),
    ],
)
def test_the_day_of_the_page_and_that_of_the_meeting(text, day):
    assert met(text) == day


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        (
            "Chiều ngày 21 và sáng ngày 22 tháng 12 năm 2022, Đảng ủy xã tổ chức hội nghị.",
            "hội nghị",
            "2022-12-21",
        ),
        ("Ngày26/9/2019, Ban Tổ chức tổ chức hội nghị giao ban.", "giao ban", "2019-09-26"),
        ("Ngày 26, 27 tháng 9 năm 2019, Ban Tổ chức mở lớp tập huấn.", "tập huấn", "2019-09-26"),
        ("Từ 20 -  28/1/2016 Đại hội Đảng bộ khối sẽ mở.", "đại hội", "2016-01-20"),
        (
            "Đại hội, có 350 đại biểu, mở từ ngày 8 đến ngày 11.9.2010; đại biểu đến dự đông.",
            "đại hội",
            "2010-09-08",
        ),
        ("Trong hai ngày cuối tuần (9, 10/11/2024) Ban Tổ chức mở lớp tập huấn.", "tập huấn", "2024-11-09"),
        ("Sở Nội vụ họp Ban Chỉ đạo vào chiều ngày 2/11/2011 để bàn kế hoạch.", "phiên họp", "2011-11-02"),
        ("Ngày 05/2/2021, quần chúng Trần Thị Mai được kết nạp vào Đảng.", "lễ", "2021-02-05"),
        ("26/8/2022, Ban Tổ chức Tỉnh ủy tổ chức hội nghị giao ban.", "giao ban", "2022-08-26"),
        ("Ban Tổ chức Tỉnh ủy tổ chức hội nghị giao ban 26/8/2022.", "giao ban", "2022-08-26"),
        ("Ban Tổ chức Tỉnh ủy tổ chức hội nghị giao ban 26/8/2022 10:15", "giao ban", ""),
        ("Kỳ họp bất thường của HĐND huyện ngày 1-12-2010 đã bầu Chủ tịch.", "kỳ họp", "2010-12-01"),
        (
            "Ngày 30/6/2025, tỉnh công bố nhân sự xã mới.\nPhát biểu tại buổi lễ, ông Nam dặn dò.",
            "lễ",
            "2025-06-30",
        ),
        ("Ngày 30/6/2025, tỉnh công bố nhân sự xã mới.\nTại cuộc gặp, ông Nam dặn dò.", "", "2025-06-30"),
        (
            "Đoàn giám sát do ông Lâm dẫn đầu làm việc với Đảng ủy xã Hòa Khê ngày 8/8/2023.",
            "làm việc",
            "2023-08-08",
        ),
        ("Tại Kỳ họp thứ 20 (chuyên đề), ngày 29/4/2025, HĐND tỉnh đã bàn việc xã.", "kỳ họp", "2025-04-29"),
        ("Đ/c Bí thư Huyện ủy dự sinh hoạt chi bộ thôn Đông ngày 03/4/2024", "sinh hoạt", "2024-04-03"),
        ("Hôm nay 16/12/2024, đồng chí Trưởng Ban làm việc tại tỉnh.", "", "2024-12-16"),
        ("HỘI NGHỊ KHOA HỌC\nTP. Long Khê, ngày 8-10 tháng 11 năm 2015\nKính gửi", "hội nghị", "2015-11-08"),
        (
            "Giấy mời Lễ phát động trồng cây\n2. Thời gian: ½ ngày, Thứ ba, ngày 06/02/2018.",
            "lễ",
            "2018-02-06",
        ),
        ("Chiều 26/2/2026, quyết định được công bố.\nQuang cảnh buổi làm việc.", "", "2026-02-26"),
        ("Trong hai ngày 24 và 25-02-2006, Quận ủy mở 02 lớp học tập.", "", "2006-02-24"),
        ("Sáng ngày 6/8/2024, cử tri hai xã gặp Tổ đại biểu HĐND tỉnh.", "", "2024-08-06"),
        ("Hội nghị bàn Luật được thông qua ngày 29.3.2011 ở kỳ họp.", "hội nghị", ""),
        # a programme under its day
        (
            "Hôm nay: ngày 21 / 9 / 2021\n\n14 giờ 00: Gặp mặt đoàn thầy thuốc tình nguyện.",
            "gặp mặt",
            "2021-09-21",
        ),
        # papers are sent, take force, are cited, and a plenum passes them: none of that is a meeting
        (
            "Ngày 20/7/2020, Ban Tuyên giáo có Giấy mời số 27-GM/BTGTU dự Tọa đàm vào ngày 30/7/2020.",
            "tọa đàm",
            "2020-07-30",
        ),
        ("Nghị quyết này có hiệu lực từ ngày 01/7/2025. Hội nghị nhất trí thông qua.", "hội nghị", ""),
        (
            "Ngày 16-1-2012, Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XI đã ban hành Nghị quyết.",
            "hội nghị ban chấp hành",
            "",
        ),
        ("Công an xã bắt giữ đối tượng ngày 12/5/2023 khi đang tổ chức đánh bạc.", "", ""),
    ],
)
def test_in_which_words_the_day_stands(text, kind, day):
    conference = read(text).conference
    assert (conference.kind if conference else "") == kind
    assert met(text) == day


def test_a_plenum_that_only_the_register_knows():
    passed = Instrument(
        "a",
        "NQ",
        9,
        "09-NQ/TW",
        "",
        date(2027, 10, 25),
        plenum=7,
        plenum_term="XIV",
        confidence="H",
        source="",
    )
    text = (
        "Sáng 30/10, Tỉnh ủy thông báo nhanh kết quả Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XIV."
    )
    conference = read(text, registry=Instruments([passed])).conference
    assert conference
    assert conference.date == date(2027, 10, 30)


@pytest.mark.parametrize(
    "text",
    [
        "Sáng 3/11, Hội học tập Hội nghị lần thứ 6 Ban Chấp hành Trung ương Hội Nông dân Việt Nam khóa XII.",
        "Sáng 3/11, Hội nghị lần thứ 6 Ban Chấp hành Trung ương Hội Nông dân Việt Nam khóa XII khai mạc.",
        "Sáng 30/2, Hội nghị lần thứ 6 Ban Chấp hành Trung ương Đảng khóa XII khai mạc.",
        "Sáng 30/2, Huyện ủy học tập Hội nghị lần thứ 6 Ban Chấp hành Trung ương Đảng khóa XII.",
        "Sáng 3/11, Huyện ủy nghe thông báo nội dung cuộc họp Trung ương 99 khóa XII.",
    ],
)
def test_plenums_that_tell_no_day(text):
    assert not met(text)
