"""Several payments together: metrics whose measured effects go together, and one that opens the gate to another.

What two payments come to on average is a sum. How far their sum may stray, and what a gate lets through, depends on
how their measured effects go together: people who are not reconvicted have fewer reconvictions too.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple

import numpy as np

from sibmodel.risk.canonical import Canonical
from sibmodel.risk.normal import Array, both_below, density
from sibmodel.risk.paid import paid_given
from sibmodel.risk.pieces import Knot

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_FAR: Final = 9.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured effect, normal about the true one.

    Args:
        mean: The true effect; or the expected one.
        error: Standard deviation of what is measured about it.
    """

    mean: float
    error: float


class Together(NamedTuple):
    """Two payments as one."""

    mean: float
    sd: float


def together(
    first: Canonical, of_first: Measured, second: Canonical, of_second: Measured, correlation: float
) -> Together:
    """Mean and standard deviation of two payments whose measured effects are correlated.

    Args:
        first: One payment.
        of_first: The effect that it is on.
        second: The other.
        of_second: The effect that that is on.
        correlation: That between the two measured effects.

    Example:
        >>> from sibmodel.risk.pieces import Knot
        >>> one, other = Canonical(knots=(Knot(0.1, 600_000),)), Canonical(knots=(Knot(0.05, 400_000),))
        >>> both = together(one, Measured(0.08, 0.04), other, Measured(0.06, 0.03), 0.5)
        >>> round(both.mean), round(both.sd)
        (437346, 381204)
    """
    means = [float(each.mean(of.mean, of.error)) for each, of in ((first, of_first), (second, of_second))]
    spreads = [float(each.sd(of.mean, of.error)) for each, of in ((first, of_first), (second, of_second))]
    product = _expected_product(first, of_first, second, of_second, correlation)
    variance = spreads[0] ** 2 + spreads[1] ** 2 + 2.0 * (product - means[0] * means[1])
    return Together(sum(means), sqrt(max(variance, 0.0)))


def gated(gate: float, of_gate: Measured, payment: Canonical, of_payment: Measured, correlation: float) -> float:
    """What is expected of a payment that is made only where another measured effect reaches a level.

    Args:
        gate: The level that opens it.
        of_gate: The effect that must reach it.
        payment: What is paid then.
        of_payment: The effect that it is paid on.
        correlation: That between the two measured effects.

    Example:
        >>> from sibmodel.risk.pieces import Knot
        >>> frequency = Canonical(knots=(Knot(0.0, bend=20_000_000),))
        >>> round(gated(0.024, Measured(0.02, 0.012), frequency, Measured(0.04, 0.04), 0.7))
        508029
    """
    opens = Canonical(knots=(Knot(gate, jump=1.0),))
    return _expected_product(opens, of_gate, payment, of_payment, correlation)


def _expected_product(
    first: Canonical, of_first: Measured, second: Canonical, of_second: Measured, correlation: float
) -> float:
    """The expected product: what the second comes to given the first, over all that the first may be."""
    if not -1.0 <= correlation <= 1.0:
        raise ValueError(f"a correlation is between -1 and 1; it is {correlation:g}")
    if of_first.error == 0:
        return float(first.value(of_first.mean) * second.mean(of_second.mean, of_second.error))
    left = of_second.error * sqrt(max(1.0 - correlation**2, 0.0))
    z, weights = _nodes(_turns(first, of_first) + _turns(second, of_second, correlation, left))
    amounts = first.value(of_first.mean + of_first.error * z)
    given = second.mean(of_second.mean + correlation * of_second.error * z, left)
    return float((amounts * given) @ weights)


def _turns(schedule: Canonical, of: Measured, correlation: float = 1.0, left: float = 0.0) -> list[float]:
    """Where a schedule turns on the scale of the first effect; what noise is left smooths a turn over a strip."""
    slope = correlation * of.error
    if slope == 0:
        return []
    strip = [0.0] if left == 0 else [-6.0, -2.0, 0.0, 2.0, 6.0]
    return [(knot.at - of.mean + each * left) / slope for knot in schedule.knots for each in strip]


def _nodes(turns: list[float]) -> tuple[Array, Array]:
    """Standard normal numbers with weights, by Gauss's rule between turns."""
    inner = [each for each in turns if -_FAR < each < _FAR]
    edges = np.array(sorted({-_FAR, -3.0, 0.0, 3.0, _FAR, *inner}))
    low, high = edges[:-1, None], edges[1:, None]
    z = low + (high - low) * (_NODES + 1.0) / 2.0
    weights = (high - low) / 2.0 * _WEIGHTS * density(z)
    return z.ravel(), weights.ravel()


class BothPaid(NamedTuple):
    """Whether two thresholds are reached.

    Args:
        both: The chance that both are.
        neither: The chance that neither is.
        both_if_independent: What the first would be if the two did not go together.
    """

    both: float
    neither: float
    both_if_independent: float


def both_paid(thresholds: tuple[float, float], of_first: Measured, of_second: Measured, correlation: float) -> BothPaid:
    """The chances that two measured effects reach their thresholds together.

    Example:
        >>> found = both_paid((0.10, 0.05), Measured(0.08, 0.04), Measured(0.06, 0.03), 0.5)
        >>> round(found.both, 6), round(found.neither, 6), round(found.both_if_independent, 6)
        (0.259635, 0.320539, 0.194551)
    """
    one, other = (
        float(paid_given(of.mean, at, of.error)) for at, of in zip(thresholds, (of_first, of_second), strict=True)
    )
    if of_first.error == 0 or of_second.error == 0:
        return BothPaid(one * other, (1.0 - one) * (1.0 - other), one * other)
    h, k = ((of.mean - at) / of.error for at, of in zip(thresholds, (of_first, of_second), strict=True))
    return BothPaid(float(both_below(h, k, correlation)), float(both_below(-h, -k, correlation)), one * other)
