"""What each operator does to arrays.

Arrays are (column, scenario), scenario last and contiguous. A number that is the same for every column has one
row; one that is the same in every scenario has one column; numpy's broadcasting does the rest. The operators of
:data:`COLUMN_BY_COLUMN` also work on a single column of a loop, where arrays are (scenario,).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.engine.roots import growth_root, summed
from sibmodel.graph import expressions as ex

Array = NDArray[np.float64]

_EXCEL_EPOCH: Final = np.datetime64("1899-12-30")
_ROOM: Final = 1 << 18
"""Numbers that stay in the cache."""


def _flag(holds: NDArray[np.bool_]) -> Array:
    return holds.astype(np.float64)


def _choose(_: Any, condition: Array, then: Array, otherwise: Array) -> Array:
    return np.where(condition > 0.5, then, otherwise)


def _ratio(_: Any, top: Array, bottom: Array, otherwise: Array) -> Array:
    empty = np.abs(bottom) < 1e-12
    quotient: Array = np.where(empty, otherwise, top / np.where(empty, 1.0, bottom))
    return quotient


def _rounded(_: Any, of: Array, per: Array) -> Array:
    steps = np.floor(np.abs(of) * per + (0.5 + ex.ROUNDING_GUARD))
    return np.where(of < 0, -steps, steps) / per


def month_number(serial: Array) -> Array:
    """Months since year 0 of dates that are counted in days as spreadsheets do."""
    days = _EXCEL_EPOCH + np.floor(serial).astype("timedelta64[D]")
    return days.astype("datetime64[M]").astype(np.float64) + 1970 * 12


def month_end(serial: Array, months: Array) -> Array:
    """The last day of the month so many months later, as a serial day."""
    month = (month_number(serial) - 1970 * 12 + np.trunc(months) + 1).astype(np.int64)
    first_of_next = month.astype("datetime64[M]").astype("datetime64[D]")
    return (first_of_next - _EXCEL_EPOCH).astype(np.float64) - 1.0


COLUMN_BY_COLUMN: Final[dict[type[ex.Expression], Callable[..., Array]]] = {
    ex.Add: lambda _, left, right: left + right,
    ex.Subtract: lambda _, left, right: left - right,
    ex.Multiply: lambda _, left, right: left * right,
    ex.Minimum: lambda _, left, right: np.minimum(left, right),
    ex.Maximum: lambda _, left, right: np.maximum(left, right),
    ex.AtLeast: lambda node, left, right: _flag(left >= right - node.guard),
    ex.Above: lambda node, left, right: _flag(left > right + node.guard),
    ex.Ratio: _ratio,
    ex.Power: lambda _, base, exponent: np.power(base, exponent),
    ex.Floor: lambda _, of: np.floor(of + ex.GUARD),
    ex.Rounded: _rounded,
    ex.Sign: lambda _, of: np.sign(of),
    ex.Choose: _choose,
    ex.MonthNumber: lambda _, of: month_number(of),
    ex.MonthEnd: lambda _, of, months: month_end(of, months),
}


def _previous(_: Any, of: Array) -> Array:
    return np.concatenate([np.zeros_like(of[:1]), of[:-1]])


def _total_where(_: Any, of: Array, key: Array, at: Array) -> Array:
    of, key = np.broadcast_arrays(of, key)
    return np.stack([summed(of * (np.abs(key - each) < ex.GUARD)) for each in at])


def _fallen(age: Array, over: Array) -> Array:
    """The share of an amount that has fallen by an age: from 0 to 1 evenly over ``over`` months."""
    inside = (age > 0) & (age < over - ex.GUARD)
    return np.where(inside, age / np.where(over == 0, 1.0, over), (age >= over - ex.GUARD).astype(np.float64))


def _total_up_to(_: Any, of: Array, bottom: Array, depth: Array, level: Array) -> Array:
    of, bottom, depth = np.broadcast_arrays(of, bottom, depth)
    return np.stack(np.broadcast_arrays(*(summed(of * _fallen(each - bottom, depth)) for each in level)))


def _spread(_: Any, of: Array, after: Array, over: Array, opens: Array, closes: Array) -> Array:
    """The shares that all columns take of each other are found together, for as many columns as there is room for."""
    size = closes.shape[0]
    of, due = np.broadcast_to(of, (size, of.shape[1])), closes + after
    at_once = max(1, _ROOM // (size * np.broadcast_shapes(due[0].shape, over[0].shape)[0]))
    rows = []
    for start in range(0, size, at_once):
        here = slice(start, start + at_once)
        seen = due[: start + at_once]
        share = _fallen(closes[here, None] - seen, over) - _fallen(opens[here, None] - seen, over)
        rows += [summed(of[: start + n + 1] * share[n, : start + n + 1]) for n in range(share.shape[0])]
    return np.stack(np.broadcast_arrays(*rows))


def _present_value(_: Any, of: Array, years: Array, growth: Array) -> Array:
    worth = np.zeros(np.broadcast_shapes(growth.shape, of[:1].shape, years[:1].shape))
    for flow, year in zip(*np.broadcast_arrays(of, years), strict=True):
        worth = worth + flow / np.power(growth, year)
    return worth


OVER_THE_ROW: Final[dict[type[ex.Expression], Callable[..., Array]]] = {
    ex.Previous: _previous,
    ex.Cumulative: lambda _, of: np.cumsum(of, axis=0),
    ex.Total: lambda _, of: summed(of)[None],
    ex.Largest: lambda _, of: np.max(of, axis=0, keepdims=True),
    ex.TotalWhere: _total_where,
    ex.TotalUpTo: _total_up_to,
    ex.Spread: _spread,
    ex.PresentValue: _present_value,
    ex.GrowthRoot: lambda _, of, years, is_single, is_there: growth_root(of, years, is_single, is_there),
}

LEAVES: Final = frozenset({ex.Number, ex.Counter})
"""Operators without operands; read where they stand."""
