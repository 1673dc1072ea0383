"""One mark corrected or removed, a missing one added, a correction taken back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.core.forms import HouseForm
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.web.models import ReadText
from giaoban.web.reading import pages, queries, services
from giaoban.web.reading.forms import CitationForm, FigureForm, TaskForm
from giaoban.web.reading.rules import MarkKind, parts, read_key
from giaoban.web.reading.views.common import Here, find
from giaoban.web.reading.words import KIND_LABELS

KINDS = {"trich-dan": MarkKind.CITATION, "so-lieu": MarkKind.FIGURE, "nhiem-vu": MarkKind.TASK}
MOST_WORDS = 600


@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, unit_code: str, period_code: str, text_id: int, mark_key: str) -> HttpResponse:
    """Change the fields of a mark (`do` save), or say that there is none (`do` remove)."""
    place, found = find(request, unit_code, period_code, text_id)
    key = read_key(mark_key)
    state = queries.state_of(found)
    now = state.get(mark_key)
    known = now or _earlier(state, mark_key)
    if key is None or known is None or (now is None and request.method == "GET"):
        raise Hidden("mark")
    form = _form(request, place, key[0], known, version=state.version(mark_key))
    context = _context(place, found, key[0], (key[1], key[2]), form) | {"key": mark_key}
    if request.method == "GET":
        return render(request, "web/reading/mark.html", context)
    removing = request.POST.get("do") == "remove"
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1

    def write() -> str:
        if removing:
            services.remove_mark(actor=place.actor, text_id=found.pk, key=mark_key, version=version)
            return _("Đã bỏ dấu; hoàn tác được ở cuối trang.")
        if not isinstance(form, CitationForm | FigureForm | TaskForm):
            raise Hidden("mark")
        services.correct_mark(
            actor=place.actor, text_id=found.pk, key=mark_key, facts=form.facts(), version=version
        )
        return _("Đã sửa dấu; hoàn tác được ở cuối trang.")

    return _answer(request, (place, found, form), write, context, start=key[1], valid=removing)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, unit_code: str, period_code: str, text_id: int, kind: str) -> HttpResponse:
    """A mark that is missing: its words are typed, or given by their place (`tu`, `den`) as selected."""
    place, found = find(request, unit_code, period_code, text_id)
    if kind not in KINDS:
        raise Hidden("kind")
    span = _span(request, found.text)
    given: dict[str, Any] = {"text": found.text}
    if span is not None:
        given["initial"] = {
            "words": " ".join(found.text[slice(*span)].split()),
            "place": "{}-{}".format(*span),
        }
    data = request.POST if request.method == "POST" else None
    form: CitationForm | FigureForm | TaskForm
    if KINDS[kind] is MarkKind.CITATION:
        form = CitationForm(data, actor=place.actor, pick_url=place.pick_url, **given)
    elif KINDS[kind] is MarkKind.FIGURE:
        form = FigureForm(data, **given)
    else:
        form = TaskForm(data, **given)
    context = _context(place, found, KINDS[kind], span, form) | {"adding": True}
    if request.method == "GET":
        return render(request, "web/reading/mark.html", context)

    def write() -> str:
        start, end = form.span()
        services.add_mark(actor=place.actor, text_id=found.pk, start=start, end=end, facts=form.facts())
        return _("Đã thêm dấu; hoàn tác được ở cuối trang.")

    start = form.found[0][0] if form.found else 0
    return _answer(request, (place, found, form), write, context, start=start)


@require_POST
def undo(
    request: HttpRequest, unit_code: str, period_code: str, text_id: int, correction_id: int
) -> HttpResponse:
    place, found = find(request, unit_code, period_code, text_id)
    row = services.undo_correction(actor=place.actor, text_id=found.pk, correction_id=correction_id)
    messages.success(request, _("Đã hoàn tác; dấu trở lại như trước khi sửa."))
    key = read_key(row.mark)
    return redirect(_back(place, found, key[1] if key else 0))


def _answer(
    request: HttpRequest,
    shown: tuple[Here, ReadText, HouseForm],
    write: Callable[[], str],
    context: dict[str, Any],
    *,
    start: int,
    valid: bool = False,
) -> HttpResponse:
    """Write and go back to the place in the text; when a rule says no, the form with everything typed."""
    place, found, form = shown
    status = 422
    if valid or form.is_valid():
        try:
            done = write()
        except Conflict as conflict:
            form.refuse(conflict)
            _show_theirs(place, found, form, context)
            status = 409
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(_back(place, found, start))
    return render(request, "web/reading/mark.html", context, status=status)


def _show_theirs(place: Here, found: ReadText, form: HouseForm, context: dict[str, Any]) -> None:
    """What stands now beside what was typed; the next sending knows of it."""
    state = queries.state_of(queries.get_text(place.actor, found.pk))
    now = state.get(context["key"])
    context["theirs"] = pages.mark_values(now) if now is not None else []
    context["gone"] = now is None
    form.data = {**form.data.dict(), "version": str(state.version(context["key"]))}  # type: ignore[attr-defined]


def _form(
    request: HttpRequest, place: Here, kind: MarkKind, known: dict[str, Any], *, version: int
) -> HouseForm:
    data = request.POST if request.method == "POST" else None
    if kind is MarkKind.CITATION:
        options = queries.linked(place.actor, known["candidates"][:8], place.at.on)
        choices = [(key, f"{one.document.label}, {one.document.issuer}") for key, one in options.items()]
        return CitationForm(
            data,
            actor=place.actor,
            pick_url=place.pick_url,
            candidates=choices,
            mark=known,
            version=version,
        )
    if kind is MarkKind.FIGURE:
        return FigureForm(data, mark=known, version=version)
    if kind is MarkKind.TASK:
        return TaskForm(data, mark=known, version=version)
    return HouseForm(data, version=version)


def _earlier(state: queries.State, key: str) -> dict[str, Any] | None:
    """What a removed mark said, for somebody whose form was opened before."""
    rows = [one for one in state.corrections if one.mark == key]
    found: dict[str, Any] | None = rows[-1].before or rows[-1].after if rows else None
    return found


def _context(
    place: Here, found: ReadText, kind: MarkKind, span: tuple[int, int] | None, form: HouseForm
) -> dict[str, Any]:
    page = place.url("text", text_id=found.pk)
    return {
        "at": place.at,
        "text": found,
        "form": form,
        "kind": KIND_LABELS[kind],
        "editable": kind in KINDS.values(),
        "around": pages.context_of(found, *span) if span is not None else None,
        "crumbs": place.crumbs((found.title, page), (str(KIND_LABELS[kind]), "")),
        "cancel_url": _back(place, found, span[0] if span is not None else 0),
    }


def _span(request: HttpRequest, text: str) -> tuple[int, int] | None:
    """The place that a selection names, when it is one of the text and short enough."""
    values = [request.GET.get(name, "") for name in ("tu", "den")]
    if not all(value.isascii() and value.isdecimal() and len(value) < 9 for value in values):
        return None
    start, end = int(values[0]), int(values[1])
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return (start, end) if start < end <= len(text) and end - start <= MOST_WORDS else None


def _back(place: Here, found: ReadText, start: int) -> str:
    """The page of the text at the part in which the place lies."""
    number = next((n for n, (_a, end) in enumerate(parts(found.text), start=1) if start < end), 1)
    page = place.url("text", text_id=found.pk)
    return page if number == 1 else f"{page}?phan={number}"
