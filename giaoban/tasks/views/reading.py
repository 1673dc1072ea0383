"""Pages that only read: the two lists, a programme, its matrix and the workbook of it."""

from collections import Counter
from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.answers import sent
from giaoban.core.dates import today
from giaoban.correspondence.queries import drafts_for
from giaoban.tasks import exports, queries
from giaoban.tasks.labels import KIND_LABELS, PROGRAMME_LABELS, PROGRAMME_SHAPES, WORDS, legend
from giaoban.tasks.models import Programme
from giaoban.tasks.rules import BOOK, ProgrammeState
from giaoban.tasks.views.common import Here, here

PAGE = 50


@require_GET
def task_list(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """What is assigned to us, late ones first."""
    return _list(request, here(request, unit_code, period_code), giving=False)


@require_GET
def given_list(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """What we assigned, late ones first, and our programmes with how much of each is done."""
    return _list(request, here(request, unit_code, period_code), giving=True)


def _list(request: HttpRequest, place: Here, *, giving: bool) -> HttpResponse:
    asked = request.GET
    filters = _filters(request, place)
    day = today()
    find = queries.assigned_by if giving else queries.assignments_for
    wide = replace(filters, word="", programme_id=None)
    counted = find(place.ours, day, actor=place.actor, tree_on=place.at.on, filters=wide)
    heaps = queries.heaps(counted)
    here_ = [h for h in heaps if filters.programme_id in (None, h.programme_id)]
    counts = Counter[str]()
    for heap in here_:
        counts[heap.word] += heap.count
    found = queries.related(queries.picked(counted, filters))
    pages = Paginator(found, PAGE)
    pages.count = counts[filters.word] if filters.word else counts.total()  # known already
    page = pages.get_page(asked.get("trang"))
    directing = place.directing()
    context = {
        "at": place.at,
        "giving": giving,
        "page": page,
        "rows": queries.rows(page.object_list, place.at.on, day),
        "filters": filters,
        "tally": queries.tally(counts),
        "words": WORDS.items(),
        "fields": FIELD_LABELS.items(),
        "choices": {h.programme_id: h.title for h in heaps}.items(),
        "whole": "tat-ca" in asked,
        "programmes": _programmes(place) if giving else (),
        "may_create": bool(directing),
        "may_localise": bool(directing) and not giving,
        "nothing": not counts and not set(asked) - {"tat-ca"},
        "today": day,
    }
    return render(request, "tasks/list.html", context)


def _programmes(place: Here) -> list[queries.ProgrammeLine]:
    own = queries.programmes_visible_to(place.actor, place.at.on).filter(unit_id__in=place.ours)
    return queries.programme_lines(own.filter(queries.alive_in(place.at.period)), on=place.at.on)


def _filters(request: HttpRequest, place: Here) -> queries.Filters:
    asked = request.GET
    programme = asked.get("chuong-trinh", "")
    return queries.Filters(
        word=asked.get("nhan", "") if asked.get("nhan", "") in WORDS else "",
        field=asked.get("linh-vuc", ""),
        programme_id=int(programme) if programme.isdecimal() and len(programme) < 19 else None,
        text=asked.get("tim", "").strip(),
        period=None if "tat-ca" in asked else place.at.period,
    )


@require_GET
def programme(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    found = queries.get_programme(place.actor, programme_id, on=place.at.on)
    book = found.origin_kind == BOOK
    page = _page(request, place, found)
    directs = not book and queries.may_direct(place.actor, found.unit_id)
    context = {
        "at": place.at,
        "programme": found,
        "book": book,
        "page": page,
        "crumbs": place.crumbs((found.title, "")),
        "document": found.document if queries.may_open_document(place.actor, found, place.at.on) else None,
        "directs": directs,
        "submits": drafts_for(place.actor, found.unit_id, page_of=place.at.unit_id, on=place.at.on),
        "draft": found.state == ProgrammeState.DRAFT,
        "issued": found.state == ProgrammeState.ISSUED,
        "unassigned": not page.assignments,
        "status": (
            PROGRAMME_SHAPES[ProgrammeState(found.state)],
            PROGRAMME_LABELS[ProgrammeState(found.state)],
        ),
        "kinds": KIND_LABELS,
        "fields": FIELD_LABELS,
        "today": today(),
    }
    return render(request, "tasks/programme.html", context)


def _page(request: HttpRequest, place: Here, found: Programme) -> queries.ProgrammePage:
    """A programme whole; the tasks that papers of a year became page by page."""
    if found.origin_kind == BOOK:
        return queries.book_page(place.actor, found, place.at.on, request.GET.get("trang"))
    return queries.programme_page(place.actor, found, place.at.on)


@require_GET
def matrix(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    found = queries.get_programme(place.actor, programme_id, on=place.at.on)
    page = _page(request, place, found)
    table = queries.matrix_of(page)
    context = {
        "at": place.at,
        "programme": found,
        "matrix": table,
        "part": page.part,
        "crumbs": place.crumbs((found.title, place.url("programme", programme_id=found.pk))),
        "legend": legend(cell.label.word for row in table.rows for cell in row.cells if cell),
        "today": today(),
    }
    return render(request, "tasks/matrix.html", context)


@require_GET
def matrix_xlsx(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    found = queries.get_programme(place.actor, programme_id, on=place.at.on)
    table = queries.matrix(place.actor, found, place.at.on)
    content = exports.matrix_workbook(found, table, place.at, author=place.actor.actor_label)
    return sent(content, f"ma-tran-nhiem-vu-{found.pk}.xlsx")


@require_GET
def assignment(request: HttpRequest, unit_code: str, period_code: str, assignment_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    found = queries.get_assignment(place.actor, assignment_id, on=place.at.on)
    page = queries.assignment_page(place.actor, found, place.at.on)
    title = found.task.programme.title
    context = {
        "at": place.at,
        "page": page,
        "assignment": found,
        "task": found.task,
        "programme": found.task.programme,
        "crumbs": place.crumbs((title, place.url("programme", programme_id=found.task.programme_id))),
        "kind_label": KIND_LABELS[found.task.kind],
        "field_label": FIELD_LABELS.get(found.task.field, ""),
        "today": today(),
    }
    return render(request, "tasks/assignment.html", context)
