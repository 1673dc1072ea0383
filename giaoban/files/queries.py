"""Finding a file: the room of its record says each time whether this actor may read it."""

from collections.abc import Sequence

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import file_guards
from giaoban.files.models import StoredFile


def get_file(actor: Actor, file_id: int) -> StoredFile:
    """The file, when its record may be read now; forbidden, unknown and unguarded look the same."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or not _may_read(actor, stored.kind, stored.object_id):
        raise Hidden("file")
    return stored


def files_of(actor: Actor, kind: str, object_id: int) -> Sequence[StoredFile]:
    """The files of one record, in the order in which they came; none when the record may not be read."""
    if not _may_read(actor, kind, object_id):
        return ()
    return list(StoredFile.objects.filter(kind=kind, object_id=object_id))


def _may_read(actor: Actor, kind: str, object_id: int) -> bool:
    guard = file_guards.get(kind)
    return guard is not None and guard.may_read(actor, object_id)
