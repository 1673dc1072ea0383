"""Forms in which pages tell a day, who issued, a number: our own sentences, names made up."""

import pytest

from giaoban.reader import read

LONG = ", ".join(f"Long Khê số {number}" for number in range(1, 14))


def met(text):
    conference = read(text).conference
    return str(conference.date) if conference and conference.date else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # alone in brackets behind what met, but not behind a feast
        ("Hội nghị giao ban cụm thi đua số 2 (28/9/2019) đã thống nhất ba việc lớn.", "2019-09-28"),
        ("Đại hội Đảng bộ xã lần thứ II (14 - 15/5/2020) bầu 13 đồng chí.", "2020-05-14"),
        ("Bài phát biểu tại Lễ khai giảng (05/9/2022)", "2022-09-05"),
        ("Kể từ ngày thành lập (03/02/1995), hội nghị nào cũng bàn việc ấy.", ""),
        # put off, at the end of its sentence, after its place
        ("Hội nghị sơ kết dự kiến tổ chức ngày 5/7/2021 được lùi sang ngày 12/7/2021.", "2021-07-12"),
        ("Đoàn trường đã tổ chức lễ phát động vào sáng thứ hai, ngày 1/3/2021.", "2021-03-01"),
        (
            "Đại hội Đảng bộ xã trù bị chiều ngày 22/9/2020. Đại hội bế mạc chiều ngày 24/9/2020.",
            "2020-09-22",
        ),
        # several days, told first
        ("Ngày 24,25/9/2022, Chi bộ Trường Mầm non Hòa Khê mở đợt sinh hoạt chuyên đề.", "2022-09-24"),
        (
            "Hai ngày 24 và 25-2 diễn ra Đại hội\nNgày 17-2, xã duyệt việc cho Đại hội nhiệm kỳ 2025-2030.",
            "2025-02-24",
        ),
        ("Các ngày 24, 25 và 26/9/2022, Đảng ủy xã tổ chức hội nghị.", "2022-09-24"),
        ("Ngày 24&25/9/2022, Đảng ủy xã tổ chức hội nghị.", "2022-09-24"),
        ("14h, 24-9-2022, Đảng ủy xã tổ chức hội nghị.", "2022-09-24"),
        ("Hội nghị của Đảng ủy xã Hòa Khê, ngày 24/9/2022, bàn ba việc.", "2022-09-24"),
        # up to a day is no evening
        ("Đại hội các chi bộ họp từ ngày 03/8/2022 tới ngày 15/8/2022.", "2022-08-03"),
        ("Tính từ ngày 03/8/2022 tới ngày 15/8/2022, 13 chi bộ đã tổ chức xong Đại hội.", "2022-08-03"),
        # what met is told at length before its day, or named in the next sentence
        (
            f"Lớp tập huấn cho các xã {LONG} được Trung tâm mở vào sáng ngày 27/9/2019 ở tỉnh.",
            "2019-09-27",
        ),
        (
            "2025-08-22 Chiều 22.8, quyết định về bà Lê Thị Sáu được Giám đốc trao. Trong lễ trao, bà vui.",
            "2025-08-22",
        ),
        # an invitation with its places
        ("KẾ HOẠCH\nLễ khai giảng\n- Thời gian:\n • Cơ sở 1: 9h00, ngày 26/9/2023.", "2023-09-26"),
        # the year after the one compared with
        ("Sáng 16-7, Hội nghị giao ban họp ở tỉnh. Số vụ tăng so với cùng kỳ năm 2020.", "2021-07-16"),
        # a heading that names a paper, then the day
        ("Quán triệt Nghị quyết 18-NQ/TW\n\nNgày 28/12/2022, ở xã, Đảng bộ mở Hội nghị.", "2022-12-28"),
        # what a paper or a meeting rests on, and the day that begins a clause of its own
        (
            "Từ kết quả hội nghị ngày 14/7/2020, xã mời họp.\nHọp lúc 14 giờ 00’ thứ Ba, ngày 28/7/2020.",
            "2020-07-28",
        ),
        ("Căn cứ kết luận của Ban Thường vụ họp ngày 13/12/2016, Văn phòng hướng dẫn việc sao gửi.", ""),
        ("Căn cứ Kế hoạch số 12-KH/ĐU của Đảng ủy, ngày 20/3/2021, Chi bộ 5 tổ chức Đại hội.", "2021-03-20"),
        ("Hôm nay, 15/4/2020 cũng là ngày cuối cùng đăng tải Báo cáo Chính trị Đại hội.", ""),
        ("Ý kiến tại phiên thảo luận tổ sáng nay, 23.5 về năm 2023; những tháng đầu năm 2024.", "2024-05-23"),
        ("Ngày 5/9/2022, Trung ương cho công bố Quy định về cán bộ. Hội nghị đã bàn.", ""),
        ("Đảng ủy mở đợt học. Chi bộ Hòa Khê làm điểm, sinh hoạt ngày 13/9/2022.", "2022-09-13"),
        # yesterday and tomorrow
        ("Thứ sáu, 12/04/2019 - 15:20\nHôm qua, Thành ủy tổ chức hội nghị giao ban quý I.", "2019-04-11"),
        ("CN, 19/10/2025 - 10:00\nNgày mai, 20/10, Hội đồng khai mạc kỳ họp thứ 10.", "2025-10-20"),
        # the page bears several days
        ("Hội nghị ngày 17/5/2021 về bầu cử\nNgày đăng: 19/05/2021\nXã nghe báo cáo.", "2021-05-17"),
        (
            "Thứ bảy, 20/04/2024 10:11:12\nGặp mặt thanh niên\n14/02/2023 09:12\nChiều 13/2, xã gặp mặt.",
            "2023-02-13",
        ),
        (
            "Đăng vào Thứ ba, ngày 30/07/2019\nHướng tới lễ lớn, ngày 25/7/2019 buổi sinh hoạt đã được mở.",
            "2019-07-25",
        ),
        # an invitation, minutes, a day in words of old people
        ("THƯ MỜI HỌP\nMời đồng chí dự họp.\nVào lúc: 14 giờ, ngày 12/10/2020 (thứ Hai).", "2020-10-12"),
        ("BIÊN BẢN HỌP\nHôm nay, ngày 20/3/2021, tại trụ sở, chúng tôi gồm có:", "2021-03-20"),
        ("Ngày mồng 3 tháng 2 năm 2020, Chi bộ thôn tổ chức lễ trao Huy hiệu Đảng.", "2020-02-03"),
        # gatherings without a name of their own
        ("Sáng 14/9/2021, Ban Thường vụ Huyện ủy nghe và cho ý kiến vào 5 nội dung.", "2021-09-14"),
        ("Ngày 14/9/2021, Hội đồng nghiệm thu đề tài cấp tỉnh đã nghiệm thu đề tài.", "2021-09-14"),
        ("Chiều 14/9/2021, Chi bộ kết nạp 3 quần chúng vào Đảng.", "2021-09-14"),
        # a name is no ceremony, help is no meeting
        ("Ngày 14/9/2021, đồng chí Lê Văn Sáu kiểm tra việc phòng, chống bão.", ""),
        ("Ngày 14/9/2021, hai xã phối hợp khơi thông dòng kênh.", ""),
        # a feast beside the day of a meeting
        ("Hướng tới kỷ niệm 75 năm Cách mạng tháng Tám, chiều 17/8, Thành đoàn mở ngày hội.", "2020-08-17"),
        ("Ngày 13/10, Huyện ủy gặp mặt kỷ niệm 19 năm Ngày Doanh nhân Việt Nam.", "2023-10-13"),
        ("Sáng 22/11, Thanh tra họp mặt 75 năm Ngày truyền thống ngành Thanh tra.", "2020-11-22"),
        ("Ngày 23/9, trường tổ chức lễ 60 năm thành lập trường (1961 - 2021).", "2021-09-23"),
        ("Ngày 23/9, trường tổ chức lễ 60 năm thành lập trường (1951 - 2021).", ""),
        # days of lives, of offices, of papers, of rules
        ("Đồng chí vào Đảng ngày 3/2/1995, được bầu làm Bí thư tại đại hội.", ""),
        ("Đồng chí ngày 15/5/2010 được điều động làm Phó Bí thư; đại hội bầu vào Ban Chấp hành.", ""),
        ("Từ ngày 1/7/2025, chính quyền hai cấp chính thức hoạt động; các xã họp giao ban.", ""),
        ("Luật có hiệu lực thi hành từ ngày 01/01/2021. Bộ tổ chức hội nghị triển khai.", ""),
        ("Ngày 30/9/2021 là hạn cuối nộp báo cáo tổng kết.", ""),
        ("Tại hội nghị, ông cho hay, ngày 10/7/2025, Quy định số 339-QĐ/TW được ban hành.", ""),
        ("Đảng ủy xã * Số 09-KH/ĐU Hòa Khê, ngày 24 tháng 11 năm 2020 KẾ HOẠCH về kiểm điểm cuối năm", ""),
        # what the next year shall bring; two years side by side; a quarter
        ("Ngày 28/11, Đảng ủy mở hội nghị ra nghị quyết thực hiện nhiệm vụ năm 2024.", "2023-11-28"),
        (
            "Kỳ họp thông qua nghị quyết về kinh tế năm 2023. Kỳ họp diễn ra hai ngày 20 và 21/12.",
            "2022-12-20",
        ),
        ("“Thắng lợi năm 2022, vững cho năm 2023” là lời ở Hội nghị Tỉnh ủy họp ngày 10.10.", "2022-10-10"),
        (
            "Ngày 13/9, buổi sinh hoạt chính trị được Đảng ủy tổ chức. Nhân dịp này khen thưởng quý II/2021.",
            "2021-09-13",
        ),
    ],
)
def test_the_day(text, day):
    assert met(text) == day


