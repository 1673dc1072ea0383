"""What Thiết lập reads: the unit that is set up, its counts, and what the house holds of a sheet's names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from giaoban.accounts import access
from giaoban.accounts.labels import FIELD_LABELS
from giaoban.accounts.models import Grant, Responsibility, User
from giaoban.accounts.rules import Permission as Accounts
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import canonical, sort_key
from giaoban.notices.models import Contact
from giaoban.notices.rules import Permission as Notices
from giaoban.organisations.models import Closure, Kind, Placement, Unit, UnitName
from giaoban.organisations.queries import line_of
from giaoban.organisations.rules import PARTY
from giaoban.organisations.rules import Permission as Organisations
from giaoban.people import queries as people
from giaoban.people.models import POST_LABELS, Post
from giaoban.people.rules import Permission as People
from giaoban.regulations.models import RulePack, RuleVersion
from giaoban.web.setup import words
from giaoban.web.setup.rules import Facts, Holding, KnownContact, KnownPerson, KnownUnit, Sheet
from giaoban.web.setup.rules.rows import code_in

PERMISSIONS: Mapping[Sheet, str] = {
    Sheet.UNITS: Organisations.CHANGE,
    Sheet.PEOPLE: People.CHANGE,
    Sheet.CONTACTS: Notices.CHANGE_CONTACTS,
}
OFFERED_UNITS = 5000


@dataclass(frozen=True, slots=True)
class Base:
    """The unit whose set-up the page shows."""

    unit_id: int
    code: str
    name: str
    kind: str
    starts: date


def base_of(actor: Actor) -> Base:
    """The unit on which the actor was made administrator, the first when there are several; else Hidden."""
    actor.require(Accounts.SET_UP)
    if actor.actor_id is None:
        raise Hidden(Accounts.SET_UP)
    roles = access.roles_of(Accounts.SET_UP)
    grants = Grant.objects.on(today()).filter(user_id=actor.actor_id, role__in=roles, hierarchy__code=PARTY)
    unit_id = grants.order_by("id").values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise Hidden(Accounts.SET_UP)
    return _base(unit_id)


def _base(unit_id: int) -> Base:
    unit = Unit.objects.select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        raise Hidden("unit")
    name = people.unit_names([unit_id], today()).get(unit_id, unit.code)
    return Base(unit.pk, unit.code, name, kind_label(unit.kind), unit.starts)


def own_unit_id(actor: Actor, sheet: Sheet) -> int:
    """The unit that keeps a sent sheet: the sender's own, else the first on which the sender may write."""
    permission, on = PERMISSIONS[sheet], today()
    own = getattr(actor, "home_unit_id", None)
    if own is not None and actor.can(permission, own, on=on):
        return int(own)
    rows = Closure.objects.on(on).filter(depth=0, hierarchy__code=PARTY)
    if (mine := actor.unit_ids(permission, on=on)) is not None:
        rows = rows.filter(descendant_id__in=mine)
    first = rows.order_by("descendant_id").values_list("descendant_id", flat=True).first()
    if first is None:
        raise Hidden(permission)
    return first


def kind_label(kind: Kind) -> str:
    return kind.label_en if get_language() == "en" else kind.label


# --- counts of the first morning -----------------------------------------------------------------------


def facts_of(unit_id: int) -> Facts:
    """Counts of the unit and of the units directly below it, in one query whatever their number."""
    on = today()
    line = line_of(unit_id, on)
    tree = Closure.objects.on(on).filter(ancestor_id=line, hierarchy__code=PARTY)
    units = tree.values("descendant_id")
    children = Placement.objects.on(on).filter(parent_id=line, hierarchy__code=PARTY).exclude(unit_id=unit_id)
    under = children.values("unit_id")
    logins = User.objects.filter(is_active=True, home_unit_id__in=units)
    own = Responsibility.objects.on(on).filter(unit_id=unit_id, area=None).exclude(field="")
    counts = {
        "below": _count(tree.filter(depth__gt=0), "descendant_id"),
        "children": _count(children, "unit_id"),
        "people": _count(Post.objects.on(on).filter(unit_id__in=units, current=True), "person_id"),
        "contacts": _count(Contact.objects.on(on).filter(unit_id__in=under), "unit_id"),
        "accounts": _count(logins.filter(home_unit_id__in=under), "home_unit_id"),
        # who has come in with the slip
        "activated": _count(logins.filter(last_login__isnull=False), "id"),
        "logins": _count(logins, "id"),
        "fields": _count(own, "field"),
        "packs": _count(RulePack.objects.all(), "id"),
        "loose": _count(RuleVersion.objects.on(on).exclude(confidence="verified"), "id"),
    }
    named = {f"counted_{name}": count for name, count in counts.items()}
    found: Any = (
        Unit.objects.filter(pk=unit_id).values(**named).get()
    )  # its keys are not known to the checker
    return Facts(all_fields=len(FIELD_LABELS), **{name: found[f"counted_{name}"] for name in counts})


def _count(rows: Any, column: str) -> Any:
    one = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(one.annotate(count=Count(column, distinct=True)).values("count")), 0)


# --- what a sheet names --------------------------------------------------------------------------------


