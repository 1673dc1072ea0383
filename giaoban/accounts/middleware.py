"""The door of the house: every page but a few needs a sign-in, and a sign-in ends (rules.py says when).

Also sets `request.actor`, opens the memory of access for this one request, and keeps signed-in pages out of
every cache. A form sent after the session ran out is kept and offered again after the next sign-in.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from giaoban.accounts import access, sessions
from giaoban.core.actors import Nobody

PUBLIC = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_activate",
        "set_language",
        "health",
    }
)
# Someone who must change the password may do that, leave, or change the language.
BEFORE_NEW_PASSWORD = frozenset({"account_change_password", "account_logout", "set_language", "health"})
KEPT_FORM = "kept_form"
KEPT_LIMIT = 500_000


class SignedInMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = time.time()
        if request.user.is_authenticated and sessions.is_over(request.session, now):
            _end(request)
        signed_in = request.user.is_authenticated
        request.actor = request.user if signed_in else Nobody()  # type: ignore[attr-defined]
        name = _name(request)
        if not signed_in:
            return self.get_response(request) if name in PUBLIC else _to_sign_in(request)
        sessions.touch(request, now)
        access.open_memory(request.user)
        if getattr(request.user, "must_change_password", False) and name not in BEFORE_NEW_PASSWORD:
            return redirect("account_change_password")
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _end(request: HttpRequest) -> None:
    """Close the session; what a form carried stays for the same person, if the form was really ours."""
    kept = _kept_form(request)
    logout(request)
    if kept:
        request.session[KEPT_FORM] = kept


def _kept_form(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST" or int(request.headers.get("Content-Length") or 0) > KEPT_LIMIT:
        return {}
    guard = CsrfViewMiddleware(lambda _request: HttpResponse())
    if guard.process_view(request, lambda _request: HttpResponse(), (), {}) is not None:
        return {}  # not sent by a page of ours
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    if any("password" in name for name in fields):
        return {}
    return {"user": request.user.pk, "path": request.get_full_path(), "fields": fields}


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    target = request.get_full_path() if request.method == "GET" else ""
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.current_url:
        parts = urlsplit(htmx.current_url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if KEPT_FORM in request.session:
        target = reverse("account_kept_form")
    url = reverse("account_login")
    if target not in {"", "/"}:
        url = f"{url}?{urlencode({'next': target}, safe='/')}"
    if htmx:
        # A fragment cannot hold the sign-in page: htmx is told to leave for it.
        return HttpResponse(status=204, headers={"HX-Redirect": url, "Cache-Control": "no-store"})
    return redirect(url)
