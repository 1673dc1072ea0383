"""What further rounds of unseen pages taught of the day of meeting: whatever meets, and its year; our own."""

import pytest

from giaoban.reader import read


def met(text):
    conference = read(text).conference
    return str(conference.date) if conference and conference.date else ""


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        # what meets needs no name we know
        ("Chiều 13/11/2024, Hội Phụ nữ xã Hòa Khê tổ chức sự kiện truyền thông.", "", "2024-11-13"),
        ("Chiều 15-6, tại Long Khê đã diễn ra buổi hội đàm quý II năm 2018.", "", "2018-06-15"),
        ("Sáng 24/3/2017, Huyện đoàn tổ chức Diễn đàn hiến kế.", "diễn đàn", "2017-03-24"),
        ("Chiều 26/3/2015, tại TP. Hòa Khê, chi đoàn tổ chức giao lưu.", "gặp mặt", "2015-03-26"),
        ("Hôm nay (27.6), ĐHCĐ huyện lần thứ III (nhiệm kỳ 2008-2013) khai mạc.", "đại hội", "2008-06-27"),
        ("Trong hai ngày, 2-3/12/2014, xã tổ chức lễ tôn vinh.", "lễ", "2014-12-02"),
        ("Sáng 14/12/2021, Công an xã đã ra quân. Đồng chí Bí thư dự lễ ra quân.", "lễ", "2021-12-14"),
        ("Ngày 28/7/2025, tại nhà văn hóa, xã Hòa Khê Ngày hội bảo vệ an ninh.", "", "2025-07-28"),
        # what is organised and does not meet
        ("Chiều 13/11/2024, Công an xã Hòa Khê tổ chức tuần tra.", "", ""),
        ("Từ ngày 15/12/2021, Công an xã tổ chức đợt cao điểm.", "", ""),
        ("Từ ngày 15/7 đến ngày 14/9/2020, Công an xã tổ chức buổi tiếp dân.", "", ""),
        # what is due before a meeting
        ("Hội nghị khoa học của trường\nNgày 15/01/2019   Nộp báo cáo toàn văn", "hội nghị", ""),
        ("Hội nghị khoa học của trường\nThời hạn nộp báo cáo: ngày 30/8/2015.", "hội nghị", ""),
        ("Ngày 4/6/1930, chi bộ đầu tiên của xã tổ chức cuộc gặp.", "", ""),
    ],
)
def test_whatever_meets_on_a_sure_day(text, kind, day):
    conference = read(text).conference
    assert (conference.kind if conference else "") == kind
    assert (str(conference.date) if conference and conference.date else "") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # a year behind a month, and the two a review names
        ("Kỳ họp dự kiến vào tháng 12/2018\nSáng 2/10, hội nghị liên tịch đã được tổ chức.", "2018-10-02"),
        ("Sáng 22/5, xã làm việc với huyện về kết quả năm 2021, nhiệm vụ năm 2022.", "2022-05-22"),
        ("Sáng 22/12, xã làm việc với huyện về kết quả năm 2021, nhiệm vụ năm 2022.", "2021-12-22"),
        ("Sáng 5/9, trường tổ chức khai giảng năm học mới 2018 - 2019.", "2018-09-05"),
        # a congress sits where a conference centre stands; a conference on one tells no year
        (
            "Sáng 12/10, tại Trung tâm Hội nghị, Đại hội Đảng bộ xã, nhiệm kỳ 2025 - 2030 họp phiên trù bị.",
            "2025-10-12",
        ),
        ("Sáng 12/10, hội nghị duyệt hồ sơ Đại hội Đảng bộ xã, nhiệm kỳ 2025 - 2030 đã họp.", ""),
        # after the latest document, for the first time, and nothing when that is under review
        ("Chiều 26/1, xã làm việc với huyện theo Công văn số 85-CV/HU ngày 29/11/2023.", "2024-01-26"),
        ("Chiều 26/7, xã làm việc với huyện theo Công văn số 85-CV/HU ngày 29/11/2023.", "2024-07-26"),
        ("Chiều 26/1, xã tổ chức hội nghị sơ kết Chỉ thị số 85-CT/HU ngày 29/11/2023.", ""),
        (
            "Sáng 28/6, xã họp bàn Thông báo số 55-TB/HU ngày 20/4/2019 về sơ kết.\nXã sơ kết đề án.",
            "2019-06-28",
        ),
        ("Sáng 28/6, xã họp bàn Thông báo số 55-TB/HU ngày 30/5/2019.\nXã sơ kết đề án.", "2019-06-28"),
        # a dateline in front of "sáng nay"
        ("(BVHK-29/12/2017) Sáng nay, bệnh viện tổ chức hội nghị viên chức.", "2017-12-29"),
        ("Sáng nay, bệnh viện tổ chức hội nghị viên chức.", ""),
        # what is foretold comes after the page
        (
            "Thứ Ba, 23/06/2015 05:49\n\nTừ 30/6 tới, đại biểu sẽ dự hội nghị; ngày 30/6 khai mạc.",
            "2015-06-30",
        ),
        ("Thứ Ba, 23/12/2014 05:49\n\nHội nghị của xã sẽ diễn ra ngày 5/1.", "2015-01-05"),
        ("Thứ Ba, 06/01/2015 05:49\n\nSáng 30/12, xã tổ chức hội nghị.", "2014-12-30"),
        ("Thứ Ba, 06/01/2015 05:49\n\nSáng 29/2, xã tổ chức hội nghị.", ""),
        ("Đại hội xã, nhiệm kỳ 2025-2030 diễn ra tại hội trường thành phố từ ngày 11-13/8.", "2025-08-11"),
        # days of a range are no year
        ("Trong 2 ngày (10 - 11/11), hai huyện tổ chức hội nghị lần thứ 21 năm 2017.", "2017-11-10"),
    ],
)
def test_the_year_of_the_day(text, day):
    assert met(text) == day
