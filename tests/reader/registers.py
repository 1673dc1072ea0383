"""A small register of instruments for the tests of the reader: generated subjects, editions on purpose."""

import re
from datetime import date

from giaoban.reader import Instrument, Instruments

COMMITTEE, POLITBURO, SECRETARIAT = "Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư"
COMMISSION = "Ban Tổ chức Trung ương"


def of(symbol: str, day: str, issuer: str = POLITBURO, kind: str = "", **more) -> Instrument:
    number, letters = int(re.findall(r"\d+", symbol)[0]), re.findall(r"[^\W\d_]+", symbol)[0]
    on = date.fromisoformat(day) if day else None
    return Instrument(f"{symbol}|{day}", kind or letters, number, symbol, issuer, on, **more)


SIX = {"issuer": COMMITTEE, "plenum": 6, "plenum_term": "XII"}
REGISTER = Instruments(
    [
        of("18-NQ/TW", "2017-10-25", title="Sắp xếp tổ chức bộ máy tinh gọn", **SIX),
        of("19-NQ/TW", "2017-10-25", title="Đổi mới đơn vị sự nghiệp công lập", **SIX),
        of(
            "18-NQ/TW",
            "2022-06-16",
            COMMITTEE,
            title="Quản lý và sử dụng đất đai",
            plenum=5,
            plenum_term="XIII",
        ),
        of("04-NQ/TW", "2016-10-30", COMMITTEE, plenum=4, plenum_term="XII"),
        of("12-NQ/TW", "2012-01-16", COMMITTEE, plenum=4, plenum_term="XI"),
        of("05-CT/TW", "2016-05-15"),
        of("45-CT/TW", "2020-06-20"),
        of("45-CT/TW", "2025-04-14"),
        of("12-HD/BTCTW", "2012-05-17", COMMISSION),
        of("12-HD/BTCTW", "2018-07-06", COMMISSION),
        of("42-HD/BTCTW", "2025-10-28", COMMISSION, replaces=("12-HD/BTCTW|2018-07-06",)),
        of("205-QĐ/TW", "2019-09-23", kind="QĐi"),
        of("58-KL/TW", "2019-09-12", SECRETARIAT),
        of("01-KL/TW", "2021-05-18"),
        of("9-KL/TW", ""),
        of("47/2018/NĐ-CP", "2018-03-26", "Chính phủ", kind="NĐ"),
        of("08-KH/TU", "2018-02-01", "Tỉnh ủy Hải Minh"),
        Instrument("ĐH-XIII", "NQ", None, "", "Đại hội", date(2021, 2, 1), congress="XIII"),
    ]
)
