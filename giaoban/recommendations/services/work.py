"""What the doors share: fetching for a move, the step that stays, whom it concerns."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.accounts.models import Responsibility
from giaoban.core.actors import Actor
from giaoban.core.dates import now, today
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.core.text import shortened as cut_short
from giaoban.directives.models import Document
from giaoban.notices.services import tell
from giaoban.organisations.models import Department, Unit
from giaoban.organisations.queries.naming import names_at
from giaoban.periods import rules as periods
from giaoban.recommendations import queries
from giaoban.recommendations.labels import MOVE_LABELS, STATE_LABELS
from giaoban.recommendations.models import Recommendation, Step
from giaoban.recommendations.permissions import ANSWERERS, ASKERS
from giaoban.recommendations.rules import NOTE_LIMIT, PROCESS, REPLIED, Permission

SHOWN = 100  # signs of a text inside a message or a refusal


def shortened(text: str) -> str:
    return cut_short(text, SHOWN)


def fetch(actor: Actor, recommendation_id: int, move: str, *, version: int | None = None) -> Recommendation:
    """The kiến nghị, locked, when the actor may do this move on its side and the state allows it."""
    found = queries.get(actor, recommendation_id, lock=True)
    permission = next(t.permission for t in PROCESS.transitions if t.move == move)
    side = found.unit_id if permission == Permission.SEND else found.addressee_id
    if not queries.may(actor, permission, side):
        raise Hidden(permission)
    check_move(found, move, version)
    return found


def check_move(found: Recommendation, move: str, version: int | None) -> None:
    """Refuse a move that the state does not allow; somebody else having been first is a Conflict."""
    possible = PROCESS.moves_from(found.state)
    stale = version is not None and version != found.version
    facts = {"text": shortened(found.text), "state": STATE_LABELS[found.state]}
    if not any(transition.move == move for transition in possible):
        known = ", ".join(f"“{MOVE_LABELS[t.move]}”" for t in possible) or _("không còn bước nào")
        message = _("Không thể “%(move)s”: kiến nghị “%(text)s” %(state)s. Bước có thể: %(possible)s.") % {
            **facts,
            "move": MOVE_LABELS[move],
            "possible": known,
        }
        kind = Conflict if stale or (move == "answer" and found.state in REPLIED) else Refusal
        raise kind("recommendations.state", message, rule=road())
    if stale:
        raise Conflict(
            "recommendations.changed_meanwhile",
            _("Kiến nghị “%(text)s” vừa được người khác xử lý, nay là “%(state)s”. Hãy xem lại.") % facts,
            rule=_("Hai người xử lý cùng lúc: người sau phải thấy việc của người trước."),
        )


def road() -> str:
    return _("Kiến nghị đi lần lượt: đã gửi, đã tiếp nhận, đã chuyển xử lý, đã trả lời, đã rõ hoặc chưa rõ.")


def note_of(text: str) -> str:
    note = clean(text, multiline=True)
    if len(note) > NOTE_LIMIT:
        raise Refusal(
            "recommendations.note_too_long",
            _("Ý kiến dài quá %(limit)s ký tự.") % {"limit": NOTE_LIMIT},
            field="note",
        )
    return note


def keep_step(
    actor: Actor,
    recommendation: Recommendation,
    move: str,
    unit_id: int,
    *,
    note: str = "",
    due: date | None = None,
    outcome: str = "",
    document: Document | None = None,
    department: Department | None = None,
) -> Step:
    return Step.objects.create(
        recommendation=recommendation,
        move=move,
        unit_id=unit_id,
        on=today(),
        at=now(),
        by=actor.actor_id,
        note=note,
        due=due,
        outcome=outcome,
        document=document,
        department=department,
    )


def save(recommendation: Recommendation, **changes: Any) -> dict[str, list[Any]]:
    """Write the changed fields and count the version; what changed, as the audit keeps it."""
    told: dict[str, list[Any]] = {}
    for name, value in changes.items():
        told[name] = [_plain(getattr(recommendation, name)), _plain(value)]
        setattr(recommendation, name, value)
    recommendation.version += 1
    recommendation.save(update_fields=[*changes, "version"])
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int | str) else value.pk


# --- whom it concerns ------------------------------------------------------------------------------------


def name_of(unit_id: int) -> str:
    return names_at({(unit_id, today())})[unit_id, today()]


def url_for(unit: Unit, recommendation: Recommendation) -> str:
    """The page of the kiến nghị on the pages of this unit, in the period that runs."""
    code = periods.current(today()).code
    return reverse("recommendations:detail", args=[unit.code, code, recommendation.pk])


def tell_answerers(event: str, recommendation: Recommendation, *, text: str, **params: str) -> None:
    """To who follows the field and area at the addressee; nobody does: to all there who may answer."""
    staff = queries.offices(recommendation.addressee_id, today())
    followers = _followers(staff, recommendation)
    tell(
        event,
        text=text,
        params={"text": shortened(recommendation.text), **params},
        url=url_for(recommendation.addressee, recommendation),
        user_ids=followers,
        unit_ids=() if followers else staff,
        roles=ANSWERERS,
        unit_id=recommendation.addressee_id,
    )


def tell_askers(event: str, recommendation: Recommendation, *, text: str, **params: str) -> None:
    tell(
        event,
        text=text,
        params={"text": shortened(recommendation.text), **params},
        url=url_for(recommendation.unit, recommendation),
        unit_ids=queries.offices(recommendation.unit_id, today()),
        roles=ASKERS,
        unit_id=recommendation.unit_id,
    )


def _followers(staff: Iterable[int], recommendation: Recommendation) -> list[int]:
    """Those named for this field or this area in the table of who follows what, the most exact lines only."""
    lines = Responsibility.objects.on(today()).filter(
        unit_id__in=list(staff), user__is_active=True, field__in={recommendation.field, ""}
    )
    ranked: dict[tuple[bool, bool], list[int]] = {}
    for line in lines:
        if line.area_id in {recommendation.unit_id, None}:
            exact = (bool(line.field), line.area_id is not None)
            ranked.setdefault(exact, []).append(line.user_id)
    named = {exact: users for exact, users in ranked.items() if any(exact)}
    return named[max(named)] if named else []
