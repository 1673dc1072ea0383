"""LibreOffice as a program of ours: what it gives, and that nothing of it is left when time is up."""

import subprocess
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest

from giaoban.documents import docx, office
from tests.documents.papers import samples


def test_a_word_file_becomes_a_pdf():
    made = office.to_pdf(docx.render(samples()["letter"]))
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert "Nguyễn Văn An" in text


def test_when_time_is_up_no_process_of_it_is_left(tmp_path, monkeypatch):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 61.75 &\nsleep 61.75\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office.shutil, "which", lambda _name: str(slow))
    with pytest.raises(office.OfficeFailedError):
        office.to_pdf(b"", seconds=1)
    assert running("61.75") == []
    waits = ["sh", "-c", "echo here; read -r _", "sh", "61.5"]
    with subprocess.Popen(waits, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"here\n"  # until then its arguments may not be seen yet
        assert running("61.5") == [other.pid]
        other.kill()


def running(argument: str) -> list[int]:
    """Processes that were started with this argument."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if argument.encode() in (folder / "cmdline").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


@pytest.mark.parametrize("script", ["exit 0", "exit 1"])
def test_no_pdf_is_a_failure(tmp_path, monkeypatch, script):
    failing = tmp_path / "soffice"
    failing.write_text(f"#!/bin/sh\n{script}\n")
    failing.chmod(0o755)
    monkeypatch.setattr(office.shutil, "which", lambda _name: str(failing))
    with pytest.raises(office.OfficeFailedError):
        office.to_pdf(b"")


def test_without_the_program_its_package_is_named(monkeypatch):
    monkeypatch.setattr(office.shutil, "which", lambda _name: None)
    assert not office.available()
    with pytest.raises(office.OfficeMissingError, match="libreoffice-writer-nogui"):
        office.to_pdf(b"")
