"""Where a line may not break, and where the lines of a name break best.

Both renderers set what stands here, so that a paper breaks the same in Word and in PDF: a number stays with its
unit, "đ/c" with the name behind it, no line begins with a dash; lines of a head, a subject, a title are of like
length and do not tear a word of two syllables.
"""

import re
from functools import lru_cache

from giaoban.documents.measure import width_mm

NBSP = "\u00a0"
_SLACK = 1.01
_UNITS = (
    "%|‰|tháng|năm|ngày|giờ|phút|tuần|quý|kỳ|lần|lượt|người|điểm|trang|bản|tỷ|tỉ|triệu|nghìn|đồng|km|ha|mm"
)
_BOUND = (
    re.compile(r"(?<=đ/c) (?=\w)", re.IGNORECASE),
    re.compile(rf"(?:(?<=\d)|^) (?=(?:{_UNITS})(?![\w/]))(?!\w+ \d)"),
    re.compile(r"(?<=\d) (?=giờ \d)|(?<=\d giờ) (?=\d)"),
    re.compile(r"\b(?<=ngày|háng|năm) (?=\d)|(?<=quý|khóa|khoá) (?=[IVX]+\b|\d)", re.IGNORECASE),
    re.compile(r"(?<=điều|biểu|phụ lục) (?=[IVX]+\b|\d)".replace("điều|biểu|phụ lục", "điều"), re.IGNORECASE),
    re.compile(r"(?<=\S) (?=[–—-] )|(?<=\d\u00a0[–—-]) (?=\d)"),
)
