"""`giaoban units …`: fetch the pinned lists of districts and communes; load the organisation data."""

import argparse
import time
from pathlib import Path

from giaoban.config import environment, runtime
from giaoban.config.runtime import MISSING, CommandError
from giaoban.config.words import _

help = _("Nạp dữ liệu tổ chức: cấp tỉnh, Trung ương, và danh sách cấp huyện, cấp xã")

EDITIONS = ("2018", "2025")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("<việc>"))
    fetch = verbs.add_parser("fetch", help=_("tải gói danh sách cấp huyện, cấp xã (đã ghim bằng mã băm)"))
    _which(fetch, EDITIONS)
    load = verbs.add_parser("load", help=_("nạp dữ liệu tổ chức; chạy lại không làm gì thêm"))
    _which(load, ())


def _which(parser: argparse.ArgumentParser, default: tuple[str, ...]) -> None:
    parser.add_argument(
        "--edition",
        action="append",
        choices=EDITIONS,
        default=None,
        help=_("danh sách cấp huyện, cấp xã: 2018 (đến 30/6/2025), 2025 (từ 01/7/2025); ghi được nhiều lần"),
    )
    parser.set_defaults(default_editions=default)


def run(args: argparse.Namespace) -> int:
    editions = args.edition or list(args.default_editions)
    return {"fetch": _fetch, "load": _load}[args.verb](editions)


def folder() -> Path:
    """Fetched packages are the machine's, not the installation's."""
    return environment.cache_folder()


def _fetch(codes: list[str]) -> int:
    runtime.wake()
    from giaoban.organisations import importers

    for code in codes:
        edition = importers.edition_of(code)
        try:
            importers.fetch(edition, folder())
        except importers.FetchError as error:
            raise CommandError(str(error), MISSING) from error
        facts = {"code": code, "districts": edition.districts, "communes": edition.communes}
        print(_("✓ Danh sách %(code)s: %(districts)d huyện, %(communes)d xã.") % facts)
    return 0


def _load(codes: list[str]) -> int:
    runtime.require_installation()
    with runtime.database():
        runtime.wake()
        from giaoban.core.actors import System
        from giaoban.organisations import importers, loader
        from giaoban.organisations.dataset import DatasetError

        actor, started = System(_("Nạp dữ liệu tổ chức")), time.monotonic()
        try:
            loaded = loader.load_dataset(actor)
            units = loaded.units
            for code in codes:
                edition = importers.edition_of(code)
                if not importers.fetched(edition, folder()):
                    message = _("Chưa tải danh sách %(code)s: chạy “giaoban units fetch --edition %(code)s”.")
                    raise CommandError(message % {"code": code}, MISSING)
                units += loader.load_units(actor, importers.read(edition, folder()))
        except DatasetError as error:
            raise CommandError(str(error)) from error
    facts = {"units": units, "changes": loaded.changes, "seconds": time.monotonic() - started}
    print(_("✓ Thêm %(units)d đơn vị, %(changes)d quyết định (%(seconds).1f giây).") % facts)
    return 0
