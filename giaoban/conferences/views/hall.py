"""The hall: the console of chair and secretary, the screen of a point, the projector, and their pulse.

Every button is a POST without a script; a script only ticks clocks and asks the pulse what is new.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.conferences import services
from giaoban.conferences.forms import CallInForm
from giaoban.conferences.labels import MOVE_LABELS
from giaoban.conferences.queries import live
from giaoban.conferences.rules import CONFERENCE, SPEECH, SpeechFacts, SpeechState
from giaoban.conferences.views.common import Here, act_of, answer, crumbs, find, number, require
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden

SPEECH_ACTS = (
    "select",
    "queue",
    "unqueue",
    "call",
    "pause",
    "resume",
    "extend",
    "finish",
    "skip",
    "write",
)
CONFERENCE_ACTS = ("open", "pause", "resume", "close")


@require_http_methods(["GET", "POST"])
def console(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    require(here.run)
    context = _hall(here)
    calling = request.method == "POST" and request.POST.get("do") == "call_in"
    form = CallInForm(request.POST if calling else None, points=[row.point for row in context["wall"].rows])
    context |= {"form": form, "crumbs": crumbs(here, (_("Bàn điều hành"), "")), "keys": _keys()}
    if request.method == "GET":
        return render(request, "conferences/console.html", context)
    act = act_of(request, _acts(request, here, form))
    url = here.url("console")
    if request.POST["do"] == "conference.close":
        url = here.url("conclusion") if here.conclude else here.url("conference")
    return answer(request, "conferences/console.html", context, act, form=form if calling else None, url=url)


def _keys() -> list[tuple[str, Any]]:
    return [
        ("N", _("mục tiếp theo")),
        ("M", _("mời điểm cầu tiếp theo")),
        ("+", _("thêm 1 phút")),
        ("P", _("tạm dừng, nói tiếp")),
        ("K", _("kết thúc phát biểu")),
    ]


def _hall(here: Here) -> dict[str, Any]:
    one, moment = here.conference, now()
    speeches = live.speeches_of(one, moment)
    floor = live.floor_of(speeches)
    queue = live.queue_of(speeches)
    moves = {t.move for t in CONFERENCE.moves_from(one.state)}
    return here.context(
        agenda=live.agenda_of(one, moment),
        speeches=speeches,
        floor=floor,
        floor_moves={t.move for t in SPEECH.moves_from(floor.speech.state)} if floor else set(),
        queue=queue,
        upcoming=queue[0] if queue else None,
        registered=[row for row in speeches if row.speech.state == SpeechState.REGISTERED],
        given=[row for row in speeches if row.speech.state == SpeechState.DONE],
        wall=live.wall_of(one, floor.speech.point_id if floor else None),
        moves=[(move, MOVE_LABELS[move]) for move in CONFERENCE_ACTS if move in moves],
        events=live.events_of(one, host=here.host, limit=8),
        seq=one.last_seq,
    )


def _acts(request: HttpRequest, here: Here, form: CallInForm) -> dict[str, Callable[[], str]]:
    """What each button of the console does."""
    common: dict[str, Any] = {"actor": here.actor, "conference_id": here.conference.pk}
    speech: dict[str, Any] = common | {"speech_id": number(request.POST.get("speech"))}
    item: dict[str, Any] = common | {"item_id": number(request.POST.get("item"))}
    point: dict[str, Any] = common | {"point_id": number(request.POST.get("point"))}

    def call_in() -> str:
        data = form.cleaned_data
        made = services.register_speech(
            point_id=number(data["point"]),
            facts=SpeechFacts(topic=data["topic"], minutes=data["minutes"]),
            **common,
        )
        services.move_speech(speech_id=made.pk, move="queue", **common)
        return _("Đã đưa vào hàng chờ.")

    return {
        **{f"speech.{move}": _quietly(services.move_speech, speech, move=move) for move in SPEECH_ACTS},
        **{
            f"conference.{move}": _quietly(services.move_conference, common, move=move)
            for move in CONFERENCE_ACTS
        },
        "speech.up": _quietly(services.reorder_speech, speech, down=False),
        "speech.down": _quietly(services.reorder_speech, speech, down=True),
        "line.lost": _quietly(services.report_line, point, lost=True),
        "line.restored": _quietly(services.report_line, point, lost=False),
        "item.start": _quietly(services.start_item, item),
        "item.end": _quietly(services.end_item, item),
        "call_in": call_in,
    }


def _quietly(door: Callable[..., Any], about: dict[str, Any], **facts: Any) -> Callable[[], str]:
    """The console itself shows what happened: no message."""

    def act() -> str:
        door(**about, **facts)
        return ""

    return act


@require_GET
def projector(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """For the wall of the hall: legible from afar, nothing to press."""
    here = find(request, unit_code, period_code, conference_id)
    return render(request, "conferences/projector.html", _hall(here))


@require_GET
def point_screen(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, point_id: int
) -> HttpResponse:
    """For the hall of a point: what runs, who speaks, and whether it is this unit's turn."""
    here = find(request, unit_code, period_code, conference_id)
    found = here.conference.points.filter(pk=point_id).first()
    if found is None or not (here.host or (here.point is not None and here.point.pk == found.pk)):
        raise Hidden("point")
    context = _hall(here)
    floor, queue = context["floor"], context["queue"]
    context |= {
        "point": found,
        "row": next(row for row in context["wall"].rows if row.point.pk == found.pk),
        "turn": floor is not None and floor.speech.point_id == found.pk,
        "place": next((n for n, row in enumerate(queue, 1) if row.speech.point_id == found.pk), 0),
    }
    return render(request, "conferences/point_screen.html", context)


@require_GET
def pulse(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """What is new since an event: numbers and sentences only; the page fetches its own content."""
    here = find(request, unit_code, period_code, conference_id)
    one = here.conference
    tag = f'"{one.pk}-{one.last_seq}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    since = number(request.GET.get("since"))
    mine = [here.point.pk] if here.point is not None else []
    events = live.events_of(one, host=here.host, point_ids=mine, since=since) if since < one.last_seq else []
    body = {
        "seq": one.last_seq,
        "changed": one.last_seq > since,
        "state": one.state,
        "events": [{"seq": e.seq, "at": f"{e.at:%H:%M:%S}", "text": e.text} for e in reversed(events)],
    }
    response = JsonResponse(body)
    response["ETag"] = tag
    return response
