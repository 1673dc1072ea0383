"""What the pages of a hồ sơ trình share: the dossier on a unit's page, its crumbs, how a form is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, cast

from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from giaoban.core import posting
from giaoban.core.actors import Actor, acting
from giaoban.core.dates import vi
from giaoban.core.forms import HouseForm
from giaoban.core.posting import go_on
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.correspondence import queries
from giaoban.correspondence.labels import STATE_LABELS, STATE_SHAPES
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.queries.base import units_of_page
from giaoban.correspondence.rules import EDITABLE, Permission, State
from giaoban.organisations.coordinates import Coordinates, resolve

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
CRUMB = 70  # signs of a title among the crumbs


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the room without a dossier: the coordinates and who reads."""

    at: Coordinates
    actor: Actor

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"correspondence:{name}", args=[self.at.code, self.at.period.code, *args])

    def crumbs(self, *last: tuple[str, str]) -> list[tuple[str, str]]:
        return [(_("Hồ sơ trình"), self.url("dossiers")), *last]


@dataclass(frozen=True, slots=True)
class Here(Place):
    """A dossier on the page of a unit that advises or issues it."""

    dossier: Dossier
    drafts: bool

    @property
    def writes(self) -> bool:
        """Whether a new draft may be saved now."""
        return self.drafts and self.dossier.state in EDITABLE

    @property
    def status(self) -> tuple[str, Any]:
        state = State(self.dossier.state)
        return STATE_SHAPES[state], STATE_LABELS[state]

    def of(self, name: str, *args: Any) -> str:
        return self.url(name, self.dossier.pk, *args)

    def trail(self, *last: tuple[str, str]) -> list[tuple[str, str]]:
        name = crumb(self.dossier.about)
        return self.crumbs((name, self.of("dossier") if last else ""), *last)

    def context(self, **more: Any) -> dict[str, Any]:
        return {"at": self.at, "here": self, "dossier": self.dossier, **more}


def crumb(title: str) -> str:
    """A title among the crumbs: short, with a capital."""
    if len(title) <= CRUMB:
        return capfirst(title)
    return f"{capfirst(title[:CRUMB].rpartition(' ')[0] or title[:CRUMB]).rstrip(' ,;:(')}…"


def here(request: HttpRequest, unit_code: str, period_code: str) -> Place:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    return Place(at, actor)


def find(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> Here:
    """The dossier on the pages of a unit that works on it; elsewhere it is unknown."""
    place = here(request, unit_code, period_code)
    dossier = queries.get_dossier(place.actor, dossier_id)
    if not {dossier.unit_id, dossier.issuer_id} & units_of_page(place.at.unit_id, place.at.on):
        raise Hidden("dossier")
    return Here(place.at, place.actor, dossier, queries.may_move(place.actor, dossier, Permission.DRAFT))


def comes_second(request: HttpRequest, one: Here, permission: str) -> bool:
    """Whether somebody sent a form for a step that the dossier has left: its door says what became of it."""
    return request.method == "POST" and queries.may_move(one.actor, one.dossier, permission)


def require(allowed: bool) -> None:
    if not allowed:
        raise Hidden("page")


def answer(  # noqa: PLR0917  in the order in which a page is made
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    form: HouseForm,
    act: Callable[[], str],
    url: str | Callable[[], str],
    *,
    on_refusal: Callable[[Refusal], None] = lambda _refusal: None,
) -> HttpResponse:
    """Show the form; or do what it asks and lead on. Who comes second may go on from what now stands."""

    def done() -> HttpResponse:
        said = act()
        return go_on(request, url() if callable(url) else url, said)

    def refused(refusal: Refusal) -> None:
        if isinstance(refusal, Conflict):
            form.catch_up()
        on_refusal(refusal)

    return posting.answer(request, template, context, form, done, on_refusal=refused)


def show_theirs(context: dict[str, Any], form: HouseForm) -> Callable[[Refusal], None]:
    """For a form that writes a record anew: what somebody else wrote meanwhile beside what is typed."""

    def told(refusal: Refusal) -> None:
        if isinstance(refusal, Conflict):
            context["theirs"] = [pair for one in form.visible_fields() if (pair := _held(one)) is not None]

    return told


def _held(one: BoundField) -> tuple[str, str] | None:
    """Label and value of a field where the record says otherwise than what is typed."""
    held = vi(one.initial) if isinstance(one.initial, date) else str(one.initial or "")
    if held.split() == str(one.value() or "").split():
        return None
    choices = {str(code): str(label) for code, label in getattr(one.field, "choices", ())}
    return str(one.label), choices.get(held, held) or "–"


def stream(file: Any) -> BinaryIO:
    """The bytes of an upload; Django's own type says less than the class holds."""
    return cast("BinaryIO", file.file)


def number(value: str | None) -> int:
    """A number as an address or form sends it; 0 when it is none."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 10 else 0
