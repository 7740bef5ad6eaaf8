"""Money at different dates, brought to one: what price and value have in common."""

from __future__ import annotations

from collections.abc import Mapping

from sibmodel.risk import bounds


def present_value(amounts: Mapping[float, float], rate: float) -> float:
    """What amounts of later years are worth today.

    What is counted may be money or outcomes: outcomes that are paid for late are worth fewer at an investor's rate.

    Args:
        amounts: What comes after so many years.
        rate: A year, 0.08 for 8 %.

    Raises:
        ValueError: If the rate is -100 % or less, or an amount is no number.

    Example:
        >>> round(present_value({0: 900_000, 1: 600_000}, 0.08), 2)
        1455555.56
    """
    bounds.finite(amount=list(amounts.values()))
    return sum(moved(amount, rate, -year) for year, amount in amounts.items())


def moved(amount: float, rate: float, years: float) -> float:
    """What an amount is worth so many years later; below nought, earlier.

    Raises:
        ValueError: If the rate is -100 % or less.

    Example:
        >>> round(moved(1_455_555.56, 0.08, 3), 2), round(moved(108.0, 0.08, -1), 2)
        (1833580.81, 100.0)
    """
    bounds.more_than(-1.0, rate=rate)
    bounds.finite(rate=rate, years=years)
    return float(amount * (1.0 + rate) ** years)
