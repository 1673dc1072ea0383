"""Keeping one exact version of a paper under a mã đối chiếu, which opens it again."""

import hashlib
from dataclasses import replace
from typing import Any

from django.db import transaction

from giaoban.core.actors import Actor
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean
from giaoban.correspondence.models import Edition
from giaoban.correspondence.rules.codes import new_code
from giaoban.correspondence.services.digests import digest_of
from giaoban.documents import plain
from giaoban.documents.blocks import Paper
from giaoban.files import services as files
from giaoban.files.models import StoredFile

KIND = "correspondence.edition"
PDF = "application/pdf"


@transaction.atomic
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
        "made_by": actor.actor_id,
    }
    if paper is not None:
        return _of_paper(replace(paper, code=new_code()), facts)
    data = pdf or b""
    edition = Edition.objects.create(code=new_code(), sha256=hashlib.sha256(data).hexdigest(), **facts)
    edition.pdf = files.keep(
        actor=actor,
        kind=KIND,
        object_id=edition.pk,
        unit_id=unit_id,
        data=data,
        name=f"{edition.code}.pdf",
        media_type=PDF,
    )
    edition.save(update_fields=["pdf"])
    return edition


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
