"""A draft that went to Word and came back: kept, read apart, compared with the draft as it is now, taken.

What is taken goes through the doors of passages, with the versions that were seen; nothing is written when
one of them refuses. Figures are never written from Word.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core import intake
from giaoban.core.actors import Actor
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.documents import wordback
from giaoban.documents.controls import hash_of
from giaoban.documents.wordback import Comparison, Decision, Returned
from giaoban.files import queries as files
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of
from giaoban.files.services import upload as keep
from giaoban.reporting import word_copies
from giaoban.reporting.guards import WORD_COPY
from giaoban.reporting.models import Obligation, Passage
from giaoban.reporting.queries import rounds
from giaoban.reporting.queries.printed import Printed, printed
from giaoban.reporting.rules.taking import Facts, Item, Wanted, items, rebased, wanted
from giaoban.reporting.services import drafts, passages


@dataclass(frozen=True, slots=True)
class Back:
    """A kept Word file against the draft as it is now; `seen` stands for the passages it was compared with.

    `earlier` says that the file is a copy of an earlier draft, `unknown` that it does not say of which.
    """

    obligation: Obligation
    file_id: int
    file_name: str
    copy: word_copies.Copy
    found: Comparison
    items: tuple[Item, ...]
    seen: str
    earlier: bool
    unknown: bool

    @property
    def takeable(self) -> list[Item]:
        return [item for item in self.items if item.takeable]


def word_copy(
    *, actor: Actor, obligation: Obligation, at_unit: int, on_behalf: bool = False
) -> tuple[str, bytes]:
    """Name and bytes of the Word file, for who may write the draft now."""
    drafts.require_writable(actor, obligation, on_behalf=on_behalf)
    return word_copies.file_of(word_copies.copy_of(_printed(actor, obligation, at_unit)))


@transaction.atomic
def receive_word(
    *, actor: Actor, obligation_id: int, at_unit: int, upload: Any, on_behalf: bool = False
) -> int:
    """Read the file apart, refuse what is not this report, keep it; gives the id of the kept file."""
    obligation = rounds.get_obligation(actor, obligation_id)
    drafts.require_writable(actor, obligation, on_behalf=on_behalf)
    _compared(_printed(actor, obligation, at_unit), _read(upload, upload.name), 0, upload.name)
    upload.seek(0)
    stored = keep(
        actor=actor,
        kind=WORD_COPY,
        object_id=int(actor.actor_id or 0),
        unit_id=obligation.unit_id,
        source=upload,
        name=upload.name,
        allowed=("docx",),
    )
    return stored.pk


def open_word(
    *, actor: Actor, obligation: Obligation, at_unit: int, file_id: int, on_behalf: bool = False
) -> Back:
    """The kept file, compared now; anybody else's is unknown."""
    drafts.require_writable(actor, obligation, on_behalf=on_behalf)
    stored = _kept(actor, file_id)
    returned = _read(path_of(stored.key), stored.name)
    return _compared(_printed(actor, obligation, at_unit), returned, stored.pk, stored.name)


@transaction.atomic
def take_back(
    *,
    actor: Actor,
    obligation_id: int,
    at_unit: int,
    file_id: int,
    seen: str,
    taken: Collection[str],
    on_behalf: bool = False,
) -> int:
    """Write the changes with the ids `taken` into the draft that was `seen`; gives how many."""
    stored = _kept(actor, file_id)
    returned = _read(path_of(stored.key), stored.name)
    obligation = drafts.writable(actor, obligation_id, on_behalf=on_behalf)
    back = _compared(_printed(actor, obligation, at_unit), returned, stored.pk, stored.name)
    if back.seen != seen:
        raise Conflict(
            "reporting.word_stale",
            _("Dự thảo vừa được người khác sửa; các thay đổi dưới đây đã so lại với bản mới. Chưa ghi gì."),
            rule=_("Hai người sửa cùng một đoạn: bản sau phải thấy bản trước."),
        )
    chosen = [item for item in back.takeable if item.change.id in set(taken)]
    if not chosen:
        raise Refusal("reporting.word_nothing", _("Chưa chọn thay đổi nào để lấy. Dự thảo giữ nguyên."))
    decisions = {item.change.id: Decision.TAKEN for item in chosen}
    blocks = back.copy.blocks
    plan = wanted(wordback.apply(blocks, back.found, decisions), blocks)
    _write(actor, back, plan, on_behalf=on_behalf)
    audit.record(
        actor,
        "reporting.take_back",
        obligation,
        unit_id=obligation.unit_id,
        changes={"taken": [0, len(chosen)], "of": [0, len(back.items)]},
        note=stored.name,
    )
    return len(chosen)


