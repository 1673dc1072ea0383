"""A decision entered: which kind, its form, where the children go, what it would do, and only then recorded.

Every step but the last writes nothing and may be repeated; the last carries a key and the versions that the
preview was made on, so that neither a second press nor a second person doubles or overwrites anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.audit.middleware import repeatable
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.organisations.forms.children import ChildrenForm
from giaoban.organisations.forms.decisions import FORMS
from giaoban.organisations.forms.paper import DecisionForm
from giaoban.organisations.models import CHANGE_LABELS, Unit
from giaoban.organisations.queries import UnitRow
from giaoban.organisations.queries.ever import row_near, unit_near, versions
from giaoban.organisations.rules import ChangeKind
from giaoban.organisations.services import preview
from giaoban.organisations.views import acts
from giaoban.organisations.views.common import (
    Here,
    finder,
    here,
    initial_of,
    lists,
    require_change_of,
)

NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "once", "buoc", "versions"})


@dataclass(frozen=True)
class Step:
    """One entry of a decision: where, about which unit, of which kind."""

    at: Here
    code: str
    kind: ChangeKind
    unit: UnitRow
    ended: bool

    @property
    def url(self) -> str:
        return self._with_choice(self.at.url("decision_form", code=self.code, kind=self.kind.value))

    @property
    def record_url(self) -> str:
        return self._with_choice(self.at.url("decision_record", code=self.code, kind=self.kind.value))

    def _with_choice(self, url: str) -> str:
        query = self.at.request.GET.urlencode()
        return f"{url}?{query}" if query else url

    def form(self, data: Any = None, **kwargs: Any) -> DecisionForm:
        typed = [*(data.values() if data is not None else ()), *kwargs.get("initial", {}).values()]
        picked = finder(
            self.at, [str(self.unit.parent_id), *(text for text in typed if isinstance(text, str))]
        )
        return FORMS[self.kind](data, finder=picked, lists=lists(), unit=self.unit, on=self.at.day, **kwargs)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return self.at.crumbs(
            (self.unit.name, self.at.unit_url(self.code)),
            (_("Quyết định mới"), self.at.url("decision_new", code=self.code) + self.at.query),
            (str(CHANGE_LABELS[self.kind]), ""),
        )


@require_GET
def new(request: HttpRequest, unit_code: str, period_code: str, code: str) -> HttpResponse:
    """Which kind of decision: a sentence each on what it does, only those possible for this unit."""
    at = here(request, unit_code, period_code)
    unit, ended = _unit(at, code)
    require_change_of(at, unit)
    wanted = (
        [ChangeKind.REESTABLISH]
        if ended
        else [kind for kind in ChangeKind if kind is not ChangeKind.REESTABLISH]
    )
    hints = acts.hints(unit)
    kinds = [
        {
            "label": CHANGE_LABELS[kind],
            "hint": hints[kind],
            "url": at.url("decision_form", code=code, kind=kind.value) + at.query,
        }
        for kind in wanted
    ]
    crumbs = at.crumbs((unit.name, at.unit_url(code)), (_("Quyết định mới"), ""))
    return render(
        request, "organisations/decision_new.html", {"at": at, "unit": unit, "kinds": kinds, "crumbs": crumbs}
    )


@repeatable
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, unit_code: str, period_code: str, code: str, kind: str) -> HttpResponse:
    """The form, more rows in it, the shares of the children, and the preview; nothing is written here."""
    step = _step(request, unit_code, period_code, code, kind)
    if request.method == "GET":
        return _show_form(step, step.form(initial=_chosen(step)))
    asked = request.POST.get("buoc", "xem")
    if asked in {"them", "sua"}:
        return _show_form(step, _again(step, request.POST, more=asked == "them"))
    bound = step.form(request.POST)
    if not bound.is_valid():
        return _show_form(step, bound, status=422)
    shared = _children(step, bound, request.POST)
    if shared is not None and (asked == "chuyen" or not shared.is_bound or not shared.is_valid()):
        return _show_children(step, shared)
    return _show_preview(step, bound, shared)


@require_POST
def record(request: HttpRequest, unit_code: str, period_code: str, code: str, kind: str) -> HttpResponse:
    """Through the door, once; back to the form with everything typed when it is refused."""
    step = _step(request, unit_code, period_code, code, kind)
    bound = step.form(request.POST)
    if not bound.is_valid():
        return _show_form(step, bound, status=422)
    shared = _children(step, bound, request.POST)
    if shared is not None and not (shared.is_bound and shared.is_valid()):
        return _show_children(step, shared)
    act = acts.act_of(bound, step.unit.id, shared)
    try:
        outcome = act.door(actor=step.at.actor, **act.facts, **act.versions(_expected(request.POST)))
    except Conflict as conflict:
        return _show_conflict(step, bound, act, conflict)
    except Refusal as refusal:
        return _show_refused(step, bound, shared, refusal)
    messages.success(request, _("Đã ghi quyết định: %(what)s.") % {"what": outcome.change.in_words()})
    return redirect(_after(step, outcome.plan.begins, act.decision.effective_on))


# --- steps ---------------------------------------------------------------------------------------------


def _step(request: HttpRequest, unit_code: str, period_code: str, code: str, kind: str) -> Step:
    at = here(request, unit_code, period_code)
    if kind not in set(ChangeKind):
        raise Http404
    unit, ended = _unit(at, code)
    wanted = ChangeKind(kind)
    chosen = _ids(request.GET.getlist("chon"))
    if wanted is ChangeKind.MERGE and chosen:
        first = Unit.objects.filter(pk=chosen[0]).first()
        if first is None:
            raise Hidden("unit")
        unit = row_near(at.actor, unit_near(at.actor, first.code, at.day), at.day)
    require_change_of(at, unit)
    return Step(at, code, wanted, unit, ended)


def _unit(at: Here, code: str) -> tuple[UnitRow, bool]:
    found = unit_near(at.actor, code, at.day)
    return row_near(at.actor, found, at.day), found.ends <= at.day


def _ids(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def _chosen(step: Step) -> dict[str, Any]:
    """What the address already says: the unit itself, or those ticked in the list, to be merged."""
    if step.kind is not ChangeKind.MERGE:
        return {}
    ids = _ids(step.at.request.GET.getlist("chon")) or [step.unit.id]
    return {"rows": max(len(ids), 2), **{f"unit_{row}": str(unit) for row, unit in enumerate(ids)}}


def _again(step: Step, data: QueryDict, *, more: bool) -> DecisionForm:
    """The form as it was typed, not judged, with one more row when asked."""
    bound = step.form(data)
    rows = bound.rows + 1 if more else bound.rows
    grown = step.form(initial={"rows": rows, "effective_on": data.get("effective_on", "")})
    return step.form(initial={**initial_of(grown, data), "rows": rows})


def _children(step: Step, bound: DecisionForm, data: QueryDict) -> ChildrenForm | None:
    """Where the children go, when the kind asks for it and there are any on the day."""
    targets = acts.targets(bound, step.unit)
    if targets is None:
        return None
    rows = acts.children_of(step.at.actor, step.unit.id, bound.cleaned_data["effective_on"])
    if not rows:
        return None
    return ChildrenForm(data if "default_to" in data else None, children=rows, targets=targets)


def _expected(data: Mapping[str, Any]) -> dict[int, int]:
    pairs = (pair.partition(":") for pair in str(data.get("versions", "")).split(",") if pair)
    return {
        int(unit): int(version) for unit, _colon, version in pairs if unit.isdigit() and version.isdigit()
    }


def _after(step: Step, begun: tuple[int, ...], day: date) -> str:
    """The page of the unit that began, else of the unit itself, on the day of effect."""
    code = Unit.objects.values_list("code", flat=True).get(pk=begun[0]) if begun else step.code
    return step.at.unit_url(code, day)


# --- pages ---------------------------------------------------------------------------------------------


def _carried(data: QueryDict, but: frozenset[str] | set[str] = frozenset()) -> list[tuple[str, str]]:
    """Everything typed so far, to travel as hidden fields."""
    return [
        (name, value)
        for name, values in data.lists()
        for value in values
        if name not in NOT_CARRIED and name not in but
    ]


def _base(step: Step) -> dict[str, Any]:
    return {
        "at": step.at,
        "unit": step.unit,
        "kind": CHANGE_LABELS[step.kind],
        "kind_code": step.kind.value,
        "crumbs": step.crumbs,
        "form_url": step.url,
        "record_url": step.record_url,
        "cancel_url": step.at.unit_url(step.code),
    }


def _show_form(
    step: Step, shown: DecisionForm, *, status: int = 200, conflict: dict[str, Any] | None = None
) -> HttpResponse:
    data = step.at.request.POST
    kept = [(name, value) for name, value in _carried(data) if name.startswith(("default_to", "child_"))]
    context = {**_base(step), "form": shown, "groups": shown.groups(), "kept": kept, "conflict": conflict}
    return render(step.at.request, "organisations/decision_form.html", context, status=status)


def _show_children(step: Step, shared: ChildrenForm) -> HttpResponse:
    mine = {"default_to", *shared.child_names()}
    context = {
        **_base(step),
        "form": shared,
        "rows": shared.table(),
        "carried": _carried(step.at.request.POST, mine),
    }
    return render(
        step.at.request, "organisations/decision_children.html", context, status=422 if shared.errors else 200
    )


def _show_preview(step: Step, bound: DecisionForm, shared: ChildrenForm | None) -> HttpResponse:
    act = acts.act_of(bound, step.unit.id, shared)
    try:
        seen = preview(act.door, actor=step.at.actor, **act.facts)
    except Conflict as conflict:
        return _show_conflict(step, bound, act, conflict)
    except Refusal as refusal:
        return _show_refused(step, bound, shared, refusal)
    now = versions(act.subjects)
    context = {
        **_base(step),
        "seen": seen,
        "decision": act.decision,
        "shared": shared is not None,
        "carried": _carried(step.at.request.POST),
        "versions": ",".join(f"{unit}:{version}" for unit, version in sorted(now.items())),
    }
    return render(step.at.request, "organisations/decision_preview.html", context)


def _show_refused(
    step: Step, bound: DecisionForm, shared: ChildrenForm | None, refusal: Refusal
) -> HttpResponse:
    if shared is not None and refusal.field == "children_to":
        shared.refuse(refusal)
        return _show_children(step, shared)
    bound.refuse(refusal)
    return _show_form(step, bound, status=422)


def _show_conflict(step: Step, bound: DecisionForm, act: acts.Act, conflict: Conflict) -> HttpResponse:
    """What stands now beside what was typed; the form keeps every value and is previewed again."""
    bound.refuse(conflict)
    both = {"theirs": acts.standing(act, step.at), "mine": acts.typed(bound)}
    return _show_form(step, bound, status=409, conflict=both)
