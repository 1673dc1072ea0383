"""`giaoban serve`: database, web process and worker of this data folder, until Ctrl-C."""

import argparse

from giaoban.config import environment, supervisor
from giaoban.config.words import _
from giaoban.core.secrecy import Zone

help = _("Chạy Giao Ban: cơ sở dữ liệu, trang web và tiến trình nền")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help=_("nạp dữ liệu minh họa nếu chưa cài đặt gì"))
    parser.add_argument(
        "--zone",
        choices=[zone.value for zone in Zone],
        help=_("vùng của bản minh họa: connected (mạng kết nối) hoặc independent (LAN độc lập, mặc định)"),
    )
    parser.add_argument("--port", type=int, default=None, help=_("cổng (mặc định 8000, hoặc GIAOBAN_PORT)"))


def run(args: argparse.Namespace) -> int:
    return supervisor.serve(port=args.port or environment.port(), demo=args.demo, zone=args.zone)
