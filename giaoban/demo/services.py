"""Fills an empty house with the country's organisation data and one generated user for each role.

The same at every run but for the passwords, which are made for this data folder alone. Runs through the
doors of the rooms, so a demonstration can do nothing that a real house could not.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from giaoban.accounts import services as accounts_doors
from giaoban.accounts.labels import ROLE_LABELS
from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.core.actors import System
from giaoban.core.dates import stand_on, today
from giaoban.demo.planner import take_statistics
from giaoban.demo.rules import (
    CAST,
    COMMUNE,
    DEPARTMENTS,
    FIELDS_OF_DEPARTMENT,
    Player,
    commissions,
    generated_names,
    local_units,
)
from giaoban.notices import contacts
from giaoban.organisations import dataset, loader
from giaoban.organisations import services as organisations
from giaoban.organisations.models import Department, Unit, UnitName
from giaoban.organisations.rules import EMULATION, PARTY, Decision, NewUnit
from giaoban.organisations.services.work import told_once
from giaoban.people import services as people
from giaoban.people.rules import PostFacts, PostKind
from giaoban.periods import rules as periods
from giaoban.reporting.loader import ensure_forms

DAY = date(2019, 9, 24)
PERIOD = "2019-t09-9t"
SINCE = date(2018, 1, 1)
GROUND_SINCE = date(2019, 1, 1)
DISTRICTS_END = date(2025, 7, 1)
SOURCE = "Dữ liệu minh họa, sinh tự động"
SYSTEM = System("Dữ liệu minh họa")
TITLES = {
    Role.HEAD: (PostKind.HEAD, "Trưởng Ban"),
    Role.DEPUTY_HEAD: (PostKind.DEPUTY_HEAD, "Phó Trưởng Ban"),
    Role.DEPARTMENT_HEAD: (PostKind.DEPARTMENT_HEAD, "Trưởng phòng Tổ chức bộ máy, biên chế"),
    Role.AREA_OFFICER: (PostKind.STAFF, "Chuyên viên"),
    Role.COMPILER: (PostKind.STAFF, "Chuyên viên"),
    Role.CELL_SECRETARY: (PostKind.SECRETARY, "Bí thư Chi bộ"),
}
NAMES = Path(__file__).parent / "data/names.json"


@transaction.atomic
def load(report: Callable[[str], None]) -> None:
    """Units of the country, a small line below Thái Bình, its phòng, the cast and its work."""
    stand_on(DAY)
    report("Đang ghi tổ chức của cả nước…")
    country = dataset.load()
    loader.load_dataset(SYSTEM, replace(country, changes=()))
    generated_ground()
    loader.load_dataset(SYSTEM, country)
    ensure_forms()
    report("Đang ghi phòng và tài khoản minh họa…")
    departments = commission_departments(unit_at("btc-thai-binh"))
    users = cast_of_users()
    who_follows_what(users, departments)
    first_contacts()
    take_statistics()


def story(day: date = DAY) -> dict[str, str]:
    """The day a demonstration stands on and the period it opens on, as its data folder keeps them.

    >>> story()
    {'today': '2019-09-24', 'period': '2019-t09-9t'}
    >>> story(date(2018, 8, 10))["period"]
    '2018-t08'
    """
    return {"today": day.isoformat(), "period": PERIOD if day == DAY else periods.current(day).code}


def accounts() -> list[tuple[str, str, str, str]]:
    """(user name, password, role, unit) of the cast, as the start prints them.

    A unit that is not there on the day the demonstration stands on is called as on its own last day.
    """
    kept = passwords()
    own = UnitName.objects.filter(unit__code__in={p.unit for p in CAST}).order_by("starts")
    names = dict(own.values_list("unit__code", "name"))
    names |= dict(own.on(today()).values_list("unit__code", "name"))
    return [(p.username, kept[p.username], str(ROLE_LABELS[p.role]), names[p.unit]) for p in CAST]


def passwords() -> dict[str, str]:
    """Made once for this data folder, readable by its owner only, never part of a backup of the database."""
    path = Path(settings.MEDIA_ROOT).parent / "demo-accounts.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    made = {p.username: f"{p.username}-{secrets.token_hex(3)}" for p in CAST if p.username not in kept}
    if made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(kept | made))
    return kept | made


def unit_at(code: str) -> Unit:
    return Unit.objects.on(DAY).get(code=code)


@told_once()
def generated_ground() -> None:
    """Districts, communes and cells below Thái Bình; the districts end with all the others of the country.

    A commission has ended before its district does, and the communes pass to the province.
    """
    decision = Decision(effective_on=GROUND_SINCE, source=SOURCE, note=SOURCE)
    for wave in local_units():
        ids = dict(Unit.objects.on(GROUND_SINCE).values_list("code", "pk"))
        new = [NewUnit(u.code, u.kind, u.name, u.short_name, parent_id=ids[u.parent]) for u in wave]
        organisations.establish_units(actor=SYSTEM, decision=decision, new=new)
    end = Decision(effective_on=DISTRICTS_END, source=SOURCE, note=SOURCE)
    province = unit_at("tu-thai-binh")
    for commission in commissions():
        organisations.dissolve_unit(actor=SYSTEM, decision=end, unit_id=unit_at(commission.code).pk)
        district = unit_at(commission.parent)
        below = Unit.objects.on(DISTRICTS_END).filter(
            placements__parent=district, placements__ends__gt=DISTRICTS_END
        )
        organisations.dissolve_unit(
            actor=SYSTEM,
            decision=end,
            unit_id=district.pk,
            children_to=dict.fromkeys(below.values_list("pk", flat=True), province.pk),
        )


def commission_departments(unit: Unit) -> dict[str, Department]:
    return {
        name: organisations.add_department(
            actor=SYSTEM, unit_id=unit.pk, name=f"{name} (minh họa)", starts=SINCE, position=position
        )
        for position, name in enumerate(DEPARTMENTS, start=1)
    }


def cast_of_users() -> dict[str, User]:
    names = generated_names(len(CAST), json.loads(NAMES.read_text(encoding="utf-8")))
    return {player.username: user_of(player, name) for player, name in zip(CAST, names, strict=True)}


def user_of(player: Player, name: str) -> User:
    """An account with its grants, and the person behind it with the post that goes with the role."""
    home = unit_at(player.unit)
    user = accounts_doors.create_user(
        actor=SYSTEM,
        username=player.username,
        display_name=name,
        home_unit_id=home.pk,
        generated=True,
        password=passwords()[player.username],
    )
    places = [(home, PARTY), *((unit_at(code), PARTY) for code in player.over)]
    for unit, hierarchy in (*places, *((unit_at(code), EMULATION) for code in player.clusters)):
        accounts_doors.give_grant(
            actor=SYSTEM,
            user_id=user.pk,
            role=player.role.value,
            unit_id=unit.pk,
            hierarchy=hierarchy,
            starts=max(SINCE, unit.starts),
        )
    if player.role in TITLES:
        kind, title = TITLES[player.role]
        if player.title:
            kind, title = PostKind.SECRETARY, player.title
        post = PostFacts(
            unit_id=home.pk,
            title=title,
            kind=kind.value,
            starts=max(SINCE, home.starts),
            ends=home.ends,
            source=SOURCE,
        )
        person = people.add_person(actor=SYSTEM, full_name=name, post=post, generated=True)
        people.link_account(actor=SYSTEM, person_id=person.pk, user_id=user.pk)
    return user


def who_follows_what(users: dict[str, User], departments: dict[str, Department]) -> None:
    """Every field has its follower but one, so that the page shows what a gap looks like."""
    officers = {
        "Phòng Tổng hợp": "tonghop",
        "Phòng Tổ chức đảng, đảng viên": "chuyenvien",
        "Phòng Tổ chức cán bộ": "nhansu",
        "Phòng Tổ chức bộ máy, biên chế": "truongphong",
    }
    for department, username in officers.items():
        for field in FIELDS_OF_DEPARTMENT[department]:
            accounts_doors.assign_responsibility(
                actor=SYSTEM,
                unit_id=departments[department].unit_id,
                user_id=users[username].pk,
                field=field.value,
                department_id=departments[department].pk,
                starts=SINCE,
            )


def first_contacts() -> None:
    """Some of the subordinates have a contact, some do not yet."""
    contacts.set_contact(
        actor=SYSTEM,
        facts=contacts.ContactFacts(
            unit_id=unit_at(COMMUNE).pk,
            field="",
            name="Đầu mối minh họa",
            title="Chuyên viên (minh họa)",
            telephone="0227 000 000",
        ),
        starts=DAY,
    )
