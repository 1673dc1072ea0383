"""Papers are printed: each page bears the code of that exact version, which is kept.

In the standard layout the version are the plain values of the paper. In a unit's own Word form it is the
.docx with its code at the foot of every page, and the PDF that LibreOffice makes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.core.actors import Actor
from giaoban.core.refusals import Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.models import Edition, UnitTemplate
from giaoban.correspondence.papers import Head, Template, fill, own
from giaoban.correspondence.queries.templates import bytes_of, find, own_of, rendered
from giaoban.correspondence.services.digests import digest_of
from giaoban.correspondence.services.editions import keep_edition, keep_own, laid_out
from giaoban.documents import apart, plain
from giaoban.documents.blocks import Paper
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of

FORMS = ("docx", "pdf")


@dataclass(frozen=True, slots=True)
class Written:
    """A paper before it has a form: of which record and unit it is, its template, its values and its head."""

    kind: str
    object_id: int
    unit_id: int
    template: str
    values: Mapping[str, Any]
    head: Head


@dataclass(frozen=True, slots=True)
class Made:
    """A paper in the standard layout and the record it is of. Of a list `kind` has a guard in `list_guards`,
    `object_id` is the unit, `seen_on` the day whose tree says who may see it."""

    kind: str
    object_id: int
    unit_id: int
    paper: Paper
    secrecy: str = Secrecy.NORMAL.value
    seen_on: date | None = None


def print_paper(*, actor: Actor, written: Written, form: str) -> bytes:
    """The .docx or the PDF; the version is kept. The caller has asked for the right to read it."""
    found = find(written.template)
    with override("vi"):
        kept = own_of(written.unit_id, found.code)
        if kept is not None:
            return _form_of(actor, _in_own_form(actor, written, found, kept), form)
        paper = fill(found, written.values, written.head)
    made = Made(written.kind, written.object_id, written.unit_id, paper)
    return print_made(actor=actor, made=made, form=form)


def print_made(*, actor: Actor, made: Made, form: str) -> bytes:
    """The same for a paper that has its form already."""
    edition = keep_edition(
        actor=actor,
        kind=made.kind,
        object_id=made.object_id,
        unit_id=made.unit_id,
        title=made.paper.title,
        paper=made.paper,
        secrecy=made.secrecy,
        seen_on=made.seen_on,
    )
    return rendered(plain.load(edition.paper), form)


def print_file(
    *, actor: Actor, kind: str, object_id: int, unit_id: int, title: str, file: StoredFile
) -> bytes:
    """The PDF of a Word file that somebody handed in, with the code at the foot of every page."""
    edition = keep_own(
        actor=actor,
        kind=kind,
        object_id=object_id,
        unit_id=unit_id,
        title=title,
        filled=file.sha256,
        secrecy=file.secrecy,
        make=lambda code: _coded(file, code),
    )
    return laid_out(actor=actor, edition=edition)


def _coded(file: StoredFile, code: str) -> bytes:
    try:
        return apart.coded(path_of(file.key).read_bytes(), code=code)
    except apart.ApartError as failed:
        raise Refusal(
            "correspondence.word_unreadable",
            _("Không ghi được mã đối chiếu vào tệp Word này; hãy lưu lại bằng Word rồi nạp lại."),
        ) from failed


def _in_own_form(actor: Actor, written: Written, found: Template, kept: UnitTemplate) -> Edition:
    """The same values in the same Word file are one version."""
    values, head = written.values, written.head
    return keep_own(
        actor=actor,
        kind=written.kind,
        object_id=written.object_id,
        unit_id=written.unit_id,
        title=fill(found, values, head, gaps=True).title,
        filled=digest_of(own.filled(found, values, head), template=kept.file.sha256),
        make=lambda code: own.render(found, bytes_of(kept), values, replace(head, code=code)),
    )


def _form_of(actor: Actor, edition: Edition, form: str) -> bytes:
    if form == "pdf":
        return laid_out(actor=actor, edition=edition)
    assert edition.word is not None  # noqa: S101  keep_own: its .docx is the version
    return path_of(edition.word.key).read_bytes()
