"""Internal rates of many paths of forty periods: in one step, and path by path with numpy-financial and pyxirr.

There are two sorts of paths. Those of deals are draws first and receipts later, some of them at once; those of both
signs go up and down by chance in all periods, and most of them have no single rate, which takes longer to find out than
either of the others looks for.
"""

from __future__ import annotations

import numpy as np
import numpy_financial as npf  # type: ignore[import-untyped]
import pyxirr
from numpy.typing import NDArray

from benchmarks.rounds import by_turns, line
from sibmodel.engine.rates import internal_rates

Array = NDArray[np.float64]

PERIODS = 40
MANY, SOME, FEW = 200_000, 2_000, 100
AGREE = 1e-9


def of_deals(count: int) -> Array:
    """Draws in the first twelve instants, receipts from the ninth on, to the cent: (instant, path)."""
    draw = np.random.default_rng(40)
    flows = np.zeros((PERIODS + 1, count))
    flows[:12] -= draw.uniform(50_000, 150_000, (12, count))
    flows[8:] += draw.uniform(0, 80_000, (PERIODS - 7, count))
    return np.round(flows, 2)


def of_both_signs(count: int) -> Array:
    """An outlay and then whatever chance brings, to the cent: (instant, path)."""
    flows = np.random.default_rng(41).normal(3_000, 10_000, (PERIODS + 1, count))
    flows[0] = -np.random.default_rng(42).uniform(50_000, 150_000, count)
    return np.round(flows, 2)


def report() -> bool:
    """Compare, time, and print; whether rates agree where there is just one."""
    return all([_sort("of deals", of_deals(MANY)), _sort("of both signs", of_both_signs(MANY))])


def _sort(name: str, flows: Array) -> bool:
    years, back = np.arange(PERIODS + 1.0), np.maximum(flows, 0.0).sum(axis=0)
    paths = np.ascontiguousarray(flows[:, :SOME].T)
    rates, statuses = internal_rates(flows, years, back)
    single = np.flatnonzero(statuses[:SOME] == 1)
    gap = max(abs(rates[at] - (pyxirr.irr(paths[at]) or np.nan)) for at in single)
    took = by_turns(
        {
            "in one step": lambda: internal_rates(flows, years, back)[0].size,
            "numpy-financial, path by path": lambda: len([npf.irr(path) for path in paths[:FEW]]),
            "pyxirr, path by path": lambda: len([pyxirr.irr(path) for path in paths]),
        },
        f"paths {name}",
    )
    print(
        f"Internal rates of paths {name}, {PERIODS} periods; {statuses.tolist().count(1) / MANY:.0%} have a single one"
    )
    ours = took.pop("in one step")
    print(line("in one step", ours, "paths"))
    for what, seconds in took.items():
        print(line(what, seconds, "paths", f": one step is {seconds / ours:,.1f} times as fast"))
    print(f"  largest difference to pyxirr over {single.size} paths: {gap:.1e} (must be below {AGREE:.0e})")
    return bool(gap <= AGREE)
