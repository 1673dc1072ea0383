"""What unseen pages taught the reader: each case in our own words, with its control beside it."""

import pytest

from giaoban.reader import read


def cited(text):
    return read(text).citations


def issuers(text):
    return [citation.issuer for citation in cited(text)]


def days(text):
    return [str(citation.date) if citation.date else "" for citation in cited(text)]


def links(text):
    return [citation.link for citation in cited(text)]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            "Kế hoạch số 12-KH/ĐUVQH của Đảng ủy Viện Quy hoạch và Phát triển đô thị về đại hội",
            "Đảng ủy Viện Quy hoạch và Phát triển đô thị",
        ),
        ("Hướng dẫn số 02-HD/ĐU của Đảng ủy UBND tỉnh Hải Minh", "Đảng ủy Ủy ban nhân dân tỉnh Hải Minh"),
        ("Kế hoạch số 05-KH/ĐU của Đảng bộ Sở Nội vụ về học tập", "Đảng bộ Sở Nội vụ"),
        ("Kế hoạch số 05-KH/ĐU của Đảng ủy viện trợ", "Đảng ủy"),
        (
            "Kế hoạch số 05-KH/ĐU của Đảng ủy Trường Một Hai Ba Bốn Mai Sáu Bảy Tám Chín Mười Lan Huệ Cúc",
            "Đảng ủy Trường Một Hai Ba Bốn Mai Sáu Bảy Tám Chín Mười Lan Huệ",
        ),
        (
            "Ban Thường vụ Đảng ủy các cơ quan Đảng Trung ương đã khẩn trương ban hành Kế hoạch số 08",
            "Ban Thường vụ Đảng ủy các cơ quan Đảng Trung ương",
        ),
        ("Thường vụ Quân ủy Trung ương vừa ra Quy định số 646/QĐ/QUTW", "Quân ủy Trung ương"),
        ("Theo đề nghị của Sở Nội vụ tại Tờ trình số 12/TTr-SNV ngày 01/3/2018", "Sở Nội vụ"),
        ("Thủ tướng Chính phủ một lần nữa ra Quyết định số 747/QĐ-TTg", "Thủ tướng Chính phủ"),
        ("và Thông tri 28 của Trung ương Mặt trận", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    ],
)
def test_who_issued_stands_left_or_in_an_office(text, issuer):
    assert issuers(text) == [issuer]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ngày 25/10/2021, Tổng Bí thư đã ký ban hành Quy định số 37-QĐ/TW", "2021-10-25"),
        ("Ngày 25-10-2021, Tổng Bí thư vừa thay mặt Bộ Chính trị ký Quy định số 37-QĐ/TW", "2021-10-25"),
        ("Ngày 25/10/2021, huyện tổ chức học quy định do Tổng Bí thư ký: Quy định số 37-QĐ/TW", ""),
        ("Ngày 12/12/2013, Bộ Chính trị (khóa XI) ban hành kèm theo Quyết định số 217-QĐ/TW", "2013-12-12"),
    ],
)
def test_the_day_of_signing_before_the_number(text, day):
    assert days(text) == [day]


def test_a_day_and_an_issuer_behind_titles_belong_to_the_whole_list():
    text = (
        'Quyết định số 217-QĐ/TW ngày 12/12/2013 về việc ban hành "Quy chế giám sát" và '
        'Quyết định số 218-QĐ/TW ngày 12/12/2013 về việc ban hành "Quy định góp ý" của Bộ Chính trị'
    )
    assert issuers(text) == ["Bộ Chính trị"] * 2
    assert days("Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW ngày 25/10/2017") == ["2017-10-25"] * 2
    assert days("Quy định số 50-QĐ/TW và Quy định số 69-QĐ/TW ngày 06/7/2022") == ["", "2022-07-06"]
    listed = (
        "Ngày 12/12/2013, Bộ Chính trị ban hành Quyết định số 217-QĐ/TW “Quy chế giám sát” và "
        "Quyết định số 218-QĐ/TW"
    )
    assert issuers(listed) == ["Bộ Chính trị"] * 2
    assert days(listed) == ["2013-12-12"] * 2


