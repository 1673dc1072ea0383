"""The house's addresses and a few more, on which the edge of a request is tested."""

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import include, path

from giaoban.audit.middleware import repeatable
from giaoban.audit.models import Entry
from giaoban.audit.services import record
from giaoban.core.refusals import Conflict, Hidden, Refusal

handler500 = "giaoban.core.errors.server_error"


def echo(request: HttpRequest) -> JsonResponse:
    """What a view sees of the request."""
    return JsonResponse(
        {
            "get": dict(request.GET.lists()),
            "post": {k: v for k, v in request.POST.lists() if k != "once"},
            "files": {name: [f.name, f.read().decode()] for name, f in request.FILES.items()},
            "path": request.path,
        }
    )


def refuse(request: HttpRequest) -> HttpResponse:
    raise {
        "refusal": Refusal("x", "Chi bộ đã giải thể ngày 30/6/2025.", rule="Quy tắc 5", source="Điều 12"),
        "conflict": Conflict("x", "Chị Bình vừa sửa đơn vị này."),
        "hidden": Hidden("x"),
        "unknown": Http404("x"),
        "away": OperationalError("no connection"),
    }[request.GET["as"]]


def write(request: HttpRequest) -> HttpResponse:
    """One effect, then an answer of the kind that is asked for."""
    record(request.actor, "edge.write", note=request.POST.get("note", ""))  # type: ignore[attr-defined]
    answer = request.POST.get("answer", "redirect")
    if answer == "refuse":
        raise Refusal("x", "Không được.")
    if answer == "fail":
        raise RuntimeError("broken")
    if answer == "page":
        return HttpResponse("đã ghi")
    return HttpResponseRedirect(f"/edge/done/{Entry.objects.order_by('-id')[0].id}/")


def look(request: HttpRequest) -> HttpResponse:
    """A preview: reads, writes nothing."""
    return HttpResponse(f"{Entry.objects.count()} {request.POST.get('note')}")


@repeatable
def autosave(request: HttpRequest) -> HttpResponse:
    record(request.actor, "edge.autosave")  # type: ignore[attr-defined]
    return HttpResponse("1")


urlpatterns = [
    path("edge/echo/", echo),
    path("edge/refuse/", refuse),
    path("edge/write/", write),
    path("edge/other/", write),
    path("edge/look/", look),
    path("edge/autosave/", autosave),
    path("", include("giaoban.config.urls")),
]
