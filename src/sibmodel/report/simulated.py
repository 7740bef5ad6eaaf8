"""Simulated figures as they are printed: each with its standard error, in the same unit, and no digit beyond it."""

from __future__ import annotations

import math

from sibmodel.report import words
from sibmodel.report.currency import Currency


def chance(value: float, error: float) -> str:
    """A probability with its standard error, both in per cent; none and all are said in words.

    Example:
        >>> chance(0.0459, 0.0023), chance(0.712, 0.0123), chance(0.0, 0.0), chance(1.0, 0.0)
        ('4.6% (± 0.2)', '71% (± 1)', '0% (in no scenario)', '100% (in every scenario)')
    """
    if value <= 0 or value >= 1:
        return "0% (in no scenario)" if value <= 0 else "100% (in every scenario)"
    return f"{bare_chance(value, error)} (± {words.grouped(max(error * 100, 0.01), _places(error))})"


def chance_cell(value: float, error: float) -> str:
    """The same as a cell of a table has it, where none and all need no words.

    Example:
        >>> chance_cell(0.729, 0.0049), chance_cell(1.0, 0.0)
        ('72.9% (± 0.5)', '100%')
    """
    return chance(value, error) if 0 < value < 1 else words.percent(value)


def bare_chance(value: float, error: float) -> str:
    """A probability to the digit that its error leaves it, as a table has it.

    Example:
        >>> bare_chance(0.0459, 0.0023), bare_chance(0.00084, 0.0004)
        ('4.6%', '0.08%')
    """
    return words.percent(value, _places(error))


def chance_error(value: float, error: float) -> str:
    """The standard error of a probability, in points; a dash where it happened never or always."""
    if value <= 0 or value >= 1:
        return words.NIL
    return words.grouped(max(error * 100, 0.01), _places(error))


def _places(error: float) -> int:
    """Decimals of a per cent that its error leaves: none above one point, two below a twentieth of it."""
    return 0 if error >= 0.0095 else 1 if error >= 0.0005 else 2


def money(currency: Currency, value: float, error: float) -> str:
    """An amount with its standard error, both to the second figure of the error.

    Example:
        >>> money(Currency("USD"), 5_648_999.6, 56_068.7), money(Currency("USD"), 250.0, 0.0)
        ('$5,649,000 (± $56,000)', '$250')
    """
    if not error > words.NOTHING:
        return currency.full(value)
    return f"{currency.full(_as_known(value, error))} (± {currency.full(_as_known(error, error))})"


def error_of_money(error: float) -> str:
    """The standard error of an amount, to two figures, as a table has it.

    Example:
        >>> error_of_money(56_068.7), error_of_money(0.0)
        ('56,000', '–')
    """
    if not error > words.NOTHING:
        return words.NIL
    return words.amount(_as_known(error, error))


def _as_known(value: float, error: float) -> float:
    """An amount to the second figure of its error, and never finer than whole."""
    size = 10.0 ** max(0, math.floor(math.log10(error)) - 1)
    return round(value / size) * size


def multiple(value: float, error: float) -> tuple[str, str]:
    """A money multiple and its standard error.

    Example:
        >>> multiple(0.92477, 0.00201), multiple(1.0, 0.0)
        (('0.925', '0.002'), ('1.00', '–'))
    """
    places = 3 if 0 < error < 0.005 else 2
    return words.grouped(value, places), words.grouped(max(error, 0.001), places) if error > 0 else words.NIL
