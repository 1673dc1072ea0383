"""The exact version that a mã đối chiếu stands for: opened by whoever may read the record it is of."""

from typing import Any

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.core.registries import file_guards, list_guards, paper_sources
from giaoban.correspondence.models import Dossier, Edition, Issue
from giaoban.correspondence.queries.base import visible_to
from giaoban.correspondence.queries.issues import issues_visible_to
from giaoban.correspondence.rules.codes import read_code

DOSSIER, ISSUE = "correspondence.dossier", "correspondence.issue"


def may_read(actor: Actor, kind: str, object_id: int) -> bool:
    """Whether the actor may read the record: a dossier or an issue of this room, else as its room says."""
    if kind == DOSSIER:
        return visible_to(actor).filter(pk=object_id).exists()
    if kind == ISSUE:
        return issues_visible_to(actor).filter(pk=object_id).exists()
    source = paper_sources.get(kind)
    if source is None:
        guard = file_guards.get(kind)
        return guard is not None and guard.may_read(actor, object_id)
    try:
        source.subject_of(actor, object_id)
    except Hidden:
        return False
    return True


def may_open(actor: Actor, edition: Edition) -> bool:
    """Whether the actor may read what the edition is of: a record, or a list as its room says."""
    guard = list_guards.get(edition.kind)
    if guard is None:
        return may_read(actor, edition.kind, edition.object_id)
    on = edition.seen_on or today()
    return guard.may_read(actor, edition.object_id, on, edition.secrecy)


def get_edition(actor: Actor, code: str) -> Edition:
    """By its code as it was typed; unknown and forbidden look the same."""
    edition = Edition.objects.filter(code=read_code(code)).select_related("unit", "pdf", "word").first()
    if edition is None or not may_open(actor, edition):
        raise Hidden("edition")
    return edition


def opened_by(actor: Actor, typed: str) -> str:
    """Where another room shows the version that bears this code; empty when none does for the actor."""
    for source in paper_sources:
        if source.by_code is not None and (url := source.by_code(actor, typed)):
            return url
    return ""


def record_of(edition: Edition) -> Any:
    """The issue or dossier of this room that the edition is of; None for records of other rooms."""
    if edition.kind == ISSUE:
        found = Issue.objects.filter(pk=edition.object_id)
        return found.select_related("document", "dossier", "signed").first()
    if edition.kind == DOSSIER:
        return Dossier.objects.filter(pk=edition.object_id).first()
    return None
