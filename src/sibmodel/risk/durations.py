"""Durations: how long until something ends, and how much of it falls within a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sibmodel.risk import bounds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


def exponential_survival(hazard: ArrayLike, at: ArrayLike) -> Array:
    """The share for whom it still lasts at a time, when each moment is as dangerous as the last: exp(-h t)."""
    bounds.at_least(0.0, hazard=hazard, at=at)
    return np.asarray(np.exp(-np.asarray(hazard, dtype=float) * np.asarray(at, dtype=float)))


def exponential_within(hazard: ArrayLike, window: ArrayLike) -> Array:
    """Time expected within a window at a constant hazard: (1 - exp(-h T)) / h, and T without hazard.

    Example:
        >>> exponential_within([0.08, 0.0], 12.0).round(6).tolist()
        [7.713839, 12.0]
    """
    bounds.at_least(0.0, hazard=hazard, window=window)
    h, end = np.broadcast_arrays(np.asarray(hazard, dtype=float), np.asarray(window, dtype=float))
    none = h == 0
    rate = np.where(none, 1.0, h)
    return np.where(none, end, -np.expm1(-rate * end) / rate)


def weibull_survival(scale: ArrayLike, shape: ArrayLike, at: ArrayLike) -> Array:
    """The share for whom it still lasts at a time: exp(-(t / scale)^shape)."""
    bounds.more_than(0.0, scale=scale, shape=shape)
    bounds.at_least(0.0, at=at)
    eta, b, t = (np.asarray(each, dtype=float) for each in (scale, shape, at))
    return np.asarray(np.exp(-((t / eta) ** b)))


def weibull_within(scale: ArrayLike, shape: ArrayLike, window: ArrayLike) -> Array:
    """Time expected within a window when the danger grows (shape above 1) or falls with time.

    Returns:
        (scale / shape) Gamma(1 / shape) P(1 / shape, (T / scale)^shape), P the regularised lower gamma function.

    Example:
        >>> weibull_within(14.0, 1.5, 12.0).round(6).tolist()
        8.978799
    """
    bounds.more_than(0.0, scale=scale, shape=shape)
    bounds.at_least(0.0, window=window)
    eta, b, end = (np.asarray(each, dtype=float) for each in (scale, shape, window))
    return np.asarray(eta * special.gamma(1 + 1 / b) * special.gammainc(1 / b, (end / eta) ** b))


def periods_sustained(survival: ArrayLike, most: ArrayLike) -> Array:
    """Periods that are expected to be completed, of so many at most: s + s^2 + ... + s^n.

    Args:
        survival: Chance to complete a period once it has begun, 0 to 1.
        most: Periods that count.

    Example:
        >>> periods_sustained([0.93, 1.0], 13).round(6).tolist()
        [8.113658, 13.0]
    """
    bounds.shares(survival=survival)
    bounds.whole(most=most)
    s, n = np.broadcast_arrays(np.asarray(survival, dtype=float), np.asarray(most, dtype=float))
    sure = s == 1
    chance = np.where(sure, 0.0, s)
    return np.where(sure, n, chance * (1 - chance**n) / (1 - chance))
