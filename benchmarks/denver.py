"""Scenarios per second, beside the model that a careful analyst would write in plain Python.

Both compute the same deal (Denver) for the same scenarios: payments, draws, money multiple and internal rate. They
are run by turns in one process, five rounds, and the medians are compared; the results must agree first. Times
differ from machine to machine; the ratio is what to read.

Run with ``make bench``.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

import sibmodel
from benchmarks.plain_object_model import evaluate as evaluate_plainly
from sibmodel.deal.deal import Deal

ROOT = Path(__file__).parent.parent
ROUNDS = 5
MANY = 100_000
FEW = 500
AGREE = 1e-9
READINGS = ("to_june_2017", "to_june_2018", "to_june_2019", "to_june_2020", "to_december_2020")
KEPT = ["payments.paid", *(f"investors.total.{what}" for what in ("drawn", "multiple", "irr", "irr_status"))]


def scenarios(count: int) -> dict[str, np.ndarray]:
    """Random days, reductions and prices, by the path of the input."""
    draw = np.random.default_rng(20160101)
    days = {
        f"plan.outcomes.housing_days.readings.{name}.count": draw.integers(5_000, 110_000, count).astype(float)
        for name in READINGS
    }
    return days | {
        "plan.outcomes.jail_days.effect": np.round(draw.uniform(-0.2, 0.8, count), 6),
        "terms.payments.housing.prices.housing_days": np.round(draw.uniform(10, 20, count), 2),
    }


def by_sibmodel(deal: Deal, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The public API, keeping the headline figures."""
    values = sibmodel.evaluate(deal.written, inputs, keep=KEPT)
    return {name: rows.sum(axis=0) for name, rows in values.items()}


def by_objects(inputs: dict[str, np.ndarray], count: int) -> np.ndarray:
    """The plain model, one scenario after the other: paid, drawn, multiple, rate."""
    days, (effect, price) = list(inputs.values())[:5], list(inputs.values())[5:]
    rows = []
    for at in range(count):
        one = evaluate_plainly([float(each[at]) for each in days], float(effect[at]), float(price[at]))
        rows.append((one.paid, one.drawn, one.multiple, one.irr))
    return np.array(rows).T


def agree(ours: dict[str, np.ndarray], theirs: np.ndarray) -> float:
    """The largest relative difference; rates are compared where there is one."""
    has_rate = ours["investors.total.irr_status"][: theirs.shape[1]] == 1
    worst = 0.0
    for name, other in zip(KEPT, theirs, strict=False):
        mine = (
            np.broadcast_to(ours[name], (MANY,))[: theirs.shape[1]]
            if ours[name].size == 1
            else ours[name][: theirs.shape[1]]
        )
        where = has_rate if name.endswith("irr") else np.ones_like(has_rate)
        gap = np.abs(mine - other)[where] / np.maximum(1.0, np.abs(other[where]))
        worst = max(worst, float(gap.max()))
    return worst


def main() -> int:
    """Compare, print, and fail where the two models disagree."""
    deal = sibmodel.read_deal(ROOT / "deal_templates" / "denver_supportive_housing.yaml")
    inputs = scenarios(MANY)
    ours, theirs, times = by_sibmodel(deal, inputs), by_objects(inputs, FEW), {"sibmodel": [], "objects": []}
    gap = agree(ours, theirs)
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS} ...", file=sys.stderr)
        start = time.perf_counter()
        by_sibmodel(deal, inputs)
        middle = time.perf_counter()
        by_objects(inputs, FEW)
        times["sibmodel"].append((middle - start) / MANY)
        times["objects"].append((time.perf_counter() - middle) / FEW)
    fast, slow = median(times["sibmodel"]), median(times["objects"])
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Denver, {MANY:,} scenarios, {len(KEPT)} headline figures with the internal rate")
    print(f"  sibmodel        {1 / fast:>12,.0f} scenarios a second")
    print(f"  plain objects   {1 / slow:>12,.0f} scenarios a second (numpy-financial for the rate)")
    print(f"  ratio           {slow / fast:>12,.1f}")
    print(f"  largest relative difference over {FEW} scenarios: {gap:.1e} (must be below {AGREE:.0e})")
    print(f"  resident memory at most {resident:,.0f} MB")
    return 0 if gap <= AGREE else 1


if __name__ == "__main__":
    raise SystemExit(main())
