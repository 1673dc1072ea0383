"""Every form of a citation, in our own words: what is marked, what it is, what the text says of it."""

from datetime import date

import pytest

from giaoban.reader import read
from tests.reader.registers import COMMITTEE, POLITBURO, REGISTER, SECRETARIAT

TV = "Ban Thường vụ Tỉnh ủy"


def cited(text: str):
    return read(text, registry=REGISTER).citations


def surfaces(text: str) -> list[str]:
    return [citation.surface for citation in cited(text)]


# text → (surface, type, number, symbol) of each citation
NUMBERED = [
    ("học tập Nghị quyết số 18-NQ/TW tại xã", [("Nghị quyết số 18-NQ/TW", "NQ", 18, "18-NQ/TW")]),
    ("theo 16 - HD/BTCTW", [("16 - HD/BTCTW", "HD", 16, "16-HD/BTCTW")]),
    ("Nghị quyết số 21 – NQ/TW", [("Nghị quyết số 21 – NQ/TW", "NQ", 21, "21-NQ/TW")]),
    ("Quy định 205/QĐ-TW", [("Quy định 205/QĐ-TW", "QĐi", 205, "205-QĐ/TW")]),
    ("Quyết định 31/QĐ-TW", [("Quyết định 31/QĐ-TW", "QĐ", 31, "31-QĐ/TW")]),
    ("Chỉ thị 03-CT-TW", [("Chỉ thị 03-CT-TW", "CT", 3, "03-CT/TW")]),
    ("03/CT/TW", [("03/CT/TW", "CT", 3, "03-CT/TW")]),
    ("làm theo NQ 18", [("NQ 18", "NQ", 18, "")]),
    ("làm theo NQ18, CT 05", [("NQ18", "NQ", 18, ""), ("CT 05", "CT", 5, "")]),
    ("làm theo NQ-18 và NQ số 19", [("NQ-18", "NQ", 18, ""), ("NQ số 19", "NQ", 19, "")]),
    ("HD02 và nhóm hd02", [("HD02", "HD", 2, "")]),
    ("Nghị quyết số 18 và 19", [("Nghị quyết số 18", "NQ", 18, ""), ("19", "NQ", 19, "")]),
    ("cả 2 Nghị quyết số 18 và 19", [("Nghị quyết số 18", "NQ", 18, ""), ("19", "NQ", 19, "")]),
    (
        "Nghị quyết số 18-NQ/TW, 19-NQ/TW",
        [("Nghị quyết số 18-NQ/TW", "NQ", 18, "18-NQ/TW"), ("19-NQ/TW", "NQ", 19, "19-NQ/TW")],
    ),
    (
        "Nghị quyết số 18-NQ/TW và số 19-NQ/TW",
        [("Nghị quyết số 18-NQ/TW", "NQ", 18, "18-NQ/TW"), ("số 19-NQ/TW", "NQ", 19, "19-NQ/TW")],
    ),
    (
        "Quyết định 7, 8 – QĐ/TW",
        [("Quyết định 7", "QĐ", 7, "07-QĐ/TW"), ("8 – QĐ/TW", "QĐ", 8, "8-QĐ/TW")],
    ),
    (
        "các Quy định 101,102, 104 nói rõ",
        [("Quy định 101", "QĐi", 101, ""), ("102", "QĐi", 102, ""), ("104", "QĐi", 104, "")],
    ),
    (
        "Kế hoạch số 7-KH/TU; 8-CT/TU",
        [("Kế hoạch số 7-KH/TU", "KH", 7, "7-KH/TU"), ("8-CT/TU", "CT", 8, "8-CT/TU")],
    ),
    ("chỉ thị 05 được học", [("chỉ thị 05", "CT", 5, "")]),
    ("Quy định số 08/TU", [("Quy định số 08/TU", "QĐi", 8, "08-QĐ/TU")]),
    ("Nghị quyết 18-NQ của", [("Nghị quyết 18-NQ", "NQ", 18, "")]),
    ("Số 09 KH/ĐU", [("Số 09 KH/ĐU", "KH", 9, "09-KH/ĐU")]),
    ("nghi quyet so 30 nq cp", [("nghi quyet so 30 nq cp", "NQ", 30, "30/NQ-CP")]),
    ("Nghị định số 47/2018/NĐ-CP", [("Nghị định số 47/2018/NĐ-CP", "NĐ", 47, "47/2018/NĐ-CP")]),
    ("Nghị định 09/2019 nêu", [("Nghị định 09/2019", "NĐ", 9, "09/2019/NĐ-CP")]),
    ("Nghị định 143 về", [("Nghị định 143", "NĐ", 143, "")]),
    ("nghị quyết 18/2017 nêu", [("nghị quyết 18/2017", "NQ", 18, "")]),
    ("Luật số 80/2015/QH13", [("Luật số 80/2015/QH13", "L", 80, "80/2015/QH13")]),
    ("80/2015/QH13", [("80/2015/QH13", "L", 80, "80/2015/QH13")]),
    ("Nghị quyết 1211/2016/UBTVQH13", [("Nghị quyết 1211/2016/UBTVQH13", "NQ", 1211, "1211/2016/UBTVQH13")]),
    (
        "Pháp lệnh số 34/2007/PL-UBTVQH11",
        [("Pháp lệnh số 34/2007/PL-UBTVQH11", "PL", 34, "34/2007/PL-UBTVQH11")],
    ),
    ("Công văn số 3296-CV/BTCTW", [("Công văn số 3296-CV/BTCTW", "CV", 3296, "3296-CV/BTCTW")]),
    ("Quyết định 1847/QĐ-TTg", [("Quyết định 1847/QĐ-TTg", "QĐ", 1847, "1847/QĐ-TTg")]),
    ("Thông tư 06/2023/TT-BNV", [("Thông tư 06/2023/TT-BNV", "TTư", 6, "06/2023/TT-BNV")]),
    ("Thông tri 06-TT/TW", [("Thông tri 06-TT/TW", "TT", 6, "06-TT/TW")]),
    ("gửi 123/BNV-TCBC", [("123/BNV-TCBC", "CV", 123, "123/BNV-TCBC")]),
    ("Công văn 7/STC-NS", [("Công văn 7/STC-NS", "CV", 7, "7/STC-NS")]),
    ("Kế hoạch số 12-KH/TU", [("Kế hoạch số 12-KH/TU", "KH", 12, "12-KH/TU")]),
    ("Đề án 05-ĐA/TU", [("Đề án 05-ĐA/TU", "ĐA", 5, "05-ĐA/TU")]),
    (
        "Chương trình hành động số 15-CTr/TU",
        [("Chương trình hành động số 15-CTr/TU", "CTr", 15, "15-CTr/TU")],
    ),
    ("Chương trình số 15-CTrHĐ/TU", [("Chương trình số 15-CTrHĐ/TU", "CTr", 15, "15-CTrHĐ/TU")]),
    ("Thông báo số 08-TB/BTCTU", [("Thông báo số 08-TB/BTCTU", "TB", 8, "08-TB/BTCTU")]),
    ("Kế hoạch số 45-KH/HU", [("Kế hoạch số 45-KH/HU", "KH", 45, "45-KH/HU")]),
    ("Nghị quyết số 03-NQ/ĐU", [("Nghị quyết số 03-NQ/ĐU", "NQ", 3, "03-NQ/ĐU")]),
    ("Nghị quyết chuyên đề số 03-NQ/ThU", [("Nghị quyết chuyên đề số 03-NQ/ThU", "NQ", 3, "03-NQ/ThU")]),
    ("Thông báo kết luận số 9-TB/TW", [("Thông báo kết luận số 9-TB/TW", "TB", 9, "9-TB/TW")]),
    ("Thông báo kết luận số 9", [("Thông báo kết luận số 9", "TB", 9, "")]),
    ("Hướng dẫn số 4-HD/BTCTW-TC", [("Hướng dẫn số 4-HD/BTCTW-TC", "HD", 4, "4-HD/BTCTW-TC")]),
    ("văn bản số 12-CV/TU", [("văn bản số 12-CV/TU", "CV", 12, "12-CV/TU")]),
    ("24-BS/UBKTTU", [("24-BS/UBKTTU", "", 24, "24-BS/UBKTTU")]),
    ("Thông báo 9-TBKL/TU", [("Thông báo 9-TBKL/TU", "TB", 9, "9-TBKL/TU")]),
    ("Nghị quyết 7-NQ/HĐND", [("Nghị quyết 7-NQ/HĐND", "NQ", 7, "7-NQ/HĐND")]),
    ("Luật Đầu tư công số 49/2014/QH13", [("Luật Đầu tư công số 49/2014/QH13", "L", 49, "49/2014/QH13")]),
    ("18-NQ/TW, 19-NQ/TW", [("18-NQ/TW", "NQ", 18, "18-NQ/TW"), ("19-NQ/TW", "NQ", 19, "19-NQ/TW")]),
    ("(số 18-NQ/TW)", [("số 18-NQ/TW", "NQ", 18, "18-NQ/TW")]),
    ("15a-KH/TU", [("15a-KH/TU", "KH", 15, "15a-KH/TU")]),
    ("Đề án 06 của Chính phủ", [("Đề án 06", "ĐA", 6, "")]),
    ("Kế hoạch 12 ngày 5/7/2019", [("Kế hoạch 12", "KH", 12, "")]),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERED, ids=[text for text, _ in NUMBERED])
