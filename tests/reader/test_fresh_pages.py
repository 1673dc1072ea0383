"""What fresh pages taught of days, citations, links and figures: cases in our own words, with controls."""

from datetime import date

import pytest

from giaoban.reader import read, seed

ELSE = (
    " Hội nghị nghe báo cáo, bàn cách làm trong những tháng tới và biểu dương các tập thể. Đồng chí chủ trì "
    "đề nghị từng nơi có kế hoạch riêng, phân công rõ người, rõ việc, báo cáo kết quả đúng hạn."
)


def met(text, on=None):
    conference = read(text, on=on).conference
    return str(conference.date) if conference and conference.date else ""


def surfaces(text):
    return [citation.surface for citation in read(text).citations]


def links(text, on=None):
    return [citation.link for citation in read(text, on=on).citations]


def figures(text):
    return [figure.surface for figure in read(text).figures]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the old year is typed on in the first weeks of the new one, in summer it is no slip
        ("Cập nhật: 10/02/2020\n\nChiều ngày 07/02/2019, Huyện ủy họp bàn đại hội chi bộ.", "2020-02-07"),
        ("Cập nhật: 10/06/2020\n\nChiều ngày 07/06/2019, Huyện ủy họp bàn đại hội chi bộ.", "2019-06-07"),
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
            "",
        ),
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
        # the day a document bears
        ("Bài viết về Nghị quyết do Hội nghị Trung ương ra ngày 16/7/1998, nhân hội nghị tổng kết.", ""),
    ],
)
def test_the_day_of_meeting(text, day):
    assert met(text) == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "theo Nghị quyết Trung ương 4 ( khóa XII ). Hội nghị bàn",
            ["Nghị quyết Trung ương 4 ( khóa XII )"],
        ),
        (
            "học Nghị quyết Hội nghị lần sáu Ban Chấp hành Trung ương Đảng khóa XIII",
            ["Nghị quyết Hội nghị lần sáu Ban Chấp hành Trung ương Đảng khóa XIII"],
        ),
        (
            "gọi là Nghị quyết Trung ương 6, lần 2 (khóa 8).",
            ["Nghị quyết Trung ương 6, lần 2 (khóa 8)"],
        ),
        ("làm theo Nghị quyết số 18, 19 Hội nghị Trung ương 6 khóa XII", ["Nghị quyết số 18", "19"]),
        ("tại Nghị quyết số 18, 19 hội nghị đã mở", ["Nghị quyết số 18"]),
        (
            "thực hiện Nghị quyết Đại hội Đảng bộ huyện Đức Trọng lần thứ XIII",
            ["Nghị quyết Đại hội Đảng bộ huyện Đức Trọng lần thứ XIII"],
        ),
        ("thực hiện nghị quyết đại hội trong tháng lần thứ hai", []),
        (
            "học Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI, Đại hội Đoàn tỉnh lần thứ XVI",
            ["Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI", "Đại hội Đoàn tỉnh lần thứ XVI"],
        ),
        ("học Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI, Đại hội Đoàn tỉnh diễn ra", None),
        ("về việc công bố Luật Biên phòng Việt Nam năm 2020", ["Luật Biên phòng Việt Nam năm 2020"]),
        ("theo Bộ luật Lao động năm 2019", ["Bộ luật Lao động năm 2019"]),
        ("Ngoài ra, Quy định 37 còn đổi thứ tự một số điều.", ["Quy định 37"]),
        ("Nghị quyết 66 (về pháp luật), 57 (về khoa học) và 68", ["Nghị quyết 66", "57", "68"]),
        ("Nghị quyết 66 (có 12 điều), 57 người dự", ["Nghị quyết 66"]),
    ],
)
def test_what_is_cited(text, found):
    expected = ["Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI"] if found is None else found
    assert surfaces(text) == expected


def test_the_day_in_front_may_be_just_past():
    (citation,) = read("Ngày 14/6/2024 vừa qua, Bộ Chính trị đã ra Chỉ thị số 35-CT/TW về đại hội.").citations
    assert (citation.date, citation.issuer) == (date(2024, 6, 14), "Bộ Chính trị")


CADRES = "Nghị quyết số 26-NQ/TW ngày {} về xây dựng đội ngũ cán bộ các cấp, nhất là cấp chiến lược."


@pytest.mark.parametrize(
    ("day", "link"),
    [
        ("19/5/2018", "26-NQ/TW/2018-05-19"),
        ("19/6/2018", "26-NQ/TW/2018-05-19"),
        ("19/5/2019", "26-NQ/TW/2018-05-19"),
        ("20/6/2018", None),
    ],
)
def test_one_part_of_a_day_may_be_mistyped_where_the_subject_is_told(day, link):
    (citation,) = read("Huyện ủy học " + CADRES.format(day) + ELSE).citations
    assert citation.link == link
    assert ("date_differs" in citation.warnings) == (day != "19/5/2018")


