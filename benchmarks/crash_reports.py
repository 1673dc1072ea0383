"""Kill -9 of database and server while drafts save themselves and reports are sent.

usage: python benchmarks/crash_reports.py [--kills 10] [--seconds 1.0] [--control] [--port 8977]

Four people of a province enter the reports of its units one after another, as a page does: begun, cells saved
by themselves in three portions, passages, put up, approved and sent; every form with its own key, repeated
until it is acknowledged. Afterwards each acknowledged cell must hold its value, each passage stand once, and
each report sent have one version, one step of each kind, one entry in the trail for each step, and one kiến
nghị on its way up. `--control` as in crash.py. Prints JSON; exit code 1 when the expectation fails.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crashing import Writer, main
from benchmarks.house import House

PROVINCE, OFFICE, PERIOD = "tu-ha-noi", "btc-ha-noi", "2019-t09-9t"
AT = f"/{OFFICE}/{PERIOD}/bao-cao/"
WRITERS, UNITS = 4, 600
PASSWORD = "Lúa vàng bên sông 2019"  # noqa: S105  of generated users only
# Three portions, as they are typed; what the second writes over the first is the value that counts.
PORTIONS: tuple[dict[str, str], ...] = (
    {"ORG.TCCSD:value": "9", "ORG.CELL:value": "24", "MEM.TOTAL:value": "412", "MEM.NEW:in_period": "4",
     "MEM.NEW:cumulative": "11", "MEM.OFFICIAL:in_period": "3", "MEM.OFFICIAL:cumulative": "9"},
    {"ORG.TCCSD:value": "3", "MEM.IDLINK:numerator": "390", "MEM.IDLINK:denominator": "412",
     "APP.UNIT:in_period": "0", "APP.UNIT:cumulative": "2", "APP.QUOTA:value": "21"},
    {"APP.RESTRUCTURED:count": "1", "CAD.PLAN:in_period": "5", "CAD.PLAN:cumulative": "18",
     "CAD.APPT:in_period": "1", "CAD.APPT:cumulative": "4", "CAD.TRAIN:in_period": "12",
     "CAD.TRAIN:cumulative": "40"},
)  # fmt: skip
PAPER = {"document_number": "15-BC/ĐU", "document_date": "16/9/2019", "signer": "Trần Thị Bình"}
STEPS = ("begin", "submit", "send")


@dataclass
class Report:
    """What was acknowledged of one report."""

    number: int
    steps: list[str] = field(default_factory=list)
    cells: dict[str, int] = field(default_factory=dict)
    passages: list[str] = field(default_factory=list)


class Compiler(Writer):
    """Enters the reports of its share of the units, one whole report a step."""

    def __init__(self, house: House, number: int, owed: Sequence[int], sections: Sequence[int]) -> None:
        super().__init__(house, (f"tonghop{number}", PASSWORD))
        self.left, self.sections = list(owed), sections
        self.reports: list[Report] = []

    def step(self) -> bool:
        if not self.left:
            return False
        report = Report(self.left.pop(0))
        self.reports.append(report)
        if self._write(report):
            self._step(report, "submit", f"{AT}{report.number}/buoc/submit/", version="2")
            self._step(report, "send", f"{AT}{report.number}/duyet/", version="3", **PAPER)
        return True

    def _write(self, report: Report) -> bool:
        page = f"{AT}{report.number}/"
        if not self._step(report, "begin", f"{page}bat-dau/"):
            return False
        version = 1
        for portion in PORTIONS:
            saved = self.save(
                f"{page}so-lieu/tu-luu/", {"version": version, "figures": portion, "thay": True}
            )
            if saved is None:
                return False
            version = int(saved["version"])
            report.cells |= {key: int(value) for key, value in portion.items()}
        for place, section in enumerate(self.sections, start=1):
            text = f"Mục {place} của báo cáo {report.number}: đã hoàn thành các việc được giao trong kỳ."
            if not self.send(f"{page}doan/", section=str(section), text=text, thay="1"):
                return False
            report.passages.append(text)
        return True

    def _step(self, report: Report, name: str, path: str, **form: str) -> bool:
        done = self.send(path, thay="1", **form)
        if done:
            report.steps.append(name)
        return done


def prepare(house: House) -> list[Compiler]:
    """Units below a province, the round in which they owe, and the people who enter what came on paper."""
    from datetime import date

    from django.db import connections

    from benchmarks.pages import add_units
    from giaoban.accounts.rules import Role
    from giaoban.accounts.services import create_user, give_grant
    from giaoban.core.actors import System
    from giaoban.organisations.models import Unit
    from giaoban.reporting.loader import ensure_forms
    from giaoban.reporting.models import Obligation, OutlineSection
    from giaoban.reporting.services import open_round

    actor = System("Diễn tập")
    add_units(UNITS, 0)
    province = Unit.objects.get(code=PROVINCE)
    office = Unit.objects.get(code=OFFICE)
    for number in range(WRITERS):
        name = f"tonghop{number}"
        user = create_user(
            actor=actor, username=name, display_name=name, home_unit_id=office.pk, password=PASSWORD
        )
        give_grant(
            actor=actor, user_id=user.pk, role=Role.COMPILER, unit_id=province.pk, starts=date(2019, 1, 1)
        )
    ensure_forms()
    found = open_round(actor=actor, regime="giao-ban", unit_id=province.pk, period=PERIOD)
    below = Obligation.objects.filter(round=found, receiver=province, leaf=True).order_by("pk")
    owed = list(below.values_list("pk", flat=True))
    sections = OutlineSection.objects.filter(version=found.form_version).order_by("position")
    numbers = list(sections.values_list("pk", flat=True))
    connections.close_all()
    return [Compiler(house, n, owed[n::WRITERS], numbers) for n in range(WRITERS)]


FIGURES = "SELECT obligation_id, figures FROM reporting_draft"
PASSAGES = """
SELECT obligation_id, text, count(*) FILTER (WHERE submission_id IS NULL),
    count(*) FILTER (WHERE submission_id IS NOT NULL)
