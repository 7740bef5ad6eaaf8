"""Events: how many a person has, or a cohort of people, when people differ.

Studies print the mean and the share of people with any event at all. The shape of the negative binomial distribution
is solved from the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sibmodel.risk import bounds
from sibmodel.risk.moments import Moments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]

_LOG_SHAPES: Final = (-10.0, 12.0)
"""Where a shape is looked for; beyond the upper end a count is Poisson's to the last digit that matters."""
_HALVINGS: Final = 70


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """How many events a person has when people differ, or a cohort of them.

    Args:
        mean: Events expected.
        k: Shape: the smaller, the more people differ; endless is Poisson's distribution.

    Raises:
        ValueError: If the mean is negative or the shape not above 0.

    Example:
        >>> person = NegativeBinomial.from_prevalence(1.55, 0.60)
        >>> round(person.k, 6), round(person.variance, 6), person.pmf(0).round(6).tolist()
        (0.941657, 4.101354, 0.4)
        >>> person.total(1000).mean
        1550.0
    """

    mean: float
    k: float = np.inf

    def __post_init__(self) -> None:
        bounds.at_least(0.0, mean=self.mean)
        bounds.finite(mean=self.mean)
        bounds.more_than(0.0, k=self.k)

    @classmethod
    def from_prevalence(cls, mean: float, prevalence: float) -> NegativeBinomial:
        """The one with this mean of which this share has an event at all; see :func:`shape_of_prevalence`."""
        return cls(mean, float(shape_of_prevalence(mean, prevalence)))

    @property
    def is_poisson(self) -> bool:
        """Whether it is the limit in which people do not differ."""
        return bool(np.isinf(self.k))

    @property
    def variance(self) -> float:
        """m + m^2 / k."""
        return self.mean + self.mean**2 / self.k

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return float(np.sqrt(self.variance))

    def total(self, n: int) -> NegativeBinomial:
        """The events of n people together, who differ each for themselves."""
        bounds.whole(n=n)
        return NegativeBinomial(n * self.mean, n * self.k if n else np.inf)

    def pmf(self, y: ArrayLike) -> Array:
        """The probability of just y."""
        at = np.asarray(y, dtype=float)
        there = (at >= 0) & (np.floor(at) == at)
        return np.where(there, np.exp(self._log_pmf(np.where(there, at, 0.0))), 0.0)

    def cdf(self, y: ArrayLike) -> Array:
        """The probability of y or fewer."""
        at = np.floor(np.asarray(y, dtype=float))
        there = np.maximum(at, 0.0)
        if self.is_poisson or self.mean == 0:
            below = special.pdtr(there, self.mean)
        else:
            below = special.betainc(self.k, there + 1, self.k / (self.k + self.mean))
        return np.where(at >= 0, below, 0.0)

    def _log_pmf(self, y: Array) -> Array:
        if self.is_poisson or self.mean == 0:
            return np.asarray(special.xlogy(y, self.mean) - self.mean - special.gammaln(y + 1))
        ways = special.gammaln(y + self.k) - special.gammaln(self.k) - special.gammaln(y + 1)
        chance = special.xlogy(y, self.mean / (self.k + self.mean)) - self.k * np.log1p(self.mean / self.k)
        return np.asarray(ways + chance)


def shape_of_prevalence(mean: ArrayLike, prevalence: ArrayLike) -> Array:
    """The shape k at which a share 1 - prevalence has no event: (1 + m / k)^-k = 1 - prevalence.

    A prevalence of 1 - exp(-m) or more is that of Poisson's distribution or beyond it; the shape is then endless, and
    whoever prints it should say that the prevalence was not met.

    Raises:
        ValueError: If a prevalence is not above 0, above 1, or too low for the mean to come of any shape from e^-10 on.

    Example:
        >>> shape_of_prevalence([1.55, 0.5], [0.60, 0.45]).round(6).tolist()
        [0.941657, inf]
    """
    bounds.at_least(0.0, mean=mean)
    bounds.more_than(0.0, prevalence=prevalence)
    bounds.shares(prevalence=prevalence)
    m, wanted = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(prevalence, dtype=float))
    low, high = (np.full(m.shape, edge) for edge in _LOG_SHAPES)
    poisson = wanted >= np.minimum(-np.expm1(-m), _with_an_event(m, high))
    if np.any(~poisson & (wanted < _with_an_event(m, low))):
        raise ValueError("a prevalence so low beside the mean comes of no shape from e^-10 on")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        short = _with_an_event(m, middle) < wanted
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(poisson, np.inf, np.exp((low + high) / 2))


def _with_an_event(mean: Array, log_shape: Array) -> Array:
    k = np.exp(log_shape)
    return np.asarray(-np.expm1(-k * np.log1p(mean / k)))


def cohort_total(n: ArrayLike, mean: ArrayLike, k: ArrayLike, frailty: ArrayLike = 0.0) -> Moments:
    """Events of a cohort whose people differ and that as a whole has better or worse years.

    Args:
        n: People.
        mean: Events expected of a person.
        k: Shape of the differences between people.
        frailty: Variance of the factor, with mean 1, that all of the cohort share.

    Example:
        >>> cohort_total(1000, 1.55, 0.941656873876, 0.01).sd.round(6).tolist()
        167.785183
    """
    bounds.whole(n=n)
    bounds.at_least(0.0, mean=mean, frailty=frailty)
    bounds.more_than(0.0, k=k)
    n, m, k, omega = (np.asarray(each, dtype=float) for each in (n, mean, k, frailty))
    return Moments(np.asarray(n * m), np.asarray(n * m + n * m**2 * (1 + omega) / k + (n * m) ** 2 * omega))


def zero_inflated(mean: ArrayLike, k: ArrayLike, never: ArrayLike) -> Moments:
    """Events of a person of whom a share ``never`` can have none at all.

    Example:
        >>> moments = zero_inflated(2.0, 1.0, 0.5)
        >>> moments.mean.tolist(), moments.variance.tolist()
        (1.0, 4.0)
    """
    bounds.at_least(0.0, mean=mean)
    bounds.more_than(0.0, k=k)
    bounds.shares(never=never)
    m, k, never = (np.asarray(each, dtype=float) for each in (mean, k, never))
    return Moments(np.asarray((1 - never) * m), np.asarray((1 - never) * (m + m**2 / k) + never * (1 - never) * m**2))


def poisson_within(expected: ArrayLike, capacity: ArrayLike) -> Array:
    """Starts expected when people come at random and no more than the capacity can be taken: E[min(N, K)].

    Example:
        >>> poisson_within(100.0, 90).round(6).tolist()
        89.209957
    """
    bounds.at_least(0.0, expected=expected)
    bounds.whole(capacity=capacity)
    lam, places = np.broadcast_arrays(np.asarray(expected, dtype=float), np.asarray(capacity, dtype=float))
    return np.asarray(lam * _poisson_cdf(places - 2, lam) + places * (1 - _poisson_cdf(places - 1, lam)))


def _poisson_cdf(count: Array, expected: Array) -> Array:
    return np.where(count >= 0, special.pdtr(np.maximum(count, 0), expected), 0.0)
