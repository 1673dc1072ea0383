"""What fresh pages taught of citations, links and figures: cases in our own words, with controls."""

from datetime import date

import pytest

from giaoban.reader import read, seed

ELSE = (
    " Hội nghị nghe báo cáo, bàn cách làm trong những tháng tới và biểu dương các tập thể. Đồng chí chủ trì "
    "đề nghị từng nơi có kế hoạch riêng, phân công rõ người, rõ việc, báo cáo kết quả đúng hạn."
)


def surfaces(text):
    return [citation.surface for citation in read(text).citations]


def links(text, on=None):
    return [citation.link for citation in read(text, on=on).citations]


def figures(text):
    return [figure.surface for figure in read(text).figures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "theo Nghị quyết Trung ương 4 ( khóa XII ). Hội nghị bàn",
            ["Nghị quyết Trung ương 4 ( khóa XII )"],
        ),
        (
            "triển khai Nghị quyết Hội nghị Trung ương 11\n\nHội nghị toàn quốc đã họp.",
            ["Nghị quyết Hội nghị Trung ương 11"],
        ),
        (
            "học Nghị quyết HN TW 6 của Ban Chấp hành Trung ương Đảng khóa XII.",
            ["Nghị quyết HN TW 6 của Ban Chấp hành Trung ương Đảng khóa XII"],
        ),
        ("ĐẢNG CỘNG SẢN VIỆT NAM\nSố: 09-HD/BTCTW\nNgày 02 tháng 3 năm 2012\n\nHƯỚNG DẪN", []),
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
        (
            "theo Kế hoạch số 24-KH/ĐU của Đảng ủy Tổng công ty Long Khê và kế hoạch số 110-KH/ĐUCT",
            ["Kế hoạch số 24-KH/ĐU", "kế hoạch số 110-KH/ĐUCT"],
        ),
        ("Nghị quyết Đại hội Đảng bộ tỉnh nhiệm kỳ mới\n\nHội nghị lần thứ I của Đảng bộ", []),
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


def test_where_a_plenum_passed_several_none_alone_is_meant():
    text = f"Trường học Nghị quyết Trung ương 8 khóa XI{{}}. Cả trường bàn {EDUCATION}." + ELSE
    assert links(text.format(", đã thông qua 2 nghị quyết")) == [None]
    assert links(text.format("")) == ["29-NQ/TW/2013-11-04"]


def test_the_day_decides_where_the_body_is_mistyped():
    (citation,) = read("học Nghị quyết số 46-NQ/TW ngày 20/12/2023 của Bộ Chính về Hội Nông dân").citations
    assert citation.link == "46-NQ/TW/2023-12-20"


def test_plenum_and_term_stand_right_behind_the_symbol():
    (citation,) = read("Hội nghị tổng kết Nghị quyết 26-NQ/TW 7, khoá X" + ELSE).citations
    assert (citation.plenum, citation.term, citation.link) == (7, "X", "26-NQ/TW/2008-08-05")


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


def test_a_programme_may_be_signed_with_the_letters_of_a_directive():
    first, second = read("Chương trình số 18-CT/TU và Chỉ thị số 18-CT/TU").citations
    assert (first.type, second.type) == ("CTr", "CT")
    assert not first.warnings


VETERANS = "tăng cường sự lãnh đạo của Đảng đối với công tác cựu chiến binh trong giai đoạn cách mạng mới"


@pytest.mark.parametrize("name", [VETERANS, VETERANS.replace("cựu chiến binh", "CCB")])
def test_a_term_behind_one_of_two_titled_papers_is_not_of_the_other(name):
    text = f"Thành ủy tổng kết Nghị quyết 09 về “{name}”; Nghị quyết 11 (khóa X) về “công tác phụ nữ”." + ELSE
    assert links(text)[0] == "09-NQ/TW/2002-01-08"


@pytest.mark.parametrize(
    "text",
    [
        "Ban Thường vụ Tỉnh ủy Hải Minh, ngày 6/8, đã ban hành Chỉ thị số 17 về dư luận xã hội.",
        (
            "Chỉ thị số 17 về việc tăng cường sự lãnh đạo của các cấp ủy, tổ chức đảng đối với công tác điều "
            "tra, nắm bắt, nghiên cứu, định hướng dư luận xã hội trong tình hình mới vừa được Ban Thường vụ "
            "Tỉnh ủy Hải Minh ban hành ngày 6/8."
        ),
    ],
)
def test_who_issued_is_told_far_from_the_number(text):
    (citation,) = read(text + ELSE).citations
    assert (citation.issuer, citation.link) == ("Ban Thường vụ Tỉnh ủy Hải Minh", None)


def test_the_year_in_brackets_behind_a_symbol_is_that_of_the_document():
    women = "tiếp tục đẩy mạnh công tác phụ nữ"
    assert links(f"Hội học Chỉ thị 21-CT/TƯ (2018) {women}." + ELSE) == ["21-CT/TW/2018-01-20"]
    assert links(f"Hội học Chỉ thị 21-CT/TƯ (2019) {women}." + ELSE) == [None]
    (citation,) = read("Chỉ thị số 464-CT/QUTƯ của Quân ủy Trung ương").citations
    assert citation.symbol == "464-CT/QUTW"


def test_who_issued_another_paper_did_not_issue_this_one():
    text = "theo Kết luận 81-KL/TW (ảnh)\nHướng dẫn 165-HD/BTGTW được Ban Tuyên giáo Trung ương ban hành"
    first, second = read(text).citations
    assert (first.issuer, second.issuer) == ("", "Ban Tuyên giáo Trung ương")


def test_a_congress_told_with_its_body_is_meant_again_without_it():
    text = "Hội nghị học Nghị quyết Đại hội XI{} và chương trình thực hiện Nghị quyết Đại hội XI."
    assert links(text.format(" Hội Chữ thập đỏ Việt Nam") + ELSE) == [None, None]
    assert links(text.format(" của Đảng") + ELSE) == ["ĐH-XI/2011-01-19"] * 2


def test_a_conclusion_of_a_plenum_needs_its_subject():
    text = "Huyện ủy học kết luận Hội nghị Trung ương 4 khóa XIII{}." + ELSE
    assert links(text.format("")) == [None]
    assert links(text.format(" về đẩy mạnh xây dựng, chỉnh đốn Đảng và hệ thống chính trị")) == [
        "21-KL/TW/2021-10-25"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tòa soạn: (04) 38.228.302. Có 38.228 lượt người dự.", ["38.228 lượt người"]),
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