def cited(text):
    return [
        (citation.surface, citation.issuer, str(citation.date or "")) for citation in read(text).citations
    ]


@pytest.mark.parametrize(
    "issuer",
    [
        "Tổng Liên đoàn Lao động Việt Nam", "Trung ương Đoàn", "Tòa án nhân dân tối cao",
        "Tỉnh đoàn Hải Minh",
        "Ngân hàng Nhà nước Việt Nam", "Công an tỉnh Hải Minh", "Trường Đại học Hòa Khê", "Quân khu 4",
        "Công đoàn Viên chức tỉnh Hải Minh", "Hội đồng thẩm định", "Hội Chữ thập đỏ tỉnh",
        "Ban Chỉ đạo Cải cách hành chính tỉnh", "Cục Văn thư và Lưu trữ nhà nước",
        "Ban Bí thư Trung ương Đoàn",
        "Đảng ủy ĐHQG", "Sở Nội vụ tỉnh Hải Minh", "Công ty Cổ phần Long Khê",
    ],
)  # fmt: skip
def test_any_office_may_issue(issuer):
    (found,) = cited(f"Kế hoạch số 12/KH-ABC ngày 3/3/2020 của {issuer} về công tác hè")
    assert found[1:] == (issuer, "2020-03-03")


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("của Bộ GD&ĐT", "Bộ Giáo dục và Đào tạo"),
        ("của Bộ LĐ-TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
        ("của Sở TN&MT", "Sở Tài nguyên và Môi trường"),
        ("của Bộ Nông nghiệp và PTNT", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("của Giám đốc Sở Nội vụ", "Sở Nội vụ"),
        ("của Hiệu trưởng Trường Đại học Hòa Khê", "Trường Đại học Hòa Khê"),
        ("của Công an tỉnh và các ngành", "Công an tỉnh"),
        ("của Ban Tổ chức TU", ""),  # of which committee is not said
        ("của hội nghị", ""),
        ("của Hội nghị", ""),
    ],
)
def test_what_an_office_is_called(text, issuer):
    assert [found[1] for found in cited(f"Kế hoạch số 12/KH-ABC {text} về công tác hè")] == [issuer]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Ngày 3/4/2021, Tỉnh đoàn Hải Minh ban hành Kế hoạch số 45-KH/TĐTN-PT",
            [("Kế hoạch số 45-KH/TĐTN-PT", "Tỉnh đoàn Hải Minh", "2021-04-03")],
        ),
        (
            "Thực hiện Kế hoạch của Ban Thường vụ Huyện ủy (số 88-KH/HU, ngày 9/9/2019)",
            [("số 88-KH/HU", "Ban Thường vụ Huyện ủy", "2019-09-09")],
        ),
        (
            "theo Quy định 213-QĐ/TW Bộ Chính trị về trách nhiệm đảng viên",
            [("Quy định 213-QĐ/TW", "Bộ Chính trị", "")],
        ),
        (
            "Thông tri 36, Chương trình hành động 76 của Ban Thường vụ Thành ủy",
            [
                ("Thông tri 36", "Ban Thường vụ Thành ủy", ""),
                ("Chương trình hành động 76", "Ban Thường vụ Thành ủy", ""),
            ],
        ),
        (
            "Nghị quyết Đại hội nhiệm kỳ 2020-2025 của Chi bộ",
            [("Nghị quyết Đại hội nhiệm kỳ 2020-2025", "Chi bộ", "")],
        ),
        (
            "Luật Ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân ngày 3/12/2004",
            [
                (
                    "Luật Ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân, Ủy ban nhân dân",
                    "",
                    "2004-12-03",
                )
            ],
        ),
        (
            "Luật sửa đổi, bổ sung một số điều của 11 Luật có liên quan đến quy hoạch ngày 15/6/2018",
            [
                (
                    "Luật sửa đổi, bổ sung một số điều của 11 Luật có liên quan đến quy hoạch",
                    "",
                    "2018-06-15",
                )
            ],
        ),
        (
            "Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP và Nghị quyết 1211/UBTVQH13",
            [
                ("Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP", "", ""),
                ("Nghị quyết 1211/UBTVQH13", "Ủy ban Thường vụ Quốc hội", ""),
            ],
        ),
        (
            "Công văn số 31/PGD&ĐT, Pháp lệnh Dân số năm 2003",
            [("Công văn số 31/PGD&ĐT", "", ""), ("Pháp lệnh Dân số năm 2003", "", "")],
        ),
        ("Quy chế phối hợp số 02-QCPH/BTC-BTG", [("Quy chế phối hợp số 02-QCPH/BTC-BTG", "", "")]),
        (
            "Quy định thi hành Điều lệ Đảng số 23-QĐ/TW; Quy định của Đảng số 24-QĐ/TW",
            [("Quy định thi hành Điều lệ Đảng số 23-QĐ/TW", "", ""), ("số 24-QĐ/TW", "", "")],
        ),
        (
            "Luật Giao dịch điện tử số 20/2023/QH15 năm 2023",
            [("Luật Giao dịch điện tử số 20/2023/QH15 năm 2023", "Quốc hội", "")],
        ),
        (
            "Ngày 24/11/2023, Ban Thường vụ Tỉnh ủy cho ra Quy định số 31-QĐ/TU",
            [("Quy định số 31-QĐ/TU", "Ban Thường vụ Tỉnh ủy", "2023-11-24")],
        ),
        (
            "Thông báo Kết luận số 159-TB của Bộ Chính trị",
            [("Thông báo Kết luận số 159-TB", "Bộ Chính trị", "")],
        ),
        # the number a paper bears itself, its head put in one line
        ("ĐẢNG ỦY XÃ HÒA KHÊ * Số 09-KH/ĐU Hòa Khê, ngày 24 tháng 11 năm 2020 KẾ HOẠCH về rà soát", []),
        (
            "Nghị quyết Đại hội Công đoàn thành phố Hải Minh (TP.HM) lần thứ XII",
            [("Nghị quyết Đại hội Công đoàn thành phố Hải Minh (TP.HM) lần thứ XII", "", "")],
        ),
        ("Chương trình 76 của tỉnh; Luật Đất đai được phổ biến; hành động 5 ngày", []),
    ],
)
def test_what_is_cited(text, found):
    assert cited(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phát 1.200 tờ rơi, 15 băng rôn, 3 gian hàng", ["1.200 tờ rơi", "15 băng rôn", "3 gian hàng"]),
        ("Hội nghị do Đảng ủy Quân khu 9 tổ chức", []),
        ("Trong đó 14 hiệu trưởng, 10 phó hiệu trưởng", ["14 hiệu trưởng", "10 phó hiệu trưởng"]),
        ("Phiên họp 21 Ban Chỉ đạo; Ủy ban Mặt trận quận 1 tổ chức", []),
    ],
)
def test_figures(text, found):
    assert [figure.surface for figure in read(text).figures] == found


