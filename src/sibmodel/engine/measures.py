"""Measures of a row of flows beside its internal rate: multiples, lives, paybacks.

They are for flows that stand outside a deal, such as a fund's own. The headlines of a deal are lines, with their
statuses; see :mod:`sibmodel.graph.returns`. A measure that does not exist is None, never a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]

_REMAINDER: Final = 1e-12
"""As a share of all flows: what additions leave over where nothing is left."""


def present_value(flow: ArrayLike, years: ArrayLike, rate: float) -> float:
    """What flows are worth at year 0, at a yearly rate.

    Example:
        >>> round(present_value([-1000, 2300, -1320], [0, 1, 2], 0.15), 6)
        1.890359
    """
    amounts, at = _rows(flow, years)
    return float(np.sum(amounts * _discount(at, rate)))


def modified_internal_rate(
    flow: ArrayLike, years: ArrayLike, finance_rate: float, reinvestment_rate: float
) -> float | None:
    """The rate at which what was put in grows to what came back, each carried at a rate that is told.

    Returns:
        (worth at the end of what came back / worth at the start of what was put in)^(1 / years) - 1; -1 where nothing
        came back, None where nothing was put in or no time passed.

    Example:
        >>> round(modified_internal_rate([-1000, 2300, -1320], [0, 1, 2], 0.08, 0.08), 6)
        0.079479
    """
    amounts, at = _rows(flow, years)
    span = float(at[-1] - at[0])
    put_in = -float(np.sum(np.minimum(amounts, 0) * _discount(at - at[0], finance_rate)))
    back = float(np.sum(np.maximum(amounts, 0) * _discount(at - at[-1], reinvestment_rate)))
    return (back / put_in) ** (1 / span) - 1 if put_in > 0 and span > 0 else None


def money_multiple(flow: ArrayLike) -> float | None:
    """What came back, as a multiple of what was put in; None where nothing was.

    Example:
        >>> money_multiple([-1000, 0, 300, 400, 600])
        1.3
    """
    amounts = np.asarray(flow, dtype=float)
    put_in = -float(np.minimum(amounts, 0).sum())
    return float(np.maximum(amounts, 0).sum()) / put_in if put_in > 0 else None


def weighted_life(flow: ArrayLike, years: ArrayLike) -> float | None:
    """The mean year of what comes back, weighted by its amounts; None where nothing does.

    Example:
        >>> round(weighted_life([-1000, 0, 300, 400, 600], range(5)), 6)
        3.230769
    """
    return duration(flow, years, 0.0)


def duration(flow: ArrayLike, years: ArrayLike, rate: float) -> float | None:
    """Macaulay's duration: the mean year of what comes back, weighted by its worth at a yearly rate.

    Example:
        >>> round(duration([-1000, 0, 300, 400, 600], range(5), 0.06), 6)
        3.19317
    """
    amounts, at = _rows(flow, years)
    worth = np.maximum(amounts, 0) * _discount(at, rate)
    return float(worth @ at / worth.sum()) if worth.sum() > 0 else None


def payback(flow: ArrayLike, years: ArrayLike, rate: float = 0.0) -> float | None:
    """Years until the money is back for good, as if it came evenly between one instant and the next.

    Args:
        flow: Flows.
        years: Their years, in order.
        rate: Yearly rate at which they are discounted first; 0 is the simple payback.

    Returns:
        The year; the first where money was never out, None where it does not come back.

    Example:
        >>> payback([-1000, 0, 300, 400, 600], range(5)), round(payback([-1000, 0, 300, 400, 600], range(5), 0.06), 6)
        (3.5, 3.835662)
    """
    amounts, at = _rows(flow, years)
    worth = amounts * _discount(at, rate)
    so_far = np.cumsum(worth)
    out = np.flatnonzero(so_far < -_REMAINDER * np.abs(worth).sum())
    if out.size == 0:
        return float(at[0])
    last = int(out[-1])
    if last == at.size - 1:
        return None
    return float(at[last] - so_far[last] * (at[last + 1] - at[last]) / worth[last + 1])


def _rows(flow: ArrayLike, years: ArrayLike) -> tuple[Array, Array]:
    amounts, at = np.asarray(flow, dtype=float), np.asarray(years, dtype=float)
    if amounts.shape != at.shape or amounts.ndim != 1 or amounts.size == 0:
        raise ValueError(f"flows and years are two rows of one length; these are of {amounts.shape} and {at.shape}")
    return amounts, at


def _discount(years: Array, rate: float) -> Array:
    if rate <= -1:
        raise ValueError(f"a yearly rate is above -100 %; it is {rate:.6g}")
    return np.asarray((1 + rate) ** -years)
