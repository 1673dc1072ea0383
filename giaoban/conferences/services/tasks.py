"""From the issued conclusion to the programme of the next period: planned on one page, given in one act."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.accounts.rules import Field
from giaoban.audit import services as audit
from giaoban.conferences.links import at_host
from giaoban.conferences.models import Conclusion, Conference, Paragraph
from giaoban.conferences.queries.base import get_conference, require_host
from giaoban.conferences.queries.conclusions import Lead, leads_of, plan_of
from giaoban.conferences.rules import ConclusionState, Leads, ParagraphPlan, Permission
from giaoban.conferences.services.common import check_version, emit, fits, one_of
from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.periods.rules import NotAPeriodError, Period
from giaoban.tasks import services as tasks
from giaoban.tasks.models import Programme
from giaoban.tasks.rules import Kind, Origin, TaskFacts

ORIGIN = "conferences.conclusion"


@transaction.atomic
def plan_tasks(
    *,
    actor: Actor,
    conference_id: int,
    rows: Sequence[ParagraphPlan],
    next_period: str,
    version: int,
) -> Conclusion:
    """Keep the choices of the review page; the wording of the paragraphs stays as it was issued."""
    conference, conclusion = _issued(actor, conference_id)
    check_version(conclusion, version, conclusion.title)
    if conclusion.programme_id is not None:
        raise _given(conclusion)
    conclusion.next_period = _period(next_period)
    paragraphs = {one.pk: one for one in conclusion.paragraphs.all()}
    leads = leads_of(conference)
    for row in rows:
        if row.paragraph_id not in paragraphs:
            raise Hidden("paragraph")
        _write(paragraphs[row.paragraph_id], row, conference, leads)
    conclusion.version += 1
    conclusion.save(update_fields=["next_period", "version"])
    audit.record(
        actor,
        "conferences.plan_tasks",
        conclusion,
        unit_id=conference.unit_id,
        changes={"period": conclusion.next_period, "tasks": sum(1 for row in rows if row.task)},
    )
    return conclusion


@transaction.atomic
def assign_tasks(*, actor: Actor, conference_id: int, version: int) -> Programme:
    """Make the programme of the next period and issue it; asked again, it is the same programme."""
    conference, conclusion = _issued(actor, conference_id)
    if conclusion.programme is not None:
        return conclusion.programme
    check_version(conclusion, version, conclusion.title)
    plan = plan_of(conference, conclusion)
    if not plan.tasks:
        raise Refusal(
            "conferences.no_tasks",
            _("Chưa đoạn nào được đánh dấu thành nhiệm vụ."),
            rule=_("Mỗi nhiệm vụ kỳ tới là một đoạn của kết luận."),
        )
    nobody = [row.paragraph.number for row in plan.rows if row.paragraph.task and not row.leads]
    if nobody:
        raise Refusal(
            "conferences.no_lead",
            _("Đoạn %(numbers)s chưa có đơn vị chủ trì.") % {"numbers": ", ".join(nobody)},
            rule=_("Mỗi nhiệm vụ phải rõ đơn vị thực hiện."),
        )
    programme = tasks.create_programme(
        actor=actor,
        unit_id=conference.unit_id,
        period=conclusion.next_period,
        title=title_of(conclusion),
        document_id=conclusion.document_id,
        origin=Origin(ORIGIN, conclusion.pk, conference.title, at_host(conference)),
        tasks=facts_of([(row.paragraph, row.leads) for row in plan.rows]),
        issue=True,
        secrecy=conference.secrecy,
    )
    conclusion.programme = programme
    conclusion.version += 1
    conclusion.save(update_fields=["programme", "version"])
    emit(conference, "conclusion.assign", count=plan.tasks)
    audit.record(
        actor,
        "conferences.assign_tasks",
        conclusion,
        unit_id=conference.unit_id,
        changes={"programme": [None, programme.pk], "tasks": plan.tasks, "assignments": plan.assignments},
    )
    return programme


def facts_of(rows: Sequence[tuple[Paragraph, Sequence[Lead]]]) -> list[TaskFacts]:
    """Ticked paragraphs as tasks; a ticked one under a ticked one is its child."""
    children: dict[str, list[TaskFacts]] = {}
    upper = {paragraph.number for paragraph, _leads in rows if paragraph.task}
    found: list[tuple[Paragraph, Sequence[Lead]]] = []
    for paragraph, leads in rows:
        if not paragraph.task:
            continue
        above = paragraph.number.partition(".")[0]
        if "." in paragraph.number and above in upper:
            children.setdefault(above, []).append(_fact(paragraph, leads, ()))
        else:
            found.append((paragraph, leads))
    return [_fact(paragraph, leads, tuple(children.get(paragraph.number, ()))) for paragraph, leads in found]


def title_of(conclusion: Conclusion) -> str:
    """The programme's name, in Vietnamese like every paper: the document and the period."""
    label = Period.parse(conclusion.next_period).label()
    name = conclusion.document.name if conclusion.document is not None else ""
    return f"Nhiệm vụ {label[:1].lower()}{label[1:]} theo {name}"


