"""Subsidy: what a price for each unit of effect, with a floor at nought, pays for no effect at all."""

from __future__ import annotations

from math import sqrt

from sibmodel.risk import bounds
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.pieces import Knot


def paid_for_nothing(price: float, s: float, *, deductible: float = 0.0) -> float:
    """What a price for each unit of effect, with a floor at nought, pays on average where there is no effect.

    Errors that are high are paid and those that are low are not taken back: 0.4 standard errors' worth.

    Args:
        price: For each unit of the effect.
        s: Standard error of measurement.
        deductible: The measured effect from which on units are counted.

    Example:
        >>> round(paid_for_nothing(25_621.3116217 * 1000, 0.0219089023002), 2)
        223940.19
    """
    return float(Canonical(knots=(Knot(deductible, bend=price),)).mean(0.0, s))


def several_floors(cohorts: int) -> float:
    """How many times as much is paid for nothing where each cohort has a floor of its own and not all of them one.

    Example:
        >>> round(several_floors(3), 6)
        1.732051
    """
    return sqrt(cohorts)


def deductible_for(price: float, s: float, most: float) -> float:
    """The measured effect from which on units must be counted so that no more than an amount is paid for nothing.

    Raises:
        ValueError: If the amount is not above 0, or there is no noise.

    Example:
        >>> round(deductible_for(25_621.3116217 * 1000, 0.0219089023002, 20_000), 6)
        0.030958
    """
    from scipy import optimize

    bounds.more_than(0.0, most=most, s=s)
    if paid_for_nothing(price, s) <= most:
        return 0.0
    high = s
    while paid_for_nothing(price, s, deductible=high) > most:
        high *= 2.0
    root = optimize.brentq(lambda at: paid_for_nothing(price, s, deductible=at) - most, 0.0, high, xtol=1e-15)
    return float(root)
