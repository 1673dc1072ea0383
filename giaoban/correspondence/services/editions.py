"""Keeping one exact version of a paper under a mã đối chiếu, which opens it again."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from giaoban.core.actors import Actor
from giaoban.core.answers import MEDIA
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean
from giaoban.correspondence.models import Edition
from giaoban.correspondence.queries.templates import office_pdf
from giaoban.correspondence.rules.codes import new_code
from giaoban.correspondence.services.digests import digest_of
from giaoban.documents import plain
from giaoban.documents.blocks import Paper
from giaoban.files import services as files
from giaoban.files.models import StoredFile

KIND = "correspondence.edition"


def keep_edition(
    *,
    actor: Actor,
    kind: str,
    object_id: int,
    unit_id: int,
    title: str,
    paper: Paper | None = None,
    pdf: bytes | None = None,
    secrecy: str = Secrecy.NORMAL.value,
    seen_on: date | None = None,
) -> Edition:
    """Keep what is printed or sent now; the same paper kept twice is one edition.

    The caller's door has asked for the right to print. Print `edition.paper`: it bears the code.
    """
    if (paper is None) == (pdf is None):
        raise ValueError("an edition is of a paper or of bytes")
    facts = {
        "kind": kind,
        "object_id": object_id,
        "unit_id": unit_id,
        "title": clean(title)[:1000],
        "secrecy": secrecy,
        "seen_on": seen_on,
        "made_by": actor.actor_id,
    }
    if paper is not None:
        return _of_paper(replace(paper, code=new_code()), facts)
    data = pdf or b""
    with transaction.atomic():
        edition = Edition.objects.create(code=new_code(), sha256=hashlib.sha256(data).hexdigest(), **facts)
        edition.pdf = _kept(actor, edition, data, "pdf")
        edition.save(update_fields=["pdf"])
    return edition


@transaction.atomic
def keep_own(
    *,
    actor: Actor,
    kind: str,
    object_id: int,
    unit_id: int,
    title: str,
    filled: str,
    make: Callable[[str], bytes],
    secrecy: str = Secrecy.NORMAL.value,
) -> Edition:
    """The same for a paper in somebody's own Word form: `make(code)` gives the .docx, whose bytes are the
    version. `filled` is the digest of what it is made of: the same gives the same edition."""
    same = Edition.objects.filter(kind=kind, object_id=object_id, filled=filled)
    known = same.select_related("word", "pdf").order_by("pk").first()
    if known is not None:
        return known
    code = new_code()
    data = make(code)
    edition = Edition.objects.create(
        code=code,
        kind=kind,
        object_id=object_id,
        unit_id=unit_id,
        title=clean(title)[:1000],
        filled=filled,
        sha256=hashlib.sha256(data).hexdigest(),
        secrecy=secrecy,
        made_by=actor.actor_id,
    )
    edition.word = _kept(actor, edition, data, "docx")
    edition.save(update_fields=["word"])
    return edition


@transaction.atomic
def laid_out(*, actor: Actor, edition: Edition) -> bytes:
    """The PDF of a .docx that is kept: LibreOffice makes it once, its bytes stay with the version."""
    if edition.pdf is None:
        assert edition.word is not None  # noqa: S101  keep_own
        edition.pdf = _kept(actor, edition, office_pdf(files.path_of(edition.word.key).read_bytes()), "pdf")
        edition.save(update_fields=["pdf"])
    return files.path_of(edition.pdf.key).read_bytes()


def _kept(actor: Actor, edition: Edition, data: bytes, form: str) -> StoredFile:
    return files.keep(
        actor=actor,
        kind=KIND,
        object_id=edition.pk,
        unit_id=edition.unit_id,
        data=data,
        name=f"{edition.code}.{form}",
        media_type=MEDIA[form],
    )


def keep_file(
    *,
    actor: Actor,
    kind: str,
    object_id: int,
    unit_id: int,
    title: str,
    file: StoredFile,
    secrecy: str = Secrecy.NORMAL.value,
) -> Edition:
    """The same for a file that the house keeps already: the signed copy of a paper that is not ours."""
    return Edition.objects.create(
        code=new_code(),
        kind=kind,
        object_id=object_id,
        unit_id=unit_id,
        title=clean(title)[:1000],
        pdf=file,
        sha256=file.sha256,
        secrecy=secrecy,
        made_by=actor.actor_id,
    )


def _of_paper(paper: Paper, facts: dict[str, Any]) -> Edition:
    values = plain.dump(paper)
    digest = digest_of(values)
    same = Edition.objects.filter(kind=facts["kind"], object_id=facts["object_id"], sha256=digest)
    known = same.order_by("pk").first()
    if known is not None:
        return known
    return Edition.objects.create(code=paper.code, paper=values, sha256=digest, **facts)
