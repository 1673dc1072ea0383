"""`giaoban search …`: make the search index anew from the rooms' own rows."""

import argparse

from giaoban.config import runtime
from giaoban.config.words import _

help = _("Dựng lại chỉ mục tìm kiếm")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("<việc>"))
    rebuild = verbs.add_parser("rebuild", help=_("dựng lại từ dữ liệu của các phòng"))
    rebuild.add_argument("--kind", default=None, help=_("chỉ một loại, ví dụ unit hoặc person"))


def run(args: argparse.Namespace) -> int:
    runtime.require_installation()
    with runtime.database():
        runtime.wake()
        return _rebuild(args.kind)


def _rebuild(kind: str | None) -> int:
    from giaoban.search import services

    written = services.rebuild(kind)
    for code, count in written.items():
        print(f"{code}\t{count}")
    print(_("✓ Đã dựng lại %(count)d mục.") % {"count": sum(written.values())})
    return 0