def test_behind_a_title_only_an_issuer_counts():
    assert days('Quy định số 205-QĐ/TW ngày 23/9/2019 "Kiểm soát quyền lực" ngày 05/10/2019') == [
        "2019-09-23"
    ]
    assert issuers('Quy định số 205-QĐ/TW ngày 23/9/2019, về "Kiểm soát" của Bộ Chính trị') == [
        "Bộ Chính trị"
    ]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Chỉ thị 35-CT/TW năm 2019", "35-CT/TW/2019-05-30"),
        ("Chỉ thị 35-CT/TW về đại hội đảng bộ các cấp, tiến tới Đại hội XIII", "35-CT/TW/2019-05-30"),
        ("Chỉ thị 35-CT/TW về đại hội, tiến tới Đại hội đại biểu lần thứ 14", "35-CT/TW/2024-06-14"),
        ("Kết luận 14/2021 của Bộ Chính trị", "14-KL/TW/2021-09-22"),
        ("Kết luận 14/2019 của Bộ Chính trị", None),
    ],
)
def test_year_and_congress_tell_the_edition(text, link):
    assert links(text) == [link]


def test_a_month_with_its_year_is_no_number():
    assert cited("theo kết luận 4/2021 về tình hình") == ()


def test_what_the_text_named_in_full_wins_over_words_behind_a_short_name():
    text = (
        "Chỉ thị số 35 ngày 30/5/2019 của Bộ Chính trị. Hướng dẫn một số nội dung Chỉ thị số 35. Cấp ủy "
        "các cấp tiến tới đại hội."
    )
    assert links(text) == ["35-CT/TW/2019-05-30"] * 2


def test_a_document_younger_than_the_page_says_the_page_is_wrong():
    text = (
        "11/10/2021 08:00\nQuy định số 37-QĐ/TW ngày 25/10/2021 (gọi tắt là Quy định 37) thay thế "
        "Quy định số 47-QĐ/TW ngày 01/11/2011"
    )
    first, second, third = cited(text)
    assert first.link == second.link == "37-QĐ/TW/2021-10-25"
    assert third.warnings == ("replaced",)


def test_a_text_without_its_own_day_may_mean_younger_documents():
    text = "Theo Nghị định số 88/2017/NĐ-CP ngày 27/7/2017, như Quy định số 205-QĐ/TW đã chỉ ra"
    assert links(text)[1] == "205-QĐ/TW/2019-09-23"
    assert links("10:00, 27/7/2017\nnhư Quy định số 205-QĐ/TW đã chỉ ra") == [None]


@pytest.mark.parametrize(
    ("text", "surface", "kind", "symbol"),
    [
        ("tại Tờ trình số 126/SKHĐT ngày 23/01/2007", "Tờ trình số 126/SKHĐT", "TTr", "126/SKHĐT"),
        ("Quyết định số 747/TTg-QĐ", "Quyết định số 747/TTg-QĐ", "QĐ", "747/TTg-QĐ"),
        ("Báo cáo thẩm định số 18/BCTĐ-STP", "Báo cáo thẩm định số 18/BCTĐ-STP", "BC", "18/BCTĐ-STP"),
        ("QUY ĐỊNH SỐ 07-QĐI/TW", "QUY ĐỊNH SỐ 07-QĐI/TW", "QĐi", "07-QĐi/TW"),
        (
            "Luật Đầu tư công, Luật Ngân sách nhà nước, Chỉ thị số 20/CT-TTg",
            "Chỉ thị số 20/CT-TTg",
            "CT",
            "20/CT-TTg",
        ),
        (
            "Luật Ban hành văn bản quy phạm pháp luật ngày 22 tháng 6 năm 2015",
            "Luật Ban hành văn bản quy phạm pháp luật",
            "L",
            "",
        ),
    ],
)
def test_rarer_numbers_and_names(text, surface, kind, symbol):
    assert [(c.surface, c.type, c.symbol) for c in cited(text)] == [(surface, kind, symbol)]


