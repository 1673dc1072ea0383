"""What a data folder holds before it is served: a house set up, or generated data on an empty one."""

import os
from collections.abc import Callable, Sequence

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
        raise CommandError(
            _("%(folder)s đã cài ở vùng “%(zone)s”. Vùng kia cần GIAOBAN_DATA riêng.") % facts
        )
    return str(known or asked or Zone.INDEPENDENT.value)


def fill(zone: str, report: Callable[[str], None]) -> None:
    """Load the generated data into an empty house, whole or not at all, with its zone in both places."""
    from django.db import transaction

    from giaoban.audit.models import Installation

    row = Installation.objects.filter(pk=1).first()
    written = environment.installation(environment.data_folder())
    if row is not None and (not written or row.zone != zone):
        facts = {"theirs": row.zone, "folder": environment.data_folder()}
        raise CommandError(
            _("Cơ sở dữ liệu này đã cài ở vùng “%(theirs)s” với một thư mục dữ liệu khác %(folder)s.") % facts
        )
    if row is None and (not written or is_demo()):
        from giaoban.demo import services

        with transaction.atomic():
            services.load(report)
            Installation.objects.get_or_create(pk=1, defaults={"zone": zone})
            runtime.write_installation(zone=zone, mark=DEMO, **services.STORY)


def accounts() -> Sequence[Account]:
    """One generated user for each role; none in a real house."""
    if not is_demo():
        return ()
    from django.db import connections

    from giaoban.demo import services

    try:
        return [(name, password, str(role), str(unit)) for name, password, role, unit in services.accounts()]
    finally:
        connections.close_all()


def is_demo() -> bool:
    return environment.mark(environment.data_folder()) == DEMO
