"""Days in care, in hospital or in custody: many people have none, a few have very many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds, normal
from sibmodel.risk.moments import Moments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


def hurdle_lognormal(any_at_all: ArrayLike, mean_of_log: ArrayLike, sd_of_log: ArrayLike, window: ArrayLike) -> Moments:
    """Days of a person within a window: none, or a lognormal stay that counts up to the window's end.

    Args:
        any_at_all: Share of people with any day.
        mean_of_log: Mean of the logarithm of their days.
        sd_of_log: Its standard deviation; 0 makes all stays equal.
        window: Days that can be counted; endless is allowed.

    Example:
        >>> days = hurdle_lognormal(0.4, 3.5, 1.2, 365.0)
        >>> days.mean.round(6).tolist(), days.sd.round(6).tolist()
        (24.769609, 57.371205)
    """
    bounds.shares(any_at_all=any_at_all)
    share = np.asarray(any_at_all, dtype=float)
    first, second = (share * _capped_power(mean_of_log, sd_of_log, window, power) for power in (1, 2))
    return Moments(np.asarray(first), np.asarray(second - first**2))


def capped_stay(mean_of_log: ArrayLike, sd_of_log: ArrayLike, window: ArrayLike) -> Array:
    """Days expected of a person who has any: E[min(X, T)] of a lognormal X.

    Example:
        >>> capped_stay(3.5, 1.2, 365.0).round(6).tolist()
        61.924021
    """
    return _capped_power(mean_of_log, sd_of_log, window, 1)


def _capped_power(mean_of_log: ArrayLike, sd_of_log: ArrayLike, window: ArrayLike, power: int) -> Array:
    """E[min(X, T)^power]."""
    bounds.at_least(0.0, sd_of_log=sd_of_log)
    bounds.more_than(0.0, window=window)
    mu, s, most = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in (mean_of_log, sd_of_log, window)))
    certain, endless = s == 0, np.isinf(most)
    sd, end = np.where(certain, 1.0, s), np.where(endless, 1.0, most)
    shift = power * s**2
    z = np.where(endless, np.inf, (np.log(end) - mu) / sd)
    whole = np.exp(power * mu + power * shift / 2) * normal.cdf(z - shift / sd)
    cut = np.where(endless, 0.0, end**power * normal.cdf(-z))
    return np.where(certain, np.minimum(np.exp(mu), most) ** power, whole + cut)


def compound_poisson(expected: ArrayLike, shape: ArrayLike, scale: ArrayLike) -> Moments:
    """Days in all when spells come at random and each lasts as long as a gamma number says.

    Args:
        expected: Spells expected.
        shape: Shape of a spell's length.
        scale: Its scale, days: a spell lasts shape x scale on average.

    Example:
        >>> days = compound_poisson(0.8, 2.0, 20.0)
        >>> days.mean.round(6).tolist(), days.variance.round(6).tolist()
        (32.0, 1920.0)
    """
    bounds.at_least(0.0, expected=expected, scale=scale)
    bounds.more_than(0.0, shape=shape)
    lam, a, theta = (np.asarray(each, dtype=float) for each in (expected, shape, scale))
    return Moments(np.asarray(lam * a * theta), np.asarray(lam * a * (1 + a) * theta**2))


def without_any(expected: ArrayLike) -> Array:
    """The share of people with no spell at all: exp(-lambda)."""
    bounds.at_least(0.0, expected=expected)
    return np.asarray(np.exp(-np.asarray(expected, dtype=float)))