def test_a_day_mistyped_beside_another_subject_gives_no_link():
    (citation,) = read("Huyện ủy học Nghị quyết số 26-NQ/TW ngày 19/6/2018 về thuế." + ELSE).citations
    assert citation.link is None


EDUCATION = "đổi mới căn bản, toàn diện giáo dục và đào tạo"
DEFENCE = "Chiến lược bảo vệ Tổ quốc trong tình hình mới"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (f"Trường học Nghị quyết Trung ương 8 khóa XI. Cả trường bàn {EDUCATION}.", "29-NQ/TW/2013-11-04"),
        (f"Huyện học các Nghị quyết Trung ương 8 khóa XI. Cả huyện bàn {EDUCATION}.", None),
        (f"Huyện học Nghị quyết Trung ương 8 khóa XI: {DEFENCE}; {EDUCATION}.", None),
        (
            "Huyện nói về Nghị quyết Trung ương 4, về chiến lược biển Việt Nam đến năm 2020, kinh tế biển.",
            "09-NQ/TW/2007-02-09",
        ),
        ("Huyện nói về Nghị quyết Trung ương 4, về công tác của huyện.", None),
    ],
)
def test_of_a_plenum_that_is_meant_of_which_alone_the_page_speaks(text, link):
    assert links(text + ELSE) == [link]


def test_a_plenum_told_once_with_its_term_is_meant_again():
    text = "Huyện học Nghị quyết Trung ương 4 (khóa XI). Nghị quyết Trung ương 4 nêu 3 việc." + ELSE
    assert links(text) == ["12-NQ/TW/2012-01-16"] * 2
    of_two_terms = text.replace("(khóa XI)", "khóa XI, XII")
    assert links(of_two_terms)[-1] is None


@pytest.mark.parametrize(
    ("text", "on", "link"),
    [
        ("Căn cứ Luật Cán bộ, công chức năm 2008", None, "22/2008/QH12/2008-11-13"),
        ("Căn cứ Luật Cán bộ, công chức năm 2009", None, None),
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
            None,
            "77/2015/QH13/2015-06-19",
        ),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 20 tháng 6 năm 2015", None, None),
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương năm 2025",
            date(2025, 3, 1),
            "65/2025/QH15/2025-02-19",
        ),
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương năm 2025",
            date(2025, 10, 29),
            "72/2025/QH15/2025-06-16",
        ),
        ("Căn cứ Luật Tổ chức chính quyền địa phương năm 2025", None, "72/2025/QH15/2025-06-16"),
    ],
)
def test_a_law_is_meant_by_its_name_and_its_day_or_year(text, on, link):
    (citation,) = read(text, on=on).citations
    assert citation.link == link


def test_a_registry_knows_its_laws_by_name():
    assert [row.symbol for row in seed().laws("vien chuc")] == ["58/2010/QH12"]
    assert seed().laws("giao ban") == ()


def test_what_implements_a_document_of_the_page_is_meant():
    text = "Huyện ủy học Kết luận số 21-KL/TW ngày 25/10/2021 và Kế hoạch số 03 của Bộ Chính trị." + ELSE
    assert links(text) == ["21-KL/TW/2021-10-25", "03-KH/TW/2021-12-01"]
    assert links(text.replace("Kết luận số 21-KL/TW ngày 25/10/2021", "Điều lệ Đảng")) == [None]


def test_plenum_and_term_stand_behind_the_short_name_in_brackets():
    text = "chương trình thực hiện Nghị quyết 20/NQ-TW (NQ20) Hội nghị BCHTƯ Đảng lần 6 (khóa X)."
    first, second = read(text + ELSE).citations
    assert (second.plenum, second.term) == (6, "X")
    assert first.link == second.link == "20-NQ/TW/2008-01-28"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Văn bản liên quan\n- 1Luật Phòng, chống bạo lực gia đình\n- 2Quyết định về biên chế", []),
        ("Có 2 quyết định khen thưởng 15 tập thể.", ["2 quyết định", "15 tập thể"]),
        ("Dự họp có Phó Trưởng Ban Chỉ đạo 138 tỉnh.", []),
        ("Đoàn đã chỉ đạo 38 tỉnh làm theo.", ["38 tỉnh"]),
        ("kỷ niệm 80 năm Quốc khánh 2/9 nước Cộng hòa xã hội chủ nghĩa Việt Nam", []),
        ("Đã có 2/9 nước ký kết.", ["2/9 nước"]),
    ],
)
def test_what_is_counted(text, found):
    assert figures(text) == found
