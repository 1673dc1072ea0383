"""One's own way in and one's own account: activation, sessions, rights, why something is not seen."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.accounts import queries, services, throttle
from giaoban.accounts.forms import ActivateForm, WhyForm
from giaoban.accounts.middleware import KEPT_FORM
from giaoban.accounts.rules import ABSOLUTE_SECONDS, ACTIVATION_DAYS, ACTIVATION_LIMIT, IDLE_SECONDS
from giaoban.accounts.views.common import answer
from giaoban.core.posting import UNREAD
from giaoban.core.refusals import Hidden, Refusal


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """Code and password in one form; then signed in. Tries are counted by where they come from."""
    form = ActivateForm(request.POST or None)

    def write(data: dict[str, Any]) -> HttpResponse:
        place = get_adapter(request).get_client_ip(request)
        tries = throttle.enter({throttle.key("activate from", place): ACTIVATION_LIMIT})
        if tries is None:
            raise Refusal("accounts.tries", _("Đã thử sai nhiều lần. Chờ 15 phút rồi thử lại."), field="code")
        try:
            user = services.activate(
                code=data["code"], password=data["password1"], display_name=data["display_name"]
            )
        except Refusal as refusal:
            if refusal.code == "accounts.password":
                throttle.forgive(tries)  # the code was right
                refusal.field = "password1"
            raise
        throttle.forgive(tries)
        login(request, user)
        messages.success(
            request, _("Tài khoản đã được kích hoạt. Lần sau đăng nhập bằng tên và mật khẩu này.")
        )
        return redirect("home")

    return answer(request, form, write, "accounts/activate.html", {"days": ACTIVATION_DAYS})


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    grants, _others = queries.grants_of(user, user)
    context = {
        "account": user,
        "home_name": queries.unit_names({user.home_unit_id or 0}).get(user.home_unit_id or 0, ""),
        "grants": grants,
        "rights": queries.rights_of(user),
        "sessions": queries.sessions_of(user, request.session.session_key),
        "slips": queries.slips_of(user),
        "idle_minutes": IDLE_SECONDS // 60,
        "absolute_hours": ABSOLUTE_SECONDS // 3600,
    }
    return render(request, "accounts/own.html", context)


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one other session of one's own, or all others."""
    user: Any = request.user
    mark = request.POST.get("phien", "")
    if mark:
        services.end_own_session(user, mark)
    else:
        services.end_own_sessions(user, but=request.session.session_key)
    messages.success(request, _("Đã kết thúc phiên đăng nhập."))
    return redirect("account_own")


@require_GET
def why(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    asked = bool(request.GET)
    form = WhyForm(request.GET or None, actor=user)
    context: dict[str, Any] = {"form": form, "asked": asked, "rights": queries.rights_of(user)}
    status = 200
    if asked:
        if form.is_valid():
            data = form.cleaned_data
            context["reasons"] = user.explain(data["permission"], data["unit"].pk, on=data["on"])
            context["opens"] = any(reason.opens for reason in context["reasons"])
        else:
            status = UNREAD
    return render(request, "accounts/why.html", context, status=status)


@require_http_methods(["GET", "POST"])
def kept_form(request: HttpRequest) -> HttpResponse:
    """What a form carried when the session ran out: to send again, or to drop."""
    kept = request.session.get(KEPT_FORM)
    if not kept or kept["user"] != request.user.pk:
        raise Hidden("form")
    if request.method == "POST":
        del request.session[KEPT_FORM]
        return redirect("home")
    fields = [(name, value) for name, values in kept["fields"].items() for value in values]
    shown = [(name, value) for name, value in fields if name != "once" and value]
    return render(
        request, "accounts/kept_form.html", {"path": kept["path"], "fields": fields, "shown": shown}
    )
