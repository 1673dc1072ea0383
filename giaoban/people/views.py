"""Pages about persons: the register of a unit, a person's posts, and the doors that write them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core import posting
from giaoban.core.actors import acting
from giaoban.core.dates import today
from giaoban.core.forms import HouseForm
from giaoban.core.posting import go_on
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.people import forms, queries, services
from giaoban.people.models import POST_LABELS, Person, Post
from giaoban.people.rules import Permission

PAGE = 50


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    asked = request.GET
    manages = actor.can(Permission.VIEW_PERSONAL, at.unit_id, on=at.on)
    filters = queries.Filters(
        text=asked.get("ten", "").strip(),
        kind=asked.get("loai", ""),
        subtree="truc-thuoc" in asked,
        unpublished="chua-cong-bo" in asked and manages,
        by_rank=asked.get("xep") == "chuc-danh",
    )
    page = Paginator(queries.register(actor, at.unit_id, at.on, filters), PAGE).get_page(asked.get("trang"))
    rows = queries.rows(page.object_list, at.on)
    services.open_records(actor=actor, person_ids=[row.person_id for row in rows if not row.public])
    context = {
        "at": at,
        "page": page,
        "rows": rows,
        "filters": filters,
        "kinds": POST_LABELS.items(),
        "manages": manages,
        "may_change": actor.can(Permission.CHANGE, at.unit_id),
        "nobody": not page.object_list and filters == replace(queries.Filters(), by_rank=filters.by_rank),
    }
    return render(request, "people/register.html", context)


@require_GET
def person(request: HttpRequest, unit_code: str, period_code: str, person_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    found = queries.get_person(actor, person_id, unit_id=at.unit_id, on=at.on)
    opens = queries.opens_personal(actor, found, at.on)
    if opens:
        services.open_record(actor=actor, person=found)
    lines = queries.history(actor, found, at.on)
    context = {
        "at": at,
        "person": found,
        "opens": opens,
        "own": queries.is_own(actor, found),
        "held": [line for line in lines if line.post.current],
        "corrected": [line for line in lines if not line.post.current],
        "readings": queries.readings(actor, found),
        "may_change": actor.can(Permission.CHANGE, at.unit_id),
        "today": today(),
    }
    return render(request, "people/person.html", context)


@require_GET
def own_record(request: HttpRequest) -> HttpResponse:
    """To one's own record, in the unit and period of a post held now (else the latest one)."""
    target = queries.own_address(acting(request))
    if target is None:
        return render(request, "people/no_record.html")
    unit_code, period_code, person_id = target
    return redirect("people:person", unit_code=unit_code, period_code=period_code, person_id=person_id)


@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    acting(request).require(Permission.VIEW)
    found = queries.pick(acting(request), request.GET.get("q", ""), today())
    options = [(choice.person_id, choice.label, choice.hint) for choice in found]
    return render(request, "core/parts/options.html", {"options": options})


@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = _for_change(request, unit_code, period_code)
    form = forms.PersonForm(request.POST or None)

    def write(data: dict[str, Any]) -> Any:
        return services.add_person(
            actor=acting(request),
            full_name=data["full_name"],
            birth_year=data["birth_year"],
            confirmed=data["confirmed"],
            post=form.facts(at.unit_id),
        ).pk

    def again(refusal: Refusal) -> None:
        if refusal.code == "people.same_name":
            form.ask_to_confirm()

    done = _("Đã thêm cán bộ.")
    return _answer(request, at, form, write, "people/person_add.html", done=done, on_refusal=again)


@require_http_methods(["GET", "POST"])
def post_add(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = _for_change(request, unit_code, period_code)
    actor = acting(request)
    initial = {"person": request.GET.get("nguoi", "")}
    form = forms.AppointForm(request.POST or None, actor=actor, on=at.on, initial=initial)

    def write(data: dict[str, Any]) -> Any:
        return services.appoint(
            actor=actor, person_id=data["person"].pk, post=form.facts(at.unit_id)
        ).person_id

    return _answer(request, at, form, write, "people/post_add.html", done=_("Đã ghi thêm chức danh."))


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, unit_code: str, period_code: str, person_id: int) -> HttpResponse:
    at = _for_change(request, unit_code, period_code)
    found = queries.get_person(acting(request), person_id, unit_id=at.unit_id, on=at.on)
    form = forms.AccountForm(
        request.POST or None,
        accounts=queries.accounts_of(at.unit_id, found),
        initial={"user": str(found.user_id or "")},
    )

    def write(data: dict[str, Any]) -> Any:
        user_id = int(data["user"]) if data["user"] else None
        return services.link_account(actor=acting(request), person_id=found.pk, user_id=user_id).pk

    return _answer(
        request, at, form, write, "people/account.html", done=_("Đã ghi tài khoản của hồ sơ."), person=found
    )


