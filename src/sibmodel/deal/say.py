"""How a part of a deal is told in words: the part knows what it says, the reader's side knows how numbers are written.

A part describes itself as plain text through a :class:`Say`. The term sheet and the documents bring their own, so that
a new mechanism is told everywhere without a line of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Say(Protocol):
    """How the numbers and names of a deal are written for a reader."""

    def price(self, amount: float) -> str:
        """Money as it was stated."""

    def percent(self, share: float) -> str:
        """A share, as stated."""

    def number(self, value: float) -> str:
        """A number, as stated."""

    def counted(self, value: float) -> str:
        """A number that was worked out, to the whole."""

    def level(self, outcome: str, value: float) -> str:
        """A level of an outcome, as stated."""

    def points(self, share: float) -> str:
        """A difference between two shares, in percentage points."""

    def difference(self, outcome: str, value: float) -> str:
        """A difference between two levels of an outcome: of shares, in percentage points."""

    def outcome(self, name: str) -> str:
        """What readers call an outcome."""

    def is_counted_gross(self, outcome: str) -> bool:
        """Whether there is a gross measure of an outcome, which a net one must be told from."""

    def each(self, outcome: str) -> str:
        """One unit of an outcome: person, day."""

    def months(self, count: float) -> str:
        """So many months."""

    def month(self, month: float) -> str:
        """A month of the deal, with the calendar month that it is."""

    def term(self, name: str) -> str:
        """What readers call a payment term."""

    def party(self, name: str) -> str:
        """What readers call a payer, a tranche, a group of people or another party."""

    def listed(self, words: Iterable[str], last: str = "and") -> str:
        """A list as it is read out."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in words.

    Args:
        caption: What it shows, after the name of what it belongs to.
        heads: The head of each column, and whether numbers stand under it.
        rows: Its rows.
        whole: A last row that adds them up; empty for none.
        note: What a reader must know to read it right.
    """

    caption: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...] = ()
    note: str = ""
