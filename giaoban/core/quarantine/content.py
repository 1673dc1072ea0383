"""What a file is, by its bytes and never by its name; images, PDF and plain text are checked here.

A file that is two things at once (an image with an archive behind it) is refused.
"""

import re
import struct
import unicodedata
import zlib

from giaoban.core.quarantine.limits import DangerError, Limits

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
    "p7s": "application/pkcs7-signature",
}
EXTENSIONS = {"jpeg": "jpg", **{kind: kind for kind in MEDIA_TYPES}}
_SIGNATURE = bytes.fromhex("06092a864886f70d010702")  # the mark of a signed message, PKCS #7
_PNG = b"\x89PNG\r\n\x1a\n"
# The harmless test pattern of virus scanners, in two parts so that this file does not set them off.
_TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_MARKUP = re.compile(
    r"\s*(?:<\?xml|<!doctype|<html|<svg|<script|<body|<iframe|\{\\rtf|<!--|#!)", re.IGNORECASE
)
# Long names only: three letters would also be met by chance in the packed data of an honest file.
_ACTIVE_PDF = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z])|/XFA\s*[\[\d]"
)
_OBJECT_STREAM = re.compile(b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (c, c, c) for c in b"ObjStm"))


def kind_of(data: bytes) -> str:
    """One of MEDIA_TYPES, or "zip" for an archive still to be opened."""
    if not data:
        raise DangerError("empty")
    if _TEST_VIRUS in data:
        raise DangerError("virus")
    if data.startswith(b"PK"):
        return "zip"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_PNG):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x30") and _SIGNATURE in data[:24]:
        return "p7s"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise DangerError("type.legacy")
    return "txt"


def check(kind: str, data: bytes, limits: Limits) -> None:
    {"pdf": check_pdf, "png": check_png, "jpg": check_jpg, "txt": check_text, "p7s": check_p7s}[kind](
        data, limits
    )


def check_text(data: bytes, limits: Limits) -> None:
    """UTF-8 (or UTF-16 with its mark) without control characters, and not the source of a page."""
    if len(data) > limits.unpacked:
        raise DangerError("too_big", limit=limits.unpacked // (1024 * 1024))
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DangerError("type.unknown") from error
    if any(c not in "\t\n\r\f" and unicodedata.category(c) in {"Cc", "Cs"} for c in text):
        raise DangerError("type.unknown")
    if _MARKUP.match(text) or "\u202e" in text:
        raise DangerError("text.markup")


def check_p7s(data: bytes, _limits: Limits) -> None:
    """One signed message from the first byte to the last; what it signs is never opened here."""
    count = data[1] & 0x7F
    if data[1] == 0x80:
        whole = data.endswith(b"\x00\x00")
    elif data[1] < 0x80:
        whole = len(data) == 2 + count
    else:
        whole = len(data) == 2 + count + int.from_bytes(data[2 : 2 + count], "big")
    if not whole:
        raise DangerError("signature.broken")


# --- images --------------------------------------------------------------------------------------------


def check_png(data: bytes, limits: Limits) -> None:
    """Every chunk with its sum, nothing after the last one, a size that can be shown."""
    at, seen = len(_PNG), 0
    while True:
        if at + 12 > len(data):
            raise DangerError("image.broken")
        length, name = struct.unpack_from(">L4s", data, at)
        end = at + 12 + length
        if (
            end > len(data)
            or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">L", data, end - 4)[0]
        ):
            raise DangerError("image.broken")
        if (seen == 0) != (name == b"IHDR") or (name == b"IHDR" and length != 13):
            raise DangerError("image.broken")
        if name == b"IHDR":
            width, height = struct.unpack_from(">LL", data, at + 8)
            _check_size(width, height, limits)
        at, seen = end, seen + 1
        if name == b"IEND":
            break
    if at != len(data):
        raise DangerError("image.trailing")


def check_jpg(data: bytes, limits: Limits) -> None:
    """Markers up to the scan, a size that can be shown, the end mark at the end."""
    if not data.endswith(b"\xff\xd9"):
        raise DangerError("image.broken")
    if b"PK\x05\x06" in data or b"<?php" in data or b"<script" in data.lower():
        raise DangerError("image.trailing")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise DangerError("image.broken")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if length < 2 or at + 2 + length > len(data):
            raise DangerError("image.broken")
        if marker in {0xC0, 0xC1, 0xC2, 0xC3}:
            if length < 8:
                raise DangerError("image.broken")
            height, width = struct.unpack_from(">HH", data, at + 5)
            _check_size(width, height, limits)
            return
        if marker == 0xDA:
            break
        at += 2 + length
    raise DangerError("image.broken")


def _check_size(width: int, height: int, limits: Limits) -> None:
    if not width or not height:
        raise DangerError("image.broken")
    if max(width, height) > limits.side or width * height > limits.pixels:
        raise DangerError("image.too_large", width=width, height=height)


# --- PDF -----------------------------------------------------------------------------------------------


def check_pdf(data: bytes, limits: Limits) -> None:
    """Complete, without password, and without anything that acts when it is opened."""
    if b"%%EOF" not in data[-1024:] or b"startxref" not in data:
        raise DangerError("pdf.broken")
    if b"PK\x05\x06" in data[-70_000:] and b"PK\x03\x04" in data:
        raise DangerError("image.trailing")
    text = _plain_names(data)
    if re.search(rb"/Encrypt(?![A-Za-z])", text):
        raise DangerError("pdf.encrypted")
    for part in (text, *_object_streams(data, limits.unpacked)):
        if _ACTIVE_PDF.search(part):
            raise DangerError("pdf.active")


def _plain_names(data: bytes) -> bytes:
    """Names written with #xx spelled out: /J#61vaScript is /JavaScript."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), data)


def _object_streams(data: bytes, budget: int) -> list[bytes]:
    """Objects packed in streams (/ObjStm), unpacked within the budget."""
    found = []
    for match in _OBJECT_STREAM.finditer(data):
        start = data.find(b"stream", match.end())
        if start < 0:
            continue
        start += len(b"stream")
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        inflater = zlib.decompressobj()
        try:
            piece = inflater.decompress(data[start:], budget)
        except zlib.error:
            continue
        budget -= len(piece)
        if budget <= 0 or inflater.unconsumed_tail:
            raise DangerError("archive.too_large", limit=50)
        found.append(_plain_names(piece))
    return found
