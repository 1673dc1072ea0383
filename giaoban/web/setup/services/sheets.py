"""Taking a sheet in: received and kept, checked anew whenever it is looked at, written once when confirmed.

The kept file is bound to who sent it; the job of a file is unique, so a second confirmation is the first.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.accounts.models import User
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.notices import progress
from giaoban.notices.contacts import TELEPHONE
from giaoban.notices.models import LongJob
from giaoban.notices.rules import JobState
from giaoban.people.models import POST_LABELS
from giaoban.web.setup import keeping, queries, words
from giaoban.web.setup.rules import (
    Checked,
    ContactBounds,
    Finder,
    PeopleBounds,
    Problem,
    Sheet,
    Verdict,
    check_contacts,
    check_decision,
    check_people,
    check_units,
    fingerprint,
    tally,
)
from giaoban.web.setup.services.writing import Report, Work, write
from giaoban.web.setup.sheets import Grid, Parsed, marked_copy, parse

DIRECT_ROWS = 300  # more than these are written by the worker, with progress
REPORT_EVERY = 25


@dataclass(frozen=True, slots=True)
class Preview:
    """A kept sheet against the house as it is now."""

    sheet: Sheet
    file_id: int
    file_name: str
    grid: Grid
    parsed: Parsed
    rows: Sequence[Checked[Any]]
    decision_problems: tuple[Problem, ...]
    job: LongJob | None

    @property
    def counts(self) -> Counter[Verdict]:
        return tally(self.rows)

    @property
    def errors(self) -> int:
        return sum(len(row.problems) for row in self.rows) + len(self.decision_problems)

    @property
    def to_write(self) -> int:
        return self.counts[Verdict.NEW] + self.counts[Verdict.REPLACE]

    @property
    def promise(self) -> str:
        return fingerprint(self.rows)


def require(actor: Actor, sheet: Sheet) -> None:
    """Who may send this sheet at all; each row is checked on its own unit."""
    actor.require(queries.PERMISSIONS[sheet])


@transaction.atomic
def receive(*, actor: Actor, sheet: Sheet, upload: Any) -> int:
    """Read the file apart, refuse what is not this sheet, keep it; gives the id of the kept file."""
    require(actor, sheet)
    try:
        grid = keeping.read(sheet, upload, upload.name)
    except Refusal as refusal:
        raise _other_file(upload.name) or refusal from refusal
    parse(sheet, grid)
    return keeping.keep(actor, sheet, upload, unit_id=queries.own_unit_id(actor, sheet))


def _other_file(name: str) -> Refusal | None:
    """What to do with a table of another program; None when the file itself is at fault."""
    if not name.lower().endswith((".csv", ".tsv", ".txt", ".ods")):
        return None
    return Refusal(
        "setup.other_file",
        _("“%(file)s” không phải tệp Excel. Mở bằng Excel, chọn Lưu thành .xlsx rồi tải lên lại.")
        % {"file": name},
        field="file",
        rule=_("Trang này chỉ nhận tệp .xlsx, ghi theo tệp mẫu."),
    )


def open_sheet(*, actor: Actor, sheet: Sheet, file_id: int) -> Preview:
    """The kept sheet, checked now; anybody else's is unknown."""
    require(actor, sheet)
    kept = keeping.get(actor, sheet, file_id)
    grid = keeping.read_kept(sheet, kept)
    parsed = parse(sheet, grid)
    job = LongJob.objects.filter(key=job_key(file_id)).first()
    problems, rows = check(actor, sheet, parsed)
    return Preview(sheet, kept.pk, kept.name, grid, parsed, rows, problems, job)


def job_key(file_id: int) -> str:
    return f"setup.{file_id}"


def marked(*, actor: Actor, sheet: Sheet, file_id: int) -> bytes:
    """The same sheet with the faulty cells marked and a column of reasons."""
    preview = open_sheet(actor=actor, sheet=sheet, file_id=file_id)
    return marked_copy(sheet, preview.grid, preview.parsed, preview.rows)


# --- the check -----------------------------------------------------------------------------------------


def check(actor: Actor, sheet: Sheet, parsed: Parsed) -> tuple[tuple[Problem, ...], Sequence[Checked[Any]]]:
    match sheet:
        case Sheet.UNITS:
            return check_decision(parsed.decision), _units(actor, parsed)
        case Sheet.PEOPLE:
            return (), _people(actor, parsed)
        case _:
            return (), _contacts(actor, parsed)


def _units(actor: Actor, parsed: Parsed) -> Sequence[Checked[Any]]:
    given = parsed.decision.cells.get("effective_on")
    on = given if isinstance(given, date) else today()
    columns = ("code", "name", "parent")
    names = [line.text(column) for line in parsed.lines for column in columns]
    known = queries.known_units(actor, names, on, queries.PERMISSIONS[Sheet.UNITS])
    return check_units(
        parsed.lines,
        kinds=queries.kinds_by_key(),
        finder=Finder(known),
        taken=queries.taken_codes(on),
        on=on,
    )


def _finder(actor: Actor, sheet: Sheet, parsed: Parsed) -> Finder:
    names = [line.text("unit") for line in parsed.lines]
    return Finder(queries.known_units(actor, names, today(), queries.PERMISSIONS[sheet]))


