"""What a succession does to posts: those in a unit that ends, end that day; nothing moves to the successor.

Who holds a post in the successor is for a decision on that person.
"""

from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations.rules import Plan
from giaoban.people import search
from giaoban.people.models import Post
from giaoban.people.queries import published_posts


def _held(change: Plan) -> QuerySet[Post]:
    return Post.objects.filter(unit_id__in=change.ends, current=True, ends__gt=change.effective_on)


def preview(change: Plan) -> Sequence[ImpactLine]:
    lines = []
    ending = _held(change).filter(starts__lt=change.effective_on)
    count = ending.count()
    if count:
        text = ngettext(
            "%(count)s chức danh kết thúc từ ngày %(day)s; không tự chuyển sang đơn vị kế thừa",
            "%(count)s chức danh kết thúc từ ngày %(day)s; không tự chuyển sang đơn vị kế thừa",
            count,
        ) % {"count": count, "day": vi(change.effective_on)}
        # who previews a decision need not see personnel: only published posts are named, the rest is a number
        named = ending.filter(published_posts()).select_related("person").order_by("person__sort_key")
        names = tuple(f"{post.person.full_name} ({post.title})" for post in named)
        lines.append(ImpactLine(text, count, names=names))
    later = _held(change).filter(starts__gte=change.effective_on).count()
    if later:
        text = _(
            "%(count)s chức danh bắt đầu từ ngày %(day)s trở đi ở đơn vị kết thúc: phải đính chính trước"
        ) % {
            "count": later,
            "day": vi(change.effective_on),
        }
        lines.append(ImpactLine(text, later, blocking=True))
    return lines


def apply(change: Plan, actor: Actor) -> None:
    ending = list(_held(change).filter(starts__lt=change.effective_on).select_related("person"))
    Post.objects.filter(pk__in=[post.pk for post in ending]).update(
        ends=change.effective_on, version=F("version") + 1
    )
    for post in ending:
        audit.record(
            actor,
            "people.end_with_unit",
            post,
            unit_id=post.unit_id,
            changes={"ends": [post.ends.isoformat(), change.effective_on.isoformat()]},
        )
    search.reindex({post.person_id for post in ending})


impacts.add(Impact("people.posts", preview, apply, order=50))