FROM reporting_passage GROUP BY obligation_id, text
"""
VERSIONS = "SELECT obligation_id, count(*) FROM reporting_submission GROUP BY obligation_id"
MOVES = "SELECT obligation_id, move, count(*) FROM reporting_move GROUP BY obligation_id, move"
ENTRIES = """
SELECT object_id, action, count(*) FROM audit_entry
WHERE kind = 'reporting.obligation' GROUP BY object_id, action
"""
ASKED = "SELECT text, count(*) FROM recommendations_recommendation GROUP BY text"


def verdict(house: House, writers: Sequence[Compiler]) -> dict[str, int]:
    """What stands in the database held against what was acknowledged, report by report."""
    figures = dict(house.ask(FIGURES))
    passages = {(pk, text): (drafted, sent) for pk, text, drafted, sent in house.ask(PASSAGES)}
    versions = dict(house.ask(VERSIONS))
    moves = {(pk, move): count for pk, move, count in house.ask(MOVES)}
    entries = {(pk, action): count for pk, action, count in house.ask(ENTRIES)}
    asked = dict(house.ask(ASKED))
    reports = [report for writer in writers for report in writer.reports]
    lost = doubled = unrecorded = 0
    for report in reports:
        pk, sent = report.number, "send" in report.steps
        stored: dict[str, Any] = figures.get(pk, {})
        lost += sum(stored.get(key) != value for key, value in report.cells.items())
        lost += sum(moves.get((pk, step), 0) == 0 for step in report.steps)
        lost += sent and versions.get(pk, 0) == 0
        doubled += versions.get(pk, 0) > 1
        doubled += sum(moves.get((pk, step), 0) > 1 for step in STEPS)
        for text in report.passages:
            drafted, frozen = passages.get((pk, text), (0, 0))
            lost += drafted == 0 or (sent and frozen == 0)
            doubled += drafted > 1 or frozen > 1
        if sent and report.passages:
            lost += asked.get(report.passages[-1], 0) == 0
            doubled += asked.get(report.passages[-1], 0) > 1
        unrecorded += sum(entries.get((pk, f"reporting.{step}"), 0) != 1 for step in report.steps)
    return {
        "reports_sent": sum("send" in report.steps for report in reports),
        "cells_saved": sum(len(report.cells) for report in reports),
        "lost": lost,
        "doubled": doubled,
        "without_one_audit_entry": unrecorded,
    }


if __name__ == "__main__":
    sys.exit(main(__doc__, prepare, verdict))
