"""A Word file as PDF by LibreOffice: for papers of a unit's own template, which no other program lays out.

Runs apart with a profile of its own, without network places, and is ended when it takes too long.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

PACKAGE = "libreoffice-writer-nogui"
SECONDS = 120


class OfficeMissingError(Exception):
    """LibreOffice is not on this machine; the message is the package that brings it."""

    def __init__(self) -> None:
        super().__init__(PACKAGE)


class OfficeFailedError(Exception):
    """LibreOffice gave no PDF."""


def available() -> bool:
    return shutil.which("soffice") is not None


def to_pdf(data: bytes, *, seconds: int = SECONDS) -> bytes:
    """The PDF of a .docx; OfficeMissingError or OfficeFailedError otherwise."""
    program = shutil.which("soffice")
    if program is None:
        raise OfficeMissingError
    with tempfile.TemporaryDirectory(prefix="giaoban-office-") as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        _run(command, folder, seconds)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise OfficeFailedError
        return made.read_bytes()


def _run(command: list[str], folder: str, seconds: int) -> None:
    """In a session of its own: the program starts others, and all of them are ended when time is up."""
    with subprocess.Popen(  # noqa: S603  a fixed command, no shell; the folder is our own
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "HOME": folder},
        start_new_session=True,
    ) as process:
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired as late:
            os.killpg(process.pid, signal.SIGKILL)
            raise OfficeFailedError from late
    if code:
        raise OfficeFailedError
