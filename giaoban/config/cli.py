"""The console command `giaoban`: one module of `commands/` for each of its verbs.

Exit codes: 0 done, 1 something is wrong, 2 wrong use, 3 something is missing, 4 the port is taken.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

import psycopg

from giaoban import __version__
from giaoban.config import commands
from giaoban.config.environment import SettingError
from giaoban.config.migration import MigrationError
from giaoban.config.programs import ClusterError
from giaoban.config.runtime import CommandError
from giaoban.config.words import _
from giaoban.core.refusals import Refusal

EXIT_CODES = _("Mã thoát: 0 xong · 1 có điều sai · 2 gọi sai cách · 3 còn thiếu · 4 cổng đang bận")


def names() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(commands.__path__)]


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="giaoban", description=_("Giao Ban: vận hành chu trình công tác."), epilog=EXIT_CODES
    )
    whole.add_argument("--version", action="version", version=f"giaoban {__version__}")
    verbs = whole.add_subparsers(dest="command", required=True, metavar=_("<lệnh>"))
    for name in names():
        command = importlib.import_module(f"{commands.__name__}.{name}")
        verb = verbs.add_parser(name, help=command.help, description=command.help, epilog=EXIT_CODES)
        command.add_arguments(verb)
        verb.set_defaults(run=command.run)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    args = parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except CommandError as error:
        return _say(error, error.code)
    except (ClusterError, MigrationError, SettingError, Refusal, psycopg.OperationalError) as error:
        return _say(error, 1)
    except KeyboardInterrupt:
        return _say(_("đã dừng theo yêu cầu"), 130)


def _say(error: object, code: int) -> int:
    print(f"giaoban: {str(error).strip()}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
