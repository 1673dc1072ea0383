"""One's own saved searches: keep with a name, rename, take off, take back. Nobody else sees them."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean
from giaoban.search.models import NAME, QUERY, SavedSearch

MOST = 50
KEPT = timedelta(days=30)  # one that was taken off can be taken back for so long


@transaction.atomic
def save_search(*, actor: Actor, name: str, query: str) -> SavedSearch:
    """Keep a search, as the query part of its address; the same one again only gets the new name."""
    owner = _owner(actor)
    label = _name(name)
    if not query or len(query) > QUERY:
        raise Refusal(
            "search.nothing_to_save",
            _("Chưa có gì để lưu. Hãy gõ từ cần tìm hoặc chọn bộ lọc trước."),
            field="ten",
        )
    own = SavedSearch.objects.select_for_update().filter(user_id=owner)
    own.filter(removed_at__lt=now() - KEPT).delete()
    saved = own.filter(query=query).first()
    if saved is None and own.filter(removed_at=None).count() >= MOST:
        raise Refusal(
            "search.too_many",
            _("Đã lưu %(most)s tìm kiếm. Bỏ bớt một tìm kiếm không dùng nữa rồi lưu lại.") % {"most": MOST},
            field="ten",
        )
    saved = saved or SavedSearch(user_id=owner, query=query)
    saved.name, saved.removed_at = label, None
    saved.save()
    audit.record(actor, "search.save", saved)
    return saved


@transaction.atomic
def rename_search(*, actor: Actor, saved_id: int, name: str) -> SavedSearch:
    saved = _own(actor, saved_id, removed=False)
    saved.name = _name(name)
    saved.save(update_fields=["name"])
    audit.record(actor, "search.rename", saved)
    return saved


@transaction.atomic
def remove_search(*, actor: Actor, saved_id: int) -> SavedSearch:
    saved = _own(actor, saved_id, removed=False)
    saved.removed_at = now()
    saved.save(update_fields=["removed_at"])
    audit.record(actor, "search.remove", saved)
    return saved


@transaction.atomic
def restore_search(*, actor: Actor, saved_id: int) -> SavedSearch:
    """Take back one that was taken off."""
    saved = _own(actor, saved_id, removed=True)
    saved.removed_at = None
    saved.save(update_fields=["removed_at"])
    audit.record(actor, "search.restore", saved)
    return saved


def _owner(actor: Actor) -> int:
    if actor.actor_id is None:
        raise Hidden("saved search")
    return actor.actor_id


def _own(actor: Actor, saved_id: int, *, removed: bool) -> SavedSearch:
    found = SavedSearch.objects.select_for_update().filter(pk=saved_id, user_id=_owner(actor))
    saved = found.filter(removed_at__isnull=not removed).first()
    if saved is None:
        raise Hidden("saved search")
    return saved


def _name(name: str) -> str:
    label = clean(name)
    if not label or len(label) > NAME:
        raise Refusal(
            "search.name",
            _("Đặt tên từ 1 đến %(most)s ký tự cho tìm kiếm.") % {"most": NAME},
            field="ten",
        )
    return label
