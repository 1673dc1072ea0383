"""A report opens already begun: register figures, tasks done and overdue, documents issued, answers received,
what was announced for this period last time. Each stands with its source and can be removed (daily.md §3).

What goes into a paper is Vietnamese in both languages.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.directives import queries as directives
from giaoban.organisations.models import Unit
from giaoban.periods.rules import Period, Window
from giaoban.recommendations import queries as recommendations
from giaoban.reporting.models import Draft, Obligation, Passage, SectionKind
from giaoban.reporting.queries import figures
from giaoban.tasks import queries as tasks

DOCUMENTS_NAMED = 12
REGISTER_LABEL = "cây tổ chức"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A passage the house can write itself, and where it comes from."""

    kind: SectionKind
    text: str
    origin_kind: str
    origin_id: int | None
    origin_label: str
    origin_url: str
    field: str = ""


def fill(actor: Actor, obligation: Obligation, draft: Draft) -> None:
    """Write the prepared figures and passages into a draft that was just made."""
    now = figures.now_of(obligation, draft)
    known = figures.register_figures(obligation.unit_id, obligation.round.cut_off)
    offered = {key: value for key, value in known.items() if key in now.typed}
    if offered:
        draft.figures = {**draft.figures, **offered}
        draft.marks = {**draft.marks, **{key: [draft.version, "", REGISTER_LABEL] for key in offered}}
        draft.save()
    sections: dict[str, int] = {}
    for section in obligation.round.form_version.sections.order_by("position"):
        sections.setdefault(section.kind, section.pk)
    Passage.objects.bulk_create(
        Passage(
            obligation=obligation,
            section_id=sections[line.kind],
            position=position,
            text=line.text,
            field=line.field,
            origin_kind=line.origin_kind,
            origin_id=line.origin_id,
            origin_label=line.origin_label[:300],
            origin_url=line.origin_url[:300],
        )
        for position, line in enumerate(_prepared(actor, obligation), start=1)
        if line.kind in sections
    )


def window_of(period: Period) -> Window:
    """The days since the report before of the same kind: three months for a merged quarter's end."""
    return Window(period.previous.window().ends, period.window().ends)


def _prepared(actor: Actor, obligation: Obligation) -> Iterator[Prepared]:
    period = Period.parse(obligation.round.period)
    window = window_of(period)
    yield from _issued(actor, obligation, window)
    for task in tasks.closed_in(obligation.unit_id, window):
        product = f" Sản phẩm: {task.product}." if task.product else ""
        yield Prepared(
            SectionKind.RESULT,
            f"Đã hoàn thành: {_stop(task.wording)}{product}{' ' + _stop(task.result) if task.result else ''}",
            *_of_task(task),
        )
    for answer in recommendations.answered_in(obligation.unit_id, window):
        said = f" {_stop(answer.answer)}" if answer.answer else ""
        yield Prepared(
            SectionKind.RESULT,
            f"Kiến nghị “{answer.text}” đã được {answer.addressee} trả lời ngày {vi(answer.answered_on)}: "
            f"{_stop(answer.outcome_label)}{said}",
            "recommendations.recommendation",
            answer.recommendation_id,
            "Trả lời kiến nghị",
            reverse(
                "recommendations:detail",
                args=[obligation.unit.code, obligation.round.period, answer.recommendation_id],
            ),
            answer.field,
        )
    for task in tasks.overdue(obligation.unit_id, window.last_day):
        due = f" (hạn {vi(task.due)})" if task.due else ""
        text = f"Chưa hoàn thành đúng hạn: {task.wording.rstrip(' .;')}{due}. Nguyên nhân:"
        yield Prepared(SectionKind.SHORTCOMING, text, *_of_task(task))
    yield from _announced(obligation, period)


def _issued(actor: Actor, obligation: Obligation, window: Window) -> Iterator[Prepared]:
    """One passage for all documents of the unit and of the commission that works for it."""
    issuers = {obligation.unit_id, *directives.offices_of([obligation.unit_id], obligation.round.cut_off)}
    found = list(
        directives.visible_to(actor)
        .filter(unit_id__in=issuers, issued_on__gte=window.starts, issued_on__lt=window.ends, holder="")
        .order_by("issued_on", "pk")
    )
    if not found:
        return
    names = "; ".join(f"{one.name} ({one.summary.rstrip(' .;')})" for one in found[:DOCUMENTS_NAMED])
    more = "; …" if len(found) > DOCUMENTS_NAMED else "."
    yield Prepared(
        SectionKind.RESULT,
        f"Ban hành {len(found)} văn bản: {names}{more}",
        "directives.document",
        found[0].pk if len(found) == 1 else None,
        "Sổ văn bản, " + str(window),
        reverse("directives:list", args=[obligation.unit.code, obligation.round.period]),
        "leadership",
    )


def _announced(obligation: Obligation, period: Period) -> Iterator[Prepared]:
    """The next tasks of the unit's last sent report of the kind: to be carried on or told as done."""
    before = (
        Obligation.objects.filter(
            unit_id=obligation.unit_id,
            round__regime_id=obligation.round.regime_id,
            round__period=period.previous.code,
            current__isnull=False,
        )
        .select_related("round")
        .first()
    )
    if before is None:
        return
    told = Passage.objects.filter(
        submission=before.accepted or before.current, section__kind=SectionKind.NEXT_TASK
    )
    unit = Unit.objects.only("code").get(pk=before.unit_id)
    for passage in told:
        yield Prepared(
            SectionKind.NEXT_TASK,
            passage.text,
            "reporting.passage",
            passage.pk,
            f"Nhiệm vụ đã nêu: {before.round.title}",
            reverse("reporting:report", args=[unit.code, before.round.period, before.pk]),
            passage.field,
        )


def _of_task(task: tasks.Line) -> tuple[str, int, str, str, str]:
    named = f"Nhiệm vụ {task.number}".strip()
    return (
        "tasks.assignment",
        task.assignment_id,
        f"{named}, {task.document_symbol or task.programme_title}",
        task.url,
        task.field,
    )


def _stop(text: str) -> str:
    return text.rstrip(" .;") + "."
