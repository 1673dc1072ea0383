"""The ASGI entry that uvicorn serves: the loop receives and sends, a few threads answer."""

import asyncio
import gc
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from typing import Any

import django
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.urls import reverse, set_script_prefix

from giaoban.config import environment

# Files of the house and of its users are read whole, in a thread; nobody's request waits for them.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")


class Handler(ASGIHandler):
    """Middleware, view and template of a request run in one go, in one of as many threads as connections.

    Django's own handler starts a thread for each request, goes back and forth between it and the loop, and
    lets all requests that are there at once struggle for one core.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware()
        self.threads = ThreadPoolExecutor(environment.connections() or 1, "page")

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with closing(body):
            loop = asyncio.get_running_loop()
            # A context of its own: nothing that one request sets is there for the next one of the thread.
            response = await loop.run_in_executor(self.threads, copy_context().run, self.answer, scope, body)
            await self.send_response(response, send)
            if response.streaming:
                await loop.run_in_executor(self.threads, response.close)

    def answer(self, scope: Any, body: Any) -> Any:
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        response._handler_class = self.__class__
        if response.streaming:  # read when it is sent
            close_old_connections()
        else:
            response.close()
        return response


django.setup(set_prefix=False)
application = Handler()
reverse("home")  # loads the pages of all rooms
gc.freeze()  # what the start made stays: looking through it again held every page up for 0.14 s now and then
