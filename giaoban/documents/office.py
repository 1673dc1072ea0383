"""A Word file as PDF by LibreOffice: for papers of a unit's own template, which no other program lays out.

Runs apart with a profile of its own, without network places, and is ended when it takes too long.
"""

import shutil
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
        try:
            subprocess.run(  # noqa: S603  a fixed command, no shell; the folder is our own
                command,
                check=True,
                timeout=seconds,
                capture_output=True,
                env={"PATH": "/usr/bin:/bin", "HOME": folder},
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as failed:
            raise OfficeFailedError from failed
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise OfficeFailedError
        return made.read_bytes()
