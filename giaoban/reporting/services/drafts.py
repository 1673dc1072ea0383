"""Writing a report: begun half-written, saved cell by cell while it is typed, passages by section.

Two people may write at once. Cells are merged one by one; only a cell that both changed is a conflict, and
then both values go back and nothing is written.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.reporting import permissions
from giaoban.reporting.models import STATE_LABELS, Draft, Obligation
from giaoban.reporting.queries import figures as queries
from giaoban.reporting.queries import rounds
from giaoban.reporting.rules import Permission, State
from giaoban.reporting.rules.cells import CellPart, IndicatorKind
from giaoban.reporting.rules.checks import FIGURE_LIMIT
from giaoban.reporting.rules.workbooks import EXPLANATION_LIMIT
from giaoban.reporting.services import moves, preparing

Mark = tuple[int, str, str]


class CellConflict(Conflict):
    """Cells that somebody else changed meanwhile: {key: (theirs, mine)}; `version` is the draft's."""

    def __init__(self, message: str, cells: Mapping[str, tuple[Any, Any]], version: int, who: str) -> None:
        super().__init__(
            "reporting.cells_changed",
            message,
            rule=_("Hai người nhập cùng một ô: cả hai số được giữ để chọn, không số nào bị ghi đè."),
        )
        self.cells, self.version, self.who = dict(cells), version, who


@transaction.atomic
def begin_report(
    *, actor: Actor, obligation_id: int, version: int | None = None, on_behalf: bool = False
) -> Draft:
    """Begin the report half-written: figures of the registers, passages from what the house knows of the
    period, each with its source. Begun by somebody else meanwhile, it is simply opened."""
    seen = writable(actor, obligation_id, on_behalf=on_behalf, states={State.DUE, State.DRAFTING})
    if seen.state == State.DRAFTING:
        return draft_of(seen)
    obligation, transition = moves.prepare(
        actor, obligation_id=obligation_id, move="begin", version=version, on_behalf=on_behalf
    )
    draft, fresh = Draft.objects.get_or_create(obligation=obligation)
    if fresh:
        preparing.fill(actor, obligation, draft)
    moves.finish(actor, obligation, transition, on_behalf=on_behalf)
    return draft


@transaction.atomic
def save_cells(
    *,
    actor: Actor,
    obligation_id: int,
    version: int,
    figures: Mapping[str, int | None],
    explanations: Mapping[str, str] | None = None,
    none: Collection[str] = (),
    estimate: bool | None = None,
    on_behalf: bool = False,
) -> Draft:
    """Merge cells into the draft that was seen at `version`; `none` states that nothing occurred there.

    Raises CellConflict when a cell given here was changed since to something else. Saving the same again
    changes nothing. No row of the trail for each keystroke: the cell itself keeps who and when.
    """
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    draft = draft_of(obligation, lock=True)
    now_ = queries.now_of(obligation, draft)
    given = {**dict.fromkeys(none, 0), **figures}
    texts = {cell: clean(text, multiline=True) for cell, text in (explanations or {}).items()}
    known = {cell.key for cell in now_.cells}
    if not set(given) <= now_.typed or not set(texts) <= known:
        raise Hidden("cell")
    _check_values(now_, given, texts)
    fresh = {
        key: value
        for key, value in given.items()
        if draft.figures.get(key) != value or key not in draft.figures
    }
    fresh_texts = {
        f"{cell}#": text for cell, text in texts.items() if draft.explanations.get(cell, "") != text
    }
    _refuse_stale(draft, version, {**fresh, **fresh_texts})
    declared = sorted((set(draft.none) | set(none)) - {key for key, value in figures.items() if value != 0})
    if not (fresh or fresh_texts or declared != draft.none or estimate not in {None, draft.estimate}):
        return draft
    draft.version += 1
    draft.figures = {**draft.figures, **fresh}
    draft.explanations = {cell: text for cell, text in {**draft.explanations, **texts}.items() if text}
    draft.none = declared
    draft.estimate = draft.estimate if estimate is None else estimate
    _follow_conditions(obligation, draft, now_, fresh)
    stamp(draft, actor, {*fresh, *fresh_texts})
    draft.save()
    return draft


@transaction.atomic
def fill_none(*, actor: Actor, obligation_id: int, version: int, on_behalf: bool = False) -> Draft:
    """State that nothing occurred in every cell that is still empty: explicit zeros, with who said so."""
    obligation = writable(actor, obligation_id, on_behalf=on_behalf)
    draft = draft_of(obligation, lock=True)
    now_ = queries.now_of(obligation, draft)
    empty = [cell.key for cell in now_.cells if cell.key in now_.typed and now_.figures[cell.key] is None]
    draft = save_cells(
        actor=actor, obligation_id=obligation_id, version=version, figures={}, none=empty, on_behalf=on_behalf
    )
    if empty:
        audit.record(
            actor,
            "reporting.fill_none",
            obligation,
            unit_id=obligation.unit_id,
            changes={"none": [[], sorted(empty)]},
        )
    return draft


