"""The last page when a request fails before or outside a view: 503 while the database is away, else 500."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error as plain_server_error

from giaoban.core.middleware import DATABASE_AWAY, database_away


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled (sessions and sign-in ask the database too)."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return database_away()
    return plain_server_error(request)
