"""The country filled for measurements: one period of each era, up to the size of reporting.md §4.

Everything is invented, seeded and marked (minh họa); each era is written whole or not at all, and once.
"""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from giaoban.audit import services as audit
from giaoban.demo.national import ground, reports, work
from giaoban.demo.national.eras import ERAS, Era
from giaoban.demo.planner import take_statistics
from giaoban.demo.stories.stage import HOUSE
from giaoban.organisations.models import Unit
from giaoban.reporting.models import Round


def fill(size: int, cache: Path, say: Callable[[str], None]) -> None:
    """Fill both eras with `size` bodies that owe a report; `cache` may hold the fetched lists of units."""
    for era in ERAS:
        began = time.monotonic()
        if _stands(era):
            say(f"{era.period}: đã có")
            continue
        told = _era(era, size, cache)
        say(f"{era.period}: {told} ({time.monotonic() - began:.1f} giây)")


def _stands(era: Era) -> bool:
    return Round.objects.filter(unit__code="tw", period=era.period).exists()


@transaction.atomic
def _era(era: Era, size: int, cache: Path) -> str:
    bodies = ground.fill(era, size, cache)
    take_statistics()
    top = Unit.objects.on(era.day).get(code="tw").pk
    opened = reports.fill(era, top)
    take_statistics()
    assigned, points = work.programme(era, top), work.conference(era, top)
    audit.record(HOUSE, "demo.crowd", opened, unit_id=top, changes={"bodies": [0, bodies]})
    return f"{bodies} đơn vị báo cáo, {assigned} lượt giao nhiệm vụ, {points} điểm cầu"
