"""Noise of every kind is read in a time that grows with its length, never faster."""

import time

import pytest

from giaoban.reader import normalise
from giaoban.reader.conference import find_conference
from giaoban.reader.figures import find_figures
from giaoban.reader.people import find_people
from giaoban.reader.sentences import find_sentences
from giaoban.reader.tasks import find_tasks

PIECES = [
    *(
        "a",
        " ",
        "1",
        "1.",
        "1,",
        "1/",
        "1-",
        "- ",
        "1 ",
        "(",
        ")",
        "(a 1, ",
        "\n",
        ".",
        ". ",
        "1. ",
        "a) ",
        "một là, ",
    ),
    *(
        "Nguyễn ",
        "Nguyễn Văn ",
        "đồng chí ",
        "Phó Bí thư ",
        "Ủy viên, ",
        "chủ trì ",
        "đồng chí Lê Hoa chủ trì ",
    ),
    *(
        "hội nghị ",
        "giao ban ",
        "sáng 3/4 ",
        "sáng 3/4 họp ",
        "ngày 3/4/2019 ",
        "tháng 9 và ",
        "quý ",
        "6 tháng ",
    ),
    *(
        "trên 5 ",
        "12 đảng viên ",
        "1 lượt ",
        "nghìn tỷ ",
        "% ",
        "giao ban tổ chức ",
        "phối hợp ",
        "trước ngày 3/4 ",
    ),
    *(
        "điểm cầu ",
        "tại a ",
        "tại ",
        "lượt xem",
        "khóa 1, ",
        "8/8 ",
        "số 1 ",
        "ban chấp hành ",
        "e\u0301\u0323",
        "&amp;",
    ),
]


def seconds(text: str) -> float:
    started = time.process_time()
    normal = normalise(text)
    people = find_people(normal)
    find_figures(normal)
    find_conference(normal, people)
    find_tasks(normal, find_sentences(normal))
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES)
def test_four_times_the_noise_takes_no_sixteen_times_the_time(piece):
    short, long = (piece * (size // len(piece)) for size in (8_000, 32_000))
    spent = min(seconds(long) for _ in range(2))
    assert spent < 2
    assert spent < 9 * min(seconds(short) for _ in range(3)) + 0.05
