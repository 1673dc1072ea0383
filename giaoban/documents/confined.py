"""A task on what a stranger wrote, in a child process with limits of memory and time.

What goes in is ours (pickled); what comes back are bytes, whatever the task makes of them.
"""

import codecs
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS, SECONDS = 10, 20
NOBODY = 65534
_ROOT = str(Path(__file__).resolve().parents[2])
_START = f"import sys; sys.path[:0] = [{_ROOT!r}]; from giaoban.documents.confined import main; main()"


class ApartError(Exception):
    """The task failed, or took more than the limits give."""


def run(task: Callable[..., bytes], data: bytes, **orders: Any) -> bytes:
    """`task(data, **orders)`, a function of a module, made in the child."""
    try:
        done = subprocess.run(  # noqa: S603  our own program; what the stranger wrote is on its input
            [sys.executable, "-B", "-c", _START],
            input=pickle.dumps((task.__module__, task.__name__, data, orders)),
            capture_output=True,
            timeout=SECONDS,
            cwd="/",
            env={"LANG": "C.UTF-8"},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as failed:
        raise ApartError from failed
    return done.stdout


def main() -> None:
    """The child: its own modules, then limits, then what a stranger wrote."""
    module, name, data, orders = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  written by run above
    task = getattr(import_module(module), name)
    _confine()
    sys.stdout.buffer.write(task(data, **orders))
    sys.stdout.buffer.flush()


def _confine() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))
    codecs.lookup("cp437")  # of archives; loaded now: for nobody the library's folder may be closed
    if os.geteuid() == 0:
        with suppress(OSError):  # a container without this right still has the limits above
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
