"""The first act of an installation: zone, kinds and hierarchies, the unit, its administrator, a slip.

The zone is written once and never changes (`daily.md` §9); `giaoban init` calls this on an empty database.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.accounts.rules import Role, Scope
from giaoban.accounts.services import create_user, give_grant, issue_slips, slips_of
from giaoban.audit import services as audit
from giaoban.audit.models import Installation
from giaoban.core.actors import Actor, System
from giaoban.core.dates import ZONE, today, vi
from giaoban.core.refusals import Refusal
from giaoban.core.secrecy import Zone
from giaoban.directives.services.seeding import load_instruments
from giaoban.organisations import dataset
from giaoban.organisations.loader import load_dataset
from giaoban.organisations.models import Unit
from giaoban.organisations.rules import Decision, NewUnit
from giaoban.organisations.services import establish_unit


@dataclass(frozen=True, slots=True)
class ActivationSlip:
    """What the first administrator is given: printed once at the terminal, kept nowhere."""

    username: str
    display_name: str
    unit_name: str
    code: str
    expires_at: datetime

    def __str__(self) -> str:
        lines = (
            (_("Đơn vị"), self.unit_name),
            (_("Người quản trị"), self.display_name),
            (_("Tên đăng nhập"), self.username),
            (_("Mã kích hoạt"), self.code),
            (_("Dùng đến hết ngày"), vi(self.expires_at.astimezone(ZONE).date())),
            (_("Trang kích hoạt"), "/tai-khoan/kich-hoat/"),
        )
        return "\n  ".join(f"{label}: {value}" for label, value in lines)


@transaction.atomic
def initialise(
    *,
    zone: str,
    unit_code: str,
    unit_name: str,
    unit_kind: str,
    admin_username: str,
    admin_name: str,
    load_national: bool = False,
    starts: date | None = None,
) -> ActivationSlip:
    """Set the house up once, all or nothing.

    Effects: the zone for ever, kinds and hierarchies, with `load_national` the country's units of 2018 and
    2025; the unit (the one of that code when the country has it) in force from `starts`, by default
    the first day of last year so that the same period of last year can be compared; the administrator with
    the role on the whole tree of the unit; a slip; the shipped registry of documents in the unit's register;
    audit.
    """
    actor = System(_("Cài đặt"))
    _write_zone(zone)
    country = dataset.load()
    if not load_national:
        country = replace(country, units=(), changes=(), clusters=())
    load_dataset(actor, country)
    unit = Unit.objects.on(today()).filter(code=unit_code).first()
    unit_id = unit.pk if unit else _establish(actor, unit_code, unit_name, unit_kind, starts)
    user = create_user(actor=actor, username=admin_username, display_name=admin_name, home_unit_id=unit_id)
    give_grant(actor=actor, user_id=user.pk, role=Role.ADMINISTRATOR, unit_id=unit_id, scope=Scope.SUBTREE)
    seed = secrets.token_hex(16)
    batch = issue_slips(actor=actor, users=[user], seed=seed)
    (slip,) = slips_of(actor=actor, batch=batch, seed=seed)
    load_instruments(unit_id=unit_id, actor=actor)
    audit.record(actor, "setup.initialise", user, unit_id=unit_id, changes={"zone": [None, zone]})
    return ActivationSlip(slip.username, slip.display_name, slip.unit_name, slip.code, slip.expires_at)


def _write_zone(zone: str) -> None:
    if zone not in set(Zone):
        raise Refusal(
            "setup.zone",
            _("Không có vùng mạng “%(zone)s”. Chọn connected (mạng kết nối) hoặc independent (LAN độc lập).")
            % {"zone": zone},
            field="zone",
        )
    installation, fresh = Installation.objects.get_or_create(pk=1, defaults={"zone": zone})
    if not fresh:
        raise Refusal(
            "setup.again",
            _("Cơ sở dữ liệu này đã được cài đặt ngày %(day)s (vùng %(zone)s); không cài lại.")
            % {"day": vi(installation.at.astimezone(ZONE).date()), "zone": installation.zone},
            rule=_("Một bản cài đặt giữ nguyên vùng mạng và đơn vị đầu tiên; bản khác ở thư mục khác."),
        )


def _establish(actor: Actor, code: str, name: str, kind: str, starts: date | None) -> int:
    decision = Decision(
        effective_on=starts or date(today().year - 1, 1, 1),
        source=_("Ghi khi cài đặt"),
        note=_("Ghi sổ ban đầu"),
    )
    outcome = establish_unit(actor=actor, decision=decision, new=NewUnit(code=code, kind=kind, name=name))
    return outcome.plan.begins[0]
