"""After payment: how likely it is that what was paid for is there, and how much of a measured effect is luck.

What is paid is chosen by its measured effect, and so by its errors too: measured effects that are paid are too high on
average, which is the winner's curse. An auditor asks how likely it is that the true effect is below what was meant to
be reached, given that it was paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from sibmodel.graph.expressions import GUARD
from sibmodel.risk import bounds
from sibmodel.risk.normal import Array, both_below, cdf, density
from sibmodel.risk.paid import paid_given
from sibmodel.risk.prior import Prior, about, effects_of


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of the true effect once an effect was measured; normal.

    Args:
        mean: The expected true effect.
        sd: How sure that is.
        weight: The weight of the measurement; what is left is that of the prior.

    Example:
        >>> found = posterior(measured=0.09, error=0.0283537536634, prior_mean=0.05, prior_sd=0.05)
        >>> round(found.mean, 6), round(found.at_least(0.075), 6)
        (0.080267, 0.58455)
    """

    mean: float
    sd: float
    weight: float

    def at_least(self, level: float) -> float:
        """The probability that the true effect reaches a level."""
        return float(paid_given(self.mean, level, self.sd))

    def at_most(self, level: float) -> float:
        """The probability that it is no more than a level."""
        return float(paid_given(-self.mean, -level, self.sd))


def posterior(measured: float, error: float, prior_mean: float, prior_sd: float) -> Posterior:
    """The true effect given a measured one, from a normal prior and a normal error.

    Args:
        measured: The measured effect.
        error: Its standard error, sampling and systematic.
        prior_mean: The expected effect before.
        prior_sd: How sure that was.

    Raises:
        ValueError: If an error is below 0, or both are 0 and contradict each other.
    """
    weight = shrinkage(prior_sd, error)
    if error == 0 and prior_sd == 0 and abs(measured - prior_mean) > GUARD:
        raise ValueError("a prior without doubt and a measurement without error contradict each other")
    return Posterior(weight * measured + (1.0 - weight) * prior_mean, error * sqrt(weight), weight)


def shrinkage(prior_sd: float, error: float) -> float:
    """The share of a surprise in a measured effect that is to be believed.

    Example:
        >>> round(shrinkage(0.05, 0.04), 6)
        0.609756
    """
    bounds.at_least(0.0, prior_sd=prior_sd, error=error)
    return 1.0 if error == 0 else (prior_sd / hypot(prior_sd, error)) ** 2


# --- given that it was paid ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GivenPaid:
    """What payment at a threshold says of the true effect; None where it is given something that never happens.

    Args:
        probability: That of payment, under the prior.
        below_bar: That the true effect is below the bar of success, given payment.
        without_effect: That there is no effect or harm, given payment.
        unpaid_though_reached: That nothing is paid, given a true effect that reaches the level.
        true_effect: The expected true effect, given payment.
        measured_effect: The expected measured effect, given payment.
    """

    probability: float
    below_bar: float | None
    without_effect: float | None
    unpaid_though_reached: float | None
    true_effect: float | None
    measured_effect: float | None

    @property
    def luck(self) -> float | None:
        """How much of the measured effect that is paid for is error, on average."""
        if self.measured_effect is None or self.true_effect is None:
            return None
        return self.measured_effect - self.true_effect


def given_paid(
    prior_mean: float, prior_sd: float, error: float, *, threshold: float, bar: float, level: float | None = None
) -> GivenPaid:
    """What payment says under a normal prior and a normal error, in closed form.

    Args:
        prior_mean: The expected true effect.
        prior_sd: How sure that is.
        error: Standard error of measurement.
        threshold: The measured effect from which on it is paid.
        bar: The true effect that counts as success.
        level: The true effect that ought to be paid; the threshold by default.

    Example:
        >>> found = given_paid(0.06, 0.05, 0.04, threshold=0.10, bar=0.075)
        >>> round(found.probability, 6), round(found.below_bar, 6), round(found.luck, 6)
        (0.266086, 0.183136, 0.030823)
    """
    weight, level = shrinkage(prior_sd, error), threshold if level is None else level
    if prior_sd == 0:
        return given_paid_among(np.array([prior_mean]), np.ones(1), error, threshold=threshold, bar=bar, level=level)
    spread = hypot(prior_sd, error)
    short, together = (threshold - prior_mean) / spread, prior_sd / spread
    paid = float(cdf(-short))

    def true_below(limit: float) -> float:
        return float(both_below((limit - prior_mean) / prior_sd, -short, -together))

    reached = float(cdf((prior_mean - level) / prior_sd))
    unpaid = float(both_below((prior_mean - level) / prior_sd, short, -together))
    gain = spread * float(density(short))
    return GivenPaid(
        probability=paid,
        below_bar=_given(true_below(bar), paid),
        without_effect=_given(true_below(0.0), paid),
        unpaid_though_reached=_given(unpaid, reached),
        true_effect=_given(prior_mean * paid + weight * gain, paid),
        measured_effect=_given(prior_mean * paid + gain, paid),
    )


def given_paid_under(
    prior: Prior, error: float, *, threshold: float, bar: float, level: float | None = None
) -> GivenPaid:
    """The same under any prior that is continuous, by quadrature over its quantiles.

    Args:
        prior: The distribution of the true effect.
        error: Standard error of measurement.
        threshold: The measured effect from which on it is paid.
        bar: The true effect that counts as success.
        level: The true effect that ought to be paid; the threshold by default.
    """
    level = threshold if level is None else level
    effects, weights = effects_of(prior, [bar, 0.0, level, *about(threshold, error)])
    return given_paid_among(effects, weights, error, threshold=threshold, bar=bar, level=level)


def given_paid_among(
    effects: Array, weights: Array, error: float, *, threshold: float, bar: float, level: float | None = None
) -> GivenPaid:
    """The same where the true effect is one of several, each with a probability.

    Args:
        effects: The true effects.
        weights: The probability of each; they add up to 1.
        error: Standard error of measurement.
        threshold: The measured effect from which on it is paid.
        bar: The true effect that counts as success.
        level: The true effect that ought to be paid; the threshold by default.

    Example:
        >>> found = given_paid_among(np.array([0.0, 0.1]), np.array([0.5, 0.5]), 0.04, threshold=0.08, bar=0.05)
        >>> round(found.probability, 4), round(found.below_bar, 4)
        (0.3571, 0.0319)
    """
    level = threshold if level is None else level
    chance = paid_given(effects, threshold, error)
    paid = float(weights @ chance)
    reached = effects >= level - GUARD
    upper = np.zeros_like(chance) if error == 0 else error * density((effects - threshold) / error)
    return GivenPaid(
        probability=paid,
        below_bar=_given(float(weights @ (chance * (effects < bar - GUARD))), paid),
        without_effect=_given(float(weights @ (chance * (effects <= GUARD))), paid),
        unpaid_though_reached=_given(float(weights @ ((1.0 - chance) * reached)), float(weights @ reached)),
        true_effect=_given(float(weights @ (chance * effects)), paid),
        measured_effect=_given(float(weights @ (chance * effects + upper)), paid),
    )


def _given(both: float, condition: float) -> float | None:
    return both / condition if condition > 0 else None
