"""Distributions with an end on both sides: beta, PERT and triangular.

Source: the variance (mean - lowest)(highest - mean) / (weight + 3) is that of the beta distribution that PERT means.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sibmodel.risk import bounds
from sibmodel.risk.distribution import Distribution

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Beta(Distribution):
    """A share between 0 and 1, told by its mean and standard deviation.

    Args:
        mean: The mean.
        sd: The standard deviation; 0 makes it a point.

    Raises:
        ValueError: If the mean is no share, or no share with that mean can vary that much.

    Example:
        >>> rate = Beta(0.4, 0.05)
        >>> round(rate.alpha, 6), round(rate.beta, 6)
        (38.0, 57.0)
    """

    # Slots take the place of the base's properties of the same name; the bare field() keeps these from being defaults.
    mean: float = field()
    sd: float = field()

    def __post_init__(self) -> None:
        bounds.shares(mean=self.mean)
        bounds.at_least(0.0, sd=self.sd)
        if self.sd > 0 and self._size <= 0:
            most = np.sqrt(self.mean * (1 - self.mean))
            raise ValueError(f"a share with mean {self.mean:g} has an sd below {most:g}; it cannot be {self.sd:g}")

    @property
    def _size(self) -> float:
        return self.mean * (1 - self.mean) / self.sd**2 - 1

    @property
    def alpha(self) -> float:
        """The first shape: successes that this is worth; endless without spread."""
        return np.inf if self.is_point else self.mean * self._size

    @property
    def beta(self) -> float:
        """The second shape: failures that this is worth; endless without spread."""
        return np.inf if self.is_point else (1 - self.mean) * self._size

    @property
    def variance(self) -> float:
        """The square of the standard deviation."""
        return self.sd**2

    @property
    def span(self) -> tuple[float, float]:
        """0 to 1."""
        return (self.mean, self.mean) if self.sd == 0 else (0.0, 1.0)

    def _below(self, x: Array) -> Array:
        return np.asarray(special.betainc(self.alpha, self.beta, np.clip(x, 0, 1)))

    def _reached(self, u: Array) -> Array:
        return np.asarray(special.betaincinv(self.alpha, self.beta, u))


@dataclass(frozen=True, slots=True)
class Pert(Distribution):
    """What an expert says as lowest, likeliest and highest, smoothed.

    Args:
        lowest: The lowest.
        likeliest: The likeliest.
        highest: The highest; the lowest again makes it a point.
        weight: How much the likeliest counts beside the two ends; 4 by custom.

    Raises:
        ValueError: If they are out of order.

    Example:
        >>> effect = Pert(0.0, 0.10, 0.25)
        >>> round(effect.mean, 6), round(effect.sd, 6), effect.cdf(0.05).round(6).tolist()
        (0.108333, 0.046824, 0.113871)
    """

    lowest: float
    likeliest: float
    highest: float
    weight: float = 4.0

    def __post_init__(self) -> None:
        _in_order(self.lowest, self.likeliest, self.highest)
        bounds.at_least(0.0, weight=self.weight)
        bounds.finite(weight=self.weight)

    @property
    def alpha(self) -> float:
        """The first shape of the beta distribution; endless without spread."""
        return np.inf if self.is_point else 1 + self.weight * (self.likeliest - self.lowest) / self._width

    @property
    def beta(self) -> float:
        """The second shape of the beta distribution; endless without spread."""
        return np.inf if self.is_point else 1 + self.weight * (self.highest - self.likeliest) / self._width

    @property
    def mean(self) -> float:
        """(lowest + weight x likeliest + highest) / (weight + 2)."""
        if self.is_point:
            return self.lowest
        return (self.lowest + self.weight * self.likeliest + self.highest) / (self.weight + 2)

    @property
    def variance(self) -> float:
        """(mean - lowest)(highest - mean) / (weight + 3)."""
        return (self.mean - self.lowest) * (self.highest - self.mean) / (self.weight + 3)

    @property
    def span(self) -> tuple[float, float]:
        """Lowest and highest."""
        return self.lowest, self.highest

    @property
    def _width(self) -> float:
        return self.highest - self.lowest

    def _below(self, x: Array) -> Array:
        return np.asarray(special.betainc(self.alpha, self.beta, np.clip((x - self.lowest) / self._width, 0, 1)))

    def _reached(self, u: Array) -> Array:
        return np.asarray(self.lowest + self._width * special.betaincinv(self.alpha, self.beta, u))


@dataclass(frozen=True, slots=True)
class Triangular(Distribution):
    """Lowest, likeliest and highest with straight lines between.

    Args:
        lowest: The lowest.
        likeliest: The likeliest.
        highest: The highest; the lowest again makes it a point.

    Raises:
        ValueError: If they are out of order.

    Example:
        >>> effect = Triangular(0.0, 0.1, 0.2)
        >>> round(effect.mean, 6), effect.cdf([0.1, 0.15]).round(6).tolist(), effect.quantile(0.875).round(6).tolist()
        (0.1, [0.5, 0.875], 0.15)
    """

    lowest: float
    likeliest: float
    highest: float

    def __post_init__(self) -> None:
        _in_order(self.lowest, self.likeliest, self.highest)

    @property
    def mean(self) -> float:
        """The mean of the three."""
        return self.lowest if self.is_point else (self.lowest + self.likeliest + self.highest) / 3

    @property
    def variance(self) -> float:
        """(a^2 + b^2 + c^2 - ab - ac - bc) / 18, written in the two sides so that nothing large cancels."""
        left, right = self._sides
        return (left * left + left * right + right * right) / 18

    @property
    def span(self) -> tuple[float, float]:
        """Lowest and highest."""
        return self.lowest, self.highest

    @property
    def _sides(self) -> tuple[float, float]:
        return self.likeliest - self.lowest, self.highest - self.likeliest

    def _below(self, x: Array) -> Array:
        left, right = self._sides
        rise, fall = np.clip(x - self.lowest, 0, left), np.clip(self.highest - x, 0, right)
        below = rise * rise / (left + right) / (left or 1.0)
        above = fall * fall / (left + right) / (right or 1.0)
        return np.asarray(np.where(x < self.likeliest, below, 1 - above))

    def _reached(self, u: Array) -> Array:
        left, right = self._sides
        rising = self.lowest + np.sqrt(u * (left + right) * left)
        falling = self.highest - np.sqrt((1 - u) * (left + right) * right)
        return np.asarray(np.where(u * (left + right) < left, rising, falling))


def _in_order(lowest: float, likeliest: float, highest: float) -> None:
    bounds.finite(lowest=lowest, likeliest=likeliest, highest=highest)
    if not lowest <= likeliest <= highest:
        raise ValueError(f"the likeliest must lie within {lowest:g} to {highest:g}; it is {likeliest:g}")
