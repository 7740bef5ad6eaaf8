"""Triggers: several ways to be paid. Each cohort may reach a threshold of its own, or else all of them pooled.

Any of several triggers is met far more often than one: three cohorts and a pool treble the chance that a programme
without effect is paid. A bias common to all cohorts is not cured by pooling them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from sibmodel.graph.expressions import GUARD
from sibmodel.risk import bounds
from sibmodel.risk.normal import Array, cdf, density

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_FAR: Final = 10.0
"""Standard errors beyond which nothing happens."""
_TABLE: Final = 800
"""Points at which a chance is tabled before the next cohort is added to it."""
_BIASES: Final = 96

Below = Callable[[Array], Array]
"""The chance that no cohort so far is paid and that their sum stays at or below a value."""


def any_paid(
    true_effect: Any,
    cohort_thresholds: Sequence[float],
    pooled_threshold: float,
    error: float,
    *,
    common_bias: float = 0.0,
) -> Array:
    """The probability that any cohort reaches its threshold, or the mean of all of them the pooled one.

    Given a true effect that is the same in all cohorts, whose errors of measurement are normal and do not depend on
    each other but for a bias common to all.

    Args:
        true_effect: True effects, any shape.
        cohort_thresholds: The measured effect from which on each cohort is paid for.
        pooled_threshold: The mean measured effect from which on all are.
        error: Standard error of one cohort.
        common_bias: Standard deviation of a bias that all cohorts share.

    Raises:
        ValueError: If there is no cohort, or an error is below 0.

    Example:
        >>> any_paid([0.0, 0.10], [0.10, 0.10, 0.10], 0.075, error=0.04).round(4).tolist()
        [0.0187, 0.9177]
    """
    if not cohort_thresholds:
        raise ValueError("a trigger needs a cohort")
    bounds.at_least(0.0, error=error, common_bias=common_bias)
    effects = np.asarray(true_effect, dtype=float)
    if error == 0:
        return _without_error(effects, min(*cohort_thresholds, pooled_threshold), common_bias)
    z, weights = _biases() if common_bias else (np.zeros(1), np.ones(1))
    seen = (effects[..., None] + common_bias * z).ravel()
    none = np.array([_none_paid(np.asarray(cohort_thresholds) - each, pooled_threshold - each, error) for each in seen])
    return np.asarray(1.0 - none.reshape(*effects.shape, z.size) @ weights)


def _without_error(effects: Array, lowest: float, common_bias: float) -> Array:
    """Where all cohorts measure the same, the lowest threshold decides."""
    if common_bias == 0:
        return (effects >= lowest - GUARD).astype(float)
    return cdf((effects - lowest) / common_bias)


def _biases() -> tuple[Array, Array]:
    """Standard normal biases with their weights."""
    nodes, weights = np.polynomial.legendre.leggauss(_BIASES)
    z = 8.0 * nodes
    weights = weights * 8.0 * density(z)
    return z, weights / weights.sum()


def _none_paid(thresholds: Array, pooled: float, error: float) -> float:
    """The chance that every error stays below its threshold and their mean below the pooled one; errors about 0."""
    limits = np.clip(thresholds / error, -_FAR, _FAR)
    below: Below = _first(float(limits[0]))
    for number in range(1, limits.size):
        so_far, limit = float(limits[:number].sum()), float(limits[number])
        tabled = below if number == 1 else _tabled(below, so_far, number)
        below = _added(tabled, so_far, limit)
    return float(below(np.array([pooled / error * limits.size]))[0])


def _first(limit: float) -> Below:
    return lambda total: cdf(np.minimum(total, limit))


def _added(before: Below, so_far: float, limit: float) -> Below:
    """The same with one more cohort: given its error x, the others may sum up to what is left of the total.

    Where that is more than all their limits together, it no longer matters; the rest is one smooth integral.
    """
    sure = float(before(np.array([so_far]))[0])

    def below(total: Array) -> Array:
        turn = np.clip(np.minimum(total - so_far, limit), -_FAR, _FAR)
        high = np.clip(limit, turn, _FAR)
        x = turn[..., None] + (high - turn)[..., None] * (_NODES + 1.0) / 2.0
        height = density(x) * before(total[..., None] - x)
        return np.asarray(sure * cdf(turn) + (height * _WEIGHTS).sum(axis=-1) * (high - turn) / 2.0)

    return below


def _tabled(below: Below, so_far: float, cohorts: int) -> Below:
    """A chance read off a table of itself, so that each further cohort costs one more integral and no more."""
    from scipy import interpolate

    low = min(-0.8 * _FAR * np.sqrt(cohorts), so_far - 1.0)
    table = np.linspace(low, so_far, _TABLE)
    curve = interpolate.CubicSpline(table, below(table))
    return lambda total: np.asarray(curve(np.clip(total, low, so_far)))
