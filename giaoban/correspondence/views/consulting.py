"""Opinions: asking for them, the unit's own answer, the table tiếp thu · giải trình, closing the round."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.answers import sent
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import exports, forms, printing, queries
from giaoban.correspondence.models import OpinionPoint
from giaoban.correspondence.queries.base import units_of_page
from giaoban.correspondence.queries.consulting import Answer, answer_of, get_opinion, rounds_of
from giaoban.correspondence.queries.editions import DOSSIER
from giaoban.correspondence.queries.heads import letterhead_of
from giaoban.correspondence.rules import MOVABLE, Move, Permission, State
from giaoban.correspondence.services import consulting as doors
from giaoban.correspondence.services import opinions as answering
from giaoban.correspondence.services.printing import Made, print_made
from giaoban.correspondence.views.common import (
    Here,
    Place,
    answer,
    comes_second,
    crumb,
    find,
    here,
    require,
    show_theirs,
    stream,
)
from giaoban.correspondence.views.drafts import word_of
from giaoban.correspondence.views.pages import pdf_of, png
from giaoban.organisations.queries.naming import names_at


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    require(one.drafts and one.dossier.state in (*MOVABLE, State.CONSULTING))
    numbers = list(one.dossier.drafts.order_by("-number").values_list("number", flat=True))
    if not numbers:
        return redirect(one.of("write"))
    form = forms.AskForm(
        request.POST or None,
        actor=one.actor,
        drafts=numbers,
        on=one.at.on,
        version=one.dossier.version,
    )

    def write() -> str:
        made = doors.ask(
            actor=one.actor,
            dossier_id=one.dossier.pk,
            facts=form.facts(),
            version=form.cleaned_data["version"],
        )
        asked = made.opinions.count()
        if not asked:
            return _("Đã ghi đợt phiếu lấy ý kiến.")
        return _("Đã gửi lấy ý kiến %(n)s cơ quan.") % {"n": asked}

    context = one.context(
        title=_("Lấy ý kiến"),
        submit=_("Gửi lấy ý kiến"),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Lấy ý kiến"), "")),
    )
    return answer(request, "correspondence/move.html", context, form, write, one.of("opinions"))


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    moves = {t.move for t in queries.moves_for(one.actor, one.dossier)}
    require(Move.SETTLE in moves or comes_second(request, one, Permission.DRAFT))
    form = forms.SettleForm(request.POST or None, version=one.dossier.version)

    def write() -> str:
        data = form.cleaned_data
        doors.settle(
            actor=one.actor,
            dossier_id=one.dossier.pk,
            on=data["on"],
            reason=data["reason"],
            version=data["version"],
        )
        return _("Đã kết thúc lấy ý kiến. Hồ sơ trở lại soạn thảo để hoàn thiện và trình.")

    context = one.context(
        title=_("Kết thúc lấy ý kiến"),
        submit=_("Kết thúc lấy ý kiến"),
        cancel_url=one.of("opinions"),
        crumbs=one.trail((_("Ý kiến góp ý"), one.of("opinions")), (_("Kết thúc"), "")),
    )
    return answer(request, "correspondence/move.html", context, form, write, one.of("dossier"))


# --- the table ---------------------------------------------------------------------------------------------


@require_GET
def opinions(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    settling = one.drafts and one.dossier.state in (*MOVABLE, State.CONSULTING)
    context = one.context(
        rounds=rounds_of(one.dossier),
        settling=settling,
        consulting=one.drafts and one.dossier.state == State.CONSULTING,
        crumbs=one.trail((_("Ý kiến góp ý"), "")),
    )
    return render(request, "correspondence/opinions.html", context)


@require_http_methods(["GET", "POST"])
def respond(
    request: HttpRequest, unit_code: str, period_code: str, dossier_id: int, point_id: int
) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    require(one.drafts)
    point = (
        OpinionPoint.objects.filter(pk=point_id, opinion__consultation__dossier=one.dossier)
        .select_related("opinion__consultation")
        .first()
    )
    if point is None:
        raise Hidden("point")
    form = forms.RespondForm(request.POST or None, point=point)

    def write() -> str:
        data = form.cleaned_data
        answering.respond(
            actor=one.actor,
            point_id=point.pk,
            accepted=data["accepted"] == "1",
            response=data["response"],
            version=data["version"],
        )
        return _("Đã ghi cách xử lý điểm góp ý.")

    unit, day = point.opinion.unit_id, point.opinion.consultation.sent_on
    context = one.context(
        point=point,
        unit=names_at([(unit, day)])[unit, day],
        cancel_url=f"{one.of('opinions')}#diem-{point.pk}",
        crumbs=one.trail((_("Ý kiến góp ý"), one.of("opinions")), (_("Tiếp thu, giải trình"), "")),
    )
    url = f"{one.of('opinions')}#diem-{point.pk}"
    told = show_theirs(context, form)
    return answer(request, "correspondence/respond.html", context, form, write, url, on_refusal=told)


@require_http_methods(["GET", "POST"])
def counts(
    request: HttpRequest, unit_code: str, period_code: str, dossier_id: int, consultation_id: int
) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    require(one.drafts)
    round_ = one.dossier.consultations.filter(pk=consultation_id, manner="form").first()
    if round_ is None:
        raise Hidden("consultation")
    form = forms.CountsForm(request.POST or None, consultation=round_)

    def write() -> str:
        data = form.cleaned_data
        doors.count_forms(
            actor=one.actor,
            consultation_id=round_.pk,
            given=data["given"],
            returned=data["returned"],
            agreed=data["agreed"],
            disagreed=data["disagreed"],
            version=data["version"],
        )
        return _("Đã ghi kết quả phiếu lấy ý kiến.")

    context = one.context(
        title=_("Kết quả phiếu lấy ý kiến"),
        submit=_("Ghi kết quả"),
        cancel_url=one.of("opinions"),
        crumbs=one.trail((_("Ý kiến góp ý"), one.of("opinions")), (_("Kết quả phiếu"), "")),
    )
    template, told = "correspondence/move.html", show_theirs(context, form)
    return answer(request, template, context, form, write, one.of("opinions"), on_refusal=told)


@require_GET
def table_xlsx(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    unit = names_at([(one.dossier.unit_id, one.dossier.opened_on)])
    content = exports.opinions_workbook(
        one.dossier,
        rounds_of(one.dossier),
        unit[one.dossier.unit_id, one.dossier.opened_on],
        author=one.actor.actor_label,
    )
    return sent(content, f"tiep-thu-giai-trinh-{one.dossier.pk}.xlsx")


@require_GET
def table_docx(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    return _table(one, "docx")


@require_GET
def table_pdf(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    return _table(one, "pdf")


def _table(one: Here, form: str) -> HttpResponse:
    """As it stands now, under the code of this version; it is read with the dossier."""
    dossier = one.dossier
    over = letterhead_of(dossier.unit_id, dossier.opened_on)
    paper = exports.opinions_paper(dossier, rounds_of(dossier), over.superior, over.issuer)
    made = Made(DOSSIER, dossier.pk, dossier.unit_id, paper, secrecy=dossier.secrecy)
    content = print_made(actor=one.actor, made=made, form=form)
    return sent(content, f"tiep-thu-giai-trinh-{dossier.pk}.{form}")


# --- what one's own unit answers ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, unit_code: str, period_code: str, opinion_id: int) -> HttpResponse:
    """The draft that is asked about and the answer: of the asked unit itself, or recorded by who asked."""
    place, found = _asked(request, unit_code, period_code, opinion_id)
    own = queries.may(place.actor, Permission.DRAFT, found.opinion.unit_id)
    dossier = found.opinion.consultation.dossier
    behalf = not own and queries.may_move(place.actor, dossier, Permission.DRAFT)
    settled = any(point.accepted is not None for point in found.points)
    is_open = found.opinion.consultation.closed_on is None and dossier.state == State.CONSULTING
    writes = (own or behalf) and is_open and not settled
    require(request.method == "GET" or writes)
    form = forms.AnswerForm(
        request.POST or None, request.FILES or None, opinion=found.opinion, points=found.points
    )

    def write() -> str:
        sent = form.cleaned_data["file"]
        answering.answer(
            actor=place.actor,
            opinion_id=found.opinion.pk,
            facts=form.facts(),
            file=stream(sent) if sent else None,
            file_name=sent.name if sent else "",
            shown=form.cleaned_data["seen"],
        )
        return _("Đã gửi ý kiến.") if own else _("Đã ghi ý kiến thay cơ quan góp ý.")

    inside = {dossier.unit_id, dossier.issuer_id} & units_of_page(place.at.unit_id, place.at.on)
    on_dossier = bool(inside) and queries.visible_to(place.actor).filter(pk=dossier.pk).exists()
    back = place.url("opinions", dossier.pk) if behalf and on_dossier else place.url("dossiers")
    asker = dossier.unit_id, found.opinion.consultation.sent_on
    context = {
        "at": place.at,
        "here": place,
        "found": found,
        "dossier": dossier,
        "consultation": found.opinion.consultation,
        "draft": found.opinion.consultation.draft,
        "asker": names_at([asker])[asker],
        "own": own,
        "writes": writes,
        "closed": not is_open,
        "on_dossier": on_dossier,
        "pages": _pages(place, found),
        "cancel_url": back,
        "crumbs": place.crumbs((crumb(dossier.about), "")),
    }
    url = back if behalf else place.url("opinion", found.opinion.pk)
    told = show_theirs(context, form)
    return answer(request, "correspondence/opinion.html", context, form, write, url, on_refusal=told)


def _asked(request: HttpRequest, unit_code: str, period_code: str, opinion_id: int) -> tuple[Place, Answer]:
    """The opinion on the pages of the unit that is asked, or of one that works on the dossier."""
    place = here(request, unit_code, period_code)
    found = get_opinion(place.actor, opinion_id)
    dossier = found.consultation.dossier
    own = units_of_page(place.at.unit_id, place.at.on)
    if not own & {found.unit_id, dossier.unit_id, dossier.issuer_id}:
        raise Hidden("opinion")
    day: date = found.consultation.sent_on
    return place, answer_of(found, names_at([(found.unit_id, day)])[found.unit_id, day])


def _pages(place: Place, found: Answer) -> list[tuple[int, str]]:
    """Addresses of the exact pages of the draft; none when they cannot be made here."""
    try:
        made = pdf_of(found.opinion.consultation.draft)
    except Refusal:
        return []
    return [(page, place.url("opinion_page", found.opinion.pk, page)) for page in printing.page_numbers(made)]


@require_GET
def opinion_page(
    request: HttpRequest, unit_code: str, period_code: str, opinion_id: int, page: int
) -> HttpResponse:
    _place, found = _asked(request, unit_code, period_code, opinion_id)
    return png(printing.picture(pdf_of(found.opinion.consultation.draft), page))


@require_GET
def opinion_docx(request: HttpRequest, unit_code: str, period_code: str, opinion_id: int) -> HttpResponse:
    _place, found = _asked(request, unit_code, period_code, opinion_id)
    return word_of(found.opinion.consultation.draft)
