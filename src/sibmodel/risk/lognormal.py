"""Multipliers and rate ratios: numbers above zero whose logarithm is normal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds, normal
from sibmodel.risk.distribution import Distribution

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lognormal(Distribution):
    """A multiplier above zero, such as one of volume: its logarithm is normal.

    Args:
        median: The median.
        sd_of_log: Standard deviation of the logarithm; 0 makes it a point.

    Raises:
        ValueError: If the median is not above 0 or the spread negative.

    Example:
        >>> volume = Lognormal.with_mean(1.0, 0.2)
        >>> round(volume.mean, 6), round(volume.median, 6), volume.quantile(0.9).round(6).tolist()
        (1.0, 0.980199, 1.266567)
    """

    median: float
    sd_of_log: float

    def __post_init__(self) -> None:
        bounds.more_than(0.0, median=self.median)
        bounds.at_least(0.0, sd_of_log=self.sd_of_log)
        bounds.finite(median=self.median, sd_of_log=self.sd_of_log)

    @classmethod
    def with_mean(cls, mean: float, sd_of_log: float) -> Lognormal:
        """The one that has this mean."""
        bounds.more_than(0.0, mean=mean)
        return cls(mean * float(np.exp(-0.5 * sd_of_log**2)), sd_of_log)

    @property
    def mean(self) -> float:
        """Above the median, by half the variance of the logarithm."""
        return self.median * float(np.exp(0.5 * self.sd_of_log**2))

    @property
    def variance(self) -> float:
        """The square of the mean, times exp(variance of the logarithm) - 1."""
        return self.mean**2 * float(np.expm1(self.sd_of_log**2))

    @property
    def span(self) -> tuple[float, float]:
        """Above 0."""
        return (self.median, self.median) if self.sd_of_log == 0 else (0.0, np.inf)

    def _below(self, x: Array) -> Array:
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(x, 0.0))
        return normal.cdf((logs - np.log(self.median)) / self.sd_of_log)

    def _reached(self, u: Array) -> Array:
        return np.asarray(self.median * np.exp(self.sd_of_log * normal.quantile(u)))


@dataclass(frozen=True, slots=True)
class LognormalRatio(Distribution):
    """A relative reduction, 1 - ratio, where studies report a rate ratio with a lognormal error.

    Args:
        median: Median of the ratio of the rate with the programme to the one without: 0.9 is a reduction of 10 %.
        sd_of_log: Standard deviation of the ratio's logarithm; 0 makes it a point.

    Raises:
        ValueError: If the median is not above 0 or the spread negative.

    Example:
        >>> effect = LognormalRatio.from_interval(0.90, 0.80, 1.02)
        >>> round(effect.mean, 6), effect.may_harm, effect.cdf(0.0).round(6).tolist()
        (0.09827, True, 0.044567)
    """

    median: float
    sd_of_log: float

    def __post_init__(self) -> None:
        Lognormal(self.median, self.sd_of_log)

    @classmethod
    def from_interval(cls, median: float, low: float, high: float, confidence: float = 0.95) -> LognormalRatio:
        """The one whose ratio has this interval of confidence, whose width alone counts beside the median."""
        bounds.more_than(0.0, low=low)
        bounds.at_least(low, high=high)
        bounds.levels(confidence=confidence)
        return cls(median, float(np.log(high / low) / (2 * normal.quantile((1 + confidence) / 2))))

    @property
    def ratio(self) -> Lognormal:
        """The ratio itself."""
        return Lognormal(self.median, self.sd_of_log)

    @property
    def mean(self) -> float:
        """1 - the mean ratio."""
        return 1 - self.ratio.mean

    @property
    def variance(self) -> float:
        """That of the ratio."""
        return self.ratio.variance

    @property
    def span(self) -> tuple[float, float]:
        """Below 1, and without a lower end."""
        low, high = self.ratio.span
        return 1 - high, 1 - low

    def _below(self, x: Array) -> Array:
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(1 - x, 0.0))
        return normal.cdf((np.log(self.median) - logs) / self.sd_of_log)

    def _reached(self, u: Array) -> Array:
        return np.asarray(1 - self.median * np.exp(-self.sd_of_log * normal.quantile(u)))