def test_a_numbered_citation_is_read_in_each_of_its_shapes(text, expected):
    assert [(c.surface, c.type, c.number, c.symbol) for c in cited(text)] == expected


DIRTY = [
    ("Nghị quyếtsố 18-NQ/TW", "Nghị quyếtsố 18-NQ/TW"),
    ("Nghị quyết số18-NQ/TWcủa Trung ương", "Nghị quyết số18-NQ/TW"),
    ("thực hiệnNghị quyết số 18-NQ/TW", "Nghị quyết số 18-NQ/TW"),
    ("Nghị  quyết   số:  18-NQ/TW", "Nghị  quyết   số:  18-NQ/TW"),
    ("Nghị quyết\nsố 18-\nNQ/TW", "Nghị quyết\nsố 18-\nNQ/TW"),
    ("Nghị quyết số\n17:20:59\n18-NQ/TW", "Nghị quyết số\n17:20:59\n18-NQ/TW"),
    ("Nghị quyết số\n\n- 2 -\n\n18-NQ/TW", "Nghị quyết số\n\n- 2 -\n\n18-NQ/TW"),
    ("Nghi quyết số 18-NQ/TW", "Nghi quyết số 18-NQ/TW"),
    ("Nghị quyềt số 18 – NQ/TƯ", "Nghị quyềt số 18 – NQ/TƯ"),
    ("nghi quyet so 18-nq/tw", "nghi quyet so 18-nq/tw"),
    ("NGHỊ QUYẾT SỐ 18-NQ/TW", "NGHỊ QUYẾT SỐ 18-NQ/TW"),
    ("nghị quyết số 18-nq/t.ư", "nghị quyết số 18-nq/t.ư"),
    ("Nghị quyết số 18-NQ&#x002F;TW", "Nghị quyết số 18-NQ&#x002F;TW"),
    ("Nghị&nbsp;quyết số 18\u00ad-NQ/TW", "Nghị&nbsp;quyết số 18\u00ad-NQ/TW"),
]


