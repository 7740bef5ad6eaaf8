"""The seal: a fingerprint of what was written, kept in the file, that tells whether somebody has saved it since.

The fingerprint covers every part of the file but its properties, where it is kept. A spreadsheet program that
saves the file writes every part anew, so the fingerprint no longer fits. An old file is somebody else's file until
proven otherwise: it is read behind the same guard as tables, and whatever cannot be read counts as edited.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Final

from sibmodel.files.zip_guard import Limits, why_unfit

PROPERTY: Final = "sibmodel fingerprint"
UNSEALED: Final = "0" * 64

LIMITS: Final = Limits(file=64 * 2**20, part=256 * 2**20, whole=512 * 2**20)
"""More than of tables: a model of many instants is large, and is only read through once."""

_CUSTOM: Final = "docProps/custom.xml"
_KEPT = re.compile(rb'name="' + PROPERTY.encode() + rb'"[^>]*><vt:lpwstr>([0-9a-f]{64})</vt:lpwstr>')
_CHUNK: Final = 2**16


def sealed(content: bytes) -> bytes:
    """A workbook with its fingerprint filled in, the same bytes for the same workbook."""
    fingerprint = _fingerprint(content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == _CUSTOM:
                data = data.replace(UNSEALED.encode(), fingerprint.encode())
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_untouched(path: Path) -> bool:
    """Whether a file is a workbook that sibmodel wrote and nobody has saved since."""
    try:
        if path.stat().st_size > LIMITS.file or why_unfit(content := path.read_bytes(), LIMITS):
            return False
        kept = _kept(content)
        return kept is not None and kept == _fingerprint(content)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False


def _kept(content: bytes) -> str | None:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = file.namelist()
        if names.count(_CUSTOM) != 1:
            return None
        with file.open(_CUSTOM) as part:
            found = _KEPT.search(part.read(_CHUNK))
    return found[1].decode() if found else None


def _fingerprint(content: bytes) -> str:
    """The fingerprint of every part but the properties, each with its name and length."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in sorted(name for name in file.namelist() if not name.startswith("docProps/")):
            digest.update(f"{name}\0{file.getinfo(name).file_size}\0".encode())
            with file.open(name) as part:
                while chunk := part.read(_CHUNK):
                    digest.update(chunk)
    return digest.hexdigest()
