"""The font of the documents: the first family that is whole, none that cannot write Vietnamese."""

import shutil
import struct
from pathlib import Path

import pytest

from giaoban.documents import fonts
from giaoban.documents.fonts import FontMissing, document_font, has_vietnamese


@pytest.fixture
def faces() -> list[Path]:
    """The four files of the family that this machine has."""
    found = document_font()
    names = next(
        names for names in fonts.FACES[found.family] if all((found.folder / name).exists() for name in names)
    )
    return [found.folder / name for name in names]


def put(folder: Path, faces: list[Path], names: tuple[str, ...]) -> Path:
    folder.mkdir(parents=True)
    for face, name in zip(faces, names, strict=False):
        shutil.copy(face, folder / name)
    return folder


def without_vietnamese(face: Path) -> bytes:
    """The same file, its table of characters claiming letters of Latin 1 only."""
    data = bytearray(face.read_bytes())
    at = next(
        struct.unpack_from(">L", data, 12 + 16 * n + 8)[0]
        for n in range(struct.unpack_from(">H", data, 4)[0])
        if data[12 + 16 * n : 16 + 16 * n] == b"cmap"
    )
    struct.pack_into(">H", data, at + 2, 0)
    return bytes(data)


def test_this_machine_has_a_font_with_all_of_vietnamese(faces):
    assert len(fonts.VIETNAMESE) == 146
    assert [has_vietnamese(face) for face in faces] == [True] * 4


def test_times_new_roman_comes_before_its_twin(tmp_path, faces):
    twin = put(tmp_path / "a", faces, fonts.FACES[fonts.TWIN][0])
    assert document_font((tmp_path,)) == fonts.Font(fonts.TWIN, twin)
    for number, names in enumerate(fonts.FACES[fonts.TIMES]):
        times = put(tmp_path / f"z{number}", faces, names)
        assert document_font((tmp_path / f"z{number}", tmp_path / "a")) == fonts.Font(fonts.TIMES, times)


def test_three_faces_are_no_family_and_a_font_without_vietnamese_is_none(tmp_path, faces):
    names = fonts.FACES[fonts.TWIN][0]
    put(tmp_path / "three", faces[:3], names)
    old = put(tmp_path / "old", faces, names)
    (old / names[0]).write_bytes(without_vietnamese(faces[0]))
    for folder in ("three", "old", "none"):
        with pytest.raises(FontMissing) as missing:
            document_font((tmp_path / folder,))
        assert missing.value.package == "fonts-liberation2"
        assert "cài gói fonts-liberation2" in str(missing.value)
    shutil.copy(faces[3], tmp_path / "three" / names[3])
    assert document_font((tmp_path / "three",)).family == fonts.TWIN  # found as soon as it is there


def test_what_is_no_font_is_none(tmp_path):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\x00\x01\x00\x00\x00\x09")
    assert not has_vietnamese(broken)
    broken.write_bytes(b"\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
    assert not has_vietnamese(broken)
    assert not has_vietnamese(tmp_path / "nowhere.ttf")


def test_the_folders_of_the_system_and_of_the_user_are_looked_through(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/data")
    first, *others = map(str, fonts.system_folders())
    assert first == "/srv/data/fonts"
    assert "/usr/share/fonts" in others
