"""Where the pages of read texts are, which text they show, and whether the reader of the page may see it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor, acting
from giaoban.core.refusals import Hidden
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.web.models import ReadText
from giaoban.web.reading import queries
from giaoban.web.rules import Permission


@dataclass(frozen=True, slots=True)
class Here:
    """The coordinates of the page and who reads it."""

    at: Coordinates
    actor: Actor

    def url(self, name: str, **kwargs: Any) -> str:
        given = {"unit_code": self.at.code, "period_code": self.at.period.code, **kwargs}
        return reverse(f"reading:{name}", kwargs=given)

    def crumbs(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        return [(_("Đọc văn bản"), self.url("list")), *more]

    @property
    def pick_url(self) -> str:
        """Where the picker of documents asks."""
        return reverse("directives:pick", args=[self.at.code, self.at.period.code])


def here(request: HttpRequest, unit_code: str, period_code: str) -> Here:
    found = Here(resolve(request, unit_code, period_code), acting(request))
    if not queries.may_read(found.actor, found.at.unit_id):
        raise Hidden(Permission.READ_TEXT)
    return found


def find(request: HttpRequest, unit_code: str, period_code: str, text_id: int) -> tuple[Here, ReadText]:
    """A text of the unit of the page; any other is unknown."""
    place = here(request, unit_code, period_code)
    return place, queries.get_text(place.actor, text_id, unit_id=place.at.unit_id)
