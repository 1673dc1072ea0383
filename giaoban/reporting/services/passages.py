"""Passages of a draft: added, edited, put in order, removed; each has a version of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from giaoban.accounts.rules import Field
from giaoban.core.actors import Actor
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.reporting.models import How, Obligation, OutlineSection, Passage
from giaoban.reporting.services.drafts import writable

TEXT_LIMIT = 10_000
UNDO_SALT = "giaoban.reporting.passage"
UNDO_SECONDS = 12 * 60 * 60
KEPT = ("section_id", "position", "text", "field", "origin_kind", "origin_id", "origin_label", "origin_url")


@dataclass(frozen=True, slots=True)
class Removed:
    """A passage that was taken out, with what puts it back: a sealed token, so nothing is made up in it."""

    text: str
    token: str


@transaction.atomic
def add_passage(
    *,
    actor: Actor,
    obligation_id: int,
    section_id: int,
    text: str,
    field: str = "",
    on_behalf: bool = False,
) -> Passage:
    """Add a passage at the end of a section of this report's outline."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    section = _section(obligation, section_id)
    last = _draft(obligation).filter(section=section).aggregate(last=Max("position"))["last"] or 0
    return Passage.objects.create(
        obligation=obligation,
        section=section,
        position=last + 1,
        text=_text(text),
        field=_field(field),
    )


@transaction.atomic
def save_passage(
    *,
    actor: Actor,
    obligation_id: int,
    passage_id: int,
    version: int,
    text: str,
    field: str | None = None,
    on_behalf: bool = False,
) -> Passage:
    """Change the words of a passage; the version that was seen must still stand, else both texts go back."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    passage = _passage(obligation, passage_id)
    words = _text(text)
    kept_field = passage.field if field is None else _field(field)
    if (passage.text, passage.field) == (words, kept_field):
        return passage
    if passage.version != version:
        raise Conflict(
            "reporting.passage_changed",
            _("Đoạn này vừa được người khác sửa thành: “%(text)s”. Xem lại rồi lưu tiếp.")
            % {"text": passage.text},
            field="text",
            rule=_("Hai người sửa cùng một đoạn: bản sau phải thấy bản trước."),
        )
    if passage.text != words:  # words that were changed are no longer another unit's words
        passage.sources.filter(how=How.VERBATIM).update(how=How.EDITED)
    passage.text, passage.field = words, kept_field
    passage.version += 1
    passage.save(update_fields=["text", "field", "version"])
    return passage


@transaction.atomic
def remove_passage(
    *, actor: Actor, obligation_id: int, passage_id: int, version: int, on_behalf: bool = False
) -> Removed:
    """Take a passage out of the draft; the token brings it back (`restore_passage`)."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    passage = _passage(obligation, passage_id)
    if passage.version != version:
        raise Conflict(
            "reporting.passage_changed",
            _("Đoạn này vừa được người khác sửa thành: “%(text)s”. Xem lại rồi bỏ.") % {"text": passage.text},
            rule=_("Hai người sửa cùng một đoạn: bản sau phải thấy bản trước."),
        )
    kept: dict[str, Any] = {name: getattr(passage, name) for name in KEPT}
    kept["obligation_id"] = obligation.pk
    kept["sources"] = list(passage.sources.values_list("source_id", "how"))
    text = passage.text
    passage.delete()
    return Removed(text, signing.dumps(kept, salt=UNDO_SALT))


@transaction.atomic
def restore_passage(*, actor: Actor, obligation_id: int, token: str, on_behalf: bool = False) -> Passage:
    """Put a removed passage back where it stood, with its sources."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    try:
        kept = signing.loads(token, salt=UNDO_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as wrong:
        raise Hidden("passage") from wrong
    if kept.pop("obligation_id") != obligation.pk:
        raise Hidden("passage")
    sources = kept.pop("sources")
    _section(obligation, kept["section_id"])
    passage = Passage.objects.create(obligation=obligation, **kept)
    for source_id, how in sources:
        passage.sources.create(source_id=source_id, how=how)
    return passage


@transaction.atomic
def reorder(
    *,
    actor: Actor,
    obligation_id: int,
    section_id: int,
    order: Sequence[int],
    on_behalf: bool = False,
) -> list[Passage]:
    """Put the passages of a section into this order; those not named keep theirs behind the named ones."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    section = _section(obligation, section_id)
    known = {passage.pk: passage for passage in _draft(obligation).filter(section=section)}
    if not set(order) <= set(known):
        raise Hidden("passage")
    wanted = [*dict.fromkeys(order), *(pk for pk in known if pk not in order)]
    for position, pk in enumerate(wanted, start=1):
        known[pk].position = position
    Passage.objects.bulk_update(known.values(), ["position"])
    return [known[pk] for pk in wanted]


@transaction.atomic
def place_passage(
    *, actor: Actor, obligation_id: int, passage_id: int, section_id: int, on_behalf: bool = False
) -> Passage:
    """Put a passage at the end of another section of this report's outline; its words and sources stay."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    passage, section = _passage(obligation, passage_id), _section(obligation, section_id)
    last = _draft(obligation).filter(section=section).aggregate(last=Max("position"))["last"] or 0
    passage.section, passage.position = section, last + 1
    passage.save(update_fields=["section", "position"])
    return passage


@transaction.atomic
def shift_passage(
    *, actor: Actor, obligation_id: int, passage_id: int, up: bool, on_behalf: bool = False
) -> Passage:
    """One place up or down in its section; at the end nothing happens."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    passage = _passage(obligation, passage_id)
    order = list(_draft(obligation).filter(section_id=passage.section_id).values_list("pk", flat=True))
    at = order.index(passage.pk)
    to = max(0, min(len(order) - 1, at + (-1 if up else 1)))
    order.insert(to, order.pop(at))
    reorder(
        actor=actor,
        obligation_id=obligation_id,
        section_id=passage.section_id,
        order=order,
        on_behalf=on_behalf,
    )
    return passage


def _draft(obligation: Obligation) -> Any:
    return Passage.objects.filter(obligation=obligation, submission=None)


def _section(obligation: Obligation, section_id: int) -> OutlineSection:
    section = obligation.round.form_version.sections.filter(pk=section_id).first()
    if section is None:
        raise Hidden("section")
    return section


def _passage(obligation: Obligation, passage_id: int) -> Passage:
    passage: Passage | None = _draft(obligation).select_for_update().filter(pk=passage_id).first()
    if passage is None:
        raise Hidden("passage")
    return passage


def _text(text: str) -> str:
    words = clean(text, multiline=True)
    if not words:
        raise Refusal("reporting.passage_empty", _("Chưa ghi nội dung đoạn."), field="text")
    if len(words) > TEXT_LIMIT:
        raise Refusal(
            "reporting.passage_long",
            _("Đoạn dài quá %(limit)s ký tự; hãy chia thành nhiều đoạn.") % {"limit": TEXT_LIMIT},
            field="text",
        )
    return words


def _field(field: str) -> str:
    if field and field not in set(Field):
        raise Refusal("reporting.field", _("Lĩnh vực không có trong danh mục."), field="field")
    return field
