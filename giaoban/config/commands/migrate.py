"""`giaoban migrate`: tables of this release, made by the owner, and the rights of the application role."""

import argparse

from giaoban.config import migration, runtime
from giaoban.config.words import _

help = _("Đưa cơ sở dữ liệu lên phiên bản này và cấp lại quyền")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--grants-only", action="store_true", help=_("chỉ cấp lại quyền cho vai giaoban_app, không đổi bảng")
    )


def run(args: argparse.Namespace) -> int:
    with runtime.database():
        if args.grants_only:
            migration.grant(runtime.owner_url())
        else:
            migration.migrate(runtime.owner_url())
    print(_("Cơ sở dữ liệu đã ở phiên bản này; quyền đã cấp."))
    return 0
