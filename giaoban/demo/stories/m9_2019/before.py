"""What came before: the half-year's round, for the column of earlier figures; kiến nghị, some answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from giaoban.demo.crowd import reports as crowd
from giaoban.demo.crowd.reports import Line
from giaoban.demo.rules import local_units
from giaoban.demo.stories import national
from giaoban.demo.stories.reports import Reports
from giaoban.demo.stories.stage import HOUSE, Stage, moment
from giaoban.recommendations import services as recommendations
from giaoban.reporting.models import Obligation, Round
from giaoban.reporting.services.rollups import rollup_all
from giaoban.reporting.services.rounds import lock_round, open_round

PERIOD = "2019-t06-6t"
TOWNS = "Mỗi đảng bộ xã là một tổ chức cơ sở đảng, cộng thêm ở cấp huyện (minh họa)"
MINUTE = timedelta(minutes=1)
Figures = dict[int, dict[str, int]]


@dataclass
class Ground:
    """The generated line below Thái Bình by unit ids, as the tree stands in the round."""

    stage: Stage
    cells: Mapping[str, Sequence[int]] = field(default_factory=dict)
    communes: Mapping[str, Sequence[int]] = field(default_factory=dict)
    direct: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        waves = local_units()
        ids = self.stage.units(unit.code for wave in waves for unit in wave)
        self.direct = {unit.code: ids[unit.code] for unit in waves[0]}
        self.communes = _grouped((unit.parent, ids[unit.code]) for unit in waves[2])
        self.cells = _grouped((unit.parent, ids[unit.code]) for unit in waves[3])
        self.codes = {ids[unit.code]: unit.code for unit in waves[2]}

    @property
    def districts(self) -> list[str]:
        return [code for code in self.direct if code.startswith("hu-")]

    def cells_of(self, commune_id: int) -> Sequence[int]:
        return self.cells[self.codes[commune_id]]


def _grouped(pairs: object) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, value in pairs:  # type: ignore[attr-defined]
        found.setdefault(key, []).append(value)
    return found


def half_year(stage: Stage) -> Figures:
    """Everybody reported for the six months, from the cells up; the figures of every unit at the bottom."""
    with stage.at("2019-06-10T08:00"):
        opened = open_round(
            actor=stage.player("tonghoptw"),
            regime="giao-ban",
            unit_id=stage.unit("tw"),
            period=PERIOD,
            not_required=national.not_asked("2019-06-10T08:00"),
        )
    reports, ground = Reports(stage, opened), Ground(stage)
    provinces = set(stage.of_kind("provincial_committee")) - {stage.unit("tu-thai-binh")}
    figures = _bottom(stage, opened, ground, provinces)
    for when, units in (
        ("2019-06-19T09:00", [pk for group in ground.communes.values() for pk in group]),
        ("2019-06-20T09:00", [ground.direct[code] for code in ground.districts]),
        ("2019-06-24T09:00", [stage.unit("tu-thai-binh")]),
        ("2019-06-27T09:00", [stage.unit("tw")]),
    ):
        above(reports, units, moment(when))
    with stage.at("2019-07-08T09:00"):
        lock_round(actor=stage.player("truongbantw"), round_id=opened.pk, version=opened.version)
    return figures


def _bottom(stage: Stage, opened: Round, ground: Ground, provinces: set[int]) -> Figures:
    reports, figures, lines = Reports(stage, opened), {}, []
    owed = Obligation.objects.filter(round=opened, leaf=True, state="due").order_by("unit__code")
    cells = {pk for group in ground.cells.values() for pk in group}
    for place, unit_id in enumerate(owed.values_list("unit_id", flat=True)):
        size = "cell" if unit_id in cells else "province" if unit_id in provinces else "body"
        figures[unit_id] = reports.invent(size, whole=False, restructured=size != "cell" and place % 3 == 0)
        day = "2019-06-18T08:00" if size == "cell" else "2019-06-21T08:00"
        lines.append(Line(unit_id, figures[unit_id], reports.words(), moment(day) + place * MINUTE))
    crowd.report(opened, lines)
    rollup_all(opened.pk)
    return figures


def above(reports: Reports, unit_ids: Sequence[int], when: datetime) -> None:
    """Superiors of one level sign what came in; a district adds its communes as grassroots organisations."""
    ground = Ground(reports.stage)
    for code in ground.districts:
        if ground.direct[code] in unit_ids:
            added = {"ORG.TCCSD:value": len(ground.communes[code])}
            crowd.adjust(reports.round, [ground.direct[code]], added, TOWNS, when)
    crowd.report(
        reports.round, [crowd.adding_up(reports.round, pk, reports.words(), when) for pk in unit_ids]
    )


def kien_nghi(stage: Stage) -> None:
    """Four kiến nghị go up; two were answered in July, one of them found clear."""
    centre, answerer = stage.unit("tw"), stage.player("truongbantw")
    for line in stage.facts["recommendations"]:
        asker = stage.player("tonghop") if line["unit"] == "tu-thai-binh" else HOUSE
        with stage.at(line["day"]):
            sent = recommendations.send(
                actor=asker,
                unit_id=stage.unit(line["unit"]),
                addressee_id=centre,
                period=line["period"],
                text=line["text"],
                field=line["field"],
            )
        if "answer" not in line:
            continue
        with stage.at(line["answered"]) as when:
            recommendations.receive(actor=answerer, id=sent.pk)
            recommendations.answer(
                actor=answerer, ids=[sent.pk], outcome=line["outcome"], text=line["answer"]
            )
        if asker is not HOUSE:
            with stage.at(when + timedelta(days=2)):
                recommendations.close(actor=asker, id=sent.pk, clear=True)
