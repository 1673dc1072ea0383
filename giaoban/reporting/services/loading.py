"""Taking a filled workbook in: kept, read apart, compared with the draft, written once when confirmed.

Nothing is written while one cell is wrong. What is written goes through the door that saves cells, so a cell
that somebody else changed meanwhile comes back with both values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.audit import services as audit
from giaoban.core import intake
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.documents.xlsx import Filled, NoFormError, read_entry
from giaoban.files import queries as files
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of
from giaoban.files.services import upload as keep
from giaoban.reporting import entry_forms
from giaoban.reporting.guards import WORKBOOK
from giaoban.reporting.models import Obligation
from giaoban.reporting.queries import rounds
from giaoban.reporting.queries.entry import Entry, entry_of
from giaoban.reporting.rules.workbooks import Change, Plan, chosen, compare, mine, undecided
from giaoban.reporting.services import drafts

# A form has some hundreds of cells: what is larger is no form.
LIMITS = intake.Limits(size=5 * intake.MEGABYTE, rows=5_000, columns=200, cells=200_000)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A kept workbook against the draft as it is now."""

    obligation: Obligation
    file_id: int
    file_name: str
    filled: Filled
    entry: Entry
    plan: Plan

    @property
    def state(self) -> str:
        if self.plan.faults:
            return "errors"
        return "ready" if self.plan.changes or self.plan.clashes else "nothing"


def entry_book(
    *, actor: Actor, obligation: Obligation, when: datetime, on_behalf: bool = False
) -> tuple[str, bytes]:
    """Name and bytes of the form to be filled, for who may write the report now."""
    drafts.require_writable(actor, obligation, on_behalf=on_behalf)
    return entry_forms.workbook(obligation, actor.actor_label, when)


@transaction.atomic
def receive_workbook(*, actor: Actor, obligation_id: int, upload: Any, on_behalf: bool = False) -> int:
    """Read the file apart, refuse what is not this form, keep it; gives the id of the kept file."""
    obligation = rounds.get_obligation(actor, obligation_id)
    drafts.require_writable(actor, obligation, on_behalf=on_behalf)
    filled = _read(upload, upload.name)
    _require_this_form(entry_of(obligation), filled)
    upload.seek(0)
    stored = keep(
        actor=actor,
        kind=WORKBOOK,
        object_id=int(actor.actor_id or 0),
        unit_id=obligation.unit_id,
        source=upload,
        name=upload.name,
        allowed=("xlsx",),
    )
    return stored.pk


def open_workbook(*, actor: Actor, obligation: Obligation, file_id: int, on_behalf: bool = False) -> Loaded:
    """The kept workbook, compared now; anybody else's is unknown."""
    drafts.require_writable(actor, obligation, on_behalf=on_behalf)
    stored = _kept(actor, file_id)
    return _loaded(obligation, stored, _read(path_of(stored.key), stored.name))


@transaction.atomic
def load_workbook(
    *,
    actor: Actor,
    obligation_id: int,
    file_id: int,
    version: int,
    choices: Mapping[str, str],
    on_behalf: bool = False,
) -> int:
    """Write what the preview of draft `version` showed, through the door of the grid; gives how many cells.

    `choices` says for each clash whether the file's value ("file") or the saved one ("saved") stays.
    """
    stored = _kept(actor, file_id)
    filled = _read(path_of(stored.key), stored.name)
    obligation = drafts.writable(actor, obligation_id, on_behalf=on_behalf)
    found = _loaded(obligation, stored, filled)
    _require_decided(found, choices)
    changes = list(chosen(found.plan, choices))
    figures, explanations = mine(changes)
    drafts.save_cells(
        actor=actor,
        obligation_id=obligation_id,
        version=version,
        figures=figures,
        explanations=explanations,
        on_behalf=on_behalf,
    )
    audit.record(
        actor,
        "reporting.load_workbook",
        obligation,
        unit_id=obligation.unit_id,
        changes={one.key: [one.old, one.new] for one in changes},
        note=stored.name,
    )
    return len(changes)


