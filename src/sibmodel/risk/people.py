"""People: how many of them an estimate rests on, and what it costs when they are weighted or shared."""

from __future__ import annotations

from typing import Any

import numpy as np

from sibmodel.errors import SibError
from sibmodel.risk import bounds


class NotMeasured(SibError):
    """There is no measured effect, so that the contract's rule for a missing measurement decides."""


def of_mean(variance: float, people: float, group: str) -> float:
    """The variance of a mean over people.

    Args:
        variance: How far single people spread.
        people: How many there are.
        group: What they are called if there are none.

    Raises:
        NotMeasured: If the group is empty.

    Example:
        >>> of_mean(0.25, 1000, "the treated group")
        0.00025
    """
    if not people > 0:
        raise NotMeasured(f"{group} is empty, so that no effect can be measured")
    return variance / people


def effective_number(weights: Any) -> float:
    """How many people without weights a weighted group is worth, after Kish.

    Raises:
        NotMeasured: If the group is empty or has no weight.
        ValueError: If a weight is below 0.

    Example:
        >>> effective_number([1.0, 1.0, 1.0, 1.0]), round(effective_number([3.0, 1.0, 1.0, 1.0]), 6)
        (4.0, 3.0)
    """
    each = np.asarray(weights, dtype=float)
    bounds.at_least(0.0, weight=each)
    if not np.any(each > 0):
        raise NotMeasured("a group without weight is no comparison")
    return float(each.sum() ** 2 / (each**2).sum())


def shared_comparison_correlation(
    n_treated: float, n_comparison: float, *, treated_variance: float = 1.0, comparison_variance: float = 1.0
) -> float:
    """The correlation between the measured effects of two cohorts that share one comparison group.

    Args:
        n_treated: People in each cohort.
        n_comparison: People in the comparison group.
        treated_variance: Spread among the treated.
        comparison_variance: Spread in the comparison group; only the ratio of the two matters.

    Raises:
        NotMeasured: If a group is empty.

    Example:
        >>> round(shared_comparison_correlation(1000, 2000), 6)
        0.333333
    """
    shared = of_mean(comparison_variance, n_comparison, "the comparison group")
    whole = shared + of_mean(treated_variance, n_treated, "the treated group")
    return shared / whole if whole > 0 else 0.0
