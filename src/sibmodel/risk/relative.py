"""Relative effects: the error of a ratio of two rates, and one set of rates read as each design would read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from sibmodel.risk.measurement import MeasuredEffect
from sibmodel.risk.metric import Metric
from sibmodel.risk.people import NotMeasured, of_mean


def log_rate_ratio_error(treated: Metric, comparison: Metric, n_treated: float, n_comparison: float) -> float:
    """The standard error of the logarithm of treated over comparison, by the delta method.

    Raises:
        NotMeasured: If a group is empty, or nothing happens in it.

    Example:
        >>> from sibmodel.risk.metric import Rate
        >>> round(log_rate_ratio_error(Rate(0.525), Rate(0.6), 1000, 1000), 6)
        0.039641
    """
    return sqrt(
        of_mean(_relative(treated, "the treated group"), n_treated, "the treated group")
        + of_mean(_relative(comparison, "the comparison group"), n_comparison, "the comparison group")
    )


def relative_reduction_error(
    treated: Metric, comparison: Metric, n_treated: float, n_comparison: float
) -> MeasuredEffect:
    """The error of a relative reduction, 1 - treated / comparison, by the delta method.

    Raises:
        NotMeasured: If a group is empty, or nothing happens in it.

    Example:
        >>> from sibmodel.risk.metric import Events
        >>> people = Events(1.55, shape=0.941656873876)
        >>> round(relative_reduction_error(people, people, 1000, 10_000).total, 6)
        0.043334
    """
    error = log_rate_ratio_error(treated, comparison, n_treated, n_comparison)
    return MeasuredEffect(treated.mean / comparison.mean * error)


def _relative(metric: Metric, group: str) -> float:
    """The square of a coefficient of variation."""
    if not metric.mean > 0:
        raise NotMeasured(f"nothing happens in {group}, so that a relative effect is undefined")
    return metric.variance / metric.mean**2


@dataclass(frozen=True, slots=True)
class DesignsCompared:
    """One set of rates, read as three designs would: the relative reductions.

    Args:
        historical: The treated after, against the treated before.
        contemporaneous: The treated after, against the comparison after.
        ratio_of_changes: The change among the treated, against the change in the comparison.
    """

    historical: float
    contemporaneous: float
    ratio_of_changes: float


def designs_compared(treated: Sequence[float], comparison: Sequence[float]) -> DesignsCompared:
    """The relative reduction under each design that a contract could fall back on, from rates before and after.

    Args:
        treated: The rate among the treated, before and after.
        comparison: The rate in the comparison, before and after.

    Raises:
        NotMeasured: If a rate that is divided by is nothing.

    Example:
        >>> designs_compared((84, 78), (75, 84))
        DesignsCompared(historical=0.0714..., contemporaneous=0.0714..., ratio_of_changes=0.1709...)
    """
    (before, after), (other_before, other_after) = treated, comparison
    if not (before > 0 and other_before > 0 and other_after > 0):
        raise NotMeasured("nothing happened in a group that is compared with, so that a relative effect is undefined")
    return DesignsCompared(
        1.0 - after / before, 1.0 - after / other_after, 1.0 - after / before * (other_before / other_after)
    )
