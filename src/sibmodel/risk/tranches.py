"""Tranches of a pool that is repaid in part: what each gets back when the pool is normal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds, normal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TrancheRecovery:
    """What a tranche may expect.

    Args:
        expected: What it gets back.
        impaired: Probability that it gets back less than all.
        wiped_out: Probability that it gets back nothing.
        loss_given_impairment: The share of it that is lost where something is; nothing where that never happens.
    """

    expected: Array
    impaired: Array
    wiped_out: Array
    loss_given_impairment: Array


def recovery(mean: ArrayLike, sd: ArrayLike, below: ArrayLike, size: ArrayLike) -> TrancheRecovery:
    """What a tranche gets back of a pool N(mean, sd^2), not below nothing, after those before it: E[min((P - B)^+, D)].

    Args:
        mean: Mean of what the pool repays.
        sd: Its standard deviation; without one the pool repays its mean.
        below: What is repaid before this tranche; 0 for the most senior.
        size: What this tranche is owed, above 0.

    Example:
        >>> senior = recovery(85.0, 30.0, 0.0, 60.0)
        >>> senior.expected.round(4).tolist(), senior.impaired.round(6).tolist()
        (56.6213, 0.202328)
    """
    bounds.at_least(0.0, sd=sd, below=below)
    bounds.more_than(0.0, size=size)
    m, s, start, owed = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in (mean, sd, below, size)))
    expected = _expected_above(m, s, start) - _expected_above(m, s, start + owed)
    impaired = 1 - _reaches(m, s, start + owed)
    share_lost = (owed - expected) / owed
    given = share_lost / np.where(impaired > 0, impaired, 1.0)
    return TrancheRecovery(expected, impaired, _at_most(m, s, start), np.where(impaired > 0, given, 0.0))


def _z(mean: Array, sd: Array, level: Array) -> Array:
    certain = sd == 0
    with np.errstate(over="ignore"):  # a spread next to nothing: so many of them that the answer is sure
        return np.where(certain, 0.0, (mean - level) / np.where(certain, 1.0, sd))


def _expected_above(mean: Array, sd: Array, level: Array) -> Array:
    """E[(P - level)^+]."""
    z = _z(mean, sd, level)
    return np.where(sd == 0, np.maximum(mean - level, 0.0), (mean - level) * normal.cdf(z) + sd * normal.density(z))


def _reaches(mean: Array, sd: Array, level: Array) -> Array:
    """P(P >= level)."""
    return np.where(sd == 0, (mean >= level).astype(float), normal.cdf(_z(mean, sd, level)))


def _at_most(mean: Array, sd: Array, level: Array) -> Array:
    """P(P <= level)."""
    return np.where(sd == 0, (mean <= level).astype(float), normal.cdf(-_z(mean, sd, level)))
