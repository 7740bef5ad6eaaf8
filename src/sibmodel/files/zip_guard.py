"""The guard before a workbook of somebody else is opened: what it says of itself is looked at first.

A workbook is a zip file. A few kilobytes can unpack to gigabytes, and parts of it can be programs or lead to other
files. The zip reader never unpacks more of a part than its header claims, so the claims can be relied on as limits.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

LARGEST_FILE: Final = 32 * 2**20
LARGEST_PART: Final = 128 * 2**20
LARGEST_WHOLE: Final = 256 * 2**20
MOST_PARTS: Final = 1000
HIGHEST_RATIO: Final = 200
_SMALL: Final = 2**16
"""What a small file may unpack to is reckoned as if it were this large: empty sheets pack very well."""

_BARRED: Final = (
    (r"(^|/)vbaproject|(^|/)macrosheets/|(^|/)activex/", "it holds macros"),
    (r"(^|/)externallinks/|(^|/)connections\.xml$", "it has links to other files"),
    (r"(^|/)embeddings/", "other files are embedded in it"),
)


def why_unfit(content: bytes) -> str:
    """Why a workbook is not opened; an empty text for one that may be.

    Args:
        content: The bytes of the file.

    Example:
        >>> why_unfit(b"PK and nothing more")
        'it is damaged'
    """
    if len(content) > LARGEST_FILE:
        return "it is too large"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = file.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        return "it is damaged"
    return _too_much(parts) or _barred(parts)


def _too_much(parts: list[zipfile.ZipInfo]) -> str:
    whole, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS:
        return f"it has more than {MOST_PARTS} parts"
    if whole > LARGEST_WHOLE or any(part.file_size > LARGEST_PART for part in parts):
        return "it unpacks to too much"
    return "it unpacks to far more than it holds" if whole > HIGHEST_RATIO * max(packed, _SMALL) else ""


def _barred(parts: list[zipfile.ZipInfo]) -> str:
    if any(part.flag_bits & 1 for part in parts):
        return "it is locked with a password"
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    if len(set(names)) < len(names):
        return "it holds one part twice"
    return next((why for pattern, why in _BARRED if any(re.search(pattern, name) for name in names)), "")