@pytest.mark.parametrize(("text", "surface"), DIRTY)
def test_dirty_text_is_read_as_clean_text(text, surface):
    (citation,) = cited(text)
    assert citation.surface == surface
    assert text[citation.start : citation.end] == surface
    assert (citation.type, citation.symbol) == ("NQ", "18-NQ/TW")


NO_CITATION = [
    "hoàn thành kế hoạch 100%, vượt kế hoạch 12,5 %",
    "báo cáo 6 tháng, kế hoạch 5 năm, chương trình 12 tháng",
    "Nghị quyết 3 nhiệm vụ, nghị quyết 05 nội dung",
    "Điều 5, khoản 2, mục 3, Chương trình 135 và Dự án 5, Phương án 2",
    "Quyết định 5 thành viên; kết luận 3 nội dung; quyết định 02 đồng chí; Kết luận 12 vụ việc",
    "thông báo số điện thoại 0912345678, biển số 17A-123.45",
    "đội nhà thắng 2-1 ngày 30-4, 30/4/2019, số 12/3 đường Trần Phú",
    "Hội nghị Trung ương 6 khóa XII, Đại hội XIII, Nghị quyết Trung ương năm 2018",
    "quy định 18 tuổi, hướng dẫn 63 tỉnh, quy định 2/3 số phiếu, quy định 1.490 đồng",
    "nghị quyết đại hội đảng bộ các cấp nhiệm kỳ 2020 - 2025",
    "Kế hoạch 12 được giao; báo cáo 15 về; đề án 06; Đề án 5; chương trình 30 phút; công văn 5 trang",
    "hội nghị quyết định thành lập 3 tổ; hội nghị quyết tâm",
    "pháp luật năm 2018, kỷ luật 5 đảng viên, luật sư năm 2010, quy luật 3",
    "để ăn 05 bát; thư mục 100 - 200 ha/xã; 12-9/2018; vận tốc 60 km/h",
    "NQ, CT và KL; ctr 5; tb 7; lớp kh 12",
    "Nghị quyết số 1.234; Nghị quyết 2019; kế hoạch số 100%; Nghị quyết 0",
    "Nghị quyết Trung ương 5 năm qua, Nghị quyết Trung ương 40 khóa XII, Nghị quyết Trung ương tự khóa",
    "từ 9-KG/ngày đến 8-CT/năm; mã 12-AB/xưởng",
    "nghị quyết 9/2019, Nghị quyết Đại hội các cấp lần thứ XX, Luật Đầu tư công số 12",
    "PHÁP LỆNH, NGHỊ QUYẾT VÀO CHƯƠNG TRÌNH NĂM 2016, mã 7/ABC-DEF, abnghị quyết 18",
    "tình hình thế giới",
    "",
]


