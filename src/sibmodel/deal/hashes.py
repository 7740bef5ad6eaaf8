"""Fingerprints: of a deal file as it was read, and of its terms alone."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def sha256_of(data: Any) -> str:
    """The fingerprint of plain data, whatever order its keys were written in.

    Example:
        >>> sha256_of({"a": 1, "b": 2}) == sha256_of({"b": 2, "a": 1})
        True
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
