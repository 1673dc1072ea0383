"""Rounds and reports for tests, made through the doors by the house itself unless somebody is named.

The kinds of the cast get their levels first: deadlines and who may sign alone depend on them.
"""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.core.actors import Actor, System
from giaoban.core.dates import now, today
from giaoban.organisations.models import Kind
from giaoban.periods.rules import Period
from giaoban.reporting import services
from giaoban.reporting.loader import ensure_forms
from giaoban.reporting.models import Obligation, Round, Submission
from tests.cast import Cast
from tests.factories.returned import edited

SYSTEM = System("Thử nghiệm")
PERIOD = "2019-t09-9t"
LEVELS = {
    "centre": "centre",
    "central_commission": "centre",
    "local_department": "centre",
    "provincial_committee": "province",
    "provincial_commission": "province",
    "district_committee": "district",
    "commune_committee": "commune",
    "cell": "cell",
    "emulation_cluster": "other",
}
# A report without a fault, by cell.
FIGURES: dict[str, int | None] = {
    "ORG.TCCSD:value": 3,
    "ORG.CELL:value": 24,
    "MEM.TOTAL:value": 412,
    "MEM.NEW:in_period": 4,
    "MEM.NEW:cumulative": 11,
    "MEM.OFFICIAL:in_period": 3,
    "MEM.OFFICIAL:cumulative": 9,
    "MEM.IDLINK:numerator": 390,
    "MEM.IDLINK:denominator": 412,
    "APP.UNIT:in_period": 0,
    "APP.UNIT:cumulative": 2,
    "APP.QUOTA:value": 21,
    "APP.RESTRUCTURED:count": 1,
    "CAD.PLAN:in_period": 5,
    "CAD.PLAN:cumulative": 18,
    "CAD.APPT:in_period": 1,
    "CAD.APPT:cumulative": 4,
    "CAD.TRAIN:in_period": 12,
    "CAD.TRAIN:cumulative": 40,
}
TEXTS = {
    "I": "Đã tổ chức học tập nghị quyết cho toàn thể đảng viên.",
    "II": "Còn hai chi bộ sinh hoạt chưa đúng ngày; nguyên nhân do mùa vụ.",
    "III": "Hoàn thành việc sắp xếp chi bộ thôn trong quý tới.",
}


def set_levels() -> None:
    for code, level in LEVELS.items():
        Kind.objects.filter(code=code).update(level=level)


def make_round(
    cast: Cast,
    *,
    unit: str = "tw",
    period: str = PERIOD,
    regime: str = "giao-ban",
    actor: Actor = SYSTEM,
    **facts: Any,
) -> Round:
    """A round over the cast's tree; `owed(round, code)` finds what a unit owes in it."""
    set_levels()
    ensure_forms()
    return services.open_round(actor=actor, regime=regime, unit_id=cast.unit(unit).pk, period=period, **facts)


def owed(round_: Round, unit_code: str) -> Obligation:
    return Obligation.objects.select_related("round", "unit").get(round=round_, unit__code=unit_code)


def faultless(period: str) -> dict[str, int | None]:
    """FIGURES; in a period that begins with the year the running total is the figure of the period."""
    found = dict(FIGURES)
    when = Period.parse(period)
    if when.window().starts == when.cumulative_from():
        for key in FIGURES:
            if key.endswith(":cumulative"):
                found[key] = FIGURES[key.replace(":cumulative", ":in_period")]
    return found


def begin_and_fill(
    obligation: Obligation,
    *,
    actor: Actor = SYSTEM,
    figures: dict[str, int | None] | None = None,
    texts: dict[str, str] | None = None,
) -> Obligation:
    """The draft of a unit, complete and without a fault unless other figures or texts are given."""
    draft = services.begin_report(actor=actor, obligation_id=obligation.pk)
    if obligation.leaf:
        services.save_cells(
            actor=actor,
            obligation_id=obligation.pk,
            version=draft.version,
            figures={**faultless(obligation.round.period), **(figures or {})},
        )
    sections = {section.number: section.pk for section in obligation.round.form_version.sections.all()}
    for number, text in (TEXTS if texts is None else texts).items():
        services.add_passage(actor=actor, obligation_id=obligation.pk, section_id=sections[number], text=text)
    obligation.refresh_from_db()
    return obligation


def submit(obligation: Obligation, *, actor: Actor = SYSTEM) -> Obligation:
    obligation.refresh_from_db()
    return services.move(actor=actor, obligation_id=obligation.pk, move="submit", version=obligation.version)


def approve(obligation: Obligation, *, actor: Actor = SYSTEM, number: str = "15-BC/ĐU") -> Submission:
    obligation.refresh_from_db()
    return services.send(
        actor=actor,
        obligation_id=obligation.pk,
        version=obligation.version,
        document_number=number,
        document_date=today(),
        signer="Trần Thị Bình",
    )


def fill_and_send(
    obligation: Obligation,
    *,
    actor: Actor = SYSTEM,
    figures: dict[str, int | None] | None = None,
    texts: dict[str, str] | None = None,
    accept: bool = False,
) -> Submission:
    """The report of a unit from nothing to sent (and accepted by its superior)."""
    begin_and_fill(obligation, actor=actor, figures=figures, texts=texts)
    submit(obligation, actor=actor)
    submission = approve(obligation, actor=actor)
    if accept:
        move(obligation, "accept")
    obligation.refresh_from_db()
    return submission


def move(obligation: Obligation, name: str, *, actor: Actor = SYSTEM, **facts: Any) -> Obligation:
    obligation.refresh_from_db()
    return services.move(
        actor=actor, obligation_id=obligation.pk, move=name, version=obligation.version, **facts
    )


def bring_word_back(obligation: Obligation, actor: Actor, hand: Callable[[Any], None] | None = None) -> int:
    """The Word copy of a report taken away and sent back, edited by `hand`; the id of the kept file."""
    at_unit = obligation.unit_id
    name, content = services.word_copy(actor=actor, obligation=obligation, at_unit=at_unit)
    upload = SimpleUploadedFile(name, edited(content, hand) if hand else content)
    return services.receive_word(actor=actor, obligation_id=obligation.pk, at_unit=at_unit, upload=upload)


def bring_back(obligation: Obligation, actor: Actor, *, on_behalf: bool = False) -> int:
    """The form of a report taken away and sent back as it is; the id of the kept file."""
    obligation.refresh_from_db()
    name, content = services.entry_book(actor=actor, obligation=obligation, when=now(), on_behalf=on_behalf)
    return services.receive_workbook(
        actor=actor,
        obligation_id=obligation.pk,
        upload=SimpleUploadedFile(name, content),
        on_behalf=on_behalf,
    )
