"""Which document is meant, where another of its number or name stands near: cases with controls."""

from datetime import date

import pytest

from giaoban.reader import read
from giaoban.reader.registry import Instrument, Instruments


def links(text, **known):
    return [citation.link for citation in read(text, **known).citations]


def terms(text):
    return [(citation.term, citation.issuer) for citation in read(text).citations]


def of_26(year):
    return Instrument(
        f"26/{year}",
        "CT",
        26,
        "26-CT/TW",
        "Bộ Chính trị",
        date(year, 11, 9),
        term="XII",
        title="Vụ án, vụ việc",
    )


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("theo Hướng dẫn 04-HD/TW ngày 9/12/2020 của Ban Bí thư về thực hiện Chỉ thị 26-CT/TW", 2018),
        ("theo Hướng dẫn 04-HD/TW ngày 9/12/2020 của Ban Bí thư và nay là Chỉ thị 26-CT/TW", 2023),
    ],
)
def test_what_is_implemented_is_older(said, year):
    known = Instruments([of_26(2018), of_26(2023)])
    assert (
        links(f"Sáng 18/9/2024, Đoàn kiểm tra họp, làm {said} ngày nào.", registry=known)[1] == f"26/{year}"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            (
                "Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI và chương trình thực hiện nghị quyết Đại hội "
                "toàn quốc lần thứ XI, nhiệm kỳ 2017 – 2022."
            ),
            [None, None],
        ),
        (
            "Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI, nghị quyết Đại hội toàn quốc lần thứ XI của Đảng.",
            [None, "ĐH-XI/2011-01-19"],
        ),
        ("Đại hội Đảng bộ huyện Hòa Khê lần thứ XIII bàn việc thực hiện Nghị quyết Đại hội XII.", [None]),
        (
            "Đại hội Đảng bộ huyện Hòa Khê lần thứ XIII bàn việc thực hiện Nghị quyết Đại hội XII của Đảng.",
            ["ĐH-XII/2016-01-28"],
        ),
        ("Học tập NQ Đại hội XIII của Đảng.", ["ĐH-XIII/2021-02-01"]),
    ],
)
def test_whose_congress(text, found):
    assert links(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Thực hiện Nghị quyết số 26 gắn với thực hiện Nghị quyết số 18 của BCH Trung ương Đảng khóa XII.",
            [("XII", "Ban Chấp hành Trung ương")] * 2,
        ),
        (
            "Thực hiện Nghị quyết số 26 gắn với thực hiện Chỉ thị số 18 của BCH Trung ương Đảng khóa XII.",
            [("", ""), ("XII", "Ban Chấp hành Trung ương")],
        ),
        ("Thực hiện Chương trình 07 của Quận ủy Long Khê.", [("", "Quận ủy Long Khê")]),
        ("Dạy chương trình 07 của lớp một.", []),
    ],
)
def test_what_is_told_at_the_end(text, found):
    assert terms(text) == found


@pytest.mark.parametrize(
    ("body", "link"),
    [("Bộ Chính trị", None), ("Ban Chấp hành Trung ương", "21-KL/TW/2021-10-25")],
)
def test_the_latest_edition_is_not_that_of_another_body(body, link):
    text = (
        "Hội nghị nghe kết quả 6 tháng đầu năm 2022, các chương trình; kết quả thực hiện Kết luận số "
        f"21-KL/TW của {body} về thành phố và nhiệm vụ 6 tháng cuối năm 2022. "
    )
    filler = "Các đại biểu thảo luận, góp ý hoàn thiện báo cáo, đưa ra giải pháp để gỡ vướng mắc. " * 3
    assert links(text + filler) == [link]
