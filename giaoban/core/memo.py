"""Answers remembered while one page is read: asked many times on a page, the same for all of it.

Only requests that read (GET, HEAD) remember; a door that changes the tree is never answered from memory.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
T = TypeVar("T")
_remembered: ContextVar[dict[Hashable, Any] | None] = ContextVar("remembered", default=None)


def once_a_page(function: Callable[P, T]) -> Callable[P, T]:
    """Remember the answer for the same arguments until the page is done; the arguments must be hashable."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        memory = _remembered.get()
        if memory is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in memory:
            memory[key] = function(*args, **kwargs)
        answer: T = memory[key]
        return answer

    return asked


def remembering() -> bool:
    """Whether a page is being read, so that what is read along is of use later."""
    return _remembered.get() is not None


class MemoMiddleware:
    """Opens the memory of a page that is read and forgets it when the page is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        token = _remembered.set({})
        try:
            return self.get_response(request)
        finally:
            _remembered.reset(token)
