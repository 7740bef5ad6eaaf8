"""What cannot be in the numbers of one part of risk: where, why, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple


class Wrong(NamedTuple):
    """Something that cannot be.

    Args:
        field: The field at fault; empty for the part as a whole.
        message: What is wrong.
        hint: What to do about it.
    """

    field: str
    message: str
    hint: str
