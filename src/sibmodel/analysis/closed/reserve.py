"""Reserve: what must be set aside so that payments are covered in most cases, in all and year by year.

Bad years seldom come together. Whoever sets aside for each year what covers it in 95 of 100 cases sets aside more than
what covers all of them in 95 of 100 cases: the difference lies idle, and is the price of appropriating year by year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from sibmodel.risk import bounds, normal


@dataclass(frozen=True, slots=True)
class Reserve:
    """What covers payments in a share of cases.

    Args:
        level: The share of cases.
        total: What covers all years together.
        yearly: What covers each year by itself.
    """

    level: float
    total: float
    yearly: tuple[float, ...]

    @property
    def sum_of_yearly(self) -> float:
        """What is set aside where each year is covered by itself."""
        return sum(self.yearly)

    @property
    def over_reserved(self) -> float:
        """By how much that is more than all years together need."""
        return self.sum_of_yearly - self.total


def reserves(
    means: Sequence[float],
    sds: Sequence[float],
    *,
    correlation: float,
    levels: Sequence[float] = (0.5, 0.8, 0.95),
    cap: float = inf,
) -> list[Reserve]:
    """What covers normal payments of several years, at each of several levels.

    Args:
        means: The expected payment of each year.
        sds: Its standard deviation, as many.
        correlation: That between any two years.
        levels: Shares of cases.
        cap: The most that is paid in all years together, which no reserve needs to pass.

    Raises:
        ValueError: If so many years cannot be so correlated, or there is not one spread for each year.

    Example:
        >>> (most,) = reserves([1_000_000] * 3, [300_000] * 3, correlation=0.3, levels=[0.95])
        >>> round(most.total), round(most.sum_of_yearly), round(most.over_reserved)
        (4081108, 4480368, 399260)
    """
    if not means or len(means) != len(sds):
        raise ValueError(f"each year has a mean and a spread; there are {len(means)} and {len(sds)}")
    bounds.finite(mean=means, sd=sds)
    bounds.at_least(0.0, sd=sds)
    bounds.levels(level=levels)
    bounds.more_than(0.0, cap=cap)
    lowest = -1.0 / (len(means) - 1) if len(means) > 1 else -1.0
    if not lowest <= correlation <= 1.0:
        raise ValueError(f"between any two of {len(means)} years it is from {lowest:.4g} to 1; it is {correlation:g}")
    mean, spread = np.array(means, dtype=float), np.array(sds, dtype=float)
    own, all_alike = float((spread**2).sum()), float(spread.sum() ** 2)
    sd = sqrt(max((1.0 - correlation) * own + correlation * all_alike, 0.0))
    return [
        Reserve(level, min(float(mean.sum()) + z * sd, cap), tuple(np.minimum(mean + z * spread, cap).tolist()))
        for level, z in zip(levels, normal.quantile(list(levels)).tolist(), strict=True)
    ]
