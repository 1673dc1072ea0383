"""The same report from other programs and other keyboards, and a long one: read back."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from giaoban.documents.controls import Stamp
from giaoban.documents.wordback import TextChanged, compare, frame_of, read
from tests.documents.test_wordback import SENT, compared, text_of, told
from tests.factories.returned import control, edited, report, say, sent_file, stripped, texts


@pytest.mark.parametrize(
    ("old", "new"),
    [("ủy", "uỷ"), (", ", " , "), ("- ", "– "), ("chi bộ", "chi  bộ")],
    ids=["tone", "blank", "dash", "two blanks"],
)
def test_what_is_only_written_otherwise_is_no_change(old: str, new: str):
    def retype(body: Any) -> None:
        for text in texts(body):
            text.text = (text.text or "").replace(old, new)

    assert compared(edited(sent_file(), retype)).changes == ()


def test_a_file_without_any_control_is_matched_by_its_words():
    def google(body: Any) -> None:
        stripped(body)
        (there,) = [t for t in texts(body) if t.text == text_of("p2.2")]
        there.text = text_of("p2.2") + " Thêm ở Google."

    found = compared(edited(sent_file(), google))
    assert told(found.changes) == [
        (TextChanged, {"key": "p2.2", "old": text_of("p2.2"), "new": text_of("p2.2") + " Thêm ở Google."})
    ]
    assert (found.stripped, found.outside) == (True, ())
    assert len(found.lost) == len(SENT) + 24


def test_sixty_pages_are_read_and_compared():
    data = edited(
        sent_file(24, 20),
        lambda body: [say(control(body, f"gb:p{n}.3"), ".", f" thêm {n}.") for n in range(24)] and None,
    )
    paper = report(24, 20)
    frame = frame_of(paper)
    found = compare(paper.blocks, read(data), frame=frame)
    assert [type(one) for one in found.changes] == [TextChanged] * 24


def test_libreoffice_opens_and_saves_it_again_and_nothing_has_changed(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.docx").write_bytes(sent_file())
    command = [
        *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"),
        *("docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(tmp_path / "in" / "a.docx")),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = (tmp_path / "a.docx").read_bytes()
    found = compared(data)
    assert (found.changes, found.outside) == ((), ())
    assert read(data).stamp == Stamp("report:12", 2, "ab12")
