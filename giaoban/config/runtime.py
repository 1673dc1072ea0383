"""What commands share: the database for as long as one needs it, Django awake, expected errors.

Nothing of Django is imported before `wake`, so `--help` answers at once and the zone is known first.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from giaoban.config import environment
from giaoban.config.embedded import OWNER, Cluster
from giaoban.config.words import _

WRONG, USAGE, MISSING, BUSY = 1, 2, 3, 4


class CommandError(Exception):
    """An expected end of a command: the sentence for the person and the exit code."""

    def __init__(self, message: str, code: int = WRONG) -> None:
        super().__init__(message)
        self.code = code


def owner_url() -> str:
    given = os.environ.get("GIAOBAN_OWNER_URL")
    if not given:
        raise CommandError(_("Có DATABASE_URL thì cần cả GIAOBAN_OWNER_URL (vai giaoban_owner)."), MISSING)
    return given


@contextmanager
def database() -> Iterator[Cluster | None]:
    """DATABASE_URL if given, else the embedded cluster of the data folder, started and stopped again."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    cluster = Cluster(make_data_folder())
    with cluster.running():
        os.environ["DATABASE_URL"] = cluster.url()
        os.environ["GIAOBAN_OWNER_URL"] = cluster.url(OWNER)
        try:
            yield cluster
        finally:
            del os.environ["DATABASE_URL"], os.environ["GIAOBAN_OWNER_URL"]


def make_data_folder() -> Path:
    folder = environment.data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        facts = {"folder": folder, "why": error.strerror}
        raise CommandError(_("Không tạo được thư mục dữ liệu %(folder)s: %(why)s") % facts) from error
    return folder


def wake() -> None:
    """Read the settings and the rooms in this process, which keeps no pool of connections."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giaoban.config.settings")
    os.environ["GIAOBAN_POOL"] = "0"
    import django
    from django.utils import translation

    django.setup()
    translation.activate(os.environ.get("GIAOBAN_LANGUAGE") or "vi")


def require_installation() -> dict[str, Any]:
    known = environment.installation(environment.data_folder())
    if not known:
        raise CommandError(
            _("Chưa cài đặt. Dùng thật: giaoban init. Xem minh họa: giaoban serve --demo."),
            MISSING,
        )
    return known


def write_installation(*, zone: str, mark: str, **story: str) -> None:
    """Whole or not at all: settings of every later process read the zone here.

    `story` is the day and the period that a demonstration tells of.
    """
    path = make_data_folder() / "installation.json"
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"zone": zone, "mark": mark, **story}) + "\n")
    fresh.replace(path)
