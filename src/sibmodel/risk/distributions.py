"""The kinds of priors, read into numbers: what an effect, a rate or a volume may be before there are results.

Those with two ends are in :mod:`sibmodel.risk.bounded`, multipliers and rate ratios in :mod:`sibmodel.risk.lognormal`,
the point and the list of values in :mod:`sibmodel.risk.distribution`; all of them can be had from here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds, normal
from sibmodel.risk.bounded import Beta, Pert, Triangular
from sibmodel.risk.distribution import Discrete, Distribution, Point
from sibmodel.risk.lognormal import Lognormal, LognormalRatio

__all__ = [
    "Beta",
    "Discrete",
    "Distribution",
    "Lognormal",
    "LognormalRatio",
    "Normal",
    "Pert",
    "Point",
    "Triangular",
    "from_evidence",
]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Normal(Distribution):
    """A normal distribution, cut off only where somebody says so.

    With a limit, what lies beyond is left out and the rest made up to 1; mean and standard deviation are then those of
    what is left, and differ from the two that were given.

    Args:
        centre: Mean before the limits.
        spread: Standard deviation before the limits; 0 makes it a point.
        lowest: Nothing lies below; none by default.
        highest: Nothing lies above; none by default.

    Raises:
        ValueError: If the spread is negative, or the limits leave nothing.

    Example:
        >>> effect = Normal(0.05, 0.05)
        >>> effect.mean, effect.may_harm, effect.cdf(0.0).round(6).tolist()
        (0.05, True, 0.158655)
        >>> never_harm = Normal(0.05, 0.05, lowest=0.0)
        >>> round(never_harm.mean, 6), never_harm.may_harm
        (0.06438, False)
    """

    centre: float
    spread: float
    lowest: float | None = None
    highest: float | None = None

    def __post_init__(self) -> None:
        bounds.finite(centre=self.centre, spread=self.spread)
        bounds.at_least(0.0, spread=self.spread)
        low, high = self._limits
        if low > high:
            raise ValueError(f"the lowest, {low:g}, is above the highest, {high:g}")
        leaves = low <= self.centre <= high if self.spread == 0 else low == high or self._kept() > 0
        if not leaves:
            raise ValueError(f"limits of {low:g} to {high:g} leave nothing of a normal number around {self.centre:g}")

    @property
    def mean(self) -> float:
        """The mean within the limits."""
        if self.is_point:
            return self.span[0]
        low, high = self._edges()
        return self.centre + self.spread * float(normal.density(low) - normal.density(high)) / self._kept()

    @property
    def variance(self) -> float:
        """The variance within the limits."""
        if self.is_point:
            return 0.0
        low, high = self._edges()
        kept = self._kept()
        shift = float(normal.density(low) - normal.density(high)) / kept
        return self.spread**2 * (1 + (_edge(low) - _edge(high)) / kept - shift**2)

    @property
    def span(self) -> tuple[float, float]:
        """The limits."""
        return (self.centre, self.centre) if self.spread == 0 else self._limits

    def _below(self, x: Array) -> Array:
        low, high = self._edges()
        z = np.clip((x - self.centre) / self.spread, low, high)
        return _between(np.full(z.shape, low), z) / self._kept()

    def _reached(self, u: Array) -> Array:
        low, high = self._edges()
        if low > 0:  # the far side, where tails have digits
            z = -normal.quantile(normal.cdf(-low) - u * self._kept())
        else:
            z = normal.quantile(normal.cdf(low) + u * self._kept())
        return np.asarray(self.centre + self.spread * np.clip(z, low, high))

    @property
    def _limits(self) -> tuple[float, float]:
        return -np.inf if self.lowest is None else self.lowest, np.inf if self.highest is None else self.highest

    def _edges(self) -> tuple[float, float]:
        low, high = self._limits
        return (low - self.centre) / self.spread, (high - self.centre) / self.spread

    def _kept(self) -> float:
        return float(_between(*(np.asarray(edge) for edge in self._edges())))


def _between(low: Array, high: Array) -> Array:
    """The probability between two standard normal numbers, by the tail that has the digits."""
    return np.where(low > 0, normal.cdf(-low) - normal.cdf(-high), normal.cdf(high) - normal.cdf(low))


def _edge(z: float) -> float:
    return 0.0 if np.isinf(z) else z * float(normal.density(z))


def from_evidence(estimate: float, standard_error: float, between_sites: float, discount: float = 1.0) -> Normal:
    """What a new site may see, given a study elsewhere.

    The standard error alone is how well one site is known; another site differs from it by more.

    Args:
        estimate: The study's estimate.
        standard_error: Its standard error.
        between_sites: Standard deviation of true effects between sites.
        discount: The share of an effect that lasts when it is repeated elsewhere.

    Raises:
        ValueError: If a spread or the discount is negative.

    Example:
        >>> prior = from_evidence(0.10, 0.03, 0.04, discount=0.8)
        >>> round(prior.mean, 6), round(prior.sd, 6)
        (0.08, 0.046648)
    """
    bounds.at_least(0.0, standard_error=standard_error, between_sites=between_sites, discount=discount)
    return Normal(discount * estimate, float(np.hypot(discount * standard_error, between_sites)))
