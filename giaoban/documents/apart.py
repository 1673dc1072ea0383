"""Somebody's Word file is read, filled and marked in a child process with limits of memory and time."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from giaoban.documents import own
from giaoban.documents.confined import ApartError, run

__all__ = ["ApartError", "check", "coded", "render"]


def check(data: bytes, **orders: Any) -> Mapping[str, Any]:
    """`own.check` as plain values: {"used": [...], "problems": [{"code", "what"}]}."""
    found: Mapping[str, Any] = json.loads(run(checked, data, **orders))
    return found


def render(data: bytes, **orders: Any) -> bytes:
    """`own.render`."""
    return run(own.render, data, **orders)


def coded(data: bytes, *, code: str) -> bytes:
    """`own.coded`."""
    return run(own.coded, data, code=code)


def checked(data: bytes, **orders: Any) -> bytes:
    """What the child answers to `check`."""
    return json.dumps(asdict(own.check(data, **orders))).encode()