def linked(text):
    return [citation.link for citation in read(text).citations]


def test_an_edition_on_another_congress_or_years_younger_is_not_meant():
    assert linked("Chỉ thị 01 của Bộ Chính trị về quán triệt Nghị quyết Đại hội XIV") == [
        "01-CT/TW/2026",
        "ĐH-XIV/2026-01-23",
    ]
    twelfth, tenth = (
        linked(f"Chỉ thị 01 của Bộ Chính trị về quán triệt Nghị quyết Đại hội {term}")[0]
        for term in ("XII", "X")
    )
    assert (twelfth, tenth) == ("01-CT/TW/2016-03-22", None)
    assert linked("Năm 2012 xã thực hiện Nghị quyết 18 về đất") == [None]
    assert linked("Năm 2017 xã thực hiện Nghị quyết 18") == ["18-NQ/TW/2017-10-25"]


@pytest.mark.parametrize(
    ("text", "surface", "symbol"),
    [
        ("Nghị định số 61/2018/NĐCP của Chính phủ", "Nghị định số 61/2018/NĐCP", "61/2018/NĐ-CP"),
        ("Thông tư 01/2018/TTVPCP", "Thông tư 01/2018/TTVPCP", "01/2018/TT-VPCP"),
        ("Quyết định số 2468/QĐUBND", "Quyết định số 2468/QĐUBND", "2468/QĐ-UBND"),
        ("Tổng kết Nghị quyết (NQ) 28 về tổ chức", "Nghị quyết (NQ) 28", ""),
        ("Học Nghị quyết NQ 32 của Bộ Chính trị", "Nghị quyết NQ 32", ""),
        ("Việc phối hợp theo Nghị định 77 ngày càng tốt", "Nghị định 77", ""),
    ],
)
def test_hyphens_lost_and_types_said_twice(text, surface, symbol):
    assert [(c.surface, c.symbol) for c in read(text).citations] == [(surface, symbol)]
    assert read("Cần 77 ngày nữa; Nghị định 77 ngày; lô 61/2018/NDCPA").citations == ()


