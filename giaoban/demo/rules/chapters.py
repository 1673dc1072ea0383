"""The five chapters that the demonstration tells, where each is read, and what leads from one to the next."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    """`code` names its module and its data file; `unit` and `period` are where a reader opens it."""

    code: str
    title: str
    unit: str
    period: str


DOCUMENTS = Chapter("documents", "Văn bản của năm câu chuyện", "btctw", "2019-t09-9t")
CHAPTERS = (
    Chapter("q1_2018", "Giao ban quý I năm 2018 và 12 nhiệm vụ quý II", "btctw", "2018-q1"),
    Chapter("cluster_2018", "Sơ kết 6 tháng năm 2018 của Cụm thi đua số 4", "cum-thi-dua-4", "2018-6t"),
    Chapter("m9_2019", "Tháng 9 và 9 tháng năm 2019 tại Thái Bình", "btc-thai-binh", "2019-t09-9t"),
    Chapter("dak_nong_2020", "Tổng kết năm 2020 của Đắk Nông", "btc-dak-nong", "2020"),
    Chapter("q1_2023", "Giao ban quý I năm 2023", "btctw", "2023-q1"),
)
LIVE = CHAPTERS[2]
# The one that is under way comes first: it is what the first page shows.
EVERY = (DOCUMENTS, LIVE, *(chapter for chapter in CHAPTERS if chapter is not LIVE))
