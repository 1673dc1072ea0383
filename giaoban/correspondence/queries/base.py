"""Who sees a hồ sơ trình and who may move it: its own body, then, once submitted, the body that issues.

Drafts are not for superiors to look at: only who works for a unit itself, by home or on a cluster, and holds
a grant there. An issuer whose numbers are kept outside this house has nobody here: its decision is recorded
by the body that advises.
"""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.accounts import access
from giaoban.accounts.models import Grant, User
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.memo import once_a_page
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy, Zone
from giaoban.core.transitions import Transition
from giaoban.correspondence.models import Book, Dossier, Draft, Opinion, Step
from giaoban.correspondence.rules import (
    DECIDING,
    PROCESS,
    SUBMITS,
    Move,
    Organ,
    Permission,
    State,
    submitted_to,
)
from giaoban.directives.rules import Permission as Documents
from giaoban.organisations.queries import lines_of, predecessor_ids

ASKED_CLASS = "consultation__dossier__secrecy"
SUBMITTED = tuple(str(move) for move in SUBMITS.values())
OFFICES = ("central_office", "provincial_office", "district_office", "commune_office")


def works_for(actor: Actor, permission: str, on: date | None = None) -> tuple[int, ...] | None:
    """The units that the actor works for and holds the permission on; None means all (the house itself)."""
    if actor.actor_id is None:
        return None if actor.can(permission) else ()
    if not isinstance(actor, User):
        return ()
    day = on or today()
    own = () if actor.home_unit_id is None else lines_of(actor.home_unit_id, day)
    held = dict.fromkeys(unit for unit, _role in access.held(actor))
    clusters = [unit for unit in held if access.holds_outside_the_party_line(actor, unit)]
    return tuple(unit for unit in dict.fromkeys((*own, *clusters)) if actor.can(permission, unit, on=day))


def may(actor: Actor, permission: str, unit_id: int) -> bool:
    """Whether the actor works for the unit itself and holds the permission there."""
    units = works_for(actor, permission)
    return units is None or unit_id in units


def drafts_for(actor: Actor, unit_id: int, *, page_of: int, on: date) -> bool:
    """Whether the actor may open a dossier of the unit on these pages: its own, or of who works for it."""
    return unit_id in lines_of(page_of, on) and may(actor, Permission.DRAFT, unit_id)


def require(actor: Actor, permission: str, unit_id: int) -> None:
    if not may(actor, permission, unit_id):
        raise Hidden(permission)


def visible_to(actor: Actor, on: date | None = None, *, continued: bool = True) -> QuerySet[Dossier]:
    """Dossiers of the bodies that the actor works for and of those they continue; those submitted to a unit
    for which the actor decides or issues. What is open has followed its heir: it needs no `continued`."""
    drafting = works_for(actor, Permission.VIEW, on)
    if drafting is None:
        return Dossier.objects.all()
    deciding = {
        unit
        for permission in (Permission.DECIDE, Permission.ISSUE)
        for unit in works_for(actor, permission, on) or ()
    }
    own = {*drafting, *(_continued(drafting) if continued else ())}
    found = Dossier.objects.filter(Q(unit_id__in=own) | Q(_submitted(), issuer_id__in=deciding))
    cleared = cleared_for(actor, on)
    if cleared is None:
        return found
    return found.filter(Q(secrecy=Secrecy.NORMAL) | Q(unit_id__in=cleared) | Q(issuer_id__in=cleared))


def cleared_for(actor: Actor, on: date | None = None) -> frozenset[int] | None:
    """The units for which the actor sees papers with a secrecy class, those they continue among them; None
    where that is no question: on a connected network there are none such, the house itself sees all."""
    if settings.GIAOBAN_ZONE == Zone.CONNECTED:
        return None
    units = works_for(actor, Documents.VIEW_SECRET, on)
    return None if units is None else frozenset(units) | _continued(units)


def open_to(actor: Actor, secrecy: str, unit: str, on: date | None = None) -> Q:
    """Rows of ordinary papers, and of classed ones those of a unit for which the actor sees such papers;
    `secrecy` and `unit` are the paths of both."""
    cleared = cleared_for(actor, on)
    return Q() if cleared is None else Q(**{secrecy: Secrecy.NORMAL}) | Q(**{f"{unit}__in": cleared})


def units_of_page(unit_id: int, on: date) -> frozenset[int]:
    """Whose dossiers stand on the pages of a unit: its own, of those it works for, of those they continue."""
    lines = lines_of(unit_id, on)
    return frozenset(lines) | _continued(lines)


@once_a_page
def _continued(unit_ids: tuple[int, ...]) -> frozenset[int]:
    """The units that these continue: the navigation of a page asks, too."""
    return predecessor_ids(unit_ids) if unit_ids else frozenset()


