"""What the pages of tasks share: where one is, and how a form is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.core import posting
from giaoban.core.actors import Actor, acting
from giaoban.core.forms import HouseForm
from giaoban.core.posting import go_on
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.queries import lines_of
from giaoban.tasks import queries
from giaoban.tasks.models import Programme
from giaoban.tasks.rules import Permission


@dataclass(frozen=True, slots=True)
class Here:
    """The coordinates of the page, who reads it, and the units whose work is done here: the unit itself and
    the committees it works for."""

    at: Coordinates
    actor: Actor
    ours: tuple[int, ...]

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(
            f"tasks:{name}", kwargs={"unit_code": self.at.code, "period_code": self.at.period.code, **kwargs}
        )

    def crumbs(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        return [(_("Nhiệm vụ"), self.url("list")), *more]

    def directing(self) -> list[int]:
        """Of our units those for which the reader gives tasks, the committee first."""
        return [
            unit_id for unit_id in reversed(self.ours) if queries.may_direct(self.actor, unit_id, self.at.on)
        ]


def here(request: HttpRequest, unit_code: str, period_code: str) -> Here:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    return Here(at, actor, lines_of(at.unit_id, at.on))


def pick_url(place: Here) -> str:
    """Where the picker of documents asks."""
    return reverse(
        "directives:pick", kwargs={"unit_code": place.at.code, "period_code": place.at.period.code}
    )


def programme_for_change(
    request: HttpRequest, unit_code: str, period_code: str, programme_id: int
) -> tuple[Here, Programme]:
    """A programme that the reader directs; any other is unknown to the pages that write."""
    place = here(request, unit_code, period_code)
    programme = queries.get_programme(place.actor, programme_id)
    if not queries.may_direct(place.actor, programme.unit_id):
        raise Hidden("programme")
    return place, programme


def answer(
    request: HttpRequest,
    place: Here,
    form: HouseForm,
    write: Callable[[], str],
    *,
    template: str,
    context: dict[str, Any],
    done: str,
    on_refusal: Callable[[Refusal], None] = lambda _refusal: None,
) -> HttpResponse:
    """Show the form, or write and go where `write` says."""
    context["at"] = place.at
    return posting.answer(
        request, template, context, form, lambda: go_on(request, write(), done), on_refusal=on_refusal
    )
