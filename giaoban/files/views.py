"""Giving a file out: permission each time, always to be saved, never run or shown inside this house."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.core.refusals import Hidden
from giaoban.files import queries, services


@require_GET
@never_cache
def download(request: HttpRequest, file_id: int) -> HttpResponseBase:
    stored = queries.get_file(acting(request), file_id)
    try:
        content = services.path_of(stored.key).open("rb")
    except FileNotFoundError as lost:
        raise Hidden("file") from lost
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
