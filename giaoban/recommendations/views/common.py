"""What the pages share: where one is and what one may do here."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from giaoban.core.actors import Actor, acting
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.recommendations.rules import Permission


@dataclass(frozen=True, slots=True)
class Here:
    """The coordinates of the page and who reads it."""

    at: Coordinates
    actor: Actor

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(
            f"recommendations:{name}",
            kwargs={"unit_code": self.at.code, "period_code": self.at.period.code, **kwargs},
        )

    def pick_url(self) -> str:
        """Where documents are looked up while one types."""
        return reverse("directives:pick", args=[self.at.code, self.at.period.code])


def here(request: HttpRequest, unit_code: str, period_code: str) -> Here:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    return Here(at, actor)
