"""Counted payments: a price for each of a number of outcomes, with a cap, by going through every number there may be.

A cap is worth more than it looks: a plan below it may still pass it, and then pays less than its price on average.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import numpy as np

from sibmodel.risk import bounds
from sibmodel.risk.durations import periods_sustained
from sibmodel.risk.normal import Array

_NEAR: Final = 1e-9
_LONG: Final = 5000
"""States from which on sums of counts are worked out by Fourier transform."""
_TAIL: Final = 1e-15


@dataclass(frozen=True, slots=True)
class CountPayment:
    """What a count pays: each amount there may be, and its probability.

    Args:
        amounts: By the count, from none up.
        chances: The probability of each count; they add up to 1.
        cap: The most that is paid; None for no cap.
    """

    amounts: Array
    chances: Array
    cap: float | None = None

    @property
    def mean(self) -> float:
        """The expected payment."""
        return float(self.amounts @ self.chances)

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        return float(np.sqrt(((self.amounts - self.mean) ** 2) @ self.chances))

    @property
    def probability_of_cap(self) -> float:
        """The probability that the cap is reached; 0 where there is none."""
        return 0.0 if self.cap is None else self.probability_of_at_least(self.cap)

    def probability_of_at_least(self, amount: float) -> float:
        """The probability that so much or more is paid."""
        return float(self.chances[self.amounts >= amount - _NEAR * max(1.0, abs(amount))].sum())

    def quantile(self, p: float) -> float:
        """The smallest payment that is not passed with at least probability p."""
        order = np.argsort(self.amounts, kind="stable")
        so_far = np.cumsum(self.chances[order])
        return float(self.amounts[order][min(int(np.searchsorted(so_far, p - _NEAR)), order.size - 1)])


def count_payment(chances: Any, price: float, *, cap: float | None = None, floor: float | None = None) -> CountPayment:
    """A price for each outcome, no more than a cap and no less than a floor.

    Args:
        chances: The probability of each number of outcomes, from none up.
        price: For each outcome.
        cap: The most that is paid.
        floor: The least.

    Raises:
        ValueError: If the chances do not add up to 1, or the cap is below the floor.

    Example:
        >>> paid = count_payment([0.25, 0.5, 0.25], 1000, cap=1500)
        >>> paid.mean, paid.probability_of_cap
        (875.0, 0.25)
    """
    each = np.asarray(chances, dtype=float)
    bounds.weights_of_one(each)
    if cap is not None and floor is not None and cap < floor:
        raise ValueError(f"the cap {cap} is below the floor {floor}")
    amounts = np.asarray(price * np.arange(each.size), dtype=float)
    if cap is not None or floor is not None:
        amounts = np.clip(amounts, floor, cap)
    return CountPayment(amounts, each, cap)


def chances_of(distribution: Any) -> Array:
    """The probability of each count of a distribution of whole numbers, up to where nothing is left.

    Args:
        distribution: A frozen discrete distribution of scipy, or anything with ``pmf`` and ``isf``.

    Example:
        >>> from scipy import stats
        >>> chances_of(stats.binom(2, 0.5)).round(12).tolist()
        [0.25, 0.5, 0.25]
    """
    chances = np.asarray(distribution.pmf(np.arange(int(distribution.isf(_TAIL)) + 1)), dtype=float)
    return np.asarray(chances / chances.sum())


def chances_of_sum(parts: Iterable[Array]) -> Array:
    """The probability of each sum of counts that do not depend on each other.

    Raises:
        ValueError: If there is no count.

    Example:
        >>> chances_of_sum([np.array([0.5, 0.5]), np.array([0.5, 0.5])]).tolist()
        [0.25, 0.5, 0.25]
    """
    counts = list(parts)
    if not counts:
        raise ValueError("a sum needs a count")
    return reduce(_convolved, counts)


def _convolved(first: Array, second: Array) -> Array:
    if first.size + second.size <= _LONG:
        return np.asarray(np.convolve(first, second))
    from scipy import signal

    return np.asarray(np.maximum(signal.fftconvolve(first, second), 0.0))


# --- payments that a person keeps earning -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SustainedJob:
    """What one person who is attached to a programme brings: so much at once, for a job, and while it lasts.

    Args:
        attachment: Paid at the start.
        job: Paid for a job.
        sustained: Paid for each period for which it lasts.
        periods: How many of them are paid at most.

    Example:
        >>> card = SustainedJob(attachment=400, job=1200, sustained=215, periods=13)
        >>> card.most, round(card.expected(0.27, 0.93), 2)
        (4395, 1195.0)
    """

    attachment: float
    job: float
    sustained: float
    periods: int

    @property
    def most(self) -> float:
        """What a job that lasts brings."""
        return self.attachment + self.job + self.sustained * self.periods

    def expected(self, found: float, survival: float) -> float:
        """What is expected, given the chance of a job and that it lasts one period more."""
        bounds.shares(found=found)
        return self.attachment + found * (self.job + self.sustained * float(periods_sustained(survival, self.periods)))

    def probability_of_most(self, found: float, survival: float) -> float:
        """The chance that a person brings the most."""
        return float(found * survival**self.periods)
