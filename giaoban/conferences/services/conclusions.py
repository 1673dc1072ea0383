"""The conclusion: numbered paragraphs in draft, then a document of the register, its paragraphs frozen."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.conferences.models import Conclusion, Conference, Paragraph
from giaoban.conferences.queries.base import get_conference, require_host
from giaoban.conferences.queries.conclusions import register_of
from giaoban.conferences.rules import (
    ConclusionState,
    IssueFacts,
    Permission,
    State,
    moved,
    next_period,
    numbers,
)
from giaoban.conferences.services.common import (
    check_version,
    conference_edge,
    emit,
    fits,
    moment,
    wanted,
)
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean
from giaoban.directives.models import Document
from giaoban.directives.queries import may_register
from giaoban.directives.services import DocumentFacts, register_document
from giaoban.organisations.models import UnitName
from giaoban.periods.rules import Period
from giaoban.recommendations.queries import visible_to as recommendations_visible_to

TYPES = ("KL", "TB")
TEXT, OPENING = 4000, 4000


@transaction.atomic
def save_heading(
    *, actor: Actor, conference_id: int, title: str, opening: str = "", version: int
) -> Conclusion:
    """What the conclusion is about, and the words before its paragraphs; 0 is the version of none yet."""
    conference, conclusion = draft_of(actor, conference_id)
    check_version(conclusion, version or conclusion.version, conclusion.title)
    conclusion.title = wanted(title, "title", _("Trích yếu"), 300)
    conclusion.opening = fits(opening, "opening", _("Đoạn mở đầu"), OPENING, multiline=True)
    conclusion.version += 1
    conclusion.save()
    _changed(actor, conference, conclusion, {"title": [None, conclusion.title]})
    return conclusion


@transaction.atomic
def add_paragraph(
    *,
    actor: Actor,
    conference_id: int,
    text: str,
    level: int = 1,
    recommendation_id: int | None = None,
) -> Paragraph:
    """A paragraph at the end; one that answers a recommendation keeps which."""
    conference, conclusion = draft_of(actor, conference_id)
    if recommendation_id is not None:
        seen = recommendations_visible_to(actor).filter(pk=recommendation_id)
        if not seen.exists():
            raise Hidden("recommendation")
        if conclusion.paragraphs.filter(recommendation_id=recommendation_id).exists():
            raise Refusal(
                "conferences.recommendation_twice",
                _("Kiến nghị này đã có đoạn trả lời trong dự thảo kết luận."),
            )
    last = conclusion.paragraphs.order_by("-position").first()
    paragraph = Paragraph.objects.create(
        conclusion=conclusion,
        position=last.position + 1 if last is not None else 1,
        level=2 if level == 2 else 1,
        text=wanted(text, "text", _("Nội dung"), TEXT),
        recommendation_id=recommendation_id,
    )
    renumber(conclusion)
    _changed(actor, conference, conclusion, {"paragraphs": conclusion.paragraphs.count()})
    paragraph.refresh_from_db()
    return paragraph


@transaction.atomic
def change_paragraph(
    *, actor: Actor, conference_id: int, paragraph_id: int, text: str, level: int, version: int
) -> Paragraph:
    conference, conclusion = draft_of(actor, conference_id)
    paragraph = _paragraph(conclusion, paragraph_id)
    check_version(paragraph, version, _("đoạn %(number)s") % {"number": paragraph.number})
    paragraph.text = wanted(text, "text", _("Nội dung"), TEXT)
    paragraph.level = 2 if level == 2 else 1
    paragraph.version += 1
    paragraph.save(update_fields=["text", "level", "version"])
    renumber(conclusion)
    _changed(actor, conference, conclusion, {"paragraph": paragraph.number})
    paragraph.refresh_from_db()
    return paragraph


@transaction.atomic
def move_paragraph(*, actor: Actor, conference_id: int, paragraph_id: int, down: bool) -> Paragraph:
    """Change places with the neighbour of the same level; what stands under it goes along."""
    conference, conclusion = draft_of(actor, conference_id)
    paragraph = _paragraph(conclusion, paragraph_id)
    rows = list(conclusion.paragraphs.all())
    at = next(place for place, one in enumerate(rows) if one.pk == paragraph.pk)
    order = moved([len(one.number.split(".")) for one in rows], at, down=down)
    if order != tuple(range(len(rows))):
        renumber(conclusion, [rows[place] for place in order])
        _changed(actor, conference, conclusion, {"paragraph": paragraph.number})
        paragraph.refresh_from_db()
    return paragraph


@transaction.atomic
def remove_paragraph(*, actor: Actor, conference_id: int, paragraph_id: int) -> None:
    conference, conclusion = draft_of(actor, conference_id)
    paragraph = _paragraph(conclusion, paragraph_id)
    number = paragraph.number
    paragraph.delete()
    renumber(conclusion)
    _changed(actor, conference, conclusion, {"paragraph": [number, None]})


@transaction.atomic
def issue_conclusion(*, actor: Actor, conference_id: int, facts: IssueFacts, version: int) -> Conclusion:
    """Register the conclusion as a document sent to the units of the points; the conference is concluded."""
    conference = get_conference(actor, conference_id, lock=True)
    require_host(actor, conference_edge(conference, "conclude").permission, conference)
    conclusion = Conclusion.objects.filter(conference=conference).first()
    if conclusion is None or not conclusion.paragraphs.exists():
        raise Refusal(
            "conferences.empty_conclusion",
            _("Dự thảo kết luận chưa có đoạn nào nên chưa ban hành được."),
            rule=_("Kết luận gồm các đoạn đánh số, mỗi nhiệm vụ một đoạn."),
        )
    check_version(conclusion, version, conclusion.title)
    if facts.type not in TYPES:
        raise Refusal("conferences.type", _("Chọn Kết luận hoặc Thông báo."), field="type")
    if not conference.day <= facts.issued_on <= today():
        raise Refusal(
            "conferences.issue_day",
            _("Ngày ban hành phải từ ngày họp %(first)s đến hôm nay %(last)s.")
            % {"first": vi(conference.day), "last": vi(today())},
            field="issued_on",
        )
    register = register_of(conference)
    if not may_register(actor, register):
        raise Refusal(
            "conferences.no_register",
            _("Đồng chí chưa được ghi sổ văn bản của đơn vị ban hành. Nhờ văn thư hoặc thư ký ban hành."),
            rule=_("Kết luận là văn bản ban hành: phải vào sổ văn bản của đơn vị."),
        )
    units = set(conference.points.filter(host=False).values_list("unit_id", flat=True))
    document = register_document(
        actor=actor,
        registered_in=register,
        facts=DocumentFacts(
            issued_on=facts.issued_on,
            summary=conclusion.title,
            symbol=_symbol(actor, facts.symbol),
            type=facts.type,
            issuer=_name(register, conference.day),
            unit_id=register,
            secrecy=conference.secrecy,
            public=facts.public,
            recipient_ids=tuple(sorted(units)),
            source=conference.title,
        ),
    )
    return conclude(actor=actor, conference=conference, conclusion=conclusion, document=document)


def conclude(
    *, actor: Actor, conference: Conference, conclusion: Conclusion, document: Document
) -> Conclusion:
    """The conclusion is this registered document and the conference concluded; whoever issued it has been
    asked for the rights."""
    target = conference_edge(conference, "conclude").target
    conclusion.document = document
    conclusion.state = ConclusionState.ISSUED
    conclusion.issued_at = moment(actor, None)
    conclusion.next_period = next_period(Period.parse(conference.period)).code
    conclusion.version += 1
    conclusion.save()
    before, conference.state = conference.state, target
    conference.version += 1
    conference.save(update_fields=["state", "version"])
    emit(conference, "conference.conclude", symbol=document.symbol)
    audit.record(
        actor,
        "conferences.conclude",
        conference,
        unit_id=conference.unit_id,
        changes={"state": [before, conference.state], "document": [None, document.pk]},
    )
    return conclusion


def draft_of(actor: Actor, conference_id: int) -> tuple[Conference, Conclusion]:
    """The conclusion in draft, made when it is first written; an issued one is frozen."""
    conference = get_conference(actor, conference_id, lock=True)
    require_host(actor, Permission.CONCLUDE, conference)
    if conference.state in {State.CONCLUDED, State.ARCHIVED}:
        raise Refusal(
            "conferences.frozen",
            _("Kết luận của “%(title)s” đã ban hành nên không sửa được nữa.") % {"title": conference.title},
            rule=_("Văn bản đã ban hành giữ nguyên lời văn; sửa bằng một văn bản khác."),
        )
    conclusion, _made = Conclusion.objects.get_or_create(
        conference=conference, defaults={"title": default_title(conference)}
    )
    return conference, conclusion


def default_title(conference: Conference) -> str:
    """What the paper is about, in the usual words; always Vietnamese, because it goes into a paper."""
    title = conference.title
    return f"tại {title[:1].lower()}{title[1:]}"[:300]


def _paragraph(conclusion: Conclusion, paragraph_id: int) -> Paragraph:
    paragraph = conclusion.paragraphs.filter(pk=paragraph_id).first()
    if paragraph is None:
        raise Hidden("paragraph")
    return paragraph


def renumber(conclusion: Conclusion, rows: list[Paragraph] | None = None) -> None:
    every = list(conclusion.paragraphs.all()) if rows is None else rows
    for position, (one, number) in enumerate(
        zip(every, numbers([one.level for one in every]), strict=True), start=1
    ):
        one.position, one.number = position, number
    Paragraph.objects.bulk_update(every, ["position", "number"])


def _changed(
    actor: Actor, conference: Conference, conclusion: Conclusion, changes: dict[str, object]
) -> None:
    audit.record(
        actor, "conferences.change_conclusion", conclusion, unit_id=conference.unit_id, changes=changes
    )


def _symbol(actor: Actor, symbol: str) -> str:
    """Number and symbol as signed; only the house itself tells of a paper whose number is not known."""
    return "" if actor.actor_id is None and not symbol else wanted(symbol, "symbol", _("Số, ký hiệu"), 60)


def _name(unit_id: int, day: date) -> str:
    found = UnitName.objects.on(day).filter(unit_id=unit_id).values_list("name", flat=True).first()
    return clean(found or "")
