"""Whole pieces in our own words, read with the seed registry: what is cited, which document is meant."""

from datetime import date

from giaoban.reader import read

NEWS = """Giao ban ngành quý III tại Hải Minh

Thứ 5, 03.10.2019 | 08:15:20
120 lượt xem

Sáng 3-10, tỉnh Hải Minh họp giao ban 9 tháng. Toàn ngành theo sát 6 nhóm việc của Kết luận số 05
của Ban Tổ chức Trung ương, tham mưu Bộ Chính trị ban hành Quy định số 205 về kiểm soát quyền lực;
Kết luận số 55 và Kết luận số 58 của Ban bí thư được phổ biến tới 4/11 huyện. Hoàn thành kế hoạch
100%, báo cáo 6 tháng đúng hạn, kết nạp 52 đảng viên.

Thời gian tới, tiếp tục làm theo Nghị quyết Trung ương 4 khóa 11,12 gắn với chỉ thị 05 của Bộ Chính
trị; thực hiện
2 Nghị quyết số 18 và 19 về sắp xếp tổ chức bộ máy tinh gọn, các
Nghị quyết Hội nghị Trung ương 6 khóa XII.
"""

PAPER = """Hải Minh, ngày 20 tháng 3 năm 2023

Quán triệt Quy định số 96-QĐ/TW ngày 2/2/2023 của Bộ Chính trị; Kết luận số 50–KL/TW, ngày
28-2-2023; tiếp tục
thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Ðảng khóa XII. Nghị
quyết 18 đã đi vào
nền nếp. Rà soát theo Quy định số 205-QÐ/TW và Kết luận số 08-KL/BTCTW; Chỉ thị số 45-CT/TW ngày
21/6/2020.
"""


def test_a_news_page_is_read_with_the_editions_of_its_day():
    found = read(NEWS)
    assert found.published_on == date(2019, 10, 3)
    assert [(c.surface, c.type, c.issuer, c.term, c.link) for c in found.citations] == [
        ("Kết luận số 05", "KL", "Ban Tổ chức Trung ương", "", "05-KL/BTCTW/2019"),
        ("Quy định số 205", "QĐi", "Bộ Chính trị", "XII", "205-QĐ/TW/2019-09-23"),
        ("Kết luận số 55", "KL", "Ban Bí thư", "XII", "55-KL/TW/2019-08-15"),
        ("Kết luận số 58", "KL", "Ban Bí thư", "XII", "58-KL/TW/2019-09-12"),
        ("Nghị quyết Trung ương 4 khóa 11", "NQ", "Ban Chấp hành Trung ương", "XI", "12-NQ/TW/2012-01-16"),
        ("12", "NQ", "Ban Chấp hành Trung ương", "XII", "04-NQ/TW/2016-10-30"),
        ("chỉ thị 05", "CT", "Bộ Chính trị", "XII", "05-CT/TW/2016-05-15"),
        ("Nghị quyết số 18", "NQ", "", "XII", "18-NQ/TW/2017-10-25"),
        ("19", "NQ", "", "XII", "19-NQ/TW/2017-10-25"),
        ("Nghị quyết Hội nghị Trung ương 6 khóa XII", "NQ", "Ban Chấp hành Trung ương", "XII", None),
    ]
    assert found.citations[-1].candidates == tuple(f"{n}-NQ/TW/2017-10-25" for n in (18, 19, 20, 21))
    assert {warning for c in found.citations for warning in c.warnings} == set()


def test_a_paper_of_2023_means_the_resolution_it_names_and_warns_of_a_wrong_day():
    found = read(PAPER)
    assert found.published_on == date(2023, 3, 20)
    assert [(c.symbol, c.date and c.date.isoformat(), c.link, c.warnings) for c in found.citations] == [
        ("96-QĐ/TW", "2023-02-02", "96-QĐ/TW/2023-02-02", ()),
        ("50-KL/TW", "2023-02-28", "50-KL/TW/2023-02-28", ()),
        ("18-NQ/TW", "2017-10-25", "18-NQ/TW/2017-10-25", ()),
        ("", None, "18-NQ/TW/2017-10-25", ()),
        ("205-QĐ/TW", None, "205-QĐ/TW/2019-09-23", ()),
        ("08-KL/BTCTW", None, "08-KL/BTCTW/2023", ()),
        ("45-CT/TW", "2020-06-21", None, ("date_differs",)),
    ]


def test_the_same_paper_after_its_replacement_warns_of_it():
    (citation,) = read("Rà soát theo Quy định số 205-QĐ/TW", on=date(2023, 7, 11)).citations
    assert citation.warnings == ("replaced",)
    (citation,) = read("Rà soát theo Quy định số 205-QĐ/TW", on=date(2023, 7, 10)).citations
    assert citation.warnings == ()
