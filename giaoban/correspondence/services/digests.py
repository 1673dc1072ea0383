"""The fingerprint of a paper: the same words give the same sha256, whenever it is printed."""

import hashlib
import json
from typing import Any

PASSING = ("code", "created")  # of one printing, not of the words


def digest_of(paper: dict[str, Any], **beside: Any) -> str:
    """
    >>> digest_of({"about": "a", "code": "x"}) == digest_of({"code": "y", "about": "a"})
    True
    >>> digest_of({"about": "a"}) == digest_of({"about": "a"}, number="01-KH/BTCTU")
    False
    """
    words = {name: value for name, value in paper.items() if name not in PASSING}
    written = json.dumps(
        {"paper": words, **beside}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(written.encode()).hexdigest()
