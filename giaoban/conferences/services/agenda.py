"""The agenda: its items before and while the conference is held, and when each began and ended."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.conferences.models import AgendaItem, Conference
from giaoban.conferences.queries.base import get_conference, may_host, require_host
from giaoban.conferences.rules import FLOOR_STATES, ItemFacts, ItemKind, Permission, SpeechState
from giaoban.conferences.services.common import (
    emit,
    fits,
    moment,
    number_within,
    one_of,
    require_live,
    require_not_ended,
    set_floor,
    wanted,
)
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.directives import queries as directives

MINUTES = (1, 480)


def _for_change(actor: Actor, conference_id: int) -> Conference:
    conference = get_conference(actor, conference_id, lock=True)
    if not (may_host(actor, Permission.PREPARE, conference) or may_host(actor, Permission.RUN, conference)):
        raise Hidden(Permission.PREPARE)
    require_not_ended(conference)
    return conference


def _item(conference: Conference, item_id: int, *, untouched: bool = True) -> AgendaItem:
    item = conference.items.filter(pk=item_id).first()
    if item is None:
        raise Hidden("item")
    if untouched and item.started_at is not None:
        raise Refusal(
            "conferences.item_begun",
            _("Mục “%(title)s” đã bắt đầu nên không sửa, chuyển hoặc bỏ được nữa.") % {"title": item.title},
            rule=_("Giờ thực tế của chương trình là diễn biến của hội nghị, được giữ nguyên."),
        )
    return item


def _write(actor: Actor, item: AgendaItem, facts: ItemFacts) -> None:
    item.kind = one_of(facts.kind, set(ItemKind), "kind", _("Loại nội dung"))
    item.title = wanted(facts.title, "title", _("Nội dung"), 300)
    item.minutes = number_within(facts.minutes, *MINUTES, "minutes", _("Thời lượng")) or 1
    item.presenter = fits(facts.presenter, "presenter", _("Người trình bày"), 200)
    item.counting_unit = fits(facts.counting_unit, "counting_unit", _("Đơn vị đếm"), 40)
    item.count = facts.count
    if item.count is not None and not item.counting_unit:
        raise Refusal(
            "conferences.counting_unit",
            _("Số lượng %(count)s chưa có đơn vị đếm, ví dụ: đồng chí, tập thể.") % {"count": item.count},
            field="counting_unit",
            rule=_("Mỗi số đếm đi cùng đơn vị đếm của nó."),
        )
    item.save()
    if facts.document_ids:
        seen = directives.visible_to(actor).filter(pk__in=facts.document_ids)
        if seen.count() != len(set(facts.document_ids)):
            raise Hidden("document")
        item.documents.set(seen)
    else:
        item.documents.clear()


@transaction.atomic
def add_item(*, actor: Actor, conference_id: int, facts: ItemFacts) -> AgendaItem:
    """Add an item at the end of the agenda."""
    conference = _for_change(actor, conference_id)
    last = conference.items.order_by("-order").first()
    item = AgendaItem(conference=conference, order=last.order + 1 if last is not None else 1)
    _write(actor, item, facts)
    _changed(actor, conference, {"item": [None, item.title], "minutes": [None, item.minutes]})
    return item


@transaction.atomic
def change_item(*, actor: Actor, conference_id: int, item_id: int, facts: ItemFacts) -> AgendaItem:
    conference = _for_change(actor, conference_id)
    item = _item(conference, item_id)
    before = (item.title, item.minutes)
    _write(actor, item, facts)
    _changed(actor, conference, {"item": [before[0], item.title], "minutes": [before[1], item.minutes]})
    return item


@transaction.atomic
def move_item(*, actor: Actor, conference_id: int, item_id: int, down: bool) -> AgendaItem:
    """Change places with the neighbour; at the end of the list, or beside what has begun, nothing moves."""
    conference = _for_change(actor, conference_id)
    item = _item(conference, item_id)
    items = list(conference.items.all())
    at = next(place for place, one in enumerate(items) if one.pk == item.pk)
    to = at + (1 if down else -1)
    if 0 <= to < len(items) and items[to].started_at is None:
        items[at], items[to] = items[to], items[at]
        _renumber(items)
        _changed(actor, conference, {"item": [item.title, item.title], "order": [at + 1, to + 1]})
    return item


@transaction.atomic
def remove_item(*, actor: Actor, conference_id: int, item_id: int) -> None:
    conference = _for_change(actor, conference_id)
    item = _item(conference, item_id)
    title = item.title
    item.delete()
    _renumber(list(conference.items.all()))
    _changed(actor, conference, {"item": [title, None]})


@transaction.atomic
def start_item(*, actor: Actor, conference_id: int, item_id: int, at: datetime | None = None) -> AgendaItem:
    """Begin an item: the running one and whoever has the floor come to their end."""
    conference = get_conference(actor, conference_id, lock=True)
    require_host(actor, Permission.RUN, conference)
    require_live(conference)
    item = _item(conference, item_id, untouched=False)
    if item.started_at is not None:
        raise Refusal(
            "conferences.item_begun",
            _("Mục “%(title)s” đã bắt đầu rồi.") % {"title": item.title},
            rule=_("Giờ thực tế của chương trình là diễn biến của hội nghị, được giữ nguyên."),
        )
    when = moment(actor, at)
    _end_running(conference, when)
    item.started_at = when
    item.save(update_fields=["started_at"])
    emit(conference, "agenda.start", at=when, title=item.title)
    audit.record(actor, "conferences.start_item", conference, unit_id=conference.unit_id, note=item.title)
    return item


@transaction.atomic
def end_item(*, actor: Actor, conference_id: int, item_id: int, at: datetime | None = None) -> AgendaItem:
    """End the running item without beginning another one."""
    conference = get_conference(actor, conference_id, lock=True)
    require_host(actor, Permission.RUN, conference)
    require_live(conference, going_on=False)
    item = _item(conference, item_id, untouched=False)
    if not item.running:
        raise Refusal(
            "conferences.item_not_running",
            _("Mục “%(title)s” không ở phần đang họp.") % {"title": item.title},
        )
    _end_running(conference, moment(actor, at))
    item.refresh_from_db()
    audit.record(actor, "conferences.end_item", conference, unit_id=conference.unit_id, note=item.title)
    return item


def _end_running(conference: Conference, when: datetime) -> None:
    for speech in conference.speeches.filter(state__in=FLOOR_STATES).select_related("point"):
        set_floor(speech, SpeechState.DONE, when)
        emit(conference, "speech.finish", at=when, point=speech.point)
    for running in conference.items.filter(started_at__isnull=False, ended_at=None):
        running.ended_at = max(when, running.started_at or when)
        running.save(update_fields=["ended_at"])
        emit(conference, "agenda.end", at=when, title=running.title)


def _renumber(items: list[AgendaItem]) -> None:
    for order, one in enumerate(items, start=1):
        one.order = order
    AgendaItem.objects.bulk_update(items, ["order"])


def _changed(actor: Actor, conference: Conference, changes: dict[str, object]) -> None:
    emit(conference, "agenda.change")
    audit.record(actor, "conferences.change_agenda", conference, unit_id=conference.unit_id, changes=changes)
