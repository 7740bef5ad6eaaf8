"""The guard before a workbook of somebody else is opened: what it says of itself is looked at first.

A workbook is a zip file. A few kilobytes can unpack to gigabytes, and parts of it can be programs or lead to other
files. The zip reader never unpacks more of a part than its header claims, so the claims can be relied on as limits.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may hold before it is turned away; who opens one says how much that is.

    Args:
        file: Bytes of the file.
        part: Bytes that one part unpacks to.
        whole: Bytes that all parts unpack to.
        parts: How many parts there are.
        ratio: How many times its packed size a file may unpack to.
    """

    file: int
    part: int
    whole: int
    parts: int = 1000
    ratio: int = 200


OF_TABLES: Final = Limits(file=32 * 2**20, part=128 * 2**20, whole=256 * 2**20)
"""Of tables that somebody else wrote, which are read whole."""
_SMALL: Final = 2**16
"""What a small file may unpack to is reckoned as if it were this large: empty sheets pack very well."""

_BARRED: Final = (
    (r"(^|/)vbaproject|(^|/)macrosheets/|(^|/)activex/", "it holds macros"),
    (r"(^|/)externallinks/|(^|/)connections\.xml$", "it has links to other files"),
    (r"(^|/)embeddings/", "other files are embedded in it"),
)


def why_unfit(content: bytes, limits: Limits = OF_TABLES) -> str:
    """Why a workbook is not opened; an empty text for one that may be.

    Args:
        content: The bytes of the file.
        limits: What it may hold.

    Example:
        >>> why_unfit(b"PK and nothing more")
        'it is damaged'
    """
    if len(content) > limits.file:
        return "it is too large"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = file.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        return "it is damaged"
    return _too_much(parts, limits) or _barred(parts)


def _too_much(parts: list[zipfile.ZipInfo], limits: Limits) -> str:
    whole, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > limits.parts:
        return f"it has more than {limits.parts} parts"
    if whole > limits.whole or any(part.file_size > limits.part for part in parts):
        return "it unpacks to too much"
    return "it unpacks to far more than it holds" if whole > limits.ratio * max(packed, _SMALL) else ""


def _barred(parts: list[zipfile.ZipInfo]) -> str:
    if any(part.flag_bits & 1 for part in parts):
        return "it is locked with a password"
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    if len(set(names)) < len(names):
        return "it holds one part twice"
    return next((why for pattern, why in _BARRED if any(re.search(pattern, name) for name in names)), "")
