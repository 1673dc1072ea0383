"""What fresh pages taught of the day of meeting: cases in our own words, with controls."""

import pytest

from giaoban.reader import read

ELSE = (
    " Hội nghị nghe báo cáo, bàn cách làm trong những tháng tới và biểu dương các tập thể. Đồng chí chủ trì "
    "đề nghị từng nơi có kế hoạch riêng, phân công rõ người, rõ việc, báo cáo kết quả đúng hạn."
)


def met(text, on=None):
    conference = read(text, on=on).conference
    return str(conference.date) if conference and conference.date else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the old year is typed on in the first weeks of the new one, in summer it is no slip
        ("Cập nhật: 10/02/2020\n\nChiều ngày 07/02/2019, Huyện ủy họp bàn đại hội chi bộ.", "2020-02-07"),
        ("Cập nhật: 10/06/2020\n\nChiều ngày 07/06/2019, Huyện ủy họp bàn đại hội chi bộ.", "2019-06-07"),
        (
            "Sáng ngày 06/01/2017, xã tổng kết công tác năm 2017 và triển khai nhiệm vụ năm 2018.",
            "2018-01-06",
        ),
        (
            "Sáng ngày 06/01/2017, xã tổng kết công tác năm 2016 và triển khai nhiệm vụ năm 2017.",
            "2017-01-06",
        ),
        # a review is held in the year its number of years names, before or after the day itself
        (
            "Sáng nay 17-3, Huyện ủy tổng kết 15 năm thực hiện Nghị quyết 23-NQ/TW ngày 16/6/2008.",
            "2023-03-17",
        ),
        (
            "Sáng 6-10, Huyện ủy tổng kết 20 năm thực hiện Nghị quyết 09-NQ/TW ngày 08/01/2002.",
            "2022-10-06",
        ),
        ("Sáng 18/11, Huyện ủy tổng kết 10 năm thực hiện Nghị quyết Trung ương 8 (khóa XI).", "2023-11-18"),
        ("Sáng 18/11, Huyện ủy tổng kết 10 năm xây dựng nông thôn mới theo Nghị quyết của tỉnh.", ""),
        # how it stood at the end of a year is no period under review
        (
            (
                "Ngày 20/9, Tỉnh ủy sơ kết 3 năm thực hiện Nghị quyết 22-NQ/TW ngày 02/02/2008. Tính hết năm "
                "2010, có 124/164 đảng bộ xã vững mạnh."
            ),
            "2011-09-20",
        ),
        # what is taught had been resolved not long before, told before the day or behind it
        (
            "Để phổ biến, quán triệt Nghị quyết Trung ương 4 (khóa XI), sáng 27/2, Tỉnh ủy mở hội nghị.",
            "2012-02-27",
        ),
        (
            "Ngày 2/6, bệnh viện mở lớp học tập Nghị quyết Đại hội đại biểu lần thứ XIII của Đảng.",
            "2021-06-02",
        ),
        ("Ngày 2/6, bệnh viện tổng kết học tập Nghị quyết Đại hội đại biểu lần thứ XIII của Đảng.", ""),
        (
            (
                "Ngày 4/4, Huyện đoàn mở hội nghị học tập Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI, "
                "nhiệm kỳ 2017-2022."
            ),
            "2018-04-04",
        ),
        (
            "Ngày 12-4, Huyện ủy họp triển khai thực hiện Chỉ thị 09-CT/TW ngày 1-12-2011 của Ban Bí thư.",
            "2012-04-12",
        ),
        (
            "Ngày 12-4, Huyện ủy họp kiểm điểm theo Chỉ thị 09-CT/TW ngày 1-12-2011 của Ban Bí thư.",
            "2012-04-12",
        ),
        (
            "Ngày 12-4, Huyện ủy họp tổng kết việc thực hiện Chỉ thị 09-CT/TW ngày 1-12-2011 của Ban Bí thư.",
            "",
        ),
        # laws are taught after the session that passed them
        (
            (
                "Ngày 12-5, Tòa án tổ chức tập huấn các luật đã được Quốc hội khóa XIII, kỳ họp thứ 10 thông "
                "qua."
            ),
            "2016-05-12",
        ),
        (
            "Ngày 12/1, Ban Dân vận học Kết luận 57 về tiếp tục thực hiện Nghị quyết Trung ương 7 khóa IX.",
            "",
        ),
        (
            (
                "Sáng 20/3, Đảng ủy mở hội nghị học tập, quán triệt các nghị quyết của Bộ Chính trị.\n\n"
                "Cán bộ được nghe Nghị quyết số 35-NQ/TW ngày 22/10/2018."
            ),
            "2019-03-20",
        ),
        # nearly so many years: well before the day itself
        (
            "Ngày 14/4, Học viện hội thảo sau gần 5 năm thực hiện Nghị quyết số 35-NQ/TW ngày 22/10/2018.",
            "2023-04-14",
        ),
        # of one stored on the very day nothing else is asked
        (
            (
                "date 2025-12-25 Hội nghị tổng kết Nghị quyết 36-NQ/TW ngày 26/3/2004 diễn ra chiều 25-12. "
                "Qua 20 năm thực hiện Nghị quyết 36, kiều bào góp nhiều."
            ),
            "2025-12-25",
        ),
        ("Hội Phụ nữ xã sơ kết năm 2020; ngày 27/7 Thương binh Liệt sĩ, Hội trao quà, họp mặt.", ""),
        # the last of three days tells the first
        (
            "Đại hội Đảng bộ huyện đã bế mạc sáng ngày 7/7/2015, xong chương trình sau 3 ngày làm việc.",
            "2015-07-05",
        ),
        ("Đại hội Đảng bộ huyện đã bế mạc sáng ngày 7/7/2015, xong chương trình đã định.", "2015-07-07"),
        # what the headline announces, and what the press was told of it
        (
            (
                "Sắp tổ chức hội nghị toàn quốc về công tác thi đua\n\nVào ngày 25/12, Bộ sẽ mở hội nghị "
                "tổng kết năm 2025. Thứ trưởng cho báo chí biết như vậy tại buổi gặp gỡ chiều 22/12."
            ),
            "2025-12-25",
        ),
        ("Chiều 22/12/2025, Thứ trưởng cho báo chí biết tại buổi gặp gỡ về thi đua.", "2025-12-22"),
        (
            (
                "22/12/2025 Sắp tổ chức hội nghị toàn quốc về thi đua\n\nBộ sẽ có hội nghị vào ngày 25/12 để "
                "tổng kết năm 2025. Thứ trưởng cho biết khi gặp gỡ báo chí chiều 22/12."
            ),
            "2025-12-25",
        ),
        # what a plan is for is no year under review
        (
            (
                "Sáng 17-7, tỉnh họp tổng kết 15 năm thực hiện Nghị quyết số 45-NQ/TW ngày 17/2/2005. Tới "
                "năm 2030, nơi đây là đô thị sinh thái."
            ),
            "2020-07-17",
        ),
        (
            (
                "Chiều 7/4, Ban Chỉ đạo họp nhìn lại năm 2022 và giao việc năm 2023. Sau khi tổng kết chiến "
                "lược phát triển giai đoạn 2021-2030, Nghị quyết số 20-NQ/TW ngày 16/6/2022 đã ra đời."
            ),
            "2023-04-07",
        ),
        # "Sang" is no "Sáng"
        (
            (
                "Trong hai ngày 19 và 20/5/2020, Đảng bộ bệnh viện tổ chức Đại hội. Sang ngày 20/5/2020, Đại "
                "hội nghe báo cáo và bầu cấp ủy."
            ),
            "2020-05-19",
        ),
        # congresses of the lower levels come in the year before that of the Party
        (
            (
                "Ngày 17.7, Ban Nội chính sơ kết công tác 6 tháng đầu năm. Đại hội các cấp tiến tới đại hội "
                "đại biểu toàn quốc lần thứ XIII của Đảng được bảo vệ an toàn."
            ),
            "2020-07-17",
        ),
        ("Ngày 17.7, Ban Nội chính sơ kết công tác 6 tháng đầu năm, bàn việc bảo vệ đại hội.", ""),
        # a congress meets in the first year of its term, whatever year its figures are of
        (
            (
                "Sáng ngày 20/5, xã Hòa Khê tổ chức đại hội Đảng bộ nhiệm kỳ 2015 – 2020. Năm 2014, giá trị "
                "sản xuất đạt 183 tỷ đồng."
            ),
            "2015-05-20",
        ),
        (
            "Ngày 25/11, Hội Cựu chiến binh xã tổ chức đại hội nhiệm kỳ 2022-2027. Năm 2021, thu 5 tỷ đồng.",
            "2021-11-25",
        ),
        # news of a plenum goes before a year of long ago
        (
            (
                "Ngày 10-3, Quận ủy mở Hội nghị để thông báo kết quả Hội nghị Ban chấp hành Trung ương đảng "
                "lần thứ 10 (Khóa XI)."
            ),
            "2015-03-10",
        ),
        (
            (
                "Sáng nay (28/7), cán bộ nghe thông báo nhanh kết quả Hội nghị Trung ương 10 (khóa X). Đề "
                "cương Báo cáo tổng kết Cương lĩnh năm 1991 được giới thiệu tại hội nghị."
            ),
            "2009-07-28",
        ),
        # no meeting reviews what is younger, or comes before what it reviews is nearly so old
        (
            (
                "Chiều 19-10, Thành ủy sơ kết 5 năm thực hiện Nghị quyết số 16-NQ/TW ngày 10/8/2012. Sang "
                "năm 2016, kinh tế tăng 8,05%."
            ),
            "2017-10-19",
        ),
        (
            (
                "Sáng 8/9, Tỉnh ủy mở hội nghị triển khai các nội dung Thông báo số 55-TB/TW ngày 20/4/2019 "
                "về sơ kết 5 năm thực hiện Nghị quyết số 26-NQ/TW ngày 30/7/2013."
            ),
            "2019-09-08",
        ),
        # closed after so many days, told behind the day
        ("Chiều 17/9/2025, Đại hội Đảng bộ tỉnh kết thúc tốt đẹp sau 3 ngày làm việc.", "2025-09-15"),
        # a leap day, a school year told far away, a term that is no anniversary
        ("Sáng ngày 29/02, Thường trực HĐND huyện nhiệm kỳ 2021 – 2026 họp phiên thường kỳ.", "2024-02-29"),
        ("Sáng ngày 28/02, Thường trực HĐND huyện nhiệm kỳ 2021 – 2026 họp phiên thường kỳ.", ""),
        (f"Chiều 12/9, Tỉnh ủy họp giao ban.{ELSE * 3} Dự lễ năm học mới 2022 - 2023.", "2022-09-12"),
        (
            (
                "Ngày 25/6, xã Hòa Khê tổ chức đại hội Đảng bộ nhiệm kỳ 2015 – 2020. Huyện khen xã trong 5 "
                "năm qua và mong nhân dân trong xã nhiệm kỳ 2015 – 2020 tiến xa hơn."
            ),
            "2015-06-25",
        ),
        ("Trong 2 ngày (16 và 17/4/2022), trên 500 cán bộ của ngành đã học Nghị quyết mới.", "2022-04-16"),
        (
            "HĐND huyện tiếp xúc cử tri ở 08 đơn vị bầu cử, thời gian từ ngày 16/7 đến ngày 19/7/2019.",
            "2019-07-16",
        ),
        # the day a document bears
        ("Bài viết về Nghị quyết do Hội nghị Trung ương ra ngày 16/7/1998, nhân hội nghị tổng kết.", ""),
    ],
)
def test_the_day_of_meeting(text, day):
    assert met(text) == day
