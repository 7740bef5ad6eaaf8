"""Internal rates of many flows at once, in one step: the same answers as the lines of :mod:`sibmodel.graph.returns`.

The lines are written for a reader with a sheet; this is written for a million scenarios. What makes it fast:

* Flows are counted in whole cents, so that signs are exact and nothing has to be guarded.
* Instants lie on a grid, mostly an even one: growth to the power of a year is a product of few different factors, and
  a row of flows is worth what Horner's scheme says, without a power for each instant.
* The search starts with the slope at a rate of nothing. The logarithm of the ratio between what comes back and what is
  put in is nearly a straight line in that of the growth factor, and going back through its last heights (inverse
  interpolation) four of them are enough. The few scenarios for which they are not are
  bracketed (:mod:`sibmodel.engine.closing_in`).
* Nothing depends on the company in which a scenario is computed: each is looked at as often as every other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sibmodel.engine.cents import Cents, Scenarios, Sides
from sibmodel.engine.closing_in import closed_in
from sibmodel.engine.grid import Grid
from sibmodel.engine.roots import growth_root
from sibmodel.graph.expressions import GUARD, MONEY_GUARD
from sibmodel.graph.returns import (
    HIGHEST_GROWTH,
    LOSS_AT_ANY_RATE,
    LOWEST_GROWTH,
    NO_OUTLAY,
    NO_SINGLE_RATE,
    OK,
    TOTAL_LOSS,
)

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

TILE: Final = 8192
LOWEST: Final = float(np.log(LOWEST_GROWTH))
HIGHEST: Final = float(np.log(HIGHEST_GROWTH))
CLOSE: Final = 1e-7
"""How far the last but one step may be from the root: the last errs by that times what the two before it erred by."""
SETTLED: Final = 1e-13
"""How near to the root is near enough to stay."""


def internal_rates(flow: ArrayLike, years: ArrayLike, came_back: ArrayLike) -> tuple[Array, Array]:
    """The yearly rate of each row of flows, where there is just one.

    Args:
        flow: (instant, scenario), cash to (+) and from (-) a party.
        years: (instant,) or (instant, 1 or scenario), years since the first instant.
        came_back: (scenario,), one number, or (1, 1 or scenario): all that came back to the party.

    Returns:
        The rates and the status of each, a key of :data:`sibmodel.graph.returns.IRR_STATUSES`, both (scenario,). Where
        all is lost the rate is -1; where there is none it is 0.

    Example:
        >>> flows = np.array([[-100.0, -100.0, 0.0], [0.0, 0.0, 5.0], [121.0, 0.0, 0.0]])
        >>> rates, statuses = internal_rates(flows, np.arange(3.0), [121.0, 0.0, 5.0])
        >>> rates.round(9).tolist(), statuses.tolist()
        ([0.1, -1.0, 0.0], [1.0, 2.0, 3.0])
    """
    flow = np.asarray(flow, dtype=np.float64)
    years = np.asarray(years, dtype=np.float64).reshape(flow.shape[0], -1)
    back = np.asarray(came_back, dtype=np.float64).reshape(-1)
    count = max(flow.shape[1], years.shape[1], back.size)
    flow, back = np.broadcast_to(flow, (flow.shape[0], count)), np.broadcast_to(back, (count,))
    rates, statuses = np.empty(count), np.empty(count)
    grid = Grid(years)
    for start in range(0, count, TILE):
        here = np.arange(start, min(start + TILE, count))
        flows, came = flow[:, start : start + TILE], back[start : start + TILE]
        rates[here], statuses[here] = _tile(flows, grid.of(here), came)
    return rates, statuses


def _tile(flow: Array, grid: Grid, came_back: Array) -> tuple[Array, Array]:
    cents = Cents(flow, grid)
    there, bounded = cents.has_a_rate(), cents.has_one_rate_at_most()
    outlay = cents.put_in > 0
    lost = outlay & (came_back <= MONEY_GUARD)
    with np.errstate(all="ignore"):
        x = _log_growth(cents, there)
        single = there & bounded
        unsure = np.flatnonzero(there & ~bounded)
        if unsure.size:
            single[unsure] = ~_is_ever_ahead(cents, unsure, x[unsure])
        rates = np.where(single, np.expm1(x), np.where(lost, -1.0, 0.0))
    at_any = bounded & cents.is_a_loss_at_both_ends()
    without = np.where(outlay, np.where(at_any, LOSS_AT_ANY_RATE, NO_SINGLE_RATE), NO_OUTLAY)
    return rates, np.where(single, OK, np.where(lost, TOTAL_LOSS, without)).astype(np.float64)


def _log_growth(cents: Cents, there: Flags) -> Array:
    """The logarithm of a growth factor at which the flows are worth nothing, where there is one."""
    h0, duration = cents.start()
    x, good, tried = _interpolated(cents.sides, h0, duration)
    left = np.flatnonzero(there & ~good)
    if left.size:
        low, high = _bracket(left, h0, tried)
        x[left] = closed_in(cents.sides.of(left), low, high)
    return x


Tried = Sequence[tuple[Array, Array]]
"""Places and the heights there."""


def _bracket(left: Scenarios, h0: Array, tried: Tried) -> tuple[Array, Array]:
    """The nearest places known to lie on both sides of a root; where there are several, all of the search."""
    low, high = np.full(left.size, LOWEST), np.full(left.size, HIGHEST)
    for x, h in ((np.zeros_like(h0), h0), *tried):
        place, height = x[left], h[left]
        low = np.where(height >= 0, np.maximum(low, place), low)
        high = np.where(height < 0, np.minimum(high, place), high)
    return np.where(low < high, low, LOWEST), np.where(low < high, high, HIGHEST)


def _interpolated(sides: Sides, h0: Array, duration: Array) -> tuple[Array, Flags, Tried]:
    """Four steps towards the root, whether they were enough, and what they have shown.

    With x as a function of the height h, the value at h = 0 is that of the polynomial through the slope at the start
    and the heights seen so far, in Newton's form.
    """
    flat = SETTLED * duration
    slope = -1.0 / duration
    x1 = _inside(-h0 * slope)
    h1 = sides.height(x1)
    d01 = x1 / (h1 - h0)
    d001 = (d01 - slope) / (h1 - h0)
    x2 = _onward(x1, h1, flat, -h0 * slope + h0 * h0 * d001)
    h2 = sides.height(x2)
    d12 = (x2 - x1) / (h2 - h1)
    d012 = (d12 - d01) / (h2 - h0)
    d0012 = (d012 - d001) / (h2 - h0)
    x3 = _onward(x2, h2, flat, -h0 * slope + h0 * h0 * (d001 - h1 * d0012))
    h3 = sides.height(x3)
    d23 = (x3 - x2) / (h3 - h2)
    d123 = (d23 - d12) / (h3 - h1)
    x4 = _onward(x3, h3, flat, x3 - h3 * (d23 - h2 * d123))
    h4 = sides.height(x4)
    d34 = (x4 - x3) / (h4 - h3)
    d234 = (d34 - d23) / (h4 - h2)
    x5 = _onward(x4, h4, flat, x4 - h4 * (d34 - h3 * d234))
    near = (duration > 0) & (np.abs(h4) <= CLOSE * duration) & (np.abs(x5 - x4) <= CLOSE)
    return x5, near & (x5 > LOWEST) & (x5 < HIGHEST), ((x1, h1), (x2, h2), (x3, h3), (x4, h4))


def _inside(x: Array) -> Array:
    """Within the search; where nothing came out, the start."""
    return np.clip(np.nan_to_num(x, copy=False, nan=0.0), LOWEST, HIGHEST)


def _onward(x: Array, height: Array, flat: Array, ahead: Array) -> Array:
    """The next place; where the height is next to nothing, differences of heights are noise, and x stays."""
    return np.where(np.abs(height) <= flat, x, _inside(ahead))


def _is_ever_ahead(cents: Cents, scenarios: Scenarios, x: Array) -> Flags:
    """The certificate after the search, turned round: ahead in money of some instant, with more to come."""
    flow, grid = cents.flow(scenarios), cents.grid.of(scenarios)
    growth = [np.exp(x * gap) for gap in grid.gaps]
    more = np.logical_or.accumulate(flow[:0:-1] != 0, axis=0)[::-1]
    guard = GUARD * cents.put_in[scenarios]
    position = flow[0].copy()
    ahead: Flags = (position > guard) & more[0]
    for instant in range(1, flow.shape[0] - 1):
        position = position * growth[grid.which[instant]] + flow[instant]
        ahead |= (position > guard) & more[instant]
    return ahead


OVER_TABLES: Final[dict[str, Callable[..., Sequence[Array]]]] = {
    "growth_root": lambda *tables: (growth_root(*tables)[0],),
    "internal_rates": internal_rates,
}
"""What looks at rows as a whole, by the kind of its instruction: tables (columns, scenarios) in, answers out."""
