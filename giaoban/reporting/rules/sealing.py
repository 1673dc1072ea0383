"""The hash of a version as it was sent: a signed copy and the stored figures are shown equal by it, and each
version carries the hash of the one before (reporting.md §2).
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# What the paper may carry: number and symbol, the name of who signs.
NUMBER_LIMIT, SIGNER_LIMIT = 60, 200


def digest(facts: Mapping[str, Any]) -> str:
    """SHA-256 over plain values, the same whatever the order of the keys.

    >>> digest({"a": [1, None], "b": "Ô"}) == digest({"b": "Ô", "a": [1, None]})
    True
    >>> digest({"a": [1, None]}) == digest({"a": [1, 0]})
    False
    """
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_code(mark: str) -> str:
    """The short form printed on paper, in groups that one can read out.

    >>> check_code("0123456789abcdef0123")
    '0123-4567-89AB-CDEF'
    """
    short = mark[:16].upper()
    return "-".join(short[i : i + 4] for i in range(0, 16, 4))


def read_code(typed: str) -> str:
    """The beginning of the hash that a code read off paper stands for; empty when it is no code.

    >>> read_code(" 0123-4567 89ab-cdef"), read_code("0123-4567-89AB"), read_code("0123-4567-89AB-CDEZ")
    ('0123456789abcdef', '', '')
    """
    plain = "".join(char for char in typed.lower() if char.isalnum())
    return plain if len(plain) == 16 and set(plain) <= set("0123456789abcdef") else ""
