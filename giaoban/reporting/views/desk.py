"""Bàn thẩm tra: the queue of arrivals, one arrival on one screen, clean ones accepted together."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core import calendar
from giaoban.core.actors import acting
from giaoban.core.dates import ZONE, today, vi
from giaoban.core.forms import parse_day
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.reporting import services
from giaoban.reporting.labels import BUCKET_LABELS, BUCKET_SHAPES, PART_LABELS, in_words
from giaoban.reporting.models import STATE_LABELS, STATE_SHAPES, Obligation, OutlineSection
from giaoban.reporting.queries import arrival as arrivals
from giaoban.reporting.queries import desk as queries
from giaoban.reporting.queries import rounds
from giaoban.reporting.queries.wording import row_words
from giaoban.reporting.rules import PROCESS, Bucket, CellPart, Permission, State
from giaoban.reporting.services.reviewing import TOGETHER

CELL, PASSAGE, WHOLE = "o.", "d.", "chung"
HOUR = time(17)
# Parts that a line must name; a stock, a ratio or a condition is one figure.
SAID_PARTS = frozenset({CellPart.IN_PERIOD, CellPart.CUMULATIVE})
KEYS = (
    ("T", gettext_lazy("thẩm tra xong")),
    ("R", gettext_lazy("trả lại")),
    ("↑ ↓", gettext_lazy("báo cáo trước, sau")),
)


@require_GET
def desk(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    found = _posts(request, at)
    post = next((p for p in found if str(p.round.pk) == request.GET.get("dot")), found[0] if found else None)
    context: dict[str, Any] = {"at": at, "posts": found, "post": post, "queue": ()}
    if post is not None:
        context |= _whole(at, post, None)
    return render(request, "reporting/desk.html", context)


@require_http_methods(["GET", "POST"])
def arrival(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    """Opening it receives it; the two ends of the work are one form with two buttons."""
    at = resolve(request, unit_code, period_code)
    post, obligation = _arrival(request, at, obligation_id)
    refusal = None
    if request.method == "POST":
        try:
            return _decide(request, at, post, obligation)
        except Refusal as caught:
            refusal = caught
            obligation = rounds.get_obligation(acting(request), obligation_id)
    elif obligation.state == State.SENT:
        services.open_arrival(actor=acting(request), obligation_id=obligation.pk)
        obligation = rounds.get_obligation(acting(request), obligation_id)
    context = {
        "at": at,
        "posts": (),
        "post": post,
        "refusal": refusal,
        **_whole(at, post, obligation),
        **_item(obligation, request.POST),
    }
    return render(request, "reporting/arrival.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
def clean(request: HttpRequest, unit_code: str, period_code: str, round_id: int) -> HttpResponse:
    """All arrivals without a warning, looked over in one list and accepted together."""
    at = resolve(request, unit_code, period_code)
    post = next((p for p in _posts(request, at) if p.round.pk == round_id), None)
    if post is None:
        raise Hidden("round")
    refusal = None
    if request.method == "POST":
        try:
            count = services.accept_clean(actor=acting(request), previewed=_previewed(request.POST))
        except Refusal as caught:
            refusal = caught
        else:
            text = ngettext(
                "Đã thẩm tra xong %(count)s báo cáo.", "Đã thẩm tra xong %(count)s báo cáo.", count
            )
            messages.success(request, text % {"count": count})
            return redirect(_desk_url(at, post))
    whole = queries.desk(post)
    shown = queries.overview(post.round, whole.clean[:TOGETHER])
    context = {
        "at": at,
        "post": post,
        "rows": shown,
        "more": len(whole.clean) - len(shown),
        "back": _desk_url(at, post),
        "refusal": refusal,
    }
    return render(request, "reporting/accept_clean.html", context, status=422 if refusal else 200)


# --- what the pages show ---------------------------------------------------------------------------------


def _posts(request: HttpRequest, at: Coordinates) -> list[queries.Post]:
    """Where reports of the period arrive here; a page without any only for who would review them."""
    actor = acting(request)
    found = queries.posts(actor, at.unit_id, at.period.code, at.on)
    if not found:
        units = queries.received_here(at.unit_id, at.on)
        if not any(actor.can(Permission.REVIEW, unit, on=at.on) for unit in units):
            raise Hidden(Permission.REVIEW)
    return found


def _arrival(request: HttpRequest, at: Coordinates, obligation_id: int) -> tuple[queries.Post, Obligation]:
    """A report that has come in here at least once; any other is unknown."""
    obligation = rounds.get_obligation(acting(request), obligation_id)
    for post in _posts(request, at):
        if (post.round.pk, post.receiver_id) == (obligation.round_id, obligation.receiver_id):
            if obligation.current is None or obligation.state in {State.DRAFTING, State.APPROVAL}:
                break
            return post, obligation
    raise Hidden("obligation")


def _desk_url(at: Coordinates, post: queries.Post) -> str:
    return reverse("reporting:desk", args=[at.code, at.period.code]) + f"?dot={post.round.pk}"


def _whole(at: Coordinates, post: queries.Post, current: Obligation | None) -> dict[str, Any]:
    """Queue, buckets, absent ones: the frame of both pages."""
    whole = queries.desk(post)
    queue = [_entry(at, line, current) for line in whole.waiting]
    here = next((number for number, entry in enumerate(queue) if entry["current"]), None)
    following = 0 if here is None else here + 1
    own = Obligation.objects.filter(round=post.round, unit_id=post.receiver_id).values_list("pk", flat=True)
    return {
        "desk": whole,
        "queue": queue,
        "keys": KEYS,
        "previous_url": queue[here - 1]["url"] if here else "",
        "next_url": queue[following]["url"] if following < len(queue) else "",
        "buckets": _buckets(whole),
        "absent": [
            {
                "line": one.line,
                "contact": one.contact,
                "kind": STATE_SHAPES[State(one.line.state)],
                "word": STATE_LABELS[State(one.line.state)],
            }
            for one in queries.absent(whole.absent, today())
        ],
        "own_id": own.first(),
        "back": _desk_url(at, post),
    }


def _buckets(whole: queries.Desk) -> list[tuple[str, Any, int]]:
    return [(BUCKET_SHAPES[one], BUCKET_LABELS[one], whole.standing.of(one)) for one in Bucket]


def _entry(at: Coordinates, line: queries.Line, current: Obligation | None) -> dict[str, Any]:
    if line.warnings:
        kind = "late" if line.warnings > 2 else "soon"
        word = ngettext("%(count)s cảnh báo", "%(count)s cảnh báo", line.warnings) % {"count": line.warnings}
    elif line.number > 1:
        kind, word = "doing", _("gửi lại lần %(number)s") % {"number": line.number}
    else:
        kind, word = "done", _("không cảnh báo")
    return {
        "label": line.place.name,
        "note": line.first_warning,
        "kind": kind,
        "word": word,
        "url": reverse("reporting:arrival", args=[at.code, at.period.code, line.obligation_id]),
        "current": current is not None and current.pk == line.obligation_id,
    }


def _item(obligation: Obligation, typed: QueryDict) -> dict[str, Any]:
    shown = arrivals.arrival(obligation)
    moves = {transition.move for transition in PROCESS.moves_from(obligation.state)}
    state = State(obligation.state)
    words = row_words(obligation.round.form_version)

    def figure(line: arrivals.CellLine) -> dict[str, Any]:
        name = CELL + line.cell.key
        row = words[line.cell.row.code]
        part = PART_LABELS[line.cell.part] if line.cell.part in SAID_PARTS else ""
        return {"line": line, "row": row, "part": part, "name": name, "typed": typed.get(name, "")}

    def passage(line: arrivals.PassageLine) -> dict[str, Any]:
        name = f"{PASSAGE}{line.passage.pk}"
        return {"line": line, "name": name, "typed": typed.get(name, "")}

    return {
        "obligation": obligation,
        "arrival": shown,
        "place": queries.place_of(obligation),
        "state": (STATE_SHAPES[state], STATE_LABELS[state]),
        "notable": [figure(line) for line in shown.notable],
        "quiet": [figure(line) for line in shown.quiet],
        "fresh": [_section(section, map(passage, lines)) for section, lines in shown.fresh],
        "same": [_section(section, map(passage, lines)) for section, lines in shown.same],
        "version": typed.get("version") or obligation.version,
        "may_accept": "accept" in moves,
        "may_return": "return" in moves,
        "whole_typed": typed.get(WHOLE, ""),
        "due_day": typed.get("han-ngay", vi(calendar.next_working_day(today() + timedelta(days=1)))),
        "due_hour": typed.get("han-gio", f"{HOUR:%H:%M}"),
    }


def _section(section: OutlineSection, lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"number": section.number, "title": in_words(section, "title"), "lines": list(lines)}


# --- what the forms say ----------------------------------------------------------------------------------


def _decide(
    request: HttpRequest, at: Coordinates, post: queries.Post, obligation: Obligation
) -> HttpResponse:
    remarks = _remarks(request.POST)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        raise Hidden("version") from None
    facts: dict[str, Any] = {
        "actor": acting(request),
        "obligation_id": obligation.pk,
        "version": version,
    }
    name = {"unit": queries.place_of(obligation).name}
    if request.POST.get("viec") == "tra-lai":
        services.return_report(remarks=remarks, new_due=_due(request.POST), **facts)
        messages.success(request, _("Đã trả lại báo cáo của %(unit)s để hoàn thiện.") % name)
    else:
        if remarks:
            raise Refusal(
                "reporting.remarks_typed",
                _("Đã ghi nội dung cần hoàn thiện mà bấm “Thẩm tra xong”. Trả lại, hoặc xóa nội dung."),
                rule=_("Nhận xét chỉ đến đơn vị khi báo cáo được trả lại."),
            )
        services.accept_report(**facts)
        messages.success(request, _("Đã thẩm tra xong báo cáo của %(unit)s.") % name)
    waiting = [line for line in queries.desk(post).waiting if line.obligation_id != obligation.pk]
    if waiting:
        return redirect("reporting:arrival", at.code, at.period.code, waiting[0].obligation_id)
    return redirect(_desk_url(at, post))


def _remarks(data: QueryDict) -> list[services.RemarkFacts]:
    found = []
    for name, raw in data.items():
        text = str(raw).strip()
        if not text:
            continue
        if name == WHOLE:
            found.append(services.RemarkFacts(text))
        elif name.startswith(CELL):
            found.append(services.RemarkFacts(text, cell=name.removeprefix(CELL)))
        elif name.startswith(PASSAGE) and name.removeprefix(PASSAGE).isdecimal():
            found.append(services.RemarkFacts(text, passage_id=int(name.removeprefix(PASSAGE))))
    return found


def _due(data: QueryDict) -> datetime:
    try:
        hour = time.fromisoformat(data.get("han-gio", "").strip().zfill(5))
        return datetime.combine(parse_day(data.get("han-ngay", "")), hour, ZONE)
    except ValueError as wrong:
        raise Refusal(
            "reporting.due",
            _("Viết hạn gửi lại như 25/9/2019, giờ như 17:00."),
            field="due",
            rule=_("Trả lại để hoàn thiện kèm hạn gửi lại."),
        ) from wrong


def _previewed(data: QueryDict) -> dict[int, int]:
    """Ticked reports with the submission that was looked over: "bao-cao" holds "obligation.submission"."""
    try:
        return {int(pk): int(sent) for pk, sent in (one.split(".") for one in data.getlist("bao-cao"))}
    except ValueError:
        raise Hidden("obligation") from None
