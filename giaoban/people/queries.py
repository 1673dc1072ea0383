"""Reading persons and posts: published ones for everybody, the rest for who manages, one's own always."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from giaoban.accounts.models import User
from giaoban.audit.models import Entry
from giaoban.core.actors import Actor
from giaoban.core.dates import last_day, today, vi
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import canonical, fold
from giaoban.organisations.models import Closure, Unit, UnitName
from giaoban.organisations.rules import PARTY
from giaoban.people.models import Correction, Person, Post
from giaoban.people.rules import RANK, Permission, PostKind
from giaoban.periods import rules as periods

READ = "people.read"


def published_posts(on: date | None = None) -> Q:
    """Posts that are public knowledge: of a person and a unit that are not secret, their decision signed."""
    day = on or today()
    return (
        Q(current=True, public=True, secrecy=Secrecy.NORMAL, person__secrecy=Secrecy.NORMAL)
        & Q(unit__secrecy=Secrecy.NORMAL)
        & (Q(decided_on__isnull=True) | Q(decided_on__lte=day))
    )


def visible_posts(actor: Actor, on: date | None = None) -> QuerySet[Post]:
    """Posts the actor may see, corrected rows included only where the personal part is open.

    `on` is the day of the tree: successors read the archive of predecessors on a day before the succession.
    """
    if not actor.can(Permission.VIEW):
        return Post.objects.none()
    own = Q(person__user_id=actor.actor_id) if actor.actor_id is not None else Q(pk__in=())
    return Post.objects.filter(published_posts() | own | _managed(actor, on))


def _managed(actor: Actor, on: date | None = None) -> Q:
    units = actor.unit_ids(Permission.VIEW_PERSONAL, on=on)
    return ~Q(pk=None) if units is None else Q(unit_id__in=units)


def visible_to(actor: Actor, on: date | None = None) -> QuerySet[Person]:
    return Person.objects.filter(Exists(visible_posts(actor, on).filter(person=OuterRef("pk"))))


def get_person(
    actor: Actor, person_id: int, *, unit_id: int | None = None, on: date | None = None, lock: bool = False
) -> Person:
    """The person, when the actor sees at least one post of theirs (in this unit, when one is given)."""
    people = visible_to(actor, on).filter(pk=person_id)
    if unit_id is not None:
        people = people.filter(
            Exists(visible_posts(actor, on).filter(person=OuterRef("pk"), unit_id=unit_id))
        )
    if lock:
        people = people.select_for_update()
    person = people.first()
    if person is None:
        raise Hidden("person")
    return person


def get_post(actor: Actor, post_id: int, *, lock: bool = False) -> Post:
    """A post that stands (not corrected) and that the actor may see."""
    posts = visible_posts(actor).filter(pk=post_id, current=True).select_related("person", "unit")
    if lock:
        posts = posts.select_for_update(of=("self",))
    post = posts.first()
    if post is None:
        raise Hidden("post")
    return post


def standing(actor: Actor, post_id: int) -> Post:
    """The row that stands now for a row that may have been corrected since its page was opened."""
    seen = visible_posts(actor).filter(pk=post_id).select_related("corrected_by").first()
    while seen is not None and not seen.current:
        right_id = seen.corrected_by.right_id or 0  # none when the row was withdrawn
        seen = visible_posts(actor).filter(pk=right_id).select_related("corrected_by").first()
    return get_post(actor, seen.pk if seen is not None else 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register: one post of one person on one day."""

    post_id: int
    person_id: int
    full_name: str
    title: str
    kind_label: str
    unit_code: str
    unit_name: str
    starts: date
    ends: date
    public: bool
    decision: str
    decided_on: date | None
    source: str
    confidence: str
    confidence_label: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the register is asked: words of a name, a kind, units below, unpublished posts, the order."""

    text: str = ""
    kind: str = ""
    subtree: bool = False
    unpublished: bool = False
    by_rank: bool = False


def register(actor: Actor, unit_id: int, on: date, filters: Filters) -> QuerySet[Post]:
    """Posts held on the day in the unit (with the units under it), by given name or leaders first.

    Unpublished posts come only when asked for, because listing them is a reading that is recorded.
    """
    posts = visible_posts(actor, on).filter(current=True, starts__lte=on, ends__gt=on)
    if not filters.unpublished:
        posts = posts.filter(published_posts())
    if filters.subtree:
        below = (
            Closure.objects.on(on).filter(ancestor_id=unit_id, hierarchy__code=PARTY).values("descendant_id")
        )
        posts = posts.filter(Q(unit_id=unit_id) | Q(unit_id__in=below))
    else:
        posts = posts.filter(unit_id=unit_id)
    if filters.text:
        posts = posts.filter(_name_is_like(filters.text))
    if filters.kind in set(PostKind):
        posts = posts.filter(kind=filters.kind)
    order: tuple[str, ...] = ("person__sort_key", "person_id", "starts", "id")
    if filters.by_rank:
        posts = posts.annotate(rank=Case(*(When(kind=kind, then=rank) for kind, rank in RANK.items())))
        order = ("rank", *order)
    return posts.select_related("person", "unit").order_by(*order)


def _name_is_like(text: str) -> Q:
    """Every word of the question in the name: with accents as typed, without them folded."""
    match = Q()
    for word in text.split():
        exact, folded = canonical(word), fold(word)
        match &= (
            Q(person__folded__contains=folded) if exact == folded else Q(person__name_key__contains=exact)
        )
    return match


def rows(posts: Iterable[Post], on: date) -> list[Row]:
    """Posts as lines with the unit's name of that day: two queries whatever the number."""
    found = list(posts)
    names = unit_names({post.unit_id for post in found}, on)
    return [
        Row(
            post.pk,
            post.person_id,
            post.person.full_name,
            post.title,
            post.get_kind_display(),
            post.unit.code,
            names.get(post.unit_id, post.unit.code),
            post.starts,
            post.ends,
            post.public,
            post.decision,
            post.decided_on,
            post.source,
            post.confidence,
            post.get_confidence_display(),
        )
        for post in found
    ]


