"""Overpaid: how much is paid for what is not there, and how often nothing is paid for what is.

Payment follows what is measured, worth follows what is true. Even where a price is below worth on average, errors that
are high are paid in full. The test integrates over all true effects that the prior allows, each with its errors of
measurement in closed form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from sibmodel.graph.expressions import GUARD
from sibmodel.risk import bounds
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.normal import Array, cdf, density
from sibmodel.risk.paid import NO_ERROR
from sibmodel.risk.prior import Prior, about, effects_of


@dataclass(frozen=True, slots=True)
class Overpaid:
    """Payment beside worth, over all that may be true and all that may be measured.

    Args:
        payment: What is paid on average.
        worth: What the effect is worth on average.
        overpayment: By how much what is paid is above worth on average, where underpayment makes up for nothing. Harm
            is worth less than nothing, so that it is part of this even where nothing is paid.
        unpaid_harm: That part of it.
        chance_overpaid: The chance that something is paid, and more than it is worth.
        paid_without_effect: The chance that anything is paid and there is no effect, or harm.
        unpaid_with_effect: The chance that nothing is paid and there is an effect.
    """

    payment: float
    worth: float
    overpayment: float
    unpaid_harm: float
    chance_overpaid: float
    paid_without_effect: float
    unpaid_with_effect: float

    @property
    def paid_too_much(self) -> float:
        """The overpayment where something is paid."""
        return self.overpayment - self.unpaid_harm

    @property
    def net(self) -> float:
        """What is gained on average."""
        return self.worth - self.payment


def overpaid(schedule: Canonical, prior: Prior, error: float, *, worth: float) -> Overpaid:
    """The paid-for-failure test under a continuous prior of the true effect, by quadrature.

    Args:
        schedule: What is paid at each measured effect.
        prior: The distribution of the true effect.
        error: Standard error of measurement.
        worth: What one unit of true effect is worth, above 0.

    Raises:
        ValueError: If the error is below 0 or the worth not above it.

    Example:
        >>> from sibmodel.risk.distributions import Normal
        >>> from sibmodel.risk.pieces import Knot
        >>> capped = Canonical(knots=(Knot(0.0, bend=20_000_000),)).capped(3_000_000)
        >>> found = overpaid(capped, Normal(0.06, 0.05), 0.04, worth=25_000_000)
        >>> round(found.payment), round(found.overpayment), round(found.chance_overpaid, 4)
        (1273729, 229565, 0.3088)
    """
    bounds.more_than(0.0, worth=worth)
    bounds.at_least(0.0, error=error)
    effects, weights = effects_of(prior, [*_turns(schedule, error, worth)])
    return overpaid_among(effects, weights, schedule, error, worth=worth)


def _turns(schedule: Canonical, error: float, worth: float) -> Iterator[float]:
    """The true effects at which something turns: where the schedule does, and where its payment is what it is worth."""
    yield 0.0
    for knot in schedule.knots:
        yield from about(knot.at, error)
    for piece in schedule.pieces:
        for level in (piece.low, piece.high):
            if isfinite(piece.at(level)):
                yield piece.at(level) / worth
        if piece.slope != worth:
            yield from about(piece.base / (worth - piece.slope), error)


def overpaid_among(effects: Array, weights: Array, schedule: Canonical, error: float, *, worth: float) -> Overpaid:
    """The same where the true effect is one of several, each with a probability.

    Args:
        effects: The true effects.
        weights: The probability of each; they add up to 1.
        schedule: What is paid at each measured effect.
        error: Standard error of measurement.
        worth: What one unit of true effect is worth, above 0.

    Raises:
        ValueError: If the weights do not add up to 1, the error is below 0 or the worth not above it.

    Example:
        >>> from sibmodel.risk.pieces import Knot
        >>> half = Canonical(knots=(Knot(0.10, jump=1_000_000),))
        >>> found = overpaid_among(np.array([0.0, 0.1]), np.array([0.5, 0.5]), half, 0.0, worth=12_000_000)
        >>> found.payment, round(found.worth), found.chance_overpaid
        (500000.0, 600000, 0.0)
    """
    bounds.more_than(0.0, worth=worth)
    bounds.weights_of_one(weights)
    worths = worth * effects
    above, _ = _above(schedule, worths, effects, error)
    _, more = _above(schedule, np.maximum(worths, 0.0), effects, error)
    paid, has_effect = schedule.probability_paid(effects, error), effects > GUARD
    return Overpaid(
        payment=float(weights @ schedule.mean(effects, error)),
        worth=float(weights @ worths),
        overpayment=float(weights @ above),
        unpaid_harm=float(weights @ ((1.0 - paid) * np.maximum(-worths, 0.0))),
        chance_overpaid=float(weights @ more),
        paid_without_effect=float(weights @ (paid * ~has_effect)),
        unpaid_with_effect=float(weights @ ((1.0 - paid) * has_effect)),
    )


def _above(schedule: Canonical, amounts: Array, effects: Array, error: float) -> tuple[Array, Array]:
    """By how much a payment is above an amount on average, and how likely it is above, at each true effect.

    Straight line by straight line: of the measured effects on it, those at which it is above.
    """
    if error <= NO_ERROR:
        more = schedule.value(effects) - amounts
        return np.maximum(more, 0.0), (more > GUARD * np.maximum(1.0, np.abs(amounts))).astype(float)
    excess, chance = np.zeros(effects.shape), np.zeros(effects.shape)
    for piece in schedule.pieces:
        low, high = (np.full(effects.shape, end) for end in (piece.low, piece.high))
        if piece.slope == 0:
            high = np.where(piece.base > amounts, high, low)
        else:
            turn = (amounts - piece.base) / piece.slope
            low, high = (np.maximum(low, turn), high) if piece.slope > 0 else (low, np.minimum(high, turn))
        start, end = (low - effects) / error, (np.maximum(high, low) - effects) / error
        inside = cdf(end) - cdf(start)
        chance += inside
        excess += (piece.base + piece.slope * effects - amounts) * inside
        excess += piece.slope * error * (density(start) - density(end))
    return np.maximum(excess, 0.0), chance
