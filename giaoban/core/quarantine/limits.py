"""What a file from outside may cost, and the word by which a check refuses it.

Decompression is the hole: 225 kB of .docx took 417 MB, so sizes are summed before anything is unpacked.
"""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


class DangerError(Exception):
    """Raised by a check with the code of its sentence (messages.py) and the facts in it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; `unpacked`, `entries`, `ratio` are of the archive inside."""

    size: int = 20 * MEGABYTE
    unpacked: int = 50 * MEGABYTE
    entries: int = 2_000
    ratio: int = 100
    pixels: int = 60_000_000
    side: int = 12_000
    rows: int = 100_000
    columns: int = 500
    cells: int = 2_000_000
    depth: int = 200
    output: int = 64 * MEGABYTE
    memory: int = 768 * MEGABYTE
    cpu: int = 10
    wall: int = 20


DEFAULT = Limits()
