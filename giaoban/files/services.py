"""Taking a file in and giving it out: inspected first, stored under a random name, guarded by its record.

Bytes lie below MEDIA_ROOT at ab/<key>; no part of the path comes from a person. A file whose row was rolled
back is swept later (`jobs.sweep`).
"""

import hashlib
import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core import intake
from giaoban.core.actors import Actor
from giaoban.core.models import require_zone
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import file_guards
from giaoban.core.secrecy import Secrecy
from giaoban.files import queries
from giaoban.files.models import StoredFile


def path_of(key: str) -> Path:
    """Where the bytes of a key lie; a key is made here and only of hexadecimal digits."""
    if len(key) != 40 or not set(key) <= set("0123456789abcdef"):
        raise Hidden("file")
    return Path(settings.MEDIA_ROOT) / key[:2] / key


@transaction.atomic
def upload(
    *,
    actor: Actor,
    kind: str,
    object_id: int,
    unit_id: int,
    source: BinaryIO,
    name: str,
    secrecy: str = Secrecy.NORMAL.value,
    allowed: Collection[str] | None = None,
) -> StoredFile:
    """Keep a file with a record: guard, zone, inspection in a child process, bytes on disk, row, trace."""
    guard = file_guards.get(kind)
    if guard is None or guard.may_add is None or not guard.may_add(actor, object_id):
        raise Hidden("record")
    require_zone(secrecy)
    data = source.read(intake.DEFAULT.size + 1)  # one byte too many is for the inspection to refuse
    facts = intake.inspect(data, name) if allowed is None else intake.inspect(data, name, allowed=allowed)
    key = secrets.token_hex(20)
    _write(path_of(key), data)
    stored = StoredFile.objects.create(
        kind=kind,
        object_id=object_id,
        unit_id=unit_id,
        name=facts.name,
        media_type=facts.media_type,
        size=facts.size,
        sha256=facts.sha256,
        key=key,
        secrecy=secrecy,
        uploaded_by=actor.actor_id,
    )
    audit.record(actor, "files.upload", stored, unit_id=unit_id, changes={"sha256": facts.sha256})
    return stored


@transaction.atomic
def keep(
    *, actor: Actor, kind: str, object_id: int, unit_id: int, data: bytes, name: str, media_type: str
) -> StoredFile:
    """Keep what the house itself made (a package of papers): its room has asked for the right to make it."""
    key = secrets.token_hex(20)
    _write(path_of(key), data)
    stored = StoredFile.objects.create(
        kind=kind,
        object_id=object_id,
        unit_id=unit_id,
        name=name,
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        key=key,
        uploaded_by=actor.actor_id,
    )
    audit.record(actor, "files.keep", stored, unit_id=unit_id, changes={"sha256": stored.sha256})
    return stored


def hand_over(*, actor: Actor, stored: StoredFile, kind: str, object_id: int) -> None:
    """Another record guards the file from now on: the room of both has asked for the right."""
    changes = {"kind": [stored.kind, kind]}
    stored.kind, stored.object_id = kind, object_id
    stored.save(update_fields=["kind", "object_id"])
    audit.record(actor, "files.hand_over", stored, unit_id=stored.unit_id, changes=changes)


@transaction.atomic
def remove(*, actor: Actor, file_id: int) -> None:
    """Take a file away from its record; its bytes are swept later, the trace keeps name and hash."""
    stored = queries.get_file(actor, file_id)
    guard = file_guards[stored.kind]
    if guard.may_add is None or not guard.may_add(actor, stored.object_id):
        raise Hidden("file")
    audit.record(actor, "files.remove", stored, unit_id=stored.unit_id, changes={"sha256": stored.sha256})
    try:
        stored.delete()
    except ProtectedError as held:
        raise Refusal(
            "files.held",
            _("Không gỡ được “%(name)s”: tệp này là bản đã ký hoặc bản in đúng của một văn bản.")
            % {"name": stored.name},
            rule=_("Những gì đã ban hành được giữ nguyên."),
        ) from held


def _write(path: Path, data: bytes) -> None:
    """Whole and on disk before the row commits: written aside, flushed, then put in place."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    try:
        with aside.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except OSError as full:
        aside.unlink(missing_ok=True)
        raise Refusal(
            "files.disk",
            _("Chưa lưu được tệp vì đĩa của máy chủ đầy hoặc hỏng. Hãy báo quản trị hệ thống rồi gửi lại."),
            field="file",
        ) from full
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
