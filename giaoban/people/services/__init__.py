"""Writing persons and posts: add, appoint, end, correct, withdraw, link an account. One door each.

Every door checks the actor on the unit of the post, the unit's life, clashes and the zone, then records.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from giaoban.accounts.models import User
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, today, vi
from giaoban.core.models import require_zone
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import canonical, clean, fold, person_sort_key, split_name, tidy_name
from giaoban.people import queries, search
from giaoban.people.models import Correction, Person, Post
from giaoban.people.rules import Held, Permission, PostFacts
from giaoban.people.services import checks


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    full_name: str,
    post: PostFacts,
    birth_year: int | None = None,
    secrecy: str = Secrecy.NORMAL.value,
    confirmed: bool = False,
    generated: bool = False,
) -> Person:
    """Add a person with the first post held; the same name in the same unit needs `confirmed`."""
    _require_change(actor, post.unit_id)
    name = tidy_name(full_name)
    checks.check_name(name)
    checks.check_birth(birth_year)
    require_zone(secrecy)
    same = queries.same_name_in(post.unit_id, name)
    surname, middle, given = split_name(name)
    person = Person.objects.create(
        full_name=name,
        surname=surname,
        middle=middle,
        given=given,
        sort_key=person_sort_key(name),
        folded=fold(name),
        name_key=canonical(name),
        birth_year=birth_year,
        secrecy=secrecy,
        generated=generated,
    )
    written = _write(actor, person, post)
    if same and not confirmed:  # asked last, when nothing else is wrong
        raise checks.same_name(same)
    search.reindex([person.pk])
    audit.record(actor, "people.add", person, unit_id=post.unit_id)
    audit.record(actor, "people.appoint", written, unit_id=post.unit_id, changes=_facts(written))
    return person


@transaction.atomic
def appoint(*, actor: Actor, person_id: int, post: PostFacts) -> Post:
    """Add a post to a person; several at once are usual, the same one twice on a day is refused."""
    _require_change(actor, post.unit_id)
    person = queries.get_person(actor, person_id, lock=True)
    written = _write(actor, person, post)
    search.reindex([person.pk])
    audit.record(actor, "people.appoint", written, unit_id=post.unit_id, changes=_facts(written))
    return written


@transaction.atomic
def end_post(*, actor: Actor, post_id: int, last_day: date, end_decision: str = "", version: int) -> Post:
    """End a post after its last day, which must not lie before its first or after its end."""
    post = _get_for_change(actor, post_id, version)
    if last_day < post.starts:
        raise Refusal(
            "people.end_before_start",
            _("Ngày thôi giữ chức %(last)s trước ngày bắt đầu %(first)s.")
            % {"last": vi(last_day), "first": vi(post.starts)},
            field="last_day",
            rule=_("Một chức danh được giữ ít nhất một ngày; nếu ghi nhầm, hãy dùng “Rút bản ghi”."),
        )
    ends = last_day + timedelta(days=1)
    if ends > post.ends:
        raise Refusal(
            "people.already_ended",
            _("Chức danh này đã kết thúc ngày %(day)s. Nếu ngày đó sai, hãy đính chính.")
            % {"day": vi(post.ends - timedelta(days=1))},
            field="last_day",
            rule=_("Thời gian giữ chức đã ghi chỉ được kéo dài bằng một bản đính chính có lý do."),
        )
    before = _facts(post)
    post.ends, post.end_decision = ends, clean(end_decision)
    post.version += 1
    post.save(update_fields=["ends", "end_decision", "version"])
    search.reindex([post.person_id])
    audit.record(actor, "people.end", post, unit_id=post.unit_id, changes=_changes(before, _facts(post)))
    return post


@transaction.atomic
def correct_post(*, actor: Actor, post_id: int, post: PostFacts, reason: str, version: int) -> Post:
    """Write a new row in place of a wrong one; the wrong one stays, with the reason, who and when."""
    wrong = _get_for_change(actor, post_id, version)
    _require_change(actor, post.unit_id)
    why = checks.reason(reason)
    _retire(wrong)
    end_decision = wrong.end_decision if post.ends != OPEN else ""
    right = _write(actor, wrong.person, post, end_decision=end_decision, version=wrong.version)
    _keep(actor, wrong, right, why)
    changes = {"corrects": [None, wrong.pk], **_changes(_facts(wrong), _facts(right))}
    audit.record(actor, "people.correct", right, unit_id=right.unit_id, changes=changes, note=why)
    return right


@transaction.atomic
def withdraw_post(*, actor: Actor, post_id: int, reason: str, version: int) -> Correction:
    """Take back a row that should never have been written; it stays readable to who manages the unit."""
    wrong = _get_for_change(actor, post_id, version)
    why = checks.reason(reason)
    _retire(wrong)
    correction = _keep(actor, wrong, None, why)
    audit.record(actor, "people.withdraw", wrong, unit_id=wrong.unit_id, changes=_facts(wrong), note=why)
    return correction


@transaction.atomic
def link_account(*, actor: Actor, person_id: int, user_id: int | None) -> Person:
    """Say which account is this person's, so that they see their own record; None undoes it."""
    person = queries.get_person(actor, person_id, lock=True)
    if not any(actor.can(Permission.CHANGE, unit_id) for unit_id in _units_of(person)):
        raise Hidden(Permission.CHANGE)
    if user_id is not None:
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if user is None or (user.home_unit_id not in _units_of(person)):
            raise Refusal(
                "people.account_elsewhere",
                _("Tài khoản này không thuộc đơn vị nào mà %(name)s đang giữ chức.")
                % {"name": person.full_name},
                field="user",
                rule=_("Hồ sơ chỉ gắn với tài khoản của chính người đó, trong đơn vị người đó giữ chức."),
            )
        taken = Person.objects.filter(user_id=user_id).exclude(pk=person.pk).first()
        if taken is not None:
            raise Refusal(
                "people.account_taken",
                _("Tài khoản này đã gắn với một hồ sơ khác."),
                field="user",
                rule=_("Một tài khoản là của một người."),
            )
    before, person.user_id = person.user_id, user_id
    person.version += 1
    person.save(update_fields=["user", "version"])
    audit.record(actor, "people.link_account", person, changes={"user": [before, user_id]})
    return person


