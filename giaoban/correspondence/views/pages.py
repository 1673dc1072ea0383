"""The exact pages of a draft before anything is issued, two drafts side by side, and the PDF itself."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from giaoban.core.answers import sent
from giaoban.core.refusals import Refusal
from giaoban.correspondence import printing
from giaoban.correspondence.models import Draft
from giaoban.correspondence.queries import authoring
from giaoban.correspondence.queries.editions import DOSSIER
from giaoban.correspondence.rules import FINISHED
from giaoban.correspondence.services.printing import Made, print_file, print_made
from giaoban.correspondence.views.common import Here, find, number
from giaoban.correspondence.views.drafts import draft_of
from giaoban.documents.blocks import Paper

PREVIEW = "Bản xem trước, chưa có mã đối chiếu"  # on the paper, which is Vietnamese for every reader


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the browser shows it."""

    number: int
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Pile:
    """All pages of one version, or why they cannot be shown."""

    draft: Draft
    title: str
    sheets: tuple[Sheet, ...] = ()
    refusal: Refusal | None = None


def pdf_of(draft: Draft, *, newest: bool = False) -> bytes:
    """The PDF of a draft to be looked at: of ours by the standard layout, of any other file by LibreOffice.

    The newest one stands as it would be issued; those before it as they were kept. The foot says that it is
    nothing to check a sheet of paper against.
    """
    if draft.file is not None:
        return printing.pdf_of_file(draft.file)
    return printing.pdf_of(replace(_paper(draft, newest=newest), footer=PREVIEW))


def _paper(draft: Draft, *, newest: bool) -> Paper:
    paper = authoring.to_be_issued(draft) if newest else authoring.printed(draft)
    assert paper is not None  # noqa: S101  the database: a draft has a paper or a file
    return paper


def shown(one: Here, draft: Draft) -> bytes:
    """The PDF of a draft on the pages of its dossier: the newest as it goes out, until it is out."""
    return pdf_of(draft, newest=_newest(one, draft))


def _newest(one: Here, draft: Draft) -> bool:
    later = one.dossier.drafts.filter(number__gt=draft.number)
    return one.dossier.state not in FINISHED and not later.exists()


@require_GET
def exact(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """`lan` is the draft (the newest without it), `canh` another one beside it."""
    one = find(request, unit_code, period_code, dossier_id)
    drafts = authoring.drafts_of(one.dossier)
    if not drafts:
        return redirect(one.of("dossier"))
    first = draft_of(one, number(request.GET.get("lan")) or drafts[0].number)
    beside = number(request.GET.get("canh"))
    shown_here = [first, *([draft_of(one, beside)] if beside else [])]
    piles = [_pile(one, draft, last=drafts[0].number) for draft in shown_here]
    context = one.context(
        drafts=drafts,
        piles=piles,
        first=first,
        beside=beside,
        refusal=next((pile.refusal for pile in piles if pile.refusal), None),
        crumbs=one.trail((_("Xem bản in"), "")),
    )
    return render(request, "correspondence/exact.html", context)


def _pile(one: Here, draft: Draft, *, last: int) -> Pile:
    title = _("Dự thảo lần %(n)s") % {"n": draft.number}
    try:
        made = pdf_of(draft, newest=draft.number == last and one.dossier.state not in FINISHED)
    except Refusal as refusal:
        return Pile(draft, title, refusal=refusal)
    numbers = printing.page_numbers(made)
    args = [one.at.code, one.at.period.code, one.dossier.pk, draft.number]
    return Pile(
        draft,
        title,
        tuple(
            Sheet(page, len(numbers), reverse("correspondence:draft_page", args=[*args, page]))
            for page in numbers
        ),
    )


@require_GET
def pdf(
    request: HttpRequest,
    unit_code: str,
    period_code: str,
    dossier_id: int,
    number: int,
) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    draft = draft_of(one, number)
    return sent(_printed(one, draft), f"du-thao-{one.dossier.pk}-lan-{draft.number}.pdf")


def _printed(one: Here, draft: Draft) -> bytes:
    """What `shown` shows, with the code of this version at the foot of each page; read with the dossier."""
    dossier = one.dossier
    if draft.file is None:
        paper = _paper(draft, newest=_newest(one, draft))
        made = Made(DOSSIER, dossier.pk, dossier.unit_id, paper, secrecy=dossier.secrecy)
        return print_made(actor=one.actor, made=made, form="pdf")
    return print_file(
        actor=one.actor,
        kind=DOSSIER,
        object_id=dossier.pk,
        unit_id=dossier.unit_id,
        title=f"{dossier.about}: {_('Dự thảo lần %(n)s') % {'n': draft.number}}",
        file=draft.file,
    )


@require_GET
def picture(  # noqa: PLR0917  as the address names them
    request: HttpRequest, unit_code: str, period_code: str, dossier_id: int, number: int, page: int
) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    return png(printing.picture(shown(one, draft_of(one, number)), page))


def png(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response
