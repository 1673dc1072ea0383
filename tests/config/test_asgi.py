"""The entry that uvicorn serves: whole pages from a few threads, nothing of one request left for the next."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import activate, get_language

from giaoban.config.asgi import Handler

Answer = Callable[[HttpRequest], HttpResponseBase]
SIGN_IN = "/tai-khoan/vao/"


def asked(path: str, method: str = "GET", body: bytes = b"", cookie: str = "") -> dict[str, Any]:
    headers = [(b"host", b"testserver"), (b"content-length", str(len(body)).encode())]
    if cookie:
        headers.append((b"cookie", cookie.encode()))
    return {
        "scope": {"type": "http", "method": method, "path": path, "query_string": b"", "headers": headers},
        "messages": [{"type": "http.request", "body": body, "more_body": False}],
    }


def answers(handler: Handler, *requests: dict[str, Any]) -> list[tuple[int, bytes]]:
    """Status and body of requests that are there at the same time."""

    async def one(scope: Any, messages: list[Any]) -> tuple[int, bytes]:
        sent: list[dict[str, Any]] = []

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        await handler(scope, receive, send)
        status = sent[0]["status"] if sent else 0
        return status, b"".join(message.get("body", b"") for message in sent[1:])

    async def all_of_them() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(one(**request) for request in requests))

    with ThreadPoolExecutor(1) as aside:  # where no browser of another test has its loop
        return aside.submit(asyncio.run, all_of_them()).result()


def handler_of(view: Answer | None = None, threads: int = 1) -> Handler:
    """The house, or in its place one view, with so many threads."""
    handler = Handler()
    handler.threads = ThreadPoolExecutor(threads)
    if view is not None:
        handler._middleware_chain = view  # type: ignore[attr-defined]
    return handler


def test_a_page_is_answered_whole(db: None) -> None:
    ((status, body),) = answers(handler_of(), asked(SIGN_IN))
    assert (status, body.count(b"<!doctype html>"), body.strip().endswith(b"</html>")) == (200, 1, True)


def test_one_request_leaves_nothing_to_the_next_of_its_thread() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        before, thread = get_language(), threading.get_ident()
        activate("en")
        return HttpResponse(f"{before} {thread}")

    found = [body.decode().split() for _status, body in answers(handler_of(view), asked("/"), asked("/"))]
    assert [language for language, _thread in found] == ["vi", "vi"]
    assert len({thread for _language, thread in found}) == 1  # else there would be nothing to leave


@pytest.mark.parametrize("threads", [2, 4])
def test_no_more_requests_are_worked_on_than_there_are_threads(threads: int) -> None:
    together = threading.Barrier(threads)

    def view(_request: HttpRequest) -> HttpResponse:
        together.wait(5)  # breaks when fewer than `threads` are ever inside
        return HttpResponse(str(threading.get_ident()))

    found = answers(handler_of(view, threads), *(asked("/") for _number in range(2 * threads)))
    assert {status for status, _body in found} == {200}
    assert len({body for _status, body in found}) == threads


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_what_is_posted_and_a_file_arrive_whole() -> None:
    def view(request: HttpRequest) -> FileResponse:
        return FileResponse(BytesIO(request.body * 2))

    body = b"0123456789abcdef" * 100_000  # more than one piece either way
    assert answers(handler_of(view), asked("/", "POST", body)) == [(200, body * 2)]


def test_a_body_that_is_broken_off_is_answered_to_nobody() -> None:
    request = asked("/", "POST")
    request["messages"] = [{"type": "http.disconnect"}]
    assert answers(handler_of(lambda _request: HttpResponse()), request) == [(0, b"")]