# --- reading -----------------------------------------------------------------------------------------------


def _kept(actor: Actor, file_id: int) -> StoredFile:
    stored = files.get_file(actor, file_id)
    if stored.kind != WORD_COPY:
        raise Hidden("file")
    return stored


def _read(source: intake.Source, name: str) -> Returned:
    return wordback.returned(intake.read_word(source, name))


def _printed(actor: Actor, obligation: Obligation, at_unit: int) -> Printed:
    return printed(actor, obligation, at_unit, drafted=True)


def _compared(found: Printed, returned: Returned, file_id: int, name: str) -> Back:
    report, last = _origin(returned)
    if report not in {None, found.obligation.pk}:
        raise Refusal(
            "reporting.word_other",
            _("Tệp này là bản Word của một báo cáo khác. Chưa ghi gì; tải đúng tệp của báo cáo này lên."),
            field="file",
            rule=_("Một bản Word chỉ nhận lại vào đúng báo cáo mà nó được tải từ đó."),
        )
    now = word_copies.copy_of(found)
    copy = word_copies.copy_of(found, until=last) if last is not None else now
    again = rebased(returned, copy.blocks)
    compared = wordback.compare(copy.blocks, again.returned, frame=copy.frame)
    if not any(isinstance(one, int) and copy.blocks[one].key for one in compared.order):
        raise Refusal(
            "reporting.word_strange",
            _("Không nhận ra báo cáo này trong tệp: không mục nào, đoạn nào trùng. Kiểm tra lại tệp."),
            field="file",
        )
    stamp = returned.stamp
    earlier = stamp is not None and stamp.hash != now.hash
    this = stamp is not None and not earlier
    lost = [] if this else [one.key for one in compared.lost if not one.figure]
    facts = Facts(again.clashes, again.removed, lost, sure=this or not compared.stripped)
    return Back(
        found.obligation,
        file_id,
        name,
        copy,
        compared,
        tuple(items(compared.changes, copy.blocks, facts)),
        _seen(found),
        earlier,
        stamp is None,
    )


def _origin(returned: Returned) -> tuple[int | None, int | None]:
    """The report of which the file is a copy, and the newest passage it knew; None when it does not say."""
    kind, _colon, rest = (returned.stamp.paper if returned.stamp else "").partition(":")
    report, _colon, last = rest.partition(":")
    if kind != word_copies.PAPER or not (report.isdecimal() and last.isdecimal()):
        return (None if returned.stamp is None else 0), None
    return int(report), int(last)


def _seen(found: Printed) -> str:
    rows = [(one.pk, one.version, section.pk) for section, rows in found.sections for one in rows]
    return hash_of([repr(row) for row in rows])[:20]


# --- writing -----------------------------------------------------------------------------------------------


def _write(actor: Actor, back: Back, plan: Wanted, *, on_behalf: bool) -> None:
    """Words, places and order through the doors of passages; those the file did not know keep theirs."""
    report: dict[str, Any] = {
        "actor": actor,
        "obligation_id": back.obligation.pk,
        "on_behalf": on_behalf,
    }
    sections = [(section.pk, rows) for section, rows in back.copy.found.sections]
    now = {one.pk: one for _section, rows in sections for one in rows}
    known = {pk for pk, _one in now.items() if pk <= back.copy.until}
    for pk in sorted(known - plan.kept):
        passages.remove_passage(**report, passage_id=pk, version=now[pk].version)
    for section_id, rows in sections:
        order: list[int] = []
        for known_as, text in plan.order.get(section_id, ()):
            order.append(_passage(report, section_id, now, known_as, text))
        later = [one.pk for one in rows if one.pk not in known]
        if order and order != [one.pk for one in rows if one.pk in known and one.pk in plan.kept]:
            passages.reorder(**report, section_id=section_id, order=[*order, *later])


def _passage(
    report: dict[str, Any], section_id: int, now: dict[int, Passage], pk: int | None, text: str | None
) -> int:
    """The id of the passage that now says this in this section."""
    if pk is None:
        return passages.add_passage(**report, section_id=section_id, text=text or "").pk
    if text is not None:
        passages.save_passage(**report, passage_id=pk, version=now[pk].version, text=text)
    if now[pk].section_id != section_id:
        passages.place_passage(**report, passage_id=pk, section_id=section_id)
    return pk