def _fact(paragraph: Paragraph, leads: Sequence[Lead], children: tuple[TaskFacts, ...]) -> TaskFacts:
    return TaskFacts(
        number=paragraph.number,
        wording=paragraph.text,
        product=paragraph.product,
        kind=(Kind.ONE_OFF if paragraph.due else Kind.NO_DEADLINE).value,
        due=paragraph.due,
        field=paragraph.field,
        indicator=paragraph.indicator,
        lead_unit_ids=tuple(lead.unit_id for lead in leads),
        children=children,
    )


def _issued(actor: Actor, conference_id: int) -> tuple[Conference, Conclusion]:
    conference = get_conference(actor, conference_id, lock=True)
    require_host(actor, Permission.CONCLUDE, conference)
    conclusion = (
        Conclusion.objects.select_related("document", "programme").filter(conference=conference).first()
    )
    if conclusion is None or conclusion.state != ConclusionState.ISSUED:
        raise Refusal(
            "conferences.not_issued",
            _("Kết luận chưa ban hành nên chưa giao nhiệm vụ được. Ban hành kết luận trước."),
            rule=_("Nhiệm vụ kỳ tới căn cứ vào kết luận đã ban hành."),
        )
    return conference, conclusion


def _given(conclusion: Conclusion) -> Refusal:
    return Refusal(
        "conferences.given",
        _("Nhiệm vụ theo “%(title)s” đã được giao.") % {"title": conclusion.title},
        rule=_("Một kết luận giao nhiệm vụ một lần; giao thêm trên chương trình đã lập."),
    )


def _period(code: str) -> str:
    try:
        return Period.parse(code).code
    except NotAPeriodError as unknown:
        raise Refusal("conferences.period", _("Kỳ công tác không hợp lệ."), field="next_period") from unknown


def _write(paragraph: Paragraph, row: ParagraphPlan, conference: Conference, leads: Sequence[Lead]) -> None:
    number = paragraph.number
    paragraph.task = row.task
    paragraph.leads = one_of(row.leads, set(Leads), f"leads-{number}", _("Đơn vị chủ trì"))
    paragraph.lead_kind = row.lead_kind if row.lead_kind in {lead.kind for lead in leads} else ""
    if row.due is not None and row.due < conference.day:
        raise Refusal(
            "conferences.due",
            _("Đoạn %(number)s: thời hạn %(due)s trước ngày họp %(day)s.")
            % {"number": number, "due": vi(row.due), "day": vi(conference.day)},
            field=f"due-{paragraph.pk}",
        )
    if row.field and row.field not in set(Field):
        raise Refusal(
            "conferences.field",
            _("Đoạn %(number)s: lĩnh vực không có trong danh mục.") % {"number": number},
            field=f"field-{paragraph.pk}",
        )
    chosen = set(row.unit_ids)
    if chosen - {lead.unit_id for lead in leads}:
        raise Hidden("unit")
    paragraph.due, paragraph.field = row.due, row.field
    paragraph.product = fits(row.product, f"product-{paragraph.pk}", _("Sản phẩm"), 300)
    paragraph.indicator = fits(row.indicator, f"indicator-{paragraph.pk}", _("Chỉ tiêu minh chứng"), 40)
    paragraph.save()
    paragraph.lead_units.set(chosen if paragraph.leads == Leads.CHOSEN else ())
