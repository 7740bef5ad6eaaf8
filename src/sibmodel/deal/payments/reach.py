"""Reach: how far outcomes, readings and prices of a deal can go, which is what the most that a term pays hangs on.

Every term says by itself the most that it can come to, whatever the outcomes. Nothing is tried out: a schedule has a
top, a reading has a month, a price index has a value in each month. Where nothing ends an amount it is infinite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from sibmodel.deal.outcomes.term import Span

ENDLESS: Final = inf
"""An amount that nothing in a term ends."""


@dataclass(frozen=True, slots=True)
class WhenRead:
    """When a level is measured and verified, in months of the deal; None where no month is stated."""

    measured: float | None = None
    verified: float | None = None

    def may_be_due(self, paid_after: float, after: float, until: float) -> bool:
        """Whether what is paid for it may fall due after one month and until another."""
        return self.verified is None or after < self.verified + paid_after <= until


@dataclass(frozen=True, slots=True)
class Reach:
    """How far outcomes and prices can go.

    Args:
        highest: The highest level that each outcome can have, as payments count it; endless where there is none.
        readings: When each outcome with a level is read, in the order of time.
        in_the_end: When its level in the end is read.
        units_verified: When units of each outcome that has some may be verified.
        without_units: Outcomes that are paid for by their level in the end, having no units.
        growth: What each price index grows to within a year.
        closes: The month of each instant.
        below: The most that each term may come to below nothing.
        may_end_early: Whether any reading may turn out to be the last.
    """

    highest: Mapping[str, float]
    readings: Mapping[str, tuple[WhenRead, ...]]
    in_the_end: Mapping[str, WhenRead]
    units_verified: Mapping[str, Span]
    without_units: frozenset[str]
    growth: Mapping[str, float]
    closes: tuple[float, ...]
    below: Mapping[str, float]
    may_end_early: bool = False

    def may_be_due(self, outcome: str, paid_after: float, after: float, until: float) -> bool:
        """Whether what is paid for a unit may fall due after one month and until another."""
        span = self.units_verified[outcome]
        return after < span.last + paid_after and span.first + paid_after <= until

    def price(self, index: str | None, month: float | None) -> float:
        """An index in a month; where no month is stated, the highest within the deal."""
        if index is None:
            return 1.0
        return self.highest_price(index) if month is None else float(self.growth[index] ** (month / 12))

    def highest_price(self, index: str | None) -> float:
        """The highest value of an index within the deal."""
        return 1.0 if index is None else max(self.price(index, month) for month in (0.0, self.closes[-1]))

    def price_at_close(self, index: str | None, month: float) -> float:
        """An index at the instant that takes a month; nothing after the last, for nothing is paid then."""
        closes = next((each for each in self.closes if each >= month), None)
        return 0.0 if closes is None else self.price(index, closes)

    def paid_at(self, month: float, paid_after: float) -> float:
        """The month of the instant at which a fee for a month is paid; endless after the last of them."""
        accrues = next((each for each in self.closes if each >= month), ENDLESS)
        return next((each for each in self.closes if each >= accrues + paid_after), ENDLESS)

    def is_in_order(self, outcome: str) -> bool:
        """Whether readings are verified in the order in which they are taken."""
        months = [each.verified for each in self.readings[outcome]]
        return len(months) == 1 or (None not in months and months == sorted(month or 0.0 for month in months))


def times(amount: float, factor: float) -> float:
    """A product in which nothing stays nothing, however often it is paid.

    Example:
        >>> times(0.0, ENDLESS), times(2.0, ENDLESS)
        (0.0, inf)
    """
    return 0.0 if amount == 0 or factor == 0 else amount * factor
