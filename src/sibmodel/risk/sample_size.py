"""Sample size: how many people a threshold needs before payment means something.

A threshold at the planned effect is a coin toss: half of all deals that do as planned are not paid. How far below it
may lie without paying for nothing, and how many people that takes, is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any, Final, NamedTuple

import numpy as np

from sibmodel.risk import bounds
from sibmodel.risk.metric import Metric
from sibmodel.risk.normal import Array, cdf, quantile
from sibmodel.risk.paid import paid_given

_HALVINGS: Final = 200
_PRECISE: Final = 1e-12


def power(true_effect: Any, error: Any, significance: float = 0.05) -> Array:
    """The probability that a true effect is found significant, tested on one side.

    Example:
        >>> power(0.10, error=0.04).round(4).tolist()
        0.8038
    """
    return paid_given(true_effect, float(_z(significance)) * np.asarray(error, dtype=float), error)


def minimum_detectable(error: Any, significance: float = 0.05, chance: float = 0.8) -> Array:
    """The smallest true effect that is found significant with a stated chance.

    Args:
        error: Standard error of the measured effect.
        significance: How often a test may find an effect where there is none, on one side.
        chance: The power wanted.

    Example:
        >>> minimum_detectable(0.04).round(4).tolist()
        0.0995
    """
    return np.asarray((_z(significance) + _z(1.0 - chance)) * np.asarray(error, dtype=float))


def needed_for_test(
    treated: Metric, comparison: Metric, *, significance: float = 0.05, chance: float = 0.8, ratio: float = 1.0
) -> float:
    """How many people each arm needs for a one-sided test of an absolute difference.

    Args:
        treated: The metric among the treated, as planned.
        comparison: The metric in the comparison group.
        significance: How often a test may find an effect where there is none.
        chance: The power wanted.
        ratio: People in the comparison group for each of the treated.

    Raises:
        ValueError: If the two have the same mean.

    Example:
        >>> from sibmodel.risk.metric import Rate
        >>> round(needed_for_test(Rate(0.54), Rate(0.60)), 3)
        838.767
    """
    apart = comparison.mean - treated.mean
    if apart == 0:
        raise ValueError("no number of people is enough to find a difference of nothing")
    spread = comparison.variance / ratio + treated.variance
    return float((_z(significance) + _z(1.0 - chance)) ** 2 * spread / apart**2)


class Needed(NamedTuple):
    """How many treated people a threshold needs: each may be a fraction, the whole is rounded up.

    Args:
        against_false_payment: So that a programme without effect is seldom paid.
        against_missed_payment: So that one that does as planned is seldom unpaid.
    """

    against_false_payment: float
    against_missed_payment: float

    @property
    def people(self) -> int:
        """Enough for both."""
        return int(np.ceil(max(self.against_false_payment, self.against_missed_payment) - 1e-9))


def needed_for_threshold(
    comparison: Metric,
    threshold: float,
    planned: float,
    *,
    false_payment: float,
    missed_payment: float,
    ratio: float = 1.0,
) -> Needed:
    """How many treated people keep both errors of a threshold on a relative reduction within limits.

    Args:
        comparison: The metric without the programme.
        threshold: The relative reduction from which on it is paid.
        planned: The relative reduction planned.
        false_payment: How often no effect may be paid.
        missed_payment: How often the planned effect may be unpaid.
        ratio: People in the comparison group for each of the treated.

    Raises:
        ValueError: If the threshold is not above no effect and below the plan.

    Example:
        >>> from sibmodel.risk.metric import Rate
        >>> found = needed_for_threshold(Rate(0.6), 0.075, 0.125, false_payment=0.05, missed_payment=0.2)
        >>> round(found.against_false_payment, 3), round(found.against_missed_payment, 3), found.people
        (595.019, 357.882, 596)
    """
    if not 0.0 < threshold < planned:
        raise ValueError(f"the threshold {threshold} is not above 0 and below the planned effect {planned}")

    def people(reduction: float, error: float) -> float:
        treated, kept = comparison.reduced(reduction), 1.0 - threshold
        spread = treated.variance + kept**2 * comparison.variance / ratio
        return float(_z(error) ** 2 * spread / (kept * comparison.mean - treated.mean) ** 2)

    return Needed(people(0.0, false_payment), people(planned, missed_payment))


class Feasible(NamedTuple):
    """The thresholds that keep both errors within limits; none where the lowest is above the highest."""

    lowest: float
    highest: float

    @property
    def is_any(self) -> bool:
        """Whether there is one."""
        return self.lowest <= self.highest


def feasible_thresholds(planned: float, error: float, *, false_payment: float, missed_payment: float) -> Feasible:
    """Between which thresholds no effect is seldom paid and the planned one seldom unpaid.

    Example:
        >>> found = feasible_thresholds(0.125, 0.04, false_payment=0.05, missed_payment=0.2)
        >>> round(found.lowest, 4), round(found.highest, 4), found.is_any
        (0.0658, 0.0913, True)
    """
    return Feasible(float(_z(false_payment)) * error, planned - float(_z(missed_payment)) * error)


class LeastLoss(NamedTuple):
    """The threshold with the smallest expected loss from wrong decisions, and that loss."""

    threshold: float
    loss: float


def threshold_of_least_loss(
    success: float, error: float, *, if_paid_for_nothing: float, if_missed: float, chance_of_nothing: float
) -> LeastLoss:
    """The best threshold where the true effect is either nothing or success.

    Args:
        success: The true effect if there is one, above 0.
        error: Standard error of measurement, above 0.
        if_paid_for_nothing: What a payment without an effect costs.
        if_missed: What an effect without payment costs.
        chance_of_nothing: The probability that there is no effect, between 0 and 1.

    Raises:
        ValueError: If success, the error or a loss is not above 0, or the chance is not between 0 and 1.

    Example:
        >>> found = threshold_of_least_loss(0.1, 0.04, if_paid_for_nothing=3, if_missed=1, chance_of_nothing=0.5)
        >>> round(found.threshold, 6), round(found.loss, 6)
        (0.067578, 0.172756)
    """
    bounds.more_than(0.0, success=success, error=error, if_paid_for_nothing=if_paid_for_nothing, if_missed=if_missed)
    bounds.levels(chance_of_nothing=chance_of_nothing)
    wasted, missed = if_paid_for_nothing * chance_of_nothing, if_missed * (1.0 - chance_of_nothing)
    best = success / 2.0 + error**2 / success * log(wasted / missed)
    loss = wasted * float(cdf(-best / error)) + missed * float(cdf((best - success) / error))
    return LeastLoss(best, loss)


def least_that(holds: Callable[[float], float], target: float, low: float, high: float) -> float | None:
    """The least number for which a rising function reaches a target, by halving: people, or a true effect.

    Args:
        holds: A rising function, such as the chance of payment by the number of people.
        target: What it must reach.
        low: Where to begin; the answer where the target is reached already.
        high: Where to give up.

    Returns:
        The number, a fraction where it is one; None where the target is not reached by ``high``.

    Example:
        >>> round(least_that(lambda people: 1 - 1 / people, 0.99, low=1, high=1e6), 6)
        100.0
    """
    if holds(high) < target:
        return None
    if holds(low) >= target:
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if holds(middle) >= target else (middle, high)
        if high - low <= _PRECISE * max(1.0, abs(high)):
            break
    return high


def _z(tail: float) -> Array:
    """How many standard errors leave a tail of such a size."""
    bounds.levels(tail=tail)
    return quantile(1.0 - tail)