def open_record(*, actor: Actor, person: Person) -> None:
    """Leave a trace that somebody other than the person read the part that is not public."""
    if not queries.is_own(actor, person):
        audit.record(actor, queries.READ, person)


def open_records(*, actor: Actor, person_ids: Iterable[int]) -> None:
    """The same for every person whose unpublished post stands in a list."""
    for person in Person.objects.filter(pk__in=set(person_ids)):
        open_record(actor=actor, person=person)


# --- what the doors share ------------------------------------------------------------------------------


def _require_change(actor: Actor, unit_id: int) -> None:
    actor.require(Permission.CHANGE, unit_id)


def _get_for_change(actor: Actor, post_id: int, version: int) -> Post:
    post = queries.get_post(actor, post_id, lock=True)
    _require_change(actor, post.unit_id)
    if post.version != version:
        raise Conflict(
            "people.changed_meanwhile",
            _("“%(title)s” của %(name)s vừa được người khác sửa. Hãy xem lại rồi ghi tiếp.")
            % {"title": post.title, "name": post.person.full_name},
            rule=_("Hai người sửa cùng lúc: bản sau phải thấy bản trước."),
        )
    return post


def _write(
    actor: Actor, person: Person, facts: PostFacts, *, end_decision: str = "", version: int = 1
) -> Post:
    title = clean(facts.title)
    checks.check_title(title, facts.kind)
    checks.check_days(facts)
    checks.check_unit(facts)
    checks.check_published(facts)
    require_zone(facts.secrecy)
    new = Held(facts.unit_id, canonical(title), facts.starts, facts.ends)
    checks.check_clash(person, new)
    post = Post(
        person=person,
        unit_id=facts.unit_id,
        title=title,
        title_key=new.title,
        kind=facts.kind,
        starts=facts.starts,
        ends=facts.ends,
        public=facts.public,
        decision=clean(facts.decision),
        decided_on=facts.decided_on,
        end_decision=end_decision,
        version=version,  # goes on through a correction, so that an older form is noticed
        source=clean(facts.source),
        confidence=checks.confidence(facts.confidence),
        secrecy=facts.secrecy,
        recorded_by=actor.actor_id,
    )
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as race:  # the same post written by somebody else in this moment
        if "post_one_at_a_time" not in str(race):
            raise
        raise checks.clash_refusal(title, facts.starts, facts.ends) from race
    return post


def _retire(post: Post) -> None:
    post.current = False
    post.version += 1
    post.save(update_fields=["current", "version"])


def _keep(actor: Actor, wrong: Post, right: Post | None, reason: str) -> Correction:
    correction = Correction.objects.create(
        wrong=wrong,
        right=right,
        reason=reason,
        recorded_by=actor.actor_id,
        recorded_label=actor.actor_label,
    )
    search.reindex([wrong.person_id])
    return correction


def _units_of(person: Person) -> set[int]:
    return set(person.posts.filter(current=True).on(today()).values_list("unit_id", flat=True))


def _facts(post: Post) -> dict[str, Any]:
    return {
        "person": post.person_id,
        "unit": post.unit_id,
        "title": post.title,
        "kind": post.kind,
        "starts": post.starts.isoformat(),
        "ends": post.ends.isoformat(),
        "public": post.public,
        "decision": post.decision,
        "decided_on": post.decided_on.isoformat() if post.decided_on else None,
        "secrecy": post.secrecy,
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}
