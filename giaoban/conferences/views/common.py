"""What the pages share: the conference on a unit's page, what its reader may do, the acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.conferences.labels import STATE_LABELS, STATE_SHAPES
from giaoban.conferences.models import Conference, ConnectionPoint
from giaoban.conferences.queries.base import get_conference, may_attend, may_host, own_point
from giaoban.conferences.rules import ENDED_STATES, LIVE_STATES, Permission, State
from giaoban.core.actors import Actor, acting
from giaoban.core.forms import HouseForm
from giaoban.core.posting import go_on, status_of
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.queries import lines_of


@dataclass(frozen=True, slots=True)
class Here:
    """A conference on the page of a unit: who looks at it, for which side, and what they may do."""

    at: Coordinates
    actor: Actor
    conference: Conference
    prepare: bool
    run: bool
    conclude: bool
    point: ConnectionPoint | None
    attend: bool

    @property
    def host(self) -> bool:
        """Whether the reader works on the host's side."""
        return self.prepare or self.run or self.conclude

    @property
    def live(self) -> bool:
        return self.conference.state in LIVE_STATES

    @property
    def ended(self) -> bool:
        return self.conference.state in ENDED_STATES

    @property
    def status(self) -> tuple[str, Any]:
        state = State(self.conference.state)
        return STATE_SHAPES[state], STATE_LABELS[state]

    def url(self, name: str, *args: int) -> str:
        return reverse(
            f"conferences:{name}", args=[self.at.code, self.at.period.code, self.conference.pk, *args]
        )

    def context(self, **more: Any) -> dict[str, Any]:
        return {"at": self.at, "here": self, "conference": self.conference, **more}


def find(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> Here:
    """The conference on the pages of this unit: held in its line, or with a point of it. Else unknown."""
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    conference = get_conference(actor, conference_id)
    point = own_point(conference, at.unit_id, conference.day)
    lines = {at.unit_id, *lines_of(at.unit_id, conference.day)}
    if point is None and not lines & {conference.unit_id, conference.host_id}:
        raise Hidden("conference")
    if point is not None:
        point.conference = conference
    return Here(
        at,
        actor,
        conference,
        may_host(actor, Permission.PREPARE, conference),
        may_host(actor, Permission.RUN, conference),
        may_host(actor, Permission.CONCLUDE, conference),
        point,
        point is not None and may_attend(actor, point),
    )


def require(allowed: bool) -> None:
    if not allowed:
        raise Hidden("page")


def crumbs(here: Here, *last: tuple[str, str]) -> list[tuple[str, str]]:
    listing = reverse("conferences:list", args=[here.at.code, here.at.period.code])
    found = [(_("Giao ban"), listing), (here.conference.title, here.url("conference"))]
    return [*found, *last]


def number(value: str | None) -> int:
    """An id as a form sends it; 0, which is nobody's, when it is none."""
    return int(value) if value and value.isdecimal() and len(value) < 19 else 0


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    act: Callable[[], str],
    *,
    form: HouseForm | None,
    url: str | Callable[[], str],
) -> HttpResponse:
    """Do what was asked and lead on; when a rule says no, the page again with everything typed."""
    refusal: Refusal | None = None
    if form is None or form.is_valid():
        try:
            done = act()
        except Refusal as said:
            refusal = said
        else:
            return go_on(request, url() if callable(url) else url, done)
    if refusal is not None:
        context["refusal"] = refusal
        if form is not None:
            form.refuse(refusal)
    return render(request, template, context, status=status_of(refusal))


def act_of(request: HttpRequest, acts: Mapping[str, Callable[[], Any]]) -> Callable[[], Any]:
    """What the button of a page asks for; an unknown one is unknown."""
    found = acts.get(request.POST.get("do", ""))
    if found is None:
        raise Hidden("act")
    return found
