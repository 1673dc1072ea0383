"""A report edited in Word: the copy to take away, the edited one read back, its changes taken one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.actors import acting
from giaoban.core.answers import sent
from giaoban.core.dates import vi
from giaoban.core.numbers import vi_number
from giaoban.core.refusals import Conflict, Refusal
from giaoban.correspondence.queries import changes
from giaoban.documents.blocks import Block
from giaoban.documents.wordback import Comment, FigureChange, Moved, Tracked
from giaoban.documents.wordback.returned import parts_of
from giaoban.reporting import services
from giaoban.reporting.forms import WordForm
from giaoban.reporting.labels import WHY_KEPT
from giaoban.reporting.rules.taking import Item, Why
from giaoban.reporting.services import Back
from giaoban.reporting.views.common import back, located, on_behalf
from giaoban.reporting.views.uploads import address, take_in

CHOICE, TAKE, KEEP = "chon:", "lay", "giu"


@require_GET
def copy(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    at, obligation = located(request, unit_code, period_code, obligation_id)
    name, content = services.word_copy(
        actor=acting(request), obligation=obligation, at_unit=at.unit_id, on_behalf=on_behalf(request)
    )
    return sent(content, name)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    """The edited file is sent; what is not this report is refused here, nothing is written yet."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    return take_in(
        request,
        at,
        obligation,
        WordForm,
        partial(services.receive_word, at_unit=at.unit_id),
        template="reporting/word_back.html",
        leads_to="word_changes",
        links={"copy_url": "word_copy", "report_url": "report"},
    )


@require_http_methods(["GET", "POST"])
def decide(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, file_id: int
) -> HttpResponse:
    """The changes of the file, each with its words before and after; taken ones are written together."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    actor, behalf = acting(request), on_behalf(request)
    choices = {
        name.removeprefix(CHOICE): request.POST[name] for name in request.POST if name.startswith(CHOICE)
    }
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            count = services.take_back(
                actor=actor,
                obligation_id=obligation.pk,
                at_unit=at.unit_id,
                file_id=file_id,
                seen=request.POST.get("seen", ""),
                taken=[name for name, choice in choices.items() if choice == TAKE],
                on_behalf=behalf,
            )
        except Refusal as found:
            refusal = found
        else:
            text = ngettext("Đã lấy %(count)s thay đổi từ Word.", "Đã lấy %(count)s thay đổi từ Word.", count)
            messages.success(request, text % {"count": vi_number(count)})
            return back(request, at, obligation, "loi-van")
    found_ = services.open_word(
        actor=actor, obligation=obligation, at_unit=at.unit_id, file_id=file_id, on_behalf=behalf
    )
    context = {
        "at": at,
        "obligation": obligation,
        "page": _page(found_, choices),
        "refusal": refusal,
        "behalf": behalf,
        "send_url": address(request, "word_back", unit_code, period_code, obligation.pk),
        "report_url": address(request, "report", unit_code, period_code, obligation.pk),
    }
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return render(request, "reporting/word_changes.html", context, status=status)


# --- what the page shows ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody did or noted in Word: "ins", "del" or "" for a comment."""

    author: str
    day: str
    said: str
    text: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change in words; `behind` are the words after which moved ones stand now, `why` says why it is not
    taken by itself or at all, `taken` what is ticked."""

    shown: changes.Shown
    where: str
    behind: str
    people: Sequence[Said]
    takeable: bool
    taken: bool
    why: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    back: Back
    changes: Sequence[ChangeView]
    told: Sequence[ChangeView]
    comments: Sequence[Said]
    notes: Sequence[str]


def _page(found: Back, choices: Mapping[str, str]) -> ChangesPage:
    words = {one.id: one for one in changes.shown(found.found, found.copy.blocks)}
    titles = {
        section.pk: f"{section.number}. {section.title}" for section, _rows in found.copy.found.sections
    }

    figures = _figures(found)

    def view(item: Item) -> ChangeView:
        where = titles.get(item.section or 0, "") or (_("Phụ lục") if item.why is Why.ANNEX else "")
        if isinstance(item.change, FigureChange):
            where = " · ".join(part for part in (where, figures.get(item.change.figure, "")) if part)
        choice = choices.get(item.change.id, TAKE if item.by_itself else KEEP)
        why = str(WHY_KEPT[item.why]) if item.why else ""
        people = [*map(_said, item.change.tracked), *map(_said, item.change.comments)]
        return ChangeView(
            words[item.change.id],
            where,
            _behind(item, found.copy.blocks),
            people,
            item.takeable,
            choice == TAKE,
            why,
        )

    return ChangesPage(
        found,
        [view(item) for item in found.items if item.takeable],
        [view(item) for item in found.items if not item.takeable],
        [_said(one.comment) for one in found.found.comments if not one.change],
        _notes(found),
    )


def _behind(item: Item, blocks: Sequence[Block]) -> str:
    change = item.change
    if not isinstance(change, Moved) or change.behind < 0:
        return ""
    return next((part.what.text for part in parts_of([blocks[change.behind]])), "")


def _said(one: Tracked | Comment) -> Said:
    try:
        day = vi(date.fromisoformat(one.at[:10]))
    except ValueError:
        day = ""
    author = one.author or _("không rõ người sửa")
    if isinstance(one, Comment):
        return Said(author, day, "", one.text.strip(), one.quote)
    return Said(author, day, one.said, one.text.strip())


def _figures(found: Back) -> dict[str, str]:
    """What the figures of the form count, and in which unit, by their keys."""
    rows = (cell.row for cell in found.copy.found.cells)
    return {row.code: f"{row.name} ({row.counting_unit})" for row in rows}


def _notes(found: Back) -> list[str]:
    said = []
    if found.unknown:
        said.append(_("Tệp không cho biết là bản tải lúc nào; mọi chỗ sửa được so với dự thảo hiện tại."))
    elif found.earlier:
        said.append(
            _("Dự thảo đã có người sửa sau khi tải bản Word này; đoạn hai bên cùng sửa không tự lấy.")
        )
    return [*said, *changes.notes(found.found, _figures(found))]
