"""The words of a paper become those of the conclusion, or the other way round: one wording is issued."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.conferences.models import Conclusion, Conference, Paragraph
from giaoban.conferences.queries.wording import Drift, drift_of, keyed_paper, seen, words_of
from giaoban.conferences.rules.wording import Words, paired, plain
from giaoban.conferences.services.common import fits, wanted
from giaoban.conferences.services.conclusions import OPENING, TEXT, draft_of, renumber
from giaoban.core.actors import Actor
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.correspondence.models import Draft
from giaoban.correspondence.queries import paper_of
from giaoban.correspondence.services import save_draft

REPORTED = "conferences.take_words"


@transaction.atomic
def take_words(*, actor: Actor, conference_id: int, words: Words, shown: str, origin: str) -> Conclusion:
    """Opening and paragraphs become those of a paper; a paragraph that stays keeps what it would be as a task
    and the recommendation it answers, others are added or go, all are numbered anew.

    `shown` is the fingerprint of the words as the page showed them; `origin` says in the trail where the new
    ones come from.
    """
    conference, conclusion = draft_of(actor, conference_id)
    before = _unchanged(conference, conclusion, shown)
    if not words.paragraphs:
        raise Refusal(
            "conferences.no_paragraphs",
            _("Không thấy đoạn đánh số nào trong văn bản, nên không lấy vào kết luận được."),
            rule=_("Kết luận gồm các đoạn đánh số, mỗi nhiệm vụ một đoạn."),
        )
    rows = list(conclusion.paragraphs.all())
    kept: list[Paragraph] = []
    ours = paired(before.paragraphs, words.paragraphs)
    for mine, said in zip(ours, words.paragraphs, strict=True):
        one = rows[mine] if mine is not None else Paragraph(conclusion=conclusion, position=0)
        if mine is None or plain(one.text) != plain(said.text):
            one.text = wanted(said.text, "text", _("Nội dung"), TEXT)
        one.level = said.level
        one.version += 1
        kept.append(one)
    for one in rows:
        if all(one is not row for row in kept):
            one.delete()
    for place, one in enumerate(kept, start=len(rows) + len(kept)):
        one.position = place  # free of those that stand; numbered below
        one.save()
    renumber(conclusion, kept)
    if plain(words.opening) != plain(before.opening):
        conclusion.opening = fits(words.opening, "opening", _("Đoạn mở đầu"), OPENING, multiline=True)
    conclusion.version += 1
    conclusion.save()
    audit.record(
        actor,
        REPORTED,
        conclusion,
        unit_id=conference.unit_id,
        changes={"paragraphs": [len(rows), len(kept)]},
        note=origin,
    )
    return conclusion


@transaction.atomic
def take_draft(*, actor: Actor, conference_id: int, shown: str) -> Conclusion:
    """The words of the newest draft of the dossier become the conclusion's."""
    drift = _drift(actor, *draft_of(actor, conference_id))
    origin = _("Hồ sơ trình, dự thảo lần %(n)s") % {"n": drift.draft.number}
    return take_words(
        actor=actor, conference_id=conference_id, words=drift.theirs, shown=shown, origin=origin
    )


@transaction.atomic
def give_draft(*, actor: Actor, conference_id: int, shown: str) -> Draft:
    """The words of the conclusion become the next draft of its dossier, through that room's door."""
    conference, conclusion = draft_of(actor, conference_id)
    drift = _drift(actor, conference, conclusion)
    _unchanged(conference, conclusion, shown)
    before = paper_of(drift.draft)
    if before is None or not drift.gives:
        raise Hidden("dossier")
    return save_draft(
        actor=actor,
        dossier_id=drift.dossier.pk,
        paper=replace(before, blocks=keyed_paper(conference, conclusion).blocks),
        note=_("Theo lời văn kết luận hội nghị"),
        version=drift.dossier.version,
    )


def _drift(actor: Actor, conference: Conference, conclusion: Conclusion) -> Drift:
    found = drift_of(actor, conference, conclusion)
    if found is None:
        raise Refusal("conferences.no_drift", _("Dự thảo của hồ sơ trình và kết luận đã là một lời văn."))
    return found


def _unchanged(conference: Conference, conclusion: Conclusion, shown: str) -> Words:
    words = words_of(conference, conclusion)
    if seen(words) != shown:
        raise Conflict(
            "conferences.changed_meanwhile",
            _("“%(name)s” vừa được người khác sửa. Hãy xem lại rồi ghi tiếp.") % {"name": conclusion.title},
            rule=_("Hai người sửa cùng lúc: bản sau phải thấy bản trước."),
        )
    return words
