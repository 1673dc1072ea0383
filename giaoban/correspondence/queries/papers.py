"""The paper of a dossier: as it was drafted, and as it will be issued with number, day and signature."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import override

from giaoban.core.models import SECRECY_LABELS
from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.models import Dossier, Draft
from giaoban.correspondence.queries.heads import letterhead, type_name
from giaoban.documents import plain
from giaoban.documents.blocks import Paper, Signature


def paper_of(draft: Draft) -> Paper | None:
    """The paper that the draft keeps; None for a Word file that is not ours."""
    return None if draft.paper is None else plain.load(draft.paper)


def final_paper(
    dossier: Dossier,
    draft: Draft,
    *,
    symbol: str,
    on: date | None,
    receivers: Sequence[str] | None = None,
    headed: bool = True,
) -> Paper | None:
    """The draft as it goes out: what stands in the dossier is printed, no mark of a draft. Not `headed`, the
    bodies in its head are as the draft says: for who reads only what stands below."""
    paper = paper_of(draft)
    if paper is None:
        return None
    signature = paper.signature
    if dossier.signer or dossier.post or dossier.authority:
        signature = Signature(dossier.authority.upper(), dossier.post.upper(), dossier.signer)
    secret = dossier.secrecy != Secrecy.NORMAL
    with override("vi"):  # a paper is Vietnamese, whoever reads it in which language
        mark = str(SECRECY_LABELS[Secrecy(dossier.secrecy)]).upper() if secret else ""
    return replace(
        paper,
        letterhead=letterhead(dossier) if headed else paper.letterhead,
        type_name=type_name(dossier.type),
        about=dossier.about,
        number=symbol,
        day=on,
        place=dossier.place or paper.place,
        addressee=dossier.addressee or paper.addressee,
        signature=signature,
        receivers=tuple(dossier.receivers if receivers is None else receivers) or tuple(paper.receivers),
        urgency=dossier.urgency or paper.urgency,
        secrecy=mark,
        mark="",
        code="",
    )
