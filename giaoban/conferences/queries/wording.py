"""A conclusion against the draft of its hồ sơ trình, and the paper of which each paragraph has its key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.conferences.exports import conclusion_paper
from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.rules import ENDED_STATES, ConclusionState
from giaoban.conferences.rules.wording import Difference, Said, Words, differences, read_words
from giaoban.core.actors import Actor
from giaoban.correspondence.labels import STATE_LABELS, places
from giaoban.correspondence.models import Dossier, Draft
from giaoban.correspondence.papers import fill, template
from giaoban.correspondence.queries import latest_draft, may_move, paper_of, visible_to
from giaoban.correspondence.queries.changes import Pieces, tight
from giaoban.correspondence.rules import EDITABLE, State
from giaoban.correspondence.rules import Permission as Papers
from giaoban.correspondence.rules.writing import text_of
from giaoban.documents.blocks import Block, Paper, Table
from giaoban.documents.controls import hash_of
from giaoban.documents.wordback.words import marks, words

SUBJECT = "conferences.conclusion"
OPENING, PARAGRAPH = "mo-dau", "doan"
UNSAID = "……"  # a number that nobody looks at


def keyed_paper(conference: Conference, conclusion: Conclusion, *, number: str = "") -> Paper:
    """The paper of the draft in the house's layout; each paragraph keeps its key in Word and in a dossier."""
    written = conclusion_paper(conference, conclusion, number=number)
    with override("vi"):
        paper = fill(template(written.template), written.values, written.head)
    rows = list(conclusion.paragraphs.values_list("pk", flat=True))
    first = len(paper.blocks) - len(rows)
    keys = [f"{OPENING}:{at}" for at in range(first)] + [f"{PARAGRAPH}:{pk}" for pk in rows]
    return replace(
        paper, blocks=tuple(replace(b, key=key) for b, key in zip(paper.blocks, keys, strict=True))
    )


def words_of(conference: Conference, conclusion: Conclusion) -> Words:
    """What the conclusion says, as its paper prints it."""
    found = words_in(keyed_paper(conference, conclusion, number=UNSAID).blocks)
    rows = [Said(one.text, one.level, f"{PARAGRAPH}:{one.pk}") for one in conclusion.paragraphs.all()]
    return Words(found.opening, tuple(_risen(rows)))


def _risen(rows: Sequence[Said]) -> Sequence[Said]:
    """A paragraph that has nothing above it is numbered as one of the first level."""
    return [replace(rows[0], level=1), *rows[1:]] if rows else rows


def words_in(blocks: Sequence[Block]) -> Words:
    """What a paper says; a table is no part of a conclusion."""
    return read_words((one.key, text_of(one)) for one in blocks if not isinstance(one, Table))


def seen(words: Words) -> str:
    """The fingerprint of the words that a page showed."""
    return hash_of([words.opening, *(f"{one.level} {one.text}" for one in words.paragraphs)])


@dataclass(frozen=True, slots=True)
class Drift:
    """The newest draft of the dossier says other words; `gives`: the actor may write the next one."""

    dossier: Dossier
    draft: Draft
    differences: tuple[Difference, ...]
    theirs: Words
    seen: str
    gives: bool

    @property
    def places(self) -> str:
        """The first places in words."""
        return places([one.number for one in self.differences])

    @property
    def rows(self) -> list[tuple[str, Pieces, Pieces]]:
        """Number, both wordings in pieces: what the other one does not say counts as added."""
        return [(one.number, *_pieces(one.ours, one.theirs)) for one in self.differences]

    @property
    def next(self) -> int:
        """The number of the draft that would be saved."""
        return self.draft.number + 1

    @property
    def state(self) -> Any:
        return STATE_LABELS[self.dossier.state]


def _pieces(ours: str, theirs: str) -> tuple[Pieces, Pieces]:
    if not ours or not theirs:
        return _alone(ours), _alone(theirs)
    return _against(ours, theirs), _against(theirs, ours)


def _against(text: str, other: str) -> Pieces:
    told = (one for one in marks(words(other), words(text)) if one.said != "removed")
    return tight((one.said, one.text) for one in told)


def _alone(text: str) -> Pieces:
    return (("same", text),) if text else ()


def on_its_way(
    actor: Actor, conference: Conference, conclusion: Conclusion
) -> tuple[Dossier | None, Drift | None]:
    """The hồ sơ trình of a conclusion that is not issued, if the actor sees it, and its drift."""
    if conclusion.state == ConclusionState.ISSUED:
        return None, None
    dossiers = visible_to(actor).filter(subject_kind=SUBJECT, subject_id=conclusion.pk)
    dossier = dossiers.exclude(state=State.WITHDRAWN).select_related("unit", "issuer").first()
    return dossier, _drift(actor, conference, conclusion, dossier) if dossier is not None else None


def drift_of(actor: Actor, conference: Conference, conclusion: Conclusion) -> Drift | None:
    """None when there is no dossier to be seen, its draft is no paper of ours, or both say the same."""
    return on_its_way(actor, conference, conclusion)[1]


def _drift(actor: Actor, conference: Conference, conclusion: Conclusion, dossier: Dossier) -> Drift | None:
    draft = latest_draft(dossier)
    paper = paper_of(draft) if draft is not None else None
    if draft is None or paper is None:
        return None
    ours, theirs = words_of(conference, conclusion), words_in(paper.blocks)
    found = differences(ours, theirs)
    if not found:
        return None
    gives = dossier.state in EDITABLE and may_move(actor, dossier, Papers.DRAFT)
    return Drift(dossier, draft, found, theirs, seen(ours), gives)


def too_early(conclusion_id: int) -> str:
    """A conclusion is issued when its conference has closed; once out by itself it waits for nothing."""
    found = Conclusion.objects.filter(pk=conclusion_id, document=None).select_related("conference").first()
    if found is None or found.conference.state in ENDED_STATES:
        return ""
    return _("Hội nghị “%(title)s” chưa bế mạc: ghi bế mạc rồi ban hành kết luận.") % {
        "title": found.conference.title
    }


def differing(conclusion_id: int, paper: Paper) -> tuple[str, ...]:
    """The numbers of the paragraphs that a paper says otherwise; the opening is named in words by who asks.
    What was issued by itself meanwhile asks nothing of the paper any more."""
    conclusion = Conclusion.objects.filter(pk=conclusion_id).select_related("conference", "document").first()
    if conclusion is None or conclusion.state == ConclusionState.ISSUED:
        return ()
    ours = words_of(conclusion.conference, conclusion)
    return tuple(one.number for one in differences(ours, words_in(paper.blocks)))
