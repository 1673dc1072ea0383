"""The two eras whose structure is filled for measurements: with districts until 30/6/2025, without since.

Sizes of reporting.md §4: 63 provinces, 696 districts, 10,035 communes; 34 provinces, 3,321 communes.
"""

from dataclasses import dataclass
from datetime import date, datetime

from giaoban.core.dates import OPEN, ZONE


@dataclass(frozen=True, slots=True)
class Era:
    """`edition` names the fetched list of districts and communes; without it `districts` a province and
    `communes` a district (or a province, where there is no district) are generated."""

    edition: str
    period: str
    starts: date
    ends: date
    day: date
    districts: int
    communes: int
    asked: datetime
    due: datetime
    conference: datetime


ERAS = (
    Era(
        edition="2018",
        period="2018",
        starts=date(2018, 1, 1),
        ends=date(2025, 7, 1),
        day=date(2018, 12, 21),
        districts=11,
        communes=14,
        asked=datetime(2018, 12, 10, 8, tzinfo=ZONE),
        due=datetime(2018, 12, 20, 16, tzinfo=ZONE),
        conference=datetime(2019, 1, 10, 14, tzinfo=ZONE),
    ),
    Era(
        edition="2025",
        period="2025",
        starts=date(2025, 7, 1),
        ends=OPEN,
        day=date(2025, 12, 21),
        districts=0,
        communes=98,
        asked=datetime(2025, 12, 10, 8, tzinfo=ZONE),
        due=datetime(2025, 12, 19, 16, tzinfo=ZONE),
        conference=datetime(2026, 1, 9, 14, tzinfo=ZONE),
    ),
)
