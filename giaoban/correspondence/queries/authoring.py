"""What opening and writing a dossier begins with: who may issue, types, templates, the head of its paper."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import override

from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.models import SECRECY_LABELS
from giaoban.core.refusals import Hidden
from giaoban.core.registries import paper_sources
from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.labels import ORGAN_LABELS
from giaoban.correspondence.models import Dossier, Draft
from giaoban.correspondence.papers import Head, catalogue, fill, template
from giaoban.correspondence.queries.base import works_for
from giaoban.correspondence.queries.heads import letterhead, type_name
from giaoban.correspondence.queries.numbers import number_to_come
from giaoban.correspondence.queries.papers import final_paper, paper_of
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.rules.organs import organs_of
from giaoban.directives.models import type_label
from giaoban.directives.rules import doc_type, types
from giaoban.documents.blocks import Letterhead, Paper, Signature
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import departments, lines_of
from giaoban.organisations.queries.naming import names_at

Choices = list[tuple[str, str]]


def drafting_units(actor: Actor, unit_id: int, on: date) -> Choices:
    """For which units of the page the actor may draft, the unit of the page first."""
    units = works_for(actor, Permission.DRAFT)
    found = [unit for unit in lines_of(unit_id, on) if units is None or unit in units]
    names = names_at((unit, on) for unit in found)
    return [(str(unit), names[unit, on]) for unit in found]


def levels_of(unit_ids: Iterable[int], on: date) -> Choices:
    """Who may issue what these units draft: each of them and those they work for, with their organs."""
    order = list(dict.fromkeys(line for unit in unit_ids for line in lines_of(unit, on)))
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=order).select_related("kind")}
    names = names_at((unit, on) for unit in order)
    return [
        (f"{pk}.{organ}", f"{names[pk, on]}: {ORGAN_LABELS[organ]!s}")
        for pk in order
        for organ in organs_of(units[pk].kind_id, advises=units[pk].kind.advises)
    ]


def type_choices() -> Choices:
    return [(row.code, str(type_label(row.code))) for row in types()]


def template_choices() -> Choices:
    """Shipped templates that become a paper with a number."""
    return [(one.code, one.label) for one in catalogue() if doc_type(one.type) is not None]


def type_of_template(code: str) -> str:
    return next((one.type for one in catalogue() if one.code == code), "")


def department_choices(unit_ids: Iterable[int], on: date) -> Choices:
    return [(str(row.pk), row.name) for unit in unit_ids for row in departments(unit, on)]


# --- the paper -------------------------------------------------------------------------------------------


def head_of(dossier: Dossier) -> Head:
    """What stands on the paper of a dossier before it has a number."""
    over = letterhead(dossier)
    signature = None
    if dossier.authority or dossier.post or dossier.signer:
        signature = Signature(dossier.authority.upper(), dossier.post.upper(), dossier.signer)
    secret = dossier.secrecy != Secrecy.NORMAL
    with override("vi"):
        mark = str(SECRECY_LABELS[Secrecy(dossier.secrecy)]).upper() if secret else ""
    return Head(
        superior=over.superior,
        issuer=over.issuer,
        number="",
        place=dossier.place,
        day=None,
        created=now().replace(microsecond=0),
        signature=signature,
        receivers=tuple(dossier.receivers),
        urgency=dossier.urgency,
        secrecy=mark,
    )


def first_paper(actor: Actor, dossier: Dossier) -> Paper:
    """What the first draft begins with: the paper of its subject, its template with gaps, or no body."""
    head = head_of(dossier)
    source = paper_sources.get(dossier.subject_kind) if dossier.subject_kind else None
    if source is not None and dossier.subject_id is not None:
        try:
            found: Paper = source.paper_of(actor, dossier.subject_id)
        except Hidden:
            pass
        else:
            return with_facts(found, dossier)
    try:
        shipped = template(dossier.template)
    except KeyError:
        return _bare(dossier, head)
    return with_facts(fill(shipped, {}, head, gaps=True), dossier)


def _bare(dossier: Dossier, head: Head) -> Paper:
    return with_facts(
        Paper(
            letterhead=Letterhead(head.superior, head.issuer),
            number="",
            place="",
            day=None,
            type_name=type_name(dossier.type),
            about="",
            created=head.created,
        ),
        dossier,
    )


def with_facts(paper: Paper, dossier: Dossier) -> Paper:
    """The paper with what the dossier says now of its head and foot; the body stays."""
    head = head_of(dossier)
    label = type_name(dossier.type)
    return replace(
        paper,
        letterhead=Letterhead(head.superior, head.issuer),
        number="",
        day=None,
        type_name=label,
        place=head.place or paper.place,
        about=dossier.about,
        addressee=dossier.addressee or paper.addressee,
        signature=head.signature or paper.signature,
        receivers=head.receivers or tuple(paper.receivers),
        created=head.created,
        title=f"{label} {dossier.about}".strip(),
        urgency=head.urgency,
        secrecy=head.secrecy,
        code="",
    )


def printed(draft: Draft) -> Paper | None:
    """The paper of a draft, which says the how manieth it is; None for a Word file that is not ours."""
    paper = paper_of(draft)
    if paper is None:
        return None
    return replace(paper, number=number_to_come(draft.dossier), mark=f"Dự thảo lần {draft.number}")


def to_be_issued(draft: Draft) -> Paper | None:
    """The newest draft as it would go out now: head and foot as the dossier says, number and day open."""
    paper = final_paper(draft.dossier, draft, symbol=number_to_come(draft.dossier), on=None)
    return None if paper is None else replace(paper, mark=f"Dự thảo lần {draft.number}")


def drafts_of(dossier: Dossier) -> list[Draft]:
    """All drafts, the newest first, without their papers: a list needs only who and when."""
    found: Any = dossier.drafts.select_related("file").defer("paper").order_by("-number")
    return list(found)
