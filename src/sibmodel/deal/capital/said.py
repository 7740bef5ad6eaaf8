"""What an instrument says of itself: words with its numbers in between, as plain data that a page formats.

A sentence is a run of pieces: words as they are, and numbers that each page writes in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money."""

    value: float


@dataclass(frozen=True, slots=True)
class Percent:
    """A share or a rate."""

    value: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the deal; 0 is financial close."""

    number: float


@dataclass(frozen=True, slots=True)
class Named:
    """Another item of the terms, by its name."""

    name: str


Piece = str | Amount | Percent | Month | Named
Words = tuple[Piece, ...]
Pair = tuple[str, Words]
"""What is said, and the words: ("Interest", (Percent(0.05), " a year"))."""
Milestone = tuple[str, float, float]
"""What happens, and the months from and to which it does."""


def listed(parts: Iterable[Words]) -> Words:
    """Several runs of words as one list.

    Example:
        >>> listed([("one",), ("two",), ("three",)])
        ('one', ', ', 'two', ' and ', 'three')
    """
    runs = list(parts)
    words: list[Piece] = []
    for number, run in enumerate(runs):
        if number:
            words.append(" and " if number == len(runs) - 1 else ", ")
        words += run
    return tuple(words)
