"""The archive inside a .docx or .xlsx, by its own bytes: what zip readers disagree on is refused.

No prefix, comment, gap, overlap, duplicate, encryption, link, climbing name, zip64 or second disk.
"""

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from giaoban.core.quarantine.limits import DangerError, Limits

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_UNIX, _LINK, _TYPE = 3, 0o120000, 0o170000
_BIG = 0xFFFFFFFF
_SMALL = 100_000  # below this a high ratio costs nothing
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    method: int
    crc: int
    packed: int
    size: int
    starts: int  # of the data, after the local header


def entries(data: bytes, limits: Limits) -> list[Entry]:
    """The entries after every check on declared facts; nothing is unpacked yet."""
    count, directory, ends = _directory(data, limits)
    found: list[Entry] = []
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    at = directory
    for _ in range(count):
        entry, header, at = _entry(data, at, directory)
        key = unicodedata.normalize("NFKC", entry.name).casefold()
        if key in names:
            raise DangerError("archive.duplicate", name=entry.name)
        names.add(key)
        spans.append((header, entry.starts + entry.packed))
        found.append(entry)
    if at != ends:
        raise DangerError("archive.broken")
    _no_overlap(spans, directory)
    _affordable(found, limits)
    return found


def _directory(data: bytes, limits: Limits) -> tuple[int, int, int]:
    """Number of entries, and where the central directory starts and ends."""
    at = len(data) - _END.size
    if at < 0 or data[at : at + 4] != b"PK\x05\x06":
        raise DangerError("archive.broken")
    _sign, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, at)
    if disk or first_disk or here != count or comment or _BIG in {offset, size} or count == 0xFFFF:
        raise DangerError("archive.broken")
    if count > limits.entries:
        raise DangerError("archive.too_many", limit=limits.entries)
    if not count or offset + size != at:
        raise DangerError("archive.broken")
    return count, offset, at


def _entry(data: bytes, at: int, directory: int) -> tuple[Entry, int, int]:
    """An entry, where its local header is, and where the next one of the directory starts."""
    try:
        fields = _CENTRAL.unpack_from(data, at)
    except struct.error as error:
        raise DangerError("archive.broken") from error
    sign, made_by, _needs, flags, method, _time, _date, crc, packed, size, *lengths = fields
    name_len, extra, note, disk, _internal, attributes, header = lengths
    if sign != b"PK\x01\x02" or disk or note or _BIG in {packed, size, header}:
        raise DangerError("archive.broken")
    raw = data[at + _CENTRAL.size : at + _CENTRAL.size + name_len]
    if len(raw) != name_len:
        raise DangerError("archive.broken")
    if flags & ~(_DESCRIPTOR | _UTF8 | 0x6):
        raise DangerError("archive.encrypted")
    if method not in {_STORED, _DEFLATED}:
        raise DangerError("archive.method")
    if method == _STORED and packed != size:
        raise DangerError("archive.broken")
    name = _name(raw, flags)
    if made_by >> 8 == _UNIX and (attributes >> 16) & _TYPE == _LINK:
        raise DangerError("archive.link", name=name)
    if header + _LOCAL.size > directory:
        raise DangerError("archive.broken")
    starts = _data_starts(data, header, (raw, flags, method))
    if starts + packed > directory:
        raise DangerError("archive.broken")
    following = at + _CENTRAL.size + name_len + extra
    return Entry(name, method, crc, packed, size, starts), header, following


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as error:
        raise DangerError("archive.path", name=repr(raw)[:80]) from error
    parts = name.rstrip("/").split("/")
    strange = any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in name) or "\\" in name or ":" in name
    if not name or strange or name.startswith("/") or any(part in {"", ".", ".."} for part in parts):
        raise DangerError("archive.path", name=name[:80])
    return name


def _data_starts(data: bytes, header: int, said: tuple[bytes, int, int]) -> int:
    """After the local header, which must give the same name, flags and method as the directory."""
    sign, _needs, flags, method, *_rest, name_len, extra = _LOCAL.unpack_from(data, header)
    name = data[header + _LOCAL.size : header + _LOCAL.size + name_len]
    if sign != b"PK\x03\x04" or (name, flags & ~_UTF8, method) != (said[0], said[1] & ~_UTF8, said[2]):
        raise DangerError("archive.broken")
    return int(header + _LOCAL.size + name_len + extra)


def _no_overlap(spans: list[tuple[int, int]], directory: int) -> None:
    """From the first byte on, one after the other; only a data descriptor may lie between."""
    end = 0
    for starts, ends in [*sorted(spans), (directory, directory)]:
        if starts < end:
            raise DangerError("archive.overlap")
        if starts - end not in {0, 12, 16, 20, 24} or (end == 0 and starts):
            raise DangerError("archive.broken")
        end = ends


def _affordable(found: list[Entry], limits: Limits) -> None:
    total = sum(entry.size for entry in found)
    if total > limits.unpacked:
        raise DangerError("archive.too_large", limit=limits.unpacked // (1024 * 1024))
    packed = sum(entry.packed for entry in found)
    for size, small in [(total, packed), *((entry.size, entry.packed) for entry in found)]:
        if size > _SMALL and size > limits.ratio * max(small, 1):
            raise DangerError("archive.ratio", limit=limits.ratio)


def unpack(data: bytes, entry: Entry) -> Iterator[bytes]:
    """The content in pieces; more or less than declared, or another sum, is refused."""
    packed = memoryview(data)[entry.starts : entry.starts + entry.packed]
    if entry.method == _STORED:
        pieces: Iterator[bytes] = (bytes(packed[i : i + _CHUNK]) for i in range(0, len(packed), _CHUNK))
    else:
        pieces = _inflate(packed)
    size = crc = 0
    for piece in pieces:
        size += len(piece)
        if size > entry.size:
            raise DangerError("archive.too_large", limit=entry.size // (1024 * 1024))
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != entry.size or crc != entry.crc:
        raise DangerError("archive.broken")


def _inflate(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    left: bytes | memoryview = packed
    try:
        while True:
            piece = inflater.decompress(left, _CHUNK)
            left = inflater.unconsumed_tail
            if piece:
                yield piece
            if inflater.eof:
                break
            if not piece and not left:
                raise DangerError("archive.broken")
    except zlib.error as error:
        raise DangerError("archive.broken") from error
    if inflater.unused_data:
        raise DangerError("archive.broken")
