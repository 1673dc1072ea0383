"""`giaoban instruments …`: enter the shipped registry of documents in a register of this house."""

import argparse
import time

from giaoban.config import runtime
from giaoban.config.runtime import CommandError
from giaoban.config.words import _

help = _("Nạp danh mục văn bản của Trung ương và Nhà nước vào sổ")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("<việc>"))
    load = verbs.add_parser(
        "load", help=_("ghi văn bản còn thiếu; chạy lại không làm gì thêm, không ghi đè bản đã đính chính")
    )
    load.add_argument(
        "--unit", default=None, help=_("mã đơn vị giữ sổ (mặc định: sổ đã nạp, không thì đơn vị cao nhất)")
    )


def run(args: argparse.Namespace) -> int:
    runtime.require_installation()
    with runtime.database():
        runtime.wake()
        return _load(args.unit)


def _load(code: str | None) -> int:
    from giaoban.core.dates import today
    from giaoban.directives.services import seeding
    from giaoban.organisations.models import Unit

    if code is None:
        unit_id = seeding.register_for_seed()
    else:
        unit_id = Unit.objects.on(today()).filter(code=code).values_list("pk", flat=True).first()
    if unit_id is None:
        raise CommandError(_("Không có đơn vị “%(code)s” để giữ sổ.") % {"code": code or ""})
    began = time.monotonic()
    done = seeding.load_instruments(unit_id=unit_id)
    facts = {
        "written": len(done.written),
        "relations": done.relations,
        "stood": done.stood,
        "seconds": time.monotonic() - began,
    }
    print(
        _("✓ Thêm %(written)d văn bản, %(relations)d quan hệ; %(stood)d đã có (%(seconds).1f giây).") % facts
    )
    if done.differing:
        print(_("Đã có với ngày khác, giữ nguyên: %(names)s.") % {"names": ", ".join(done.differing)})
    if done.undated:
        print(_("Chưa biết ngày ban hành, không ghi: %(names)s.") % {"names": ", ".join(done.undated)})
    return 0