def _people(actor: Actor, parsed: Parsed) -> Sequence[Checked[Any]]:
    bounds = PeopleBounds(
        zone=settings.GIAOBAN_ZONE,
        today=today(),
        kinds=queries.by_label(POST_LABELS),
        yes_no={
            **dict.fromkeys(words.in_every_language(words.YES) | {"x", "1"}, "1"),
            **dict.fromkeys(words.in_every_language(words.NO) | {"0"}, "0"),
        },
    )
    known = queries.known_people(actor, [line.text("full_name") for line in parsed.lines])
    return check_people(parsed.lines, finder=_finder(actor, Sheet.PEOPLE, parsed), known=known, bounds=bounds)


def _contacts(actor: Actor, parsed: Parsed) -> Sequence[Checked[Any]]:
    bounds = ContactBounds(
        fields=queries.by_label(FIELD_LABELS),
        today=today(),
        is_telephone=lambda text: TELEPHONE.fullmatch(text) is not None,
        is_email=_is_email,
    )
    finder = _finder(actor, Sheet.CONTACTS, parsed)
    known = queries.known_contacts(unit.id for unit in finder.by_code.values())
    return check_contacts(parsed.lines, finder=finder, known=known, bounds=bounds)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


# --- the confirmation ----------------------------------------------------------------------------------


@transaction.atomic
def confirm(*, actor: Actor, sheet: Sheet, file_id: int, promise: str) -> LongJob:
    """Write what the preview promised, all or nothing: at once when short, else by the worker with progress.

    Effects: units, persons or contacts through their doors, one job of this file for ever, audit.
    """
    preview = open_sheet(actor=actor, sheet=sheet, file_id=file_id)
    title = f"{words.TITLES[sheet]}: {preview.file_name}"
    job, new = progress.start(actor=actor, key=job_key(file_id), title=title, total=preview.to_write)
    if not new:  # an earlier click, perhaps of somebody else a moment ago: theirs counts
        return job
    _check_promise(preview, promise)  # a refusal takes the job back with it
    if preview.to_write > DIRECT_ROWS:
        app.configure_task("setup.write_sheet").defer(
            job_id=job.pk, user_id=actor.actor_id, sheet=sheet.value, file_id=file_id, promise=promise
        )
        return job
    _write(actor, preview, job.pk, lambda _done: None)
    job.refresh_from_db()
    return job


def _check_promise(preview: Preview, promise: str) -> None:
    if preview.promise != promise:
        raise Conflict(
            "setup.changed",
            _(
                "Dữ liệu trong hệ thống đã thay đổi sau khi xem trước. "
                "Bảng đã được kiểm tra lại; xem rồi xác nhận lần nữa."
            ),
            rule=_("Chỉ ghi đúng những gì bản xem trước đã nêu."),
        )
    if preview.errors:
        raise Refusal(
            "setup.errors",
            ngettext(
                "Còn %(count)s chỗ sai nên chưa ghi gì. Sửa trong tệp rồi tải lên lại.",
                "Còn %(count)s chỗ sai nên chưa ghi gì. Sửa trong tệp rồi tải lên lại.",
                preview.errors,
            )
            % {"count": preview.errors},
            rule=_("Một bảng được ghi trọn vẹn hoặc không ghi dòng nào."),
        )
    if not preview.to_write:
        raise Refusal(
            "setup.nothing",
            _("Mọi dòng của bảng đã có trong hệ thống; không có gì để ghi."),
        )


@transaction.atomic
def _write(actor: Actor, preview: Preview, job_id: int, report: Report) -> None:
    work = Work(preview.sheet, preview.rows, preview.parsed.decision, preview.file_name)
    written = write(actor, work, report)
    message = ngettext("Đã ghi %(count)s dòng.", "Đã ghi %(count)s dòng.", written) % {"count": written}
    counts = {str(verdict): [None, count] for verdict, count in preview.counts.items()}
    audit.record(actor, f"setup.{preview.sheet}", changes=counts, note=preview.file_name)
    url = reverse("setup:preview", args=[preview.sheet, preview.file_id])
    progress.finish(job_id, message=message, result_url=url)


def run(*, job_id: int, user_id: int, sheet: str, file_id: int, promise: str) -> None:
    """The worker's part; a second run of a finished job does nothing."""
    job = LongJob.objects.filter(pk=job_id, state=JobState.RUNNING).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if job is None or user is None:
        return
    try:
        preview = open_sheet(actor=user, sheet=Sheet(sheet), file_id=file_id)
        _check_promise(preview, promise)
        with reporting(job_id) as report:
            _write(user, preview, job_id, report)
    except Refusal as refusal:
        progress.fail(job_id, message=str(refusal))
    except Hidden:
        progress.fail(job_id, message=_("Đồng chí không còn quyền ghi các đơn vị của bảng này."))


@contextmanager
def reporting(job_id: int) -> Iterator[Report]:
    """Progress from a connection of its own: inside the sheet's one transaction nobody would see it."""
    with ThreadPoolExecutor(max_workers=1) as teller:

        def report(done: int) -> None:
            if done % REPORT_EVERY == 0:
                teller.submit(progress.advance, job_id, done)

        try:
            yield report
        finally:
            teller.submit(_hang_up)


def _hang_up() -> None:
    """Close the connection of the thread that runs this."""
    connection.close()