@require_http_methods(["GET", "POST"])
def post_end(request: HttpRequest, unit_code: str, period_code: str, post_id: int) -> HttpResponse:
    at, post = _post(request, unit_code, period_code, post_id)
    form = forms.EndForm(request.POST or None, version=post.version)

    def write(data: dict[str, Any]) -> Any:
        services.end_post(
            actor=acting(request),
            post_id=post.pk,
            last_day=data["last_day"],
            end_decision=data["end_decision"],
            version=data["version"],
        )
        return post.person_id

    done = _("Đã ghi thôi giữ chức.")
    return _answer(request, at, form, write, "people/post_end.html", done=done, post=post)


@require_http_methods(["GET", "POST"])
def post_correct(request: HttpRequest, unit_code: str, period_code: str, post_id: int) -> HttpResponse:
    at, post = _post(request, unit_code, period_code, post_id)
    form = forms.CorrectForm(request.POST or None, post=post, version=post.version)

    def write(data: dict[str, Any]) -> Any:
        services.correct_post(
            actor=acting(request),
            post_id=post.pk,
            post=form.facts(at.unit_id),
            reason=data["reason"],
            version=data["version"],
        )
        return post.person_id

    done = _("Đã đính chính; bản cũ được giữ lại.")
    return _answer(request, at, form, write, "people/post_correct.html", done=done, post=post)


@require_http_methods(["GET", "POST"])
def post_withdraw(request: HttpRequest, unit_code: str, period_code: str, post_id: int) -> HttpResponse:
    at, post = _post(request, unit_code, period_code, post_id)
    form = forms.WithdrawForm(request.POST or None, version=post.version)

    def write(data: dict[str, Any]) -> Any:
        services.withdraw_post(
            actor=acting(request),
            post_id=post.pk,
            reason=data["reason"],
            version=data["version"],
        )
        return post.person_id

    done = _("Đã rút bản ghi; bản cũ được giữ lại.")
    return _answer(request, at, form, write, "people/post_withdraw.html", done=done, post=post)


# --- what the pages that write share -------------------------------------------------------------------


def _for_change(request: HttpRequest, unit_code: str, period_code: str) -> Coordinates:
    at = resolve(request, unit_code, period_code)
    acting(request).require(Permission.CHANGE, at.unit_id)
    return at


def _post(request: HttpRequest, unit_code: str, period_code: str, post_id: int) -> tuple[Coordinates, Post]:
    """A post of the unit in the address; another unit's is unknown here.

    Of a row that was corrected meanwhile, the row that stands now: what was typed meets it as a conflict.
    """
    at = _for_change(request, unit_code, period_code)
    post = queries.standing(acting(request), post_id)
    if post.unit_id != at.unit_id:
        raise Hidden("post")
    return at, post


def _answer(
    request: HttpRequest,
    at: Coordinates,
    form: HouseForm,
    write: Callable[[dict[str, Any]], Any],
    template: str,
    *,
    done: str,
    post: Post | None = None,
    person: Person | None = None,
    on_refusal: Callable[[Refusal], None] = lambda _refusal: None,
) -> HttpResponse:
    """Show the form, or write and go to the person; what was typed stays when a rule says no."""
    context: dict[str, Any] = {
        "at": at,
        "post": post,
        "person": person,
        "zone_connected": "secrecy" not in form.fields,
    }

    def act() -> HttpResponse:
        person_id = write(form.cleaned_data)
        there = {"unit_code": at.code, "period_code": at.period.code, "person_id": person_id}
        return go_on(request, reverse("people:person", kwargs=there), done)

    def again(refusal: Refusal) -> None:
        on_refusal(refusal)
        refusal.field = "last_day" if refusal.field == "ends" else refusal.field
        if isinstance(refusal, Conflict) and post is not None:
            context["theirs"] = queries.latest(post.pk)
            form.data = {**request.POST.dict(), "version": str(queries.version_of(post.pk))}

    return posting.answer(request, template, context, form, act, on_refusal=again)
