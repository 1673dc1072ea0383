"""What a data folder holds before it is served: a house set up, or generated data on an empty one."""

import os
from collections.abc import Callable, Sequence
from datetime import date

import psycopg

from giaoban.config import environment, runtime
from giaoban.config.runtime import CommandError
from giaoban.config.words import _
from giaoban.core.secrecy import Zone

Account = tuple[str, str, str, str]  # user name, password, role, unit
DEMO = "demo"


def settle_zone(*, demo: bool, zone: str | None) -> str:
    """The zone, before Django reads its settings. A data folder never changes it."""
    asked = zone or os.environ.get("GIAOBAN_ZONE")
    if not demo:
        runtime.require_installation()
    known = environment.installation(environment.data_folder()).get("zone")
    if known and asked and asked != known:
        facts = {"folder": environment.data_folder(), "zone": known}
        raise CommandError(_("%(folder)s đã cài ở vùng “%(zone)s”. Vùng kia cần GIAOBAN_DATA riêng.") % facts)
    return str(known or asked or Zone.INDEPENDENT.value)


def is_empty(zone: str) -> bool:
    """Whether generated data are still to be loaded; refuses a database of another data folder."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT zone FROM audit_installation").fetchone()
    written = environment.installation(environment.data_folder())
    if row is not None and (not written or row[0] != zone):
        facts = {"theirs": row[0], "folder": environment.data_folder()}
        raise CommandError(
            _("Cơ sở dữ liệu này đã cài ở vùng “%(theirs)s” với một thư mục dữ liệu khác %(folder)s.") % facts
        )
    return row is None and (not written or is_demo())


def fill(zone: str, report: Callable[[str], None], *, day: date | None = None, later: bool = True) -> None:
    """Load the ground of the demonstration, whole or not at all, and fix the zone in both places.

    Its chapters are told by the worker, when the house is open already (`later`), or by the caller.
    """
    runtime.wake()
    from django.db import transaction

    from giaoban.audit.models import Installation
    from giaoban.demo import jobs, services

    with transaction.atomic():
        services.load(report)
        Installation.objects.get_or_create(pk=1, defaults={"zone": zone})
        if later:
            jobs.begin()
        runtime.write_installation(zone=zone, mark=DEMO, **services.story(day or services.DAY))


def accounts() -> Sequence[Account]:
    """One generated user for each role; none in a real house."""
    if not is_demo():
        return ()
    runtime.wake()
    from django.db import connections

    from giaoban.demo import services

    try:
        return [(name, password, str(role), str(unit)) for name, password, role, unit in services.accounts()]
    finally:
        connections.close_all()


def is_demo() -> bool:
    return environment.mark(environment.data_folder()) == DEMO
