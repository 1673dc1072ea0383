"""At the edge of every request: text in one spelling, refusals as pages, an honest page without database.

NUL and lone surrogates are refused (400), because no place of the house can keep them.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean, nfc

GetResponse = Callable[[HttpRequest], HttpResponse]

RETRY_AFTER_SECONDS = 10
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_SECRET_FIELD = re.compile("password|mat_khau|token|otp", re.IGNORECASE)
DATABASE_AWAY = (OperationalError, InterfaceError)


def back_url(request: HttpRequest) -> str:
    """The page the request came from, when it is one of ours."""
    came_from = request.headers.get("Referer", "")
    allowed = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return came_from if allowed else "/"


def refusal_page(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    """The refusal with its rule and source; 409 for a conflict, 422 for a rule, 400 for an unusable form."""
    template = "409.html" if isinstance(refusal, Conflict) else "422.html"
    context = {"refusal": refusal, "back_url": back_url(request)}
    response = HttpResponse(render_to_string(template, context, request), status=status)
    response["Cache-Control"] = "no-store"
    return response


def database_away() -> HttpResponse:
    """Rendered without the request, because the bar of a page would ask the database again."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


class LanguageMiddleware(LocaleMiddleware):
    """Vietnamese unless the switch on the page says otherwise: many offices run an English browser."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        activate(chosen if known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = get_language() or settings.LANGUAGE_CODE


class NormaliseMiddleware:
    """Every text of the address and of a form is cleaned before a view sees it; files stay as sent."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if _UNKEEPABLE.search(request.path):
                raise SuspiciousOperation("a character of the path cannot be kept")
            request.GET = cleaned(request.GET)  # type: ignore[assignment]
            if request.method == "POST":
                posted = cleaned(request.POST)
                request._post = posted  # type: ignore[attr-defined]  # what request.POST returns from now on
                for name in request.FILES:
                    for upload in request.FILES.getlist(name):
                        upload.name = clean(upload.name or "")
        except RequestDataTooBig:
            return refusal_page(request, _too_big(), 413)
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError, UnicodeError):
            return refusal_page(request, _unreadable(), 400)
        return self.get_response(request)


def _unreadable() -> Refusal:
    return Refusal(
        "request.unreadable",
        _("Nội dung gửi lên có ký tự không lưu được hoặc bị đứt giữa chừng. Xóa đoạn vừa dán rồi nhập lại."),
    )


def _too_big() -> Refusal:
    return Refusal("request.too_big", _("Nội dung gửi lên quá lớn. Chia nhỏ, hoặc gửi bằng tệp đính kèm."))


def cleaned(data: QueryDict) -> QueryDict:
    """A copy with every value cleaned (passwords keep their spaces); SuspiciousOperation else."""
    copy = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        if any(_UNKEEPABLE.search(text) for text in (name, *values)):
            raise SuspiciousOperation(f"a character of the field {name!r} cannot be kept")
        copy.setlist(name, [_cleaned(name, value) for value in values])
    copy._mutable = False
    return copy


def _cleaned(name: str, value: str) -> str:
    if _SECRET_FIELD.search(name):
        return nfc(value)
    return clean(value, multiline=any(c in value for c in "\n\r\t"))


class RefusalMiddleware:
    """What no form caught: a refusal becomes its page, a hidden thing the same 404 as an unknown one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Hidden):
            raise Http404 from None
        if isinstance(exception, Conflict):
            return refusal_page(request, exception, 409)
        if isinstance(exception, Refusal):
            return refusal_page(request, exception, 422)
        if isinstance(exception, DATABASE_AWAY):
            return database_away()
        return None
