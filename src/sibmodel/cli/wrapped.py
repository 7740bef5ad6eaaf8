"""Printing a text that may be longer than a line: its later lines stand under its first."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

WIDEST: Final = 120


def print_wrapped(out: Console, before: str, text: str, style: str = "") -> None:
    """Print a text whose later lines stand under its first."""
    width = max(min(out.width, WIDEST), len(before) + 20)
    wrapped = textwrap.fill(text, width, initial_indent=before, subsequent_indent=" " * len(before))
    out.print(wrapped, style=style, soft_wrap=True)
