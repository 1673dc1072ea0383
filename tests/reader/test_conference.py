"""The conference of a text: kind, period, day, host, place, chair, points; who is named; nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.reader import read
from giaoban.reader.conference import find_conference
from giaoban.reader.meeting_days import find_meeting_day
from giaoban.reader.normal import normalise
from giaoban.reader.people import find_people
from giaoban.reader.periods import find_period

NEWS = """Giao ban công tác tổ chức xây dựng Đảng 9 tháng

Thứ 2, 30.09.2019 | 17:20:59
89 lượt xem

Chiều 30-9, tại Long Khê, Ban Tổ chức Tỉnh ủy tổ chức hội nghị giao ban đánh giá công tác \
tháng 9 và 9 tháng năm 2019, triển khai nhiệm vụ quý IV. Đồng chí Trần Văn Thuận, Ủy viên Ban Thường vụ, \
Trưởng Ban Tổ chức Tỉnh ủy, chủ trì hội nghị.

Dự tại điểm cầu huyện Yên Hòa có đồng chí Lê Thị Thu Hà - Phó Bí thư Thường trực Huyện ủy; \
tại điểm cầu Tân Lập có Bí thư Huyện ủy Phạm Minh Sơn.
"""


def test_a_report_of_the_news_is_read_whole():
    found = read(NEWS).conference
    assert found is not None
    assert (found.kind, found.period, found.date) == ("giao ban", "2019-t09-9t", date(2019, 9, 30))
    assert (found.host, found.places, found.chair) == ("Ban Tổ chức Tỉnh ủy", ("Long Khê",), "Trần Văn Thuận")
    assert found.points == ("huyện Yên Hòa", "Tân Lập")
    assert {m.role for m in found.marks} == {"kind", "period", "date", "host", "place", "point", "chair"}
    assert all(NEWS[m.start : m.end] == m.surface for m in found.marks)


def test_a_seat_is_named_whole_and_a_count_of_points_is_no_point():
    text = (
        "Sáng 27/9/2019, tại trụ sở Ban Tổ chức Tỉnh ủy, đồng chí Trần Văn Thuận chủ trì Hội nghị giao ban. "
        "Dự tại 9 điểm cầu có đồng chí Lê Thị Thu Hà."
    )
    found = read(text).conference
    assert found is not None
    assert (found.places, found.points) == (("trụ sở Ban Tổ chức Tỉnh ủy",), ())


def test_people_are_named_with_their_titles():
    found = [(p.name, p.title) for p in read(NEWS).people]
    assert found == [
        ("Trần Văn Thuận", "Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy"),
        ("Lê Thị Thu Hà", "Phó Bí thư Thường trực Huyện ủy"),
        ("Phạm Minh Sơn", "Bí thư Huyện ủy"),
    ]


PEOPLE = [
    ("ông Bùi Văn Khang, Giám đốc Sở Nội vụ, cho biết", [("Bùi Văn Khang", "Giám đốc Sở Nội vụ")]),
    (
        "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Đỗ Quang Minh dự",
        [("Đỗ Quang Minh", "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy")],
    ),
    ("dự hội nghị có Phó Chủ tịch Ngô Thị Lan", [("Ngô Thị Lan", "Phó Chủ tịch")]),
    ("đồng chí Y Thanh", [("Y Thanh", "")]),
    (
        "các đồng chí: Vũ Hải Nam, Phó Chủ tịch UBND tỉnh; Hồ Thị Mai, Bí thư Huyện ủy",
        [("Vũ Hải Nam", "Phó Chủ tịch UBND tỉnh"), ("Hồ Thị Mai", "Bí thư Huyện ủy")],
    ),
    (
        "Ủy viên T.Ư Đảng, Chủ tịch tỉnh - Mai Xuân Bách",
        [("Mai Xuân Bách", "Ủy viên T.Ư Đảng, Chủ tịch tỉnh")],
    ),
    ("đồng chí Bí thư Tỉnh ủy nhấn mạnh", []),
    ("đồng chí Nguyễn Phó Bí thư", []),
    ("đồng chí Giám Đốc Sở", []),
    (
        "đến dự có Phó Bí thư Tỉnh ủy, Chủ tịch huyện Trần Văn Thuận",
        [("Trần Văn Thuận", "Phó Bí thư Tỉnh ủy, Chủ tịch huyện")],
    ),
    (
        "hội nghị có Phó Bí thư Lê Thị Hoa, nguyên là học trò của Chủ tịch huyện Trần Văn Thuận",
        [("Lê Thị Hoa", "Phó Bí thư"), ("Trần Văn Thuận", "Chủ tịch huyện")],
    ),
    ("lãnh đạo Thái Bình, Long An và Đồng Nai", []),
    ("Đảng ủy xã Hồng Khê họp", []),
    ("học tập và làm theo tư tưởng Hồ Chí Minh", []),
    ("tại nhà văn hóa Trần Văn Thuận", []),
]


@pytest.mark.parametrize(("text", "found"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_a_name_needs_a_cue_or_a_title(text, found):
    people = find_people(normalise(text))
    assert [(p.name, p.title) for p in people] == found
    assert all(text[p.start : p.end] == p.surface for p in people)


# text, published, day
DAYS = [
    ("Sáng 5/12, Cụm thi đua số 1 tổng kết công tác năm 2025.", None, "2025-12-05"),
    ("Ngày 10/8, tại Long Khê, cụm sơ kết 6 tháng đầu năm 2018.", None, "2018-08-10"),
    ("Chiều 3-4, Ban Tổ chức giao ban quý 1, triển khai nhiệm vụ quý 2-2023.", None, "2023-04-03"),
    ("Sáng 6/1, Huyện ủy tổ chức hội nghị tổng kết công tác năm 2021.", None, "2022-01-06"),
    (
        "Chiều 31-12, cụm tổng kết công tác thi đua năm 2019, triển khai nhiệm vụ năm 2020.",
        None,
        "2019-12-31",
    ),
    ("Sáng 30/12, Huyện ủy tổng kết công tác.", date(2020, 1, 2), "2019-12-30"),
    ("Trong hai ngày 26 và 27/6/2018, Tỉnh ủy tổ chức hội nghị.", None, "2018-06-26"),
    ("Trong 3 ngày (18 - 20/12), hội đồng họp kỳ thứ 8.", date(2018, 12, 21), "2018-12-18"),
    ("Ngày 15 tháng 7 năm 2021, Đảng ủy họp phiên thường kỳ.", None, "2021-07-15"),
    ("Ngày 11/01/2022. Đảng ủy xã đã tổ chức hội nghị tổng kết.", None, "2022-01-11"),
    ("Sáng nay, Thường trực Tỉnh ủy tổ chức hội nghị giao ban.", date(2020, 3, 9), "2020-03-09"),
    ("Sáng nay trời đẹp. Hội nghị giao ban đã bế mạc.", date(2020, 3, 9), "None"),
    ("Chiều 13-5, hội nghị tổng kết công tác kiểm tra nhiệm kỳ 2015-2020 đã diễn ra.", None, "2020-05-13"),
    ("Ngày 8/1, BCH tổ chức đại hội đại biểu lần thứ nhất, nhiệm kỳ 2020-2022.", None, "2020-01-08"),
    ("Tối 3-2, tại Nhà hát, Ban Tổ chức dự lễ trao Giải năm 2016.", None, "None"),
    ("Tối 3-2, tại Nhà hát, Ban Tổ chức tổ chức lễ kỷ niệm (3-2-1930 – 3-2-2023).", None, "2023-02-03"),
    ("2025-12-05 Sáng 5/12, cụm tổ chức hội nghị.", None, "2025-12-05"),
    ("date 2020-05 Chiều 23/5, tỉnh tổ chức hội nghị, nhiệm kỳ 2015-2020.", None, "2020-05-23"),
    (
        "Ngày 9-4, tỉnh tổ chức hội nghị. Bài phát biểu tại phiên họp ngày 13/3/2024 được quán triệt.",
        None,
        "2024-04-09",
    ),
    ("Hội nghị giao ban quán triệt Quy định số 96-QĐ/TW ngày 2/2/2023.", None, "None"),
    ("Đến hết ngày 30/6/2018, hội nghị giao ban ghi nhận kết quả.", None, "None"),
    ("Hội nghị giao ban chuẩn bị kỷ niệm ngày Phụ nữ (20-10).", date(2019, 10, 1), "None"),
    ("Hội nghị giao ban ngày 45/13 và 31/2/2020.", None, "None"),
    ("Ngày 31/2/2020, huyện tổ chức hội nghị.", None, "None"),
    ("Vừa qua, huyện tổ chức hội nghị sơ kết.", date(2020, 7, 1), "None"),
]


@pytest.mark.parametrize(("text", "published", "day"), DAYS, ids=[row[0][:40] for row in DAYS])
def test_the_day_of_meeting(text, published, day):
    found = find_conference(normalise(text), published=published)
    assert found is not None
    assert str(found.date) == day
    assert any(m.role == "date" for m in found.marks) == (day != "None") or found.date is None


KINDS = [
    ("Huyện ủy họp giao ban", "giao ban"),
    ("Ban Chấp hành Đảng bộ tỉnh tổ chức hội nghị", "hội nghị ban chấp hành"),
    ("Ban Thường vụ Tỉnh ủy họp", "hội nghị ban thường vụ"),
    ("Đảng bộ xã tổ chức đại hội", "đại hội"),
    ("Hội nghị quán triệt nghị quyết", "quán triệt"),
    ("Khai giảng lớp bồi dưỡng", "tập huấn"),
    ("Hội thảo khoa học", "tọa đàm"),
    ("UBND huyện họp thường kỳ", "phiên họp"),
    ("đoàn đã làm việc với huyện", "làm việc"),
    ("HĐND huyện họp kỳ thứ 8", "kỳ họp"),
    ("Huyện tổ chức lễ công bố quyết định", "lễ"),
    ("x" * 1_300 + " tại hội nghị", "hội nghị"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[row[1] for row in KINDS])
def test_the_kind_of_conference(text, kind):
    found = find_conference(normalise(text))
    assert found is not None
    assert found.kind == kind


def test_only_so_many_days_are_weighed():
    text = "hội nghị " + "3/4 " * 60 + "\nSáng 5/4/2020, huyện tổ chức hội nghị."
    found = find_conference(normalise(text))
    assert found is not None
    assert found.date is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngay 3/4 troi mua to. hoi nghi giao ban", None),
        ("nam 2018 da qua. ngay 3/4, huyen to chuc hoi nghi", "2018-04-03"),
        ("ngay 3/4, huyen to chuc hoi nghi tong ket nhiem ky 2015-2020", "2020-04-03"),
        ("ngay 3/4, huyen to chuc hoi nghi trong nam 2019", "2019-04-03"),
        ("ngay 3/4, huyen to chuc dai hoi, nhiem ky 2015-2020", "2015-04-03"),
    ],
)
def test_the_year_that_stands_nearest(text, day):
    found = find_meeting_day(text, published=None)
    assert (None if found is None else str(found.on)) == day


def test_a_text_without_meeting_has_no_conference():
    assert find_conference(normalise("Đảng bộ xã có 12 chi bộ.")) is None
    assert read("").conference is None


PERIODS = [
    ("giao ban tháng 3 và quý I năm 2019", "2019-t03-q1"),
    ("giao ban tháng 6 và 6 tháng đầu năm 2019", "2019-t06-6t"),
    ("tổng kết tháng 12 và năm 2019", "2019-t12-nam"),
    ("sơ kết quý III và 9 tháng năm 2019", "2019-q3-9t"),
    ("sơ kết quý II/2020", "2020-q2"),
    ("sơ kết 6 tháng đầu năm 2018", "2018-6t"),
    ("tổng kết 6 tháng cuối năm 2018", "2018-6tc"),
    ("giao ban tháng 10/2020", "2020-t10"),
    ("tổng kết công tác năm 2022", "2022"),
    ("tổng kết nhiệm kỳ 2015 – 2020", "2015-2020"),
    ("giao ban công tác tháng 7", "2021-t07"),
    ("giao ban tháng 8 và 9 tháng năm 2019", "2019-t08"),
    ("giao ban tháng 4 và quý I năm 2019", "2019-t04"),
]


@pytest.mark.parametrize(("text", "code"), PERIODS, ids=[row[1] for row in PERIODS])
def test_the_code_of_a_period(text, code):
    span = find_period(normalise(text).folded, 0)
    assert span is not None
    assert span.code(2021) == code


def test_a_planned_period_is_not_the_one_reviewed():
    assert find_period("trien khai nhiem vu trong tam quy 2", 0) is None
    assert find_period("khong co gi", 0) is None


@pytest.mark.parametrize(
    ("text", "published", "code"),
    [
        ("Sáng 8/1, huyện sơ kết công tác 6 tháng cuối năm.", date(2022, 1, 9), "2021-6tc"),
        ("Sáng 8/1, huyện giao ban tháng 12.", date(2022, 1, 9), "2021-t12"),
        ("Sáng 8/1, huyện giao ban quý IV.", date(2022, 1, 9), "2021-q4"),
        ("Sáng 8/4, huyện giao ban quý I.", date(2022, 4, 9), "2022-q1"),
        ("Huyện giao ban quý I.", date(2022, 4, 9), "2022-q1"),
        ("Huyện giao ban quý I.", None, ""),
        ("Huyện tổ chức hội nghị về kế hoạch năm 2020.", None, ""),
    ],
)
def test_a_period_without_a_year_follows_from_the_day(text, published, code):
    found = find_conference(normalise(text), published=published)
    assert found is not None
    assert found.period == code


def test_the_chair_may_be_named_after_the_word():
    text = "Hội nghị giao ban do đồng chí chủ trì là đồng chí Trần Văn Thuận. Đồng chí Lê Thị Hoa dự."
    normal = normalise(text)
    found = find_conference(normal, find_people(normal))
    assert found is not None
    assert found.chair == "Trần Văn Thuận"


@given(
    st.text(alphabet="0123456789/-. ngày tháng năm sáng chiều hội nghị giao ban quý tổng kết\n", max_size=200)
)
def test_no_text_breaks_the_reading(text):
    found = find_conference(normalise(text))
    if found is not None:
        assert all(text[m.start : m.end] == m.surface for m in found.marks)