def test_two_plenums_without_their_term():
    assert [c.plenum for c in cited("Nghị quyết Hội nghị Trung ương 9, 10; kết quả")] == [9, 10]
    assert [c.plenum for c in cited("Nghị quyết Trung ương 9, 10 đồng chí dự")] == [9]


def meeting(text):
    conference = read(text).conference
    return str(conference.date) if conference and conference.date else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Giấy mời dự đại hội chi bộ\n1. Thời gian: 1/2 ngày, từ 7h30 -9h00, Thứ ba, ngày 16/6/2020.\n",
            "2020-06-16",
        ),
        ("Kính mời họp\nThời gian: 8h30 thứ ba ngày 15 tháng 9 năm 2020\nhội nghị đảng viên", "2020-09-15"),
        (
            "Xã sẽ tổ chức hội nghị đối thoại vào 07 giờ 30 phút, ngày 29/10/2025 tại nhà văn hóa",
            "2025-10-29",
        ),
        ("Chiều ngày 18/5/2023, tại nhà văn hóa xã. Đảng ủy tổ chức lễ trao huy hiệu.", "2023-05-18"),
        ("Sáng ngày\n7/6/2021, Thường trực tổ chức hội nghị liên tịch", "2021-06-07"),
        ("Ngày 30/09/2021\n\nĐể phục vụ tọa đàm ngày (1/10) về cán bộ, báo đã hỏi", "2021-10-01"),
        ("Sáng 21-12, huyện tổ chức hội nghị tổng kết Nghị quyết số 18 ngày 25-10-2017 của Trung ương", ""),
        ("Hội nghị nghe: Ngày 12/12/2013, Bộ Chính trị ban hành Quyết định về giám sát, họp bàn", ""),
    ],
)
def test_the_day_of_meeting(text, day):
    assert meeting(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thứ năm, 04 Tháng 11 2021 17:08\nTin", "2021-11-04"),
        ("Tin\nNgày 28 tháng 10 năm 2020\nHuyện họp", "2020-10-28"),
        ("ngày truyền thống của Đảng, ngày 18/10/2023 họp mặt", "None"),
        ("Đăng ngày 18/10/2023", "2023-10-18"),
        ("Thời gian: 8h30, thứ ba ngày 15/9/2020", "None"),
    ],
)
def test_the_day_of_publication(text, day):
    assert str(read(text).published_on) == day


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("kết luận 02 tổ chức đảng và 04 cá nhân tốt", ["02 tổ chức đảng", "04 cá nhân"]),
        ("hình thức khiển trách: 03, cảnh cáo: 04.", ["03", "04"]),
        ("ghi chú: 03.", []),
        ("Điều 2 Quy định số 37-QĐ/TW", []),
        ("học 2 Nghị quyết số 18, 19-NQ/TW", ["2 Nghị quyết"]),
        ("lịch thi đấu 2023kết quả", []),
        ("dịch vụ mức độ 3,4 đạt thấp", []),
        ("Chương trình nghị sự 21 tỉnh Hải Minh", []),
        ("kiểm tra 01 chi ủy", ["01 chi ủy"]),
    ],
)
def test_figures(text, surfaces):
    assert [figure.surface for figure in read(text).figures] == surfaces


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            "Quy định 102-QĐ/TW về kỷ luật vừa được Chủ nhiệm thay mặt Bộ Chính trị ký ban hành",
            "Bộ Chính trị",
        ),
        ("Hướng dẫn 20/HD-SNV năm 2019 về quy trình do Sở Nội vụ ban hành", "Sở Nội vụ"),
        ("Quy định 102-QĐ/TW về kỷ luật, do Bộ Chính trị yêu cầu", ""),
        ("Trung ương, Bộ Chính trị đã kịp thời ban hành Chỉ thị số 45-CT/TW", "Bộ Chính trị"),
        ("Bí thư Tỉnh ủy ban hành Chỉ thị số 45-CT/TW", ""),
    ],
)
def test_who_issued_is_told_behind_or_in_a_row(text, issuer):
    assert issuers(text) == [issuer]


