"""Taking a text in and having it read; throwing one away that should not be here."""

import re
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.models import require_zone
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.secrecy import Secrecy, Zone, allowed
from giaoban.core.text import clean
from giaoban.directives.rules import Permission as Directives
from giaoban.web.models import ReadText
from giaoban.web.reading import queries
from giaoban.web.reading.machine import mark_all, outdated
from giaoban.web.reading.rules import beside_corrections, count, first_words, mark_key, stamped
from giaoban.web.reading.rules.facts import ADDRESS_LIMIT, MOST_CHARACTERS, TITLE_LIMIT, TextFacts
from giaoban.web.rules import Permission

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@transaction.atomic
def read_text(*, actor: Actor, unit_id: int, facts: TextFacts) -> ReadText:
    """Keep a text as it was given and mark what the reader finds in it, for this unit alone."""
    if not queries.may_read(actor, unit_id):
        raise Hidden(Permission.READ_TEXT)
    _check_secrecy(actor, unit_id, facts)
    if facts.told_on is not None and facts.told_on > today():
        raise Refusal("web.text_future", _("Ngày của văn bản chưa đến."), field="told_on")
    words = _UNKEEPABLE.sub("", facts.text).replace("\r\n", "\n").replace("\r", "\n")
    _check_words(words)
    title = clean(facts.title) or clean(first_words(words)) or _("Văn bản không tên")
    text = ReadText(
        unit_id=unit_id,
        title=title[:TITLE_LIMIT],
        text=words,
        source=facts.source,
        address=clean(facts.address)[:ADDRESS_LIMIT],
        told_on=facts.told_on,
        secrecy=facts.secrecy,
        recorded_by=actor.actor_id,
        recorded_label=actor.actor_label[:200],
    )
    mark_all(actor, text)
    text.counts = count(text.marks["marks"])
    text.save()
    audit.record(actor, "web.read_text", text, unit_id=unit_id, changes={"characters": len(words)})
    return text


@transaction.atomic
def read_again(*, actor: Actor, text: ReadText) -> ReadText:
    """The text with its marks, read anew when the registry of the house has grown since.

    What was corrected by hand stands. A link to a document that this reader may not see stays as it was,
    for others may see it.
    """
    if not outdated(text):
        return text
    text = queries.get_text(actor, text.pk, lock=True)
    before, corrected = text.marks["marks"], queries.state_of(text).corrected
    mark_all(actor, text)
    text.marks["marks"] = beside_corrections(text.marks["marks"], corrected)
    _keep_unseen(actor, before, text.marks["marks"])
    text.counts = count(queries.state_of(text).marks)
    text.save(update_fields=["marks", "counts", "reader"])
    linked = [sum(bool(one.get("link")) for one in marks) for marks in (before, text.marks["marks"])]
    audit.record(actor, "web.read_again", text, unit_id=text.unit_id, changes={"linked": linked})
    return text


def _keep_unseen(actor: Actor, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    held = {mark_key(one): one for one in before if one.get("link")}
    seen = {str(one.pk) for one in queries.seen_of(actor, [one["link"] for one in held.values()])}
    for one in after:
        known = held.get(mark_key(one))
        if known is not None and known["link"] not in seen:
            one.update({name: known[name] for name in ("link", "candidates", "warnings")})


def _check_words(words: str) -> None:
    if not any(char.isalpha() for char in words):
        raise Refusal("web.text_empty", _("Chưa có chữ nào để đọc. Dán văn bản hoặc chọn tệp."), field="text")
    if len(words) > MOST_CHARACTERS:
        raise Refusal(
            "web.text_long",
            _("Văn bản dài %(length)s ký tự, quá %(most)s ký tự. Hãy chia làm nhiều lần đọc.")
            % {"length": len(words), "most": MOST_CHARACTERS},
            field="text",
        )


def _check_secrecy(actor: Actor, unit_id: int, facts: TextFacts) -> None:
    if facts.secrecy not in set(Secrecy):
        raise Refusal("web.text_secrecy", _("Chưa chọn độ mật."), field="secrecy")
    require_zone(facts.secrecy)
    stamp = stamped(facts.text)
    if stamp is not None and not allowed(stamp, Zone(settings.GIAOBAN_ZONE)):
        raise Refusal(
            "web.text_stamped",
            _("Văn bản có dấu chỉ độ mật nên không đọc được ở đây; nội dung chưa được lưu."),
            field="text",
            rule=_("Mạng kết nối không nhập tài liệu mật; bí mật nhà nước chỉ đọc trên mạng LAN độc lập."),
        )
    if stamp is not None and facts.secrecy == Secrecy.NORMAL:
        raise Refusal(
            "web.text_class",
            _("Văn bản có dấu chỉ độ mật. Hãy chọn độ mật của văn bản."),
            field="secrecy",
        )
    if facts.secrecy != Secrecy.NORMAL:
        actor.require(Directives.VIEW_SECRET, unit_id)


@transaction.atomic
def discard_text(*, actor: Actor, text_id: int) -> None:
    """Throw the text away with its marks and corrections; records made of it stay where they are."""
    text = queries.get_text(actor, text_id, lock=True)
    audit.record(actor, "web.discard_text", text, unit_id=text.unit_id)
    text.delete()
