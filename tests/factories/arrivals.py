"""Lines of the incoming book for tests, written straight into the tables."""

from datetime import date
from typing import Any

from giaoban.correspondence.models import Arrival, Number, Remark, Series
from giaoban.correspondence.rules.arriving import folded
from giaoban.organisations.models import Unit
from giaoban.reader.symbols import symbol_key

ARRIVED = date(2019, 9, 10)
SUMMARY = "Về việc báo cáo sơ kết công tác tổ chức xây dựng Đảng 9 tháng năm 2019"


def make_arrival(unit: Unit, symbol: str = "112-CV/BTCTW", **facts: Any) -> Arrival:
    """The next line of the unit's book of the year."""
    values: dict[str, Any] = {
        "arrived_on": ARRIVED,
        "issuer": "Ban Tổ chức Trung ương",
        "type": "CV",
        "issued_on": date(2019, 9, 2),
        "summary": SUMMARY,
        **facts,
    }
    series, _made = Series.objects.get_or_create(
        unit=unit, type="ĐẾN", term=str(values["arrived_on"].year), defaults={"last": 0}
    )
    series.last += 1
    series.save()
    number = Number.objects.create(
        series=series, value=series.last, symbol=f"{series.last:02d}", taken_on=values["arrived_on"]
    )
    words = folded(["Công văn", symbol, values["issuer"], values["summary"]])
    return Arrival.objects.create(
        unit=unit, number=number, symbol=symbol, symbol_key=symbol_key(symbol), folded=words, **values
    )


def make_remark(arrival: Arrival, text: str = "Đồng chí tham mưu trả lời", **facts: Any) -> Remark:
    arrival.state = "given"
    arrival.save()
    return Remark.objects.create(
        arrival=arrival, text=text, **{"made_on": ARRIVED, "by_post": "Trưởng ban", **facts}
    )
