"""The font of the documents: Times New Roman when the system has it, else its metric twin Liberation Serif.

Word asks its own system for Times New Roman. A PDF carries its letters along, so here they must be found, and
all of Vietnamese with them: Liberation Serif 1, still a package of Debian 12, lacks most of it.
"""

import os
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TIMES, TWIN = "Times New Roman", "Liberation Serif"
PACKAGE = "fonts-liberation2"
NEWER_PACKAGE = "fonts-liberation"
SYSTEM = (
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
)
# The four faces, as the systems name their files.
FACES = {
    TIMES: (
        ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
        (
            "Times_New_Roman.ttf",
            "Times_New_Roman_Bold.ttf",
            "Times_New_Roman_Italic.ttf",
            "Times_New_Roman_Bold_Italic.ttf",
        ),
        (
            "Times New Roman.ttf",
            "Times New Roman Bold.ttf",
            "Times New Roman Italic.ttf",
            "Times New Roman Bold Italic.ttf",
        ),
    ),
    TWIN: (
        (
            "LiberationSerif-Regular.ttf",
            "LiberationSerif-Bold.ttf",
            "LiberationSerif-Italic.ttf",
            "LiberationSerif-BoldItalic.ttf",
        ),
    ),
}
_TONES = ("", *"\u0300\u0301\u0303\u0309\u0323")
VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in _TONES
) | {"đ", "Đ"}


class FontMissing(Exception):
    """No face on this machine can set a paper; says which package brings one."""

    def __init__(self, family: str = TIMES, package: str = PACKAGE) -> None:
        self.family, self.package = family, package
        super().__init__(
            f"Máy chưa có phông chữ {family} (hoặc {TWIN} đủ chữ Việt): cài gói {package} "
            f"(từ Debian 13 và Ubuntu 24.04: {NEWER_PACKAGE})."
        )


@dataclass(frozen=True, slots=True)
class Font:
    family: str
    folder: Path


def document_font(folders: tuple[Path, ...] | None = None) -> Font:
    """The family and the folder of its four faces; FontMissing when there is none."""
    found = _found(folders if folders is not None else tuple(system_folders()))
    if found is None:
        _found.cache_clear()  # it may be installed while the house runs
        raise FontMissing
    return found


def system_folders() -> Iterator[Path]:
    """Where this system keeps fonts, the user's own first."""
    home = Path.home()
    yield Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share") / "fonts"
    yield home / ".fonts"
    yield from map(Path, SYSTEM)


@cache
def _found(folders: tuple[Path, ...]) -> Font | None:
    files = {path for folder in folders if folder.is_dir() for path in folder.rglob("*.[tT][tT][fF]")}
    for family, sets in FACES.items():
        for names in sets:
            for path in sorted(path for path in files if path.name == names[0]):
                faces = [path.with_name(name) for name in names]
                if all(face in files and has_vietnamese(face) for face in faces):
                    return Font(family, path.parent)
    return None


def has_vietnamese(path: Path) -> bool:
    """Whether a TrueType file maps every Vietnamese letter to a shape."""
    try:
        return {ord(letter) for letter in VIETNAMESE} <= _mapped(path.read_bytes())
    except (OSError, struct.error):
        return False


def _mapped(data: bytes) -> set[int]:
    """The characters below U+10000 that the file has, from its `cmap` table of format 4."""
    tables = struct.unpack_from(">H", data, 4)[0]
    for number in range(tables):
        tag, _check, at, _length = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
        if tag == b"cmap":
            return _segments(data, at)
    return set()


def _segments(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 2)[0]
    found: set[int] = set()
    for number in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHL", data, at + 4 + 8 * number)
        table = at + offset
        kind = struct.unpack_from(">H", data, table)[0]
        if platform in (0, 3) and kind == 4:
            segments = struct.unpack_from(">H", data, table + 6)[0] // 2
            ends = struct.unpack_from(f">{segments}H", data, table + 14)
            starts = struct.unpack_from(f">{segments}H", data, table + 16 + 2 * segments)
            for start, end in zip(starts, ends, strict=True):
                found.update(range(start, end + 1))
    return found
