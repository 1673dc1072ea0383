"""The kept sheet: read in a child process, stored under the guard of who sent it."""

from pathlib import Path
from typing import Any, BinaryIO

from giaoban.core import intake
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.files import queries as files
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of, upload
from giaoban.web.setup.guards import kind_of
from giaoban.web.setup.rules import Sheet
from giaoban.web.setup.sheets import Grid, has_header


def keep(actor: Actor, sheet: Sheet, source: Any, *, unit_id: int) -> int:
    """The id of the stored file; the sender is its record."""
    source.seek(0)
    stored = upload(
        actor=actor,
        kind=kind_of(sheet),
        object_id=int(actor.actor_id or 0),
        unit_id=unit_id,
        source=source,
        name=source.name,
        allowed=("xlsx",),
    )
    return stored.pk


def get(actor: Actor, sheet: Sheet, file_id: int) -> StoredFile:
    stored = files.get_file(actor, file_id)
    if stored.kind != kind_of(sheet):
        raise Hidden("file")
    return stored


def read(sheet: Sheet, source: BinaryIO | Path, name: str) -> Grid:
    """The page of the workbook that carries this sheet's header, else its first; hidden ones do not count."""
    pages = [page.rows for page in intake.read_sheet(source, name) if page.visible]
    return next((rows for rows in pages if has_header(sheet, rows)), pages[0] if pages else [])


def read_kept(sheet: Sheet, stored: StoredFile) -> Grid:
    return read(sheet, path_of(stored.key), stored.name)
