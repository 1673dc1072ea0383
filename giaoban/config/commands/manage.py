"""`giaoban manage …`: Django's own commands, with the database of the data folder at hand."""

import argparse
import os

from giaoban.config import runtime
from giaoban.config.words import _

help = _("Chạy một lệnh quản trị của Django (ví dụ: giaoban manage check)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-owner", action="store_true", help=_("dùng vai giaoban_owner của cơ sở dữ liệu"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help=_("lệnh của Django và tham số"))


def run(args: argparse.Namespace) -> int:
    with runtime.database():
        if args.as_owner:
            os.environ["GIAOBAN_AS_OWNER"] = "1"
        runtime.wake()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["giaoban manage", *args.rest])
    return 0
