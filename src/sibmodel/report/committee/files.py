"""The files of committee prints: what each is called, and which of an earlier run are left in a folder."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sibmodel.deal.deal import Deal

_HEAD: Final = 4096
"""Bytes in which a page says what made it."""
_MADE_HERE: Final = '<meta name="generator" content="sibmodel">'
_PAYER: Final = re.compile('<meta name="payer" content="([^"]*)">')


def names(deal: Deal) -> dict[str, str]:
    """The file of the print for the committee of each payer, by the payer's name in the deal file."""
    payers = list(deal.terms.payers)
    return {name: f"committee{'' if len(payers) == 1 else f'_{name}'}.html" for name in payers}


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Prints in a folder that are not of this run, and show other figures than the files beside them.

    Args:
        removed: Those that stood as an earlier run had named them.
        kept: Those that somebody named otherwise, which are nobody else's to remove.
    """

    removed: tuple[Path, ...]
    kept: tuple[Path, ...]


def remove_left_over(folder: Path, written: Collection[Path]) -> LeftOver:
    """Remove the prints of an earlier run whose payer was renamed, left the deal or was joined by another.

    Args:
        folder: The folder of the run.
        written: What this run has written.

    Raises:
        OSError: when a print cannot be read or removed.
    """
    new = {path.name.casefold() for path in written}
    others = [path for path in sorted(folder.glob("committee*.html")) if path.name.casefold() not in new]
    found = {path: payer for path in others if (payer := _payer_of(path)) is not None}
    removed = tuple(path for path, payer in found.items() if payer and path.stem in ("committee", f"committee_{payer}"))
    for path in removed:
        path.unlink()
    return LeftOver(removed, tuple(path for path in found if path not in removed))


def _payer_of(path: Path) -> str | None:
    """The payer for whose committee a page was made; empty where it does not say, None where it was not made here."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8", errors="replace")
    said = _PAYER.search(head)
    return None if _MADE_HERE not in head else said[1] if said else ""
