"""The chain over the trail: one sealer gives each entry its position and hash; `verify` names what changed.

An entry is hashed as the JSON array that CANONICAL builds; a root is the hash of the position, the time of
sealing, the root before it and that digest. Roots published outside the database show what a chain alone
cannot: the last entries cut off, an old copy put back, a whole chain written anew.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from giaoban.audit.models import Root, Seal
from giaoban.core.dates import now

LOCK = 0x6769616F  # the number under which the one sealer holds its lock
# An entry is committed at most this long after it was written; what appears later was put in by hand.
LATE = timedelta(hours=1)
GENESIS = "0" * 64
CANONICAL = """json_build_array(e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_id, e.actor_label,
    e.action, e.kind, e.object_id, e.label, e.unit_id, e.changes, e.note)::text"""
_MICROSECONDS = "(extract(epoch FROM {}) * 1000000)::bigint"
_INSERT = """
    INSERT INTO audit_seal (position, entry_id, sealed_at, digest, root)
    SELECT %s + n, entry_id, %s, digest, root
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) WITH ORDINALITY AS t (entry_id, digest, root, n)
"""
_LATE = int(LATE.total_seconds() * 1_000_000)
_LATE_INTERVAL = f"{int(LATE.total_seconds())} seconds"


class Fault(StrEnum):
    EDITED = "edited"
    DELETED = "deleted"
    CHAIN = "chain"
    MISSING = "missing"
    INSERTED = "inserted"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not fit, at which position, on which entry; `place` is where the other root was published."""

    fault: Fault
    position: int | None
    entry_id: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PublishedRoot:
    position: int
    root: str
    place: str = ""


def digest_of(canonical: str) -> str:
    return hashlib.sha256(canonical.encode()).hexdigest()


def root_of(position: int, sealed_at: int, before: str, digest: str) -> str:
    """`sealed_at` in microseconds since 1970."""
    return hashlib.sha256(f"{position}|{sealed_at}|{before}|{digest}".encode()).hexdigest()


# --- sealing -------------------------------------------------------------------------------------------


def seal(*, batch: int = 5_000) -> int:
    """Seal what is not sealed yet, in batches; 0 when another sealer is at work or nothing is new."""
    total, after = 0, _watermark()
    while True:
        done, after = _seal_batch(batch, after)
        total += done
        if done < batch:
            return total


@transaction.atomic
def _seal_batch(batch: int, after: int) -> tuple[int, int]:
    """How many were sealed, and the highest number among them: this run need not look below it again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0, after
        last = Seal.objects.order_by("-position").first()
        position, root = (last.position, last.root) if last else (0, GENESIS)
        cursor.execute(
            f"SELECT e.id, {CANONICAL} FROM audit_entry e"  # noqa: S608 (constants only)
            " WHERE e.id > %s AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)"
            " ORDER BY e.id LIMIT %s",
            [after, batch],
        )
        rows = cursor.fetchall()
        sealed_at = now()
        micros = round(sealed_at.timestamp() * 1_000_000)
        digests, roots = [], []
        for number, (_entry_id, canonical) in enumerate(rows, start=position + 1):
            digests.append(digest_of(canonical))
            root = root_of(number, micros, root, digests[-1])
            roots.append(root)
        cursor.execute(_INSERT, [position, sealed_at, [row[0] for row in rows], digests, roots])
        return len(rows), rows[-1][0] if rows else after


def _watermark() -> int:
    """Entries up to this id were sealed long ago; a younger look need not pass over them again."""
    settled = (
        Seal.objects.filter(sealed_at__lt=now() - LATE)
        .order_by("-position")
        .values_list("entry_id", flat=True)
    )
    return settled.first() or 0


# --- publishing ----------------------------------------------------------------------------------------


def publish(place: str, *, file: Path | None = None) -> Root | None:
    """Seal, then write down the present root: a row, and a line of `file`, which is to be kept elsewhere.

    None while nothing was ever sealed.
    """
    seal()
    last = Seal.objects.order_by("-position").first()
    if last is None:
        return None
    root = Root.objects.create(position=last.position, root=last.root, place=place[:200])
    if file is not None:
        line = {
            "position": root.position,
            "root": root.root,
            "at": root.published_at.isoformat(),
            "place": place,
        }
        with file.open("a", encoding="utf-8") as roots:
            roots.write(json.dumps(line, ensure_ascii=False) + "\n")
    return root


def read_roots(file: Path) -> list[PublishedRoot]:
    """The roots of a file that `publish` wrote; ValueError names a line that is none."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            found.append(PublishedRoot(int(data["position"]), str(data["root"]), str(data.get("place", ""))))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{file}:{number}: no published root") from error
    return found


