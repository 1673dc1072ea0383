"""The same POST sent three times has one effect: each carries a key, and the key commits with the effect.

A repeat is led to where the first answer led, or told that it was received. What was refused, failed or wrote
nothing releases its key, so that the form can be corrected and sent again.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from giaoban.audit.models import RequestKey
from giaoban.core.middleware import refusal_page
from giaoban.core.refusals import Refusal

FIELD = "once"
HEADER = "X-Once"
# Ending a session and choosing a language give the same result however often they are sent.
EXEMPT = frozenset({"account_login", "account_logout", "set_language"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WRITE = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|MERGE|COPY)\b"
    r"|\s*WITH\b.*\b(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET)\b"
    r"|.*\bprocrastinate_defer",
    re.IGNORECASE | re.DOTALL,
)
_CLAIM = """
    INSERT INTO audit_requestkey (key, actor_id, path, digest, at, status, location)
    VALUES (%s, %s, %s, %s, now(), 0, '') ON CONFLICT (actor_id, key) DO NOTHING RETURNING id
"""

View = TypeVar("View", bound=Callable[..., Any])


def repeatable(view: View) -> View:
    """Mark a view that checks a version of its own (autosave), so that its POST needs no key."""
    view.once_exempt = True  # type: ignore[attr-defined]
    return view


class OnceMiddleware:
    """Binds the key of a signed-in person's POST to its path and content, within its effect's transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor_id = getattr(getattr(request, "actor", None), "actor_id", None)
        if request.method in _SAFE or actor_id is None or _exempt(request):
            return self.get_response(request)
        key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
        if not _KEY.fullmatch(key):
            return refusal_page(request, _missing(), 400)
        return self._answer_once(request, int(actor_id), key)

    def _answer_once(self, request: HttpRequest, actor_id: int, key: str) -> HttpResponse:
        digest = _digest(request)
        writes: list[str] = []

        def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if _WRITE.match(sql):
                writes.append(sql)
            return execute(sql, params, many, context)

        with transaction.atomic():
            # A second request with this key waits here until the first one has committed or given up.
            with connection.cursor() as cursor:
                cursor.execute(_CLAIM, [key, actor_id, request.path[:300], digest])
                claimed = cursor.fetchone()
            if claimed is None:
                served = RequestKey.objects.get(actor_id=actor_id, key=key)
                return _repeated(request, served, digest)
            with connection.execute_wrapper(watch):
                response = self.get_response(request)
            if response.status_code >= 400 or not (writes or _leads(response)):
                transaction.set_rollback(True)
            else:
                RequestKey.objects.filter(pk=claimed[0]).update(
                    status=response.status_code, location=_leads(response)[:500]
                )
        return response


def _exempt(request: HttpRequest) -> bool:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return True  # nothing is there to have an effect
    return match.view_name in EXEMPT or getattr(match.func, "once_exempt", False)


def _digest(request: HttpRequest) -> str:
    """What was sent, without the tokens of the page: a key with other content is another request."""
    fields = [
        [name, request.POST.getlist(name)]
        for name in sorted(request.POST)
        if name not in {FIELD, "csrfmiddlewaretoken"}
    ]
    files = [
        [name, [(upload.name, upload.size) for upload in request.FILES.getlist(name)]]
        for name in sorted(request.FILES)
    ]
    body = "" if request.content_type in _FORMS else hashlib.sha256(request.body).hexdigest()
    sent = json.dumps([request.method, fields, files, body])
    return hashlib.sha256(sent.encode("utf-8", "replace")).hexdigest()


def _leads(response: HttpResponse) -> str:
    return str(response.headers.get("Location") or response.headers.get("HX-Redirect") or "")


def _repeated(request: HttpRequest, served: RequestKey, digest: str) -> HttpResponse:
    if served.path != request.path[:300] or served.digest != digest:
        return refusal_page(request, _other_content(), 409)
    if served.location:
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": served.location})
        return HttpResponse(status=303, headers={"Location": served.location})
    return refusal_page(request, _received(), 409)


def _missing() -> Refusal:
    return Refusal(
        "once.missing",
        _("Biểu mẫu này thiếu mã chống gửi trùng nên chưa được nhận. Tải lại trang rồi gửi lại."),
        rule=_("Mỗi lần gửi mang một mã; gửi nhiều lần cùng một mã chỉ có một kết quả."),
    )


def _received() -> Refusal:
    return Refusal(
        "once.received",
        _("Yêu cầu này đã được nhận và thực hiện một lần; lần gửi lại này không ghi thêm gì."),
        rule=_("Mỗi lần gửi mang một mã; gửi nhiều lần cùng một mã chỉ có một kết quả."),
    )


def _other_content() -> Refusal:
    return Refusal(
        "once.other_content",
        _("Biểu mẫu này đã được gửi trước đó với nội dung khác; lần này chưa ghi gì. Tải lại trang rồi gửi."),
        rule=_("Mỗi lần gửi mang một mã; gửi nhiều lần cùng một mã chỉ có một kết quả."),
    )
