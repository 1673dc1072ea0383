"""Somebody's Word template is read and filled in a child process with limits of memory and time.

What goes in is ours (pickled); what comes back is JSON of a check, or the bytes of a paper.
"""

import codecs
import json
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from giaoban.documents import own

MEMORY = 768 * 1024 * 1024
CPU_SECONDS, SECONDS = 10, 20
NOBODY = 65534
_ROOT = str(Path(__file__).resolve().parents[2])
_START = f"import sys; sys.path[:0] = [{_ROOT!r}]; from giaoban.documents.apart import main; main()"


class ApartError(Exception):
    """The template could not be read or filled within the limits."""


def check(data: bytes, **orders: Any) -> Mapping[str, Any]:
    """`own.check` as plain values: {"used": [...], "problems": [{"code", "what"}]}."""
    found: Mapping[str, Any] = json.loads(_run("check", data, orders))
    return found


def render(data: bytes, **orders: Any) -> bytes:
    """`own.render`."""
    return _run("render", data, orders)


def _run(task: str, data: bytes, orders: Mapping[str, Any]) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  our own program; what the stranger wrote is on its input
            [sys.executable, "-B", "-c", _START],
            input=pickle.dumps((task, data, dict(orders))),
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
    """The child: limits first, then what a stranger wrote."""
    task, data, orders = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  written by _run above
    _confine()
    if task == "check":
        answer = json.dumps(asdict(own.check(data, **orders))).encode()
    else:
        answer = own.render(data, **orders)
    sys.stdout.buffer.write(answer)
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