# --- what they share -------------------------------------------------------------------------------------


def _kept(actor: Actor, file_id: int) -> StoredFile:
    stored = files.get_file(actor, file_id)
    if stored.kind != WORKBOOK:
        raise Hidden("file")
    return stored


def _read(source: intake.Source, name: str) -> Filled:
    try:
        return read_entry(intake.read_sheet(source, name, limits=LIMITS, closely=True))
    except NoFormError as error:
        _no_form(error.code)


def _no_form(code: str) -> NoReturn:
    sentences = {
        "keys": _(
            "Tệp này không phải biểu tải từ Giao Ban, hoặc cột khóa ẩn đã bị xóa. "
            "Tải biểu Excel ở trang báo cáo rồi ghi vào đó."
        ),
        "twice": _("Tệp có hai trang biểu. Giữ lại một trang rồi nạp lại."),
    }
    raise Refusal(
        f"reporting.workbook_{code}",
        sentences[code],
        field="file",
        rule=_("Biểu nhận lại phải là biểu đã tải, để biết ô nào là chỉ tiêu nào."),
    )


def _loaded(obligation: Obligation, stored: StoredFile, filled: Filled) -> Loaded:
    entry = entry_of(obligation)
    _require_this_form(entry, filled)
    return Loaded(
        obligation, stored.pk, stored.name, filled, entry, compare(entry.asks, filled, entry.standing)
    )


def _require_this_form(entry: Entry, filled: Filled) -> None:
    """The file must be of this form, version, unit, period and round."""
    theirs, version = filled.identity, entry.obligation.round.form_version
    ours = {
        entry_forms.FORM: version.form.code,
        entry_forms.NUMBER: str(version.number),
        entry_forms.UNIT: entry.place.code,
        entry_forms.PERIOD: entry.obligation.round.period,
        entry_forms.REPORT: str(entry.obligation.pk),
    }
    if {name: theirs.get(name) for name in ours} == ours:
        return
    shown = _("biểu %(form)s phiên bản %(number)s của %(unit)s, %(period)s")
    raise Refusal(
        "reporting.workbook_other",
        _("Tệp này là %(theirs)s; trang này nhận %(ours)s. Chưa ghi ô nào.")
        % {
            "theirs": shown
            % {
                "form": theirs.get(entry_forms.FORM, "–"),
                "number": theirs.get(entry_forms.NUMBER, "–"),
                "unit": theirs.get(entry_forms.UNIT_NAME, "–"),
                "period": theirs.get(entry_forms.PERIOD_NAME, "–"),
            },
            "ours": shown
            % {
                "form": version.form.code,
                "number": version.number,
                "unit": entry.place.name,
                "period": entry.period,
            },
        },
        field="file",
        rule=_("Một biểu chỉ nạp vào đúng báo cáo mà nó được tải từ đó."),
    )


def _require_decided(found: Loaded, choices: Mapping[str, str]) -> None:
    faults = len(found.plan.faults)
    if faults:
        raise Refusal(
            "reporting.workbook_faults",
            ngettext(
                "Còn %(count)s chỗ sai nên chưa ghi gì. Sửa trong tệp rồi nạp lại.",
                "Còn %(count)s chỗ sai nên chưa ghi gì. Sửa trong tệp rồi nạp lại.",
                faults,
            )
            % {"count": faults},
            rule=_("Một biểu được ghi trọn vẹn hoặc không ghi ô nào."),
        )
    open_: Sequence[Change] = undecided(found.plan, choices)
    if open_:
        raise Refusal(
            "reporting.workbook_clashes",
            ngettext(
                "Còn %(count)s ô hai bên cùng sửa chưa chọn số giữ lại; chưa ghi gì.",
                "Còn %(count)s ô hai bên cùng sửa chưa chọn số giữ lại; chưa ghi gì.",
                len(open_),
            )
            % {"count": len(open_)},
            rule=_("Hai người nhập cùng một ô: cả hai số được giữ để chọn, không số nào bị ghi đè."),
        )
