"""The tree of any day in any hierarchy: levels open one by one, a second day shows what changed."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.organisations.forms.filters import TreeFilter
from giaoban.organisations.queries.forest import Node, compared, forest, lines
from giaoban.organisations.rules import PARTY
from giaoban.organisations.views.common import here

MOST_OPEN = 60


@require_GET
def tree(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    known = lines(at.actor, at.place.unit_id, at.day)
    form = TreeFilter(request.GET, on=at.place.on, hierarchies=[(line.code, line.label) for line in known])
    chosen = form.value("he") or PARTY
    opened = _opened(
        request, [at.place.code, *next((line.above for line in known if line.code == chosen), ())]
    )
    other = form.value("so_voi")
    days = sorted({at.day, other}) if other else [at.day]
    trees = [forest(at.actor, day, opened, chosen) for day in days]
    if len(trees) == 2:
        trees = list(compared(at.actor, trees[0], trees[1], days, chosen))
    sides = [
        {"day": day, "query": at.query_of(day), "lines": _lines(nodes, opened)}
        for day, nodes in zip(days, trees, strict=True)
    ]
    context = {
        "at": at,
        "form": form,
        "sides": sides,
        "compared": len(sides) == 2,
        "opened": ",".join(sorted(opened)),
        "empty": not any(trees),
        "may_change": at.may_change_any,
        "establish_url": at.url("decision_form", code=at.place.code, kind="establish"),
        "tab": "tree",
    }
    return render(request, "organisations/tree.html", context)


def _opened(request: HttpRequest, way: Collection[str]) -> set[str]:
    """The codes of the open nodes: those of the address, else the way to the unit in the bar and itself."""
    if "mo" in request.GET:
        return set([code for code in request.GET["mo"].split(",") if code][:MOST_OPEN])
    return set(way)


def _lines(nodes: tuple[Node, ...], opened: set[str]) -> list[dict[str, Any]]:
    """The nodes for the template, with the codes of the address once one is opened or closed."""
    return [
        {
            "node": node,
            "toggle": ",".join(sorted(opened ^ {node.unit.code})),
            "below": _lines(node.nodes, opened),
        }
        for node in nodes
    ]
