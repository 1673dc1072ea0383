"""What a fourth round of unseen pages taught: sittings, plenums and symbols in unusual words, our own."""

import pytest

from giaoban.reader import read


def met(text):
    conference = read(text).conference
    return str(conference.date) if conference and conference.date else ""


def figures(text):
    return [figure.surface for figure in read(text).figures]


def one(text):
    (citation,) = read(text).citations
    return citation


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        # no usual word names what met, but its sentence has a sure day
        (
            "Sáng 15/3/2022, phiên trọng thể Đại hội Hội Làm vườn huyện Sông Cầu được tổ chức.",
            "đại hội",
            "2022-03-15",
        ),
        ("Sáng 4/7/2021, HĐND 6 xã họp xong kỳ họp thứ Nhất nhiệm kỳ mới.", "kỳ họp", "2021-07-04"),
        ("Chiều 4/7/2021, buổi họp của khu phố bàn về vệ sinh.", "phiên họp", "2021-07-04"),
        ("Sáng 8/9/2020, Chi bộ Văn phòng tổ chức sinh hoạt chuyên đề quý III.", "sinh hoạt", "2020-09-08"),
        ("Ngày 5/4/2022, Đảng bộ xã tổ chức Hội thi Báo cáo viên giỏi.", "hội thi", "2022-04-05"),
        ("Các chi bộ sinh hoạt chuyên đề vào tháng 4 và tháng 8.", "", ""),
        # a page that only speaks of congresses tells of none
        ("Các đảng bộ thi đua chào mừng Đại hội lần thứ XIV của Đảng từ ngày 1/10/2025.", "", ""),
        ("Sáng 4/7/2021, trường đại học mở thư viện, trao học bổng.", "", ""),
    ],
)
def test_sittings_in_unusual_words(text, kind, day):
    conference = read(text).conference
    assert (conference.kind if conference else "") == kind
    assert met(text) == day


def test_plenums_in_a_list_before_their_body():
    text = "Nghị quyết Hội nghị lần thứ 12, 13 của Ban Chấp hành Trung ương Đảng khóa XI"
    found = [(c.surface, c.plenum, c.term) for c in read(text).citations]
    assert found == [
        ("Nghị quyết Hội nghị lần thứ 12", 12, "XI"),
        ("13 của Ban Chấp hành Trung ương Đảng khóa XI", 13, "XI"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết Hội nghị lần thứ 4 của Ban Chấp hành Trung ương Hội Nông dân Việt Nam khóa XII",
        "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Tổng Liên đoàn Lao động Việt Nam khóa XII",
    ],
)
def test_plenums_of_unions_are_not_those_of_the_party(text):
    citation = one(text)
    assert (citation.surface, citation.plenum, citation.term) == (text, 4, "XII")
    assert citation.link is None
    assert not citation.candidates


def test_a_plenum_of_the_party_is_still_linked():
    text = "Nghị quyết Hội nghị lần thứ 4 của Ban Chấp hành Trung ương Đảng khóa XII"
    assert one(text).link == "04-NQ/TW/2016-10-30"


def test_a_blank_for_the_dash_before_an_unknown_issuer():
    citation = one("Kế hoạch số 51 KH/TWĐTN của Trung ương Đoàn")
    assert (citation.surface, citation.symbol) == ("Kế hoạch số 51 KH/TWĐTN", "51-KH/TWĐTN")
    assert [c.surface for c in read("Kế hoạch số 51 của tổ/nhóm").citations] == ["Kế hoạch số 51"]


def test_an_item_below_a_verb_is_no_number():
    assert not read("Hội nghị nghe báo cáo, bàn và quyết định\n1. Phạm vi áp dụng").citations
    assert read("Theo Quyết định\nsố 15 của Ban Thường vụ Tỉnh ủy").citations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Địa điểm: P. họp 5 tầng 2, nhà A", []),
        ("Cơ quan cao 5 tầng", ["5 tầng"]),
        ("hướng dẫn 17 mô hình kinh tế", ["17 mô hình"]),
    ],
)
def test_rooms_and_what_is_guided(text, found):
    assert figures(text) == found
