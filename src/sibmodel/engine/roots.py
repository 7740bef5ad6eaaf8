"""Internal rates, many at a time: the growth factor at which a row of flows is worth nothing.

For a certified single root the search is Newton's in *x = ln(growth)*, kept inside a bracket that every step
narrows, so it converges quickly and cannot escape. For the rest, :func:`all_growth_roots` looks along a fine grid
and reports every root it sees.

Source: the certificate is explained in :mod:`sibmodel.graph.returns`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.graph.returns import HIGHEST_GROWTH, LOWEST_GROWTH

Array = NDArray[np.float64]

_STEPS: Final = 120
_CLOSE: Final = 1e-14


def growth_root(flow: Array, years: Array, is_single: Array) -> Array:
    """The growth factor of each scenario whose root is single; 0 for the others.

    Args:
        flow: (instant, scenario), money.
        years: (instant, 1 or scenario), years since the first instant.
        is_single: (1, 1 or scenario), 1 where the root is certified.

    Returns:
        (1, scenario), 1 + the yearly rate.

    Example:
        >>> growth_root(np.array([[-100.0], [0.0], [121.0]]), np.array([[0.0], [1.0], [2.0]]), np.ones((1, 1)))
        array([[1.1]])
    """
    flow, years = np.broadcast_arrays(flow, years)
    single = np.broadcast_to(is_single > 0.5, (1, flow.shape[1]))[0]
    answer = np.zeros((1, flow.shape[1]))
    if single.any():
        answer[0, single] = np.exp(_newton(flow[:, single], years[:, single]))
    return answer


def _newton(flow: Array, years: Array) -> Array:
    low = np.full(flow.shape[1], np.log(LOWEST_GROWTH))
    high = np.full(flow.shape[1], np.log(HIGHEST_GROWTH))
    x = np.zeros(flow.shape[1])
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for _ in range(_STEPS):
            present = flow * np.exp(-years * x)
            worth = present.sum(axis=0)
            slope = -(years * present).sum(axis=0)
            low, high = np.where(worth >= 0, x, low), np.where(worth >= 0, high, x)
            ahead: Array = x - worth / slope
            ahead = np.where((ahead > low) & (ahead < high), ahead, (low + high) / 2)
            if np.all(np.abs(ahead - x) <= _CLOSE * np.maximum(1.0, np.abs(x))):
                break
            x = ahead
    return x


def all_growth_roots(flow: Array, years: Array, points: int = 8001) -> list[float]:
    """Every growth factor of one scenario at which the flows change from worth to no worth, on a fine grid.

    Example:
        >>> [round(root, 6) for root in all_growth_roots(np.array([-1000.0, 2300.0, -1320.0]), np.arange(3.0))]
        [1.1, 1.2]
    """
    grid = np.linspace(np.log(LOWEST_GROWTH), np.log(HIGHEST_GROWTH), points)
    worth = np.array([_scaled_worth(flow, years, x) for x in grid])
    roots = [float(np.exp(x)) for x, at in zip(grid, worth, strict=True) if at == 0]
    crossings = np.flatnonzero(worth[:-1] * worth[1:] < 0)
    roots.extend(float(np.exp(_bisected(flow, years, grid[at], grid[at + 1]))) for at in crossings)
    return sorted(roots)


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
