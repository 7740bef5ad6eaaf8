"""Currency: how amounts of money are written, in sentences, in tables and on axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sibmodel.report.words import MINUS, NIL, NOTHING, exact, grouped

_SYMBOLS: Final = {
    "AUD": "A$",
    "CAD": "C$",
    "EUR": "€",
    "GBP": "£",
    "INR": "₹",
    "JPY": "¥",
    "NZD": "NZ$",
    "USD": "$",
}
_SHORT: Final = ((1e9, "bn"), (1e6, "m"))
_LARGE: Final = 1_000.0
"""Bounds from it on are rounded up to whole units."""
_SMALL: Final = 100.0
"""Amounts below it have cents on an axis."""


@dataclass(frozen=True, slots=True)
class Currency:
    """One currency, by its three letters.

    Example:
        >>> usd = Currency("USD")
        >>> usd.full(6_284_032.4), usd.short(6_284_032.4), usd.short(-950), usd.price(15.12)
        ('$6,284,032', '$6.28m', '−$950', '$15.12')
        >>> Currency("CHF").full(1000).split()
        ['CHF', '1,000']
    """

    code: str

    def full(self, amount: float) -> str:
        """An amount to the whole unit, as a sentence quotes it; cents where whole units would make nothing of it.

        Example:
            >>> Currency("GBP").full(0.3), Currency("GBP").full(0.004)
            ('£0.30', '£0')
        """
        return self._signed(grouped(amount, 0 if round(amount) or abs(amount) <= NOTHING else 2))

    def cell(self, amount: float) -> str:
        """An amount with its sign in a table, where nothing is a dash."""
        return NIL if abs(amount) <= NOTHING else self.full(amount)

    def at_most(self, amount: float) -> str:
        """A bound, never below what it is: rounded up to whole units, or to cents where it is small.

        Example:
            >>> Currency("GBP").at_most(2928.2), Currency("GBP").at_most(2420.000000001), Currency("GBP").at_most(0.4)
            ('£2,929', '£2,420', '£0.40')
        """
        parts = 1 if amount >= _LARGE else 100
        return self.price(math.ceil(amount * parts - max(1e-6, amount * 1e-12)) / parts)

    def price(self, amount: float) -> str:
        """An amount as it was stated, with what decimals it has."""
        text = exact(amount)
        whole, dot, decimals = text.partition(".")
        return self._signed(f"{whole}{dot}{decimals.ljust(2, '0')}" if dot else text)

    def short(self, amount: float) -> str:
        """An amount to three figures, as a caption or an axis shows it; small ones with the cents they have."""
        for size, letter in _SHORT:
            if abs(amount) >= 0.9995 * size:
                return self._signed(_three_figures(amount / size) + letter)
        return self.price(round(amount, 2)) if abs(amount) < _SMALL else self.full(amount)

    def scale(self, steps: Sequence[float]) -> tuple[tuple[float, str], ...]:
        """The steps of an axis with their labels, all in millions or none.

        Example:
            >>> [label for _, label in Currency("GBP").scale([0.0, 800_000.0, 1_600_000.0])]
            ['£0', '£0.8m', '£1.6m']
        """
        most = max((abs(step) for step in steps), default=0.0)
        size, letter = next(((size, letter) for size, letter in _SHORT if most >= 0.9995 * size), (1.0, ""))
        if not letter:
            return tuple((step, self.short(step)) for step in steps)
        labels = [self._signed(f"{exact(step / size)}{letter}") if step else self.full(0.0) for step in steps]
        return tuple(zip(steps, labels, strict=True))

    def _signed(self, text: str) -> str:
        symbol = _SYMBOLS.get(self.code, f"{self.code}\N{NO-BREAK SPACE}")
        return f"{MINUS}{symbol}{text[1:]}" if text.startswith(MINUS) else f"{symbol}{text}"


def _three_figures(value: float) -> str:
    places = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    text = grouped(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text