def unit_names(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """What units were called on the day; one query whatever the number."""
    found = names_at({(unit_id, on) for unit_id in unit_ids})
    return {unit_id: name for (unit_id, _day), name in found.items()}


def names_at(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """Names on their days; before the first name of a unit its first one, after the last its last."""
    wanted = set(pairs)
    known: dict[int, list[tuple[date, str]]] = {}
    rows_of = UnitName.objects.filter(unit_id__in={unit_id for unit_id, _day in wanted}).order_by("starts")
    for unit_id, starts, name in rows_of.values_list("unit_id", "starts", "name"):
        known.setdefault(unit_id, []).append((starts, name))
    names = {}
    for unit_id, day in wanted:
        if unit_id in known:
            begun = [name for starts, name in known[unit_id] if starts <= day]
            names[unit_id, day] = begun[-1] if begun else known[unit_id][0][1]
    return names


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A post on the person page, with the correction that replaced it, when there is one."""

    post: Post
    unit_name: str
    unit_code: str
    correction: Correction | None
    may_change: bool


def history(actor: Actor, person: Person, on: date | None = None) -> list[HistoryLine]:
    """Every post the actor may see, latest first; a corrected row only to who sees the personal part."""
    posts = list(
        visible_posts(actor, on)
        .filter(person=person)
        .select_related("unit", "corrected_by")
        .order_by("-current", "-starts", "-id")
    )
    names = names_at((post.unit_id, post.starts) for post in posts)
    changeable = _units(actor, Permission.CHANGE, {post.unit_id for post in posts})
    return [
        HistoryLine(
            post,
            names.get((post.unit_id, post.starts), post.unit.code),
            post.unit.code,
            getattr(post, "corrected_by", None),
            post.current and post.unit_id in changeable,
        )
        for post in posts
    ]


def _units(actor: Actor, permission: str, among: set[int]) -> set[int]:
    allowed = actor.unit_ids(permission)
    if allowed is None:
        return among
    return set(Unit.objects.filter(pk__in=among).filter(pk__in=allowed).values_list("pk", flat=True))


def is_own(actor: Actor, person: Person) -> bool:
    return actor.actor_id is not None and person.user_id == actor.actor_id


def opens_personal(actor: Actor, person: Person, on: date | None = None) -> bool:
    """Whether the part that is not public is open: one's own record, or a unit that one manages."""
    if is_own(actor, person):
        return True
    return person.posts.filter(_managed(actor, on)).exists()


@dataclass(frozen=True, slots=True)
class Reading:
    at: datetime
    who: str


def readings(actor: Actor, person: Person, limit: int = 200) -> list[Reading]:
    """Who opened the record, latest first: for the person themself only (`daily.md` §8)."""
    if not is_own(actor, person):
        return []
    entries = Entry.objects.filter(kind=Person._meta.label_lower, object_id=person.pk, action=READ).exclude(
        actor_id=actor.actor_id
    )
    return [Reading(entry.at, entry.actor_label) for entry in entries.order_by("-id")[:limit]]


def own_record(actor: Actor) -> Person | None:
    if actor.actor_id is None:
        return None
    return Person.objects.filter(user_id=actor.actor_id).first()


def same_name_in(unit_id: int, full_name: str) -> list[Person]:
    """Persons whose name is the same under any spelling, with a post in the unit, at any time."""
    posts = Post.objects.filter(person=OuterRef("pk"), unit_id=unit_id, current=True)
    return list(Person.objects.filter(Exists(posts), name_key=canonical(full_name)))


@dataclass(frozen=True, slots=True)
class Choice:
    person_id: int
    label: str
    hint: str


def pick(actor: Actor, text: str, on: date, limit: int = 12) -> list[Choice]:
    """Persons for a picker: found without accents, told apart by the post held on the day."""
    if not text.strip():
        return []
    if not actor.can(Permission.VIEW):
        return []
    held = Post.objects.on(on).filter(published_posts(), _name_is_like(text))
    posts = held.select_related("person", "unit")
    chosen: dict[int, Post] = {}
    for post in posts.order_by("person__sort_key", "person_id", "starts")[: limit * 4]:
        chosen.setdefault(post.person_id, post)
    first = list(chosen.values())[:limit]
    names = unit_names({post.unit_id for post in first}, on)
    return [
        Choice(
            post.person_id, post.person.full_name, f"{post.title}, {names.get(post.unit_id, post.unit.code)}"
        )
        for post in first
    ]


def own_address(actor: Actor) -> tuple[str, str, int] | None:
    """Unit code, period code and id for one's own record: a post held today, else the latest one."""
    person = own_record(actor)
    if person is None:
        return None
    posts = Post.objects.filter(person=person).select_related("unit")
    post = (
        posts.on(today()).order_by("-current", "-starts").first()
        or posts.order_by("-current", "-starts").first()
    )
    if post is None:
        return None
    day = min(today(), post.ends - timedelta(days=1), post.unit.ends - timedelta(days=1))
    return post.unit.code, periods.current(max(day, post.unit.starts)).code, person.pk


def version_of(post_id: int) -> int:
    return Post.objects.values_list("version", flat=True).get(pk=post_id)


def latest(post_id: int) -> list[tuple[str, str]]:
    """What is stored about a post now, beside what somebody typed on an older version."""
    post = Post.objects.get(pk=post_id)
    last = last_day(post.ends)
    return [
        (_("Chức danh"), post.title),
        (_("Giữ chức từ ngày"), vi(post.starts)),
        (_("Đến hết ngày"), _("đến nay") if last is None else vi(last)),
        (_("Số, ký hiệu quyết định"), post.decision or "–"),
        (_("Đã công bố"), _("có") if post.public else _("chưa")),
    ]


def accounts_of(unit_id: int, person: Person) -> list[tuple[int, str]]:
    """Accounts of the unit that are nobody else's, for linking one to this person."""
    taken = Person.objects.filter(user__isnull=False).exclude(pk=person.pk).values("user_id")
    users = (
        User.objects.filter(home_unit_id=unit_id, is_active=True)
        .exclude(pk__in=taken)
        .order_by("sort_key", "pk")
    )
    return [(user.pk, f"{user.display_name} ({user.username})") for user in users]
