"""What the doors of a hồ sơ trình share: fetching for a move, the step that stays, whom it concerns."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.accounts.models import Grant, User
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean
from giaoban.core.text import shortened as cut_short
from giaoban.correspondence import queries
from giaoban.correspondence.labels import MOVE_LABELS, STATE_LABELS
from giaoban.correspondence.models import Dossier, Draft, Step
from giaoban.correspondence.permissions import DRAFTERS, HEADS
from giaoban.correspondence.rules import NOTE_LIMIT, PROCESS
from giaoban.notices.services import tell
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import lines_of
from giaoban.organisations.queries.naming import names_at
from giaoban.periods import rules as periods

ISSUERS = ("clerk", *HEADS)
SHOWN = 100  # signs of a title inside a message or a refusal


def shortened(text: str) -> str:
    return cut_short(text, SHOWN)


def fetch(actor: Actor, dossier_id: int, move: str, *, version: int | None = None) -> Dossier:
    """The dossier, locked, when the actor may do this move on its side and its state allows it."""
    dossier = queries.get_dossier(actor, dossier_id, lock=True)
    permission = next(t.permission for t in PROCESS.transitions if t.move == move)
    require_side(actor, dossier, permission)
    check_move(dossier, move, version)
    return dossier


def require_side(actor: Actor, dossier: Dossier, permission: str) -> None:
    if not queries.may_move(actor, dossier, permission):
        raise Hidden(permission)


def check_version(dossier: Dossier, version: int | None) -> None:
    if version is not None and version != dossier.version:
        raise Conflict(
            "correspondence.changed_meanwhile",
            _("Hồ sơ “%(about)s” vừa được người khác xử lý, nay là “%(state)s”. Hãy xem lại.")
            % {"about": shortened(dossier.about), "state": STATE_LABELS[dossier.state]},
            rule=_("Hai người xử lý cùng lúc: người sau phải thấy việc của người trước."),
        )


def check_move(dossier: Dossier, move: str, version: int | None) -> str:
    """The state it goes to; a move that its state does not allow is refused, in words."""
    stale = version is not None and version != dossier.version
    possible = PROCESS.moves_from(dossier.state)
    found = next((t.target for t in possible if t.move == move), None)
    if found is None:
        known = ", ".join(f"“{MOVE_LABELS[t.move]}”" for t in possible) or _("không còn bước nào")
        raise (Conflict if stale else Refusal)(
            "correspondence.state",
            _("Không thể “%(move)s”: hồ sơ “%(about)s” %(state)s. Bước có thể: %(possible)s.")
            % {
                "move": MOVE_LABELS[move],
                "about": shortened(dossier.about),
                "state": STATE_LABELS[dossier.state],
                "possible": known,
            },
            rule=road(),
        )
    check_version(dossier, version)
    return found


def road() -> str:
    return _("Hồ sơ trình đi lần lượt: soạn thảo, lấy ý kiến, trình cấp có thẩm quyền, thông qua, ban hành.")


def note_of(text: str, limit: int = NOTE_LIMIT, *, field: str = "note") -> str:
    note = clean(text, multiline=True)
    if len(note) > limit:
        raise Refusal(
            "correspondence.note_too_long",
            _("Nội dung ghi chú dài quá %(limit)s ký tự.") % {"limit": limit},
            field=field,
        )
    return note


def check_day(dossier: Dossier, on: date, *, field: str = "on") -> None:
    """A step is told when it has happened, never before the one before it."""
    if on > today():
        raise Refusal(
            "correspondence.future",
            _("Ngày %(day)s chưa đến; chỉ ghi việc đã diễn ra.") % {"day": vi(on)},
            field=field,
        )
    last = dossier.steps.order_by("-pk").values_list("on", flat=True).first()
    if last is not None and on < last:
        raise Refusal(
            "correspondence.day_order",
            _("Ngày %(day)s trước ngày của bước liền trước (%(last)s).") % {"day": vi(on), "last": vi(last)},
            field=field,
            rule=_("Các bước của hồ sơ trình ghi theo thứ tự thời gian."),
        )


def keep_step(
    actor: Actor, dossier: Dossier, move: str, *, on: date, note: str = "", draft: Draft | None = None
) -> Step:
    """The step stays for ever, with the state it led to: written after the move."""
    return Step.objects.create(
        dossier=dossier,
        move=move,
        state=dossier.state,
        on=on,
        draft=draft,
        note=note,
        recorded_by=actor.actor_id,
        recorded_label=actor.actor_label,
    )


def save(dossier: Dossier, **changes: Any) -> dict[str, list[Any]]:
    """Write the changed fields and count the version; what changed, as the audit keeps it."""
    told: dict[str, list[Any]] = {}
    for name, value in changes.items():
        before = getattr(dossier, name)
        if before != value:
            told[name] = [plain(before), plain(value)]
        setattr(dossier, name, value)
    dossier.version += 1
    dossier.save(update_fields=[*changes, "version"])
    return told


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if hasattr(value, "pk") else value


# --- whom it concerns ------------------------------------------------------------------------------------


def name_of(unit_id: int) -> str:
    return names_at({(unit_id, today())})[unit_id, today()]


def url_for(unit: Unit, dossier: Dossier) -> str:
    """The page of the dossier on the pages of this unit, in the period that runs."""
    code = periods.current(today()).code
    return reverse("correspondence:dossier", args=[unit.code, code, dossier.pk])


def staff_of(unit_id: int, roles: Collection[str]) -> set[int]:
    """Users who hold one of the roles on the unit, or at home there on the committee that it works for."""
    grants = Grant.objects.on(today()).filter(role__in=roles, user__is_active=True)
    at_home = Q(user__home_unit_id=unit_id, unit_id__in=lines_of(unit_id, today()))
    return set(grants.filter(Q(unit_id=unit_id) | at_home).values_list("user_id", flat=True))


def told_of(dossier: Dossier) -> str:
    """How a message names it: of a classed paper not even its subject is told."""
    return shortened(dossier.about) if dossier.secrecy == Secrecy.NORMAL else "văn bản mật"


def tell_drafters(event: str, dossier: Dossier, *, text: str, **params: str) -> None:
    """To who opened it and who wrote its drafts; nobody of them is left: to who drafts in its body."""
    wrote = (dossier.recorded_by, *dossier.drafts.values_list("made_by", flat=True))
    active = User.objects.filter(pk__in=[pk for pk in wrote if pk], is_active=True)
    here = active.filter(home_unit_id=dossier.unit_id)
    tell(
        event,
        text=text,
        params={"about": told_of(dossier), **params},
        url=url_for(dossier.unit, dossier),
        user_ids=set(here.values_list("pk", flat=True)) or staff_of(dossier.unit_id, DRAFTERS),
        unit_id=dossier.unit_id,
    )


def tell_deciders(
    event: str, dossier: Dossier, unit_ids: Collection[int], *, text: str, **params: str
) -> None:
    """To who decides or issues on the units on whose side the next move is, each once."""
    told: set[int] = set()
    for unit in Unit.objects.filter(pk__in=unit_ids).order_by("pk"):
        users = staff_of(unit.pk, ISSUERS) - told
        told |= users
        tell(
            event,
            text=text,
            params={"about": told_of(dossier), **params},
            url=url_for(unit, dossier),
            user_ids=users,
            unit_id=unit.pk,
        )
