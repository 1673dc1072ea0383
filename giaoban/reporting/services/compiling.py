"""Compiling the words of a superior's report: passages of accepted reports taken over, each with its source.

Nothing is rewritten by itself: the officer takes a passage as it stands, edits it, or merges several.
"""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import canonical, clean
from giaoban.reporting.models import Derivation, Draft, How, Obligation, OutlineSection, Passage
from giaoban.reporting.rules import State
from giaoban.reporting.rules.states import TAKEN
from giaoban.reporting.services import drafts

TEXT_LIMIT = 10_000


@transaction.atomic
def take_passages(
    *,
    actor: Actor,
    obligation_id: int,
    section_id: int,
    source_ids: Collection[int],
    how: str,
    text: str = "",
) -> Passage:
    """A passage of the draft made from passages of units directly below; `text` is what it shall say.

    Verbatim takes one source as it stands; edited has one source and a text of its own; merged several; cited
    only names them as the ground of a new text.
    """
    obligation = drafts.writable(actor, obligation_id, states={State.DUE, State.DRAFTING})
    if obligation.state == State.DUE:
        drafts.begin_report(actor=actor, obligation_id=obligation_id)
    section = OutlineSection.objects.filter(
        pk=section_id, version_id=obligation.round.form_version_id
    ).first()
    if section is None or how not in set(How):
        raise Hidden("section")
    sources = _sources(obligation, source_ids)
    words = _text(How(how), sources, clean(text, multiline=True))
    fields = {source.field for source in sources}
    last = Passage.objects.filter(obligation=obligation, submission=None, section=section).aggregate(
        last=Max("position")
    )["last"]
    made = Passage.objects.create(
        obligation=obligation,
        section=section,
        position=0 if last is None else last + 1,
        text=words,
        field=fields.pop() if len(fields) == 1 else "",
    )
    Derivation.objects.bulk_create(Derivation(target=made, source=source, how=how) for source in sources)
    _saved(obligation, actor)
    audit.record(
        actor,
        "reporting.take_passages",
        obligation,
        unit_id=obligation.unit_id,
        changes={"passage": [None, made.pk], "sources": [[], [source.pk for source in sources]]},
    )
    return made


@transaction.atomic
def untake(*, actor: Actor, obligation_id: int, passage_id: int, version: int) -> int:
    """Put a taken passage back: it leaves the draft, its sources are unused again. Gives its section."""
    obligation = drafts.writable(actor, obligation_id)
    passage = (
        Passage.objects.select_for_update()
        .filter(pk=passage_id, obligation=obligation, submission=None)
        .first()
    )
    if passage is None or not passage.sources.exists():
        raise Hidden("passage")
    if passage.version != version:
        raise Conflict(
            "reporting.passage_changed",
            _("Đoạn này vừa được người khác sửa. Hãy xem lại trước khi bỏ."),
            rule=_("Không bỏ một đoạn mà mình chưa thấy bản mới nhất."),
        )
    sources = list(passage.sources.values_list("source_id", flat=True))
    passage.delete()
    _saved(obligation, actor)
    audit.record(
        actor,
        "reporting.untake_passage",
        obligation,
        unit_id=obligation.unit_id,
        changes={"passage": [passage_id, None], "sources": [sources, []]},
    )
    return passage.section_id


def _sources(obligation: Obligation, source_ids: Collection[int]) -> list[Passage]:
    """Passages of accepted versions of units directly below, in the order asked; any other is unknown."""
    wanted = list(dict.fromkeys(source_ids))
    below = Obligation.objects.filter(
        round_id=obligation.round_id, receiver_id=obligation.unit_id, state__in=TAKEN
    )
    found = {
        passage.pk: passage
        for passage in Passage.objects.filter(pk__in=wanted, submission__in=below.values("accepted_id"))
    }
    if not wanted:
        raise Refusal(
            "reporting.no_source",
            _("Chưa chọn đoạn nào của đơn vị."),
            field="sources",
            rule=_("Mỗi đoạn lấy vào bản tổng hợp phải có nguồn."),
        )
    if len(found) != len(wanted):
        raise Hidden("passage")
    return [found[pk] for pk in wanted]


def _text(how: How, sources: Sequence[Passage], text: str) -> str:
    """What the new passage says, and whether that fits the way it was taken."""
    if how in {How.VERBATIM, How.EDITED} and len(sources) > 1:
        raise Refusal(
            "reporting.one_source",
            _("Lấy nguyên văn hoặc biên tập thì chọn một đoạn; từ hai đoạn thì dùng “Gộp”."),
            field="sources",
            rule=_("Nguyên văn là đúng chữ của một đơn vị."),
        )
    if how == How.VERBATIM:
        if text and canonical(text) != canonical(sources[0].text):
            raise Refusal(
                "reporting.not_verbatim",
                _("Chữ đã khác đoạn của đơn vị; dùng “Lấy, biên tập”."),
                field="text",
                rule=_("Nguyên văn là đúng chữ của một đơn vị."),
            )
        return sources[0].text
    if how == How.MERGED and not text:
        text = sources[0].text
    if not text:
        raise Refusal("reporting.text_missing", _("Chưa viết nội dung đoạn."), field="text")
    if len(text) > TEXT_LIMIT:
        raise Refusal(
            "reporting.text_long",
            _("Đoạn dài quá %(limit)s ký tự.") % {"limit": TEXT_LIMIT},
            field="text",
        )
    return text


def _saved(obligation: Obligation, actor: Actor) -> None:
    draft = drafts.draft_of(obligation, lock=True)
    drafts.stamp(draft, actor, ())
    Draft.objects.filter(pk=draft.pk).update(
        saved_at=draft.saved_at, saved_by=draft.saved_by, saved_label=draft.saved_label
    )