def known_units(actor: Actor, names: Iterable[str], on: date, permission: str) -> list[KnownUnit]:
    """Units in force on the day (or only later) that one of the cells may mean, by code or by name."""
    wanted = {name for name in names if name}
    codes = {code_in(name) for name in wanted}
    keys = {sort_key(name)[:600] for name in wanted}
    named = UnitName.objects.filter(sort_key__in=keys, ends__gt=on).values("unit_id")
    units = list(
        Unit.objects.filter(ends__gt=on, code__in=codes).union(Unit.objects.filter(ends__gt=on, pk__in=named))
    )
    return _known(actor, units, on, permission)


def _known(actor: Actor, units: Sequence[Unit], on: date, permission: str) -> list[KnownUnit]:
    standing = {unit.code for unit in units if unit.starts <= on}
    units = [unit for unit in units if unit.starts <= on or unit.code not in standing]
    units = _seen(actor, units, on)
    ids = [unit.pk for unit in units]
    names = people.unit_names(ids, on)
    parents = dict(
        Placement.objects.filter(unit_id__in=ids, hierarchy__code=PARTY, ends__gt=on)
        .order_by("-starts")
        .values_list("unit_id", "parent_id")
    )
    allowed = _allowed(actor, ids, on, permission)
    return [
        KnownUnit(
            unit.pk,
            unit.code,
            names.get(unit.pk, unit.code),
            unit.kind_id,
            parents.get(unit.pk),
            unit.starts,
            unit.pk in allowed or unit.starts > on,
        )
        for unit in units
    ]


def _seen(actor: Actor, units: Sequence[Unit], on: date) -> list[Unit]:
    """Without secret units that the actor is not let in to: for them those do not exist."""
    secret = [unit.pk for unit in units if unit.secrecy != Secrecy.NORMAL]
    open_to = _allowed(actor, secret, on, Organisations.VIEW_SECRET) if secret else set()
    return [unit for unit in units if unit.secrecy == Secrecy.NORMAL or unit.pk in open_to]


def _allowed(actor: Actor, ids: Collection[int], on: date, permission: str) -> set[int]:
    mine = actor.unit_ids(permission, on=on)
    if mine is None:
        return set(ids)
    return set(Unit.objects.filter(pk__in=ids).filter(pk__in=mine).values_list("pk", flat=True))


def taken_codes(on: date) -> frozenset[str]:
    """Every code in use on the day or later, of secret units too: a code is given once."""
    return frozenset(Unit.objects.filter(ends__gt=on).values_list("code", flat=True))


def known_people(actor: Actor, names: Iterable[str]) -> list[KnownPerson]:
    """Persons of these names that the actor sees, with their posts."""
    keys = {canonical(name) for name in names if name}
    persons = list(people.visible_to(actor).filter(name_key__in=keys))
    posts: dict[int, list[Holding]] = {}
    for post in people.visible_posts(actor).filter(person__in=persons, current=True):
        holding = Holding(post.pk, post.unit_id, post.title_key, post.starts, post.ends)
        posts.setdefault(post.person_id, []).append(holding)
    return [
        KnownPerson(person.pk, person.name_key, person.birth_year, tuple(posts.get(person.pk, ())))
        for person in persons
    ]


def known_contacts(unit_ids: Iterable[int]) -> list[KnownContact]:
    rows = Contact.objects.filter(unit_id__in=list(unit_ids), ends__gt=today()).order_by("starts", "id")
    return [
        KnownContact(
            row.pk, row.unit_id, row.field, row.name, row.title, row.telephone, row.email, row.starts
        )
        for row in rows
    ]


# --- lists of the templates ----------------------------------------------------------------------------


def kinds_by_key() -> dict[str, str]:
    """Duplicate keys of the labels (both languages) and codes of the kinds of units → code."""
    found = {}
    for kind in Kind.objects.all():
        found.update(dict.fromkeys({canonical(kind.label), canonical(kind.label_en), kind.code}, kind.code))
    return found


def by_label(labels: Mapping[Any, Any]) -> dict[str, str]:
    """Duplicate keys of labels (both languages) and codes → code."""
    found = {}
    for code, label in labels.items():
        found.update(dict.fromkeys({*words.in_every_language(label), canonical(str(code))}, str(code)))
    return found


def lists_for(actor: Actor, sheet: Sheet) -> dict[str, list[str]]:
    """What the list columns of a template offer; units as “name (code)”, those the actor may write to."""
    match sheet:
        case Sheet.UNITS:
            return {"kinds": [kind_label(kind) for kind in Kind.objects.all()]}
        case Sheet.PEOPLE:
            return {
                "units": offered_units(actor, sheet),
                "posts": [str(label) for label in POST_LABELS.values()],
                "yes_no": [str(words.YES), str(words.NO)],
            }
        case Sheet.CONTACTS:
            return {
                "units": offered_units(actor, sheet),
                "fields": [str(label) for label in FIELD_LABELS.values()],
            }


def offered_units(actor: Actor, sheet: Sheet) -> list[str]:
    on = today()
    names = UnitName.objects.on(on).filter(unit__starts__lte=on, unit__ends__gt=on)
    mine = actor.unit_ids(PERMISSIONS[sheet], on=on)
    if mine is not None:
        names = names.filter(unit_id__in=mine)
    rows = names.order_by("sort_key", "unit_id").values_list("name", "unit__code")[:OFFERED_UNITS]
    return [f"{name} ({code})" for name, code in rows]