@pytest.mark.parametrize("text", NO_CITATION)
def test_numbers_of_every_day_are_no_citations(text):
    assert surfaces(text) == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Nghị quyết số 18 và 5 đơn vị", "Nghị quyết số 18"),
        ("Nghị quyết số 18, 30/6/2019", "Nghị quyết số 18"),
        ("Nghị quyết 18,5%; Nghị quyết 18", "Nghị quyết 18"),
        ("Nghị quyết số 18 và 2019", "Nghị quyết số 18"),
        ("Nghị quyết số 18-NQ/TW và 7-AB/xưởng", "Nghị quyết số 18-NQ/TW"),
        ("số 18-NQ/TW, 19 điều", "số 18-NQ/TW"),
        ("xsố 18-NQ/TW", "18-NQ/TW"),
    ],
)
def test_a_list_ends_before_what_is_only_counted(text, last):
    assert surfaces(text) == [last]


PLENUMS = [
    ("Nghị quyết Trung ương 4 khóa XII", [("Nghị quyết Trung ương 4 khóa XII", 4, "XII")]),
    ("Nghị quyết Trung ương 4 (Khóa XII)", [("Nghị quyết Trung ương 4 (Khóa XII)", 4, "XII")]),
    (
        "Nghị quyết Trung ương 4 khóa XI, XII",
        [("Nghị quyết Trung ương 4 khóa XI", 4, "XI"), ("XII", 4, "XII")],
    ),
    ("Nghị quyết TW 4 khóa 11,12", [("Nghị quyết TW 4 khóa 11", 4, "XI"), ("12", 4, "XII")]),
    (
        "Nghị quyết Trung ương 4 (khóa XI và khóa XII)",
        [("Nghị quyết Trung ương 4 (khóa XI", 4, "XI"), ("XII", 4, "XII")],
    ),
    ("Nghị quyết T.Ư 4 khoá XII", [("Nghị quyết T.Ư 4 khoá XII", 4, "XII")]),
    ("NQTW4", [("NQTW4", 4, "")]),
    ("NQTƯ 4 khóa XII", [("NQTƯ 4 khóa XII", 4, "XII")]),
    ("nghị quyết tư 4 khóa xii", [("nghị quyết tư 4 khóa xii", 4, "XII")]),
    (
        "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XII",
        [("Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương khóa XII", 4, "XII")],
    ),
    (
        "Nghị quyết lần thứ 4 - BCH Trung ương Đảng khóa XI",
        [("Nghị quyết lần thứ 4 - BCH Trung ương Đảng khóa XI", 4, "XI")],
    ),
    ("Nghị quyết Hội nghị Trung ương 6 khóa XII", [("Nghị quyết Hội nghị Trung ương 6 khóa XII", 6, "XII")]),
    ("Nghị quyết Trung ương bảy, khóa XII", [("Nghị quyết Trung ương bảy, khóa XII", 7, "XII")]),
    (
        "Nghị quyết Trung ương 5, 6 và 7 khóa XII",
        [("Nghị quyết Trung ương 5", 5, "XII"), ("6", 6, "XII"), ("7 khóa XII", 7, "XII")],
    ),
    ("Nghị quyết Trung ương 5, 6 đồng chí", [("Nghị quyết Trung ương 5", 5, "")]),
    ("Nghị quyết Trung ương 4 khóa XI, 12 đảng viên", [("Nghị quyết Trung ương 4 khóa XI", 4, "XI")]),
    ("Nghị quyết Trung ương 6 và", [("Nghị quyết Trung ương 6", 6, "")]),
]