@pytest.mark.parametrize(
    ("text", "surface", "symbol"),
    [
        ("thực hiện Nghị quyết 30a 6 tháng đầu năm", "Nghị quyết 30a", ""),
        ("Quyết định số 170/TTg ngày 08/7/2005", "Quyết định số 170/TTg", "170/TTg"),
        ("Quyết định số 117/2008/QĐ ngày 27/8/2008", "Quyết định số 117/2008/QĐ", "117/2008/QĐ"),
        ("Chỉ thị số số 03/CT-UBND", "Chỉ thị số số 03/CT-UBND", "03/CT-UBND"),
        ("sắp xếp theo Nghị quyết 1278.", "Nghị quyết 1278", ""),
        (
            "Nghị quyết Đại hội Đảng bộ Khối các cơ quan lần thứ nhất",
            "Nghị quyết Đại hội Đảng bộ Khối các cơ quan lần thứ nhất",
            "",
        ),
    ],
)
def test_numbers_of_the_state_and_of_older_days(text, surface, symbol):
    assert [(c.surface, c.symbol) for c in cited(text)] == [(surface, symbol)]


def test_a_year_behind_a_resolution_is_no_number():
    assert cited("thông qua Nghị quyết 2019.") == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Đại hội đại biểu Đảng bộ khối diễn ra từ ngày 27- 29/10/2020.", "2020-10-27"),
        ("date 2024-12 Theo chương trình, hội nghị sẽ diễn ra trong 2 ngày 26 - 27.12.", "2024-12-26"),
        ("Với tinh thần đoàn kết, sáng 11-3-2022, Đại hội đại biểu phụ nữ thành công tốt đẹp", "2022-03-11"),
        ("Sáng ngày 18/9/2018, Thường trực tổ chức họp phiên mở rộng", "2018-09-18"),
        ("date 2025-01 Ngày 16/1, Đảng bộ xã tổ chức thành công Đại hội lần thứ VII", "2025-01-16"),
        ("Ngày 26/2, Ủy ban Kiểm tra tổ chức kỳ họp thứ 55 về chi ủy nhiệm kỳ 2020 - 2022, 2022 - 2025", ""),
    ],
)
def test_more_days_of_meeting(text, day):
    assert meeting(text) == day


def test_connections_counted_are_no_review():
    assert read("Tổng số kết nối di động là 161 triệu.").conference is None
    assert read("Ngày 5/5/2020 huyện SƠ KẾT công tác").conference.kind == "sơ kết"


def test_the_day_a_page_was_posted_wins_over_the_clock_of_today():
    text = "Thứ Bảy, ngày 23 tháng 11 năm 2024\nNgày phát hành: 30/05/2021 Lượt xem 3782"
    assert str(read(text).published_on) == "2021-05-30"
    assert str(read("Ngày đăng bài: 22/05/2018 | Tác giả").published_on) == "2018-05-22"
    text = (
        "Chủ nhật, ngày 9 tháng 5 năm 2021\n27/08/2011 01:07 GMT+7\nHội nghị lần thứ 6 họp ngày 26-8 đã bàn"
    )
    assert str(read(text).published_on) == "2011-08-27"
    assert meeting(text) == "2011-08-26"


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("với 1.900 đại biểu/75 điểm cầu.", ["1.900 đại biểu", "75 điểm cầu"]),
        ("quy định tại khoản 4 điều 1 Quyết định số 117/2008/QĐ", []),
    ],
)
def test_more_figures(text, surfaces):
    assert [figure.surface for figure in read(text).figures] == surfaces
