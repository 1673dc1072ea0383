"""What the pages of documents share: where one is, which document, and how a form is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.core import posting
from giaoban.core.actors import Actor, acting
from giaoban.core.forms import HouseForm
from giaoban.core.posting import go_on
from giaoban.core.refusals import Hidden, Refusal
from giaoban.directives import queries
from giaoban.directives.models import Document
from giaoban.directives.rules import Permission
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.queries import child_ids, line_of


@dataclass(frozen=True, slots=True)
class Here:
    """The coordinates of the page and who reads it."""

    coordinates: Coordinates
    actor: Actor

    def url(self, name: str, **kwargs: Any) -> str:
        at = self.coordinates
        return reverse(
            f"directives:{name}", kwargs={"unit_code": at.code, "period_code": at.period.code, **kwargs}
        )

    def crumbs(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        return [(_("Văn bản chỉ đạo"), self.url("list")), *more]

    def below(self) -> list[int]:
        """The units directly under the line of this one, without the offices that work for it."""
        at = self.coordinates
        line = line_of(at.unit_id, at.on)
        return sorted(set(child_ids(line, at.on)) - queries.offices_of([line], at.on))


def here(request: HttpRequest, unit_code: str, period_code: str) -> Here:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    return Here(at, actor)


def for_change(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int
) -> tuple[Here, Document]:
    """A document in whose register the reader may write; any other is unknown to the pages that write."""
    at = here(request, unit_code, period_code)
    document = queries.get_document(at.actor, document_id)
    if not queries.may_register(at.actor, document.registered_in_id):
        raise Hidden("document")
    return at, document


def answer(
    request: HttpRequest,
    at: Here,
    form: HouseForm,
    write: Callable[[], Document],
    template: str,
    *,
    context: dict[str, Any],
    done: str,
    on_refusal: Callable[[Refusal], None] = lambda _refusal: None,
) -> HttpResponse:
    """Show the form, or write and go to the document."""

    def act() -> HttpResponse:
        return go_on(request, at.url("document", document_id=write().pk), done)

    context["at"] = at.coordinates
    return posting.answer(request, template, context, form, act, on_refusal=on_refusal)


def stream(file: "UploadedFile[Any]") -> BinaryIO:
    """The bytes of an upload; Django's own type says less than the class holds."""
    return cast("BinaryIO", file.file)
