"""The year of a day without one: what the text tells of its time is weighed, and each sign has its weight."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.reader import meeting_odds, read
from giaoban.reader.catalogue import DATA
from giaoban.reader.meeting_clues import Clues, Day

ELSE = (
    " Công tác xây dựng Đảng, quốc phòng, an ninh ổn định; thu ngân sách đạt kế hoạch; đời sống khá hơn." * 5
)


def met(text):
    conference = read(text).conference
    return str(conference.date) if conference and conference.date else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # what was said only in a known time
        (
            (
                "Sáng 21-12, Tỉnh ủy họp Hội nghị tổng kết việc thực hiện, tại tỉnh, Nghị quyết số 18 "
                "ngày 25-10-2017 của Ban Chấp hành Trung ương khóa XII về sắp xếp tổ chức bộ máy."
            ),
            "2024-12-21",
        ),
        (
            (
                "Sáng 21-12, Tỉnh ủy họp tổng kết việc thực hiện Nghị quyết số 19 ngày 25-10-2017 của "
                "Ban Chấp hành Trung ương khóa XII về đơn vị sự nghiệp."
            ),
            "",
        ),
        # a span under review is over, where it is as long as is said
        (
            "Chiều 22/8, huyện sơ kết 10 năm xây dựng nền quốc phòng toàn dân, giai đoạn 2009 – 2019.",
            "2019-08-22",
        ),
        ("Chiều 22/8, huyện sơ kết 3 năm xây dựng nền quốc phòng toàn dân, giai đoạn 2009 – 2019.", ""),
        # the last part of a year is reviewed in the next
        ("Ngày 11/1, các đồn đã họp giao ban công tác biên giới 6 tháng cuối năm 2023.", "2024-01-11"),
        ("Ngày 11/7, các đồn đã họp giao ban công tác biên giới 6 tháng đầu năm 2023.", "2023-07-11"),
        # a term, however it is spelled
        ("Đại hội Hội Nông dân xã nhiệm kì 2018 – 2023 diễn ra sáng 14/3.", "2018-03-14"),
        # what is foretold is still to come
        (
            (
                "Sáng 2-12, Đảng ủy họp về đại hội đảng các cấp, tiến tới Đại hội đại biểu toàn quốc "
                "lần thứ XIII của Đảng. Đảng bộ sẽ tiến hành đại hội từ tháng 1 đến tháng 6-2020."
            ),
            "2019-12-02",
        ),
        # a copy stored in the month of the day, and one stored later, beside a review
        ("date 2020-07 Chiều 9.7, tỉnh tổng kết 10 năm thực hiện Chỉ thị 21, ngày 26.3.2008.", "2020-07-09"),
        ("date 2020-09 Chiều 9.7, tỉnh tổng kết 10 năm thực hiện Chỉ thị 21, ngày 26.3.2008.", "2018-07-09"),
        # years of which a review tells are not its own
        (
            (
                "Sáng 10/8, phường sơ kết 15 năm thực hiện Nghị quyết số 09-NQ/TW ngày 08/01/2002. Năm 2002 "
                "có 79 hộ nghèo."
            ),
            "2017-08-10",
        ),
        # what is reviewed aside is not what the meeting is about
        (
            (
                f"Hội nghị Thị ủy diễn ra ngày 3-10, nhìn lại 9 tháng năm 2017.{ELSE} Các đại biểu thông qua "
                "báo cáo tổng kết 5 năm thực hiện Chỉ thị số 14 ngày 21-3-2013 của Thị ủy."
            ),
            "2017-10-03",
        ),
        # a page printed long after it was written
        (
            (
                "Hải Phòng, ngày 27 tháng 02 năm 2020\n\nSáng 24/7, tại Hội nghị do Quận ủy tổ chức, Chỉ thị "
                "số 35-CT/TW ngày 30/5/2019 về đại hội nhiệm kỳ 2020-2025 đã được quán triệt, triển khai."
            ),
            "2019-07-24",
        ),
        # nothing speaks for any year
        ("Sáng 24/7, Quận ủy tổ chức hội nghị.", ""),
        ("Sáng 30/2/2020, Quận ủy họp.", ""),
    ],
)
def test_the_year_for_which_most_speaks(text, day):
    assert met(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Chi bộ Ngoại - Chuyên khoa, một trong mười chi bộ của bệnh viện, ngày 12/03/2025 đã họp.",
            "2025-03-12",
        ),
        (
            (
                "Đại hội Đảng bộ Khối từ 22 đến 24-12 (17-12-2010)\n\nTới dự Đại hội đại biểu Đảng bộ Khối "
                "nhiệm kỳ 2010 - 2015 sẽ là 350 đại biểu."
            ),
            "2010-12-22",
        ),
        ("Tại Hà Nội, từ ngày 7 - 9/11/2012, thực hiện Nghị quyết Trung ương 4, Đảng ủy họp.", "2012-11-07"),
        ("Từ ngày 7/11/2012, thực hiện thu phí ở xã. Đảng ủy họp bàn.", ""),
        (
            "Hội nghị được mở hôm qua (05/01) tại tỉnh. Hội nghị còn họp đến hết ngày hôm nay 06/1/2011.",
            "2011-01-05",
        ),
        # the first of several days
        ("Hội nghị bước sang ngày làm việc thứ năm vào ngày 9/5/2017, bàn đề án.", "2017-05-05"),
        ("Hội nghị họp phiên thứ năm vào ngày 9/5/2017, bàn đề án.", "2017-05-09"),
        (
            (
                "Hội nghị lần thứ 5 của Ban Chấp hành Trung ương Đảng khóa XIII, ngày 6-5, bước sang ngày "
                "làm việc thứ 3."
            ),
            "2022-05-04",
        ),
        ("date 2020-08 Đại hội Đảng bộ khép lại sau 2 ngày họp nghiêm túc (6 và 7/8).", "2020-08-06"),
        ("date 2020-08 Đại hội Đảng bộ khép lại chiều 7/8 sau 2 ngày họp nghiêm túc.", "2020-08-06"),
        # a slip of the year that the weekday tells
        ("Ngày hội do phường tổ chức vào Thứ 7 ngày 21/10/2013. Ngày hội năm 2023 đông vui.", "2023-10-21"),
        ("Ngày hội do phường tổ chức vào Thứ 2 ngày 21/10/2013. Ngày hội năm 2023 đông vui.", "2013-10-21"),
        # where another sat
        (
            (
                "Hội nghị do Bí thư Tỉnh ủy chủ trì ngày 16/5. Đồng chí nói về Hội nghị lần thứ chín Ban "
                "Chấp hành Trung ương Đảng khóa XI, họp từ ngày 08 đến ngày 14/5/2014, tại Hà Nội."
            ),
            "2014-05-16",
        ),
        (
            (
                "Trường thông báo nhanh kết quả Đại hội XIII. Đại hội đại biểu toàn quốc lần thứ XIII "
                "của Đảng họp từ ngày 25/1/2021 đến ngày 01/2/2021. Trường họp bàn."
            ),
            "",
        ),
        # a prize is named by its year, a ceremony is not
        ("Tối 3-4, Sở tổ chức lễ trao Giải báo chí năm 2016.", ""),
        ("Tối 3-4, Sở tổ chức lễ trao quyết định. Năm 2016, Sở có 5 phòng.", "2016-04-03"),
        # a whole year is reviewed early in the next
        ("Hội nghị sơ kết phong trào năm 2021 được huyện tổ chức ngày 28/2.", "2022-02-28"),
        ("Hội nghị sơ kết phong trào năm 2021 được huyện tổ chức ngày 28/8.", "2021-08-28"),
        # who prepares a congress is not one
        (
            (
                "Cuộc họp Tiểu ban Văn kiện Đại hội Đảng bộ huyện diễn ra ngày 30/9 do Huyện ủy mở, bàn dự "
                "thảo và nhiệm vụ của nhiệm kỳ 2025 – 2030."
            ),
            "2024-09-30",
        ),
        ("Đại hội Đảng bộ huyện diễn ra ngày 30/9, bàn nhiệm vụ của nhiệm kỳ 2020 – 2025.", "2020-09-30"),
        (
            (
                "Các ứng cử viên đại biểu HĐND huyện nhiệm kỳ 2021-2026 đã tiếp xúc với cử tri vào sáng ngày "
                "11/5 tại hội nghị của xã."
            ),
            "2021-05-11",
        ),
        # "tới nay" is no evening, and a letter's day no meeting's
        ("Ngày đăng 04/09/2009 | 00:00\n\nPhường mở hội nghị. Tới nay các tổ họp đều.", ""),
        ("Ngày đăng 04/09/2009 | 00:00\n\nPhường mở hội nghị. Tối nay các tổ họp đều.", "2009-09-04"),
        ("Hội nghị đã mở. Ban Thường vụ Tỉnh uỷ ngày 01/12/2016 ra thêm Công văn số 493 -CV/TU.", ""),
        # when a page was put there, and what the law of a year is no day of
        (
            "Thời gian đăng: 13/09/2019 08:37\nHĐND xã họp kỳ thứ 9 ngày 12/9 để thông qua đề án.",
            "2019-09-12",
        ),
        (
            "Theo Luật Tổ chức HĐND và UBND năm 2003, Ngày 11 tháng 01 năm 2012, HĐND xã mở kỳ họp thứ 3.",
            "2012-01-11",
        ),
        ("Tại kỳ họp thứ 4, ngày 13/11/2008, Quốc hội khoá XII đã thông qua Luật Cán bộ, công chức.", ""),
        # who meets at length, and on what day; what the press is told of
        ("Chi bộ khóm đã họp Đại hội Chi bộ nhiệm kỳ 2025 - 2027 vào ngày 08/11/2024.", "2024-11-08"),
        (
            (
                "Đại hội phụ nữ tỉnh diễn ra vào ngày 11/10\n\n06/10/2021\nHội Phụ nữ tỉnh, chiều ngày "
                "04/10/2021, đã họp báo tuyên truyền về đại hội."
            ),
            "2021-10-11",
        ),
        # the first session of a term
        (
            "Thường trực HĐND huyện, ngày 9/6, đã họp bàn nội dung Kỳ họp thứ nhất, nhiệm kỳ 2021-2026.",
            "2021-06-09",
        ),
        # the day on which a page is read
        (
            (
                "Hôm nay: 20/09/2024\n\nThôn Mỹ ngày 13/11 đã làm Lễ kỷ niệm 86 năm Ngày thành lập Mặt trận "
                "(18/11/1930- 18/11/2016)."
            ),
            "2016-11-13",
        ),
    ],
)
def test_forms_of_the_day(text, day):
    assert met(text) == day


def test_every_era_is_a_time_with_a_source():
    for row in json.loads((DATA / "eras.json").read_text(encoding="utf-8"))["eras"]:
        first = date.fromisoformat(row.get("from", "0001-01-01"))
        assert first < date.fromisoformat(row.get("to", "9999-12-31"))
        assert all(row["said"])
        assert row["source"]
        assert row["confidence"] in {"M", "L"}


SIGNS = """
    ngày 3/4 năm 2019 2020 nhiệm vụ nhiệm kỳ 2015 - 2020 quán triệt tổng kết sơ kết sẽ tháng 6/2021
    đến 2025 Chỉ thị số 05-CT/TW 5 năm thực hiện Nghị quyết Trung ương 4 khóa XII thứ Ba Quốc hội
    khóa XIV, kỳ họp thứ 8 thông qua tiến tới Đại hội XIII của Đảng năm học 2021 - 2022 covid kỷ niệm
    90 năm Ngày thành lập Đảng
"""
WORDS = st.lists(st.sampled_from(SIGNS.split()), max_size=40)


@given(WORDS, st.integers(1, 28), st.integers(1, 12))
def test_every_sign_has_its_weight_and_none_is_needed_for_silence(words, day, month):
    text = f"Sáng {day}/{month}, Huyện ủy họp. " + " ".join(words)
    read(text)  # a sign without a weight is a KeyError
    silent = Clues("huyen uy hop", [Day(0, 4, day, month, None)])
    assert meeting_odds.likeliest(silent.days[0], silent) is None
