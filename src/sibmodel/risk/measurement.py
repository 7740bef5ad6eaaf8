"""Measurement: how far an evaluator's estimate may lie from the true effect, by the design of the evaluation.

Two kinds of error must be kept apart. Sampling error shrinks with the number of people and averages out over cohorts.
Systematic error (a comparison group that is not alike, a baseline that drifts) is the same for every cohort and does
neither.

An improvement is positive. Errors are in the units of the effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt

from sibmodel.risk import bounds
from sibmodel.risk.metric import Metric
from sibmodel.risk.people import NotMeasured, of_mean


@dataclass(frozen=True, slots=True)
class MeasuredEffect:
    """The errors of a measured effect, as standard deviations.

    Args:
        sampling_error: That of chance among the people measured.
        systematic_error: That of the design, common to all cohorts measured by it.

    Raises:
        ValueError: If an error is below 0.

    Example:
        >>> MeasuredEffect(0.04, 0.03).total
        0.05
        >>> round(MeasuredEffect(0.04, 0.03).pooled(4).total, 4)
        0.0361
    """

    sampling_error: float
    systematic_error: float = 0.0

    def __post_init__(self) -> None:
        bounds.at_least(0.0, sampling_error=self.sampling_error, systematic_error=self.systematic_error)

    @property
    def total(self) -> float:
        """Both together."""
        return hypot(self.sampling_error, self.systematic_error)

    def pooled(self, cohorts: int, correlation: float = 0.0) -> MeasuredEffect:
        """The error of the mean of cohorts of one size.

        Args:
            cohorts: How many.
            correlation: That between the sampling errors of any two, such as from a shared comparison group.
        """
        if cohorts < 1:
            raise NotMeasured(f"a mean of {cohorts} cohorts is no measurement")
        share = (1.0 + (cohorts - 1) * correlation) / cohorts
        return MeasuredEffect(self.sampling_error * sqrt(max(share, 0.0)), self.systematic_error)

    def inflated(self, design_effect: float) -> MeasuredEffect:
        """The same where people come in clusters that are alike, by how much that inflates a variance."""
        return MeasuredEffect(self.sampling_error * sqrt(design_effect), self.systematic_error)


# --- designs: the error of an absolute reduction ------------------------------------------------------------------


def randomised_trial(treated: Metric, comparison: Metric, n_treated: float, n_comparison: float) -> MeasuredEffect:
    """Chance decides who is in which group, so that nothing but sampling error is left.

    Raises:
        NotMeasured: If a group is empty.

    Example:
        >>> from sibmodel.risk.metric import Rate
        >>> round(randomised_trial(Rate(0.525), Rate(0.6), 1000, 1000).total, 6)
        0.022122
    """
    return MeasuredEffect(
        sqrt(
            of_mean(treated.variance, n_treated, "the treated group")
            + of_mean(comparison.variance, n_comparison, "the comparison group")
        )
    )


def matched_comparison(
    treated: Metric, comparison: Metric, n_treated: float, n_comparison: float, unobserved: float
) -> MeasuredEffect:
    """A comparison group chosen to be alike; differences that nobody observed are common to all cohorts.

    Args:
        treated: The metric among the treated.
        comparison: The metric in the comparison group.
        n_treated: The treated.
        n_comparison: The comparison group; where it is weighted, its effective number.
        unobserved: Standard deviation of what the matching misses.

    Raises:
        NotMeasured: If a group is empty.

    Example:
        >>> from sibmodel.risk.metric import Rate
        >>> round(matched_comparison(Rate(0.45), Rate(0.5), 100, 1000, unobserved=0.03).total, 6)
        0.060208
    """
    chance = randomised_trial(treated, comparison, n_treated, n_comparison)
    return MeasuredEffect(chance.sampling_error, unobserved)


def historical_baseline(
    treated: Metric, n_treated: float, *, baseline_error: float = 0.0, drift: float = 0.0
) -> MeasuredEffect:
    """A baseline fixed in the contract: whatever would have changed anyway counts as effect.

    Args:
        treated: The metric among the treated.
        n_treated: The treated.
        baseline_error: Error of the baseline itself, borne once.
        drift: Standard deviation of the change that would have come anyway.

    Raises:
        NotMeasured: If nobody was treated.

    Example:
        >>> from sibmodel.risk.metric import Rate
        >>> round(historical_baseline(Rate(0.45), 100, drift=0.03).total, 6)
        0.058095
    """
    return MeasuredEffect(without_counterfactual(treated, n_treated).sampling_error, hypot(baseline_error, drift))


def without_counterfactual(treated: Metric, n_treated: float) -> MeasuredEffect:
    """A gross count or rate, paid as it stands: sampling alone, because all that would have been anyway is paid too.

    Raises:
        NotMeasured: If nobody was treated.

    Example:
        >>> from sibmodel.risk.metric import Rate
        >>> without_counterfactual(Rate(0.5), 100).total
        0.05
    """
    return MeasuredEffect(sqrt(of_mean(treated.variance, n_treated, "the treated group")))


def difference_in_differences(
    sd: float, n_treated: float, n_comparison: float, *, correlation: float, trends_apart: float = 0.0
) -> MeasuredEffect:
    """The change among the treated less the change in a comparison group.

    Args:
        sd: Standard deviation between people, before and after alike.
        n_treated: The treated.
        n_comparison: The comparison group.
        correlation: That between before and after of one person; only above 0.5 is the difference worth taking.
        trends_apart: Standard deviation of how far the two would have drifted apart anyway.

    Raises:
        NotMeasured: If a group is empty.

    Example:
        >>> round(difference_in_differences(1.0, 500, 500, correlation=0.6).total, 6)
        0.056569
    """
    of_change = 2.0 * (1.0 - correlation) * sd**2
    variance = of_mean(of_change, n_treated, "the treated group") + of_mean(
        of_change, n_comparison, "the comparison group"
    )
    return MeasuredEffect(sqrt(variance), trends_apart)


def composite(
    first: MeasuredEffect, second: MeasuredEffect, weight: float, *, correlation: float = 0.0
) -> MeasuredEffect:
    """Two estimates with weights, such as four fifths of a trial and one fifth of a difference in differences.

    What is systematic in the two may well point the same way, so it is added up and not averaged out.

    Args:
        first: The first estimate.
        second: The second.
        weight: The weight of the first; the second has what is left.
        correlation: That between their sampling errors.

    Raises:
        ValueError: If the weight is outside 0 to 1.

    Example:
        >>> round(composite(MeasuredEffect(0.05), MeasuredEffect(0.08), 0.8, correlation=0.3).total, 6)
        0.047329
    """
    bounds.shares(weight=weight)
    one, other = weight * first.sampling_error, (1.0 - weight) * second.sampling_error
    return MeasuredEffect(
        sqrt(one**2 + other**2 + 2.0 * correlation * one * other),
        weight * first.systematic_error + (1.0 - weight) * second.systematic_error,
    )
