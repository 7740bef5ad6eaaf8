"""Volume: how many people start, stay and reach the end, and what doubt about that adds to doubt about the rate.

Starts under a limited capacity are in :func:`sibmodel.risk.events.poisson_within`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk import bounds
from sibmodel.risk.moments import Moments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]


def ramped(month: ArrayLike, ramp: ArrayLike) -> Array:
    """The share of full volume in a month, counted from 1, that is reached in a straight line; at once without a ramp.

    Example:
        >>> ramped([1, 3, 6, 9], 6).round(6).tolist()
        [0.166667, 0.5, 1.0, 1.0]
    """
    bounds.at_least(0.0, month=month, ramp=ramp)
    t, months = np.broadcast_arrays(np.asarray(month, dtype=float), np.asarray(ramp, dtype=float))
    at_once = months == 0
    return np.where(at_once, 1.0, np.minimum(t / np.where(at_once, 1.0, months), 1.0))


def starts(peak: float, ramp: float, months: int) -> Array:
    """Starts in each month of a plan with a straight ramp.

    Example:
        >>> starts(40, 6, 24).sum().round(6).tolist()
        860.0
    """
    bounds.at_least(0.0, peak=peak)
    bounds.whole(months=months)
    return peak * ramped(np.arange(1, months + 1), ramp)


def still_active(attrition: ArrayLike, months: ArrayLike) -> Array:
    """The share of starters who are still there after some months, when a share leaves each month.

    Example:
        >>> still_active(0.03, 12).round(6).tolist()
        0.693842
    """
    bounds.shares(attrition=attrition)
    bounds.at_least(0.0, months=months)
    return np.asarray((1 - np.asarray(attrition, dtype=float)) ** np.asarray(months, dtype=float))


def months_of_service(attrition: float, dose: int) -> float:
    """Months of service that a starter is expected to get, of a dose of so many: everybody gets the first.

    Example:
        >>> round(months_of_service(0.03, 12), 6)
        10.205255
    """
    bounds.whole(dose=dose)
    return float(still_active(attrition, np.arange(dose)).sum())


def outcomes(people: Moments, rate: Moments) -> Moments:
    """Outcomes when both the number of people and their rate are uncertain, each for itself.

    Args:
        people: How many people.
        rate: The rate that all of them share.

    Returns:
        E[N] E[p], and E[N] (E[p] - E[p^2]) + E[N^2] E[p^2] - (E[N] E[p])^2.

    Raises:
        ValueError: If the mean rate is no share or a variance is negative.

    Example:
        >>> from numpy import array
        >>> outcomes(Moments(array(500.0), array(3600.0)), Moments(array(0.4), array(0.0025))).sd.round(6).tolist()
        36.452023
    """
    bounds.shares(mean_rate=rate.mean)
    bounds.at_least(0.0, variance=people.variance, variance_of_rate=rate.variance, people=people.mean)
    square_people, square_rate = people.variance + people.mean**2, rate.variance + rate.mean**2
    mean = people.mean * rate.mean
    by_chance = people.mean * (rate.mean - square_rate)
    return Moments(np.asarray(mean), np.asarray(by_chance + square_people * square_rate - mean**2))
