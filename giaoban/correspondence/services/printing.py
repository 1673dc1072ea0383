"""A paper of another room is printed: in the standard layout each page bears the code of that exact version.

A unit's own Word template has no code: LibreOffice lays it out, so no version of ours can be shown equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import override

from giaoban.core.actors import Actor
from giaoban.correspondence.papers import Head, fill
from giaoban.correspondence.queries.templates import find, made_docx, made_pdf, own_of, rendered
from giaoban.correspondence.services.editions import keep_edition
from giaoban.documents import plain

FORMS = {"docx": made_docx, "pdf": made_pdf}


@dataclass(frozen=True, slots=True)
class Written:
    """A paper before it has a form: of which record and unit it is, its template, its values and its head."""

    kind: str
    object_id: int
    unit_id: int
    template: str
    values: Mapping[str, Any]
    head: Head


@transaction.atomic
def print_paper(*, actor: Actor, written: Written, form: str) -> bytes:
    """The .docx or the PDF; the version is kept. The caller has asked for the right to read it."""
    found = find(written.template)
    with override("vi"):
        if own_of(written.unit_id, found.code) is not None:
            return FORMS[form](written.unit_id, found, written.values, written.head)
        paper = fill(found, written.values, written.head)
    edition = keep_edition(
        actor=actor,
        kind=written.kind,
        object_id=written.object_id,
        unit_id=written.unit_id,
        title=paper.title,
        paper=paper,
    )
    return rendered(plain.load(edition.paper), form)
