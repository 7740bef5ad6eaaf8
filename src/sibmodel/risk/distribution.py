"""What every distribution answers, and the one that is certain.

Effects are improvements, so a value below zero is harm. A distribution without spread is a point, whatever its kind:
its probability jumps at its value, and nothing is divided by its spread.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


class Distribution(ABC):
    """What may come of one uncertain number. A kind says its moments, its span, and how it spreads where it does."""

    __slots__ = ()

    @property
    @abstractmethod
    def mean(self) -> float:
        """The expected value."""

    @property
    @abstractmethod
    def variance(self) -> float:
        """The expected square of the distance from the mean."""

    @property
    @abstractmethod
    def span(self) -> tuple[float, float]:
        """The lowest and the highest value there can be."""

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return float(np.sqrt(self.variance))

    @property
    def is_point(self) -> bool:
        """Whether there is one value only."""
        return self.span[0] == self.span[1]

    @property
    def may_harm(self) -> bool:
        """Whether values below zero have a probability."""
        return self.span[0] < 0

    def cdf(self, x: ArrayLike) -> Array:
        """The probability of x or less."""
        at = np.asarray(x, dtype=float)
        return (at >= self.span[0]).astype(float) if self.is_point else self._below(at)

    def quantile(self, u: ArrayLike) -> Array:
        """The value that is not passed with probability u.

        Raises:
            ValueError: If some u is outside 0 to 1.
        """
        bounds.shares(u=u)
        share = np.asarray(u, dtype=float)
        return np.full(share.shape, self.span[0]) if self.is_point else self._reached(share)

    @abstractmethod
    def _below(self, x: Array) -> Array:
        """The probability of x or less, of one that has a spread."""

    @abstractmethod
    def _reached(self, u: Array) -> Array:
        """The quantile, of one that has a spread."""


@dataclass(frozen=True, slots=True)
class Point(Distribution):
    """Certainty.

    Args:
        value: The value.

    Example:
        >>> Point(0.1).mean, Point(0.1).sd, Point(0.1).cdf([0.05, 0.1]).tolist()
        (0.1, 0.0, [0.0, 1.0])
    """

    value: float

    def __post_init__(self) -> None:
        bounds.finite(value=self.value)

    @property
    def mean(self) -> float:
        """The value."""
        return self.value

    @property
    def variance(self) -> float:
        """None."""
        return 0.0

    @property
    def span(self) -> tuple[float, float]:
        """The value."""
        return self.value, self.value

    def _below(self, x: Array) -> Array:
        return (x >= self.value).astype(float)

    def _reached(self, u: Array) -> Array:
        return np.full(u.shape, self.value)


@dataclass(frozen=True, slots=True)
class Discrete(Distribution):
    """A few values with their weights.

    Args:
        values: The values, in any order.
        weights: Their probabilities; what they miss 1 by in the last digits is spread over them.

    Raises:
        ValueError: If the weights do not sum to 1, or some value has none.

    Example:
        >>> three = Discrete((0.0, 0.1, 0.2), (0.25, 0.5, 0.25))
        >>> three.mean, round(three.sd, 6), three.quantile([0.25, 0.3, 0.9]).tolist()
        (0.1, 0.070711, [0.0, 0.1, 0.2])
    """

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.weights):
            raise ValueError(f"{len(self.values)} values have {len(self.weights)} weights; each needs one")
        bounds.finite(value=self.values)
        bounds.weights_of_one(self.weights)

    @property
    def mean(self) -> float:
        """The weighted sum of the values."""
        values, weights = self._atoms()
        return float(values @ weights)

    @property
    def variance(self) -> float:
        """The weighted squares about the mean."""
        values, weights = self._atoms()
        return float((values - values @ weights) ** 2 @ weights)

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest value that have a weight."""
        values, _ = self._atoms()
        return float(values[0]), float(values[-1])

    def _below(self, x: Array) -> Array:
        values, weights = self._atoms()
        up_to = np.concatenate([[0.0], np.cumsum(weights)])
        up_to[-1] = 1.0
        return np.asarray(up_to[np.searchsorted(values, x, side="right")])

    def _reached(self, u: Array) -> Array:
        values, weights = self._atoms()
        at = np.searchsorted(np.cumsum(weights), u - 1e-12, side="left")
        return np.asarray(values[np.minimum(at, values.size - 1)])

    def _atoms(self) -> tuple[Array, Array]:
        """Values in order, without those that have no weight."""
        values, weights = np.array(self.values, dtype=float), np.array(self.weights, dtype=float)
        values, weights = values[weights > 0], weights[weights > 0]
        order = np.argsort(values, kind="stable")
        return values[order], weights[order] / weights.sum()