@pytest.mark.parametrize(("text", "expected"), PLENUMS, ids=[text for text, _ in PLENUMS])
def test_a_plenum_gives_one_citation_for_each_term(text, expected):
    found = cited(text)
    assert [(c.surface, c.plenum, c.term) for c in found] == expected
    assert {(c.form, c.type, c.number, c.symbol) for c in found} == {("plenum", "NQ", None, "")}


CONGRESSES = [
    ("Nghị quyết Đại hội XIII của Đảng", [("Nghị quyết Đại hội XIII", "XIII", "ĐH-XIII")]),
    ("Nghị quyết Đại hội lần thứ 13", [("Nghị quyết Đại hội lần thứ 13", "XIII", "ĐH-XIII")]),
    (
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XII, XIII",
        [("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XII", "XII", None), ("XIII", "XIII", "ĐH-XIII")],
    ),
    (
        "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX, nhiệm kỳ 2020 - 2025",
        [("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX", "XX", None)],
    ),
    (
        "Nghị quyết Đại hội Đảng bộ huyện nhiệm kỳ 2020 - 2025",
        [("Nghị quyết Đại hội Đảng bộ huyện nhiệm kỳ 2020 - 2025", "2020-2025", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CONGRESSES)
def test_a_congress_of_the_party_and_one_of_a_place_are_told_apart(text, expected):
    found = cited(text)
    assert [(c.surface, c.term, c.link) for c in found] == expected
    assert {c.form for c in found} == {"congress"}


@pytest.mark.parametrize(
    "text",
    [
        "Luật Cán bộ, công chức năm 2008",
        "Luật Viên chức 2010",
        "Bộ luật Lao động năm 2019",
        "Hiến pháp năm 2013",
        "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013",
        "Pháp lệnh Cán bộ, công chức năm 1998",
        "luật tổ chức chính quyền địa phương năm 2015",
    ],
)
def test_a_law_is_named_with_its_year(text):
    (citation,) = cited(f"theo {text} đã ban hành")
    assert (citation.surface, citation.form, citation.link) == (text, "law", None)


ATTRIBUTES = [
    ("Nghị quyết số 18-NQ/TW ngày 25/10/2017", "2017-10-25", "", "XII"),
    ("Nghị quyết số 18-NQ/TW, ngày 25-10-2017, của BCH TƯ Đảng", "2017-10-25", COMMITTEE, "XII"),
    (
        "Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương ban hành ngày 25.10.2017",
        "2017-10-25",
        COMMITTEE,
        "XII",
    ),
    ("Nghị quyết 18-NQ/TW (ngày 25 tháng 10 năm 2017) của Trung ương", "2017-10-25", "", "XII"),
    ("Nghị quyết 18-NQ/TW (25/10/2017)", "2017-10-25", "", "XII"),
    ("Nghị quyết 18-NQ/TW ngày 31/2/2017", None, "", ""),
    ("Chỉ thị 05-CT/TW năm 2016 của Bộ chính trị", None, POLITBURO, "XII"),
    ("Chỉ thị 05-CT/TW tháng 5/2016 của Bộ Chính trị (khóa XII)", None, POLITBURO, "XII"),
    ("Chỉ thị 45-CT/TW của Bộ Chính trị, Ban Bí thư", None, POLITBURO, ""),
    (
        "Nghị quyết 04-NQ/TW, Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII",
        None,
        COMMITTEE,
        "XII",
    ),
    ("Nghị quyết số 18-NQ/TW “Một số việc” của Ban Chấp hành Trung ương khóa XII", None, COMMITTEE, "XII"),
    (
        "Kế hoạch 9-KH/TU ngày 1/2/2018 của Ban Thường vụ Tỉnh uỷ Hải Minh về",
        "2018-02-01",
        f"{TV} Hải Minh",
        "",
    ),
    (
        "Quyết định 5/QĐ-UBND của Chủ tịch UBND tỉnh Hải Minh",
        None,
        "Chủ tịch Ủy ban nhân dân tỉnh Hải Minh",
        "",
    ),
    ("Nghị quyết 5-NQ/ĐU của Đảng ủy Khối các cơ quan", None, "Đảng ủy Khối các cơ quan", ""),
    ("Thông tư 6/2023/TT-BNV của Bộ Nội vụ", None, "Bộ Nội vụ", ""),
    ("Nghị định 7/2019/NĐ-CP do Bộ Nội vụ trình", None, "Chính phủ", ""),
    ("Luật số 80/2015/QH13 do Bộ Tư pháp soạn thảo", None, "Quốc hội", ""),
    ("Thông tư 7/2019/TT-BNV", None, "Bộ Nội vụ", ""),
    ("Quyết định 7/QĐ-NHPT", None, "", ""),
    ("UBTVQH ban hành Nghị quyết 35/2023/UBTVQH15", None, "Ủy ban Thường vụ Quốc hội", ""),
    ("Hướng dẫn 5-HD/BTCTU của Ban Tổ chức TU", None, "", ""),
    ("Kế hoạch 9-KH/TU ngày 5/7/2019 Ban Thường vụ Tỉnh ủy về", "2019-07-05", TV, ""),
    ("Kế hoạch 9-KH/TW ngày 5/7/2019 Tỉnh ủy đã họp", "2019-07-05", "", "XII"),
    ("Kết luận 58 của tự thân", None, "", "XII"),
    ("Kết luận 58 của cấp trên", None, "", "XII"),
    ("tham mưu Bộ Chính trị ban hành Quy định số 205-QĐ/TW", None, POLITBURO, "XII"),
    ("Ngày 23/9/2019, Bộ Chính trị đã ban hành Quy định số 205", "2019-09-23", POLITBURO, "XII"),
    (
        "Thay mặt Bộ Chính trị, đồng chí Thường trực Ban Bí thư ký ban hành Quy định 205",
        None,
        POLITBURO,
        "XII",
    ),
    ("đồng chí Bí thư Tỉnh ủy ký ban hành Kế hoạch số 9-KH/TW", None, "", ""),
    ("Ban Thường vụ Tỉnh ủy Hải Minh ban hành Kế hoạch số 9-KH/TU", None, f"{TV} Hải Minh", ""),
    ("Bộ Chính trị họp, tỉnh ban hành Kế hoạch số 9-KH/TU", None, "", ""),
    ("các nơi ban hành Kế hoạch số 9-KH/TU", None, "", ""),
]


@pytest.mark.parametrize(("text", "day", "issuer", "term"), ATTRIBUTES, ids=[row[0] for row in ATTRIBUTES])
def test_date_issuer_and_term_are_what_the_text_says(text, day, issuer, term):
    (citation,) = cited(text)
    assert (citation.date, citation.issuer, citation.term) == (day and date.fromisoformat(day), issuer, term)


SHARED = [
    (
        "Nghị quyết số 18-NQ/TW ngày 25/10/2017, 19-NQ/TW của Ban Chấp hành Trung ương",
        [("2017-10-25", COMMITTEE, "XII"), (None, COMMITTEE, "XII")],
    ),
    (
        "Kết luận số 58-KL/TW khóa XII và Chỉ thị số 45-CT/TW ngày 14/4/2025 của Bộ Chính trị",
        [(None, "", "XII"), ("2025-04-14", POLITBURO, "XIII")],
    ),
    (
        "Nghị quyết số 18-NQ/TW, 19-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương khóa XII",
        [("2017-10-25", COMMITTEE, "XII"), ("2017-10-25", COMMITTEE, "XII")],
    ),
    (
        "Kết luận số 57 và Kết luận số 58 của Ban Bí thư",
        [(None, SECRETARIAT, ""), (None, SECRETARIAT, "XII")],
    ),
    (
        "Chỉ thị số 05-CT/TW và Kết luận số 01-KL/TW của Bộ Chính trị",
        [(None, POLITBURO, "XII"), (None, POLITBURO, "XIII")],
    ),
    (
        "Kết luận số 58-KL/TW và Kết luận số 01-KL/TW ngày 18/5/2021 của Bộ Chính trị",
        [(None, POLITBURO, "XII"), ("2021-05-18", POLITBURO, "XIII")],
    ),
    (
        "Kết luận số 58-KL/TW và Chỉ thị số 05-CT/TW của Bộ Chính trị",
        [(None, "", "XII"), (None, POLITBURO, "XII")],
    ),
    (
        "Chỉ thị 05-CT/TW, Kế hoạch 9-KH/TU của Tỉnh ủy",
        [(None, "", "XII"), (None, "Tỉnh ủy", "")],
    ),
    (
        "Bộ Chính trị ban hành Quy định số 205, Chỉ thị số 05",
        [(None, POLITBURO, "XII"), (None, POLITBURO, "XII")],
    ),
    (
        "Nghị quyết Trung ương 4 khóa XII, Chỉ thị 05 của Bộ Chính trị",
        [(None, "Ban Chấp hành Trung ương", "XII"), (None, POLITBURO, "XII")],
    ),
    (
        "Chỉ thị 05 gắn với Quy định 205 của Ban Bí thư",
        [(None, "", "XII"), (None, SECRETARIAT, "XII")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SHARED, ids=[text for text, _ in SHARED])
def test_what_stands_at_the_right_end_belongs_to_the_whole_list(text, expected):
    found = [(c.date and c.date.isoformat(), c.issuer, c.term) for c in cited(text)]
    assert found == expected
