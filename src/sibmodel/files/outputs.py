"""The way out for plain data: JSON and CSV, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_text(path: Path, text: str) -> Path:
    """Write a file so that a reader finds the old text or the new one, never half of it.

    Raises:
        OSError: when the folder or the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(_usual_mode())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def _usual_mode() -> int:
    """The permissions of a file that a person makes; a temporary file is private otherwise."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def json_text(data: Any, *, ascii_only: bool = False) -> str:
    r"""Plain data as JSON; a number that JSON does not know is an error and not a surprise.

    Example:
        >>> json_text({"irr": None})
        '{\n  "irr": null\n}\n'
    """
    return json.dumps(data, indent=2, ensure_ascii=ascii_only, allow_nan=False) + "\n"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV: texts that a spreadsheet would take for a formula get a quotation mark, numbers never.

    Example:
        >>> csv_text(["label", "amount"], [["=1+1", -5.0]]).splitlines()
        ['label,amount', "'=1+1,-5.0"]
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