def test_a_plenum_told_short():
    text = "Học tập Nghị quyết Trung ương 4 (khóa XI). Đến năm 2015 thực hiện xong Nghị quyết 4."
    assert linked(text) == ["12-NQ/TW/2012-01-16", "12-NQ/TW/2012-01-16"]


def test_an_edition_too_young_for_its_years_or_on_another_subject_is_not_meant():
    assert linked("Hơn 18 năm thực hiện Nghị quyết 39-NQ/TW về nguồn lực kinh tế, vùng đã lớn") == [None]
    again = "Năm 2022, sau 18 năm thực hiện Nghị quyết 39-NQ/TW. Vùng theo Nghị quyết 39-NQ/TW."
    assert linked(again) == ["39-NQ/TW/2004-08-16"] * 2
    assert linked(again.replace("18", "28")) == [None, None]
    assert linked("Năm 2020, sơ kết 3 năm thực hiện Nghị quyết số 18-NQ/TW") == ["18-NQ/TW/2017-10-25"]
    education = "29-NQ/TW/2013-11-04"
    assert linked("Học tập Nghị quyết Trung ương 8 khóa XI về đổi mới giáo dục và đào tạo") == [education]
    defence = "28-NQ/TW/2013-10-25"
    assert linked("Học tập Nghị quyết Trung ương 8, khóa XI về “Chiến lược bảo vệ Tổ quốc”") == [defence]
    assert linked("Học tập Nghị quyết Trung ương 8, khóa XI về “Khai thác khoáng sản”") == [None]


def test_the_own_number_of_a_head_in_one_line_is_none_in_small_letters_too():
    head = "ĐẢNG BỘ HUYỆN HÒA KHÊ ĐẢNG ỦY XÃ LONG KHÊ * Số 14-KH/ĐU ĐẢNG CỘNG SẢN VIỆT NAM "
    for title in ("KẾ HOẠCH kiểm điểm cuối năm", "HƯỚNG DẪN chấm điểm"):
        text = f"{head}Long Khê, ngày 3 tháng 12 năm 2020 {title}."
        for written in (text, text.lower()):
            assert read(written).citations == ()
    assert len(read("Thực hiện Kế hoạch số 14-KH/ĐU, các chi bộ đã họp.".lower()).citations) == 1
