"""A prior of the true effect: what is expected before anything is measured, whatever shape that has.

An expectation under a prior is an integral over its quantiles, on the scale of a standard normal number: there a prior
of any shape is smooth, and its tails are short.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np

from sibmodel.graph.expressions import GUARD
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.normal import Array, cdf, density

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_FAR: Final = 8.0
"""Standard deviations beyond which a probability can no longer be told from 1."""
_STRIP: Final = (-8.0, -3.0, 0.0, 3.0, 8.0)
"""So many standard errors about a threshold what is paid turns from nothing to all."""


class Prior(Protocol):
    """A continuous distribution of the true effect; those of :mod:`sibmodel.risk.distributions` are."""

    def quantile(self, u: Array, /) -> Array:
        """The effect that is not passed with probability u."""


def effects_of(prior: Prior, limits: Sequence[float] = ()) -> tuple[Array, Array]:
    """True effects with weights, by Gauss's rule between all limits, so that what changes at one is met exactly.

    Args:
        prior: The distribution of the true effect.
        limits: Effects at which what is to be averaged jumps or bends.

    Returns:
        Effects, and weights that add up to 1.

    Example:
        >>> from sibmodel.risk.distributions import Normal
        >>> effects, weights = effects_of(Normal(0.06, 0.05), [0.10])
        >>> round(float(weights @ effects), 9), round(float(weights @ (effects >= 0.10)), 6)
        (0.06, 0.211855)
    """
    turns = sorted({*np.linspace(-_FAR, _FAR, 17).tolist(), *_crossings(prior, np.array(limits, dtype=float)).tolist()})
    low, high = np.array(turns[:-1])[:, None], np.array(turns[1:])[:, None]
    z = low + (high - low) * (_NODES + 1.0) / 2.0
    weights = _WEIGHTS * (high - low) / 2.0 * density(z)
    return np.asarray(prior.quantile(cdf(z.ravel()))), weights.ravel() / weights.sum()


def _crossings(prior: Prior, limits: Array) -> Array:
    """Where on the scale of a standard normal number a prior passes each limit, by halving."""
    low, high = np.full(limits.shape, -_FAR), np.full(limits.shape, _FAR)
    for _ in range(60):
        middle = (low + high) / 2.0
        passed = np.asarray(prior.quantile(cdf(middle))) >= limits - GUARD
        low, high = np.where(passed, low, middle), np.where(passed, middle, high)
    return high


def about(threshold: float, error: float) -> list[float]:
    """The limits about a threshold between which what is paid turns, for :func:`effects_of`."""
    return [threshold + error * each for each in _STRIP]


class Unconditional(NamedTuple):
    """A payment under a prior of the true effect: over what is not known, and over errors of measurement.

    Args:
        mean: The expected payment.
        sd: Its standard deviation.
        of_doubt: The share of the variance that is doubt about the true effect; the rest is noise.
        paid: The probability that anything is paid.
    """

    mean: float
    sd: float
    of_doubt: float
    paid: float


def payment_under(schedule: Canonical, prior: Prior, error: float) -> Unconditional:
    """What a payment comes to under a prior of any shape, and a normal error.

    Under a normal prior it is the closed form with both spreads together.

    Args:
        schedule: The payment.
        prior: The distribution of the true effect.
        error: Standard error of measurement.

    Example:
        >>> from sibmodel.risk.distributions import Normal
        >>> from sibmodel.risk.pieces import Knot
        >>> half = Canonical(knots=(Knot(0.10, jump=1_000_000),))
        >>> round(payment_under(half, Normal(0.06, 0.05), 0.04).mean), round(float(half.mean(0.06, 0.0640312424)))
        (266086, 266086)
    """
    limits = [each for knot in schedule.knots for each in about(knot.at, error)]
    effects, weights = effects_of(prior, limits)
    means = schedule.mean(effects, error)
    mean = float(weights @ means)
    doubt = float(weights @ (means - mean) ** 2)
    variance = doubt + float(weights @ schedule.sd(effects, error) ** 2)
    return Unconditional(
        mean,
        float(np.sqrt(variance)),
        doubt / variance if variance > 0 else 0.0,
        float(weights @ schedule.probability_paid(effects, error)),
    )
