"""`giaoban bench …`: how fast this machine does what the house promises, on generated data that goes away."""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from giaoban.config import embedded, migration, runtime
from giaoban.config.runtime import CommandError
from giaoban.config.words import _

help = _("Đo tốc độ trên dữ liệu sinh ra, trong cơ sở dữ liệu riêng rồi xóa")

ENVIRONMENT = ("DATABASE_URL", "GIAOBAN_OWNER_URL", "GIAOBAN_SECRET_KEY", "GIAOBAN_ZONE", "GIAOBAN_DATA")
MOST_UNITS, MOST_INDICATORS = 500_000, 400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("<việc>"))
    rollup = verbs.add_parser("rollup", help=_("cộng số liệu của các đơn vị cơ sở lên từng cấp"))
    rollup.add_argument("--units", type=int, default=52_000, help=_("số đơn vị ở cấp dưới cùng"))
    rollup.add_argument("--indicators", type=int, default=60, help=_("số chỉ tiêu của biểu"))
    rollup.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))
    rollup.set_defaults(bench=_rollup)


def run(args: argparse.Namespace) -> int:
    return int(args.bench(args))


def _rollup(args: argparse.Namespace) -> int:
    if not (1 < args.units <= MOST_UNITS and 0 < args.indicators <= MOST_INDICATORS):
        facts = {"units": MOST_UNITS, "indicators": MOST_INDICATORS}
        message = _("Số đơn vị từ 2 đến %(units)d, số chỉ tiêu từ 1 đến %(indicators)d.") % facts
        raise CommandError(message, runtime.USAGE)
    with throwaway():
        from giaoban.demo import benching

        found = benching.measure(args.units, args.indicators)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for name, value in found.items():
            print(f"{name}\t{value}")
    return 0 if found["equal_to_plain_python"] else 1


@contextmanager
def throwaway() -> Iterator[None]:
    """A fresh embedded cluster with the settings of service, Django awake in it; nothing of it stays."""
    kept = {name: os.environ.get(name) for name in ENVIRONMENT}
    with tempfile.TemporaryDirectory(prefix="giaoban-bench-") as folder:
        cluster = embedded.Cluster(Path(folder), embedded.SERVING)
        try:
            cluster.start()
            owner = cluster.url(embedded.OWNER)
            facts = (cluster.url(), owner, "bench", "independent", folder)
            os.environ.update(zip(ENVIRONMENT, facts, strict=True))
            migration.migrate(owner)
            runtime.wake()
            yield
            from django.db import connections

            connections.close_all()
        finally:
            cluster.stop()
            if cluster.as_root:
                shutil.rmtree(cluster.home, ignore_errors=True)
            for name, value in kept.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
