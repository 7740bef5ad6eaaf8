"""Counts: how many of a cohort reach an outcome. Of events a person may have many: see :mod:`sibmodel.risk.events`.

People of one cohort share a provider, a place and a year, so their outcomes go together, and a cohort varies far more
than people tossed one by one. Leaving that out makes tails several times too thin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sibmodel.risk import bounds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BetaBinomial:
    """How many of n people reach an outcome when their cohort has a rate of its own.

    Args:
        n: People; of nobody, nobody does.
        p: The mean rate. 0 and 1 leave nothing to chance.
        icc: Correlation of two people of one cohort, at least 0 and below 1; 0 is the binomial distribution.

    Raises:
        ValueError: If one of them cannot be.

    Example:
        >>> cohort = BetaBinomial(200, 0.3, 0.02)
        >>> round(cohort.variance, 6), cohort.cdf(50).round(6).tolist()
        (209.16, 0.266077)
    """

    n: int
    p: float
    icc: float = 0.0

    def __post_init__(self) -> None:
        bounds.whole(n=self.n)
        bounds.shares(p=self.p)
        bounds.below_one(icc=self.icc)

    @property
    def alpha(self) -> float:
        """First shape of the cohort's rate; endless where the rate is certain."""
        return self.p * (1 - self.icc) / self.icc if self.icc else np.inf

    @property
    def beta(self) -> float:
        """Second shape of the cohort's rate; endless where the rate is certain."""
        return (1 - self.p) * (1 - self.icc) / self.icc if self.icc else np.inf

    @property
    def mean(self) -> float:
        """n p."""
        return self.n * self.p

    @property
    def variance(self) -> float:
        """n p (1 - p) (1 + (n - 1) icc)."""
        return self.mean * (1 - self.p) * max(1 + (self.n - 1) * self.icc, 0.0)

    def pmf(self, y: ArrayLike) -> Array:
        """The probability of just y."""
        at = np.asarray(y, dtype=float)
        there = (at >= 0) & (at <= self.n) & (np.floor(at) == at)
        return np.where(there, np.exp(self._log_pmf(np.where(there, at, 0.0))), 0.0)

    def cdf(self, y: ArrayLike) -> Array:
        """The probability of y or fewer."""
        up_to = np.concatenate([[0.0], np.cumsum(self.pmf(np.arange(self.n + 1)))])
        up_to[-1] = 1.0
        at = np.clip(np.floor(np.asarray(y, dtype=float)), -1, self.n).astype(int)
        return np.asarray(up_to[at + 1])

    def _log_pmf(self, y: Array) -> Array:
        choices = special.gammaln(self.n + 1) - special.gammaln(y + 1) - special.gammaln(self.n - y + 1)
        if self.icc == 0 or self.p in {0.0, 1.0}:
            chance = special.xlogy(y, self.p) + special.xlog1py(self.n - y, -self.p)
        else:
            chance = special.betaln(y + self.alpha, self.n - y + self.beta) - special.betaln(self.alpha, self.beta)
        return np.asarray(choices + chance)


def icc_of_variation(variation: ArrayLike, p: ArrayLike) -> Array:
    """The correlation within a cohort that comes of a coefficient of variation of cohorts' rates: CV^2 p / (1 - p).

    Raises:
        ValueError: If no rates with that mean vary that much.

    Example:
        >>> icc_of_variation(0.25, 0.4).round(6).tolist()
        0.041667
    """
    bounds.at_least(0.0, variation=variation)
    bounds.levels(p=p)
    p = np.asarray(p, dtype=float)
    icc = np.asarray(variation, dtype=float) ** 2 * p / (1 - p)
    bounds.below_one(icc=icc)
    return np.asarray(icc)