# --- verifying -----------------------------------------------------------------------------------------


def verify(published: Iterable[PublishedRoot] = ()) -> list[Problem]:
    """Everything that does not fit, in the order of the chain; empty when the trail is whole.

    Roots published in the database are always compared; those kept outside are given in `published`.
    What was written after the last root outside the database is protected by the chain only.
    """
    expected: dict[int, list[PublishedRoot]] = {}
    inside = [PublishedRoot(r.position, r.root, r.place) for r in Root.objects.all()]
    for root in (*inside, *published):
        expected.setdefault(root.position, []).append(root)
    with transaction.atomic():
        return [*_walk(expected), *_strangers()]


def _walk(expected: dict[int, list[PublishedRoot]]) -> Iterator[Problem]:
    position, root = 0, GENESIS
    order = _Order()
    for at, entry_id, sealed_at, digest, stored, found, written in _chain():
        if at != position + 1:
            yield Problem(Fault.MISSING, position + 1)
            root = ""  # what stood there is unknown: the chain is taken up again from the stored root
        position = at
        if root and root_of(position, sealed_at, root, digest) != stored:
            yield Problem(Fault.CHAIN, position, entry_id)
        root = stored
        if fault := _fault(found, digest) or order.fault(entry_id, sealed_at, written):
            yield Problem(fault, position, entry_id)
        for other in expected.pop(position, ()):
            if other.root != stored:
                yield Problem(Fault.REWRITTEN, position, entry_id, other.place)
    for position, roots in sorted(expected.items()):
        for other in roots:
            yield Problem(Fault.TRUNCATED, position, None, other.place)


def _fault(found: str | None, digest: str) -> Fault | None:
    """`found` is the digest of the entry as it stands now, None when it is gone."""
    if found is None:
        return Fault.DELETED
    return Fault.EDITED if found != digest else None


class _Order:
    """Numbers and times of a trail that grew by itself: both rise together, but for acts still under way.

    The sealer takes lower numbers first, so one that it passed over more than LATE after its own time was not
    there; and no act is written more than LATE before one with a lower number.
    """

    def __init__(self) -> None:
        # Of each run of the sealer: its time, and the highest number so far.
        self.runs: list[tuple[int, int]] = []
        self.newest = 0

    def fault(self, entry_id: int, sealed_at: int, written: int) -> Fault | None:
        highest = self.runs[-1][1] if self.runs else 0
        passed_over = self._last_run_above(entry_id, sealed_at) if entry_id < highest else 0
        found = passed_over - written > _LATE or self.newest - written > _LATE
        self.newest = max(self.newest, written)
        if self.runs and self.runs[-1][0] == sealed_at:
            self.runs.pop()
        self.runs.append((sealed_at, max(entry_id, highest)))
        return Fault.INSERTED if found else None

    def _last_run_above(self, entry_id: int, sealed_at: int) -> int:
        """When the sealer last sealed a higher number before this run; highest numbers only rise."""
        return next((time for time, top in reversed(self.runs) if time != sealed_at and top > entry_id), 0)


def _chain() -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT s.position, s.entry_id, {_MICROSECONDS.format('s.sealed_at')}, s.digest, s.root,"  # noqa: S608
            f" CASE WHEN e.id IS NOT NULL THEN encode(sha256(convert_to({CANONICAL}, 'UTF8')), 'hex') END,"
            f" {_MICROSECONDS.format('e.at')}"
            " FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.position"
        )
        while rows := cursor.fetchmany(5_000):
            yield from rows


def _strangers() -> Iterator[Problem]:
    """Entries without a seal that the sealer passed over, or that claim to be older than sealed ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH last AS (
                SELECT max(e.id) AS id, max(e.at) AS at FROM audit_entry e
                WHERE e.id IN (SELECT s.entry_id FROM audit_seal s ORDER BY s.position DESC LIMIT 1000)
            )
            SELECT e.id FROM audit_entry e, last
            WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id) AND (
                (e.id > last.id AND e.at < last.at - %s::interval)
                OR (e.id < last.id AND EXISTS (
                    SELECT FROM audit_seal s WHERE s.entry_id > e.id AND s.sealed_at > e.at + %s::interval
                ))
            ) ORDER BY e.id
            """,
            [_LATE_INTERVAL, _LATE_INTERVAL],
        )
        for (entry_id,) in cursor.fetchall():
            yield Problem(Fault.INSERTED, None, entry_id)
