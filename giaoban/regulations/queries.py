"""Reading rules: the version in force on a day, the one a case is tied to, and what a page shows of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from giaoban.core.refusals import Hidden
from giaoban.periods.rules import CALENDAR, Kind, Period, Window, WindowRule, current
from giaoban.regulations import rules
from giaoban.regulations.models import Pin, RulePack, RuleVersion


def in_force(code: str, on: date) -> RuleVersion | None:
    return RuleVersion.objects.on(on).filter(pack__code=code).select_related("pack").first()


def pinned(kind: str, object_id: int, code: str) -> RuleVersion | None:
    """The version a case started under, None when it was never tied."""
    pin = (
        Pin.objects.filter(kind=kind, object_id=object_id, pack__code=code)
        .select_related("version__pack")
        .first()
    )
    return None if pin is None else pin.version


def reporting_window(kind: Kind, on: date) -> WindowRule:
    """The administrative data window of a kind of period on a day; calendar days while no rule sets one."""
    version = in_force(rules.REPORTING_WINDOWS, on)
    return rules.window_rules(version.params).get(kind, CALENDAR) if version is not None else CALENDAR


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack with the version that holds on the day of the page; None when there was none."""

    pack: RulePack
    version: RuleVersion | None


def packs(on: date) -> list[PackRow]:
    held = {version.pack_id: version for version in RuleVersion.objects.on(on)}
    return [PackRow(pack, held.get(pack.pk)) for pack in RulePack.objects.order_by("code")]


def get_pack(code: str) -> RulePack:
    pack = RulePack.objects.filter(code=code).first()
    if pack is None:
        raise Hidden("pack")
    return pack


def versions(pack: RulePack) -> list[RuleVersion]:
    return list(pack.versions.order_by("-starts"))


@dataclass(frozen=True, slots=True)
class WindowRow:
    """One kind of period under the rule: the period, its days by the rule and by the calendar."""

    period: Period
    window: Window
    calendar: Window
    words: str
    confidence: str


def window_rows(version: RuleVersion, period: Period) -> list[WindowRow]:
    """The rule applied to both parts of the page's period, then to the other kinds of that year."""
    windows = rules.window_rules(version.params)
    lines: Mapping[str, Any] = version.params["windows"]
    parts = [period.in_period] + ([period.cumulative] if period.cumulative is not None else [])
    day = period.reference_day
    around = [
        current(day, kind) if kind in {Kind.MONTH, Kind.QUARTER} else Period(kind, day.year)
        for kind in windows
    ]
    rows = []
    order = list(Kind)
    for one in dict.fromkeys([*parts, *sorted(around, key=lambda one: order.index(one.kind))]):
        if one.kind in windows:
            line = lines[one.kind.value]
            days = one.window(windows[one.kind])
            rows.append(
                WindowRow(
                    one, days, one.window(), line.get("words", ""), line.get("confidence", "unverified")
                )
            )
    return rows


def leaves(params: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Parameters of a pack that has no page of its own, as lines."""
    for key, value in params.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*path, str(key)))
        else:
            yield " · ".join((*path, str(key))), str(value)