# --- what the doors of a draft share -----------------------------------------------------------------------


def writable(
    actor: Actor,
    obligation_id: int,
    *,
    on_behalf: bool = False,
    states: Collection[State] = frozenset({State.DRAFTING}),
) -> Obligation:
    """The locked obligation whose draft the actor may write now."""
    obligation = rounds.get_obligation(actor, obligation_id, lock=True)
    require_writable(actor, obligation, on_behalf=on_behalf, states=states)
    return obligation


def require_writable(
    actor: Actor,
    obligation: Obligation,
    *,
    on_behalf: bool = False,
    states: Collection[State] = frozenset({State.DRAFTING}),
) -> None:
    """Hidden from who does not write this report; a Refusal when it may not be written now."""
    permissions.require(permissions.may_write(actor, obligation, on_behalf=on_behalf), Permission.WRITE)
    moves.require_open(obligation)
    if obligation.state not in states:
        raise Refusal(
            "reporting.not_writable",
            _("Báo cáo của %(unit)s đang ở trạng thái “%(state)s” nên không sửa được.")
            % {
                "unit": moves.unit_name(obligation),
                "state": STATE_LABELS[State(obligation.state)],
            },
            rule=_(
                "Chỉ bản đang soạn mới sửa được; bản đã trình thì trả lại phòng, "
                "bản đã gửi thì xin rút để sửa."
            ),
        )


def draft_of(obligation: Obligation, *, lock: bool = False) -> Draft:
    rows = Draft.objects.select_for_update() if lock else Draft.objects.all()
    draft, _new = rows.get_or_create(obligation=obligation)
    return draft


def stamp(draft: Draft, actor: Actor, keys: Collection[str]) -> None:
    """Note who changed which cell with this version; "KEY#" is the explanation of a cell."""
    moment = now()
    mark = [draft.version, moment.isoformat(timespec="seconds"), actor.actor_label[:120]]
    draft.marks = {**draft.marks, **dict.fromkeys(keys, mark)}
    draft.saved_at, draft.saved_by, draft.saved_label = moment, actor.actor_id, actor.actor_label[:200]


def _refuse_stale(draft: Draft, version: int, given: Mapping[str, Any]) -> None:
    changed = {key: draft.marks[key] for key in given if key in draft.marks and draft.marks[key][0] > version}
    if not changed:
        return
    theirs = {
        key: draft.explanations.get(key[:-1], "") if key.endswith("#") else draft.figures.get(key)
        for key in changed
    }
    who = ", ".join(dict.fromkeys(str(mark[2]) for mark in changed.values()))
    raise CellConflict(
        _("%(who)s vừa sửa %(count)s ô mà đồng chí cũng đang sửa. Chọn số giữ lại.")
        % {"who": who, "count": len(changed)},
        {key: (theirs[key], given[key]) for key in changed},
        draft.version,
        who,
    )


def _check_values(now_: queries.Now, given: Mapping[str, int | None], texts: Mapping[str, str]) -> None:
    cells = {cell.key: cell for cell in now_.cells}
    for key, value in given.items():
        if value is None:
            continue
        cell = cells[key]
        if cell.row.kind is IndicatorKind.CONDITION and value not in {0, 1}:
            raise Refusal(
                "reporting.yes_or_no",
                _("“%(name)s” chỉ trả lời có hoặc chưa.") % {"name": cell.row.name},
                field=key,
            )
        if abs(value) > FIGURE_LIMIT:
            raise Refusal(
                "reporting.too_large",
                _("Số liệu ở “%(name)s” quá lớn để là một số đếm.") % {"name": cell.row.name},
                field=key,
            )
    for cell_key, text in texts.items():
        if len(text) > EXPLANATION_LIMIT:
            raise Refusal(
                "reporting.explanation_long",
                _("Giải trình dài quá %(limit)s ký tự.") % {"limit": EXPLANATION_LIMIT},
                field=cell_key,
            )


def _follow_conditions(
    obligation: Obligation, draft: Draft, now_: queries.Now, fresh: Collection[str]
) -> None:
    """A unit that answers a condition is one of one; that it satisfies it puts its name in the list."""
    for code in queries.condition_rows(now_.cells):
        if not obligation.leaf or f"{code}:{CellPart.COUNT}" not in fresh:
            continue
        answer = draft.figures[f"{code}:{CellPart.COUNT}"]
        draft.figures[f"{code}:{CellPart.BASE}"] = None if answer is None else 1
        if answer:
            draft.names[code] = [[obligation.unit_id, queries.short_name(obligation)]]
        else:
            draft.names.pop(code, None)