def _submitted() -> Exists:
    """Laid before the issuing unit: not merely before the head of the body that advises it."""
    laid = Step.objects.filter(dossier=OuterRef("pk"), move__in=SUBMITTED)
    return Exists(laid.filter(~Q(move=Move.SUBMIT_HEAD) | Q(dossier__organ=Organ.HEAD)))


def get_dossier(actor: Actor, dossier_id: int, *, lock: bool = False) -> Dossier:
    """The dossier with the bodies that issue it, too (`joint_ids`), or Hidden when unknown or not visible."""
    joint = Dossier.joint_with.through.objects.filter(dossier_id=OuterRef("pk")).order_by("unit_id")
    found = visible_to(actor).filter(pk=dossier_id).select_related("unit", "issuer")
    found = found.annotate(joint_ids=ArraySubquery(joint.values("unit_id")))
    dossier = (found.select_for_update(of=("self",)) if lock else found).first()
    if dossier is None:
        raise Hidden("dossier")
    return dossier


def drafts_visible_to(actor: Actor) -> QuerySet[Draft]:
    """Drafts of dossiers that are seen, and those on which the actor's unit was asked for its opinion."""
    units = works_for(actor, Permission.VIEW)
    if units is None:
        return Draft.objects.all()
    asked = Opinion.objects.filter(open_to(actor, ASKED_CLASS, "unit_id"), unit_id__in=units).values(
        "consultation__draft_id"
    )
    return Draft.objects.filter(Q(dossier__in=visible_to(actor)) | Q(pk__in=asked))


def get_draft(actor: Actor, draft_id: int) -> Draft:
    draft = drafts_visible_to(actor).filter(pk=draft_id).select_related("dossier", "file").first()
    if draft is None:
        raise Hidden("draft")
    return draft


def latest_draft(dossier: Dossier) -> Draft | None:
    return dossier.drafts.select_related("file").order_by("-number").first()


# --- who may move it -------------------------------------------------------------------------------------


def kept_here(issuer_id: int, *, by: int | None = None) -> bool:
    """Whether the numbers of the issuing unit are kept in this house: `by` itself, a book was opened, or its
    own staff has the right to issue."""
    if issuer_id == by or Book.objects.filter(unit_id=issuer_id).exists():
        return True
    return staffed(issuer_id)


@once_a_page
def staffed(unit_id: int) -> bool:
    """Whether somebody of the unit's own, or of its office, may issue for it."""
    return staff_who_issue(unit_id).exists()


def staff_who_issue(unit_id: int | OuterRef) -> QuerySet[Grant]:
    roles = access.roles_of(Permission.ISSUE)
    grants = Grant.objects.on(today()).filter(unit_id=unit_id, role__in=roles, user__is_active=True)
    return grants.filter(Q(user__home_unit_id=unit_id) | Q(user__home_unit__kind__in=OFFICES))


def side(dossier: Dossier, permission: str, state: str = "") -> Collection[int]:
    """The units on one of which the permission is asked for: the body that advises drafts and its head
    decides before it leaves; the issuer decides and issues, or, without staff here, again the first."""
    if permission == Permission.DRAFT:
        return (dossier.unit_id,)
    if permission == Permission.DECIDE and (state or dossier.state) == State.WITH_HEAD:
        return (dossier.issuer_id if dossier.organ == Organ.HEAD else dossier.unit_id,)
    if staffed(dossier.issuer_id):
        return (dossier.issuer_id,)
    return (dossier.issuer_id, dossier.unit_id)


def may_move(actor: Actor, dossier: Dossier, permission: str) -> bool:
    return any(may(actor, permission, unit_id) for unit_id in side(dossier, permission))


def moves_for(actor: Actor, dossier: Dossier) -> list[Transition]:
    """What the actor may do with it now, in the order of PROCESS: the buttons of its page."""
    rights: dict[str, bool] = {}
    found = []
    for transition in PROCESS.moves_from(dossier.state):
        if not _leads_on(dossier, transition):
            continue
        wanted = transition.permission
        if wanted not in rights:
            rights[wanted] = may_move(actor, dossier, wanted)
        if rights[wanted]:
            found.append(transition)
    return found


def _leads_on(dossier: Dossier, transition: Transition) -> bool:
    """Approved by the organ that issues and no other; never laid before one beyond it."""
    decided = submitted_to(dossier.organ)
    if transition.move == Move.APPROVE:
        return dossier.state == decided
    if transition.target in DECIDING:
        return DECIDING.index(State(transition.target)) <= DECIDING.index(decided)
    return True
