"""`giaoban demo …`: the demonstration told in the foreground, or the country filled for measurements."""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from giaoban.config import environment, migration, preparation, runtime
from giaoban.config.runtime import CommandError
from giaoban.config.words import _, iso_day

help = _("Dữ liệu minh họa: năm câu chuyện, hoặc số liệu cả nước để đo")

NATIONAL = 52_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("<việc>"))
    province = verbs.add_parser(
        "province", help=_("nạp năm câu chuyện; Thái Bình có huyện, xã, chi bộ; chạy lại chỉ nạp phần thiếu")
    )
    province.add_argument(
        "--day", type=iso_day, default=None, help=_("ngày mà bản minh họa đứng (YYYY-MM-DD)")
    )
    national = verbs.add_parser("national", help=_("nạp một kỳ của mỗi giai đoạn cho cả nước, để đo"))
    national.add_argument(
        "--size", type=int, default=NATIONAL, help=_("số tổ chức phải báo cáo của mỗi kỳ (mặc định 52000)")
    )


def run(args: argparse.Namespace) -> int:
    return {"province": _province, "national": _national}[args.verb](args)


def _province(args: argparse.Namespace) -> int:
    with _demonstration(args.day):
        _tell()
        if args.day is not None:
            _stand_on(args.day)
    return 0


def _national(args: argparse.Namespace) -> int:
    if args.size < 1:
        raise CommandError(_("--size là số dương."), runtime.USAGE)
    with _demonstration(None):
        from giaoban.demo import national

        began = time.monotonic()
        national.fill(args.size, environment.cache_folder(), _say)
        print(_("✓ Xong (%(seconds).1f giây).") % {"seconds": time.monotonic() - began})
    return 0


@contextmanager
def _demonstration(day: date | None) -> Iterator[None]:
    """The database of a demonstration with Django awake; an empty folder gets its ground first."""
    zone = preparation.settle_zone(demo=True, zone=None)
    with runtime.database():
        if not migration.is_current(runtime.owner_url()):
            migration.migrate(runtime.owner_url())
        os.environ["GIAOBAN_ZONE"] = zone
        if preparation.is_empty(zone):
            preparation.fill(zone, _say, day=day, later=False)
        if not preparation.is_demo():
            raise CommandError(_("Thư mục dữ liệu này là của đơn vị thật; minh họa cần GIAOBAN_DATA riêng."))
        runtime.wake()
        yield


def _tell() -> None:
    from giaoban.demo import jobs

    began = time.monotonic()

    def report(done: int, total: int, title: str) -> None:
        if title:
            print(f"{done}/{total}  {title}", flush=True)

    told = jobs.in_foreground(report)
    jobs.fill_registry()
    facts = {"count": told, "seconds": time.monotonic() - began}
    print(_("✓ Đã nạp thêm %(count)d phần (%(seconds).1f giây).") % facts)


def _stand_on(day: date) -> None:
    from giaoban.demo import services

    known = environment.installation(environment.data_folder())
    runtime.write_installation(zone=known["zone"], mark=preparation.DEMO, **services.story(day))
    print(_("Bản minh họa đứng ở ngày %(day)s từ lần khởi động sau.") % {"day": day.isoformat()})


def _say(line: str) -> None:
    print(line, flush=True)
