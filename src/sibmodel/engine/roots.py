"""Internal rates, many at a time: the growth factor at which a row of flows is worth nothing.

Where the root is known beforehand to be single, the search is Newton's on

    h(x) = ln(worth of what comes back) - ln(worth of what is put in),    x = ln(growth),

which is close to a straight line even for deals that lose nearly everything, kept inside a bracket that every step
narrows. Where a root is known to exist but not to be the only one, the same halvings are done as in the sheet, so
that both look at the same candidate. :func:`all_growth_roots` looks along a fine grid and reports what it sees.

Source: the certificate is explained in :mod:`sibmodel.graph.returns`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.graph.returns import HALVINGS, HIGHEST_GROWTH, LOWEST_GROWTH

Array = NDArray[np.float64]

_STEPS: Final = 120
_CLOSE: Final = 1e-9
_FEW: Final = 1 << 11
"""Numbers up to which a running sum is quicker than a sum row by row."""


def growth_root(flow: Array, years: Array, is_single: Array, is_there: Array) -> Array:
    """A growth factor for each scenario that has one; 0 for the others.

    Args:
        flow: (instant, scenario), money.
        years: (instant, 1 or scenario), years since the first instant.
        is_single: (1, 1 or scenario), 1 where there is known to be just one.
        is_there: (1, 1 or scenario), 1 where there is known to be one at least.

    Returns:
        (1, scenario), 1 + the yearly rate.

    Example:
        >>> one = np.ones((1, 1))
        >>> growth_root(np.array([[-100.0], [0.0], [121.0]]), np.array([[0.0], [1.0], [2.0]]), one, one)
        array([[1.1]])
    """
    flow, years = np.broadcast_arrays(flow, years)
    there = np.broadcast_to(is_there > 0.5, (1, flow.shape[1]))[0]
    single = there & np.broadcast_to(is_single > 0.5, (1, flow.shape[1]))[0]
    answer = np.zeros((1, flow.shape[1]))
    for which, search in ((single, _newton), (there & ~single, _halved)):
        if which.any():
            answer[0, which] = search(flow[:, which], years[:, which])
    return answer


def _newton(flow: Array, years: Array) -> Array:
    """The growth factor of each scenario.

    A step that would leave the bracket is replaced by halving it. A scenario is finished with the step that is too
    small to matter (the next would be its square), and the others go on without it.
    """
    found = np.zeros(flow.shape[1])
    at = np.arange(flow.shape[1])
    low = np.full(flow.shape[1], np.log(LOWEST_GROWTH))
    high = np.full(flow.shape[1], np.log(HIGHEST_GROWTH))
    x = np.zeros(flow.shape[1])
    back, put_in = np.maximum(flow, 0.0), np.maximum(-flow, 0.0)
    for _ in range(_STEPS):
        discount = np.exp(-years * x)
        worth_back, worth_in = summed(back * discount), summed(put_in * discount)
        duration = summed(years * back * discount) / worth_back - summed(years * put_in * discount) / worth_in
        height = np.log(worth_back / worth_in)
        low, high = np.where(height >= 0, x, low), np.where(height >= 0, high, x)
        ahead = x + height / np.where(duration == 0, 1e-300, duration)
        inside = (ahead >= low) & (ahead <= high)
        ahead = np.where(inside, ahead, (low + high) / 2)
        moving = ~(inside & (np.abs(ahead - x) <= _CLOSE)) & (high - low > _CLOSE * _CLOSE)
        found[at] = ahead
        if not moving.any():
            break
        at, x, low, high = at[moving], ahead[moving], low[moving], high[moving]
        back, put_in, years = back[:, moving], put_in[:, moving], years[:, moving]
    growth: Array = np.exp(found)
    return growth


def _halved(flow: Array, years: Array) -> Array:
    """The growth factor that the sheet's halvings come to."""
    low = np.full(flow.shape[1], LOWEST_GROWTH)
    high = np.full(flow.shape[1], HIGHEST_GROWTH)
    middle: Array = (low + high) * 0.5
    for _ in range(HALVINGS.size - 1):
        still_worth = summed(flow / np.power(middle, years)) >= 0
        low, high = np.where(still_worth, middle, low), np.where(still_worth, high, middle)
        middle = (low + high) * 0.5
    return middle


def summed(rows: Array) -> Array:
    """The rows added up from the first to the last.

    One after the other, so that a scenario comes out the same to the last bit in whatever company it is computed;
    numpy's own sum takes another order when there is only one. A running sum keeps to the order too, and is the quicker
    way for as long as there are few scenarios.
    """
    if 0 < rows.size <= _FEW:
        whole: Array = np.add.accumulate(rows)[-1] + 0.0
        return whole
    whole = np.zeros(rows.shape[1:])
    for row in rows:
        whole = whole + row
    return whole


def all_growth_roots(flow: Array, years: Array, points: int = 8001) -> list[float]:
    """Every growth factor of one scenario at which the flows change from worth to no worth, on a fine grid.

    Example:
        >>> [round(root, 6) for root in all_growth_roots(np.array([-1000.0, 2300.0, -1320.0]), np.arange(3.0))]
        [1.1, 1.2]
    """
    grid = np.linspace(np.log(LOWEST_GROWTH), np.log(HIGHEST_GROWTH), points)
    exponents = -np.outer(grid, years)
    worth = np.sum(flow * np.exp(exponents - exponents.max(axis=1, keepdims=True)), axis=1)
    roots = [float(np.exp(x)) for x, at in zip(grid, worth, strict=True) if at == 0]
    crossings = np.flatnonzero(worth[:-1] * worth[1:] < 0)
    roots.extend(float(np.exp(_bisected(flow, years, grid[at], grid[at + 1]))) for at in crossings)
    return sorted(roots)


def status_after_search(flow: Array, years: Array) -> str:
    """What to call flows without a certified rate: ``none``, ``uncertified`` (one was found) or ``multiple``."""
    return {0: "none", 1: "uncertified"}.get(len(all_growth_roots(flow, years)), "multiple")


def _scaled_worth(flow: Array, years: Array, x: float) -> float:
    exponents = -years * x
    return float(np.sum(flow * np.exp(exponents - exponents.max())))


def _bisected(flow: Array, years: Array, low: float, high: float) -> float:
    at_low = _scaled_worth(flow, years, low)
    for _ in range(80):
        middle = (low + high) / 2
        if _scaled_worth(flow, years, middle) * at_low > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
