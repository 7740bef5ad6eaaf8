"""Paid or not: the probability that a measured effect reaches the threshold of a contract.

Every probability says what it is given: a true effect, or a prior of true effects. Thresholds are inclusive. Where
nothing is measured with error, the answer is 0 or 1 and not undefined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from sibmodel.graph.expressions import GUARD
from sibmodel.risk import bounds
from sibmodel.risk.metric import Events, Metric, Rate
from sibmodel.risk.normal import Array, cdf, quantile
from sibmodel.risk.people import NotMeasured, of_mean

Rounding = Literal["nearest", "down"]
NO_ERROR: Final = 1e-12
"""A standard error below any guard of a comparison of levels is none."""
_TAIL: Final = 1e-15
"""What is left out at either end of an enumeration."""


# --- a normal error -----------------------------------------------------------------------------------------------


def paid_given(true_effect: Any, threshold: Any, error: Any) -> Array:
    """The probability of payment given a true effect, with a normal error of measurement.

    Args:
        true_effect: True effects, any shape.
        threshold: The measured effect from which on it is paid.
        error: Standard error of measurement; 0 for none.

    Raises:
        ValueError: If an error is below 0.

    Example:
        >>> paid_given([0.0, 0.10, 0.15], threshold=0.10, error=0.04).round(4).tolist()
        [0.0062, 0.5, 0.8944]
    """
    above = np.asarray(true_effect, dtype=float) - threshold
    error = np.asarray(error, dtype=float)
    bounds.at_least(0.0, error=error)
    exact = error <= NO_ERROR
    return np.asarray(np.where(exact, above >= -GUARD, cdf(above / np.where(exact, 1.0, error))), dtype=float)


def paid_under(prior_mean: Any, prior_sd: Any, threshold: Any, error: Any) -> Array:
    """The probability of payment under a normal prior of the true effect.

    Example:
        >>> paid_under(0.06, 0.05, threshold=0.10, error=0.04).round(6).tolist()
        0.266086
    """
    bounds.at_least(0.0, prior_sd=prior_sd, error=error)
    return paid_given(prior_mean, threshold, np.hypot(prior_sd, error))


# --- ratios without a ratio ---------------------------------------------------------------------------------------


def paid_by_ratio(
    treated: Metric, comparison: Metric, threshold: float, n_treated: float, n_comparison: float
) -> float:
    """The probability that a relative reduction reaches a threshold, without dividing by anything that is random.

    It does where the mean of the treated is at most (1 - threshold) times that of the comparison.

    Raises:
        NotMeasured: If a group is empty, or nothing happens in the comparison.

    Example:
        >>> round(paid_by_ratio(Rate(0.525), Rate(0.6), 0.10, 1000, 1000), 4)
        0.7618
    """
    if not comparison.mean > 0:
        raise NotMeasured("nothing happens in the comparison group, so that a relative effect is undefined")
    kept = 1.0 - threshold
    variance = of_mean(treated.variance, n_treated, "the treated group") + kept**2 * of_mean(
        comparison.variance, n_comparison, "the comparison group"
    )
    return float(paid_given(kept * comparison.mean - treated.mean, 0.0, np.sqrt(variance)))


@dataclass(frozen=True, slots=True)
class Enumerated:
    """An exact probability of payment.

    Args:
        probability: That of payment, with what the contract pays where nothing was measured.
        undefined: That of no event in the comparison group, where a relative effect is undefined.
    """

    probability: float
    undefined: float


def paid_exactly(
    treated: Rate | Events,
    comparison: Rate | Events,
    threshold: float,
    n_treated: int,
    n_comparison: int,
    *,
    pays_if_undefined: bool = False,
) -> Enumerated:
    """The exact probability that a relative reduction reaches a threshold, over all totals that may be counted.

    Normal approximations understate how far rare events scatter to one side; this does not.

    Args:
        treated: Rate or events among the treated.
        comparison: The same in the comparison group.
        threshold: The relative reduction from which on it is paid.
        n_treated: The treated.
        n_comparison: The comparison group.
        pays_if_undefined: What the contract says where the comparison has no event: no payment by default.

    Raises:
        NotMeasured: If a group is empty.

    Example:
        >>> found = paid_exactly(Rate(0.525), Rate(0.6), 0.10, 1000, 1000)
        >>> round(found.probability, 6), found.undefined
        (0.762555, 0.0)
        >>> rare = paid_exactly(Rate(0.0), Rate(0.5), 0.10, 10, 2)
        >>> round(rare.probability, 9), round(rare.undefined, 9)
        (0.75, 0.25)
    """
    if n_treated < 1 or n_comparison < 1:
        raise NotMeasured("a group is empty, so that no effect can be measured")
    of_comparison, of_treated = _total(comparison, n_comparison), _total(treated, n_treated)
    first, last = (int(each) for each in (of_comparison.ppf(_TAIL), of_comparison.isf(_TAIL)))
    events = np.arange(max(first, 1), max(last, 0) + 1)
    most = np.floor(events * (n_treated / n_comparison) * (1.0 - threshold) + GUARD)
    paid = float(of_comparison.pmf(events) @ of_treated.cdf(most))
    undefined = float(of_comparison.pmf(0))
    undefined = undefined if undefined > _TAIL else 0.0
    return Enumerated(paid + (undefined if pays_if_undefined else 0.0), undefined)


def _total(metric: Rate | Events, people: int) -> Any:
    """The distribution of the total over people who do not depend on each other."""
    from scipy import stats

    if isinstance(metric, Rate):
        return stats.binom(people, metric.mean)
    total = metric.total(people)
    if total.is_poisson or total.mean == 0:
        return stats.poisson(total.mean)
    return stats.nbinom(total.k, total.k / (total.k + total.mean))


# --- what a contract does to a threshold --------------------------------------------------------------------------


def significant_from(threshold: Any, error: Any, significance: float) -> Array:
    """The threshold that holds where the effect must be significant as well, tested on one side.

    Args:
        threshold: The threshold as written.
        error: Standard error of measurement.
        significance: How often a test may find an effect where there is none.

    Example:
        >>> significant_from(0.075, error=0.06, significance=0.05).round(6).tolist()
        0.098691
    """
    bounds.levels(significance=significance)
    return np.asarray(np.maximum(threshold, quantile(1.0 - significance) * np.asarray(error, dtype=float)))


def rounded_from(threshold: Any, step: float | None, rounding: Rounding = "nearest") -> Array:
    """The measured effect from which on the effect as the contract rounds it reaches a threshold.

    Rounded to the nearest step with halves up, half a step less than the threshold is enough; rounded down, nothing
    less is. A threshold between two steps is reached with the upper one.

    Args:
        threshold: The threshold as written.
        step: The step to which the contract rounds; None for none.
        rounding: To the nearest step, or always down.

    Example:
        >>> rounded_from(0.10, 0.01).round(6).tolist(), rounded_from(0.10, 0.01, "down").round(6).tolist()
        (0.095, 0.1)
    """
    at = np.asarray(threshold, dtype=float)
    if step is None:
        return at
    bounds.more_than(0.0, step=step)
    steps = np.ceil(at / step - GUARD)
    return np.asarray((steps - 0.5 if rounding == "nearest" else steps) * step)
