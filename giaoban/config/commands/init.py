"""`giaoban init`: the zone, the first unit and the administrator of an empty data folder (daily.md §9)."""

import argparse
import os
import sys
from dataclasses import dataclass

from giaoban.config import environment, migration, runtime, supervisor
from giaoban.config.runtime import USAGE, CommandError
from giaoban.config.words import _
from giaoban.core.secrecy import Zone

help = _("Cài đặt cho đơn vị thật: vùng mạng, đơn vị đầu tiên, người quản trị")


@dataclass(frozen=True)
class Question:
    """A fact that init needs: the flag that gives it, or what to ask at the terminal."""

    flag: str
    text: str
    choices: tuple[str, ...] = ()
    default: str = ""

    @property
    def name(self) -> str:
        return self.flag.lstrip("-").replace("-", "_")


QUESTIONS = (
    Question(
        "--zone",
        _("Vùng mạng, không đổi được về sau: connected (mạng kết nối) hay independent (LAN độc lập)"),
        tuple(zone.value for zone in Zone),
        Zone.CONNECTED.value,
    ),
    Question("--unit-name", _("Tên đơn vị đầu tiên (cấp cao nhất dùng bản cài đặt này)")),
    Question("--unit-code", _("Mã đơn vị, viết thường không dấu, ví dụ thai-binh")),
    Question("--unit-kind", _("Loại đơn vị"), default="provincial_committee"),
    Question("--admin", _("Tên đăng nhập của người quản trị")),
    Question("--admin-name", _("Họ và tên người quản trị")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for question in QUESTIONS:
        parser.add_argument(question.flag, help=question.text, choices=question.choices or None)
    parser.add_argument("--national", action="store_true", help=_("nạp cả tổ chức 2018, 2025 của cả nước"))


def run(args: argparse.Namespace) -> int:
    folder = runtime.make_data_folder()
    if known := environment.installation(folder):
        facts = {"folder": folder, "zone": known["zone"]}
        raise CommandError(_("%(folder)s đã được cài đặt (vùng %(zone)s); không cài lại.") % facts)
    facts = {question.name: _answer(question, getattr(args, question.name)) for question in QUESTIONS}
    with supervisor.only_one(folder) as alone:
        if not alone:
            raise CommandError(_("Thư mục dữ liệu %(folder)s đang được dùng.") % {"folder": folder})
        with runtime.database():
            migration.migrate(runtime.owner_url())
            os.environ["GIAOBAN_ZONE"] = facts["zone"]
            runtime.wake()
            _initialise(facts, load_national=args.national)
    print(_("Chạy “giaoban serve”, mở trang đăng nhập và dùng phiếu kích hoạt trên."))
    return 0


def _answer(question: Question, given: str | None) -> str:
    if given:
        return given
    if not sys.stdin.isatty():
        if question.default and not question.choices:
            return question.default
        facts = {"flag": question.flag, "text": question.text}
        raise CommandError(_("Thiếu %(flag)s: %(text)s.") % facts, USAGE)
    while True:
        suggestion = f" [{question.default}]" if question.default else ""
        try:
            answer = input(f"{question.text}{suggestion}: ").strip() or question.default
        except EOFError:
            raise KeyboardInterrupt from None
        if answer and (not question.choices or answer in question.choices):
            return answer


def _initialise(facts: dict[str, str], *, load_national: bool) -> None:
    """Unit, administrator and zone in one transaction; the folder is marked as its last act."""
    from django.db import transaction

    from giaoban.web.setup import services

    with transaction.atomic():
        slip = services.initialise(
            zone=facts["zone"],
            unit_code=facts["unit_code"],
            unit_name=facts["unit_name"],
            unit_kind=facts["unit_kind"],
            admin_username=facts["admin"],
            admin_name=facts["admin_name"],
            load_national=load_national,
        )
        runtime.write_installation(zone=facts["zone"], mark="")
    print(_("Đã cài đặt. Phiếu kích hoạt của người quản trị:"))
    print(f"  {slip}")
